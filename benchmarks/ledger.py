"""What the record costs, as ratios: ``python -m benchmarks.ledger [--json FILE] [--quick]``.

*Append and proofs*: see ``ledger_log``. *Bundles*, beside git: see ``ledger_bundles``. *Growth* to 10⁶ records: see
``ledger_growth``. ``--quick`` measures less of it, and no growth: to see that it runs, not to be quoted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from benchmarks.ledger_bundles import bundle_goals
from benchmarks.ledger_growth import growth_goals
from benchmarks.ledger_log import SIZES, append_goal, proof_goals
from benchmarks.measuring import report


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and write JSON where a file is named."""
    parser = argparse.ArgumentParser(description="What the record costs, as ratios.")
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--quick", action="store_true", help="fewer rounds and smaller logs")
    args = parser.parse_args(argv)
    rounds, sizes = (20, SIZES[:2]) if args.quick else (300, SIZES)
    goals = [append_goal(rounds, 1_000 if args.quick else 100_000), *proof_goals(rounds, sizes)]
    goals += bundle_goals(1, 1_000) if args.quick else bundle_goals(5, 100_000)
    goals += [] if args.quick else growth_goals(2)
    report(goals, args.json)
    return 0 if all(goal.met for goal in goals) else 1


if __name__ == "__main__":
    sys.exit(main())
