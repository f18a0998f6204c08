"""What does a network say about some of its points, or about every pair of them?

Rule
    Removing a point ``k`` and adding ``x -> y`` of weight ``w(x,k) + w(k,y)`` for each pair of neighbours keeps every
    shortest distance among the points that remain. Hence the solutions of the network restricted to chosen points are
    exactly those of what is left when all others have been removed.

    1. Keep the least weight between every ordered pair of points; a loop below 0 is a contradiction.
    2. Remove points one by one, the one with the fewest pairs of neighbours next, bridging its neighbours. A bridge
       from a point to itself below 0 is a contradiction, and every negative cycle ends as one.
    3. For all distances put the points back in the opposite order. When k returns, the distance from k to any point
       present is the least of ``w(k,y) + d(y, .)`` over its neighbours y at the time of its removal, and likewise to k.

Source
    R. Dechter, I. Meiri, J. Pearl (1991): directed path consistency (step 2); L. Planken, M. de Weerdt,
    R. van der Krogt, "Computing all-pairs shortest paths by leveraging low treewidth", Journal of Artificial
    Intelligence Research 43 (2012), algorithm *Snowball* (step 3); D. J. Rose (1970): the order of step 2 (least
    degree).

Cost
    O(n b**2) for step 2 and O(n**2 b) for step 3, where b is the most neighbours a point has when it goes: small in
    networks that come from plans, n - 1 at worst. Step 3 works on whole rows.

Limits
    The order of removal is a heuristic; it changes the cost and never the distances. Distances are unique, so small
    networks are reckoned with dictionaries, which the interpreter is quick with, and large ones by
    :mod:`freehand.temporal.kernels.closing`: steps 2 and 3 on rows of a table, removed points with fewest neighbours
    first, and step 3 in two halves (ways down to points removed before; then all ways, the last removed point first).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import Any, Final, cast

from freehand.temporal.engines import INTERPRETER, engine_for
from freehand.temporal.graph import Graph, LimitReached, lay_out
from freehand.temporal.kernels.closing import CLOSED, GAVE_UP, arrange, close
from freehand.temporal.limits import UNLIMITED, Clock, Limit
from freehand.temporal.network import Edge

_FAR: Final = cast(int, math.inf)  # a true infinity: absorbs every addition, and never leaves this module

_Weights = list[dict[int, int]]

_MOST_IN_A_TABLE = 2000
"""Points up to which all distances are reckoned where only some are wanted: that is quicker than removing points."""

_MANY = 300

_NO_CLOCK = Clock(None)


def distances(n: int, edges: Sequence[Edge]) -> list[list[int | None]]:
    """The shortest distance between every two points: the tightest ``y - x <= d[x][y]`` that follows, in seconds.

    :returns: row x, column y; None where nothing bounds ``y - x`` from above.
    :raises ValueError: if the network is inconsistent.

    >>> distances(3, [(0, 1, 10), (1, 2, -4)])
    [[0, 10, 6], [None, 0, -4], [None, None, 0]]
    """
    engine = engine_for(closing_work(n))
    if engine is not INTERPRETER:
        graph = lay_out(n, edges, engine)
        return with_none(closed(graph), graph.far)
    onward, inward = _weights(n, edges)
    order = _eliminate(onward, inward, list(range(n)))
    return _put_back(order, onward, inward)


def closing_work(points: int) -> int:
    """About how many steps it takes to close a sparse network."""
    return 8 * points * points


def closed(graph: Graph, limit: Limit = UNLIMITED) -> Any:
    """All distances as rows of the graph's engine, ``graph.far`` where there is none.

    :raises ValueError: if the network is inconsistent.
    :raises LimitReached: if the limit came first.
    """
    engine, n, far, first, _, head, weight, _ = graph
    # Compiled, many entries of a row are done at once.
    work = closing_work(n) if engine is INTERPRETER else closing_work(n) // 8
    words = -(-n // 32)
    near, order = engine.table(n, words, 0), engine.filled(n, 0)
    spare = engine.filled(2 * n, 0)
    if (
        engine.run(arrange, n, words, first, head, near, spare, order, work=work // 8, worst=n**3 // 8, limit=limit)
        == GAVE_UP
    ):
        raise LimitReached
    table, rank = engine.table(n, n, far), engine.filled(n, 0)
    point = engine.run(
        close,
        n,
        words,
        first,
        head,
        weight,
        near,
        order,
        rank,
        table,
        spare,
        far,
        work=work,
        worst=n**3 // 8,
        limit=limit,
    )
    if point == GAVE_UP:
        raise LimitReached
    if point != CLOSED:
        raise _contradiction(point)
    return table


def _picked(row: Any, columns: Sequence[int]) -> list[int]:
    """Some entries of a row."""
    return [int(row[column]) for column in columns]


def with_none(table: Any, far: int) -> list[list[int | None]]:
    """The rows as lists, None where nothing was reached."""
    rows: list[list[int]] = table if isinstance(table, list) else table.tolist()
    return [[None if at == far else at for at in row] for row in rows]


def distances_among(n: int, edges: Sequence[Edge], points: Sequence[int]) -> list[list[int | None]]:
    """The shortest distances among chosen points only: the network's exact projection on them.

    :param points: the chosen points; the answer has their order. A point named twice has two equal rows.
    :returns: entry ``[i][j]`` is the distance from ``points[i]`` to ``points[j]`` in seconds, None where unbounded.
    :raises ValueError: if the network is inconsistent, wherever the contradiction is.

    >>> distances_among(3, [(0, 1, 10), (1, 2, -4)], [2, 0])
    [[0, None], [6, 0]]
    """
    return among(n, edges, points, UNLIMITED)


def among(n: int, edges: Sequence[Edge], points: Sequence[int], limit: Limit) -> list[list[int | None]]:
    """:func:`distances_among` within a limit. Where steps are counted, points are removed one by one whatever runs.

    :raises LimitReached: if the limit came first.
    """
    engine = engine_for(100 * n + closing_work(len(points)))
    if engine is not INTERPRETER and n <= _MOST_IN_A_TABLE and limit.steps is None:
        graph = lay_out(n, edges, engine)
        table = closed(graph, limit)
        return with_none([_picked(table[x], points) for x in points], graph.far)
    onward, inward = _weights(n, edges)
    chosen = set(points)
    budget = [limit.most]
    clock = Clock(limit.seconds)
    _eliminate(onward, inward, [point for point in range(n) if point not in chosen], budget, clock)
    order = _eliminate(onward, inward, sorted(chosen), budget, clock)
    place = {point: index for index, point in enumerate(sorted(chosen))}
    rows = _put_back(order, onward, inward)
    at = [place[point] for point in points]
    return [[row[j] for j in at] for row in [rows[i] for i in at]]


def bridges(n: int, edges: Sequence[Edge], points: Sequence[int]) -> list[Edge]:
    """Edges among chosen points that say of them all that the network says: what is left after step 2.

    :returns: one edge at most for each ordered pair; few where the network is sparse.
    :raises ValueError: if a negative cycle passes a point that is not chosen. Others may be left.

    >>> bridges(3, [(0, 1, 10), (1, 2, -4)], [2, 0])
    [(0, 2, 6)]
    """
    onward, inward = _weights(n, edges)
    chosen = set(points)
    _eliminate(onward, inward, [point for point in range(n) if point not in chosen])
    return [(x, y, w) for x in sorted(chosen) for y, w in onward[x].items()]


def _weights(n: int, edges: Sequence[Edge]) -> tuple[_Weights, _Weights]:
    """Step 1: least weights, by start (``onward[x][y]``) and by end (``inward[y][x]``)."""
    onward: _Weights = [{} for _ in range(n)]
    inward: _Weights = [{} for _ in range(n)]
    for x, y, w in edges:
        if x == y:
            if w < 0:
                raise _contradiction(x)
        elif w < onward[x].get(y, _FAR):
            onward[x][y] = inward[y][x] = w
    return onward, inward


def _eliminate(
    onward: _Weights, inward: _Weights, points: list[int], budget: list[int] | None = None, clock: Clock = _NO_CLOCK
) -> list[int]:
    """Step 2: remove ``points``, each keeping the neighbours it had at its removal; the order in which they went.

    ``budget`` holds how many steps are left, if they are counted.
    """
    pairs = [len(out) * len(into) for out, into in zip(onward, inward, strict=True)]
    left = dict.fromkeys(points)
    # A heap pays for many points only.
    heap = [(pairs[point], point) for point in points] if len(points) > _MANY else None
    if heap is not None:
        heapify(heap)
    order: list[int] = []
    while left:
        k = min(left, key=pairs.__getitem__) if heap is None else _least(heap, left, pairs)
        del left[k]
        order.append(k)
        if budget is not None:
            budget[0] -= pairs[k] + 1
            if budget[0] < 0 or clock[0]:
                raise LimitReached
        out, into = onward[k], inward[k]
        for y in out:
            del inward[y][k]
        for x, to_k in into.items():
            bridges = onward[x]
            del bridges[k]
            for y, from_k in out.items():
                w = to_k + from_k
                if x == y:
                    if w < 0:
                        raise _contradiction(x)
                elif w < bridges.get(y, _FAR):
                    bridges[y] = inward[y][x] = w
        for y in out.keys() | into.keys():
            pairs[y] = len(onward[y]) * len(inward[y])
            if heap is not None and y in left:
                heappush(heap, (pairs[y], y))
    return order


def _least(heap: list[tuple[int, int]], left: Mapping[int, None], pairs: Sequence[int]) -> int:
    """The next of those left; entries that were overtaken are dropped."""
    while True:
        count, k = heappop(heap)
        if k in left and count == pairs[k]:
            return k


def _put_back(order: list[int], onward: _Weights, inward: _Weights) -> list[list[int | None]]:
    """Step 3: all distances among the points of ``order``, in ascending order of the points."""
    place: dict[int, int] = {}
    rows: list[list[int]] = []  # rows[i][j]: distance from the i-th point put back to the j-th
    columns: list[list[int]] = []  # the same, transposed
    for size, k in enumerate(reversed(order)):
        row = _nearest(size, onward[k], rows, place)
        column = _nearest(size, inward[k], columns, place)
        for other, distance in zip(rows, column, strict=True):
            other.append(distance)
        for other, distance in zip(columns, row, strict=True):
            other.append(distance)
        row.append(0)
        column.append(0)
        rows.append(row)
        columns.append(column)
        place[k] = size
    at = [place[point] for point in sorted(order)]
    return [[None if row[j] == _FAR else row[j] for j in at] for row in [rows[i] for i in at]]


def _nearest(size: int, neighbours: dict[int, int], rows: list[list[int]], place: dict[int, int]) -> list[int]:
    """Entry by entry the least of ``weight + row`` over the neighbours."""
    best: list[int] | None = None
    for y, w in neighbours.items():
        row = rows[place[y]]
        if best is None:
            best = [w + d for d in row]
        else:
            best = [b if b < w + d else w + d for b, d in zip(best, row, strict=True)]
    return [_FAR] * size if best is None else best


def _contradiction(point: int) -> ValueError:
    return ValueError(f"the network is inconsistent: a negative cycle passes point {point}")
