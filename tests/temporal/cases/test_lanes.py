"""Lanes give every case the verdict that the solvers for one network give it."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest

from freehand.temporal.cases import INVALID, UNDECIDED
from freehand.temporal.cases.forms import Varied
from freehand.temporal.cases.plan import Plan, Question
from freehand.temporal.cases.plan import _run as run
from freehand.temporal.cases.programme import Whole
from freehand.temporal.cases.single import decide_singly
from freehand.temporal.consistency import is_consistent
from freehand.temporal.dynamic import dynamically_controllable
from freehand.temporal.network import Edge, Link
from freehand.temporal.numbers import Number
from freehand.temporal.strong import strongly_controllable
from tests.temporal import oracles

NO_END = 2**62
SOLVERS = {
    "consistency": lambda n, edges, links: is_consistent(n, [*edges, *oracles.as_edges(links)]),
    "strong": strongly_controllable,
    "dynamic": dynamically_controllable,
}


def drawn(chance: random.Random, points: int) -> tuple[Varied, Whole]:
    """A small network with links that react to each other, and 40 cases around it."""
    n = chance.randint(3, points)
    links: list[Link] = [
        (a, c, max(1, low), max(1, low) + max(1, high - low))
        for a, c, low, high in oracles.random_links(chance, n, chance.randint(1, 4), 4)
    ]
    edges: list[Edge] = oracles.random_edges(chance, n, chance.randint(0, n), -4, 8)
    edges += oracles.random_pairs(chance, n, links, chance.randint(1, 4))
    edges += oracles.within(n, links, chance.randint(5, 20))
    varying = [Number("low", i) for i in range(len(links))] + [Number("high", i) for i in range(len(links))]
    varying += [
        Number("constraint", i) for i in chance.sample(range(len(edges)), min(len(edges), chance.randint(0, 5)))
    ]
    varied = Varied(n, tuple(edges), tuple(links), tuple(varying))
    dice = np.random.default_rng(chance.randrange(2**32))
    reach = np.array([chance.choice((0, 1, 2, 4)) if number.kind == "constraint" else 1 for number in varying])
    cases = varied.values() + np.rint((dice.random((40, len(varying))) * 2 - 1) * reach).astype(np.int64)
    return varied, cases


def wanted(varied: Varied, cases: Whole, question: Question) -> list[int]:
    invalid = varied.invalid(cases)
    return [
        INVALID if bad else int(SOLVERS[question](*varied.case(case))) for bad, case in zip(invalid, cases, strict=True)
    ]


@pytest.mark.parametrize(("question", "networks"), [("consistency", 150), ("strong", 150), ("dynamic", 600)])
def test_lanes_and_solvers_give_every_case_the_same_verdict(question: Question, networks: int) -> None:
    chance = random.Random(f"lanes {question}")
    stop = np.zeros(1, np.int64)
    seen: Counter[int] = Counter()
    for _ in range(networks):
        varied, cases = drawn(chance, 8)
        found = Plan(varied, question, NO_END).decide(cases, stop).tolist()
        expected = wanted(varied, cases, question)
        assert found == expected, varied
        seen.update(expected)
    assert min(seen[0], seen[1], seen[INVALID]) > networks * 3 // 4


def test_what_a_programme_is_sure_of_is_what_exhaustive_play_says() -> None:
    chance = random.Random("lanes and games")
    stop = np.zeros(1, np.int64)
    sure = 0
    for _ in range(60):
        varied, cases = drawn(chance, 5)
        # The game is played between the warning and a horizon, so constraints stay as they are.
        cases[:, 2 * len(varied.links) :] = varied.values()[2 * len(varied.links) :]
        plan = Plan(varied, "dynamic", NO_END)
        plan.decide(cases, stop)
        verdicts = np.full(len(cases), UNDECIDED, np.int8)
        for programme in plan.cascade or ():
            run(programme, cases, verdicts, stop)
        for case, verdict in zip(cases[:4], verdicts[:4].tolist(), strict=True):
            if verdict < INVALID:
                sure += 1
                assert verdict == oracles.dynamically_controllable(*varied.case(case)), varied.case(case)
    assert sure > 60


def test_the_compiled_procedure_for_one_case_is_morris_2014() -> None:
    chance = random.Random("one by one")
    stop = np.zeros(1, np.int64)
    for _ in range(150):
        varied, cases = drawn(chance, 9)
        expected = wanted(varied, cases, "dynamic")
        verdicts = np.where(varied.invalid(cases), INVALID, UNDECIDED).astype(np.int8)
        decide_singly(varied, cases, np.flatnonzero(verdicts == UNDECIDED), verdicts, NO_END, stop)
        assert verdicts.tolist() == expected, varied


def test_a_case_outside_the_range_of_a_programme_gets_a_wider_one() -> None:
    chance = random.Random("outside")
    stop = np.zeros(1, np.int64)
    for _ in range(40):
        varied, cases = drawn(chance, 7)
        plan = Plan(varied, "dynamic", NO_END)
        plan.decide(cases[:5], stop)
        assert plan.decide(cases, stop).tolist() == wanted(varied, cases, "dynamic")


def test_weights_too_large_for_32_bits_are_reckoned_in_64() -> None:
    chance = random.Random("wide")
    stop = np.zeros(1, np.int64)
    for question in ("strong", "dynamic"):
        for _ in range(60):
            varied, cases = drawn(chance, 7)
            scale = 10**12
            large = Varied(
                varied.n,
                tuple((x, y, w * scale) for x, y, w in varied.edges),
                tuple((a, c, low * scale, high * scale) for a, c, low, high in varied.links),
                varied.varying,
            )
            found = Plan(large, question, NO_END).decide(cases * scale, stop).tolist()
            assert found == wanted(varied, cases, question)


def test_steps_that_run_out_leave_a_case_undecided_and_never_change_another() -> None:
    chance = random.Random("steps")
    stop = np.zeros(1, np.int64)
    left = 0
    for _ in range(60):
        varied, cases = drawn(chance, 9)
        verdicts = np.where(varied.invalid(cases), INVALID, UNDECIDED).astype(np.int8)
        decide_singly(varied, cases, np.flatnonzero(verdicts == UNDECIDED), verdicts, 4, stop)
        for verdict, right in zip(verdicts.tolist(), wanted(varied, cases, "dynamic"), strict=True):
            assert verdict in (right, UNDECIDED)
            left += verdict == UNDECIDED
    assert left
