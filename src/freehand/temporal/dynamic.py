"""Is there a way to react to what is seen that always holds?

Somebody executes the executable points as time passes, seeing every contingent point at the instant at which it
happens, and may act at that very instant. The network is *dynamically controllable* if there is a way to do so that
keeps every edge whatever durations nature picks.

Rule
    1. Fixed links become two edges. Every other link ``(a, c, low, high)`` is taken apart with a new point b:
       ``a`` to ``b`` takes exactly ``low``, and ``b`` to ``c`` anything from 0 to ``high - low``. The second part gives
       two edges with a condition: *lower* ``b -> c`` of weight 0 (c may come at once), and *upper* ``c -> b`` of weight
       ``low - high`` (c may take its time). Its plain bounds are left out: these two say all that they say, and more.
    2. A *negative point* is one in which an edge with weight below 0 ends, an upper edge included. From each of them go
       backwards along edges, as long as the sum so far is below 0: first over an edge below 0, thereafter over edges of
       weight 0 or more, plain or lower. But whoever started on the upper edge of c may not take the lower edge of c:
       one duration cannot be short and long at once.
    3. Where the sum first reaches 0 or more, at u, the edge ``u -> start`` with that sum follows from the network; from
       now on it is one of its edges.
    4. Where the way passes another negative point, finish that one first: what follows for it may be needed here.
    5. If that leads back to a point that is still unfinished, there is a cycle of such ways with a sum below 0, and the
       network is not dynamically controllable. If all negative points can be finished, it is.

Source
    P. Morris, "Dynamic controllability and dispatchability relationships", CPAIOR 2014, LNCS 8451 (the procedure and
    its proof); P. Morris, N. Muscettola, "Temporal dynamic controllability revisited", AAAI 2005 (normal form, lower
    and upper edges); P. Morris, "A structural characterization of temporal dynamic controllability", CP 2006.

Cost
    O(n**3) for n points, links included; no recursion.

Limits
    It decides, and does not explain. Acting at the instant of an observation is taken to be possible: with a delay
    between seeing and acting, add the delay to the network.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush

from freehand.temporal.network import Edge, Link, roots_and_chains

_Way = tuple[int, dict[int, int], list[tuple[int, int]]]  # start, least sum by point, heap of (sum, point)


def dynamically_controllable(n: int, edges: Sequence[Edge], links: Sequence[Link]) -> bool:
    """Whether reacting to what happens, at the instant it happens, can keep every edge.

    :param n: number of points.
    :param edges: constraints, in seconds; they may involve contingent points.
    :param links: contingent links; they may be chained and share the point they start from.
    :raises ValueError: if the links do not form an STNU (see :func:`freehand.temporal.network.roots_and_chains`).

    Point 1 comes 1 to 3 after the warning. Point 2 shall be at the very instant of 1; then, 1 before it:

    >>> dynamically_controllable(3, [(1, 2, 0), (2, 1, 0)], [(0, 1, 1, 3)])
    True
    >>> dynamically_controllable(3, [(1, 2, -1), (2, 1, 1)], [(0, 1, 1, 3)])
    False
    """
    roots_and_chains(n, links)
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
