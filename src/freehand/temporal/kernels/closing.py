"""All distances of a network: an order of removal, then rows brought up to date; see :mod:`..elimination`."""

# Static types are those of the interpreter: lists of int. numba finds its own.
from __future__ import annotations

from collections.abc import Sequence

ARRANGED = -1
CLOSED = -1
GAVE_UP = -2
_EACH = 32
"""Neighbours noted in one word: few enough for a sum of its bits that never leaves 64."""


def arrange(
    n: int,
    words: int,
    first: Sequence[int],
    head: Sequence[int],
    near: list[list[int]],
    degree: list[int],
    order: list[int],
    most: int,
    stop: Sequence[int],
) -> int:
    """The order in which points are removed: the one with the fewest neighbours next, the first among equals.

    ``near`` (n rows of ``words`` zeros) notes the neighbours, one bit each; in the end, for every point, those that it
    still had at its removal. ``order`` is filled. Returns ``ARRANGED`` or ``GAVE_UP``.
    """
    for x in range(n):
        for e in range(first[x], first[x + 1]):
            y = head[e]
            if x != y:
                near[x][y // _EACH] |= 1 << (y % _EACH)
                near[y][x // _EACH] |= 1 << (x % _EACH)
    for x in range(n):
        degree[x] = members(words, near[x])
    steps = first[n]
    for q in range(n):
        k = 0
        least = n
        for x in range(n):
            if degree[x] < least:
                least = degree[x]
                k = x
        order[q] = k
        degree[k] = n
        steps += n + least * words
        if steps > most or stop[0] != 0:
            return GAVE_UP
        mine = near[k]
        for i in range(words):
            if mine[i] != 0:
                for bit in range(_EACH):
                    if (mine[i] >> bit) & 1 != 0:
                        x = _EACH * i + bit
                        theirs = near[x]
                        for j in range(words):
                            theirs[j] |= mine[j]
                        theirs[k // _EACH] &= ~(1 << (k % _EACH))
                        theirs[x // _EACH] &= ~(1 << (x % _EACH))
                        degree[x] = members(words, theirs)
    return ARRANGED


def close(
    n: int,
    words: int,
    first: Sequence[int],
    head: Sequence[int],
    weight: Sequence[int],
    near: list[list[int]],
    order: Sequence[int],
    rank: list[int],
    table: list[list[int]],
    spare: list[int],
    far: int,
    most: int,
    stop: Sequence[int],
) -> int:
    """Steps 2 and 3 of :mod:`freehand.temporal.elimination`: ``table[x][y]`` becomes the distance, ``far`` for none.

    ``near`` and ``order`` are those of :func:`arrange`. ``table`` (n rows of n times ``far``), ``rank`` (n) and
    ``spare`` (2 n) are written over. Returns ``CLOSED``, ``GAVE_UP``, or a point that a negative cycle passes.

    Inside, columns stand in the order of removal, and ``far`` plus a way stands for "not reached" as well: no way is as
    long as half of ``far``, so such a sum stays above that; and since it never rises above ``far``, within 64 bits.
    """
    real = far // 2
    for q in range(n):
        rank[order[q]] = q
    for x in range(n):
        row = table[x]
        row[rank[x]] = 0
        for e in range(first[x], first[x + 1]):
            y = rank[head[e]]
            row[y] = min(row[y], weight[e])
        if row[rank[x]] < 0:
            return x
    steps = first[n]
    # Step 2; and, with the points that went before in view, the first half of step 3: ways that only go down to them.
    for q in range(n):
        k = order[q]
        row = table[k]
        count = named(words, near[k], spare)
        steps += count * (count + q)
        if steps > most or stop[0] != 0:
            return GAVE_UP
        for i in range(count):
            x = spare[i]
            other = table[x]
            to_k = other[q]
            if to_k < real:
                for j in range(count):
                    y = rank[spare[j]]
                    from_k = row[y]
                    if from_k < real and to_k + from_k < other[y]:
                        other[y] = to_k + from_k
                if other[rank[x]] < 0:
                    return x
                lower(q, other, row, to_k)
    # Step 3: any other way begins with a step to a point that went later.
    for q in range(n - 1, -1, -1):
        k = order[q]
        row = table[k]
        count = 0
        for i in range(named(words, near[k], spare)):
            from_k = row[rank[spare[i]]]
            if from_k < real:
                spare[count] = spare[i]
                spare[n + count] = from_k
                count += 1
        steps += count * n
        if steps > most or stop[0] != 0:
            return GAVE_UP
        for i in range(0, count - 1, 2):
            lower_by_two(n, row, table[spare[i]], spare[n + i], table[spare[i + 1]], spare[n + i + 1])
        if count % 2 == 1:
            lower(n, row, table[spare[count - 1]], spare[n + count - 1])
    for x in range(n):
        row = table[x]
        for j in range(n):
            spare[j] = row[j]
        for y in range(n):
            at = spare[rank[y]]
            row[y] = at if at < real else far
    return CLOSED


def members(words: int, row: Sequence[int]) -> int:
    """How many bits are set."""
    count = 0
    for i in range(words):
        v = row[i]
        v = v - ((v >> 1) & 0x55555555)
        v = (v & 0x33333333) + ((v >> 2) & 0x33333333)
        v = (v + (v >> 4)) & 0x0F0F0F0F
        count += ((v * 0x01010101) >> 24) & 0xFF
    return count


def named(words: int, row: Sequence[int], found: list[int]) -> int:
    """Write the points whose bit is set to ``found``, ascending; how many there are."""
    count = 0
    for i in range(words):
        word = row[i]
        if word != 0:
            for bit in range(_EACH):
                if (word >> bit) & 1 != 0:
                    found[count] = _EACH * i + bit
                    count += 1
    return count


# Both loops begin at 0, so that the compiler sees that no index is below it, and takes many entries at once.


def lower(size: int, row: list[int], other: Sequence[int], w: int) -> None:
    """Bring the first entries of a row down to ``other + w``."""
    for j in range(size):
        a = other[j] + w
        b = row[j]
        row[j] = a if a < b else b


def lower_by_two(size: int, row: list[int], other: Sequence[int], w: int, third: Sequence[int], v: int) -> None:
    """The same with two others at once: half the loads and stores."""
    for j in range(size):
        a = other[j] + w
        b = row[j]
        c = third[j] + v
        a = a if a < c else c
        row[j] = a if a < b else b


HELPERS = (members, named, lower, lower_by_two)
