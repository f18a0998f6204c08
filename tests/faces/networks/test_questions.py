"""``freehand network minimal``, ``project`` and ``threshold``: what is asked of a network on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from freehand.temporal.checking import check, consistency
from freehand.temporal.files import read_network
from freehand.temporal.files.reading import network_of
from freehand.temporal.named import Constraint, Network
from freehand.temporal.numbers import Number
from freehand.temporal.questions.moving import moved
from freehand.temporal.results import Consistent, Verdict
from tests.faces.face import ROOT, fine, run, unwrapped
from tests.faces.networks.made import tangled, written

HARBOUR = "examples/networks/harbour.json"
NETWORK = read_network(ROOT / HARBOUR).network
BETTER = [Verdict.IMPOSSIBLE, Verdict.POSSIBLE, Verdict.ADAPTABLE, Verdict.ASSURED]


@pytest.fixture
def late(tmp_path: Path) -> str:
    """A contradiction."""
    return written(tmp_path / "late.json", Network.of(["now", "end"], [("now", "end", 5), ("end", "now", -6)]))


# -- minimal -----------------------------------------------------------------------------------------


def test_bounds_follow_from_the_whole_network() -> None:
    document = fine("network", "minimal", HARBOUR, "--json").json
    found = {(one["from"], one["to"]): (one["min"], one["max"]) for one in document["bounds"]}
    assert len(found) == 15
    assert found["warning", "at sea"] == (60, 130)
    assert found["tug there", "cast off"] == (0, 15)
    assert "at sea 60 min 130 min" in unwrapped(fine("network", "minimal", HARBOUR, "--unit", "min").out)


def test_bounds_from_one_point_are_to_all_others() -> None:
    document = fine("network", "minimal", HARBOUR, "--from", "cast off", "--json").json
    assert [one["to"] for one in document["bounds"]] == ["warning", "call tug", "tug there", "tide turns", "at sea"]
    assert "after 'cast off' comes" in fine("network", "minimal", HARBOUR, "--from", "cast off").out


def test_what_a_constraint_allows_beyond_the_network_is_said(tmp_path: Path) -> None:
    stated = [("noon", "cook", 60, "a guess"), ("cook", "noon", 0), ("eat", "cook", -30), ("noon", "eat", 45)]
    file = written(tmp_path / "lunch.json", Network.of(["noon", "cook", "eat"], stated))
    assert "'cook' at most 60 after 'noon' – a guess: 45 less would change nothing" in unwrapped(
        fine("network", "minimal", file).out
    )
    first = fine("network", "minimal", file, "--json").json["stated"][0]
    assert first == {"from": "noon", "to": "cook", "max": 60, "slack": 45, "floor": 0}


def test_a_contradiction_has_no_bounds_and_is_told(late: str) -> None:
    document = fine("network", "minimal", late, "--json").json
    assert (document["bounds"], document["short_by"], len(document["chain"])) == (None, 1, 2)
    assert "✕ impossible: the constraints contradict each other." in fine("network", "minimal", late).out


def test_a_limit_leaves_bounds_undecided(tmp_path: Path) -> None:
    file = written(tmp_path / "tangled.json", tangled())
    document = fine("network", "minimal", file, "--limit-steps", "1", "--json").json
    assert (document["bounds"], document["reached"]) == (None, "1 steps")
    assert "? undecided: 1 steps were not enough." in fine("network", "minimal", file, "--limit-steps", "1").out


# -- threshold ---------------------------------------------------------------------------------------


def test_at_a_threshold_the_verdict_is_reached_and_one_beyond_it_is_not() -> None:
    kinds = {"constraint": "constraint", "min": "low", "max": "high"}
    for wanted in (Verdict.ASSURED, Verdict.ADAPTABLE, Verdict.POSSIBLE):
        document = fine("network", "threshold", HARBOUR, "--want", wanted.value, "--json").json
        assert document["thresholds"], wanted
        for one in document["thresholds"]:
            if one["value"] is None:
                continue
            kind = one["number"].rpartition(":")[2] if one["number"].startswith("link") else "constraint"
            index = (
                int(one["number"].rpartition(":")[2])
                if kind == "constraint"
                else next(i for i, link in enumerate(NETWORK.links) if NETWORK.points[link.end] == one["to"])
            )
            number = Number(kinds[kind], index)  # type: ignore[arg-type]  # one of the three, by the table
            beyond = one["value"] + (-1 if one["enough"] == "at least" else 1)
            assert BETTER.index(check(moved(NETWORK, {number: one["value"]})).verdict) >= BETTER.index(wanted)
            assert BETTER.index(check(moved(NETWORK, {number: beyond})).verdict) < BETTER.index(wanted)


def test_the_next_better_verdict_is_wanted_if_none_is_named(late: str) -> None:
    assert fine("network", "threshold", HARBOUR, "--json").json["wanted"] == "assured"
    document = fine("network", "threshold", late, "--json").json
    assert (document["verdict"], document["wanted"]) == ("impossible", "possible")
    assert [one["value"] for one in document["thresholds"]] == [6, -5]


def test_thresholds_are_said_as_the_constraints_are() -> None:
    told = unwrapped(fine("network", "threshold", HARBOUR, "--unit", "min").out)
    assert "◉ adaptable now. How far each number must go for assured, all others as they are:" in told
    assert "at most 30 min" in told
    assert "45 min or more" in told
    told = unwrapped(fine("network", "threshold", HARBOUR, "--want", "adaptable").out)
    assert "How far each number may go for adaptable" in told


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("constraint:1", "constraint:1"),
        ("constraint:tug there->cast off", "constraint:1"),
        ("link:tug there:min", "link:tug there:min"),
    ],
)
def test_a_number_may_be_named_in_either_way(name: str, known: str) -> None:
    document = fine("network", "threshold", HARBOUR, "--number", name, "--json").json
    assert [one["number"] for one in document["thresholds"]] == [known]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("tug there", "it names neither a constraint nor a link."),
        ("link:tug there", "a link has two numbers, its min and its max."),
        ("link:tug ther:min", "Did you mean 'tug there'?"),
        ("link:\u202e:max", "no link ends at '\\u202e'."),
        ("constraint:5", "there are 5 constraints, counted from 0"),
        ("constraint:99999999999999999999", "there are 5 constraints, counted from 0"),
        ("constraint:a->b", "none from the one to the other."),
    ],
)
def test_a_number_that_is_not_there_is_refused_with_a_hint(name: str, said: str) -> None:
    answer = run("network", "threshold", HARBOUR, "--number", name)
    assert answer.code == 3
    assert said in unwrapped(answer.err)


def test_two_constraints_on_one_pair_are_told_apart_by_their_numbers(tmp_path: Path) -> None:
    file = written(tmp_path / "two.json", Network.of("ab", [("a", "b", 3), ("a", "b", 5)]))
    answer = run("network", "threshold", file, "--number", "constraint:a->b")
    assert "Name one of constraint:0 and constraint:1." in unwrapped(answer.err)


def test_where_no_single_number_is_enough_the_smallest_sets_are_told(tmp_path: Path) -> None:
    twice = Network.of("abcd", [("b", "a", -9), ("a", "b", 8), ("d", "c", -9), ("c", "d", 8)])
    file = written(tmp_path / "twice.json", twice)
    document = fine("network", "threshold", file, "--json").json
    assert {one["enough"] for one in document["thresholds"]} == {"none"}
    assert sorted(sorted(move["number"] for move in one) for one in document["together"]) == [
        ["constraint:0", "constraint:2"],
        ["constraint:0", "constraint:3"],
        ["constraint:1", "constraint:2"],
        ["constraint:1", "constraint:3"],
    ]
    told = unwrapped(fine("network", "threshold", file).out)
    assert "No single one is enough. Together are:" in told
    assert "constraint:1 at 9 and constraint:3 at 9" in told


def test_a_limit_leaves_thresholds_undecided(tmp_path: Path) -> None:
    file = written(tmp_path / "tangled.json", tangled())
    for words in ((), ("--want", "assured")):
        document = fine("network", "threshold", file, "--limit-steps", "1", *words, "--json").json
        assert (document["thresholds"], document["reached"]) == ([], "1 steps")
        assert "? undecided" in fine("network", "threshold", file, "--limit-steps", "1", *words).out


# -- project -----------------------------------------------------------------------------------------


def test_a_projection_holds_with_what_is_added_if_and_only_if_the_whole_does() -> None:
    document = fine("network", "project", HARBOUR, "--points", "warning, at sea", "--json").json
    network = network_of(json.dumps(document["projection"]).encode(), "projection").network
    for most in range(50, 140, 5):
        whole = Network(NETWORK.points, [*NETWORK.constraints, Constraint(0, 5, most)], NETWORK.links)
        part = Network(network.points, [*network.constraints, Constraint(0, 1, most)], network.links)
        assert isinstance(consistency(whole), Consistent) == isinstance(consistency(part), Consistent)


def test_a_projection_is_told_and_can_be_written(tmp_path: Path) -> None:
    words = (
        "network",
        "project",
        str(ROOT / HARBOUR),
        "--points",
        "warning,cast off",
        "--unit",
        "min",
        "-o",
        "part.stn",
    )
    told = unwrapped(fine(*words, at=tmp_path).out)
    assert "On 'warning', 'cast off', this is all that bears on possible:" in told
    assert "'cast off' 40 to 110 min after 'warning'" in told
    assert "It is in part.stn." in told
    assert read_network(tmp_path / "part.stn").network.points == ("warning", "cast off")


def test_two_constraints_on_one_pair_are_told_as_a_span(tmp_path: Path) -> None:
    stated = [("a", "b", 5), ("b", "a", -2), ("b", "c", 3), ("c", "b", -3), ("c", "d", 4), ("d", "c", 4), ("d", "e", 0)]
    file = written(tmp_path / "spans.json", Network.of("abcde", [*stated, ("e", "d", 9)]))
    for points, said in (
        ("a,b", "'b' 2 to 5 after 'a'"),
        ("b,a", "'b' 2 to 5 after 'a'"),
        ("b,c", "'c' exactly 3 after 'b'"),
        ("c,d", "'d' at most 4 after 'c' 'c' at most 4 after 'd'"),
        ("d,e", "'d' 0 to 9 after 'e'"),
    ):
        told = unwrapped(fine("network", "project", file, "--points", points).out)
        assert f"all that bears on possible: {said} Next" in told


def test_a_projection_for_assured_keeps_the_links_that_lead_to_its_points(tmp_path: Path) -> None:
    outcome = Network.of(["a", "done", "b", "c"], [("b", "done", -1), ("b", "c", 3)], [("a", "done", 2, 5)])
    file = written(tmp_path / "outcome.json", outcome)
    words = ("network", "project", file, "--points", "done", "--points", "c", "--decides", "assured")
    document = fine(*words, "--json").json
    assert document["projection"]["links"] == [{"from": "a", "to": "done", "min": 2, "max": 5}]
    assert "nature lets 'done' come 2 to 5 after 'a'" in unwrapped(fine(*words).out)


def test_where_there_is_nothing_to_project_that_is_told(late: str, tmp_path: Path) -> None:
    for words in (("--points", "now"), ("--points", "now", "-o", str(tmp_path / "out.json"))):
        document = fine("network", "project", late, *words, "--json").json
        assert (document["projection"], document["written"], document["short_by"]) == (None, None, 1)
    assert not (tmp_path / "out.json").exists()
    more = ("network", "project", HARBOUR, "--points", "at sea", "--decides", "assured")
    assert "It is not assured: no fixed times keep every constraint." in unwrapped(fine(*more).out)
    assert fine(*more, "--json").json["short_by"] == 15


def test_a_point_that_is_not_there_is_refused_with_a_hint() -> None:
    for words in (("project", HARBOUR, "--points", "warning,tug"), ("minimal", HARBOUR, "--from", "tug")):
        answer = run("network", *words)
        assert (answer.code, "Did you mean 'tug there'?" in answer.err) == (3, True)


def test_of_too_many_numbers_those_that_matter_must_be_named(tmp_path: Path) -> None:
    file = written(tmp_path / "many.json", Network.of("ab", [("a", "b", number) for number in range(501)]))
    answer = run("network", "threshold", file)
    assert (answer.code, "Name those that matter with --number." in answer.err) == (3, True)
    assert fine("network", "threshold", file, "--number", "constraint:0", "--json").json["thresholds"][0]["now"] == 0
