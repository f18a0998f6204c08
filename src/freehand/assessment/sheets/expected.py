"""What one party may expect of its partners and of nature while it follows its call sheet.

Calls on its promises, askings for its consent, instants of partners that a join, a rule or the order of a clash ties to
its own, what it assumes of partners (below *scenarios*), and the events of every scenario.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from freehand.assessment.apart import Timetables
from freehand.assessment.choices import Choice
from freehand.assessment.combination import Combination
from freehand.assessment.decide import Numeric
from freehand.assessment.freedom import held
from freehand.assessment.sheets.acting import takes_of
from freehand.assessment.sheets.reacting import Way
from freehand.assessment.sheets.values import Expected
from freehand.assessment.windows import Window
from freehand.plans.joint import Consent, Workspace
from freehand.plans.points import Point
from freehand.terms.scope import Rung

Spans = Callable[[str, Point], tuple[int, int] | None]
"""Within which span a point comes in a scenario, counted as it is placed; None where nobody can say."""


def nobody_knows(_scenario: str, _point: Point) -> tuple[int, int] | None:
    """The spans of a choice that does not hold."""
    return None


def free_spans(choice: Choice, windows: tuple[Window, ...]) -> Spans:
    """When points may come under an assured choice: in their windows, and in what their party may do anyway."""
    combined, decider = choice.combination, choice.decider
    within = {w.root: (w.low, w.high) for w in windows}
    known: dict[str, Numeric] = {
        p.party: held(combined, p.party, choice.orders, windows, decider) for p in combined.parts if not p.released
    }

    def span(scenario: str, point: Point) -> tuple[int, int] | None:
        placed = combined.placement[scenario].get(point)
        if placed is None:
            return None
        low: int | None = 0
        high: int | None = 0
        if placed.root:
            owner = combined.owners[placed.root]
            if placed.root in within:
                low, high = within[placed.root]
            elif owner in known:
                low, high = decider.spans(known[owner], [placed.root])[placed.root]
            else:
                return None
        return None if low is None or high is None else _later(combined, scenario, point, low, high)

    return span


def _later(combined: Combination, scenario: str, point: Point, low: int, high: int) -> tuple[int, int]:
    """The span of a point from that of its root: what only some see is added, what all see is counted from."""
    book = combined.book
    placed = combined.placement[scenario][point]
    links = [book.links[i] for i in placed.chain if book.links[i].seen_by or not placed.root]
    return low + sum(book.values[x.low] for x in links), high + sum(book.values[x.high] for x in links)


def agreed_spans(combined: Combination, agreed: Timetables) -> Spans:
    """When points may come under agreed timetables."""

    def span(scenario: str, point: Point) -> tuple[int, int] | None:
        placed = combined.placement[scenario].get(point)
        if placed is None:
            return None
        moment = agreed.at[scenario].get(placed.root, 0)
        return _later(combined, scenario, point, moment, moment)

    return span


def reacting_spans(combined: Combination, ways: Mapping[str, Way]) -> Spans:
    """When points may come under ways of reacting, all counted from the warning."""
    return lambda scenario, point: ways[scenario].spans.get(combined.book.point(point))


def expected_by(
    workspace: Workspace, choice: Choice, party: str, spans: Spans, absolute: bool = False
) -> tuple[Expected, ...]:
    """What comes to a party or is relied on by it, in the order of time.

    ``absolute`` spans are all counted from the warning.
    """
    combined = choice.combination
    found = [e for kind in (_events, _calls, _askings, _relied_on, _assumed) for e in kind(workspace, choice, party)]
    timed: list[Expected] = []
    for one in dict.fromkeys(found):
        if one.kind in ("event", "assumed"):
            timed.append(one)
            continue
        each = {s: spans(s, one.point) for s in combined.setting.names if one.point in combined.placement[s]}
        known = (one.earliest, one.latest)
        after = None if absolute else _counted_from(combined, one.point)
        if len(set(each.values())) <= 1:
            low, high = next(iter(each.values()), None) or known
            timed.append(one._replace(after=after, earliest=low, latest=high))
        else:
            for s, within in each.items():
                low, high = within or known
                timed.append(one._replace(scenario=s, after=after, earliest=low, latest=high))
    return tuple(
        sorted(timed, key=lambda e: (e.kind != "event", e.after or "", e.earliest or 0, str(e.point), e.scenario))
    )


def _counted_from(combined: Combination, point: Point) -> str | None:
    book = combined.book
    for here in combined.placement.values():
        if point in here and here[point].root:
            events = [i for i in here[point].chain if not book.links[i].seen_by]
            if events:
                event = book.points[book.links[events[-1]].end]
                return event.name if isinstance(event, Point) else None
    return None


def _events(_workspace: Workspace, choice: Choice, _party: str) -> list[Expected]:
    """Every event of every scenario, counted from the warning or from the event that it follows."""
    setting, book = choice.combination.setting, choice.combination.book
    found = []
    for s in setting.names:
        for event in setting.scenarios[s].events:
            point = Point("event", "", event.name)
            link = book.links[setting.placement[s][point].chain[-1]]
            found.append(Expected("event", point, s, event.after, book.values[link.low], book.values[link.high]))
    return found


def _calls(workspace: Workspace, choice: Choice, party: str) -> list[Expected]:
    combined = choice.combination
    promises = {p.name: p for p in workspace.promises if p.contingency == combined.setting.contingency.name}
    found = []
    for part in combined.parts:
        for need, way in part.ways:
            promise = promises.get(way)
            if promise is not None and promise.giver == party:
                call = Point("call", part.party, need)
                lead = takes_of(promise.lead)
                found.append(
                    Expected(
                        "call",
                        call,
                        "",
                        None,
                        *promise.callable_at,
                        lead,
                        promise.holds,
                        promise.turnaround,
                        promise.name,
                    )
                )
    return found


def _askings(workspace: Workspace, choice: Choice, party: str) -> list[Expected]:
    combined = choice.combination
    if combined.rung < Rung.OPERATIONS:
        return []
    found = []
    for rule in workspace.compact.rules:
        if (
            isinstance(rule, Consent)
            and (rule.holder, rule.contingency) == (party, combined.setting.contingency.name)
            and rule.point.party in combined.by_party
        ):
            asking = Point("asking", rule.point.party, rule.name)
            if any(asking in here for here in combined.placement.values()):
                lead = takes_of(rule.lead)
                found.append(Expected("asking", asking, "", None, None, None, lead, about=rule.name))
    return found


def _relied_on(_workspace: Workspace, choice: Choice, party: str) -> list[Expected]:
    """The partners' points that a join, a rule or the order of a clash ties to the party's own."""
    combined = choice.combination
    ties = [*combined.cross, *(combined.order_tie(order) for order in choice.orders)]
    return [
        Expected("relied on", theirs, "", None, None, None)
        for tie in ties
        for mine, theirs in ((tie.x, tie.y), (tie.y, tie.x))
        if mine.party == party and theirs.party not in ("", party)
    ]


def _assumed(workspace: Workspace, choice: Choice, party: str) -> list[Expected]:
    combined = choice.combination
    if combined.rung.joint or party not in combined.by_party:
        return []
    name, course = combined.setting.contingency.name, combined.by_party[party].course
    return [
        Expected("assumed", assumption.point, "", None, *assumption.span)
        for c in workspace.courses
        if (c.party, c.contingency, c.name) == (party, name, course)
        for assumption in c.assumptions
    ]
