"""How well does a network hold, and what proves it?

Rule: the verdict is the best that is proven.

====================  ================================================  =====================================
verdict               it means                                          it comes with
====================  ================================================  =====================================
assured               strongly controllable                             an early and a late timetable
adaptable             dynamically controllable                          what to do when, and why not assured
possible              consistent if nature is kind                      a schedule, and why not adaptable
impossible            not consistent                                    the contradiction
undecided             the limit that was set came first                 what was reached
====================  ================================================  =====================================

Without contingent links there is nothing to react to: consistent is assured.
Mathematics, sources and limits: :mod:`freehand.temporal.consistency`, :mod:`freehand.temporal.strong`,
:mod:`freehand.temporal.dynamic`. Each answer is checked by :func:`freehand.temporal.verify.verify`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from freehand.temporal.consistency import as_edges
from freehand.temporal.dynamic import dispatchable_form, put_back, reacted, reacting_work
from freehand.temporal.engines import Compiler, Engine, engine_for
from freehand.temporal.graph import Graph, LimitReached, from_everywhere, from_source, lay_out, settling_work
from freehand.temporal.limits import UNLIMITED, Limit
from freehand.temporal.named import Constraint, ContingentLink, Network
from freehand.temporal.network import parting
from freehand.temporal.normal import Normal, normal_form, normal_of_arrays
from freehand.temporal.refuting import refutation, told, written_out
from freehand.temporal.results import (
    Consistent,
    Dispatchable,
    DynamicallyControllable,
    Inconsistent,
    Kind,
    NotDynamicallyControllable,
    NotStronglyControllable,
    Reduced,
    Refutation,
    Step,
    StronglyControllable,
    Undecided,
    Verdict,
)
from freehand.temporal.strong import Reduction, reduce


def consistency(network: Network, limit: Limit = UNLIMITED) -> Consistent | Inconsistent | Undecided:
    """Whether every constraint can hold at once where nature is kind: a schedule, or a contradiction.

    A contingent link counts as its two bounds. The network is laid out when it is first asked about; asking again
    costs the check alone.

    :param limit: when to give up; the answer is then :class:`Undecided`.

    >>> soon = [("start", "now", 0), ("now", "end", 5)]
    >>> consistency(Network.of(["now", "start", "end"], soon, [("start", "end", 2, 3)]))
    Consistent(schedule={'now': 0, 'start': 0, 'end': 2})
    >>> late = Network.of(["now", "end"], [("now", "end", 5, "the deadline"), ("end", "now", -6, "the way")])
    >>> [(step.start, step.end, step.weight, step.reason) for step in consistency(late).chain]
    [('now', 'end', 5, 'the deadline'), ('end', 'now', -6, 'the way')]
    """
    try:
        cycle, potential = from_everywhere(kind(network), limit)
    except LimitReached:
        return Undecided(limit.reached())
    if cycle is None:
        return Consistent(_schedule(network, potential))
    return Inconsistent(tuple(kind_step(network, index) for index in cycle))


def strong(network: Network, limit: Limit = UNLIMITED) -> StronglyControllable | NotStronglyControllable | Undecided:
    """Whether fixed times hold whatever nature does: the earliest and the latest such times, or why there are none.

    >>> wait = Network.of(["now", "done", "go"], [("done", "go", 9), ("go", "done", 0)], [("now", "done", 1, 3)])
    >>> strong(wait).early, strong(wait).late
    ({'now': 0, 'go': 3}, {'now': 0, 'go': 10})
    >>> tight = Network.of(["now", "done", "go"], [("done", "go", 1), ("go", "done", 0)], [("now", "done", 1, 3)])
    >>> for step in strong(tight).chain:
    ...     print(step.start, step.end, step.weight, step.kind.value)
    now done 1 lower
    done go 1 constraint
    go done 0 constraint
    done now -3 upper
    """
    reduction = reduction_of(network)
    if reduction.broken is not None:
        return NotStronglyControllable((reduced_step(network, reduction, reduction.broken),))
    forwards, backwards = _both_ways(network, reduction)
    try:
        cycle, potential = from_everywhere(forwards, limit)
        if cycle is not None:
            return NotStronglyControllable(
                tuple(reduced_step(network, reduction, reduction.source[index]) for index in cycle)
            )
        origin = network.origin
        late, loose_late = _times(forwards, origin, potential, limit)
        early, loose_early = _times(backwards, origin, [-at for at in potential], limit)
    except LimitReached:
        return Undecided(limit.reached())
    names, executable = network.points, network.executable
    return StronglyControllable(
        {names[p]: -early[p] for p in executable},
        {names[p]: late[p] for p in executable},
        frozenset(names[p] for p in executable if loose_early[p]),
        frozenset(names[p] for p in executable if loose_late[p]),
    )


def dynamic(
    network: Network, limit: Limit = UNLIMITED
) -> DynamicallyControllable | NotDynamicallyControllable | Undecided:
    """Whether reacting to what is seen, at the instant at which it is seen, can always keep every constraint.

    The network is laid out when it is first asked about; asking again costs the check alone. What proves the answer is
    put together when it is looked at.

    >>> ahead = Network.of(["now", "done", "go"], [("done", "go", -1), ("go", "done", 2)], [("now", "done", 1, 3)])
    >>> for step in dynamic(ahead).chain:
    ...     print(step.start, step.end, step.weight, step.kind.value)
    now done 1 lower
    done go -1 constraint
    go done 2 constraint
    done now -3 upper
    """
    form = _normal(network)
    try:
        holds, work = reacted(form, limit)
    except LimitReached as reached:
        return Undecided(reached.reached or limit.reached())
    flat = None if holds else written_out(work)
    put_back(form, work)
    if holds:
        return DynamicallyControllable(lambda: _dispatchable(form))
    tell = None if flat is None else lambda: told(network, flat)
    return NotDynamicallyControllable(lambda: _refutation(network, form), tell)


class Finding(NamedTuple):
    """The verdict on a network with what proves it; parts that were not needed are None."""

    verdict: Verdict
    consistency: Consistent | Inconsistent | Undecided
    strong: StronglyControllable | NotStronglyControllable | Undecided | None
    dynamic: DynamicallyControllable | NotDynamicallyControllable | Undecided | None

    @property
    def chain(self) -> tuple[Step, ...]:
        """Why the verdict is no better: the steps of the proof; none where it is *assured* or *undecided*."""
        if isinstance(self.consistency, Inconsistent):
            return self.consistency.chain
        if isinstance(self.dynamic, NotDynamicallyControllable):
            return self.dynamic.chain
        if isinstance(self.strong, NotStronglyControllable) and self.verdict is Verdict.ADAPTABLE:
            return self.strong.chain
        return ()


def check(network: Network, limit: Limit = UNLIMITED) -> Finding:
    """The best verdict that is proven, with its proof; see the table of this module.

    >>> wait = [("done", "go", 0), ("go", "done", 0)]
    >>> check(Network.of(["now", "done", "go"], wait, [("now", "done", 1, 3)])).verdict.value
    'adaptable'
    >>> ahead = [("done", "go", -1), ("go", "done", 1)]
    >>> check(Network.of(["now", "done", "go"], ahead, [("now", "done", 1, 3)])).verdict.value
    'possible'
    """
    plain = consistency(network, limit)
    if isinstance(plain, Undecided):
        return Finding(Verdict.UNDECIDED, plain, None, None)
    if isinstance(plain, Inconsistent):
        return Finding(Verdict.IMPOSSIBLE, plain, None, None)
    fixed = strong(network, limit)
    if isinstance(fixed, StronglyControllable):
        return Finding(Verdict.ASSURED, plain, fixed, None)
    if isinstance(fixed, Undecided):
        return Finding(Verdict.UNDECIDED, plain, fixed, None)
    reacting = dynamic(network, limit)
    if isinstance(reacting, Undecided):
        return Finding(Verdict.UNDECIDED, plain, fixed, reacting)
    verdict = Verdict.ADAPTABLE if isinstance(reacting, DynamicallyControllable) else Verdict.POSSIBLE
    return Finding(verdict, plain, fixed, reacting)


def kind(network: Network, engine: Engine | None = None) -> Graph:
    """The network with its links as plain bounds, laid out for an engine (if none is named, one for its size)."""
    size, edges = len(network.points), len(network.constraints) + 2 * len(network.links)
    engine = engine or engine_for(settling_work(size, edges))
    key = f"kind, {engine.name}"
    if key not in network.kept:
        network.kept[key] = lay_out(size, network.edges + as_edges(network.bounds), engine)
    graph: Graph = network.kept[key]
    return graph


def given_normal_form(network: Network, engine: Compiler, constraints: Sequence[Any]) -> None:
    """Lay out the normal form from arrays of the constraints, for whoever has them: starts, ends and weights."""
    key = f"normal, {engine.name}"
    if key not in network.kept:
        form, order = normal_of_arrays(len(network.points), constraints, network.bounds, engine)
        network.kept[key], network.kept["placed"] = form, order


def _normal(network: Network) -> Normal:
    """The network in normal form, laid out for the engine that suits its size."""
    size, edges, links = len(network.points), len(network.constraints), len(network.links)
    engine = engine_for(reacting_work(size, edges, links))
    key = f"normal, {engine.name}"
    if key not in network.kept:
        network.kept[key] = normal_form(size, network.edges, network.bounds, engine)
    form: Normal = network.kept[key]
    return form


def _dispatchable(form: Normal) -> Dispatchable:
    _, work = reacted(form)
    found = dispatchable_form(form, work)
    put_back(form, work)
    return found


def _refutation(network: Network, form: Normal) -> Refutation:
    _, work = reacted(form)
    found = refutation(network, form, work)
    put_back(form, work)
    return found


def kind_step(network: Network, index: int) -> Step:
    """What an edge of :func:`kind` says, in the network's names."""
    stated = len(network.constraints)
    if index < stated:
        return constraint_step(network.points, network.constraints[index])
    return link_step(network.points, network.links[(index - stated) // 2], (index - stated) % 2 == 0)


def constraint_step(names: Sequence[str], constraint: Constraint) -> Step:
    """What a constraint says."""
    start, end, most, reason = constraint
    return Step(names[start], names[end], most, Kind.CONSTRAINT, reason)


def link_step(names: Sequence[str], link: ContingentLink, at_most: bool) -> Step:
    """What a bound of a link says where nature is kind."""
    start, end, low, high, reason = link
    if at_most:
        return Step(names[start], names[end], high, Kind.LINK, reason)
    return Step(names[end], names[start], -low, Kind.LINK, reason)


def extreme_step(names: Sequence[str], link: ContingentLink, longest: bool) -> Step:
    """What a link says where nature makes it as long, or as short, as it can."""
    start, end, low, high, reason = link
    if longest:
        return Step(names[end], names[start], -high, Kind.UPPER, reason)
    return Step(names[start], names[end], low, Kind.LOWER, reason)


def _schedule(network: Network, potential: Any) -> dict[str, int]:
    """Times by name, counted from the origin."""
    origin = potential[network.origin]
    times = [at - origin for at in potential] if isinstance(potential, list) else (potential - origin).tolist()
    return dict(zip(network.points, times, strict=True))


def reduction_of(network: Network) -> Reduction:
    """The network between roots, put together once."""
    if "reduction" not in network.kept:
        network.kept["reduction"] = reduce(len(network.points), network.edges, network.bounds)
    reduction: Reduction = network.kept["reduction"]
    return reduction


def _both_ways(network: Network, reduction: Reduction) -> tuple[Graph, Graph]:
    """The reduced network laid out, and the same with every edge turned round."""
    size, edges = len(network.points), reduction.edges
    engine = engine_for(settling_work(size, len(edges)))
    key = f"reduced, {engine.name}"
    if key not in network.kept:
        turned = [(y, x, w) for x, y, w in edges]
        network.kept[key] = (lay_out(size, edges, engine), lay_out(size, turned, engine))
    graphs: tuple[Graph, Graph] = network.kept[key]
    return graphs


def _times(graph: Graph, origin: int, potential: Sequence[int], limit: Limit) -> tuple[list[int], list[bool]]:
    """The latest times after the origin, and which points have none and stand where everything holds.

    Those without a latest time are moved together from where ``potential`` has them: as far as those with one allow,
    and no later than the origin if these allow anything. No edge leads from a point with a latest time to one without.
    """
    cycle, distance = from_source(graph, origin, limit)
    assert cycle is None, "a consistent network has no negative cycle"
    reached = [int(at) for at in distance]
    loose = [at == graph.far for at in reached]
    if any(loose):
        moves = [
            reached[y] - w - potential[x]
            for x, y, w in zip(graph.tail, graph.head, graph.weight, strict=True)
            if loose[x] and not loose[y]
        ]
        move = max([-potential[origin], *moves])
        reached = [
            int(potential[p] + move) if far else at for p, (at, far) in enumerate(zip(reached, loose, strict=True))
        ]
    return reached, loose


def reduced_step(network: Network, reduction: Reduction, index: int) -> Reduced:
    """A given edge as its reduced form, with the steps that it comes from."""
    constraint = network.constraints[index]
    out, back = parting(reduction.trees, network.bounds, constraint.start, constraint.end)
    return reduced_from(network.points, network.links, constraint, out, back)


def reduced_from(
    names: Sequence[str],
    links: Sequence[ContingentLink],
    constraint: Constraint,
    out: Sequence[int],
    back: Sequence[int],
) -> Reduced:
    """A constraint between the links that it goes out along and those that it comes back along."""
    steps = (
        *(extreme_step(names, links[k], longest=False) for k in out),
        constraint_step(names, constraint),
        *(extreme_step(names, links[k], longest=True) for k in reversed(back)),
    )
    return Reduced(steps[0].start, steps[-1].end, sum(step.weight for step in steps), steps)
