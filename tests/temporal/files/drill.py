"""Files that must be refused, each breaking one thing, or two that are told together; what is said: refusals.txt."""

from __future__ import annotations

from pathlib import Path

SAID = Path(__file__).with_name("refusals.txt")
TWO = '<node id="a"/><node id="b"/>\n'
THERE = 'id="e0" source="a" target="b"'
BACK = 'id="e1" source="b" target="a"'


def graph(body: str) -> str:
    """A GraphML file around points and edges, which begin on its third line."""
    return f"<graphml>\n<graph>\n{body}\n</graph>\n</graphml>\n"


def edge(attributes: str = THERE, **said: str) -> str:
    """An edge on a line of its own."""
    return f"<edge {attributes}>{data(**said)}</edge>\n"


def data(**said: str) -> str:
    """What is said of something."""
    return "".join(f'<data key="{key}">{value}</data>' for key, value in said.items())


def contingent(attributes: str, **said: str) -> str:
    """An edge of the type contingent."""
    return edge(attributes, Type="contingent", **said)


def bomb() -> str:
    """Ten entities, each ten times the one before."""
    parts = [f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10)]
    return '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY a0 "ha">' + "".join(parts) + "]>\n<graphml>&a9;</graphml>"


AB = '{"points": ["a", "b"],\n '


def numbers(*values: str) -> str:
    """Constraints whose numbers are these, from line 3 on."""
    rows = ",\n  ".join(f'{{"from": "a", "to": "b", "max": {value}}}' for value in values)
    return f'{AB}"constraints": [\n  {rows}\n ]}}'


def links(points: str, *rows: tuple[str, str, int, int]) -> str:
    """Links, from line 3 on."""
    named = ", ".join(f'"{point}"' for point in points)
    said = ",\n  ".join(f'{{"from": "{a}", "to": "{c}", "min": {low}, "max": {high}}}' for a, c, low, high in rows)
    return f'{{"points": [{named}],\n "links": [\n  {said}\n ]}}'


ODD = ("1.0", "1e3", "NaN", "-Infinity", '"5"', "true", "null", "[3]", "9" * 100, "-" + "9" * 5000)

JSON = {
    "an empty file": "",
    "blanks alone": "  \n\n",
    "neither of the two": "p1 -> p2 <= 5\n",
    "a list": "[1, 2]",
    "cut short": '{"points": ["a", "b"],\n "constraints": [{"from": "a"',
    "a comma too many": '{"points": ["a",\n "b",\n]}',
    "nested a thousand deep": '{"points":\n' + "[" * 30 + "\n" + "[" * 100_000,
    "nested two hundred deep": '{"points":\n' + "[" * 200 + "]" * 200 + "}",
    "no points": '{"constraints": []}',
    "an empty list of points": '{"points": []}',
    "points that are no list": '{"points": "a, b"}',
    "points that are no names": '{"points": ["a", 7, null, {"name": "b"}, ["c"], "", true]}',
    "a name that stands twice": '{"points": ["a", "b", "a"]}',
    "fields that nobody knows": '{"points": ["a"],\n "constraint": [],\n "unit": "s"}',
    "a field that stands twice": '{"points": ["a"],\n "links": [],\n "links": []}',
    "a field of a constraint that stands twice": AB
    + '"constraints": [{"from": "a", "to": "b", "max": 1,\n "max": 2}]}',
    "another format": '{"format": "freehand.network/2", "points": ["a"]}',
    "a format that is no text": '{"format": 1, "points": ["a"]}',
    "a name of the network that is no text": '{"name": 12, "points": ["a"]}',
    "constraints that are no objects": AB + '"constraints": [["a", "b", 1], "a", 3]}',
    "constraints that are no list": AB + '"constraints": {"from": "a", "to": "b", "max": 1}}',
    "keys that are not quite there": AB
    + '"constraints": [{"from": "a", "to": "b", "mx": 1},\n {"form": "a", "to": "b", "max": 1}]}',
    "numbers that are not whole": numbers(*ODD),
    "numbers whose sum leaves 64 bits": numbers("2305843009213693951", "1"),
    "points that are not there": '{"points": ["a"],\n "constraints": [\n  {"from": "a", "to": "b", "max": 1}],\n'
    ' "links": [\n  {"from": "c", "to": "a",\n   "min": 1, "max": 2}]}',
    "links that are none": links("abcd", ("a", "b", 0, 3), ("a", "c", 5, 4), ("a", "d", 4, 4)),
    "two links that end at one point": links("abc", ("a", "c", 1, 3), ("b", "c", 1, 3)),
    "links in a circle": links("ab", ("a", "b", 1, 3), ("b", "a", 1, 3)),
    "a reason that is no text": AB + '"constraints": [{"from": "a", "to": "b", "max": 1, "reason": 5}]}',
    "half of a letter": '{"points": ["a\\ud800"]}',
    "letters in a name that a terminal would act on": '{"points": ["a\u202eb\u200b", "a\u202eb\u200b", '
    '"\\u001b[2J", "\\u001b[2J"]}',
    "an unescaped control character": '{"points": ["a\x07"]}',
    "shape and meaning together": '{"points": ["a", "b", "b"],\n "constraints": [\n'
    '  {"from": "a", "to": "x", "max": 1},\n  {"from": "a", "to": "b", "max": "2"}\n ],\n'
    ' "links": [{"from": "a", "to": "b", "min": 3, "max": 2}]}',
}

GRAPHML = {
    "no GraphML": "<svg/>",
    "XML cut short": "<graphml><graph>\n<node id='a'/>",
    "no graph": "<graphml/>",
    "two graphs": "<graphml><graph/>\n<graph/></graphml>",
    "no points in the graph": graph(""),
    "a document type": '<!DOCTYPE graphml [<!ENTITY a "b">]>\n<graphml/>',
    "a bomb of entities": bomb(),
    "a file fetched from elsewhere": '<!DOCTYPE graphml SYSTEM "file:///etc/passwd">\n<graphml/>',
    "an entity that nobody defines": graph('<node id="a&evil;"/>'),
    "elements a thousand deep": "<graphml>" * 1000,
    "an encoding that nobody writes": '<?xml version="1.0" encoding="UTF-7"?>\n<graphml/>',
    "another type of network": graph(data(NetworkType="CSTNU") + "\n" + TWO),
    "what other types hold": graph(
        f'<node id="a">{data(Obs="p")}</node>\n<node id="b">{data(Label="p¬q")}</node>\n'
        + edge(LabeledValues="{(8, p)}", Value="3")
    ),
    "a graph without directions": '<graphml><graph edgedefault="undirected"><node id="a"/></graph></graphml>',
    "an edge without direction": graph(TWO + edge(f'{THERE} directed="false"', Value="3")),
    "points without names, and one twice": graph('<node/>\n<node id=""/>\n<node id="a"/>\n<node id="a"/>'),
    "edges to nowhere": graph(
        TWO
        + edge('id="e0" source="a"', Value="1")
        + edge('source="x" target="b"', Value="1")
        + edge('id="e2" source="a" target="y"', Value="1")
    ),
    "an edge without a value": graph(TWO + edge() + edge(BACK, Type="requirement")),
    "values that are no whole numbers": graph(
        TWO + "".join(edge(Value=value) for value in ("1.5", "NaN", "3,000", "-∞", "1e3", "٣", "0x1F", "9" * 100))
    ),
    "a value that stands twice": graph(
        TWO + f'<edge {THERE}><data key="Value">1</data>\n<data key="Value">2</data></edge>'
    ),
    "a value that holds elements": graph(TWO + f'<edge {THERE}><data key="Value">1<b/>2</data></edge>'),
    "a type that nobody knows": graph(TWO + edge(Type="wish", Value="1")),
    "a wait": graph(TWO + edge(Type="derived", LabeledValue="UC(b):-3")),
    "a case value that cannot be read": graph(
        TWO + contingent(THERE, LabeledValue="XC(b):3") + contingent(BACK, LabeledValue="UC(b):-5")
    ),
    "a case value that is no number": graph(
        TWO + contingent(THERE, LabeledValue="LC(b):3.5") + contingent(BACK, LabeledValue="UC(b):-5")
    ),
    "a case value of another point": graph(
        TWO + contingent(THERE, LabeledValue="LC(a):3") + contingent(BACK, LabeledValue="UC(b):-5")
    ),
    "half a link, in case values": graph(TWO + contingent(THERE, LabeledValue="LC(b):3")),
    "half a link, in plain values": graph(TWO + contingent(THERE, Value="5") + edge(BACK, Value="-3")),
    "one half in each generation": graph(
        TWO + contingent(THERE, LabeledValue="LC(b):3") + contingent(BACK, Value="-5")
    ),
    "two halves of the same kind": graph(TWO + contingent(THERE, Value="5") + contingent(BACK, Value="3")),
    "a half that stands twice": graph(
        TWO
        + contingent(THERE, LabeledValue="LC(b):3")
        + contingent(THERE, LabeledValue="LC(b):2")
        + contingent(BACK, LabeledValue="UC(b):-5")
    ),
    "a contingent edge without a value": graph(TWO + contingent(THERE)),
    "a link without an end": graph(
        TWO + contingent(THERE, LabeledValue="LC(b):3") + contingent(BACK, LabeledValue="UC(b):-∞")
    ),
    "a link without an end, in plain values": graph(TWO + contingent(THERE, Value="∞") + contingent(BACK, Value="-2")),
    "a link that takes exactly so long": graph(
        TWO + contingent(THERE, LabeledValue="LC(b):3") + contingent(BACK, LabeledValue="UC(b):-3")
    ),
    "a link that may take nothing": graph(TWO + contingent(THERE, Value="3") + contingent(BACK, Value="0")),
    "a link of a point with itself": graph(
        '<node id="a"/>'
        + contingent('id="e0" source="a" target="a"', Value="3")
        + contingent('id="e1" source="a" target="a"', Value="-1")
    ),
    "what GraphML has and networks have not": graph('<node id="a"><port name="p"/></node><hyperedge/>'),
    "a point with a graph inside": graph('<node id="a">\n<graph><node id="b"/></graph></node>'),
    "letters in an id that a terminal would act on": graph(
        '<node id="a\u202e"/>' + edge('id="\u202e" source="a\u202e" target="z\u200b"', Value="x\u202e")
    ),
}

FILES = {claim: ("a.json", text) for claim, text in JSON.items()} | {
    claim: ("a.stnu", text) for claim, text in GRAPHML.items()
}
assert len(FILES) == len(JSON) + len(GRAPHML)


def said() -> dict[str, str]:
    """What must be said of each."""
    _, *parts = SAID.read_text(encoding="utf-8").split("== ")
    return {claim: text.strip("\n") for claim, _, text in (part.partition("\n") for part in parts)}
