"""One made-up contingency: its scenarios, every party's two courses, joins, promises, reports and rules, as text.

All times are drawn in half-hours. A course is made of *lanes*, one team each, one activity after the other:

1. the *common* lane of four activities is the same in both courses of a party: what partners rely on. Its activities
   take 1 to 3 h, and half as long again at most;
2. a quarter of the others are *anchored*: they start a chosen time after the all clear, in lanes of four, and the last
   of a lane ends within a fixed time of it;
3. the rest stand in lanes of five, and the last of each must be over before the event. Each takes 1 to 4 h at least and
   up to 3 h more. Two of three durations are nature's, the others are chosen; one in seven has a floor;
4. one order in five asks for half an hour between, one in eight has a limit, wide enough for the slowest outcome.

Then the timetable in which all goes slowly is followed through lanes, joins and own ways. The event comes later than
its end by a margin of 6 to 12 h in the first scenario, 4 to 8 h later still in the second, 14 to 20 h in the third.
What a temper does (see ``growth``): *helped* makes an own way longer by the margin and 2 to 5 h; *promised* leaves it
out; *apart* ties an activity to at most 10 h before the event; *reacting* ties one to half an hour after what nature
ends; *lucky* and *short* bring the first scenario's event to 1 h before the slow, or 4 h before the fast, end of what
some party cannot do without, whichever course it takes.

Means: berths are enough; an airfield is wanted by two at different times; cranes by two or three at times that may
meet. Of a party's own, crews are wanted twice at different times, trucks twice at times that may meet in one course of
four. Joins rest on common activities, the tenth on one that only a fuller course has. In trusting contingencies every
partner's point is assumed, and its owner promises itself to keep to it; in the others one in four is not assumed, and
one in five of the rest is assumed too early.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

Temper = Literal["ample", "helped", "promised", "apart", "reacting", "lucky", "short"]

TEAMS = ("harbour", "river", "hill", "market", "station", "bridge", "school", "valley", "coast", "forest", "quarry")
STEPS = ("alert", "assemble", "load", "move", "set up")
AFTER = ("inspect", "clear", "restore", "hand over")
COMMON = ("open border post", "brief staff", "stage convoy", "report ready")
AIMS = ("people safe", "stocks in place", "roads open")
JOINS = 10
EVENT, CLEAR = "high water", "all clear"


class Drawing(NamedTuple):
    """What a contingency is drawn from. A ``trusting`` one has an assumption for every join, and keeps to it."""

    dice: random.Random
    name: str
    parties: tuple[str, ...]
    counts: Sequence[int]
    temper: Temper
    trusting: bool


class Files(NamedTuple):
    """The texts of a contingency; ``courses`` has one text for each party, ``rules`` one for each of the compact's."""

    contingency: str
    courses: list[str]
    promises: str
    reports: str
    rules: list[str]


class Task(NamedTuple):
    """An activity: its bounds in half-hours, whether they are chosen, what it holds, the event it is anchored on."""

    name: str
    low: int
    high: int
    chosen: bool
    floor: int
    after: str = ""
    holds: str = ""

    def lines(self) -> list[str]:
        """The activity as planners write it."""
        said = "we choose" if self.chosen else "nature takes"
        found = [f"  {self.name}:", f"    {said}: {span(self.low, self.high)}"]
        found += [f"    starts: after {self.after}"] if self.after else []
        found += [f"    never under: {hours(self.floor)} h"] if self.floor else []
        return found + ([f"    holds: {self.holds}"] if self.holds else [])


def hours(halves: int) -> str:
    """Half-hours as hours.

    >>> hours(3), hours(8)
    ('1.5', '4')
    """
    return f"{halves // 2}.5" if halves % 2 else str(halves // 2)


def span(low: int, high: int) -> str:
    """A span of half-hours in hours."""
    return f"{hours(low)} h" if low == high else f"{hours(low)} to {hours(high)} h"


class Course:
    """A course as it is drawn: lanes of activities, sentences, needs, assumptions, and how long its lanes take."""

    def __init__(self, drawing: Drawing, party: str, fuller: bool, common: list[Task], count: int) -> None:
        self.dice, self.party, self.fuller = drawing.dice, party, fuller
        self.name = "in full strength" if fuller else "with what is there"
        self.common = common
        anchored = max(2, (count - len(common)) // 4)
        self.before = self._lanes(count - len(common) - anchored, len(STEPS), STEPS, "", 0 if fuller else 5)
        self.anchored = self._lanes(anchored, len(AFTER), AFTER, CLEAR, 0 if fuller else 5)
        self.needs: list[str] = []
        self.assumes: list[str] = []
        self.rules: list[str] = []
        self.meets: list[str] = ["people safe"]
        self.longest = self.slowest = self.fastest = 0
        """How long the longest lane before the event takes: all long; nature slow and the party quick; all quick."""
        for lane in (common, *self.before, *self.anchored):
            gaps = self._in_turn(lane, limits=lane is not common)
            long = gaps + sum(task.high for task in lane)
            if lane[0].after:
                self.say(f"end of {lane[-1].name} at most {hours(long + self.dice.randint(4, 16))} h after {CLEAR}")
                continue
            self.longest = max(self.longest, long)
            self.slowest = max(self.slowest, gaps + sum(task.low if task.chosen else task.high for task in lane))
            self.fastest = max(self.fastest, gaps + sum(task.low for task in lane))
            last = f"end of {lane[-1].name}"
            gap = self.dice.choice((0, 1, 2))
            self.say(f"{EVENT} at least {hours(gap)} h after {last}" if gap else f"{EVENT} not before {last}")
        if len(self.before) > 1 and len(self.before[0]) > 2 < len(self.before[1]):
            one, other = self.before[0][1], self.before[1][2]
            self.say(f"start of {other.name} not before end of {one.name}")

    def say(self, sentence: str, why: str = "") -> None:
        """Add a sentence with a reason."""
        self.rules.append(f"  {sentence}: {why or self.dice.choice(REASONS)}")

    def _lanes(self, count: int, longest: int, steps: Sequence[str], after: str, first: int) -> list[list[Task]]:
        lanes: list[list[Task]] = []
        while count > 0:
            here = min(longest, count)
            team = TEAMS[(first + len(lanes)) % len(TEAMS)]
            lanes.append([self._task(f"{step} {team} team", after) for step in steps[:here]])
            count -= here
        return lanes

    def _task(self, name: str, after: str) -> Task:
        low = self.dice.randint(2, 8)
        high = low + self.dice.randint(1, 6)
        floor = max(1, low // 2) if self.dice.random() < 0.15 else 0
        return Task(name, low, high, self.dice.random() < 0.34, floor, after)

    def _in_turn(self, lane: Sequence[Task], limits: bool) -> int:
        """Say that one activity follows on the other; the half-hours between them in all."""
        gaps = 0
        for one, other in pairwise(lane):
            draw = self.dice.random()
            gap = 1 if draw < 0.2 else 0
            if gap:
                self.say(f"start of {other.name} at least 0.5 h after end of {one.name}")
            else:
                self.say(f"start of {other.name} not before end of {one.name}")
            if limits and draw > 0.88:
                wide = one.high - one.low + self.dice.randint(36, 72)
                self.say(f"start of {other.name} at most {hours(wide)} h after end of {one.name}")
            gaps += gap
        return gaps

    def hold(self, lane: int, step: int, what: str) -> None:
        """Let an activity of a lane before the event hold something; the last lane and step where there are fewer."""
        chosen = self.before[min(lane, len(self.before) - 1)]
        at = min(step, len(chosen) - 1)
        held = f"[{chosen[at].holds.strip('[]')}, {what}]" if chosen[at].holds else what
        chosen[at] = chosen[at]._replace(holds=held)

    def hold_after(self, what: str) -> None:
        """Let the first activity after the event hold something."""
        self.anchored[0][0] = self.anchored[0][0]._replace(holds=what)

    def keep(self, name: str, latest: int) -> None:
        """Have an activity end by a moment, said once."""
        if all(not rule.startswith(f"  end of {name} at most") for rule in self.rules):
            self.say(f"end of {name} at most {hours(latest)} h after the warning", "others count on it")

    def assume(self, point: str, low: int, high: int) -> None:
        """Take as true when a partner's point comes, said once."""
        if all(not assumed.startswith(f"  {point}:") for assumed in self.assumes):
            self.assumes.append(f"  {point}: {span(low, max(low, high))} after the warning")

    def text(self, contingency: str) -> str:
        """The course as planners write it."""
        lines = [f"course: {self.name}", f"party: {self.party}", f"contingency: {contingency}"]
        lines += [f"meets: [{', '.join(self.meets)}]", "activities:"]
        for lane in (self.common, *self.before, *self.anchored):
            lines += [line for task in lane for line in task.lines()]
        for head, more in (("needs:", self.needs), ("assumes:", self.assumes), ("rules:", self.rules)):
            lines += [head, *more] if more else []
        return "\n".join(lines) + "\n"


REASONS = (
    "one crew for both",
    "nothing can be done before",
    "the road is narrow",
    "so that nobody waits in the open",
    "the town asked for it",
    "learnt the last time",
)


def contingency_files(drawing: Drawing) -> Files:
    """Draw one contingency."""
    commons = [_common(drawing, place) for place in range(len(drawing.parties))]
    courses = []
    for party, count, common in zip(drawing.parties, drawing.counts, commons, strict=True):
        less = count // 2
        courses.append(
            (Course(drawing, party, True, common, count - less), Course(drawing, party, False, common, less))
        )
    ready = [sum(task.high for task in common[:2]) for common in commons]
    last = max(ready) + 2 + max(sum(task.high for task in common[2:]) for common in commons)
    slow = max(last, *(course.longest for pair in courses for course in pair)) + 6
    margin = drawing.dice.randint(12, 24)
    _join(drawing, courses, commons, ready)
    promises = _needs(drawing, courses, slow, slow + margin)
    _means(drawing, courses)
    first = slow + margin
    if drawing.temper == "lucky":
        first = max(min(one.slowest, other.slowest) for one, other in courses) - 2
    elif drawing.temper == "short":
        first = max(min(one.fastest, other.fastest) for one, other in courses) - 8
    elif drawing.temper == "apart":
        for course in courses[-1]:
            course.say(f"{EVENT} at most 10 h after end of {COMMON[3]}", "what is issued does not keep")
    elif drawing.temper == "reacting":
        for course in courses[0]:
            course.say(f"start of {COMMON[3]} at most 0.5 h after end of {COMMON[2]}", "the convoy does not wait")
    contingency, reports = _scenarios(drawing, first, slow)
    texts = ["---\n".join(course.text(drawing.name) for course in pair) for pair in courses]
    return Files(contingency, texts, promises, reports, _rules(drawing))


def _common(drawing: Drawing, place: int) -> list[Task]:
    """What a party does in both of its courses, and partners rely on."""
    dice, found = drawing.dice, []
    for step, name in enumerate(COMMON):
        low = dice.randint(2, 6)
        high = low + max(1, low // 2)
        chosen = dice.random() < 0.34
        if drawing.temper == "reacting" and place == 0 and step == 2:
            low, high, chosen = 4, 8, False
        holds = ("[4 crews, 2 airfield]" if place == 0 else "4 crews") if step == 0 else ""
        found.append(Task(name, low, high, chosen, 0, holds=holds))
    return found


def _join(drawing: Drawing, courses: list[tuple[Course, Course]], commons: list[list[Task]], ready: list[int]) -> None:
    """Ten joins, dealt over all courses, with what their authors assume and their partners promise themselves."""
    dice, count = drawing.dice, len(drawing.parties)
    pairs = ((2, 1), (3, 1), (2, 0))
    for place in range(JOINS):
        turn, seat = divmod(place, 2 * count)
        author = courses[seat // 2][seat % 2]
        partner = (seat // 2 + 1 + turn % (count - 1)) % count
        mine, theirs = pairs[turn % len(pairs)]
        name, latest = COMMON[theirs], ready[partner]
        earliest = sum(task.low for task in commons[partner][: theirs + 1])
        if place == JOINS - 1:
            lane = courses[partner][0].before[0][:2]
            name, mine = lane[-1].name, 3
            earliest, latest = sum(task.low for task in lane), sum(task.high for task in lane) + 1
        point = f"end of {drawing.parties[partner]}'s {name}"
        draw = dice.random()
        if draw < 0.6:
            author.say(f"start of {COMMON[mine]} not before {point}", "they go first")
        elif draw < 0.8:
            author.say(f"start of {COMMON[mine]} at least 0.5 h after {point}", "they go first")
        else:
            author.say(f"start of {COMMON[mine]} between 0.5 and 48 h after {point}", "they cannot wait for long")
        if drawing.trusting:
            for course in courses[partner][: 1 if place == JOINS - 1 else 2]:
                course.keep(name, latest + 4)
            author.assume(point, earliest, latest + 4)
        elif dice.random() > 0.25:
            author.assume(point, earliest, latest - 2 if dice.random() < 0.2 else latest + dice.randint(2, 6))


def _needs(drawing: Drawing, courses: list[tuple[Course, Course]], slow: int, first: int) -> str:
    """Two needs of fuller courses, and the promises that would meet them."""
    dice, texts = drawing.dice, []
    for place, (need, lane_at, step_at) in enumerate((("supplies", 0, 2), ("fuel", -1, 1))):
        course = courses[place][0]
        lane = course.before[lane_at]
        step = min(step_at, len(lane) - 1)
        rest = sum(task.high + 1 for task in lane[step:])
        room = max(4, slow - rest - 4)
        own = dice.randint(max(3, room // 2), room)
        if place == 0 and drawing.temper == "helped":
            own = first - rest + dice.randint(4, 10) + len(lane[step:])
        course.say(f"start of {lane[step].name} not before delivery of {need}")
        if place == 0 and drawing.temper == "promised":
            course.needs.append(f"  {need}: only a promise")
        else:
            course.needs += [f"  {need}:", f"    own way, nature takes: {span(max(1, own * 2 // 3), own)}"]
        course.meets.append(AIMS[1 + place])
        lead = dice.randint(max(3, room // 3), max(3, room // 2))
        giver = drawing.parties[(place - 1) % len(drawing.parties)]
        texts.append(
            f"promise: {need} in {drawing.name}\nby: {giver}\nto: {course.party}\nfor: {need}\n"
            f"contingency: {drawing.name}\nnature takes: {span(max(1, lead // 2), lead)}\n"
            f"can be called: 0 to {hours(lead + 16)} h after the warning\n"
            + ("holds: 1 airfield\nturnaround: 1 h\n" if place == 0 else "")
        )
    return "---\n".join(texts)


def _means(drawing: Drawing, courses: list[tuple[Course, Course]]) -> None:
    """Who holds what: some of it clashes, some does not."""
    dice = drawing.dice
    crowded = dice.random() < 0.5
    for place, (fuller, lesser) in enumerate(courses):
        fuller.hold(0, 3, "2 berths")
        for course in (fuller, lesser):
            airfield = place == 1 and course is fuller
            course.hold_after("[4 crews, 2 airfield]" if airfield else "4 crews")
        trucks = 2 if dice.random() < 0.25 else 1
        fuller.hold(0, 1, f"{trucks} trucks")
        fuller.hold(1, 2, f"{trucks} trucks")
        if place < 2 or (place == 2 and crowded):
            fuller.hold(1, 1, "1 cranes" if len(courses) > 2 or not crowded else "2 cranes")


def _scenarios(drawing: Drawing, first: int, slow: int) -> tuple[str, str]:
    """The three ways in which the contingency unfolds, and what is reported of the first."""
    dice, parties = drawing.dice, drawing.parties
    starts = [first, first + dice.randint(8, 16), first + dice.randint(28, 40)]
    clear = dice.randint(8, 16)
    last = starts[-1] + 8 + clear + 8 + 2 * slow
    horizon = -(-last // 48) * 48
    rumour = dice.random() < 0.5
    lines = [f"contingency: {drawing.name}", f"horizon: {hours(horizon)} h", f"aims: [{', '.join(AIMS)}]", "scenarios:"]
    for name, start in zip(("early", "as expected", "late"), starts, strict=True):
        comes = f"{span(start, start + dice.randint(2, 6))} after the warning"
        lines.append(f"  {name}:")
        if name == "early" and rumour:
            lines += [f"    {EVENT}:", f"      comes: {comes}"]
            lines += [f"      as {parties[1]} knows it: {span(max(1, start - 28), start + 4)}"]
        else:
            lines.append(f"    {EVENT}: {comes}")
        lines.append(f"    {CLEAR}: {span(clear, clear + 8)} after {EVENT}")
    says = "rules out anything earlier than" if rumour else "cannot rule out as early as"
    bound = first if rumour else max(1, first - 2)
    report = (
        f"report: {drawing.name} how soon\nby: {parties[0]}\nto: [{', '.join(parties[1:])}]\n"
        f"contingency: {drawing.name}\nscenario: early\nabout: {EVENT}\nsays: {says} {hours(bound)} h\n"
    )
    return "\n".join(lines) + "\n", report


def _rules(drawing: Drawing) -> list[str]:
    """A notice, a consent and a synchronisation."""
    one, other, last = drawing.parties[0], drawing.parties[1], drawing.parties[-1]
    low = drawing.dice.randint(1, 3)
    return [
        f"  notice in {drawing.name}:\n    contingency: {drawing.name}\n"
        f"    notice: {drawing.dice.randint(2, 4)} h before start of {one}'s {COMMON[2]}\n",
        f"  permit in {drawing.name}:\n    contingency: {drawing.name}\n    consent of: harbour office\n"
        f"    before: start of {other}'s {COMMON[2]}\n    nature takes: {span(low, low + 3)}\n",
        f"  together in {drawing.name}:\n    contingency: {drawing.name}\n"
        f"    within: start of {one}'s {COMMON[3]} and start of {last}'s {COMMON[3]} within 12 h of each other\n",
    ]
