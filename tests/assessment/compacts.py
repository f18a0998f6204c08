"""Workspaces made by chance, as values: two or three parties with plans that may or may not hold together.

A generator draws a timetable first and then writes sentences around it, most of which the timetable keeps whatever
nature does, so that a good share of what it makes is assured and has windows. Everything comes from a seeded generator:
a failure is repeated by its seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeVar

from freehand.assessment.assess import Reckoning
from freehand.errors import Place
from freehand.plans.activity import Activity, Duration, Hold
from freehand.plans.contingency import Contingency
from freehand.plans.joint import Agreed, Compact, Consent, Means, Notice, Party, TermsRule, Workspace
from freehand.plans.plan import Assumption, Course
from freehand.plans.points import WARNING, Point, PointKind, Rule
from freehand.plans.scenario import Event, Report, Scenario, Span
from freehand.plans.support import Need, Promise
from freehand.terms.scope import Rung

T = TypeVar("T")

HOUR = 3600
JOINT = (Rung.SCENARIOS, Rung.SUPPORT, Rung.OPERATIONS)
CASE = "case"
KINDS: tuple[PointKind, ...] = ("start", "end")
AIMS = ("people safe", "stocks in place")


def reckoning(workspace: Workspace) -> Reckoning:
    """The reckoning of the only contingency of a workspace."""
    return Reckoning(workspace, workspace.contingencies[0])


def place(document: str, line: int = 1) -> Place:
    """A place in a made-up document."""
    return Place(document, line, "")


def lasting(low: int, high: int, chosen: bool, floor: int = 0, where: Place | None = None) -> Duration:
    """A duration in seconds."""
    return Duration(chosen, low, high, floor, where or place("made up"))


def point(kind: PointKind, party: str, name: str) -> Point:
    """A point; shorter to write."""
    return Point(kind, party, name)


def event(name: str) -> Point:
    """The point of an event."""
    return Point("event", "", name)


def before(earlier: Point, later: Point, where: Place) -> Rule:
    """``later`` not before ``earlier``: no number."""
    return Rule(f"{later} not before {earlier}", "", later, earlier, 0, None, True, where)


def apart(later: Point, earlier: Point, least: int | None, most: int | None, where: Place) -> Rule:
    """``least <= later - earlier <= most``."""
    if least is not None:
        text = f"{later} at least {least} s after {earlier}"
    else:
        text = f"{later} at most {most} s after {earlier}"
    return Rule(text, "", later, earlier, least, most, False, where)


class Known(NamedTuple):
    """Where a drawn timetable puts a point: between ``low`` and ``high``, whatever nature does."""

    low: int
    high: int


class _Drawn(NamedTuple):
    """An activity of a party's pool with the timetable's place for it."""

    activity: Activity
    start: Known
    end: Known
    level: int


class _Maker:
    """Draws one workspace."""

    def __init__(self, chance: random.Random, parties: int | None, tight: float, small: bool, own: float) -> None:
        self.chance, self.tight, self.small, self.own = chance, tight, small, own
        self.names = ("A", "B", "C")[: parties or chance.choice((2, 2, 2, 3))]
        self.horizon = 100 * HOUR + chance.randrange(HOUR)
        self.scenarios = self._scenarios()
        self.where: dict[Point, Known] = {WARNING: Known(0, 0)}
        for scenario in self.scenarios:
            seen: dict[str | None, Known] = {None: Known(0, 0)}
            for e in scenario.events:
                spans = [e.span, *(s for _, s in e.known)]
                low, high = min(s.low for s in spans), max(s.high for s in spans)
                seen[e.name] = Known(seen[e.after].low + low, seen[e.after].high + high)
                old = self.where.get(event(e.name), seen[e.name])
                self.where[event(e.name)] = Known(min(old.low, seen[e.name].low), max(old.high, seen[e.name].high))

    def hours(self, low: float, high: float) -> int:
        """So many seconds, hardly ever a whole hour."""
        return self.chance.randint(int(low * HOUR), int(high * HOUR))

    def likely(self, share: float) -> bool:
        """Whether chance says so."""
        return self.chance.random() < share

    def slack(self) -> int:
        """How far a sentence is from binding: seldom too little."""
        if self.likely(self.tight):
            return -self.hours(0.1, 6)
        return 0 if self.likely(0.2) else self.hours(0.1, 14)

    # -- the situation ------------------------------------------------------------------------------------------------

    def _scenarios(self) -> tuple[Scenario, ...]:
        found = []
        spread = self.likely(0.3)  # scenarios far apart, each narrow: worth telling apart
        for i in range(self.chance.choice((1, 1, 2, 2, 3))):
            events = []
            low = self.hours(42, 50) + (i * self.hours(2, 12) if spread else 0)
            span = Span(low, low + (0 if self.likely(0.15) else self.hours(0.5, 3 if spread else 10)))
            known: tuple[tuple[str, Span], ...] = ()
            if self.likely(0.2):
                known = ((self.chance.choice(self.names), Span(span.low - self.hours(0, 4), span.high)),)
            events.append(Event("strike", None, span, known, place("situation", 1 + 10 * i)))
            if self.likely(0.6):
                low = self.hours(2, 6)
                second = Span(low, low + self.hours(0, 5))
                events.append(Event("second", "strike", second, (), place("situation", 2 + 10 * i)))
            found.append(Scenario(f"s{i + 1}", tuple(events), place("situation", 10 * i)))
        return tuple(found)

    def _reports(self) -> tuple[Report, ...]:
        found = []
        sides: tuple[Literal["low", "high"], ...] = ("low", "high")
        effects: tuple[Literal["rules out", "cannot rule out"], ...] = ("rules out", "rules out", "cannot rule out")
        for i in range(self.chance.choice((0, 0, 1, 2))):
            author = self.chance.choice(self.names)
            scenario = self.chance.choice(self.scenarios)
            span = scenario.events[0].span
            side = self.chance.choice(sides)
            effect = self.chance.choice(effects)
            edge = span.low if side == "low" else span.high
            inward = 1 if side == "low" else -1
            seconds = edge + (inward if effect == "rules out" else -inward) * self.hours(0, 2)
            if span.low < seconds < span.high or effect == "cannot rule out":
                others = tuple(n for n in self.names if n != author)
                where = place("reports", i)
                known = (scenario.name, "strike", effect, side, max(0, seconds))
                said = Report(f"r{i}", author, others, CASE, *known, "", where)
                found.append(said)
        return tuple(found)

    # -- plans --------------------------------------------------------------------------------------------------------

    def _pool(self, party: str) -> list[_Drawn]:
        found = []
        at = self.hours(0, 8)
        for i in range(self.chance.choice((2, 3) if self.small else (2, 3, 3, 4))):
            name = f"task {i + 1}"
            least = self.hours(0.5, 4)
            most = least if self.likely(0.1) else least + self.hours(0.2, 4)
            chosen = self.likely(0.5)
            after = self.chance.choice(("strike", "strike", "second")) if self.likely(0.25) else None
            if after is not None and event(after) not in self.where:
                after = "strike"
            base = self.where[event(after)] if after else Known(0, 0)
            offset = self.hours(0, 6) if after else at
            start = Known(base.low + offset, base.high + offset)
            taken = self.chance.randint(least, most)
            end = Known(start.low + (taken if chosen else least), start.high + (taken if chosen else most))
            if not after:
                at = end.high + self.hours(0, 3)
            rung = self.chance.choice((Rung.SUPPORT, Rung.OPERATIONS)) if i and self.likely(0.1) else Rung.ALONE
            floor = self.chance.randint(0, least) if self.likely(0.3) else 0
            where = place(f"{party}", 10 * i + 1)
            activity = Activity(name, lasting(least, most, chosen, floor, where), (), after, rung, where)
            found.append(_Drawn(activity, start, end, i))
            self.where[point("start", party, name)] = start
            self.where[point("end", party, name)] = end
        return found

    def _sentence(self, one: Point, two: Point, where: Place) -> Rule | None:
        """A sentence about two points, ``two`` the later one, which the timetable keeps by some slack."""
        first, then = self.where[one], self.where[two]
        lead, lag = then.low - first.high, then.high - first.low
        slack = self.slack()
        draw = self.chance.random()
        if draw < 0.4 and lead >= 0:
            return before(one, two, where)
        if draw < 0.75:
            least = lead - slack
            return apart(two, one, least, None, where) if least >= 0 else None
        most = lag + slack
        return apart(two, one, None, most, where) if most >= 0 else None

    def _course(self, party: str, number: int, pool: list[_Drawn], others: dict[str, list[_Drawn]]) -> Course:
        kept = [d for d in pool if d.level == 0 or self.likely(0.75)]
        if len(kept) < min(2, len(pool)):
            kept = pool[:2]
        where = place(f"{party}/course {number}")
        activities = [d.activity._replace(holds=self._holds(party)) for d in kept]
        mine = [point(k, party, d.activity.name) for d in kept for k in KINDS]
        rules: list[Rule | None] = []
        for k, drawn in enumerate(kept):
            name = drawn.activity.name
            if k and self.likely(0.6):
                last = kept[self.chance.randrange(k)].activity.name
                one, two = point("end", party, last), point("start", party, name)
                if self.where[one].high > self.where[two].low:
                    one, two = point("start", party, last), point("start", party, name)
                rules.append(self._sentence(one, two, where._replace(line=10 + k)))
            if drawn.activity.after:
                base = event(drawn.activity.after)
                if self.likely(0.9):
                    most = max(0, drawn.start.high - self.where[base].high + self.slack())
                    rules.append(apart(point("start", party, name), base, None, most, where._replace(line=30 + k)))
            elif self.likely(0.85):
                target = event("strike")
                least = self.where[target].low - self.where[point("end", party, name)].high - self.slack()
                if least >= 0:
                    rules.append(apart(target, point("end", party, name), least, None, where._replace(line=40 + k)))
            if not drawn.activity.after and self.likely(0.05):
                start = point("start", party, name)
                strike = self.where[event("strike")]
                width = self.hours(0, 1.5 * (strike.high - strike.low) / HOUR + 1)
                rules.append(apart(start, event("strike"), None, self.hours(0, 2), where._replace(line=90 + k)))
                rules.append(apart(event("strike"), start, None, width, where._replace(line=95 + k)))
            if self.likely(0.25):
                start = point("start", party, name)
                most = self.where[start].high + abs(self.slack())
                rules.append(apart(start, WARNING, None, most, where._replace(line=50 + k)))
        needs: tuple[Need, ...] = ()
        if self.likely(0.45):
            low = self.hours(1, 4)
            own = lasting(low, low + self.hours(0, 9), False, 0, where._replace(line=60)) if self.likely(0.7) else None
            needs = (Need("supplies", own, where._replace(line=60)),)
            served = kept[-1] if self.likely(0.6) else kept[0]
            start = point("start", party, served.activity.name)
            rules.append(before(point("delivery", party, "supplies"), start, where._replace(line=61)))
        joins, assumptions = self._joins(party, mine, others, where)
        rules += joins
        meets = tuple(aim for aim in AIMS if self.likely(0.7))
        least_rung = Rung.SUPPORT if number > 1 and self.likely(0.15) else Rung.ALONE
        spoken = tuple(r for r in rules if r is not None)
        return Course(
            f"course {number}", party, CASE, meets, least_rung, tuple(activities), needs, spoken, assumptions, where
        )

    def _holds(self, party: str) -> tuple[Hold, ...]:
        found = []
        if self.likely(0.3):
            found.append(Hold("trucks", self.chance.randint(1, 3)))
        if self.likely(self.own):
            found.append(Hold("crews", self.chance.randint(1, 2)))
        return tuple(found)

    def _joins(
        self, party: str, mine: list[Point], others: dict[str, list[_Drawn]], where: Place
    ) -> tuple[list[Rule | None], tuple[Assumption, ...]]:
        rules: list[Rule | None] = []
        assumptions: dict[Point, Assumption] = {}
        for i in range(self.chance.choice((0, 1, 1, 2))):
            partner = self.chance.choice([n for n in self.names if n != party])
            drawn = self.chance.choice(others[partner][: 1 if self.likely(0.7) else None])
            kind: PointKind = "end" if self.likely(0.6) else "start"
            theirs = point(kind, partner, drawn.activity.name)
            ours = self.chance.choice(mine)
            pair = sorted((theirs, ours), key=lambda p: self.where[p].low)
            rule = self._sentence(pair[0], pair[1], where._replace(line=70 + i))
            rules.append(rule)
            if rule is not None and self.likely(0.7):
                span = self.where[theirs]
                low, high = max(0, span.low - self.hours(0, 2)), span.high + self.hours(0, 2)
                assumptions[theirs] = Assumption(theirs, Span(low, high), where._replace(line=80 + i))
        return rules, tuple(assumptions.values())

    # -- support and terms --------------------------------------------------------------------------------------------

    def _promises(self, courses: Iterable[Course]) -> tuple[Promise, ...]:
        found = []
        needy = {c.party for c in courses if c.needs}
        for receiver in sorted(needy):
            for i in range(self.chance.choice((0, 1, 1, 2))):
                giver = self.chance.choice([n for n in self.names if n != receiver])
                name = f"airlift {receiver}{i + 1}"
                low = self.hours(0.5, 3)
                where = place(f"promises/{name}")
                lead = lasting(low, low + self.hours(0, 4), False, self.hours(0, 0.5), where)
                call = point("call", receiver, "supplies")
                opens = self.hours(0, 3) if self.likely(0.5) else 0
                callable_at = Span(opens, opens + self.hours(4, 40))
                caveats = (
                    (apart(call, WARNING, self.hours(0, 2), None, where._replace(line=9)),) if self.likely(0.3) else ()
                )
                holds = (Hold("trucks", self.chance.randint(1, 2)),) if self.likely(0.5) else ()
                turnaround = self.hours(0, 3) if self.likely(0.6) else 0
                found.append(
                    Promise(
                        name, giver, receiver, "supplies", CASE, lead, callable_at, holds, turnaround, caveats, where
                    )
                )
        return tuple(found)

    def _rules(self, pools: dict[str, list[_Drawn]], promises: tuple[Promise, ...]) -> tuple[TermsRule, ...]:
        found: list[TermsRule] = []
        for i in range(self.chance.choice((0, 1, 1, 2, 3))):
            party = self.chance.choice(self.names)
            drawn = self.chance.choice(pools[party])
            start = point("start", party, drawn.activity.name)
            name, where = f"rule {i + 1}", place("terms", 10 * i)
            draw = self.chance.random()
            if draw < 0.25:
                found.append(Notice(name, CASE, start, max(0, self.where[start].low - self.slack()), where))
            elif draw < 0.5:
                most = max(1, self.where[start].low - self.slack())
                low = self.chance.randint(0, most)
                found.append(Consent(name, CASE, "a host", start, lasting(low, most, False, 0, where), None, where))
            elif draw < 0.65 and promises:
                promise = self.chance.choice(promises)
                kind: PointKind = self.chance.choice(("call", "delivery"))
                bound = point(kind, promise.receiver, "supplies")
                low = self.hours(0, 2)
                lead = lasting(low, low + self.hours(0, 3), False, 0, where)
                found.append(Consent(name, CASE, promise.giver, bound, lead, promise.name, where))
            else:
                partner = self.chance.choice([n for n in self.names if n != party])
                theirs = point("start", partner, self.chance.choice(pools[partner]).activity.name)
                pair = sorted((theirs, start), key=lambda p: self.where[p].low)
                if self.likely(0.5):
                    width = max(0, self.where[pair[1]].high - self.where[pair[0]].low + self.slack())
                    both = (apart(pair[1], pair[0], None, width, where), apart(pair[0], pair[1], None, width, where))
                    found.append(Agreed(name, CASE, "synchronise", both, where))
                else:
                    rule = self._sentence(pair[0], pair[1], where)
                    if rule is not None:
                        found.append(Agreed(name, CASE, "order", (rule,), where))
        return tuple(found)

    def workspace(self) -> Workspace:
        """The workspace drawn."""
        pools = {name: self._pool(name) for name in self.names}
        courses = []
        for name in self.names:
            for number in range(1, 1 + self.chance.choice((1, 1, 2))):
                courses.append(self._course(name, number, pools[name], pools))
        promises = self._promises(courses)
        rules = self._rules(pools, promises)
        means = (
            Means("trucks", self.chance.choice((3, 4, 5)), "", False),
            *(Means("crews", 3, n, False) for n in self.names),
        )
        parties = tuple(Party(n, f"party {n}", place("compact", 1 + i)) for i, n in enumerate(self.names))
        compact = Compact("made up", parties, means, rules, True, place("compact"))
        case = Contingency(CASE, self.horizon, AIMS, self.scenarios, place("situation"))
        return Workspace(compact, (case,), tuple(courses), promises, self._reports(), ())


def made(
    seed: int, parties: int | None = None, tight: float = 0.12, small: bool = False, own: float = 0.12
) -> Workspace:
    """The workspace of a seed.

    ``tight`` is the share of sentences that the drawn timetable does not keep, ``own`` that of activities that hold
    means of their party's own, ``small`` makes fewer activities.
    """
    return _Maker(random.Random(seed), parties, tight, small, own).workspace()


def shuffled(workspace: Workspace, chance: random.Random, parties: bool = False) -> Workspace:
    """The same workspace with everything listed in another order, the parties too if asked for.

    Events stay in their scenario's order, since each comes after those it is measured from.
    """

    def mixed(several: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(chance.sample(several, len(several)))

    compact = workspace.compact
    compact = compact._replace(means=mixed(compact.means), rules=mixed(compact.rules))
    if parties:
        compact = compact._replace(parties=mixed(compact.parties))
    courses = []
    for course in mixed(workspace.courses):
        activities = tuple(a._replace(holds=mixed(a.holds)) for a in mixed(course.activities))
        rules, assumptions = mixed(course.rules), mixed(course.assumptions)
        courses.append(
            course._replace(activities=activities, needs=mixed(course.needs), rules=rules, assumptions=assumptions)
        )
    contingencies = tuple(c._replace(scenarios=mixed(c.scenarios)) for c in mixed(workspace.contingencies))
    promises = tuple(p._replace(holds=mixed(p.holds), caveats=mixed(p.caveats)) for p in mixed(workspace.promises))
    return workspace._replace(
        compact=compact,
        contingencies=contingencies,
        courses=tuple(courses),
        promises=promises,
        reports=mixed(workspace.reports),
    )
