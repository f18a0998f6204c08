"""What may matter in an elimination with labels: bounds that hold in every case of a range, before a point is removed.

A cell beyond them can strike no guard (see :mod:`.labelled`, *Why this is exact*) and is dropped. Both are least sums
over ways, found as by Bellman and Ford; what is lowered too often at one point counts as bottomless.
"""

from __future__ import annotations

from collections import deque
from typing import Final

import numpy as np

from freehand.temporal.cases.cells import NONE, Cells
from freehand.temporal.cases.programme import FIRM, Whole

_PATIENCE: Final = 4
"""How often a sum may be lowered at one point before it counts as bottomless."""


def least_from_mains(cells: Cells) -> Whole:
    """For every row the least that an ordinary way from a main point may come to, in any case; 0 for other rows."""
    found = np.zeros(len(cells.alive), np.int64)
    found[: cells.size] = NONE
    queue = deque(cells.main(i) for i in range(cells.count))
    found[list(queue)] = 0
    visits = [0] * cells.size
    while queue:
        x = queue.popleft()
        steps = [(y, int(cells.least[x, y])) for y in np.flatnonzero(cells.least[x] < FIRM).tolist()]
        kind, i = cells.link_of(x)
        if kind == 1:
            steps.append((cells.links[i][1], 0))
        for column, weight in steps:
            waits = column >= cells.size
            y = column - cells.size + cells.n if waits else column
            total = int(found[x]) + (max(0, weight) if waits else weight)
            if total < found[y] and visits[y] <= _PATIENCE:
                visits[y] += 1
                found[y] = total if visits[y] <= _PATIENCE else -FIRM
                queue.append(y)
    return found


def reached(cells: Cells) -> Whole:
    """For every row the least that a lower way may have when it comes there, in any case; 0 for other rows."""
    least = np.full(len(cells.alive), NONE)
    least[cells.size :] = 0
    forks = {cells.fork(i): c for i, (_, c) in enumerate(cells.links)}
    for _, c in cells.links:
        least[c] = 0
    queue = deque(c for _, c in cells.links)
    visits = [0] * cells.size
    ahead = [np.flatnonzero(cells.least[x] < FIRM).tolist() for x in range(cells.size)]
    while queue:
        x = queue.popleft()
        steps = [(y if y < cells.size else y - cells.size + cells.n, int(cells.least[x, y])) for y in ahead[x]]
        if x in forks:
            steps.append((forks[x], 0))
        for y, weight in steps:
            total = max(0, int(least[x]) + weight)
            if total < least[y]:
                visits[y] += 1
                least[y] = total if visits[y] <= _PATIENCE else 0
                queue.append(y)
    return least
