"""How the solvers grow, what the largest network takes, and what starting costs.

*Growth*: networks of 10² to 10⁴ points that hold whatever nature does, so that every solver goes to its end; the
exponent is the slope of the line that fits the logarithms best. The bounds are the published ones for networks whose
edges grow with their points: two for shortest distances with negative weights, three for dynamic controllability.

*The largest network* and *starts* are measured in processes of their own, from which scipy is hidden (see ``HIDDEN``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import log
from random import Random
from statistics import linear_regression

from benchmarks.measuring import ROOT, Goal, by_itself, timed_rounds
from benchmarks.temporal_cases import START
from benchmarks.temporal_instances import Instance, drawing
from benchmarks.temporal_single import Table, anew, named
from freehand.temporal.checking import consistency, dynamic, strong
from freehand.temporal.engines import compiler
from freehand.temporal.named import Network

GROWING = (100, 316, 1000, 3162, 10_000)

HIDDEN = """
import sys
sys.modules["scipy"] = None
"""
"""numba loads much of scipy where it finds it. Freehand does not ask for scipy; it is here for the peers' sake."""

LARGEST = """
import sys, time
from benchmarks.measuring import memory_held
from benchmarks.temporal_growth import loose
from benchmarks.temporal_single import named
network = named(loose(10_000, 1))
from freehand.temporal.checking import strong
from freehand.temporal.results import StronglyControllable
begun = time.perf_counter()
found = strong(network)
taken = time.perf_counter() - begun
assert isinstance(found, StronglyControllable)
print(taken if sys.argv[1] == "seconds" else memory_held())
"""

FETCHED = """
import sys
{}
print(sum(name in sys.modules for name in ("numpy", "numba")))
"""
SMALL_CHECK = """
from benchmarks.temporal_instances import instances
from benchmarks.temporal_single import named
from freehand.temporal.checking import check
for one in instances(50, 4):
    assert check(named(one)).verdict.value == one.verdict
"""
COMMAND = """
import io, contextlib, sys
from freehand.faces.cli.main import main
with contextlib.redirect_stdout(io.StringIO()):
    main(["check", sys.argv[1]])
"""

COMPILER = """
import time
from benchmarks.temporal_growth import loose
from benchmarks.temporal_single import named
network = named(loose(100, 1))
from freehand.temporal.checking import consistency
from freehand.temporal.engines import compiler
begun = time.perf_counter()
compiler()
consistency(network)
print(time.perf_counter() - begun)
"""

INTERPRETED = """
from benchmarks.measuring import timed_rounds
from benchmarks.temporal_growth import loose
from benchmarks.temporal_single import named
from freehand.temporal.checking import consistency
from freehand.temporal.engines import INTERPRETER
from freehand.temporal.graph import settling_work
INTERPRETER.spent = -(10**18)  # numba shall not be thought worth its while
network = named(loose(200, 1))
edges = len(network.constraints) + 2 * len(network.links)
print(timed_rounds([lambda: consistency(network)], 5)[0] / settling_work(200, edges))
"""


def loose(n: int, seed: int) -> Instance:
    """A network that holds whatever nature does, without asking a solver."""
    drawn = drawing(n, Random(f"loose {n} {seed}"))
    return Instance(n, drawn.edges_at(0, False), drawn.links, "assured", seed)


def growth_goals(rounds: int, sizes: Sequence[int] = GROWING) -> list[Goal]:
    """The exponents, none above the published bound."""
    compiler()
    solvers: list[tuple[str, Callable[[Network], object], int]] = [
        ("consistency", consistency, 2),
        ("strong", strong, 2),
        ("dynamic", dynamic, 3),
    ]
    table = Table("growth, from the network as given", sizes)
    for n in sizes:
        network = named(loose(n, 1))
        actions = [partial(_anew, solver, network) for _, solver, _ in solvers]
        for (name, _, _), seconds in zip(solvers, timed_rounds(actions, rounds), strict=True):
            table.put(name, n, [seconds])
    table.print()
    goals = []
    for name, _, bound in solvers:
        found = [table.rows[name][n][0] for n in sizes]
        slope = linear_regression([log(n) for n in sizes], [log(seconds) for seconds in found]).slope
        goals.append(Goal(f"growth of the {name} verdict, exponent", slope, bound))
    return goals


def _anew(solver: Callable[[Network], object], network: Network) -> object:
    return solver(anew(network))


def largest_goals() -> list[Goal]:
    """10⁴ points, strong verdict: seconds and MiB of a process of its own, numba and names and reasons included."""
    by_itself(HIDDEN + LARGEST, "seconds")  # kernels compiled and on disk
    return [
        Goal("strong verdict of 10,000 points, s", min(by_itself(HIDDEN + LARGEST, "seconds") for _ in range(3)), 2),
        Goal("the memory of its whole process, MiB", by_itself(HIDDEN + LARGEST, "MiB"), 500),
    ]


def start_goals() -> list[Goal]:
    """What small work fetches; how soon a second process is at work."""
    by_itself(COMPILER)
    fetching = min(by_itself(HIDDEN + COMPILER) for _ in range(7))
    print(f"Where scipy is found as well, numba and a kernel take {min(by_itself(COMPILER) for _ in range(3)):.2f} s.")
    step = by_itself(INTERPRETED)
    print(f"Fetching numba and a kernel from disk: {fetching:.2f} s: {fetching / step:,.0f} steps of the interpreter.")
    by_itself(START)
    bulk = min(by_itself(HIDDEN + START) for _ in range(7))
    gulf = str(ROOT / "examples" / "gulf")
    return [
        Goal("numpy and numba fetched by checks of n = 50", by_itself(FETCHED.format(SMALL_CHECK)), 0),
        Goal("numpy and numba fetched by freehand check", by_itself(FETCHED.format(COMMAND), gulf), 0),
        Goal("first bulk call of a second process, imports and all, s", bulk, 0.5),
    ]
