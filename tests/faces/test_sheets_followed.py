"""Call sheets followed: whatever they allow, and whatever nature does, meets every constraint of everybody's plans."""

from __future__ import annotations

import os
import random
import tempfile
from functools import cache
from pathlib import Path

import pytest

from freehand.formats.workspace import load
from freehand.plans.joint import Workspace
from freehand.terms.scope import Rung
from tests.assessment.compacts import JOINT, made
from tests.assessment.test_grid import with_everybodys_plans
from tests.assessment.test_sheet import CHOSEN_END, UNSURE
from tests.docs.worlds import TOLD_APART
from tests.docs.worlds import made as written
from tests.faces.following import Drill, narrowed

MORE = int(os.environ.get("FREEHAND_MORE", "1"))
RUNS = 10_000 * MORE
EXAMPLES = sorted(str(p.parent.relative_to("examples")) for p in Path("examples").rglob("compact.yaml"))


@cache
def everybodys(example: str) -> Workspace:
    """An example with everybody's plans, since nobody can follow a sheet of plans that are not there."""
    if example != "grid":
        return load(f"examples/{example}")
    with tempfile.TemporaryDirectory() as folder:
        return with_everybodys_plans(Path(folder))


def drills(example: str, rung: Rung, loose: bool = False) -> list[Drill]:
    """The contingencies of an example whose plans hold at a rung."""
    workspace = everybodys(example)
    found = [Drill(narrowed(workspace, c.name), rung, loose) for c in workspace.contingencies]
    return [drill for drill in found if drill.papers and "reminder" not in drill.guarantees]


def broken_of(drills: list[Drill], runs: int, seed: int) -> tuple[int, list[list[str]]]:
    """How many runs there were, over all contingencies and scenarios in turn, and what broke in each that broke."""
    chance = random.Random(seed)
    cases = [(drill, scenario) for drill in drills for scenario in drill.world.scenes]
    tried = 0
    broken = []
    while cases and tried < runs:
        drill, scenario = cases[tried % len(cases)]
        found = drill.run(chance, scenario)
        tried += 1
        if found:
            broken.append(found)
    return tried, broken


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e != "worked/airlift"])
def test_at_operations_whatever_the_sheets_allow_meets_every_constraint_in_every_scenario(example: str) -> None:
    held = drills(example, Rung.OPERATIONS)
    assert held
    assert broken_of(held, RUNS, 1) == (RUNS, [])


@pytest.mark.parametrize("rung", [Rung.SCENARIOS, Rung.SUPPORT], ids=lambda rung: rung.word)
@pytest.mark.parametrize("example", ["gulf", "cascadia", "start"])
def test_at_lower_rungs_too_where_the_plans_hold(example: str, rung: Rung) -> None:
    held = drills(example, rung)
    tried, broken = broken_of(held, 2000 * MORE, 2)
    assert not broken
    assert tried == (2000 * MORE if held else 0)


def test_what_reacts_needs_no_more_than_what_the_sheet_says_is_told() -> None:
    (drill,) = [d for d in drills("cascadia", Rung.SUPPORT) if d.guarantees == {"reacting"}]
    assert broken_of([drill], RUNS, 3) == (RUNS, [])
    assert [t["what"] for t in drill.papers["W"].document["tells"]] == ["end of I's send teams"]


def test_an_agreed_timetable_holds_in_each_scenario() -> None:
    drill = Drill(written(TOLD_APART), Rung.OPERATIONS)
    assert drill.guarantees == {"timetable"}
    assert broken_of([drill], 500, 4) == (500, [])


@pytest.mark.parametrize(("text", "kind"), [(UNSURE, "free"), (CHOSEN_END, "timetable")], ids=["counts", "ends"])
def test_counts_that_are_uncoupled_and_ends_that_wait_for_the_scenario_hold_too(text: str, kind: str) -> None:
    drill = Drill(written(text), Rung.OPERATIONS)
    assert drill.guarantees == {kind}
    assert broken_of([drill], 2000, 8) == (2000, [])


def test_made_up_compacts_are_followed_as_well() -> None:
    chance = random.Random(5)
    kinds: dict[str, int] = {}
    for seed in range(50_000, 50_000 + 90 * MORE):
        workspace = made(seed)
        for rung in JOINT:
            drill = Drill(workspace, rung)
            if not drill.papers or "reminder" in drill.guarantees:
                continue
            (kind,) = drill.guarantees
            kinds[kind] = kinds.get(kind, 0) + 1
            for scenario in drill.world.scenes:
                for _ in range(12):
                    assert drill.run(chance, scenario) == [], (seed, rung)
    assert kinds["free"] > 40
    assert kinds.keys() >= {"free", "timetable", "reacting"}


def test_whoever_overlooks_the_bounds_between_lines_breaks_some_plans() -> None:
    tried, broken = broken_of(drills("gulf", Rung.OPERATIONS, loose=True), 1000, 6)
    assert len(broken) > tried // 10


def test_whoever_starts_an_hour_after_the_latest_moment_breaks_some_plans() -> None:
    held = drills("gulf", Rung.OPERATIONS)
    for drill in held:
        for paper in drill.papers.values():
            for scenario, steps in paper.steps.items():
                paper.steps[scenario] = [s._replace(earliest=s.latest + 3600, latest=s.latest + 3600) for s in steps]
    tried, broken = broken_of(held, 300, 7)
    assert len(broken) > tried // 10
