"""Small random compacts, the same for the same seed: two or three parties, a horizon of a few seconds.

Every form that the reckoning knows turns up: chosen and uncertain durations, anchored activities, events that one
scenario lacks or one party knows differently, joins with and without assumptions, needs, promises that hold means until
a turnaround is over, shared and own means that clash, reports, least rungs, and the rules of the terms.
"""

from __future__ import annotations

from itertools import product
from random import Random
from typing import Literal

from freehand.errors import Place
from freehand.plans.activity import Activity, Duration, Hold
from freehand.plans.contingency import Contingency
from freehand.plans.joint import Agreed, Compact, Consent, Means, Notice, Party, TermsRule, Workspace
from freehand.plans.plan import Assumption, Course
from freehand.plans.points import WARNING, Point, PointKind, Rule
from freehand.plans.scenario import Event, Report, Scenario, Span
from freehand.plans.support import Need, Promise
from freehand.terms.scope import Rung

HERE = Place("a random compact", 0, "")
DRILL = "drill"
STYLES = ("plain", "means", "crowd", "support", "terms", "everything", "events", "apart", "react", "lent")
ENDS: tuple[PointKind, ...] = ("start", "end")
MOST_TIMETABLES = 200_000
MOST_OUTCOMES = 400


def compact(seed: int) -> Workspace:
    """The compact of this seed; drafts that are too large to look at whole are thrown away."""
    random = Random(seed)
    while True:
        draft = _Draft(random)
        workspace = draft.workspace()
        if draft.small(workspace):
            return workspace


class _Draft:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.parties = ["A", "B", "C"] if self.chance(0.2) else ["A", "B"]
        self.horizon = random.randint(4, 7) if len(self.parties) == 2 else random.randint(4, 5)
        self.style = random.choice(
            ["plain", "means", "crowd", "support", "terms", "everything", "events", "apart", "react"]
        )
        self.events: list[str] = []
        self.count = 0

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def likes(self, style: str, usual: float, often: float) -> bool:
        """A chance that is higher in compacts of one style."""
        return self.chance(often if self.style in (style, "everything") else usual)

    # -- scenarios -------------------------------------------------------------------------------------------------

    def contingency(self) -> Contingency:
        random = self.random
        timed = self.style in ("events", "apart", "react", "lent")
        names = ["flood", "storm"][: random.choice([1, 1, 2] if timed else [0, 1, 1, 1, 2])]
        scenarios = []
        for scenario in ["long", "short"][: 2 if self.style == "apart" else random.choice([1, 2])]:
            events: list[Event] = []
            for name in names:
                if scenario == "short" and self.chance(0.3):
                    continue  # this scenario lacks it
                after = events[-1].name if events and self.chance(0.5) else None
                span = self.span(0, 2 if after else max(2, self.horizon - 3), 0 if self.style == "apart" else 2)
                known = tuple(
                    (p, self.span(max(0, span.low - 1), span.high + 1, 2)) for p in self.parties if self.chance(0.15)
                )
                events.append(Event(name, after, span, known, HERE))
            scenarios.append(Scenario(scenario, tuple(events), HERE))
        self.events = names
        aims = ("x", "y")[: random.choice([0, 1, 2])]
        return Contingency(DRILL, self.horizon, aims, tuple(scenarios), HERE)

    def span(self, least: int, most: int, width: int) -> Span:
        low = self.random.randint(least, max(least, most))
        return Span(low, min(max(least, most), low + self.random.choice([0, *range(width + 1)])))

    # -- plans -----------------------------------------------------------------------------------------------------

    def duration(self, most: int = 3, uncertain: float = 0.5) -> Duration:
        low = self.random.choice([0, 1, 1, 1, 2, 2, most])
        high = min(most, low + self.random.choice([0, 0, 1, 1, 2]))
        return Duration(not self.chance(uncertain), low, high, 0, HERE)

    def rung(self, share: float) -> Rung:
        return self.random.choice([Rung.OPERATIONS, Rung.SCENARIOS, Rung.SUPPORT]) if self.chance(share) else Rung.ALONE

    def holds(self, means: list[Means], party: str, share: float) -> tuple[Hold, ...]:
        found = []
        for m in means:
            if m.owner in ("", party) and self.chance(share):
                found.append(Hold(m.name, 1 if m.area or self.style == "crowd" else self.random.randint(1, m.capacity)))
        return tuple(found)

    def text(self, party: str) -> str:
        self.count += 1
        return f"{party} says {self.count}"

    def rule(self, party: str, later: Point, earlier: Point) -> Rule:
        random = self.random
        text, form = self.text(party), random.choice(["order", "least", "most", "both", "order"])
        if form == "order":
            return Rule(text, "", later, earlier, None, None, True, HERE)
        least = random.choice([0, 1, 1, 2])
        most = random.choice([0, 1, 2, 3, 3])
        if form == "least":
            return Rule(text, "", later, earlier, least, None, False, HERE)
        if form == "most":
            return Rule(text, "", later, earlier, None, max(most, 1), False, HERE)
        return Rule(text, "", later, earlier, least, max(least, most), False, HERE)

    def course(self, party: str, name: str, means: list[Means]) -> Course:
        random, activities = self.random, []
        shares = {"means": 0.7, "everything": 0.7, "crowd": 0.9, "lent": 0.7}
        for k in range(random.choice([1, 1, 2, 2] if self.style == "crowd" else [1, 1, 2])):
            after = random.choice(self.events) if self.events and self.chance(0.35) else None
            if self.style in ("apart", "react", "lent") and self.chance(0.7):
                after = None
            holds = self.holds(means, party, shares.get(self.style, 0.25))
            activities.append(Activity(f"act{k}", self.duration(), holds, after, self.rung(0.06), HERE))
        needs: tuple[Need, ...] = ()
        if self.likes("support", 0.12, 0.6) or (self.style == "lent" and party == "A"):
            own = self.duration(uncertain=0.8) if self.chance(0.2 if self.style == "lent" else 0.5) else None
            needs = (Need("fuel", own, HERE),)
        meets = tuple(aim for aim in ("x", "y") if self.chance(0.7))
        return Course(name, party, DRILL, meets, self.rung(0.06), tuple(activities), needs, (), (), HERE)

    def points(self, course: Course) -> list[Point]:
        mine = [Point(kind, course.party, a.name) for a in course.activities for kind in ENDS]
        for need in course.needs:
            mine += [Point("call", course.party, need.name), Point("delivery", course.party, need.name)]
        return mine

    def fixed(self) -> list[Point]:
        return [WARNING, *(Point("event", "", e) for e in self.events)]

    def ruled(self, course: Course, partners: list[Course]) -> Course:
        random, party = self.random, course.party
        mine, rules, assumptions = self.points(course), list[Rule](), list[Assumption]()
        for _ in range(random.choice([0, 0, 0, 1] if self.style == "crowd" else [0, 1, 1, 2])):
            later, earlier = random.choice(mine), random.choice(mine + self.fixed())
            if self.style in ("apart", "react", "lent") and self.events:
                earlier = Point("event", "", random.choice(self.events))
            if self.chance(0.3):
                later, earlier = earlier, later
            if later not in (earlier, WARNING):
                rules.append(self.rule(party, later, earlier))
        theirs = [p for c in partners for p in self.points(c) if p.kind in ("start", "end") or self.chance(0.2)]
        for _ in range(random.choice([0, 0, 1, 1, 2]) if theirs else 0):
            point, other = random.choice(theirs), random.choice(mine if self.chance(0.9) else self.fixed() + theirs)
            later, earlier = (point, other) if self.chance(0.5) or other == WARNING else (other, point)
            if later != earlier:
                rules.append(self.rule(party, later, earlier))
            if self.chance(0.6) and point not in [a.point for a in assumptions]:
                assumptions.append(Assumption(point, self.span(0, self.horizon - 1, 2), HERE))
        return course._replace(rules=tuple(rules), assumptions=tuple(assumptions))

    # -- what belongs to all ---------------------------------------------------------------------------------------

    def means(self) -> list[Means]:
        random, found = self.random, []
        if self.likes("means", 0.6, 0.9) or self.style in ("crowd", "lent"):
            found.append(Means("tankers", 2 if self.style == "crowd" else random.choice([1, 2, 2, 3]), "", False))
        if self.likes("means", 0.1, 0.3):
            found.append(Means("pass", 1, "", True))
        if self.likes("means", 0.15, 0.3):
            found.append(Means("trucks", random.choice([1, 2]), random.choice(self.parties), False))
        return found

    def promises(self, courses: list[Course], means: list[Means]) -> tuple[Promise, ...]:
        found = []
        for party in self.parties:
            if not any(c.needs for c in courses if c.party == party):
                continue
            for k in range(1 if self.style == "lent" else self.random.choice([0, 1, 1, 2])):
                giver = self.random.choice([p for p in self.parties if p != party])
                window = self.span(0, 2, 2) if self.chance(0.5) else Span(0, self.horizon)
                caveats = []
                if self.chance(0.3):
                    point = Point(self.random.choice(["call", "delivery"]), party, "fuel")
                    caveats = [self.rule(giver, point, self.random.choice(self.fixed()))]
                holds = self.holds(means, giver, 1 if self.style == "lent" else 0.6)
                turnaround = self.random.choice([1, 2] if self.style == "lent" else [0, 1, 2])
                lead = self.duration(uncertain=1)
                name = f"{party}{k}"
                found.append(
                    Promise(name, giver, party, "fuel", DRILL, lead, window, holds, turnaround, tuple(caveats), HERE)
                )
        return tuple(found)

    def rules(self, courses: list[Course], promises: tuple[Promise, ...]) -> tuple[TermsRule, ...]:
        random, found = self.random, list[TermsRule]()
        points = [p for c in courses for p in self.points(c)]
        starts = [p for p in points if p.kind in ("start", "call")]
        if self.likes("terms", 0.1, 0.5):
            found.append(Notice("notice", DRILL, random.choice(starts), random.randint(1, 3), HERE))
        if self.likes("terms", 0.1, 0.5):
            point, promise = random.choice(points if self.chance(0.2) else starts), None
            if point.kind == "call" and self.chance(0.6):
                promise = next((p.name for p in promises if p.receiver == point.party), None)
            holder = random.choice([p for p in self.parties if p != point.party])
            lead = self.duration(uncertain=1)
            found.append(Consent("consent", DRILL, holder, point, lead, promise, HERE))
        if self.likes("terms", 0.1, 0.5):
            sentences = []
            for _ in range(random.choice([1, 1, 2])):
                later, earlier = random.choice(points), random.choice(points + self.fixed())
                if later != earlier:
                    sentences.append(self.rule("the terms", later, earlier))
            found.append(Agreed("agreed", DRILL, "synchronise", tuple(sentences), HERE))
        return tuple(found)

    def reports(self, contingency: Contingency) -> tuple[Report, ...]:
        random, found = self.random, []
        told = [(s.name, e) for s in contingency.scenarios for e in s.events]
        for k in range(random.choice([0, 0, 1, 2]) if told and self.chance(0.6) else 0):
            scenario, event = random.choice(told)
            author = random.choice(self.parties)
            recipients = tuple(p for p in self.parties if p != author and self.chance(0.8))
            side: Literal["low", "high"] = random.choice(("low", "high"))
            effect: Literal["rules out", "cannot rule out"] = random.choice(("rules out", "cannot rule out"))
            seconds = max(0, (event.span.low if side == "low" else event.span.high) + random.choice([-1, 0, 1]))
            report = Report(f"r{k}", author, recipients, DRILL, scenario, event.name, effect, side, seconds, "", HERE)
            found.append(report)
        return tuple(found)

    def workspace(self) -> Workspace:
        contingency, means = self.contingency(), self.means()
        courses = []
        for party in self.parties:
            for name in ["main", "other"][: 2 if self.chance(0.35) else 1]:
                courses.append(self.course(party, name, means))
        courses = [self.ruled(c, [o for o in courses if o.party != c.party]) for c in courses]
        promises = self.promises(courses, means)
        rules = self.rules(courses, promises)
        parties = tuple(Party(p, p, HERE) for p in self.parties)
        reports = self.reports(contingency)
        whole = Compact("random", parties, tuple(means), rules, True, HERE)
        return Workspace(whole, (contingency,), tuple(courses), promises, reports, ())

    # -- small enough to look at whole -----------------------------------------------------------------------------

    def small(self, workspace: Workspace) -> bool:
        """Whether every combination's timetables and outcomes can be written down, and every event fits."""
        (contingency,) = workspace.contingencies
        most_events = 1
        for scenario in contingency.scenarios:
            last, outcomes = {"": 0}, 1
            for e in scenario.events:
                spans = [e.span, *(s for _, s in e.known)]
                told = [r.seconds for r in workspace.reports if (r.scenario, r.event) == (scenario.name, e.name)]
                high = max([s.high for s in spans] + told)
                last[e.name] = last[e.after or ""] + high
                outcomes *= high - min([s.low for s in spans] + told) + 1
                if last[e.name] > self.horizon:
                    return False
            most_events = max(most_events, outcomes)
        asks = sum(isinstance(r, Consent) for r in workspace.compact.rules)
        leads = [p.lead for p in workspace.promises] + [
            r.lead for r in workspace.compact.rules if isinstance(r, Consent)
        ]
        each = [[c for c in workspace.courses if c.party == p.name] for p in workspace.compact.parties]
        for several in product(*each):
            roots, outcomes = asks, most_events
            for course in several:
                durations = [a.duration for a in course.activities] + [n.own_way for n in course.needs if n.own_way]
                roots += len(course.activities) + len(course.needs)
                roots += sum(d.chosen and d.low < d.high for d in durations)
                for d in durations:
                    outcomes *= 1 if d.chosen else d.high - d.low + 1
            for lead in leads:
                outcomes *= lead.high - lead.low + 1
            if (self.horizon + 1) ** roots > MOST_TIMETABLES or outcomes > MOST_OUTCOMES:
                return False
        return True
