"""The tables of a store in a database, and every statement on them; SQLite and PostgreSQL run the same.

==========  ============================  ==================================================================
table       key                           what a row is
==========  ============================  ==================================================================
lines       id; log and branch            a history of a log: its head, and its last leaves
pages       line, row, number             up to 64 hashes of the tree (``rows``)
packs       line, first                   records, packed (``packs``)
papers      line, kind, number, name      a small file
==========  ============================  ==================================================================

The keys of ``pages`` and ``packs`` are each one whole number, ``place``: by that SQLite finds a row without an index
beside the table, so that an append writes no page of one. The number's lowest ``PLACES`` bits say where in the line,
those above them which line. So a line has fewer than 2^38 leaves and a store fewer than 2^25 lines; more is refused.

The page of leaves that is not full yet stands with the head: every append changes both, and so writes one page of the
file for them instead of two.

What is read in a row of many is fetched some rows at a time, by key: no cursor stays open, and memory is that of a few
packs. ``run`` is what differs between the databases: it runs one statement, with ``?`` for each value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, TypeAlias

from freehand.ledger.rows import PAGE, Page, leaves_of
from freehand.ledger.store.interface import Kind, Paper, Range, StoreFailed, failed, not_growing, not_locked
from freehand.ledger.store.packs import SPAN, Pack, lengths_of, packed, ranges, unpacked, without
from freehand.ledger.tree import EMPTY, HASH_BYTES

Run: TypeAlias = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
"""Runs a statement; the rows that it has."""

FEW: Final = 8
"""Packs and papers fetched at a time."""
MANY: Final = 1024
"""Rows of numbers fetched at a time."""

PLACES: Final = 38
"""Bits of a place that are of its line: a pack's first number, or a page's row (4 bits) and number (34)."""
LINES: Final = 25
"""Bits of a place that say which line."""
_END: Final = 1 << PLACES
_ROW: Final = 34


class Tables:
    """A state of the database, to be read; and to be changed where logs are locked."""

    def __init__(self, run: Run, locked: Iterable[str] = ()) -> None:
        self.run = run
        self.locked = frozenset(locked)
        self._lines: dict[tuple[str, int], TableLine] = {}
        self.erased = False
        """Whether this change took a record out."""

    def logs(self) -> list[str]:
        """See ``View``."""
        return sorted(log for (log,) in self.run("select distinct log from lines", ()))

    def branches(self, log: str) -> list[int]:
        """See ``View``."""
        return [branch for (branch,) in self.run("select branch from lines where log = ? order by branch", (log,))]

    def line(self, log: str, branch: int = 0) -> TableLine:
        """See ``View`` and ``Change``."""
        if (log, branch) not in self._lines:
            self._lines[log, branch] = TableLine(self, log, branch)
        return self._lines[log, branch]


class TableLine:
    """A line in tables: see ``Line`` and ``OpenLine``."""

    def __init__(self, tables: Tables, log: str, branch: int) -> None:
        self.log, self.branch = log, branch
        self._tables, self._run = tables, tables.run
        found = self._run("select id, size, root, tail from lines where log = ? and branch = ?", (log, branch))
        self._id, self.size, self.root, tail = found[0] if found else (0, 0, EMPTY, b"")
        self._tail = Page(0, self.size // PAGE, bytes(tail))

    def page(self, row: int, number: int) -> bytes:
        """See ``Line``."""
        if not 0 <= number < 1 << _ROW or not 0 <= row < 1 << PLACES - _ROW:
            return b""
        if (row, number) == self._tail[:2]:
            return self._tail.hashes
        found = self._run("select hashes from pages where place = ?", (self._id << PLACES | row << _ROW | number,))
        return bytes(found[0][0]) if found else b""

    def leaves(self, first: int, end: int) -> Iterator[bytes]:
        """See ``Line``."""
        return leaves_of(self, first, end)

    def records(self, ranges: Iterable[Range]) -> Iterator[tuple[int, bytes]]:
        """See ``Line``."""
        for first, end in ranges:
            waiting: dict[int, bytes] = {}  # of packs that overlap: what comes after the next pack's beginning
            for pack in self._packs(first, end):
                for number in sorted(number for number in waiting if number < pack.first):
                    yield number, waiting.pop(number)
                waiting.update((number, record) for number, record in unpacked(pack) if first <= number < end)
            yield from sorted(waiting.items())

    def held(self, first: int, end: int) -> list[Range]:
        """See ``Line``."""
        found: list[Range] = []
        base, after, until, since = self._places(first, end)
        while True:
            rows = self._run(
                "select place, lengths from packs where place >= ? and place < ? "
                "and place + length(lengths) / 4 > ? order by place limit ?",
                (after, until, since, MANY),
            )
            for place, lengths in rows:
                numbers = (number for number, length in enumerate(lengths_of(lengths), place - base) if length)
                found += ranges(number for number in numbers if first <= number < end)
            if len(rows) < MANY:
                return _joined(found)
            after = rows[-1][0] + 1
            found = _joined(found)

    def paper(self, kind: Kind, number: int, name: str = "") -> bytes | None:
        """See ``Line``."""
        found = self._run(
            "select data from papers where line = ? and kind = ? and number = ? and name = ?",
            (self._id, kind, number, name),
        )
        return bytes(found[0][0]) if found else None

    def papers(self, kind: Kind, name: str | None = None, first: int = 0) -> Iterator[Paper]:
        """See ``Line``."""
        after = (first - 1, _AFTER_ALL)
        while True:
            rows = self._run(_PAPERS[name is not None], (self._id, kind, *_named(name), *after, FEW))
            yield from (Paper(number, by, bytes(data)) for number, by, data in rows)
            if len(rows) < FEW:
                return
            after = rows[-1][:2]

    def newest(self, kind: Kind, name: str | None = None) -> Paper | None:
        """See ``Line``."""
        found = self._run(_NEWEST[name is not None], (self._id, kind, *_named(name)))
        return Paper(found[0][0], found[0][1], bytes(found[0][2])) if found else None

    def keep_pages(self, pages: Iterable[Page]) -> None:
        """See ``OpenLine``."""
        line = self._begun()
        for page in pages:
            row, number, hashes = page
            if number >> _ROW or row >> PLACES - _ROW:
                raise _too_much(self.log)
            if row == 0:
                if len(hashes) < PAGE * HASH_BYTES:
                    self._tail = page
                    continue
                self._tail = Page(0, number + 1, b"")
            self._run(
                "insert into pages (place, hashes) values (?, ?) "
                "on conflict (place) do update set hashes = excluded.hashes",
                (line << PLACES | row << _ROW | number, hashes),
            )

    def move_head(self, size: int, root: bytes) -> None:
        """See ``OpenLine``."""
        line = self._begun()
        if size < self.size or (size == self.size and root != self.root):
            raise not_growing(self.log, self.size, size)
        self._run("update lines set size = ?, root = ?, tail = ? where id = ?", (size, root, self._tail.hashes, line))
        self.size, self.root = size, root

    def add_records(self, first: int, records: Sequence[bytes], *, new: bool = False) -> int:
        """See ``OpenLine``."""
        line, end = self._begun(), first + len(records)
        if not new:
            erased = self._run(
                "select number from papers where line = ? and kind = 'erasure' and number >= ? and number < ?",
                (line, first, end),
            )
            passed = [*(Range(number, number + 1) for (number,) in erased), *self.held(first, end)]
            if passed:
                records = list(records)
                for start, stop in passed:
                    records[start - first : stop - first] = [b""] * (stop - start)
        for pack in packed(first, records):
            self._keep_pack(pack)
        return len(records) - records.count(b"")

    def erase(self, number: int, word: bytes) -> bool:
        """See ``OpenLine``."""
        self.keep("erasure", number, word)
        return self.forget(number, number + 1) > 0

    def forget(self, first: int, end: int) -> int:
        """See ``OpenLine``."""
        line, gone = self._begun(), 0
        for pack in self._packs(first, end):
            found = sum(first <= number < end for number, _ in unpacked(pack))
            if found:
                self._run("delete from packs where place = ?", (line << PLACES | pack.first,))
                left = without(pack, Range(first, end))
                if left is not None:
                    self._keep_pack(left)
                self._tables.erased = True
                gone += found
        return gone

    def keep(self, kind: Kind, number: int, data: bytes, name: str = "") -> None:
        """See ``OpenLine``."""
        self._run(
            "insert into papers (line, kind, number, name, data) values (?, ?, ?, ?, ?) "
            "on conflict (line, kind, number, name) do update set data = excluded.data",
            (self._begun(), kind, number, name, data),
        )

    def drop(self, kind: Kind, number: int, name: str = "") -> None:
        """See ``OpenLine``."""
        self._run(
            "delete from papers where line = ? and kind = ? and number = ? and name = ?",
            (self._begun(), kind, number, name),
        )

    def _begun(self) -> int:
        """The line's key; it gets one with its first change."""
        if self.log not in self._tables.locked:
            raise not_locked(self.log)
        if not self._id:
            ((self._id,),) = self._run(
                "insert into lines (log, branch, size, root, tail) values (?, ?, 0, ?, ?) returning id",
                (self.log, self.branch, EMPTY, b""),
            )
            if self._id >> LINES:
                raise _too_much(self.log)
        return int(self._id)

    def _packs(self, first: int, end: int) -> Iterator[Pack]:
        """The packs in which records of a range may be."""
        base, after, until, since = self._places(first, end)
        while True:
            rows = self._run(
                "select place, lengths, data from packs where place >= ? and place < ? "
                "and place + length(lengths) / 4 > ? order by place limit ?",
                (after, until, since, FEW),
            )
            yield from (Pack(place - base, bytes(lengths), bytes(data)) for place, lengths, data in rows)
            if len(rows) < FEW:
                return
            after = rows[-1][0] + 1

    def _places(self, first: int, end: int) -> tuple[int, int, int, int]:
        """The line's first place; the first and the end of the places of packs that may reach into a range; where they
        have to reach beyond. None of them is of another line, whatever the range is."""
        base = self._id << PLACES
        return base, base + max(first - SPAN + 1, 0), base + min(end, _END), base + min(max(first, 0), _END)

    def _keep_pack(self, pack: Pack) -> None:
        first, lengths, data = pack
        if first >> PLACES:
            raise _too_much(self.log)
        self._run(
            "insert into packs (place, lengths, data) values (?, ?, ?)",
            (self._begun() << PLACES | first, lengths, data),
        )


_AFTER_ALL: Final = "\x7f"
"""Greater than any name: these are of visible ASCII."""
_PAPERS: Final = (
    "select number, name, data from papers where line = ? and kind = ? and (number, name) > (?, ?) "
    "order by number, name limit ?",
    "select number, name, data from papers where line = ? and kind = ? and name = ? and (number, name) > (?, ?) "
    "order by number, name limit ?",
)
"""For any name, and for one."""
_NEWEST: Final = (
    "select number, name, data from papers where line = ? and kind = ? order by number desc, name desc limit 1",
    "select number, name, data from papers where line = ? and kind = ? and name = ? order by number desc limit 1",
)
"""For any name, and for one."""


def _too_much(log: str) -> StoreFailed:
    why = f"'{log}' would be beyond 2^{PLACES} leaves, or beyond 2^{LINES} histories of logs that there were."
    return failed(why, "Keep it in a store of its own.")


def _named(name: str | None) -> tuple[str, ...]:
    return () if name is None else (name,)


def _joined(found: list[Range]) -> list[Range]:
    """Ranges that do not overlap, as the fewest."""
    joined: list[Range] = []
    for each in sorted(found):
        if joined and joined[-1].end == each.first:
            joined[-1] = Range(joined[-1].first, each.end)
        else:
            joined.append(each)
    return joined
