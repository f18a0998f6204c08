"""A head that contradicts what is held is a fork, whatever the bundle that brings it says of its place in the row."""

from __future__ import annotations

import pytest

from freehand.ledger.bundle.placing import Unchanged
from freehand.ledger.bundle.reading import Taken
from freehand.ledger.bundle.refusals import BadBundle, Forked
from freehand.ledger.forks import check_proof
from freehand.ledger.lines import frozen
from freehand.ledger.store.memory import MemoryStore
from tests.ledger.parties import Party


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
    late = north.send(south, after=1)
    north.say("and more")
    south.take(north.send(south, after=1))
    assert south.take(late) == Unchanged("superseded", 2)


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
