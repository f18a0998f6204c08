"""Many cases of one network, as ratios: over the peers' single checks, and over the bare kernel.

What is measured is in ``temporal_cases``; one network of each verdict class counts, and the median of the four is the
figure. A peer has to build a graph for each case; it is counted as if it had it.

The floor is taken on *assured* networks: in most others the numbers that do not vary decide every strong verdict, and a
bare kernel has nothing to do.
"""

from __future__ import annotations

from statistics import median

from benchmarks.measuring import Goal
from benchmarks.temporal_cases import CASES, Measured, dynamic_per_case, one_core_and_floor, strong_per_case
from benchmarks.temporal_instances import instance, instances
from benchmarks.temporal_single import named

FEW = 20_000
LONGEST = 120.0
"""Where so many seconds would not be enough for all cases, the figure is that of few."""


def cases_goals(checks: dict[int, tuple[str, float]], checkers: dict[int, tuple[str, float]]) -> list[Goal]:
    """Seconds a case over the fastest peer's check of one network of that size, where a peer was timed."""
    goals: list[Goal] = []
    if 100 in checks:
        networks = [named(one) for one in instances(100, 4)]
        for network in networks[:1]:
            strong_per_case(network, 1, FEW)  # kernels compiled
        found = median(strong_per_case(network, 1).seconds for network in networks)
        name, seconds = checks[100]
        print(f"n = 100, ten numbers, strong: {found * 1e9:,.0f} ns a case; a check by {name}: {seconds * 1e6:,.0f} µs")
        goals.append(Goal(f"a case of ten numbers of n = 100, strong, in checks by {name}", found / seconds, 1 / 500))
        floors = [one_core_and_floor(named(instance(100, seed, "assured")), 1) for seed in range(1, 5)]
        one_core, bare, left = (median(each) * 1e9 for each in zip(*floors, strict=True))
        print(f"on one core {one_core:.1f} ns; the bare kernel {bare:.1f} ns, on what ranges leave {left:.1f} ns")
        shares = [floor.seconds / floor.bare for floor in floors]
        goals.append(Goal("the same on one core, in runs of the bare kernel", median(shares), 1 / 0.6))
    for n in (50, 200):
        if n in checkers:
            told = [_dynamic(n, place) for place in range(4)]
            found = median(one.seconds for one in told)
            name, seconds = checkers[n]
            print(f"n = {n}, all durations, dynamic: {found * 1e9:,.0f} ns a case; {name}: {seconds * 1e6:,.0f} µs")
            goals.append(
                Goal(f"a case of all durations of n = {n}, dynamic, in checks by {name}", found / seconds, 1 / 1000)
            )
    return goals


def _dynamic(n: int, place: int) -> Measured:
    one = instances(n, place + 1)[place]
    few = dynamic_per_case(named(one), 1, FEW)
    # Writing the programme is a part of few cases' time, so this estimate is too high; more are tried if it allows.
    if few.seconds * FEW > LONGEST:
        print(f"n = {n}, {one.verdict}: {FEW:,} cases took {few.seconds * FEW:.0f} s, so no more were tried")
        return few
    return dynamic_per_case(named(one), 1, CASES)
