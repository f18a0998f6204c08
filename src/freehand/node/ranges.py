"""Numbers of records that stand in ranges of them; ``ledger.store.packs.ranges`` makes ranges of numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from freehand.ledger.store.interface import Range


def numbers_in(ranges: Iterable[Range]) -> set[int]:
    """All numbers that stand in some range.

    >>> sorted(numbers_in([Range(1, 3), Range(7, 8)]))
    [1, 2, 7]
    """
    return {number for first, end in ranges for number in range(first, end)}


def within(numbers: Sequence[int], ranges: Iterable[Range]) -> Iterator[int]:
    """Those of some numbers, which are sorted, that stand in a range.

    >>> [*within([1, 5, 9], [Range(0, 2), Range(9, 12)])]
    [1, 9]
    """
    for first, end in ranges:
        yield from numbers[bisect_left(numbers, first) : bisect_left(numbers, end)]
