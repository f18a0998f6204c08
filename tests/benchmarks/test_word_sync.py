"""The benchmark of passing on measures what it says; how long anything takes is not looked at."""

from __future__ import annotations

import pytest

from benchmarks.word_sync import sync_goal


def test_passing_on_is_measured_in_memory_and_on_disk_beside_a_bare_post(capsys: pytest.CaptureFixture[str]) -> None:
    goal = sync_goal(2)
    assert goal.target == 3.0
    assert goal.ratio > 0
    printed = capsys.readouterr().out
    assert printed.count("ratio") == 2
    assert "on disk" in printed
