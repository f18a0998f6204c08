"""Somebody who follows a call sheet: only what the document ``freehand.sheet/1`` says, any moment that it allows."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from freehand.assessment.assess import Reckoning
from freehand.assessment.choices import Choice
from freehand.assessment.sheets.making import sheet_of
from freehand.faces.sheets.document import as_json
from freehand.plans.joint import Workspace
from freehand.plans.points import Point
from freehand.terms.scope import Rung
from tests.assessment.world import World


class Step(NamedTuple):
    """A line as somebody reads it."""

    point: str
    after: str | None
    earliest: int
    latest: int
    bounds: tuple[tuple[str, int | None, int | None, bool], ...]
    as_soon_as: tuple[tuple[str, int], ...]


@dataclass(slots=True)
class Waiting:
    """A line that is not done yet: when its count begins, when it may be done, and what must be done before."""

    step: Step
    base: int
    low: int
    high: int
    before: set[str]

    @classmethod
    def of(cls, step: Step, events: Mapping[str, int]) -> Waiting:
        """A line as it stands at the warning, for somebody who knows when the events will come."""
        base = 0 if step.after is None else events[step.after]
        before = {other for other, least, _, apart in step.bounds if least is not None or apart}
        return cls(step, base, base + step.earliest, base + step.latest, before)


@dataclass
class Paper:
    """One party's sheet, scenario by scenario; ``loose`` readers overlook the bounds between lines."""

    document: Mapping[str, Any]
    loose: bool = False
    steps: dict[str, list[Step]] = field(default_factory=dict)
    fixed: dict[str, dict[str, int]] = field(default_factory=dict)
    """By start, how long after it the end comes of what takes a fixed time and has no line for its end."""
    notices: dict[str, list[tuple[str, int, int, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for scenario in self.document["scenarios"]:
            lines = [
                line
                for block in self.document["blocks"]
                if block["scenario"] in (None, scenario)
                for line in block["lines"]
                if scenario not in line["lapses_in"]
            ]
            here = {line["point"] for line in lines}
            self.fixed[scenario] = {
                line["point"]: takes["low_s"]
                for line in lines
                if line["act"] == "start" and (takes := line["takes"]) and takes["chosen"]
                if takes["low_s"] == takes["high_s"] and line["point"].replace("start", "end", 1) not in here
            }
            self.notices[scenario] = [
                (line["point"].removeprefix("notice of "), line["earliest_s"], line["latest_s"], line["notice_s"])
                for line in lines
                if line["act"] == "notice"
            ]
            self.steps[scenario] = [
                Step(
                    line["point"],
                    line["after"],
                    line["earliest_s"],
                    line["latest_s"],
                    tuple(
                        (b["other"], b["at_least_s"], b["at_most_s"], b["apart"])
                        for b in line["bounds"]
                        if b["other"] in here and not self.loose
                    ),
                    tuple((a["what"], a["seconds"]) for a in line["as_soon_as"]),
                )
                for line in lines
                if line["act"] != "notice"
            ]

    def followed(self, chance: random.Random, scenario: str, events: Mapping[str, int]) -> dict[str, int] | None:
        """A time for each line, counted as the line is, given one by one as time passes; None in a dead end.

        At every moment: any line may be next whose lines before it are done, at any moment that its own bounds allow,
        unless another line's latest moment would pass meanwhile.
        """
        waiting = [Waiting.of(step, events) for step in self.steps[scenario]]
        done: dict[str, int] = {}
        now = 0
        while waiting:
            due = min([one.high for one in waiting])
            ready = [one for one in waiting if one.low <= due and done.keys() >= one.before]
            if not ready or due < now:
                return None
            chosen = ready[int(chance.random() * len(ready))]
            low, high, draw = max(chosen.low, now), min(chosen.high, due), chance.random()
            now = low if draw < 0.3 else high if draw < 0.6 else chance.randint(low, high)
            waiting.remove(chosen)
            done[chosen.step.point] = now - chosen.base
            for one in waiting:
                for other, least, most, _ in one.step.bounds:
                    if other == chosen.step.point:
                        counted = now - chosen.base + one.base
                        one.low = one.low if least is None else max(one.low, counted + least)
                        one.high = one.high if most is None else min(one.high, counted + most)
        return done


@dataclass
class Drill:
    """A contingency at a rung, as the parties' sheets and the plans say; what happens in it is checked on the plans."""

    workspace: Workspace
    rung: Rung
    loose: bool = False

    def __post_init__(self) -> None:
        reckoning = Reckoning(self.workspace, self.workspace.contingencies[0])
        at = reckoning.at(self.rung)
        self.choice: Choice | None = at.choice
        self.papers: dict[str, Paper] = {}
        if at.choice is None or not at.choice.verdict.holds:
            return
        for party in at.choice.combination.by_party:
            sheet = sheet_of(self.workspace, self.workspace.contingencies[0], at, party)
            self.papers[party] = Paper(as_json([sheet], None)["sheets"][0], self.loose)
        self.guarantees = {paper.document["guarantee"] for paper in self.papers.values()}
        # The orders of clashes are no part of the plans: that means are there is looked at as it is.
        self.world = World.of(self.workspace, at.choice, orders=())
        self.names = {s: {str(p): p for p in scene.stands} for s, scene in self.world.scenes.items()}

    def run(self, chance: random.Random, scenario: str) -> list[str]:
        """What breaks when everybody follows a sheet and nature does as it likes."""
        scene, names = self.world.scenes[scenario], self.names[scenario]
        outcomes = self.world.happen(chance, scenario)
        events = {
            p.name: sum([outcomes[o] for o in stands.chain]) for p, stands in scene.stands.items() if p.kind == "event"
        }

        def counted(step: Step) -> int:
            """What is taken from a time for the world, which counts anchored points from their events."""
            return 0 if step.after is not None else sum([outcomes[o] for o in scene.stands[names[step.point]].chain])

        timetable: dict[Point, int] = {}
        steps: list[tuple[str, Step]] = []
        for party, paper in self.papers.items():
            if any(step.as_soon_as for step in paper.steps[scenario]):
                steps += [(party, step) for step in paper.steps[scenario]]
                continue
            times = paper.followed(chance, scenario, events)
            if times is None:
                return [f"{party}: a dead end"]
            for step in paper.steps[scenario]:
                if step.point in names:  # a consent may be asked for what then lapses: no plan says anything of it
                    timetable[names[step.point]] = times[step.point] - counted(step)
                    if step.point in paper.fixed[scenario]:
                        end = names[step.point.replace("start", "end", 1)]
                        timetable[end] = timetable[names[step.point]] + paper.fixed[scenario][step.point]

        def came(point: Point) -> int | None:
            root, chain = scene.stands[point]
            if root in timetable:
                return timetable[root] + sum([outcomes[o] for o in chain])
            return sum([outcomes[o] for o in chain]) if not root.party else None

        while steps:
            for party, step in list(steps):
                awaited = [(came(names[what]), seconds) for what, seconds in step.as_soon_as]
                if all(moment is not None for moment, _ in awaited):
                    moment = max([step.earliest, *((m or 0) + seconds for m, seconds in awaited)])
                    if moment > step.latest:
                        return [f"{party}: {step.point} later than its sheet says"]
                    steps.remove((party, step))
                    if step.point in names:
                        timetable[names[step.point]] = moment - counted(step)
        broken = self.world.broken(scenario, timetable, outcomes)
        for party, paper in self.papers.items():
            for what, low, high, seconds in paper.notices[scenario]:
                given, announced = chance.randint(low, high), came(names[what])
                if announced is not None and announced - given < seconds:
                    broken.append(f"{party}: notice of {what} too late")
        return broken


def narrowed(workspace: Workspace, name: str) -> Workspace:
    """A workspace with one contingency and what belongs to it."""
    compact = workspace.compact._replace(rules=tuple(r for r in workspace.compact.rules if r.contingency == name))
    return workspace._replace(
        compact=compact,
        contingencies=tuple(c for c in workspace.contingencies if c.name == name),
        courses=tuple(c for c in workspace.courses if c.contingency == name),
        promises=tuple(p for p in workspace.promises if p.contingency == name),
        reports=tuple(r for r in workspace.reports if r.contingency == name),
    )
