"""A planner's documents as items, and back: what of a workspace's folder can be said, piece by piece.

1. One item per plan element: a contingency, the shared means, a party's own means, a course, a promise to offer, a
   report, what is released of one course. What it is comes from its fields, as everywhere in a workspace.
2. The text of an item is JSON: every scalar a text in NFC with single blanks, comments gone, the planner's order kept.
   A field with nothing under it is an empty map. So equal plans give equal texts, however they were laid out.
3. The object that an item is about is named by what identifies it (``node/objects``).
4. Of the compact's document only the shared means are an item. Who is in it stands in cards, and the rules in the
   terms; both are handed out beside the items.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from freehand.errors import Fault, InputError, Place
from freehand.formats import shapes
from freehand.formats.letters import as_name
from freehand.formats.reading import MOST_FAULTS, Part, Reader
from freehand.formats.tree import Fields, Items, Node, Text
from freehand.formats.workspace import INTERFACE, MARKS, mark_of, trees_of
from freehand.node.json_line import json_line
from freehand.node.kinds import DOCUMENT
from freehand.node.objects import object_name, quoted, spoken

SHARED_MEANS = "means"
OWN_MEANS = "own-means"
_KINDS = {
    shapes.CONTINGENCY.name: "contingency",
    shapes.MEANS_OF.name: "own-means",
    shapes.COURSE.name: "course",
    shapes.PROMISE.name: "offer",
    shapes.REPORT.name: "report",
    INTERFACE: "interface",
}


class Document(NamedTuple):
    """One item of a workspace.

    ``party`` is whose it is, empty where it belongs to all; ``contingency`` what it is about, empty where it is about
    none; ``to`` the parties besides its own that it names as those it is meant for.
    """

    kind: str
    object: str
    text: str
    party: str
    contingency: str
    to: tuple[str, ...]
    place: Place

    @property
    def body(self) -> dict[str, str]:
        """The body of its record."""
        return {DOCUMENT: self.text}


class Folder(NamedTuple):
    """What a workspace's folder holds: items, and what of the compact's document is no item.

    ``parties`` says who each is; ``rules`` is the map of the rules of the terms as text, empty where there are none.
    """

    documents: tuple[Document, ...]
    compact: str
    illustrative: bool
    parties: Mapping[str, str]
    rules: str


# -- text --------------------------------------------------------------------------------------------------------------


def text_of(node: Node) -> str:
    """The tree of a document as the text of an item.

    >>> from freehand.formats.tree import read_yaml
    >>> trees, _ = read_yaml("course: by  sea # or by air\\nmeets: [people safe]\\nrules:", "plan.yaml")
    >>> text_of(trees[0])
    '{"course":"by sea","meets":["people safe"],"rules":{}}'
    """
    data = _plain(node)
    if isinstance(data, dict):
        data = {key: {} if value == "" else value for key, value in data.items()}
        scenarios = data.get(shapes.SCENARIO_MAP.name)
        if isinstance(scenarios, dict):  # a scenario may have no event
            data[shapes.SCENARIO_MAP.name] = {k: {} if v == "" else v for k, v in scenarios.items()}
    return json_line(data)


def _plain(node: Node) -> Any:
    if isinstance(node, Text):
        return as_name(node.value)
    if isinstance(node, Items):
        return [_plain(item) for item in node.items]
    found: dict[str, Any] = {}
    for key, value in node.entries:
        name = as_name(key.value)
        found[name if name not in found else key.value] = _plain(value)
    return found


# -- a folder, split ---------------------------------------------------------------------------------------------------


def split(files: Iterable[tuple[str, bytes]], faults: Iterable[Fault] = ()) -> Folder:
    """The items of a workspace's files; it need not be whole: the plans of one party will do.

    Args:
        files: pairs of a document's name and its bytes.
        faults: what was found wrong with them already.

    Raises:
        InputError: with every fault, those given included.

    >>> from freehand.formats.folder import read_folder
    >>> found = split(*read_folder("examples/worked/within"))
    >>> [(each.kind, each.party, each.object) for each in found.documents]
    [('course', 'A', 'drill/do%20a'), ('course', 'B', 'drill/do%20b'), ('contingency', '', 'drill')]
    """
    found = list(faults)
    folder = as_far_as_read(files, found)
    if found:
        raise InputError(found[:MOST_FAULTS])
    return folder


def as_far_as_read(files: Iterable[tuple[str, bytes]], found: list[Fault]) -> Folder:
    """The same as far as it can be read; the faults of files by themselves are added to ``found``."""
    documents: list[Document] = []
    compact, illustrative, rules, seen = "", False, "", None
    parties: dict[str, str] = {}
    for name, data in files:
        reader = Reader(name, found)
        for node in trees_of(name, data, found):
            mark = mark_of(node, reader)
            if mark is None or not isinstance(node, Fields):
                continue
            if mark != INTERFACE:
                Part(reader, MARKS[mark], "", node.line).read(node)  # for its faults
            plain: dict[str, Any] = json.loads(text_of(node))
            place = Place(name, node.line, mark)
            if mark == shapes.COMPACT.name:
                if seen is not None:
                    found.append(_second(seen, place))
                seen = place
                compact, illustrative = _word(plain, mark), plain.get(shapes.ILLUSTRATIVE.name) == "yes"
                parties = _texts(plain.get(shapes.PARTIES.name))
                rules = json_line(plain[shapes.RULES.name]) if plain.get(shapes.RULES.name) else ""
                documents += _shared(plain, place)
            else:
                documents.append(_document(mark, plain, place))
    documents = _joined(documents, found)
    return Folder(tuple(documents), compact, illustrative, parties, rules)


def _document(mark: str, plain: dict[str, Any], place: Place) -> Document:
    def word(key: str) -> str:
        return _word(plain, key)

    kind, text, name = _KINDS[mark], json_line(plain), word(mark)
    if kind == "contingency":
        return Document(kind, object_name(name), text, "", name, (), place)
    if kind == "own-means":
        return Document(kind, OWN_MEANS, text, name, "", (), place)
    contingency = word(shapes.RULE_CONTINGENCY.name)
    if kind == "course":
        party = word(shapes.COURSE_PARTY.name)
        return Document(kind, object_name(contingency, name), text, party, contingency, (), place)
    if kind == "interface":
        return Document(kind, INTERFACE, text, word("party"), "", (), place)
    to = plain.get(shapes.RECIPIENTS.name)
    told = tuple(each for each in (to if isinstance(to, list) else [to]) if isinstance(each, str))
    return Document(kind, object_name(name), text, word(shapes.GIVER.name), contingency, told, place)


def _shared(plain: dict[str, Any], place: Place) -> list[Document]:
    keys = (shapes.SHARED_MEANS.name, shapes.AREAS.name)
    kept = {key: plain[key] for key in keys if plain.get(key)}
    return [Document("means", SHARED_MEANS, json_line(kept), "", "", (), place)] if kept else []


def _joined(documents: list[Document], faults: list[Fault]) -> list[Document]:
    """Each item once: what a party says of its own means in several documents is one item."""
    found: dict[tuple[str, str, str], Document] = {}
    for each in documents:
        key = (each.kind, each.party, each.object)
        first = found.setdefault(key, each)
        if first is each:
            continue
        if each.kind == "own-means":
            found[key] = first._replace(text=_both(first.text, each.text))
        else:
            what = f"the {each.kind} {spoken(each.object)} stands here twice"
            why = f"it was already said at {first.place}."
            faults.append(Fault(what, each.place, why, "Keep one of the two, or give one another name."))
    return list(found.values())


def _both(first: str, second: str) -> str:
    """Two lists of a party's means as one; a means that both count keeps the first number."""
    one, other = json.loads(first), json.loads(second)
    for key, value in other.items():
        known = one.get(key)
        if isinstance(known, dict) and isinstance(value, dict):
            one[key] = value | known
        elif key in (shapes.OWN_AREAS.name,) and known is not None:
            both = [*(known if isinstance(known, list) else [known]), *(value if isinstance(value, list) else [value])]
            one[key] = list(dict.fromkeys(both))
        else:
            one.setdefault(key, value)
    return json_line(one)


def _second(first: Place, second: Place) -> Fault:
    what, why = "this is a second compact", f"a workspace has exactly one; the first stands at {first}."
    return Fault(what, second, why, "Keep one of the two; plans of another compact belong in a workspace of their own.")


def _word(plain: Mapping[str, Any], key: str) -> str:
    value = plain.get(key)
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    return {name: who if isinstance(who, str) else "" for name, who in value.items()}


# -- and back ----------------------------------------------------------------------------------------------------------


def compact_text(compact: str, parties: Mapping[str, str], illustrative: bool, means: str = "", rules: str = "") -> str:
    """The compact's document, from who is in it, the text of the shared means, and that of the rules in force.

    Raises:
        ValueError: where the means or the rules are no map in JSON.

    >>> compact_text("drill", {"A": "an ally", "B": ""}, True, '{"shared means":{"berths":"3"}}')
    '{"compact":"drill","illustrative":"yes","parties":{"A":"an ally","B":""},"shared means":{"berths":"3"}}'
    """
    found: dict[str, Any] = {shapes.COMPACT.name: compact}
    if illustrative:
        found[shapes.ILLUSTRATIVE.name] = "yes"
    found[shapes.PARTIES.name] = dict(parties)
    if means:
        said = _map(means)
        found |= {key: said[key] for key in (shapes.SHARED_MEANS.name, shapes.AREAS.name) if key in said}
    if rules:
        found[shapes.RULES.name] = _map(rules)
    return json_line(found)


def _map(text: str) -> dict[str, Any]:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError("this is no map")
    return found


def file_name(kind: str, party: str, object: str) -> str:
    """What the document of an item is called where its faults and its sentences are placed.

    >>> file_name("course", "B", "evacuation/by%20sea")
    'B/course/evacuation/by%20sea.json'
    """
    return "/".join(part for part in (quoted(party), kind, object) if part) + ".json"


def only_of(documents: Sequence[Document], party: str) -> list[Document]:
    """What a party can say of these items: its own, and those that belong to all."""
    return [each for each in documents if each.party in ("", party)]
