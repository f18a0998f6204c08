"""Bytes that nobody wrote: whatever is read ends in a word of ours, quickly, and leaves nothing behind."""

from __future__ import annotations

import io
import json
import random
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from freehand.errors import FreehandError
from freehand.ledger import proofs, record
from freehand.ledger.bundle.opening import Reader
from freehand.ledger.bundle.reading import take_in
from freehand.ledger.canonical import NotCanonical, canonical, parse
from freehand.ledger.card_file import read_card, sign_card
from freehand.ledger.checkpoint import verified
from freehand.ledger.cosignature import cosignatures
from freehand.ledger.log import keep_card
from freehand.ledger.receipts import read_receipt
from freehand.ledger.sealed_keys import listed_in
from freehand.ledger.sealing import RecipientKey
from freehand.ledger.store.interface import Range
from freehand.ledger.store.memory import MemoryStore
from freehand.ledger.stream import opened
from freehand.ledger.vectors import world
from freehand.ledger.vectors.kit import cases
from tests.ledger.bundle.forging import apart, refilled
from tests.ledger.parties import state_of, two

CASES = 1200
"""Mutants of each kind in each part; ``--deep`` has 42 parts, half a million mutants together."""
FORGED = 500
"""Bundles in each part that their sender signs and seals as nobody should; they cost more."""
SLOWEST = 5.0
"""Seconds: on a machine that does much else. A mutant takes about a millisecond."""
MOST_MEMORY = 8 * 2**20

KIT = list(cases())
NORTH_KEY = world.signing_key("north log").public
SOUTH_KEY = world.signing_key("south log").public
BOX = RecipientKey.of_seed(world.seed("south box"))
STREAM = world.seed("content key")


def _reader() -> MemoryStore:
    store = MemoryStore()
    signed = sign_card(world.card(), world.signing_key("north root"))
    with store.writing(world.NORTH) as change:
        keep_card(change.line(world.NORTH), signed)
    return store


STORE = _reader()
EMPTY = STORE._lines


def read_bundle(data: bytes) -> object:
    """A refused bundle leaves the store as it was; the genuine one is forgotten again."""
    try:
        return take_in(STORE, io.BytesIO(data), Reader(world.SOUTH, world.COMPACT, [BOX]), now=world.TIME)
    except FreehandError:
        assert STORE._lines is EMPTY
        raise
    finally:
        STORE._lines = EMPTY


READERS: dict[str, Callable[[bytes], object]] = {
    "canonical": parse,
    "record": lambda data: record.read(data, log=world.NORTH, sequence=0),
    "checkpoint": lambda data: verified(data, [NORTH_KEY], world.NORTH),
    "cosignature": lambda data: cosignatures(data, [(world.SOUTH, SOUTH_KEY)]),
    "proof": lambda data: proofs.check(data, [NORTH_KEY, SOUTH_KEY]),
    "identity-card": read_card,
    "receipt": read_receipt,
    "sealed-keys": listed_in,
    "sealed-content": lambda data: sum(map(len, opened(STREAM, [data], len(data)))),
    "bundle": read_bundle,
}
GOOD = {kind: [case.data for case in KIT if case.good and case.artefact == kind] for kind in READERS}
SPLICES = (b'"', b"{", b"}", b"[", b"\n", b"\0", b"\xff", b"\\u0000", b"\n\n", b"1e9", b"-0", b"9" * 30, b"[" * 200)


def mutated(dice: random.Random, kind: str) -> bytes:
    """A good file with one to four things done to it."""
    data = bytearray(dice.choice(GOOD[kind]))
    for _ in range(dice.choice((1, 1, 2, 4))):
        at, span = dice.randrange(len(data) + 1), dice.choice((1, 1, 2, 8, 64))
        match dice.randrange(7):
            case 0 if at < len(data):
                data[at] ^= 1 << dice.randrange(8)
            case 1:
                del data[at : at + span]
            case 2:
                data[at:at] = dice.randbytes(span)
            case 3:
                data[at:at] = data[at : at + span]
            case 4:
                data[at : at + span] = dice.choice(SPLICES)
            case 5:
                other = dice.choice(GOOD[kind])
                data[at:] = other[dice.randrange(len(other)) :]
            case _:
                del data[at:]
    return bytes(data)


def held(read: Callable[[bytes], object], data: bytes) -> bool:
    """Whether it was taken in; anything but a word of ours is an error of the test."""
    began, said = time.monotonic(), None
    try:
        read(data)
    except FreehandError as refusal:
        said = refusal
    assert time.monotonic() - began < SLOWEST
    if said is None:
        return True
    assert all(fault.what and fault.why and fault.next for fault in said.faults)
    assert len(str(said)) < 4000
    return False


@pytest.mark.parametrize("kind", READERS)
def test_a_mutant_is_refused_in_words_or_is_no_mutant(kind: str, part: int) -> None:
    dice = random.Random(f"{kind} {part}")
    good = set(GOOD[kind])
    signed = kind not in ("canonical", "record", "sealed-keys")  # of these a mutant can be as good as its model
    lines = kind in ("checkpoint", "cosignature")  # lines of others may come and go
    for _ in range(CASES):
        data = mutated(dice, kind)
        if held(READERS[kind], data) and signed and not lines:
            assert data in good


def test_mutants_leave_no_memory_behind(part: int) -> None:
    dice = random.Random(f"memory {part}")
    for kind, read in READERS.items():
        for _ in range(20):
            held(read, mutated(dice, kind))
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for kind, read in READERS.items():
        for _ in range(60):
            held(read, mutated(dice, kind))
    after, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert after - before < 2**20
    assert peak - before < MOST_MEMORY


def changed(dice: random.Random, value: Any) -> Any:
    """A value with one thing in it changed, somewhere."""
    if isinstance(value, dict) and value and dice.random() < 0.95:
        key = dice.choice(sorted(value))
        if dice.random() < 0.05:
            return {field: held for field, held in value.items() if field != key}
        return {**value, key: changed(dice, value[key])}
    if isinstance(value, list) and value and dice.random() < 0.8:
        at = dice.randrange(len(value))
        return [*value[:at], *dice.choice(([], [changed(dice, value[at])], [value[at]] * 2)), *value[at + 1 :]]
    if isinstance(value, int) and dice.random() < 0.9:
        return dice.choice((value + 1, value - 1, 0, 2**53 - 1, 2**63, -1, value * 2))
    if isinstance(value, str) and value and dice.random() < 0.9:
        at = dice.randrange(len(value))
        return value[:at] + dice.choice(("", "0", "f", "\n", "é")) + value[at + dice.choice((0, 1)) :]
    return dice.choice((None, True, 0, -1, "", "x", [], {}, [[]], 2**60))


def test_what_a_sender_signs_that_nobody_should_is_refused_in_words(part: int) -> None:
    """Sections changed and sealed again, manifests changed and signed again, by whoever has the keys."""
    dice = random.Random(f"forged {part}")
    north, south = two()
    north.say("one", "two", "three")
    bundle = north.send(south, [Range(0, 1), Range(2, 3)])
    sections = apart(bundle, south).sections()
    fresh = state_of(south.store)
    for _ in range(FORGED):
        given: dict[str, bytes] = {}
        if dice.random() < 0.6:
            place = dice.randrange(3)
            section = bytearray(sections[place])
            at = dice.randrange(len(section) + 1)
            section[at : at + dice.choice((0, 1, 8))] = dice.randbytes(dice.choice((0, 1, 4, 32)))
            given = {("leaves", "papers", "records")[place]: bytes(section)}
        times = dice.choice((0, 1, 1, 2)) if given else 1

        def spoilt(value: dict[str, Any], times: int = times) -> None:
            for _ in range(times):
                value.update(changed(dice, value))

        try:
            data = refilled(bundle, north, south, change=spoilt, **given)
        except (TypeError, ValueError, KeyError):
            continue  # not even its sender could write this
        taken = held(south.take, data)
        if not taken:
            assert {key: state.size for key, state in state_of(south.store).items() if not key[1]} == {
                key: state.size for key, state in fresh.items() if not key[1]
            }
        south.store._lines = fresh  # type: ignore[attr-defined]  # of a store in memory


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=200)
@given(JSON)
def test_any_json_has_one_text_or_none(value: Any) -> None:
    try:
        text = canonical(value)
    except NotCanonical:
        return
    assert parse(text) == value
    assert canonical(parse(text)) == text


@settings(max_examples=300)
@given(st.binary(max_size=400), st.sampled_from(sorted(READERS)))
def test_any_bytes_are_refused_in_words(data: bytes, kind: str) -> None:
    if kind != "canonical":
        held(READERS[kind], data)
    else:
        assert not held(parse, data) or canonical(parse(data)) == data


@settings(max_examples=300)
@given(JSON, st.sampled_from(sorted(READERS)), st.data())
def test_a_field_of_another_type_is_refused_in_words(value: Any, kind: str, data: st.DataObject) -> None:
    """Any value in the place of any other in a file of ours that is JSON."""
    model = data.draw(st.sampled_from(GOOD[kind]))
    try:
        whole = json.loads(model)
    except ValueError:
        return
    if not isinstance(whole, dict) or not whole:
        return
    place = whole
    while True:
        key = data.draw(st.sampled_from(sorted(place)))
        if not isinstance(place[key], dict) or not place[key] or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = value
    try:
        text = canonical(whole)
    except NotCanonical:
        text = json.dumps(whole).encode("utf-8", "surrogatepass")
    held(READERS[kind], text)
