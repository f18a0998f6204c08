"""A planner's file of terms: scope, parties, exclusions, reservations, rules, availability.

1. It has one document. Every fault is told at once, with its line: those of the form first, then, once that is sound,
   those of the terms themselves and of the rules, whose sentences are read against a workspace where there is one.
2. In the value, rules are the JSON text of the map as it is written; ``proposed.read_terms`` reads that.
"""

import json
import os

from freehand.errors import AccessError, Fault, InputError, Place, one_fault, shown
from freehand.formats import shapes
from freehand.formats.compact import build_rules
from freehand.formats.declared import declared_by
from freehand.formats.folder import read_one
from freehand.formats.letters import as_name
from freehand.formats.reading import MOST_FAULTS, Part, Reader
from freehand.formats.tree import Fields, Items, Node, plain_data
from freehand.formats.workspace import trees_of
from freehand.plans.joint import Workspace
from freehand.terms.proposal import Terms, read_terms
from freehand.terms.scope import Rung


def load_terms(path: str | os.PathLike[str], workspace: Workspace | None = None) -> Terms:
    """The terms in a file.

    Raises ``InputError`` with every fault of the file, and ``AccessError`` where it cannot be read at all.
    """
    if not os.path.lexists(path):
        why, next_ = "nothing of that name is here.", "Check the path, or write it first: scope, and parties."
        raise AccessError(one_fault(f"there is no file '{shown(os.fspath(path))}'", why, next_))
    document, data = read_one(path)
    return read_terms_file(document, data, workspace)


def read_terms_file(document: str, data: bytes, workspace: Workspace | None = None) -> Terms:
    """The terms in a file that was already read; its rules are held against the names of a workspace, if given.

    Raises ``InputError`` with every fault.

    >>> text = b"scope: support\\nparties: [A, B]\\nexclusions: {strikes: {tags: strike}}"
    >>> terms = read_terms_file("terms.yaml", text)
    >>> terms.scope.word, terms.exclusions[0].tags
    ('support', ('strike',))
    """
    faults: list[Fault] = []
    reader = Reader(document, faults)
    nodes = trees_of(document, data, faults)
    if not faults and (len(nodes) != 1 or not isinstance(nodes[0], Fields)):
        what = "this document has no fields" if len(nodes) == 1 else f"{len(nodes)} documents stand here"
        reader.fault(nodes[0].line, "", what, "terms are one map of fields.", 'Begin it with "scope:".')
    if faults or not isinstance(nodes[0], Fields):
        raise InputError(faults)
    part = Part(reader, shapes.TERMS_SHAPE, "", nodes[0].line).read(nodes[0])
    if workspace is not None:
        _hold_against(part, workspace)
    value = _value(part, nodes[0])
    lines = _lines(nodes[0], "")
    if not faults:
        try:
            return read_terms(value, document)
        except InputError as refused:
            faults += [_placed(fault, document, lines) for fault in refused.faults]
    raise InputError(faults[:MOST_FAULTS])


def _hold_against(part: Part, workspace: Workspace) -> None:
    declared = declared_by(workspace)
    for party in part.get(shapes.TERMS_PARTIES) or []:
        if party.name not in declared.parties:
            part.unknown(shapes.TERMS_PARTIES, "party", party.name, list(declared.parties))
    build_rules([part], declared)


def _value(part: Part, node: Fields) -> dict[str, object]:
    """The terms as a JSON value; what was at fault is left out, and was told."""
    value: dict[str, object] = {
        "scope": (part.get(shapes.TERMS_SCOPE) or Rung.ALONE).word,
        "parties": [line.name for line in part.get(shapes.TERMS_PARTIES) or []],
    }
    value["exclusions"] = [_exclusion(one) for one in part.get(shapes.EXCLUSIONS) or []]
    value["reservations"] = [
        {"name": one.name, "party": one.get(shapes.RESERVING) or "", "words": one.get(shapes.RESERVED) or ""}
        for one in part.get(shapes.RESERVATIONS) or []
    ]
    value["availability"] = [{"name": line.name, "words": line.text} for line in part.get(shapes.AVAILABILITY) or []]
    for key, rules in node.entries:
        if as_name(key.value) == shapes.TERMS_RULES_KEY.name and isinstance(rules, Fields) and rules.entries:
            value["rules"] = json.dumps(plain_data(rules), ensure_ascii=False, separators=(",", ":"))
    return value


def _exclusion(part: Part) -> dict[str, object]:
    lists = (shapes.EXCLUDED_KINDS, shapes.EXCLUDED_TAGS, shapes.EXCLUDED_WORDS)
    found: dict[str, object] = {key.name: [line.name for line in part.get(key) or []] for key in lists}
    why = part.get(shapes.EXCLUDED_WHY)
    return {"name": part.name, **found, "why": why or ""}


def _lines(node: Node, field: str) -> dict[str, int]:
    """The line of each field below a node, by its path."""
    found = {field: node.line}
    if isinstance(node, Fields):
        for key, value in node.entries:
            inner = f"{field} / {as_name(key.value)}" if field else as_name(key.value)
            found |= _lines(value, inner) | {inner: key.line}
    elif isinstance(node, Items):
        for number, item in enumerate(node.items, 1):
            found[f"{field} / {number}"] = item.line
    return found


def _placed(fault: Fault, document: str, lines: dict[str, int]) -> Fault:
    """The fault with the line of its field, or of the nearest one around it."""
    field = around = fault.place.field if fault.place else ""
    while around and around not in lines:
        around = around.rpartition(" / ")[0]
    return fault._replace(place=Place(document, lines[around], field))
