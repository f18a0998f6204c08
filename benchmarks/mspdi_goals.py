"""What importing a project file costs, over parsing it bare: ``python -m benchmarks.mspdi_goals [--json FILE]``.

The file is made up (``project_files``), of 10,000 tasks with dozens of fields each, as project tools write it. *Import*
is everything from its bytes to the text that would be written: parsing it with all that is dangerous turned off,
reading its fields, tasks into activities, links and dates into rules, resources into means, and the YAML. *Bare* is the
XML library's own parsing of the same bytes into its tree, in its own way.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime

from lxml import etree

from benchmarks.measuring import Goal, report, timed_pairs
from benchmarks.project_files import project_file
from freehand.formats.importing import collector_paused, text_of
from freehand.formats.mspdi.course import Settled, convert
from freehand.formats.mspdi.nature import Nature
from freehand.formats.mspdi.reading import read_project

TASKS = 10_000
SETTLED = Settled("made up", "A", "storm", ("done",), Nature(True, {}), "work", datetime(2026, 11, 1))


def import_goal(runs: int, tasks: int = TASKS) -> Goal:
    """Importing a made-up file over parsing it bare."""
    data = project_file(tasks)
    whole, bare, ratio = timed_pairs(lambda: imported(data), lambda: etree.fromstring(data), runs)
    told = f"{tasks:,} tasks, {len(data) / 2**20:.0f} MiB"
    print(f"import of {told}: {whole * 1000:.0f} ms; parsing it bare {bare * 1000:.0f} ms")
    return Goal(f"import of {tasks:,} tasks, in bare parsings of the file", ratio, 2)


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
