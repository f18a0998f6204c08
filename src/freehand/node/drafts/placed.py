"""Where own items stand in the own log: by content id, and the newest version of each object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Node
    from freehand.node.said import Said
    from freehand.node.store.interface import OpenShelves, Shelves, Value

SAID: Final = "said"
"""Content id, or kind and object -> where an own item stands in the own log."""


def keep_said(shelves: OpenShelves, compact: Compact, one: Said, leaf: str, number: int) -> None:
    """Remember where an own item stands in the own log: by its content id, and as the newest version of its object."""
    where: Value = {"leaf": leaf, "number": number}
    shelves.put(SAID, f"{compact.id} {one.id}", where, within=compact.id)
    shelves.put(SAID, f"{compact.id} {one.kind} {one.object}", where, within=compact.id)


def said_anew(node: Node, compact: Compact) -> None:
    """After a revocation: of own items, those that are the own party's still; of versions, those that stand."""
    from freehand.node.known import known as read

    held = read(node, compact)
    own = [one for one in held.said(superseded=True) if one.mine]
    with node.cabinet.writing() as shelves:
        for name, _ in list(shelves.all(SAID, within=compact.id)):
            shelves.drop(SAID, name)
        for one in own:
            where: Value = {"leaf": one.leaf, "number": one.number}
            shelves.put(SAID, f"{compact.id} {one.kind} {one.object}", where, within=compact.id)
            if not one.disowned:
                shelves.put(SAID, f"{compact.id} {one.id}", where, within=compact.id)


def newest_said(shelves: Shelves, compact: Compact, kind: str, name: str) -> str | None:
    """The leaf of the newest version of an object that this party has said, if there is any."""
    held: Any = shelves.get(SAID, f"{compact.id} {kind} {name}")
    return None if held is None else str(held["leaf"])
