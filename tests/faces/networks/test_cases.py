"""``freehand network cases``: shares of verdicts among cases drawn from a seed."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from freehand.errors import InputError
from freehand.faces.cli.commands.network.cases import Range, ranges_of, shares
from freehand.temporal.checking import check
from freehand.temporal.files import read_network
from freehand.temporal.limits import UNLIMITED
from freehand.temporal.named import Network
from freehand.temporal.numbers import Number
from freehand.temporal.questions.moving import moved
from tests.faces.face import ROOT, fine, run, unwrapped
from tests.faces.networks.made import written

HARBOUR = "examples/networks/harbour.json"
NETWORK = read_network(ROOT / HARBOUR).network
WORDS = ("assured", "adaptable", "possible", "impossible", "undecided", "invalid")


def one_by_one(network: Network, ranges: list[Range], count: int, seed: int) -> dict[str, int]:
    """The same by deciding each case as a network of its own."""
    from freehand.temporal.cases import Sample

    sample = Sample([one.low for one in ranges], [one.high for one in ranges], count, seed)
    found: Counter[str] = Counter()
    for row in sample.rows(0, count).tolist():
        case = moved(network, dict(zip((one.number for one in ranges), row, strict=True)))
        try:
            found[check(Network(*case)).verdict.value] += 1
        except InputError:
            found["invalid"] += 1
    return {word: found[word] for word in WORDS}


@pytest.mark.parametrize("seed", [1, 2])
def test_the_shares_are_those_of_deciding_each_case_by_itself(seed: int) -> None:
    vary = ["link:tug there:max=20..95", "constraint:1=-5..40", "constraint:4=-60..-10", "link:tide turns:min=60..140"]
    ranges = ranges_of(NETWORK, vary, None)
    found = shares(NETWORK, ranges, 400, seed, UNLIMITED)
    assert found == one_by_one(NETWORK, ranges, 400, seed)
    assert all(found[word] for word in WORDS if word != "undecided")


def test_many_blocks_are_told_apart_rightly() -> None:
    vary = ["link:tug there:max=45..80"]
    words = ("network", "cases", HARBOUR, "--count", "40000", "--vary", vary[0], "--json")
    document = fine(*words).json
    assert sum(document[word] for word in WORDS) == 40_000
    assert document == fine(*words).json
    # 45 is assured; up to 70 is adaptable, beyond it possible: 36 numbers, each as often as the others
    assert abs(document["assured"] - 40_000 / 36) < 150
    assert abs(document["adaptable"] - 40_000 * 25 / 36) < 500


def test_shares_are_shown_with_what_varies() -> None:
    answer = fine("network", "cases", HARBOUR, "--count", "500", "--unit", "min")
    told = unwrapped(answer.out)
    assert "500 cases, seed 1; each of these numbers drawn evenly:" in told
    assert "link:tug there:max 54 … 66 min" in told
    assert re.search(r"◉ adaptable 4\d\d 9\d\.\d % █{20,24} ○ possible", told)


def test_what_is_no_network_is_counted_apart(tmp_path: Path) -> None:
    file = written(tmp_path / "one.json", Network.of("ab", [], [("a", "b", 5, 6)]))
    document = fine("network", "cases", file, "--count", "1000", "--spread", "50", "--json").json
    assert document["assured"] + document["invalid"] == 1000
    assert document["invalid"] > 0
    assert "cases are no networks" in unwrapped(fine("network", "cases", file, "--count", "50", "--spread", "50").out)


def test_no_cases_have_no_shares() -> None:
    assert "assured 0 –" in unwrapped(fine("network", "cases", HARBOUR, "--count", "0").out)


def test_spread_is_for_every_link_that_has_no_range_of_its_own() -> None:
    found = ranges_of(NETWORK, ["link:tug there:max=45..80"], 20)
    assert found[0] == Range(Number("high", 0), 45, 80)
    assert [one.number for one in found] == [Number("high", 0), Number("low", 0), Number("low", 1), Number("high", 1)]
    assert found[1][1:] == (24, 36)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--vary", "tug"), "'tug' is no range"),
        (("--vary", "link:tug there:max=9..5"), "begins above its end"),
        (("--vary", "link:tug there:max=1.5..5"), "is no range"),
        (("--vary", "link:tug there:max=٣..5"), "is no range"),
        (("--vary", "link:tug there:max=" + "9" * 40 + "..5"), "is no range"),
        (("--vary", "link:tug ther:max=1..5"), "Did you mean 'tug there'?"),
        (("--vary", "constraint:1=1..5", "--vary", "constraint:1=2..5"), "'constraint:1' is named twice"),
        (("--spread", "0"), "'0' is no spread"),
        (("--count", "-1"), "'-1' is no whole number from 0"),
        (("--seed", "x"), "'x' is no whole number from 0"),
    ],
)
def test_wrong_words_are_refused(words: tuple[str, ...], said: str) -> None:
    answer = run("network", "cases", HARBOUR, *words)
    assert answer.code == 3
    assert said in unwrapped(answer.err)


def test_where_nothing_varies_that_is_said(tmp_path: Path) -> None:
    file = written(tmp_path / "plain.json", Network.of("ab", [("a", "b", 3)]))
    assert "nothing varies" in unwrapped(run("network", "cases", file).err)


def test_cases_that_meet_a_limit_are_undecided_and_none_is_lost() -> None:
    words = ("network", "cases", HARBOUR, "--count", "100000", "--limit-seconds", "0.000001")
    document = fine(*words, "--json").json
    assert document["undecided"] > 0
    assert sum(document[word] for word in WORDS) == 100_000
    assert "? undecided" in fine(*words).out
