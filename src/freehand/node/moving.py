"""A whole node carried from one kind of store to another, and held against where it came from.

The question: how does a node go from files to a server, or back, so that nothing is lost or said twice, whatever ends
it?

1. The cabinet and all stores of logs are locked: nobody changes anything meanwhile.
2. Everything is written to the new place: papers as they are sealed, logs from their leaves on. So the tree is added up
   anew, and every record and paper is opened once.
3. Both ends are read and compared: heads, branches, leaves, which records are there, each record and paper; each row of
   the cabinet. What differs ends it.
4. One file is exchanged, ``node.json`` (or ``database.sealed``, from one database to another): from then on the node is
   there. Before, an error takes the new place away, and a killed process leaves it unused.
5. The old place is marked: who still has it open is told to do it again, and its logs sign nothing. Then it is removed.

Cost: everything is read twice and written once; memory for some hundred records. Limits: a process that is killed
between 4 and 5 leaves the old place unmarked; nothing opens it again, but whoever had it open before could go on there.
A schema that a killed process left in a database has to be dropped by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final, NamedTuple, get_args

from freehand.errors import AccessError, FreehandError, UsageError, one_fault
from freehand.ledger.canonical import canonical
from freehand.ledger.log import GROUP, RESTORED
from freehand.ledger.randomness import Randomness, drawn
from freehand.ledger.rows import Growth
from freehand.ledger.store.interface import Change, Kind, Line, Range, Store, View
from freehand.node.folder import Compact, Node
from freehand.node.place import CABINET, COMPACTS, DATABASE, Place, schema_name, write_place

_NOTHING: Final = object()


class Carried(NamedTuple):
    """How much was carried."""

    compacts: int = 0
    logs: int = 0
    records: int = 0
    papers: int = 0
    """Of logs and of the cabinet, and events of the trail."""

    def __add__(self, other: Any) -> Carried:
        return Carried(*(mine + its for mine, its in zip(self, other, strict=True)))


class CarriedWrongly(AccessError):
    """What was written is not what was read."""


def move(node: Node, database: str, *, randomness: Randomness = drawn) -> Carried:
    """Move a node into a database, or, with an empty word, into files in its folder. The node is closed afterwards.

    Raises:
        UsageError: it is in files already.
        StoreBusy: others are changing it.
        AccessError: the new place cannot be written, or did not keep what it was given. The node is where it was.
    """
    old = node.place
    if not database and not old.database:
        raise UsageError(one_fault("the node is not moved", "it is in files already.", "Name a database to move to."))
    new = Place(node.path, database, schema_name(randomness) if database else "")
    compacts = node.compacts()
    locks = ExitStack()
    with locks:
        shelves: Any = locks.enter_context(node.cabinet.writing())
        changes = [locks.enter_context(_all_locked(compact.store)) for compact in compacts]
        if not new.database:
            remove(new, compacts)  # what an interrupted removal has left
        try:
            carried = carry(node, new)
            write_place(new, node.vault)
        except BaseException:
            with suppress(Exception):
                remove(new, compacts)
            raise
        with suppress(FreehandError):  # the node is there now; what is here is taken away in any case
            shelves.leave()
            for compact, change in zip(compacts, changes, strict=True):
                change.line(compact.log).keep("state", 0, canonical([]), RESTORED)
            locks.close()
    node.close()
    remove(old, compacts)
    if not new.database:
        (new.folder / DATABASE).unlink(missing_ok=True)
    return carried


def carry(node: Node, place: Place, *, restored: bool = False) -> Carried:
    """Rules 2 and 3: write all that a node has to a place where nothing is yet, and compare.

    Args:
        node: what is carried.
        place: to where.
        restored: mark own logs there as restored (see ``ledger.restored``).

    Raises:
        CarriedWrongly: rule 3.
        AccessError: it cannot be read or written.
    """
    found = Carried(papers=_carry_cabinet(node, place))
    for compact in node.compacts():
        target = place.logs(compact.number, node.vault, create=True)
        try:
            found += carry_logs(compact.store, target) + Carried(compacts=1)
            if restored:
                others = sorted(member.log for member in compact.members.values() if member.log != compact.log)
                with target.writing(compact.log) as change:
                    change.line(compact.log).keep("state", 0, canonical(others), RESTORED)
        finally:
            target.close()
    return found


def carry_logs(source: Store, target: Store) -> Carried:
    """All logs of a store, written to one where nothing is yet, and compared.

    Raises:
        CarriedWrongly: rule 3.
    """
    with source.reading() as view:
        logs = view.logs()
        with target.writing(*logs) as change:
            found = Carried(logs=len(logs))
            for log in logs:
                for branch in view.branches(log):
                    found += _carry_line(view.line(log, branch), change, log, branch)
        with target.reading() as there:
            _compare(view, there)
    return found


def remove(place: Place, compacts: Iterable[Compact]) -> None:
    """Take away what a place has of a node."""
    if place.database:
        from freehand.ledger.store.postgres import drop_schema

        for what in ("cabinet", *(str(compact.number) for compact in compacts)):
            drop_schema(place.database, f"{place.schema}_{what}")
        return
    files = [place.folder / CABINET, *(place.folder / COMPACTS / f"{compact.number}.sqlite" for compact in compacts)]
    for file in files:
        for end in ("", "-wal", "-shm"):
            Path(f"{file}{end}").unlink(missing_ok=True)


def _all_locked(store: Store) -> Any:
    with store.reading() as view:
        logs = view.logs()
    return store.writing(*logs)


def _carry_line(line: Line, change: Change, log: str, branch: int) -> Carried:
    target, growth, records, papers = change.line(log, branch), Growth(), 0, 0
    for leaves in line.leaves(0, line.size):
        target.keep_pages(growth.add(leaves))
    target.keep_pages(growth.unfinished())
    if (growth.size, growth.root()) != (line.size, line.root):
        raise _wrong(f"the leaves of the log '{log}' do not add up to its head.")
    target.move_head(line.size, line.root)
    for first, group in _runs(line):
        records += target.add_records(first, group, new=True)
    for kind in get_args(Kind):
        for paper in line.papers(kind):
            target.keep(kind, paper.number, paper.data, paper.name)
            papers += 1
    return Carried(records=records, papers=papers)


def _runs(line: Line) -> Iterator[tuple[int, list[bytes]]]:
    """Records that follow each other, some hundred at a time."""
    for held in line.held(0, line.size):
        for first in range(held.first, held.end, GROUP):
            yield first, [data for _, data in line.records([Range(first, min(first + GROUP, held.end))])]


def _compare(here: View, there: View) -> None:
    _same("logs", here.logs(), there.logs())
    for log in here.logs():
        _same(f"branches of '{log}'", here.branches(log), there.branches(log))
        for branch in here.branches(log):
            one, other = here.line(log, branch), there.line(log, branch)
            _same(f"the head of '{log}'", (one.size, one.root), (other.size, other.root))
            _same(f"leaves of '{log}'", one.leaves(0, one.size), other.leaves(0, one.size))
            everything = [Range(0, one.size)]
            _same(f"records of '{log}'", one.records(everything), other.records(everything))
            for kind in get_args(Kind):
                _same(f"{kind}s of '{log}'", one.papers(kind), other.papers(kind))


def _carry_cabinet(node: Node, place: Place) -> int:
    target = place.cabinet(node.vault, create=True)
    try:
        with node.cabinet.reading() as here:
            with target.writing() as change:
                empty: Any = change
                empty.keep_rows(_raw(here))
            with target.reading() as there:
                return _same("the node's papers", _raw(here), _raw(there))
    finally:
        target.close()


def _raw(shelves: Any) -> Iterator[Any]:
    rows: Iterator[Any] = shelves.rows()
    return rows


def _same(what: str, here: Iterable[Any], there: Iterable[Any]) -> int:
    """How many there are at both ends."""
    count = 0
    for one, other in zip_longest(here, there, fillvalue=_NOTHING):
        if one != other:
            raise _wrong(f"{what} are not the same at both ends.")
        count += 1
    return count


def _wrong(why: str) -> CarriedWrongly:
    next_ = "Look whether the disk or the server is sound, then do this again; the node is as it was."
    return CarriedWrongly(one_fault("what was written is not what was read", why, next_))
