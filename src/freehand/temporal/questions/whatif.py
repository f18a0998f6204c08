"""What if some numbers were others, or a constraint were there, or not? The verdict again, without starting over.

Rule
    A decided network keeps two networks of plain edges in a state from which they are decided again after changes
    (:mod:`.standing`): the one where nature is kind, for *possible*, and the reduced one, for
    *assured*.

    1. A constraint is one edge of each; the low and the high of a link are one edge each where nature is kind, and part
       of the weight of every reduced edge that rests on the link (:mod:`freehand.temporal.questions.lines`).
    2. A change is put to both as shifts of edges; so are many at once, or one after the other.
    3. What is consistent but not assured is *adaptable* or *possible*: that is decided afresh, and only when asked for.
       Not even then where it is known before the change and cannot be another: if it was dynamically controllable and
       everything only got looser, or if it was not and nothing that the chain quotes has changed.

Source
    See :mod:`freehand.temporal.questions.standing`. Step 3: dynamic controllability is monotone, see
    :mod:`freehand.temporal.questions.threshold`.

Cost
    See :mod:`.standing`, twice; and one shift for each constraint that rests on a link that moves.

Limits
    Links can be moved, and neither added nor taken out. Dynamic controllability itself has no state that is repaired:
    what step 3 saves is laying the network out.
    A step of a limit is about an edge looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple, TypeAlias

from freehand.temporal.checking import (
    Finding,
    constraint_step,
    dynamic,
    given_normal_form,
    link_step,
    reduced_from,
    strong,
)
from freehand.temporal.consistency import as_edges
from freehand.temporal.graph import LimitReached
from freehand.temporal.limits import UNLIMITED, Budget, Limit
from freehand.temporal.named import Constraint, Network
from freehand.temporal.questions.changes import Add, Change, Facts, Move, Shifts, TakeOut
from freehand.temporal.questions.lines import lines_of, reduced_edges
from freehand.temporal.questions.standing import Standing, standing
from freehand.temporal.results import (
    Consistent,
    DynamicallyControllable,
    Inconsistent,
    NotDynamicallyControllable,
    NotStronglyControllable,
    Step,
    StronglyControllable,
    Undecided,
    Verdict,
)

__all__ = ["Add", "Change", "Decided", "Move", "TakeOut", "Told", "decide"]


class Told(NamedTuple):
    """Whether a network is at least *possible*, and whether it is *assured*."""

    possible: bool
    assured: bool


class Decided:
    """A decided network: its verdict with proof, and what changes would make of it. It never changes itself.

    Made by :func:`decide` and by :meth:`with_`. Constraints keep their indices for good: those that were taken out
    leave theirs empty.
    """

    def __init__(
        self, base: Network, facts: Facts, kind: Standing, reduced: Standing, told: _Dynamic | None = None
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
            not legal once the changes before it were made (see :mod:`freehand.temporal.questions.moving`).

        >>> from freehand.temporal.numbers import Number
        >>> decided = decide(Network.of(["now", "end"], [("now", "end", 5), ("end", "now", -6)]))
        >>> decided.with_([Move(Number("constraint", 1), -5)]).verdict().value
        'assured'
        """
        script = Shifts(self._base, self._facts)
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

        >>> from freehand.temporal.numbers import Number
        >>> decided = decide(Network.of(["now", "end"], [("now", "end", 5)]))
        >>> decided.in_turn([Add("end", "now", -6), Move(Number("constraint", 0), 7), TakeOut(1)])[1]
        (Told(possible=False, assured=False), Told(possible=True, assured=True), Told(possible=True, assured=True))
        """
        script = Shifts(self._base, self._facts)
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
        script = Shifts(self._base, self._facts, apart=True)
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

    def _play(self, script: Shifts, limit: Limit) -> tuple[Decided, tuple[Told, ...]] | Undecided:
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

    def _still(self, script: Shifts) -> _Dynamic | None:
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
    facts = Facts(list(network.constraints), list(lines), list(network.links), [tuple(one) for one in resting], total)
    return Decided(network, facts, kind, reduced)


def _times(network: Network, points: Iterable[int], potential: Sequence[int]) -> dict[str, int]:
    """Times by name, counted from the origin."""
    origin = potential[network.origin]
    return {network.points[point]: potential[point] - origin for point in points}
