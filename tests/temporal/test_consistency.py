"""Consistency, latest and earliest times, all distances: against trying everything."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from freehand.temporal.consistency import (
    earliest,
    is_consistent,
    latest,
    negative_cycle,
)
from freehand.temporal.elimination import distances, distances_among
from freehand.temporal.network import Edge
from tests.temporal import oracles


def is_negative_cycle(edges: Sequence[Edge], cycle: Sequence[int]) -> bool:
    """Whether the edges follow each other round, pass no point twice and sum up below 0."""
    walked = [edges[index] for index in cycle]
    joined = all(before[1] == after[0] for before, after in zip([walked[-1], *walked[:-1]], walked, strict=True))
    return joined and len({x for x, _, _ in walked}) == len(walked) and sum(w for _, _, w in walked) < 0


def ladder(rungs: int) -> tuple[int, list[Edge]]:
    """A network on which last-in-first-out alone takes 2 to the power of its rungs; it starts at its last point."""
    n = 2 * rungs + 1
    edges: list[Edge] = []
    for k in range(rungs):
        here, aside, on = n - 1 - 2 * k, n - 2 - 2 * k, n - 3 - 2 * k
        edges += [(here, aside, -1), (aside, on, -(2 ** (rungs - k))), (here, on, -1)]
    return n, edges


@pytest.mark.parametrize("seed", range(4))
def test_a_network_is_consistent_iff_some_timetable_holds_and_else_a_negative_cycle_is_shown(seed: int) -> None:
    chance = random.Random(seed)
    found = 0
    for _ in range(500):
        n = chance.randint(1, 4)
        edges = oracles.random_edges(chance, n, chance.randint(0, 7), -2, 3)
        expected = oracles.consistent(n, edges, 2 * (n - 1))
        cycle = negative_cycle(n, edges)
        assert is_consistent(n, edges) is (cycle is None) is expected
        if cycle is not None:
            assert is_negative_cycle(edges, cycle)
            found += 1
    assert 100 < found < 400


def planted(chance: random.Random, n: int, count: int, slack: int) -> list[Edge]:
    """Edges that a hidden timetable keeps, some of them exactly."""
    times = [0, *(chance.randint(-20, 60) for _ in range(n - 1))]
    pairs = [(chance.randrange(n), chance.randrange(n)) for _ in range(count)]
    return [(x, y, times[y] - times[x] + chance.randint(0, slack)) for x, y in pairs]


def test_large_networks_that_a_timetable_keeps_are_consistent_and_one_edge_more_may_break_them() -> None:
    chance = random.Random(1)
    for _ in range(60):
        n = chance.randint(5, 60)
        edges = planted(chance, n, 3 * n, 20)
        assert negative_cycle(n, edges) is None
        x, y = chance.sample(range(n), 2)
        reach = oracles.all_distances(n, edges)[y][x]
        if reach is None:
            continue
        assert is_consistent(n, [*edges, (x, y, -reach)])
        cycle = negative_cycle(n, [*edges, (x, y, -reach - 1)])
        assert cycle is not None
        assert is_negative_cycle([*edges, (x, y, -reach - 1)], cycle)
        assert len(edges) in cycle


def test_distances_latest_and_earliest_agree_with_walking_every_way() -> None:
    chance = random.Random(2)
    for _ in range(300):
        n = chance.randint(1, 14)
        edges = planted(chance, n, chance.randint(0, 3 * n), 15)
        expected = oracles.all_distances(n, edges)
        assert distances(n, edges) == expected
        source = chance.randrange(n)
        assert latest(n, edges, source) == expected[source]
        backwards = [row[source] for row in expected]
        assert earliest(n, edges, source) == [None if back is None else -back for back in backwards]
        points = [chance.randrange(n) for _ in range(chance.randint(0, 6))]
        assert distances_among(n, edges, points) == [[expected[x][y] for y in points] for x in points]


def test_a_projection_is_consistent_with_what_is_added_iff_the_whole_is() -> None:
    chance = random.Random(3)
    broken = 0
    for _ in range(300):
        n = chance.randint(3, 14)
        edges = planted(chance, n, 3 * n, 6)
        points = chance.sample(range(n), 3)
        table = distances_among(n, edges, points)
        small = [(i, j, w) for i, row in enumerate(table) for j, w in enumerate(row) if w is not None]
        added = [(chance.randrange(3), chance.randrange(3), chance.randint(-15, 30)) for _ in range(2)]
        whole = edges + [(points[i], points[j], w) for i, j, w in added]
        assert is_consistent(3, small + added) is is_consistent(n, whole)
        broken += not is_consistent(n, whole)
    assert 50 < broken < 250


def test_the_latest_times_and_the_earliest_times_are_timetables() -> None:
    chance = random.Random(4)
    for _ in range(100):
        n = chance.randint(2, 30)
        edges = planted(chance, n, 3 * n, 10) + [(0, p, 10_000) for p in range(n)] + [(p, 0, 10_000) for p in range(n)]
        for times in (latest(n, edges), earliest(n, edges)):
            assert oracles.holds(edges, [time for time in times if time is not None])


@pytest.mark.parametrize("seed", range(2))
def test_every_function_refuses_an_inconsistent_network(seed: int) -> None:
    chance = random.Random(seed)
    refused = 0
    for _ in range(300):
        n = chance.randint(1, 8)
        edges = oracles.random_edges(chance, n, chance.randint(1, 20), -3, 9)
        edges += [(0, p, 99) for p in range(n)] + [(p, 0, 99) for p in range(n)]
        if is_consistent(n, edges):
            continue
        refused += 1
        for refuse in (latest, earliest, distances, lambda n, edges: distances_among(n, edges, [0])):
            with pytest.raises(ValueError, match="inconsistent"):
                refuse(n, edges)
    assert refused > 50


def test_a_contradiction_that_the_source_does_not_reach_leaves_its_latest_times_alone() -> None:
    edges = [(0, 1, 5), (2, 3, -1), (3, 2, 0), (3, 1, 0)]
    assert latest(4, edges) == [0, 5, None, None]
    assert not is_consistent(4, edges)


@pytest.mark.parametrize("rungs", [3, 20, 60])
def test_the_worst_case_of_the_stack_is_finished_by_sweeps(rungs: int) -> None:
    n, edges = ladder(rungs)
    assert negative_cycle(n, edges) is None
    assert latest(n, edges, n - 1)[0] == sum(-(2**k) - 1 for k in range(1, rungs + 1))
    closed = [*edges, (0, n - 1, 2 ** (rungs + 1) + rungs - 3)]
    cycle = negative_cycle(n, closed)
    assert cycle is not None
    assert is_negative_cycle(closed, cycle)
    assert negative_cycle(n, [*edges, (0, n - 1, 2 ** (rungs + 1) + rungs - 2)]) is None


def test_the_example_of_dechter_meiri_and_pearl() -> None:
    """Minutes after 7:00. John leaves (1) at 10 to 20 and takes 30 to 40 to his work (2). He arrives there 10 to 20
    after Fred has left (3), who takes 40 to 50 to his (4) and arrives at 60 to 70.
    """
    between = [(0, 1, 10, 20), (1, 2, 30, 40), (3, 2, 10, 20), (3, 4, 40, 50), (0, 4, 60, 70)]
    edges = [edge for x, y, low, high in between for edge in ((x, y, high), (y, x, -low))]
    # Their table of the shortest distances.
    assert distances(5, edges) == [
        [0, 20, 50, 30, 70],
        [-10, 0, 40, 20, 60],
        [-40, -30, 0, -10, 30],
        [-20, -10, 20, 0, 50],
        [-60, -50, -20, -40, 0],
    ]
    assert latest(5, edges) == [0, 20, 50, 30, 70]
    assert earliest(5, edges) == [0, 10, 40, 20, 60]


def test_the_same_input_always_shows_the_same_cycle_and_stays_as_it_was() -> None:
    chance = random.Random(5)
    edges = oracles.random_edges(chance, 20, 80, -3, 9)
    before = list(edges)
    assert negative_cycle(20, edges) == negative_cycle(20, list(edges)) is not None
    assert edges == before
