"""Second ways to the three verdicts, for networks too large to be played out: other algorithms, slow and short.

Consistency
    All shortest distances (Floyd, Warshall 1962), on a matrix.

Strong controllability
    Every constraint by itself: each point is the point of ours from which it follows, and so much after it; a corner of
    the links on the way to either end gives a constraint between the two points of ours. All corners of all constraints
    together are a network without links. It is exponential in the links on the way to one point, and knows nothing of
    which corner is the worst.

Dynamic controllability
    P. Morris, N. Muscettola, "Temporal dynamic controllability revisited", AAAI 2005: rules that add edges until none
    adds any. Where the solver under test goes backwards from negative points, one after the other, this knows no order.
    A point may act at the very instant of an observation, so "before" is below 0, not "at most 0".

    1. ``w[x, y]``: plain edges, closed. ``z[k, x]``: x comes at least -z after the start of link k, or after its end
       (a "wait": an edge from x to the start of k that bears the upper label of k).
    2. Upper case: a plain edge, then a wait, is a wait.
    3. Lower case: link k at its shortest, then a plain edge below 0, is a plain edge from its start.
    4. Cross case: link k at its shortest, then a wait below 0 for another link, is a wait of the start of k.
    5. Label removal: a wait that is over before the link can end is a plain edge.
    6. If waits taken for plain edges close a negative cycle, it is not dynamically controllable. If they do not, and
       nothing is added any more, it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np

from freehand.temporal.network import Edge, Link

FAR = 1 << 40
"""Not reached. Sums with it stay above ``FAR // 2``, and are put back to it."""


def consistent(n: int, edges: Sequence[Edge], links: Sequence[Link] = ()) -> bool:
    """Whether everything can hold at once where nature is kind."""
    return bool((_closed(_matrix(n, [*edges, *_bounds(links)])).diagonal() >= 0).all())


def strongly_controllable(n: int, edges: Sequence[Edge], links: Sequence[Link]) -> bool:
    """Whether one timetable holds in every corner of every constraint."""
    ending = {c: k for k, (_, c, _, _) in enumerate(links)}

    def way(point: int) -> tuple[int, frozenset[int]]:
        passed = set()
        while point in ending:
            passed.add(ending[point])
            point = links[ending[point]][0]
        return point, frozenset(passed)

    between: list[Edge] = []
    for x, y, w in edges:
        (of_x, before_x), (of_y, before_y) = way(x), way(y)
        met = sorted(before_x | before_y)
        for corner in product((2, 3), repeat=len(met)):
            takes = {k: links[k][which] for k, which in zip(met, corner, strict=True)}
            after_x, after_y = (sum(takes[k] for k in passed) for passed in (before_x, before_y))
            between.append((of_x, of_y, w - after_y + after_x))
    return consistent(n, between)


def dynamically_controllable(n: int, edges: Sequence[Edge], links: Sequence[Link]) -> bool:
    """Whether reacting can keep every edge; links have 0 < low < high."""
    starts = np.array([a for a, _, _, _ in links], dtype=np.int64)
    w = _matrix(n, [*edges, *_bounds(links)])
    z = np.full((len(links), n), FAR)
    for k, (_, c, _, high) in enumerate(links):
        z[k, c] = -high
    while True:
        before = w.copy(), z.copy()
        w = _closed(w)
        # Rule 6, first so that closing ends: what is below has no negative cycle.
        both = w.copy()
        for k, a in enumerate(starts):
            both[:, a] = np.minimum(both[:, a], z[k])
        if (_closed(both).diagonal() < 0).any():
            return False
        for k, (a, c, low, _) in enumerate(links):
            # Rule 2.
            z[k] = np.minimum(z[k], _sum(w, z[k][None, :]).min(axis=1))
            # Rule 3.
            below = np.where(w[c] < 0, w[c] + low, FAR)
            w[a] = np.minimum(w[a], below)
            # Rule 4.
            for other in range(len(links)):
                if other != k and z[other, c] < 0:
                    z[other, a] = min(z[other, a], z[other, c] + low)
            # Rule 5.
            w[:, a] = np.minimum(w[:, a], np.where(z[k] >= -low, z[k], FAR))
        if (w == before[0]).all() and (z == before[1]).all():
            return True


def _bounds(links: Sequence[Link]) -> list[Edge]:
    return [edge for a, c, low, high in links for edge in ((a, c, high), (c, a, -low))]


def _matrix(n: int, edges: Sequence[Edge]) -> Any:
    w = np.full((n, n), FAR)
    np.fill_diagonal(w, 0)
    for x, y, weight in edges:
        w[x, y] = min(w[x, y], weight)
    return w


def _sum(one: Any, other: Any) -> Any:
    total = one + other
    return np.where(total > FAR // 2, FAR, total)


def _closed(w: Any) -> Any:
    """All shortest distances; a negative diagonal where there is a negative cycle, as soon as one is met."""
    w = w.copy()
    for k in range(len(w)):
        np.minimum(w, _sum(w[:, k][:, None], w[k][None, :]), out=w)
        if w[k, k] < 0:
            break
    return w
