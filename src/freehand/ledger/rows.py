"""The nodes of a log's tree, kept so that no proof needs the log hashed again.

The question: how is a tree of n leaves stored so that appending costs one hash for each new node, a proof O(log n)
reads, and the store is a plain table of blobs?

The rule. A *level* l holds the roots of the whole subtrees of 2^l leaves, from the left; level 0 holds the leaves.

1. Kept are the levels 0, 4, 8, … as *rows* 0, 1, 2, …: row r has floor(n / 16^r) hashes. What lies between two rows is
   made again when it is asked for, from at most 8 hashes of the row below.
2. A row is cut into *pages* of 64 hashes, 2 KiB; the last one may be shorter. A full page never changes again.
3. To append, hashes are added to row 0; each group of 16 that becomes whole gives one hash to the next row, and so on.
   Only the last page of each row has to be known for it.
4. The subtrees that make up the root (the bits of n) end on last pages too: the root needs nothing else.
5. A proof is the list of RFC 9162, section 2.1.3 and 2.1.4. Each entry is a node of rule 1, but for at most one at the
   right edge, which is folded from such nodes.

Cost: 32 bytes for a leaf and 2.1 for all nodes above it; appending k leaves writes k / 64 full pages and the last page
of each row; a proof in a log of n reads at most two pages of each row. Limits: whoever can write the store can make
proofs fail, not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple, Protocol, TypeAlias

from freehand.errors import UsageError, one_fault
from freehand.ledger.tree import HASH_BYTES, fold, parents

STEP: Final = 4
"""Levels between two rows."""
PAGE: Final = 64
"""Hashes on a full page."""

Node: TypeAlias = Callable[[int, int], bytes]
"""Gives the root of the whole subtree at a level and a place in it."""

_GROUP: Final = 1 << STEP
_PAGE_BYTES: Final = PAGE * HASH_BYTES


class Page(NamedTuple):
    """A page to be kept: the ``number``-th of its row, with up to 64 hashes, joined. A longer one replaces it."""

    row: int
    number: int
    hashes: bytes


class Pages(Protocol):
    """Whoever keeps pages."""

    def page(self, row: int, number: int) -> bytes:
        """The hashes of a page, joined, as they were given last; none if it was never given."""


class PagesInMemory(dict[tuple[int, int], bytes]):
    """Pages kept in a dictionary: for tests, and for logs that only pass through."""

    def page(self, row: int, number: int) -> bytes:
        """See ``Pages``."""
        return self.get((row, number), b"")

    def keep(self, pages: list[Page]) -> None:
        """Keep these, in the place of what was there."""
        self.update(((row, number), hashes) for row, number, hashes in pages)


class Growth:
    """The right edge of a tree: all that has to be known to append to it, and to say its root.

    >>> growth, pages = Growth(), PagesInMemory()
    >>> pages.keep(growth.add(bytes(32) * 3)); pages.keep(growth.unfinished())
    >>> growth.size, growth.root() == root_at(pages, 3)
    (3, True)
    """

    def __init__(self) -> None:
        self.size = 0
        self._ends: list[bytes] = []
        """For each row, what stands on its last page while that is not full."""

    @classmethod
    def of(cls, pages: Pages, size: int) -> Growth:
        """The edge of a tree of this size that is kept somewhere.

        Raises:
            UsageError: the pages hold fewer hashes than a tree of this size has.
        """
        growth = cls()
        growth.size = size
        row, count = 0, size
        while count:
            wanted = count % PAGE * HASH_BYTES
            end = pages.page(row, count // PAGE)[:wanted] if wanted else b""
            if len(end) != wanted:
                raise _lost(row, count // PAGE)
            growth._ends.append(end)
            row, count = row + 1, count >> STEP
        return growth

    def copy(self) -> Growth:
        """Another one, to try something on; this one stays as it is."""
        other = Growth()
        other.size, other._ends = self.size, list(self._ends)
        return other

    def add(self, leaves: bytes) -> list[Page]:
        """Append leaf hashes, joined; the pages that became full by it, to be kept."""
        full: list[Page] = []
        row, before, new = 0, self.size, leaves
        self.size += len(leaves) // HASH_BYTES
        while new:
            if row == len(self._ends):
                self._ends.append(b"")
            held, after = self._ends[row] + new, before + len(new) // HASH_BYTES
            start = before // PAGE * PAGE  # the place in the row of the first hash held
            whole = held[
                (before // _GROUP * _GROUP - start) * HASH_BYTES : (after // _GROUP * _GROUP - start) * HASH_BYTES
            ]
            done = len(held) // _PAGE_BYTES
            full += [Page(row, start // PAGE + i, held[i * _PAGE_BYTES : (i + 1) * _PAGE_BYTES]) for i in range(done)]
            self._ends[row] = held[done * _PAGE_BYTES :]
            for _ in range(STEP):
                whole = parents(whole)
            row, before, new = row + 1, before >> STEP, whole
        return full

    def unfinished(self, since: int = 0) -> list[Page]:
        """The last pages that are not full: to be kept with the tree, at the end of what is appended.

        Args:
            since: the size at which they were kept before; only those that have changed are named then.
        """
        return [
            Page(row, (self.size >> STEP * row) // PAGE, end)
            for row, end in enumerate(self._ends)
            if end and self.size >> STEP * row != since >> STEP * row
        ]

    def peaks(self) -> list[bytes]:
        """The roots of the whole subtrees that make up the tree, the larger ones first."""
        found: list[bytes] = []
        for row in reversed(range(len(self._ends))):
            count = (self.size >> STEP * row) % _GROUP
            found += _tops(self._ends[row][len(self._ends[row]) - count * HASH_BYTES :])
        return found

    def root(self) -> bytes:
        """The root of the tree as it is now."""
        return fold(self.peaks())


def leaves_of(pages: Pages, first: int, end: int) -> Iterator[bytes]:
    """The leaves from ``first`` up to and without ``end``, a page's at a time, joined."""
    for number in range(first // PAGE, -(-end // PAGE)):
        start = number * PAGE
        piece = pages.page(0, number)[max(first - start, 0) * HASH_BYTES : (end - start) * HASH_BYTES]
        if piece:
            yield piece


def root_at(pages: Pages, size: int) -> bytes:
    """The root that the log had when it had this size.

    Raises:
        UsageError: the pages hold fewer hashes than that.
    """
    return _range(_Nodes(pages).at, 0, size)


def inclusion(pages: Pages, index: int, size: int) -> list[bytes]:
    """The proof that the leaf at ``index``, from 0, stands in the log as it was at this size.

    Raises:
        UsageError: there is no such leaf, or the pages hold fewer hashes than that.

    >>> growth, pages = Growth(), PagesInMemory()
    >>> pages.keep(growth.add(bytes(32) + b"1" * 32)); pages.keep(growth.unfinished())
    >>> inclusion(pages, 0, 2)
    [b'11111111111111111111111111111111']
    """
    if not 0 <= index < size:
        raise UsageError(one_fault(f"there is no leaf {index}", f"the log has {size}, from 0.", "Name one of these."))
    nodes, low, high, proof = _Nodes(pages), 0, size, []
    while high - low > 1:
        middle = low + _half(high - low)
        if index < middle:
            proof.append(_range(nodes.at, middle, high))
            high = middle
        else:
            proof.append(_range(nodes.at, low, middle))
            low = middle
    return proof[::-1]


def consistency(pages: Pages, old: int, new: int) -> list[bytes]:
    """The proof that the log as it was at size ``old`` is the beginning of the log as it was at size ``new``.

    Raises:
        UsageError: the sizes are not 0 < old <= new, or the pages hold fewer hashes than that.

    >>> growth, pages = Growth(), PagesInMemory()
    >>> pages.keep(growth.add(bytes(32) + b"1" * 32)); pages.keep(growth.unfinished())
    >>> consistency(pages, 1, 2)
    [b'11111111111111111111111111111111']
    """
    if not 0 < old <= new:
        why = f"it leads from one size to the same or a larger one, not from {old} to {new}."
        raise UsageError(one_fault("there is no such proof", why, "Name two sizes from 1, the smaller first."))
    return consistency_of(_Nodes(pages).at, old, new)


def stretch(pages: Pages, first: int, end: int) -> list[bytes]:
    """The nodes that cover the leaves from ``first`` up to and without ``end`` (see ``cover``).

    Raises:
        UsageError: the pages hold fewer hashes than that.

    >>> growth, pages = Growth(), PagesInMemory()
    >>> pages.keep(growth.add(bytes(32) + b"1" * 32)); pages.keep(growth.unfinished())
    >>> stretch(pages, 1, 2)
    [b'11111111111111111111111111111111']
    """
    nodes = _Nodes(pages)
    return [nodes.at(*node) for node in cover(first, end)]


def cover(first: int, end: int) -> Iterator[tuple[int, int]]:
    """The fewest whole subtrees under which exactly these leaves stand, from the left: level, and place in it.

    >>> list(cover(3, 9))
    [(0, 3), (2, 1), (0, 8)]
    """
    while first < end:
        most = (end - first).bit_length() - 1
        level = min((first & -first).bit_length() - 1, most) if first else most
        yield level, first >> level
        first += 1 << level


def consistency_of(at: Node, old: int, new: int) -> list[bytes]:
    """The proof of ``consistency``, from whoever knows the nodes that cover 0 to ``old`` and ``old`` to ``new``."""
    low, high, proof = 0, new, []
    while old < high:
        middle = low + _half(high - low)
        if old <= middle:
            proof.append(_range(at, middle, high))
            high = middle
        else:
            proof.append(_range(at, low, middle))
            low = middle
    if low:  # otherwise what is left is the old root itself, which the other side has
        proof.append(_range(at, low, high))
    return proof[::-1]


class _Nodes:
    """Nodes of a tree out of its pages, each of which is fetched once."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._seen: dict[tuple[int, int], bytes] = {}

    def at(self, level: int, index: int) -> bytes:
        """The root of the ``index``-th whole subtree of 2^level leaves."""
        row, above = divmod(level, STEP)
        number, place = divmod(index << above, PAGE)
        held = self._seen.get((row, number))
        if held is None:
            held = self._seen[row, number] = self._pages.page(row, number)
        whole = held[place * HASH_BYTES : (place + (1 << above)) * HASH_BYTES]
        if len(whole) != HASH_BYTES << above:
            raise _lost(row, number)
        return _top(whole)


@lru_cache(maxsize=64)
def _tops(hashes: bytes) -> list[bytes]:
    """The roots of the whole subtrees over fewer than 16 hashes, the larger ones first; above the leaves they seldom
    change from one append to the next."""
    found, at = [], 0
    for bit in reversed(range(STEP)):
        whole = HASH_BYTES << bit
        if len(hashes) & whole:
            found.append(_top(hashes[at : at + whole]))
            at += whole
    return found


@lru_cache(maxsize=256)
def _top(whole: bytes) -> bytes:
    """The root over 1, 2, 4 or 8 hashes; most of those at the right edge are the same from one append to the next."""
    while len(whole) > HASH_BYTES:
        whole = parents(whole)
    return whole


def _half(count: int) -> int:
    """The largest power of two below ``count``, which is at least 2."""
    return 1 << (count - 1).bit_length() - 1


def _range(at: Node, low: int, high: int) -> bytes:
    """MTH(D[low:high]), where ``low`` is a multiple of the least power of two that is not below high - low."""
    return fold([at(*node) for node in cover(low, high)])


def _lost(row: int, number: int) -> UsageError:
    why = f"page {number} of row {row} holds fewer hashes than a log of this size has."
    return UsageError(
        one_fault("the tree is not kept whole", why, "Take a size that the log has, or restore the store.")
    )
