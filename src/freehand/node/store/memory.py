"""A cabinet in the memory of one process: for tests and simulations.

A change works on copies; at its end the one reference is set to the new state, so who reads keeps the old one. Values
are kept as text, so that nobody can change what was put in.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from freehand.node.store.interface import PATIENCE, Value, busy


class _State(NamedTuple):
    shelves: dict[str, dict[str, tuple[str, str]]]
    """Shelf, name: scope and value."""
    trail: list[str]


class MemoryCabinet:
    """A cabinet in memory.

    >>> cabinet = MemoryCabinet()
    >>> with cabinet.writing() as shelves:
    ...     shelves.put("draft", "berths", {"version": 1}, within="gulf")
    ...     shelves.note({"what": "a draft was put away"})
    0
    >>> with cabinet.reading() as shelves:
    ...     shelves.get("draft", "berths"), list(shelves.all("draft", "gulf")), list(shelves.all("draft", "other"))
    ({'version': 1}, [('berths', {'version': 1})], [])
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        self._state = _State({}, [])
        self._lock, self._patience = threading.Lock(), patience

    @contextmanager
    def reading(self) -> Iterator[_Shelves]:
        """See ``Cabinet``."""
        yield _Shelves(self._state)

    @contextmanager
    def writing(self) -> Iterator[_Shelves]:
        """See ``Cabinet``."""
        if not self._lock.acquire(timeout=self._patience):
            raise busy(f"it did not finish within {self._patience:g} seconds.")
        try:
            before = self._state
            change = _State({shelf: dict(held) for shelf, held in before.shelves.items()}, list(before.trail))
            yield _Shelves(change)
            self._state = change
        finally:
            self._lock.release()

    def close(self) -> None:
        """See ``Cabinet``."""


class _Shelves:
    def __init__(self, state: _State) -> None:
        self._state = state

    def get(self, shelf: str, name: str) -> Value | None:
        found = self._state.shelves.get(shelf, {}).get(name)
        return None if found is None else _read(found[1])

    def all(self, shelf: str, within: str = "") -> Iterator[tuple[str, Value]]:
        for name, (scope, value) in sorted(self._state.shelves.get(shelf, {}).items()):
            if within in ("", scope):
                yield name, _read(value)

    def trail(self, first: int = 0) -> Iterator[tuple[int, Value]]:
        for number, event in enumerate(self._state.trail[first:], first):
            yield number, _read(event)

    def put(self, shelf: str, name: str, value: Value, within: str = "") -> None:
        self._state.shelves.setdefault(shelf, {})[name] = (within, json.dumps(value))

    def put_many(self, shelf: str, entries: Iterable[tuple[str, Value]], within: str = "") -> None:
        for name, value in entries:
            self.put(shelf, name, value, within)

    def drop(self, shelf: str, name: str) -> None:
        self._state.shelves.get(shelf, {}).pop(name, None)

    def note(self, event: Mapping[str, Value]) -> int:
        self._state.trail.append(json.dumps(dict(event)))
        return len(self._state.trail) - 1


def _read(text: str) -> Value:
    value: Value = json.loads(text)
    return value
