"""Minimal networks against walks of every length, at both speeds; and what slack and floor claim."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest

from freehand.errors import InputError
from freehand.temporal import engines
from freehand.temporal.checking import consistency
from freehand.temporal.elimination import closed, distances, distances_among, with_none
from freehand.temporal.engines import INTERPRETER, Engine, compiler
from freehand.temporal.graph import lay_out
from freehand.temporal.limits import Limit
from freehand.temporal.named import Constraint, Network
from freehand.temporal.questions.minimal import Minimal, minimal
from freehand.temporal.results import Consistent, Inconsistent, Undecided
from freehand.temporal.verify import verify
from tests.temporal import oracles
from tests.temporal.worlds import plan_like, some


@pytest.mark.parametrize("name", ["interpreter", "numba"])
def test_rows_brought_up_to_date_are_the_least_weights_over_all_walks(name: str) -> None:
    engine: Engine = INTERPRETER if name == "interpreter" else compiler()
    chance = random.Random(1)
    consistent = 0
    for _ in range(400):
        n = chance.choice((1, 2, 3, 5, 8, 40))
        edges = oracles.random_edges(chance, n, chance.randint(0, 3 * n), -2 if n < 40 else 0, 9)
        expected = oracles.all_distances(n, edges) if n < 40 else distances(n, edges)
        contradiction = any(x == y and w < 0 for x, y, w in edges) or any(
            (expected[y][x] is not None and w + (expected[y][x] or 0) < 0) for x, y, w in edges
        )
        graph = lay_out(n, edges, engine)
        if contradiction:
            with pytest.raises(ValueError, match="negative cycle"):
                closed(graph)
            continue
        consistent += 1
        assert with_none(closed(graph), graph.far) == expected, (n, edges)
    assert consistent > 200


def test_weights_beyond_64_bits_are_reckoned_all_the_same() -> None:
    large = 2**70
    graph = lay_out(4, [(0, 1, large), (1, 2, -large), (2, 0, large)])
    assert with_none(closed(graph), graph.far)[0] == [0, large, 0, None]


def test_large_networks_get_the_distances_of_small_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    network = plan_like(random.Random(3), 60)
    few = [7, 3, 3, 59]
    small = distances(60, network.edges), distances_among(60, network.edges, few)
    compiler()
    monkeypatch.setattr(engines, "SMALL", 0)
    assert (distances(60, network.edges), distances_among(60, network.edges, few)) == small


@pytest.mark.parametrize("seed", range(2))
def test_bounds_slack_and_floor_are_what_they_claim(seed: int) -> None:
    chance = random.Random(seed)
    held = 0
    for _ in range(300):
        network = some(chance)
        found = minimal(network)
        if isinstance(found, Inconsistent):
            assert verify(network, found)
            continue
        assert isinstance(found, Minimal)
        held += 1
        for x in network.points:
            for y in network.points:
                most = found.most(x, y)
                if most is None:
                    assert holds(network, (y, x, -1000))
                else:  # some timetable has it exactly, none goes beyond
                    assert holds(network, (y, x, -most))
                    assert not holds(network, (y, x, -most - 1))
                    assert found.least(y, x) == -most
        assert found.rows == [[found.most(x, y) for y in network.points] for x in network.points]
        for index, (slack, floor) in enumerate(zip(found.slack, found.floor, strict=True)):
            start, end, most, _ = network.constraints[index]
            tight = most - slack
            assert found.most(network.points[start], network.points[end]) == tight
            assert holds_with(network, index, -1000 if floor is None else floor)
            assert floor is None or not holds_with(network, index, floor - 1)
        for (low, high), link in zip(found.links, network.links, strict=True):
            assert link.low <= low <= high <= link.high
    assert held > 100


def holds(network: Network, more: tuple[str, str, int]) -> bool:
    at = {name: index for index, name in enumerate(network.points)}
    constraint = Constraint(at[more[0]], at[more[1]], more[2])
    return isinstance(
        consistency(Network(network.points, [*network.constraints, constraint], network.links)), Consistent
    )


def holds_with(network: Network, index: int, most: int) -> bool:
    constraints = list(network.constraints)
    constraints[index] = constraints[index]._replace(most=most)
    return isinstance(consistency(Network(network.points, constraints, network.links)), Consistent)


def test_arrays_say_which_numbers_mean_something() -> None:
    found = minimal(Network.of(["a", "b"], [("a", "b", 5)]))
    assert isinstance(found, Minimal)
    most, bounded = found.arrays()
    assert bounded.tolist() == [[True, True], [False, True]]
    assert most[0, 1] == 5


def test_a_limit_is_a_limit_and_a_name_must_be_there() -> None:
    network = plan_like(random.Random(1), 40)
    assert minimal(network, Limit(steps=50)) == Undecided("50 steps")
    found = minimal(network)
    assert isinstance(found, Minimal)
    with pytest.raises(InputError, match="no point 'nowhere'"):
        found.most("nowhere", network.points[0])


def test_points_whose_table_would_be_too_large_are_refused_before_it_is_made() -> None:
    with pytest.raises(InputError, match="20001 points"):
        minimal(Network([f"p{i}" for i in range(20_001)]))


def test_a_limit_in_seconds_ends_compiled_work() -> None:
    compiler()
    chance = random.Random(1)
    n = 2500
    tangle = [Constraint(chance.randrange(n), chance.randrange(n), chance.randint(1, 99)) for _ in range(10 * n)]
    assert minimal(Network([f"p{i}" for i in range(n)], tangle), Limit(seconds=0.05)) == Undecided("0.05 seconds")


SMALL_WORK = """
import sys
from freehand.temporal.questions.minimal import minimal
from freehand.temporal.named import Network
from freehand.temporal.numbers import Number
from freehand.temporal.questions.projection import project, project_reduced
from freehand.temporal.results import Verdict
from freehand.temporal.questions.threshold import threshold
from freehand.temporal.questions.times import times
from freehand.temporal.questions.together import smallest_sets
from freehand.temporal.questions.whatif import Add, Move, decide

network = Network.of(["a", "b", "c"], [("a", "b", 4), ("b", "c", 5), ("c", "a", -2)], [("a", "c", 2, 5)])
assert minimal(network).slack
assert times(network).slack
assert project(network, ["a", "c"]).edges
assert project_reduced(network, ["a", "c"]).bounds
for wanted in (Verdict.POSSIBLE, Verdict.ADAPTABLE, Verdict.ASSURED):
    threshold(network, Number("high", 0), wanted)
    smallest_sets(network, wanted)
assert decide(network).with_([Add("a", "b", 3), Move(Number("low", 0), 3)]).verdict()
assert not {"numpy", "numba"} & set(sys.modules), "fetched for small work"
"""


def test_small_questions_fetch_neither_numpy_nor_numba() -> None:
    subprocess.run([sys.executable, "-c", SMALL_WORK], check=True)
