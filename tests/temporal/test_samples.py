"""Networks in the CSTNU Tool's GraphML, with verdicts that are known to be true."""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from freehand.temporal.checking import check, consistency, dynamic, strong
from freehand.temporal.consistency import is_consistent
from freehand.temporal.dynamic import dynamically_controllable
from freehand.temporal.network import Edge, Link
from freehand.temporal.strong import strongly_controllable
from freehand.temporal.verify import verify
from tests.temporal import oracles, rivals
from tests.temporal.instances import Instance, named, word

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "samples" / "stnu"
VERDICTS = FOLDER / "VERDICTS.csv"
KNOWN = list(csv.DictReader(VERDICTS.read_text().splitlines())) if VERDICTS.exists() else []

Network = tuple[int, list[Edge], list[Link]]


def read_json(path: Path) -> Network:
    content = json.loads(path.read_text())
    number = {name: index for index, name in enumerate(content["points"])}
    edges = [(number[one["from"]], number[one["to"]], one["max"]) for one in content["constraints"]]
    links = [(number[one["from"]], number[one["to"]], one["min"], one["max"]) for one in content["links"]]
    return len(number), edges, links


def read_graphml(path: Path) -> Network:
    """Both styles: contingent bounds as cases, ``LC(C):low`` and ``UC(C):-high``, or as plain values both ways."""
    name = "{http://graphml.graphdrawing.org/xmlns/graphml}"
    root = ET.parse(path).getroot()
    number = {node.attrib["id"]: index for index, node in enumerate(root.iter(f"{name}node"))}
    edges: list[Edge] = []
    lows: dict[tuple[int, int], int] = {}
    highs: dict[tuple[int, int], int] = {}
    for element in root.iter(f"{name}edge"):
        data = {item.attrib["key"]: item.text or "" for item in element.iter(f"{name}data")}
        x, y = number[element.attrib["source"]], number[element.attrib["target"]]
        if data["Type"] != "contingent":
            edges.append((x, y, int(data["Value"])))
        elif "LabeledValue" in data:
            case, _, value = data["LabeledValue"].partition(":")
            if case.startswith("LC"):
                lows[x, y] = int(value)
            else:
                highs[y, x] = -int(value)
        elif (value_of_edge := int(data["Value"])) > 0:
            highs[x, y] = value_of_edge
        else:
            lows[y, x] = -value_of_edge
    assert lows.keys() == highs.keys()
    return len(number), edges, [(a, c, lows[a, c], highs[a, c]) for a, c in lows]


def read(file: str) -> Network:
    return read_json(FOLDER / file) if file.endswith(".json") else read_graphml(FOLDER / file)


def verdict(network: Network) -> str:
    n, edges, links = network
    if strongly_controllable(n, edges, links):
        return "assured"
    if dynamically_controllable(n, edges, links):
        return "adaptable"
    return "possible" if is_consistent(n, edges + oracles.as_edges(links)) else "impossible"


@pytest.mark.skipif(not KNOWN, reason=f"the samples are not beside this checkout, at {FOLDER}")
def test_there_are_samples_of_every_verdict() -> None:
    assert {row["verdict"] for row in KNOWN} == {"assured", "adaptable", "possible", "impossible"}


@pytest.mark.skipif(not KNOWN, reason=f"the samples are not beside this checkout, at {FOLDER}")
@pytest.mark.parametrize("row", KNOWN, ids=[row["file"] for row in KNOWN])
def test_the_verdict_on_the_sample(row: dict[str, str]) -> None:
    n, edges, links = read(row["file"])
    assert verdict((n, edges, links)) == row["verdict"]
    fixed, reacting = rivals.strongly_controllable(n, edges, links), rivals.dynamically_controllable(n, edges, links)
    kind = rivals.consistent(n, edges, links)
    assert word(kind, fixed, reacting).value == row["verdict"]
    network = named(Instance(n, edges, links))
    assert check(network).verdict.value == row["verdict"]
    for proof in (consistency(network), strong(network), dynamic(network)):
        assert verify(network, proof)


@pytest.mark.skipif(not KNOWN, reason=f"the samples are not beside this checkout, at {FOLDER}")
def test_both_styles_of_a_sample_are_the_same_network() -> None:
    for path in sorted((FOLDER / "value").iterdir()):
        assert read_graphml(path) == read_graphml(FOLDER / "case" / path.name)
