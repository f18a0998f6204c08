"""Call sheets as one page for a browser and for paper: each contingency on a sheet of its own, no script, no colour
needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element

from freehand.assessment.sheets.values import Sheet
from freehand.faces.markup import Content, el
from freehand.faces.page import notes, page, table
from freehand.faces.sheets import expecting, words
from freehand.faces.sheets.clock import Clock

COLUMNS = ("what to do", "earliest", "latest", "keep to", "how long", "tell", "done at")
EXPECTED = ("what", "earliest", "latest")


def as_html(sheets: Sequence[Sheet], clock: Clock | None, told: Iterable[tuple[str, Sequence[str]]] = ()) -> str:
    """The sheets as a whole page; ``told`` are headings with sentences that belong to it."""
    one = sheets[0]
    title = words.title(one) if len(sheets) == 1 else f"Call sheets of {one.party} · {one.rung.word}"
    return page(title, *(_section(sheet, clock, i) for i, sheet in enumerate(sheets)), notes(told))


def _section(sheet: Sheet, clock: Clock | None, place: int) -> Element:
    label = f"sheet-{place}"
    return el(
        "section",
        el("p", words.title(sheet), class_="quiet", id=label),
        el("h1" if place == 0 else "h2", words.headline(sheet)),
        [el("p", note) for note in words.notes(sheet)],
        el("p", words.clock_note(clock), class_="quiet small"),
        [_block(sheet, block_place, clock) for block_place in range(len(sheet.blocks))],
        _list("Tell and be told", expecting.tellings(sheet)),
        _expected(sheet, clock),
        class_="sheet",
        aria_labelledby=label,
    )


def _block(sheet: Sheet, place: int, clock: Clock | None) -> Element:
    block = sheet.blocks[place]
    rows: list[list[Content]] = []
    for line in block.lines:
        row = words.row(sheet, line, clock)
        times = (whole(cells) for cells in (row.earliest, row.latest))
        rest = (lines(cells) for cells in (row.keep, row.takes, row.tell))
        rows.append([row.what, *times, *rest, el("span", class_="done")])
    return table(f"{words.heading(sheet, block)} ({sheet.contingency})", COLUMNS, rows)


def _expected(sheet: Sheet, clock: Clock | None) -> Element | None:
    if not sheet.expected:
        return None
    rows: list[list[Content]] = []
    for one in sheet.expected:
        what, low, high = expecting.expected(sheet, one, clock)
        rows.append([what, whole(low), whole(high)])
    return table(f"What to expect of partners and of nature ({sheet.contingency})", EXPECTED, rows)


def _list(heading: str, items: Sequence[str]) -> Content:
    return [el("p", heading, class_="quiet"), el("ul", (el("li", item) for item in items))] if items else None


def lines(texts: Sequence[str]) -> list[Content]:
    """Texts below each other in one cell."""
    found: list[Content] = []
    for text in texts:
        found += [el("br"), text] if found else [text]
    return found


def whole(texts: Sequence[str]) -> list[Content]:
    """The same with none of them broken: a moment is read at a glance."""
    return [el("span", text, class_="moment") for text in texts]
