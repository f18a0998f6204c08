"""Changed rules of the terms that a partner's interface cannot answer for.

A party that shows only its interface released it under some terms: what their rules do to its own points is inside the
distances that it released, and cannot be taken out or put in from here. A rule across parties is the joint network's,
and is reckoned; but only where the interface has the point that it ties. What is not reckoned is said, never guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from freehand.assessment.comparison.changes import Between, Change
from freehand.plans.joint import Agreed, Consent, Notice
from freehand.plans.points import Point
from freehand.plans.released import Released
from freehand.terms.scope import Rung


class Unplayed(NamedTuple):
    """A changed rule on a point of a party that shows only its interface.

    ``inside``: the interface holds the rules that it was released under; else it does not have the point at all.
    """

    party: str
    change: Change
    point: Point
    inside: bool


def unplayed(between: Between, contingencies: Collection[str]) -> tuple[Unplayed, ...]:
    """The changed rules whose change some interface does not play, with the first point that it is about.

    An interface that changed with the rules is taken to have been released under the new ones.
    """
    found: dict[tuple[str, object], Unplayed] = {}
    changed = {key for change in between.changes for key in change.keys}
    kept = [r for r in between.after.released if ("interface", r.party) not in changed]
    for change in between.changes:
        for element in (change.before, change.after):
            said = element.said if element is not None else None
            if isinstance(said, (Notice, Consent, Agreed)) and said.contingency in contingencies:
                for released in kept:
                    for point, inside in _silent(said, released):
                        found.setdefault((released.party, change.key), Unplayed(released.party, change, point, inside))
    return tuple(found.values())


def _silent(rule: Notice | Consent | Agreed, released: Released) -> Iterator[tuple[Point, bool]]:
    """The points of a party on which its interface does not play a rule, and whether it has the rule inside."""
    if not isinstance(rule, Agreed):
        if rule.point.party == released.party:
            yield rule.point, True
        return
    there = {
        point
        for course in released.courses
        if course.contingency == rule.contingency and Rung.OPERATIONS in course.rungs
        for point in (*(shared.point for shared in course.points), *course.lacks)
    }
    for sentence in rule.rules:
        points = [p for p in (sentence.later, sentence.earlier) if p.party]
        alone = {p.party for p in points} == {released.party}
        for point in points:
            if point.party == released.party and (alone or point not in there):
                yield point, alone
