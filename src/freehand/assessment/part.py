"""A part: one party's course, with one way for each need, at one rung; points placed on roots, ties between points.

What a part is asked for are networks: its own, stacked, reduced or as it stands, with or without the rules of the terms
and orders among its own users. Each is put together once, and the same list stands for it from then on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from freehand.assessment.book import NEW, OLD, VALUE, Edge, Link, Number, Statement
from freehand.assessment.setting import Placed, Setting, Start, Tie, User
from freehand.assessment.ties import event_edges, link_edges, reduced, rule_ties, unique
from freehand.plans.activity import Duration
from freehand.plans.points import WARNING, Point, Rule
from freehand.terms.scope import Rung


class Part:
    """One party's course, with one way for each need, as it stands in a setting: points, ties, users, starts.

    ``broken`` holds the reasons for which it cannot be at all (a need that nobody meets).
    """

    released = False

    def __init__(self, setting: Setting, party: str, course: str, meets: tuple[str, ...]) -> None:
        self.setting, self.book = setting, setting.book
        self.party, self.course, self.meets = party, course, meets
        self.ways: tuple[tuple[str, str], ...] = ()
        self.relies_on: tuple[str, ...] = ()
        self.points: set[Point] = set()
        self.placement: dict[str, dict[Point, Placed]] = {name: {} for name in setting.names}
        self.ties: list[Tie] = []
        self.rule_ties: list[Tie] = []
        self.joins: list[Rule] = []
        self.users: list[User] = []
        self.starts: list[Start] = []
        self.askings: list[Start] = []
        self.links: list[int] = []
        self.broken: list[str] = []
        self._ends: list[Point] = []
        self._plain: dict[tuple[str, bool], list[Edge]] = {}
        self._ruled: dict[str, list[Edge]] = {}
        self._links: dict[str, list[int]] = {}
        self._reacts: dict[int, bool] = {}
        self._whole: dict[tuple[object, ...], list[Edge]] = {}
        self._points: dict[tuple[str, str], tuple[tuple[int, ...], frozenset[int]]] = {}
        self.projections: dict[tuple[str, int, tuple[int, ...]], dict[tuple[int, int], int] | None] = {}
        """What ``projected`` found of its own networks, by the list that stands for one."""

    def forget(self) -> None:
        """Let go of every network that was put together; each is put together again if asked for."""
        own: tuple[dict[Any, Any], ...] = (
            self._plain,
            self._ruled,
            self._links,
            self._reacts,
            self._whole,
            self._points,
        )
        for memory in (*own, self.projections):
            memory.clear()
        for name in ("reduced", "stacked", "rule_edges", "join_ties"):
            self.__dict__.pop(name, None)

    def untold(self, _point: Point) -> bool:
        """Whether only its party knows if it has a point; of a plan that is here in full, never."""
        return False

    # -- building -------------------------------------------------------------------------------------------------

    def place(
        self, point: Point, after: Point | None = None, link: int | None = None, event: str | None = None
    ) -> None:
        """Put ``point`` on a root of its own (counted after ``event``), or at the end of ``link`` after ``after``."""
        self.points.add(point)
        for name in self.setting.names:
            here = self.placement[name]
            if after is not None and link is not None:
                if after in here:
                    base = here[after]
                    here[point] = Placed(base.root, (*base.chain, link))
                continue
            chain: tuple[int, ...] = ()
            if event is not None:
                seen = self.setting.placement[name].get(Point("event", "", event))
                if seen is None:
                    continue  # the scenario does not have it: what is anchored on it lapses
                chain = seen.chain
            root = self.book.point(point)
            here[point] = Placed(root, chain)

    def tie(self, y: Point, x: Point, terms: tuple[int, ...], statement: int, rule: bool = False) -> None:
        """Add ``y - x <= sum of terms``."""
        (self.rule_ties if rule else self.ties).append(Tie(x, y, terms, statement))

    def take(
        self,
        start: Point,
        end: Point,
        duration: Duration,
        what: str,
        source: str,
        owner: str,
        rung: Rung,
        seen_by: tuple[str, ...],
        event: str | None = None,
        since: str = "",
    ) -> None:
        """Place ``end`` after ``start`` by ``duration``: a link where nature decides, two ties where the party does."""
        since = since and f" {since}"
        verb = "takes" if duration.low == duration.high else "may take"
        limits = (min(duration.floor, duration.low), self.setting.horizon, duration.place)
        low = Number(
            owner,
            rung,
            f"{what}: at least {NEW} instead of {OLD}{since}",
            f"{what} {verb} as little as {VALUE}{since}" if verb == "may take" else f"{what} takes {VALUE}{since}",
            f"{what} takes at least {VALUE}{since}",
            source,
            duration.low,
            *limits,
        )
        high = Number(
            owner,
            rung,
            f"{what}: at most {NEW} instead of {OLD}{since}",
            f"{what} takes at most {VALUE}{since}",
            f"{what} {verb} {VALUE}{since}",
            source,
            duration.high,
            *limits,
        )
        i, j = self.book.pair(low, high)
        if not duration.chosen:
            link = self.book.link(Link(self.book.point(start), self.book.point(end), i, j, seen_by))
            self.links.append(link)
            self.place(end, after=start, link=link)
        else:
            self.place(end, event=event)
            said = self.book.statement(Statement("own", owner, str(end), "", source, duration.place))
            self.tie(end, start, (j,), said)
            self.tie(start, end, (-i,), said)
        self._ends.append(end)

    def rule(self, rule: Rule, kind: str, owner: str, rung: Rung, source: str, is_rule: bool = False) -> None:
        """Add a rule between points of this part, events and the warning."""
        for y, x, terms, statement in rule_ties(self.book, self.setting, rule, kind, owner, rung, source):
            self.tie(y, x, terms, statement, is_rule)

    @cached_property
    def join_ties(self) -> list[tuple[Rule, list[tuple[Point, Point, tuple[int, ...], int]]]]:
        """Its rules about partners' points, each with its ties."""
        source = f"{self.party}, {self.course}"
        made = (rule_ties(self.book, self.setting, r, "join", self.party, Rung.SCENARIOS, source) for r in self.joins)
        return list(zip(self.joins, made, strict=True))

    # -- edges ----------------------------------------------------------------------------------------------------

    def edges(self, scenario: str, ties: Iterable[Tie]) -> list[Edge]:
        """The ties' reduced edges in a scenario; a tie on a point that is not there lapses."""
        placement = {**self.setting.placement[scenario], **self.placement[scenario]}
        made = (reduced(self.book, tie, placement, self.party) for tie in ties)
        return [edge for edge in made if edge is not None]

    def _frame(self, scenario: str) -> list[Edge]:
        """Nothing before the warning, nothing after the horizon."""
        here, setting = self.placement[scenario], self.setting
        roots = dict.fromkeys(placed.root for placed in here.values() if placed.root)
        edges = [Edge(root, 0, (), setting.zero, self.party) for root in roots]
        placement = {WARNING: Placed(0, ()), **here}
        for end in self._ends:
            edge = reduced(self.book, Tie(WARNING, end, (setting.limit,), setting.end), placement, self.party)
            if edge is not None:
                edges.append(edge)
        return edges

    @cached_property
    def reduced(self) -> dict[str, list[Edge]] | None:
        """Its own reduced network in each scenario, without rules of the terms."""
        return {s: unique(self.edges(s, self.ties) + self._frame(s)) for s in self.setting.names}

    def reduced_in(self, scenario: str) -> list[Edge]:
        """Its own reduced network in one scenario.

        Raises:
            KeyError: where the party released no network of one scenario.
        """
        each = self.reduced
        if each is None:
            raise KeyError(scenario)
        return each[scenario]

    @cached_property
    def stacked(self) -> list[Edge]:
        """Its own reduced networks of all scenarios on the same roots, without rules of the terms."""
        return unique(edge for s in self.setting.names for edge in self.reduced_in(s))

    @cached_property
    def rule_edges(self) -> list[Edge]:
        """What the rules of the terms add to its own network, all scenarios stacked."""
        return unique(edge for s in self.setting.names for edge in self.rule_reduced(s))

    def rule_reduced(self, scenario: str) -> list[Edge]:
        """What the rules of the terms add to its own network in one scenario."""
        if scenario not in self._ruled:
            frame = [Edge(start.root, 0, (), self.setting.zero, self.party) for start in self.askings]
            self._ruled[scenario] = self.edges(scenario, self.rule_ties) + frame
        return self._ruled[scenario]

    def plain(self, scenario: str, rules: bool) -> list[Edge] | None:
        """Its network in a scenario as it stands: every point, links as bounds."""
        key = (scenario, rules)
        if key not in self._plain:
            self._plain[key] = self._as_it_stands(scenario, rules)
        return self._plain[key]

    def whole(self, kind: str, scenario: str, without: frozenset[int] = frozenset()) -> list[Edge]:
        """Its own network with the rules of the terms on it, some statements left out; the same list every time.

        ``kind`` is stacked, reduced or plain; the plain one has the events, of which the others know no more.
        """
        key = (kind, scenario, without)
        if key not in self._whole:
            if without:
                edges = [e for e in self.whole(kind, scenario) if e.statement not in without]
                if len(edges) == len(self.whole(kind, scenario)):
                    edges = self.whole(kind, scenario)
            elif kind == "stacked":
                edges = self.stacked + self.rule_edges
            elif kind == "reduced":
                edges = self.reduced_in(scenario) + self.rule_reduced(scenario)
            else:
                own = self.plain(scenario, True)
                assert own is not None, f"{self.party} released no network as it stands"
                edges = own + event_edges(self.setting, scenario)
            self._whole[key] = edges
        return self._whole[key]

    def own(
        self, rules: bool, without: frozenset[int], orders: tuple[object, ...], made: Callable[[], list[Edge]]
    ) -> list[Edge]:
        """Its own network, all scenarios stacked, with orders among its own users; the same list every time."""
        base = self.whole("stacked", "", without) if rules else self.stacked
        if not orders:
            return base
        key = (id(base), orders)
        if key not in self._whole:
            self._whole[key] = base + made()
        return self._whole[key]

    def open(self, edges: list[Edge]) -> list[Edge]:
        """One of its own networks without the horizon; the same list every time."""
        key = (id(edges), "open")
        if key not in self._whole:
            self._whole[key] = [e for e in edges if e.statement != self.setting.end]
        return self._whole[key]

    def named(self, kind: str, scenario: str) -> tuple[tuple[int, ...], frozenset[int]]:
        """Two kinds of roots (as it stands: points): those that may tie it to others, with events, sorted; and all."""
        key = (kind, scenario)
        if key not in self._points:
            crossing = {p for rule in self.joins for p in (rule.later, rule.earlier)} | self.setting.crossing
            held = [user.means for user in self.users]
            several = (u for u in self.users if not u.private or held.count(u.means) > 1)
            crossing |= {p for user in several for p in (user.start, user.end)}
            if kind == "plain":
                here = self.placement[scenario]
                events = {self.book.point(p) for p in self.setting.placement[scenario]}
                of = {p: self.book.point(p) for p in here}
                shared = events | {index for p, index in of.items() if p in crossing}
            else:
                of, events, shared = {}, set(), set()
                for name in [scenario] if kind == "reduced" else self.setting.names:
                    for p, placed in self.placement[name].items():
                        of[p] = placed.root
                        if p in crossing:
                            shared.add(placed.root)
            self._points[key] = (tuple(sorted(shared - {0})), frozenset(of.values()) - {0})
        return self._points[key]

    def links_in(self, scenario: str) -> list[int]:
        """What nature decides in a scenario of this part and of the events."""
        if scenario not in self._links:
            here = {**self.setting.placement[scenario], **self.placement[scenario]}
            chains = dict.fromkeys(i for placed in here.values() for i in placed.chain)
            self._links[scenario] = [i for i in chains if self.book.points[self.book.links[i].end] in here]
        return self._links[scenario]

    def reacts(
        self, scenario: str, without: frozenset[int], controllable: Callable[[list[Edge], list[int]], bool]
    ) -> bool:
        """Whether its own network as it stands can be kept by reacting to what is seen; asked once."""
        own = self.whole("plain", scenario, without)
        if id(own) not in self._reacts:
            self._reacts[id(own)] = controllable(own, self.links_in(scenario))
        return self._reacts[id(own)]

    def _as_it_stands(self, scenario: str, rules: bool) -> list[Edge]:
        here = self.placement[scenario]
        seen = {**self.setting.placement[scenario], **here}
        book, setting = self.book, self.setting
        index = {p: book.point(p) for p in seen}
        edges = [
            Edge(index[t.x], index[t.y], t.terms, t.statement, self.party)
            for t in (*self.ties, *(self.rule_ties if rules else ()))
            if t.x in seen and t.y in seen
        ]
        present = {0, *(index[p] for p in here)}
        for link_index in self.links:
            link = book.links[link_index]
            if link.start in present and link.end in present:
                edges += link_edges(book, link_index, self.party)
        for p in here:
            edges.append(Edge(index[p], 0, (), setting.zero, self.party))
            edges.append(Edge(0, index[p], (setting.limit,), setting.end, self.party))
        return edges
