"""Call sheets as a JSON document, ``freehand.sheet/1``: seconds everywhere, a key without a value is null."""

from __future__ import annotations

from collections.abc import Sequence

from freehand.assessment.sheets.values import Expected, Line, Sheet, Takes
from freehand.faces.document import Json, ask_json
from freehand.faces.sheets.clock import Clock
from freehand.faces.sheets.words import headline
from freehand.plans.activity import Hold

FORMAT = "freehand.sheet/1"


def as_json(sheets: Sequence[Sheet], clock: Clock | None) -> Json:
    """The sheets of one party as plain values, ready for ``json.dumps``."""
    zone = None if clock is None or clock.zone is None else clock.zone.key
    return {
        "format": FORMAT,
        "party": sheets[0].party,
        "rung": sheets[0].rung.word,
        "warning": None if clock is None else clock.warning.isoformat(),
        "zone": zone,
        "sheets": [sheet_json(sheet, clock) for sheet in sheets],
    }


def sheet_json(sheet: Sheet, clock: Clock | None) -> Json:
    """One sheet."""
    return {
        "contingency": sheet.contingency,
        "headline": headline(sheet),
        "guarantee": sheet.guarantee,
        "verdict": None if sheet.verdict is None else sheet.verdict.word,
        "undecided": sheet.undecided,
        "short_by_s": sheet.chains[0].shortfall if sheet.chains and sheet.guarantee == "none" else None,
        "ask_first": ask_json(sheet.asks[0]) if sheet.asks and sheet.guarantee == "none" else None,
        "aims_unmet": list(sheet.aims_unmet),
        "course": sheet.course,
        "ways": dict(sheet.ways),
        "scenarios": list(sheet.scenarios),
        "told_apart_by_s": sheet.told_apart_by,
        "recognised": sheet.recognised,
        "blocks": [
            {"scenario": block.scenario or None, "lines": [line_json(line, clock) for line in block.lines]}
            for block in sheet.blocks
        ],
        "tells": [{"teller": told.teller, "told": list(told.whom), "what": told.point} for told in sheet.tells],
        "expected": [expected_json(one, clock) for one in sheet.expected],
        "interfaces": list(sheet.interfaces),
    }


def line_json(line: Line, clock: Clock | None) -> Json:
    """One line."""
    return {
        "act": line.act,
        "point": line.name,
        **times_json(line.earliest, line.latest, line.after, clock),
        "open_ended": line.open_ended,
        "bounds": [
            {"other": str(b.other), "at_least_s": b.at_least, "at_most_s": b.at_most, "apart": b.apart}
            for b in line.bounds
        ],
        "as_soon_as": [
            {"what": str(a.point), "seconds": a.seconds, "told_by": a.told_by or None} for a in line.awaited
        ],
        "takes": takes_json(line.takes),
        "comes": None if line.ends is None else {"from_s": line.ends[0], "to_s": line.ends[1]},
        "holds": holds_json(line.holds),
        "whom": list(line.whom),
        "about": line.about or None,
        "notice_s": line.before,
        "lapses_in": list(line.lapses_in),
    }


def expected_json(one: Expected, clock: Clock | None) -> Json:
    """One thing that is expected."""
    return {
        "kind": one.kind,
        "point": str(one.point),
        "scenario": one.scenario or None,
        **times_json(one.earliest, one.latest, one.after, clock),
        "takes": takes_json(one.takes),
        "holds": holds_json(one.holds),
        "turnaround_s": one.turnaround,
        "about": one.about or None,
    }


def times_json(earliest: int | None, latest: int | None, after: str | None, clock: Clock | None) -> Json:
    """A span of moments, by the clock too where a warning was given and it is counted from that."""
    by_clock = None
    if clock is not None and after is None and earliest is not None and latest is not None:
        first, last = ([moment.isoformat() for moment in clock.both(seconds)] for seconds in (earliest, latest))
        by_clock = {"utc": [first[0], last[0]], "zone": [first[1], last[1]] if clock.zone is not None else None}
    return {"after": after, "earliest_s": earliest, "latest_s": latest, "clock": by_clock}


def takes_json(takes: Takes | None) -> Json | None:
    """How long something takes."""
    return None if takes is None else {"chosen": takes.chosen, "low_s": takes.low, "high_s": takes.high}


def holds_json(holds: Sequence[Hold]) -> list[Json]:
    """The means that are held."""
    return [{"means": hold.means, "amount": hold.amount} for hold in holds]
