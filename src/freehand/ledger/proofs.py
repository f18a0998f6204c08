"""Proofs that travel alone: one small file that shows something to whoever knows the public keys, and nothing else.

The question: a third party has a file and some public keys. What does the file prove?

The rules. A proof is canonical JSON of at most 1 MiB, of one of these kinds:

1. *Inclusion*: a checkpoint, the number of a leaf, the leaf, and the hashes that lead from it to the root. With the
   record itself, whose leaf it then has to be; without, what was said stays withheld.
2. *Consistency*: two checkpoints of one log, and the hashes that show the smaller to be the beginning of the larger.
3. *Fork*, *witness*, *manifest*: see ``forks``. *Receipt*: see ``receipts``.
4. A note in it has one line, so that no byte of the file can change and leave it a proof.
5. The key that vouches, or that is proven a liar, is one of those given. Whose key that is, the reader has to know.

Source: RFC 9162, sections 2.1.3 and 2.1.4; C2SP tlog-proof for what belongs together. Cost: O(log n) hashes and one
signature for each head. Limits: an inclusion proof shows what the owner said, not that it said nothing else: two of
them under two heads that nobody compares may be of two histories.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal, NamedTuple

from freehand.errors import shown
from freehand.ledger import forks, receipts, record
from freehand.ledger.canonical import LARGEST, NotCanonical, Value, canonical, parse
from freehand.ledger.checkpoint import Checkpoint, Signed, verified
from freehand.ledger.forks import NotProven
from freehand.ledger.identifiers import HASH
from freehand.ledger.note import take_apart
from freehand.ledger.refused import Refused
from freehand.ledger.rows import Pages, consistency, inclusion
from freehand.ledger.tree import check_consistency, check_inclusion

INCLUSION: Final = "freehand inclusion proof/1"
CONSISTENCY: Final = "freehand consistency proof/1"
MOST: Final = 2**20
"""Bytes of a proof."""

Kind = Literal["inclusion", "consistency", "fork", "witness", "manifest", "receipt"]

_INCLUSION: Final[dict[str, tuple[type, ...]]] = {
    "checkpoint": (str,),
    "format": (str,),
    "inclusion": (list,),
    "leaf": (str,),
    "record": (str, type(None)),
    "sequence": (int,),
}
_CONSISTENCY: Final[dict[str, tuple[type, ...]]] = {"consistency": (list,), "format": (str,), "heads": (list,)}


class Shown(NamedTuple):
    """What a file proves to whoever knows whose the key is."""

    kind: Kind
    log: str
    key: bytes
    """Whose word it is, or who is proven a liar."""
    words: str
    record: bytes = b""
    """With a proof of inclusion that has it: the record."""


def prove_inclusion(pages: Pages, signed: Signed, number: int, leaf: bytes, data: bytes = b"") -> bytes:
    """The proof that a leaf stands in the log of a checkpoint.

    Args:
        pages: the tree of the log.
        signed: the checkpoint.
        number: the leaf's number.
        leaf: its hash.
        data: the record, to hand it over as well.

    Raises:
        UsageError: there is no such leaf.
    """
    path = inclusion(pages, number, signed.checkpoint.size)
    return canonical(
        {
            "checkpoint": signed.note.decode(),
            "format": INCLUSION,
            "inclusion": [each.hex() for each in path],
            "leaf": leaf.hex(),
            "record": data.decode() if data else None,
            "sequence": number,
        }
    )


def prove_consistency(pages: Pages, old: Signed, new: Signed) -> bytes:
    """The proof that one checkpoint's log is the beginning of the other's.

    Raises:
        UsageError: the sizes are not in order, or the tree is not kept.
    """
    path = consistency(pages, old.checkpoint.size, new.checkpoint.size)
    heads: list[Value] = [old.note.decode(), new.note.decode()]
    return canonical({"consistency": [each.hex() for each in path], "format": CONSISTENCY, "heads": heads})


def check(data: bytes, keys: Iterable[bytes]) -> Shown:
    """What a proof of any kind proves under these keys.

    Raises:
        NotProven, BadReceipt: it proves nothing.
    """
    known = set(keys)
    try:
        value = parse(data, MOST)
    except NotCanonical as refusal:
        raise NotProven(refusal.faults) from None
    kind = value.get("format") if type(value) is dict else None
    if kind in (forks.FORK, forks.WITNESS, forks.MANIFEST):
        proven = forks.check_proof(data, known)
        return Shown(proven.kind, proven.log, proven.key, proven.words)
    if kind == receipts.FORMAT:
        return _receipt(data, known)
    try:
        if kind == INCLUSION:
            return _inclusion(_fields(value, _INCLUSION), known)
        if kind == CONSISTENCY:
            return _consistency(_fields(value, _CONSISTENCY), known)
    except NotProven:
        raise
    except Refused as refusal:
        raise NotProven(refusal.faults) from None
    raise _unproven("it is no proof of a kind that is known here.")


def _inclusion(value: dict[str, Any], keys: set[bytes]) -> Shown:
    """Rule 1."""
    said = _head(value["checkpoint"], keys)
    number, path = value["sequence"], _hashes(value["inclusion"])
    (leaf,) = _hashes([value["leaf"]])
    if not 0 <= number <= LARGEST:
        raise _unproven(f"its sequence is not from 0 to {LARGEST}.")
    data = b"" if value["record"] is None else value["record"].encode()
    if value["record"] is not None:
        if record.leaf(data) != leaf:
            raise _unproven("the record in it is not the one of its leaf.")
        record.read(data, log=said.origin, sequence=number)
    check_inclusion(leaf, number, said.size, path, said.root)
    what = "This record" if data else "What was said there is withheld; its leaf"
    words = f"{what} stands as number {number} in the log '{said.origin}', by the head of size {said.size}."
    return Shown("inclusion", said.origin, said.key, words, data)


def _consistency(value: dict[str, Any], keys: set[bytes]) -> Shown:
    """Rule 2."""
    if len(value["heads"]) != 2 or any(type(note) is not str for note in value["heads"]):
        raise _unproven("it has not two heads.")
    old, new = (_head(note, keys) for note in value["heads"])
    if old.origin != new.origin:
        raise _unproven("its two heads are of different logs.")
    if not 0 < old.size < new.size:
        raise _unproven("its heads do not lead from a size to a larger one.")
    check_consistency(old.size, old.root, new.size, new.root, _hashes(value["consistency"]))
    words = f"The log '{new.origin}' of size {new.size} goes on from what it was at size {old.size}: nothing changed."
    return Shown("consistency", new.origin, new.key, words)


def _receipt(data: bytes, keys: set[bytes]) -> Shown:
    found = receipts.read_receipt(data)
    if found.key not in keys:
        raise _unproven("the key that signed it is not among those given.")
    return Shown("receipt", found.log, found.key, found.words)


def _head(text: str, keys: set[bytes]) -> Checkpoint:
    """Rules 4 and 5."""
    note = take_apart(text.encode())
    if len(note.lines) != 1:
        raise _unproven("a head in it has more signatures than the one that matters.")
    return verified(note, keys).checkpoint


def _fields(value: Value, shape: dict[str, tuple[type, ...]]) -> dict[str, Any]:
    if not isinstance(value, dict) or value.keys() != shape.keys():
        raise _unproven(f"it is not an object of {', '.join(shape)} and nothing else.")
    for field, kinds in shape.items():
        if type(value[field]) not in kinds:
            raise _unproven(f"the field {shown(field)} of it is of another type.")
    return value


def _hashes(value: Sequence[Any]) -> list[bytes]:
    if not all(type(item) is str and HASH.fullmatch(item) for item in value):
        raise _unproven("a hash in it is not 64 lower-case hexadecimal digits.")
    return [bytes.fromhex(item) for item in value]


def _unproven(why: str) -> Refused:
    return NotProven.because("the file proves nothing", why)
