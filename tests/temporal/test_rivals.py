"""Solvers against slower ones of another kind, on plan-like networks of up to a few hundred points."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.temporal_instances import instances
from freehand.temporal.checking import consistency, dynamic, strong
from freehand.temporal.consistency import as_edges, is_consistent
from freehand.temporal.dynamic import dynamically_controllable
from freehand.temporal.named import Constraint, ContingentLink, Network
from freehand.temporal.strong import strongly_controllable
from freehand.temporal.verify import verify
from tests.temporal import games, rivals
from tests.temporal.instances import SHAPES, made


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
