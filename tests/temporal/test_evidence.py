"""Verdicts and proofs against games played out, corners stacked and distances closed, on small networks of every shape.

The ordinary run looks at 24,000 instances. A million take about MINUTES minutes on one core:

    .venv/bin/pytest --deep tests/temporal/test_evidence.py
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import pytest

from freehand.temporal import engines
from freehand.temporal.checking import check, consistency, dynamic, strong
from freehand.temporal.results import (
    Consistent,
    DynamicallyControllable,
    StronglyControllable,
    Verdict,
)
from freehand.temporal.verify import verify
from tests.temporal import games, oracles
from tests.temporal.instances import SHAPES, Instance, made, named

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


def word(consistent: bool, fixed: bool, reacting: bool) -> Verdict:
    if fixed:
        return Verdict.ASSURED
    if reacting:
        return Verdict.ADAPTABLE
    return Verdict.POSSIBLE if consistent else Verdict.IMPOSSIBLE


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
        verdicts[verdict] += 1
        with run_by("numba"):
            network = named(instance)
            assert (consistency(network), strong(network), dynamic(network)) == answers, (shape, seed, instance)
    assert min(verdicts[kind] for kind in Verdict if kind is not Verdict.UNDECIDED) >= 20, verdicts


@pytest.mark.parametrize("shape", SHAPES)
def test_the_quick_game_and_the_plain_one_end_alike(shape: str) -> None:
    """The oracle above against one with no shortcut, which needs a horizon and everything after the origin."""
    wins = 0
    for seed in range(150):
        n, edges, links = made(shape, seed)
        if n > 5:
            continue
        edges = edges + oracles.within(n, links, 7)
        wins += (quick := games.dynamically_controllable(n, edges, links))
        assert quick == oracles.dynamically_controllable(n, edges, links), (shape, seed)
    assert wins >= 5
