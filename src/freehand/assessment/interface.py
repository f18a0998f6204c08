"""Interface and projection: what a party releases in place of its plans, and the part that it plays for a reader.

The question: what must a partner know for the joint answer to stay exact, and no more?

The rule: the solutions of a simple temporal network, restricted to some of its points, are exactly those of the
shortest distances among these points (Dechter, Meiri, Pearl 1991). The *interface* of a course is the set of its points
that occur in a constraint across parties, and the ends of what holds shared means. Released are, for each course and
ways: the aims it meets, the promises it relies on, its joins, the shared means it holds, and the distances among its
interface points, each with and without the horizon; strong-reduced and stacked always, per scenario reduced or as it
stands only if the party chooses to say more. A point that nature ends is released at its earliest and at its latest.

The cost: one single-source run for each interface point. The limit: *adaptable* cannot be told from projections.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from freehand.assessment.book import NEW, NOBODY, OLD, VALUE, Edge, Link, Number, Statement
from freehand.assessment.choices import Budget, settle
from freehand.assessment.clashes import critical_sets
from freehand.assessment.compile import Part, Placed, Setting, User, turnaround_of
from freehand.assessment.core import Core, Orders
from freehand.assessment.decide import Decider
from freehand.assessment.verdict import Verdict
from freehand.plans.joint import Agreed, Workspace
from freehand.plans.points import WARNING, Point
from freehand.plans.released import Distance, Projection, ReleasedCourse, SharedHold, SharedPoint
from freehand.quantities import show_hours
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


# -- out: from a part to its release ---------------------------------------------------------------------------------


def interface_points(part: Part, wanted: Iterable[Point]) -> list[Point]:
    """The points of a part that occur across parties (``wanted``, and its own joins), and the ends of shared holds."""
    points = {p for p in wanted if p in part.points}
    points |= {p for rule in part.joins for p in (rule.later, rule.earlier) if p in part.points}
    for user in part.users:
        if not user.private:
            points |= {user.start, user.end}
    return sorted(points, key=lambda p: (p.kind, p.name))


def points_wanted(workspace: Workspace, party: str, contingency: str) -> set[Point]:
    """The points of a party that partners' joins and agreed rules of the terms rest on."""
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
        if isinstance(terms_rule, Agreed) and terms_rule.contingency == contingency:
            sentences += terms_rule.rules
    return {p for rule in sentences for p in (rule.later, rule.earlier) if p.party == party}


def release(
    part: Part,
    points: Sequence[Point],
    rungs: tuple[Rung, ...],
    saying: Saying,
    decider: Decider,
    capacities: Mapping[str, int],
) -> list[ReleasedCourse]:
    """What a part releases over these points.

    A party that may clash with itself over means of its own releases one projection for each set of orders that
    settles it (one only, where nothing clashes): each is a choice of its own, and what clashes is not told.
    """
    core = Core(part.setting, Rung.ALONE, [part])
    sets = critical_sets([user for user in part.users if user.private], capacities)
    settled: dict[Orders, set[str]] = {}
    for form, verdict in FORMS.items():
        carried: list[Orders] = []
        if not part.broken:
            carried, _ = settle(verdict, core, part.setting.names, sets, decider, Budget(SETS_RELEASED))
        for orders in carried:
            settled.setdefault(orders, set()).add(form)
    if not settled:
        settled[()] = set()
    found = [_release(core, orders, forms, points, rungs, saying, decider) for orders, forms in settled.items()]
    return list(dict.fromkeys(found))


def _release(
    core: Core,
    orders: Orders,
    forms: set[str],
    points: Sequence[Point],
    rungs: tuple[Rung, ...],
    saying: Saying,
    decider: Decider,
) -> ReleasedCourse:
    """What a part releases under one set of orders, which settles its own clashes in these forms only."""
    part = core.parts[0]
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

    projections = [project(core.stacked(orders), "stacked", None)]
    if saying != "assured":
        for s in setting.names:
            projections.append(project(core.reduced(s, orders), "reduced", s))
    if saying == "possible":
        for s in setting.names:
            plain = part.plain(s, True)
            assert plain is not None, "a party's own plan has every form"
            projections.append(project(core.plain(s, orders), "plain", s))
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


# -- in: from a release to the part it plays ---------------------------------------------------------------------------


_BEGINS: dict[str, Literal["start", "call", "asking"]] = {"end": "start", "delivery": "call", "consent": "asking"}


class ReleasedPart(Part):
    """A partner's part as far as it was released: its shared points, and the distances among them as single steps."""

    released = True

    def __init__(self, setting: Setting, party: str, course: ReleasedCourse) -> None:
        super().__init__(setting, party, course.name, course.meets)
        self.ways, self.relies_on = course.ways, course.relies_on
        self.joins = list(course.joins)
        self._networks: dict[tuple[str, str | None], list[Edge]] = {}
        self._distance = {(d.earlier, d.later): d.most for p in course.projections for d in p.distances}
        self._folded: set[SharedPoint] = set()
        known = set(course.points)
        for shared in course.points:
            if shared.moment != "latest":
                self._show(shared, known)
        for projection in course.projections:
            self._networks[projection.form, projection.scenario] = self._edges(projection)

    def _show(self, shared: SharedPoint, known: set[SharedPoint]) -> None:
        """Place a shared point. What nature ends stands at the end of a link, as in its owner's own network.

        The link leads from its start where that is shared too, else from its own earliest, so that every node has the
        same roots, and finds the same windows.
        """
        point, root, link = shared.point, self._root(shared), None
        self.points.add(point)
        if shared.moment == "earliest":
            latest_ = shared._replace(moment="latest")
            self._folded.add(latest_)
            low, spread = 0, self._distance.get((shared, latest_)) or 0
            start = SharedPoint(Point(_BEGINS[point.kind], point.party, point.name), "exactly", shared.after)
            if start in known:
                low = self._distance.get((start, shared)) or 0
                root = self._root(start)
                self._folded.add(shared)
            link = self._outcome(point, root, low, low + spread)
        for name in self.setting.names:
            chain: tuple[int, ...] = ()
            if shared.after is not None:
                seen = self.setting.placement[name].get(Point("event", "", shared.after))
                if seen is None:
                    continue
                chain = seen.chain
            self.placement[name][point] = Placed(root, chain if link is None else (*chain, link))

    def _outcome(self, point: Point, root: int, low: int, high: int) -> int:
        source = f"{self.party}, released"
        fastest = Number(
            self.party,
            Rung.SCENARIOS,
            f"{point}: at least {NEW} later instead of {OLD}",
            f"{point} may come only {VALUE} later",
            f"{point} comes at least {VALUE} later",
            source,
            low,
            0,
            self.setting.horizon,
            NOBODY,
        )
        slowest = Number(
            self.party,
            Rung.SCENARIOS,
            f"{point}: at most {NEW} later instead of {OLD}",
            f"{point} comes at most {VALUE} later",
            f"{point} may come {VALUE} later",
            source,
            high,
            0,
            self.setting.horizon,
            NOBODY,
        )
        link = Link(root, self.book.point(point), *self.book.pair(fastest, slowest), (self.party,))
        return self.book.link(link)

    def _root(self, shared: SharedPoint | None) -> int:
        if shared is None:
            return 0
        return self.book.point(shared.point if shared.moment == "exactly" else (shared.point, shared.moment))

    def _edges(self, projection: Projection) -> list[Edge]:
        book, setting, source = self.book, self.setting, f"{self.party}, released"
        if not projection.consistent:
            text = f"{self.party}'s released {self.course} does not hold by itself"
            said = book.statement(Statement("released", self.party, text, text, source, NOBODY))
            one = book.number(Number(self.party, None, "", "", "", source, 1, 1, 1, NOBODY))
            return [Edge(0, 0, (-one,), said, self.party)]
        edges = []
        for distance in projection.distances:
            if {distance.earlier, distance.later} & self._folded:
                continue  # follows from the point that it was folded into
            x, y = self._root(distance.earlier), self._root(distance.later)
            if distance.most is not None and distance.most != distance.without_horizon:
                most = distance.most
                number = book.number(Number(None, None, "", "", "", source, most, most, most, NOBODY))
                edges.append(Edge(x, y, (number,), setting.end, self.party))
            if distance.without_horizon is not None:
                edges.append(self._bound(distance, distance.without_horizon, x, y, source))
        return edges

    def _bound(self, distance: Distance, most: int, x: int, y: int, source: str) -> Edge:
        book, horizon = self.book, self.setting.horizon
        later, earlier = distance.later or WARNING, distance.earlier or WARNING
        if most >= 0:
            text = f"{later} at most {show_hours(most)} after {earlier}"
            ask = f"{later} at most {NEW} instead of {OLD} after {earlier}"
        else:
            text = f"{earlier} at least {show_hours(-most)} after {later}"
            ask = f"{earlier} at least {NEW} instead of {OLD} after {later}"
        said = book.statement(Statement("released", self.party, text, text, source, NOBODY))
        if not most:
            return Edge(x, y, (), said, self.party)
        number = Number(self.party, Rung.SCENARIOS, ask, "", "", source, abs(most), 0, horizon, NOBODY)
        index = book.number(number)
        return Edge(x, y, (index if most > 0 else -index,), said, self.party)

    def _network(self, form: str, scenario: str | None) -> list[Edge] | None:
        return self._networks.get((form, scenario))

    @property
    def stacked(self) -> list[Edge]:
        """Its stacked distances."""
        return self._network("stacked", None) or []

    @property
    def reduced(self) -> dict[str, list[Edge]] | None:
        """Its distances in each scenario, where it said more."""
        found = {s: self._network("reduced", s) for s in self.setting.names}
        return None if any(e is None for e in found.values()) else {s: e or [] for s, e in found.items()}

    @property
    def rule_edges(self) -> list[Edge]:
        """Nothing: what the rules add at a rung is in the release."""
        return []

    def rule_reduced(self, _scenario: str) -> list[Edge]:
        """Nothing: what the rules add at a rung is in the release."""
        return []

    def plain(self, scenario: str, _rules: bool) -> list[Edge] | None:
        """Its distances in a scenario as it stands, where it said more."""
        return self._network("plain", scenario)


def released_part(setting: Setting, party: str, course: ReleasedCourse, workspace: Workspace) -> Part:
    """The part that a released course plays for a reader. Promises it relies on are known to all."""
    part = ReleasedPart(setting, party, course)
    promises = {p.name: p for p in workspace.promises if p.contingency == course.contingency}
    for hold in course.holds:
        turnaround, owner = 0, party
        if hold.promise is not None and hold.promise in promises:
            promise = promises[hold.promise]
            owner = promise.giver
            if promise.turnaround:
                turnaround = turnaround_of(part.book, promise)
        is_promise = hold.promise is not None
        part.users.append(
            User(hold.user, hold.means, hold.amount, hold.start, hold.end, turnaround, owner, is_promise, False)
        )
    return part
