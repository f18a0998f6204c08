"""Records by the pack: how a batch lies in a table of blobs.

The question: how are a hundred thousand small records written in a few hundred rows, read by range without the whole,
and a single one of them erased?

The rule:

1. A pack holds records of a run of at most ``SPAN`` numbers: the length of each (4 bytes, the lowest first; 0: not in
   this pack), and their bytes, joined.
2. A pack begins and ends with a record, so each pack of a line begins at another number.
3. A pack is closed before its bytes exceed ``MOST``; a record that is longer by itself has a pack by itself.
4. Packs of a line may overlap, where a record came later than its neighbours; no number is in two of them.

Cost: 4 bytes a record. To read a range, the packs that begin up to ``SPAN`` - 1 numbers before it are looked at.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from freehand.ledger.store.interface import Range

SPAN: Final = 256
MOST: Final = 256 * 1024


class Pack(NamedTuple):
    """Records from number ``first`` on: their lengths as 4 bytes each, and their bytes joined."""

    first: int
    lengths: bytes
    data: bytes


def packed(first: int, records: Sequence[bytes]) -> Iterator[Pack]:
    """Records that follow each other, an empty one being not there, as packs.

    >>> list(packed(7, [b"", b"said", b"", b"so", b""]))
    [Pack(first=8, lengths=b'\\x04\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00\\x00\\x00', data=b'saidso')]
    """
    at = 0
    if len(records) <= SPAN and sum(map(len, records)) <= MOST:
        whole = _pack(first, records)
        at = len(records)
        if whole is not None:
            yield whole
    while at < len(records):
        end, held = at, 0
        while end < min(at + SPAN, len(records)) and (held + len(records[end]) <= MOST or not held):
            held += len(records[end])
            end += 1
        pack = _pack(first + at, records[at:end])
        if pack is not None:
            yield pack
        at = end


def unpacked(pack: Pack) -> Iterator[tuple[int, bytes]]:
    """Number and bytes of each record in a pack."""
    lengths = lengths_of(pack.lengths)
    for number, (length, end) in enumerate(zip(lengths, accumulate(lengths), strict=True), pack.first):
        if length:
            yield number, pack.data[end - length : end]


def without(pack: Pack, gone: Range) -> Pack | None:
    """The pack without the records of a range; None if nothing is left."""
    left = {number: record for number, record in unpacked(pack) if not gone.first <= number < gone.end}
    return _pack(pack.first, [left.get(at, b"") for at in range(pack.first, pack.first + len(pack.lengths) // 4)])


def lengths_of(lengths: bytes) -> tuple[int, ...]:
    """The lengths as numbers."""
    return struct.unpack(f"<{len(lengths) // 4}I", lengths)


def ranges(numbers: Iterable[int]) -> list[Range]:
    """Numbers, in any order, as the fewest ranges.

    >>> ranges([5, 3, 4, 9])
    [Range(first=3, end=6), Range(first=9, end=10)]
    """
    found: list[Range] = []
    for number in sorted(numbers):
        if found and found[-1].end >= number:
            found[-1] = Range(found[-1].first, number + 1)
        else:
            found.append(Range(number, number + 1))
    return found


def _pack(first: int, records: Sequence[bytes]) -> Pack | None:
    start, end = 0, len(records)
    while start < end and not records[start]:
        start += 1
    while start < end and not records[end - 1]:
        end -= 1
    if start == end:
        return None
    records = records[start:end]
    return Pack(first + start, struct.pack(f"<{len(records)}I", *map(len, records)), b"".join(records))
