"""Strong controllability against trying every timetable with every corner of what nature may pick."""

from __future__ import annotations

import random
from itertools import product

import pytest

from freehand.temporal.network import Edge, Link, roots_and_chains
from freehand.temporal.strong import reduce, strongly_controllable
from tests.temporal import oracles


@pytest.mark.parametrize("seed", range(4))
def test_agrees_with_every_timetable_against_every_corner(seed: int) -> None:
    chance = random.Random(seed)
    strong = 0
    for _ in range(500):
        n = chance.randint(2, 5)
        links = oracles.random_links(chance, n, chance.randint(1, 3), widest=2)
        horizon = chance.randint(2, 6)
        edges = oracles.random_edges(chance, n, chance.randint(0, 4), -2, 5) + oracles.within(n, links, horizon)
        expected = oracles.strongly_controllable(n, edges, links, horizon)
        assert strongly_controllable(n, edges, links) is expected, (n, edges, links)
        strong += expected
    assert 100 < strong < 400


def test_a_reduced_weight_is_the_worst_over_everything_nature_may_pick() -> None:
    chance = random.Random(9)
    for _ in range(300):
        n = 6
        links = oracles.random_links(chance, n, 4, widest=3)
        roots, chains = roots_and_chains(n, links)
        bounds = [(low, high) for _, _, low, high in links]
        x, y, w = chance.randrange(n), chance.randrange(n), chance.randint(-5, 5)
        worst = min(
            w - sum(picked[link] for link in chains[y]) + sum(picked[link] for link in chains[x])
            for picked in product(*(range(low, high + 1) for low, high in bounds))
        )
        found = reduce(n, [(x, y, w)], links)
        if found.source:
            assert found.edges == [(roots[x], roots[y], worst)]
        else:
            assert roots[x] == roots[y]
            assert (found.broken == 0) is (worst < 0)


def test_without_links_it_is_consistency() -> None:
    assert strongly_controllable(2, [(0, 1, 3), (1, 0, -3)], [])
    assert not strongly_controllable(2, [(0, 1, 3), (1, 0, -4)], [])


@pytest.mark.parametrize(
    ("edges", "verdict"),
    [
        ([(0, 1, 5), (1, 0, -2)], True),
        ([(0, 1, 4)], False),
        ([(1, 0, -3)], False),
        ([(1, 1, 0)], True),
        ([(1, 1, -1)], False),
    ],
)
def test_what_is_demanded_of_a_root_and_itself_is_checked(edges: list[Edge], verdict: bool) -> None:
    assert strongly_controllable(2, edges, [(0, 1, 2, 5)]) is verdict


def test_what_two_points_both_went_through_does_not_part_them() -> None:
    links: list[Link] = [(0, 1, 0, 99), (1, 2, 3, 4), (1, 3, 5, 7)]
    assert strongly_controllable(4, [(2, 3, 4), (3, 2, -1)], links)
    assert not strongly_controllable(4, [(2, 3, 3), (3, 2, -1)], links)
    assert not strongly_controllable(4, [(2, 3, 4), (3, 2, -2)], links)
