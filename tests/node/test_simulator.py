"""Hundreds of schedules: whoever has seen the same records knows the same, whatever went wrong on the way."""

from __future__ import annotations

import itertools

import pytest

from tests.ledger.remembering import remember
from tests.node.simulator import Schedule, promised, shared, stands

ORDINARY, DEEP = 80, 600
"""Schedules in each part; ``--deep`` has 42 parts."""


@pytest.fixture(autouse=True)
def remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    remember(monkeypatch)


def test_nodes_that_have_seen_the_same_records_know_the_same(part: int, request: pytest.FixtureRequest) -> None:
    count = DEEP if request.config.getoption("deep") else ORDINARY
    counts = {"in force": 0, "items": 0, "promises": 0, "left": 0}
    for seed in range(part * count, (part + 1) * count):
        run = Schedule(seed).run(45).settled()
        assert run.alarms == [], seed
        for what, number in run.counts.items():
            counts[what] += number
        known = {side.party: side.known() for side in run.sides}
        left = {party for each in known.values() for party in each.standing.left}
        for one, other in itertools.combinations(sorted(known.keys() - left), 2):
            assert stands(known[one]) == stands(known[other]), seed
            assert shared(known[one], other) == shared(known[other], one), (seed, one, other)
            assert promised(known[one], one, other) == promised(known[other], one, other), (seed, one, other)
    assert all(number > count // 50 for number in counts.values()), counts


def test_the_same_seed_gives_the_same_schedule() -> None:
    one, other = (Schedule(5).run(20).settled() for _ in range(2))
    assert [side.known().sizes for side in one.sides] == [side.known().sizes for side in other.sides]
