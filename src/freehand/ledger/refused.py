"""The ledger's word for what it does not take in: refused, with what, why and what to do next.

1. Each kind of object has an error of its own below this one, so that a caller can tell them apart by name.
2. Whatever was refused left nothing behind: checks come before changes.
3. A message quotes foreign text only through ``freehand.errors.shown``.
"""

from __future__ import annotations

from freehand.errors import InputError, Place, one_fault


class Refused(InputError):
    """Something that was handed over does not hold, and nothing of it was kept.

    >>> Refused.because("the record is cut short", "it ends within a string.").faults[0].next
    'Ask its author for it again.'
    """

    next_step = "Ask its author for it again."

    @classmethod
    def because(cls, what: str, why: str, next_: str = "", place: Place | None = None) -> Refused:
        """One fault; what to do next is this kind's own words where none are given."""
        return cls(one_fault(what, why, next_ or cls.next_step, place))
