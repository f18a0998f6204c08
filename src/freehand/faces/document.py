"""The assessment as a JSON document, ``freehand.assessment/1``: seconds everywhere, a key without a value is null."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from freehand.assessment.asks import Ask
from freehand.assessment.believed import Unseen
from freehand.assessment.choices import Choice
from freehand.assessment.explain import Chain
from freehand.assessment.freedom import Time
from freehand.assessment.results import (
    Assessment,
    AtRung,
    Believed,
    Cell,
    Clash,
    Consent,
    InContingency,
    MostTied,
    Price,
    TradeoffRow,
)
from freehand.assessment.verdict import Verdict
from freehand.assessment.windows import shown

FORMAT = "freehand.assessment/1"

Json = dict[str, Any]


def as_json(assessment: Assessment) -> Json:
    """The whole assessment as plain values, ready for ``json.dumps``."""
    return {
        "format": FORMAT,
        "compact": assessment.compact,
        "illustrative": assessment.illustrative,
        "parties": list(assessment.parties),
        "contingencies": [contingency_json(c) for c in assessment.contingencies],
        "tradeoff": [row_json(row) for row in assessment.tradeoff],
    }


def contingency_json(contingency: InContingency) -> Json:
    """One contingency, its rungs by word."""
    return {"name": contingency.name, "rungs": {rung.word: rung_json(at) for rung, at in contingency.rungs.items()}}


def rung_json(at: AtRung) -> Json:
    """One contingency at one rung."""
    tied = at.most_tied
    return {
        "believed": _by_party(at.believed, believed_json),
        "verdict": _word(at.verdict),
        "in_fact": at.in_fact,
        "lesser": at.lesser,
        "aims_unmet": list(at.aims_unmet),
        "choice": choice_json(at.choice),
        "per_scenario": None if at.per_scenario is None else {s: v.word for s, v in at.per_scenario.items()},
        "told_apart_by_s": at.told_apart_by,
        "if_told": [{"teller": t.teller, "told": list(t.told), "what": t.what} for t in at.if_told],
        "stands_alone": at.stands_alone,
        "freedom": {
            party: {
                "time": time_json(at.time.get(party)),
                "consent": [consent_json(c) for c in at.consent.get(party, ())],
            }
            for party in sorted({*at.time, *at.consent})
        },
        "margin_s": at.choice.margin if at.choice else None,
        "most_tied": None
        if tied is None
        else {"party": tied[0], "start": tied[1], "with_help_s": tied[2], "joint_s": tied[3]},
        "windows": windows_json(at.choice),
        "prices": [price_json(p) for p in at.prices],
        "load_bearing": [[item_name(item) for item in items] for items in at.load_bearing],
        "load_bearing_searched_all": at.searched_all,
        "undecided": at.undecided,
        "unseen": unseen_json(at),
        "clashes": [clash_json(c) for c in at.clashes],
        "chains": [chain_json(c) for c in at.chains],
        "asks": [ask_json(a) for a in at.asks],
        "cells": [cell_json(c) for c in at.cells],
        "contradictions": [
            {"reader": c.reader, "scenario": c.scenario, "event": c.event, "sources": list(c.sources)}
            for c in at.contradictions
        ],
    }


def _by_party(found: Mapping[str, Believed | None] | None, one: Any) -> Json | None:
    return None if found is None else {party: None if b is None else one(b) for party, b in found.items()}


def _word(verdict: Verdict | None) -> str | None:
    return None if verdict is None else verdict.word


def _share(share: Fraction | None) -> str | None:
    return None if share is None else str(share)


def item_name(item: tuple[str, str]) -> str:
    """Something that could be withheld, in words: a promise by its name, an activity with its party."""
    party, name = item
    return f"{party}'s {name}" if party else name


def believed_json(believed: Believed) -> Json:
    """How one party sees a contingency by itself."""
    return {
        "verdict": believed.verdict.word,
        "course": believed.course,
        "room_s": believed.room,
        "differs_from_joint": believed.differs,
        "chains": [chain_json(c) for c in believed.chains],
        "asks": [ask_json(a) for a in believed.asks],
    }


def choice_json(choice: Choice | None) -> Json | None:
    """A choice: courses by party, ways by party and need, orders."""
    if choice is None:
        return None
    return {
        "courses": {p.party: p.course for p in choice.combination.parts},
        "ways": {p.party: dict(p.ways) for p in choice.combination.parts if p.ways},
        "orders": [str(order) for order in choice.orders],
    }


def time_json(time: Time | None) -> Json:
    """Freedom in time; all null for a party whose plan was not released."""
    help_, joint = (time.with_help, time.joint) if time else (None, None)
    return {
        "alone_s": time.alone if time else None,
        "with_help_s": help_.seconds if help_ else None,
        "joint_s": joint.seconds if joint else None,
        "kept": _share(time.kept) if time else None,
        "open_ended": [str(p) for p in help_.open_ended] if help_ else [],
    }


def consent_json(consent: Consent) -> Json:
    """Freedom in consent, of one course."""
    return {"course": consent.course, "is": consent.status, "of": list(consent.of), "seconds": consent.seconds}


def windows_json(choice: Choice | None) -> list[Json] | None:
    """The free windows; null where there are none because the choice is not assured."""
    if choice is None or choice.windows is None:
        return None
    return [
        {
            "party": w.party,
            "point": w.point,
            "after": w.after,
            "from_s": w.low,
            "to_s": w.high,
            "share": str(w.share),
            "start": None if w.start is None else {"point": w.start, "from_s": w.start_low, "to_s": w.start_high},
        }
        for w in shown(choice.combination, choice.orders, choice.windows)
    ]


def price_json(price: Price) -> Json:
    """One line of the price list."""
    return {
        "element": price.element,
        "kind": price.kind,
        "used": price.used,
        "room_s": None if price.room is None else dict(price.room),
        "worth": _word(price.worth),
        "worth_lesser": price.worth_lesser,
    }


def unseen_json(at: AtRung) -> Json | None:
    """How many joins, clashes and surprises nobody looked at, and which; null where nothing was believed to hold."""
    if at.rung.joint:
        unseen: Unseen | None = Unseen()
    else:
        unseen = at.unseen
    if unseen is None:
        return None
    return {
        "joins": len(unseen.joins) + len(unseen.missing),
        "clashes": len(unseen.clashes),
        "surprises": len(unseen.surprises),
        "which": [*unseen.missing, *unseen.joins, *unseen.clashes, *unseen.surprises],
    }


def clash_json(clash: Clash) -> Json:
    """One clash with its priced orders."""
    return {
        "means": clash.means,
        "capacity": clash.capacity,
        "users": [{"user": name, "amount": amount} for name, amount in clash.users],
        "certain": clash.certain,
        "orders": [
            {
                "order": o.order,
                "chosen": o.chosen,
                "verdict": o.verdict.word,
                "room_s": dict(o.room),
                "chain": None if o.chain is None else chain_json(o.chain),
            }
            for o in clash.orders
        ],
    }


def chain_json(chain: Chain) -> Json:
    """One chain of reasons."""
    return {
        "verdict": chain.verdict.word,
        "shortfall_s": chain.shortfall,
        "steps": [{"text": s.text, "reason": s.reason, "seconds": s.seconds} for s in chain.steps],
    }


def ask_json(ask: Ask) -> Json:
    """One ask; ``from_s`` and ``to_s`` are null where two numbers move together (see ``changes``)."""
    single = len(ask.changes) == 1
    return {
        "text": ask.text,
        "owner": ask.owner,
        "rung": ask.rung.word,
        "from_s": ask.changes[0][1] if single else None,
        "to_s": ask.changes[0][2] if single else None,
        "changes": [{"from_s": old, "to_s": new} for _, old, new in ask.changes],
        "clears": list(ask.clears),
        "enough": ask.enough,
    }


def cell_json(cell: Cell) -> Json:
    """One combination of courses in one scenario."""
    return {
        "scenario": cell.scenario,
        "courses": dict(cell.courses),
        "verdict": cell.verdict.word,
        "shortfall_s": cell.shortfall,
    }


def row_json(row: TradeoffRow) -> Json:
    """One rung of the trade-off."""
    return {
        "rung": row.rung.word,
        "believed": row.believed,
        "in_fact": row.in_fact,
        "lesser": row.lesser,
        "rest": row.rest,
        "most_tied": {party: None if tied is None else tied_json(tied) for party, tied in row.most_tied.items()},
        "changed": [
            {"contingency": c.contingency, "from": c.before, "to": c.after, "because": list(c.because)}
            for c in row.changed
        ],
    }


def tied_json(tied: MostTied) -> Json:
    """Where a party keeps least."""
    return {
        "contingency": tied.contingency,
        "with_help_s": tied.with_help,
        "joint_s": tied.joint,
        "kept": str(tied.kept),
    }
