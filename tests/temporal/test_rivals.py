"""Solvers against slower ones of another kind, on tangles and on plan-like networks of up to a few hundred points."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from benchmarks.temporal_instances import instances
from freehand.temporal.checking import consistency, dynamic, strong
from freehand.temporal.consistency import as_edges, is_consistent
from freehand.temporal.dynamic import dynamically_controllable
from freehand.temporal.named import Constraint, ContingentLink, Network
from freehand.temporal.results import Consistent, DynamicallyControllable, StronglyControllable
from freehand.temporal.strong import strongly_controllable
from freehand.temporal.verify import verify
from tests.temporal import games, oracles, rivals
from tests.temporal.instances import SHAPES, Instance, made, named


@pytest.mark.parametrize("shape", SHAPES)
def test_the_slow_ways_are_right_on_small_networks(shape: str) -> None:
    for seed in range(250):
        small = made(shape, seed)
        assert rivals.consistent(*small) == games.consistent(*small)
        assert rivals.strongly_controllable(*small) == games.strongly_controllable(*small)
        assert rivals.dynamically_controllable(*small) == games.dynamically_controllable(*small), (shape, seed)


@pytest.mark.parametrize(("n", "count"), [(10, 160), (25, 80), (50, 48), (100, 16), (200, 8), (300, 4)])
def test_two_algorithms_agree_on_what_looks_like_a_plan_and_proofs_hold(n: int, count: int) -> None:
    verdicts: Counter[str] = Counter()
    for one in instances(n, count, seed=11):
        edges, links = list(one.edges), list(one.links)
        consistent = is_consistent(n, [*edges, *as_edges(links)])
        fixed, reacting = strongly_controllable(n, edges, links), dynamically_controllable(n, edges, links)
        assert rivals.consistent(n, edges, links) is consistent, one.seed
        assert rivals.strongly_controllable(n, edges, links) is fixed, one.seed
        assert rivals.dynamically_controllable(n, edges, links) is reacting, one.seed
        network = Network(
            [f"p{point}" for point in range(n)],
            [Constraint(*edge) for edge in edges],
            [ContingentLink(*link) for link in links],
        )
        for proof in (consistency(network), strong(network), dynamic(network)):
            assert verify(network, proof), one.seed
        verdicts["assured" if fixed else "adaptable" if reacting else "possible" if consistent else "impossible"] += 1
    assert len(verdicts) == 4


def tangle(seed: int) -> Instance:
    """6 to 18 points with 2 to 7 links, chained and sharing as it falls out, and constraints between any of them."""
    dice = random.Random(f"tangle {seed}")
    n = dice.randint(6, 18)
    drawn = oracles.random_links(dice, n, dice.randint(2, 7), widest=6)
    links = [(a, c, max(1, low), max(1, low) + 1 + high - low) for a, c, low, high in drawn]
    for _ in range(6):
        edges = oracles.random_pairs(dice, n, links, dice.randint(1, n // 2))
        edges += [edge for edge in oracles.random_edges(dice, n, dice.randint(0, n), -2, 14) if edge[0] != edge[1]]
        if rivals.consistent(n, edges, links):
            break
    return Instance(n, edges, links)


def test_two_algorithms_agree_on_tangles_and_proofs_hold(part: int) -> None:
    verdicts: Counter[tuple[bool, ...]] = Counter()
    for seed in range(2000 * part, 2000 * (part + 1)):
        instance = tangle(seed)
        network = named(instance)
        answers = consistency(network), strong(network), dynamic(network)
        expected = (
            rivals.consistent(*instance),
            rivals.strongly_controllable(*instance),
            rivals.dynamically_controllable(*instance),
        )
        found = tuple(map(isinstance, answers, (Consistent, StronglyControllable, DynamicallyControllable)))
        assert found == expected, seed
        for proof in answers:
            assert verify(network, proof), (seed, proof)
        verdicts[expected] += 1
    assert len(verdicts) == 4
    assert verdicts[True, False, True] > 200
