"""Writes a network in the GraphML of the CSTNU Tool, so that the Tool reads the same network, or says why it cannot.

What the Tool cannot hold is refused, since it would be lost without a word on its side:

1. A second constraint on the same two points in the same direction: of two such edges the Tool keeps the first.
   Beside a link, only a constraint that repeats its bound, and only with case values.
2. A constraint of a point with itself: the Tool drops it. One that says nothing is written all the same.
3. A number that does not fit below the 32 bits in which the Tool counts.
4. The name of a point that ends a link, if it has other characters than those the Tool takes there; characters that
   XML does not have, in any name or reason.

Reasons stand under keys of our own, which the Tool passes over; see :mod:`freehand.temporal.files.graphml`, rule 6.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from freehand.errors import shown
from freehand.temporal.files.graphml import LINK_REASON, REASON, UNBOUNDED
from freehand.temporal.files.json_text import refuse_unwritable
from freehand.temporal.files.refusals import Refusals
from freehand.temporal.named import Network


class Style(Enum):
    """Which generation of the Tool's attributes tells the bounds of a link."""

    CASE = "case"
    VALUE = "value"


_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENDS_LINK = re.compile("[A-Za-z0-9_ωΩ? ]+")
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)
_MANY = "'tightest' keeps the least of several, and leaves out what links imply."
_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns/graphml"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns/graphml">"""
_KEYS = (
    ("NetworkType", "graph", "Network Type", "STNU"),
    ("Name", "graph", "Graph Name", ""),
    ("nContingent", "graph", "Number of contingents in the graph", "0"),
    ("nEdges", "graph", "Number of edges in the graph", "0"),
    ("nVertices", "graph", "Number of vertices in the graph", "0"),
    ("nObservedProposition", "graph", "Number of observed propositions in the graph", "0"),
    ("x", "node", "x coordinate", "0"),
    ("y", "node", "y coordinate", "0"),
    ("Obs", "node", "Proposition Observed", ""),
    ("Label", "node", "Label", "⊡"),
    ("Potential", "node", "Labeled Potential Values", ""),
    ("Type", "edge", "Type: contingent|requirement|derived|internal", "requirement"),
    ("Value", "edge", "Value of an edge: integer", ""),
)
_CASE_KEY = ("LabeledValue", "edge", "Case value: LC(NodeName):integer or UC(NodeName):integer", "")
_REASON_KEYS = (
    (REASON, "edge", "Why the constraint is there, in words", ""),
    (LINK_REASON, "edge", "Why the link is there, in words", ""),
)
_ACROSS, _STEP = 10, 120


def graphml_text(network: Network, name: str = "", style: Style = Style.CASE) -> str:
    """The network as GraphML: an STN where it has no links, else an STNU.

    Raises ``InputError`` with everything that the Tool cannot hold.

    >>> text = graphml_text(Network.of(["Z", "C"], [("C", "Z", -1)]))
    >>> print(text.splitlines()[-3])
    <edge id="e0" source="C" target="Z"><data key="Type">requirement</data><data key="Value">-1</data></edge>
    """
    refuse_unwritable(network, name)
    beside = _refuse_what_cannot_be_held(network, name, style)
    return "\n".join(_lines(network, name, style, beside)) + "\n"


def _refuse_what_cannot_be_held(network: Network, name: str, style: Style) -> dict[tuple[int, int], int]:
    """Rules 1 to 4; the constraints that stand on an edge of a link, by their points."""
    refusals = Refusals("")
    points = [shown(point) for point in network.points]
    if _NO_XML.search(name):
        refusals.add(0, "name", *_no_xml("the name of the network"))
    for index, point in enumerate(network.points):
        if _NO_XML.search(point):
            refusals.add(0, f"points / {index}", *_no_xml(f"the name '{points[index]}'"))
    bounds: dict[tuple[int, int], int] = {}
    for index, (start, end, low, high, reason) in enumerate(network.links):
        field = f"links / {index}"
        bounds[start, end], bounds[end, start] = high, -low
        if not _ENDS_LINK.fullmatch(network.points[end]):
            what = f"the link ends at '{points[end]}'"
            why = (
                "the Tool takes A to Z, a to z, 0 to 9, _, ?, ω, Ω and blanks in the name of a point that ends a link."
            )
            refusals.add(0, field, what, why, "Give the point another name, or write the JSON form.")
        _check(refusals, field, high, reason)
    seen: dict[tuple[int, int], int] = {}
    for index, (start, end, most, reason) in enumerate(network.constraints):
        field, told = f"constraints / {index}", f"from '{points[start]}' to '{points[end]}'"
        _check(refusals, field, most, reason)
        if start == end and most < 0:
            what, why = (
                f"the point '{points[start]}' comes before itself",
                "the Tool drops edges that lead back at once.",
            )
            refusals.add(0, field, what, why, "Write the JSON form; this network is impossible.")
        elif (start, end) in bounds and (style is Style.VALUE or bounds[start, end] != most):
            what, why = (
                f"a constraint {told}, beside a link",
                "the Tool holds one number for two points and a direction.",
            )
            refusals.add(0, field, what, why, f"Write the JSON form. {_MANY}")
        elif (start, end) in seen:
            what = f"a second constraint {told}; the first is {seen[start, end]}"
            why = "the Tool holds one number for two points and a direction."
            refusals.add(0, field, what, why, f"Write the JSON form. {_MANY}")
        seen.setdefault((start, end), index)
    if refusals.found:
        raise refusals.error()
    return {pair: index for pair, index in seen.items() if pair in bounds}


def _check(refusals: Refusals, field: str, number: int, reason: object) -> None:
    if not -UNBOUNDED < number < UNBOUNDED:
        what, why = f"the number {number}", f"the Tool counts in 32 bits: below {UNBOUNDED}."
        refusals.add(0, field, what, why, "Write the JSON form, or use a larger unit.")
    if isinstance(reason, str) and _NO_XML.search(reason):
        refusals.add(0, f"{field} / reason", *_no_xml(f"the reason '{shown(reason)}'"))


def _no_xml(what: str) -> tuple[str, str, str]:
    return f"{what} has a character that XML does not have", "control characters are not allowed.", "Change it."


def _lines(network: Network, name: str, style: Style, beside: dict[tuple[int, int], int]) -> Iterator[str]:
    points, constraints, links = (network.points, network.constraints, network.links)
    reasons = any(one[-1] for several in (constraints, links) for one in several)
    yield _HEAD
    cased = links and style is Style.CASE
    for key, of, meaning, default in (*_KEYS, *((_CASE_KEY,) if cased else ()), *(_REASON_KEYS if reasons else ())):
        yield f'<key id="{key}" for="{of}"><desc>{meaning}</desc><default>{default}</default></key>'
    yield '<graph edgedefault="directed">'
    yield _data("NetworkType", "STNU" if links else "STN")
    if name:
        yield _data("Name", name)
    yield _data("nContingent", str(len(links)))
    yield _data("nEdges", str(len(constraints) - len(beside) + 2 * len(links)))
    yield _data("nVertices", str(len(points)))
    for index, point in enumerate(points):
        x, y = (float(_STEP * at) for at in (index % _ACROSS, index // _ACROSS))
        yield f'<node id="{point.translate(_ESCAPES)}">{_data("x", str(x))}{_data("y", str(y))}</node>'
    number = 0
    held = set(beside.values())
    for index, (start, end, most, reason) in enumerate(constraints):
        if index not in held:
            said = _data("Type", "requirement") + _data("Value", str(most)) + _data(REASON, reason)
            yield _edge(number, points[start], points[end], said)
            number += 1
    for start, end, low, high, reason in links:
        for a, b, case, value in (
            (start, end, f"LC({points[end]}):{low}", high),
            (end, start, f"UC({points[end]}):{-high}", -low),
        ):
            said = _data("Type", "contingent")
            if (a, b) in beside:
                constraint = constraints[beside[a, b]]
                said += _data("Value", str(constraint.most)) + _data(REASON, constraint.reason)
            said += _data("LabeledValue", case) if style is Style.CASE else _data("Value", str(value))
            yield _edge(number, points[a], points[b], said + (_data(LINK_REASON, reason) if a == start else ""))
            number += 1
    yield "</graph>"
    yield "</graphml>"


def _edge(number: int, start: str, end: str, said: str) -> str:
    source, target = start.translate(_ESCAPES), end.translate(_ESCAPES)
    return f'<edge id="e{number}" source="{source}" target="{target}">{said}</edge>'


def _data(key: str, value: object) -> str:
    """One thing that is said; nothing where there is nothing to say."""
    return f'<data key="{key}">{str(value).translate(_ESCAPES)}</data>' if value else ""
