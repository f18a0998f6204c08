"""Which branch of a log is gone by: the one line of it that is read, appended to, sent and shown (see ``lines``)."""

from __future__ import annotations

from typing import Final

from freehand.ledger.store.interface import Change, View

LINE: Final = "line"
"""The state, kept with the trunk, that holds its number; the trunk itself as long as there is none."""


def branch_of(view: View, log: str) -> int:
    """The number of the line that is gone by."""
    return int(view.line(log).paper("state", 0, LINE) or b"0")


def go_by(change: Change, log: str, branch: int) -> None:
    """Go by this line from now on."""
    change.line(log).keep("state", 0, b"%d" % branch, LINE)
