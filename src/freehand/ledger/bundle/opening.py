"""The head of a bundle, and whether it is for this reader at all: everything that is asked before decryption.

The rules:

1. The tag, the length and the manifest are read, no more than a manifest may have; nothing is reserved for what is
   declared.
2. The manifest holds together and is signed (``manifest``).
3. It is for this reader, of this compact, and from a log whose card is here; it names one of the reader's keys.
4. It is signed by the key of the newest epoch of that card, or of a newer one that comes with it (``carried``), and its
   head does not lie before that epoch.
5. What it declares is within the reader's limits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final, NamedTuple, NoReturn, Protocol

from freehand.errors import shown
from freehand.ledger.bundle.manifest import LENGTH_BYTES, MOST, TAG, Opened, open_manifest
from freehand.ledger.bundle.refusals import BadBundle, NotForUs, TooLarge
from freehand.ledger.epochs import KeyRefused, check_signer
from freehand.ledger.identity import Card
from freehand.ledger.keys import SIGNATURE_BYTES
from freehand.ledger.refused import Refused
from freehand.ledger.sealing import RecipientKey


class Source(Protocol):
    """Where a bundle is read from: a file, a pipe, the body of a request."""

    def read(self, size: int, /) -> bytes:
        """So many bytes or fewer; none at the end."""


class Reader(NamedTuple):
    """Who takes a bundle in: the name of its own log, the compact, and its keys for content."""

    name: str
    compact: str
    keys: Sequence[RecipientKey]


class Most(NamedTuple):
    """What a reader takes in at once."""

    leaves: int = 2**22
    records: int = 2**22
    papers: int = 1000
    bytes: int = 2**32


LIMITS: Final = Most()


def read_head(source: Source) -> Opened:
    """The manifest at the head of a bundle, verified; what follows is left in the source.

    Raises:
        BadBundle: it is none, or not signed by whom it names.
    """
    tag = exactly(source, len(TAG) + LENGTH_BYTES)
    length = int.from_bytes(tag[len(TAG) :], "big")
    if tag[: len(TAG)] != TAG or len(tag) != len(TAG) + LENGTH_BYTES or length > MOST:
        raise BadBundle.because("the bundle is refused", "it does not begin as a bundle of this version does.")
    data, signature = exactly(source, length), exactly(source, SIGNATURE_BYTES)
    if len(data) != length or len(signature) != SIGNATURE_BYTES:
        raise BadBundle.because("the bundle is refused", "it ends within its head.")
    return open_manifest(data, signature)


def exactly(source: Source, size: int) -> bytes:
    """So many bytes, or as many as there are."""
    parts: list[bytes] = []
    while size:
        part = source.read(size)
        if not part:
            break
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def refuse_misdirected(opened: Opened, reader: Reader, logs: Iterable[str]) -> RecipientKey:
    """Rule 3: the reader's key that it names.

    Raises:
        NotForUs: it is for another reader, of another compact, from nobody known, or for a key that is gone.
    """
    manifest = opened.manifest
    if manifest.recipient != reader.name:
        raise _not_ours(f"it is for '{shown(manifest.recipient)}', and this is '{shown(reader.name)}'.")
    if manifest.compact != reader.compact:
        raise _not_ours(f"it is of the compact '{shown(manifest.compact)}', and not of '{shown(reader.compact)}'.")
    if manifest.sender == reader.name or manifest.sender not in logs:
        refuse_stranger(opened)
    key = next((key for key in reader.keys if sha256(key.public).digest() == manifest.recipient_key), None)
    if key is None:
        why = "it is sealed for a key that is not here: it was destroyed, or the sender has an old card."
        raise NotForUs.because("the bundle is refused", why, "Send the sender your newest card, and ask for it again.")
    return key


def refuse_stranger(opened: Opened) -> NoReturn:
    """Rule 3, for a log of which no card is here."""
    raise _not_ours(f"no card of '{shown(opened.manifest.sender)}' is here.")


def refuse_unspoken(opened: Opened, card: Card) -> None:
    """Rule 4.

    Raises:
        KeyRefused: the key does not speak for the log now.
        BadBundle: its head lies before the epoch of its key.
    """
    said = opened.head.checkpoint
    try:
        check_signer(card.epochs, said.key)
    except KeyRefused as refusal:
        faults = [fault._replace(what="the bundle is refused: " + fault.what) for fault in refusal.faults]
        raise KeyRefused(faults) from None
    begins = card.epochs[-1]
    if said.size < begins.size:
        why = f"its head has size {said.size}, and its key speaks from size {begins.size} on."
        raise BadBundle.because("the bundle is refused", why)


def refuse_large(opened: Opened, most: Most) -> None:
    """Rule 5.

    Raises:
        TooLarge: it declares more than the reader takes.
    """
    manifest = opened.manifest
    declared = (
        ("leaves", manifest.leaves.things, most.leaves),
        ("records", manifest.records.things, most.records),
        ("papers", manifest.papers.things, most.papers),
        ("bytes", manifest.ciphertext.length, most.bytes),
    )
    for what, count, limit in declared:
        if count > limit:
            raise TooLarge.because("the bundle is refused", f"it declares {count} {what}, and {limit} are taken here.")


def _not_ours(why: str) -> Refused:
    return NotForUs.because("the bundle is refused", why)
