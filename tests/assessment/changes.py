"""Ways to change a workspace of which it is known what they may do to a verdict."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

from freehand.errors import Place
from freehand.plans.activity import Activity, Duration
from freehand.plans.joint import Agreed, Consent, Notice, TermsRule, Workspace
from freehand.plans.points import Rule
from freehand.plans.scenario import Span
from freehand.terms.scope import Rung
from tests.assessment.compacts import lasting, place


def plainly_known(workspace: Workspace) -> Workspace:
    """The workspace without reports and without beliefs of one party: everybody knows what the sheet says."""
    contingencies = []
    for c in workspace.contingencies:
        scenarios = tuple(s._replace(events=tuple(e._replace(known=()) for e in s.events)) for s in c.scenarios)
        contingencies.append(c._replace(scenarios=scenarios))
    return workspace._replace(contingencies=tuple(contingencies), reports=())


def narrowed(workspace: Workspace, chance: random.Random) -> Workspace:
    """The same with nature held to less: each span of an outcome is a part of what it was, some as they were."""

    def less(span: Span) -> Span:
        if chance.random() < 0.3:
            return span
        low = chance.randint(span.low, span.high)
        return Span(low, chance.randint(low, span.high))

    def lasts(was: Duration) -> Duration:
        if was.chosen:
            return was
        low, high = less(Span(was.low, was.high))
        return was._replace(low=low, high=high)

    contingencies = []
    for c in workspace.contingencies:
        scenarios = tuple(
            s._replace(events=tuple(e._replace(span=less(e.span)) for e in s.events)) for s in c.scenarios
        )
        contingencies.append(c._replace(scenarios=scenarios))
    courses = []
    for course in workspace.courses:
        activities = tuple(a._replace(duration=lasts(a.duration)) for a in course.activities)
        needs = tuple(n if n.own_way is None else n._replace(own_way=lasts(n.own_way)) for n in course.needs)
        courses.append(course._replace(activities=activities, needs=needs))
    promises = tuple(p._replace(lead=lasts(p.lead)) for p in workspace.promises)
    rules = tuple(r._replace(lead=lasts(r.lead)) if isinstance(r, Consent) else r for r in workspace.compact.rules)
    return workspace._replace(
        contingencies=tuple(contingencies),
        courses=tuple(courses),
        promises=promises,
        compact=workspace.compact._replace(rules=rules),
    )


def tightened(workspace: Workspace, chance: random.Random) -> Workspace:
    """The same with some constraints tighter: later, sooner, longer apart, chosen from less."""

    def by() -> int:
        return chance.randint(1, 9000) if chance.random() < 0.4 else 0

    def rule(was: Rule) -> Rule:
        if was.order:
            return was
        if was.at_least is not None:
            return was._replace(at_least=was.at_least + by())
        assert was.at_most is not None
        return was._replace(at_most=max(0, was.at_most - by()))

    def lasts(was: Duration) -> Duration:
        if not was.chosen:
            return was
        low = min(was.high, was.low + by() // 4)
        return was._replace(low=low, high=max(low, was.high - by() // 4))

    def terms(was: TermsRule) -> TermsRule:
        if isinstance(was, Notice):
            return was._replace(seconds=was.seconds + by())
        return was._replace(rules=tuple(rule(r) for r in was.rules)) if isinstance(was, Agreed) else was

    courses = []
    for course in workspace.courses:
        activities = tuple(a._replace(duration=lasts(a.duration)) for a in course.activities)
        courses.append(course._replace(activities=activities, rules=tuple(rule(r) for r in course.rules)))
    promises = []
    for p in workspace.promises:
        low = min(p.callable_at.high, p.callable_at.low + by())
        until = max(low, p.callable_at.high - by())
        promises.append(p._replace(callable_at=Span(low, until), caveats=tuple(rule(r) for r in p.caveats)))
    return workspace._replace(
        courses=tuple(courses),
        promises=tuple(promises),
        compact=workspace.compact._replace(rules=tuple(terms(r) for r in workspace.compact.rules)),
    )


def withheld(workspace: Workspace, chance: random.Random) -> Workspace:
    """The same without one of the promises."""
    gone = chance.choice(workspace.promises)
    rules = tuple(r for r in workspace.compact.rules if not (isinstance(r, Consent) and r.promise == gone.name))
    left = tuple(p for p in workspace.promises if p != gone)
    return workspace._replace(promises=left, compact=workspace.compact._replace(rules=rules))


def with_something_private(workspace: Workspace, party: str, chance: random.Random) -> Workspace:
    """The same with one more activity in each course of a party: tied to nothing, holding nothing."""
    low = chance.randint(60, 9000)
    lasts = lasting(low, low + chance.randint(0, 9000), chance.random() < 0.5, 0, place("private"))
    more = Activity("a private matter", lasts, (), None, Rung.ALONE, place("private"))
    courses = []
    for course in workspace.courses:
        if course.party != party:
            courses.append(course)
            continue
        at = chance.randrange(len(course.activities) + 1)
        courses.append(course._replace(activities=(*course.activities[:at], more, *course.activities[at:])))
    return workspace._replace(courses=tuple(courses))


def everywhere(value: Any, change: Callable[[Any], Any]) -> Any:
    """The same value with every place and text in it changed."""
    if isinstance(value, (Place, str)):
        return change(value)
    if isinstance(value, tuple):
        parts = [everywhere(part, change) for part in value]
        return type(value)._make(parts) if hasattr(value, "_make") else tuple(parts)
    return value


def moved(workspace: Workspace) -> Workspace:
    """The same, written further down in documents of other names that sort alike."""

    def further(value: Any) -> Any:
        return Place(f"folder/{value.document}", value.line + 1000, value.field) if isinstance(value, Place) else value

    found = everywhere(workspace, further)
    assert isinstance(found, Workspace)
    return found


NAMES = {
    "A": "D", "B": "E", "C": "F", "task": "work", "strike": "storm", "second": "sea",
    "supplies": "tablets", "airlift": "bridge", "trucks": "vans", "crews": "gangs",
    "case": "matter", "people": "persons", "stocks": "stores",
}  # fmt: skip


def renamed(text: str) -> str:
    """Every name in a text by another one; names of one kind keep their order."""
    text = re.sub(r"\b(airlift )([ABC])(?=\d)", lambda m: m[1] + chr(ord(m[2]) + 3), text)
    text = re.sub(r"\b([ABC])\b", lambda m: NAMES[m[1]], text)
    text = re.sub(r"\bs(?=\d\b)", "t", text)
    text = re.sub(
        r"\b(task|strike|second|supplies|airlift|trucks|crews|case|people|stocks)\b", lambda m: NAMES[m[1]], text
    )
    text = re.sub(r"\bcourse (?=\d)", "path ", text)
    return re.sub(r"\brule (?=\d)", "sentence ", text)


KINDS = {
    "scenario",
    "event",
    "start",
    "end",
    "call",
    "delivery",
    "warning",
    "asking",
    "consent",
    "order",
    "synchronise",
}


def with_other_names(workspace: Workspace) -> Workspace:
    """The same with everything called otherwise, in the same order."""

    def other(value: Any) -> Any:
        if isinstance(value, str):
            return value if value in KINDS else renamed(value)
        return value

    found = everywhere(workspace, other)
    assert isinstance(found, Workspace)
    return found


def all_renamed(value: Any) -> Any:
    """A JSON document with every name changed likewise."""
    if isinstance(value, str):
        return renamed(value)
    if isinstance(value, dict):
        return {(k if k in RUNGS else renamed(k)): all_renamed(v) for k, v in value.items()}
    return [all_renamed(v) for v in value] if isinstance(value, list) else value


RUNGS = {rung.word for rung in Rung} | {"course", "courses", "rule", "case"}
