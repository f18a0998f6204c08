"""A folder of plans, taken apart into items that can be said and released one by one.

1. A folder is read as a workspace, whole; a fault anywhere and nothing is kept. Who only has the own plans in it need
   not write down what the node knows (``filling``). Each document becomes one item:

   =========================  ============  ====================================================
   document                   kind          object
   =========================  ============  ====================================================
   compact                    means         ``means``; its rules belong to the terms, and are no item
   contingency                contingency   the contingency
   means of the own party     own-means     ``own-means``, all such documents together
   own course                 course        contingency / course
   promise by the own party   offer         the promise
   report by the own party    report        the report
   own interface              interface     contingency / course, one item for each
   =========================  ============  ====================================================

   What belongs to another party is left out, and named.
2. The text of a document is that of its tree in JSON: every scalar a text, comments gone, in the planner's order.
3. A shared object that somebody has said already just so is no draft. One that this party has said no version of
   replaces the one that is here.

Who may: planners. Cost: one reading of the folder, one change of the cabinet.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from freehand.errors import InputError, one_fault, shown
from freehand.ledger.randomness import Randomness, drawn
from freehand.node.at_hand import as_known
from freehand.node.drafts.draft import Draft, plain_words
from freehand.node.drafts.keeping import plain_body, settled
from freehand.node.drafts.placed import newest_said
from freehand.node.drafts.shelf import newest_drafts, put_draft
from freehand.node.json_line import json_line
from freehand.node.kinds import BY_NAME, DOCUMENT
from freehand.node.objects import object_name, spoken

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Node
    from freehand.node.known import Known
    from freehand.node.said import Said


class Added(NamedTuple):
    """What became of a folder."""

    new: tuple[Draft, ...]
    changed: tuple[Draft, ...]
    same: tuple[Draft, ...]
    left_out: tuple[str, ...]
    """Sentences: which documents are no items of this party."""


def add(
    node: Node,
    compact: Compact,
    folder: str | os.PathLike[str],
    *,
    label: str | None = None,
    tags: Iterable[str] | None = None,
    known: Known | None = None,
    randomness: Randomness = drawn,
) -> Added:
    """Keep the items of a workspace folder as drafts. Who may: planners.

    Args:
        node: the own node.
        compact: the compact that they are for.
        folder: the workspace.
        label: to whom they may go; None: as the versions before, nobody for a new one.
        tags: what they bear; None: as the versions before.
        known: what is known, if it was read already.
        randomness: where nonces come from.

    Raises:
        InputError: the workspace has faults (all of them are told), is of another compact, or an item is too large.
        AccessError: it cannot be read.
        UsageError: label or tags cannot stand.
    """
    found, left_out = items_of(node, compact, folder, known)
    here = _shared(node, compact, known) if any(BY_NAME[kind].shared for kind, _, _ in found) else {}
    with node.cabinet.writing() as shelves:
        old = {(one.kind, one.object): one for one in newest_drafts(shelves, compact)}
        kept: dict[str, list[Draft]] = {"new": [], "changed": [], "same": []}
        for kind, name, body in found:
            before, others = old.get((kind, name)), here.get((kind, name), ())
            said = next((one for one in others if one.body[DOCUMENT] == body[DOCUMENT]), None)
            if before is None and said is not None:
                left_out.append(f"The {plain_words(kind, name)} is here already, as {shown(said.party)} said it.")
                continue
            replaces = newest_said(shelves, compact, kind, name) or next((one.leaf for one in others), None)
            draft = settled(compact, kind, name, body, before, label, tags, replaces, randomness)
            what = "same" if draft is before else "new" if before is None else "changed"
            kept[what].append(draft)
            if what != "same":
                put_draft(shelves, compact, draft)
    return Added(tuple(kept["new"]), tuple(kept["changed"]), tuple(kept["same"]), tuple(left_out))


def items_of(
    node: Node, compact: Compact, folder: str | os.PathLike[str], known: Known | None = None
) -> tuple[list[tuple[str, str, dict[str, Any]]], list[str]]:
    """The items of a workspace folder as kind, object and body, and a sentence for each document that is left out.

    Raises:
        InputError: the workspace has faults, or is of another compact or without this party, or it has no compact
            document and the node knows no other party.
        AccessError: it cannot be read.
    """
    from freehand.formats.folder import read_folder
    from freehand.formats.workspace import read_workspace
    from freehand.node.drafts.filling import filled
    from freehand.node.reckoning.documents import as_far_as_read, only_of, split

    party = node.party
    files, faults = read_folder(folder)
    taken = as_far_as_read(files, [])  # whatever is wrong is told when the whole is read
    if taken.compact not in ("", compact.name):
        what = f"this folder is of the compact '{shown(taken.compact)}'"
        raise InputError(one_fault(what, f"these drafts would be for '{shown(compact.name)}'.", "Name another folder."))
    workspace = read_workspace([*files, *filled(node, compact, as_known(node, compact, known), taken)], faults)
    taken = split(files)
    if party not in {each.name for each in workspace.compact.parties}:
        what = f"{shown(party)} is no party of this workspace"
        raise InputError(one_fault(what, "its compact document does not name it.", "Add it, or name another folder."))
    mine = only_of(taken.documents, party)
    left_out = [
        f"{each.place}: the {each.kind} {spoken(each.object)} is {shown(each.party)}'s."
        for each in taken.documents
        if each.party not in ("", party)
    ]
    if taken.rules:
        left_out.append("The rules of the compact's document belong to the terms, and are proposed with them.")
    found: list[tuple[str, str, dict[str, Any]]] = []
    for each in mine:
        if each.kind == "interface":
            found += interface_items(json.loads(each.text))
        else:
            found.append((each.kind, each.object, plain_body(each.body)))
    return sorted(found, key=lambda item: item[:2]), left_out


def interface_items(tree: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """One document for each course, each with the head of the file: a release is item by item."""
    courses: dict[tuple[str, str], list[Any]] = {}
    for course in tree["courses"]:
        courses.setdefault((course["contingency"], course["course"]), []).append(course)
    for (contingency, course), parts in courses.items():
        text = json_line({**tree, "courses": parts})
        yield "interface", object_name(contingency, course), plain_body({DOCUMENT: text})


def _shared(node: Node, compact: Compact, known: Known | None) -> dict[tuple[str, str], tuple[Said, ...]]:
    """The versions of shared objects that are here, by kind and object."""
    held = as_known(node, compact, known)
    shared = [kind.name for kind in BY_NAME.values() if kind.shared]
    return {(kind, name): found for kind in shared for name, found in held.current(kind).items()}
