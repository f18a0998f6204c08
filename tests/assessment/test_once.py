"""No network is decided twice in a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from freehand.assessment import decide
from freehand.assessment.assess import assess
from freehand.formats.workspace import load
from freehand.temporal import consistency
from tests.assessment.compacts import made

EXAMPLES = Path(__file__).parents[2] / "examples"


class Ledger:
    """Counts every network that is handed to the search for a negative cycle.

    A whole network is known by its points and their bounds, a small one (already projected) by its own edges.
    """

    def __init__(self) -> None:
        self.decided: Counter[object] = Counter()
        self.deciders: list[object] = []
        self.at_hand: object = None

    def take(self, decider: object, network: object) -> None:
        """Note what is being decided. Deciders are kept alive, so that each keeps its identity."""
        self.deciders.append(decider)
        self.at_hand = (id(decider), network)


@pytest.fixture
def ledger(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    """Every network decided while the test runs."""
    kept = Ledger()
    fault, small = decide.Decider.fault, decide.Decider.small

    def noted_fault(decider: decide.Decider, bounds: decide.Numeric) -> Any:
        kept.take(decider, frozenset((x, y, w) for (x, y), w in bounds.items() if x != y))
        return fault(decider, bounds)

    def noted_small(decider: decide.Decider, count: int, network: Any) -> Any:
        kept.take(decider, (count, frozenset(network)))
        return small(decider, count, network)

    def noted_cycle(n: int, edges: Any) -> Any:
        kept.decided[kept.at_hand] += 1
        return consistency.negative_cycle(n, edges)

    monkeypatch.setattr(decide.Decider, "fault", noted_fault)
    monkeypatch.setattr(decide.Decider, "small", noted_small)
    monkeypatch.setattr(decide, "negative_cycle", noted_cycle)
    yield kept
    assert kept.decided, "something was decided"


@pytest.mark.parametrize("seed", range(70_000, 70_030))
def test_no_network_of_a_made_up_workspace_is_decided_twice(ledger: Ledger, seed: int) -> None:
    assess(made(seed))
    assert max(ledger.decided.values()) == 1


@pytest.mark.parametrize("example", ["gulf", "cascadia"])
def test_no_network_of_the_examples_is_decided_twice(ledger: Ledger, example: str) -> None:
    assess(load(EXAMPLES / example))
    assert max(ledger.decided.values()) == 1
