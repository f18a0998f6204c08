"""Who knows what of a scenario, at which rung.

By itself a party knows the sheet's bounds or its own. From *intelligence* on, what partners reported to it counts: a
report rules out (narrows) or cannot rule out (widens). Where two contradict each other, or one leaves nothing of what
the reader knows, the hull of both counts, and it is flagged: never averaged, never intersected into optimism. From
*scenarios* on everybody plans with the hull of what each knows after the reports.
"""

from __future__ import annotations

from typing import NamedTuple

from freehand.plans.contingency import Contingency
from freehand.plans.scenario import Event, Report, Span

Knowledge = dict[tuple[str, str], Span]
"""Bounds by (scenario, event)."""


class Contradiction(NamedTuple):
    """Two sources that cannot both be right about an event, as one party reads them."""

    reader: str
    scenario: str
    event: str
    sources: tuple[str, ...]


def by_itself(event: Event, party: str) -> Span:
    """What a party knows of an event without any report."""
    return next((span for knower, span in event.known if knower == party), event.span)


def after_reports(own: Span, reports: list[Report]) -> tuple[Span, tuple[str, ...]]:
    """The bounds after the reports, and the names of the sources that contradict each other ("" is the reader).

    >>> from freehand.errors import Place
    >>> def report(name, effect, side, hours):
    ...     return Report(name, "A", ("B",), "c", "s", "e", effect, side, hours * 3600, "", Place("", 0, ""))
    >>> span, _ = after_reports(Span(16 * 3600, 36 * 3600), [report("r", "rules out", "low", 24)])
    >>> span.low // 3600, span.high // 3600
    (24, 36)
    >>> span, who = after_reports(Span(16 * 3600, 36 * 3600), [report("r", "rules out", "low", 24),
    ...                                                        report("q", "cannot rule out", "low", 20)])
    >>> span.low // 3600, who
    (16, ('q', 'r'))
    """
    low, high = own
    against: set[str] = set()
    narrowing = [r for r in reports if r.effect == "rules out"]
    widening = [r for r in reports if r.effect == "cannot rule out"]
    for n in narrowing:
        for w in widening:
            if n.side == w.side and (w.seconds < n.seconds if n.side == "low" else w.seconds > n.seconds):
                against |= {n.name, w.name}
        for m in narrowing:
            if n.side == "low" and m.side == "high" and n.seconds > m.seconds:
                against |= {n.name, m.name}
        if (n.side == "low" and n.seconds > high) or (n.side == "high" and n.seconds < low):
            against |= {n.name, ""}
    for n in narrowing:
        if n.name in against:
            # A contradicted narrowing narrows nothing; what it says still belongs to the hull.
            low, high = min(low, n.seconds), max(high, n.seconds)
    for n in narrowing:
        if n.name not in against:
            low, high = (max(low, n.seconds), high) if n.side == "low" else (low, min(high, n.seconds))
    for w in widening:
        low, high = (min(low, w.seconds), high) if w.side == "low" else (low, max(high, w.seconds))
    return Span(low, high), tuple(sorted(against))


def known_to(
    party: str, contingency: Contingency, reports: tuple[Report, ...], told: bool
) -> tuple[Knowledge, list[Contradiction]]:
    """What ``party`` knows of every event: by itself, or (``told``) after the reports made to it."""
    knowledge: Knowledge = {}
    contradictions = []
    for scenario in contingency.scenarios:
        for event in scenario.events:
            own = by_itself(event, party)
            if told:
                made = [
                    r
                    for r in reports
                    if (r.contingency, r.scenario, r.event) == (contingency.name, scenario.name, event.name)
                    and party in r.recipients
                ]
                own, sources = after_reports(own, made)
                if sources:
                    contradictions.append(Contradiction(party, scenario.name, event.name, sources))
            knowledge[scenario.name, event.name] = own
    return knowledge, contradictions


def known_together(
    parties: tuple[str, ...], contingency: Contingency, reports: tuple[Report, ...]
) -> tuple[Knowledge, list[Contradiction]]:
    """The hull of what each party knows after the reports."""
    hull: Knowledge = {}
    contradictions = []
    for party in parties:
        knowledge, against = known_to(party, contingency, reports, told=True)
        contradictions += against
        for key, span in knowledge.items():
            low, high = hull.get(key, span)
            hull[key] = Span(min(low, span.low), max(high, span.high))
    return hull, contradictions
