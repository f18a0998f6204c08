"""Many cases of one network: seconds a case, and the floors and starts that go with them.

The floor is the bare min-plus kernel on the same lanes, with the triples that elimination has where nothing is known
of ranges: what such a kernel has to do at least. Where ranges leave few triples, reading the numbers of a case takes
longer than they do; what the bare kernel takes for these few alone is measured as well.
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
from freehand.temporal.cases.plain import plain_programme
from freehand.temporal.cases.plan import Plan, Question
from freehand.temporal.cases.programme import LANES, Programme, Whole
from freehand.temporal.named import Network
from freehand.temporal.network import Edge, Link
from freehand.temporal.numbers import Number

CASES = 1_000_000
STRONG_SPREAD = 0.2
DYNAMIC_SPREAD = 0.05
WIDE = 2**20
"""A number that may be so far off says nothing beforehand, and rows still have 32 bits."""


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


class Floor(NamedTuple):
    """Seconds a case on one core; of the bare kernel on the triples without ranges, and on those that are left."""

    seconds: float
    bare: float
    left: float


def one_core_and_floor(network: Network, seed: int, count: int = CASES) -> Floor:
    """Ten numbers of a network vary; the strong verdict, once the programme is written."""
    varying = ten_numbers(network, seed)
    cases = around(network, varying, STRONG_SPREAD, count, seed)
    varied = Varied.of(network, varying)
    plan = Plan(varied, "strong", 2**62, (cases.min(axis=0), cases.max(axis=0)))
    stop = np.zeros(1, np.int64)
    plan.decide(cases[:1000], stop)
    begun = time.perf_counter()
    plan.decide(cases, stop)
    seconds = (time.perf_counter() - begun) / count
    whole = plain_programme(varied.n, varied.strong_weights(), varied.values() - WIDE, varied.values() + WIDE)
    if whole is None or not plan.cascade:
        raise ValueError("the numbers of this network are too large to be compared")
    return Floor(seconds, _bare(whole, count), _bare(plan.cascade[0], count))


def _bare(programme: Programme, count: int) -> float:
    """Seconds a case of the bare kernel."""
    from freehand.temporal.cases.lanes import bare

    rows, repeat, run = programme.start.copy(), max(1, count // LANES), bare()
    rest = (programme.kinds, programme.dests, programme.firsts, programme.terms)
    run(1, rows, *rest)
    begun = time.perf_counter()
    run(repeat, rows, *rest)
    return (time.perf_counter() - begun) / (repeat * LANES)


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
