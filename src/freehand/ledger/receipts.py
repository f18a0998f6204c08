"""Receipts: what a member states that it did with a record, over its signature.

The question: who says that it erased which record, at whose word, and can that be lifted to another record, member or
log?

The rules. A receipt is canonical JSON with exactly these fields, and signed over a tag and the rest of it:

1. ``format``; ``kind``, which is ``erased``; ``log``, ``sequence`` and ``leaf`` of the record; ``by``, the name of
   the member's own log, and ``key``, its log key; ``request``, the leaf of the record that asked for it, or null;
   ``time``, seconds since 1970, as the member has them; ``signature``.
2. It holds if its key is one of the member's, by its card, the signature is that key's, and the leaf is the one that
   stands at this number of this log. So it fits one record, one member and one log, and no other.
3. In a bundle it is taken only from the member that gave it.
4. It is shown as *claimed*: nobody can prove that something is gone.

What bounds a record's time from above is another receipt: the cosignature of a head that covers it (``dating``).

Source: the design's word on withdrawal. Limits: rule 4; and a time is what the member's clock said.
"""

from __future__ import annotations

from typing import Any, Final, Literal, NamedTuple

from freehand.errors import shown
from freehand.ledger.branches import branch_of
from freehand.ledger.canonical import LARGEST, NotCanonical, canonical, parse
from freehand.ledger.epochs import epoch_of
from freehand.ledger.identifiers import HASH, is_name
from freehand.ledger.identity import Card
from freehand.ledger.keys import SIGNATURE_BYTES, SigningKey, verify
from freehand.ledger.log import refuse_stopped
from freehand.ledger.refused import Refused
from freehand.ledger.store.interface import Change, Line, Store

FORMAT: Final = "freehand receipt/1"
TAG: Final = b"freehand receipt/1\n"
MOST: Final = 4096

_SHAPE: Final[dict[str, tuple[type, ...]]] = {
    "by": (str,),
    "format": (str,),
    "key": (str,),
    "kind": (str,),
    "leaf": (str,),
    "log": (str,),
    "request": (str, type(None)),
    "sequence": (int,),
    "signature": (str,),
    "time": (int,),
}


class BadReceipt(Refused):
    """A receipt that is none, or is not this member's for this record."""

    next_step = "Ask the member for its own receipt for this record."


class Receipt(NamedTuple):
    """What a member says that it did."""

    kind: Literal["erased"]
    log: str
    sequence: int
    leaf: bytes
    by: str
    key: bytes
    request: bytes | None
    time: int

    @property
    def words(self) -> str:
        """The same in a sentence, as no more than what it is.

        >>> Receipt("erased", "north", 7, bytes(32), "south", bytes(32), None, 0).words
        "south claims that it erased record 7 of the log 'north'."
        """
        return f"{self.by} claims that it erased record {self.sequence} of the log '{self.log}'."


def give(receipt: Receipt, key: SigningKey) -> bytes:
    """The receipt, signed.

    Raises:
        BadReceipt: it says something that cannot be written down.
        ValueError: the key is not the one that it names.
    """
    if key.public != receipt.key:
        raise ValueError("a receipt is signed by the key that it names")
    said = _as_value(receipt)
    data = canonical(said | {"signature": key.sign(TAG + canonical(said)).hex()})
    read_receipt(data)
    return data


def read_receipt(data: bytes) -> Receipt:
    """The receipt in these bytes, its signature verified under the key that it names.

    Raises:
        BadReceipt: rule 1 is broken, or the signature does not hold.

    >>> key = SigningKey.of_seed(bytes(32))
    >>> read_receipt(give(Receipt("erased", "north", 7, bytes(32), "south", key.public, None, 0), key)).sequence
    7
    """
    try:
        value: Any = parse(data, MOST)
    except NotCanonical as refusal:
        raise BadReceipt(refusal.faults) from None
    if type(value) is not dict or value.keys() != _SHAPE.keys():
        raise _bad(f"it is not an object of {', '.join(_SHAPE)} and nothing else.")
    if any(type(value[field]) not in kinds for field, kinds in _SHAPE.items()):
        raise _bad("a field of it is of another type.")
    if value["format"] != FORMAT or value["kind"] != "erased":
        raise _bad("it is of a format or kind that is not known here.")
    if not (is_name(value["log"]) and is_name(value["by"])):
        raise _bad("it bears a name that is none.")
    if not (0 <= value["sequence"] <= LARGEST and 0 <= value["time"] <= LARGEST):
        raise _bad(f"its sequence or its time is not from 0 to {LARGEST}.")
    signature = value.pop("signature")
    if len(signature) != 2 * SIGNATURE_BYTES or not set(signature) <= set("0123456789abcdef"):
        raise _bad("its signature is not 64 bytes as lower-case hexadecimal digits.")
    if not all(HASH.fullmatch(value[field]) for field in ("key", "leaf", "request") if value[field] is not None):
        raise _bad("a hash or key in it is not 64 lower-case hexadecimal digits.")
    receipt = _receipt(value)
    if not verify(receipt.key, bytes.fromhex(signature), TAG + canonical(value)):
        raise _bad("its signature does not hold.")
    return receipt


def check_receipt(receipt: Receipt, card: Card, leaf: bytes) -> None:
    """Rule 2: hold that it is this member's, for this record.

    Args:
        receipt: as read.
        card: the newest card of the member that hands it over.
        leaf: what stands at its number in its log.

    Raises:
        BadReceipt: it is another's, or for another record.
    """
    if receipt.by != card.log:
        raise _bad(f"it is by '{shown(receipt.by)}', and '{shown(card.log)}' hands it over.")
    if not epoch_of(card.epochs, receipt.key):
        raise _bad("its key is none of the member's.")
    if receipt.leaf != leaf:
        raise _bad(f"record {receipt.sequence} of '{shown(receipt.log)}' has another leaf.")


def leaf_at(line: Line, number: int) -> bytes:
    """The leaf hash at a number; empty if there is none."""
    return b"".join(line.leaves(number, number + 1)) if 0 <= number < line.size else b""


def erase(
    store: Store,
    log: str,
    number: int,
    *,
    by: str,
    key: SigningKey,
    time: int,
    request: bytes | None = None,
    leaf: bytes = b"",
) -> bytes:
    """Delete a record and its salt for good, keep its leaf and its number, and give the receipt for it.

    It goes from every branch that holds it. With ``leaf`` it is the record of that leaf, on whichever branch; else the
    one that stands at this number on the branch that is gone by. Done twice it gives the first receipt again. The
    receipt is the word that keeps the record out from then on, so it is also what has to be kept beside backups
    (``erase_again``).

    Raises:
        BadReceipt: there is no such leaf.
        LogStopped: the log of whoever erases signs nothing for now.
    """
    with store.writing(log, by) as change:
        branches = [branch_of(change, log), *change.branches(log)]
        lines = [change.line(log, branch) for branch in branches]
        line = next((each for each in lines if leaf_at(each, number) == leaf), None) if leaf else lines[0]
        found = b"" if line is None else leaf_at(line, number)
        if line is None or not found:
            raise _bad(f"the log '{shown(log)}' has no record {number} here.")
        before = line.paper("erasure", number)
        if before is None:
            refuse_stopped(change.line(by))
        receipt = before or give(Receipt("erased", log, number, found, by, key.public, request, time), key)
        _erased(change, log, number, found, receipt)
    return receipt


def erase_again(store: Store, words: list[bytes]) -> int:
    """After a restore: erase whatever these receipts, kept beside the backup, say was erased; how many came back.

    Raises:
        BadReceipt: one of them is none of an erasure.
    """
    found = [read_receipt(word) for word in words]
    with store.writing(*{receipt.log for receipt in found}) as change:
        return sum(
            _erased(change, receipt.log, receipt.sequence, receipt.leaf, word)
            for receipt, word in zip(found, words, strict=True)
        )


def _erased(change: Change, log: str, number: int, leaf: bytes, word: bytes) -> bool:
    """Erase it wherever it is this record; whether it was there to be read."""
    lines = [change.line(log, branch) for branch in change.branches(log)]
    return sum(line.erase(number, word) for line in lines if leaf_at(line, number) == leaf) > 0


def _as_value(receipt: Receipt) -> dict[str, Any]:
    return {
        "by": receipt.by,
        "format": FORMAT,
        "key": receipt.key.hex(),
        "kind": receipt.kind,
        "leaf": receipt.leaf.hex(),
        "log": receipt.log,
        "request": None if receipt.request is None else receipt.request.hex(),
        "sequence": receipt.sequence,
        "time": receipt.time,
    }


def _receipt(value: dict[str, Any]) -> Receipt:
    request = value["request"]
    return Receipt(
        value["kind"],
        value["log"],
        value["sequence"],
        bytes.fromhex(value["leaf"]),
        value["by"],
        bytes.fromhex(value["key"]),
        None if request is None else bytes.fromhex(request),
        value["time"],
    )


def _bad(why: str) -> Refused:
    return BadReceipt.because("the receipt is refused", why)
