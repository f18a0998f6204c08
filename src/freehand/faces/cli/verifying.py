"""Everything that is kept of some logs, held against its signatures again, with progress where somebody looks."""

from __future__ import annotations

from freehand.errors import Fault
from freehand.faces.cli.screen import clear_progress, show_progress
from freehand.ledger.lines import cards_of
from freehand.ledger.store.interface import Line, View
from freehand.ledger.verifying import MOST_FAULTS, NotSound, Sound, verify_line


def verified(view: View, lines: list[Line]) -> list[Sound]:
    """What holds of each line.

    Raises:
        NotSound: something does not; all of it is told.
    """
    cards = cards_of(view, view.logs())
    found, faults = list[Sound](), list[Fault]()
    try:
        for line in lines:
            show_progress(f"verifying {line.size:,} leaves of {line.log} …")
            try:
                found.append(verify_line(view, line, cards))
            except NotSound as wrong:
                faults += wrong.faults
    finally:
        clear_progress()
    if faults:
        raise NotSound(faults[:MOST_FAULTS])
    return found
