"""What importing a project file costs, over parsing it bare: ``python -m benchmarks.mspdi_goals [--json FILE]``.

The file is made up (``project_files``), of 10,000 tasks with dozens of fields each, as project tools write it. *Import*
is everything from its bytes to the text that would be written: parsing it with all that is dangerous turned off,
reading its fields, tasks into activities, links and dates into rules, resources into means, and the YAML. *Bare* is the
XML library's own parsing of the same bytes into its tree, in its own way.

Each run is a process of its own that does it once, as the command does. In one process after another a run would pay
for the other's tree: the C library puts most of giving a large tree back off until the next large allocation.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import count
from pathlib import Path

from benchmarks.measuring import ROOT, Goal, by_itself, child, report, timed_pairs, told_pairs
from benchmarks.project_files import project_file
from freehand.formats.importing import text_of
from freehand.formats.mspdi.course import Settled, convert
from freehand.formats.mspdi.nature import Nature
from freehand.formats.mspdi.reading import read_project
from freehand.memory import collector_paused

TASKS = 10_000
SETTLED = Settled("made up", "A", "storm", ("done",), Nature(True, {}), "work", datetime(2026, 11, 1))


BARE = """
import sys, time
from lxml import etree

data = open(sys.argv[1], "rb").read()
begun = time.perf_counter()
etree.fromstring(data)
print(time.perf_counter() - begun)
"""
IMPORT = """
import sys, time
from benchmarks.mspdi_goals import imported

data = open(sys.argv[1], "rb").read()
begun = time.perf_counter()
imported(data)
print(time.perf_counter() - begun)
"""


def import_goal(runs: int, tasks: int = TASKS) -> Goal:
    """Importing a made-up file over parsing it bare."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "made.xml"
        file.write_bytes(project_file(tasks))
        size, name = file.stat().st_size / 2**20, str(file)
        whole, bare, ratio = told_pairs(lambda: by_itself(IMPORT, name), lambda: by_itself(BARE, name), runs)
        command = timed_pairs(command_on(Path(folder), name), child([sys.executable, "-c", BARE, name], ROOT), 3)
    told = f"{tasks:,} tasks, {size:.0f} MiB"
    print(f"import of {told}: {whole * 1000:.0f} ms; parsing it bare {bare * 1000:.0f} ms")
    print(f"the whole command, read back and listed: {command[0]:.1f} s = {command[2]:.1f} processes that only parse")
    return Goal(f"import of {tasks:,} tasks, in bare parsings of the file", ratio, 2)


def command_on(folder: Path, name: str) -> Callable[[], object]:
    """The command itself, into a workspace of its own each time."""
    number = count()

    def run() -> None:
        workspace = folder / f"workspace-{next(number)}"
        shutil.copytree(ROOT / "examples" / "start", workspace)
        words = ["import", name, "--party", "Northbank", "--contingency", "flood", "--into", str(workspace)]
        env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        more = ["--nature", "none", "--time", "work"]
        child([sys.executable, "-m", "freehand.faces.cli", *words, *more], ROOT, env)()

    return run


def imported(data: bytes) -> str:
    """The text that would be written."""
    with collector_paused():  # as the command does
        project = read_project(data, "made.xml")
        return text_of(project, convert(project, SETTLED), SETTLED)


def mspdi_goals(runs: int = 7) -> list[Goal]:
    """Every goal of this page."""
    return [import_goal(runs)]


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and write JSON where a file is named."""
    parser = argparse.ArgumentParser(description="What importing a project file costs, as a ratio.")
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--runs", type=int, default=7)
    args = parser.parse_args(argv)
    goals = mspdi_goals(args.runs)
    report(goals, args.json)
    return 0 if all(goal.met for goal in goals) else 1


if __name__ == "__main__":
    sys.exit(main())
