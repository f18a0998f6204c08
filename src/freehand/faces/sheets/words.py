"""The words of a call sheet, shared by the terminal, the page and the table, so that these can never disagree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from freehand.assessment.setting import OWN_WAY
from freehand.assessment.sheets.values import Awaited, Block, Bound, Line, Sheet, Takes
from freehand.assessment.verdict import Verdict
from freehand.faces.sheets.clock import Clock
from freehand.faces.wording import SHAPES, ask_text, listed, mark
from freehand.plans.activity import Hold
from freehand.plans.points import Point
from freehand.quantities import show_duration, show_hours, show_instant, show_span

NOT_KNOWN = "not known"


class Row(NamedTuple):
    """One line in words: when (in hours, then by the clock), what, what to keep to, how long, and who is told."""

    earliest: tuple[str, ...]
    latest: tuple[str, ...]
    what: str
    keep: tuple[str, ...]
    takes: tuple[str, ...]
    tell: tuple[str, ...]


def title(sheet: Sheet) -> str:
    """Whose sheet for what."""
    return f"Call sheet of {sheet.party} · {sheet.contingency} · {sheet.rung.word}"


def headline(sheet: Sheet) -> str:
    """What the sheet is worth, in one sentence: its first line."""
    if sheet.verdict is None:
        return f"{sheet.party} has no course in {sheet.contingency} at the rung {sheet.rung.word}."
    shape = mark(sheet.verdict.word)
    if sheet.guarantee == "none":
        return f"{shape}: these plans do not hold{_short(sheet)}. Nothing on this sheet is to be relied on."
    if sheet.guarantee == "reminder":
        return (
            f"{shape}: the plans hold for those who react well, and this sheet is only a reminder. "
            "Keeping to it line by line is not enough: what has come must be told, and acted on with judgement."
        )
    whole: str = {
        "free": "whatever this sheet allows holds, with whatever the partners' sheets allow them",
        "timetable": "there is no free window: keep to the moments, and all holds",
        "reacting": "keep to the moments, follow at once where the sheet says so, and all holds",
    }[sheet.guarantee]
    if sheet.guarantee == "timetable" and sheet.interfaces:
        whole += f", once they have been compared with those of {listed(sheet.interfaces)}"
    if not sheet.rung.joint:
        whole = whole.replace(", with whatever the partners' sheets allow them", " in its own plan")
        whole = whole.replace("and all holds", "and its own plan holds")
        believed = f"{SHAPES[sheet.verdict.word]} believed {sheet.verdict.word} by {sheet.party}"
        return f"{believed}: {whole}. Nobody has looked at the partners' plans."
    return f"{shape}: {whole}."


def _short(sheet: Sheet) -> str:
    if sheet.verdict is Verdict.UNDECIDED:
        return f" for certain ({sheet.undecided})" if sheet.undecided else " for certain"
    short = sheet.chains[0].shortfall if sheet.chains else None
    return f", short by {show_hours(short)}" if short is not None else ""


def notes(sheet: Sheet) -> list[str]:
    """What must be known before the lines are read."""
    found = []
    if sheet.guarantee == "none" and sheet.asks:
        found.append(f"Ask first: {ask_text(sheet.asks[0])}.")
    if sheet.course is not None:
        ways = "; ".join(f"{need}: {way}" for need, way in sheet.ways)
        found.append(f"Course: {sheet.course}" + (f" ({ways})" if ways else "") + ".")
    elif sheet.verdict is not None:
        found.append(f"{sheet.party} has no course here: it has nothing to start.")
    if sheet.aims_unmet:
        found.append(f"A lesser course: it leaves unmet {listed(sheet.aims_unmet)}.")
    if sheet.told_apart_by is not None:
        moment = show_instant(sheet.told_apart_by)
        found.append(f"By {moment} it must be known which scenario it is: {one_of(sheet.scenarios)}.")
    elif sheet.guarantee == "reacting" and sheet.recognised:
        found.append(f"From the warning on it must be known which scenario it is: {one_of(sheet.scenarios)}.")
    if sheet.guarantee == "timetable" and sheet.interfaces:
        partners = listed(sheet.interfaces)
        found.append(f"Of {partners} only the interface is known here, and its own sheet may have other moments.")
    if any(line.bounds for line in sheet.lines):
        found.append(
            "What is done earlier or later moves the lines that name it. So go by the clock, pass no latest moment, "
            "and note when each thing was done."
        )
    if sheet.guarantee == "none" and sheet.lines and all(line.earliest is None for line in sheet.lines):
        found.append("Not even the plan's own times can all be kept, so none are given.")
    return found


def clock_note(clock: Clock | None) -> str:
    """How moments are counted."""
    if clock is None:
        return "D+0 00:00 is the moment of warning."
    return f"D+0 00:00 is the moment of warning, {clock.warning.year}: {', '.join(clock.shows(0))}."


def one_of(names: Iterable[str]) -> str:
    """Names to choose from.

    >>> one_of(["early", "late", "never"])
    'early, late or never'
    """
    return " or ".join(listed(names).rsplit(" and ", 1))


def heading(sheet: Sheet, block: Block) -> str:
    """What the lines of a block are for."""
    if sheet.guarantee == "none":
        return "What the plan by itself would want; not to be relied on"
    if sheet.guarantee == "reminder":
        return "A reminder of the plan; not enough by itself"
    if block.scenario:
        return f"If it is {block.scenario}"
    return "In every scenario" if len(sheet.blocks) > 1 else "What to do"


# -- lines -----------------------------------------------------------------------------------------------------------


def row(sheet: Sheet, line: Line, clock: Clock | None) -> Row:
    """A line in words."""
    return Row(*when(line, clock), what(line), tuple(keep(sheet, line)), tuple(takes(line)), tuple(tell(sheet, line)))


def when(line: Line, clock: Clock | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The earliest and the latest moment, in hours and by the clock."""
    if line.earliest is None or line.latest is None:
        return (NOT_KNOWN,), (NOT_KNOWN,)
    first, last = moment(line.earliest, line.after, clock), moment(line.latest, line.after, clock)
    if line.open_ended:
        last = (*last, "(only the plan's end)")
    return first, last


def moment(seconds: int, after: str | None, clock: Clock | None) -> tuple[str, ...]:
    """A moment in hours after the warning or an event; by the clock too where that can be said.

    >>> moment(0, "release", None), moment(9000, None, None)
    (('with release',), ('D+0 02:30',))
    """
    if after is not None:
        return (f"{show_duration(seconds)} after {after}",) if seconds else (f"with {after}",)
    return (show_instant(seconds), *(clock.shows(seconds) if clock is not None else ()))


def what(line: Line) -> str:
    """What to do."""
    match line.act:
        case "call" if line.about == OWN_WAY:
            return f"Set out for {line.point.name} by the own way"
        case "call":
            return f"Call {listed(line.whom)} for {line.point.name} (promise {line.about})"
        case "ask":
            return f"Ask {listed(line.whom)} for consent ({line.about})"
        case "notice":
            before = show_hours(line.before or 0)
            point = point_text(line.point, line.point.party)
            return f"Give {listed(line.whom)} notice of {point}, {before} before it ({line.about})"
        case "end":
            return f"End {line.point.name}"
        case _:
            return f"Start {line.point.name}"


def point_text(point: Point, party: str) -> str:
    """An instant, as its own party calls it."""
    if point.party != party:
        return str(point)
    return {
        "start": f"start of {point.name}",
        "end": f"end of {point.name}",
        "call": f"the call for {point.name}",
        "delivery": f"delivery of {point.name}",
        "asking": f"the asking ({point.name})",
        "consent": f"the consent ({point.name})",
    }.get(point.kind, str(point))


def keep(sheet: Sheet, line: Line) -> list[str]:
    """What a line keeps to besides its moments."""
    found = [awaited_text(a, sheet.party) for a in line.awaited]
    found += [bound_text(b, line, sheet) for b in line.bounds]
    if line.lapses_in:
        found.append(f"not in {one_of(line.lapses_in)}: there it lapses, and so does what is said of it elsewhere")
    return found


def awaited_text(awaited: Awaited, party: str) -> str:
    """What a line follows at once."""
    what = point_text(awaited.point, party)
    told = f" ({awaited.told_by} tells it)" if awaited.told_by else ""
    if awaited.seconds:
        return f"as soon as {show_duration(awaited.seconds)} have passed since {what}{told}"
    return f"as soon as {what} has come{told}"


def bound_text(bound: Bound, line: Line, sheet: Sheet) -> str:
    """A bound to another line."""
    other = point_text(bound.other, sheet.party)
    least, most = bound.at_least, bound.at_most
    if bound.apart:
        origin = next((x.after for x in sheet.lines if x.point == bound.other and x.act != "notice"), None)
        return "; ".join(
            f"{word} as long after {line.after or 'the warning'} as {other} comes after {since(origin, seconds)}"
            for word, seconds in (("at least", least), ("at most", most))
            if seconds is not None
        )
    if least is not None and least == most:
        return f"exactly {show_duration(least)} after {other}" if least else f"together with {other}"
    if least is not None and most is not None:
        return f"{show_span(least, most)} after {other}"
    if least is not None:
        return f"not before {show_duration(least)} after {other}" if least else f"not before {other}"
    return f"at most {show_duration(most or 0)} after {other}"


def since(origin: str | None, seconds: int) -> str:
    """From when on to count, so that what is counted from elsewhere comes to the same, more or less so many seconds.

    >>> since(None, -14400), since("release", 3600)
    ('D+0 04:00', '1 h before release')
    """
    if origin is None and seconds <= 0:
        return show_instant(-seconds) if seconds else "the warning"
    side = "after" if seconds < 0 else "before"
    return f"{show_duration(abs(seconds))} {side} {origin or 'the warning'}" if seconds else str(origin)


def takes(line: Line) -> list[str]:
    """How long it takes, when it will be over, and what it holds."""
    found = []
    if line.takes is not None:
        found.append(takes_text(line.takes))
    if line.ends is not None:
        verb = {"call": "delivery", "ask": "consent"}.get(line.act, "ends")
        found.append(f"{verb} {between(*line.ends, line.after)}")
    if line.holds:
        found.append(holds_text(line.holds))
    return found


def between(low: int, high: int, after: str | None) -> str:
    """Within which span something comes.

    >>> between(10800, 23400, "release"), between(3600, 7200, None)
    ('3 h to 6 h 30 min after release', 'between D+0 01:00 and D+0 02:00')
    """
    if after is not None:
        return f"{show_span(low, high)} after {after}"
    if low == high:
        return f"at {show_instant(low)}"
    return f"between {show_instant(low)} and {show_instant(high)}"


def takes_text(takes: Takes) -> str:
    """How long something takes, and who decides."""
    if takes.low == takes.high:
        return f"takes {show_duration(takes.low)}"
    return f"{'we choose' if takes.chosen else 'nature takes'} {show_span(takes.low, takes.high)}"


def holds_text(holds: Iterable[Hold]) -> str:
    """The means that are held."""
    return f"holds {listed(f'{hold.amount} {hold.means}' for hold in holds)}"


def tell(sheet: Sheet, line: Line) -> list[str]:
    """Whom to tell what; without a word where nobody needs to be told."""
    found = [f"tell {listed(line.whom)}"] if line.whom else []
    if line.act != "notice":
        comes = {"start": "end", "call": "delivery", "asking": "consent"}.get(line.point.kind)
        points = [line.point, *([line.point._replace(kind=comes)] if comes else [])]  # type: ignore[arg-type] # a kind
        for told in sheet.tells:
            if told.teller == sheet.party:
                found += [
                    f"tell {listed(told.whom)} when {point_text(p, sheet.party)} has come"
                    for p in points
                    if str(p) == told.point
                ]
    if found or sheet.guarantee in ("none", "reminder"):
        return found
    return ["without a word"]
