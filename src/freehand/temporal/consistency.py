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

from collections.abc import Sequence

from freehand.temporal.graph import from_everywhere, from_source, lay_out
from freehand.temporal.network import Edge, Link


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
    return from_everywhere(lay_out(n, edges))[0]


def is_consistent(n: int, edges: Sequence[Edge]) -> bool:
    """Whether some choice of times satisfies every edge.

    >>> is_consistent(2, [(0, 1, 3), (1, 0, -3)]), is_consistent(2, [(0, 1, 3), (1, 0, -4)])
    (True, False)
    """
    return negative_cycle(n, edges) is None


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
    graph = lay_out(n, edges)
    cycle, times = from_source(graph, source)
    if cycle is not None:
        raise ValueError(f"the network is inconsistent: the edges at {sorted(cycle)} form a negative cycle")
    return [None if time == graph.far else int(time) for time in times]


def earliest(n: int, edges: Sequence[Edge], source: int = 0) -> list[int | None]:
    """The earliest time of every point, in seconds after ``source``: minus the shortest distance to it.

    :returns: one entry per point; None where nothing bounds the point from below.
    :raises ValueError: if ``source`` can be reached from a negative cycle.

    >>> earliest(4, [(1, 0, 0), (2, 1, -4), (0, 3, 9)])
    [0, 0, 4, None]
    """
    backwards = [(y, x, w) for x, y, w in edges]
    return [None if time is None else -time for time in latest(n, backwards, source)]


def as_edges(links: Sequence[Link]) -> list[Edge]:
    """The bounds of contingent links as plain edges, two for each: at most, at least.

    >>> as_edges([(0, 1, 2, 3)])
    [(0, 1, 3), (1, 0, -2)]
    """
    return [edge for a, c, low, high in links for edge in ((a, c, high), (c, a, -low))]
