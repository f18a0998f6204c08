"""The scope trade-off: at each rung, what is assured in fact and what freedom is kept."""

from __future__ import annotations

from collections.abc import Sequence

from freehand.assessment.book import Statement
from freehand.assessment.results import AtRung, Change, InContingency, MostTied, TradeoffRow
from freehand.assessment.verdict import Verdict
from freehand.terms.scope import Rung


def tradeoff(
    parties: Sequence[str], contingencies: Sequence[InContingency], rungs: Sequence[Rung]
) -> tuple[TradeoffRow, ...]:
    """One row for each rung, in order."""
    rows = []
    for place, rung in enumerate(rungs):
        here = [c.rungs[rung] for c in contingencies]
        in_fact = sum(r.assured_in_fact and not r.lesser for r in here)
        lesser = sum(r.assured_in_fact and r.lesser for r in here)
        believed = sum(r.verdict is Verdict.ASSURED and not r.lesser for r in here)
        changed: list[Change] = []
        if place:
            before = rungs[place - 1]
            changed = [c for one in contingencies if (c := change(one.name, one.rungs[before], one.rungs[rung]))]
        most = {party: most_tied(party, contingencies, rung) for party in parties}
        rows.append(TradeoffRow(rung, believed, in_fact, lesser, len(here) - in_fact - lesser, most, tuple(changed)))
    return tuple(rows)


def most_tied(party: str, contingencies: Sequence[InContingency], rung: Rung) -> MostTied | None:
    """Where a party keeps least of its room at a rung; ties go to the larger loss, then to the name."""
    found = []
    for one in contingencies:
        time = one.rungs[rung].time.get(party)
        if time is None or time.kept is None or time.with_help is None or time.joint is None:
            continue
        lost = time.with_help.seconds - time.joint.seconds
        found.append(
            (time.kept, -lost, one.name, MostTied(one.name, time.with_help.seconds, time.joint.seconds, time.kept))
        )
    return min(found, key=lambda item: item[:3])[3] if found else None


def change(name: str, before: AtRung, after: AtRung) -> Change | None:
    """What changed in a contingency from one rung to the next, or None."""
    was, is_ = standing(before), standing(after)
    because: list[str] = []
    if after.choice is not None:
        relied = set(before.choice.combination.relies_on) if before.choice else set()
        because += [f"promise {p}" for p in after.choice.combination.relies_on if p not in relied]
        if before.choice is not None:
            old = {p.party: p.course for p in before.choice.combination.parts}
            because += [
                f"{p.party} takes '{p.course}' instead of '{old[p.party]}'"
                for p in after.choice.combination.parts
                if old.get(p.party, p.course) != p.course
            ]
        tied = {said.element for said in rules_in(after)} - {said.element for said in rules_in(before)}
        because += [f"rule {element}" for element in sorted(tied)]
    if after.rung is Rung.SCENARIOS:
        because.append("the plans are seen together")
    if after.rung is Rung.INTELLIGENCE and was != is_:
        because.append("partners' reports")
    if was == is_ and not (after.choice and before.choice and because):
        return None
    return Change(name, was, is_, tuple(because))


def rules_in(at: AtRung) -> list[Statement]:
    """The statements of the terms' rules that bind the best choice."""
    if at.choice is None:
        return []
    combined = at.choice.combination
    used = {e.statement for part in combined.parts for e in part.rule_edges} | {t.statement for t in combined.cross}
    return [said for i in sorted(used) if (said := combined.book.statements[i]).kind == "rule"]


def standing(at: AtRung) -> str:
    """How a contingency stands at a rung, in words."""
    word = at.in_fact or (at.verdict.word if at.verdict is not None else "not released")
    return f"{word}, by a lesser course" if at.lesser and word == Verdict.ASSURED.word else word
