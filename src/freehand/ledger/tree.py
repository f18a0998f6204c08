"""The tree of hashes over a log: what stands for all its leaves, and how a few hashes prove one of them.

The question: does a leaf stand at a place of a log of which only size and root are known? Is one log the beginning of
another? Both from about log2(n) hashes, without the leaves.

The rule. H is SHA-256, D a list of n leaf hashes, k the largest power of two below n:

1. MTH({}) = H(), MTH({d}) = d, and MTH(D) = H(0x01 || MTH(D[0:k]) || MTH(D[k:n])). A leaf hash is H(0x00 || data), so
   that no leaf can pass for a node.
2. An inclusion proof of leaf i holds the roots of the subtrees beside its way up, from the leaf to the root. The bits
   of i and n - 1 say on which side each stands.
3. A consistency proof from size m to size n holds the fewest subtree roots from which both roots can be made, in the
   order of RFC 9162; where m is a power of two the old root itself is left out of it.
4. A proof has exactly the hashes it needs, each of 32 bytes; sizes are at most 2^53 - 1. From size 0 nothing follows,
   so there is no proof from it; between equal sizes the proof is empty, and the roots are equal.

Source: RFC 9162, sections 2.1.1 to 2.1.4 (the same tree as RFC 6962). Cost: one hash for each node; a check takes
O(log n). Limits: a proof says nothing about who vouches for the root.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final

from freehand.ledger.canonical import LARGEST
from freehand.ledger.refused import Refused

HASH_BYTES: Final = 32
EMPTY: Final = sha256().digest()
"""The root of no leaves."""


class BadProof(Refused):
    """A proof that does not prove what it was handed over for."""

    next_step = "Ask for the proof again; if it comes again like this, ask for the leaves."


def node(left: bytes, right: bytes) -> bytes:
    """The hash of a node with these two below it.

    >>> node(bytes(32), bytes(32)).hex()[:16]
    'ae0798d0ecaed2b7'
    """
    return sha256(b"\1" + left + right).digest()


def parents(hashes: bytes) -> bytes:
    """The next level of a row of hashes, taken two by two; their number is even.

    >>> parents(bytes(64)) == node(bytes(32), bytes(32))
    True
    """
    return b"".join([sha256(b"\1" + hashes[at : at + 64]).digest() for at in range(0, len(hashes), 64)])


def fold(peaks: Sequence[bytes]) -> bytes:
    """The root over whole subtrees that stand side by side, the larger ones first.

    >>> fold([]) == EMPTY, fold([bytes(32)]) == bytes(32)
    (True, True)
    """
    if not peaks:
        return EMPTY
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node(peak, root)
    return root


def check_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Hold that a leaf hash stands at ``index``, from 0, of the log with this size and root.

    Raises:
        BadProof: it is not shown.

    >>> check_inclusion(bytes(32), 0, 1, [], bytes(32))
    """
    _hashes([leaf, root, *proof])
    if not 0 <= index < size <= LARGEST:
        raise _unproven(f"there is no leaf {index} in a log of size {size}.")
    at, last, found = index, size - 1, leaf
    for beside in proof:
        if last == 0:
            raise _unproven("it holds more hashes than there are levels.")
        if at & 1 or at == last:
            found = node(beside, found)
            while not at & 1:  # levels at which the right edge has nobody beside it
                at, last = at >> 1, last >> 1
        else:
            found = node(found, beside)
        at, last = at >> 1, last >> 1
    if last != 0:
        raise _unproven("it holds fewer hashes than there are levels.")
    if found != root:
        raise _unproven("its hashes do not lead to the root.")


def check_consistency(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Hold that the log of size ``old`` with one root is the beginning of the log of size ``new`` with the other.

    Raises:
        BadProof: it is not shown.

    >>> check_consistency(1, bytes(32), 2, node(bytes(32), bytes(32)), [bytes(32)])
    """
    _hashes([old_root, new_root, *proof])
    if not 0 <= old <= new <= LARGEST:
        raise _unproven(f"a log of size {old} is not the beginning of one of size {new}.")
    if old == new:
        if proof or old_root != new_root or (old == 0 and old_root != EMPTY):
            raise _unproven("between equal sizes there is one root, and no hash is needed.")
        return
    if old == 0:
        raise _unproven("from an empty log nothing follows.")
    at, last = old - 1, new - 1
    while at & 1:  # up to the largest whole subtree at the old log's end
        at, last = at >> 1, last >> 1
    path = list(proof) if at else [old_root, *proof]
    if not path:
        raise _unproven("it holds no hashes.")
    first = second = path[0]
    for beside in path[1:]:
        if last == 0:
            raise _unproven("it holds more hashes than there are levels.")
        if at & 1 or at == last:
            first, second = node(beside, first), node(beside, second)
            while not at & 1:
                at, last = at >> 1, last >> 1
        else:
            second = node(second, beside)
        at, last = at >> 1, last >> 1
    if last != 0:
        raise _unproven("it holds fewer hashes than there are levels.")
    if first != old_root:
        raise _unproven("its hashes do not lead to the old root.")
    if second != new_root:
        raise _unproven("its hashes do not lead to the new root.")


def _hashes(given: Iterable[bytes]) -> None:
    if any(len(each) != HASH_BYTES for each in given):
        raise _unproven(f"a hash in it has not {HASH_BYTES} bytes.")


def _unproven(why: str) -> Refused:
    return BadProof.because("the proof does not hold", why)
