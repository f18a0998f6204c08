"""The timeline of a choice: one lane per party, uncertain time as PlanningLines, and the chain drawn where it breaks.

A PlanningLine (Aigner, Miksch, Thurnher, Biffl 2005) shows a span that is not settled yet: a cap where it may start,
the shortest it takes (dark) inside the longest (pale where we choose, hatched where nature does), and a cap at its
latest end. What is said of an activity in words stands under its name, so that nobody takes one for the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from freehand.assessment.results import AtRung
from freehand.assessment.timetable import Bar, Break, Join, Span, Timetable
from freehand.faces import wording
from freehand.faces.markup import Content
from freehand.faces.page import table
from freehand.faces.pictures.axis import Axis, axis
from freehand.faces.pictures.drawing import MARGIN, WIDTH, Drawing, Figure, fitted
from freehand.plans.points import Point
from freehand.quantities import show_about, show_duration, show_hours, show_instant, show_span

LEFT, RIGHT = 268, WIDTH - 64
ROW, HEAD, BREAK, GAP = 38, 26, 26, 10
MOST_BARS = 32
"""More bars than an eye can follow are not drawn; which ones are left out is said."""


class Rows:
    """Where every bar stands: lanes in order, a heading for each, room for the measure under the bar that breaks."""

    def __init__(self, found: Timetable, bars: Sequence[Bar]) -> None:
        self.y: dict[Bar, float] = {}
        self.heads: list[tuple[float, str]] = []
        self.measure = 0.0
        y, lane = 46.0, None
        for bar in bars:
            if bar.party != lane:
                lane = bar.party
                self.heads.append((y + GAP + 12, lane or f"Scenario{'s' if len(found.scenarios) > 1 else ''}"))
                y += GAP + HEAD
            self.y[bar] = y + ROW / 2
            y += ROW
            if not self.measure and breaks_at(found, bar):
                self.measure = y + 4
                y += BREAK
        if found.breaks is not None and not self.measure:
            self.measure = y + 4
            y += BREAK
        self.bottom = y


def breaks_at(found: Timetable, bar: Bar) -> bool:
    """Whether the chain breaks at this bar."""
    return found.breaks is not None and bar.kind != "event" and found.breaks.point in (bar.start, bar.end)


def timeline(found: Timetable, at: AtRung, name: str, key: str) -> Figure:
    """The timeline of a contingency's best choice at a rung; its table has the same bars."""
    bars, left_out = drawn_bars(found)
    moments = [b.base + m for b in bars for m in (b.starts.last, b.ends.last, b.ends.first) if m]
    moments += [b.base + b.starts.first + (b.longest or 0) for b in bars if b.kind != "event"]
    if found.breaks is not None:
        moments.append(found.breaks.earliest)
    drawing, rows, time = Drawing(key), Rows(found, bars), axis(LEFT, RIGHT, moments)
    for moment, label in time.ticks:
        drawing.line(time.x(moment), 30, time.x(moment), rows.bottom)
        drawing.text(time.x(moment), 22, label, "quiet small middle")
    nature = drawing.hatch("nature", "hatch")
    event = drawing.hatch("event", "hatch-event", 7)
    for y, head in rows.heads:
        drawing.line(MARGIN, y - 14, RIGHT, y - 14)
        drawing.text(MARGIN, y + 4, fitted(head, LEFT - MARGIN - 20), "strong", whole=head)
    for bar in bars:
        y = rows.y[bar]
        room = LEFT - MARGIN - 28
        drawing.text(MARGIN + 12, y - 3, fitted(bar.name, room), "strong" if bar.chained else "", whole=bar.name)
        told = f"{takes(bar)}, after {bar.after}" if bar.after and bar.kind != "event" else takes(bar)
        drawing.text(MARGIN + 12, y + 13, fitted(told, room, 13), "quiet small", whole=told)
        if bar.kind == "event":
            _event(drawing, time, y, bar, event, rows.bottom if len(found.scenarios) == 1 else None)
        else:
            _planning_line(drawing, time, y, bar, nature)
    for join in found.joins:
        _join(drawing, time, rows, bars, join)
    if found.breaks is not None:
        _measure(drawing, time, rows.measure, found.breaks)
    height = _legend(drawing, rows.bottom + 10, nature, left_out)
    return drawing.figure(title_of(at, name), described(found, bars), height, said(found, bars))


def drawn_bars(found: Timetable) -> tuple[list[Bar], int]:
    """The bars that are drawn, and how many are not: what ties the parties comes before what nothing ties."""
    if len(found.bars) <= MOST_BARS:
        return list(found.bars), 0
    tied = {p for join in found.joins for p in (join.earlier, join.later)}

    def matters(bar: Bar) -> int:
        if bar.kind == "event" or bar.chained or breaks_at(found, bar):
            return 0
        if bar.window is not None or tied & {bar.start, bar.end}:
            return 1
        return 2 if bar.kind != "activity" else 3

    ranked = sorted(range(len(found.bars)), key=lambda i: (matters(found.bars[i]), i))[:MOST_BARS]
    return [found.bars[i] for i in sorted(ranked)], len(found.bars) - MOST_BARS


def takes(bar: Bar) -> str:
    """How long a bar takes, and who decides."""
    after = f" after {bar.after}" if bar.after else ""
    if bar.kind == "event":
        span = show_span(bar.shortest, bar.longest or bar.shortest)
        return f"{bar.scenarios[0]}: {span}{after}"
    if bar.start == bar.end:
        return "a moment"
    least, most = bar.shortest, bar.longest
    long = f"at least {show_hours(least)}" if most is None else show_span(least, most)
    return f"{'we choose' if bar.chosen else 'nature takes'} {long}"


def _event(drawing: Drawing, time: Axis, y: float, bar: Bar, fill: str, bottom: float | None) -> None:
    first, last = time.x(bar.starts.first), time.x(bar.starts.last or bar.starts.first)
    if bottom is not None:
        drawing.rect(first, y + 8, last - first, bottom - y - 8, "", fill=fill, opacity="0.16")
    data = {"data-event": bar.name, "data-scenario": bar.scenarios[0]}
    data |= {"data-from-s": str(bar.starts.first), "data-to-s": str(bar.starts.last)}
    drawing.rect(first, y - 7, last - first, 14, "event", fill=fill, **data)


def _planning_line(drawing: Drawing, time: Axis, y: float, bar: Bar, nature: str) -> None:
    begins = bar.base + bar.starts.first
    first, begun = time.x(begins), time.x(begins + bar.shortest)
    over = time.x(begins + (bar.longest if bar.longest is not None else bar.shortest))
    end = over if bar.ends.last is None else time.x(bar.base + bar.ends.last)
    _span_of(drawing, time, y, bar, bar.start, bar.starts, "window" if bar.window is not None else "may-start")
    if bar.window_of_end is not None:
        _span_of(drawing, time, y, bar, bar.end, bar.ends, "window")
    if bar.start == bar.end:
        drawing.path(f"M{first:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6z", "shortest")
        return
    if end > over:
        drawing.line(over, y, end, y, "reach")
    drawing.rect(first, y - 6, begun - first, 12, "shortest")
    if over > begun:
        fill = {} if bar.chosen else {"fill": nature}
        drawing.rect(begun, y - 6, over - begun, 12, "chosen" if bar.chosen else "nature", **fill)
    drawing.path(f"M{first + 4:.1f} {y - 9:.1f}h-4v18h4", "cap")
    drawing.path(f"M{end - 4:.1f} {y - 9:.1f}h4v18h-4", "cap")
    if bar.chained:
        drawing.rect(first - 4, y - 13, over - first + 8, 26, "breaks")


def _span_of(drawing: Drawing, time: Axis, y: float, bar: Bar, point: Point, span: Span, kind: str) -> None:
    """Where a point may lie, with its seconds to read back."""
    if span.last is not None:
        data = {"data-party": bar.party, "data-point": str(point), "data-after": bar.after or ""}
        data |= {"data-from-s": str(span.first), "data-to-s": str(span.last)}
        x = time.x(bar.base + span.first)
        drawing.rect(x, y - 11, time.x(bar.base + span.last) - x, 22, kind, **data)


def _join(drawing: Drawing, time: Axis, rows: Rows, bars: Sequence[Bar], join: Join) -> None:
    """A dashed line from where the earlier point may be at its latest to where the later may be at its earliest.

    What waits inside one party's plan moves along, so that the line begins where the earliest start leads to.
    """
    one, other = _place(bars, join.earlier), _place(bars, join.later)
    if one is None or other is None:
        return
    (bar, span), (other_bar, other_span) = one, other
    y1, y2 = rows.y[bar], rows.y[other_bar]
    last = span.first if span.last is None else span.last
    if join.earlier.party == join.later.party and join.earlier == bar.end:
        last = bar.starts.first + (bar.longest or bar.shortest)
    x1 = time.x(bar.base + last)
    x2 = time.x(other_bar.base + other_span.first)
    y1, y2 = (y1 + 7, y2 - 7) if y2 > y1 else (y1 - 7, y2 + 7)
    middle = (y1 + y2) / 2
    drawing.path(f"M{x1:.1f} {y1:.1f}C{x1:.1f} {middle:.1f} {x2:.1f} {middle:.1f} {x2:.1f} {y2:.1f}", "join")


def _place(bars: Sequence[Bar], point: Point) -> tuple[Bar, Span] | None:
    """The bar that begins or ends with a point, and when that is."""
    for bar in bars:
        if bar.kind not in ("event", "call") and point in (bar.start, bar.end):
            return bar, bar.starts if point == bar.start else bar.ends
    return None


def _measure(drawing: Drawing, time: Axis, y: float, breaks: Break) -> None:
    """The shortfall as a measure on the time axis."""
    x1, x2 = time.x(breaks.latest), time.x(breaks.earliest)
    d = f"M{x1:.1f} {y:.1f}H{x2:.1f}M{x1:.1f} {y - 5:.1f}v10M{x2:.1f} {y - 5:.1f}v10"
    drawing.path(d, "breaks", data_latest_s=str(breaks.latest), data_earliest_s=str(breaks.earliest))
    middle = min(max((x1 + x2) / 2, LEFT + 60), RIGHT - 40)
    drawing.text(middle, y + 18, f"short by {show_hours(breaks.earliest - breaks.latest)}", "breaks small middle")


def _legend(drawing: Drawing, y: float, nature: str, left_out: int) -> float:
    """What is light, dark, pale and hatched, in words; the height that the picture then has."""
    x, y = float(MARGIN), y + 14
    for kind, words, wide in (
        ("window", "free window", 124),
        ("may-start", "may start", 104),
        ("shortest", "at least", 96),
        ("chosen", "we choose", 112),
        ("nature", "nature chooses", 144),
        ("reach", "if it starts later", 152),
        ("join", "ties two parties", 160),
    ):
        if kind in ("reach", "join"):
            drawing.line(x, y - 5, x + 16, y - 5, kind)
        else:
            drawing.rect(x, y - 11, 16, 12, kind, **({"fill": nature} if kind == "nature" else {}))
        drawing.text(x + 22, y, words, "quiet small")
        x += wide
    if left_out:
        y += 20
        told = wording.counted(left_out, "more is", "more are")
        drawing.text(MARGIN, y, f"{told} not drawn; what ties the parties comes first.", "quiet small")
    return y + 10


def title_of(at: AtRung, name: str) -> str:
    """The answer that the picture gives."""
    if at.chains:
        return wording.breaking(at.chains[0])
    margin = at.choice.margin if at.choice is not None else None
    if margin is None:
        return f"{name} holds whichever scenario comes, and nothing ties one party's starts to another's."
    return f"{name} holds whichever scenario comes: the narrowest free window is {show_about(margin)}."


def described(found: Timetable, bars: Sequence[Bar]) -> str:
    """The picture in text."""
    told = [f"{_whose(b)}{b.name}: {_from_until(b)}, {takes(b)}." for b in bars]
    told += [f"Tied: {join.text}." for join in found.joins]
    if found.breaks is not None:
        point = found.breaks.point or "everything"
        latest, earliest = show_instant(found.breaks.latest), show_instant(found.breaks.earliest)
        told.append(f"The chain breaks: {point} may come at {latest} at the latest, and at {earliest} at the earliest.")
    return " ".join(told)


def _whose(bar: Bar) -> str:
    return f"{bar.party}'s " if bar.party else ""


def _from_until(bar: Bar) -> str:
    first, last = _span(bar.starts, bar)
    return first if last in ("", first) else f"{first} to {last}"


def _span(span: Span, bar: Bar) -> tuple[str, str]:
    """Two moments in whole minutes, counted from the warning or from the event that the bar is anchored on."""
    first, last = wording.whole_minutes(*span)
    if bar.after is None or bar.kind == "event":
        return show_instant(first), "" if last is None else show_instant(last)
    since = f" after {bar.after}"
    return show_duration(first) + since, "" if last is None else show_duration(last) + since


def said(found: Timetable, bars: Sequence[Bar]) -> Element:
    """The table that says the same; a broken timetable has no latest starts and no windows."""
    rows: list[list[Content]] = []
    for bar in bars:
        lane = bar.party or bar.scenarios[0]
        (first, last), (least, most) = _span(bar.starts, bar), _span(bar.ends, bar)
        free = "its start" if bar.window is not None else "its end" if bar.window_of_end else ""
        if found.breaks is None:
            rows.append([lane, bar.name, first, last or wording.NOTHING, takes(bar), most or least, free])
        else:
            rows.append([lane, bar.name, first, takes(bar), most or least])
    if found.breaks is not None:
        columns = ["whose", "what", "from", "how long", "over by"]
        return table("When each may begin at the earliest, and how long it takes", columns, rows, whole=(2, 4))
    columns = ["whose", "what", "from", "until", "how long", "over by", "free window"]
    return table("When each may begin, and how long it takes", columns, rows, whole=(2, 3, 5, 6))
