"""What two nodes cost, as ratios: ``python -m benchmarks.word [--json FILE] [--quick]``.

*Verdicts* refreshed after a partner's release: see ``word_reckoning``. *Sync* beside a bare POST: see ``word_sync``.
*The gate* and *two nodes* with 10⁵ items each: see ``word_nodes``. *A command* as a process: see ``word_commands``.
``--quick`` measures less of each: to see that it runs, not to be quoted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from benchmarks.growth import Size
from benchmarks.measuring import report
from benchmarks.word_commands import commands_goal
from benchmarks.word_nodes import BUNDLES, ITEMS, gate_goal, two_nodes_goals
from benchmarks.word_reckoning import SIZE, refresh_goals
from benchmarks.word_sync import sync_goal


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and write JSON where a file is named."""
    parser = argparse.ArgumentParser(description="What two nodes cost, as ratios.")
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--quick", action="store_true", help="fewer rounds and smaller nodes")
    args = parser.parse_args(argv)
    quick = args.quick
    goals = refresh_goals(1, Size(2, 160, 1)) if quick else refresh_goals(5, SIZE)
    goals += [sync_goal(3 if quick else 100), gate_goal(2_000, 1) if quick else gate_goal()]
    goals += two_nodes_goals(900, 18) if quick else two_nodes_goals(ITEMS, BUNDLES)
    goals.append(commands_goal(1 if quick else 15))
    report(goals, args.json)
    return 0 if all(goal.met for goal in goals) else 1


if __name__ == "__main__":
    sys.exit(main())
