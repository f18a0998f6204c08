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
    That of the consistency check, and the lengths of the chains.

Limits
    Exact for edges between two points. Nothing is said of strategies that react: see :mod:`freehand.temporal.dynamic`.
"""

from __future__ import annotations

from collections.abc import Sequence

from freehand.temporal.consistency import is_consistent
from freehand.temporal.network import Edge, Link, roots_and_chains


def reduce_weight(chain_x: Sequence[int], chain_y: Sequence[int], w: int, bounds: Sequence[tuple[int, int]]) -> int:
    """The weight between the roots that is as strong as ``y - x <= w`` whatever nature does.

    :param chain_x: indices (into ``bounds``) of the links that lead from x's root to x; likewise ``chain_y``.
    :param w: seconds.
    :param bounds: ``(low, high)`` of every link, in seconds.

    An activity that may take 2 to 5 starts at x's root; y must come at least 1 after its end, and at most 9:

    >>> reduce_weight((), (0,), -1, [(2, 5)])  # root of x to end of the activity
    -6
    >>> reduce_weight((0,), (), 9, [(2, 5)])
    11
    >>> reduce_weight((0,), (0, 1), 9, [(2, 5), (1, 4)])  # what both went through cancels
    5
    """
    for link in chain_y:
        if link not in chain_x:
            w -= bounds[link][1]
    for link in chain_x:
        if link not in chain_y:
            w += bounds[link][0]
    return w


def strongly_controllable(n: int, edges: Sequence[Edge], links: Sequence[Link]) -> bool:
    """Whether the executable points can be given times once and for all that hold whatever nature does.

    :param n: number of points.
    :param edges: constraints, in seconds; they may involve contingent points.
    :param links: contingent links; they may be chained and share the point they start from.
    :raises ValueError: if the links do not form an STNU (see :func:`freehand.temporal.network.roots_and_chains`).

    >>> strongly_controllable(3, [(0, 2, 4), (1, 2, 3)], [(0, 1, 1, 3)])  # 2 within 4 of Z, within 3 of the end of 0-1
    True
    >>> strongly_controllable(3, [(1, 2, 1), (2, 1, 0)], [(0, 1, 1, 3)])  # 2 at most 1 after 1, and never before it
    False
    """
    # Step 1.
    if not links:
        return is_consistent(n, edges)
    roots, chains = roots_and_chains(n, links)
    bounds = [(low, high) for _, _, low, high in links]
    # Step 2.
    reduced: list[Edge] = []
    for edge in edges:
        x, y, w = edge
        chain_x, chain_y = chains[x], chains[y]
        if chain_x or chain_y:
            w = reduce_weight(chain_x, chain_y, w, bounds)
            x, y = roots[x], roots[y]
            if x == y:
                if w < 0:
                    return False
                continue
            reduced.append((x, y, w))
        else:
            reduced.append(edge)
    # Step 3.
    return is_consistent(n, reduced)
