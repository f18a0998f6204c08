"""Cases drawn from a seed, the same ones however the work is split.

Rule
    Number j of case i is drawn from the counter ``i * width + j``: the 64 bits that SplitMix64 makes of the seed and
    the counter, scaled to ``[low, high]`` by the upper half of a 128-bit product. Every case can be drawn by itself, so
    cores, blocks and machines change nothing. The bias of a number is below ``(high - low + 1) / 2**64``.

Source
    G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014 (SplitMix64);
    J. K. Salmon and others, "Parallel random numbers: as easy as 1, 2, 3", SC 2011 (drawing from counters).

Cost
    A few nanoseconds a number.

Limits
    Numbers are drawn independently of each other. Not for secrets.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from freehand.errors import Fault, UsageError
from freehand.temporal.cases.programme import Whole


class Sample(NamedTuple):
    """``count`` cases, each number drawn evenly from ``low .. high`` (one entry for each varied number).

    >>> Sample([60, 0], [90, 9], 1_000_000, seed=7).rows(0, 2).shape
    (2, 2)
    """

    low: Sequence[int]
    high: Sequence[int]
    count: int  # type: ignore[assignment]  # hides the method of tuples, which nobody asks of a sample
    seed: int

    def rows(self, first: int, last: int) -> Whole:
        """The cases ``first .. last - 1``.

        >>> sample = Sample([60], [90], 100, seed=7)
        >>> bool((sample.rows(0, 100)[40:60] == sample.rows(40, 60)).all())
        True
        """
        low, high = np.array(self.low, np.int64), np.array(self.high, np.int64)
        rows = np.empty((last - first, len(low)), np.int64)
        _draw()(np.uint64(self.seed), np.uint64(first), low, (high - low).astype(np.uint64) + np.uint64(1), rows)
        return rows

    def faults(self, width: int) -> list[Fault]:
        """What is wrong with it, for so many varied numbers."""
        then = "Give low and high for each varied number, low <= high, a count and a seed from 0."
        found = []
        if not len(self.low) == len(self.high) == width:
            what = f"a sample of {len(self.low)} lows and {len(self.high)} highs"
            found.append(Fault(what, None, f"{width} numbers vary.", then))
        elif any(a > b or abs(a) >= 2**61 or abs(b) >= 2**61 for a, b in zip(self.low, self.high, strict=True)):
            found.append(Fault("a sample whose low is above its high", None, "nothing lies between them.", then))
        if self.count < 0 or not 0 <= self.seed < 2**64:
            found.append(
                Fault(f"a sample of {self.count} from seed {self.seed}", None, "it cannot be drawn from that.", then)
            )
        return found

    def check(self, width: int) -> None:
        """Refuse it if it is at fault.

        :raises UsageError: with every fault.
        """
        found = self.faults(width)
        if found:
            raise UsageError(found)


def _drawn(seed: Any, first: Any, low: Any, span: Any, rows: Any) -> None:
    half = np.uint64(32)
    mask = np.uint64(0xFFFFFFFF)
    counter = first * np.uint64(rows.shape[1])
    key = (seed ^ np.uint64(0x5851F42D4C957F2D)) * np.uint64(0x9E3779B97F4A7C15)
    key = (key ^ (key >> half)) * np.uint64(0xBF58476D1CE4E5B9)
    for case in range(rows.shape[0]):
        for number in range(rows.shape[1]):
            counter += np.uint64(1)
            z = key + counter * np.uint64(0x9E3779B97F4A7C15)
            z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            z ^= z >> np.uint64(31)
            a, b = z >> half, z & mask
            c, d = span[number] >> half, span[number] & mask
            middle = ((a * d) & mask) + ((b * c) & mask) + ((b * d) >> half)
            up = a * c + ((a * d) >> half) + ((b * c) >> half) + (middle >> half)
            rows[case, number] = low[number] + np.int64(up)


@cache
def _draw() -> Any:
    import numba

    return numba.njit(cache=True, nogil=True)(_drawn)
