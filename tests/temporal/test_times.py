"""Earliest and latest times: each can be had, none can be passed, and all of a kind together hold."""

from __future__ import annotations

import random

import pytest

from freehand.temporal.checking import consistency, strong
from freehand.temporal.limits import Limit
from freehand.temporal.named import Constraint, Network
from freehand.temporal.questions.times import Times, times
from freehand.temporal.results import (
    Consistent,
    Inconsistent,
    NotStronglyControllable,
    StronglyControllable,
    Undecided,
    Verdict,
)
from freehand.temporal.verify import verify
from tests.temporal.worlds import plan_like, reacting, some


def reached(network: Network, wanted: Verdict) -> bool:
    if wanted is Verdict.POSSIBLE:
        return isinstance(consistency(network), Consistent)
    return isinstance(strong(network), StronglyControllable)


@pytest.mark.parametrize("wanted", [Verdict.POSSIBLE, Verdict.ASSURED], ids=lambda wanted: wanted.value)
def test_every_point_may_come_at_its_earliest_and_latest_and_no_second_beyond(wanted: Verdict) -> None:
    chance = random.Random(2)
    bounded = 0
    for _ in range(250):
        network = chance.choice((some, reacting, lambda dice: plan_like(dice, 10, 90)))(chance)
        found = times(network, wanted)
        if not isinstance(found, Times):
            assert isinstance(found, (Inconsistent, NotStronglyControllable))
            assert verify(network, found)
            continue

        def pinned(x: int, y: int, most: int, network: Network = network) -> bool:
            constraints = [*network.constraints, Constraint(x, y, most)]
            return reached(Network(network.points, constraints, network.links), wanted)

        for name, last in found.latest.items():
            y, origin, first = network.at[name], network.origin, found.earliest[name]
            assert pinned(y, origin, -1000 if last is None else -last)
            assert last is None or not pinned(y, origin, -last - 1)
            assert pinned(origin, y, -1000 if first is None else first)
            assert first is None or not pinned(origin, y, first - 1)
            slack = found.slack[name]
            assert slack == (None if last is None or first is None else last - first)
            bounded += slack is not None
        assert set(found.critical) == {name for name, slack in found.slack.items() if slack == 0}
        assert found.earliest[network.points[network.origin]] == 0
    assert bounded > 100


def test_all_earliest_times_together_keep_every_constraint() -> None:
    chance = random.Random(3)
    whole = 0
    for _ in range(200):
        network = plan_like(chance, 12)
        found = times(network)
        assert isinstance(found, Times)
        for each in (found.earliest, found.latest):
            at = {name: time for name, time in each.items() if time is not None}
            if len(at) == len(network.points):
                assert verify(network, Consistent(at))
                whole += 1
    assert whole > 50


def test_other_verdicts_have_no_fixed_times_and_a_limit_is_kept() -> None:
    network = plan_like(random.Random(1), 40)
    with pytest.raises(ValueError, match="'adaptable' has no fixed times"):
        times(network, Verdict.ADAPTABLE)
    assert times(network, limit=Limit(seconds=0)) == Undecided("0 seconds")
