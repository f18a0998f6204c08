"""Any store, with what was said sealed in it: a stolen file or database has numbers and hashes, and no word.

The question: what can the least code between the ledger and its stores keep from whoever gets hold of the disk?

The rule.

1. The bytes of each record and of each paper are sealed by AES-256-GCM under one key, each with a nonce of its own,
   drawn; what is kept is nonce, ciphertext and tag, 28 bytes more than before.
2. The further data says where they stand: log, branch, and number; for papers also kind and name. What was moved to
   another place does not open, nor does what was changed.
3. Everything else is the inner store's: what is whole or not, locks, states, what was erased.

What remains visible: the names of logs and branches, sizes and roots; the hashes of the tree; of each record that is
there its number and length; of each paper its kind, number, name and length. Names of papers are names of logs, public
keys in hexadecimal digits, hashes of proofs, and the words for states. So who wants a name unseen makes the name of the
log opaque. An old state of the whole store, put back in its place, is not noticed here.

Cost: each record is sealed once and opened at each reading, some microseconds; nonces are drawn by the batch. Source:
NIST SP 800-38D; with drawn nonces of 96 bits one key may seal 2^32 times.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from freehand.ledger.randomness import Randomness, drawn
from freehand.ledger.store.interface import Change, Kind, Line, OpenLine, Paper, Range, Store, View, failed

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES: Final = 12
KEY_BYTES: Final = 32


class SealedStore:
    """A store over another one.

    Args:
        inner: where it is kept.
        key: 32 bytes that seal nothing else.
        randomness: where nonces come from.

    >>> from freehand.ledger.store.memory import MemoryStore
    >>> inner = MemoryStore()
    >>> store = SealedStore(inner, bytes(32))
    >>> with store.writing("north") as change:
    ...     change.line("north").keep("card", 1, b"a card")
    >>> with store.reading() as view, inner.reading() as below:
    ...     view.line("north").newest("card").data, len(below.line("north").newest("card").data)
    (b'a card', 34)
    """

    def __init__(self, inner: Store, key: bytes, randomness: Randomness = drawn) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if len(key) != KEY_BYTES:
            raise ValueError(f"a store is sealed under {KEY_BYTES} bytes")
        self.inner = inner
        self._seal = _Seal(AESGCM(key), randomness)

    @contextmanager
    def reading(self) -> Iterator[View]:
        """See ``Store``."""
        with self.inner.reading() as view:
            yield _SealedView(view, self._seal)

    @contextmanager
    def writing(self, *logs: str) -> Iterator[Change]:
        """See ``Store``."""
        with self.inner.writing(*logs) as change:
            yield _SealedChange(change, self._seal)

    def close(self) -> None:
        """See ``Store``."""
        self.inner.close()


class _Seal:
    """Rules 1 and 2."""

    def __init__(self, cipher: AESGCM, randomness: Randomness) -> None:
        from cryptography.exceptions import InvalidTag

        self._encrypt, self._decrypt, self._faults = cipher.encrypt, cipher.decrypt, (InvalidTag, ValueError)
        self._randomness = randomness

    def sealed(self, where: bytes, first: int, pieces: Sequence[bytes]) -> list[bytes]:
        """Pieces that follow each other, sealed; an empty one stays empty."""
        nonces, encrypt, found, at = self._randomness(NONCE_BYTES * len(pieces)), self._encrypt, [], 0
        for number, piece in enumerate(pieces, first):
            nonce = nonces[at : at + NONCE_BYTES]
            at += NONCE_BYTES
            found.append(nonce + encrypt(nonce, piece, b"%b%d" % (where, number)) if piece else b"")
        return found

    def sealed_one(self, where: bytes, number: int, data: bytes) -> bytes:
        """One piece, which may be empty."""
        nonce = self._randomness(NONCE_BYTES)
        return nonce + self._encrypt(nonce, data, b"%b%d" % (where, number))

    def opened(self, where: bytes, number: int, sealed: bytes) -> bytes:
        """What was sealed.

        Raises:
            StoreFailed: it is not as it was sealed here.
        """
        try:
            return self._decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], b"%b%d" % (where, number))
        except self._faults:
            why = "what is kept in it does not open: it was changed, or it was sealed under another key."
            raise failed(why, "Restore it from a backup, as a restored log.") from None


class _SealedView:
    def __init__(self, inner: View, seal: _Seal) -> None:
        self._inner, self._seal = inner, seal
        self.logs, self.branches = inner.logs, inner.branches

    def line(self, log: str, branch: int = 0) -> Line:
        return _SealedLine(self._inner.line(log, branch), self._seal)


class _SealedChange:
    def __init__(self, inner: Change, seal: _Seal) -> None:
        self._inner, self._seal = inner, seal
        self.logs, self.branches = inner.logs, inner.branches

    def line(self, log: str, branch: int = 0) -> OpenLine:
        return _SealedOpenLine(self._inner.line(log, branch), self._seal)


class _SealedLine:
    def __init__(self, inner: Line, seal: _Seal) -> None:
        self._line, self._seal = inner, seal
        self.log, self.branch = inner.log, inner.branch
        self._place = f"{inner.log} {inner.branch} ".encode()  # a log's name has no blank in it
        self.page, self.leaves, self.held = inner.page, inner.leaves, inner.held

    @property
    def size(self) -> int:
        return self._line.size

    @property
    def root(self) -> bytes:
        return self._line.root

    def records(self, ranges: Iterable[Range]) -> Iterator[tuple[int, bytes]]:
        opened, where = self._seal.opened, self._place + b"record "
        for number, sealed in self._line.records(ranges):
            yield number, opened(where, number, sealed)

    def paper(self, kind: Kind, number: int, name: str = "") -> bytes | None:
        found = self._line.paper(kind, number, name)
        return None if found is None else self._seal.opened(self._of(kind, name), number, found)

    def papers(self, kind: Kind, name: str | None = None, first: int = 0) -> Iterator[Paper]:
        for paper in self._line.papers(kind, name, first):
            yield self._read(paper, kind)

    def newest(self, kind: Kind, name: str | None = None) -> Paper | None:
        found = self._line.newest(kind, name)
        return None if found is None else self._read(found, kind)

    def _read(self, paper: Paper, kind: Kind) -> Paper:
        data = self._seal.opened(self._of(kind, paper.name), paper.number, paper.data)
        return Paper(paper.number, paper.name, data)

    def _of(self, kind: Kind, name: str) -> bytes:
        return self._place + f"{kind} {name} ".encode()


class _SealedOpenLine(_SealedLine):
    def __init__(self, inner: OpenLine, seal: _Seal) -> None:
        super().__init__(inner, seal)
        self._open = inner
        self.keep_pages, self.move_head = inner.keep_pages, inner.move_head
        self.forget, self.drop = inner.forget, inner.drop

    def add_records(self, first: int, records: Sequence[bytes], *, new: bool = False) -> int:
        return self._open.add_records(first, self._seal.sealed(self._place + b"record ", first, records), new=new)

    def erase(self, number: int, word: bytes) -> bool:
        return self._open.erase(number, self._seal.sealed_one(self._of("erasure", ""), number, word))

    def keep(self, kind: Kind, number: int, data: bytes, name: str = "") -> None:
        self._open.keep(kind, number, self._seal.sealed_one(self._of(kind, name), number, data), name)
