"""Sealed content: whole or refused, at every byte and bit, in bounded memory."""

from __future__ import annotations

import random
import tracemalloc
from itertools import pairwise, permutations
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from freehand.ledger.stream import CHUNK, TAG, BrokenStream, new_content_key, opened, sealed, sealed_size

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = bytes(range(32))
SMALL = 8
"""A chunk short enough for every byte and bit to have its turn."""


def seal(content: bytes, chunk: int = SMALL) -> bytes:
    return b"".join(sealed(KEY, [content], chunk=chunk))


def unseal(stream: bytes, size: int | None = None, chunk: int = SMALL, key: bytes = KEY) -> bytes:
    return b"".join(opened(key, [stream], len(stream) if size is None else size, chunk=chunk))


@given(st.binary(max_size=40), st.lists(st.integers(0, 60), max_size=4), st.lists(st.integers(0, 120), max_size=4))
def test_however_content_is_pieced_the_stream_is_the_same_and_opens(
    content: bytes, cuts: list[int], others: list[int]
) -> None:
    def pieces(data: bytes, at: list[int]) -> list[bytes]:
        return [data[low:high] for low, high in pairwise([0, *sorted(at), len(data) + 120])]

    stream = seal(content)
    assert b"".join(sealed(KEY, pieces(content, cuts), chunk=SMALL)) == stream
    assert b"".join(opened(KEY, pieces(stream, others), len(stream), chunk=SMALL)) == content


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7])
def test_the_length_is_known_before_and_the_chunk_is_64_kib(size: int) -> None:
    content = random.Random(size).randbytes(size)
    chunks = list(sealed(KEY, [content]))
    stream = b"".join(chunks)
    assert len(stream) == sealed_size(size)
    assert [len(chunk) for chunk in chunks[:-1]] == [CHUNK + TAG] * (len(chunks) - 1)
    assert b"".join(opened(KEY, [stream], len(stream))) == content


def test_the_nonce_is_eleven_bytes_of_index_and_one_that_says_last() -> None:
    cipher = AESGCM(KEY)
    first, second = list(sealed(KEY, [b"twelve bytes"], chunk=SMALL))
    assert cipher.decrypt(bytes(11) + b"\x00", first, None) == b"twelve b"
    assert cipher.decrypt(bytes(10) + b"\x01\x01", second, None) == b"ytes"


@pytest.mark.parametrize("size", [0, 1, SMALL, SMALL + 1, 3 * SMALL, 3 * SMALL + 5])
def test_a_stream_cut_at_any_byte_is_refused(size: int) -> None:
    """Attack 25. Whether or not the reader was told the true length."""
    stream = seal(bytes(size))
    for cut in range(len(stream)):
        for told in (cut, len(stream)):
            with pytest.raises(BrokenStream):
                unseal(stream[:cut], told)


def test_a_stream_of_real_chunks_cut_around_their_borders_is_refused() -> None:
    stream = b"".join(sealed(KEY, [bytes(2 * CHUNK)]))
    border = CHUNK + TAG
    for cut in (0, 1, TAG, border - 1, border, border + 1, border + TAG - 1, border + TAG, 2 * border - 1):
        with pytest.raises(BrokenStream):
            unseal(stream[:cut], chunk=CHUNK)


@pytest.mark.parametrize("size", [0, 1, SMALL, 2 * SMALL + 5])
def test_a_stream_with_any_bit_flipped_is_refused(size: int) -> None:
    """Attack 26."""
    stream = seal(bytes(size))
    for bit in range(8 * len(stream)):
        flipped = bytearray(stream)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(BrokenStream):
            unseal(bytes(flipped))


def test_chunks_in_another_order_dropped_doubled_or_added_are_refused() -> None:
    """Attacks 24 and 27, on the sealed content."""
    chunks = list(sealed(KEY, [bytes(4 * SMALL)], chunk=SMALL))
    other = list(sealed(KEY, [b"x" * 4 * SMALL], chunk=SMALL))
    orders = {order for count in range(1, 5) for order in permutations(range(4), count)} - {(0, 1, 2, 3)}
    bad = [b"".join(chunks[index] for index in order) for order in orders]
    bad += [b"".join([*chunks[:at], chunks[at], *chunks[at:]]) for at in range(4)]
    bad += [b"".join([*chunks, more]) for more in (b"\x00", bytes(TAG), chunks[0], chunks[3], *other)]
    for stream in bad:
        with pytest.raises(BrokenStream):
            unseal(stream)


def test_the_refusal_says_whether_it_was_cut_or_goes_on() -> None:
    chunks = list(sealed(KEY, [bytes(3 * SMALL)], chunk=SMALL))
    with pytest.raises(BrokenStream, match=r"cut short[^~]*chunk 1, where it ends, was not its last"):
        unseal(b"".join(chunks[:2]))
    with pytest.raises(BrokenStream, match=r"goes on after its end[^~]*chunk 2 was its last"):
        unseal(b"".join(chunks) + bytes(TAG + SMALL))


def test_an_empty_last_chunk_is_refused_even_from_who_holds_the_key() -> None:
    """Else one content would have two streams."""
    cipher = AESGCM(KEY)
    stream = cipher.encrypt(bytes(12), bytes(SMALL), None) + cipher.encrypt(bytes(10) + b"\x01\x01", b"", None)
    with pytest.raises(BrokenStream, match="only empty content has an empty chunk"):
        unseal(stream)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(BrokenStream):
        unseal(seal(b"said"), key=bytes(32))


def test_nothing_of_a_chunk_that_does_not_open_is_yielded() -> None:
    stream = bytearray(seal(bytes(3 * SMALL)))
    stream[SMALL + TAG] ^= 1
    chunks = opened(KEY, [bytes(stream)], len(stream), chunk=SMALL)
    assert next(chunks) == bytes(SMALL)
    with pytest.raises(BrokenStream, match="chunk 1"):
        next(chunks)


def test_a_stream_without_end_is_left_as_soon_as_it_is_longer_than_declared() -> None:
    drawn = 0

    def endless() -> Iterator[bytes]:
        nonlocal drawn
        while True:
            drawn += 1
            yield bytes(100)

    with pytest.raises(BrokenStream, match="longer than declared"):
        list(opened(KEY, endless(), 1000, chunk=10_000))
    assert drawn == 11
    with pytest.raises(BrokenStream, match="16 bytes"):
        unseal(seal(b""), 2**63)


def test_memory_does_not_grow_with_the_stream() -> None:
    def peak(count: int) -> int:
        pieces = (bytes(4096) for _ in range(count))
        tracemalloc.start()
        stream = sealed(KEY, pieces)
        assert sum(map(len, opened(KEY, stream, sealed_size(4096 * count)))) == 4096 * count
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(16)
    assert peak(4096) < 10 * CHUNK


def test_a_content_key_has_32_bytes_and_is_drawn_from_the_randomness_given() -> None:
    assert new_content_key(lambda count: b"k" * count) == b"k" * 32
    for size in (0, 16, 31, 33):
        with pytest.raises(ValueError, match="32 bytes"):
            list(sealed(bytes(size), [b""]))
