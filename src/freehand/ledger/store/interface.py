"""What the ledger asks of whoever keeps its logs: histories, records, and papers; one change at a time, whole or not.

The question: what is the least that a store must do, so that every rule of the ledger stands elsewhere and holds in
memory, in a file and in a database alike?

The nouns. A *line* is one history of a log. The *trunk*, branch 0, is the first one here; after a fork the other
histories are kept beside it, as branches 1, 2, … Which of them is gone by is a state that is kept with the trunk, and
so are cards and what was sent and received; who wants the log as it stands asks for that line (``lines.current``), not
for branch 0. Each line has

- a *head*, size and root;
- *pages* of the tree (see ``rows``): row 0 holds the leaves, so there is no other list of them;
- *records*, each at its number: there, or withheld, or erased;
- *papers*: small files under a kind, a name and a number (see ``Kind``).

The rules:

1. A change is whole or not at all, whatever ends it: an exception, a killed process, a full disk.
2. When ``writing`` is left without an exception, the change lies where a loss of power does not reach it.
3. ``writing`` names the logs that will be changed and locks them: nobody else changes them until it is left, in no
   other process either. Who comes second waits; after ``PATIENCE`` seconds it is told so (``StoreBusy``).
4. ``reading`` sees one state, that of its beginning, however long it takes.
5. A head only grows. What stands on a page stays; it is added to.
6. A record that is there already, or was erased, is left as it is: keeping it again changes nothing.
7. Erasing takes record and salt out of the store; the paper about it (``erasure``) keeps them out from then on. What
   is forgotten is out of the store as well, with no word of it: it is withheld again.
8. A store judges nothing: neither bytes nor signatures. Names of logs are keys, never paths.

Cost: records are packed by the batch (see ``packs``), so that a hundred thousand take some hundred rows; nothing is
ever held whole in memory but a pack.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Final, Literal, NamedTuple, Protocol, TypeAlias

from freehand.errors import AccessError, one_fault
from freehand.ledger.rows import Page

Kind: TypeAlias = Literal[
    "card",
    "checkpoint",
    "cosignature",
    "contrary",
    "receipt",
    "proof",
    "sent",
    "received",
    "erasure",
    "state",
]
"""What a paper is, and what name and number mean for it:

==============  ======================  =====================  =====================================================
kind            name                    number                 the bytes
==============  ======================  =====================  =====================================================
card            (empty)                 the card's             the signed identity card of the log's owner
checkpoint      the key that signed it  the size               the owner's signed note
cosignature     the witness             the size               the note with the witness's line
contrary        the witness             the size               the same under a head that contradicts what is held
receipt         who gave it             the record's           a signed receipt
proof           SHA-256 of it           the larger size        a fork proof, or what else proves its signer a liar
sent            the recipient           the bundle's serial    what has to be known of a bundle that was written
received        the recipient           the bundle's serial    what has to be known of a bundle that was taken in
erasure         (empty)                 the record's           by whose word it was erased
state           a word                  0                      a state of the log here: frozen, restored, …
==============  ======================  =====================  =====================================================
"""

PATIENCE: Final = 30.0
"""Seconds to wait for another who is changing the same log."""


class StoreBusy(AccessError):
    """Another process is changing the same log, and did not finish in time."""


class StoreFailed(AccessError):
    """The store cannot be read or written: the disk is full, the file is damaged, the server is gone."""


class Paper(NamedTuple):
    """A small file that belongs to a line."""

    number: int
    name: str
    data: bytes


class Range(NamedTuple):
    """The records from ``first`` up to and without ``end``."""

    first: int
    end: int


class Line(Protocol):
    """One history of a log, to be read. A line that was never begun has size 0, the root of no leaves, and nothing."""

    @property
    def log(self) -> str:
        """The log's name."""

    @property
    def branch(self) -> int:
        """0 is the trunk."""

    @property
    def size(self) -> int:
        """How many leaves it has."""

    @property
    def root(self) -> bytes:
        """The root of these."""

    def page(self, row: int, number: int) -> bytes:
        """Hashes of the tree, joined (see ``rows.Pages``); none if there is no such page."""

    def leaves(self, first: int, end: int) -> Iterator[bytes]:
        """The leaf hashes of a range, joined, in pieces of at most one page."""

    def records(self, ranges: Iterable[Range]) -> Iterator[tuple[int, bytes]]:
        """Number and bytes of each record that is there, range by range, in order; memory for one pack."""

    def held(self, first: int, end: int) -> list[Range]:
        """Which records of a range are there, as the fewest ranges."""

    def paper(self, kind: Kind, number: int, name: str = "") -> bytes | None:
        """One paper, if it is there."""

    def papers(self, kind: Kind, name: str | None = None, first: int = 0) -> Iterator[Paper]:
        """Papers of a kind (and a name) from a number on, by number, then by name."""

    def newest(self, kind: Kind, name: str | None = None) -> Paper | None:
        """The paper of a kind (and a name) with the highest number, and of these the last by name."""


class OpenLine(Line, Protocol):
    """One history of a log, to be changed. Each method raises ``ValueError`` if its log is not locked."""

    def keep_pages(self, pages: Iterable[Page]) -> None:
        """Keep pages of the tree, each in the place of what stood there."""

    def move_head(self, size: int, root: bytes) -> None:
        """Set the head, once the pages are kept; with it the last leaves are kept, those on a page that is not full.

        Raises:
            ValueError: the size is less than before, or the same with another root.
        """

    def add_records(self, first: int, records: Sequence[bytes], *, new: bool = False) -> int:
        """Keep records that follow each other from number ``first`` on; an empty one is withheld. How many were new.

        Those that are there already or erased are passed over. Where they stand beyond every leaf that was held before
        this change, none of them can be: then ``new`` may be said, and none is looked for. It holds this batch in
        memory, so batches are small.
        """

    def erase(self, number: int, word: bytes) -> bool:
        """Take a record and its salt out for good, with the word for it as a paper; whether there was a record."""

    def forget(self, first: int, end: int) -> int:
        """Take the records of a range out, as if they were withheld; how many there were. They may come again."""

    def keep(self, kind: Kind, number: int, data: bytes, name: str = "") -> None:
        """Keep a paper, in the place of one that stood there."""

    def drop(self, kind: Kind, number: int, name: str = "") -> None:
        """Take a paper away, if it is there."""


class View(Protocol):
    """One state of a store."""

    def logs(self) -> list[str]:
        """The names of all logs, sorted."""

    def branches(self, log: str) -> list[int]:
        """The branches of a log that were begun, from the trunk on."""

    def line(self, log: str, branch: int = 0) -> Line:
        """A line of a log; begun or not."""


class Change(View, Protocol):
    """A state that is being changed; what was changed is seen at once, and by nobody else until it is whole."""

    def line(self, log: str, branch: int = 0) -> OpenLine:
        """A line of a log; only those of the logs that were named may be changed."""


class Store(Protocol):
    """Whoever keeps logs."""

    def reading(self) -> AbstractContextManager[View]:
        """Look at one state.

        Raises:
            StoreFailed: it cannot be read.
        """

    def writing(self, *logs: str) -> AbstractContextManager[Change]:
        """Change these logs, all at once, at the end of the block; an exception in it leaves everything as it was.

        Raises:
            StoreBusy: others are changing them, and did not finish in time.
            StoreFailed: it cannot be written; everything is as it was.
        """

    def close(self) -> None:
        """Give back what it holds open; nothing is lost by not closing."""


def not_locked(log: str) -> ValueError:
    """For a store: a line is changed whose log was not named."""
    return ValueError(f"the log {log!r} is not among those that this change has locked")


def not_growing(log: str, size: int, new: int) -> ValueError:
    """For a store: a head is set back (rule 5)."""
    return ValueError(f"the head of {log!r} stands at {size} and cannot be set to {new} or to another root")


def busy(why: str) -> StoreBusy:
    """For a store: others were faster for too long."""
    next_ = "Wait until it has ended, then do this again; nothing was changed."
    return StoreBusy(one_fault("another process is changing the same log", why, next_))


def failed(
    why: str, next_: str = "Make room or mend what is named, then do this again; nothing was changed."
) -> StoreFailed:
    """For a store: it cannot be read or written."""
    return StoreFailed(one_fault("the store cannot be used", why, next_))
