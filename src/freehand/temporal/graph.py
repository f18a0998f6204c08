"""Edges laid out for kernels: those that leave a point stand together, in the order in which they were given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from freehand import errors
from freehand.temporal.engines import INTERPRETER, Engine, engine_for
from freehand.temporal.kernels.settling import GAVE_UP, SETTLED, settle
from freehand.temporal.limits import UNLIMITED, Limit
from freehand.temporal.network import Edge

FITS = 2**61
"""Weights whose sum without signs is below this can be added up in 64 bits, along any way."""


class LimitReached(errors.Limit):
    """A solver met a limit. The questions about named networks answer *undecided* instead; elsewhere it is told."""

    def __init__(self, reached: str = "") -> None:
        what, why = (
            "a temporal network was not decided",
            f"it would have taken more than {reached or 'the limit that was set'}.",
        )
        super().__init__(errors.one_fault(what, why, "Leave some of it out, or allow more."))
        self.reached = reached


class Graph(NamedTuple):
    """Edges as an engine's sequences: the k-th in this layout goes from ``tail[k]`` to ``head[k]``.

    ``given[k]`` is its index among the edges that were given; ``first[x]`` where those leaving x begin. ``far`` is more
    than the sum along any way.
    """

    engine: Engine
    n: int
    far: int
    first: Any
    tail: Any
    head: Any
    weight: Any
    given: Sequence[int]


def settling_work(points: int, edges: int) -> int:
    """About how many steps a check of consistency takes."""
    return 4 * (points + edges)


def lay_out(n: int, edges: Sequence[Edge], engine: Engine | None = None) -> Graph:
    """The layout of some edges, for the engine that suits their number where none is named.

    Weights may be as large as they like; those that could leave 64 bits stay with the interpreter.

    >>> lay_out(2, [(1, 0, 5), (0, 1, 3)]).given
    [1, 0]
    """
    total = sum([abs(edge[2]) for edge in edges])
    if total >= FITS:
        engine = INTERPRETER
    elif engine is None:
        engine = engine_for(settling_work(n, len(edges)))
    count = [0] * (n + 1)
    for edge in edges:
        count[edge[0] + 1] += 1
    first = list(accumulate(count))
    place = first[:]
    given = [0] * len(edges)
    for index, edge in enumerate(edges):
        x = edge[0]
        given[place[x]] = index
        place[x] += 1
    placed = [edges[index] for index in given]
    return Graph(
        engine,
        n,
        2 * max(total, FITS),
        engine.vector(first),
        engine.vector([edge[0] for edge in placed]),
        engine.vector([edge[1] for edge in placed]),
        engine.vector([edge[2] for edge in placed]),
        given,
    )


def from_everywhere(graph: Graph, limit: Limit = UNLIMITED) -> tuple[list[int] | None, Any]:
    """Potentials that keep every edge (entry by entry at most 0), or a negative cycle as indices of given edges.

    :returns: ``(cycle, potential)``; ``cycle`` is None where the network is consistent.
    :raises LimitReached: if the limit came first.
    """
    potential = graph.engine.filled(graph.n, 0)
    return from_potentials(graph, potential, limit), potential


def from_potentials(graph: Graph, potential: Any, limit: Limit = UNLIMITED) -> list[int] | None:
    """The same from given potentials, which are lowered in place until they keep every edge, or a cycle shows."""
    engine, n = graph.engine, graph.n
    return _settled(graph, potential, engine.counting(n), engine.filled(n, 1), n, limit)


def from_source(graph: Graph, source: int, limit: Limit = UNLIMITED) -> tuple[list[int] | None, Any]:
    """Shortest distances from one point, ``graph.far`` where there is none; or a negative cycle that it reaches."""
    engine, n = graph.engine, graph.n
    potential, stack, waiting = engine.filled(n, graph.far), engine.filled(n, 0), engine.filled(n, 0)
    potential[source], stack[0], waiting[source] = 0, source, 1
    return _settled(graph, potential, stack, waiting, 1, limit), potential


def _settled(graph: Graph, potential: Any, stack: Any, waiting: Any, height: int, limit: Limit) -> list[int] | None:
    engine, n, far, first, tail, head, weight, given = graph
    parent = engine.filled(n, -1)
    work = settling_work(n, len(given))
    point = engine.run(
        settle,
        n,
        first,
        tail,
        head,
        weight,
        potential,
        parent,
        stack,
        waiting,
        height,
        far,
        work=work,
        worst=n * len(given),
        limit=limit,
    )
    if point == SETTLED:
        return None
    if point == GAVE_UP:
        raise LimitReached
    # Walk the cycle of parent edges backwards, and name its edges forwards.
    cycle: list[int] = []
    at = point
    while True:
        edge = parent[at]
        cycle.append(given[edge])
        at = tail[edge]
        if at == point:
            cycle.reverse()
            return cycle


def reweighted(graph: Graph, weights: Mapping[int, int | None]) -> Graph:
    """The same graph with other weights for some of the given edges; with None an edge binds nothing any more.

    Whoever calls sees to it that the weights still fit the graph's engine.

    >>> graph = lay_out(2, [(0, 1, 3), (1, 0, -4)])
    >>> from_everywhere(graph)[0], from_everywhere(reweighted(graph, {1: None}))[0]
    ([0, 1], None)
    """
    place = {index: at for at, index in enumerate(graph.given) if index in weights}
    head, weight = graph.head.copy(), graph.weight.copy()
    for index, new in weights.items():
        at = place[index]
        if new is None:
            head[at], weight[at] = graph.tail[at], 0  # whatever stands, a point is not later than itself
        else:
            weight[at] = new
    return graph._replace(head=head, weight=weight)
