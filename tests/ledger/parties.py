"""Members of a compact, each with a log, keys and a store of its own, who hand each other bundles."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from freehand.ledger.bundle.opening import LIMITS, Most, Reader
from freehand.ledger.bundle.placing import Unchanged
from freehand.ledger.bundle.reading import Taken, take_in
from freehand.ledger.bundle.writing import Address, write_bundle
from freehand.ledger.card_file import sign_card
from freehand.ledger.identity import Card, first_card, with_epoch
from freehand.ledger.keys import SigningKey
from freehand.ledger.lines import current
from freehand.ledger.log import Appended, Statement, append, begin, keep_card
from freehand.ledger.sealing import RecipientKey
from freehand.ledger.store.interface import Range, Store
from freehand.ledger.store.memory import MemoryStore
from tests.ledger.owners import recipient_key, signing_key

COMPACT = "compact.example"
NOW = 1_790_000_000


@cache
def _signed(card: Card, root: SigningKey) -> bytes:
    return sign_card(card, root)


class Party:
    """A member: what it has, and what it does."""

    def __init__(self, word: str, store: Store | None = None) -> None:
        self.word, self.name = word, f"{COMPACT}/{word}"
        self.root: SigningKey = signing_key(f"{word} root")
        self.key: SigningKey = signing_key(f"{word} log 1")
        self.box: RecipientKey = recipient_key(f"{word} box")
        self.store: Store = MemoryStore() if store is None else store
        self.card: Card = first_card(self.name, word, self.root.public, self.key.public, self.box.public)
        begin(self.store, self.signed_card, self.key)

    @property
    def signed_card(self) -> bytes:
        return _signed(self.card, self.root)

    @property
    def reader(self) -> Reader:
        return Reader(self.name, COMPACT, [self.box])

    def meet(self, *others: Party) -> None:
        """Take in the cards of others."""
        for other in others:
            with self.store.writing(other.name) as change:
                keep_card(change.line(other.name), other.signed_card)

    def say(self, *texts: str, body: Callable[[str], Any] = lambda text: {"text": text}) -> Appended:
        said = [Statement("note", "berths", body(text), NOW) for text in texts]
        return append(self.store, self.name, self.key, said)

    def send(
        self, to: Party, records: Iterable[Range] | None = None, papers: Sequence[bytes] = (), **more: Any
    ) -> bytes:
        """A bundle; without ranges with every record that came since the last one, or is there at all."""
        sink = io.BytesIO()
        if records is None:
            with self.store.reading() as view:
                line = current(view, self.name)
                records = line.held(0, line.size)
        address = Address(self.name, to.name, more.pop("compact", COMPACT))
        write_bundle(self.store, sink, address, self.key, records=records, papers=papers, time=NOW, **more)
        return sink.getvalue()

    def take(self, bundle: bytes, *, witness: bool = True, most: Most = LIMITS) -> Taken | Unchanged:
        key = self.key if witness else None
        return take_in(self.store, io.BytesIO(bundle), self.reader, now=NOW + 60, witness=key, most=most)

    def new_epoch(self, key: str, size: int, root: bytes, reason: Any = "rotated") -> None:
        """The next card, with a new log key from this head on; kept in the own store as well."""
        self.key = signing_key(key)
        self.card = with_epoch(self.card, self.key.public, size, root, reason)
        with self.store.writing(self.name) as change:
            keep_card(change.line(self.name), self.signed_card)

    def size_of(self, other: Party) -> int:
        with self.store.reading() as view:
            return current(view, other.name).size

    def read(self, other: Party) -> dict[int, bytes]:
        """The records of a log that are held."""
        with self.store.reading() as view:
            line = current(view, other.name)
            return dict(line.records([Range(0, line.size)]))


def two() -> tuple[Party, Party]:
    """Two members who know each other."""
    north, south = Party("north"), Party("south")
    north.meet(south)
    south.meet(north)
    return north, south


def state_of(store: Store) -> Any:
    """All that a store in memory holds, to be compared."""
    assert isinstance(store, MemoryStore)
    return store._lines
