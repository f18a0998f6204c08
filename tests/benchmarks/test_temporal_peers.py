"""Peers are asked the same question as we are, and what is absent is left out with a word."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from lxml import etree

from benchmarks.temporal_instances import Instance, instances
from benchmarks.temporal_peers import ALL_PAIRS, CONSISTENCY, PLAIN, Peer, checkers, graphml, present
from freehand.temporal.consistency import as_edges


@pytest.fixture(scope="module")
def made() -> list[Instance]:
    return [*instances(10, 8), *instances(50, 4)]


@pytest.mark.parametrize("peer", CONSISTENCY, ids=lambda peer: peer.name)
def test_peers_find_the_consistency_that_is_there(made: list[Instance], peer: Peer) -> None:
    pytest.importorskip(peer.module)
    for one in made:
        assert peer.built(one.n, [*one.edges, *as_edges(one.links)])() == (one.verdict != "impossible")


@pytest.mark.parametrize("peer", ALL_PAIRS, ids=lambda peer: peer.name)
def test_peers_find_all_distances_of_a_consistent_network(made: list[Instance], peer: Peer) -> None:
    pytest.importorskip(peer.module)
    for one in made:
        if one.verdict != "impossible":
            found = peer.built(one.n, [*one.edges, *as_edges(one.links)])()
            assert len(found) == one.n


def test_the_plain_checker_finds_the_controllability_that_is_there(made: list[Instance]) -> None:
    assert PLAIN.built is not None
    for one in made:
        assert PLAIN.built(one)() == (one.verdict in ("assured", "adaptable"))


def test_what_is_absent_is_left_out_with_a_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert present(CONSISTENCY) == []
    assert "rustworkx is not installed and is left out" in capsys.readouterr().out
    assert list(checkers(tmp_path)) == list(checkers(None)) == []
    assert capsys.readouterr().out.count("CSTNU Tool is left out") == 2


def test_an_instance_is_written_as_the_tool_reads_it(made: list[Instance]) -> None:
    one = made[1]
    graph = etree.fromstring(graphml(one).encode()).find("{*}graph")
    assert graph is not None
    points = {node.get("id"): place for place, node in enumerate(graph.iterfind("{*}node"))}
    assert list(points)[:2] == ["Z", "p1"]
    edges: dict[str, list[tuple[int, int, int]]] = {"requirement": [], "contingent": []}
    for edge in graph.iterfind("{*}edge"):
        said = {data.get("key"): data.text or "" for data in edge.iterfind("{*}data")}
        edges[said["Type"]].append((points[edge.get("source")], points[edge.get("target")], int(said["Value"])))
    assert edges["requirement"] == list(one.edges)
    assert edges["contingent"] == as_edges(one.links)
