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

from freehand.temporal.engines import INTERPRETER, Engine, engine_for
from freehand.temporal.graph import FITS, LimitReached, from_potentials, lay_out, reweighted
from freehand.temporal.kernels.repairing import CYCLE, DRIFTED, GAVE_UP, IN, OUT, WAITERS, WAITING, repair
from freehand.temporal.limits import UNLIMITED, Limit
from freehand.temporal.network import Edge

_ASIDE = 4
"""Edges that are set aside one by one in an inconsistent network, before all that do not hold are."""


class Shift(NamedTuple):
    """An edge gets this weight (and comes in, if it was out); None takes it out."""

    edge: int
    weight: int | None


class _State(NamedTuple):
    """What a kernel changes, as an engine's sequences; see :func:`freehand.temporal.kernels.repairing.repair`."""

    latest: Any
    before: Any
    tail: Any
    head: Any
    weight: Any
    state: Any
    potential: Any
    cycle: Any
    on_cycle: Any
    waiting: Any
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
        return _plain(self._state.potential)

    @property
    def cycle(self) -> list[int] | None:
        """A negative cycle as indices of edges, in order; None if the network is consistent."""
        length = int(self._state.counts[CYCLE])
        return _plain(self._state.cycle[:length]) if length else None

    @property
    def edges(self) -> list[Edge | None]:
        """The edges as they are now; None where one is out."""
        _, _, tail, head, weight, state, *_ = map(_plain, self._state)
        return [None if s == OUT else (x, y, w) for x, y, w, s in zip(tail, head, weight, state, strict=True)]

    def after(
        self,
        groups: Sequence[Sequence[Shift]],
        added: Sequence[tuple[int, int]] = (),
        limit: Limit = UNLIMITED,
    ) -> tuple[Standing, list[bool]]:
        """The network once all groups of shifts were made in turn, and whether it was consistent after each group.

        :param added: the ends of edges that get the next indices. They are out until a shift lets them in.
        :raises LimitReached: if the limit came first.

        >>> stands = standing(2, [(0, 1, 5)])
        >>> stands.after([[Shift(1, -6)], [Shift(0, 7)]], [(1, 0)])[1]
        [False, True]
        """
        return self._run(groups, added, False, limit)

    def apart(
        self,
        groups: Sequence[Sequence[Shift]],
        added: Sequence[tuple[int, int]] = (),
        limit: Limit = UNLIMITED,
    ) -> list[bool]:
        """Whether the network would be consistent after each group of shifts alone.

        :raises LimitReached: if the limit came first.

        >>> standing(2, [(0, 1, 5)]).apart([[Shift(1, -6)], [Shift(0, 7)]], [(1, 0)])
        [False, True]
        """
        return self._run(groups, added, True, limit)[1]

    def _run(
        self, groups: Sequence[Sequence[Shift]], added: Sequence[tuple[int, int]], apart: bool, limit: Limit
    ) -> tuple[Standing, list[bool]]:
        shifts = [shift for group in groups for shift in group]
        weights = [shift.weight or 0 for shift in shifts]
        total = self._total + sum(map(abs, weights))
        points, known = len(self._state.latest), len(self._state.tail)
        work = points + known + 4 * len(shifts)
        engine = INTERPRETER if total >= FITS else self._engine if self._engine is not INTERPRETER else engine_for(work)
        while True:
            state = self._copied(engine, added)
            until, at = [], 0
            for group in groups:
                at += len(group)
                until.append(at)
            consistent = engine.filled(len(groups), 0)
            edges = points + len(state.tail) + 1
            code = engine.run(
                repair,
                known,
                *state,
                engine.vector([shift.edge for shift in shifts]),
                engine.vector(weights),
                engine.vector([shift.weight is None for shift in shifts]),
                engine.vector(until),
                consistent,
                int(apart),
                engine.table(4, max(edges, 2 * len(shifts)) if apart else 1, 0),
                *(engine.filled(size, 0) for size in (points, points, points + 1, points, edges, edges)),
                -FITS if engine is not INTERPRETER else -(FITS**4),
                work=work,
                limit=limit,
            )
            if code == GAVE_UP:
                raise LimitReached
            if code != DRIFTED:
                return Standing(engine, state, total), [bool(one) for one in consistent]
            engine = INTERPRETER  # whose numbers have no end

    def _copied(self, engine: Engine, added: Sequence[tuple[int, int]]) -> _State:
        """The state for an engine, with room for more edges; what does not change is shared."""
        old = self._state
        if engine is not self._engine:
            old = _State(*(engine.vector(_plain(sequence)) for sequence in old))
        size = len(old.tail) + len(added)
        tail, head = old.tail, old.head
        latest, before = old.latest, old.before
        if added:
            tail, head = engine.grown(tail, size, 0), engine.grown(head, size, 0)
            for index, (x, y) in enumerate(added, len(old.tail)):
                tail[index], head[index] = x, y
            latest, before = engine.grown(latest, len(latest), 0), engine.grown(before, size, 0)
        return _State(
            latest,
            before,
            tail,
            head,
            engine.grown(old.weight, size, 0),
            engine.grown(old.state, size, OUT),
            engine.grown(old.potential, len(old.potential), 0),
            engine.grown(old.cycle, len(old.cycle), 0),
            engine.grown(old.on_cycle, size, 0),
            engine.grown(old.waiting, size, 0),
            engine.grown(old.counts, len(old.counts), 0),
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
        engine.vector([edge[2] for edge in edges]),
        engine.vector(state),
        potential,
        engine.vector([*(known or ()), *([0] * (n - len(known or ())))]),
        engine.vector(on_cycle),
        engine.vector(waiting),
        engine.vector(counts),
    )
    return Standing(engine, first, sum(abs(edge[2]) for edge in edges))


def _plain(sequence: Any) -> list[int]:
    found: list[int] = sequence if isinstance(sequence, list) else sequence.tolist()
    return found
