"""Many cases of one network: seconds a case, and the floors and starts that go with them.

Each function returns measured seconds; ``python -m benchmarks.temporal`` makes goals of them.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from freehand.temporal.cases import decide_many
from freehand.temporal.cases.forms import Varied
from freehand.temporal.cases.plan import Plan, Question
from freehand.temporal.cases.programme import LANES, Whole
from freehand.temporal.named import Network
from freehand.temporal.network import Edge, Link
from freehand.temporal.numbers import Number

CASES = 1_000_000
STRONG_SPREAD = 0.2
DYNAMIC_SPREAD = 0.05


class Measured(NamedTuple):
    """Of one network: seconds a case over all cores, and what became of the cases."""

    seconds: float
    counts: dict[str, int]


def named(n: int, edges: Sequence[Edge], links: Sequence[Link]) -> Network:
    """The network with numbers for names."""
    return Network.of(
        [str(point) for point in range(n)],
        [(str(x), str(y), w) for x, y, w in edges],
        [(str(a), str(c), low, high) for a, c, low, high in links],
    )


def ten_numbers(network: Network, seed: int) -> list[Number]:
    """Five longest durations and five constraints."""
    dice = random.Random(seed)
    durations = dice.sample(range(len(network.links)), min(5, len(network.links)))
    stated = dice.sample(range(len(network.constraints)), 10 - len(durations))
    return [Number("high", index) for index in durations] + [Number("constraint", index) for index in stated]


def all_durations(network: Network) -> list[Number]:
    """The low and the high of every link."""
    return [Number(kind, index) for index in range(len(network.links)) for kind in ("low", "high")]


def around(network: Network, varying: Sequence[Number], spread: float, count: int, seed: int) -> Whole:
    """Cases in which every number lies evenly within such a part of its own, either way; highs stay above lows."""
    own = Varied.of(network, varying).values()
    dice = np.random.default_rng(seed)
    cases = np.rint(own * (1 + spread * (dice.random((count, len(own))) * 2 - 1))).astype(np.int64)
    lows = {number.index: place for place, number in enumerate(varying) if number.kind == "low"}
    for place, number in enumerate(varying):
        if number.kind == "high":
            low = network.links[number.index].low
            least = cases[:, lows[number.index]] if number.index in lows else low
            cases[:, place] = np.maximum(cases[:, place], least + 1)
    return cases


def measured(network: Network, varying: Sequence[Number], cases: Whole, question: Question) -> Measured:
    """Seconds a case, everything counted: writing the programme, deciding, counting."""
    begun = time.perf_counter()
    counts = decide_many(network, varying, cases, question).count()
    return Measured((time.perf_counter() - begun) / len(cases), counts)


def strong_per_case(network: Network, seed: int, count: int = CASES) -> Measured:
    """Ten numbers of a network vary; the strong verdict."""
    varying = ten_numbers(network, seed)
    return measured(network, varying, around(network, varying, STRONG_SPREAD, count, seed), "strong")


def dynamic_per_case(network: Network, seed: int, count: int = CASES) -> Measured:
    """Every duration of a network varies; the dynamic verdict."""
    varying = all_durations(network)
    return measured(network, varying, around(network, varying, DYNAMIC_SPREAD, count, seed), "dynamic")


def one_core_and_floor(network: Network, seed: int, count: int = CASES) -> tuple[float, float]:
    """Seconds a case on one core, and those of the bare min-plus kernel: the same programme on the same rows, without
    reading numbers and writing verdicts.
    """
    from freehand.temporal.cases.lanes import bare

    varying = ten_numbers(network, seed)
    cases = around(network, varying, STRONG_SPREAD, count, seed)
    plan = Plan(Varied.of(network, varying), "strong", 2**62)
    stop = np.zeros(1, np.int64)
    plan.decide(cases[:1000], stop)
    plan.decide(cases, stop)
    begun = time.perf_counter()
    plan.decide(cases, stop)
    whole = (time.perf_counter() - begun) / count
    programme = plan.cascade[0] if plan.cascade else None
    if programme is None:
        return whole, 0.0
    rows, repeat = programme.start.copy(), count // LANES
    run = bare()
    run(1, rows, programme.kinds, programme.dests, programme.firsts, programme.terms)
    begun = time.perf_counter()
    run(repeat, rows, programme.kinds, programme.dests, programme.firsts, programme.terms)
    return whole, (time.perf_counter() - begun) / (repeat * LANES)


START = """
import time
begun = time.perf_counter()
import numpy as np
from freehand.temporal.cases import decide_many
from freehand.temporal.named import Network
from freehand.temporal.numbers import Number
network = Network.of(["Z", "end"], [("Z", "end", 80)], [("Z", "end", 60, 90)])
decide_many(network, [Number("high", 0)], np.array([[80], [81]])).all()
print(time.perf_counter() - begun)
"""


def second_start(repeats: int = 5) -> float:
    """Seconds from the first import to the end of the first bulk call, where kernels are on disk."""
    times = [
        float(subprocess.run([sys.executable, "-c", START], check=True, capture_output=True, text=True).stdout)
        for _ in range(repeats + 1)
    ]
    return statistics.median(times[1:])
