"""What the picture and the files cost: ``python -m benchmarks.report [--json FILE]``.

1. *Report*: making the page of ``gulf`` from its assessment, over that assessment, both after imports.
2. *Import* of a project file of 10,000 tasks, over parsing it bare (``mspdi_goals``).
3. *Growth*: whole assessments of made-up workspaces up to 10⁴ activities (``growth_goals``; takes minutes).

``--quick`` leaves 3 out.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from benchmarks.growth_goals import growth_goals
from benchmarks.measuring import ROOT, Goal, report, timed_pairs
from benchmarks.mspdi_goals import mspdi_goals
from freehand.assessment.assess import assess
from freehand.faces.report import report as page_of
from freehand.formats.workspace import load


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and write JSON where a file is named."""
    parser = argparse.ArgumentParser(description="What the picture and the files cost, as ratios.")
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--quick", action="store_true", help="leave growth out")
    args = parser.parse_args(argv)
    goals = [report_goal(args.runs), *mspdi_goals()]
    goals += [] if args.quick else growth_goals()
    report(goals, args.json)
    return 0 if all(goal.met for goal in goals) else 1


def report_goal(runs: int) -> Goal:
    """The page beyond its assessment, over the assessment."""
    workspace = load(ROOT / "examples" / "gulf")
    found = assess(workspace)
    page, whole, ratio = timed_pairs(lambda: page_of(found), lambda: assess(workspace), runs)
    print(f"gulf: its page {page * 1000:.0f} ms, its assessment {whole * 1000:.0f} ms")
    return Goal("report of gulf beyond its assessment, in assessments", ratio, 1)


if __name__ == "__main__":
    sys.exit(main())
