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
from freehand.temporal.network import Edge, Forest, Link, forest, parting


class Reduction(NamedTuple):
    """A network between roots that is as strong as the given one whatever nature does.

    ``edges[i]`` comes from the given edge ``source[i]``. ``broken`` is the index of a given edge that no choice of
    times can keep, since both its ends have one root; None where there is none.
    """

    trees: Forest
    edges: list[Edge]
    source: list[int]
    broken: int | None


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
