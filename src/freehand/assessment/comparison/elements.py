"""A workspace as a table of the elements that planners state, and back.

The question: what does one change consist of, and what is left when it alone is made?

1. An *element* is what a planner states as one thing: a party, a means' number, a rule of the terms, a contingency's
   horizon, an aim, a scenario, an event, a course, an activity, a need, a rule, an assumption, a promise, a report, an
   interface. Its key says what it is and whose; two elements of the same key are versions of the same thing.
2. A table gives its workspace back: nothing is lost, so a change of the table is a change of the workspace. The name
   of the compact is no element: nothing rests on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from freehand.errors import Place
from freehand.plans.activity import Activity
from freehand.plans.contingency import Contingency
from freehand.plans.joint import Agreed, Compact, Consent, Means, Notice, Party, TermsRule, Workspace
from freehand.plans.plan import Assumption, Course
from freehand.plans.points import Point, Rule
from freehand.plans.released import Released
from freehand.plans.scenario import Event, Report, Scenario
from freehand.plans.support import Need, Promise

Key = tuple[str, ...]
"""What an element is, and whose: ("activity", party, contingency, course, name)."""


class Aim(NamedTuple):
    """What must be achieved in a contingency."""

    name: str


class Sentence(NamedTuple):
    """A rule sentence of a course. One that ties two points both ways ("within") is two rules."""

    rules: tuple[Rule, ...]


Said = (
    Party | Means | TermsRule | Contingency | Aim | Scenario | Event | Course | Activity | Need | Sentence | Assumption
    | Promise | Report | Released
)  # fmt: skip


class Element(NamedTuple):
    """What is said, without what belongs to it as an element of its own, and where."""

    said: Said
    place: Place


Table = dict[Key, Element]
NOWHERE = Place("", 0, "")
PLANS = ("course", "activity", "need", "rule", "assumption")
"""What a party's plans are made of."""


def table_of(workspace: Workspace) -> Table:
    """Every element of a workspace, in its order.

    >>> from freehand.formats.workspace import load
    >>> workspace = load("examples/worked/within")
    >>> table = table_of(workspace)
    >>> [key[-1] for key in table if key[0] in ("terms", "activity")]
    ['near each other', 'a', 'b']
    >>> workspace_of(table, workspace.compact) == workspace
    True
    """
    compact = workspace.compact
    table: Table = {("party", party.name): Element(party, party.place) for party in compact.parties}
    table |= {("means", means.owner, means.name): Element(means, NOWHERE) for means in compact.means}
    table |= {("terms", rule.name): Element(rule, rule.place) for rule in compact.rules}
    for contingency in workspace.contingencies:
        table |= _situation(contingency)
    for course in workspace.courses:
        table |= _plan(course)
    table |= {("promise", promise.name): Element(promise, promise.place) for promise in workspace.promises}
    table |= {("report", report.name): Element(report, report.place) for report in workspace.reports}
    table |= {("interface", released.party): Element(released, released.place) for released in workspace.released}
    return table


def _situation(contingency: Contingency) -> Iterator[tuple[Key, Element]]:
    name = contingency.name
    yield ("contingency", name), Element(contingency._replace(aims=(), scenarios=()), contingency.place)
    for aim in contingency.aims:
        yield ("aim", name, aim), Element(Aim(aim), contingency.place)
    for scenario in contingency.scenarios:
        yield ("scenario", name, scenario.name), Element(scenario._replace(events=()), scenario.place)
        for event in scenario.events:
            yield ("event", name, scenario.name, event.name), Element(event, event.place)


def _plan(course: Course) -> Iterator[tuple[Key, Element]]:
    own = (course.party, course.contingency, course.name)
    bare = course._replace(activities=(), needs=(), rules=(), assumptions=())
    yield ("course", *own), Element(bare, course.place)
    for activity in course.activities:
        yield ("activity", *own, activity.name), Element(activity, activity.place)
    for need in course.needs:
        yield ("need", *own, need.name), Element(need, need.place)
    counts: dict[Key, int] = {}
    for sentence in _sentences(course.rules):
        key = ("rule", *own, *_about(sentence))
        counts[key] = counts.get(key, 0) + 1
        yield (*key, str(counts[key])), Element(sentence, sentence.rules[0].place)
    for assumption in course.assumptions:
        yield ("assumption", *own, _id(assumption.point)), Element(assumption, assumption.place)


def _sentences(rules: Iterable[Rule]) -> Iterator[Sentence]:
    """The rules by the sentences that they are read from: two that tie the same points both ways are one."""
    waiting: Rule | None = None
    for rule in rules:
        if waiting is not None:
            same = (rule.text, rule.place, rule.later, rule.earlier)
            if same == (waiting.text, waiting.place, waiting.earlier, waiting.later):
                yield Sentence((waiting, rule))
                waiting = None
                continue
            yield Sentence((waiting,))
        waiting = rule
    if waiting is not None:
        yield Sentence((waiting,))


def _about(sentence: Sentence) -> Key:
    """What a sentence is about: two points and the kind of its bound, whatever the number."""
    rule = sentence.rules[0]
    kind = "order" if rule.order else f"{rule.at_least is not None} {rule.at_most is not None}"
    return (_id(rule.later), _id(rule.earlier), "within" if len(sentence.rules) > 1 else kind)


def _id(point: Point) -> str:
    return "\t".join(point)


# -- and back ------------------------------------------------------------------------------------------------------


def workspace_of(table: Mapping[Key, Element], like: Compact) -> Workspace:
    """The workspace of a table, in the table's order; ``like`` is the compact whose name it bears."""
    of: dict[str, list[tuple[Key, Any]]] = {}
    inside: dict[tuple[str, Key], list[Any]] = {}
    for key, (said, _) in table.items():
        of.setdefault(key[0], []).append((key, said))
        inside.setdefault((key[0], key[1:-1]), []).append(said)
        if isinstance(said, Sentence):
            inside.setdefault(("rules of", key[1:4]), []).extend(said.rules)

    def every(sort: str) -> tuple[Any, ...]:
        return tuple(said for _, said in of.get(sort, ()))

    contingencies = []
    for (_, name), bare in of.get("contingency", ()):
        scenarios = [
            scenario._replace(events=_in_order(inside.get(("event", (name, scenario.name)), [])))
            for scenario in inside.get(("scenario", (name,)), ())
        ]
        aims = tuple(aim.name for aim in inside.get(("aim", (name,)), ()))
        contingencies.append(bare._replace(aims=aims, scenarios=tuple(scenarios)))
    courses = []
    for (_, *own), bare in of.get("course", ()):
        parts = {sort: tuple(inside.get((sort, tuple(own)), ())) for sort in ("activity", "need", "assumption")}
        rules = tuple(inside.get(("rules of", tuple(own)), ()))
        made = bare._replace(activities=parts["activity"], needs=parts["need"], rules=rules)
        courses.append(made._replace(assumptions=parts["assumption"]))
    compact = like._replace(parties=every("party"), means=every("means"), rules=every("terms"))
    return Workspace(
        compact, tuple(contingencies), tuple(courses), every("promise"), every("report"), every("interface")
    )


def _in_order(events: list[Event]) -> tuple[Event, ...]:
    """Events so that each comes after the one it is measured from, else as they are."""
    waiting, placed = list(events), list[Event]()
    while waiting:
        names = {event.name for event in waiting}
        ready = next((event for event in waiting if event.after not in names), waiting[0])
        waiting.remove(ready)
        placed.append(ready)
    return tuple(placed)


# -- what rests on what --------------------------------------------------------------------------------------------


def bare(value: object) -> object:
    """A value without the places where it stands: equal for what says the same."""
    if isinstance(value, Place):
        return None
    if isinstance(value, Party):
        return value.name
    if isinstance(value, tuple):
        return (type(value).__name__, *(bare(part) for part in value))
    return value


def contingency_of(key: Key, element: Element) -> str | None:
    """The one contingency that an element belongs to; None for what belongs to all."""
    sort, said = key[0], element.said
    if isinstance(said, (Notice, Consent, Agreed, Promise, Report)):
        return said.contingency
    if sort in ("contingency", "aim", "scenario", "event"):
        return key[1]
    return key[2] if sort in PLANS else None


def containers(key: Key, element: Element) -> list[Key]:
    """What an element is a part of, the largest first: it comes and goes with it."""
    contingency, sort = contingency_of(key, element), key[0]
    found: list[Key] = [("contingency", contingency)] if contingency is not None else []
    if sort in (*PLANS, "interface") or (sort == "means" and key[1]):
        found.append(("party", key[1]))
    if sort in PLANS:
        found.append(("course", *key[1:4]))
    if sort in ("scenario", "event"):
        found.append(("scenario", *key[1:3]))
    return [container for container in found if container != key]
