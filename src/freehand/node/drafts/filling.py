"""What a party's own folder of plans need not hold, because the node has it: who is in the compact, and what is shared.

1. A folder without a compact document is read under that of the node: its members that have not left, and the shared
   means as they are known here, or as they lie among the drafts.
2. A contingency that a document of the folder names and the folder does not hold is read as it is known here, or as it
   lies among the drafts; of several versions side by side, the first.
3. What is filled in is there to read the folder by, and is no item of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from freehand.errors import InputError, one_fault, shown
from freehand.node.drafts.keeping import newest
from freehand.node.objects import object_name
from freehand.node.reckoning.basis import known_basis
from freehand.node.reckoning.documents import Folder, compact_text, file_name

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Node
    from freehand.node.known import Known

COMPACT_FILE = "the compact.json"


def filled(node: Node, compact: Compact, known: Known, folder: Folder) -> list[tuple[str, bytes]]:
    """The files that the folder lacks, as pairs of a document's name and its bytes.

    Raises:
        InputError: it has no compact, and nobody else is in the node's.
    """
    pieces = known_basis(known, newest(node, compact)).pieces
    files = []
    if not folder.compact:
        parties = [name for name in known.members if name not in known.standing.left or name == node.party]
        if len(parties) < 2:
            what = f"this folder has no compact document, and nobody else is in '{shown(compact.name)}' here"
            why = "plans are read by who the parties are, two or more."
            next_ = "Take another party's card in ('freehand compact meet --help'), or add a document that names both."
            raise InputError(one_fault(what, why, next_))
        means = next((one.text for one in pieces if one.kind == "means"), "")
        text = compact_text(compact.name, dict.fromkeys(sorted(parties), ""), compact.illustrative, means)
        files.append((COMPACT_FILE, text.encode("utf-8", "surrogatepass")))
    held = {one.object for one in folder.documents if one.kind == "contingency"}
    wanted = {object_name(name) for name in _named(folder)} - held
    texts: dict[str, tuple[str, str]] = {}
    for one in pieces:
        if one.kind == "contingency" and one.object in wanted:
            texts.setdefault(one.object, (file_name(one.kind, one.party, one.object), one.text))
    return files + [(name, text.encode("utf-8", "surrogatepass")) for name, text in texts.values()]


def _named(folder: Folder) -> Iterator[str]:
    """The contingencies that documents of the folder are about."""
    for one in folder.documents:
        if one.kind != "contingency" and one.contingency:
            yield one.contingency
        if one.kind == "interface":
            courses = json.loads(one.text).get("courses")
            for course in courses if isinstance(courses, list) else ():
                name = course.get("contingency") if isinstance(course, dict) else None
                if isinstance(name, str):
                    yield name
