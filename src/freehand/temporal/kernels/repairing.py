"""Keep the potentials of a network right while its edges change; see
:mod:`freehand.temporal.questions.standing`."""

# Static types are those of the interpreter: lists of int. numba finds its own.
from __future__ import annotations

from collections.abc import Sequence

REPAIRED = 0
GAVE_UP = -2
DRIFTED = -3

IN, WAITING, OUT = 0, 1, 2
"""What becomes of an edge: the potentials keep it; they do not yet, since a cycle is negative; it is none any more."""

CYCLE, WAITERS, STEPS = 0, 1, 2
"""Places in ``counts``: how long the known negative cycle is (0: none), how many edges wait, steps so far."""

_LOWERED, _CLOSED, _DEEP = 1, 2, 3
_DONE = 1


def repair(
    known: int,
    latest: list[int],
    before: list[int],
    tail: Sequence[int],
    head: Sequence[int],
    of_edges: list[list[int]],
    of_points: list[list[int]],
    counts: list[int],
    edges: Sequence[int],
    weights: Sequence[int],
    gone: Sequence[int],
    until: Sequence[int],
    consistent: list[int],
    apart: int,
    kept: list[list[int]],
    scratch: list[list[int]],
    heap: list[list[int]],
    floor: int,
    most: int,
    stop: Sequence[int],
) -> int:
    """Steps 2 to 4 of :mod:`freehand.temporal.questions.standing` for changes in turn, in place.

    ``latest[x]`` is the last of the edges that leave x, ``before[e]`` the one before e, -1 where there is none; edges
    from ``known`` on are still to be put there. Rows of ``of_edges``: their weights, what became of them (``IN``,
    ``OUT``, ``WAITING``), whether they are on the known cycle, and those that wait; of ``of_points``: potentials, and
    the edges of the known cycle.

    Change i sets edges[i] to weights[i], or takes it out where gone[i] is not 0. Group g of changes ends before
    ``until[g]``, and ``consistent[g]`` is whether the network is after it. Where ``apart`` is not 0 every group begins
    from the given state, which is there again in the end; ``kept`` has four rows for it. ``scratch`` has four rows of
    zeros, ``heap`` two rows, with one place more than there are points, and edges.

    Returns ``REPAIRED``, ``GAVE_UP``, or ``DRIFTED`` if a potential fell below ``floor``.
    """
    weight, state, on_cycle, waiting = of_edges[0], of_edges[1], of_edges[2], of_edges[3]
    potential, cycle = of_points[0], of_points[1]
    estimate, parent, seen, old = scratch[0], scratch[1], scratch[2], scratch[3]
    heap_key, heap_point = heap[0], heap[1]
    points = len(potential)
    for e in range(known, len(tail)):
        before[e] = latest[tail[e]]
        latest[tail[e]] = e
    kept_cycle, kept_waiting, kept_potential, kept_changes = kept[0], kept[1], kept[2], kept[3]
    length, waiters = counts[CYCLE], counts[WAITERS]
    if apart != 0:
        for i in range(points):
            kept_potential[i] = potential[i]
        for i in range(length):
            kept_cycle[i] = cycle[i]
        for i in range(waiters):
            kept_waiting[i] = waiting[i]
    begin = 0
    for group in range(len(until)):
        end = until[group]
        for i in range(begin, end):
            e = edges[i]
            if apart != 0:
                kept_changes[2 * (i - begin)] = weight[e]
                kept_changes[2 * (i - begin) + 1] = state[e]
            broken = False
            if gone[i] != 0:
                if state[e] == WAITING:
                    forget(e, waiting, counts)
                state[e] = OUT
                broken = on_cycle[e] != 0
            else:
                weight[e] = weights[i]
                holds = potential[tail[e]] + weight[e] >= potential[head[e]]
                if state[e] == WAITING:
                    if holds:
                        forget(e, waiting, counts)
                        state[e] = IN
                elif holds:
                    state[e] = IN
                else:
                    state[e] = WAITING
                    waiting[counts[WAITERS]] = e
                    counts[WAITERS] += 1
                if on_cycle[e] != 0:
                    total = 0
                    for j in range(counts[CYCLE]):
                        total += weight[cycle[j]]
                    broken = total >= 0
            if broken:
                forgive(cycle, on_cycle, counts)
            # Whoever waits is let in as long as no negative cycle is known.
            while counts[CYCLE] == 0 and counts[WAITERS] > 0:
                e = waiting[counts[WAITERS] - 1]
                result = _LOWERED
                if potential[tail[e]] + weight[e] < potential[head[e]]:
                    result = lower(
                        e,
                        latest,
                        before,
                        tail,
                        head,
                        weight,
                        state,
                        potential,
                        counts,
                        estimate,
                        parent,
                        seen,
                        old,
                        heap_key,
                        heap_point,
                        floor,
                    )
                if result == _DEEP:
                    return DRIFTED
                if result == _CLOSED:
                    read(e, tail, parent, cycle, on_cycle, counts)
                else:
                    state[e] = IN
                    counts[WAITERS] -= 1
            counts[STEPS] += 1
        consistent[group] = 1 if counts[CYCLE] == 0 else 0
        if counts[STEPS] > most or stop[0] != 0:
            return GAVE_UP
        if apart != 0:
            for i in range(points):
                potential[i] = kept_potential[i]
            forgive(cycle, on_cycle, counts)
            for i in range(length):
                cycle[i] = kept_cycle[i]
                on_cycle[cycle[i]] = 1
            counts[CYCLE] = length
            for i in range(counts[WAITERS]):
                state[waiting[i]] = IN
            for i in range(end - 1, begin - 1, -1):
                weight[edges[i]] = kept_changes[2 * (i - begin)]
                state[edges[i]] = kept_changes[2 * (i - begin) + 1]
            # Last, since an edge may have been let in before its turn came.
            for i in range(waiters):
                waiting[i] = kept_waiting[i]
                state[waiting[i]] = WAITING
            counts[WAITERS] = waiters
        begin = end
    return REPAIRED


def lower(
    e: int,
    latest: Sequence[int],
    before: Sequence[int],
    tail: Sequence[int],
    head: Sequence[int],
    weight: Sequence[int],
    state: Sequence[int],
    potential: list[int],
    counts: list[int],
    estimate: list[int],
    parent: list[int],
    seen: list[int],
    old: list[int],
    heap_key: list[int],
    heap_point: list[int],
    floor: int,
) -> int:
    """Step 2: lower potentials until they keep edge e as well, or leave them where a negative cycle closes.

    Between calls ``estimate`` is 0 everywhere. By how much a point falls at least stands there as long as it is open,
    ``_DONE`` once it has fallen; the one that falls most goes next, and so each falls once.
    """
    u = tail[e]
    v = head[e]
    parent[v] = e
    if u == v:
        return _CLOSED
    estimate[v] = potential[u] + weight[e] - potential[v]
    seen[0] = v
    reached = 1
    size = push(heap_key, heap_point, 0, estimate[v], v)
    result = _LOWERED
    while size > 0 and result == _LOWERED:
        fall = heap_key[0]
        x = heap_point[0]
        size = pop(heap_key, heap_point, size)
        if estimate[x] != fall:
            continue
        estimate[x] = _DONE
        old[x] = potential[x]
        potential[x] += fall
        if potential[x] < floor:
            result = _DEEP
        f = latest[x]
        while f >= 0:
            counts[STEPS] += 1
            y = head[f]
            if state[f] == IN and estimate[y] != _DONE:
                fall = potential[x] + weight[f] - potential[y]
                if fall < estimate[y]:
                    if estimate[y] == 0:
                        seen[reached] = y
                        reached += 1
                    estimate[y] = fall
                    parent[y] = f
                    if y == u:
                        result = _CLOSED
                    size = push(heap_key, heap_point, size, fall, y)
            f = before[f]
    for i in range(reached):
        x = seen[i]
        if estimate[x] == _DONE and result != _LOWERED:
            potential[x] = old[x]
        estimate[x] = 0
    return result


def read(
    e: int, tail: Sequence[int], parent: Sequence[int], cycle: list[int], on_cycle: list[int], counts: list[int]
) -> None:
    """Write the cycle that closed: edge e, then the way back to where it starts."""
    length = 1
    at = tail[e]
    while parent[at] != e:
        cycle[length] = parent[at]
        length += 1
        at = tail[parent[at]]
    cycle[0] = e
    for i in range(1, (length + 1) // 2):
        other = cycle[length - i]
        cycle[length - i] = cycle[i]
        cycle[i] = other
    for i in range(length):
        on_cycle[cycle[i]] = 1
    counts[CYCLE] = length


def forgive(cycle: Sequence[int], on_cycle: list[int], counts: list[int]) -> None:
    """The known cycle is none any more."""
    for i in range(counts[CYCLE]):
        on_cycle[cycle[i]] = 0
    counts[CYCLE] = 0


def forget(e: int, waiting: list[int], counts: list[int]) -> None:
    """Edge e waits no longer."""
    at = 0
    while waiting[at] != e:
        at += 1
    counts[WAITERS] -= 1
    waiting[at] = waiting[counts[WAITERS]]


def push(heap_key: list[int], heap_point: list[int], size: int, key: int, point: int) -> int:
    """Put a point on a heap, least key first; the new size."""
    at = size
    while at > 0 and heap_key[(at - 1) // 2] > key:
        heap_key[at] = heap_key[(at - 1) // 2]
        heap_point[at] = heap_point[(at - 1) // 2]
        at = (at - 1) // 2
    heap_key[at] = key
    heap_point[at] = point
    return size + 1


def pop(heap_key: list[int], heap_point: list[int], size: int) -> int:
    """Take the first from a heap; the new size."""
    size -= 1
    key = heap_key[size]
    point = heap_point[size]
    at = 0
    while 2 * at + 1 < size:
        child = 2 * at + 1
        if child + 1 < size and heap_key[child + 1] < heap_key[child]:
            child += 1
        if heap_key[child] >= key:
            break
        heap_key[at] = heap_key[child]
        heap_point[at] = heap_point[child]
        at = child
    heap_key[at] = key
    heap_point[at] = point
    return size


HELPERS = (lower, read, forgive, forget, push, pop)
