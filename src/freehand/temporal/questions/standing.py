"""Is a network still consistent once some of its edges have changed?

Rule
    Kept are potentials p with ``p(y) <= p(x) + w`` for every edge, which are a timetable; or, where there are none, a
    negative cycle, and potentials that keep every edge but a few, which *wait*.

    1. An edge that is taken out, gets looser, or comes in where the potentials keep it, changes nothing while the
       network is consistent.
    2. Another edge ``x -> y`` that comes in or gets tighter lowers y, by ``p(x) + w - p(y) < 0``. What that lowers in
       turn falls in the order of how far it has to, the point that falls most first: then each falls once. Where x
       itself would have to fall, the ways that lead there close a negative cycle; everything stays where it was, and
       the edge waits.
    3. While a negative cycle is known, edges that the potentials do not keep wait.
    4. When an edge of that cycle is taken out, or gets so loose that the cycle is not negative any more, those who wait
       are let in one by one (step 2), until another negative cycle closes or nobody waits.

Source
    Steps 1 and 2: G. Ramalingam, J. Song, L. Joskowicz, R. E. Miller, "Solving systems of difference constraints
    incrementally", Algorithmica 23 (1999); S. Cotton, O. Maler, "Fast and flexible difference constraint propagation
    for DPLL(T)", SAT 2006, LNCS 4121. A cycle kept as a witness that has to be touched: R. Cervoni, A. Cesta, A. Oddi,
    "Managing dynamic temporal constraint networks", AIPS 1994.

Cost
    A change that the potentials keep: O(1). Another one: O(a log a), a being the edges that leave the points that fall.
    Copying the state: O(n + m) for each call, whatever the number of changes.

Limits
    Potentials only ever fall, so a network that is tightened and loosened again and again would reach the end of 64
    bits some day; before that it is decided afresh. The cycle is some negative cycle; another order of changes may show
    another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from freehand.temporal.engines import INTERPRETER, Compiler, Engine, engine_for
from freehand.temporal.graph import FITS, LimitReached, from_potentials, lay_out, reweighted
from freehand.temporal.kernels.repairing import CYCLE, DRIFTED, GAVE_UP, IN, OUT, WAITERS, WAITING, repair
from freehand.temporal.limits import UNLIMITED, Limit
from freehand.temporal.network import Edge

_ASIDE = 4
"""Edges that are set aside one by one in an inconsistent network, before all that do not hold are."""


class Script(NamedTuple):
    """Shifts of edges in turn: ``edges[i]`` gets ``weights[i]`` (and comes in, if it was out), or goes if ``gone[i]``.

    Group g ends before ``until[g]``. Edges from ``starts`` to ``ends`` get the next indices; they are out until a shift
    lets them in.
    """

    edges: list[int]
    weights: list[int]
    gone: list[int]
    until: list[int]
    starts: list[int]
    ends: list[int]


class _State(NamedTuple):
    """What a kernel takes; see :func:`freehand.temporal.kernels.repairing.repair`."""

    latest: Any
    before: Any
    tail: Any
    head: Any
    of_edges: Any
    of_points: Any
    counts: Any


class Standing:
    """A decided network, with what it takes to decide it again. It never changes: shifts make another one of it."""

    def __init__(self, engine: Engine, state: _State, total: int) -> None:
        self._engine, self._state, self._total = engine, state, total

    @property
    def consistent(self) -> bool:
        """Whether all edges can hold at once."""
        return not self._state.counts[CYCLE]

    @property
    def potential(self) -> list[int]:
        """A time for every point; they keep every edge if the network is consistent."""
        return _plain(self._state.of_points[0])

    @property
    def cycle(self) -> list[int] | None:
        """A negative cycle as indices of edges, in order; None if the network is consistent."""
        length = int(self._state.counts[CYCLE])
        return _plain(self._state.of_points[1][:length]) if length else None

    @property
    def edges(self) -> list[Edge | None]:
        """The edges as they are now; None where one is out."""
        ends = zip(_plain(self._state.tail), _plain(self._state.head), strict=True)
        weights, states = _plain(self._state.of_edges[0]), _plain(self._state.of_edges[1])
        return [
            None if state == OUT else (x, y, weight)
            for (x, y), weight, state in zip(ends, weights, states, strict=True)
        ]

    def arrays(self, begin: int, end: int) -> tuple[Compiler, tuple[Any, Any, Any]] | None:
        """Starts, ends and weights of the edges that are there, but for those from ``begin`` to ``end``, as arrays.

        With them comes the engine whose arrays they are; None where the interpreter's lists hold the network.
        """
        if not isinstance(self._engine, Compiler):
            return None
        there = self._state.of_edges[1] != OUT
        there[begin:end] = False
        tail, head, weight = self._state.tail, self._state.head, self._state.of_edges[0]
        return self._engine, (tail[there], head[there], weight[there])

    def after(self, script: Script, limit: Limit = UNLIMITED) -> tuple[Standing, list[bool]]:
        """The network once all shifts were made, and whether it was consistent after each group.

        :raises LimitReached: if the limit came first.

        >>> stands = standing(2, [(0, 1, 5)])
        >>> stands.after(Script([1, 0], [-6, 7], [0, 0], [1, 2], [1], [0]))[1]
        [False, True]
        """
        return self._run(script, False, limit)

    def apart(self, script: Script, limit: Limit = UNLIMITED) -> list[bool]:
        """Whether the network would be consistent after each group of shifts alone.

        :raises LimitReached: if the limit came first.

        >>> standing(2, [(0, 1, 5)]).apart(Script([1, 0], [-6, 7], [0, 0], [1, 2], [1], [0]))
        [False, True]
        """
        return self._run(script, True, limit)[1]

    def _run(self, script: Script, apart: bool, limit: Limit) -> tuple[Standing, list[bool]]:
        total = self._total + sum(map(abs, script.weights))
        points, known = len(self._state.latest), len(self._state.tail)
        size, groups = known + len(script.starts), len(script.until)
        work = points + known + 4 * len(script.edges)
        engine = INTERPRETER if total >= FITS else self._engine if self._engine is not INTERPRETER else engine_for(work)
        while True:
            state = self._copied(engine, script.starts, script.ends)
            consistent = engine.filled(groups, 0)
            code = engine.run(
                repair,
                known,
                *state,
                engine.vector(script.edges),
                engine.vector(script.weights),
                engine.vector(script.gone),
                engine.vector(script.until),
                consistent,
                int(apart),
                engine.table(4, points + size + 2 * len(script.edges) if apart else 1, 0),
                engine.table(4, points + 1, 0),
                engine.table(2, size + 1, 0),
                -FITS if engine is not INTERPRETER else -(FITS**4),
                work=work,
                worst=len(script.edges) * (points + known),
                limit=limit,
            )
            if code == GAVE_UP:
                raise LimitReached
            if code != DRIFTED:
                return Standing(engine, state, total), list(map(bool, _plain(consistent)))
            engine = INTERPRETER  # whose numbers have no end

    def _copied(self, engine: Engine, starts: Sequence[int], ends: Sequence[int]) -> _State:
        """The state for an engine, with room for more edges; what does not change is shared."""
        old = self._state
        if engine is not self._engine:
            old = _State(
                engine.vector(_plain(old.latest)),
                engine.vector(_plain(old.before)),
                engine.vector(_plain(old.tail)),
                engine.vector(_plain(old.head)),
                engine.table_of([_plain(row) for row in old.of_edges]),
                engine.table_of([_plain(row) for row in old.of_points]),
                engine.vector(_plain(old.counts)),
            )
        latest, before, tail, head = old[:4]
        first, size = len(tail), len(tail) + len(starts)
        of_edges = engine.widened(old.of_edges, size)
        if starts:
            latest, before = engine.grown(latest, len(latest)), engine.grown(before, size)
            tail, head = engine.grown(tail, size), engine.grown(head, size)
            tail[first:], head[first:] = starts, ends
            of_edges[1][first:] = [OUT] * len(starts)
        return _State(
            latest,
            before,
            tail,
            head,
            of_edges,
            engine.widened(old.of_points, len(latest)),
            engine.grown(old.counts, len(old.counts)),
        )


def standing(n: int, edges: Sequence[Edge], limit: Limit = UNLIMITED) -> Standing:
    """Decide a network so that it can be decided again after changes.

    :param edges: constraints in seconds, known by their indices from then on.
    :raises LimitReached: if the limit came first.

    >>> standing(2, [(0, 1, 3), (1, 0, -4)]).cycle
    [0, 1]
    """
    graph = lay_out(n, edges)
    engine, size = graph.engine, len(edges)
    potential = engine.filled(n, 0)
    known = from_potentials(graph, potential, limit)
    cycle = known
    aside: list[int] = []
    # Potentials that keep nearly everything: without some edge of each cycle that shows, else without all not kept.
    while cycle is not None and len(aside) < _ASIDE:
        aside.append(cycle[-1])
        graph = reweighted(graph, {cycle[-1]: None})
        cycle = from_potentials(graph, potential, limit)
    if cycle is not None:
        at = _plain(potential)
        aside = [index for index, (x, y, w) in enumerate(edges) if at[x] + w < at[y]]
    waiting, state, on_cycle = [0] * size, [IN] * size, [0] * size
    for place, index in enumerate(aside):
        waiting[place], state[index] = index, WAITING
    for index in known or ():
        on_cycle[index] = 1
    counts = [0, 0, 0]
    counts[CYCLE], counts[WAITERS] = len(known or ()), len(aside)
    latest, before = [-1] * n, [-1] * size
    for index, (x, _, _) in enumerate(edges):
        before[index], latest[x] = latest[x], index
    first = _State(
        engine.vector(latest),
        engine.vector(before),
        engine.vector([edge[0] for edge in edges]),
        engine.vector([edge[1] for edge in edges]),
        engine.table_of([[edge[2] for edge in edges], state, on_cycle, waiting]),
        engine.table_of([_plain(potential), [*(known or ()), *([0] * (n - len(known or ())))]]),
        engine.vector(counts),
    )
    return Standing(engine, first, sum(abs(edge[2]) for edge in edges))


def _plain(sequence: Any) -> list[int]:
    found: list[int] = sequence if isinstance(sequence, list) else sequence.tolist()
    return found
