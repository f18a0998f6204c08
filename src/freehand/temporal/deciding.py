"""Dynamic controllability of a small network of whole numbers, where nobody asks why.

The rule, source and limits are those of :mod:`freehand.temporal.dynamic`, and so are the numbers of its steps. Nothing
is laid out and nothing is kept but what decides: dictionaries, and the interpreter's own heap. On networks of a few
dozen points that takes the interpreter about two thirds of what the kernel takes it, and an assessment of plans asks
dozens of times. Both are held against each other in the tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush

from freehand.temporal.network import Edge, Link

_Way = tuple[int, dict[int, int], list[tuple[int, int]]]  # start, least sum by point, heap of (sum, point)


def decided(n: int, edges: Sequence[Edge], links: Sequence[Link]) -> bool:
    """Whether reacting can keep every edge; the links form an STNU.

    >>> decided(3, [(1, 2, 0), (2, 1, 0)], [(0, 1, 1, 3)])
    True
    """
    # Step 1. Edges are kept by the point where they end: falling (below 0) and rising (0 or more).
    size = n + len(links)
    falling: list[dict[int, int]] = [{} for _ in range(size)]
    rising: list[dict[int, int]] = [{} for _ in range(size)]
    lower = [-1] * size  # lower[c] is b
    barred = [-1] * size  # barred[b] is c
    plain = list(edges)
    b = n
    for a, c, low, high in links:
        if low == high:
            plain += ((a, c, low), (c, a, -low))
            continue
        plain += ((a, b, low), (b, a, -low))
        falling[b][c] = low - high
        lower[c] = b
        barred[b] = c
        b += 1
    for x, y, w in plain:
        if x == y:
            if w < 0:
                return False
            continue
        into = falling[y] if w < 0 else rising[y]
        known = into.get(x)
        if known is None or w < known:
            into[x] = w

    # Step 2, with the ways that wait for others (step 4) on a stack.
    unfinished = [bool(into) for into in falling]
    underway = [False] * size
    for first in range(size):
        if not unfinished[first]:
            continue
        ways = [_begin(first, falling)]
        underway[first] = True
        while ways:
            start, sums, heap = ways[-1]
            forbidden = barred[start]
            while heap:
                so_far, point = heap[0]
                if so_far >= 0:
                    heap.clear()
                    break
                if so_far > sums[point]:
                    heappop(heap)
                    continue
                if unfinished[point]:
                    break  # step 4
                heappop(heap)
                into = rising[point]
                for x, w in into.items():
                    total = so_far + w
                    known = sums.get(x)
                    if known is None or total < known:
                        sums[x] = total
                        heappush(heap, (total, x))
                x = lower[point]
                if x >= 0 and point != forbidden and so_far < sums.get(x, 0):
                    sums[x] = so_far
                    heappush(heap, (so_far, x))
            if heap:
                point = heap[0][1]
                if underway[point]:
                    return False  # step 5
                underway[point] = True
                ways.append(_begin(point, falling))
                continue
            # Step 3.
            into = rising[start]
            for x, total in sums.items():
                if total >= 0 and x != start:
                    known = into.get(x)
                    if known is None or total < known:
                        into[x] = total
            unfinished[start] = underway[start] = False
            ways.pop()
    return True


def _begin(start: int, falling: list[dict[int, int]]) -> _Way:
    """A way that goes backwards from ``start`` and has taken its first edges."""
    sums = dict(falling[start])
    heap = sorted((w, x) for x, w in sums.items())
    return start, sums, heap
