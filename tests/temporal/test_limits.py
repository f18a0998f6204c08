"""A limit makes an answer *undecided*, or it changes nothing; and a step is a step, whatever takes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from benchmarks.temporal_instances import instances
from freehand.errors import UsageError
from freehand.temporal.checking import check, consistency, dynamic, strong
from freehand.temporal.limits import Limit
from freehand.temporal.named import Network
from freehand.temporal.results import Undecided, Verdict
from tests.temporal.instances import Instance, named
from tests.temporal.test_evidence import run_by
from tests.temporal.test_rivals import tangle

STEPS = (0, 1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 100_000)
TANGLES = [tangle(seed) for seed in range(40)]
PLANS = [Instance(one.n, list(one.edges), list(one.links)) for n in (50, 150) for one in instances(n, 8, seed=3)]


@pytest.mark.parametrize("ask", [consistency, strong, dynamic], ids=lambda ask: str(ask.__name__))
@pytest.mark.parametrize("networks", [TANGLES, PLANS], ids=["tangles", "plans"])
def test_a_limit_in_steps_is_met_alike_by_both_engines_and_changes_no_other_answer(
    ask: Callable[..., object], networks: list[Instance]
) -> None:
    met: Counter[int] = Counter()
    for instance in networks:
        sure = ask(named(instance))
        for steps in STEPS:
            limit, answers = Limit(steps=steps), []
            for engine in ("interpreter", "numba"):
                with run_by(engine):
                    answers.append(ask(named(instance), limit))
            assert answers[0] == answers[1]
            assert answers[0] in (sure, Undecided(limit.reached()))
            met[steps] += isinstance(answers[0], Undecided)
    assert met[0] > 0
    assert met[100_000] == 0


def test_more_steps_never_turn_a_verdict_back_into_undecided() -> None:
    for instance in TANGLES:
        network = named(instance)
        verdicts = [check(network, Limit(steps=steps)).verdict for steps in STEPS]
        decided = [verdict for verdict in verdicts if verdict is not Verdict.UNDECIDED]
        assert verdicts == [Verdict.UNDECIDED] * (len(verdicts) - len(decided)) + decided
        assert set(decided) == {check(network).verdict}


def test_seconds_that_are_no_number_are_refused() -> None:
    with pytest.raises(UsageError, match="no number"):
        check(Network.of(["a"]), Limit(seconds=float("nan")))
