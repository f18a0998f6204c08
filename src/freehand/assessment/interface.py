"""Interface and projection: what a party releases in place of its plans, and the part that it plays for a reader.

The question: what must a partner know for the joint answer to stay exact, and no more?

The rule: the solutions of a simple temporal network, restricted to some of its points, are exactly those of the
shortest distances among these points (Dechter, Meiri, Pearl 1991). The *interface* of a course is the set of its points
that occur in a constraint across parties, and the ends of what holds shared means. Released are, for each course and
ways: the aims it meets, the promises it relies on, its joins, the shared means it holds, and the distances among its
interface points, each with and without the horizon; strong-reduced and stacked always, per scenario reduced or as it
stands only if the party chooses to say more. A point that nature ends is released at its earliest and at its latest.
A point that a partner asks for and the course does not have is named, so that nobody takes it for one that is withheld.

The cost: one single-source run for each interface point. The limit: *adaptable* cannot be told from projections.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from freehand.assessment.book import Edge
from freehand.assessment.choices import Budget, settle
from freehand.assessment.clashes import critical_sets
from freehand.assessment.combination import Combination, Orders
from freehand.assessment.decide import Decider
from freehand.assessment.part import Part
from freehand.assessment.setting import Setting
from freehand.assessment.verdict import Verdict
from freehand.plans.joint import Agreed, Workspace
from freehand.plans.points import Point
from freehand.plans.released import Distance, Projection, ReleasedCourse, SharedHold, SharedPoint
from freehand.terms.scope import Rung

Saying = Literal["assured", "told apart", "possible"]
"""How much a party chooses to say: what decides *assured*; also *if told apart*; also *possible* and *impossible*."""
Form = Literal["stacked", "reduced", "plain"]
FORMS: dict[Form, Verdict] = {
    "stacked": Verdict.ASSURED,
    "reduced": Verdict.TOLD_APART,
    "plain": Verdict.POSSIBLE,
}
SETS_RELEASED = 1_000


def interface_points(part: Part, wanted: Iterable[Point]) -> list[Point]:
    """The points of a part that occur across parties (``wanted``, and its own joins), and the ends of shared holds."""
    points = {p for p in wanted if p in part.points}
    points |= {p for rule in part.joins for p in (rule.later, rule.earlier) if p in part.points}
    for user in part.users:
        if not user.private:
            points |= {user.start, user.end}
    return sorted(points, key=lambda p: (p.kind, p.name))


def lacking(part: Part, wanted: Iterable[Point]) -> tuple[Point, ...]:
    """The points that were asked for, or stand in its own joins, and that a part does not have."""
    asked = {*wanted} | {p for rule in part.joins for p in (rule.later, rule.earlier) if p.party == part.party}
    return tuple(sorted(asked - part.points, key=lambda p: (p.kind, p.name)))


def points_wanted(workspace: Workspace, party: str, contingency: str, rung: Rung) -> set[Point]:
    """The points of a party that partners' joins and, at *operations*, agreed rules of the terms rest on."""
    said = [(course.party, course.contingency, course.rules) for course in workspace.courses]
    said += [
        (other.party, course.contingency, course.joins) for other in workspace.released for course in other.courses
    ]
    sentences = [
        rule
        for author, where, rules in said
        if where == contingency
        for rule in rules
        if {rule.later.party, rule.earlier.party} - {"", author}
    ]
    for terms_rule in workspace.compact.rules:
        if rung >= Rung.OPERATIONS and isinstance(terms_rule, Agreed) and terms_rule.contingency == contingency:
            sentences += terms_rule.rules
    return {p for rule in sentences for p in (rule.later, rule.earlier) if p.party == party}


def release(
    part: Part,
    points: Sequence[Point],
    rungs: tuple[Rung, ...],
    saying: Saying,
    decider: Decider,
    capacities: Mapping[str, int],
    lacks: tuple[Point, ...] = (),
) -> list[ReleasedCourse]:
    """What a part releases over these points; ``lacks`` are those that it was asked for and does not have.

    A party that may clash with itself over means of its own releases one projection for each set of orders that
    settles it (one only, where nothing clashes): each is a choice of its own, and what clashes is not told.
    """
    combined = Combination(part.setting, Rung.ALONE, [part])
    sets = critical_sets([user for user in part.users if user.private], capacities)
    settled: dict[Orders, set[str]] = {}
    for form, verdict in FORMS.items():
        carried: list[Orders] = []
        if not part.broken:
            carried, _ = settle(verdict, combined, part.setting.names, sets, decider, Budget(SETS_RELEASED))
        for orders in carried:
            settled.setdefault(orders, set()).add(form)
    if not settled:
        settled[()] = set()
    found = [_release(combined, orders, forms, points, rungs, saying, decider) for orders, forms in settled.items()]
    return list(dict.fromkeys(one._replace(lacks=lacks) for one in found))


def _release(
    combined: Combination,
    orders: Orders,
    forms: set[str],
    points: Sequence[Point],
    rungs: tuple[Rung, ...],
    saying: Saying,
    decider: Decider,
) -> ReleasedCourse:
    """What a part releases under one set of orders, which settles its own clashes in these forms only."""
    part = combined.parts[0]
    setting, book = part.setting, part.book
    shared: list[SharedPoint] = []
    roots: dict[SharedPoint, int] = {}
    rigid: list[tuple[int, int, int]] = []
    for point in points:
        placed = next(here[point] for here in part.placement.values() if point in here)
        events = [i for i in placed.chain if not book.links[i].seen_by]
        private = [i for i in placed.chain if book.links[i].seen_by]
        last = book.points[book.links[events[-1]].end] if events else None
        after = last.name if isinstance(last, Point) else None
        if not private:
            shared.append(SharedPoint(point, "exactly", after))
            roots[shared[-1]] = placed.root
            continue
        low = sum(book.values[book.links[i].low] for i in private)
        high = sum(book.values[book.links[i].high] for i in private)
        for moment, offset in (("earliest", low), ("latest", high)):
            one = SharedPoint(point, moment, after)  # type: ignore[arg-type]  # one of the two moments just listed
            shared.append(one)
            roots[one] = book.point((point, moment))
            rigid += [(placed.root, roots[one], offset), (roots[one], placed.root, -offset)]

    def project(edges: list[Edge], form: Form, scenario: str | None) -> Projection:
        if form not in forms:
            return Projection(form, scenario, (), False)
        chosen = roots if form != "plain" else _plain_roots(part, points, scenario or "")
        return _project(form, scenario, edges, rigid if form != "plain" else (), chosen, setting, decider)

    projections = [project(combined.stacked(orders), "stacked", None)]
    if saying != "assured":
        for s in setting.names:
            projections.append(project(combined.reduced(s, orders), "reduced", s))
    if saying == "possible":
        for s in setting.names:
            plain = part.plain(s, True)
            assert plain is not None, "a party's own plan has every form"
            projections.append(project(combined.plain(s, orders), "plain", s))
    holds = tuple(
        SharedHold(u.name, u.means, u.amount, u.start, u.end, u.name.removeprefix("promise ") if u.promise else None)
        for u in part.users
        if not u.private
    )
    return ReleasedCourse(
        part.course,
        setting.contingency.name,
        part.ways,
        rungs,
        part.meets,
        part.relies_on,
        tuple(part.joins),
        tuple(shared),
        holds,
        tuple(projections),
    )


def _project(
    form: Form,
    scenario: str | None,
    edges: list[Edge],
    rigid: Sequence[tuple[int, int, int]],
    roots: dict[SharedPoint, int],
    setting: Setting,
    decider: Decider,
) -> Projection:
    bounds = decider.numeric(edges)
    for x, y, w in rigid:
        bounds[x, y] = min(bounds.get((x, y), w), w)
    if decider.fault(bounds) is not None:
        return Projection(form, scenario, (), False)
    free = decider.numeric(e for e in edges if e.statement != setting.end)
    for x, y, w in rigid:
        free[x, y] = min(free.get((x, y), w), w)
    points = [0, *roots.values()]
    decider.spend(len(points) * (len(bounds) + len(free)))  # each point has a search of its own
    most, without = decider.distances(bounds, points), decider.distances(free, points)
    names: list[SharedPoint | None] = [None, *roots]
    distances = tuple(
        Distance(later, earlier, most[x, y], without.get((x, y)))
        for earlier, x in zip(names, points, strict=True)
        for later, y in zip(names, points, strict=True)
        if (x, y) in most
    )
    return Projection(form, scenario, distances, True)


def _plain_roots(part: Part, points: Sequence[Point], scenario: str) -> dict[SharedPoint, int]:
    """The shared points of a network as it stands, and the events, which everybody sees."""
    here = part.placement[scenario]
    events = [Point("event", "", event.name) for event in part.setting.scenarios[scenario].events]
    return {SharedPoint(p, "exactly", None): part.book.point(p) for p in [*(p for p in points if p in here), *events]}
