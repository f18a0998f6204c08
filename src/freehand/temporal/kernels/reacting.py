"""Go back from every negative point until the sum is no longer below 0; see :mod:`..dynamic`."""

# Static types are those of the interpreter: lists of int. numba finds its own.
from __future__ import annotations

from collections.abc import Sequence

CONTROLLABLE = 0
CYCLE = 1
GAVE_UP = 2
NO_ROOM = 3
NO_STACK = 4

FINISHED = 0
UNFINISHED = 1
UNDERWAY = 2

_LOOK = 1 << 16


def react(
    size: int,
    first: Sequence[int],
    middle: Sequence[int],
    ended_by: Sequence[int],
    tail: list[int],
    head: list[int],
    weight: list[int],
    onward: list[int],
    begun: list[int],
    ended: list[int],
    closed: list[int],
    state: list[int],
    sums: list[int],
    by: list[int],
    touched: list[int],
    heap: list[int],
    place: list[int],
    ways: list[int],
    scan: list[int],
    saved: list[int],
    kept: list[int],
    flat: list[int],
    told: list[int],
    most: int,
    stop: Sequence[int],
) -> int:
    """Steps 2 to 5 of :mod:`freehand.temporal.dynamic`.

    The edges that end at y stand at ``first[y] .. first[y + 1] - 1``; those below 0 come first, up to ``middle[y]``.
    ``ended_by[b]`` is the point c to which the lower edge of b leads, or -1. What follows is put behind ``told[0]``:
    for a finished negative start s, edges with a sum of 0 or more at ``begun[s] .. ended[s] - 1``, those below 0 up to
    ``closed[s]``; ``onward[e]`` is the first edge of the way that such an edge stands for.

    Call it with ``told[0]`` = the number of edges laid out, ``told[4]`` = 0, ``by`` and ``place`` -1. After ``NO_ROOM``
    make ``tail``, ``head``, ``weight`` and ``onward``, after ``NO_STACK`` make ``kept`` at least ``told[3]`` long and
    call again: what was finished stays.

    After ``CYCLE`` the ways ``told[1] .. told[2] - 1`` of the stack form it: the way back from ``ways[d]`` reaches the
    next one, the last reaches ``ways[told[1]]``. Where ``scan[d]`` is an edge below 0 it does so over this edge; else
    (point, sum, edge) for what it has reached is at ``kept[saved[d]] .. kept[saved[d + 1] - 1]``, the point as
    ``-1 - point`` where it is done. ``flat`` has the cycle written out, ``told[5]`` says how long; see ``write_out``.
    """
    steps = told[4]
    look = steps + _LOOK
    made = told[0]
    laid = first[size]
    for x in range(size):
        if made == laid:
            state[x] = UNFINISHED if first[x] < middle[x] else FINISHED
        elif state[x] == UNDERWAY:
            state[x] = UNFINISHED
    for origin in range(size):
        if state[origin] != UNFINISHED:
            continue
        depth = 1
        ways[0] = origin
        scan[0] = first[origin]
        saved[0] = 0
        state[origin] = UNDERWAY
        while depth > 0:
            start = ways[depth - 1]
            base = saved[depth - 1]
            reached = 0
            height = 0
            blocked = -1
            end = middle[start]
            e = scan[depth - 1]
            if e < end:
                # Step 4 foreseen: whatever an edge below 0 comes from is passed for sure.
                while e < end and state[tail[e]] == FINISHED:
                    e += 1
                scan[depth - 1] = e
                steps += end - first[start]
                saved[depth] = base
                if e < end:
                    blocked = tail[e]
                if blocked < 0:
                    # Step 2, the first edges.
                    for e in range(first[start], end):
                        x = tail[e]
                        total = weight[e]
                        if by[x] < 0:
                            touched[reached] = x
                            reached += 1
                            at = height
                            height += 1
                        elif total < sums[x]:
                            at = place[x]
                        else:
                            continue
                        sums[x] = total
                        by[x] = e
                        lift(heap, place, sums, x, at)
            else:
                # A way that waited goes on.
                for i in range(base, saved[depth], 3):
                    x = kept[i]
                    if x < 0:
                        x = -1 - x
                        sums[x] = kept[i + 1]
                    else:
                        sums[x] = kept[i + 1]
                        if sums[x] < 0:
                            lift(heap, place, sums, x, height)
                            height += 1
                    by[x] = kept[i + 2]
                    touched[reached] = x
                    reached += 1
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
                low = middle[point]
                high = first[point + 1]
                while True:
                    for e in range(low, high):
                        x = tail[e]
                        total = so_far + weight[e]
                        if by[x] < 0:
                            if x == start and (total >= 0 or (e < laid and ended_by[x] == point)):
                                continue
                            touched[reached] = x
                            reached += 1
                            sums[x] = total
                            by[x] = e
                            if total < 0:
                                lift(heap, place, sums, x, height)
                                height += 1
                        elif total < sums[x] and not (x == start and e < laid and ended_by[x] == point):
                            sums[x] = total
                            by[x] = e
                            if total < 0:
                                if place[x] < 0:
                                    lift(heap, place, sums, x, height)
                                    height += 1
                                else:
                                    lift(heap, place, sums, x, place[x])
                    steps += high - low
                    if low >= laid or first[point] == middle[point]:
                        break
                    # What follows for a negative point.
                    low = begun[point]
                    high = ended[point]
                if steps > most:
                    return GAVE_UP
                if steps > look:
                    look = steps + _LOOK
                    if stop[0] != 0:
                        return GAVE_UP
            if blocked >= 0:
                # Step 4, and 5 where it is underway.
                if reached > 0:
                    if base + 3 * reached > len(kept):
                        told[3] = base + 3 * reached
                        told[4] = steps
                        forget(reached, touched, by, place)
                        return NO_STACK
                    i = base
                    for r in range(reached):
                        x = touched[r]
                        kept[i] = x if place[x] >= 0 or sums[x] >= 0 else -1 - x
                        kept[i + 1] = sums[x]
                        kept[i + 2] = by[x]
                        i += 3
                    forget(reached, touched, by, place)
                    saved[depth] = i
                if state[blocked] == UNDERWAY:
                    told[2] = depth
                    depth -= 1
                    while ways[depth] != blocked:
                        depth -= 1
                    told[1] = depth
                    told[5] = write_out(
                        laid,
                        middle,
                        tail,
                        head,
                        onward,
                        begun,
                        touched,
                        heap,
                        ways,
                        scan,
                        saved,
                        kept,
                        flat,
                        told,
                    )
                    return CYCLE
                ways[depth] = blocked
                scan[depth] = first[blocked]
                state[blocked] = UNDERWAY
                depth += 1
                continue
            # Step 3.
            if made + reached > len(tail):
                told[3] = made + reached
                told[4] = steps
                forget(reached, touched, by, place)
                return NO_ROOM
            begun[start] = made
            for r in range(reached):
                x = touched[r]
                if sums[x] >= 0:
                    tail[made] = x
                    head[made] = start
                    weight[made] = sums[x]
                    onward[made] = by[x]
                    by[x] = -1
                    made += 1
            ended[start] = made
            for r in range(reached):
                x = touched[r]
                if by[x] >= 0:
                    tail[made] = x
                    head[made] = start
                    weight[made] = sums[x]
                    onward[made] = by[x]
                    by[x] = -1
                    made += 1
            closed[start] = made
            told[0] = made
            state[start] = FINISHED
            depth -= 1
    return CONTROLLABLE


def write_out(
    laid: int,
    middle: Sequence[int],
    tail: Sequence[int],
    head: Sequence[int],
    onward: Sequence[int],
    begun: Sequence[int],
    into: list[int],
    reached: list[int],
    ways: Sequence[int],
    scan: Sequence[int],
    saved: Sequence[int],
    kept: Sequence[int],
    flat: list[int],
    told: Sequence[int],
) -> int:
    """The cycle in edges that were laid out, in the order of travel: their number, or -1 where ``flat`` is too short.

    A stack holds how far the ways are told: what leads ``into`` which start, and the point ``reached``.
    """
    length = 0
    for d in range(told[2] - 1, told[1] - 1, -1):
        start = ways[d]
        at = ways[d + 1] if d + 1 < told[2] else ways[told[1]]
        while True:
            edge = -1
            if scan[d] < middle[start]:
                edge = scan[d]
            else:
                i = saved[d]
                while kept[i] != at and kept[i] != -1 - at:
                    i += 3
                edge = kept[i + 2]
            at = head[edge]
            height = 0
            if edge >= laid:
                into[0] = at
                reached[0] = tail[edge]
                height = 1
            else:
                if length == len(flat):
                    return -1
                flat[length] = edge
                length += 1
            while height > 0:
                inner = into[height - 1]
                here = reached[height - 1]
                if here == inner:
                    height -= 1
                    continue
                e = begun[inner]
                while tail[e] != here:
                    e += 1
                e = onward[e]
                reached[height - 1] = head[e]
                if e >= laid:
                    into[height] = head[e]
                    reached[height] = tail[e]
                    height += 1
                else:
                    if length == len(flat):
                        return -1
                    flat[length] = e
                    length += 1
            if at == start:
                break
    return length


def forget(reached: int, touched: Sequence[int], by: list[int], place: list[int]) -> None:
    """Nothing is reached any more."""
    for r in range(reached):
        by[touched[r]] = -1
        place[touched[r]] = -1


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


HELPERS = (forget, lift, sink, write_out)
