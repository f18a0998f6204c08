"""What a temporal network is.

**Points** are the integers ``0 .. n-1``, each a moment in time. Point 0 is ``Z``, the warning: time zero.
Times and weights are whole seconds.

An **edge** ``(x, y, w)`` is the constraint ``y - x <= w``: *y comes at most w after x*. A lower bound is an edge the
other way, ``y - x >= w`` being ``x - y <= -w``. A set of edges is a *simple temporal network* (STN); it is *consistent*
if some choice of times satisfies every edge.

A **contingent link** ``(a, c, low, high)``, ``0 <= low <= high``: nature picks ``c - a`` anywhere in ``[low, high]``.
``c`` is *contingent*, every point that ends no link is *executable*. With links the network is an STNU. Where ``low``
equals ``high`` nature has nothing to pick and the link is simply fixed.

Links may be chained (``c`` starts another link) and may share the point they start from, but a point ends one link
at most, and following links backwards always leads to an executable point: the **root** of ``c``. The links passed on
the way are the **chain** of ``c``. Thus every point is its root plus the durations on its chain.

Source: R. Dechter, I. Meiri, J. Pearl, "Temporal constraint networks", Artificial Intelligence 49 (1991);
T. Vidal, H. Fargier, "Handling contingency in temporal constraint networks: from consistency to controllabilities",
Journal of Experimental and Theoretical Artificial Intelligence 11 (1999).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

Edge: TypeAlias = tuple[int, int, int]
"""``(x, y, w)``: ``y - x <= w`` seconds."""

Link: TypeAlias = tuple[int, int, int, int]
"""``(a, c, low, high)``: nature picks ``c - a`` in ``[low, high]`` seconds."""


def roots_and_chains(n: int, links: Sequence[Link]) -> tuple[list[int], list[tuple[int, ...]]]:
    """The root of every point, and the indices of the links on the chain that leads from the root to it.

    :param n: number of points.
    :param links: contingent links, in any order.
    :returns: ``roots[p]`` and ``chains[p]``, first link first; an executable point is its own root, its chain empty.
    :raises ValueError: if the links do not form an STNU (see :func:`ends`), or run in a circle.

    >>> roots_and_chains(4, [(2, 3, 5, 9), (1, 2, 0, 4)])
    ([0, 1, 1, 1], [(), (), (1,), (1, 0)])
    """
    ended_by = ends(n, links)
    roots = list(range(n))
    chains: list[tuple[int, ...]] = [()] * n
    for point in range(n):
        link = ended_by[point]
        if link is None:
            continue
        chain: list[int] = []
        at = point
        while link is not None:
            if len(chain) == len(links):
                raise ValueError(f"the links that lead to point {point} run in a circle")
            chain.append(link)
            at = links[link][0]
            link = ended_by[at]
        chain.reverse()
        roots[point] = at
        chains[point] = tuple(chain)
    return roots, chains


def ends(n: int, links: Sequence[Link]) -> list[int | None]:
    """For every point the index of the link that ends there, None where it is executable.

    :raises ValueError: if a link has bounds other than ``0 <= low <= high``, or ends where another one ends.

    >>> ends(3, [(0, 2, 1, 4)])
    [None, None, 0]
    """
    ended_by: list[int | None] = [None] * n
    for index, (_, c, low, high) in enumerate(links):
        if not 0 <= low <= high:
            raise ValueError(f"link {index} has bounds [{low}, {high}]; 0 <= low <= high is needed")
        if ended_by[c] is not None:
            raise ValueError(f"point {c} ends link {ended_by[c]} and link {index}; a point ends one link at most")
        ended_by[c] = index
    return ended_by


class Forest(NamedTuple):
    """Every point's place in the chains: the link that ends there, its root, and sums over its chain."""

    ended_by: list[int | None]
    roots: list[int]
    depth: list[int]
    lows: list[int]
    highs: list[int]


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
