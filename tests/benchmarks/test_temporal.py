"""The benchmark of the temporal core counts what it says it counts."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

from benchmarks.measuring import Goal, report, timed_rounds
from benchmarks.temporal_growth import loose
from benchmarks.temporal_instances import instances, verdict_of
from benchmarks.temporal_questions import BATCH, changed, looser, tighter
from benchmarks.temporal_single import Table, anew, named, worst
from freehand.temporal.checking import check
from freehand.temporal.numbers import Number
from freehand.temporal.questions.whatif import Add, Change, Decided, Move, TakeOut, decide


def test_actions_are_timed_in_turn_and_none_is_left_out() -> None:
    asked = {"one": 0, "other": 0}

    def ask(which: str) -> None:
        asked[which] += 1

    taken = timed_rounds([lambda: ask("one"), lambda: ask("other")], 3, least=1e-5)
    assert len(taken) == 2
    assert min(asked.values()) >= 5
    assert all(seconds > 0 for seconds in taken)


def test_a_ratio_is_the_median_of_the_ratios_of_the_instances() -> None:
    table = Table("made up", [10])
    table.put("ours", 10, [1.0, 10.0, 3.0])
    table.put("theirs", 10, [2.0, 2.0, 6.0])
    assert table.ratio("ours", "theirs", 10) == 0.5
    assert table.fastest(["ours", "theirs", "nobody's"], 10) == "theirs"
    assert table.fastest(["nobody's"], 10) is None


def test_the_worst_size_counts_for_a_goal() -> None:
    goal = worst("made up", {50: 0.5, 100: 1.5, 200: 0.25}, 1)
    assert (goal.goal, goal.ratio, goal.met) == ("made up (worst of n ≥ 50)", 1.5, False)


def test_small_ratios_are_written_as_what_they_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "goals.json"
    report([Goal("made up", 0.00098765, 0.001)], str(file))
    assert json.loads(file.read_text()) == {
        "goals": [{"goal": "made up", "ratio": 0.0009877, "target": 0.001, "met": True}]
    }
    assert "0.00099  target ≤ 0.001  met" in capsys.readouterr().out


def test_what_is_measured_is_the_instance_by_name() -> None:
    for one in instances(10, 4):
        network = named(one)
        assert (network.edges, network.bounds) == (list(one.edges), list(one.links))
        assert check(network).verdict.value == one.verdict
        assert anew(network) == network
        assert not anew(network).kept, "nothing is known of it yet"


def test_networks_that_grow_hold_whatever_nature_does() -> None:
    one = loose(316, 1)
    assert verdict_of(one.n, one.edges, one.links) == "assured"
    assert loose(316, 1) == one != loose(316, 2)


def test_changes_are_what_they_are_said_to_be() -> None:
    one = instances(100, 1)[0]
    decided = decide(named(one))
    assert isinstance(decided, Decided)
    made = tighter(one, decided, Random(1))
    assert len(made) == BATCH
    assert {type(change) for change in made} == {Move, Add}
    for change in made:
        if isinstance(change, Move):
            assert change.value < one.edges[change.number.index][2]
    given = looser(one, decided, Random(1))
    assert {type(change) for change in given} == {Move, TakeOut}
    for change in given:
        if isinstance(change, Move):
            assert change.value > one.edges[change.number.index][2]


def test_what_is_decided_afresh_is_the_network_after_the_changes() -> None:
    one = instances(50, 2)[1]
    decided = decide(named(one))
    assert isinstance(decided, Decided)
    changes: list[Change] = [TakeOut(0), Add("p1", "p2", 60), Move(Number("constraint", 1), 7)]
    later = decided.with_(changes)
    assert isinstance(later, Decided)
    _, edges, links = changed(one, changes)
    assert sorted(edges) == sorted(later.network.edges)
    assert list(links) == later.network.bounds
