"""The scope trade-off as a picture: contingencies by rungs, and under them where each party is most tied."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from freehand.assessment.results import Assessment, MostTied, TradeoffRow
from freehand.faces import wording
from freehand.faces.markup import Content
from freehand.faces.page import table
from freehand.faces.pictures.drawing import MARGIN, WIDTH, Drawing, Figure, fitted, wrapped
from freehand.faces.pictures.marks import LABELS, drawn, written

NAMES = 250
ROW, TIED = 38, 56
TOP = 56
BRIEF = {**wording.BRIEF, **LABELS, wording.NOT_RELEASED: wording.NOT_RELEASED}


def tradeoff(found: Assessment, key: str = "tradeoff") -> Figure:
    """The headline as a picture; its table has the same contingencies and rungs."""
    drawing = Drawing(key)
    rungs = found.tradeoff
    width = (WIDTH - MARGIN - NAMES - MARGIN) / max(1, len(rungs))
    left = [MARGIN + NAMES + width * place for place in range(len(rungs))]
    for x, row in zip(left, rungs, strict=True):
        drawing.text(x, 18, row.rung.word, "strong small")
        drawing.text(x, 37, f"{row.in_fact} of {len(found.contingencies)} assured", "quiet small")
    drawing.line(MARGIN, TOP - 8, WIDTH - MARGIN, TOP - 8)
    y = float(TOP)
    for one in found.contingencies:
        lines = wrapped(one.name, NAMES - 16, 2)
        for place, line in enumerate(lines):
            drawing.text(MARGIN, y + (17 if len(lines) == 1 else 8) + 17 * place, line, whole=one.name)
        for x, row in zip(left, rungs, strict=True):
            word = wording.standing_word(one.rungs[row.rung])
            label = fitted(BRIEF.get(word, word), width - 26, 13)
            data = {"data-contingency": one.name, "data-rung": row.rung.word, "data-standing": word}
            drawing.put(drawn(word, x + 9, y + 12, label, **data))
        y += ROW
        drawing.line(MARGIN, y - 8, WIDTH - MARGIN, y - 8)
    if any(row.rung.joint for row in rungs):
        drawing.line(MARGIN, y - 8, WIDTH - MARGIN, y - 8, "rule")
        y += 14
        drawing.text(
            MARGIN,
            y,
            "Where each party is most tied: the room of its starts with help (outline), and what of it",
            "quiet small",
        )
        drawing.text(MARGIN, y + 17, "is left when the plans meet (filled).", "quiet small")
        y += 36
        for party in found.parties:
            drawing.text(MARGIN, y + 11, fitted(party, NAMES - 16), whole=party)
            for x, row in zip(left, rungs, strict=True):
                _tied(drawing, x, y, min(width - 22, 110), row, party)
            y += TIED
    return drawing.figure(wording.headline(found), described(found), y + 4, standings(found))


def _tied(drawing: Drawing, x: float, y: float, width: float, row: TradeoffRow, party: str) -> None:
    tied = row.most_tied.get(party)
    if tied is None:
        drawing.text(x, y + 11, "nothing joint" if not row.rung.joint else wording.NOTHING, "quiet small")
        return
    part = float(tied.kept) * width
    data = {
        "data-party": party,
        "data-rung": row.rung.word,
        "data-with-help-s": str(tied.with_help),
        "data-joint-s": str(tied.joint),
    }
    drawing.rect(x, y, width, 12, "outline", **data)
    drawing.rect(x, y, part, 12, "kept")
    drawing.text(x, y + 28, wording.kept(tied), "small")
    drawing.text(x, y + 43, fitted(tied.contingency, width + 16, 13), "quiet small", whole=tied.contingency)


def described(found: Assessment) -> str:
    """The picture in text."""
    lines = []
    for one in found.contingencies:
        told = [f"{at.rung.word} {wording.standing_word(at)}" for at in one.rungs.values()]
        lines.append(f"{one.name}: {', '.join(told)}.")
    for row in found.tradeoff:
        told = [f"{p} keeps {wording.kept(t)} in {t.contingency}" for p, t in row.most_tied.items() if t is not None]
        if told:
            lines.append(f"Most tied at {row.rung.word}: {', '.join(told)}.")
    return " ".join(lines)


def standings(found: Assessment) -> Element:
    """The table that says the same."""
    rungs = found.tradeoff
    rows: list[list[Content]] = []
    names = [row.rung.word for row in rungs]
    for one in found.contingencies:
        rows.append([one.name, *(written(wording.standing_word(at)) for at in one.rungs.values())])
    for label, numbers in _counts(rungs):
        rows.append([label, *numbers])
    if any(any(row.most_tied.values()) for row in rungs):
        for party in found.parties:
            rows.append([f"{party} keeps, where most tied", *(_kept(row.most_tied.get(party)) for row in rungs)])
    return table("In fact, at each rung of the scope ladder", ["contingency", *names], rows)


def _counts(rungs: tuple[TradeoffRow, ...]) -> Iterator[tuple[str, list[int]]]:
    yield "assured in fact", [row.in_fact for row in rungs]
    yield "assured in fact by a lesser course", [row.lesser for row in rungs]
    yield "the rest", [row.rest for row in rungs]
    yield "believed assured", [row.believed for row in rungs]


def _kept(tied: MostTied | None) -> str:
    return wording.NOTHING if tied is None else f"{wording.kept(tied)}, {tied.contingency}"
