"""The items of a release, by content id: drafts as the records they would be, or what was said already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from freehand.errors import Fault, shown
from freehand.ledger.lines import current
from freehand.ledger.store.interface import Range
from freehand.node.authoring.content import as_if_said
from freehand.node.drafts import placed, shelf
from freehand.node.drafts.draft import words_of
from freehand.node.kinds import BY_NAME
from freehand.node.releasing.refusals import NotReleased, not_released
from freehand.node.said import Said, said_at

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Node
    from freehand.node.store.interface import Shelves


def items_of(node: Node, compact: Compact, shelves: Shelves, items: Iterable[str]) -> dict[str, Said]:
    """The items of these content ids, as records they would be or are.

    Raises:
        NotReleased: something is no item here, or nothing is named.
    """
    found: dict[str, Said] = {}
    missing = []
    for item in sorted(set(items)):
        held: Any = shelves.get(placed.SAID, f"{compact.id} {item}")
        one = None
        if held is not None:
            there = [Range(held["number"], held["number"] + 1)]
            one = next(said_at(compact, compact.log, node.party, there), None)
        if one is None:
            draft = shelf.of_id(shelves, compact, item)
            one = None if draft is None else as_if_said(node, compact, draft)
        if one is None or one.id != item or BY_NAME[one.kind].condition != "content":
            missing.append(item)
        else:
            found[item] = one
    if missing:
        raise NotReleased(
            Fault(
                f"there is no item {shown(item)[:16]}…",
                None,
                "no draft has this content, and nothing of it was said.",
                "See 'freehand draft list'.",
            )
            for item in missing
        )
    if not found:
        raise not_released("nothing is named", "Name drafts, or what was said already.")
    return found


def own_from(node: Node, compact: Compact, first: int) -> Iterator[Said]:
    """The own records from a number on."""
    with compact.store.reading() as view:
        size = current(view, compact.log).size
    yield from said_at(compact, compact.log, node.party, [Range(first, size)] if first < size else [])


def size_of(compact: Compact) -> int:
    """How many records the own log has."""
    with compact.store.reading() as view:
        return current(view, compact.log).size


def words_of_item(said: Said) -> str:
    """An item for people."""
    return words_of(said.kind, said.object, said.body)
