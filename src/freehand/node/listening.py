"""A store of logs that remembers which records came, for who takes a bundle in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeAlias

from freehand.ledger.store.interface import Change, OpenLine, Range, Store, View
from freehand.ledger.store.packs import ranges as ranges_of
from freehand.node.ranges import numbers_in

Heard: TypeAlias = dict[str, list[Range]]
"""Which records of which logs came."""


class Listening:
    """A store that remembers which records a change brought. It is asked once the change is whole."""

    def __init__(self, inner: Store) -> None:
        self._inner = inner
        self.heard: Heard = {}

    def reading(self) -> AbstractContextManager[View]:
        """See ``Store``."""
        return self._inner.reading()

    @contextmanager
    def writing(self, *logs: str) -> Iterator[Change]:
        """See ``Store``."""
        with self._inner.writing(*logs) as change:
            yield _Change(change, self.heard)

    def close(self) -> None:
        """See ``Store``; who opened it closes it."""


class _Change:
    def __init__(self, inner: Change, heard: Heard) -> None:
        self._inner, self._heard = inner, heard

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def line(self, log: str, branch: int = 0) -> Any:
        return _Line(self._inner.line(log, branch), self._heard.setdefault(log, []))


class _Line:
    def __init__(self, inner: OpenLine, heard: list[Range]) -> None:
        self._inner, self._heard = inner, heard

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def add_records(self, first: int, records: Sequence[bytes], *, new: bool = False) -> int:
        end = first + len(records)
        before = set[int]() if new else numbers_in(self._inner.held(first, end))
        count = self._inner.add_records(first, records, new=new)
        if count == len(records):
            self._heard.append(Range(first, end))
        elif count:
            self._heard += ranges_of(numbers_in(self._inner.held(first, end)) - before)
        return count
