"""Does one timetable hold, fixed at the warning, whatever nature does?

Rule
    Write every point as its executable root plus the durations of the links on its chain. Then ``y - x <= w`` reads
    ``root(y) - root(x) <= w - (durations on y's chain) + (durations on x's chain)``, and must hold for the worst
    outcome. A link on both chains cancels; of the others the worst are the highs on y's and the lows on x's.

    1. Find roots and chains.
    2. Replace every edge by the one between the roots, with the weight
       ``w - sum of highs (links of y not of x) + sum of lows (links of x not of y)``.
    3. The network is strongly controllable iff what results is consistent. An edge of a root with itself becomes
       ``0 <= weight``: below 0 it is a contradiction by itself.

Source
    T. Vidal, H. Fargier, "Handling contingency in temporal constraint networks: from consistency to controllabilities",
    Journal of Experimental and Theoretical Artificial Intelligence 11 (1999). Links in the chains of both ends are
    independent of each other, so every edge meets its worst outcome, and the reduction is exact.

Cost
    That of the consistency check, and for every edge inside one chain the steps back to where its ends part.

Limits
    Exact for edges between two points. Nothing is said of strategies that react: see :mod:`freehand.temporal.dynamic`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from freehand.temporal.consistency import is_consistent
from freehand.temporal.network import Edge, Link, ends


class Forest(NamedTuple):
    """Every point's place in the chains: the link that ends there, its root, and sums over its chain."""

    ended_by: list[int | None]
    roots: list[int]
    depth: list[int]
    lows: list[int]
    highs: list[int]


class Reduction(NamedTuple):
    """A network between roots that is as strong as the given one whatever nature does.

    ``edges[i]`` comes from the given edge ``source[i]``. ``broken`` is the index of a given edge that no choice of
    times can keep, since both its ends have one root; None where there is none.
    """

    trees: Forest
    edges: list[Edge]
    source: list[int]
    broken: int | None


def forest(n: int, links: Sequence[Link]) -> Forest:
    """The chains of all points.

    :raises ValueError: if the links do not form an STNU (see :func:`freehand.temporal.network.ends`), or run in a
        circle.

    >>> forest(3, [(0, 1, 2, 3), (1, 2, 1, 4)]).highs
    [0, 3, 7]
    """
    ended_by = ends(n, links)
    roots, depth, lows, highs = list(range(n)), [0] * n, [0] * n, [0] * n
    done = [link is None for link in ended_by]
    for point in range(n):
        way: list[int] = []
        at = point
        while not done[at]:
            if len(way) > len(links):
                raise ValueError(f"the links that lead to point {point} run in a circle")
            way.append(at)
            link = ended_by[at]
            assert link is not None, "what ends no link is done from the start"
            at = links[link][0]
        for at in reversed(way):
            a, _, low, high = links[ended_by[at] or 0]
            roots[at], depth[at] = roots[a], depth[a] + 1
            lows[at], highs[at] = lows[a] + low, highs[a] + high
            done[at] = True
    return Forest(ended_by, roots, depth, lows, highs)


def parting(trees: Forest, links: Sequence[Link], x: int, y: int) -> tuple[list[int], list[int]]:
    """The links on the chain of x that are not on that of y, and the other way round, nearest to the root first.

    >>> links = [(0, 1, 2, 3), (1, 2, 1, 4), (1, 3, 5, 6)]
    >>> parting(forest(4, links), links, 2, 3)
    ([1], [2])
    """
    ended_by, roots, depth, _, _ = trees
    of_x: list[int] = []
    of_y: list[int] = []
    apart = roots[x] != roots[y]
    while depth[x] or depth[y]:
        if x == y and not apart:
            break
        if depth[x] >= depth[y]:
            of_x.append(ended_by[x] or 0)
            x = links[of_x[-1]][0]
        else:
            of_y.append(ended_by[y] or 0)
            y = links[of_y[-1]][0]
    return of_x[::-1], of_y[::-1]


def reduce(n: int, edges: Sequence[Edge], links: Sequence[Link]) -> Reduction:
    """Steps 1 and 2: the network between roots.

    :raises ValueError: if the links do not form an STNU.

    An activity takes 2 to 5; point 2 must come at least 1 after its end, and at most 9:

    >>> reduce(3, [(2, 1, -1), (1, 2, 9)], [(0, 1, 2, 5)]).edges
    [(2, 0, -6), (0, 2, 11)]
    >>> reduce(2, [(0, 1, 4)], [(0, 1, 2, 5)]).broken  # it may take longer than it is allowed to
    0
    """
    # Step 1.
    trees = forest(n, links)
    _, roots, depth, lows, highs = trees
    # Step 2.
    reduced: list[Edge] = []
    source: list[int] = []
    broken = None
    for index, (x, y, w) in enumerate(edges):
        if not depth[x] and not depth[y]:
            reduced.append((x, y, w))
        elif roots[x] != roots[y]:
            reduced.append((roots[x], roots[y], w - highs[y] + lows[x]))
        else:
            of_x, of_y = parting(trees, links, x, y)
            left = w + sum(links[link][2] for link in of_x) - sum(links[link][3] for link in of_y)
            if left < 0 and broken is None:
                broken = index
            continue  # what holds between a root and itself binds nothing
        source.append(index)
    return Reduction(trees, reduced, source, broken)


def strongly_controllable(n: int, edges: Sequence[Edge], links: Sequence[Link]) -> bool:
    """Whether the executable points can be given times once and for all that hold whatever nature does.

    :param n: number of points.
    :param edges: constraints, in seconds; they may involve contingent points.
    :param links: contingent links; they may be chained and share the point they start from.
    :raises ValueError: if the links do not form an STNU (see :func:`freehand.temporal.network.ends`).

    >>> strongly_controllable(3, [(0, 2, 4), (1, 2, 3)], [(0, 1, 1, 3)])  # 2 within 4 of Z, within 3 of the end of 0-1
    True
    >>> strongly_controllable(3, [(1, 2, 1), (2, 1, 0)], [(0, 1, 1, 3)])  # 2 at most 1 after 1, and never before it
    False
    """
    if not links:
        return is_consistent(n, edges)
    reduction = reduce(n, edges, links)
    # Step 3.
    return reduction.broken is None and is_consistent(n, reduction.edges)
