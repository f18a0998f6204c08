"""The tables of a contingency's section, each from the assessment as it is."""

from __future__ import annotations

from freehand.assessment.results import AtRung, InContingency, Price
from freehand.assessment.windows import shown
from freehand.faces import wording
from freehand.faces.markup import Content, el
from freehand.faces.page import table
from freehand.faces.pictures.marks import written
from freehand.quantities import show_about, show_hours, show_percent

MOST_CELLS = 24
"""So many combinations of courses are listed; more would hide the ones that matter."""


def cells(at: AtRung) -> Content:
    """Courses by scenarios."""
    if not at.cells:
        return None
    scenarios = list(dict.fromkeys(cell.scenario for cell in at.cells))
    combined: dict[tuple[tuple[str, str], ...], dict[str, Content]] = {}
    holds: dict[tuple[tuple[str, str], ...], int] = {}
    for cell in at.cells:
        key = tuple(cell.courses.items())
        short = "" if cell.shortfall is None else f" short by {show_hours(cell.shortfall)}"
        combined.setdefault(key, {})[cell.scenario] = [written(cell.verdict.word), short]
        holds[key] = holds.get(key, 0) + int(cell.verdict)
    ranked = sorted(combined, key=lambda key: holds[key])[:MOST_CELLS]
    rows: list[list[Content]] = []
    for key in ranked:
        names: list[Content] = []
        for party, course in key:
            names += [el("br") if names else None, f"{party}: {course}"]
        rows.append([names, *(combined[key].get(s) for s in scenarios)])
    left = len(combined) - len(ranked)
    more = f"; {left} more are not listed" if left else ""
    caption = f"What each combination of courses comes to in each scenario by itself, at {at.rung.word}{more}"
    return [el("h3", "Courses and scenarios"), table(caption, ["courses", *scenarios], rows)]


def windows(at: AtRung) -> Content:
    """The free windows."""
    if at.choice is None or not at.choice.windows:
        return None
    every = shown(at.choice.combination, at.choice.orders, at.choice.windows)
    rows = [[w.party, *wording.window_text(w), show_percent(w.share)] for w in every]
    return table("Free windows: act inside without a word", ["party", "point", "from", "until", "share"], rows, (4,))


def consent(at: AtRung) -> Content:
    """How free each party is to take each of its courses."""
    rows: list[list[Content]] = []
    for party, every in at.consent.items():
        for one in every:
            of = f" of {wording.listed(one.of)}" if one.of else ""
            long = "" if one.seconds is None else f", {show_hours(one.seconds)}"
            rows.append([party, one.course, f"{one.status}{of}{long}"])
    return table("Freedom in consent", ["party", "course", "is"], rows) if rows else None


def prices(at: AtRung) -> Content:
    """What each promise, join and rule costs in room, and what is left without it."""
    if not at.prices:
        return None
    parties = list(at.time)
    rows: list[list[Content]] = [_price_row(price, parties) for price in at.prices]
    caption = "The room that comes back without it (prices overlap, so all together stands below), and the verdict then"
    columns = ["what", "kind", *(f"{party}'s price" for party in parties), "worth: without it"]
    return [
        el("h3", "Promises, joins and rules: price and worth"),
        table(caption, columns, rows, range(2, 2 + len(parties))),
    ]


def _price_row(price: Price, parties: list[str]) -> list[Content]:
    kind = "" if price.kind == price.element else price.kind
    if not price.used:
        return [price.element, f"{kind}, not used", *("" for _ in parties), f"relying on it: {price.worth_text}"]
    room = price.room or {}
    back = [wording.NOTHING if room.get(p) is None else wording.signed(room[p] or 0) for p in parties]
    return [price.element, kind, *back, price.worth_text]


def clashes(at: AtRung) -> Content:
    """Each clash with its orders, the cheapest first."""
    if not at.clashes:
        return None
    parts: list[Content] = [el("h3", "Clashes over means")]
    for clash in at.clashes:
        parties = list(clash.orders[0].room) if clash.orders else []
        rows: list[list[Content]] = []
        for order in clash.orders:
            rooms = (wording.NOTHING if (s := order.room.get(p)) is None else show_about(s) for p in parties)
            text = order.order.removesuffix(f" ({clash.means})")
            why = "" if order.chain is None else wording.breaking(order.chain)
            rows.append([text, "yes" if order.chosen else "", written(order.verdict.word), *rooms, why])
        columns = ["order", "chosen", "verdict", *(f"room of {p}" for p in parties), "why not"]
        parts.append(table(wording.sentence(wording.clash_text(clash)), columns, rows, range(3, 3 + len(parties))))
    return parts


def believed(one: InContingency) -> Content:
    """What each party believes by itself below *scenarios*."""
    rows: list[list[Content]] = []
    for rung, at in one.rungs.items():
        for party, seen in (at.believed or {}).items():
            if seen is None:
                rows.append([rung.word, party, wording.NOT_RELEASED, "", ""])
                continue
            differs = "another than jointly" if seen.differs else ""
            room = wording.NOTHING if seen.room is None else show_about(seen.room)
            rows.append(
                [
                    rung.word,
                    party,
                    [seen.course, el("br") if differs else None, differs],
                    written(seen.verdict.word),
                    room,
                ]
            )
    if not rows:
        return None
    columns = ["rung", "party", "its best course by itself", "believed", "room"]
    return [el("h3", "Each party by itself"), table("Before the plans are seen together", columns, rows, (4,))]
