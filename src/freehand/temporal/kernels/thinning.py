"""Which distances follow from others? See :mod:`..projection`."""

# Static types are those of the interpreter: lists of int. numba finds its own.
from __future__ import annotations

from collections.abc import Sequence

THINNED = 0
GAVE_UP = -2


def thin(
    n: int, table: Sequence[Sequence[int]], needed: list[list[int]], far: int, most: int, stop: Sequence[int]
) -> int:
    """Set ``needed[x][y]`` to 0 where some z lies between: ``table[x][z] + table[z][y] <= table[x][y]``.

    ``table`` holds all distances, ``far`` for none, no two points being at a fixed distance; ``needed`` is 1 everywhere
    to begin with.
    """
    steps = 0
    for x in range(n):
        row = table[x]
        kept = needed[x]
        for z in range(n):
            if z != x and row[z] < far:
                skip(n, z, row[z], table[z], row, kept)
        kept[x] = 0
        steps += n * n
        if steps > most or stop[0] != 0:
            return GAVE_UP
    return THINNED


def skip(n: int, z: int, to_z: int, beyond: Sequence[int], row: Sequence[int], kept: list[int]) -> None:
    """What is reached over z is not needed by itself, but for z."""
    at_z = kept[z]
    for y in range(n):
        kept[y] = 0 if to_z + beyond[y] <= row[y] else kept[y]
    kept[z] = at_z


HELPERS = (skip,)
