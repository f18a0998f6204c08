"""The index of what is held, on shelves of the cabinet: numbers by kind, places by leaf, releases by item.

1. On the shelf ``index`` stand the numbers of each kind of each log, in pages of 256, in the order in which they came;
   on ``leaf`` where the record of a leaf stands; on ``pass`` which release named an item last. These are hashes,
   numbers and kinds; what a record says stands in the ledger's store alone.
2. The shelf ``cursor`` says of each log up to which state of the store this has come: branch, size, root, and the
   serial of the last bundle that was taken in. Where all of it is as the store has it, nothing new is there.
3. A number that is found stays on its page though its record is forgotten or erased: whoever reads finds no record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from freehand.node.kinds import BY_NAME
from freehand.node.said import CRITICAL, UNKNOWN
from freehand.node.store.interface import OpenShelves, Shelves

INDEX: Final = "index"

LEAF: Final = "leaf"

PASS: Final = "pass"

CURSOR: Final = "cursor"

GONE: Final = "gone"
"""The versions that erased ones had replaced, by kind: they do not come back."""

PAGE: Final = 256

REPLACING: Final = "replacing "
"""Before a kind: those of it that replace another version."""


class Cursor(NamedTuple):
    """Up to where a log has been looked at (rule 2), and how many numbers of each kind were found."""

    branch: int = 0
    size: int = 0
    root: str = ""
    serial: int = 0
    counts: Mapping[str, int] = {}


def read_cursor(shelves: Shelves, log: str) -> Cursor:
    """Up to where a log has been looked at."""
    value: Any = shelves.get(CURSOR, log)
    return Cursor() if value is None else Cursor(**value)


def place_of(shelves: Shelves, leaf: str) -> tuple[str, int]:
    """The log and the number of a record that was found."""
    place: Any = shelves.get(LEAF, leaf)
    return str(place[0]), int(place[1])


def extend(shelves: OpenShelves, log: str, kind: str, count: int, numbers: list[int]) -> int:
    """Add numbers of a kind to those that were found, of which there were so many; how many there are now."""
    page, at = divmod(count, PAGE)
    held: Any = shelves.get(INDEX, f"{log} {kind} {page}") if at else []
    held = [*held, *numbers]
    for start in range(0, len(held), PAGE):
        shelves.put(INDEX, f"{log} {kind} {page + start // PAGE}", held[start : start + PAGE], within=log)
    return count + len(numbers)


def found_in(shelves: Shelves, log: str, kind: str, counts: Mapping[str, int]) -> Iterator[int]:
    """The numbers of a kind in a log that were found, in the order in which they came."""
    count = counts.get(kind, 0)
    for page in range(-(-count // PAGE)):
        held: Any = shelves.get(INDEX, f"{log} {kind} {page}") or []
        yield from held[: count - page * PAGE]


def group_of(kind: str) -> str:
    """Under which word it is found: kinds that are not in the table stand together, as anybody can make up many."""
    return kind if kind in BY_NAME or kind == CRITICAL else UNKNOWN
