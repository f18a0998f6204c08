"""Turning a number where it was written: in the values of the plans, found by its place and how it is asked for."""

from __future__ import annotations

from collections.abc import Mapping

from freehand.assessment.book import Number
from freehand.assessment.combination import Combination
from freehand.plans.activity import Activity, Duration
from freehand.plans.contingency import Contingency
from freehand.plans.joint import Agreed, Consent, Notice, TermsRule, Workspace
from freehand.plans.plan import Assumption, Course
from freehand.plans.points import Rule
from freehand.plans.scenario import Event, Span
from freehand.plans.support import Need, Promise


def only(workspace: Workspace, name: str) -> Workspace:
    """One contingency of a workspace and what belongs to it."""
    compact = workspace.compact
    return workspace._replace(
        compact=compact._replace(rules=tuple(r for r in compact.rules if r.contingency == name)),
        contingencies=tuple(c for c in workspace.contingencies if c.name == name),
        courses=tuple(c for c in workspace.courses if c.contingency == name),
        promises=tuple(p for p in workspace.promises if p.contingency == name),
        reports=tuple(r for r in workspace.reports if r.contingency == name),
    )


def other_bound(combined: Combination, index: int) -> int | None:
    """The other bound of what a number bounds in a combination: of an outcome, read off its own link."""
    book = combined.book
    links = [book.links[i] for here in combined.placement.values() for placed in here.values() for i in placed.chain]
    for link in links:
        if index in (link.low, link.high):
            return link.low + link.high - index
    return book.twins.get(index)


def turned(workspace: Workspace, combined: Combination, changes: Mapping[int, int]) -> Workspace:
    """The workspace with some of the numbers that a combination rests on written otherwise.

    Raises:
        LookupError: for a number that is nowhere in the values.
    """
    book = combined.book
    for index, new in changes.items():
        twin = other_bound(combined, index)
        other = None if twin is None else changes.get(twin, book.values[twin])
        turner = _Turner(book.numbers[index], new, other)
        workspace = turner.workspace(workspace)
        if not turner.found:
            raise LookupError(turner.number.ask)
    return workspace


class _Turner:
    """Writes one number otherwise. ``other`` is the other bound of the same thing."""

    def __init__(self, number: Number, new: int, other: int | None) -> None:
        self.number, self.new, self.other, self.found = number, new, other, False

    def asks(self, *words: str) -> bool:
        """Whether the number is asked for in these words."""
        return all(word in self.number.ask for word in words)

    def workspace(self, workspace: Workspace) -> Workspace:
        """The whole workspace."""
        scenario = self.number.source.removeprefix("scenario ")
        contingencies = tuple(self._contingency(c, scenario) for c in workspace.contingencies)
        if self.found:
            # What is known of the event is now this, whoever said what.
            events = {e.name for c in workspace.contingencies for s in c.scenarios for e in s.events if self._here(e)}
            reports = tuple(
                r for r in workspace.reports if (r.scenario, r.event) not in {(scenario, e) for e in events}
            )
            return workspace._replace(contingencies=contingencies, reports=reports)
        return workspace._replace(
            compact=workspace.compact._replace(rules=tuple(self._terms(r) for r in workspace.compact.rules)),
            courses=tuple(self._course(c) for c in workspace.courses),
            promises=tuple(self._promise(p) for p in workspace.promises),
        )

    def _here(self, said: Event | Duration | Rule | Activity | Need | Assumption | Promise | TermsRule) -> bool:
        return said.place == self.number.place

    def _contingency(self, contingency: Contingency, scenario: str) -> Contingency:
        scenarios = []
        for one in contingency.scenarios:
            events = tuple(self._event(e) if one.name == scenario else e for e in one.events)
            scenarios.append(one._replace(events=events))
        return contingency._replace(scenarios=tuple(scenarios))

    def _event(self, event: Event) -> Event:
        if not self._here(event) or not self.asks(f"the {event.name} not "):
            return event
        return event._replace(span=self._span(self.asks("not before")), known=())

    def _span(self, low: bool) -> Span:
        self.found = True
        assert self.other is not None
        return Span(self.new, self.other) if low else Span(self.other, self.new)

    def _lasts(self, lasts: Duration) -> Duration:
        low, high = self._span(self.asks("at least"))
        return lasts._replace(low=low, high=high)

    def _course(self, course: Course) -> Course:
        if course.name not in self.number.source and self.number.source:
            return course
        activities = tuple(
            a._replace(duration=self._lasts(a.duration))
            if a.duration.place == self.number.place and self.asks(f"{course.party}'s {a.name}: ")
            else a
            for a in course.activities
        )
        needs = tuple(
            n._replace(own_way=self._lasts(n.own_way))
            if n.own_way is not None and n.own_way.place == self.number.place and self.asks("own way")
            else n
            for n in course.needs
        )
        assumptions = tuple(
            a._replace(span=self._span(self.asks("not before")))
            if self._here(a) and self.asks(f"assumption on {a.point}: ")
            else a
            for a in course.assumptions
        )
        rules = tuple(self._rule(r) for r in course.rules)
        return course._replace(activities=activities, needs=needs, assumptions=assumptions, rules=rules)

    def _rule(self, rule: Rule) -> Rule:
        if not self._here(rule) or not self.asks(f"{rule.later} at ", f" after {rule.earlier}"):
            return rule
        if self.asks("at least") and rule.at_least is not None:
            self.found = True
            return rule._replace(at_least=self.new)
        if self.asks("at most") and rule.at_most is not None:
            self.found = True
            return rule._replace(at_most=self.new)
        return rule

    def _promise(self, promise: Promise) -> Promise:
        caveats = tuple(self._rule(r) for r in promise.caveats)
        if caveats != promise.caveats:
            return promise._replace(caveats=caveats)
        if not self.asks(f"promise {promise.name} "):
            return promise
        if self.asks("can be called from"):
            return promise._replace(callable_at=self._span(True))
        if self.asks("can be called until"):
            return promise._replace(callable_at=self._span(False))
        if self.asks(": turnaround"):
            self.found = True
            return promise._replace(turnaround=self.new)
        return promise._replace(lead=self._lasts(promise.lead))

    def _terms(self, rule: TermsRule) -> TermsRule:
        if isinstance(rule, Agreed):
            return rule._replace(rules=tuple(self._rule(r) for r in rule.rules))
        if isinstance(rule, Notice) and self._here(rule) and self.asks(f"{rule.name}: ", "notice before"):
            self.found = True
            return rule._replace(seconds=self.new)
        if isinstance(rule, Consent) and rule.lead.place == self.number.place and self.asks(f"({rule.name})"):
            return rule._replace(lead=self._lasts(rule.lead))
        return rule
