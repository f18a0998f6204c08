"""What is new among what is held, found and put into the index.

1. Who takes a bundle in tells which records came (``listening``). Where nobody has told, as after a crash between the
   two databases, what is held is compared with what has been found: one pass, and only then.
2. Where the store went back or goes by another branch, the finding is begun anew.

Cost: a record is read once to be found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from freehand.ledger.branches import branch_of
from freehand.ledger.lines import current
from freehand.ledger.rows import root_at
from freehand.ledger.store.interface import Range, View
from freehand.ledger.store.packs import ranges as ranges_of
from freehand.node.index import (
    CURSOR,
    GONE,
    LEAF,
    PAGE,
    PASS,
    REPLACING,
    Cursor,
    extend,
    found_in,
    group_of,
    read_cursor,
)
from freehand.node.ranges import numbers_in
from freehand.node.said import Said
from freehand.node.store.interface import OpenShelves


def now_at(view: View, log: str, reader: str) -> Cursor:
    """The same, as the store has it."""
    line, newest = current(view, log), view.line(log).newest("received", reader)
    return Cursor(branch_of(view, log), line.size, line.root.hex(), 0 if newest is None else newest.number)


def new_ranges(
    view: View, shelves: OpenShelves, log: str, reader: str, told: Sequence[Range] | None, *, unsure: bool = False
) -> list[Range]:
    """Which records of a log were not looked at yet (rules 1 and 2).

    ``told`` are those that are known to have come. A bundle that comes late moves neither head nor newest serial: so
    what was told counts by itself, and *unsure* is who cannot know whether a process died over one.
    """
    before, now = read_cursor(shelves, log), now_at(view, log, reader)
    if before[:4] == now[:4] and not told and not unsure:
        return []
    line = current(view, log)
    back = now.branch != before.branch or now.size < before.size
    if before.size and (back or _other_root(view, log, before)):
        shelves.put(CURSOR, log, Cursor()._asdict() | {"counts": {}})
        return line.held(0, line.size)
    if told is not None and not unsure and _one_bundle(view, log, reader, before):
        return ranges_of(numbers_in(told))
    if log == reader:  # nobody reveals what is one's own: what is new lies at its end
        return line.held(before.size, line.size)
    known = {number for kind in before.counts for number in found_in(shelves, log, kind, before.counts)}
    return ranges_of(numbers_in(line.held(0, line.size)) - known)


def find(shelves: OpenShelves, log: str, said: Iterable[Said]) -> None:
    """Put on the shelves where these records of a log stand."""
    before = read_cursor(shelves, log)
    numbers: dict[str, list[int]] = {}
    leaves: list[tuple[str, Any]] = []
    passes: dict[str, Any] = {}
    for one in said:
        group = group_of(one.kind)
        numbers.setdefault(group, []).append(one.number)
        if one.replaces is not None:
            numbers.setdefault(REPLACING + group, []).append(one.number)
        leaves.append((one.leaf, [log, one.number]))
        if one.kind == "release":
            passes |= dict.fromkeys((f"{log} {item}" for item in _items(one)), one.number)
            if len(passes) >= PAGE:
                shelves.put_many(PASS, passes.items())
                passes.clear()
        if len(leaves) >= PAGE:
            shelves.put_many(LEAF, leaves)
            leaves.clear()
    shelves.put_many(LEAF, leaves)
    shelves.put_many(PASS, passes.items())
    counts = dict(before.counts)
    for kind, found in numbers.items():
        counts[kind] = extend(shelves, log, kind, counts.get(kind, 0), found)
    shelves.put(CURSOR, log, before._replace(counts=counts)._asdict())


def move_cursor(shelves: OpenShelves, log: str, now: Cursor) -> None:
    """Everything up to here has been looked at."""
    counts = read_cursor(shelves, log).counts
    shelves.put(CURSOR, log, now._replace(counts=dict(counts))._asdict())


def keep_gone(shelves: OpenShelves, said: Said) -> None:
    """What a version replaced that is to be erased: that stays replaced."""
    if said.replaces is not None:
        shelves.put(GONE, said.replaces, said.number, within=f"{said.log} {said.kind}")


def _items(said: Said) -> list[str]:
    items = said.body.get("items") if isinstance(said.body, dict) else None
    return [item for item in items if isinstance(item, str)] if isinstance(items, list) else []


def _one_bundle(view: View, log: str, reader: str, before: Cursor) -> bool:
    """Whether what was told is all: another process may have taken in a bundle, and died before it was looked at."""
    return sum(1 for _ in view.line(log).papers("received", reader, before.serial + 1)) <= 1


def _other_root(view: View, log: str, before: Cursor) -> bool:
    return root_at(current(view, log), before.size).hex() != before.root
