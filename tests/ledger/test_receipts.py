"""Erasure: record and salt go, leaf and number stay, and what is said of it is the word of who says it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freehand.errors import FreehandError
from freehand.ledger.bundle.reading import Taken
from freehand.ledger.canonical import canonical, parse
from freehand.ledger.lines import branch_off
from freehand.ledger.log import LogStopped
from freehand.ledger.receipts import (
    BadReceipt,
    Receipt,
    check_receipt,
    erase,
    erase_again,
    give,
    leaf_at,
    read_receipt,
)
from freehand.ledger.restored import mark_restored
from freehand.ledger.rows import inclusion
from freehand.ledger.store.interface import Range, Store
from freehand.ledger.store.memory import MemoryStore
from freehand.ledger.tree import check_inclusion
from tests.ledger.parties import NOW, Party, state_of, two


def erased_at(south: Party, north: Party, number: int) -> bytes:
    return erase(south.store, north.name, number, by=south.name, key=south.key, time=NOW)


def test_an_erased_record_is_gone_with_its_salt_and_its_leaf_still_proves_its_place(store: Store) -> None:
    north, south = two()
    south = Party("south", store)
    south.meet(north)
    north.say("one", "two", "three")
    south.take(north.send(south))
    record = south.read(north)[1]
    receipt = read_receipt(erased_at(south, north, 1))
    assert sorted(south.read(north)) == [0, 2]
    with south.store.reading() as view:
        line = view.line(north.name)
        leaf = leaf_at(line, 1)
        check_inclusion(leaf, 1, 3, inclusion(line, 1, 3), line.root)
    assert (receipt.leaf, receipt.sequence, receipt.by) == (leaf, 1, south.name)
    assert "claims" in receipt.words
    assert record not in south.read(north).values()


def test_an_erased_record_is_not_taken_in_again_and_the_bundle_says_so() -> None:
    north, south = two()
    north.say("one", "two")
    south.take(north.send(south))
    receipt = erased_at(south, north, 0)
    taken = south.take(north.send(south, [Range(0, 2)], after=0))
    assert isinstance(taken, Taken)
    assert (taken.records.kept, taken.records.erased) == (0, 1)
    assert sorted(south.read(north)) == [1]
    assert erased_at(south, north, 0) == receipt


def test_a_withheld_record_may_be_erased_before_it_comes() -> None:
    north, south = two()
    north.say("one", "two")
    south.take(north.send(south, []))
    erased_at(south, north, 0)
    south.take(north.send(south, [Range(0, 2)]))
    assert sorted(south.read(north)) == [1]


def test_an_erasure_survives_a_restore() -> None:
    north, south = two()
    north.say("one", "two")
    south.take(north.send(south))
    backup = dict(state_of(south.store))
    receipt = erased_at(south, north, 1)
    south.store = MemoryStore()
    south.store._lines = backup
    assert sorted(south.read(north)) == [0, 1]
    assert erase_again(south.store, [receipt]) == 1
    assert erase_again(south.store, [receipt]) == 0
    assert sorted(south.read(north)) == [0]
    south.take(north.send(south, [Range(0, 2)], after=0))
    assert sorted(south.read(north)) == [0]


def test_the_receipt_comes_back_in_a_bundle_and_stands_with_the_record_it_is_about() -> None:
    north, south = two()
    north.say("one", "two")
    south.take(north.send(south))
    receipt = erased_at(south, north, 1)
    taken = north.take(south.send(north, papers=[receipt]))
    assert isinstance(taken, Taken)
    assert taken.papers.receipts == 1
    with north.store.reading() as view:
        assert view.line(north.name).paper("receipt", 1, south.name) == receipt


@pytest.mark.parametrize("what", ["by another", "of another record", "copied", "another key", "changed"])
def test_a_forged_or_copied_receipt_is_refused_with_its_bundle(what: str) -> None:
    north, south = two()
    west = Party("west")
    for one, other in ((north, west), (west, north), (west, south), (south, west)):
        one.meet(other)
    north.say("one", "two")
    for party in (south, west):
        party.take(north.send(party))
    good = read_receipt(erased_at(south, north, 1))
    made = {
        "by another": lambda: give(good._replace(by=west.name), south.key),
        "of another record": lambda: give(good._replace(sequence=0), south.key),
        "copied": lambda: erase(west.store, north.name, 1, by=west.name, key=west.key, time=NOW),
        "another key": lambda: give(good._replace(key=west.key.public), west.key),
        "changed": lambda: canonical(_with(give(good, south.key), sequence=0)),
    }[what]()
    before = state_of(north.store)
    with pytest.raises(BadReceipt):
        north.take(south.send(north, papers=[made]))
    assert state_of(north.store) == before


def _with(data: bytes, **fields: Any) -> dict[str, Any]:
    value: Any = parse(data)
    return {**value, **fields}


def test_a_receipt_about_a_log_that_is_not_held_is_passed_over() -> None:
    north, south = two()
    strange = give(Receipt("erased", "nowhere", 0, bytes(32), south.name, south.key.public, None, NOW), south.key)
    taken = north.take(south.send(north, papers=[strange, canonical({"format": "of tomorrow"}), b"[]"]))
    assert isinstance(taken, Taken)
    assert taken.papers == (0, 0, 3)


def test_no_other_field_type_or_number_makes_a_receipt() -> None:
    _, south = two()
    good = Receipt("erased", "north", 0, bytes(32), south.name, south.key.public, bytes(32), NOW)
    data = give(good, south.key)
    assert read_receipt(data) == good
    for field in _with(data):
        wrongs: tuple[Any, ...] = (None, -1, "", "x" * 64, [], {}, True)
        for wrong in wrongs:
            if wrong == _with(data)[field]:
                continue
            with pytest.raises(BadReceipt):
                read_receipt(canonical(_with(data, **{field: wrong})))
    with pytest.raises(BadReceipt):
        read_receipt(canonical(_with(data, more=1)))
    with pytest.raises(BadReceipt):
        read_receipt(b"x" * 5000)
    with pytest.raises(BadReceipt, match="has no record 7"):
        erase(south.store, south.name, 7, by=south.name, key=south.key, time=NOW)
    with pytest.raises(BadReceipt, match="another leaf"):
        check_receipt(good, south.card, b"x" * 32)


@given(st.binary(max_size=300))
def test_odd_bytes_are_no_receipt(data: bytes) -> None:
    with suppress(FreehandError):
        assert read_receipt(data) is None


def test_every_single_bit_of_a_receipt_flipped_is_refused() -> None:
    _, south = two()
    data = give(Receipt("erased", "north", 0, bytes(32), south.name, south.key.public, None, NOW), south.key)
    for at in range(len(data)):
        for bit in range(8):
            flipped = bytearray(data)
            flipped[at] ^= 1 << bit
            with pytest.raises(BadReceipt):
                read_receipt(bytes(flipped))


def test_whoever_is_restored_signs_no_receipt_and_erases_nothing() -> None:
    north, south = two()
    north.say("one")
    south.take(north.send(south))
    mark_restored(south.store, south.name, [north.name])
    with pytest.raises(LogStopped):
        erased_at(south, north, 0)
    assert sorted(south.read(north)) == [0]


def test_what_is_erased_is_gone_from_every_branch_that_holds_it() -> None:
    north, south = two()
    north.say("one", "two", "three")
    south.take(north.send(south))
    with south.store.writing(north.name) as change:
        branch, growth = branch_off(change, change.line(north.name), 2)
        branch.keep_pages(growth.unfinished(0))
        branch.move_head(2, growth.root())
    erased_at(south, north, 1)
    with south.store.reading() as view:
        held = [[n for n, _ in view.line(north.name, b).records([Range(0, 2)])] for b in (0, 1)]
    assert held == [[0], [0]]
