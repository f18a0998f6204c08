"""Bundles between honest members: what arrives, in which order, and how often."""

from __future__ import annotations

import pytest

from freehand.ledger.bundle.placing import Unchanged
from freehand.ledger.bundle.reading import Taken, silence
from freehand.ledger.bundle.refusals import OutOfOrder
from freehand.ledger.epochs import EMPTY_ROOT
from freehand.ledger.identity import with_epoch
from freehand.ledger.lines import freeze
from freehand.ledger.restored import begin_epoch, confirm, mark_restored
from freehand.ledger.store.interface import Range
from tests.ledger.owners import signing_key
from tests.ledger.parties import two


def test_a_bundle_brings_leaves_records_and_a_cosigned_head() -> None:
    north, south = two()
    north.say("one", "two", "three")
    taken = south.take(north.send(south))
    assert isinstance(taken, Taken)
    assert (taken.serial, taken.old_size, taken.size, taken.records.kept) == (1, 0, 3, 3)
    assert south.read(north) == north.read(north)
    with south.store.reading() as view:
        assert view.line(north.name).paper("cosignature", 3, south.name)


def test_a_restored_member_takes_in_and_cosigns_nothing_until_it_is_confirmed_and_has_a_new_epoch() -> None:
    north, south = two()

    def cosigned() -> list[int]:
        with south.store.reading() as view:
            return [paper.number for paper in view.line(north.name).papers("cosignature", south.name)]

    mark_restored(south.store, south.name, [north.name])
    north.say("one")
    assert isinstance(south.take(north.send(south)), Taken)
    assert (south.size_of(north), cosigned()) == (1, [])
    confirm(south.store, south.name, north.name, None)
    assert isinstance(south.take(north.send(south, [])), Taken)
    assert cosigned() == []  # what its key has cosigned after the backup, it does not know
    south.key = signing_key("south log 2")
    south.card = with_epoch(south.card, south.key.public, 0, EMPTY_ROOT, "rotated")
    begin_epoch(south.store, south.signed_card, south.name)
    assert isinstance(south.take(north.send(south, [])), Taken)
    assert cosigned() == [1]
    with south.store.writing(south.name) as change:
        freeze(change, south.name, "a proof")
    north.say("two")
    assert isinstance(south.take(north.send(south, [Range(1, 2)])), Taken)
    assert (south.size_of(north), cosigned()) == (2, [1])


def test_what_is_withheld_arrives_as_a_leaf_and_is_revealed_by_a_later_bundle() -> None:
    north, south = two()
    north.say("one", "two", "three")
    south.take(north.send(south, [Range(0, 1), Range(2, 3)]))
    assert sorted(south.read(north)) == [0, 2]
    assert south.size_of(north) == 3
    taken = south.take(north.send(south, [Range(1, 2)]))
    assert isinstance(taken, Taken)
    assert (taken.size, taken.records.kept, taken.records.revealed) == (3, 1, 1)
    assert south.read(north) == north.read(north)


def test_a_bundle_taken_in_twice_changes_nothing_and_says_so() -> None:
    north, south = two()
    north.say("one")
    first = north.send(south)
    south.take(first)
    north.say("two")
    second = north.send(south, [Range(1, 2)])
    south.take(second)
    for again in (first, second):
        found = south.take(again)
        assert isinstance(found, Unchanged)
        assert "nothing changes" in found.words


def test_a_missing_bundle_is_asked_for_and_a_new_one_that_follows_the_last_one_heals_it() -> None:
    north, south = two()
    bundles = []
    for number in range(3):
        north.say(f"{number}")
        bundles.append(north.send(south, [Range(number, number + 1)]))
    south.take(bundles[0])
    with pytest.raises(OutOfOrder) as refusal:
        south.take(bundles[2])
    assert refusal.value.ask == (north.name, 1, 1)
    assert "a bundle that follows number 1" in " ".join(str(refusal.value).split())
    taken = south.take(north.send(south, [], after=1))
    assert isinstance(taken, Taken)
    assert (taken.serial, taken.size) == (4, 3)
    assert south.read(north) == north.read(north)
    late = south.take(bundles[1])
    assert isinstance(late, Taken)
    assert (late.records.kept, late.size) == (0, 3)
    with south.store.reading() as view:
        assert silence(view, north.name, south.name)[:1] == (4,)
