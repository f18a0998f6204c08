"""How long to wait before the next try.

The rule: before the k-th new try wait a time that is drawn evenly between 0 and min(``most``, ``first`` · 2^(k-1)). So
many who failed together do not come back together.

Source: Marc Brooker, "Exponential Backoff and Jitter" (2015), *full jitter*.
"""

from __future__ import annotations

from collections.abc import Iterator

from freehand.ledger.randomness import Randomness, drawn

_STEPS = 2**32


def waits(tries: int, randomness: Randomness = drawn, first: float = 1.0, most: float = 60.0) -> Iterator[float]:
    """Seconds to wait between so many tries: one fewer than there are.

    >>> [round(wait, 1) for wait in waits(5, lambda count: bytes([128] * count))]
    [0.5, 1.0, 2.0, 4.0]
    """
    for k in range(tries - 1):
        yield min(most, first * 2**k) * int.from_bytes(randomness(4), "big") / _STEPS
