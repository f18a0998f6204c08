"""Believed and in fact: below *scenarios* the parties' plans still meet in the world; nobody looks.

Each party takes its own best course. What is believed to hold is so *in fact* only if everything that the parties may
do within their own plans satisfies every join, every clash, and their own constraints under the scenario as all
together know it. Else it is *exposed*, by so many joins, clashes and surprises:

1. a *join* is unseen if some timetables of the two parties break it: the latest time one may give its later point, the
   earliest the other may give its earlier point. The parties choose independently, so these extremes meet;
2. a *clash* is unseen if a critical set may meet under some timetables and some outcome;
3. a *surprise* is a constraint of a party's own that fails under the bounds that all together know;
4. a join on something that the partner's chosen course does not have cannot be kept: impossible.

*If told apart* is examined scenario by scenario. Under *adaptable* no timetable is fixed, so every join and every means
that several hold counts as unseen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from freehand.assessment.book import Edge
from freehand.assessment.choices import Choice
from freehand.assessment.clashes import CriticalSet, Crowd, Meeting, critical_sets
from freehand.assessment.combination import Combination
from freehand.assessment.decide import Decider, Numeric
from freehand.assessment.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Unseen:
    """What nobody looked at, in words; ``missing`` names joins on what the partner's course does not have.

    ``crowd`` says whose clashes are too many to be listed; empty where there are none such.
    """

    joins: tuple[str, ...] = ()
    clashes: tuple[str, ...] = ()
    surprises: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    crowd: str = ""

    @property
    def nothing(self) -> bool:
        """Whether what is believed is so in fact."""
        return not (self.joins or self.clashes or self.surprises or self.missing)


def in_fact(
    believed: Mapping[str, Choice], truth: Combination, capacities: Mapping[str, int], decider: Decider
) -> Unseen:
    """What is unseen when each party follows its own best choice; ``truth`` joins the same courses as all know it."""
    missing = tuple(sorted(truth.broken))
    if any(choice.verdict is Verdict.ADAPTABLE for choice in believed.values()):
        return _adaptable(believed, truth, missing)
    book = truth.book
    joins: dict[str, None] = {}
    clashes: dict[str, None] = {}
    surprises: dict[str, None] = {}
    sets: list[CriticalSet] = []
    crowd = ""
    try:
        sets = critical_sets(truth.users, capacities, decider.groups)
    except Crowd as found:
        crowd = found.words
    for scenario in truth.setting.names:
        plans = {party: _plan(choice, scenario) for party, choice in believed.items()}
        bounds = {party: decider.bounds(edges) for party, edges in plans.items()}
        for edge in truth.reduced_cross(scenario):
            reach = _reach(edge.x, edge.y, bounds, truth, decider)
            if reach is None or reach > book.weight(edge):
                joins[book.statements[edge.statement].text] = None
        for party, edges in plans.items():
            known = {(e.x, e.y, book.weight(e)) for e in edges}
            for edge in truth.by_party[party].reduced_in(scenario):
                said = book.statements[edge.statement]
                weight = book.weight(edge)
                if said.nobodys or (edge.x, edge.y, weight) in known:
                    continue
                reach = _reach(edge.x, edge.y, bounds, truth, decider)
                if reach is None or reach > weight:
                    surprises[said.text or said.element] = None
        together = [edge for edges in plans.values() for edge in edges]
        test = Meeting(truth, scenario, list(dict.fromkeys(u for several in sets for u in several)), decider)
        test.near = decider.distances(decider.bounds(together), test.points)
        for several in sets:
            if test.meet(several):
                clashes[f"{several[0].means}: {' and '.join(u.name for u in several)}"] = None
    return Unseen(tuple(sorted(joins)), tuple(sorted(clashes)), tuple(sorted(surprises)), missing, crowd)


def _plan(choice: Choice, scenario: str) -> list[Edge]:
    """The timetables a party may follow: those of the stack, or of the scenario where it can tell them apart."""
    combined = choice.combination
    if choice.verdict is Verdict.ASSURED:
        return combined.stacked(choice.orders)
    return combined.reduced(scenario, choice.orders)


def _reach(x: int, y: int, bounds: Mapping[str, Numeric], truth: Combination, decider: Decider) -> int | None:
    """How much later than ``x`` the root ``y`` may come; None for no bound. Two parties choose independently."""
    if x == y:
        return 0
    one, other = truth.owners.get(x, ""), truth.owners.get(y, "")
    if one and other and one != other:
        return decider.distances(bounds[other], [0, y])[0, y] + decider.distances(bounds[one], [0, x])[x, 0]
    return decider.distances(bounds[one or other], [x, y]).get((x, y))


def _adaptable(believed: Mapping[str, Choice], truth: Combination, missing: tuple[str, ...]) -> Unseen:
    book = truth.book
    joins = dict.fromkeys(book.statements[tie.statement].text for tie in truth.cross)
    holders: dict[str, set[str]] = {}
    for user in truth.users:
        holders.setdefault(user.means, set()).add(user.party)
    surprises: dict[str, None] = {}
    for party, choice in believed.items():
        for scenario in truth.setting.names:
            mine = {(e.x, e.y, e.statement): book.weight(e) for e in choice.combination.plain(scenario)}
            for event, placed in truth.setting.placement[scenario].items():
                if not placed.chain:
                    continue
                link, known = book.links[placed.chain[-1]], choice.combination.setting.placement[scenario][event]
                theirs = book.links[known.chain[-1]]
                wider = (
                    book.values[link.low] < book.values[theirs.low] or book.values[link.high] > book.values[theirs.high]
                )
                if wider:
                    for x, y, statement in mine:
                        said = book.statements[statement]
                        if book.point(event) in (x, y) and not said.nobodys and said.owner == party:
                            surprises[said.text] = None
    clashes = tuple(sorted(means for means, parties in holders.items() if len(parties) > 1))
    return Unseen(tuple(sorted(joins)), clashes, tuple(sorted(surprises)), missing)
