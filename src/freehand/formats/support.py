"""Promises and reports as values: what partners have promised and told each other."""

from typing import Literal

from freehand.errors import shown
from freehand.formats import shapes
from freehand.formats.compact import check_contingency, check_party
from freehand.formats.courses import rules_of
from freehand.formats.declared import Declared
from freehand.formats.durations import holds_of, lead_of
from freehand.formats.reading import Part
from freehand.plans.activity import Duration
from freehand.plans.points import Rule
from freehand.plans.scenario import Report, Span
from freehand.plans.support import Promise
from freehand.quantities import QuantityFault, read_duration

Effect = Literal["rules out", "cannot rule out"]
Side = Literal["low", "high"]

SAYINGS: tuple[tuple[str, Effect, Side], ...] = (
    ("rules out anything earlier than ", "rules out", "low"),
    ("rules out anything later than ", "rules out", "high"),
    ("cannot rule out as early as ", "cannot rule out", "low"),
    ("cannot rule out as late as ", "cannot rule out", "high"),
)


def build_promise(part: Part, declared: Declared) -> Promise:
    """The promise of its document; faults of names and caveats are kept."""
    giver, receiver = part.get(shapes.GIVER) or "", part.get(shapes.RECEIVER) or ""
    contingency, need = part.get(shapes.PROMISE_CONTINGENCY) or "", part.get(shapes.FOR_NEED) or ""
    known = check_party(part, shapes.GIVER, declared)
    known = check_party(part, shapes.RECEIVER, declared) and known
    known = check_contingency(part, shapes.PROMISE_CONTINGENCY, declared) and known
    caveats: tuple[Rule, ...] = ()
    if known and giver == receiver:
        part.fault(
            shapes.RECEIVER,
            f"{shown(giver)} promises to itself",
            "a promise is made to a partner; what a party does for itself is its own way.",
            "Name the partner, or write the own way under the need.",
        )
    elif known:
        _check_need(part, receiver, contingency, need, declared)
        caveats = _caveats(part, receiver, contingency, need, declared)
    return Promise(
        part.get(shapes.PROMISE) or "",
        giver,
        receiver,
        need,
        contingency,
        lead_of(part, shapes.LEAD) or Duration(False, 0, 0, 0, part.place(shapes.LEAD)),
        part.get(shapes.CALLABLE) or Span(0, 0),
        holds_of(part, shapes.PROMISE_HOLDS, giver, declared) if known else (),
        part.get(shapes.TURNAROUND) or 0,
        caveats,
        part.place(shapes.PROMISE),
    )


def _check_need(part: Part, receiver: str, contingency: str, need: str, declared: Declared) -> None:
    needs = declared.needs.get(contingency, {}).get(receiver, {})
    if need and need not in needs and receiver not in declared.unseen(contingency):
        sort = f"need of {shown(receiver)} in {shown(contingency)}"
        part.unknown(shapes.FOR_NEED, sort, need, sorted(needs))


def _caveats(part: Part, receiver: str, contingency: str, need: str, declared: Declared) -> tuple[Rule, ...]:
    """Rules of which at least one point is the receiver's call for the need, or its delivery."""
    scope = declared.scope(receiver, contingency)
    declared_need = need in scope.needs.get(receiver, {}) or receiver in scope.unseen
    needs = {**scope.needs, receiver: {**scope.needs.get(receiver, {}), need: ""}}
    rules = rules_of(part, shapes.CAVEATS, scope._replace(needs=needs))
    for rule in rules:
        bound = [point for point in (rule.later, rule.earlier) if point.kind in ("call", "delivery")]
        if declared_need and not any(point.party == receiver and point.name == need for point in bound):
            part.reader.fault(
                rule.place.line,
                rule.place.field,
                f"this caveat says nothing about {shown(need)}",
                "a caveat limits the receiver's call or the delivery of what is promised.",
                f'Write, say, "call for {shown(need)} at most 12 h after the warning".',
            )
        others = sorted({point.party for point in (rule.later, rule.earlier)} - {"", receiver})
        if others:
            part.reader.fault(
                rule.place.line,
                rule.place.field,
                f"this caveat is tied to a point of {shown(others[0])}",
                "who receives the promise does not know that point, and would reckon without the bound.",
                "Count it from the warning or from an event, as late as that point may come.",
            )
    return rules


def build_report(part: Part, declared: Declared) -> Report | None:
    """The report of its document; None (and faults) where it could not be read."""
    known = check_party(part, shapes.AUTHOR, declared)
    known = check_contingency(part, shapes.REPORT_CONTINGENCY, declared) and known
    author, contingency = part.get(shapes.AUTHOR) or "", part.get(shapes.REPORT_CONTINGENCY) or ""
    recipients = _recipients(part, author, declared)
    scenario, event = part.get(shapes.REPORT_SCENARIO) or "", part.get(shapes.ABOUT) or ""
    if known:
        _check_about(part, contingency, scenario, event, declared)
    saying = _saying(part, declared.situations[contingency].scenarios.get(scenario, {}).get(event) if known else None)
    if saying is None:
        return None
    effect, side, seconds = saying
    text, place = part.get(shapes.SAYS) or "", part.place(shapes.REPORT)
    name = part.get(shapes.REPORT) or ""
    return Report(name, author, recipients, contingency, scenario, event, effect, side, seconds, text, place)


def _recipients(part: Part, author: str, declared: Declared) -> tuple[str, ...]:
    names = part.get(shapes.RECIPIENTS)
    field = part.field_of(shapes.RECIPIENTS)
    for line in names or []:
        if declared.parties and line.name not in declared.parties:
            part.reader.unknown(line.line, field, "party", line.name, list(declared.parties))
        elif line.name == author and author:
            part.reader.fault(
                line.line, field, f"{shown(author)} tells itself", "a report is told to partners.", "Leave it out here."
            )
    if names == []:
        part.fault(shapes.RECIPIENTS, "nobody is told", "a report is told to partners.", "Name one party or more.")
    order = {party: at for at, party in enumerate(declared.parties)}
    return tuple(sorted((line.name for line in names or []), key=lambda name: order.get(name, 0)))


def _check_about(part: Part, contingency: str, scenario: str, event: str, declared: Declared) -> None:
    scenarios = declared.situations[contingency].scenarios
    if scenario and scenario not in scenarios:
        sort = f"scenario of {shown(contingency)}"
        part.unknown(shapes.REPORT_SCENARIO, sort, scenario, list(scenarios))
    elif event and scenario and event not in scenarios[scenario]:
        part.unknown(shapes.ABOUT, f"event of {shown(scenario)}", event, list(scenarios[scenario]))


def _saying(part: Part, origin: str | None) -> tuple[Effect, Side, int] | None:
    """The effect, the bound it moves, and the time in seconds from what the event is counted from (``origin``)."""
    text = part.get(shapes.SAYS)
    if text is None:
        return None
    for words, effect, side in SAYINGS:
        if text.startswith(words):
            time, _, after = text.removeprefix(words).partition(" after ")
            if after and origin is not None and after not in ((origin,) if origin else ("the warning", "warning")):
                part.fault(
                    shapes.SAYS,
                    f"this is counted from '{shown(after)}'",
                    f"the event is counted from {shown(origin or 'the warning')}, and so is what is told of it.",
                    f"Count it from {shown(origin or 'the warning')}, or leave that out.",
                )
                return None
            return _timed(part, effect, side, time)
    part.fault(
        shapes.SAYS,
        f"'{shown(text)}' is no finding",
        "a report says one of: " + "; ".join(f"{words.strip()} …" for words, _, _ in SAYINGS) + ".",
        f'Write, say, "{shapes.SAYS.example}".',
    )
    return None


def _timed(part: Part, effect: Effect, side: Side, time: str) -> tuple[Effect, Side, int] | None:
    try:
        return effect, side, read_duration(time)
    except QuantityFault as fault:
        part.fault(shapes.SAYS, fault.what, fault.why, fault.next)
        return None
