"""What a call sheet expects, in words: what is told, what partners may do, what nature may."""

from __future__ import annotations

from freehand.assessment.sheets.values import Expected, Sheet, Takes
from freehand.faces.sheets.clock import Clock
from freehand.faces.sheets.words import NOT_KNOWN, holds_text, moment, point_text
from freehand.faces.wording import listed
from freehand.quantities import show_duration, show_span


def tellings(sheet: Sheet) -> list[str]:
    """What the party must tell, and what it is told."""
    return [
        f"{told.teller} tells {listed(told.whom)} as soon as the {told.point} has come"
        if told.point.startswith(("start", "end", "delivery", "consent"))
        else f"{told.teller} tells {listed(told.whom)} of {told.point} as soon as it has come"
        for told in sheet.tells
    ]


def expected(sheet: Sheet, one: Expected, clock: Clock | None) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """What is expected, and between which moments."""
    if one.earliest is None or one.latest is None:
        return expected_what(one, sheet.party), (NOT_KNOWN,), (NOT_KNOWN,)
    low, high = moment(one.earliest, one.after, clock), moment(one.latest, one.after, clock)
    return expected_what(one, sheet.party), low, high


def expected_what(one: Expected, party: str) -> str:
    """What is expected, in words."""
    where = f" ({one.scenario})" if one.scenario else ""
    details = ""
    match one.kind:
        case "call":
            text = f"{one.point.party} calls for {one.point.name} (promise {one.about})"
            if one.takes is not None:
                details = f": you deliver, which {_verb(one.takes)} from the call"
            if one.holds:
                details += f", and {holds_text(one.holds)}"
            if one.turnaround:
                details += f" until {show_duration(one.turnaround)} after delivery"
        case "asking":
            text = f"{one.point.party} asks for your consent ({one.about})"
            if one.takes is not None:
                details = f": it {_verb(one.takes)} from the asking"
        case "assumed":
            text = f"you assume {point_text(one.point, party)}"
        case _:
            text = point_text(one.point, party)
    return f"{text}{where}{details}"


def _verb(takes: Takes) -> str:
    if takes.low == takes.high:
        return f"takes {show_duration(takes.low)}"
    return f"{'may be chosen to take' if takes.chosen else 'takes'} {show_span(takes.low, takes.high)}"
