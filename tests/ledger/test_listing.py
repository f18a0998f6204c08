"""What a reader is told of each record: is it here, whose word is it by the newest card, and by when was it said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from freehand.ledger.bundle.reading import Silence, Taken, silence
from freehand.ledger.bundle.refusals import Forked
from freehand.ledger.checkpoint import read
from freehand.ledger.dating import dated, first_receipts
from freehand.ledger.epochs import judge
from freehand.ledger.lines import cards_of, current, is_covered
from freehand.ledger.listing import Listed, Stretch, disowned, listed
from freehand.ledger.log import newest_card
from freehand.ledger.note import take_apart
from freehand.ledger.receipts import erase
from freehand.ledger.rows import root_at
from freehand.ledger.store.interface import Range
from freehand.ledger.store.sqlite import SqliteStore
from tests.ledger.bundle.test_bundle_forks import copied, current_of, three
from tests.ledger.bundle.test_carried import rotated
from tests.ledger.parties import NOW, Party, two

BEST = ("good", "disowned", "disputed", "refused")


def of(party: Party, other: Party, **more: Any) -> list[Listed]:
    with party.store.reading() as view:
        return list(listed(view, other.name, **more))


def worth(party: Party, other: Party, branch: int | None = None) -> list[str]:
    """What is told, held against every head that is kept, each judged by itself."""
    found: list[str] = [one.worth for one in of(party, other, branch=branch)]
    with party.store.reading() as view:
        line, here = current(view, other.name), newest_card(view.line(other.name))
        asked = line if branch is None else view.line(other.name, branch)
        heads = [read(take_apart(paper.data).text).head for paper in asked.papers("checkpoint")]
        heads += [
            head._replace(key=here.log_key, size=here.epochs[-1].size, root=here.epochs[-1].root) for head in heads
        ]
        for number in range(asked.size):
            judged = [
                judge(
                    here.epochs,
                    head,
                    agrees=head.size <= line.size and root_at(line, head.size) == head.root,
                    covered=is_covered(view, other.name, head.size, head.root),
                ).standing
                for head in heads
                if number < head.size <= asked.size and root_at(asked, head.size) == head.root
            ]
            best = min(judged, key=BEST.index, default="refused")
            assert found[number] == ("accepted" if best == "good" else best)
    return found


@pytest.mark.parametrize("in_a_file", [False, True])
def test_a_record_is_held_or_withheld_or_erased(tmp_path: Path, in_a_file: bool) -> None:
    north = Party("north")
    south = Party("south", SqliteStore(tmp_path / "south.sqlite", create=True) if in_a_file else None)
    north.meet(south)
    south.meet(north)
    north.say(*(f"thing {number}" for number in range(300)))
    south.take(north.send(south, [Range(0, 2), Range(5, 260)]))
    erase(south.store, north.name, 5, by=south.name, key=south.key, time=NOW)
    found = of(south, north)
    assert [one.number for one in found] == list(range(300))
    states = {number: one.state for number, one in enumerate(found)}
    assert states[5] == "erased"
    assert [number for number, state in states.items() if state == "withheld"] == [2, 3, 4, *range(260, 300)]
    said = north.read(north)
    assert all(one.data == (said[one.number] if one.state == "held" else b"") for one in found)
    with north.store.reading() as view:
        assert b"".join(one.leaf for one in found) == b"".join(view.line(north.name).leaves(0, 300))
    assert of(south, north, first=4, end=7) == found[4:7]
    assert of(south, north, first=300) == of(south, north, first=7, end=7) == []


def test_a_claim_of_erasure_is_told_with_the_record_that_it_is_about() -> None:
    north, south = two()
    north.say("one", "two")
    south.take(north.send(south))
    word = erase(south.store, north.name, 1, by=south.name, key=south.key, time=NOW)
    north.take(south.send(north, papers=[word]))
    assert [one.claims for one in of(north, north)] == [(), (south.name,)]
    assert [one.state for one in of(north, north)] == ["held", "held"]


def test_a_record_is_not_after_the_first_receipt_over_it_as_each_record_by_itself_says() -> None:
    north, south, west = three()
    for number in range(4):
        north.say(f"thing {number}", "and more")
        if number != 2:
            south.take(north.send(south))
        if number == 1:
            west.take(north.send(west))
            south.take(west.send(south))
    found = of(south, north)
    with south.store.reading() as view:
        line = current(view, north.name)
        keys = [(card.log, epoch.key) for card in cards_of(view, view.logs()).values() for epoch in card.epochs]
        for one in found:
            known = dated(NOW, first_receipts(line, one.number, keys), NOW)
            assert (one.not_after, one.witness) == (known.not_after, known.witness)
    assert {one.witness for one in found} == {south.name}
    assert {(one.not_after, one.witness) for one in of(north, north)} == {(None, "")}


@pytest.mark.parametrize("by_hand", [False, True])
@pytest.mark.parametrize(("witness", "tail"), [(True, "disowned"), (False, "refused")])
def test_not_mine_beyond_a_size_leaves_the_tail_disowned_if_a_receipt_covers_it_and_else_refused(
    by_hand: bool, witness: bool, tail: str
) -> None:
    north, south = two()
    north.say("one", "two")
    begins = current_of(north)
    thief = copied(north)
    thief.say("stolen")
    south.take(thief.send(south), witness=witness)
    assert worth(south, north) == ["accepted"] * 3
    north.new_epoch("north log 2", *begins, "revoked")
    if by_hand:  # the card alone says it, before any bundle
        south.meet(north)
        assert worth(south, north) == ["accepted", "accepted", tail]
    north.say("three")
    assert isinstance(south.take(north.send(south, after=0, beyond=2)), Taken)
    assert worth(south, north) == ["accepted"] * 3
    assert worth(south, north, branch=0) == ["accepted", "accepted", tail]
    with south.store.reading() as view:
        assert disowned(view, north.name) == ([Stretch(0, 2, 3)] if witness else [])
    assert south.read(north) == north.read(north)


@pytest.mark.parametrize(("witness", "other"), [(True, "disowned"), (False, "disputed")])
def test_another_branch_within_an_ended_epoch_is_disowned_if_covered_and_else_disputed(
    witness: bool, other: str
) -> None:
    north, south = two()
    north.say("one")
    south.take(north.send(south))
    thief = copied(north)
    north.say("two")
    thief.say("stolen")
    south.take(thief.send(south), witness=witness)
    rotated(north)
    north.say("three")
    taken = south.take(north.send(south, after=1, beyond=2))
    assert isinstance(taken, Taken)
    assert taken.card == 2
    assert worth(south, north) == ["accepted"] * 3
    assert worth(south, north, branch=0) == ["accepted", other]


@pytest.mark.parametrize("leaves", [True, False])
def test_of_a_frozen_log_both_branches_are_forked_from_where_they_part_and_accepted_before(leaves: bool) -> None:
    north, south = two()
    north.say("one", "two")
    south.take(north.send(south))
    twin = copied(north)
    north.say("three")
    twin.say("drei", "vier")
    if leaves:  # the longer history comes second, with its leaves
        south.take(north.send(south))
        twin.send(south, [])
        bundle = twin.send(south, after=1)
    else:  # the shorter one, of which nothing but the head is looked at
        south.take(twin.send(south))
        bundle = north.send(south, beyond=2, after=1)
    with pytest.raises(Forked):
        south.take(bundle)
    with south.store.reading() as view:
        branches = {branch: [one.worth for one in listed(view, north.name, branch=branch)] for branch in (0, 1)}
    if leaves:
        assert branches == {
            0: ["accepted", "accepted", "forked"],
            1: ["accepted", "accepted", "forked", "forked"],
        }
    else:  # where they part cannot be seen: nothing of this epoch is accepted
        assert branches == {0: ["forked"] * 4, 1: []}


def test_once_a_new_epoch_says_which_branch_goes_on_nothing_is_forked_any_more() -> None:
    north, south = two()
    north.say("one")
    twin = copied(north)
    north.say("two")
    twin.say("zwei", "drei")
    south.take(north.send(south))
    twin.send(south, [])
    with pytest.raises(Forked):
        south.take(twin.send(south, after=0))
    head = twin.say("ended").signed.checkpoint
    twin.new_epoch("north log 2", head.size, head.root, "revoked")
    twin.say("a new beginning")
    south.meet(twin)
    assert isinstance(south.take(twin.send(south, after=0)), Taken)
    assert set(worth(south, north)) == {"accepted"}
    with south.store.reading() as view:
        assert disowned(view, north.name) == [Stretch(0, 1, 2)]


def test_since_when_nothing_was_heard_is_told_of_every_partner() -> None:
    north, south, west = three()
    north.say("one")
    south.take(north.send(south))
    with south.store.reading() as view:
        found = {other.name: silence(view, other.name, south.name) for other in (north, west)}
    assert found == {north.name: Silence(1, NOW + 60, 1), west.name: Silence(0, None, 0)}
    assert found[west.name].words(west.name) == f"Nothing has been heard of '{west.name}'."
