"""The benchmark of the record measures what it says; how long anything takes is not looked at."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.ledger import main
from benchmarks.ledger_growth import growth_goals
from benchmarks.ledger_log import LOG, fill
from freehand.ledger.rows import consistency, inclusion, root_at
from freehand.ledger.store.memory import MemoryStore
from freehand.ledger.tree import check_consistency, check_inclusion


def test_a_log_that_is_filled_for_proofs_gives_proofs_that_hold() -> None:
    store = MemoryStore()
    fill(store, 20_500)
    with store.reading() as view:
        line = view.line(LOG)
        (leaf,) = line.leaves(20_499, 20_500)
        check_inclusion(leaf, 20_499, 20_500, inclusion(line, 20_499, 20_500), line.root)
        check_consistency(777, root_at(line, 777), 20_500, line.root, consistency(line, 777, 20_500))


def test_growth_takes_each_size_in_and_fits_an_exponent() -> None:
    exponent, memory = growth_goals(1, (300, 1000))
    assert -1 < exponent.ratio < 2
    assert 0 <= memory.ratio < 1


def test_the_quick_run_prints_and_writes_each_goal(tmp_path: Path) -> None:
    assert main(["--quick", "--json", str(tmp_path / "goals.json")]) in (0, 1)
    goals = json.loads((tmp_path / "goals.json").read_text(encoding="utf-8"))["goals"]
    assert len(goals) == 8
    assert all(goal.keys() == {"goal", "ratio", "target", "met"} for goal in goals)
