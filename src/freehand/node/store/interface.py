"""The cabinet: a node's private papers, of which nothing is ever sent. What whoever keeps them must do.

The nouns. A *shelf* is a kind of paper, by a short word; a paper on it is a JSON value under a name, which may be any
text. A paper may stand *within* a scope (a compact, say), so that those of one scope are found without the others. The
*trail* is what the node noted for its auditor: events, numbered from 0, each a JSON object.

The rules:

1. A change is whole or not at all, and durable when ``writing`` is left without an exception.
2. ``writing`` locks the cabinet: nobody else changes it meanwhile, in no other process either. Who comes second waits;
   after ``PATIENCE`` seconds it is told so (``StoreBusy``).
3. ``reading`` sees one state, that of its beginning.
4. A name stands on a shelf once. Put again, the value takes the place of the one before, and so does its scope.
5. Names come sorted, by their letters' code points.
6. To the trail is only added.
7. A cabinet judges nothing. What is put in is a JSON value: null, true, false, whole numbers of at most 2^53, texts,
   lists, objects.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Final, Protocol

from freehand.errors import one_fault
from freehand.ledger.canonical import Value
from freehand.ledger.store.interface import PATIENCE, StoreBusy, StoreFailed

__all__ = ["PATIENCE", "Cabinet", "OpenShelves", "Shelves", "StoreBusy", "StoreFailed", "Value", "busy", "failed"]

GROUP: Final = 256
"""Papers that are written or read at a time."""


class Shelves(Protocol):
    """One state of a cabinet."""

    def get(self, shelf: str, name: str) -> Value | None:
        """One paper, if it is there."""

    def all(self, shelf: str, within: str = "") -> Iterator[tuple[str, Value]]:
        """Names and papers of a shelf, sorted by name; with ``within``, only those that were put within this scope."""

    def trail(self, first: int = 0) -> Iterator[tuple[int, Value]]:
        """Numbers and events of the trail, from a number on."""


class OpenShelves(Shelves, Protocol):
    """A state that is being changed; what was changed is seen at once, and by nobody else until it is whole."""

    def put(self, shelf: str, name: str, value: Value, within: str = "") -> None:
        """Put a paper on a shelf, in the place of one of this name."""

    def put_many(self, shelf: str, entries: Iterable[tuple[str, Value]], within: str = "") -> None:
        """The same for many, which is faster; memory for some hundred at a time."""

    def drop(self, shelf: str, name: str) -> None:
        """Take a paper away, if it is there."""

    def note(self, event: Mapping[str, Value]) -> int:
        """Add an event to the trail; its number."""


class Cabinet(Protocol):
    """Whoever keeps a node's private papers."""

    def reading(self) -> AbstractContextManager[Shelves]:
        """Look at one state.

        Raises:
            StoreFailed: it cannot be read.
        """

    def writing(self) -> AbstractContextManager[OpenShelves]:
        """Change it, whole at the end of the block; an exception in it leaves everything as it was.

        Raises:
            StoreBusy: another is changing it, and did not finish in time.
            StoreFailed: it cannot be written; everything is as it was.
        """

    def close(self) -> None:
        """Give back what it holds open."""


def busy(why: str) -> StoreBusy:
    """For a cabinet: another was faster for too long."""
    next_ = "Wait until it has ended, then do this again; nothing was changed."
    return StoreBusy(one_fault("another process is changing the same node", why, next_))


def failed(
    why: str, next_: str = "Make room or mend what is named, then do this again; nothing was changed."
) -> StoreFailed:
    """For a cabinet: it cannot be read or written."""
    return StoreFailed(one_fault("the node's papers cannot be used", why, next_))
