"""What one party does in a combination: the points that it gives a time, and what is said of each on a call sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from freehand.assessment.combination import Combination
from freehand.assessment.setting import OWN_WAY, Placed
from freehand.assessment.sheets.values import Act, Line, Takes
from freehand.plans.activity import Duration, Hold
from freehand.plans.joint import Consent, Notice, TermsRule, Workspace
from freehand.plans.points import Point
from freehand.terms.scope import Rung

ACTS: Mapping[str, Act] = {"start": "start", "end": "end", "call": "call", "asking": "ask"}


class Doing(NamedTuple):
    """What there is to say of an act whatever its time."""

    takes: Takes | None = None
    holds: tuple[Hold, ...] = ()
    whom: tuple[str, ...] = ()
    about: str = ""


class Acting:
    """What one party does in a combination: its points that it gives a time, and what is said of each."""

    def __init__(self, workspace: Workspace, combined: Combination, party: str) -> None:
        self.workspace, self.combined, self.party = workspace, combined, party
        self.part = combined.by_party[party]
        self.contingency = combined.setting.contingency.name
        book = combined.book
        self.placed: dict[Point, dict[str, Placed]] = {}
        for scenario, here in self.part.placement.items():
            for point, placed in here.items():
                if placed.root and book.points[placed.root] == point:
                    self.placed.setdefault(point, {})[scenario] = placed
        # Of a start and an end at one instant the start leads.
        self.points = sorted(self.placed, key=lambda p: (p.kind == "end", str(p)))
        self.root = {p: book.point(p) for p in self.points}
        self.course = next(
            c
            for c in workspace.courses
            if (c.party, c.contingency, c.name) == (party, self.contingency, self.part.course)
        )

    def after(self, point: Point) -> str | None:
        """The event that a point is counted from, None for the warning."""
        book = self.combined.book
        for placed in self.placed[point].values():
            events = [i for i in placed.chain if not book.links[i].seen_by]
            if events:
                return _name(book.points[book.links[events[-1]].end])
        return None

    def begins(self, point: Point, scenario: str) -> tuple[int, int]:
        """Within which span the count of a point begins, in seconds after the warning."""
        book = self.combined.book
        chain = self.placed[point][scenario].chain
        return sum(book.values[book.links[i].low] for i in chain), sum(book.values[book.links[i].high] for i in chain)

    def lapses_in(self, point: Point) -> tuple[str, ...]:
        """The scenarios that do not have the event that a point is counted from."""
        return tuple(s for s in self.combined.setting.names if s not in self.placed[point])

    def doing(self, point: Point) -> Doing:
        """What is said of an act."""
        match point.kind:
            case "start":
                activity = next(a for a in self.course.activities if a.name == point.name)
                return Doing(takes_of(activity.duration), activity.holds)
            case "call":
                way = dict(self.part.ways)[point.name]
                need = next(n for n in self.course.needs if n.name == point.name)
                if way == OWN_WAY:
                    return Doing(None if need.own_way is None else takes_of(need.own_way), about=OWN_WAY)
                promise = next(p for p in self.workspace.promises if (p.name, p.contingency) == (way, self.contingency))
                return Doing(takes_of(promise.lead), (), (promise.giver,), promise.name)
            case "asking":
                rule = next(r for r in self._rules() if isinstance(r, Consent) and r.name == point.name)
                return Doing(takes_of(rule.lead), (), (rule.holder,), rule.name)
            case _:
                return Doing()

    def _rules(self) -> list[TermsRule]:
        return [r for r in self.workspace.compact.rules if r.contingency == self.contingency]

    def line(self, point: Point, after: str | None, earliest: int | None, latest: int | None) -> Line:
        """A line without its ties to others."""
        doing = self.doing(point)
        ends = None
        given = doing.takes is not None and (not doing.takes.chosen or doing.takes.fixed)
        if given and doing.takes is not None and doing.takes.high and earliest is not None and latest is not None:
            ends = (earliest + doing.takes.low, latest + doing.takes.high)
        return Line(
            ACTS[point.kind],
            point,
            after,
            earliest,
            latest,
            takes=doing.takes,
            ends=ends,
            holds=doing.holds,
            whom=doing.whom,
            about=doing.about,
            lapses_in=self.lapses_in(point),
        )

    def earliest(self, roots: Mapping[Point, int], scenario: str, counted: bool = True) -> dict[Point, int]:
        """The earliest moment after the warning of the part's points in a scenario, from those of its roots.

        The roots' times are ``counted`` from their events, or else all from the warning.
        """
        book, found = self.combined.book, dict[Point, int]()
        for point, placed in self.part.placement[scenario].items():
            root = book.points[placed.root]
            if isinstance(root, Point) and root in roots:
                links = [i for i in placed.chain if counted or book.links[i].seen_by]
                found[point] = roots[root] + sum(book.values[book.links[i].low] for i in links)
        return found

    def notices(self, earliest: Iterable[Mapping[Point, int]]) -> list[Line]:
        """The notices that rules of the terms ask for: so long before the earliest moment of what they announce.

        ``earliest`` are the earliest moments in each scenario.
        """
        if self.combined.rung < Rung.OPERATIONS:
            return []
        others = tuple(p.name for p in self.workspace.compact.parties if p.name != self.party)
        earliest = list(earliest)
        found = []
        for rule in self._rules():
            if isinstance(rule, Notice) and rule.point in self.part.points:
                due = min((here[rule.point] for here in earliest if rule.point in here), default=None)
                latest = None if due is None else max(0, due - rule.seconds)
                first = None if due is None else 0
                found.append(
                    Line(
                        "notice",
                        rule.point,
                        None,
                        first,
                        latest,
                        whom=others,
                        about=rule.name,
                        before=rule.seconds,
                        lapses_in=tuple(
                            s for s in self.combined.setting.names if rule.point not in self.part.placement[s]
                        ),
                    )
                )
        return found


def in_order(acting: Acting, lines: Iterable[Line]) -> list[Line]:
    """Lines in the order of time: by the earliest moment after the warning at which they may come, then the latest.

    Among equals a line stands below those that are done before it.
    """
    lines = list(lines)
    by_point = {line.point: line for line in lines if line.act != "notice"}

    def begins(line: Line) -> int:
        if line.after is None or line.act == "notice":
            return 0
        return min(acting.begins(line.point, s)[0] for s in acting.placed[line.point])

    def depth(line: Line) -> int:
        before = [by_point[b.other] for b in line.bounds if b.at_least is not None and b.other in by_point]
        return 1 + max(map(depth, before), default=0)

    ranks = {"notice": 0, "ask": 1, "call": 2, "start": 3, "end": 4}

    def place(line: Line) -> tuple[object, ...]:
        earliest, latest = (begins(line) + (moment or 0) for moment in (line.earliest, line.latest))
        return (line.earliest is None, earliest, latest, depth(line), ranks[line.act], line.name)

    return sorted(lines, key=place)


def takes_of(duration: Duration) -> Takes:
    """How long something takes."""
    return Takes(duration.chosen, duration.low, duration.high)


def _name(point: Point | tuple[Point, str]) -> str:
    return point.name if isinstance(point, Point) else point[0].name
