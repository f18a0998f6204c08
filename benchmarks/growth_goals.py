"""What growth costs: ``python -m benchmarks.growth_goals``, or as part of ``benchmarks.report``.

Workspaces from ``benchmarks.growth`` (seed 1), each read and assessed whole (all rungs, and all that ``freehand assess
--json`` says) in a process of its own:

1. 10⁴ activities of 5 parties: seconds that the process computed (user time, so that other work on the machine counts
   little), and the most memory it held, in GiB;
2. for each of 2 to 5 parties the exponent p of ``time ~ activities ** p``: the slope of the straight line that fits the
   logarithms of 10², 10³ and 10⁴ best. Starting an interpreter is left out, since it would flatten the slope; of small
   workspaces the median of several runs counts. The goal is the largest of the four.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from math import log
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from benchmarks.growth import Size, write
from benchmarks.measuring import ROOT, Goal, report

SEED = 1
COUNTS = (100, 1_000, 10_000)
RUNS = {100: 9, 1_000: 3, 10_000: 1}
ASSESS = """
import json, sys, time
from statistics import median
from freehand.assessment.assess import assess
from freehand.faces.document import as_json
from freehand.formats.workspace import load

taken = []
for _ in range(int(sys.argv[2])):
    begun = time.process_time()
    json.dumps(as_json(assess(load(sys.argv[1]))))
    taken.append(time.process_time() - begun)
print(json.dumps(median(taken)))
"""


class Cost(NamedTuple):
    """What one workspace cost: seconds of computing for reading and assessing it, and the GiB held at most."""

    seconds: float
    memory: float


def cost(size: Size) -> Cost:
    """Make a workspace, read and assess it in a process of its own.

    Raises:
        subprocess.CalledProcessError: if that fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder) / "growth", size)
        words = [sys.executable, "-c", ASSESS, str(Path(folder) / "growth"), str(RUNS[size.activities])]
        env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        with subprocess.Popen(words, env=env, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            said = process.stdout.read()
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, words)
    unit = 1024 if sys.platform != "darwin" else 1  # what ru_maxrss counts in: KiB, but bytes on macOS
    return Cost(float(json.loads(said)), used.ru_maxrss * unit / 2**30)


def slope(points: list[tuple[float, float]]) -> float:
    """The exponent that fits best: least squares on the logarithms.

    >>> round(slope([(1, 5), (10, 50), (100, 500)]), 3)
    1.0
    """
    xs, ys = [log(x) for x, _ in points], [log(y) for _, y in points]
    middle, height = fmean(xs), fmean(ys)
    return sum((x - middle) * (y - height) for x, y in zip(xs, ys, strict=True)) / sum((x - middle) ** 2 for x in xs)


def growth_goals() -> list[Goal]:
    """Seconds and memory at 10⁴ activities of 5 parties, and the largest exponent."""
    exponents: dict[int, float] = {}
    largest = Cost(0, 0)
    for parties in (2, 3, 4, 5):
        costs = {count: cost(Size(parties, count, SEED)) for count in COUNTS}
        exponents[parties] = slope([(count, found.seconds) for count, found in costs.items()])
        largest = costs[COUNTS[-1]]
        told = ", ".join(f"{count:,} in {found.seconds:.2f} s" for count, found in costs.items())
        print(f"{parties} parties: {told}; exponent {exponents[parties]:.2f}; {largest.memory:.2f} GiB at most")
    return [
        Goal("assess 10^4 activities, 5 parties, s", largest.seconds, 60),
        Goal("peak memory, GiB", largest.memory, 1),
        Goal("fitted exponent", max(exponents.values()), 1.3),
    ]


def main() -> int:
    """Measure and print."""
    goals = growth_goals()
    report(goals, None)
    return 0 if all(goal.met for goal in goals) else 1


if __name__ == "__main__":
    sys.exit(main())
