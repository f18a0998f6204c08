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

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import permutations

from freehand.assessment.book import Edge
from freehand.assessment.combination import Combination, Order, Orders
from freehand.assessment.decide import Decider, Numeric
from freehand.assessment.projected import Form, closed
from freehand.assessment.setting import User
from freehand.assessment.verdict import Verdict, stacked_form
from freehand.errors import Limit, one_fault, shown
from freehand.temporal.parametric import some_value

CriticalSet = tuple[User, ...]
MOST_SUBSETS = 300_000
MOST_SETS = 20_000


class Crowd(Limit):
    """The users of one means can meet in more ways than are looked at; ``words`` say which, and whose they are."""

    def __init__(self, group: Sequence[User], capacity: int, most: int) -> None:
        what = f"{len(group)} users share {shown(group[0].means)}, of which there are {capacity}"
        why = f"they can meet in more than {most:,} ways, and no more are looked at."
        super().__init__(one_fault(what, why, "Plan with fewer, larger activities, or assess one course at a time."))
        whose = Counter(user.party for user in group)
        each = " and ".join(f"{count} of {shown(party)}" for party, count in sorted(whose.items()))
        self.words = f"{what} ({each}), and they can meet in more ways than are looked at"


Groups = dict[tuple[User, ...], list[CriticalSet] | Crowd]
"""What was found of the users of one means, and which of them were a crowd."""


def critical_sets(
    users: Sequence[User], capacities: Mapping[str, int], known: Groups | None = None
) -> list[CriticalSet]:
    """The minimal sets of users that need more of one means than there is, in a fixed order.

    ``known`` remembers what was found of a group of users, from one combination to the next.

    Raises:
        Crowd: where the users of one means, or one party's by themselves, have more subsets than are looked at.
    """
    known = {} if known is None else known
    found: list[CriticalSet] = []
    by_means: dict[str, list[User]] = {}
    for user in users:
        by_means.setdefault(user.means, []).append(user)
    for means in sorted(by_means):
        group = tuple(sorted(by_means[means], key=lambda u: (u.name, u.start)))
        # One party's crowd is a crowd whatever the others do, and is found to be one once.
        parties = sorted({user.party for user in group})
        alone = [tuple(u for u in group if u.party == party) for party in parties] if len(parties) > 1 else []
        for some in alone:
            _listed(some, capacities[means], known)
        found += _listed(group, capacities[means], known)
    return found


def _listed(group: tuple[User, ...], capacity: int, known: Groups) -> list[CriticalSet]:
    if group not in known:
        known[group] = _minimal(group, capacity)
    sets = known[group]
    if isinstance(sets, Crowd):
        raise sets.with_traceback(None)  # it is raised for every combination that has this group
    return sets


def _minimal(group: tuple[User, ...], capacity: int) -> list[CriticalSet] | Crowd:
    """The minimal sets of one means' users, the smaller first, then in the users' order.

    A set is minimal iff it fits without its smallest user. So with users in order of amount, the largest first, every
    one is a set that fits and a later user with which it does not.
    """
    wanted = sum(user.amount for user in group)
    if wanted <= capacity:
        return []
    if _fitting([user.amount for user in group], capacity) > MOST_SUBSETS:
        return Crowd(group, capacity, MOST_SUBSETS)
    large = [i for i, user in enumerate(group) if user.amount > capacity]
    found = {tuple(sorted((i, j))) for i in large for j in range(len(group)) if i != j}
    order = sorted(set(range(len(group))) - set(large), key=lambda i: (-group[i].amount, i))
    waiting: list[tuple[int, int, tuple[int, ...]]] = [(0, 0, ())]
    while waiting:
        first, held, chosen = waiting.pop()
        for at in range(first, len(order)):
            more = held + group[order[at]].amount
            several = (*chosen, order[at])
            if more <= capacity:
                waiting.append((at + 1, more, several))
            else:
                found.add(tuple(sorted(several)))
        if len(found) > MOST_SETS:
            return Crowd(group, capacity, MOST_SETS)
    return [tuple(group[i] for i in several) for several in sorted(found, key=lambda s: (len(s), s))]


def _fitting(amounts: Sequence[int], capacity: int) -> int:
    """How many subsets fit into a capacity; counting ends where there are more than are looked at.

    >>> _fitting([1, 1, 2], 2)
    5
    """
    sums = Counter({0: 1})
    for amount in amounts:
        for held, ways in list(sums.items()):
            if held + amount <= capacity:
                sums[held + amount] += ways
        if sums.total() > MOST_SUBSETS:
            break
    return sums.total()


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
    stack = stacked_form(combined, scenarios)

    def near(form: Form | None, points: list[int], whole: Callable[[], list[Edge]]) -> Numeric:
        found = closed(combined, form, orders, decider) if form is not None and not changed else None
        # An ask changes numbers inside the parts: then their projections are of no use.
        return decider.distances(decider.bounds(whole(), changed), points) if found is None else found

    for s in scenarios:
        if verdict in (Verdict.ASSURED, Verdict.TOLD_APART):
            one = Meeting(combined, s, users, decider, changed)
            if verdict is Verdict.TOLD_APART:
                one.near = near(Form("reduced", s), one.points, partial(combined.reduced, s, orders))
            elif any(one.here == known.here for known in tests):
                continue  # the scenario adds nothing: one network, one place
            else:
                one.near = near(stack, one.points, partial(combined.stacked, orders, scenarios))
            tests.append(one)
        else:
            plain = _Plain(combined, s, users, decider, changed)
            plain.near = near(Form("plain", s), plain.points, partial(combined.plain, s, orders))
            tests.append(plain)
    for several in sets:
        if any(test.meet(several) for test in tests):
            yield several


class Meeting:
    """Whether users meet under a fixed timetable of a reduced network, in one scenario, for some outcome.

    ``near`` is to hold the distances among ``points`` (the users' roots) in that network.
    """

    def __init__(
        self,
        combined: Combination,
        scenario: str,
        users: Sequence[User],
        decider: Decider,
        changed: Mapping[int, int] | None = None,
    ) -> None:
        book, here = combined.book, combined.placement[scenario]
        self.values = [changed.get(i, v) for i, v in enumerate(book.values)] if changed else book.values
        self.links, self.decider = book.links, decider
        self.here = {u: (here[u.start], here[u.end]) for u in users if u.start in here and u.end in here}
        self.points = list(dict.fromkeys(r for start, end in self.here.values() for r in (start.root, end.root)))
        self.near: Numeric = {}

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
                back = self.near.get((start.root, end.root))
                if one is other and start.root == end.root:
                    if hold < 0:
                        return False
                    continue
                mine, theirs = self._anchor(start.chain), self._anchor(end.chain)
                low, high = self._between(mine, theirs)
                if back is not None and back + hold + high < 0:
                    return False  # at the latest the one starts when the other is over
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
        edges += [(i, j, w, 0) for i, j, w in among(points, self.near)]
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
        users: Sequence[User],
        decider: Decider,
        changed: Mapping[int, int] | None,
    ) -> None:
        here, point, self.decider = combined.placement[scenario], combined.book.point, decider
        self.values = (
            [changed.get(i, v) for i, v in enumerate(combined.book.values)] if changed else combined.book.values
        )
        self.here = {u: (point(u.start), point(u.end)) for u in users if u.start in here and u.end in here}
        self.points = list(dict.fromkeys(p for pair in self.here.values() for p in pair))
        self.near: Numeric = {}

    def meet(self, several: CriticalSet) -> bool:
        if any(user not in self.here for user in several):
            return False
        points = list(dict.fromkeys(p for u in several for p in self.here[u]))
        index = {p: i for i, p in enumerate(points)}
        edges = among(points, self.near)
        for one in several:
            for other in several:
                hold = self.values[other.turnaround] - 1
                edges.append((index[self.here[other][1]], index[self.here[one][0]], hold))
        return self.decider.small(len(points), edges)


def among(points: Sequence[int], near: Numeric) -> list[tuple[int, int, int]]:
    """The distances among a few points, as edges between their places."""
    places = list(enumerate(points))
    return [(i, j, near[x, y]) for i, x in places for j, y in places if (x, y) in near]
