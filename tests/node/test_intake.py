"""Bundles taken in and judged: what is told, what is forgotten for good, and what a crash leaves behind."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from freehand.errors import FreehandError
from freehand.ledger import record
from freehand.ledger.bundle.opening import Reader
from freehand.ledger.bundle.reading import take_in
from freehand.ledger.bundle.refusals import Forked, RolledBack
from freehand.ledger.identity import without_person
from freehand.ledger.log import Statement
from freehand.ledger.receipts import erase_again, read_receipt
from freehand.ledger.store.interface import Range
from freehand.node.erasing import erase
from freehand.node.kinds import content_id
from freehand.node.listening import Listening
from freehand.node.news import NOTHING
from freehand.node.said import as_said
from freehand.node.sifting import catch_up
from freehand.node.store.memory import MemoryCabinet
from freehand.node.views.trail import trail
from tests.node.members import COMPACT, NOW, Side, document, round_of, under_terms

STRIKES: Any = {"exclusions": [{"name": "strikes", "tags": ["strike"], "words": ["air strike"]}]}


def held(side: Side, other: Side) -> set[int]:
    with side.store.reading() as view:
        return {number for first, end in view.line(other.log).held(0, 10**6) for number in range(first, end)}


def report(side: Side, name: str = "quiet", **more: Any) -> dict[str, Any]:
    return document(report=name, by=side.party, to=["B"]) | more


def test_an_excluded_item_pushed_in_is_refused_with_its_clause_forgotten_and_on_the_trail() -> None:  # attack 47
    a, b = under_terms("A", "B", **STRIKES)
    a.item("report", "r1", report(a, tags=["strike"]), b)
    a.item("report", "r2", report(a, "an Air-Strike at dawn"), b)
    a.item("report", "r3", {"document": '{"report": "an air str\\u0069ke", "by": "A"}'}, b)
    a.item("report", "r4", report(a), b)
    (arrival,) = b.hear(a)
    assert [each.clause for each in arrival.news.refused] == ["exclusion strikes"] * 3
    assert [said.object for said in b.known().said()] == ["r4"]
    assert held(b, a).isdisjoint(each.number for each in arrival.news.refused)
    told = list(trail(b.one, b.one))
    assert [event.value["clause"] for event in told] == ["exclusion strikes"] * 3
    assert "dawn" not in str(told)


def test_an_excluded_word_in_the_name_of_an_object_is_found_as_it_is_shown() -> None:  # attack 47
    a, b = under_terms("A", "B", **STRIKES)
    for name in ("air%20strike", "air/%73trike", "air/st%C2%ADrike", "%EF%BD%81ir%20strike"):
        a.item("report", name, report(a), b)
    a.item("report", "air%20lift", report(a), b)
    (arrival,) = b.hear(a)
    assert [each.clause for each in arrival.news.refused] == ["exclusion strikes"] * 4
    assert [said.object for said in b.known().said()] == ["air%20lift"]


def test_a_label_that_does_not_name_the_reader_exactly_means_nobody() -> None:  # attack 48
    a, b = under_terms("A", "B")
    for label in ("", "*", "A, C", "a, b", "A, B ", "B, A", " A, B"):
        body = report(a)
        item = content_id("report", "r1", label, body, None)
        a.append(a.release([item], [b]), Statement("report", "r1", body, NOW, label))
    (arrival,) = b.hear(a)
    assert [each.clause for each in arrival.news.refused] == ["label"] * 7
    assert list(b.known().said()) == []


def test_a_release_that_two_people_did_not_sign_releases_nothing() -> None:  # attack 49
    a, b = under_terms("A", "B")
    planner, releaser, keeper = a.people
    for pair in [
        (releaser, releaser),
        (planner, planner),
        (planner, keeper),
        (releaser, planner),
        (planner, b.people[1]),
    ]:
        a.item("report", "r1", report(a), b, by=pair)
    body = report(a)
    for to in ([], [a]):
        item = content_id("report", "r2", "A, B", body, None)
        a.append(a.release([item], to), Statement("report", "r2", body, NOW, "A, B"))
    a.append(a.release(["ab" * 32], [b]), Statement("report", "r3", body, NOW, "A, B"))
    (arrival,) = b.hear(a)
    assert {each.clause for each in arrival.news.refused} == {"release"}
    assert list(b.known().said()) == []
    a.item("report", "r4", report(a), b, by=(planner, releaser))
    b.hear(a)
    assert [said.object for said in b.known().said()] == ["r4"]


def test_a_release_by_somebody_since_removed_releases_nothing() -> None:  # attack 49
    a, b = under_terms("A", "B")
    a.item("report", "r1", report(a), b)
    b.hear(a)
    assert len(list(b.known().said())) == 1
    a.card = without_person(a.card, a.people[1].public)
    b.meet(a)
    assert list(b.known().said()) == []


def test_what_is_revealed_later_is_looked_at_though_its_number_is_old() -> None:
    a, b = under_terms("A", "B")
    before = a.known().sizes["A"]
    a.item("report", "r1", report(a), b)
    a.item("report", "r2", report(a), b)
    b.take(a.bundle(b, [Range(before + 2, before + 4)]))
    assert [said.object for said in b.known().said()] == ["r2"]
    arrival = b.take(a.bundle(b, [Range(before, before + 2)]))
    assert [told.object for told in arrival.news.of("items")] == ["r1"]
    assert [said.object for said in b.known().said()] == ["r1", "r2"]


def test_a_bundle_that_comes_twice_changes_nothing_and_says_so() -> None:
    a, b = under_terms("A", "B")
    a.item("report", "r1", report(a), b)
    bundle = a.bundle(b)
    b.take(bundle)
    again = b.take(bundle)
    assert again.news == NOTHING
    assert "taken in before" in again.taken.words  # type: ignore[union-attr]  # it is unchanged


def test_a_bundle_that_comes_late_is_looked_at_and_so_after_a_crash_over_it() -> None:
    for dies in (False, True):
        a, b = under_terms("A", "B")
        size = a.known().sizes["A"]
        a.item("report", "r1", report(a), b)
        late = a.bundle(b, [Range(size, size + 2)])
        a.item("report", "r2", report(a), b)
        b.take(a.bundle(b, [Range(size + 2, size + 4)], after=0, withhold=[Range(size, size + 2)]))
        cabinet = Dying()
        cabinet._state = b.cabinet._state  # type: ignore[attr-defined]  # of one in memory
        b.cabinet, cabinet.left = cabinet, 2 if dies else -1
        if dies:
            with pytest.raises(KeyboardInterrupt):
                b.take(late)
        else:
            assert [told.object for told in b.take(late).news.of("items")] == ["r1"]
        assert [said.object for said in b.known().said()] == ["r1", "r2"]


class Dying(MemoryCabinet):
    """A cabinet whose process dies before or after the change that is counted down to."""

    def __init__(self) -> None:
        super().__init__()
        self.left, self.when = -1, "before"

    @contextmanager
    def writing(self) -> Iterator[Any]:
        self.left -= 1
        with super().writing() as shelves:
            yield shelves
            if self.left == 0 and self.when == "before":
                raise KeyboardInterrupt
        if self.left == 0:
            raise KeyboardInterrupt


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("which", [2, 3])
def test_after_a_crash_between_the_two_databases_everything_is_looked_at_by_itself(when: str, which: int) -> None:
    a, b = under_terms("A", "B", **STRIKES)
    a.item("report", "r1", report(a), b)
    a.item("report", "r2", report(a, tags=["strike"]), b)
    a.say("drum-signal", "d", {})
    cabinet = Dying()
    cabinet._state = b.cabinet._state  # type: ignore[attr-defined]  # of one in memory
    b.cabinet, cabinet.left, cabinet.when = cabinet, which, when
    bundle = a.bundle(b)
    with pytest.raises(KeyboardInterrupt):
        b.take(bundle)
    cabinet.left = -1
    again = b.take(bundle)
    if when == "before" and which == 2:
        assert again.news.counts == {"releases": 2, "items": 1}
        assert again.news.refusals == 1
    known = b.known()
    assert [said.object for said in known.said()] == ["r1"]
    assert len(known.unknown()) == 1
    assert [event["clause"] for event in b.trail()] == ["exclusion strikes"]
    refused = {event["number"] for event in b.trail()}
    assert held(b, a).isdisjoint(refused)
    assert catch_up(b.one, b.one, now=NOW) == NOTHING


def test_a_bundle_that_another_process_took_in_and_died_over_is_looked_at_with_the_next() -> None:
    a, b = under_terms("A", "B")
    a.item("report", "r1", report(a), b)
    first = a.bundle(b)
    a.item("report", "r2", report(a), b)
    second = a.bundle(b, [Range(a.known().sizes["A"] - 2, a.known().sizes["A"])])
    reader = Reader(b.log, COMPACT, b.keys.recipients)
    take_in(b.store, io.BytesIO(first), reader, now=NOW)
    ears = Listening(b.store)
    take_in(ears, io.BytesIO(second), reader, now=NOW)
    news = catch_up(b.one, b.one, now=NOW, told=ears.heard)
    assert [told.object for told in news.of("items")] == ["r1", "r2"]


def test_an_erased_item_is_gone_for_good_whoever_sends_it_and_whatever_is_restored() -> None:  # attack 52
    a, b = under_terms("A", "B")
    first = a.item("report", "r1", report(a), b)
    leaf = a.item("report", "r1", report(a, "another"), b, replaces=first)
    b.hear(a)
    backup = dict(b.store._lines)  # type: ignore[attr-defined]  # of one in memory
    a.withdraw(leaf, "erase")
    b.hear(a)
    (asked,) = b.known().erasures_asked()
    assert asked.leaf == leaf
    receipt = erase(b.one, b.one, leaf, now=NOW)
    assert read_receipt(receipt).leaf.hex() == leaf
    assert b.known().erasures_asked() == []
    with pytest.raises(FreehandError):
        erase(b.one, b.one, leaf, now=NOW)
    again = b.take(a.bundle(b, after=0))
    assert again.taken.records.erased == 1  # type: ignore[union-attr]  # it was taken in
    assert [said.object for said in b.known().said()] == []  # nor does what it replaced come back
    b.store._lines = backup  # type: ignore[attr-defined]
    assert erase_again(b.store, [receipt]) == 1
    b.take(a.bundle(b, after=0, beyond=50))
    assert list(b.known().said()) == []
    assert read_receipt(receipt).sequence not in held(b, a)


def test_only_what_its_author_asked_for_is_erased() -> None:
    a, b = under_terms("A", "B")
    leaf = a.item("report", "r1", report(a), b)
    b.hear(a)
    with pytest.raises(FreehandError, match="no author asks here"):
        erase(b.one, b.one, leaf, now=NOW)


def test_a_fork_is_refused_kept_as_a_proof_and_noted() -> None:
    a, b = under_terms("A", "B")
    lines = dict(a.store._lines)  # type: ignore[attr-defined]  # of one in memory
    a.say("drum-signal", "d", "one thing")
    b.hear(a)
    a.store._lines = lines  # type: ignore[attr-defined]
    a.say("drum-signal", "d", "another")
    with pytest.raises(Forked) as refusal:
        b.hear(a)
    known = b.known()
    assert known.frozen == {"A": refusal.value.name}
    assert [(event["what"], event["proof"]) for event in b.trail()] == [("fork", refusal.value.name)]


def test_a_rollback_is_refused_and_noted_and_the_newer_head_stands() -> None:
    a, b = under_terms("A", "B")
    lines = dict(a.store._lines)  # type: ignore[attr-defined]  # of one in memory
    a.say("drum-signal", "d", "one thing")
    b.hear(a)
    size = b.known().sizes["A"]
    a.store._lines = lines  # type: ignore[attr-defined]
    with pytest.raises(RolledBack):
        b.take(a.bundle(b, beyond=50))
    assert b.known().sizes["A"] == size
    assert [event["what"] for event in b.trail()] == ["rollback"]


def test_text_that_is_not_in_normal_form_c_is_flagged_and_taken() -> None:
    a, b = under_terms("A", "B")
    a.item("report", "r1", report(a, "cafe\u0301"), b)  # writing brings it into the form
    (arrival,) = b.hear(a)
    assert arrival.news.flags == ()
    data = record.write(log="x", sequence=0, kind="say", object="s", body={"words": "caf\u00e9"}, time=0)
    other = data.replace("caf\u00e9".encode(), "cafe\u0301".encode())
    assert as_said("A", "x", data, mine=False).remarks == ()
    assert as_said("A", "x", other, mine=False).remarks == ("not written in normal form C",)


def test_what_came_is_told_by_groups() -> None:
    a, b = under_terms("A", "B")
    offer = a.item("offer", "o1", document(promise="airlift", by="A", to="B", contingency="flood"), b)
    a.item("ask", "q1", {"about": offer, "words": "when?"}, b)
    a.say("recall", "recall", {"about": offer, "words": "needed here"})
    a.withdraw(offer)
    (arrival,) = b.hear(a)
    assert dict(arrival.news.counts) == {"releases": 2, "promises": 1, "talk": 1, "recalls": 1, "withdrawals": 1}
    assert [told.kind for told in arrival.news.of("recalls")] == ["recall"]
    assert arrival.silence.serial > 0
    round_of(a, b)
