"""Attacks on nodes that hand each other real bundles, as far as no other file holds them; by their numbers."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from freehand.errors import FreehandError
from freehand.ledger.bundle.opening import read_head
from freehand.ledger.keys import SigningKey
from freehand.ledger.lines import current, head_at
from freehand.ledger.log import Statement, append
from freehand.ledger.proofs import check, prove_inclusion
from freehand.ledger.receipts import erase as erase_record
from freehand.node import due, exchange, staff
from freehand.node.approving import approval, release_body, signed_by
from freehand.node.authoring import agreeing, discussing, promising, supporting, withdrawing
from freehand.node.drafts import keeping
from freehand.node.drafts.draft import Draft
from freehand.node.keyring import root_key
from freehand.node.reckoning.verbs import to_release, verdicts
from freehand.node.releasing import asking
from freehand.node.releasing.refusals import NotReleased
from freehand.terms.scope import Rung
from tests.node import homes
from tests.node.homes import NOW, PASSPHRASE, Home, drawn_from, met, round_of, under_terms
from tests.node.reckoning.nodes import folder as documents_of
from tests.node.reckoning.test_bounds import clashing

STEPS = (0, 1024, 4096, exchange.STEP)


@pytest.fixture
def two(tmp_path: Path) -> list[Home]:
    return under_terms(tmp_path, "A", "B")


# -- 46: sizes and times ------------------------------------------------------------------------------------------


def lengths(folder: Path, step: int, counts: tuple[int, ...], letters: int) -> list[int]:
    """Of bundles with so many reports of so many letters each; what is beside the reports is the same in all."""
    found = []
    for at, count in enumerate(counts):
        a, b = under_terms(folder / f"{step}-{at}-{letters}", "A", "B")
        items = [a.report("x" * letters, "B", name=f"r{number}") for number in range(count)]
        a.bundle(b)
        if items:
            a.release(*items, to=["B"])
        found.append(len(a.bundle(b, step=step)))
    return found


def test_attack_46_a_bundle_that_is_not_padded_tells_how_many_records_it_has_and_how_long_they_are(
    tmp_path: Path,
) -> None:
    short, long = (lengths(tmp_path, 0, (1, 2, 3), letters) for letters in (10, 110))
    for found in (short, long):
        assert found == sorted(set(found))
    assert long[0] - short[0] == 100
    assert [b - a for a, b in zip(short, long, strict=True)] == [100, 200, 300]


@pytest.mark.parametrize("step", STEPS)
def test_attack_46_a_padded_bundle_tells_which_step_its_content_needs_whatever_is_in_it(
    step: int, tmp_path: Path
) -> None:
    found = {lengths(tmp_path, step, (2,), letters)[0] for letters in (10, 40, 90)}
    assert len(found) == (1 if step else 3)


def test_attack_46_how_many_leaves_papers_and_records_are_in_it_a_manifest_tells_to_whoever_carries_it(
    two: list[Home],
) -> None:
    a, b = two
    a.bundle(b)
    a.said(a.report("a day", "B"), "B")
    manifest = read_head(io.BytesIO(a.bundle(b, step=exchange.STEP))).manifest
    assert (manifest.leaves.things, manifest.papers.things, manifest.records.things) == (2, 0, 2)


def test_attack_46_when_a_bundle_was_written_stands_nowhere_in_it(tmp_path: Path) -> None:
    written = []
    for at, now in enumerate((NOW, NOW + 86_400 * 365)):
        a, _ = under_terms(tmp_path / str(at), "A", "B")
        sink = io.BytesIO()
        exchange.write(a.node, a.compact, "B", sink, now=now, randomness=drawn_from("the same"))
        head = read_head(io.BytesIO(sink.getvalue()))
        assert str(now).encode() not in head.data
        written.append(len(sink.getvalue()))
    assert written[0] == written[1]


# -- 49 and 50: who releases ----------------------------------------------------------------------------------------


def forged(a: Home, b: Home, draft: Draft, asker: SigningKey, approver: SigningKey) -> list[Any]:
    """What B may read if A's node, not its people, puts a release together."""
    terms = [one.id for one in a.known().standing.in_force]
    signed = approval(a.compact.id, [draft.id], [b.compact.log], terms)
    body = release_body(
        [draft.id], [b.compact.log], terms, asked=signed_by(asker, signed), approved=signed_by(approver, signed)
    )
    item = Statement(draft.kind, draft.object, draft.said, NOW, draft.label)
    append(a.compact.store, a.compact.log, a.compact.keys.log, [item, Statement("release", "r", body, NOW)])
    b.hear(a)
    return b.read(a, "report")


def test_attack_49_who_was_removed_releases_nothing_on_either_side(two: list[Home]) -> None:
    a, b = two
    waits = asking.ask(a.node, a.compact, [a.report("a day", "B").id], ["B"], by=a.people["planner"], now=NOW)
    staff.remove_person(a.compact, root_key(a.compact.root_file, PASSPHRASE), a.people["releaser"].public, now=NOW)
    with pytest.raises(NotReleased):
        a.approve(waits.name)
    b.take_card(a)
    assert forged(a, b, a.report("two days", "B"), a.people["planner"], a.people["releaser"]) == []
    draft = a.report("three days", "B")
    assert forged(a, b, draft, a.people["planner"], a.people["second"]) == [draft.said]


def test_attack_49_an_ask_alone_is_no_release_on_either_side(two: list[Home]) -> None:
    a, b = two
    draft = a.report("a day", "B")
    asking.ask(a.node, a.compact, [draft.id], ["B"], by=a.people["planner"], now=NOW)
    terms = [one.id for one in a.known().standing.in_force]
    signed = approval(a.compact.id, [draft.id], [b.compact.log], terms)
    body: Any = release_body([draft.id], [b.compact.log], terms, signed_by(a.people["planner"], signed), {})
    item = Statement(draft.kind, draft.object, draft.said, NOW, draft.label)
    for made in (body, body | {"approved": None}, {k: v for k, v in body.items() if k != "approved"}):
        append(a.compact.store, a.compact.log, a.compact.keys.log, [item, Statement("release", "r", made, NOW)])
    b.hear(a)
    assert b.read(a, "report") == []


def test_attack_50_the_keepers_accomplice_releases_nothing_on_either_side_until_another_has_confirmed(
    two: list[Home],
) -> None:
    a, b = two
    root, eve = root_key(a.compact.root_file, PASSPHRASE), SigningKey.of_seed(b"e" * 32)
    staff.add_person(a.compact, root, "Eve", eve.public, ["releaser"], now=NOW)
    with pytest.raises(FreehandError):
        staff.confirm_person(a.compact, eve.public, a.people["keeper"], now=NOW)
    from freehand.node import people

    forced = people.confirm(a.compact.id, a.compact.log, eve.public, ("releaser",), a.people["keeper"], NOW)
    append(a.compact.store, a.compact.log, a.compact.keys.log, [forced])
    waits = asking.ask(a.node, a.compact, [a.report("a day", "B").id], ["B"], by=a.people["planner"], now=NOW)
    a.people["eve"] = eve
    with pytest.raises(NotReleased):
        a.approve(waits.name, by="eve")
    b.take_card(a)
    assert forged(a, b, a.report("two days", "B"), a.people["planner"], eve) == []
    staff.confirm_person(a.compact, eve.public, a.people["releaser"], now=NOW)
    draft = a.report("three days", "B")
    assert forged(a, b, draft, a.people["planner"], eve) == [draft.said]
    (person,) = (one for one in b.known().people["A"] if one.key == eve.public)
    assert person.confirmed


# -- 56: an interface that makes the reckoning explode ---------------------------------------------------------------


def test_attack_56_a_partners_interface_that_explodes_is_undecided_and_named_and_everything_else_goes_on(
    tmp_path: Path,
) -> None:
    a, b = met(tmp_path, "A", "B")
    found = documents_of("examples/gulf")
    for home in (a, b):
        home.compact.name = found.compact
    version = a.propose()
    a.accept_terms(version)
    round_of(a, b)
    b.accept_terms(version)
    round_of(a, b)
    shared, own = [], {"A": [], "B": []}  # type: ignore[var-annotated]  # drafts
    for each in found.documents:
        if each.kind == "offer":
            continue
        to = "A, B" if each.kind in ("contingency", "means") else each.party
        home = {"B": b}.get(each.party, a)
        made = keeping.put(home.node, home.compact, each.kind, each.object, {"document": each.text}, label=to)
        (shared if to == "A, B" else own[each.party]).append(made)
    a.release(*shared, to=["B"])
    round_of(a, b)
    released, _ = to_release(b.known(), own["B"])
    good = [one.piece for one in released]
    bomb = clashing(found.compact, "de-escalation", 20)
    assert len(bomb.text) < 16_384

    def hand(pieces: list[Any]) -> None:
        texts = [(one.object, {"document": one.text}) for one in pieces]
        made = [keeping.put(b.node, b.compact, "interface", name, body, label="A, B") for name, body in texts]
        b.release(*made, to=["A"])
        a.hear(b)

    hand(good)
    before = verdicts(a.node, a.compact, a.known(), own["A"])
    hand([bomb])
    for one in list(a.known().said("interface")):
        if one.object.startswith("de-escalation") and one.object != bomb.object:
            withdrawing.withdraw(b.node, b.compact, one.leaf, "supersede", "a new one", now=NOW)
    a.hear(b)
    after = verdicts(a.node, a.compact, a.known(), own["A"], work=20_000)
    cell = after.on("de-escalation")
    assert "undecided" in {cell.rungs[rung].standing for rung in Rung if rung.joint}
    assert cell.blamed == "B"
    others = [one.name for one in before.cells if one.name != "de-escalation"]
    assert others
    for name in others:
        assert after.on(name).rungs == before.on(name).rungs


# -- 64: clocks -------------------------------------------------------------------------------------------------------

JUMPS = (NOW - 20 * 365 * 86_400, 9_900_000_000, NOW - 86_400, 400_000_000, 2**33)


def story(folder: Path, clock: Callable[[], int]) -> list[Any]:
    """A promise, a report that is withdrawn, a question; what both know of it then, but for what clocks said."""
    with mock.patch.object(homes, "NOW", clock()):
        a, b = under_terms(folder, "A", "B")

    def then(do: Callable[[], Any]) -> Any:
        with mock.patch.object(homes, "NOW", clock()):
            found = do()
            round_of(a, b)
        return found

    leaf = then(lambda: a.said(a.report("the port is open", "B"), "B"))
    other = then(lambda: b.said(b.report("the road is open", "A", name="r2"), "A"))
    wish = then(lambda: b.said(supporting.request(b.node, b.compact, "A", "airlift", "drill", "soon"), "A"))
    text = promising.promise_document(
        name="lift",
        by="A",
        to="B",
        need="airlift",
        contingency="drill",
        lead="3 h",
        called="0 to 9 h after the warning",
    )
    offer = then(lambda: a.said(supporting.offer(a.node, a.compact, text, about=wish), "B"))
    then(lambda: b.said(supporting.accept(b.node, b.compact, offer), "A"))
    then(lambda: withdrawing.withdraw(a.node, a.compact, leaf, "retract", "it is wrong", now=clock()))
    found = []
    for home in (a, b):
        known = home.known()
        names = {one.leaf: str(at) for at, one in enumerate(known.said(superseded=True))}
        assert other in names
        found.append(
            [
                [(one.party, one.number, one.kind, one.label, one.to) for one in known.said()],
                [(one.state, one.binds) for one in homes_promises(home)],
                len(known.withdrawn()),
                [(one.state, sorted(one.stances.items())) for one in known.standing.versions],
                known.sizes,
            ]
        )
    return found


def homes_promises(home: Home) -> Any:
    from freehand.node.views.promises import promises

    return promises(home.known())


def test_attack_64_clocks_wrong_by_years_that_jump_back_change_nothing_that_is_known(tmp_path: Path) -> None:
    def ticking(start: int) -> Iterator[int]:
        while True:
            start += 60
            yield start

    def jumping() -> Iterator[int]:
        while True:
            yield from JUMPS

    right, wrong = ticking(NOW), jumping()
    assert story(tmp_path / "right", lambda: next(right)) == story(tmp_path / "wrong", lambda: next(wrong))


def test_attack_64_what_is_dated_in_the_future_is_taken_and_shown_as_that(two: list[Home]) -> None:
    a, b = two
    with mock.patch.object(homes, "NOW", 2**33):
        a.said(a.report("a day", "B"), "B")
        bundle = a.bundle(b)
    arrival = b.take(bundle)
    assert {words for _, words in arrival.news.flags} == {"dated in the future"}
    assert len(b.read(a, "report")) == 1


# -- 67: after a party has left ----------------------------------------------------------------------------------------


def test_attack_67_after_a_party_has_left_nothing_flows_either_way_but_leaving_receipts_and_proofs(
    two: list[Home],
) -> None:
    a, b = two
    taken = a.said(a.report("the port is open", "B"), "B")
    erased = a.said(a.report("the port is shut", "B", name="r2"), "B")
    b.said(b.report("the road is open", "A", name="r3"), "A")
    round_of(a, b)
    withdrawing.withdraw(a.node, a.compact, erased, "erase", "it is wrong", now=NOW)
    b.hear(a)
    waiting = a.report("not said yet", "B", name="r4")
    agreeing.leave(b.node, b.compact, "we go", now=NOW)
    a.hear(b)
    sizes = (a.size, b.size)

    # what it had released is out of everything on both sides
    assert a.read(b, "report") == b.read(a, "report") == []
    assert a.known().one(taken) is not None  # one's own stays one's own
    assert not any(one.to for one in a.known().said())
    assert verdicts(a.node, a.compact, a.known(), ()).cells == ()

    # nothing can be said to it, or by it
    def everything(one: Home, other: str) -> Iterator[Callable[[], Any]]:
        node, compact = one.node, one.compact
        yield lambda: one.release(one.report("late", other, name="r9"), to=[other])
        yield lambda: one.said(supporting.request(node, compact, other, "help", "drill", "now"), other)
        yield lambda: one.said(discussing.ask(node, compact, taken, "why?", to=[other]), other)
        yield lambda: one.accept_terms(one.known().standing.versions[0].id)

    refused = [*everything(a, "B"), *everything(b, "A")]
    refused.append(lambda: a.release(waiting, to=["B"]))
    refused.append(lambda: agreeing.leave(b.node, b.compact, "again", now=NOW))
    for do in refused:
        with pytest.raises(FreehandError):
            do()
    assert (a.size, b.size) == sizes

    # bundles bring leaving, receipts and leaves, and nothing else
    ready = due.ready(a.node, a.compact, "B")
    assert ready.records == ()
    with b.compact.store.reading() as view:
        number = next(
            at for at in range(a.size) if b"".join(view.line(a.compact.log).leaves(at, at + 1)).hex() == erased
        )
    erase_record(b.compact.store, a.compact.log, number, by=b.compact.log, key=b.compact.keys.log, time=NOW)
    assert due.ready(b.node, b.compact, "A").papers != ()
    a.hear(b)
    assert len(a.receipts()) == 1
    # a node that sends all the same is not heard
    a.people, b.people = b.people, a.people
    draft = b.report("late", "A", name="r5")
    statement = Statement(draft.kind, draft.object, draft.said, NOW, draft.label)
    append(b.compact.store, b.compact.log, b.compact.keys.log, [statement])
    b_bundle = b.bundle(a)
    a.take(b_bundle)
    assert a.read(b, "report") == []

    # its log stays provable
    with a.compact.store.reading() as view:
        line = current(view, b.compact.log)
        signed = head_at(view, line, line.size)
        assert signed is not None
        proof = prove_inclusion(line, signed, 0, b"".join(line.leaves(0, 1)))
        assert check(proof, [b.compact.keys.log.public])
