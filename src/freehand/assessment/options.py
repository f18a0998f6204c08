"""What there is to choose from in a contingency: each party's courses, ways and parts, and how they combine.

What belongs to other contingencies is left out once: a contingency costs the same however many others there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import prod

from freehand.assessment.book import Book
from freehand.assessment.combination import Combination
from freehand.assessment.compile import part_of
from freehand.assessment.knowledge import known_together
from freehand.assessment.part import Part
from freehand.assessment.released import released_part
from freehand.assessment.setting import NO_WAY, OWN_WAY, Holdings, Setting, crossing_points
from freehand.errors import shown
from freehand.plans.contingency import Contingency
from freehand.plans.joint import Agreed, TermsRule, Workspace
from freehand.plans.plan import Course
from freehand.plans.support import Need
from freehand.terms.scope import Rung

MOST_COMBINATIONS = 4_000


def bound_parties(rule: TermsRule) -> set[str]:
    """The parties on whose own points a rule of the terms rests."""
    points = [p for r in rule.rules for p in (r.later, r.earlier)] if isinstance(rule, Agreed) else [rule.point]
    return {point.party for point in points}


class Options:
    """One contingency of a workspace, and every part that a party could play in it. ``only`` holds a party to a course.

    ``workspace`` is the whole, ``here`` what of it is about this contingency.
    """

    def __init__(self, workspace: Workspace, contingency: Contingency, book: Book, only: Mapping[str, str]) -> None:
        self.workspace, self.contingency, self.book, self.only = workspace, contingency, book, only
        self.here = about(workspace, contingency.name)
        self.parties = tuple(p.name for p in workspace.compact.parties)
        self.holdings = Holdings.of(workspace)
        self.released = {r.party: r for r in workspace.released}
        self._ruled = {p for rule in self.here.compact.rules for p in bound_parties(rule)}
        together, self.contradictions = known_together(self.parties, contingency, self.here.reports)
        crossing = crossing_points(self.here, contingency.name)
        self.truth = Setting(self.book, contingency, together, self.holdings, crossing)
        self._parts: dict[object, Part] = {}

    def courses_of(self, party: str) -> list[Course]:
        """A party's courses in this contingency, by name."""
        return sorted(
            (
                c
                for c in self.here.courses
                if (c.party, c.contingency) == (party, self.contingency.name) and self.only.get(party, c.name) == c.name
            ),
            key=lambda c: c.name,
        )

    def ways_of(self, course: Course, rung: Rung) -> list[tuple[tuple[str, str], ...]]:
        """Every way to meet every need of a course at a rung."""
        needs = sorted(course.needs, key=lambda n: n.name)
        each = [[(need.name, way) for way in self._ways(course, need, rung) or [NO_WAY]] for need in needs]
        return [tuple(ways) for ways in product(*each)]

    def _ways(self, course: Course, need: Need, rung: Rung) -> list[str]:
        """Every way to meet a need of a course at a rung."""
        ways = [OWN_WAY] if need.own_way is not None else []
        if rung >= Rung.SUPPORT:
            ways += sorted(
                p.name
                for p in self.here.promises
                if (p.receiver, p.need, p.contingency) == (course.party, need.name, self.contingency.name)
            )
        return ways

    def _released_courses(self, party: str, rung: Rung) -> list[int]:
        """The places of what a party released for this contingency and a rung."""
        return [
            place
            for place, course in enumerate(self.released[party].courses)
            if course.contingency == self.contingency.name
            and rung in course.rungs
            and self.only.get(party, course.name) == course.name
        ]

    def too_old(self, rung: Rung) -> str | None:
        """Which interfaces were made with something else than stands today, in words; None where none was."""
        found = [each.why for each in self.here.older if rung >= each.since]
        return "; ".join(dict.fromkeys(found)) or None

    def parts(self, party: str, rung: Rung) -> list[Part]:
        """Every part that a party could play at a joint rung."""
        if party in self.released:
            return [self._released_part(party, place) for place in self._released_courses(party, rung)]
        return [
            self._part(self.truth, course, ways, rung, assume=False)
            for course in self.courses_of(party)
            if course.least_rung <= rung
            for ways in self.ways_of(course, rung)
        ]

    def _part(
        self, setting: Setting, course: Course, ways: tuple[tuple[str, str], ...], rung: Rung, assume: bool
    ) -> Part:
        """The part that a course with these ways plays in a setting at a rung, made once."""
        present = tuple(a.name for a in course.activities if a.least_rung <= rung)
        ruled = rung >= Rung.OPERATIONS and course.party in self._ruled
        key = (id(setting), course.party, course.name, ways, present, ruled, assume)
        if key not in self._parts:
            self._parts[key] = part_of(setting, self.here, course, ways, rung, assume)
        return self._parts[key]

    def _released_part(self, party: str, place: int) -> Part:
        key = (party, place)
        if key not in self._parts:
            course = self.released[party].courses[place]
            self._parts[key] = released_part(self.truth, party, course, self.here)
        return self._parts[key]

    def takes_part(self, party: str, rung: Rung) -> bool:
        """Whether the party has, or may have, a course at this rung."""
        return party in self.released or any(course.least_rung <= rung for course in self.courses_of(party))

    def too_many_combinations(self, rung: Rung) -> str | None:
        """Why the combinations of a joint rung are more than are looked at, in words; None where they are not."""
        options = {party: self._options(party, rung) for party in self.parties if self.takes_part(party, rung)}
        number = prod(count or 1 for count in options.values())
        if number <= MOST_COMBINATIONS:
            return None
        each = ", ".join(f"{count:,} of {shown(party)}" for party, count in options.items())
        return (
            f"the courses and ways of the parties ({each}) combine in {number:,} ways, and no more than "
            f"{MOST_COMBINATIONS:,} are looked at"
        )

    def _options(self, party: str, rung: Rung) -> int:
        """How many parts a party could play at a joint rung."""
        if party in self.released:
            return len(self._released_courses(party, rung))
        return sum(
            prod(max(1, len(self._ways(course, need, rung))) for need in course.needs)
            for course in self.courses_of(party)
            if course.least_rung <= rung
        )

    def combinations(self, rung: Rung, without: frozenset[int] = frozenset()) -> list[Combination]:
        """Every combination of parts at a joint rung."""
        options = [self.parts(party, rung) for party in self.parties if self.takes_part(party, rung)]
        options = [parts for parts in options if parts]
        if not options:
            return []
        rules = self.here.compact.rules
        return [Combination(self.truth, rung, parts, rules, without) for parts in product(*options)]


def about(workspace: Workspace, contingency: str) -> Workspace:
    """What of a workspace is about one contingency; what parties released stays whole, since it is known by place."""
    compact = workspace.compact
    rules = tuple(rule for rule in compact.rules if rule.contingency == contingency)
    return workspace._replace(
        compact=compact._replace(rules=rules),
        courses=tuple(course for course in workspace.courses if course.contingency == contingency),
        promises=tuple(promise for promise in workspace.promises if promise.contingency == contingency),
        reports=tuple(report for report in workspace.reports if report.contingency == contingency),
        older=tuple(each for each in workspace.older if each.contingency == contingency),
    )
