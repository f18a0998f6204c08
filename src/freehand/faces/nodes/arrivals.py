"""What came with a bundle, in words: what may be read now, what was refused and by which clause, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from freehand.errors import shown
from freehand.faces.ledgers.wording import counted
from freehand.faces.nodes.naming import named
from freehand.faces.nodes.subjects import subject
from freehand.ledger.bundle.placing import Unchanged

if TYPE_CHECKING:
    from freehand.node.intake import Arrival
    from freehand.node.known import Known
    from freehand.node.news import Told

GROUPS: Final[Mapping[str, tuple[str, str]]] = {
    "moves": ("move on the terms", "moves on the terms"),
    "items": ("item of plans", "items of plans"),
    "promises": ("request, offer or acceptance", "requests, offers or acceptances"),
    "recalls": ("promise recalled or given back", "promises recalled or given back"),
    "withdrawals": ("withdrawal", "withdrawals"),
    "releases": ("release", "releases"),
    "people": ("word on who may do what", "words on who may do what"),
    "talk": ("question, answer or comment", "questions, answers or comments"),
}
MOST: Final = 20
"""Single records that are listed."""
_QUIET: Final = frozenset(("release", "person"))


def headline(arrival: Arrival) -> str:
    """What the bundle was, in a sentence."""
    taken = arrival.taken
    if isinstance(taken, Unchanged):
        return taken.words
    leaves = counted(taken.size - taken.old_size, "new record", "new records")
    return f"Bundle {taken.serial} of '{shown(arrival.party)}' is taken in: {leaves} in its log, now {taken.size:,}."


def brought(arrival: Arrival) -> list[str]:
    """What may be read now, counted; then what else there is to know."""
    taken, news = arrival.taken, arrival.news
    found = [counted(news.counts[group], *GROUPS[group]) for group in GROUPS if news.counts.get(group)]
    found += [
        f"{counted(count, 'record', 'records')} of the kind '{shown(kind)}', not known here: kept, and plays no part"
        for kind, count in news.unknown.items()
    ]
    if not isinstance(taken, Unchanged):
        if taken.card:
            found.append(f"its newer card, number {taken.card}")
        if taken.records.revealed:
            found.append(f"{counted(taken.records.revealed, 'record was', 'records were')} withheld before")
        if taken.records.erased:
            found.append(f"{counted(taken.records.erased, 'record', 'records')} kept out: erased here before")
        if taken.papers.receipts:
            receipts = counted(taken.papers.receipts, "receipt", "receipts")
            found.append(f"{receipts} for what was erased there, as it claims")
        if taken.papers.proofs:
            found.append(f"{counted(taken.papers.proofs, 'proof', 'proofs')} of a contradiction")
        if taken.heard.receipts:
            found.append(f"{counted(taken.heard.receipts, 'head', 'heads')} cosigned")
    if news.held_back:
        what = counted(news.held_back, "record is", "records are")
        found.append(f"{what} kept unread: as far as is known here, the terms do not allow it yet")
    return found


def listed(told: Iterable[Told], known: Known) -> tuple[list[tuple[str, str]], int]:
    """The first single records, each with what it is and what it is about, as planners name it; and how many more."""
    every = [one for one in told if one.kind not in _QUIET]
    return [(str(one.number), subject(known, one).words) for one in every[:MOST]], max(0, len(every) - MOST)


def refused(arrival: Arrival) -> list[str]:
    """What the gate refused for good: the record and the clause; what it said is gone."""
    news = arrival.news
    found = [
        f"record {one.number} of '{shown(one.party)}', a '{shown(one.kind)}': {one.words}"
        for one in news.refused[:MOST]
    ]
    if news.refusals > len(found):
        found.append(f"and {news.refusals - len(found):,} more; the trail has them")
    return found


def odd(arrival: Arrival) -> list[str]:
    """What is odd about single records, and changes nothing."""
    return [f"record {one.number} of '{shown(one.party)}': {words}" for one, words in arrival.news.flags[:MOST]]


def missing(arrival: Arrival, names: Mapping[str, str]) -> list[str]:
    """What others have seen and is not here, with what to ask for."""
    return [named(one.words, names) for one in arrival.asks]


def contradicted(arrival: Arrival, names: Mapping[str, str]) -> list[str]:
    """What is proven, or disputed, against whom."""
    return [
        f"{shown(one.verdict)}: '{shown(named(one.who, names))}' at size {one.size} of '{shown(named(one.log, names))}'"
        for one in arrival.contradictions
    ]


def as_json(arrival: Arrival, names: Mapping[str, str], known: Known) -> dict[str, Any]:
    """The whole as plain data; what was refused has its clause, never what it said."""
    taken, news = arrival.taken, arrival.news
    if isinstance(taken, Unchanged):
        return {"state": taken.state, "serial": taken.serial}
    return {
        "state": "taken in",
        "serial": taken.serial,
        "from": arrival.party,
        "old_size": taken.old_size,
        "size": taken.size,
        "counts": dict(news.counts),
        "records": [_record(one, known) for one in news.told],
        "card": taken.card or None,
        "revealed": taken.records.revealed,
        "refused": [one._asdict() for one in news.refused],
        "refusals": news.refusals,
        "held_back": news.held_back,
        "unknown": dict(news.unknown),
        "flags": [{"party": one.party, "number": one.number, "words": words} for one, words in news.flags],
        "asks": [{"of": names.get(one.log, ""), "after": one.after, "size": one.size} for one in arrival.asks],
        "contradictions": [
            {"verdict": one.verdict, "who": names.get(one.who, ""), "log": names.get(one.log, ""), "size": one.size}
            for one in arrival.contradictions
        ],
    }


def _record(told: Told, known: Known) -> dict[str, Any]:
    found = subject(known, told)
    return {**told._asdict(), "words": found.words, "about": found.about or None}
