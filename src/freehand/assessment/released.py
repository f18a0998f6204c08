"""The part that a partner plays for a reader who has only its release: shared points, distances as single steps.

What nature ends stands at the end of a link, as in its owner's own network, so that every node has the same roots and
finds the same windows. Nothing else is there to be told.
"""

from __future__ import annotations

from typing import Literal

from freehand.assessment.book import NEW, NOBODY, OLD, VALUE, Edge, Link, Number, Statement
from freehand.assessment.compile import turnaround_of
from freehand.assessment.part import Part
from freehand.assessment.setting import Placed, Setting, User
from freehand.plans.joint import Workspace
from freehand.plans.points import WARNING, Point
from freehand.plans.released import Distance, Projection, ReleasedCourse, SharedPoint
from freehand.quantities import show_hours
from freehand.terms.scope import Rung

_BEGINS: dict[str, Literal["start", "call", "asking"]] = {"end": "start", "delivery": "call", "consent": "asking"}


class ReleasedPart(Part):
    """A partner's part as far as it was released: its shared points, and the distances among them as single steps."""

    released = True

    def __init__(self, setting: Setting, party: str, course: ReleasedCourse) -> None:
        super().__init__(setting, party, course.name, course.meets)
        self.ways, self.relies_on = course.ways, course.relies_on
        self.joins = list(course.joins)
        self._lacks = frozenset(course.lacks)
        self._networks: dict[tuple[str, str | None], list[Edge]] = {}
        self._distance = {(d.earlier, d.later): d.most for p in course.projections for d in p.distances}
        self._folded: set[SharedPoint] = set()
        known = set(course.points)
        for shared in course.points:
            if shared.moment != "latest":
                self._show(shared, known)
        for projection in course.projections:
            self._networks[projection.form, projection.scenario] = self._edges(projection)

    def untold(self, point: Point) -> bool:
        """Whether only its party knows if it has a point: it was neither released nor said to be lacking."""
        return point not in self.points and point not in self._lacks

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
            said = book.statement(Statement("unsound", self.party, text, text, source, NOBODY))
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
