"""A partner's words in full, made safe to show: what directs a terminal, hides or turns the text around is spelled out.

``errors.shown`` cuts to what a fault has room for; here a whole reason, question or reservation is told.
"""

from __future__ import annotations

from typing import Final

from freehand.errors import shown

LONGEST: Final = 2_000


def quoted(text: str) -> str:
    """The text in one line.

    >>> quoted("hold at\\u202e 6 h\\x1b[2J")
    'hold at\\\\u202e 6 h\\\\x1b[2J'
    """
    head = " ".join(text[:LONGEST].splitlines())
    safe = head if head.isprintable() else "".join(one if one.isprintable() else shown(one) for one in head)
    return safe if len(text) <= LONGEST else f"{safe}…"
