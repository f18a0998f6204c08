"""The content of a bundle put into the store: leaves first, and nothing is read before its leaf is known to be right.

The question: onto a line of size h, leaves from m to n come, and records of any age. Are they what was signed?

The rules, each before the next:

1. Leaves that the line has already (m to h) are compared with it. Where they differ, or where a new epoch ends below h,
   a branch is begun there; it is a fork if one key signed both.
2. The others are added. Then size and root are those of the checkpoint, and at the beginning of the newest epoch the
   root is that of the epoch.
3. A record's number is that of a leaf, and its hash is the leaf; only then is it parsed, by every rule of ``record``.
4. A record that was erased stays out; one that is there stays as it is.
5. Of a bundle that comes *late* (``placing``) all leaves are held already, and are compared; no head is moved.
6. The stream ends where the sections end, and its hash is the one declared.

Cost: each leaf and each record is hashed once, with the sections and the ciphertext; memory is that of a chunk and of
the records of one page.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from freehand.ledger import record
from freehand.ledger.bundle.content import Content
from freehand.ledger.bundle.manifest import Manifest, Opened
from freehand.ledger.bundle.opening import Source, exactly
from freehand.ledger.bundle.placing import Place
from freehand.ledger.bundle.refusals import BadBundle
from freehand.ledger.checkpoint import BadCheckpoint, check_leaves
from freehand.ledger.lines import branch_off
from freehand.ledger.refused import Refused
from freehand.ledger.rows import Growth, root_at
from freehand.ledger.store.interface import Change, Line, OpenLine
from freehand.ledger.tree import HASH_BYTES

AT_ONCE = 2**18
"""Bytes read from the source at a time."""


class Grown(NamedTuple):
    """A line with what was added, and the line that it left if it had to leave one."""

    line: OpenLine
    left: Line | None


class Counted(NamedTuple):
    """What became of the records of a bundle."""

    kept: int
    """New here."""
    revealed: int
    """Of these, those whose leaf was held before."""
    erased: int
    """Kept out, as they were erased."""


class Ciphertext:
    """The sealed stream as it comes in: hashed, and no longer than declared."""

    def __init__(self, source: Source, manifest: Manifest) -> None:
        self._source, self._declared = source, manifest.ciphertext
        self._hash = sha256()

    def pieces(self) -> Iterator[bytes]:
        """The bytes, up to the declared number."""
        left = self._declared.length
        while left:
            piece = self._source.read(min(AT_ONCE, left))
            if not piece:
                raise _bad(f"it ends {left} bytes before the end that it declares.")
            left -= len(piece)
            self._hash.update(piece)
            yield piece

    def end(self) -> None:
        """Rule 6."""
        if self._hash.digest() != self._declared.hash:
            raise _bad("its ciphertext is not the one that was signed.")
        if exactly(self._source, 1):
            raise _bad("something follows its end.")


def take_leaves(change: Change, opened: Opened, place: Place, content: Content) -> Grown:
    """Rules 1 and 2.

    Raises:
        BadBundle: the leaves are not those of the checkpoint.
    """
    manifest, said = opened.manifest, opened.head.checkpoint
    line, left = change.line(manifest.sender, place.branch), None
    since, at = line.size, manifest.old_size
    growth = Growth.of(line, line.size)
    for piece in content.leaves(manifest.leaves):
        leaves = piece
        if left is None and at < line.size:
            end = min(line.size, at + len(leaves) // HASH_BYTES)
            same = _shared(line, at, leaves[: (end - at) * HASH_BYTES])
            if at + same < end:
                left, since = line, 0
                line, growth = branch_off(change, line, at + same)
            leaves, at = leaves[same * HASH_BYTES :], at + same
        line.keep_pages(growth.add(leaves))
        at += len(leaves) // HASH_BYTES
    if left is None and said.size < line.size:
        left, since = line, 0
        line, growth = branch_off(change, line, said.size)
    try:
        check_leaves(said, growth.size, growth.root())
    except BadCheckpoint as refusal:
        raise BadBundle(refusal.faults) from None
    line.keep_pages(growth.unfinished(since))
    line.move_head(said.size, said.root)
    if root_at(line, place.begins.size) != place.begins.root:
        raise _bad(f"its leaves have another root at size {place.begins.size} than the newest epoch begins with.")
    return Grown(line, left)


def hold_leaves(change: Change, opened: Opened, place: Place, content: Content) -> Grown:
    """Rule 5.

    Raises:
        BadBundle: the leaves are not those that are held.
    """
    manifest = opened.manifest
    line, at = change.line(manifest.sender, place.branch), manifest.old_size
    for piece in content.leaves(manifest.leaves):
        if _shared(line, at, piece) * HASH_BYTES != len(piece):
            raise _bad("its leaves are not those of its checkpoint.")
        at += len(piece) // HASH_BYTES
    return Grown(line, None)


def take_records(line: OpenLine, manifest: Manifest, content: Content, before: int) -> Counted:
    """Rules 3 and 4.

    Args:
        line: where they go; its leaves are those of the checkpoint.
        manifest: what is declared.
        content: the content, after the other sections.
        before: the size that was held before.

    Raises:
        BadBundle: a record is not the one of its leaf.
        BadRecord: it breaks a rule of records.
    """
    hold = record.holder(line.log)
    kept = revealed = erased = 0
    gone = {paper.number for paper in line.papers("erasure")} if manifest.records.things else set()
    for first, records in content.records(manifest.records):
        _hold_leaves(line, first, records)
        hold(first, records)
        if gone:
            erased += sum(number in gone for number in range(first, first + len(records)))
        old = max(0, before - first)  # so many of them have a leaf that was held before
        if records[:old]:
            revealed += line.add_records(first, records[:old])
        if records[old:]:
            kept += line.add_records(first + old, records[old:], new=True)
    return Counted(kept + revealed, revealed, erased)


def _shared(line: Line, at: int, leaves: bytes) -> int:
    """How many of these leaves the line has in the same places."""
    found = 0
    for held in line.leaves(at, at + len(leaves) // HASH_BYTES):
        piece = leaves[found * HASH_BYTES : found * HASH_BYTES + len(held)]
        if piece == held:
            found += len(held) // HASH_BYTES
            continue
        differs = next(i for i in range(len(held)) if piece[i] != held[i])
        return found + differs // HASH_BYTES
    return found


def _hold_leaves(line: Line, first: int, records: list[bytes]) -> None:
    end = first + len(records)
    if end > line.size:
        raise _bad(f"it holds record {end - 1}, and its checkpoint has {line.size} leaves.")
    found, held = [sha256(b"\0" + data).digest() for data in records], b"".join(line.leaves(first, end))
    if b"".join(found) != held:
        wrong = next(i for i, leaf in enumerate(found) if leaf != held[i * HASH_BYTES : (i + 1) * HASH_BYTES])
        raise _bad(f"record {first + wrong} in it is not the one of its leaf.")


def _bad(why: str) -> Refused:
    return BadBundle.because("the bundle is refused", why)
