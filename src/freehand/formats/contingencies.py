"""A contingency as a value: every scenario's events put in order, and fitted into the horizon."""

from freehand.errors import shown
from freehand.formats import shapes
from freehand.formats.declared import Declared
from freehand.formats.forms import Expected, Line, Since
from freehand.formats.reading import Part
from freehand.plans.contingency import Contingency
from freehand.plans.scenario import Event, Scenario, Span
from freehand.quantities import show_duration


def build_contingency(part: Part, declared: Declared) -> Contingency:
    """The contingency of its document; faults of its scenarios are kept."""
    horizon = part.get(shapes.HORIZON)
    aims, scenarios = part.get(shapes.AIMS) or [], part.get(shapes.SCENARIO_MAP) or []
    if part.get(shapes.SCENARIO_MAP) == []:
        part.fault(
            shapes.SCENARIO_MAP,
            "no scenario stands here",
            "a contingency unfolds in one way at least.",
            f'Add one, such as "{shapes.SCENARIO_MAP.example[1:-1]}".',
        )
    if part.get(shapes.AIMS) == []:
        part.fault(
            shapes.AIMS,
            "no aim stands here",
            "without one nothing could be achieved or missed.",
            f'Write, say, "aims: {shapes.AIMS.example}".',
        )
    built = tuple(_scenario(part, line, expected, horizon, declared) for line, expected in scenarios)
    name = part.get(shapes.CONTINGENCY) or ""
    return Contingency(name, horizon or 0, tuple(line.name for line in aims), built, part.place(shapes.CONTINGENCY))


def _scenario(part: Part, line: Line, expected: list[Expected], horizon: int | None, declared: Declared) -> Scenario:
    field = f"scenarios / {shown(line.name)}"
    unread = Since(Span(0, 0), None, line.line)  # its fault has been told
    ordered = _in_order(part, line, [(event, event.comes or unread) for event in expected])
    events = [_event(part, event, comes, f"{field} / {shown(event.name)}", declared) for event, comes in ordered]
    if horizon is not None:
        _check_horizon(part, events, horizon)
    return Scenario(line.name, tuple(events), part.reader.place(line.line, field))


def _in_order(part: Part, line: Line, expected: list[tuple[Expected, Since]]) -> list[tuple[Expected, Since]]:
    """The events so that each comes after those it is counted from, otherwise as written.

    An event counted from an unknown one is told and taken as it is; a circle is told and left out.
    """
    field = f"scenarios / {shown(line.name)}"
    names = {event.name for event, _ in expected}
    placed: set[str | None] = {None}
    for event, comes in expected:
        if comes.after is not None and comes.after not in names:
            others = sorted(names - {event.name})
            sort = f"event of {shown(line.name)}"
            part.reader.unknown(comes.line, f"{field} / {shown(event.name)}", sort, comes.after, others)
            placed.add(comes.after)
    waiting, ordered = list(expected), []
    while waiting:
        ready = [(event, comes) for event, comes in waiting if comes.after in placed]
        if not ready:
            names_left = " and ".join(f"'{shown(event.name)}'" for event, _ in waiting[:6])
            part.reader.fault(
                waiting[0][1].line,
                f"{field} / {shown(waiting[0][0].name)}",
                f"{names_left} {'are counted from each other' if len(waiting) > 1 else 'is counted from itself'}",
                "an event is counted from the warning, or from an earlier event.",
                "Count one of them from the warning.",
            )
            break
        ordered += ready
        placed |= {event.name for event, _ in ready}
        waiting = [(event, comes) for event, comes in waiting if event.name not in placed]
    return ordered


def _event(part: Part, event: Expected, comes: Since, field: str, declared: Declared) -> Event:
    known: dict[str, Span] = {}
    for party, since in event.known:
        inner = f"{field} / as {shown(party)} knows it"
        if declared.parties and party not in declared.parties:
            part.reader.unknown(since.line, inner, "party", party, list(declared.parties))
        elif since.after is not None and since.after != comes.after:
            origin = shown(comes.after or "the warning")
            part.reader.fault(
                since.line,
                inner,
                f"this is counted from '{shown(since.after)}', and the event from '{origin}'",
                "both are counted from the same moment.",
                f"Count it from {origin}, or leave that out.",
            )
        elif since.span != comes.span:
            known[party] = since.span
    order = {party: at for at, party in enumerate(declared.parties)}
    sorted_known = tuple(sorted(known.items(), key=lambda item: order.get(item[0], 0)))
    return Event(event.name, comes.after, comes.span, sorted_known, part.reader.place(event.line, field))


def _check_horizon(part: Part, events: list[Event], horizon: int) -> None:
    """Every event lies within the horizon at its latest, whoever's knowledge of it is taken."""
    latest: dict[str | None, int] = {None: 0}
    for event in events:
        widest = max(span.high for span in (event.span, *(span for _, span in event.known)))
        latest[event.name] = latest.get(event.after, 0) + widest
        if latest[event.name] > horizon:
            part.reader.fault(
                event.place.line,
                event.place.field,
                f"'{shown(event.name)}' may come {show_duration(latest[event.name])} after the warning",
                f"the horizon is {show_duration(horizon)}, and a scenario that does not fit cannot be judged.",
                f"Set the horizon to {show_duration(latest[event.name])} or more, or let the event come sooner.",
            )
            return
