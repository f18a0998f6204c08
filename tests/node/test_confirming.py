"""A partner that came back from a backup is told by each member what it last had, and signs nothing before."""

from __future__ import annotations

from typing import Any

import pytest

from freehand.errors import FreehandError
from freehand.ledger.canonical import canonical, parse
from freehand.ledger.log import LogStopped
from freehand.ledger.restored import mark_restored
from freehand.node.confirming import TAG, NotConfirmed, answer, ask, take_answer
from freehand.node.views.status import status
from tests.node.members import NOW, Side, document, round_of, under_terms


def restored(lose: int = 1) -> tuple[Side, Side, Side]:
    """A, back from a backup that lacks what it said last; B has heard all of it, C has not."""
    a, b, c = under_terms("A", "B", "C")
    backup = dict(a.store._lines)  # type: ignore[attr-defined]  # of one in memory
    for number in range(lose):
        a.item("report", f"r{number}", document(report="x", by="A"), b, c)
    b.hear(a)
    a.store._lines = backup  # type: ignore[attr-defined]
    mark_restored(a.store, a.log, [b.log, c.log])
    return a, b, c


def test_a_restored_log_is_read_only_until_every_member_has_confirmed_and_takes_its_leaves_back() -> None:
    a, b, c = restored()
    size = a.known().sizes["A"]
    assert [one.what for one in status(a.known()).waits] == ["restored", "restored"]
    with pytest.raises(LogStopped):
        a.say("leave", "leave", {"words": "we go"})
    asked = ask(a.one, a.one)
    first = take_answer(a.one, a.one, answer(c.one, asked), now=NOW)
    assert (first.member, first.taken_back, first.left) == ("C", 0, ("B",))
    with pytest.raises(LogStopped):
        a.say("leave", "leave", {"words": "we go"})
    second = take_answer(a.one, a.one, answer(b.one, asked), now=NOW)
    assert (second.member, second.size, second.taken_back, second.left) == ("B", size + 2, 2, ())
    assert a.known().waiting_for is None
    assert a.known().sizes["A"] == size + 2
    a.item("report", "after", document(report="x", by="A"), b, c)
    b.take(a.bundle(b, after=0, beyond=50))
    assert [said.object for said in b.known().said()] == ["r0", "after"]
    assert [event["what"] for event in a.trail()] == ["confirmed", "confirmed"]


def test_an_answer_counts_for_its_member_for_this_time_and_as_it_was_signed() -> None:
    a, b, c = restored()
    asked = ask(a.one, a.one)
    given = answer(b.one, asked)
    value: Any = parse(given)
    bad = [
        canonical(value | {"by": c.log}),
        canonical(value | {"head": None}),
        canonical(value | {"leaves": ""}),
        canonical(value | {"nonce": "00" * 16}),
        canonical({field: each for field, each in value.items() if field != "leaves"}),
        b"{}",
        b"no file",
        asked,
    ]
    said = {field: each for field, each in value.items() if field != "signature"} | {"key": c.keys.log.public.hex()}
    bad.append(canonical(said | {"signature": c.keys.log.sign(TAG + canonical(said)).hex()}))
    for data in bad:
        with pytest.raises(FreehandError):
            take_answer(a.one, a.one, data, now=NOW)
    ask(a.one, a.one)  # asked anew: what was answered before counts no more
    with pytest.raises(NotConfirmed):
        take_answer(a.one, a.one, given, now=NOW)
    assert a.known().waiting_for == sorted([b.log, c.log])


def test_leaves_that_are_not_those_of_the_own_checkpoint_are_not_taken_back() -> None:
    a, b, _ = restored()
    asked = ask(a.one, a.one)
    value: Any = parse(answer(b.one, asked))
    said = {field: each for field, each in value.items() if field != "signature"}
    said["leaves"] = "00" * (len(said["leaves"]) // 2)
    lie = canonical(said | {"signature": b.keys.log.sign(TAG + canonical(said)).hex()})
    size = a.known().sizes["A"]
    with pytest.raises(FreehandError):
        take_answer(a.one, a.one, lie, now=NOW)
    assert a.known().sizes["A"] == size
    assert b.log in (a.known().waiting_for or [])


def test_nobody_answers_for_a_log_that_is_no_members_or_was_not_asked_by_it() -> None:
    a, b, c = restored()
    asked = ask(a.one, a.one)
    value: Any = parse(asked)
    for data in (
        canonical(value | {"log": c.log}),
        canonical(value | {"compact": "00" * 16}),
        canonical(value | {"size": 0}),
    ):
        with pytest.raises(FreehandError):
            answer(b.one, data)
    with pytest.raises(NotConfirmed):
        answer(a.one, asked)
    round_of(b, c)
