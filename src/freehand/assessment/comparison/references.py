"""What the elements of a workspace refer to, so that no change is made without what it rests on.

An activity refers to its course and to the means it holds, a rule to the points that it ties, a promise to the need
that it meets. Each reference names alternatives, of which one must be there: a partner's activity may stand in any of
its courses. A table in which each reference is met is a workspace that somebody could have written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from freehand.assessment.comparison.elements import Element, Key, Sentence, containers, contingency_of
from freehand.plans.activity import Activity, Hold
from freehand.plans.joint import Agreed, Consent, Notice
from freehand.plans.plan import Assumption, Course
from freehand.plans.points import Point, Rule
from freehand.plans.released import Released
from freehand.plans.scenario import Event, Report
from freehand.plans.support import Promise


class References:
    """What the elements of some tables refer to, each reference as the keys of which one must be there."""

    def __init__(self, *tables: Mapping[Key, Element]) -> None:
        self._named: dict[Key, dict[Key, None]] = {}
        for table in tables:
            for key in table:
                if key[0] in ("activity", "need"):
                    self._named.setdefault((key[0], key[1], key[2], key[4]), {})[key] = None
                elif key[0] == "event":
                    self._named.setdefault(("event", key[1], key[3]), {})[key] = None

    def of(self, key: Key, element: Element) -> list[tuple[Key, ...]]:
        """The references of one element."""
        said, contingency = element.said, contingency_of(key, element) or ""
        found: list[tuple[Key, ...]] = [(container,) for container in containers(key, element)]
        match said:
            case Notice() | Consent():
                found += self._points(contingency, [said.point])
                if isinstance(said, Consent) and said.promise is not None:
                    found.append((("promise", said.promise),))
            case Agreed():
                found += self._points(contingency, _tied(said.rules))
            case Event():
                found += [(("event", *key[1:3], said.after),)] if said.after else []
            case Course():
                found += [(("aim", contingency, aim),) for aim in said.meets]
            case Activity():
                found += _held(key[1], said.holds)
                found += self._points(contingency, [Point("event", "", said.after)]) if said.after else []
            case Sentence():
                found += self._points(contingency, _tied(said.rules), key)
            case Assumption():
                found += self._points(contingency, [said.point], key)
            case Promise():
                found += [(("party", said.giver),), (("party", said.receiver),), *_held(said.giver, said.holds)]
                need = Point("call", said.receiver, said.need)
                found += self._points(contingency, [need, *_tied(said.caveats)])
            case Report():
                found.append((("event", contingency, said.scenario, said.event),))
            case Released():
                found += self._released(said)
            case _:
                pass
        return found

    def _points(
        self, contingency: str, points: Iterable[Point], within: Key | None = None
    ) -> Iterator[tuple[Key, ...]]:
        """References to points: a course's own are its own, a partner's in any course or behind an interface."""
        for kind, party, name in points:
            sort = {"start": "activity", "end": "activity", "call": "need", "delivery": "need"}.get(kind)
            if kind == "event":
                yield tuple(self._named.get(("event", contingency, name), ()))
            elif sort is not None and within is not None and party == within[1]:
                yield ((sort, *within[1:4], name),)
            elif sort is not None:
                known = self._named.get((sort, party, contingency, name), {})
                if known:
                    yield (*known, ("interface", party))

    def _released(self, released: Released) -> Iterator[tuple[Key, ...]]:
        for course in released.courses:
            contingency = course.contingency
            yield (("contingency", contingency),)
            yield from ((("aim", contingency, aim),) for aim in course.meets)
            yield from ((("promise", promise),) for promise in course.relies_on)
            events = {shared.after for shared in course.points if shared.after is not None}
            yield from self._points(contingency, [Point("event", "", event) for event in sorted(events)])
            scenarios = {p.scenario for p in course.projections if p.scenario is not None}
            yield from ((("scenario", contingency, scenario),) for scenario in sorted(scenarios))


def _tied(rules: Iterable[Rule]) -> Iterator[Point]:
    for rule in rules:
        yield rule.later
        yield rule.earlier


def _held(party: str, holds: Iterable[Hold]) -> list[tuple[Key, ...]]:
    return [(("means", party, hold.means), ("means", "", hold.means)) for hold in holds]
