"""What lies in a store is believed only after it was held against its signatures once more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from freehand.ledger.lines import cards_of
from freehand.ledger.store.memory import MemoryStore
from freehand.ledger.verifying import MOST_FAULTS, NotSound, Sound, verify_line
from tests.ledger.parties import Party, two


@pytest.fixture
def south() -> Party:
    """A reader who holds three records of north, one of them withheld, and has cosigned their head."""
    north, south = two()
    north.say("one", "two", "three")
    with north.store.reading() as view:
        held = view.line(north.name).held(0, 1)
    south.take(north.send(south, held))
    return south


def verified(party: Party) -> Sound:
    with party.store.reading() as view:
        return verify_line(view, view.line("compact.example/north"), cards_of(view, view.logs()))


def spoilt(party: Party, change: Callable[[Any], None]) -> list[str]:
    """What is said once something was changed behind everybody's back."""
    assert isinstance(party.store, MemoryStore)
    state = party.store._lines["compact.example/north", 0].copy()
    change(state)
    party.store._lines = {**party.store._lines, ("compact.example/north", 0): state}
    with pytest.raises(NotSound) as found:
        verified(party)
    return [fault.what for fault in found.value.faults]


def test_what_was_signed_is_found_sound_and_counted(south: Party) -> None:
    found = verified(south)
    assert (found.size, found.records, found.withheld, found.erased) == (3, 1, 2, 0)
    assert (found.checkpoints, found.cosignatures, found.not_nfc) == (1, 1, 0)


def test_a_changed_record_is_named(south: Party) -> None:
    told = spoilt(south, lambda state: state.records.update({0: state.records[0].replace(b"one", b"own")}))
    assert told == ["what is kept is not what was signed (record 0)"]


def test_a_record_put_in_the_place_of_a_withheld_one_is_named(south: Party) -> None:
    told = spoilt(south, lambda state: state.records.update({1: state.records[0]}))
    assert told == ["what is kept is not what was signed (record 1)"]


def test_a_changed_leaf_is_found_by_the_root(south: Party) -> None:
    told = spoilt(south, lambda state: state.pages.update({(0, 0): bytes(96)}))
    assert told == ["what is kept is not what was signed (root)"]


def test_a_missing_leaf_is_counted(south: Party) -> None:
    told = spoilt(south, lambda state: state.pages.update({(0, 0): state.pages[0, 0][:64]}))
    assert told == ["what is kept is not what was signed (leaves)"]


def test_a_head_that_nobody_signed_is_found(south: Party) -> None:
    def unsigned(state: Any) -> None:
        for key in [key for key in state.papers if key[0] == "checkpoint"]:
            del state.papers[key]

    assert spoilt(south, unsigned) == ["what is kept is not what was signed (head)"]


def test_a_changed_cosignature_is_found(south: Party) -> None:
    def changed(state: Any) -> None:
        for key, data in list(state.papers.items()):
            if key[0] == "cosignature":
                state.papers[key] = data.replace(b"\n3\n", b"\n4\n")

    assert spoilt(south, changed) == ["what is kept is not what was signed (cosignature of size 3)"]


def test_of_many_faults_the_first_are_told() -> None:
    north = Party("north")
    north.say(*(f"{number}" for number in range(60)))
    told = spoilt(north, lambda state: state.records.update(dict.fromkeys(range(60), b"{}")))
    assert len(told) == MOST_FAULTS


def test_nothing_said_yet_is_sound() -> None:
    assert verified(Party("north")).size == 0
