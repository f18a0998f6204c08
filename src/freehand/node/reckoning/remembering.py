"""Cells kept on a shelf of the node, and taken from it; what was withdrawn stays in none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from freehand.node.reckoning.cells import Cell
from freehand.node.reckoning.verdicts import Refreshed

if TYPE_CHECKING:
    from freehand.node.store.interface import OpenShelves, Shelves

SHELF = "cell"


def remembered_in(shelves: Shelves, compact: str) -> dict[str, Cell]:
    """The cells of a compact by name; what an older programme kept in another form is left out, and judged anew."""
    found = {}
    for _, value in shelves.all(SHELF, within=compact):
        try:
            cell = Cell.of_value(cast("Mapping[str, Any]", value))
        except (KeyError, TypeError, ValueError):
            continue
        found[cell.name] = cell
    return found


def remember(shelves: OpenShelves, compact: str, before: Mapping[str, Cell], refreshed: Refreshed) -> None:
    """Keep what was refreshed. Whatever rested on what is gone goes with it."""
    for name in refreshed.dropped:
        shelves.drop(SHELF, f"{compact} {name}")
    changed = [cell for cell in refreshed.cells if before.get(cell.name) != cell]
    shelves.put_many(SHELF, [(f"{compact} {cell.name}", cell.as_value()) for cell in changed], within=compact)
