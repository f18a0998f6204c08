"""``freehand network check``: what somebody sees who has a network and nothing else."""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from freehand.temporal.named import Network
from tests.faces.face import ROOT, environment, run, untidy, unwrapped
from tests.faces.networks.made import tangled, written
from tests.temporal.files.test_refused import SEEDS, mutated

SAMPLES = ROOT.parent / "shared" / "samples" / "stnu"
VERDICTS = SAMPLES / "VERDICTS.csv"
KNOWN = list(csv.DictReader(VERDICTS.read_text().splitlines())) if VERDICTS.exists() else []
HARBOUR = "examples/networks/harbour.json"
MARKS = {"assured": "●", "adaptable": "◉", "possible": "○", "impossible": "✕"}


@pytest.mark.skipif(not KNOWN, reason=f"the samples are not beside this checkout, at {SAMPLES}")
@pytest.mark.parametrize("row", KNOWN, ids=[row["file"] for row in KNOWN])
def test_a_sample_has_its_verdict(row: dict[str, str]) -> None:
    file = str(SAMPLES / row["file"])
    document = run("network", "check", file, "--json").json
    assert (document["format"], document["verdict"]) == ("freehand.network-verdict/1", row["verdict"])
    answer = run("network", "check", file)
    assert (answer.code, answer.err) == (0, "")
    assert f"\n{MARKS[row['verdict']]} {row['verdict']}: " in answer.out
    screen, _, _ = answer.out.rpartition(answer.last)
    assert untidy(screen) == []


@pytest.mark.skipif(not KNOWN, reason=f"the samples are not beside this checkout, at {SAMPLES}")
@pytest.mark.parametrize("row", KNOWN, ids=[row["file"] for row in KNOWN])
def test_a_chain_leads_back_to_where_it_begins_and_is_short_by_what_is_said(row: dict[str, str]) -> None:
    document = run("network", "check", str(SAMPLES / row["file"]), "--json").json
    chain = document["chain"]
    assert (chain != []) == (row["verdict"] != "assured")
    assert document["chain_length"] == len(chain)
    assert all(one["to"] == other["from"] for one, other in zip(chain, [*chain[1:], *chain[:1]], strict=True))
    total = sum(one["weight"] for one in chain)
    assert document["short_by"] == (-total if chain else None)
    assert total < 0 or not chain


def test_why_fixed_times_cannot_is_told_for_planners() -> None:
    answer = run("network", "check", HARBOUR, "--unit", "min")
    told = unwrapped(answer.out)
    assert "'cast off' at most 45 min after 'call tug', whatever nature does, since" in told
    assert (
        "nature may let 'tug there' come as late as 60 min after 'call tug' – the tug comes from across the bay" in told
    )
    assert "45 − 60 = −15: short by 15 min." in told
    assert "'call tug' to 'tug there', at its shortest (30 min) and at its longest (60 min)." in told


def test_a_contradiction_is_told_in_words(tmp_path: Path) -> None:
    late = Network.of(["now", "end"], [("now", "end", 5, "the deadline"), ("end", "now", -6, "the way")])
    told = unwrapped(run("network", "check", written(tmp_path / "late.json", late)).out)
    assert "✕ impossible: the constraints contradict each other" in told
    assert "+5 'end' at most 5 after 'now' – the deadline −6 'end' at least 6 after 'now' – the way" in told
    assert "short by 1." in told


def test_the_two_timetables_stand_beside_each_other(tmp_path: Path) -> None:
    wait = Network.of(["now", "done", "go"], [("done", "go", 9), ("go", "done", 0)], [("now", "done", 1, 3)])
    file = written(tmp_path / "wait.json", wait)
    document = run("network", "check", file, "--json").json
    assert (document["schedule"], document["latest"]) == ({"now": 0, "go": 3}, {"now": 0, "go": 10})
    assert "go 3 10" in unwrapped(run("network", "check", file).out)


def test_a_point_without_end_is_open(tmp_path: Path) -> None:
    file = written(tmp_path / "free.json", Network.of(["now", "then"]))
    assert "then open open" in unwrapped(run("network", "check", file).out)
    assert run("network", "check", file, "--json").json["open_ended"] == {"earlier": ["then"], "later": ["then"]}


def test_a_limit_that_is_reached_is_undecided_and_no_error(tmp_path: Path) -> None:
    file = written(tmp_path / "tangled.json", tangled())
    answer = run("network", "check", file, "--limit-steps", "1")
    assert (answer.code, answer.err) == (0, "")
    assert "? undecided: 1 steps were not enough." in unwrapped(answer.out)
    document = run("network", "check", file, "--limit-steps", "1", "--limit-seconds", "60", "--json").json
    assert (document["verdict"], document["reached"]) == ("undecided", "1 steps or 60 seconds")
    assert (document["chain"], document["short_by"]) == ([], None)


def test_after_puts_a_point_before_all_others(tmp_path: Path) -> None:
    early = Network.of(["late", "start"], [("start", "late", -5)])
    file = written(tmp_path / "early.json", early)
    assert run("network", "check", file, "--json").json["verdict"] == "assured"
    document = run("network", "check", file, "--after", "start", "--json").json
    assert document["verdict"] == "impossible"
    assert {"from": "late", "to": "start", "weight": 0, "kind": "constraint", "reason": "'start' is the first"} in (
        document["chain"]
    )


def test_what_of_the_file_was_not_taken_as_it_stands_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "open.stn"
    path.write_text(
        '<graphml><graph><node id="a"/><node id="b"/><edge source="a" target="b"><data key="Value">∞</data></edge>'
        "</graph></graphml>"
    )
    assert "note: 1 of its edges have no bound (∞)" in run("network", "check", str(path)).out


@pytest.mark.parametrize("columns", [40, 60, 80, 100])
def test_names_of_every_script_fit_and_do_nothing_to_the_terminal(tmp_path: Path, columns: int) -> None:
    points = ["開始" * 20, "a\u202eb\u200b\x1b[2J", "e\u0301" * 30, "🚢 " * 15]
    constraints = [
        (start, end, most, f"warum\n\x1b[31m{start}")
        for start, end, most in zip(points, [*points[1:], points[0]], (3, -9, 2, 1), strict=True)
    ]
    file = written(tmp_path / "names.json", Network.of(points, constraints))
    answer = run("network", "check", file, columns=columns)
    screen, _, _ = answer.out.rpartition(answer.last)
    assert answer.code == 0
    assert untidy(screen, columns) == []
    assert not any(letter in answer.out for letter in "\u202e\u200b\x1b")


def test_a_long_chain_and_a_long_timetable_are_cut_on_the_screen_alone(tmp_path: Path) -> None:
    points = [f"p{number}" for number in range(200)]
    ring = [(start, end, -1) for start, end in zip(points, [*points[1:], points[0]], strict=True)]
    file = written(tmp_path / "ring.json", Network.of(points, ring))
    assert "… and 140 more steps; --json has them all." in run("network", "check", file).out
    assert len(run("network", "check", file, "--json").json["chain"]) == 200
    file = written(tmp_path / "line.json", Network.of(points, ring[:-1]))
    assert "… and 140 more points; --json has them all." in run("network", "check", file).out


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("check", "--json"),
        ("minimal",),
        ("project", "--points", "warning,at sea"),
        ("threshold",),
        ("run", "--nature", "worst"),
    ],
    ids=" ".join,
)
def test_a_small_network_is_dealt_with_without_numpy_and_numba(words: tuple[str, ...]) -> None:
    code = (
        "import sys\nfrom freehand.faces.cli.main import main\nleft = main(sys.argv[1:])\n"
        "sys.stderr.write(' '.join(sorted(sys.modules)))\nsys.exit(left)"
    )
    command = ["network", words[0], HARBOUR, *words[1:]]
    done = subprocess.run(
        [sys.executable, "-c", code, *command], cwd=ROOT, env=environment(), capture_output=True, check=True, timeout=60
    )
    loaded = done.stderr.decode().split()
    assert "freehand.temporal.checking" in loaded
    heavy = ("numpy", "numba", "yaml", "lxml", "socket", "freehand.assessment", "freehand.plans", "freehand.formats")
    assert [name for name in loaded if any(name == h or name.startswith(f"{h}.") for h in heavy)] == []


def test_damaged_files_leave_as_answers_or_input_errors(tmp_path: Path) -> None:
    chance = random.Random(7)
    path = tmp_path / "damaged"
    codes = set()
    for number in range(300):
        path.write_bytes(mutated(SEEDS[number % len(SEEDS)], chance))
        answer = run("network", "check", str(path), "--json")
        codes.add(answer.code)
        assert json.loads(answer.out)["format"] in ("freehand.network-verdict/1", "freehand.error/1")
        assert answer.err == ""
    assert codes == {0, 2}
