"""What is sealed in a bundle: three sections, one after another, read without ever being held whole.

The rules:

1. *Leaves*: the leaf hashes of what was added, 32 bytes each, in order.
2. *Papers*: receipts and proofs, each after its length in 4 bytes, from 1 byte to 1 MiB.
3. *Records*: those that the recipient is given, of whatever age, in groups: the number of the first record in 8 bytes,
   how many there are in 2, the length of each in 4, and their bytes, joined. A group holds 1 to 256 records whose
   numbers follow each other, of 1 byte to 256 KiB each; more than one only if they have no more than 256 KiB together.
   Numbers rise from group to group. What is withheld is in no group: its leaf stands in rule 1.
4. What follows the last group is *padding*, and is zeros: so the lengths of bundles can be brought to steps.
5. A section is exactly as long as declared, holds as many things as declared, and has the hash that was declared.
   Numbers are written with the highest byte first.

Cost: a chunk and a group at a time.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from freehand.ledger.bundle.manifest import Section
from freehand.ledger.bundle.refusals import BadBundle
from freehand.ledger.canonical import MOST as MOST_RECORD
from freehand.ledger.refused import Refused

MOST_PAPER: Final = 2**20
MOST_RECORDS: Final = 256
"""Records of a group."""
MOST_TOGETHER: Final = 2**18
"""Bytes of a group of more than one record."""

_GROUP: Final = struct.Struct(">QH")
_LENGTH: Final = struct.Struct(">I")
_PIECE: Final = 2**16
"""A whole number of leaf hashes."""


class Group(NamedTuple):
    """Records that follow each other from number ``first`` on."""

    first: int
    records: list[bytes]


class Tally:
    """Counts and hashes a section while it is written.

    >>> tally = Tally()
    >>> list(tally.over([(b"said", 1)]))
    [b'said']
    >>> tally.section()[:2]
    (4, 1)
    """

    def __init__(self) -> None:
        self._length, self._things, self._hash = 0, 0, sha256()

    def over(self, pieces: Iterable[tuple[bytes, int]]) -> Iterator[bytes]:
        """The pieces, each given with how many things it holds."""
        for piece, things in pieces:
            self._length += len(piece)
            self._things += things
            self._hash.update(piece)
            yield piece

    def section(self) -> Section:
        """What is declared of what went by."""
        return Section(self._length, self._things, self._hash.digest())


def paper_entry(paper: bytes) -> bytes:
    """A paper as it stands in its section."""
    return _LENGTH.pack(len(paper)) + paper


def group_entry(first: int, records: Sequence[bytes]) -> bytes:
    """A group as it stands in its section."""
    lengths = struct.pack(f">{len(records)}I", *map(len, records))
    return _GROUP.pack(first, len(records)) + lengths + b"".join(records)


def grouped(records: Iterable[tuple[int, bytes]]) -> Iterator[Group]:
    """Records with their numbers, in their order, as groups that end before each number that 256 divides.

    >>> list(grouped([(3, b"said"), (4, b"so"), (9, b"and")]))
    [Group(first=3, records=[b'said', b'so']), Group(first=9, records=[b'and'])]
    """
    first, held, size = 0, list[bytes](), 0
    for number, record in records:
        if held and (number != first + len(held) or number % MOST_RECORDS == 0 or size + len(record) > MOST_TOGETHER):
            yield Group(first, held)
            held = []
        if not held:
            first, size = number, 0
        held.append(record)
        size += len(record)
    if held:
        yield Group(first, held)


class Content:
    """The sections out of a stream of opened chunks, each to be read once, in their order."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._held, self._at = b"", 0

    def leaves(self, section: Section) -> Iterator[bytes]:
        """The leaf hashes, joined, in pieces of whole hashes."""
        reading = _Reading(self, section, "leaves")
        while reading.left:
            yield reading.exactly(min(_PIECE, reading.left))
        reading.end()

    def papers(self, section: Section) -> Iterator[bytes]:
        """The papers."""
        reading = _Reading(self, section, "papers")
        for _ in range(section.things):
            (length,) = _LENGTH.unpack(reading.exactly(_LENGTH.size))
            if not 0 < length <= MOST_PAPER:
                raise _bad(f"a paper in it has {length} bytes, and 1 to {MOST_PAPER} are allowed.")
            yield reading.exactly(length)
        if reading.left:
            raise _bad(f"it declares {section.things} papers, and more follows.")
        reading.end()

    def records(self, section: Section) -> Iterator[Group]:
        """The records, group by group."""
        reading = _Reading(self, section, "records")
        left, after = section.things, 0
        while left:
            first, things = _GROUP.unpack(reading.exactly(_GROUP.size))
            if not 0 < things <= min(MOST_RECORDS, left):
                raise _bad(f"a group in it has {things} records, and 1 to {min(MOST_RECORDS, left)} can be there.")
            if first < after:
                raise _bad(f"record {first} in it stands after record {after - 1}.")
            lengths = struct.unpack(f">{things}I", reading.exactly(4 * things))
            if min(lengths) == 0 or max(lengths) > MOST_RECORD or (things > 1 and sum(lengths) > MOST_TOGETHER):
                raise _bad(f"records from {first} on in it are empty or too long.")
            ends = list(accumulate(lengths, initial=0))
            data = reading.exactly(ends[-1])
            yield Group(first, [data[start:end] for start, end in pairwise(ends)])
            left, after = left - things, first + things
        while reading.left:
            piece = reading.exactly(min(_PIECE, reading.left))
            if piece.count(0) != len(piece):
                raise _bad("what follows its last record is not padding.")
        reading.end()

    def end(self) -> None:
        """Read to the end of the stream: only there it shows that it is whole."""
        if self._at < len(self._held) or next(self._chunks, b""):
            raise _bad("its content is longer than its sections.")

    def exactly(self, size: int) -> bytes:
        """So many bytes of the stream, or fewer at its end."""
        start, self._at = self._at, self._at + size
        if self._at <= len(self._held):
            return self._held[start : self._at]
        parts, missing = [self._held[start:]], self._at - len(self._held)
        while missing:
            self._held = next(self._chunks, b"")
            if not self._held:
                break
            parts.append(self._held[:missing])
            self._at = len(parts[-1])
            missing -= self._at
        return b"".join(parts)


class _Reading:
    """One section while it is read: what is left of it, and its hash."""

    def __init__(self, content: Content, section: Section, name: str) -> None:
        self._content, self._section, self._name = content, section, name
        self._hash = sha256()
        self.left = section.length

    def exactly(self, size: int) -> bytes:
        if size > self.left:
            raise _bad(f"the section {self._name} ends before the {self._section.things} that it declares.")
        self.left -= size
        piece = self._content.exactly(size)
        if len(piece) != size:
            raise _bad(f"its content ends within the section {self._name}.")
        self._hash.update(piece)
        return piece

    def end(self) -> None:
        if self._hash.digest() != self._section.hash:
            raise _bad(f"the section {self._name} is not what its manifest declares.")


def _bad(why: str) -> Refused:
    return BadBundle.because("the bundle is refused", why)
