"""The only bridge from planners' words to time points: each party's *part*, and what ties the parts to each other.

A part is one party's course with one way for each need, at one rung: points placed on roots, ties between points. The
reduction of a tie is the page's: ``y - x <= w`` becomes one between roots, ``w`` minus the high of every link in y's
chain that is not in x's, plus the low of every link in x's chain that is not in y's (strong controllability; Vidal &
Fargier 1999). Everything is kept as sums of numbers, so that reasons and asks can be read off any edge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from freehand.assessment.book import NEW, NOBODY, OLD, VALUE, Book, Edge, Link, Number, Statement
from freehand.assessment.knowledge import Knowledge
from freehand.plans.activity import Activity, Duration
from freehand.plans.contingency import Contingency
from freehand.plans.joint import Agreed, Consent, Notice, TermsRule, Workspace
from freehand.plans.plan import Course
from freehand.plans.points import WARNING, Point, Rule
from freehand.plans.scenario import Event, Scenario, Span
from freehand.plans.support import Need, Promise
from freehand.quantities import show_hours
from freehand.terms.scope import Rung

OWN_WAY = "own way"
NO_WAY = "nothing"
THE_TERMS = "the terms"


class Placed(NamedTuple):
    """Where a point stands: on a root, at the end of a chain of links (their indices)."""

    root: int
    chain: tuple[int, ...]


class Tie(NamedTuple):
    """``y - x <= sum of terms`` between planners' points, before any reduction."""

    x: Point
    y: Point
    terms: tuple[int, ...]
    statement: int


class User(NamedTuple):
    """Who holds so much of a means, from one point until another and ``turnaround`` (a number's index, 0 for none).

    ``private`` means are a party's own: no other node sees who holds them.
    """

    name: str
    means: str
    amount: int
    start: Point
    end: Point
    turnaround: int
    party: str
    promise: bool
    private: bool


class Start(NamedTuple):
    """Something a party starts: an activity, a call, an asking for consent."""

    point: Point
    root: int


class Holdings(NamedTuple):
    """Who sees which means: ``shared`` are the compact's, ``seen`` also those of a party's own that a promise holds."""

    shared: frozenset[str]
    seen: frozenset[str]

    @classmethod
    def of(cls, workspace: Workspace) -> Holdings:
        """The holdings of a workspace."""
        shared = frozenset(means.name for means in workspace.compact.means if not means.owner)
        held = {
            own_name(p.giver, hold.means) for p in workspace.promises for hold in p.holds if hold.means not in shared
        }
        return cls(shared, shared | held)

    def name(self, party: str, means: str) -> str:
        """What a means is called in the reckoning: a party's own bear its name."""
        return means if means in self.shared else own_name(party, means)


def own_name(party: str, means: str) -> str:
    """A party's own means, told from a partner's of the same name."""
    return f"{party}'s {means}"


Placement = Mapping[Point, Placed]


class Setting:
    """What all parts of one contingency at one state of knowledge share: its scenarios' events, placed and linked."""

    def __init__(self, book: Book, contingency: Contingency, knowledge: Knowledge, holdings: Holdings) -> None:
        self.holdings = holdings
        self.book, self.contingency, self.horizon = book, contingency, contingency.horizon
        self.names = tuple(sorted(s.name for s in contingency.scenarios))
        self.scenarios = {s.name: s for s in contingency.scenarios}
        self.zero = book.statement(Statement("zero", "", "", "nothing starts before the warning", "", NOBODY))
        self.limit = book.number(Number(None, None, "", "", "", "", self.horizon, self.horizon, self.horizon, NOBODY))
        within = f"everything ends within {show_hours(self.horizon)} of the warning"
        self.end = book.statement(Statement("horizon", "", "", within, contingency.name, contingency.place))
        self.placement: dict[str, dict[Point, Placed]] = {}
        for name in self.names:
            placement = {WARNING: Placed(0, ())}
            for event in self.scenarios[name].events:
                before = placement[Point("event", "", event.after) if event.after else WARNING]
                link = self._event(self.scenarios[name], event, knowledge[name, event.name])
                placement[Point("event", "", event.name)] = Placed(0, (*before.chain, link))
            self.placement[name] = placement

    def _event(self, scenario: Scenario, event: Event, span: Span) -> int:
        since = event.after or "the warning"
        source = f"scenario {scenario.name}"
        low = Number(
            None,
            Rung.INTELLIGENCE,
            f"the {event.name} not before {NEW} instead of {OLD} after {since} ({source})",
            f"the {event.name} may come as early as {VALUE} after {since} ({source})",
            f"the {event.name} does not come before {VALUE} after {since} ({source})",
            source,
            span.low,
            span.low,
            self.horizon,
            event.place,
        )
        high = Number(
            None,
            Rung.INTELLIGENCE,
            f"the {event.name} not after {NEW} instead of {OLD} after {since} ({source})",
            f"the {event.name} comes at most {VALUE} after {since} ({source})",
            f"the {event.name} may come as late as {VALUE} after {since} ({source})",
            source,
            span.high,
            0,
            span.high,
            event.place,
        )
        point = Point("event", "", event.name)
        before = Point("event", "", event.after) if event.after else WARNING
        return self.book.link(Link(self.book.point(before), self.book.point(point), *self.book.pair(low, high), ()))


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


def link_edges(book: Book, index: int, party: str) -> list[Edge]:
    """A contingent link as two plain edges."""
    link = book.links[index]
    source = book.numbers[link.high].source
    said = book.statement(Statement("own", "", str(book.points[link.end]), "", source, NOBODY))
    return [
        Edge(link.start, link.end, (link.high,), said, party),
        Edge(link.end, link.start, (-link.low,), said, party),
    ]


def reduced(book: Book, tie: Tie, placement: Placement, party: str) -> Edge | None:
    """The strong reduction of one tie, or None where one of its points is not there."""
    x, y = placement.get(tie.x), placement.get(tie.y)
    if x is None or y is None:
        return None
    links = book.links
    terms = [links[i].low for i in x.chain if i not in y.chain]
    terms += tie.terms
    terms += [-links[i].high for i in y.chain if i not in x.chain]
    return Edge(x.root, y.root, tuple(terms), tie.statement, party)


def unique(edges: Iterable[Edge]) -> list[Edge]:
    """The edges without repetition, in order."""
    return list(dict.fromkeys(edges))


def rule_ties(
    book: Book, setting: Setting, rule: Rule, kind: str, owner: str, rung: Rung, source: str
) -> list[tuple[Point, Point, tuple[int, ...], int]]:
    """The one or two ties that a sentence says, as (y, x, terms, statement)."""
    said = book.statement(
        Statement(kind, owner, rule.text, rule.text, f"{source}: {rule.why}" if rule.why else source, rule.place)
    )
    ties: list[tuple[Point, Point, tuple[int, ...], int]] = []
    if rule.order:
        return [(rule.earlier, rule.later, (), said)]
    if rule.at_least is not None:
        least = Number(
            owner,
            rung,
            f"{rule.later} at least {NEW} instead of {OLD} after {rule.earlier}",
            "",
            "",
            source,
            rule.at_least,
            0,
            setting.horizon,
            rule.place,
        )
        ties.append((rule.earlier, rule.later, (-book.number(least),), said))
    if rule.at_most is not None:
        most = Number(
            owner,
            rung,
            f"{rule.later} at most {NEW} instead of {OLD} after {rule.earlier}",
            "",
            "",
            source,
            rule.at_most,
            0,
            setting.horizon,
            rule.place,
        )
        ties.append((rule.later, rule.earlier, (book.number(most),), said))
    return ties


# -- parts from plans -----------------------------------------------------------------------------------------------


def part_of(
    setting: Setting,
    workspace: Workspace,
    course: Course,
    ways: tuple[tuple[str, str], ...],
    rung: Rung,
    assume: bool,
) -> Part:
    """The part that a course with these ways plays at a rung.

    With ``assume``, joins bind through the party's assumptions.
    """
    part = Part(setting, course.party, course.name, course.meets)
    part.ways = ways
    party, source = course.party, f"{course.party}, {course.name}"
    present = [a for a in course.activities if a.least_rung <= rung]
    for activity in present:
        _add_activity(part, activity, source)
    by_need = dict(ways)
    for need in course.needs:
        _add_need(part, need, by_need[need.name], workspace, source)
    absent = {Point(k, party, a.name) for a in course.activities if a not in present for k in ("start", "end")}
    for rule in course.rules:
        if {rule.later, rule.earlier} & absent:
            continue  # its own constraints lapse below the activity's least rung
        if {p.party for p in (rule.later, rule.earlier)} - {"", party}:
            part.joins.append(rule)
        else:
            part.rule(rule, "own", party, Rung.SCENARIOS, source)
    if assume:
        _assume(part, course, source)
    if rung >= Rung.OPERATIONS:
        for terms_rule in workspace.compact.rules:
            if terms_rule.contingency == setting.contingency.name:
                _add_terms_rule(part, terms_rule)
    return part


def _add_activity(part: Part, activity: Activity, source: str) -> None:
    party, book = part.party, part.book
    start, end = Point("start", party, activity.name), Point("end", party, activity.name)
    part.place(start, event=activity.after)
    part.starts.append(Start(start, book.point(start)))
    if activity.after is not None:
        event = Point("event", "", activity.after)
        text = f"{party}'s {activity.name} starts a chosen time after {activity.after}"
        part.tie(event, start, (), book.statement(Statement("own", party, text, text, source, activity.place)))
    part.take(
        start,
        end,
        activity.duration,
        f"{party}'s {activity.name}",
        source,
        party,
        Rung.SCENARIOS,
        (party,),
        activity.after,
    )
    for hold in activity.holds:
        name = part.setting.holdings.name(party, hold.means)
        private = name not in part.setting.holdings.seen
        part.users.append(
            User(str(start).removeprefix("start of "), name, hold.amount, start, end, 0, party, False, private)
        )


def _add_need(part: Part, need: Need, way: str, workspace: Workspace, source: str) -> None:
    party, book, setting = part.party, part.book, part.setting
    call, delivery = Point("call", party, need.name), Point("delivery", party, need.name)
    if way == NO_WAY:
        part.broken.append(f"{party}'s {part.course} needs {need.name}, and nobody has promised it")
        return
    part.place(call)
    part.starts.append(Start(call, book.point(call)))
    if way == OWN_WAY:
        assert need.own_way is not None
        part.take(
            call,
            delivery,
            need.own_way,
            f"{party}'s own way to {need.name}",
            source,
            party,
            Rung.SCENARIOS,
            (party,),
            since="from the call",
        )
        return
    promise = next(p for p in workspace.promises if p.name == way and p.contingency == setting.contingency.name)
    part.relies_on = (*part.relies_on, promise.name)
    said = f"promise {promise.name} of {promise.giver}"
    part.take(
        call,
        delivery,
        promise.lead,
        f"the {said}",
        said,
        promise.giver,
        Rung.SUPPORT,
        (promise.giver, party),
        since="from the call",
    )
    opening, closing = (show_hours(seconds) for seconds in promise.callable_at)
    window = f"the {said} can be called from {opening} until {closing} after the warning"
    statement = book.statement(Statement("own", promise.giver, window, window, said, promise.place))
    opens = Number(
        promise.giver,
        Rung.SUPPORT,
        f"the {said}: can be called from {NEW} instead of {OLD}",
        "",
        "",
        said,
        promise.callable_at.low,
        0,
        setting.horizon,
        promise.place,
    )
    shuts = Number(
        promise.giver,
        Rung.SUPPORT,
        f"the {said}: can be called until {NEW} instead of {OLD}",
        "",
        "",
        said,
        promise.callable_at.high,
        0,
        setting.horizon,
        promise.place,
    )
    i, j = book.pair(opens, shuts)
    part.tie(WARNING, call, (-i,), statement)
    part.tie(call, WARNING, (j,), statement)
    for caveat in promise.caveats:
        part.rule(caveat, "own", promise.giver, Rung.SUPPORT, said)
    turnaround = turnaround_of(book, promise) if promise.turnaround else 0
    for hold in promise.holds:
        name = setting.holdings.name(promise.giver, hold.means)
        user = f"promise {promise.name}"
        part.users.append(User(user, name, hold.amount, call, delivery, turnaround, promise.giver, True, False))


def turnaround_of(book: Book, promise: Promise) -> int:
    """The index of a promise's turnaround among the numbers."""
    said = f"promise {promise.name} of {promise.giver}"
    ask = f"the {said}: turnaround {NEW} instead of {OLD}"
    step = f"its turnaround takes {VALUE} after delivery"
    return book.number(
        Number(
            promise.giver, Rung.SUPPORT, ask, step, step, said, promise.turnaround, 0, promise.turnaround, promise.place
        )
    )


def _assume(part: Part, course: Course, source: str) -> None:
    """Below *scenarios* a join binds through an assumption on the partner's point, or not at all."""
    book, setting = part.book, part.setting
    assumed = {}
    for assumption in course.assumptions:
        point, span = assumption.point, assumption.span
        low = Number(
            course.party,
            Rung.SCENARIOS,
            f"the assumption on {point}: not before {NEW} instead of {OLD}",
            f"{course.party} assumes {point} as early as {VALUE} after the warning",
            f"{course.party} assumes {point} not before {VALUE} after the warning",
            source,
            span.low,
            0,
            setting.horizon,
            assumption.place,
        )
        high = Number(
            course.party,
            Rung.SCENARIOS,
            f"the assumption on {point}: not after {NEW} instead of {OLD}",
            f"{course.party} assumes {point} at most {VALUE} after the warning",
            f"{course.party} assumes {point} as late as {VALUE} after the warning",
            source,
            span.high,
            0,
            setting.horizon,
            assumption.place,
        )
        link = book.link(Link(0, book.point(point), *book.pair(low, high), ()))
        assumed[point] = link
        part.links.append(link)
        for name in setting.names:
            part.placement[name][point] = Placed(0, (link,))
        part._ends.append(point)
    for rule in part.joins:
        partners = [p for p in (rule.later, rule.earlier) if p.party not in ("", course.party)]
        if all(p in assumed for p in partners):
            part.rule(rule, "own", course.party, Rung.ALONE, source)


def _add_terms_rule(part: Part, rule: TermsRule) -> None:
    """The rules of the terms on this party's own points; those across parties are the core's."""
    book, setting = part.book, part.setting
    source = f"rule {rule.name} of the terms"
    if isinstance(rule, Notice) and rule.point in part.points:
        text = f"{rule.name}: {show_hours(rule.seconds)} notice before {rule.point}, counted from the warning"
        number = Number(
            THE_TERMS,
            Rung.OPERATIONS,
            f"{rule.name}: {NEW} notice before {rule.point} instead of {OLD}",
            "",
            "",
            source,
            rule.seconds,
            0,
            setting.horizon,
            rule.place,
        )
        said = book.statement(Statement("rule", THE_TERMS, rule.name, text, source, rule.place))
        part.tie(WARNING, rule.point, (-book.number(number),), said, rule=True)
    elif isinstance(rule, Consent) and rule.point in part.points:
        if rule.promise is not None and rule.promise not in part.relies_on:
            return
        asking, consent = Point("asking", part.party, rule.name), Point("consent", part.party, rule.name)
        part.place(asking)
        part.askings.append(Start(asking, book.point(asking)))
        what = f"the consent of {rule.holder}"
        limits = (min(rule.lead.floor, rule.lead.low), setting.horizon, rule.place)
        low = Number(
            rule.holder,
            Rung.OPERATIONS,
            f"{what} ({rule.name}): at least {NEW} instead of {OLD}",
            f"{what} may take as little as {VALUE} from the asking",
            f"{what} takes at least {VALUE} from the asking",
            source,
            rule.lead.low,
            *limits,
        )
        high = Number(
            rule.holder,
            Rung.OPERATIONS,
            f"{what} ({rule.name}): at most {NEW} instead of {OLD}",
            f"{what} takes at most {VALUE} from the asking",
            f"{what} may take {VALUE} from the asking",
            source,
            rule.lead.high,
            *limits,
        )
        link = book.link(
            Link(book.point(asking), book.point(consent), *book.pair(low, high), (part.party, rule.holder))
        )
        part.links.append(link)
        part.place(consent, after=asking, link=link)
        text = f"{rule.point} not before the consent of {rule.holder}"
        said = book.statement(Statement("rule", THE_TERMS, rule.name, text, source, rule.place))
        part.tie(consent, rule.point, (), said, rule=True)
    elif isinstance(rule, Agreed):
        for sentence in rule.rules:
            if {sentence.later.party, sentence.earlier.party} <= {"", part.party}:
                if {p for p in (sentence.later, sentence.earlier) if p.party} <= part.points:
                    for y, x, terms, statement in agreed_ties(book, setting, rule, sentence):
                        part.tie(y, x, terms, statement, rule=True)


def agreed_ties(
    book: Book, setting: Setting, rule: Agreed, sentence: Rule
) -> list[tuple[Point, Point, tuple[int, ...], int]]:
    """The ties of a synchronisation or another agreed sentence."""
    source = f"rule {rule.name} of the terms"
    ties = rule_ties(book, setting, sentence, "rule", THE_TERMS, Rung.OPERATIONS, source)
    said = book.statement(Statement("rule", THE_TERMS, rule.name, sentence.text, source, sentence.place))
    return [(y, x, terms, said) for y, x, terms, _ in ties]
