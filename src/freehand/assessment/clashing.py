"""The clashes of a choice, each with its orders priced in verdict and in room for each party, the cheapest first."""

from __future__ import annotations

from collections.abc import Mapping

from freehand.assessment.book import Edge
from freehand.assessment.choices import LEVELS, Choice, choices_of
from freehand.assessment.clashes import CriticalSet, critical_sets, meetings, orders_of
from freehand.assessment.combination import Combination, Order
from freehand.assessment.decide import Decider
from freehand.assessment.explain import Chain, chain, faulty_network
from freehand.assessment.freedom import time_of
from freehand.assessment.results import Clash, PricedOrder
from freehand.assessment.verdict import Verdict, due


def priced_clashes(
    best: Choice, capacities: Mapping[str, int], decider: Decider, limit: int | None
) -> tuple[Clash, ...]:
    """What clashes in the best choice's courses and ways before any order is set."""
    combined = best.combination
    if combined.broken or best.verdict is Verdict.UNDECIDED:
        return ()
    bare = bare_verdict(combined, decider)
    if bare is Verdict.IMPOSSIBLE:
        return ()
    sets = critical_sets(combined.users, capacities, decider.groups)
    found = []
    for several in meetings(bare, combined, (), combined.setting.names, sets, decider):
        priced = [_priced(best, several, order, capacities, decider, limit) for order in orders_of(several)]
        certain = all(p.verdict > bare for p in priced)
        parties = [part.party for part in combined.parts]
        priced.sort(key=lambda p: (p.verdict, -sum(p.room[q] or 0 for q in parties), p.order))
        users = tuple((u.name, u.amount) for u in several)
        found.append(Clash(several[0].means, capacities[several[0].means], users, certain, tuple(priced)))
    return tuple(found)


def bare_verdict(combined: Combination, decider: Decider) -> Verdict:
    """The verdict of a combination as if nothing could clash."""
    names = combined.setting.names
    for verdict in LEVELS:
        if verdict is Verdict.TOLD_APART and not combined.decides_apart:
            return Verdict.UNDECIDED
        if verdict is Verdict.ADAPTABLE and not combined.decides_adaptable:
            continue
        if verdict is Verdict.POSSIBLE and not combined.decides_plain:
            return Verdict.UNDECIDED
        if due(verdict, combined, (), names, decider):
            return verdict
    return Verdict.IMPOSSIBLE


def _priced(
    best: Choice,
    several: CriticalSet,
    order: Order,
    capacities: Mapping[str, int],
    decider: Decider,
    limit: int | None,
) -> PricedOrder:
    """One order of a critical set, the other orders of the choice as they are."""
    combined = best.combination
    members = set(several)
    others = tuple(o for o in best.orders if not {o.before, o.after} <= members)
    orders = tuple(sorted((*others, order), key=str))
    choice = min(choices_of(combined, capacities, decider, limit, start=orders), key=lambda c: c.rank)
    room: dict[str, int | None] = {}
    for part in combined.parts:
        joint = time_of(choice, part.party, None).joint if not part.released else None
        room[part.party] = joint.seconds if joint else None
    told: Chain | None = None
    if choice.verdict > best.verdict or not choice.verdict.holds:
        edges = faulty_network(combined, choice.orders, choice.verdict, decider)
        cycles: list[list[Edge]] = decider.faults(edges)[:1] if edges else []
        told = chain(combined.book, choice.verdict, cycles[0]) if cycles else None
    return PricedOrder(str(order), order in best.orders, choice.verdict, room, told)
