"""What a proof is made of: the checkpoint of a size, and a record with its way up to it."""

from __future__ import annotations

from freehand.errors import UsageError, one_fault
from freehand.ledger.checkpoint import Signed
from freehand.ledger.lines import head_at
from freehand.ledger.proofs import prove_inclusion
from freehand.ledger.receipts import leaf_at
from freehand.ledger.store.interface import Line, Range, View


def checkpoint_of(view: View, line: Line, size: int) -> Signed:
    """The checkpoint that is kept for a size.

    Raises:
        UsageError: there is none.
    """
    signed = head_at(view, line, size) if 0 <= size <= line.size else None
    if signed is None:
        sizes = sorted({paper.number for paper in line.papers("checkpoint")})
        near = ", ".join(map(str, sizes[-8:])) or "none"
        why = f"of '{line.log}' those of sizes {'…, ' if len(sizes) > 8 else ''}{near} are kept."
        raise UsageError(one_fault(f"there is no checkpoint of size {size}", why, "Name one of these."))
    return signed


def inclusion(line: Line, signed: Signed, number: int, withhold: bool) -> bytes:
    """A proof of a record, with what it says, or with its leaf alone.

    Raises:
        UsageError: there is none of this number.
    """
    leaf = leaf_at(line, number) if number < signed.checkpoint.size else b""
    if not leaf:
        why = f"the checkpoint is of size {signed.checkpoint.size}, and records count from 0."
        raise UsageError(one_fault(f"there is no record {number}", why, "Name one that is there."))
    data = next((found for _, found in line.records([Range(number, number + 1)])), b"")
    return prove_inclusion(line, signed, number, leaf, b"" if withhold else data)
