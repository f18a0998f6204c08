"""Cells kept on a shelf of the node, and taken from it; what was withdrawn stays in none.

1. *Cells* are the verdicts as they stand: whoever reckons keeps them, so that nothing is judged twice.
2. The *last look* is what somebody was last told: how each contingency stood, and what that rested on; no more of it.
   What changed is told against that, however often verdicts are reckoned in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from freehand.node.reckoning.cells import AtRung, Cell
from freehand.node.reckoning.verdicts import Refreshed

if TYPE_CHECKING:
    from freehand.node.store.interface import OpenShelves, Shelves

SHELF: Final = "cell"
LOOKED: Final = "looked"


def remembered_in(shelves: Shelves, compact: str) -> dict[str, Cell]:
    """The cells of a compact by name; what an older programme kept in another form is left out, and judged anew."""
    return _on(shelves, SHELF, compact)


def looked_at(shelves: Shelves, compact: str) -> dict[str, Cell]:
    """How each contingency stood at the last look (rule 2); nothing: nobody has looked yet."""
    return _on(shelves, LOOKED, compact)


def remember(shelves: OpenShelves, compact: str, before: Mapping[str, Cell], refreshed: Refreshed) -> None:
    """Keep what was refreshed. Whatever rested on what is gone goes with it."""
    _keep(shelves, SHELF, compact, before, {cell.name: cell for cell in refreshed.cells})


def look(shelves: OpenShelves, compact: str, before: Mapping[str, Cell], refreshed: Refreshed) -> None:
    """Somebody was told all that changed since the last look: from now on this is the last one."""
    _keep(shelves, LOOKED, compact, before, as_looked(refreshed))


def as_looked(refreshed: Refreshed) -> dict[str, Cell]:
    """What is kept of a look: how each contingency stands, and what that rests on."""
    found = {}
    for cell in refreshed.cells:
        rungs = {rung: AtRung(at.standing, "", "") for rung, at in cell.rungs.items()}
        found[cell.name] = cell._replace(rungs=rungs, left_out=(), silent=(), blamed="")
    return found


def _on(shelves: Shelves, shelf: str, compact: str) -> dict[str, Cell]:
    found = {}
    for _, value in shelves.all(shelf, within=compact):
        try:
            cell = Cell.of_value(cast("Mapping[str, Any]", value))
        except (KeyError, TypeError, ValueError):
            continue
        found[cell.name] = cell
    return found


def _keep(
    shelves: OpenShelves, shelf: str, compact: str, before: Mapping[str, Cell], cells: Mapping[str, Cell]
) -> None:
    for name in before.keys() - cells.keys():
        shelves.drop(shelf, f"{compact} {name}")
    changed = [cell for name, cell in cells.items() if before.get(name) != cell]
    shelves.put_many(shelf, [(f"{compact} {cell.name}", cell.as_value()) for cell in changed], within=compact)
