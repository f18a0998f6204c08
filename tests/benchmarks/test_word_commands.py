"""The benchmark of commands measures what it says; how long anything takes is not looked at."""

from __future__ import annotations

import pytest

from benchmarks.word_commands import commands_goal


def test_a_command_on_a_node_is_measured_beside_its_own_imports(capsys: pytest.CaptureFixture[str]) -> None:
    goal = commands_goal(1, (("node", "status"),))
    assert goal.target == 2.0
    assert goal.ratio > 0
    assert "its imports" in capsys.readouterr().out
