"""Logs in the memory of one process: for tests, simulations, and for whoever keeps nothing.

Each line is a value of dictionaries. A change works on copies of the lines that it touches, and at its end the store's
one reference is set to the new state: whoever reads keeps the old one (rules 1 and 4 of the interface). Nothing here is
durable (rule 2), and the lock of rule 3 is one for all logs and for the threads of this process.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple, TypeAlias

from freehand.ledger.rows import Page, leaves_of
from freehand.ledger.store.interface import PATIENCE, Kind, Paper, Range, busy, not_growing, not_locked
from freehand.ledger.tree import EMPTY

_Key: TypeAlias = tuple[str, int]


class _State(NamedTuple):
    """A line as it is kept."""

    size: int
    root: bytes
    pages: dict[tuple[int, int], bytes]
    records: dict[int, bytes]
    papers: dict[tuple[str, int, str], bytes]

    def copy(self) -> _State:
        return _State(self.size, self.root, dict(self.pages), dict(self.records), dict(self.papers))


_NEVER_BEGUN = _State(0, EMPTY, {}, {}, {})


class MemoryStore:
    """A store in memory.

    >>> store = MemoryStore()
    >>> with store.writing("north") as change:
    ...     change.line("north").keep("card", 1, b"a card")
    >>> with store.reading() as view:
    ...     view.logs(), view.line("north").newest("card")
    (['north'], Paper(number=1, name='', data=b'a card'))
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        self._lines: dict[_Key, _State] = {}
        self._lock = threading.Lock()
        self._patience = patience

    @contextmanager
    def reading(self) -> Iterator[_View]:
        """See ``Store``."""
        yield _View(self._lines)

    @contextmanager
    def writing(self, *logs: str) -> Iterator[_View]:
        """See ``Store``."""
        if not self._lock.acquire(timeout=self._patience):
            raise busy(f"it did not finish within {self._patience:g} seconds.")
        try:
            change = _View(dict(self._lines), frozenset(logs))
            yield change
            self._lines = change.lines
        finally:
            self._lock.release()

    def close(self) -> None:
        """See ``Store``."""


class _View:
    """A state, to be read; and to be changed where logs are locked."""

    def __init__(self, lines: dict[_Key, _State], locked: frozenset[str] = frozenset()) -> None:
        self.lines = lines
        self._locked = locked
        self._own: set[_Key] = set()
        """Lines that are copies already."""

    def logs(self) -> list[str]:
        return sorted({log for log, _ in self.lines})

    def branches(self, log: str) -> list[int]:
        return sorted(branch for name, branch in self.lines if name == log)

    def line(self, log: str, branch: int = 0) -> _MemoryLine:
        return _MemoryLine(self, log, branch)

    def state(self, key: _Key) -> _State:
        return self.lines.get(key, _NEVER_BEGUN)

    def own(self, key: _Key) -> _State:
        """The line, as a copy that may be changed."""
        if key[0] not in self._locked:
            raise not_locked(key[0])
        if key not in self._own:
            self._own.add(key)
            self.lines[key] = self.state(key).copy()
        return self.lines[key]


class _MemoryLine:
    def __init__(self, view: _View, log: str, branch: int) -> None:
        self._view = view
        self.log, self.branch = log, branch

    @property
    def _state(self) -> _State:
        return self._view.state((self.log, self.branch))

    def _own(self) -> _State:
        return self._view.own((self.log, self.branch))

    @property
    def size(self) -> int:
        return self._state.size

    @property
    def root(self) -> bytes:
        return self._state.root

    def page(self, row: int, number: int) -> bytes:
        return self._state.pages.get((row, number), b"")

    def leaves(self, first: int, end: int) -> Iterator[bytes]:
        return leaves_of(self, first, end)

    def records(self, ranges: Iterable[Range]) -> Iterator[tuple[int, bytes]]:
        held = self._state.records
        for first, end in ranges:
            for number in sorted(number for number in held if first <= number < end):
                yield number, held[number]

    def held(self, first: int, end: int) -> list[Range]:
        found: list[Range] = []
        for number in sorted(number for number in self._state.records if first <= number < end):
            if found and found[-1].end == number:
                found[-1] = Range(found[-1].first, number + 1)
            else:
                found.append(Range(number, number + 1))
        return found

    def paper(self, kind: Kind, number: int, name: str = "") -> bytes | None:
        return self._state.papers.get((kind, number, name))

    def papers(self, kind: Kind, name: str | None = None, first: int = 0) -> Iterator[Paper]:
        for (of, number, by), data in sorted(self._state.papers.items()):
            if of == kind and number >= first and name in (None, by):
                yield Paper(number, by, data)

    def newest(self, kind: Kind, name: str | None = None) -> Paper | None:
        return max(self.papers(kind, name), default=None)

    def keep_pages(self, pages: Iterable[Page]) -> None:
        self._own().pages.update(((page.row, page.number), page.hashes) for page in pages)

    def move_head(self, size: int, root: bytes) -> None:
        own = self._own()
        if size < own.size or (size == own.size and root != own.root):
            raise not_growing(self.log, own.size, size)
        self._view.lines[self.log, self.branch] = own._replace(size=size, root=root)

    def add_records(self, first: int, records: Sequence[bytes], *, new: bool = False) -> int:
        own, before = self._own(), len(self._own().records)
        for number, record in enumerate(records, first):
            if record and (new or ("erasure", number, "") not in own.papers):
                own.records.setdefault(number, record)
        return len(own.records) - before

    def erase(self, number: int, word: bytes) -> bool:
        own = self._own()
        own.papers["erasure", number, ""] = word
        return own.records.pop(number, None) is not None

    def forget(self, first: int, end: int) -> int:
        held = self._own().records
        gone = [number for number in held if first <= number < end]
        for number in gone:
            del held[number]
        return len(gone)

    def keep(self, kind: Kind, number: int, data: bytes, name: str = "") -> None:
        self._own().papers[kind, number, name] = data

    def drop(self, kind: Kind, number: int, name: str = "") -> None:
        self._own().papers.pop((kind, number, name), None)
