"""A comparison as one page that can be read, printed and carried, in the look of the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element

from freehand.assessment.comparison.compare import Compared, Comparison
from freehand.faces import wording
from freehand.faces.comparison import changing, comparing
from freehand.faces.comparison.changing import Numbers
from freehand.faces.comparison.comparing import Sides
from freehand.faces.markup import Content, el
from freehand.faces.page import notes, page, table
from freehand.faces.pictures.marks import written
from freehand.faces.pictures.tradeoff import tradeoff

FOUND = (
    "Each cause was tried, not guessed: the plans as they were, with this change alone (and with what it cannot be "
    "made without), have the new value. Where no single change is enough, sets were tried of which nothing can be left "
    "out. Rooms, windows, prices and the other words mean what they mean in the report of each side."
)


def comparison_page(found: Comparison, sides: Sides, told: Iterable[tuple[str, Sequence[str]]] = ()) -> str:
    """The whole comparison as one HTML page, whole in itself; ``told`` are headings with sentences that belong to it.

    >>> from freehand.assessment.comparison.compare import compare
    >>> from freehand.formats.workspace import load
    >>> none, within = load("examples/worked/none"), load("examples/worked/within")
    >>> text = comparison_page(compare(none, within), Sides("none", "within", "In 'within',", False))
    >>> text.count("<h1>"), text.count("<svg")
    (1, 2)
    """
    answer, numbers = comparing.headline(found, sides), changing.numbered(found.changes)
    return page(
        f"{found.after.compact}: {answer}",
        el(
            "div",
            el("p", comparing.title(found, sides), class_="quiet"),
            el("h1", answer),
            None if found.nothing else _tradeoffs(found, sides),
            class_="first",
        ),
        _changes(found, sides),
        (_contingency(one, sides, numbers) for one in found.contingencies if one.differences),
        el("section", el("h2", "What is not compared"), el("ul", map(_item, aside)))
        if (aside := comparing.aside(found, sides))
        else None,
        notes(told),
        None if found.nothing else el("section", el("h2", "How the causes were found"), el("p", FOUND)),
    )


def _item(text: str) -> Element:
    return el("li", text)


def _tradeoffs(found: Comparison, sides: Sides) -> Iterator[Content]:
    """Both trade-offs, as pictures and as tables."""
    rungs = [row.rung.word for row in found.after.tradeoff]
    for key, side, assessment in (("before", sides.before, found.before), ("after", sides.after, found.after)):
        yield el("h2", side.capitalize() if sides.would else side)
        yield el("p", wording.headline(assessment))
        if len(rungs) > 1 and assessment.contingencies:
            yield tradeoff(assessment, key).element(caption=False)
    yield el("h2", "Side by side")
    standings = comparing.standing_rows(found)
    if standings:
        rows: list[list[Content]] = [[name, *(_turn(*cell) for cell in cells)] for name, cells in standings]
        caption = f"How each contingency stands in fact; an arrow leads from {sides.before} to {sides.after}"
        yield table(caption, ["contingency", *rungs], rows)
    yield table("How many", ["rung", *comparing.COUNTS], comparing.count_rows(found), range(1, 5))
    tied = comparing.tied_rows(found)
    if tied:
        keeps = [f"keeps, {sides.before}", f"keeps, {sides.after}"]
        yield table("Where each party keeps least of its room", ["rung", "party", *keeps], tied)


def _turn(before: str, after: str) -> Content:
    return written(before) if before == after else [written(before), " → ", written(after)]


def _changes(found: Comparison, sides: Sides) -> Element | None:
    """Every statement that differs, as it was and as it is, and where it stands."""
    if not found.changes:
        return None
    rows: list[list[Content]] = []
    for number, change in enumerate(found.changes, 1):
        texts = changing.before_and_after(change)
        cells: list[Content] = [
            [text, el("br"), el("span", at, class_="quiet")] if text and at else text or wording.NOTHING
            for text, at in zip(texts, map(changing.stands_at, (change.before, change.after)), strict=True)
        ]
        rows.append([f"{number}. {changing.name_of(change.key)}", *cells])
    return el("section", el("h2", "What differs"), table("By statement", ["what", sides.before, sides.after], rows))


def _contingency(one: Compared, sides: Sides, numbers: Numbers) -> Element:
    """What changes in a contingency, by causes."""
    parts: list[Content] = [el("h2", f"What changes in {one.name}")]
    for group in comparing.becauses(one, numbers):
        rows: list[list[Content]] = [[row.what, _shown(row.before), _shown(row.after)] for row in group.rows]
        parts.append(table(f"{one.name}, {group.heading}", ["what", sides.before, sides.after], rows))
    return el("section", parts)


def _shown(text: str) -> Content:
    """A text that begins with a verdict, with its colour; any other as it is."""
    for word in wording.SHAPES:
        mark = wording.mark(word)
        if text == mark or text.startswith(f"{mark},"):
            return [written(word), text.removeprefix(mark)]
    return text
