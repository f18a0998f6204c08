"""A contingency at one rung as a flat table of facts, so that two of them can be laid beside each other.

A fact has a kind (``what``) and says ``of`` whom or what it is; its value is plain: a word, seconds, true, or a tuple
of these. What is not there (no window, nothing short) is no fact. Two standings are equal for a planner iff their
facts are. The kinds and their values are listed in ``docs/reference/compare-json.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from freehand.assessment.asks import Ask
from freehand.assessment.explain import Chain
from freehand.assessment.freedom import Time
from freehand.assessment.results import AtRung
from freehand.assessment.windows import shown

Value = str | int | tuple["Value", ...] | None


class Fact(NamedTuple):
    """What is known: its kind, and of whom or what (a party, a scenario, a point …)."""

    what: str
    of: tuple[str, ...] = ()


Facts = dict[Fact, Value]


KINDS = (
    "verdict", "in fact", "believed", "aims unmet", "in scenario", "told apart by", "if told", "course", "way", "order",
    "alone room", "with help room", "joint room", "margin", "most tied", "window", "consent", "price", "worth",
    "rests on", "stands alone", "unseen join", "unseen clash", "unseen surprise", "clash", "chain", "ask", "cell",
    "contradiction",
)  # fmt: skip
"""Every kind of fact, in the order in which a planner asks for them."""


def facts_of(at: AtRung) -> Facts:
    """Every fact of a contingency at a rung.

    >>> from freehand.assessment.assess import assess
    >>> from freehand.formats.workspace import load
    >>> facts = facts_of(assess(load("examples/worked/within"))["drill"]["operations"])
    >>> facts[Fact("verdict")], facts[Fact("joint room", ("A",))], facts[Fact("margin")]
    ('assured', 43200, 43200)
    """
    facts: Facts = {}
    for what, of, value in _all(at):
        if value is not None:
            facts[Fact(what, tuple(of))] = value
    return facts


Found = Iterator[tuple[str, Iterable[str], Value]]


def _all(at: AtRung) -> Found:
    yield "verdict", (), None if at.verdict is None else at.verdict.word
    yield "in fact", (), at.in_fact
    yield "aims unmet", (), at.aims_unmet or None
    for party, believed in (at.believed or {}).items():
        if believed is not None:
            yield "believed", (party,), believed.verdict.word
            yield "course", (party,), believed.course
    yield from _choice(at)
    for scenario, verdict in (at.per_scenario or {}).items():
        yield "in scenario", (scenario,), verdict.word
    yield "told apart by", (), at.told_apart_by
    for telling in at.if_told:
        yield "if told", (telling.teller, *telling.told, telling.what), True
    yield from _freedom(at)
    yield from _leaning(at)
    yield from _missing(at)
    for cell in at.cells:
        courses = (word for pair in sorted(cell.courses.items()) for word in pair)
        yield "cell", (cell.scenario, *courses), (cell.verdict.word, cell.shortfall)
    for found in at.contradictions:
        yield "contradiction", (found.reader, found.scenario, found.event, *found.sources), True


def _choice(at: AtRung) -> Found:
    if at.choice is None:
        return
    for part in at.choice.combination.parts:
        yield "course", (part.party,), part.course
        for need, way in part.ways:
            yield "way", (part.party, need), way
    for order in at.choice.orders:
        yield "order", (str(order),), True


def _freedom(at: AtRung) -> Found:
    for party, time in at.time.items():
        for stage, seconds in zip(("alone", "with help", "joint"), _stages(time), strict=True):
            yield f"{stage} room", (party,), seconds
    if at.choice is not None:
        yield "margin", (), at.choice.margin
    yield "most tied", (), at.most_tied
    if at.choice is not None and at.choice.windows is not None:
        for window in shown(at.choice.combination, at.choice.orders, at.choice.windows):
            yield "window", (window.party, window.point, window.after or ""), (window.low, window.high)
    for party, consents in at.consent.items():
        for consent in consents:
            yield "consent", (party, consent.course), (consent.status, consent.of, consent.seconds)


def _stages(time: Time) -> tuple[int | None, int | None, int | None]:
    help_, joint = time.with_help, time.joint
    return time.alone, None if help_ is None else help_.seconds, None if joint is None else joint.seconds


def _leaning(at: AtRung) -> Found:
    for price in at.prices:
        yield "price", (price.kind, price.element), tuple(sorted((price.room or {}).items())) or None
        if price.worth is not None:
            yield "worth", (price.kind, price.element), (price.worth.word, bool(price.worth_lesser))
    for items in at.load_bearing:
        yield "rests on", (word for item in items for word in item), True
    yield "stands alone", (), at.stands_alone
    if at.unseen is not None:
        for what in (*at.unseen.missing, *at.unseen.joins):
            yield "unseen join", (what,), True
        for what in at.unseen.clashes:
            yield "unseen clash", (what,), True
        for what in at.unseen.surprises:
            yield "unseen surprise", (what,), True
    for clash in at.clashes:
        users = (user for user, _ in clash.users)
        yield "clash", (clash.means, *users), "certain" if clash.certain else "possible"


def _missing(at: AtRung) -> Found:
    yield from _why("", at.chains, at.asks)
    for party, believed in (at.believed or {}).items():
        if believed is not None:
            yield from _why(party, believed.chains, believed.asks)


def _why(party: str, chains: Iterable[Chain], asks: Iterable[Ask]) -> Found:
    for place, chain in enumerate(chains, 1):
        yield "chain", (party, str(place)), (chain.shortfall, tuple(step.text for step in chain.steps))
    for ask in asks:
        yield "ask", (party, ask.text), True
