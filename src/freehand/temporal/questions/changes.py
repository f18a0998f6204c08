"""Changes of a decided network, and what they come to: shifts of the edges that hang on the numbers changed.

A constraint is one edge where nature is kind, and one of the reduced network; the low and the high of a link are one
edge each where nature is kind, and part of the weight of every reduced edge that rests on the link
(:mod:`freehand.temporal.questions.lines`). All faults of a batch are told at once.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from freehand.errors import Fault, InputError, shown
from freehand.temporal.checking import constraint_step, extreme_step, link_step
from freehand.temporal.named import MOST_SUM, Constraint, ContingentLink, Network
from freehand.temporal.numbers import Number
from freehand.temporal.questions.lines import Line, line, trees_of
from freehand.temporal.questions.standing import Script
from freehand.temporal.results import Kind


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


class Facts(NamedTuple):
    """A network as it stands; None where a constraint was taken out. ``resting``: the constraints on every link."""

    constraints: list[Constraint | None]
    lines: list[Line]
    links: list[ContingentLink]
    resting: list[tuple[int, ...]]
    total: int


class Shifts:
    """Changes turned into shifts of edges, with all their faults. ``apart``: each begins from the facts given.

    This is most of what a batch of changes costs, so values are made by ``tuple.__new__``, which is all that their
    classes would do.
    """

    def __init__(self, base: Network, facts: Facts, apart: bool = False) -> None:
        self.base, self.apart = base, apart
        self.constraints, self.lines = facts.constraints[:], facts.lines[:]
        self.links, self.resting, self.total = facts.links[:], facts.resting[:], facts.total
        self.given_total = facts.total
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

    def facts(self) -> Facts:
        """What the changes made of the facts."""
        return Facts(self.constraints, self.lines, self.links, self.resting, self.total)

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
