"""``freehand network run``: what is played keeps every constraint, and can be read."""

from __future__ import annotations

import csv

import pytest

from freehand.temporal.files import read_network
from freehand.temporal.named import Network
from tests.faces.face import ROOT, fine, run, untidy, unwrapped

HARBOUR = "examples/networks/harbour.json"
SAMPLES = ROOT.parent / "shared" / "samples" / "stnu"
VERDICTS = SAMPLES / "VERDICTS.csv"
KNOWN = list(csv.DictReader(VERDICTS.read_text().splitlines())) if VERDICTS.exists() else []
with_samples = pytest.mark.skipif(not KNOWN, reason=f"the samples are not beside this checkout, at {SAMPLES}")


def kept(network: Network, times: dict[str, int]) -> bool:
    """Whether every constraint and every bound of a link holds."""
    at = [times[point] for point in network.points]
    return all(at[y] - at[x] <= most for x, y, most in network.edges) and all(
        low <= at[c] - at[a] <= high for a, c, low, high in network.bounds
    )


@pytest.mark.parametrize("act", ["early", "late"])
@pytest.mark.parametrize("nature", ["random", "worst", "shortest", "longest"])
def test_every_constraint_is_kept_whatever_nature_picks(nature: str, act: str) -> None:
    words = ("network", "run", HARBOUR, "--nature", nature, "--act", act)
    document = fine(*words, "--seed", "3", "--json").json
    times = {one["point"]: one["time"] for one in document["happenings"]}
    assert kept(read_network(ROOT / HARBOUR).network, times)
    assert [one["time"] for one in document["happenings"]] == sorted(times.values())
    assert {one["point"] for one in document["happenings"] if one["who"] == "nature"} == {"tug there", "tide turns"}
    assert document["seed"] == (3 if nature == "random" else None)
    assert untidy(fine(*words).out.rpartition("\nNext")[0]) == []


def test_a_seed_gives_the_same_play_and_another_one_another() -> None:
    plays = [fine("network", "run", HARBOUR, "--seed", seed, "--json").json["happenings"] for seed in ("1", "1", "2")]
    assert plays[0] == plays[1] != plays[2]


def test_the_timeline_has_a_line_for_each_instant_and_a_bar_for_what_nature_took() -> None:
    answer = fine("network", "run", HARBOUR, "--unit", "min", "--nature", "longest")
    lines = answer.out.split("what comes\n")[1].split("\n\n")[0].splitlines()
    assert [line.split(" min")[0].strip() for line in lines] == ["0", "10", "70", "90", "130"]
    assert "├" in lines[2]
    assert (
        lines[2].endswith("● tug there (nature, 60 min), cast off".replace("● ", ""))
        or "tug there (nature, 60 min), cast off" in lines[2]
    )
    assert "Nature takes as long as it can; the last point comes at 130 min." in unwrapped(answer.out)


@pytest.mark.parametrize("columns", [40, 60, 80, 100])
def test_a_timeline_fits_every_terminal(columns: int) -> None:
    answer = run("network", "run", HARBOUR, "--unit", "min", columns=columns)
    assert untidy(answer.out.rpartition("\nNext")[0], columns) == []


@with_samples
@pytest.mark.parametrize("row", KNOWN, ids=[row["file"] for row in KNOWN])
def test_what_can_be_kept_by_reacting_is_played_and_nothing_else(row: dict[str, str]) -> None:
    file = SAMPLES / row["file"]
    for nature in ("random", "worst"):
        answer = run("network", "run", str(file), "--nature", nature, "--json")
        if row["verdict"] in ("assured", "adaptable"):
            times = {one["point"]: one["time"] for one in answer.json["happenings"]}
            assert kept(read_network(file).network, times)
        else:
            assert (answer.code, answer.json["faults"][0]["why"]) == (
                3,
                "no way of reacting keeps every constraint, whatever nature does.",
            )
