"""*Adaptable*, for people with paper: which starts keep to a moment, and which follow as soon as something has come.

That a network is dynamically controllable says that reacting can always hold, not how. Here is one way, so simple that
it fits on a sheet, and proven before it is given:

1. One after the other, every start is fixed at the latest moment that leaves all networks dynamically controllable: one
   moment for all scenarios where there is one, else one for each.
2. A start that cannot be fixed *reacts*: it follows as soon as all that it must not precede has come, as far as its
   party sees it or is told. An end that a party chooses is fixed likewise, or follows its start.
3. Every time is now a largest of several sums of outcomes. A bound ``y - x <= w`` holds if for each sum of y some sum
   of x is never more than w below it, whatever the outcomes. If all bounds hold, the way is right.
4. If some do not, what reacts is held back as long as the networks stay dynamically controllable, and 3 is asked again.

No way is looked for where more than MOST_CHOSEN points are to be given a time, since each is tried many times.

Limits: step 3 is sufficient, not necessary, and there are strategies that no such list of waits can say; then there is
no sheet to rely on (None), though the choice is adaptable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from freehand.assessment.apart import STARTS
from freehand.assessment.choices import Choice
from freehand.assessment.combination import Combination
from freehand.assessment.decide import Decider, Numeric
from freehand.assessment.results import Telling
from freehand.assessment.telling import shared_points, told_networks
from freehand.plans.points import Point

MOST_CHOSEN = 120

Sums = frozenset[tuple[int, frozenset[int]]]
"""The largest of some sums: each so many seconds after the warning, and some links' outcomes."""


class Reaction(NamedTuple):
    """As soon as each awaited point has come, so many seconds later; not before ``floor`` after the warning."""

    floor: int
    awaited: tuple[tuple[int, int], ...]


class Way(NamedTuple):
    """What to do in one scenario: fixed moments and reactions by point, and within which span each point then comes."""

    fixed: Mapping[int, int]
    reacting: Mapping[int, Reaction]
    spans: Mapping[int, tuple[int, int]]


def a_way(choice: Choice, tellings: Sequence[Telling]) -> dict[str, Way] | None:
    """A proven way for each scenario of an adaptable choice under which these tellings are made; None where none is."""
    for held_back in (False, True):
        found = _Search(choice, tellings, held_back).ways()
        if found is not None:
            return found
    return None


class _Search:
    def __init__(self, choice: Choice, tellings: Sequence[Telling], held_back: bool) -> None:
        self.choice, self.held_back = choice, held_back
        self.combined: Combination = choice.combination
        self.decider: Decider = choice.decider
        self.book = self.combined.book
        told = {(t.teller, t.what): t.told for t in tellings}
        self.told = {p: told[p.party, str(p)] for p in shared_points(choice) if (p.party, str(p)) in told}
        self.links = {s: self.combined.links(s) for s in self.combined.setting.names}
        self.fixed: dict[str, dict[int, int]] = {s: {} for s in self.links}

    def ways(self) -> dict[str, Way] | None:
        nets = told_networks(self.choice, frozenset(self.told))
        if nets is None or not all(self.decider.controllable_bounds(*net) for net in nets.values()):
            return None
        self.nets = nets
        chosen = self._chosen()
        if len(chosen) > MOST_CHOSEN:
            return None
        for point in sorted(chosen, key=lambda p: (p.kind not in STARTS, self._earliest(p), str(p))):
            here = [s for s in nets if point in self.combined.placement[s]]
            if not self._fix(point, here):
                for s in here:
                    if len(here) == 1 or not self._fix(point, [s]):
                        self._hold_back(point, s)
        found = {}
        for s in nets:
            way = self._way(s, [self.book.point(p) for p in chosen if p in self.combined.placement[s]])
            if way is None:
                return None
            found[s] = way
        return found

    def _chosen(self) -> list[Point]:
        """Every point that a party gives its time: its own root."""
        points = {p: placed.root for here in self.combined.placement.values() for p, placed in here.items()}
        return [p for p, root in points.items() if root and self.book.points[root] == p]

    def _earliest(self, point: Point) -> int:
        index = self.book.point(point)
        spans = [self.decider.spans(net[0], [index])[index][0] for net in self.nets.values()]
        return min((low for low in spans if low is not None), default=0)

    # Step 1.
    def _fix(self, point: Point, scenarios: Sequence[str]) -> bool:
        index = self.book.point(point)
        if point.kind == "end" and any(
            self.book.point(point._replace(kind="start")) not in self.fixed[s] for s in scenarios
        ):
            return False
        moment = self._latest(index, scenarios)
        tried = {s: self._with(s, index, moment, moment) for s in scenarios}
        if not all(self.decider.controllable_bounds(bounds, self.nets[s][1]) for s, bounds in tried.items()):
            return False
        for s, bounds in tried.items():
            self.nets[s] = bounds, self.nets[s][1]
            self.fixed[s][index] = moment
        return True

    def _latest(self, index: int, scenarios: Sequence[str]) -> int:
        """The latest moment before which a point can be forbidden in some scenarios."""
        low, high = 0, self.combined.setting.horizon
        while low < high:
            middle = (low + high + 1) // 2
            can = all(
                self.decider.controllable_bounds(self._with(s, index, middle, None), self.nets[s][1]) for s in scenarios
            )
            low, high = (middle, high) if can else (low, middle - 1)
        return low

    def _with(self, scenario: str, index: int, low: int, high: int | None) -> Numeric:
        bounds = dict(self.nets[scenario][0])
        bounds[index, 0] = min(bounds.get((index, 0), 0), -low)
        if high is not None:
            bounds[0, index] = min(bounds.get((0, index), high), high)
        return bounds

    # Step 4.
    def _hold_back(self, point: Point, scenario: str) -> None:
        if self.held_back:
            index = self.book.point(point)
            self.nets[scenario] = (
                self._with(scenario, index, self._latest(index, [scenario]), None),
                self.nets[scenario][1],
            )

    # Step 2.
    def _way(self, scenario: str, chosen: Sequence[int]) -> Way | None:
        fixed = self.fixed[scenario]
        reacting: dict[int, Reaction] = {}
        for index in chosen:
            if index not in fixed:
                reacting[index] = self._reaction(scenario, index, chosen)
        sums = _sums(self.combined, scenario, fixed, reacting)
        if sums is None or not self._holds(scenario, sums):
            return None
        values, links = self.book.values, self.book.links
        spans = {
            point: (
                max(base + sum(values[links[i].low] for i in over) for base, over in several),
                max(base + sum(values[links[i].high] for i in over) for base, over in several),
            )
            for point, several in sums.items()
        }
        return Way(dict(fixed), reacting, spans)

    def _reaction(self, scenario: str, index: int, chosen: Sequence[int]) -> Reaction:
        party = self.combined.owner_of_point(index)
        floor, awaited = 0, []
        for (x, other), weight in self.nets[scenario][0].items():
            if x != index or other == index:
                continue
            if other == 0 or other in self.fixed[scenario]:
                floor = max(floor, self.fixed[scenario].get(other, 0) - weight)
            elif weight <= 0 and self._sees(party, other, scenario, chosen):
                awaited.append((other, -weight))
        return Reaction(floor, tuple(sorted(awaited, key=lambda a: str(self.book.points[a[0]]))))

    def _sees(self, party: str, index: int, scenario: str, chosen: Sequence[int]) -> bool:
        point = self.book.points[index]
        assert isinstance(point, Point), "an adaptable choice rests on plans"
        if party in self.told.get(point, ()) or point.party == party:
            return True
        if index in chosen:
            return False
        return any(
            self.book.links[i].end == index and (not self.book.links[i].seen_by or party in self.book.links[i].seen_by)
            for i in self.links[scenario]
        )

    # Step 3.
    def _holds(self, scenario: str, sums: Mapping[int, Sums]) -> bool:
        book = self.book
        linked = {(book.links[i].start, book.links[i].end) for i in self.links[scenario]}
        for edge in self.combined.plain(scenario, self.choice.orders):
            if (edge.x, edge.y) in linked or (edge.y, edge.x) in linked or edge.x == edge.y:
                continue  # a link's own bounds hold by themselves
            weight = book.weight(edge)
            late, early = sums[edge.y], sums[edge.x]
            if not all(any(self._most(one, other) <= weight for other in early) for one in late):
                return False
        return True

    def _most(self, one: tuple[int, frozenset[int]], other: tuple[int, frozenset[int]]) -> int:
        """The most by which one sum may exceed another, whatever the outcomes."""
        values, links = self.book.values, self.book.links
        plus = sum(values[links[i].high] for i in one[1] - other[1])
        minus = sum(values[links[i].low] for i in other[1] - one[1])
        return one[0] + plus - other[0] - minus


def _sums(
    combined: Combination, scenario: str, fixed: Mapping[int, int], reacting: Mapping[int, Reaction]
) -> dict[int, Sums] | None:
    """When each point comes; None where two wait for each other."""
    book = combined.book
    links = {book.links[i].end: i for i in combined.links(scenario)}
    found: dict[int, Sums] = {0: frozenset({(0, frozenset())})}
    underway: set[int] = set()

    def come(index: int) -> Sums | None:
        if index in found:
            return found[index]
        if index in underway:
            return None
        underway.add(index)
        several: set[tuple[int, frozenset[int]]] = set()
        if index in fixed:
            several.add((fixed[index], frozenset()))
        elif index in reacting:
            several.add((reacting[index].floor, frozenset()))
            for other, seconds in reacting[index].awaited:
                there = come(other)
                if there is None:
                    return None
                several |= {(base + seconds, over) for base, over in there}
        elif index in links:
            there = come(book.links[links[index]].start)
            if there is None:
                return None
            several |= {(base, over | {links[index]}) for base, over in there}
        else:
            return None
        found[index] = frozenset(several)
        return found[index]

    for point in combined.placement[scenario]:
        if come(book.point(point)) is None:
            return None
    return found
