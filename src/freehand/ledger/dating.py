"""When a thing was said: what its author writes, and what a receipt shows.

The question: a record says a time, and its author's clock may be wrong, or its author may. What is known?

The rules:

1. The time in a record is a statement. It is shown as said; no rule of the ledger reads it.
2. Whoever has cosigned a head of size beyond the record's number had its leaf by then. So the record is *not after* the
   time of that receipt, as far as the receipt's author is believed: the first of each witness counts, and of these the
   earliest.
3. A time beyond the reader's clock, or beyond the receipt, is flagged (*ahead*), and accepted.
4. From below, only what a record quotes bounds it: it is not before the records that it refers to.

Limits: a receipt is dated by its author, and clocks may be wrong everywhere; the reader sees whose word it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from freehand.ledger.cosignature import Cosigned, cosignatures
from freehand.ledger.store.interface import Line


class Dated(NamedTuple):
    """What is known of when a record was said; times are seconds since 1970."""

    said: int
    not_after: int | None
    """By the first receipt; None if there is none."""
    witness: str
    """Whose receipt that is."""
    ahead: bool
    """Whether it claims a time that had not come: by the reader's clock or by the receipt."""


def dated(said: int, receipts: Iterable[Cosigned], now: int) -> Dated:
    """What is known of a record's time.

    Args:
        said: what the record says.
        receipts: cosignatures of heads that cover it.
        now: the reader's clock.

    >>> dated(5, [], 7)
    Dated(said=5, not_after=None, witness='', ahead=False)
    >>> dated(9, [], 7).ahead
    True
    """
    first = min(receipts, key=lambda receipt: (receipt.time, receipt.witness), default=None)
    if first is None:
        return Dated(said, None, "", said > now)
    return Dated(said, first.time, first.witness, said > min(now, first.time))


def first_receipts(line: Line, number: int, witnesses: Iterable[tuple[str, bytes]]) -> list[Cosigned]:
    """The first cosignature by each witness, a name and a key, of a head that covers the record of this number."""
    found: list[Cosigned] = []
    for name, key in witnesses:
        for paper in line.papers("cosignature", name, number + 1):
            receipt = cosignatures(paper.data, [(name, key)])
            if receipt:
                found += receipt
                break
    return found
