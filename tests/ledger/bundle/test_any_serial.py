"""A head that contradicts what is held is a fork, whatever the bundle that brings it says of its place in the row."""

from __future__ import annotations

from typing import Any

import pytest

from freehand.errors import UsageError
from freehand.ledger.bundle.content import group_entry
from freehand.ledger.bundle.placing import Unchanged
from freehand.ledger.bundle.reading import Silence, Taken, silence
from freehand.ledger.bundle.refusals import BadBundle, Forked
from freehand.ledger.forks import check_proof
from freehand.ledger.lines import frozen
from freehand.ledger.receipts import Receipt, give, leaf_at
from freehand.ledger.refused import Refused
from freehand.ledger.store.interface import Range
from freehand.ledger.store.memory import MemoryStore
from tests.ledger.bundle.forging import refilled
from tests.ledger.parties import NOW, Party, state_of


def copied(party: Party) -> Party:
    """The same party on a restored backup that does not know that it is one."""
    store = MemoryStore()
    store._lines = party.store._lines  # type: ignore[attr-defined]  # states are values: whoever changes one copies it
    other = Party(party.word)
    other.store = store
    return other


@pytest.fixture
def south() -> Party:
    return Party("south")


@pytest.fixture
def north(south: Party) -> Party:
    north = Party("north")
    north.meet(south)
    south.meet(north)
    north.say("as both histories have it")
    south.take(north.send(south))
    return north


def is_proven(south: Party, bundle: bytes, north: Party) -> None:
    with pytest.raises(Forked) as found:
        south.take(bundle)
    assert check_proof(found.value.proof, [north.key.public]).kind == "fork"
    with south.store.reading() as view:
        assert frozen(view, north.name) == found.value.name


def test_one_serial_for_two_histories_is_a_fork_and_not_only_a_serial_used_twice(north: Party, south: Party) -> None:
    copy = copied(north)
    north.say("one thing")
    copy.say("another")
    south.take(north.send(south))
    is_proven(south, copy.send(south), north)


def test_a_fork_is_found_in_a_bundle_that_a_later_one_has_superseded(north: Party, south: Party) -> None:
    copy = copied(north)
    for text in ("one thing", "and more", "and more"):
        north.say(text)
        south.take(north.send(south, after=1))
    copy.say("another")
    copy.send(south)  # lost
    is_proven(south, copy.send(south), north)


def test_a_fork_is_found_in_a_bundle_whose_predecessor_is_missing(north: Party, south: Party) -> None:
    copy = copied(north)
    for text in ("one thing", "and more"):
        north.say(text)
        south.take(north.send(south))
    for text in ("another", "and"):
        copy.say(text)
        copy.send(south)  # lost
    copy.send(south)  # lost
    is_proven(south, copy.send(south), north)


def test_an_honest_bundle_that_was_superseded_changes_nothing(north: Party, south: Party) -> None:
    north.say("one thing")
    empty, late = north.send(south, [], after=1), north.send(south, after=1)
    north.say("and more")
    south.take(north.send(south, after=1))
    assert south.take(empty) == Unchanged("superseded", 2)
    before = south.read(north)
    taken = south.take(late)
    assert isinstance(taken, Taken)
    assert (taken.records.kept, taken.old_size, taken.size) == (0, 3, 3)
    assert south.read(north) == before
    assert south.take(late) == Unchanged("already", 3)


def test_what_a_restored_sender_reveals_under_a_low_number_is_taken_in(north: Party, south: Party) -> None:
    north.say("withheld for now")
    restored = copied(north)
    for _ in range(2):
        north.send(south, [])  # numbers 2 and 3, lost
    south.take(north.send(south, [], after=1))
    assert 1 not in south.read(north)
    taken = south.take(restored.send(south, [Range(1, 2)]))  # number 2
    assert isinstance(taken, Taken)
    assert (taken.serial, taken.records.revealed, taken.old_size, taken.size) == (2, 1, 2, 2)
    assert south.read(north) == north.read(north)


def test_a_late_bundle_moves_no_head_and_is_not_cosigned(north: Party, south: Party) -> None:
    north.say("one thing")
    late = north.send(south, after=1)
    north.say("and more")
    south.take(north.send(south, [], after=1))
    heads = south.size_of(north), silent_since(south, north)
    taken = south.take(late)
    assert isinstance(taken, Taken)
    assert taken.size == 3
    assert (south.size_of(north), silent_since(south, north)) == heads
    with south.store.reading() as view:
        assert [paper.number for paper in view.line(north.name).papers("cosignature", south.name)] == [1, 3]


def test_a_late_bundle_with_other_leaves_or_records_is_refused_whole(north: Party, south: Party) -> None:
    north.say("one thing")
    late = north.send(south, after=1)
    north.say("and more")
    south.take(north.send(south, [], after=1))
    before = state_of(south.store)
    for broken in (
        refilled(late, north, south, leaves=bytes(32)),
        refilled(late, north, south, records=group_entry(1, [b'{"no":"record"}']), change=one_record),
        late[:-1],
        late + b"x",
    ):
        with pytest.raises(Refused):
            south.take(broken)
        assert state_of(south.store) == before


def test_papers_of_a_bundle_that_was_lost_are_in_the_one_that_is_sent_again(north: Party, south: Party) -> None:
    with south.store.reading() as view:
        held = leaf_at(view.line(north.name), 0)
    said = Receipt("erased", north.name, 0, held, north.name, north.key.public, None, NOW)
    word = give(said, north.key)
    north.send(south, [], papers=[word])  # lost
    taken = south.take(north.send(south, [], after=1))
    assert isinstance(taken, Taken)
    assert taken.papers.receipts == 1
    taken = south.take(north.send(south, []))
    assert isinstance(taken, Taken)
    assert taken.papers.receipts == 0


def test_more_papers_than_can_be_remembered_are_not_sent(north: Party, south: Party) -> None:
    with pytest.raises(UsageError, match="several bundles"):
        north.send(south, [], papers=[b"x" * 2**21] * 3)
    with pytest.raises(UsageError, match="no text"):
        north.send(south, [], papers=[b"\xff"])


def one_record(value: dict[str, Any]) -> None:
    value["sections"]["records"]["count"] = 1


def silent_since(south: Party, north: Party) -> Silence:
    with south.store.reading() as view:
        return silence(view, north.name, south.name)


def test_a_serial_used_twice_for_one_history_is_refused_and_no_fork(north: Party, south: Party) -> None:
    copy = copied(north)
    south.take(north.send(south))
    with pytest.raises(BadBundle, match="used one serial"):
        south.take(copy.send(south))
    with south.store.reading() as view:
        assert not frozen(view, north.name)


def test_a_sender_whose_numbers_went_back_is_told_from_where_to_go_on(north: Party, south: Party) -> None:
    restored = copied(north)
    for _ in range(2):
        north.send(south)  # lost
    south.take(north.send(south, after=1))  # number 4
    restored.say("after the restore")
    with pytest.raises(BadBundle, match="leads further") as refusal:
        south.take(restored.send(south))
    assert "a number beyond 4" in refusal.value.faults[0].next
    taken = south.take(restored.send(south, after=0, beyond=4))
    assert isinstance(taken, Taken)
    assert (taken.serial, taken.size) == (5, 2)
