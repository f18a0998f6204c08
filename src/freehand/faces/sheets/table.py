"""Call sheets as a table of comma-separated values: one row for each line and for each thing expected.

Programs that open such tables may take a cell for a formula. So whatever begins like one gets an apostrophe before it,
which these programs take as "this is text".
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from freehand.assessment.sheets.values import Sheet
from freehand.faces.sheets import expecting, words
from freehand.faces.sheets.clock import Clock

FORMULA = tuple("=+-@\t\r\n＝＋－＠")
COLUMNS = (
    "contingency",
    "worth",
    "part",
    "what",
    "counted from",
    "earliest",
    "latest",
    "earliest, s",
    "latest, s",
    "earliest, UTC",
    "latest, UTC",
    "earliest, zone",
    "latest, zone",
    "keep to",
    "takes",
    "tell",
)


def as_csv(sheets: Iterable[Sheet], clock: Clock | None, silences: Iterable[str] = ()) -> str:
    """The sheets as comma-separated values with a heading, lines ended as RFC 4180 wants them; last of all, of a node,
    since when nothing was heard of partners."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for sheet in sheets:
        for cells in rows(sheet, clock):
            writer.writerow([guarded(cell) for cell in cells])
    writer.writerows(["", "", "heard", guarded(line), *[""] * (len(COLUMNS) - 4)] for line in silences)
    return out.getvalue()


def guarded(cell: str) -> str:
    """A cell that no program takes for a formula.

    >>> guarded("=1+1"), guarded(" @home"), guarded("D+0 06:00")
    ("'=1+1", "' @home", 'D+0 06:00')
    """
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(FORMULA) else cell


def rows(sheet: Sheet, clock: Clock | None) -> list[list[str]]:
    """One sheet's rows: its notes, its lines, who tells whom what, what is expected."""
    worth = words.headline(sheet)
    empty = [""] * (len(COLUMNS) - 4)
    found = [[sheet.contingency, worth, "note", note, *empty] for note in words.notes(sheet)]
    for block in sheet.blocks:
        for line in block.lines:
            row = words.row(sheet, line, None)
            told = ["; ".join(cells) for cells in (row.keep, row.takes, row.tell)]
            times = _times(line.earliest, line.latest, line.after, clock)
            first, last = ("; ".join(cells) for cells in (row.earliest, row.latest))
            place = [sheet.contingency, worth, words.heading(sheet, block), row.what, line.after or "the warning"]
            found.append([*place, first, last, *times, *told])
    found += [[sheet.contingency, worth, "tell", text, *empty] for text in expecting.tellings(sheet)]
    for one in sheet.expected:
        what, low, high = expecting.expected(sheet, one, None)
        times = _times(one.earliest, one.latest, one.after, clock)
        place = [sheet.contingency, worth, "expected", what, one.after or "the warning"]
        found.append([*place, low[0], high[0], *times, "", "", ""])
    return found


def _times(earliest: int | None, latest: int | None, after: str | None, clock: Clock | None) -> list[str]:
    seconds = ["" if moment is None else str(moment) for moment in (earliest, latest)]
    clocks: list[Sequence[datetime]] = [[], []]
    if clock is not None and after is None and earliest is not None and latest is not None:
        clocks = [clock.both(earliest), clock.both(latest)]
    for place in (0, 1):
        seconds += [moments[place].isoformat() if place < len(moments) else "" for moments in clocks]
    return seconds
