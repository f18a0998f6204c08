"""One command measures every goal of two nodes and writes them down; how long anything takes is not looked at."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import word
from benchmarks.measuring import Goal


def test_every_goal_of_two_nodes_is_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("refresh_goals", "two_nodes_goals"):
        monkeypatch.setattr(word, name, lambda *_, name=name: [Goal(name, 0.5, 1), Goal(f"{name}, also", 0.5, 1)])
    for name in ("sync_goal", "gate_goal", "commands_goal"):
        monkeypatch.setattr(word, name, lambda *_, name=name: Goal(name, 2 if name == "gate_goal" else 0.5, 1))
    file = tmp_path / "word.json"
    assert word.main(["--quick", "--json", str(file)]) == 1
    goals = json.loads(file.read_text())["goals"]
    assert [(one["goal"].partition(",")[0], one["met"]) for one in goals] == [
        ("refresh_goals", True),
        ("refresh_goals", True),
        ("sync_goal", True),
        ("gate_goal", False),
        ("two_nodes_goals", True),
        ("two_nodes_goals", True),
        ("commands_goal", True),
    ]
