"""Measuring: medians, goals and their printing. Times are seconds of this process or of a child, wall clock."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from math import inf
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent


class Goal(NamedTuple):
    """A figure as a ratio that should not exceed its target."""

    goal: str
    ratio: float
    target: float

    @property
    def met(self) -> bool:
        """Whether it does not."""
        return self.ratio <= self.target


def timed(action: Callable[[], object], runs: int) -> float:
    """The median time of an action over some runs, after one that is not counted."""
    action()
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        action()
        taken.append(time.perf_counter() - begun)
    return median(taken)


def timed_pairs(one: Callable[[], object], other: Callable[[], object], runs: int) -> tuple[float, float, float]:
    """Median times of two actions run in turn, and the median of their ratios, so that drift hits both alike."""
    one(), other()
    pairs = []
    for _ in range(runs):
        begun = time.perf_counter()
        one()
        between = time.perf_counter()
        other()
        pairs.append((between - begun, time.perf_counter() - between))
    return median(a for a, _ in pairs), median(b for _, b in pairs), median(a / b for a, b in pairs)


def timed_rounds(actions: Sequence[Callable[[], object]], rounds: int, least: float = 0.002) -> list[float]:
    """Seconds of a call of each action: all in turn, in blocks of calls long enough to be timed; the best block counts.

    Whatever else the machine does can only make a block slower, so the best of several is nearest to what a call takes.
    """
    calls = []
    for action in actions:
        begun = time.perf_counter()
        action()
        action()
        calls.append(max(1, round(2 * least / (time.perf_counter() - begun))))
    taken = [inf] * len(actions)
    for _ in range(rounds):
        for which, (action, several) in enumerate(zip(actions, calls, strict=True)):
            begun = time.perf_counter()
            for _ in range(several):
                action()
            taken[which] = min(taken[which], (time.perf_counter() - begun) / several)
    return taken


def told_pairs(one: Callable[[], float], other: Callable[[], float], runs: int) -> tuple[float, float, float]:
    """The same for actions that say themselves how long they took."""
    one(), other()
    pairs = [(one(), other()) for _ in range(runs)]
    return median(a for a, _ in pairs), median(b for _, b in pairs), median(a / b for a, b in pairs)


def memory_held() -> float:
    """The most memory that this process held so far, in MiB."""
    status = Path("/proc/self/status")
    if status.exists():  # where `getrusage` would count what the process was copied from as well
        words = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="utf-8"))
        assert words is not None, "Linux says so"
        return int(words[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 1024)


def by_itself(program: str, *words: str) -> float:
    """What a Python program prints, in a process of its own: seconds, as it took them itself.

    Raises:
        subprocess.CalledProcessError: if it fails.
    """
    path = {"PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
    done = subprocess.run(
        [sys.executable, "-c", program, *words], env={**os.environ, **path}, check=True, stdout=subprocess.PIPE
    )
    return float(done.stdout)


def child(words: Sequence[str], cwd: Path, env: dict[str, str] | None = None) -> Callable[[], object]:
    """An action that runs a command to its end, its output thrown away.

    Raises (when run):
        subprocess.CalledProcessError: if the command fails.
    """
    return lambda: subprocess.run(words, cwd=cwd, env=env, check=True, capture_output=True)


def report(goals: Sequence[Goal], path: str | None) -> None:
    """Print the goals, and write them as JSON where a file is named."""
    width = max(len(goal.goal) for goal in goals)
    for goal in goals:
        shown = f"{goal.ratio:8.2f}" if goal.ratio >= 0.1 else f"{goal.ratio:8.2g}"
        print(f"{goal.goal:<{width}}  {shown}  target ≤ {goal.target:g}  {'met' if goal.met else 'NOT MET'}")
    if path is not None:
        found = [{"goal": g.goal, "ratio": float(f"{g.ratio:.4g}"), "target": g.target, "met": g.met} for g in goals]
        Path(path).write_text(json.dumps({"goals": found}, indent=2) + "\n", encoding="utf-8")
