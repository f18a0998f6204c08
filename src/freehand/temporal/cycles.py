"""Which contradiction is the easiest to explain, and how many are there that do not share a cause?

Rule
    A negative cycle is a contradiction; each of its edges is one step of the explanation. Wanted is the cycle with the
    fewest steps, and among those the one whose ranks, read from a fixed start, come first. Let ``H`` be the fewest
    steps of any negative cycle and ``B_r(y)`` the least weight of a walk of at most ``r`` edges from y to a start s.

    1. Take any negative cycle: its length bounds H. Without one there is nothing to explain. Where every negative cycle
       passes point 0 (what is left without it is consistent), leave out the edges that none passes: with D the least
       weight of a way from 0 and E that of a way to 0, an edge ``(x, y, w)`` is on one iff ``D(x) + w + E(y) < 0``.
       Steps 2, 4 and 5 then look from point 0 alone.
    2. Find H: lengthen walks edge by edge from every point at once until one returns to its start with a sum below 0.
       Only walks whose every beginning has a sum below 0 are needed, since each negative cycle has such a reading:
       start it behind the place where its running sum is greatest.
    3. A closed walk of H edges with a sum below 0 is a simple cycle: at a point passed twice it would split into two
       closed walks, one of them negative, with fewer edges than H. So walks may be searched as if they were cycles.
    4. From a start s read off the first cycle by rank: a beginning of k edges that stands at y with sum W can be
       completed iff ``W + B_{H-k}(y) < 0``. Among all beginnings with the least ranks so far keep for every point the
       one with the least sum; whatever completes another completes that one.
    5. The start is point 0 for cycles that pass it. For the others every point is tried (point 0 left out), edges of
       least rank first, so that the reading found is the rotation with the least ranks.
    6. Independent faults: take the cycle, remove what somebody stated on it, ask again.

Source
    Hop-limited shortest walks: R. Bellman, "On a routing problem" (1958). Step 2 uses the cycle lemma of A. Dvoretzky
    and Th. Motzkin (1947). Step 4 is dynamic programming in the order of ranks; nothing is enumerated, so no bound on
    enumeration is needed and the answer is always exact.

Cost
    O(n m H) at worst, H being small where explanations are readable.

Limits
    Cycles that agree in all their ranks are told apart by their sums, then by the order of the edges given. Independent
    faults are found one after another, not as the largest set that shares no edge.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from freehand.temporal.consistency import latest, negative_cycle
from freehand.temporal.network import Edge

Rank = tuple[str, ...]
"""Orders edges among equals: owner, document, element."""

_Steps = list[list[tuple[int, int, int]]]  # for every point: (the point at the other end, weight, index of the edge)


def fewest_steps(n: int, edges: Sequence[Edge], rank: Sequence[Rank]) -> list[int] | None:
    """The negative cycle with the fewest edges; among those the first by rank.

    :param rank: one sortable tuple per edge.
    :returns: indices into ``edges`` in travel order, from point 0 where the cycle passes it, else from where its ranks
        read least; None if the network is consistent.

    >>> edges = [(0, 1, 5), (1, 2, -3), (2, 0, -3), (1, 0, -6)]
    >>> fewest_steps(3, edges, [("ours",), ("theirs",), ("theirs",), ("theirs",)])
    [0, 3]
    """
    return _look(n, edges, rank)[1]


def _look(n: int, edges: Sequence[Edge], rank: Sequence[Rank]) -> tuple[list[int], list[int] | None]:
    """Steps 1 to 5: the indices of the edges that may be on a negative cycle, and the cycle."""
    # Step 1.
    known = negative_cycle(n, [edge for edge in edges if edge[0] and edge[1]])
    if known is not None:
        return list(range(len(edges))), _anywhere(n, edges, rank, len(known))
    kept = _through_zero(n, edges)
    cycle = _from_zero(n, [edges[index] for index in kept], [rank[index] for index in kept])
    return kept, None if cycle is None else [kept[index] for index in cycle]


def _through_zero(n: int, edges: Sequence[Edge]) -> list[int]:
    """The indices of the edges on negative cycles, where all of these pass point 0; none if it is consistent."""
    ahead = latest(n, [edge for edge in edges if edge[1]])
    behind = latest(n, [(y, x, w) for x, y, w in edges if x])
    kept = []
    for index, (x, y, w) in enumerate(edges):
        before, after = (ahead[x] if x else 0), (behind[y] if y else 0)
        if before is not None and after is not None and before + w + after < 0:
            kept.append(index)
    return kept


def _from_zero(n: int, edges: Sequence[Edge], rank: Sequence[Rank]) -> list[int] | None:
    """Steps 2 and 4, where every edge is on a negative cycle that passes point 0; None where there is no edge."""
    if not edges:
        return None
    onward, inward = _by_point(n, edges)
    steps = _fewest_through_zero(onward)
    return _first_by_rank(0, onward, _completions(0, inward, steps, None), rank)


def _by_point(n: int, edges: Sequence[Edge]) -> tuple[_Steps, _Steps]:
    """The edges by the point where they start, and by that where they end."""
    onward: _Steps = [[] for _ in range(n)]
    inward: _Steps = [[] for _ in range(n)]
    for index, (x, y, w) in enumerate(edges):
        onward[x].append((y, w, index))
        inward[y].append((x, w, index))
    return onward, inward


def _fewest_through_zero(onward: _Steps) -> int:
    """Step 2 where every negative cycle passes point 0, and there is one: walks from there are enough."""
    sums: dict[int, int] = {}
    frontier = {0: 0}
    hops = 0
    while sums.get(0, 0) >= 0:
        hops += 1
        lower: dict[int, int] = {}
        for x, so_far in frontier.items():
            for y, w, _ in onward[x]:
                total = so_far + w
                known = lower.get(y, sums.get(y))
                if known is None or total < known:
                    lower[y] = total
        sums |= lower
        frontier = lower
    return hops


def _anywhere(n: int, edges: Sequence[Edge], rank: Sequence[Rank], known: int) -> list[int] | None:
    """Steps 2 to 5, given that some negative cycle has ``known`` edges."""
    onward, inward = _by_point(n, edges)
    steps = _fewest(onward, known)
    # Steps 4 and 5, for cycles that pass point 0.
    best = _first_by_rank(0, onward, _completions(0, inward, steps, None), rank)
    # Step 5, for the others.
    limit = None if best is None else rank[best[0]]
    firsts: dict[int, list[int] | None] = {0: None}
    for least, group in groupby(sorted(range(len(edges)), key=rank.__getitem__), key=rank.__getitem__):
        if limit is not None and least > limit:
            break
        found: list[list[int]] = []
        for start in dict.fromkeys(edges[index][0] for index in group):
            if start not in firsts:
                firsts[start] = _first_by_rank(start, onward, _completions(start, inward, steps, 0), rank)
            cycle = firsts[start]
            if cycle is not None and rank[cycle[0]] == least:
                found.append(cycle)
        if found:
            found = found if best is None else [best, *found]
            return min(found, key=lambda cycle: [rank[index] for index in cycle])
    return best


def independent_faults(
    n: int,
    edges: Sequence[Edge],
    rank: Sequence[Rank],
    keep: Callable[[int], bool],
    told: Callable[[list[int]], object] | None = None,
) -> list[list[int]]:
    """One negative cycle for each fault: each is the fewest steps once the earlier ones have been taken out.

    :param keep: whether the edge with this index stays even so, being nobody's statement ("no time before the
        warning").
    :param told: is told of each cycle before the next is looked for; whoever has had enough raises from it.
    :returns: cycles as :func:`fewest_steps` gives them, in the order in which they were found. A cycle made of kept
        edges only cannot be taken out; it is reported and ends the list.

    >>> edges = [(1, 0, 0), (0, 1, -2), (2, 0, 0), (0, 2, -5)]
    >>> independent_faults(3, edges, [("nobody",), ("a",), ("nobody",), ("b",)], lambda index: index in (0, 2))
    [[1, 0], [3, 2]]
    """
    left = list(range(len(edges)))
    faults: list[list[int]] = []
    while True:
        kept, cycle = _look(n, [edges[index] for index in left], [rank[index] for index in left])
        if cycle is None:
            return faults
        fault = [left[index] for index in cycle]
        faults.append(fault)
        if told is not None:
            told(fault)
        stated = {index for index in fault if not keep(index)}
        if not stated:
            return faults
        # What is on no negative cycle now is on none once more has been taken out.
        left = [left[index] for index in kept if left[index] not in stated]


def _fewest(onward: _Steps, known: int) -> int:
    """Step 2: the fewest steps of any negative cycle, given that one of ``known`` steps exists."""
    starts: list[int] = []
    reached: list[dict[int, int]] = []
    improved: list[dict[int, int]] = []
    for start, steps in enumerate(onward):
        sums: dict[int, int] = {}
        for y, w, _ in steps:
            if w < sums.get(y, 0):
                sums[y] = w
        if start in sums:
            return 1
        if sums:
            starts.append(start)
            reached.append({start: 0, **sums})
            improved.append(sums)
    for hops in range(2, known):
        for number, start in enumerate(starts):
            sums, frontier = reached[number], improved[number]
            lower: dict[int, int] = {}
            for x, so_far in frontier.items():
                for y, w, _ in onward[x]:
                    total = so_far + w
                    if total < sums.get(y, 0):
                        sums[y] = lower[y] = total
            improved[number] = lower
            if start in lower:
                return hops
    return known


def _completions(end: int, inward: _Steps, steps: int, without: int | None) -> list[dict[int, int]]:
    """``B_r`` for r = 0 .. steps - 1: by point the least weight of a walk of at most r edges to ``end``."""
    sums = {end: 0}
    completions = [sums]
    frontier = sums
    for _ in range(steps - 1):
        lower: dict[int, int] = {}
        for y, so_far in frontier.items():
            for x, w, _ in inward[y]:
                if x == without:
                    continue
                total = so_far + w
                known = lower.get(x)
                if known is None:
                    known = sums.get(x)
                if known is None or total < known:
                    lower[x] = total
        if lower:
            sums = {**sums, **lower}
        completions.append(sums)
        frontier = lower
    return completions


def _first_by_rank(
    start: int, onward: _Steps, completions: list[dict[int, int]], rank: Sequence[Rank]
) -> list[int] | None:
    """Step 4: the edges of the first negative cycle by rank, read from ``start``; None if there is none."""
    beginnings: dict[int, tuple[int, list[int]]] = {start: (0, [])}
    for completion in reversed(completions):
        least: Rank | None = None
        longer: dict[int, tuple[int, list[int]]] = {}
        for x, (so_far, path) in beginnings.items():
            for y, w, index in onward[x]:
                rest = completion.get(y)
                if rest is None or so_far + w + rest >= 0:
                    continue
                here = rank[index]
                if least is None or here < least:
                    least = here
                    longer = {}
                elif here > least:
                    continue
                other = longer.get(y)
                if other is None or so_far + w < other[0]:
                    longer[y] = (so_far + w, [*path, index])
        if not longer:
            return None
        beginnings = longer
    return beginnings[start][1]
