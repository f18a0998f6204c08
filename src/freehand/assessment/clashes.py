"""Clashes: minimal sets of users that together need more of a means than there is, at one and the same time.

A set of holding times meets in a common instant iff every two of them do (Helly's theorem on the line), so "some
timetable and some outcome bring them together" is one more temporal network: every user starts before every other one
ends. Which timetables count is that of the verdict at stake: those of the stacked or a scenario's reduced network under
every outcome (*assured*, *if told apart*), or any timetable with any outcome (*adaptable*, *possible*).

Under a fixed timetable only an event that several starts are anchored on moves starts against each other; two different
anchors leave one unknown, the time between the events, which is decided exactly. Three or more different anchors in one
set are judged pair by pair: a clash may then be named that no single outcome brings about, never the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, permutations

from freehand.assessment.book import Edge
from freehand.assessment.combination import Combination, Order, Orders
from freehand.assessment.decide import Decider, Numeric
from freehand.assessment.setting import User
from freehand.assessment.verdict import Verdict
from freehand.errors import Limit, one_fault, shown
from freehand.temporal.parametric import some_value

CriticalSet = tuple[User, ...]
MOST_SUBSETS = 300_000


def critical_sets(users: Sequence[User], capacities: Mapping[str, int]) -> list[CriticalSet]:
    """The minimal sets of users that need more of one means than there is, in a fixed order.

    Raises:
        Limit: where the users of one means have more subsets than are looked at.
    """
    found: list[CriticalSet] = []
    for means in sorted({user.means for user in users}):
        group = sorted((u for u in users if u.means == means), key=lambda u: (u.name, u.start))
        capacity = capacities[means]
        minimal: list[frozenset[User]] = []
        tried = 0
        for size in range(2, len(group) + 1):
            for several in combinations(group, size):
                tried += 1
                if tried > MOST_SUBSETS:
                    what = f"{len(group)} users share {shown(means)}, of which there are {capacity}"
                    why = f"they can meet in more than {MOST_SUBSETS:,} ways, and no more are looked at."
                    raise Limit(
                        one_fault(what, why, "Plan with fewer, larger activities, or assess one course at a time.")
                    )
                members = frozenset(several)
                if sum(u.amount for u in several) > capacity and not any(known <= members for known in minimal):
                    minimal.append(members)
                    found.append(several)
    return found


def orders_of(several: CriticalSet) -> list[Order]:
    """Every way to keep the users of a critical set from meeting: one of two before the other."""
    return [Order(several[0].means, one, other) for one, other in permutations(several, 2)]


def first_meeting(
    verdict: Verdict,
    combined: Combination,
    orders: Orders,
    scenarios: tuple[str, ...],
    sets: Sequence[CriticalSet],
    decider: Decider,
    changed: Mapping[int, int] | None = None,
) -> CriticalSet | None:
    """The first of some critical sets that may still come together, or None."""
    return next(meetings(verdict, combined, orders, scenarios, sets, decider, changed), None)


def meetings(
    verdict: Verdict,
    combined: Combination,
    orders: Orders,
    scenarios: tuple[str, ...],
    sets: Sequence[CriticalSet],
    decider: Decider,
    changed: Mapping[int, int] | None = None,
) -> Iterator[CriticalSet]:
    """The critical sets that some timetable and some outcome bring together, in their order."""
    if not sets:
        return
    users = list(dict.fromkeys(u for several in sets for u in several))
    tests: list[Meeting | _Plain] = []
    for s in scenarios:
        if verdict is Verdict.ASSURED:
            one = Meeting(combined, s, combined.stacked(orders, scenarios), users, decider, changed)
            if not any(
                one.here == known.here for known in tests
            ):  # else the scenario adds nothing: one network, one place
                tests.append(one)
        elif verdict is Verdict.TOLD_APART:
            tests.append(Meeting(combined, s, combined.reduced(s, orders), users, decider, changed))
        else:
            tests.append(_Plain(combined, s, combined.plain(s, orders), users, decider, changed))
    for several in sets:
        if any(test.meet(several) for test in tests):
            yield several


class Meeting:
    """Whether users meet under a fixed timetable of a reduced network, in one scenario, for some outcome."""

    def __init__(
        self,
        combined: Combination,
        scenario: str,
        edges: list[Edge],
        users: Sequence[User],
        decider: Decider,
        changed: Mapping[int, int] | None = None,
    ) -> None:
        book, here = combined.book, combined.placement[scenario]
        self.values = [changed.get(i, v) for i, v in enumerate(book.values)] if changed else book.values
        self.links, self.decider = book.links, decider
        self.here = {u: (here[u.start], here[u.end]) for u in users if u.start in here and u.end in here}
        roots = list(dict.fromkeys(r for start, end in self.here.values() for r in (start.root, end.root)))
        self.near = decider.distances(decider.bounds(edges, changed), roots) if roots else {}

    def _anchor(self, chain: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(i for i in chain if not self.links[i].seen_by)

    def _rest(self, chain: tuple[int, ...]) -> int:
        return sum(self.values[self.links[i].high] for i in chain if self.links[i].seen_by)

    def meet(self, several: CriticalSet) -> bool:
        """Whether all of these users may hold at one instant."""
        if any(user not in self.here for user in several):
            return False
        anchors = list(dict.fromkeys(self._anchor(self.here[u][0].chain) for u in several))
        overlap: list[tuple[int, int, int, int]] = []
        for one in several:
            start = self.here[one][0]
            for other in several:
                end = self.here[other][1]
                hold = self._rest(end.chain) + self.values[other.turnaround] - 1
                if one is other and start.root == end.root:
                    if hold < 0:
                        return False
                    continue
                mine, theirs = self._anchor(start.chain), self._anchor(end.chain)
                low, high = self._between(mine, theirs)
                if len(anchors) > 2 or low == high:
                    overlap.append((end.root, start.root, hold + high, 0))
                else:
                    sign = 1 if mine == anchors[0] else -1
                    overlap.append(
                        (end.root, start.root, hold, sign) if mine != theirs else (end.root, start.root, hold, 0)
                    )
        points = list(dict.fromkeys(p for x, y, _, _ in overlap for p in (x, y)))
        index = {p: i for i, p in enumerate(points)}
        if any(x == y and w < 0 and k == 0 for x, y, w, k in overlap):
            return False
        edges = [(index[x], index[y], w, k) for x, y, w, k in overlap if x != y]
        edges += [(index[x], index[y], w, 0) for (x, y), w in self.near.items() if x in index and y in index]
        if all(k == 0 for _, _, _, k in edges):
            return self.decider.small(len(points), [(x, y, w) for x, y, w, _ in edges])
        low, high = self._between(anchors[0], anchors[1])
        return some_value(len(points), edges, low, high) is not None

    def _between(self, mine: tuple[int, ...], theirs: tuple[int, ...]) -> tuple[int, int]:
        """Bounds on how much later ``theirs`` may come than ``mine``."""
        low = high = 0
        for i in theirs:
            if i not in mine:
                low, high = low + self.values[self.links[i].low], high + self.values[self.links[i].high]
        for i in mine:
            if i not in theirs:
                low, high = low - self.values[self.links[i].high], high - self.values[self.links[i].low]
        return low, high


class _Plain:
    """Whether users meet under some timetable and some outcome of one scenario's network as it stands."""

    def __init__(
        self,
        combined: Combination,
        scenario: str,
        edges: list[Edge],
        users: Sequence[User],
        decider: Decider,
        changed: Mapping[int, int] | None,
    ) -> None:
        here, point, self.decider = combined.placement[scenario], combined.book.point, decider
        self.values = (
            [changed.get(i, v) for i, v in enumerate(combined.book.values)] if changed else combined.book.values
        )
        self.here = {u: (point(u.start), point(u.end)) for u in users if u.start in here and u.end in here}
        points = list(dict.fromkeys(p for pair in self.here.values() for p in pair))
        self.near: Numeric = decider.distances(decider.bounds(edges, changed), points) if points else {}

    def meet(self, several: CriticalSet) -> bool:
        if any(user not in self.here for user in several):
            return False
        points = list(dict.fromkeys(p for u in several for p in self.here[u]))
        index = {p: i for i, p in enumerate(points)}
        edges = [(index[x], index[y], w) for (x, y), w in self.near.items() if x in index and y in index]
        for one in several:
            for other in several:
                hold = self.values[other.turnaround] - 1
                edges.append((index[self.here[other][1]], index[self.here[one][0]], hold))
        return self.decider.small(len(points), edges)
