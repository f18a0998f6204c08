"""What if some numbers were others, or a constraint were there, or not? The verdict again, without starting over.

Rule
    A decided network keeps two networks of plain edges in a state from which they are decided again after changes
    (:mod:`freehand.temporal.standing`): the one where nature is kind, for *possible*, and the reduced one, for
    *assured*.

    1. A constraint is one edge of each; the low and the high of a link are one edge each where nature is kind, and part
       of the weight of every reduced edge that rests on the link (:mod:`freehand.temporal.lines`).
    2. A change is put to both as shifts of edges; so are many at once, or one after the other.
    3. What is consistent but not assured is *adaptable* or *possible*: that is decided afresh, and only when asked for.
       Not even then where it is known before the change and cannot be another: if it was dynamically controllable and
       everything only got looser, or if it was not and nothing that the chain quotes has changed.

Source
    See :mod:`freehand.temporal.standing`. Step 3: dynamic controllability is monotone, see
    :mod:`freehand.temporal.threshold`.

Cost
    See :mod:`freehand.temporal.standing`, twice; and one shift for each constraint that rests on a link that moves.

Limits
    Links can be moved, and neither added nor taken out. Dynamic controllability itself has no state that is repaired:
    what step 3 saves is laying the network out.
    A step of a limit is about an edge looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple, TypeAlias

from freehand.errors import Fault, InputError, shown
from freehand.temporal.checking import (
    Finding,
    constraint_step,
    dynamic,
    extreme_step,
    given_normal_form,
    link_step,
    reduced_from,
    strong,
)
from freehand.temporal.consistency import as_edges
from freehand.temporal.graph import LimitReached
from freehand.temporal.limits import UNLIMITED, Budget, Limit
from freehand.temporal.lines import Line, line, lines_of, reduced_edges, trees_of
from freehand.temporal.named import MOST_SUM, Constraint, ContingentLink, Network
from freehand.temporal.numbers import Number
from freehand.temporal.results import (
    Consistent,
    DynamicallyControllable,
    Inconsistent,
    Kind,
    NotDynamicallyControllable,
    NotStronglyControllable,
    Step,
    StronglyControllable,
    Undecided,
    Verdict,
)
from freehand.temporal.standing import Script, Standing, standing


class Move(NamedTuple):
    """A number gets another value."""

    number: Number
    value: int


class Add(NamedTuple):
    """A constraint comes in: ``end`` comes at most so many seconds after ``start``. It gets the next index."""

    start: str
    end: str
    most: int
    reason: object = None


class TakeOut(NamedTuple):
    """A constraint goes. Those that stay keep their indices."""

    constraint: int


Change: TypeAlias = Move | Add | TakeOut


class Told(NamedTuple):
    """Whether a network is at least *possible*, and whether it is *assured*."""

    possible: bool
    assured: bool


class _Facts(NamedTuple):
    """A network as it stands; None where a constraint was taken out. ``resting``: the constraints on every link."""

    constraints: list[Constraint | None]
    lines: list[Line]
    links: list[ContingentLink]
    resting: list[tuple[int, ...]]
    total: int


class Decided:
    """A decided network: its verdict with proof, and what changes would make of it. It never changes itself.

    Made by :func:`decide` and by :meth:`with_`. Constraints keep their indices for good: those that were taken out
    leave theirs empty.
    """

    def __init__(
        self, base: Network, facts: _Facts, kind: Standing, reduced: Standing, told: _Dynamic | None = None
    ) -> None:
        self._base, self._facts, self._kind, self._reduced, self._told = base, facts, kind, reduced, told

    # -- what it is -----------------------------------------------------------------------------

    @property
    def possible(self) -> bool:
        """Whether every constraint can hold at once where nature is kind."""
        return self._kind.consistent

    @property
    def assured(self) -> bool:
        """Whether fixed times hold whatever nature does."""
        return self._reduced.consistent

    @cached_property
    def network(self) -> Network:
        """The network as it is now. Constraints that were taken out have left no gap there."""
        stated = tuple(one for one in self._facts.constraints if one is not None)
        return Network._make((self._base.points, stated, tuple(self._facts.links)))

    @cached_property
    def consistency(self) -> Consistent | Inconsistent:
        """The proof that nature's kindness is enough, or is not."""
        names, cycle = self._base.points, self._kind.cycle
        if cycle is None:
            return Consistent(_times(self._base, range(len(names)), self._kind.potential))
        first, after = len(self._base.constraints), len(self._base.constraints) + 2 * len(self._base.links)
        steps = []
        for edge in cycle:
            if first <= edge < after:
                steps.append(link_step(names, self._facts.links[(edge - first) // 2], (edge - first) % 2 == 0))
            else:
                steps.append(constraint_step(names, self._constraint(edge if edge < first else edge - after + first)))
        return Inconsistent(tuple(steps))

    @cached_property
    def timetable(self) -> dict[str, int] | None:
        """Fixed times that hold whatever nature does, by name of executable points; None where there are none.

        :attr:`strong` has the earliest and the latest ones.
        """
        if not self.assured:
            return None
        return _times(self._base, self._base.executable, self._reduced.potential)

    def strong(self, limit: Limit = UNLIMITED) -> StronglyControllable | NotStronglyControllable | Undecided:
        """The proof that it is *assured*, or is not. Earliest and latest times are looked for when first asked for."""
        return strong(self.network, limit) if self.assured else self._denial

    @cached_property
    def _denial(self) -> NotStronglyControllable:
        names, links = self._base.points, self._facts.links
        found = []
        for index in self._reduced.cycle or ():
            one = self._facts.lines[index]
            found.append(reduced_from(names, links, self._constraint(index), one.out, one.back))
        return NotStronglyControllable(tuple(found))

    def dynamic(self, limit: Limit = UNLIMITED) -> DynamicallyControllable | NotDynamicallyControllable | Undecided:
        """The proof that it is at least *adaptable*, or is not; step 3."""
        if self._told is None:
            first = len(self._base.constraints)
            arrays = self._kind.arrays(first, first + 2 * len(self._base.links))
            if arrays is not None:
                engine, constraints = arrays
                given_normal_form(self.network, engine, constraints)
            found = dynamic(self.network, limit)
            if isinstance(found, Undecided):
                return found
            self._told = found
        return self._told

    def finding(self, limit: Limit = UNLIMITED) -> Finding:
        """The verdict with its proofs, as :func:`freehand.temporal.checking.check` gives it."""
        plain = self.consistency
        if isinstance(plain, Inconsistent):
            return Finding(Verdict.IMPOSSIBLE, plain, None, None)
        budget = Budget(limit)
        fixed = self.strong(budget.left)
        if isinstance(fixed, Undecided):
            return Finding(Verdict.UNDECIDED, plain, fixed, None)
        if isinstance(fixed, StronglyControllable):
            return Finding(Verdict.ASSURED, plain, fixed, None)
        reacting = self.dynamic(budget.left)
        if isinstance(reacting, Undecided):
            return Finding(Verdict.UNDECIDED, plain, fixed, reacting)
        verdict = Verdict.ADAPTABLE if isinstance(reacting, DynamicallyControllable) else Verdict.POSSIBLE
        return Finding(verdict, plain, fixed, reacting)

    def chain(self, limit: Limit = UNLIMITED) -> tuple[Step, ...]:
        """Why the verdict is no better, step by step; nothing where it is *assured*, or *undecided*."""
        verdict = self.verdict(limit)
        if verdict is Verdict.IMPOSSIBLE:
            assert isinstance(self.consistency, Inconsistent)
            return self.consistency.chain
        if verdict is Verdict.POSSIBLE:
            assert isinstance(self._told, NotDynamicallyControllable)
            return self._told.chain
        return self._denial.chain if verdict is Verdict.ADAPTABLE else ()

    def verdict(self, limit: Limit = UNLIMITED) -> Verdict:
        """The verdict alone."""
        if not self.possible:
            return Verdict.IMPOSSIBLE
        if self.assured:
            return Verdict.ASSURED
        reacting = self.dynamic(limit)
        if isinstance(reacting, Undecided):
            return Verdict.UNDECIDED
        return Verdict.ADAPTABLE if isinstance(reacting, DynamicallyControllable) else Verdict.POSSIBLE

    # -- what it would be -----------------------------------------------------------------------

    def with_(self, changes: Sequence[Change], limit: Limit = UNLIMITED) -> Decided | Undecided:
        """The network with all these changes.

        :raises InputError: with every fault of the changes: an index or a point that is not there, or a value that is
            not legal once the changes before it were made (see :mod:`freehand.temporal.moving`).

        >>> decided = decide(Network.of(["now", "end"], [("now", "end", 5), ("end", "now", -6)]))
        >>> decided.with_([Move(Number("constraint", 1), -5)]).verdict().value
        'assured'
        """
        script = _Changes(self._base, self._facts)
        for change in changes:
            script.make(change)
        script.mark()
        found = self._play(script, limit)
        return found if isinstance(found, Undecided) else found[0]

    def in_turn(
        self, changes: Sequence[Change], limit: Limit = UNLIMITED
    ) -> tuple[Decided, tuple[Told, ...]] | Undecided:
        """The network with all these changes, and how it stood after each, every one made after those before it.

        :raises InputError: as :meth:`with_` does.

        >>> decided = decide(Network.of(["now", "end"], [("now", "end", 5)]))
        >>> decided.in_turn([Add("end", "now", -6), Move(Number("constraint", 0), 7), TakeOut(1)])[1]
        (Told(possible=False, assured=False), Told(possible=True, assured=True), Told(possible=True, assured=True))
        """
        script = _Changes(self._base, self._facts)
        for change in changes:
            script.make(change)
            script.mark()
        return self._play(script, limit)

    def each(self, changes: Sequence[Change], limit: Limit = UNLIMITED) -> tuple[Told, ...] | Undecided:
        """How the network would stand with each of these changes alone.

        :raises InputError: as :meth:`with_` does, for each change by itself.

        >>> decided = decide(Network.of(["now", "end"], [("now", "end", 5)]))
        >>> decided.each([Add("end", "now", -6), Add("end", "now", -5)])
        (Told(possible=False, assured=False), Told(possible=True, assured=True))
        """
        script = _Changes(self._base, self._facts, apart=True)
        for change in changes:
            script.make(change)
            script.mark()
        script.end()
        budget = Budget(limit)
        try:
            possible = self._kind.apart(script.kind, budget.left)
            assured = self._reduced.apart(script.reduced, budget.left) if self._base.links else possible
        except LimitReached:
            return Undecided(limit.reached())
        return tuple(map(Told, possible, assured))

    def _play(self, script: _Changes, limit: Limit) -> tuple[Decided, tuple[Told, ...]] | Undecided:
        script.end()
        budget = Budget(limit)
        try:
            kind, possible = self._kind.after(script.kind, budget.left)
            reduced, assured = kind, possible
            if self._base.links:
                reduced, assured = self._reduced.after(script.reduced, budget.left)
        except LimitReached:
            return Undecided(limit.reached())
        later = Decided(self._base, script.facts(), kind, reduced, self._still(script))
        return later, tuple(map(Told, possible, assured))

    def _still(self, script: _Changes) -> _Dynamic | None:
        """Step 3: what was proven before the changes, where it is proven after them."""
        if isinstance(self._told, DynamicallyControllable):
            return None if script.tightens else self._told
        if self._told is not None:
            quoted = {step[:4] for step in self._told.chain}
            return None if quoted & script.unsaid() else self._told
        return None

    def _constraint(self, index: int) -> Constraint:
        found = self._facts.constraints[index]
        assert found is not None, "a proof quotes what is there"
        return found


class _Changes:
    """Changes turned into shifts of edges, with all their faults. ``apart``: each begins from the facts given.

    This is most of what a batch of changes costs, so values are made by ``tuple.__new__``, which is all that their
    classes would do.
    """

    def __init__(self, base: Network, facts: _Facts, apart: bool = False) -> None:
        self.base, self.apart = base, apart
        self.constraints, self.lines = facts.constraints[:], facts.lines[:]
        self.links, self.resting, self.total = facts.links[:], facts.resting[:], facts.total
        self.given_total, self.given_constraints = facts.total, len(facts.constraints)
        self.kind, self.reduced = Script([], [], [], [], [], []), Script([], [], [], [], [], [])
        self.at, self.trees = base.at, trees_of(base)
        self.tightens = False
        self.were: list[Constraint] = []
        self.links_were: list[ContingentLink] = []
        self.faults: list[Fault] = []
        # Edges where nature is kind: the constraints of the base, two for each link, then constraints that came in.
        self.first, self.after_links = len(base.constraints), 2 * len(base.links)

    def make(self, change: Change) -> None:
        """The next change."""
        if isinstance(change, Move):
            (kind, index), value = change
            if type(value) is not int:
                self._fault(
                    f"'{shown(str(value))}' is no whole number of seconds",
                    "everything is reckoned in whole seconds.",
                    "Give whole seconds, such as 3600.",
                )
            elif kind == "constraint":
                self._move_constraint(index, value)
            else:
                self._move_link(kind == "low", index, value)
        elif isinstance(change, Add):
            self._add(change)
        else:
            self._take_out(change.constraint)
        if self.total >= MOST_SUM:
            why = "their sum could leave 64 bits, and a sum that overflows is a wrong answer."
            self._fault("the weights are too large", why, "Use smaller numbers: seconds, not microseconds.")
            self.total = self.given_total
        elif self.apart:
            self.total = self.given_total

    def mark(self) -> None:
        """What comes next is another group."""
        self.kind.until.append(len(self.kind.edges))
        self.reduced.until.append(len(self.reduced.edges))

    def end(self) -> None:
        """Tell the faults."""
        if self.faults:
            raise InputError(self.faults)

    def facts(self) -> _Facts:
        """What the changes made of the facts."""
        return _Facts(self.constraints, self.lines, self.links, self.resting, self.total)

    def unsaid(self) -> set[tuple[str, str, int, Kind]]:
        """The steps that are not said any more."""
        names = self.base.points
        steps = [constraint_step(names, was) for was in self.were]
        for was in self.links_were:
            steps += [link_step(names, was, True), link_step(names, was, False)]
            steps += [extreme_step(names, was, True), extreme_step(names, was, False)]
        return {step[:4] for step in steps}

    def _fault(self, what: str, why: str, next: str) -> None:
        self.faults.append(Fault(what, None, why, next))

    def _shift(self, index: int, most: int, gone: int) -> None:
        """A constraint gets another number, or goes."""
        kind, reduced = self.kind, self.reduced
        kind.edges.append(index if index < self.first else index + self.after_links)
        kind.weights.append(most)
        kind.gone.append(gone)
        one = self.lines[index]
        reduced.edges.append(index)
        reduced.weights.append(self._weight(index, most) if one.out or one.back else most)
        reduced.gone.append(gone)

    def _weight(self, index: int, most: int) -> int:
        """The weight of a constraint's reduced edge."""
        _, _, out, back = self.lines[index]
        for k in out:
            most += self.links[k].low
        for k in back:
            most -= self.links[k].high
        return most

    def _known(self, index: int) -> Constraint | None:
        """The constraint; None if there is none, which is a fault."""
        found = self.constraints[index] if 0 <= index < len(self.constraints) else None
        if found is None:
            why = f"indices go from 0 to {len(self.constraints) - 1}; what was taken out has none."
            self._fault(f"there is no constraint {shown(str(index))}", why, "Name one that is there.")
        return found

    def _move_constraint(self, index: int, value: int) -> None:
        was = self._known(index)
        if was is None:
            return
        start, end, most, reason = was
        self.were.append(was)
        self.total += abs(value) - abs(most)
        if value < most:
            self.tightens = True
        if not self.apart:
            self.constraints[index] = tuple.__new__(Constraint, (start, end, value, reason))
        self._shift(index, value, 0)

    def _take_out(self, index: int) -> None:
        was = self._known(index)
        if was is None:
            return
        self.were.append(was)
        self.total -= abs(was.most)
        if not self.apart:
            self.constraints[index] = None
        self._shift(index, 0, 1)

    def _add(self, change: Add) -> None:
        start_name, end_name, most, reason = change
        start, end = self.at.get(start_name), self.at.get(end_name)
        if start is None or end is None:
            for name in (start_name, end_name):
                if name not in self.at:
                    why = "constraints join points of the network."
                    self._fault(f"there is no point '{shown(str(name))}'", why, "Name one of its points.")
            return
        if type(most) is not int:
            what = f"'{shown(str(most))}' is no whole number of seconds"
            self._fault(what, "everything is reckoned in whole seconds.", "Give whole seconds, such as 3600.")
            return
        index = len(self.constraints)
        if self.trees.depth[start] or self.trees.depth[end]:
            one = line(self.base, self.trees, start, end)
        else:
            one = tuple.__new__(Line, (start, end, (), ()))
        self.kind.starts.append(start)
        self.kind.ends.append(end)
        self.reduced.starts.append(one.start)
        self.reduced.ends.append(one.end)
        self.constraints.append(tuple.__new__(Constraint, (start, end, most, reason)))
        self.lines.append(one)
        self.total += abs(most)
        self.tightens = True
        if not self.apart:
            for k in (*one.out, *one.back):
                self.resting[k] = (*self.resting[k], index)
        self._shift(index, most, 0)

    def _move_link(self, is_low: bool, index: int, value: int) -> None:
        if not 0 <= index < len(self.links):
            why = f"the network has {len(self.links)}, counted from 0."
            self._fault(f"there is no link {shown(str(index))}", why, "Name one of them.")
            return
        was = self.links[index]
        now = was._replace(low=value) if is_low else was._replace(high=value)
        if not 0 < now.low < now.high:
            what, why = f"a link of at least {now.low} and at most {now.high}", "a link has 0 < min < max."
            self._fault(what, why, "Give other numbers, or take a plain constraint.")
            return
        self.links_were.append(was)
        self.total += now.low + now.high - was.low - was.high
        if now.low < was.low or now.high > was.high:
            self.tightens = True
        self.links[index] = now
        self.kind.edges.append(self.first + 2 * index + is_low)
        self.kind.weights.append(-value if is_low else value)
        self.kind.gone.append(0)
        for resting in self.resting[index]:
            constraint = self.constraints[resting]
            if constraint is not None:
                self.reduced.edges.append(resting)
                self.reduced.weights.append(self._weight(resting, constraint.most))
                self.reduced.gone.append(0)
        if self.apart:
            self.links[index] = was


_Dynamic: TypeAlias = DynamicallyControllable | NotDynamicallyControllable


def decide(network: Network, limit: Limit = UNLIMITED) -> Decided | Undecided:
    """Decide a network so that it can be decided again after changes.

    >>> decided = decide(Network.of(["now", "end"], [("now", "end", 5, "deadline"), ("end", "now", -6, "way")]))
    >>> decided.possible, [step.reason for step in decided.consistency.chain]
    (False, ['deadline', 'way'])
    """
    size = len(network.points)
    lines = lines_of(network)
    budget = Budget(limit)
    try:
        kind = standing(size, network.edges + as_edges(network.bounds), budget.left)
        reduced = standing(size, reduced_edges(network), budget.left) if network.links else kind
    except LimitReached:
        return Undecided(limit.reached())
    resting: list[list[int]] = [[] for _ in network.links]
    for index, one in enumerate(lines):
        for k in (*one.out, *one.back):
            resting[k].append(index)
    total = sum(abs(one.most) for one in network.constraints) + sum(one.low + one.high for one in network.links)
    facts = _Facts(list(network.constraints), list(lines), list(network.links), [tuple(one) for one in resting], total)
    return Decided(network, facts, kind, reduced)


def _times(network: Network, points: Iterable[int], potential: Sequence[int]) -> dict[str, int]:
    """Times by name, counted from the origin."""
    origin = potential[network.origin]
    return {network.points[point]: potential[point] - origin for point in points}
