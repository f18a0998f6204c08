"""Lower potentials until every edge holds, or find a cycle that never lets them; see :mod:`..consistency`."""

# Static types are those of the interpreter: lists of int. numba finds its own.
from __future__ import annotations

from collections.abc import Sequence

SETTLED = -1
GAVE_UP = -2
_BURSTS = 12


def settle(
    n: int,
    first: Sequence[int],
    tail: Sequence[int],
    head: Sequence[int],
    weight: Sequence[int],
    potential: list[int],
    parent: list[int],
    stack: list[int],
    waiting: list[int],
    height: int,
    far: int,
    most: int,
    stop: Sequence[int],
) -> int:
    """Steps 2 to 4 of :mod:`freehand.temporal.consistency`, in place.

    The edges leaving x stand at ``first[x] .. first[x + 1] - 1``. ``stack[:height]`` holds the points whose edges may
    not hold yet, ``waiting`` is 1 for these; ``parent`` is -1 or the place of the edge that lowered a point last.
    A potential of ``far`` or more stands for "not reached yet".

    Returns ``SETTLED``, ``GAVE_UP``, or a point on a cycle of parent edges, which is negative.
    """
    steps = 0
    # Step 2, in bursts; step 3 after each.
    for _ in range(_BURSTS):
        for _ in range(n + 1):
            if height == 0:
                return SETTLED
            height -= 1
            x = stack[height]
            waiting[x] = 0
            at = potential[x]
            for e in range(first[x], first[x + 1]):
                lowered = at + weight[e]
                y = head[e]
                if lowered < potential[y]:
                    potential[y] = lowered
                    parent[y] = e
                    if waiting[y] == 0:
                        waiting[y] = 1
                        stack[height] = y
                        height += 1
            steps += first[x + 1] - first[x]
        point = on_a_cycle(n, tail, parent)
        if point >= 0:
            return point
        if steps > most or stop[0] != 0:
            return GAVE_UP
    # Step 4.
    edges = first[n]
    forwards = True
    while True:
        settled = True
        for i in range(edges):
            e = i if forwards else edges - 1 - i
            at = potential[tail[e]]
            if at < far:
                lowered = at + weight[e]
                y = head[e]
                if lowered < potential[y]:
                    potential[y] = lowered
                    parent[y] = e
                    settled = False
        if settled:
            return SETTLED
        point = on_a_cycle(n, tail, parent)
        if point >= 0:
            return point
        steps += edges
        if steps > most or stop[0] != 0:
            return GAVE_UP
        forwards = not forwards


def on_a_cycle(n: int, tail: Sequence[int], parent: Sequence[int]) -> int:
    """A point on a cycle of parent edges, -1 if they form a forest."""
    seen_from = [-1] * n
    for start in range(n):
        point = start
        while seen_from[point] == -1:
            seen_from[point] = start
            e = parent[point]
            if e < 0:
                break
            point = tail[e]
        else:
            if seen_from[point] == start:
                return point
    return -1


HELPERS = (on_a_cycle,)
