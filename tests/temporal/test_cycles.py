"""The cycle that is easiest to explain, against listing every simple cycle."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from freehand.temporal.consistency import is_consistent
from freehand.temporal.cycles import Rank, fewest_steps, independent_faults
from freehand.temporal.network import Edge
from tests.temporal import oracles


def reading(edges: Sequence[Edge], rank: Sequence[Rank], cycle: Sequence[int]) -> list[Rank]:
    """The ranks along a cycle: from point 0 if it passes it, else the rotation that reads least."""
    turns = [[*cycle[k:], *cycle[:k]] for k in range(len(cycle))]
    from_warning = [turn for turn in turns if edges[turn[0]][0] == 0]
    return min([rank[index] for index in turn] for turn in from_warning or turns)


def easiest(n: int, edges: Sequence[Edge], rank: Sequence[Rank]) -> tuple[int, list[Rank]] | None:
    negative = [cycle for cycle in oracles.simple_cycles(n, edges) if sum(edges[index][2] for index in cycle) < 0]
    return min(((len(cycle), reading(edges, rank, cycle)) for cycle in negative), default=None)


def random_case(chance: random.Random) -> tuple[int, list[Edge], list[Rank]]:
    """Half of them with edges that run forwards round the points only, so that no cycle is short."""
    if chance.random() < 0.5:
        n = chance.randint(1, 6)
        edges = oracles.random_edges(chance, n, chance.randint(1, 11), -4, 6)
    else:
        n = chance.randint(4, 8)
        times = [chance.randint(0, 9) for _ in range(n)]
        pairs = [(x, (x + 1 + (chance.random() < 0.3)) % n) for x in range(n) for _ in range(chance.randint(1, 3))]
        edges = [(x, y, times[y] - times[x] + chance.choice([-1, -1, 0, 0, 1, 2])) for x, y in pairs]
        chance.shuffle(edges)
    return n, edges, [(chance.choice("ab"), chance.choice("st"), chance.choice("xyz")) for _ in edges]


@pytest.mark.parametrize("seed", range(6))
def test_the_cycle_found_is_the_first_of_all_simple_negative_cycles(seed: int) -> None:
    chance = random.Random(seed)
    found = longer = 0
    for _ in range(500):
        n, edges, rank = random_case(chance)
        expected = easiest(n, edges, rank)
        cycle = fewest_steps(n, edges, rank)
        if cycle is None:
            assert expected is None
            continue
        found += 1
        longer += len(cycle) > 2
        assert (len(cycle), [rank[index] for index in cycle]) == expected
        assert reading(edges, rank, cycle) == expected[1]
        walked = [edges[index] for index in cycle]
        assert [y for _, y, _ in walked] == [x for x, _, _ in [*walked[1:], walked[0]]]
        assert sum(w for _, _, w in walked) < 0
    assert found > 100
    assert longer > 100


def test_the_order_of_the_edges_does_not_matter_where_ranks_differ() -> None:
    chance = random.Random(11)
    for _ in range(300):
        n, edges, _ = random_case(chance)
        rank: list[Rank] = [(f"{k:02}",) for k in range(len(edges))]
        order = list(range(len(edges)))
        chance.shuffle(order)
        cycle = fewest_steps(n, edges, rank)
        shuffled = fewest_steps(n, [edges[k] for k in order], [rank[k] for k in order])
        assert cycle == (None if shuffled is None else [order[k] for k in shuffled])


def test_a_cycle_is_read_from_the_warning_on() -> None:
    edges = [(2, 0, -9), (1, 2, 3), (0, 1, 5)]
    assert fewest_steps(3, edges, [("a",), ("b",), ("c",)]) == [2, 1, 0]


def test_away_from_the_warning_a_cycle_is_read_from_its_least_rank_on() -> None:
    edges = [(3, 1, -9), (1, 2, 3), (2, 3, 5)]
    assert fewest_steps(4, edges, [("c",), ("b",), ("a",)]) == [2, 0, 1]


def test_a_cycle_that_does_not_pass_the_warning_may_come_first() -> None:
    edges = [(0, 1, -1), (1, 0, 0), (2, 3, -1), (3, 2, 0)]
    assert fewest_steps(4, edges, [("b",), ("a",), ("a",), ("z",)]) == [2, 3]


def test_the_example_of_the_reckoning_page_falls_short_by_17_hours() -> None:
    hour = 3600
    warning, attack, start, end, call, airlift = range(6)
    edges = [
        (warning, attack, 24 * hour),  # the attack may come 24 h after warning
        (attack, end, -1 * hour),  # distribution must be over 1 h before it
        (end, start, -4 * hour),  # it takes 4 h
        (start, airlift, 0),  # it needs the airlift
        (airlift, call, -36 * hour),  # which may take 36 h after the call
        (call, warning, 0),  # and no call comes before the warning
    ]
    cycle = fewest_steps(6, edges, [("a",)] * 6)
    assert cycle == [0, 1, 2, 3, 4, 5]
    assert sum(edges[index][2] for index in cycle) == -17 * hour


@pytest.mark.parametrize("seed", range(2))
def test_independent_faults_share_no_statement_and_leave_nothing_inconsistent(seed: int) -> None:
    chance = random.Random(seed)
    several = 0
    for _ in range(300):
        n, edges, rank = random_case(chance)
        nobodys = {index for index, (_, _, w) in enumerate(edges) if w >= 0 and chance.random() < 0.5}
        faults = independent_faults(n, edges, rank, nobodys.__contains__)
        stated = [index for fault in faults for index in fault if index not in nobodys]
        assert len(stated) == len(set(stated))
        assert is_consistent(n, [edge for index, edge in enumerate(edges) if index not in stated])
        assert faults[:1] == [cycle for cycle in [fewest_steps(n, edges, rank)] if cycle is not None]
        several += len(faults) > 1
    assert several > 20


def test_a_fault_that_is_nobodys_statement_is_reported_once() -> None:
    edges = [(0, 1, -1), (1, 0, 0), (0, 2, -5), (2, 0, 0)]
    rank: list[Rank] = [("a",), ("b",), ("c",), ("d",)]
    assert independent_faults(3, edges, rank, lambda index: index < 2) == [[0, 1]]
    assert independent_faults(3, edges, rank, lambda index: index >= 2) == [[0, 1], [2, 3]]


def test_a_consistent_network_has_no_fault() -> None:
    assert fewest_steps(2, [(0, 1, 0), (1, 0, 0)], [("a",), ("b",)]) is None
    assert independent_faults(2, [(0, 1, 0), (1, 0, 0)], [("a",), ("b",)], bool) == []
