"""The setting of a contingency: its scenarios' events as somebody knows them, placed and linked; who sees which means.

Every point of a plan stands on a *root*, at the end of a chain of contingent links; an event's chain begins at the
warning. A reader's knowledge decides the links' numbers, so a contingency has one setting for each state of knowledge.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from freehand.assessment.book import NEW, NOBODY, OLD, VALUE, Book, Link, Number, Statement
from freehand.assessment.knowledge import Knowledge
from freehand.plans.contingency import Contingency
from freehand.plans.joint import Agreed, Workspace
from freehand.plans.points import WARNING, Point
from freehand.plans.scenario import Event, Scenario, Span
from freehand.quantities import show_hours
from freehand.terms.scope import Rung

OWN_WAY = "own way"
NO_WAY = "nothing"
THE_TERMS = "the terms"


class Placed(NamedTuple):
    """Where a point stands: on a root, at the end of a chain of links (their indices)."""

    root: int
    chain: tuple[int, ...]


class Tie(NamedTuple):
    """``y - x <= sum of terms`` between planners' points, before any reduction."""

    x: Point
    y: Point
    terms: tuple[int, ...]
    statement: int


class User(NamedTuple):
    """Who holds so much of a means, from one point until another and ``turnaround`` (a number's index, 0 for none).

    ``private`` means are a party's own: no other node sees who holds them.
    """

    name: str
    means: str
    amount: int
    start: Point
    end: Point
    turnaround: int
    party: str
    promise: bool
    private: bool


class Start(NamedTuple):
    """Something a party starts: an activity, a call, an asking for consent."""

    point: Point
    root: int


class Holdings(NamedTuple):
    """Who sees which means: ``shared`` are the compact's, ``seen`` also those of a party's own that a promise holds.

    ``capacities`` is how many there are of each, a party's own by ``own_name``.
    """

    shared: frozenset[str]
    seen: frozenset[str]
    capacities: Mapping[str, int]

    @classmethod
    def of(cls, workspace: Workspace) -> Holdings:
        """The holdings of a workspace."""
        shared = frozenset(means.name for means in workspace.compact.means if not means.owner)
        held = {
            own_name(p.giver, hold.means) for p in workspace.promises for hold in p.holds if hold.means not in shared
        }
        capacities = {own_name(m.owner, m.name) if m.owner else m.name: m.capacity for m in workspace.compact.means}
        capacities |= {own_name(r.party, name): capacity for r in workspace.released for name, capacity in r.means}
        return cls(shared, shared | held, capacities)

    def name(self, party: str, means: str) -> str:
        """What a means is called in the reckoning: a party's own bear its name."""
        return means if means in self.shared else own_name(party, means)


def crossing_points(workspace: Workspace, contingency: str) -> frozenset[Point]:
    """Every point that some party's rule, or an agreed one, ties to another party's in a contingency."""
    said = [(course.party, course.contingency, course.rules) for course in workspace.courses]
    said += [
        (other.party, course.contingency, course.joins) for other in workspace.released for course in other.courses
    ]
    found = {
        point
        for author, where, rules in said
        if where == contingency
        for rule in rules
        if {rule.later.party, rule.earlier.party} - {"", author}
        for point in (rule.later, rule.earlier)
    }
    for terms_rule in workspace.compact.rules:
        if isinstance(terms_rule, Agreed) and terms_rule.contingency == contingency:
            found |= {point for sentence in terms_rule.rules for point in (sentence.later, sentence.earlier)}
    return frozenset(found)


def own_name(party: str, means: str) -> str:
    """A party's own means, told from a partner's of the same name."""
    return f"{party}'s {means}"


Placement = Mapping[Point, Placed]


class Setting:
    """What all parts of one contingency at one state of knowledge share: its scenarios' events, placed and linked."""

    def __init__(
        self,
        book: Book,
        contingency: Contingency,
        knowledge: Knowledge,
        holdings: Holdings,
        crossing: frozenset[Point] = frozenset(),
    ) -> None:
        self.holdings, self.crossing = holdings, crossing
        self.book, self.contingency, self.horizon = book, contingency, contingency.horizon
        self.names = tuple(sorted(s.name for s in contingency.scenarios))
        self.scenarios = {s.name: s for s in contingency.scenarios}
        self.zero = book.statement(Statement("zero", "", "", "nothing starts before the warning", "", NOBODY))
        self.limit = book.number(Number(None, None, "", "", "", "", self.horizon, self.horizon, self.horizon, NOBODY))
        within = f"everything ends within {show_hours(self.horizon)} of the warning"
        self.end = book.statement(Statement("horizon", "", "", within, contingency.name, contingency.place))
        self.placement: dict[str, dict[Point, Placed]] = {}
        for name in self.names:
            placement = {WARNING: Placed(0, ())}
            for event in self.scenarios[name].events:
                before = placement[Point("event", "", event.after) if event.after else WARNING]
                link = self._event(self.scenarios[name], event, knowledge[name, event.name])
                placement[Point("event", "", event.name)] = Placed(0, (*before.chain, link))
            self.placement[name] = placement

    def _event(self, scenario: Scenario, event: Event, span: Span) -> int:
        since = event.after or "the warning"
        source = f"scenario {scenario.name}"
        low = Number(
            None,
            Rung.INTELLIGENCE,
            f"the {event.name} not before {NEW} instead of {OLD} after {since} ({source})",
            f"the {event.name} may come as early as {VALUE} after {since} ({source})",
            f"the {event.name} does not come before {VALUE} after {since} ({source})",
            source,
            span.low,
            span.low,
            self.horizon,
            event.place,
        )
        high = Number(
            None,
            Rung.INTELLIGENCE,
            f"the {event.name} not after {NEW} instead of {OLD} after {since} ({source})",
            f"the {event.name} comes at most {VALUE} after {since} ({source})",
            f"the {event.name} may come as late as {VALUE} after {since} ({source})",
            source,
            span.high,
            0,
            span.high,
            event.place,
        )
        point = Point("event", "", event.name)
        before = Point("event", "", event.after) if event.after else WARNING
        return self.book.link(Link(self.book.point(before), self.book.point(point), *self.book.pair(low, high), ()))
