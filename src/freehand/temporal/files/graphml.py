"""Reads a temporal network in the GraphML of the CSTNU Tool: ``.stn`` and ``.stnu``.

An edge from x to y of value w says ``y - x <= w``. A contingent link ``(a, c, low, high)`` is two edges of the type
``contingent``, in one of two generations of attributes:

====================  ============================================  ==========================================
\\                     edge a to c                                   edge c to a
====================  ============================================  ==========================================
case values           ``LabeledValue`` is ``LC(c):low``             ``LabeledValue`` is ``UC(c):-high``
plain values          ``Value`` is ``high``                         ``Value`` is ``-low``
====================  ============================================  ==========================================

1. A file says of which type its network is (``NetworkType``): STN and STNU are read. What others add (labels,
   propositions, parameters, distributions) is refused, since without it this would be another network.
2. Types of edges: ``requirement`` (in old files ``normal`` or ``constraint``), ``derived`` and ``internal`` are
   constraints. An edge of type ``contingent`` that has a case value and a plain one is half a link and a constraint.
3. A value of ``∞``, or the number by which the Tool stands for it, is no bound: that edge says nothing.
4. What is not of the network is not read: positions of points, potentials, counts, ids of edges.
5. Keys may have defaults; a key is known by its ``attr.name``, or by its id where it has none, as in the Tool's files.
6. Our own keys ``Reason`` and ``LinkReason`` hold the reason of a constraint and of a link.

Source: the readers and writers of the CSTNU Tool (R. Posenato, SoftwareX 17, 2022), versions 4.3 and 5, and its page on
the format; U. Brandes and others, GraphML (2002).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, cast

from freehand.errors import Place, shown
from freehand.temporal.files.refusals import NetworkFile, Refusals, refused
from freehand.temporal.files.tree import read_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

TYPES = ("STN", "STNU")
CONSTRAINTS = ("requirement", "derived", "internal", "normal", "constraint", "qloopfinder")
REASON, LINK_REASON = "Reason", "LinkReason"
UNBOUNDED = 2**31 - 1
"""The Tool counts in 32 bits; its largest number stands for no bound."""

_WHOLE = re.compile(r"[+-]?[0-9]{1,24}")
_CASE = re.compile(r"(UC|LC)\s*\((.*)\)\s*:(.*)", re.IGNORECASE | re.DOTALL)
_OF_OTHER_TYPES = {
    "Obs": "stands a proposition that is observed",
    "Label": "stands a label",
    "Parameter": "stands a parameter",
    "LogNormalDistributionParameter": "stands a distribution",
    "LabeledValues": "stand labelled values",
    "UpperCaseLabeledValues": "stand labelled values",
    "LowerCaseLabeledValues": "stand labelled values",
}
_NOTHING_LABELLED = ("", "{}", "⊡", "false")
_BOTH = "a contingent link is two edges of type contingent, there and back."


def read_graphml(data: bytes, document: str) -> NetworkFile:
    """The network of a file already read; ``document`` is its name in faults.

    Raises ``InputError`` with every fault.

    >>> edge = '<edge source="a" target="b"><data key="Value">3</data></edge>'
    >>> made = f'<graphml><graph><node id="a"/><node id="b"/>{edge}</graph></graphml>'
    >>> read_graphml(made.encode(), "a.stn").network.edges
    [(0, 1, 3)]
    """
    root = read_xml(data, document)
    space, _, kind = str(root.tag).rpartition("}")
    space += "}" if space else ""
    if kind != "graphml":
        what, why = f"this is '{shown(kind)}'", "networks are read from GraphML, whose outermost element is 'graphml'."
        raise refused(document, _line(root), what, why, "Name a .stn or .stnu file, or a network in the JSON form.")
    graphs = [child for child in root if child.tag == f"{space}graph"]
    if len(graphs) != 1:
        what = "there is no graph" if not graphs else f"there are {len(graphs)} graphs"
        line = _line(graphs[1] if graphs else root)
        raise refused(document, line, what, "a file holds one network.", "Write one graph into the file.")
    return _Reader(document, space).read(root, graphs[0])


class _Value(NamedTuple):
    """What an edge or point says under some key: the text, and its line."""

    text: str
    line: int


class _Half(NamedTuple):
    """One bound of a link: its number, the line it stands on, the field, and the reason of the link."""

    number: int | None
    line: int
    field: str
    reason: str | None


class _Plain(NamedTuple):
    """A contingent edge with a plain value: half a link, unless there are case values on the pair."""

    start: str
    end: str
    value: _Value
    known: str
    reason: str | None
    upper: bool
    half: _Half


def _of_edge(known: str) -> str:
    """An edge as a fault names it, by its id if it has one."""
    return f"edge {shown(known)}".rstrip()


def _line(element: etree._Element) -> int:
    return cast("int | None", element.sourceline) or 0


class _Reader:
    """One file, and what is wrong with it."""

    def __init__(self, document: str, space: str) -> None:
        self.document = document
        self.space = space
        self.refusals = Refusals(document)
        self.names: dict[tuple[str, str], str] = {}
        self.defaults: dict[str, dict[str, _Value]] = {"node": {}, "edge": {}}
        self.points: list[str] = []
        self.of_points: list[int] = []
        self.constraints: list[tuple[str, str, int, str | None]] = []
        self.of_constraints: list[tuple[str, int]] = []
        """The id and the line of the edge of each."""
        self.same: dict[str, str] = {}
        """Names of points, each once, since an edge brings its own."""
        self.tags: dict[tuple[str, ...], set[str]] = {}
        self.lows: dict[tuple[str, str], _Half] = {}
        self.highs: dict[tuple[str, str], _Half] = {}
        self.order: dict[tuple[str, str], None] = {}
        self.plain: list[_Plain] = []
        self.broken: set[frozenset[str]] = set()
        """Pairs of which a half could not be read: that the other is alone is then no fault of its own."""
        self.unbounded = 0
        self.kinds: dict[str, int] = {}

    def read(self, root: etree._Element, graph: etree._Element) -> NetworkFile:
        self._read_keys(root)
        if graph.get("edgedefault", "directed") != "directed":
            what, why = "the edges of this graph have no direction", "a constraint leads from one point to another."
            self.refusals.add(_line(graph), "graph / edgedefault", what, why, 'Write edgedefault="directed".')
        stated = self._data(graph, "graph", "graph")
        self._check_type(stated)
        for child in self._children(graph, ("node", "edge", "data", "desc"), "graph"):
            if child.tag == f"{self.space}node":
                self._read_node(child)
            elif child.tag == f"{self.space}edge":
                self._read_edge(child)
        links, of_links = self._links()

        def where(kind: str, index: int, field: str) -> Place:
            line, said = 0, ""
            if kind == "points":
                line, said = self.of_points[index] if index < len(self.of_points) else _line(graph), "node"
            elif kind == "constraints" and index < len(self.of_constraints):
                known, line = self.of_constraints[index]
                said = _of_edge(known)
                said += {"from": " / source", "to": " / target", "max": " / Value"}.get(field, "")
            elif kind == "links":
                half = of_links[index][field == "max"]
                line, said = half.line, half.field
            return Place(self.document, line, said)

        network = self.refusals.network(self.points, self.constraints, links, where)
        name = stated["Name"].text.strip() if "Name" in stated else ""
        return NetworkFile(network, name, tuple(self._remarks()))

    def _remarks(self) -> Iterator[str]:
        if self.unbounded:
            yield f"{self.unbounded} of its edges have no bound (∞): they say nothing, and are not kept."
        for kind in ("derived", "internal"):
            if kind in self.kinds:
                yield f"{self.kinds[kind]} of its edges are of the type '{kind}': they are constraints like any other."

    # -- what may stand where ---------------------------------------------------------------------------------------

    def _children(self, element: etree._Element, known: tuple[str, ...], field: str) -> Iterator[etree._Element]:
        """The children that may stand here; others of GraphML are faults, and those of others are passed over."""
        if known not in self.tags:
            self.tags[known] = {f"{self.space}{kind}" for kind in known}
        tags = self.tags[known]
        for child in element:
            if child.tag in tags:
                yield child
            elif str(child.tag).rpartition("}")[0] == self.space.rstrip("}"):
                kind = shown(str(child.tag).removeprefix(self.space))
                why = f"what may stand here is: {', '.join(known)}."
                self.refusals.add(_line(child), field, f"here stands '{kind}'", why, "Take it out.")

    def _read_keys(self, root: etree._Element) -> None:
        for key in self._children(root, ("key", "graph", "data", "desc"), "graphml"):
            if key.tag != f"{self.space}key":
                continue
            known, of = key.get("id", ""), key.get("for", "all")
            name = key.get("attr.name") or known
            for kind in ("graph", "node", "edge") if of == "all" else (of,):
                self.names[kind, known] = name
                for default in key:
                    if default.tag == f"{self.space}default" and (default.text or "").strip() and kind in self.defaults:
                        self.defaults[kind][name] = _Value(default.text or "", _line(default))

    def _data(self, element: etree._Element, kind: str, field: str) -> dict[str, _Value]:
        """What is said of an element, by the names of keys, without what was left to its default."""
        found: dict[str, _Value] = {}
        children = (
            element.iterchildren(f"{self.space}data")
            if kind == "graph"  # whose other children are looked at elsewhere
            else self._children(element, ("data", "desc"), field)
        )
        for child in children:
            if child.tag != f"{self.space}data":
                continue
            key = child.get("key", "")
            name = self.names.get((kind, key), key)
            if name in found:
                what, why = f"'{shown(name)}' stands here twice", "only one can be meant."
                self.refusals.add(_line(child), field, what, why, "Keep one of the two.")
                continue
            if len(child) and name in ("Value", "LabeledValue", "Type", "Name"):
                what, why = f"'{shown(name)}' holds elements", "it is text."
                self.refusals.add(_line(child), field, what, why, "Write the value alone.")
            found[name] = _Value(child.text or "", _line(child))
        return found

    def _check_type(self, stated: dict[str, _Value]) -> None:
        kind = stated.get("NetworkType")
        if kind is not None and kind.text.strip().upper() not in (*TYPES, ""):
            what = f"this is a network of the type '{shown(kind.text.strip())}'"
            why = f"the types {' and '.join(TYPES)} are read; what others add cannot be left out."
            raise refused(self.document, kind.line, what, why, "Write it from the Tool as one of these.", "NetworkType")

    def _check_labels(self, stated: dict[str, _Value], field: str) -> None:
        for key, what in _OF_OTHER_TYPES.items():
            if key in stated and stated[key].text.strip() not in _NOTHING_LABELLED:
                why = (
                    "networks with conditions or distributions are not read, and without it this would be another one."
                )
                self.refusals.add(stated[key].line, f"{field} / {key}", f"here {what}", why, "Take it out.")

    # -- points and edges -------------------------------------------------------------------------------------------

    def _read_node(self, node: etree._Element) -> None:
        name = node.get("id", "")
        field = f"node {shown(name)}".rstrip()
        self._check_labels(self._data(node, "node", field), field)
        self.points.append(name)
        self.same[name] = name
        self.of_points.append(_line(node))

    def _read_edge(self, edge: etree._Element) -> None:
        known, line = edge.get("id", ""), _line(edge)
        field = _of_edge(known)
        start, end = edge.get("source"), edge.get("target")
        if start is None or end is None:
            what = f"there is no {'source' if start is None else 'target'}"
            why = "an edge leads from a source to a target."
            self.refusals.add(line, field, what, why, "Name both points.")
            return
        if edge.get("directed", "true") != "true":
            what, why = "this edge has no direction", "a constraint leads from one point to another."
            self.refusals.add(line, field, what, why, "Take 'directed' out.")
            return
        stated = self._data(edge, "edge", field)
        for name, default in self.defaults["edge"].items():
            stated.setdefault(name, default._replace(line=line))
        self._check_labels(stated, field)
        start, end = self.same.get(start, start), self.same.get(end, end)
        reason = stated[REASON].text if REASON in stated else None
        kind = stated["Type"].text.strip().lower() if "Type" in stated else CONSTRAINTS[0]
        value, case = (stated.get(key, _Value("", line)) for key in ("Value", "LabeledValue"))
        if kind == "contingent":
            self._read_contingent(start, end, value, case, known, stated)
        elif kind not in CONSTRAINTS:
            what = f"there is no type of edge '{shown(stated['Type'].text.strip())}'"
            why = "the types are contingent, requirement, derived and internal."
            self.refusals.add(stated["Type"].line, f"{field} / Type", what, why, "Name one of these.")
        elif case.text.strip():
            what = f"a case value on an edge of the type '{kind}'"
            why = "it is half of a link if the type is contingent, and else a wait, which a check has derived."
            next_ = "Give the network as it was before the check, or mend the type."
            self.refusals.add(case.line, f"{field} / LabeledValue", what, why, next_)
        elif not value.text.strip():
            what, why = "this edge has no Value", "an edge says how long after its source its target comes at most."
            self.refusals.add(value.line, field, what, why, "Give it a Value, or take the edge out.")
        else:
            self.kinds[kind] = self.kinds.get(kind, 0) + 1
            self._constraint(start, end, value, known, reason)

    def _constraint(self, start: str, end: str, value: _Value, known: str, reason: str | None) -> None:
        number, sound = self._number(value, known, "Value")
        if number is not None:
            self.constraints.append((start, end, number, reason or None))
            self.of_constraints.append((known, value.line))
        self.unbounded += sound and number is None

    def _number(self, value: _Value, known: str, key: str) -> tuple[int | None, bool]:
        """A number, None where there is no bound, and whether it can be read."""
        text = value.text.strip()
        if text in ("∞", "+∞"):
            return None, True
        if _WHOLE.fullmatch(text):
            number = int(text)
            return (None, True) if number == UNBOUNDED else (number, True)
        what, why = f"'{shown(text)}' is no whole number", "everything is reckoned exactly, in whole numbers."
        if text == "-∞":
            what, why = "'-∞' is no bound", "no time is that early."
        self.refusals.add(value.line, f"{_of_edge(known)} / {key}", what, why, "Write a whole number, such as 3600.")
        return None, False

    def _read_contingent(
        self, start: str, end: str, value: _Value, case: _Value, known: str, stated: dict[str, _Value]
    ) -> None:
        reason, of_link = ((stated[key].text or None) if key in stated else None for key in (REASON, LINK_REASON))
        if not case.text.strip():
            self._read_plain(start, end, value, known, reason, of_link)
            return
        where = f"{_of_edge(known)} / LabeledValue"
        found = _CASE.fullmatch(case.text.strip())
        upper = found is not None and found[1].upper() == "UC"
        contingent = start if upper else end
        pair = (end, start) if upper else (start, end)
        if found is None:
            what, why = f"'{shown(case.text.strip())}' is no case value", "it is written LC(C):3 or UC(C):-5."
            self.refusals.add(case.line, where, what, why, "Write it so.")
            self.broken.add(frozenset(pair))
        elif found[2].strip() != contingent.strip():
            leads = "from" if upper else "to"
            what = f"the case value is of '{shown(found[2])}', and the edge leads {leads} '{shown(contingent)}'"
            why = "LC(C) stands on the edge that leads to C, UC(C) on the one that leads from it."
            self.refusals.add(case.line, where, what, why, "Mend the name, or turn the edge round.")
            self.broken.add(frozenset(pair))
        elif upper and found[3].strip() == "-∞":
            self._half(pair, upper, _Half(None, case.line, where, of_link))
        else:
            number, sound = self._number(_Value(found[3], case.line), known, "LabeledValue")
            if sound:
                number = -number if upper and number is not None else number
                self._half(pair, upper, _Half(number, case.line, where, of_link))
            else:
                self.broken.add(frozenset(pair))
        if value.text.strip():
            self._constraint(start, end, value, known, reason)

    def _read_plain(
        self, start: str, end: str, value: _Value, known: str, reason: str | None, of_link: str | None
    ) -> None:
        """Half a link, unless its other half, or one beside it, is told by a case value."""
        field = _of_edge(known)
        if not value.text.strip():
            what, why = "a contingent edge without a value", "it has a Value, or a LabeledValue such as LC(C):3."
            self.refusals.add(value.line, field, what, why, "Give it one.")
            self.broken.add(frozenset((start, end)))
            return
        number, sound = self._number(value, known, "Value")
        if not sound:
            self.broken.add(frozenset((start, end)))
            return
        upper = number is None or number > 0
        pair = (start, end) if upper else (end, start)
        half = _Half(number if upper or number is None else -number, value.line, f"{field} / Value", of_link)
        self.order.setdefault(pair)
        self.plain.append(_Plain(start, end, value, known, reason, upper, half))

    def _half(self, pair: tuple[str, str], upper: bool, half: _Half) -> None:
        if half.number is None:
            what, why = "a contingent link without an end (∞)", "nature picks within bounds."
            self.refusals.add(half.line, half.field, what, why, "Give the longest that it can take.")
        self.order.setdefault(pair)
        halves = self.highs if upper else self.lows
        if pair in halves:
            extreme = "longest" if upper else "shortest"
            what = f"a second {extreme} duration from '{shown(pair[0])}' to '{shown(pair[1])}'"
            self.refusals.add(half.line, half.field, what, f"the first is on line {halves[pair].line}.", "Keep one.")
        halves.setdefault(pair, half)

    def _links(self) -> tuple[list[tuple[str, str, int, int, str | None]], list[tuple[_Half, _Half]]]:
        """The links of which both halves are there, in the order of their first halves; lone halves are faults."""
        cased = {frozenset(pair) for halves in (self.lows, self.highs) for pair in halves}
        for one in self.plain:
            if {one.start, one.end} in cased:
                self._constraint(one.start, one.end, one.value, one.known, one.reason)
            else:
                pair = (one.start, one.end) if one.upper else (one.end, one.start)
                self._half(pair, one.upper, one.half)
        links, of_links = [], []
        for pair in self.order:
            low, high = self.lows.get(pair), self.highs.get(pair)
            if low is not None and high is not None:
                if low.number is not None and high.number is not None:
                    links.append((*pair, low.number, high.number, low.reason or high.reason))
                    of_links.append((low, high))
            elif (half := low or high) is not None and frozenset(pair) not in self.broken:
                missing = "longest" if high is None else "shortest"
                what = f"the link from '{shown(pair[0])}' to '{shown(pair[1])}' has no {missing} duration"
                self.refusals.add(half.line, half.field, what, _BOTH, "Add the other edge, or make it a requirement.")
        return links, of_links
