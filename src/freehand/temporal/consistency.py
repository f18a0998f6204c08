"""Can every constraint of a network hold at once, and if not, which ones clash?

Rule
    A network is consistent iff no cycle of edges has a negative sum. If there is none, the shortest distances from any
    starting potentials are a timetable: ``d(y) <= d(x) + w`` for every edge is the constraint itself. From ``Z`` they
    are the latest times; distances *to* ``Z``, negated, are the earliest.

    1. Start with potential 0 everywhere (a virtual source before all points), every point on a stack.
    2. Take the point put there last, lower the potentials of those behind its edges, put the lowered ones on the stack.
       Remember for every point the edge that lowered it last: its parent edge.
    3. The parent edges hold a cycle only if that cycle is negative. Every so often look for one.
    4. Last-in-first-out is fast in practice but has no good worst case. Once the budget of steps is spent, finish with
       sweeps over all edges, forwards and backwards in turn: at most n of them until it settles or a cycle shows.

Source
    R. Bellman, "On a routing problem" (1958), L. R. Ford (1956): steps 1 and 2 and the sweeps; J. Y. Yen, "An algorithm
    for finding shortest routes from all source nodes in a given distance graph" (1970): alternating sweeps;
    B. V. Cherkassky, A. V. Goldberg, "Negative-cycle detection algorithms", Mathematical Programming 85 (1999): step 3;
    Dechter, Meiri, Pearl (1991), theorems 3.1 and 3.3: consistency, earliest and latest times.

Cost
    O(n m) for n points and m edges, usually little more than O(m).

Limits
    *Some* negative cycle is found, always the same for the same input, rarely the easiest to explain: for that see
    :mod:`freehand.temporal.cycles`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, cast

from freehand.temporal.elimination import distances, distances_among
from freehand.temporal.network import Edge

__all__ = ["distances", "distances_among", "earliest", "is_consistent", "latest", "negative_cycle"]

_ABSENT: Final = -1
_NEVER: Final = cast(int, math.inf)  # a true infinity: absorbs every addition, and never leaves this module


def negative_cycle(n: int, edges: Sequence[Edge]) -> list[int] | None:
    """Some negative cycle, or None if the network is consistent.

    :param n: number of points.
    :param edges: ``(x, y, w)`` for ``y - x <= w``, in seconds. The network need not be connected.
    :returns: indices into ``edges`` along the cycle in travel order: each edge starts where the one before ends.

    >>> negative_cycle(3, [(0, 1, 10), (1, 2, -4), (2, 0, -7)])
    [0, 1, 2]
    >>> negative_cycle(3, [(0, 1, 11), (1, 2, -4), (2, 0, -7)]) is None
    True
    """
    return _relax(n, edges, [0] * n, list(range(n)))


def is_consistent(n: int, edges: Sequence[Edge]) -> bool:
    """Whether some choice of times satisfies every edge.

    >>> is_consistent(2, [(0, 1, 3), (1, 0, -3)]), is_consistent(2, [(0, 1, 3), (1, 0, -4)])
    (True, False)
    """
    return _relax(n, edges, [0] * n, list(range(n))) is None


def latest(n: int, edges: Sequence[Edge], source: int = 0) -> list[int | None]:
    """The latest time of every point, in seconds after ``source``: the shortest distance from it.

    :returns: one entry per point; None where nothing bounds the point from above.
    :raises ValueError: if a negative cycle can be reached from ``source``. One that cannot does not touch the answer
        and is not looked for.

    >>> latest(3, [(0, 1, 10), (2, 1, 0), (1, 2, -4)])
    Traceback (most recent call last):
    ...
    ValueError: the network is inconsistent: the edges at [1, 2] form a negative cycle
    >>> latest(4, [(0, 1, 10), (1, 2, -4), (3, 0, 0)])
    [0, 10, 6, None]
    """
    times = [_NEVER] * n
    times[source] = 0
    cycle = _relax(n, edges, times, [source])
    if cycle is not None:
        raise ValueError(f"the network is inconsistent: the edges at {sorted(cycle)} form a negative cycle")
    return [None if time == _NEVER else time for time in times]


def earliest(n: int, edges: Sequence[Edge], source: int = 0) -> list[int | None]:
    """The earliest time of every point, in seconds after ``source``: minus the shortest distance to it.

    :returns: one entry per point; None where nothing bounds the point from below.
    :raises ValueError: if ``source`` can be reached from a negative cycle.

    >>> earliest(4, [(1, 0, 0), (2, 1, -4), (0, 3, 9)])
    [0, 0, 4, None]
    """
    backwards = [(y, x, w) for x, y, w in edges]
    return [None if time is None else -time for time in latest(n, backwards, source)]


def _relax(n: int, edges: Sequence[Edge], potential: list[int], stack: list[int]) -> list[int] | None:
    """Lower ``potential`` in place until every edge holds; a negative cycle if that never ends.

    ``stack`` holds the points whose edges may not hold yet; it is used up.
    """
    outgoing: list[list[Edge]] = [[] for _ in range(n)]
    for edge in edges:
        outgoing[edge[0]].append(edge)
    parent: list[Edge | None] = [None] * n
    waiting = [False] * n
    for point in stack:
        waiting[point] = True

    # Step 2, in bursts; step 3 after each.
    burst = n + 1
    for _ in range(12):
        for _ in range(burst):
            if not stack:
                return None
            x = stack.pop()
            waiting[x] = False
            at = potential[x]
            for edge in outgoing[x]:
                _, y, w = edge
                lowered = at + w
                if lowered < potential[y]:
                    potential[y] = lowered
                    parent[y] = edge
                    if not waiting[y]:
                        waiting[y] = True
                        stack.append(y)
        cycle = _cycle_of_parents(n, edges, parent)
        if cycle is not None:
            return cycle

    # Step 4.
    sweep, back = list(edges), list(reversed(edges))
    while True:
        settled = True
        for edge in sweep:
            x, y, w = edge
            lowered = potential[x] + w
            if lowered < potential[y]:
                potential[y] = lowered
                parent[y] = edge
                settled = False
        if settled:
            return None
        cycle = _cycle_of_parents(n, edges, parent)
        if cycle is not None:
            return cycle
        sweep, back = back, sweep


def _cycle_of_parents(n: int, edges: Sequence[Edge], parent: list[Edge | None]) -> list[int] | None:
    """The indices of the edges on a cycle of parent edges, in travel order; None if they form a forest."""
    seen_from = [_ABSENT] * n
    for start in range(n):
        point = start
        while seen_from[point] == _ABSENT:
            seen_from[point] = start
            edge = parent[point]
            if edge is None:
                break
            point = edge[0]
        else:
            if seen_from[point] == start:
                return _indices(edges, parent, point)
    return None


def _indices(edges: Sequence[Edge], parent: list[Edge | None], end: int) -> list[int]:
    """Walk the cycle of parent edges through ``end`` backwards, and name its edges forwards."""
    cycle: list[int] = []
    point = end
    while True:
        edge = parent[point]
        assert edge is not None, "a cycle of parent edges has no first edge"
        cycle.append(edges.index(edge))
        point = edge[0]
        if point == end:
            cycle.reverse()
            return cycle
