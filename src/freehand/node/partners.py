"""The other parties of a compact, as those for whom something can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from freehand.errors import UsageError, one_fault, shown

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Node


def refuse_stranger(node: Node, compact: Compact, party: str) -> None:
    """Whom something is for has to be another party of the compact.

    Raises:
        UsageError: it is none, or the own one.
    """
    others = [name for name in compact.members if name != node.party]
    if party in others:
        return
    what = f"'{shown(party)}' is no other party of this compact"
    known = f"the others are {', '.join(map(shown, others))}." if others else "nobody else is in it yet."
    raise UsageError(one_fault(what, known, "Name one of them, or take its card in and compare it."))
