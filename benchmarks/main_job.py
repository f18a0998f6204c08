"""What the main job costs, as ratios: ``python -m benchmarks.main_job [--json FILE]``.

1. *Set-up*: ``script/demo`` in a fresh clone with empty caches, and once more. Targets are seconds (60 and 3).
2. *Assessment*: all rungs, asks, prices and windows of an example, after imports, over the floor: so many bare checks
   as the run counted distinct networks, each of their size. A bare check adds the weights of a network's edges up and
   looks for a negative cycle; it explains nothing, and finds no window, ask or price.
3. *check*: the command on ``gulf`` as a whole process, over the floor: an interpreter that does nothing but read the
   same files with the same YAML library.

``--no-setup`` leaves 1 out (it needs the package registry). Each ratio is the median of pairs run in turn.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measuring import ROOT, Goal, child, report, timed_pairs
from freehand.assessment.assess import assess
from freehand.formats.workspace import load
from freehand.plans.joint import Workspace
from freehand.temporal.consistency import negative_cycle

READ_ALL = """
import sys, yaml
for path in sys.argv[1:]:
    with open(path, 'rb') as file:
        for event in yaml.parse(file, Loader=getattr(yaml, 'CLoader', yaml.Loader)):
            pass
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and write JSON where a file is named."""
    parser = argparse.ArgumentParser(description="What the main job costs, as ratios.")
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--no-setup", action="store_true", help="leave the set-up from nothing out")
    parser.add_argument("--runs", type=int, default=15)
    args = parser.parse_args(argv)
    goals = [] if args.no_setup else setup_goals()
    for name in ("gulf", "cascadia"):
        goals.append(assessment_goal(name, args.runs))
    goals.append(check_goal(args.runs))
    report(goals, args.json)
    return 0 if all(goal.met for goal in goals) else 1


def setup_goals() -> list[Goal]:
    """``script/demo`` from nothing and again, in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        env = {**os.environ, "PIP_CACHE_DIR": str(Path(folder) / "cache"), "PIP_NO_CACHE_DIR": "1"}
        taken = []
        for _ in range(2):
            begun = time.perf_counter()
            subprocess.run([str(clone / "script" / "demo")], env=env, check=True, capture_output=True)
            taken.append(time.perf_counter() - begun)
        shutil.rmtree(clone)
    return [Goal("script/demo from nothing, s", taken[0], 60), Goal("script/demo again, s", taken[1], 3)]


def assessment_goal(name: str, runs: int) -> Goal:
    """A whole assessment over as many bare checks as it decided distinct networks, each of their size."""
    workspace: Workspace = load(ROOT / "examples" / name)
    sizes = assess(workspace).networks
    networks = [made(points, edges, seed) for seed, (points, edges) in enumerate(sizes)]
    whole, floor, ratio = timed_pairs(lambda: assess(workspace), lambda: [bare_check(*n) for n in networks], runs)
    print(f"{name}: {len(sizes)} distinct networks, {whole * 1000:.0f} ms; that many bare checks {floor * 1000:.1f} ms")
    return Goal(f"assess {name}, in {len(sizes)} bare checks", ratio, 8)


def made(points: int, edges: int, seed: int) -> tuple[int, list[tuple[int, int, tuple[int, ...]]]]:
    """A consistent network of a size, its weights as sums of three numbers: bounds around some timetable."""
    dice = random.Random(seed)
    times = [dice.randrange(0, 260_000) for _ in range(points)]
    found: list[tuple[int, int, tuple[int, ...]]] = []
    for _ in range(edges):
        x, y = dice.randrange(points), dice.randrange(points)
        slack = dice.randrange(0, 40_000)
        found.append((x, y, (times[y], -times[x], slack)))
    return points, found


def bare_check(points: int, edges: list[tuple[int, int, tuple[int, ...]]]) -> bool:
    """Add the weights up, keep the tightest bound between two points, look for a negative cycle."""
    bounds: dict[tuple[int, int], int] = {}
    for x, y, terms in edges:
        weight = 0
        for term in terms:
            weight += term
        if weight < bounds.get((x, y), weight + 1):
            bounds[x, y] = weight
    return negative_cycle(points, [(x, y, w) for (x, y), w in bounds.items()]) is None


def check_goal(runs: int) -> Goal:
    """``freehand check gulf`` over reading its files, both as whole processes."""
    files = sorted(str(p) for p in (ROOT / "examples" / "gulf").rglob("*.yaml"))
    # As on anybody's machine, what is imported is compiled once and kept.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    env = {**kept, "PYTHONPATH": str(ROOT / "src")}
    check = child([sys.executable, "-m", "freehand.faces.cli", "check", "examples/gulf"], ROOT, env)
    floor = child([sys.executable, "-c", READ_ALL, *files], ROOT, env)
    nothing = child([sys.executable, "-c", "pass"], ROOT, env)
    whole, bare, ratio = timed_pairs(check, floor, runs)
    print(f"check gulf: {whole * 1000:.0f} ms; reading its files {bare * 1000:.0f} ms; ", end="")
    print(f"an interpreter alone {timed_pairs(nothing, nothing, runs)[0] * 1000:.0f} ms")
    return Goal("check gulf, in readings of its files", ratio, 3)


if __name__ == "__main__":
    sys.exit(main())
