"""A combination: one course per party and one way per need, as the parts' networks meet in one contingency at one rung.

It has a base network in each of three forms (all scenarios stacked and reduced, one scenario reduced, one scenario as
it stands), to which orders of clashes are added.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from freehand.assessment.book import Edge, Statement
from freehand.assessment.compile import agreed_ties
from freehand.assessment.part import Part
from freehand.assessment.setting import THE_TERMS, Placed, Setting, Tie, User
from freehand.assessment.ties import event_edges, reduced, unique
from freehand.plans.joint import Agreed, TermsRule
from freehand.plans.points import Point
from freehand.plans.released import ANEW
from freehand.terms.scope import Rung


class Order(NamedTuple):
    """One user of a means before another."""

    means: str
    before: User
    after: User

    def __str__(self) -> str:
        return f"{self.before.name} before {self.after.name} ({self.means})"

    @property
    def party(self) -> str:
        """The party inside whose network the order lies, or empty where it ties two."""
        one, other = self.before.start.party, self.after.start.party
        return one if one == other else ""


Orders = tuple[Order, ...]


class Combination:
    """Parts of one or more parties and what ties them; ``without`` leaves statements out, for a price."""

    def __init__(
        self,
        setting: Setting,
        rung: Rung,
        parts: Sequence[Part],
        rules: Iterable[TermsRule] = (),
        without: frozenset[int] = frozenset(),
    ) -> None:
        self.setting, self.rung, self.parts, self.without = setting, rung, tuple(parts), without
        self.book = setting.book
        self.by_party = {part.party: part for part in parts}
        self._networks: dict[tuple[object, ...], list[Edge]] = {}
        self._ordered: dict[tuple[Order, str], list[Edge]] = {}
        self.joint: dict[object, dict[tuple[int, int], int] | None] = {}
        self.closed: dict[tuple[object, Orders], dict[tuple[int, int], int] | None] = {}
        """What ``projected`` made of its parts: joint networks, and distances among all that holds means."""
        self.broken: list[str] = [reason for part in parts for reason in part.broken]
        self.untold: list[str] = []
        """Why nobody here knows whether it holds: what ties it rests on points that were not released."""
        self.cross: list[Tie] = []
        self.joined: set[tuple[str, str]] = set()
        """(party, activity) of every activity that a partner's join rests on."""
        if rung.joint:
            self._join()
            if rung >= Rung.OPERATIONS:
                self._agree(rules)

    def forget(self) -> None:
        """Let go of every network that was put together, its parts' included; each is put together again if asked."""
        for memory in (self._networks, self._ordered, self.joint, self.closed):
            memory.clear()
        for name in ("placement", "cross_edges", "owners"):
            self.__dict__.pop(name, None)
        for part in self.parts:
            part.forget()

    # -- what ties the parts ----------------------------------------------------------------------------------------

    def _join(self) -> None:
        for part in self.parts:
            for rule, ties in part.join_ties:
                missing = [p for p in (rule.later, rule.earlier) if not self._has(p)]
                for point in missing:
                    if self._untold(point):
                        self._open(f"{part.party}'s rule '{rule.text}'", point)
                        continue
                    partner = self.by_party.get(point.party)
                    course = f"course {partner.course!r} of {point.party}" if partner else f"{point.party}'s plan"
                    self.broken.append(f"{part.party}'s rule '{rule.text}' cannot be kept: {course} has no {point}")
                for point in (rule.later, rule.earlier):
                    if point.party not in ("", part.party) and point.kind in ("start", "end"):
                        self.joined.add((point.party, point.name))
                if missing:
                    continue
                self.cross += [Tie(x, y, terms, said) for y, x, terms, said in ties if said not in self.without]

    def _agree(self, rules: Iterable[TermsRule]) -> None:
        for rule in rules:
            if not isinstance(rule, Agreed) or rule.contingency != self.setting.contingency.name:
                continue
            for sentence in rule.rules:
                parties = {sentence.later.party, sentence.earlier.party} - {""}
                points = (sentence.later, sentence.earlier)
                if len(parties) == 2 and all(self._has(point) or self._untold(point) for point in points):
                    for point in points:
                        if not self._has(point):
                            self._open(f"the rule '{rule.name}' of the terms", point)
                if len(parties) == 2 and all(map(self._has, points)):
                    ties = agreed_ties(self.book, self.setting, rule, sentence)
                    self.cross += [Tie(x, y, terms, said) for y, x, terms, said in ties if said not in self.without]

    def _untold(self, point: Point) -> bool:
        return point.party in self.by_party and self.by_party[point.party].untold(point)

    def _open(self, what: str, point: Point) -> None:
        why = f"{what} rests on {point}, which was not released: ask {point.party} for its interface{ANEW}"
        if why not in self.untold:
            self.untold.append(why)

    def _has(self, point: Point) -> bool:
        return not point.party or (point.party in self.by_party and point in self.by_party[point.party].points)

    # -- networks ---------------------------------------------------------------------------------------------------

    @cached_property
    def placement(self) -> dict[str, dict[Point, Placed]]:
        """Where every point stands, in each scenario."""
        merged = {}
        for name in self.setting.names:
            here = dict(self.setting.placement[name])
            for part in self.parts:
                here.update(part.placement[name])
            merged[name] = here
        return merged

    @property
    def decides_apart(self) -> bool:
        """Whether every party released enough to decide *if told apart*."""
        return all(part.reduced is not None for part in self.parts)

    @property
    def decides_adaptable(self) -> bool:
        """Whether every party's plan is there: *adaptable* cannot be told from projections."""
        return not any(part.released for part in self.parts)

    @property
    def decides_plain(self) -> bool:
        """Whether every party released enough to decide *possible* and *impossible*."""
        return all(part.plain(s, True) is not None for part in self.parts for s in self.setting.names)

    def own(self, party: str, rules: bool = True, orders: Orders = ()) -> list[Edge]:
        """One party's own network, all scenarios stacked, with or without the rules of the terms on it."""
        mine = tuple(order for order in orders if order.party == party)
        return self.by_party[party].own(rules, self.without, mine, lambda: self.order_edges(mine))

    def own_open(self, party: str, rules: bool = True, orders: Orders = ()) -> list[Edge]:
        """The same without the horizon."""
        return self.by_party[party].open(self.own(party, rules, orders))

    def across(self, kind: str, scenario: str) -> list[Edge]:
        """The edges across parties of a network: stacked, reduced or (plain) as it stands."""
        if kind == "stacked":
            return self.cross_edges
        return self._reduce(self.cross, scenario) if kind == "reduced" else self._as_is(self.cross, scenario)

    def edges_of(self, orders: Orders, kind: str, scenario: str) -> list[Edge]:
        """The edges of some orders in the same."""
        if kind == "plain":
            return self._as_is([self.order_tie(order) for order in orders], scenario)
        return self.order_edges(orders, (scenario,) if kind == "reduced" else None)

    def stacked(self, orders: Orders = (), scenarios: tuple[str, ...] | None = None) -> list[Edge]:
        """The reduced networks of scenarios (all unless said) on the same roots, with some orders."""
        names = self.setting.names if scenarios is None else scenarios

        def made() -> list[Edge]:
            if orders:
                return self.stacked((), names) + self.order_edges(orders, names)
            if names != self.setting.names:
                return unique(edge for s in names for edge in self.reduced(s))
            edges = [edge for part in self.parts for edge in self.own(part.party)]
            return unique(edges + self.cross_edges)

        return self._remembered(("stacked", names, orders), made)

    def _remembered(self, key: tuple[object, ...], made: Callable[[], list[Edge]]) -> list[Edge]:
        """A network is put together once: the same list stands for it from then on."""
        if key not in self._networks:
            self._networks[key] = made()
        return self._networks[key]

    @cached_property
    def cross_edges(self) -> list[Edge]:
        """The reduced edges across parties (joins and rules), all scenarios."""
        return unique(e for s in self.setting.names for e in self._reduce(self.cross, s))

    def reduced(self, scenario: str, orders: Orders = ()) -> list[Edge]:
        """One scenario's reduced network, with some orders."""

        def made() -> list[Edge]:
            if orders:
                return self.reduced(scenario) + self.order_edges(orders, (scenario,))
            edges: list[Edge] = []
            for part in self.parts:
                edges += self._kept(part.reduced_in(scenario) + part.rule_reduced(scenario))
            return unique(edges + self._reduce(self.cross, scenario))

        return self._remembered(("reduced", scenario, orders), made)

    def reduced_cross(self, scenario: str) -> list[Edge]:
        """The reduced edges across parties in one scenario."""
        return self._reduce(self.cross, scenario)

    def owner_of_point(self, index: int) -> str:
        """The party of a point, empty for the warning and events."""
        point = self.book.points[index]
        return point.party if isinstance(point, Point) else point[0].party

    @cached_property
    def owners(self) -> dict[int, str]:
        """The party of every root."""
        return {
            root: part.party
            for part in self.parts
            for here in part.placement.values()
            for placed in here.values()
            if (root := placed.root)
        }

    def plain(self, scenario: str, orders: Orders = ()) -> list[Edge]:
        """One scenario's network as it stands, with some orders: every point, links as bounds."""

        def made() -> list[Edge]:
            if orders:
                return self.plain(scenario) + self._as_is([self.order_tie(order) for order in orders], scenario)
            edges: list[Edge] = []
            for part in self.parts:
                own = part.plain(scenario, True)
                assert own is not None, f"{part.party} released no network as it stands"
                edges += self._kept(own)
            edges += event_edges(self.setting, scenario)
            return unique(edges + self._as_is(self.cross, scenario))

        return self._remembered(("plain", scenario, orders), made)

    def _kept(self, edges: list[Edge]) -> list[Edge]:
        return [e for e in edges if e.statement not in self.without] if self.without else edges

    def links(self, scenario: str) -> list[int]:
        """What nature decides in a scenario: the links of all parts and of the events."""
        here = self.placement[scenario]
        return list(dict.fromkeys(i for placed in here.values() for i in placed.chain if self._started(i, scenario)))

    def _started(self, link: int, scenario: str) -> bool:
        return self.book.points[self.book.links[link].end] in self.placement[scenario]

    def _reduce(self, ties: Iterable[Tie], scenario: str, party: str = "") -> list[Edge]:
        made = (reduced(self.book, tie, self.placement[scenario], party) for tie in ties)
        return [edge for edge in made if edge is not None]

    def _as_is(self, ties: Iterable[Tie], scenario: str) -> list[Edge]:
        here, point = self.placement[scenario], self.book.point
        return [Edge(point(t.x), point(t.y), t.terms, t.statement, "") for t in ties if t.x in here and t.y in here]

    # -- orders -----------------------------------------------------------------------------------------------------

    def order_tie(self, order: Order) -> Tie:
        """An order as a tie: the end of one, and its turnaround, not after the start of the other."""
        text = f"{order.before.name} ends before {order.after.name} starts, since they share {order.means}"
        said = self.book.statement(
            Statement(
                "order",
                THE_TERMS,
                str(order),
                text,
                f"order of a clash over {order.means}",
                self.setting.contingency.place,
            )
        )
        terms = (-order.before.turnaround,) if order.before.turnaround else ()
        return Tie(order.after.start, order.before.end, terms, said)

    def order_edges(self, orders: Orders, scenarios: Iterable[str] | None = None) -> list[Edge]:
        """The reduced edges of some orders, in some scenarios stacked (all unless said)."""
        if not orders:
            return []
        names = self.setting.names if scenarios is None else scenarios
        return unique(edge for order in orders for s in names for edge in self._order_edge(order, s))

    def _order_edge(self, order: Order, scenario: str) -> list[Edge]:
        key = (order, scenario)
        if key not in self._ordered:
            self._ordered[key] = self._reduce([self.order_tie(order)], scenario, order.party)
        return self._ordered[key]

    # -- who and what -----------------------------------------------------------------------------------------------

    @cached_property
    def users(self) -> list[User]:
        """Everything that holds means in this combination."""
        return [user for part in self.parts for user in part.users]

    def holding(self, kind: str, scenario: str) -> list[int]:
        """The roots (as it stands: the points) of all that holds means of which more is wanted than there is."""
        wanted: Counter[str] = Counter()
        for user in self.users:
            wanted[user.means] += user.amount
        scarce = {means for means, amount in wanted.items() if amount > self.setting.holdings.capacities[means]}
        points = [p for user in self.users if user.means in scarce for p in (user.start, user.end)]
        if kind == "plain":
            return list(dict.fromkeys(self.book.point(p) for p in points if p in self.placement[scenario]))
        names = (scenario,) if kind == "reduced" else self.setting.names
        placed = (here[p].root for s in names for here in (self.placement[s],) for p in points if p in here)
        return [root for root in dict.fromkeys(placed) if root]

    @property
    def shared_means(self) -> frozenset[str]:
        """The means that several parties may hold."""
        return frozenset(user.means for user in self.users if not user.private)

    @cached_property
    def relies_on(self) -> tuple[str, ...]:
        """The promises that the combination relies on."""
        return tuple(sorted(p for part in self.parts for p in part.relies_on))

    @cached_property
    def leans_on(self) -> frozenset[tuple[str, str]]:
        """What could be withheld from it: ("", promise) and (party, activity that a partner's join rests on)."""
        return frozenset({("", p) for p in self.relies_on} | self.joined)

    @cached_property
    def meets(self) -> frozenset[str]:
        """The aims that its courses meet together."""
        return frozenset(aim for part in self.parts for aim in part.meets) & set(self.setting.contingency.aims)

    @property
    def names(self) -> tuple[object, ...]:
        """Its courses and ways, by which equal choices are put in order."""
        return tuple((part.course, part.ways) for part in self.parts)
