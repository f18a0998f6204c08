"""What a release adds to what its recipients have already, for everything that can be released; told before it is made.

1. An interface is laid against every interface of its course that some partner was released (``differences``).
2. A course in full gives everything in it: each of its activities and times. That is said in so many words, as is
   whatever else has no earlier release to be laid against.
3. Of a new version of what a recipient has, the fields that changed are told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from freehand.errors import shown
from freehand.node.drafts import words_of
from freehand.node.reckoning.differences import additions
from freehand.node.reckoning.ground import Piece

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Node
    from freehand.node.known import Known
    from freehand.node.releasing import Adds
    from freehand.node.said import Said


def adds_to(known: Known) -> Adds:
    """What tells it, from what is known (``releasing.ask``)."""

    def adds(_node: Node, _compact: Compact, items: Sequence[Said], parties: frozenset[str]) -> list[str]:
        return list(sentences(known, items, parties))

    return adds


def sentences(known: Known, items: Sequence[Said], parties: frozenset[str]) -> Iterator[str]:
    """The same as sentences."""
    said = [one for one in known.said(superseded=True) if one.mine]
    for item in items:
        words = words_of(item.kind, item.object, item.body)
        have = frozenset(to for one in said if one.id == item.id for to in one.to)
        if parties <= have:
            yield f"{words}: all of them have it already."
            continue
        earlier = [one for one in said if (one.kind, one.object) == (item.kind, item.object) and one.to & parties]
        if item.kind == "interface":
            # rule 1: against all partners, since they may lay theirs together
            before = [one for one in said if (one.kind, one.object) == (item.kind, item.object) and one.to]
            pieces = [_piece(one) for one in sorted(before, key=lambda one: one.number)]
            yield from (str(one) for one in additions(pieces, _piece(item)))
        elif earlier:
            from freehand.node.drafts import Draft, differences

            old = max(earlier, key=lambda one: one.number)
            versions = (Draft(one.kind, one.object, one.label, one.tags, one.body, None, 1) for one in (old, item))
            changed = differences(*versions) or ["nothing in it changed."]
            yield from (f"{words}: {text}" for text in changed)
        elif item.kind == "course":
            yield f"{words}: the whole plan, with every activity and every time in it."
        else:
            yield f"{words}: all of it; {', '.join(map(shown, sorted(parties - have)))} had nothing of it."


def _piece(said: Said) -> Piece:
    return Piece(said.kind, said.party, said.object, str(said.body["document"]), said.leaf)
