"""Call sheets as lines of text, for the terminal and for files."""

from __future__ import annotations

from collections.abc import Sequence

from freehand.assessment.sheets.values import Sheet
from freehand.faces.cli.screen import Screen
from freehand.faces.sheets import expecting, words
from freehand.faces.sheets.clock import Clock

FOLDED = 2


def show(screen: Screen, sheets: Sequence[Sheet], clock: Clock | None) -> None:
    """Put the sheets on a screen, one below the other."""
    for place, sheet in enumerate(sheets):
        if place:
            screen.line()
            screen.line()
        show_one(screen, sheet, clock)


def show_one(screen: Screen, sheet: Sheet, clock: Clock | None) -> None:
    """One sheet."""
    screen.line(words.title(sheet), style="dim")
    screen.line()
    screen.line(words.headline(sheet), style="bold")
    for note in words.notes(sheet):
        screen.line(note)
    screen.line(words.clock_note(clock), style="dim")
    for block in sheet.blocks:
        screen.heading(words.heading(sheet, block))
        rows = []
        for line in block.lines:
            row = words.row(sheet, line, clock)
            told = [f"{'; '.join(cells)}" for cells in (row.takes, row.keep, row.tell) if cells]
            rows.append(["\n".join(row.earliest), "\n".join(row.latest), "\n".join([row.what, *told])])
        screen.table(["earliest", "latest", "what to do"], rows)
    tellings = expecting.tellings(sheet)
    if tellings:
        screen.heading("Tell and be told")
        for text in tellings:
            screen.line(text, indent=FOLDED)
    if sheet.expected:
        screen.heading("What to expect of partners and of nature")
        rows = []
        for one in sheet.expected:
            what, low, high = expecting.expected(sheet, one, clock)
            rows.append(["\n".join(low), "\n".join(high), what])
        screen.table(["earliest", "latest", "what"], rows)
