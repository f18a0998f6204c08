"""Why a bundle is not taken in, each reason an error of its own, so that a caller can tell them apart by name.

1. Whatever is refused left the log as it was. Two refusals leave something beside it: ``Forked`` and ``Lied`` come
   after their proof was kept.
2. Who can be helped by another bundle is told which: ``ask`` says after which serial of the sender's.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from freehand.errors import Fault, one_fault
from freehand.ledger.refused import Refused


class Ask(NamedTuple):
    """What to ask for: of whose log, after which bundle, and from which size on what is missing."""

    log: str
    after: int
    size: int

    @property
    def words(self) -> str:
        """The same in a sentence."""
        if not self.after and self.size:  # somebody else has seen more of it than came here
            return f"Ask the owner of '{self.log}' for its next bundle; what lies beyond size {self.size} is missing."
        if not self.after:
            return f"Ask the owner of '{self.log}' for a bundle that begins at the beginning."
        return (
            f"Ask the owner of '{self.log}' for a bundle that follows number {self.after}; what lies beyond size "
            f"{self.size} is missing."
        )


class BadBundle(Refused):
    """Bytes that are no bundle, or are not what its sender signed."""

    next_step = "Ask its sender to send it again, as it was written."


class NotForUs(Refused):
    """A bundle for somebody else, of another compact, or from nobody who is known here."""

    next_step = "Hand it on to whom it names, or ask who brought it."


class TooLarge(Refused):
    """A bundle that declares more than is taken in at once."""

    next_step = "Ask its sender to send it in several bundles, or raise the limit."


class OutOfOrder(Refused):
    """A bundle whose predecessor is missing here. ``ask`` says what to ask for."""

    ask: Ask

    @classmethod
    def after(cls, ask: Ask, why: str) -> OutOfOrder:
        """One fault, with what to ask for."""
        error = cls(one_fault("the bundle is out of order", why, ask.words))
        error.ask = ask
        return error


class RolledBack(Refused):
    """An older head offered as the newest."""

    next_step = "Ask the sender whether it restored an old backup. The newer head stands."


class Frozen(Refused):
    """A bundle of a log that is frozen by a proven fork."""

    next_step = "Ask the log's owner for a card with a new epoch, signed by the root key."


class Proved(Refused):
    """A bundle that proves something against its signer. The proof was kept under ``name``."""

    name: str
    proof: bytes

    def __init__(self, faults: Iterable[Fault], name: str = "", proof: bytes = b"") -> None:
        super().__init__(faults)
        self.name, self.proof = name, proof


class Forked(Proved):
    """Two histories under one key: both are kept, and the log is frozen here until its owner begins a new epoch."""

    next_step = "Hand the proof to the other members. A new epoch, signed by the root key, ends it."


class Lied(Proved):
    """A signed manifest that does not add up: old head and leaves do not make the checkpoint that it declares."""

    next_step = "Hand the proof to the other members, and ask the sender what happened."
