"""The many ways in which the Tool and others write one network."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from freehand.errors import AccessError, InputError, UsageError
from freehand.temporal.checking import check
from freehand.temporal.files import opening, read_network, starting_at
from freehand.temporal.files.reading import network_of
from freehand.temporal.named import Network
from tests.temporal.files.drill import BACK, THERE, TWO, contingent, data, edge, graph

LINK = Network.of("ab", [], [("a", "b", 3, 5)])
CASES = contingent(THERE, LabeledValue="LC(b):3") + contingent(BACK, LabeledValue="UC(b):-5")
PLAIN = contingent(THERE, Value="5") + contingent(BACK, Value="-3")
TOOL = 'xmlns="http://graphml.graphdrawing.org/xmlns/graphml"'
OTHERS = 'xmlns="http://graphml.graphdrawing.org/xmlns"'


def of(text: str) -> Network:
    return network_of(text.encode(), "a.stnu").network


@pytest.mark.parametrize(
    "text",
    [
        graph(TWO + CASES),
        graph(TWO + PLAIN),
        graph(TWO + contingent(BACK, Value="-3") + contingent(THERE, Value=" +5\n")),
        graph(TWO + CASES.replace("LC(b):3", " lc( b ) : 3 ").replace("contingent", "Contingent")),
        graph(data(NetworkType="STNU", nContingent="9", nEdges="x") + TWO + CASES),
        graph(TWO + CASES).replace("<graphml>", f"<graphml {TOOL}>"),
        graph(TWO + CASES).replace("<graphml>", f"<graphml {OTHERS}>"),
        "\ufeff" + graph(TWO + CASES),
        "<!-- made by hand --><?keep this?>" + graph("<!-- edges -->" + TWO + CASES + "<desc>said</desc>"),
        graph(CASES + TWO),
        graph('<node id="a"><data key="x">1.5</data><data key="Label">⊡</data></node><node id="b"/>' + CASES),
        graph(TWO + CASES + '<y:note xmlns:y="http://elsewhere">kept by others</y:note>'),
    ],
)
def test_these_say_the_same_link(text: str) -> None:
    assert of(text) == LINK


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_json_may_be_in_any_encoding_of_unicode(encoding: str) -> None:
    text = json.dumps({"points": ["naïve", "Ω", "時"]}, ensure_ascii=False)
    assert network_of(text.encode(encoding), "a.json").network.points == ("naïve", "Ω", "時")


def test_graphml_may_be_in_a_code_page_of_old() -> None:
    text = '<?xml version="1.0" encoding="ISO-8859-1"?>' + graph('<node id="naïve"/>')
    assert network_of(text.encode("latin-1"), "a.stn").network.points == ("naïve",)


def test_keys_are_known_by_their_names_and_have_defaults() -> None:
    keys = (
        '<key id="d0" for="edge" attr.name="Value"><default>7</default></key>'
        '<key id="d1" for="all" attr.name="Type"><default>internal</default></key>'
        '<key id="Name" for="graph"/>'
    )
    edges = edge(THERE, d0="2") + edge(BACK)
    found = network_of(graph(data(Name=" made ") + TWO + edges).replace("<graph>", keys + "<graph>").encode(), "a.stn")
    assert found.network.edges == [(0, 1, 2), (1, 0, 7)]
    assert found.name == "made"
    assert found.remarks == ("2 of its edges are of the type 'internal': they are constraints like any other.",)


def test_the_types_of_old_files_are_constraints() -> None:
    assert of(graph(TWO + edge(Type="normal", Value="1") + edge(BACK, Type="constraint", Value="2"))).edges == [
        (0, 1, 1),
        (1, 0, 2),
    ]


def test_a_number_beside_a_case_value_is_a_constraint_of_its_own() -> None:
    both = contingent(THERE, LabeledValue="LC(b):3", Value="4") + contingent(BACK, LabeledValue="UC(b):-5")
    found = of(graph(TWO + both))
    assert (found.edges, found.bounds) == ([(0, 1, 4)], [(0, 1, 3, 5)])


def test_no_bound_is_no_constraint_and_is_said() -> None:
    found = network_of(graph(TWO + edge(Value="∞") + edge(BACK, Value="2147483647")).encode(), "a.stn")
    assert found.network.edges == []
    assert found.remarks == ("2 of its edges have no bound (∞): they say nothing, and are not kept.",)


def test_a_file_is_taken_as_it_is_written() -> None:
    text = graph('<node id="b"/><node id="Z"/>' + edge('source="Z" target="b"', Value="-5"))
    assert of(text).points == ("b", "Z")
    assert check(of(text)).verdict.value == "assured"
    assert check(starting_at(of(text), "Z")).verdict.value == "impossible"


def test_only_a_point_of_the_network_can_be_the_first() -> None:
    with pytest.raises(UsageError, match="Did you mean 'start'"):
        starting_at(Network.of(["start"]), "strat")
    with pytest.raises(UsageError, match="'b' ends a link"):
        starting_at(LINK, "b")


def test_the_end_of_a_link_may_stand_first() -> None:
    found = of(graph('<node id="b"/><node id="a"/>' + CASES))
    assert (found.points, found.origin) == (("b", "a"), 1)


def test_a_loop_below_zero_is_impossible_and_one_above_says_nothing() -> None:
    for value, verdict in (("-1", "impossible"), ("0", "assured")):
        assert check(of(graph(TWO + edge('source="a" target="a"', Value=value)))).verdict.value == verdict


def test_names_are_compared_letter_by_letter() -> None:
    assert of(graph('<node id="é"/><node id="e\u0301"/><node id="ｅ"/>')).points == ("é", "e\u0301", "ｅ")


def test_a_line_far_down_is_known(tmp_path: Path) -> None:
    rows = ",\n".join('{"from": "a", "to": "b", "max": 1}' for _ in range(70_000))
    text = f'{{"points": ["a", "b"], "constraints": [\n{rows},\n{{"from": "a", "to": "c", "max": 1}}]}}'
    with pytest.raises(InputError) as refused:
        network_of(text.encode(), "a.json")
    assert str(refused.value).startswith("a.json:70002  constraints / 70000 / to: there is no point 'c'")


def test_a_hundred_faults_are_told_and_the_rest_counted() -> None:
    rows = ",".join('{"from": "a", "to": "b", "mx": 1}' for _ in range(50_000))
    with pytest.raises(InputError) as refused:
        network_of(f'{{"points": ["a", "b"], "constraints": [{rows}]}}'.encode(), "a.json")
    assert len(refused.value.faults) == 101
    assert refused.value.faults[-1].what == "and 99900 more faults"


def test_what_cannot_be_opened_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(AccessError, match="cannot be read"):
        read_network(tmp_path / "none.json")
    with pytest.raises((InputError, AccessError)):
        read_network(tmp_path)
    with pytest.raises(InputError, match="no ordinary file"):
        read_network("/dev/zero")
    with pytest.raises(AccessError):
        read_network("a\0b")


def test_a_file_of_ten_million_constraints_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(10_000_000 * len('{"from":"a","to":"b","max":1},'))
    with pytest.raises(InputError, match="more than 67,108,864 bytes"):
        read_network(path)
    assert opening.LARGEST_FILE == 67_108_864


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ('{"points": [' + "{}," * 2_500_000 + "1]}", "2,500,000 brackets"),
        ('{"points": [' + "1," * 8_500_001 + "1]}", "8,500,000 commas"),
        ("<graphml>" + "<a/>" * 4_000_000 + "</graphml>", "4,000,000 tags"),
        ("<graphml " + "a=" * 4_000_001 + "/>", "4,000,000 attributes"),
    ],
    ids=["brackets", "commas", "tags", "attributes"],
)
def test_what_would_swell_in_memory_is_refused_before_it_is_parsed(text: str, things: str) -> None:
    with pytest.raises(InputError, match=f"more than {things}"):
        network_of(text.encode(), "a")
