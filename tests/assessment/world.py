"""The plans as they meet in the world: a second, plain reading of the values, and a simulation of what happens.

It shares nothing with the reckoning but the values and who knows what of a scenario. Points are planners' points; a
root is the point that somebody chooses; a chain is the set of outcomes that nature adds to it.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from freehand.assessment.choices import Choice
from freehand.assessment.combination import Order
from freehand.assessment.knowledge import known_together
from freehand.plans.activity import Duration, Hold
from freehand.plans.joint import Agreed, Consent, Notice, Workspace
from freehand.plans.plan import Course
from freehand.plans.points import WARNING, Point, Rule
from freehand.plans.scenario import Scenario, Span
from freehand.terms.scope import Rung

Outcome = tuple[str, ...]
"""The name of something that nature decides."""

Bounds = dict[tuple[Point, Point], int]
"""The tightest ``y - x <= w`` by (x, y)."""


class Stands(NamedTuple):
    """Where a point stands: on a root, so many outcomes later."""

    root: Point
    chain: frozenset[Outcome]


class Said(NamedTuple):
    """``y - x <= most``; ``party`` is whose plan it lies in, empty across parties; ``horizon`` is nobody's."""

    x: Point
    y: Point
    most: int
    party: str
    horizon: bool
    text: str


class Use(NamedTuple):
    """A means held from a point until so long after another."""

    user: str
    means: str
    amount: int
    start: Point
    end: Point
    turnaround: int


@dataclass
class Scene:
    """One scenario of a choice: where points stand, what nature decides, what is said, who holds what."""

    stands: dict[Point, Stands] = field(default_factory=dict)
    outcomes: dict[Outcome, Span] = field(default_factory=dict)
    says: list[Said] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)

    def reduced(self, says: Iterable[Said]) -> Bounds:
        """The page's strong reduction, between roots."""
        found: Bounds = {}
        for said in says:
            x, y = self.stands.get(said.x), self.stands.get(said.y)
            if x is None or y is None:
                continue
            most = said.most
            most -= sum(self.outcomes[o].high for o in y.chain - x.chain)
            most += sum(self.outcomes[o].low for o in x.chain - y.chain)
            pair = (x.root, y.root)
            found[pair] = min(found.get(pair, most), most)
        return found

    def plain(self) -> Bounds:
        """Everything as it stands: outcomes are bounds like others."""
        found: Bounds = {}

        def bound(x: Point, y: Point, most: int) -> None:
            found[x, y] = min(found.get((x, y), most), most)

        for said in self.says:
            if said.x in self.stands and said.y in self.stands:
                bound(said.x, said.y, said.most)
        for point, stands in self.stands.items():
            if not stands.chain:
                continue
            # The point before it on its way: the one with one outcome less.
            for other, there in self.stands.items():
                if (
                    there.root == stands.root
                    and there.chain < stands.chain
                    and len(there.chain) == len(stands.chain) - 1
                ):
                    (outcome,) = stands.chain - there.chain
                    bound(other, point, self.outcomes[outcome].high)
                    bound(point, other, -self.outcomes[outcome].low)
        return found


class World:
    """A choice of courses and ways, read from the values at a rung."""

    def __init__(
        self,
        workspace: Workspace,
        rung: Rung,
        courses: Mapping[str, str],
        ways: Mapping[str, Mapping[str, str]],
        orders: Sequence[Order] = (),
    ) -> None:
        self.workspace, self.rung, self.ways = workspace, rung, ways
        self.contingency = workspace.contingencies[0]
        self.courses = [c for c in workspace.courses if courses.get(c.party) == c.name]
        self.shared = {m.name for m in workspace.compact.means if not m.owner}
        self.capacity = {(m.owner, m.name): m.capacity for m in workspace.compact.means}
        parties = tuple(p.name for p in workspace.compact.parties)
        self.known, _ = known_together(parties, self.contingency, workspace.reports)
        self.turnarounds = {f"promise {p.name}": p.turnaround for p in workspace.promises}
        self.orders = [(o.before.end, o.after.start, self.turnarounds.get(o.before.name, 0), o.party) for o in orders]
        self.scenes = {s.name: self._scene(s) for s in self.contingency.scenarios}

    @classmethod
    def of(cls, workspace: Workspace, choice: Choice, orders: Sequence[Order] | None = None) -> World:
        """The world of a choice's courses, ways and orders, read from a workspace's values."""
        return cls(
            workspace,
            choice.combination.rung,
            {p.party: p.course for p in choice.combination.parts},
            {p.party: dict(p.ways) for p in choice.combination.parts},
            choice.orders if orders is None else orders,
        )

    # -- reading ------------------------------------------------------------------------------------------------------

    def _scene(self, scenario: Scenario) -> Scene:
        scene = Scene()
        scene.stands[WARNING] = Stands(WARNING, frozenset())
        for one in scenario.events:
            since = scene.stands[Point("event", "", one.after) if one.after else WARNING]
            outcome = ("event", one.name)
            scene.outcomes[outcome] = self.known[scenario.name, one.name]
            scene.stands[Point("event", "", one.name)] = Stands(WARNING, since.chain | {outcome})
        for course in self.courses:
            self._course(scene, course)
        for course in self.courses:
            for rule in course.rules:
                self._rule(scene, rule, course.party)
        if self.rung >= Rung.OPERATIONS:
            self._terms(scene)
        for end, start, turnaround, party in self.orders:
            scene.says.append(Said(start, end, -turnaround, party, False, "order"))
        horizon = self.contingency.horizon
        for point in list(scene.stands):
            if point.party:
                scene.says.append(Said(point, WARNING, 0, point.party, False, "the warning"))
                scene.says.append(Said(WARNING, point, horizon, point.party, True, "the horizon"))
        return scene

    def _course(self, scene: Scene, course: Course) -> None:
        party = course.party
        for activity in course.activities:
            if activity.least_rung > self.rung:
                continue
            start, end = Point("start", party, activity.name), Point("end", party, activity.name)
            chain: frozenset[Outcome] = frozenset()
            if activity.after is not None:
                base = Point("event", "", activity.after)
                if base not in scene.stands:
                    continue
                chain = scene.stands[base].chain
                scene.says.append(Said(start, base, 0, party, False, "anchored"))
            scene.stands[start] = Stands(start, chain)
            self._lasts(scene, start, end, activity.duration, chain, ("activity", party, activity.name))
            self._uses(scene, f"{party}'s {activity.name}", activity.holds, start, end, 0, party)
        for need in course.needs:
            call, delivery = Point("call", party, need.name), Point("delivery", party, need.name)
            scene.stands[call] = Stands(call, frozenset())
            way = self.ways[party][need.name]
            if way == "own way":
                assert need.own_way is not None
                self._lasts(scene, call, delivery, need.own_way, frozenset(), ("own way", party, need.name))
                continue
            promise = next(p for p in self.workspace.promises if p.name == way)
            self._lasts(scene, call, delivery, promise.lead, frozenset(), ("promise", promise.name))
            scene.says.append(Said(call, WARNING, -promise.callable_at.low, party, False, "callable from"))
            scene.says.append(Said(WARNING, call, promise.callable_at.high, party, False, "callable until"))
            for caveat in promise.caveats:
                self._rule(scene, caveat, party)
            self._uses(
                scene, f"promise {promise.name}", promise.holds, call, delivery, promise.turnaround, promise.giver
            )

    def _lasts(
        self, scene: Scene, start: Point, end: Point, lasts: Duration, chain: frozenset[Outcome], name: Outcome
    ) -> None:
        base = scene.stands[start]
        if lasts.chosen:
            scene.stands[end] = Stands(end, chain)
            scene.says.append(Said(start, end, lasts.high, start.party, False, "takes at most"))
            scene.says.append(Said(end, start, -lasts.low, start.party, False, "takes at least"))
        else:
            scene.outcomes[name] = Span(lasts.low, lasts.high)
            scene.stands[end] = Stands(base.root, base.chain | {name})

    def _uses(
        self, scene: Scene, user: str, holds: Sequence[Hold], start: Point, end: Point, turnaround: int, owner: str
    ) -> None:
        for hold in holds:
            means = hold.means if hold.means in self.shared else f"{owner}'s {hold.means}"
            scene.uses.append(Use(user, means, hold.amount, start, end, turnaround))

    def _rule(self, scene: Scene, rule: Rule, party: str) -> None:
        inside = "" if {rule.later.party, rule.earlier.party} - {"", party} else party
        if rule.later not in scene.stands or rule.earlier not in scene.stands:
            return
        if rule.order:
            scene.says.append(Said(rule.later, rule.earlier, 0, inside, False, rule.text))
            return
        if rule.at_least is not None:
            scene.says.append(Said(rule.later, rule.earlier, -rule.at_least, inside, False, rule.text))
        if rule.at_most is not None:
            scene.says.append(Said(rule.earlier, rule.later, rule.at_most, inside, False, rule.text))

    def _terms(self, scene: Scene) -> None:
        for rule in self.workspace.compact.rules:
            if isinstance(rule, Agreed):
                for sentence in rule.rules:
                    parties = {sentence.later.party, sentence.earlier.party} - {""}
                    self._rule(scene, sentence, next(iter(parties)) if len(parties) == 1 else "")
                continue
            if rule.point not in scene.stands:
                continue
            party = rule.point.party
            if isinstance(rule, Notice):
                scene.says.append(Said(rule.point, WARNING, -rule.seconds, party, False, rule.name))
            elif isinstance(rule, Consent):
                if rule.promise is not None and rule.promise not in self.ways.get(party, {}).values():
                    continue
                asking, consent = Point("asking", party, rule.name), Point("consent", party, rule.name)
                scene.stands[asking] = Stands(asking, frozenset())
                scene.outcomes["consent", rule.name] = Span(rule.lead.low, rule.lead.high)
                scene.stands[consent] = Stands(asking, frozenset({("consent", rule.name)}))
                scene.says.append(Said(rule.point, consent, 0, party, False, rule.name))

    # -- deciding -----------------------------------------------------------------------------------------------------

    def stacked(self, party: str | None = None, horizon: bool = True) -> Bounds:
        """The reduced constraints of all scenarios: everything, or one party's own (the empty name: across parties)."""
        found: Bounds = {}
        for scene in self.scenes.values():
            says = [s for s in scene.says if (party is None or s.party == party) and (horizon or not s.horizon)]
            for pair, most in scene.reduced(says).items():
                found[pair] = min(found.get(pair, most), most)
        return found

    @property
    def assured(self) -> bool:
        """Whether one timetable holds, whatever comes."""
        return consistent(self.stacked())

    @property
    def assured_apart(self) -> bool:
        """Whether each scenario has a timetable."""
        return all(consistent(scene.reduced(scene.says)) for scene in self.scenes.values())

    @property
    def possible(self) -> bool:
        """Whether it holds in each scenario if nature is kind."""
        return all(consistent(scene.plain()) for scene in self.scenes.values())

    # -- simulating ---------------------------------------------------------------------------------------------------

    def happen(self, chance: random.Random, scenario: str) -> dict[Outcome, int]:
        """What nature decides: often an extreme, else anything between."""
        found = {}
        for outcome, (low, high) in self.scenes[scenario].outcomes.items():
            draw = chance.random()
            found[outcome] = low if draw < 0.3 else high if draw < 0.6 else chance.randint(low, high)
        return found

    def broken(self, scenario: str, timetable: Mapping[Point, int], outcomes: Mapping[Outcome, int]) -> list[str]:
        """What a timetable breaks when nature decides so: sentences, and means that are held beyond what there is."""
        scene = self.scenes[scenario]
        at = {
            point: timetable.get(root, 0) + sum([outcomes[o] for o in chain])
            for point, (root, chain) in scene.stands.items()
        }
        found = [
            said.text for said in scene.says if said.x in at and said.y in at and at[said.y] - at[said.x] > said.most
        ]
        for use in scene.uses:
            moment = at[use.start]
            held = sum(
                u.amount
                for u in scene.uses
                if u.means == use.means and at[u.start] <= moment < at[u.end] + u.turnaround
            )
            owner, _, name = use.means.rpartition("'s ")
            if held > self.capacity[owner, name] and moment < at[use.end] + use.turnaround:
                found.append(f"more {use.means} than there are")
        return found


# -- plain shortest paths ---------------------------------------------------------------------------------------------


def lowest(bounds: Mapping[tuple[Point, Point], int], source: Point | None) -> dict[Point, int] | None:
    """Shortest distances from a source (from everywhere, where None); None where a cycle falls below zero."""
    points = {p for pair in bounds for p in pair}
    reach = dict.fromkeys(points, 0) if source is None else {source: 0}
    for _ in range(len(points) + 1):
        settled = True
        for (x, y), w in bounds.items():
            if x in reach and reach[x] + w < reach.get(y, reach[x] + w + 1):
                reach[y] = reach[x] + w
                settled = False
        if settled:
            return reach
    return None


def consistent(bounds: Mapping[tuple[Point, Point], int]) -> bool:
    """Whether the bounds have a solution."""
    return lowest(bounds, None) is not None


def any_timetable(chance: random.Random, bounds: Mapping[tuple[Point, Point], int]) -> dict[Point, int]:
    """A solution by chance: root by root in any order, often an extreme of what is left.

    All distances are kept up to date, so that what is left is never a dead end.
    """
    points = sorted({WARNING, *(p for pair in bounds for p in pair)})
    reach = closure(points, bounds)
    return draw_timetable(chance, points, reach)


def closure(points: Sequence[Point], bounds: Mapping[tuple[Point, Point], int]) -> list[list[int]]:
    """All shortest distances; far more than any horizon where there is none."""
    far = 10**12
    index = {p: i for i, p in enumerate(points)}
    reach = [[0 if i == j else far for j in range(len(points))] for i in range(len(points))]
    for (x, y), w in bounds.items():
        reach[index[x]][index[y]] = min(reach[index[x]][index[y]], w)
    for k, through in enumerate(reach):
        for row in reach:
            base = row[k]
            if base < far:
                row[:] = [a if a < base + b else base + b for a, b in zip(row, through, strict=True)]
    return reach


def draw_timetable(chance: random.Random, points: Sequence[Point], reach: Sequence[Sequence[int]]) -> dict[Point, int]:
    """A solution by chance, from all distances."""
    zero = points.index(WARNING)
    rest = [i for i in range(len(points)) if i != zero]
    chance.shuffle(rest)
    # The earliest and latest times that are left, as values are set one by one.
    low = [-row[zero] for row in reach]
    high = list(reach[zero])
    found = {WARNING: 0}
    for i in rest:
        draw = chance.random()
        value = low[i] if draw < 0.35 else high[i] if draw < 0.7 else chance.randint(low[i], high[i])
        found[points[i]] = value
        row = reach[i]
        for j in rest:
            high[j] = min(high[j], value + row[j])
            low[j] = max(low[j], value - reach[j][i])
    return found
