"""Proposed terms: a file of rules that somebody would like to see in place of today's.

1. It holds the map ``rules`` as a compact does, in one document or several. Its rules replace all of the compact's:
   one that is to stay is repeated, and ``rules:`` with nothing under it proposes that there be none.
2. Its sentences are read against the names of the workspace, and every fault is told at once, as everywhere.
"""

import os

from freehand.errors import Fault, InputError
from freehand.formats import shapes
from freehand.formats.compact import build_rules
from freehand.formats.declared import declared_by, doubles
from freehand.formats.folder import read_one
from freehand.formats.reading import MOST_FAULTS, Part, Reader
from freehand.formats.tree import Fields
from freehand.formats.workspace import trees_of
from freehand.plans.joint import TermsRule, Workspace


def under_terms(workspace: Workspace, path: str | os.PathLike[str]) -> Workspace:
    """The workspace under the rules of a file of proposed terms.

    Raises ``InputError`` with every fault of the file, and ``AccessError`` where it cannot be read at all.
    """
    document, data = read_one(path)
    rules = read_terms(document, data, workspace)
    return workspace._replace(compact=workspace.compact._replace(rules=rules))


def read_terms(document: str, data: bytes, workspace: Workspace) -> tuple[TermsRule, ...]:
    """The rules of a file that was already read, by name.

    Raises ``InputError`` with every fault.

    >>> from freehand.formats.workspace import load
    >>> read_terms("terms.yaml", b"rules:", load("examples/worked/within"))
    ()
    >>> read_terms("terms.yaml", b"rules: {r: {notice: 2 h before end of A's x, contingency: drill}}",
    ...            load("examples/worked/within"))
    Traceback (most recent call last):
    freehand.errors.InputError: terms.yaml:1  rules / r / notice: no activity 'x' of A in drill
      why:  declared there: a.
      next: Use a name as it is declared; put it in quotes if need be.
    """
    faults: list[Fault] = []
    reader = Reader(document, faults)
    parts = []
    for node in trees_of(document, data, faults):
        if isinstance(node, Fields):
            parts.append(Part(reader, shapes.PROPOSED_SHAPE, "", node.line).read(node))
        else:
            what, why = "this document has no fields", "proposed terms are a map of rules under the field rules."
            reader.fault(node.line, "", what, why, 'Begin it with "rules:".')
    named = [(rule.name, rule.place()) for part in parts for rule in part.get(shapes.RULES) or []]
    faults += doubles("rule", named)
    rules = build_rules(parts, declared_by(workspace))
    if faults:
        raise InputError(faults[:MOST_FAULTS])
    return rules
