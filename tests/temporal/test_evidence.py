"""Verdicts and proofs against games played out, corners stacked and distances closed, on small networks of every shape.

The ordinary run looks at 24,000 instances. A million take about 17 minutes of one core:

    .venv/bin/pytest --deep tests/temporal/test_evidence.py
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import pytest

from freehand.temporal import engines
from freehand.temporal.checking import check, consistency, dynamic, strong
from freehand.temporal.consistency import as_edges, is_consistent
from freehand.temporal.dynamic import dynamically_controllable
from freehand.temporal.results import (
    Consistent,
    DynamicallyControllable,
    Kind,
    NotDynamicallyControllable,
    StronglyControllable,
    Verdict,
)
from freehand.temporal.strong import strongly_controllable
from freehand.temporal.verify import verify
from tests.temporal import games, oracles
from tests.temporal.instances import SHAPES, Instance, made, named, word

IN_A_PART = 3_000
NEVER = 2**62


@contextmanager
def run_by(engine: str) -> Iterator[None]:
    """Everything is run by this engine, however small it is."""
    if engine == "numba":
        engines.compiler()
    least = 0 if engine == "numba" else NEVER
    with mock.patch.multiple(engines, SMALL=least, BREAK_EVEN=least):
        assert engines.engine_for(0).name == engine
        yield


def truth(instance: Instance) -> tuple[bool, bool, bool]:
    """Consistent, strongly controllable, dynamically controllable."""
    consistent = games.consistent(*instance)
    return (
        consistent,
        consistent and games.strongly_controllable(*instance),
        consistent and games.dynamically_controllable(*instance),
    )


def nature(instance: Instance, proof: NotDynamicallyControllable, others: int) -> list[list[int]]:
    """What nature needs to pick from, by a chain: of a link it names the extremes named, of others always the same."""
    named_so = {
        (step.start, step.end) if step.kind is Kind.LOWER else (step.end, step.start, "long")
        for step in proof.chain
        if step.kind in (Kind.LOWER, Kind.UPPER)
    }
    picks = []
    for a, c, low, high in instance.links:
        ends = f"p{a}", f"p{c}"
        extremes = [low] * (ends in named_so) + [high] * ((*ends, "long") in named_so)
        picks.append(extremes or [(low, high)[others]])
    return picks


@pytest.mark.parametrize("shape", SHAPES)
def test_both_engines_find_what_the_oracles_find_and_the_same_proofs(shape: str, part: int) -> None:
    verdicts: Counter[Verdict] = Counter()
    for seed in range(part * IN_A_PART, (part + 1) * IN_A_PART):
        instance = made(shape, seed)
        expected = truth(instance)
        with run_by("interpreter"):
            network = named(instance)
            answers = consistency(network), strong(network), dynamic(network)
            verdict = check(network).verdict
        plain, fixed, reacting = answers
        found = (
            isinstance(plain, Consistent),
            isinstance(fixed, StronglyControllable),
            isinstance(reacting, DynamicallyControllable),
        )
        assert found == expected, (shape, seed, instance)
        assert verdict is word(*expected), (shape, seed, instance)
        assert verify(network, plain), (shape, seed, plain)
        assert verify(network, fixed), (shape, seed, fixed)
        assert verify(network, reacting), (shape, seed, reacting)
        if isinstance(reacting, NotDynamicallyControllable):
            for others in (0, -1):
                assert not games.dynamically_controllable(*instance, nature(instance, reacting, others)), (shape, seed)
        verdicts[verdict] += 1
        with run_by("numba"):
            network = named(instance)
            assert (consistency(network), strong(network), dynamic(network)) == answers, (shape, seed, instance)
    assert min(verdicts[kind] for kind in Verdict if kind is not Verdict.UNDECIDED) >= 20, verdicts


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape != "before"])
def test_the_quick_game_and_the_plain_one_end_alike(shape: str) -> None:
    """The oracle above against one with no shortcut, which needs a horizon and begins at the first point."""
    wins = 0
    for seed in range(150):
        n, edges, links = made(shape, seed)
        if n > 5:
            continue
        edges = edges + oracles.within(n, links, 7)
        wins += (quick := games.dynamically_controllable(n, edges, links))
        assert quick == oracles.dynamically_controllable(n, edges, links), (shape, seed)
    assert wins >= 5


@pytest.mark.parametrize("engine", ["interpreter", "numba"])
@pytest.mark.parametrize("shape", SHAPES)
def test_numbers_as_large_as_they_are_taken_are_reckoned_exactly(shape: str, engine: str) -> None:
    for seed in range(60):
        n, edges, links = made(shape, seed)
        total = sum(abs(w) for *_, w in edges) + sum(low + high for *_, low, high in links)
        k = (2**61 - 1) // total
        large = named(
            Instance(n, [(x, y, k * w) for x, y, w in edges], [(a, c, k * low, k * high) for a, c, low, high in links])
        )
        with run_by(engine):
            assert check(large).verdict is check(named(Instance(n, edges, links))).verdict
            for proof in (consistency(large), strong(large), dynamic(large)):
                assert verify(large, proof)


def test_nature_may_need_both_extremes_of_one_link() -> None:
    """A sample on which the field's reference program is wrong, and differently from run to run.

    Two must come 1 to 2 before the end of a link of 1 to 3. Whoever knew how long it takes could do it.
    """
    small_1986 = Instance(3, [(2, 1, 2), (1, 2, -1)], [(0, 1, 1, 3)])
    assert not games.dynamically_controllable(*small_1986)
    for known in (1, 2, 3):
        assert games.dynamically_controllable(*small_1986, [[known]])
    assert not games.dynamically_controllable(*small_1986, [[1, 3]])
    network = named(small_1986)
    proof = dynamic(network)
    assert isinstance(proof, NotDynamicallyControllable)
    assert verify(network, proof)
    assert nature(small_1986, proof, 0) == [[1, 3]]


def test_links_that_may_come_at_once_or_take_a_fixed_time_are_decided_too() -> None:
    """Those have no names with us, but the assessment of plans has them: whole numbers only, 0 <= low <= high."""
    verdicts: Counter[Verdict] = Counter()
    for seed in range(3000):
        dice = random.Random(seed)
        n = dice.randint(3, 6)
        links = oracles.random_links(dice, n, min(n - 1, dice.randint(1, 3)), widest=3)
        edges = oracles.random_pairs(dice, n, links, dice.randint(1, 3))
        edges += oracles.random_edges(dice, n, dice.randint(0, 2), -1, 5)
        expected = truth(Instance(n, edges, links))
        found = (
            is_consistent(n, [*edges, *as_edges(links)]),
            strongly_controllable(n, edges, links),
            dynamically_controllable(n, edges, links),
        )
        assert found == expected, seed
        verdicts[word(*expected)] += 1
    assert min(verdicts.values()) >= 200, verdicts
