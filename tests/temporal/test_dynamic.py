"""Dynamic controllability: the cases that are easily got wrong, and against playing the game to its end."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from freehand.temporal.consistency import is_consistent
from freehand.temporal.dynamic import dynamically_controllable
from freehand.temporal.network import Edge, Link
from freehand.temporal.strong import strongly_controllable
from tests.temporal import oracles

# (name of the case, n, edges, links, verdict)
CASES: list[tuple[str, int, list[Edge], list[Link], bool]] = [
    ("nothing at all", 1, [], [], True),
    ("a link alone", 2, [], [(0, 1, 1, 3)], True),
    ("an inconsistent network without links", 2, [(0, 1, -1), (1, 0, 0)], [], False),
    ("a loop below zero", 2, [(1, 1, -1)], [], False),
    ("a loop of zero", 2, [(1, 1, 0)], [(0, 1, 0, 2)], True),
    ("a cycle of length zero among executable points", 3, [(1, 2, 2), (2, 1, -2)], [], True),
    ("the very instant of an observation", 3, [(1, 2, 0), (2, 1, 0)], [(0, 1, 1, 3)], True),
    ("a fixed time after an observation", 3, [(1, 2, 2), (2, 1, -2)], [(0, 1, 1, 3)], True),
    ("a fixed time before an observation", 3, [(1, 2, -1), (2, 1, 1)], [(0, 1, 1, 3)], False),
    ("before an observation by a margin that the low leaves", 3, [(1, 2, -1), (2, 1, 3)], [(0, 1, 1, 3)], True),
    ("a link's high tightened", 2, [(0, 1, 2)], [(0, 1, 1, 3)], False),
    ("a link's low tightened", 2, [(1, 0, -2)], [(0, 1, 1, 3)], False),
    ("a link's bounds only repeated", 2, [(0, 1, 3), (1, 0, -1)], [(0, 1, 1, 3)], True),
    ("a fixed link tightened", 2, [(0, 1, 1)], [(0, 1, 2, 2)], False),
    ("a fixed link foreseen", 3, [(1, 2, -1), (2, 1, 1)], [(0, 1, 2, 2)], True),
    ("a link that may come at once, its echo at once", 3, [(1, 2, 0), (2, 1, 0)], [(0, 1, 0, 3)], True),
    ("a link that may come at once, foreseen", 3, [(2, 0, 0), (1, 2, -1), (2, 1, 3)], [(0, 1, 0, 2)], False),
    ("two links from one point kept together", 3, [(1, 2, 1), (2, 1, 1)], [(0, 1, 1, 3), (0, 2, 1, 3)], False),
    ("two links from one point that cannot part", 3, [(1, 2, 2), (2, 1, 2)], [(0, 1, 1, 3), (0, 2, 1, 3)], True),
    ("a chain whose sum is bounded", 3, [(0, 2, 5)], [(0, 1, 1, 3), (1, 2, 1, 3)], False),
    ("a chain seen half-way", 4, [(2, 3, -1), (3, 2, 4)], [(0, 1, 1, 3), (1, 2, 3, 6)], True),
    ("a chain seen half-way, too late", 4, [(2, 3, -1), (3, 2, 3)], [(0, 1, 1, 3), (1, 2, 3, 6)], False),
    (
        "a start delayed so that its end suits an observation",
        4,
        [(1, 3, -1), (3, 1, 5)],
        [(0, 1, 9, 11), (2, 3, 2, 4)],
        True,
    ),
]


@pytest.mark.parametrize(("n", "edges", "links", "verdict"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_the_verdict_on(n: int, edges: list[Edge], links: list[Link], verdict: bool) -> None:
    assert dynamically_controllable(n, edges, links) is verdict
    bounded = edges + oracles.within(n, links, 12)
    assert oracles.dynamically_controllable(n, bounded, links) is verdict


@pytest.mark.parametrize("seed", range(8))
def test_agrees_with_playing_every_game_to_its_end(seed: int) -> None:
    chance = random.Random(seed)
    verdicts: Counter[str] = Counter()
    for _ in range(2500):
        n = chance.randint(3, 5)
        links = oracles.random_links(chance, n, min(n - 2, chance.randint(1, 3)), widest=3)
        edges = oracles.random_pairs(chance, n, links, chance.randint(1, 3))
        edges += oracles.random_edges(chance, n, chance.randint(0, 2), -1, 4)
        edges += oracles.within(n, links, chance.randint(4, 8))
        chance.shuffle(edges)
        expected = oracles.dynamically_controllable(n, edges, links)
        assert dynamically_controllable(n, edges, links) is expected, (n, edges, links)
        if strongly_controllable(n, edges, links):
            verdicts["assured"] += 1
        elif expected:
            verdicts["adaptable"] += 1
        elif is_consistent(n, edges + oracles.as_edges(links)):
            verdicts["possible"] += 1
        else:
            verdicts["impossible"] += 1
    assert min(verdicts[verdict] for verdict in ("assured", "adaptable", "possible", "impossible")) >= 100, verdicts


def test_what_is_strongly_controllable_is_dynamically_controllable_and_that_is_consistent() -> None:
    chance = random.Random(7)
    for _ in range(1500):
        n = chance.randint(4, 14)
        links = oracles.random_links(chance, n, chance.randint(1, n // 2), widest=4)
        edges = oracles.random_pairs(chance, n, links, n // 3) + oracles.random_edges(chance, n, n // 2, -1, 9)
        dynamic = dynamically_controllable(n, edges, links)
        assert dynamic or not strongly_controllable(n, edges, links)
        assert not dynamic or is_consistent(n, edges + oracles.as_edges(links))


def test_the_order_and_the_names_of_points_do_not_matter() -> None:
    chance = random.Random(8)
    for _ in range(500):
        n = chance.randint(4, 10)
        links = oracles.random_links(chance, n, n // 2, widest=4)
        edges = oracles.random_pairs(chance, n, links, n // 3) + oracles.random_edges(chance, n, n // 2, -1, 9)
        names = [0, *chance.sample(range(1, n), n - 1)]
        renamed = [(names[x], names[y], w) for x, y, w in edges]
        relinked = [(names[a], names[c], low, high) for a, c, low, high in links]
        chance.shuffle(renamed)
        chance.shuffle(relinked)
        assert dynamically_controllable(n, renamed, relinked) is dynamically_controllable(n, edges, links)


def test_a_chain_longer_than_the_recursion_limit_is_decided() -> None:
    n = 2001
    links = [(k, k + 1, 1, 2) for k in range(0, n - 1, 2)]
    edges = [(k + 1, k, 0) for k in range(1, n - 1, 2)]
    assert dynamically_controllable(n, [*edges, (n - 1, 0, -1)], links)
    assert not dynamically_controllable(n, [*edges, (0, n - 1, n - 2)], links)


def test_arguments_stay_as_they_were() -> None:
    edges: list[Edge] = [(1, 2, 0), (2, 1, 0)]
    links: list[Link] = [(0, 1, 1, 3)]
    dynamically_controllable(3, edges, links)
    assert (edges, links) == ([(1, 2, 0), (2, 1, 0)], [(0, 1, 1, 3)])


@pytest.mark.parametrize(
    ("links", "why"),
    [
        ([(0, 1, 3, 1)], "bounds"),
        ([(0, 1, -1, 1)], "bounds"),
        ([(0, 1, 1, 2), (2, 1, 1, 2)], "one link at most"),
        ([(1, 2, 1, 2), (2, 1, 1, 2)], "circle"),
    ],
)
def test_links_that_make_no_sense_are_refused(links: list[Link], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        dynamically_controllable(3, [], links)
