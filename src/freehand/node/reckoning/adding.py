"""What a release adds to what its recipients have already, for everything that can be released; told before it is made.

1. Of an interface, what it adds to all that each recipient ever had of the course (``interfaces_add``).
2. A course in full gives everything in it: each of its activities and times. That is said in so many words, as is
   whatever else has no earlier release to be laid against.
3. Of a new version of what a recipient has, the fields that changed are told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from freehand.errors import shown
from freehand.node.drafts.differences import differences
from freehand.node.drafts.draft import Draft, words_of
from freehand.node.kinds import DOCUMENT

if TYPE_CHECKING:
    from freehand.node.known import Known
    from freehand.node.said import Said


def release_adds(known: Known, items: Sequence[Said], parties: frozenset[str]) -> list[str]:
    """What these items add to what these parties have (``releasing.ask``), as sentences."""
    said = [one for one in known.said(superseded=True) if one.mine]
    return [text for item in items for text in _of_item(known, said, item, parties)]


def interfaces_add(found: Known, items: Sequence[Said], to: frozenset[str]) -> list[str]:
    """What interfaces add to all that each of these recipients ever had of the same courses; what was taken back since
    is still known to whoever had it. Who may: planners, releasers."""
    wanted = [one for one in items if one.kind == "interface"]
    if not wanted:
        return []
    from freehand.node.reckoning.differences import additions
    from freehand.node.reckoning.pieces import Piece

    gone = (found.taken_back(leaf) for leaf, one in found.withdrawn().items() if one.by.mine)
    held = [*found.said("interface", superseded=True), *(one for one in gone if one is not None)]
    earlier = sorted((one for one in held if one.mine and one.kind == "interface"), key=lambda one: one.number)

    def piece(said: Said) -> Piece:
        return Piece("interface", said.party, said.object, said.body[DOCUMENT], said.leaf)

    told: list[str] = []
    for party in sorted(to):
        head = f"to {shown(party)}: " if len(to) > 1 else ""
        for now in wanted:
            before = [piece(one) for one in earlier if one.object == now.object and party in one.to]
            told += [f"{head}{each}" for each in additions(before, piece(now))]
    return told


def _of_item(known: Known, said: Sequence[Said], item: Said, parties: frozenset[str]) -> Iterator[str]:
    words = words_of(item.kind, item.object, item.body)
    have = frozenset(to for one in said if one.id == item.id for to in one.to)
    earlier = [one for one in said if (one.kind, one.object) == (item.kind, item.object) and one.to & parties]
    if parties <= have:
        yield f"{words}: all of them have it already."
    elif item.kind == "interface":
        yield from interfaces_add(known, [item], parties) or [f"{words}: nothing that they do not know."]
    elif earlier:
        old = max(earlier, key=lambda one: one.number)
        versions = (Draft(one.kind, one.object, one.label, one.tags, one.body, None, 1) for one in (old, item))
        yield from (f"{words}: {text}" for text in differences(*versions) or ["nothing in it changed."])
    elif item.kind == "course":
        yield f"{words}: the whole plan, with every activity and every time in it."
    else:
        yield f"{words}: all of it; {', '.join(map(shown, sorted(parties - have)))} had nothing of it."
