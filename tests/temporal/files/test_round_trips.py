"""What is written is read back as the same network, or is refused; nothing is lost on the way."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from freehand.errors import InputError
from freehand.temporal.checking import check
from freehand.temporal.files import Style, graphml_text, json_text, read_network, tightest
from freehand.temporal.files.reading import network_of
from freehand.temporal.files.refusals import NetworkFile
from freehand.temporal.files.schema import schema
from freehand.temporal.named import Constraint, Network
from tests.temporal.files.networks import XML_LETTERS, networks

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "samples" / "stnu"
VERDICTS = SAMPLES / "VERDICTS.csv"
KNOWN = list(csv.DictReader(VERDICTS.read_text().splitlines())) if VERDICTS.exists() else []
with_samples = pytest.mark.skipif(not KNOWN, reason=f"the samples are not beside this checkout, at {SAMPLES}")
SCHEMA = jsonschema.Draft202012Validator(schema())


def again(text: str) -> NetworkFile:
    return network_of(text.encode(), "again")


@given(networks(), st.text(st.characters(exclude_categories=["Cs"]), max_size=5))
def test_json_holds_every_network(network: Network, name: str) -> None:
    text = json_text(network, name)
    assert again(text) == NetworkFile(network, name)
    SCHEMA.validate(json.loads(text))


@given(networks(XML_LETTERS, single=True, largest=2**30), st.sampled_from(Style))
def test_graphml_holds_every_network_of_single_constraints(network: Network, style: Style) -> None:
    assert again(graphml_text(network, "a <name> & more", style)) == NetworkFile(network, "a <name> & more")


@given(networks(largest=2**33), st.sampled_from(Style))
def test_graphml_holds_a_network_whole_or_refuses_it(network: Network, style: Style) -> None:
    try:
        text = graphml_text(network, style=style)
    except InputError:
        return
    found = again(text).network
    assert (found.points, sorted(found.links, key=str)) == (network.points, sorted(network.links, key=str))
    assert sorted(found.constraints, key=str) == sorted(network.constraints, key=str)


@given(networks(largest=9))
def test_what_is_left_of_a_network_in_which_one_constraint_stands_for_a_pair_has_the_same_verdict(
    network: Network,
) -> None:
    kept, left_out = tightest(network)
    assert len(kept.constraints) + left_out == len(network.constraints)
    assert len({(one.start, one.end) for one in kept.constraints}) == len(kept.constraints)
    assert check(kept).verdict is check(network).verdict


def test_a_constraint_that_repeats_what_a_link_says_stands_on_its_edge() -> None:
    network = Network.of("Zc", [("Z", "c", 5, "as said"), ("c", "Z", -2)], [("Z", "c", 2, 5, "nature")])
    text = graphml_text(network)
    assert text.count("<edge") == 2
    assert again(text).network == network


@pytest.mark.parametrize(
    ("claim", "network", "style", "said"),
    [
        (
            "two constraints on one pair",
            Network.of("ab", [("a", "b", 3), ("a", "b", 5)]),
            Style.CASE,
            "constraints / 1: a second constraint from 'a' to 'b'; the first is 0",
        ),
        (
            "a constraint that tightens a link",
            Network.of("ab", [("a", "b", 4)], [("a", "b", 2, 5)]),
            Style.CASE,
            "constraints / 0: a constraint from 'a' to 'b', beside a link",
        ),
        (
            "a constraint beside a link told by plain values",
            Network.of("ab", [("a", "b", 5)], [("a", "b", 2, 5)]),
            Style.VALUE,
            "constraints / 0: a constraint from 'a' to 'b', beside a link",
        ),
        (
            "a point that comes before itself",
            Network.of("a", [("a", "a", -1)]),
            Style.CASE,
            "constraints / 0: the point 'a' comes before itself",
        ),
        (
            "a number of more than 32 bits",
            Network.of("ab", [("a", "b", 2**31 - 1)]),
            Style.CASE,
            "constraints / 0: the number 2147483647",
        ),
        (
            "the name of an end of a link with letters that the Tool does not take",
            Network.of(["a", "b-c"], [], [("a", "b-c", 2, 5)]),
            Style.CASE,
            "links / 0: the link ends at 'b-c'",
        ),
        (
            "a letter that XML does not have",
            Network.of(["a\x00"]),
            Style.CASE,
            "points / 0: the name 'a\\x00' has a character that XML does not have",
        ),
        (
            "a reason that is no text",
            Network.of("ab", [("a", "b", 3, 17)]),
            Style.CASE,
            "constraints / 0 / reason: a reason that is no text but of the kind 'int'",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and " / " not in value else "",
)
def test_what_the_tool_cannot_hold_is_refused_in_words(claim: str, network: Network, style: Style, said: str) -> None:
    with pytest.raises(InputError) as refused:
        graphml_text(network, style=style)
    assert " ".join(str(refused.value).split("\n  why:")[0].split()) == said


def test_everything_that_cannot_be_held_is_told_at_once() -> None:
    network = Network(["a\x01", "b"], [Constraint(0, 1, 2**40), Constraint(0, 1, 1, "\x02"), Constraint(1, 1, -1)])
    with pytest.raises(InputError) as refused:
        graphml_text(network)
    assert len(refused.value.faults) == 5


@with_samples
@pytest.mark.parametrize("row", KNOWN, ids=[row["file"] for row in KNOWN])
def test_a_sample_has_its_verdict_however_it_is_written(row: dict[str, str]) -> None:
    found = read_network(SAMPLES / row["file"])
    texts = [json_text(found.network, found.name)]
    if row["file"] != "plain.json":  # it has two constraints on one pair
        texts += [graphml_text(found.network, found.name, style) for style in Style]
    for text in texts:
        assert again(text) == found
    assert check(found.network).verdict.value == row["verdict"]


@with_samples
def test_the_sample_in_json_fits_the_schema() -> None:
    SCHEMA.validate(json.loads((SAMPLES / "plain.json").read_text()))


@with_samples
def test_both_generations_of_a_sample_are_the_same_network() -> None:
    for path in sorted((SAMPLES / "value").iterdir()):
        assert read_network(path) == read_network(SAMPLES / "case" / path.name)
