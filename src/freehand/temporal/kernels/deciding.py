"""Is each of many cases dynamically controllable? Yes or no, one case after the other; see :mod:`..dynamic`."""

# Static types are those of the interpreter: lists of int. numba finds its own.
from __future__ import annotations

from collections.abc import Sequence

FAILS = 0
HOLDS = 1
UNDECIDED = 3

FINISHED = 0
UNFINISHED = 1
UNDERWAY = 2


def decide_each(
    numbers: Sequence[int],
    width: int,
    chosen: Sequence[int],
    verdicts: list[int],
    size: int,
    first: Sequence[int],
    tail: Sequence[int],
    constant: Sequence[int],
    begin: Sequence[int],
    part: Sequence[int],
    factor: Sequence[int],
    fork: Sequence[int],
    barred: Sequence[int],
    weight: list[int],
    state: list[int],
    sums: list[int],
    touched: list[int],
    heap: list[int],
    place: list[int],
    ways: list[int],
    newest: list[int],
    older: list[int],
    source: list[int],
    bound: list[int],
    most: int,
    stop: Sequence[int],
) -> int:
    """Put the verdict of every chosen case into ``verdicts``; 1 if it was stopped, else 0.

    Edge e ends at the y with ``first[y] <= e < first[y + 1]``, starts at ``tail[e]`` and weighs ``constant[e]`` plus
    ``factor[j] * numbers[case * width + part[j]]`` for ``begin[e] <= j < begin[e + 1]``. ``fork[c]`` is where the lower
    edge to c starts, ``barred[b]`` the end of the link whose upper edge ends at b; -1 where there is none. What follows
    for a point is kept as a list through ``newest`` and ``older``; where there is no more room, or after ``most``
    steps, a case is undecided.
    """
    for case in chosen:
        if stop[0] != 0:
            return 1
        for y in range(size):
            state[y] = FINISHED
            newest[y] = -1
            place[y] = -2
            for e in range(first[y], first[y + 1]):
                total = constant[e]
                for j in range(begin[e], begin[e + 1]):
                    total += factor[j] * numbers[case * width + part[j]]
                weight[e] = total
                if total < 0:
                    state[y] = UNFINISHED
        verdicts[case] = decide_case(
            size, first, tail, fork, barred, weight, state, sums, touched, heap, place, ways, newest, older, source,
            bound, most,
        )  # fmt: skip
    return 0


def decide_case(
    size: int,
    first: Sequence[int],
    tail: Sequence[int],
    fork: Sequence[int],
    barred: Sequence[int],
    weight: Sequence[int],
    state: list[int],
    sums: list[int],
    touched: list[int],
    heap: list[int],
    place: list[int],
    ways: list[int],
    newest: list[int],
    older: list[int],
    source: list[int],
    bound: list[int],
    most: int,
) -> int:
    """Steps 2 to 5 of :mod:`freehand.temporal.dynamic`, each way begun anew after what it waited for is finished."""
    made = 0
    steps = 0
    for origin in range(size):
        if state[origin] != UNFINISHED:
            continue
        depth = 1
        ways[0] = origin
        state[origin] = UNDERWAY
        while depth > 0:
            start = ways[depth - 1]
            reached = 0
            height = 0
            blocked = -1
            for e in range(first[start], first[start + 1]):
                x = tail[e]
                if weight[e] < 0 and (place[x] == -2 or weight[e] < sums[x]):
                    if place[x] == -2:
                        touched[reached] = x
                        reached += 1
                        place[x] = height
                        height += 1
                    sums[x] = weight[e]
                    lift(heap, place, sums, x, place[x])
            while height > 0:
                point = heap[0]
                if state[point] != FINISHED:
                    blocked = point
                    break
                height -= 1
                place[point] = -1
                if height > 0:
                    sink(heap, place, sums, heap[height], height)
                so_far = sums[point]
                # Edges laid out, then what follows for the point, then its lower edge.
                e = first[point]
                end = first[point + 1]
                f = newest[point]
                low = fork[point] if barred[start] != point else -1
                while True:
                    if e < end:
                        x = tail[e]
                        w = weight[e]
                        e += 1
                        if w < 0:
                            continue
                    elif f >= 0:
                        x = source[f]
                        w = bound[f]
                        f = older[f]
                    elif low >= 0:
                        x = low
                        w = 0
                        low = -1
                    else:
                        break
                    steps += 1
                    total = so_far + w
                    if place[x] == -2:
                        touched[reached] = x
                        reached += 1
                        place[x] = -1
                    elif total >= sums[x]:
                        continue
                    sums[x] = total
                    if total < 0:
                        if place[x] < 0:
                            place[x] = height
                            height += 1
                        lift(heap, place, sums, x, place[x])
                if steps > most:
                    break
            full = made + reached > len(source)
            if blocked < 0 and steps <= most and not full:
                for r in range(reached):
                    x = touched[r]
                    if sums[x] >= 0 and x != start:
                        source[made] = x
                        bound[made] = sums[x]
                        older[made] = newest[start]
                        newest[start] = made
                        made += 1
            for r in range(reached):
                place[touched[r]] = -2
            if steps > most or (full and blocked < 0):
                return UNDECIDED
            if blocked < 0:
                state[start] = FINISHED
                depth -= 1
                continue
            if state[blocked] == UNDERWAY:
                return FAILS
            ways[depth] = blocked
            state[blocked] = UNDERWAY
            depth += 1
    return HOLDS


def lift(heap: list[int], place: list[int], sums: Sequence[int], x: int, at: int) -> None:
    """Put x, whose sum is new or lower, to its place in the heap, from ``at`` upwards."""
    key = sums[x]
    while at > 0:
        above = (at - 1) >> 1
        y = heap[above]
        if sums[y] <= key:
            break
        heap[at] = y
        place[y] = at
        at = above
    heap[at] = x
    place[x] = at


def sink(heap: list[int], place: list[int], sums: Sequence[int], x: int, height: int) -> None:
    """Put x to its place in the heap of so many, from the top downwards."""
    key = sums[x]
    at = 0
    while True:
        below = 2 * at + 1
        if below >= height:
            break
        if below + 1 < height and sums[heap[below + 1]] < sums[heap[below]]:
            below += 1
        y = heap[below]
        if sums[y] >= key:
            break
        heap[at] = y
        place[y] = at
        at = below
    heap[at] = x
    place[x] = at


HELPERS = (lift, sink, decide_case)
