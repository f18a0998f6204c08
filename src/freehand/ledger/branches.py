"""Which branch of a log is gone by: the one line of it that is read, appended to, sent and shown (see ``lines``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from freehand.ledger.store.interface import Change, Line, View

LINE: Final = "line"
"""The state, kept with the trunk, that holds its number; the trunk itself as long as there is none."""


def branch_of(view: View, log: str) -> int:
    """The number of the line that is gone by."""
    return int(view.line(log).paper("state", 0, LINE) or b"0")


def states_of(trunk: Line) -> dict[str, bytes]:
    """The states of a log, in one look."""
    return {state.name: state.data for state in trunk.papers("state")}


def branch_in(states: Mapping[str, bytes]) -> int:
    """The same as ``branch_of``, of states at hand."""
    return int(states.get(LINE) or b"0")


def go_by(change: Change, log: str, branch: int) -> None:
    """Go by this line from now on."""
    change.line(log).keep("state", 0, b"%d" % branch, LINE)
