"""What the temporal core costs, as ratios: ``python -m benchmarks.temporal [--json FILE] [--quick] [--peers FOLDER]``.

1. *One network*: consistency and dynamic controllability over those who do the same (``temporal_single``,
   ``temporal_peers``), on plan-like networks of 10 to 1,000 points (``temporal_instances``).
2. *Questions*: the minimal network over all distances of graph libraries; changes to a decided network over deciding
   afresh (``temporal_questions``).
3. *Many cases* of one network over single checks, and over the bare kernel (``temporal_many``, ``temporal_cases``).
4. *Growth* to 10⁴ points, the largest network, starts (``temporal_growth``).

Libraries that PyPI has: ``pip install --group bench``. ``--peers`` names a folder with what is not there (see
``temporal_peers``). ``--quick`` measures fewer and smaller networks: to see that it runs, not to be quoted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measuring import report
from benchmarks.temporal_growth import GROWING, growth_goals, largest_goals, start_goals
from benchmarks.temporal_instances import SIZES
from benchmarks.temporal_many import cases_goals
from benchmarks.temporal_questions import minimal_goal, whatif_goals
from benchmarks.temporal_single import Effort, consistency_found, dynamic_found


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and write JSON where a file is named."""
    parser = argparse.ArgumentParser(description="What the temporal core costs, as ratios.")
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--quick", action="store_true", help="fewer and smaller networks")
    parser.add_argument("--peers", type=Path, metavar="FOLDER", help="where the CSTNU Tool and repositories are")
    args = parser.parse_args(argv)
    effort = Effort((10, 50, 100), 4, 3) if args.quick else Effort(SIZES, 12, 9)
    checks = consistency_found(effort)
    checkers = dynamic_found(effort, args.peers)
    goals = [
        *checks.goals,
        *checkers.goals,
        *minimal_goal(effort),
        *whatif_goals(effort),
        *([] if args.quick else cases_goals(checks.fastest, checkers.fastest)),
        *growth_goals(effort.rounds, GROWING[:3] if args.quick else GROWING),
        *largest_goals(),
        *start_goals(),
    ]
    report(goals, args.json)
    return 0 if all(goal.met for goal in goals) else 1


if __name__ == "__main__":
    sys.exit(main())
