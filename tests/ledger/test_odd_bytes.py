"""Whatever the bytes are: cards, keys, streams, records, heads and proofs are what they were, or refused in words."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freehand.errors import FreehandError
from freehand.ledger import sealed_keys
from freehand.ledger.canonical import canonical, parse
from freehand.ledger.card_file import read_card
from freehand.ledger.checkpoint import verified
from freehand.ledger.cosignature import cosignatures
from freehand.ledger.forks import check_proof
from freehand.ledger.keys import verify
from freehand.ledger.record import holder
from freehand.ledger.sealing import NotUnwrapped
from freehand.ledger.stream import BrokenStream, opened
from freehand.ledger.tree import BadProof, check_consistency, check_inclusion
from tests.ledger import specimens
from tests.ledger.owners import BOX, LOG, ROOT, card, signing_key

CARD = specimens.identity_card()
RECORD = specimens.records()[0]
COSIGNED = specimens.cosigned()
FORK, LIE = specimens.fork_proof(), specimens.witness_proof()
KEYS = sealed_keys.seal_keys(
    [sealed_keys.Sealed("log", LOG)], "x", sealed_keys.Cost(memory=8, passes=1, lanes=1), bytes
)


@st.composite
def mutated(draw: st.DrawFn, whole: bytes) -> bytes:
    """The bytes with a few pieces cut out, put in, doubled or overwritten."""
    data = whole
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 40)))
        piece = draw(st.sampled_from([b"", data[start:end] * 2, b"0", b"\xff", b"null", b"[", b'"'])) or draw(
            st.binary(max_size=8)
        )
        data = data[:start] + piece + data[end:]
    return data


@given(st.one_of(st.binary(max_size=200), mutated(CARD)))
def test_odd_bytes_are_no_card(data: bytes) -> None:
    with suppress(FreehandError):
        assert read_card(data) == specimens.specimen_card()
        assert data == CARD


@given(st.one_of(st.binary(max_size=200), mutated(KEYS)))
def test_odd_bytes_are_no_file_of_keys(data: bytes) -> None:
    with suppress(FreehandError):
        assert sealed_keys.open_keys(data, "x")[0].key.public == LOG.public
        assert data == KEYS


@given(st.one_of(st.binary(max_size=200), mutated(RECORD)))
def test_odd_bytes_are_no_record_or_another_one(data: bytes) -> None:
    with suppress(FreehandError):
        holder(card().log)(0, [data])
        assert canonical(parse(data)) == data


@given(st.one_of(st.binary(max_size=200), mutated(COSIGNED)))
def test_odd_bytes_are_no_checkpoint_but_for_lines_of_others(data: bytes) -> None:
    with suppress(FreehandError):
        assert verified(data, [LOG.public]) == specimens.checkpoint()
    with suppress(FreehandError):
        for found in cosignatures(data, [("compact.example/southland", signing_key("south").public)]):
            assert found.text == specimens.checkpoint().text


@given(st.one_of(st.binary(max_size=200), mutated(FORK), mutated(LIE)))
def test_odd_bytes_prove_nothing(data: bytes) -> None:
    with suppress(FreehandError):
        check_proof(data, [LOG.public, signing_key("south").public])
        assert data in (FORK, LIE)


@given(st.integers(-1, 9), st.integers(-1, 9), st.lists(st.binary(min_size=31, max_size=33), max_size=4))
def test_odd_hashes_are_no_proof(one: int, two: int, proof: list[bytes]) -> None:
    with pytest.raises(BadProof):
        check_inclusion(bytes(32), one, two, proof, b"r" * 32)
    with pytest.raises(BadProof):
        check_consistency(one, bytes(32), two, b"r" * 32, proof)


@given(st.binary(max_size=2000), st.integers(0, 2**64))
def test_odd_bytes_open_nothing(data: bytes, size: int) -> None:
    with pytest.raises(NotUnwrapped):
        BOX.unwrap(data, b"")
    with pytest.raises(BrokenStream):
        list(opened(bytes(32), [data], size))


@given(st.binary(max_size=64), st.binary(max_size=128), st.binary(max_size=64))
def test_odd_bytes_are_no_signature_of_a_sound_key(key: bytes, signature: bytes, message: bytes) -> None:
    assert not verify(key, signature, message)
    assert not verify(ROOT.public, signature, message)
    assert not verify(key, ROOT.sign(message), message) or key == ROOT.public
