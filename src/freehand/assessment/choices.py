"""Choices: one course per party, one way per need, one order per clash; which there are, how each stands.

Orders are searched depth first: where some critical set may still meet, one of its orders is added; a branch ends when
its network no longer carries the verdict at stake, or when nothing can meet any more. Equal sets of orders are visited
once, and the search stops at the caller's limit (then *undecided*).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from freehand.assessment.clashes import CriticalSet, Crowd, critical_sets, first_meeting, orders_of
from freehand.assessment.combination import Combination, Orders
from freehand.assessment.decide import Decider
from freehand.assessment.verdict import Verdict, due
from freehand.assessment.windows import Window, free_windows

LEVELS = (Verdict.ASSURED, Verdict.TOLD_APART, Verdict.ADAPTABLE, Verdict.POSSIBLE)
ENOUGH = dict.fromkeys(LEVELS, 8) | {Verdict.ASSURED: 48}
"""So many sets of orders that carry a verdict are enough to choose from; short of *assured* only names differ."""


LIMIT_REACHED = "the limit of the search was reached first"

Standing = tuple[bool, int, Verdict]


class SearchLimit(Exception):
    """The caller's limit on orders tried was reached."""


SETS_FOR_EACH = 300
"""How many critical sets may be looked at, for each order branch that the caller allows."""


class Budget:
    """How many order branches may still be tried for one combination, and how many sets looked at; None: no limit."""

    def __init__(self, limit: int | None = None) -> None:
        self.left = limit
        self.sets = None if limit is None else limit * SETS_FOR_EACH

    def spend(self) -> bool:
        """Count one branch; false where none was left."""
        if self.left is None:
            return True
        self.left -= 1
        return self.left >= 0

    def look(self, sets: int) -> bool:
        """Count so many sets; false where not so many were left."""
        if self.sets is None:
            return True
        self.sets -= sets
        return self.sets >= 0


@dataclass(frozen=True)
class Choice:
    """A combination with its orders and its verdict.

    Where that is *undecided*, ``range`` holds the best and the worst verdict that it may still turn out to have, and
    ``why`` says which bound was met, in words.
    """

    combination: Combination
    orders: Orders
    verdict: Verdict
    decider: Decider = field(repr=False)
    range: tuple[Verdict, Verdict] | None = None
    why: str = ""

    @cached_property
    def windows(self) -> tuple[Window, ...] | None:
        """The free windows, None unless assured."""
        return free_windows(self.combination, self.orders, self.decider) if self.verdict is Verdict.ASSURED else None

    @cached_property
    def aims_unmet(self) -> tuple[str, ...]:
        """The contingency's aims that none of its courses meets."""
        return tuple(aim for aim in self.combination.setting.contingency.aims if aim not in self.combination.meets)

    @cached_property
    def standing(self) -> Standing:
        """What "lower" means: whether it holds, how many aims are unmet, the verdict. Smaller is better."""
        return self.standing_as(self.verdict)

    def standing_as(self, verdict: Verdict) -> Standing:
        """Its standing if its verdict were this one."""
        return (not verdict.holds, len(self.aims_unmet), verdict)

    @property
    def margin(self) -> int | None:
        """The narrowest free window, in seconds; None where there is none."""
        return min((w.high - w.low for w in self.windows), default=None) if self.windows else None

    @property
    def names(self) -> tuple[object, ...]:
        """Courses, ways and orders, by which equal choices are put in order."""
        return (self.combination.names, tuple(sorted(map(str, self.orders))))

    @property
    def rank(self) -> tuple[object, ...]:
        """The order of choices that hold, best first, as every node finds it.

        What only the owner sees (orders over its own means) comes last, after the windows that all nodes find.
        """
        windows = self.windows or ()
        margin = self.margin
        shared = sorted(str(order) for order in self.orders if order.means in self.combination.shared_means)
        return (
            *self.standing,
            [-share for share in sorted(w.share for w in windows)],
            0 if margin is None else -margin,
            len(self.combination.relies_on),
            self.combination.names,
            shared,
            sorted((w.party, -w.low, -w.high) for w in windows),
            self.names,
        )


def settle(
    verdict: Verdict,
    combined: Combination,
    scenarios: tuple[str, ...],
    sets: Sequence[CriticalSet],
    decider: Decider,
    budget: Budget,
    start: Orders = (),
) -> tuple[list[Orders], list[Orders]]:
    """The sets of orders, ``start`` in each, under which a combination has ``verdict`` or better; those that broke.

    Raises:
        SearchLimit: when the budget was spent before any was found.
    """
    carried: list[Orders] = []
    broke: list[Orders] = []
    waiting: list[Orders] = [start]
    seen: set[frozenset[object]] = {frozenset(start)}
    while waiting:
        orders = waiting.pop()
        if not due(verdict, combined, orders, scenarios, decider):
            broke.append(orders)
            continue
        decider.spend(len(sets))
        if not budget.look(len(sets)):
            if carried:
                return carried, broke  # as below
            raise SearchLimit
        meeting = first_meeting(verdict, combined, orders, scenarios, sets, decider)
        if meeting is None:
            carried.append(orders)
            if len(carried) >= ENOUGH[verdict]:
                return carried, broke
            continue
        for order in reversed(orders_of(meeting)):
            more = tuple(sorted((*orders, order), key=str))
            if frozenset(more) not in seen:
                if not budget.spend():
                    if carried:
                        return carried, broke  # the verdict is known; only a better choice of orders may be missed
                    raise SearchLimit
                seen.add(frozenset(more))
                waiting.append(more)
    return carried, broke


def choices_of(
    combined: Combination,
    capacities: Mapping[str, int],
    decider: Decider,
    limit: int | None = None,
    scenarios: tuple[str, ...] | None = None,
    start: Orders = (),
) -> list[Choice]:
    """A combination's choices at its best verdict; where nothing carries any verdict, those on which it broke.

    Judged over all scenarios unless some are named, with ``start`` among the orders. What rests on points that were not
    released stands at most as well as it would without that, and is *undecided* unless that is impossible already.
    """
    if combined.broken:
        return [Choice(combined, start, Verdict.IMPOSSIBLE, decider)]
    found = _choices_of(combined, capacities, decider, limit, scenarios, start)
    if not combined.untold:
        return found
    return [choice if choice.verdict is Verdict.IMPOSSIBLE else _untold(choice) for choice in found]


def _untold(choice: Choice) -> Choice:
    best = choice.verdict if choice.range is None else choice.range[0]
    why = "; ".join(choice.combination.untold)
    return replace(choice, verdict=Verdict.UNDECIDED, range=(best, Verdict.IMPOSSIBLE), why=why)


def _choices_of(
    combined: Combination,
    capacities: Mapping[str, int],
    decider: Decider,
    limit: int | None,
    scenarios: tuple[str, ...] | None,
    start: Orders,
) -> list[Choice]:
    scenarios = combined.setting.names if scenarios is None else scenarios
    try:
        sets = critical_sets(combined.users, capacities, decider.groups)
    except Crowd as crowd:
        return [_crowded(combined, decider, scenarios, start, crowd.words)]
    budget = Budget(limit)
    broke: list[Orders] = [start]
    for verdict in LEVELS:
        if verdict is Verdict.TOLD_APART and len(scenarios) == 1:
            continue
        if verdict is Verdict.ADAPTABLE and not combined.decides_adaptable:
            continue
        if not told(verdict, combined, scenarios):
            best = Verdict.ADAPTABLE if verdict is Verdict.POSSIBLE else verdict
            return [Choice(combined, start, Verdict.UNDECIDED, decider, (best, Verdict.IMPOSSIBLE))]
        try:
            carried, broke = settle(verdict, combined, scenarios, sets, decider, budget, start)
        except SearchLimit:
            span = (verdict, Verdict.IMPOSSIBLE)
            return [Choice(combined, start, Verdict.UNDECIDED, decider, span, LIMIT_REACHED)]
        if carried and verdict is Verdict.POSSIBLE and not combined.decides_adaptable:
            # Not assured; whether adaptable is not decided by projections.
            span = (Verdict.ADAPTABLE, Verdict.POSSIBLE)
            return [Choice(combined, orders, Verdict.UNDECIDED, decider, span) for orders in carried]
        if carried:
            return [Choice(combined, orders, verdict, decider) for orders in carried]
    return [Choice(combined, orders, Verdict.IMPOSSIBLE, decider) for orders in broke]


def told(verdict: Verdict, combined: Combination, scenarios: tuple[str, ...]) -> bool:
    """Whether every party released enough to decide a verdict, *adaptable* apart."""
    match verdict:
        case Verdict.ASSURED:
            return scenarios == combined.setting.names or combined.decides_apart
        case Verdict.TOLD_APART:
            return combined.decides_apart
        case Verdict.POSSIBLE:
            return combined.decides_plain
        case _:
            return True


def _crowded(combined: Combination, decider: Decider, scenarios: tuple[str, ...], start: Orders, why: str) -> Choice:
    """A combination whose clashes are too many to be listed: no better than if nothing clashed, else undecided."""
    for verdict in LEVELS:
        unsaid = not told(verdict, combined, scenarios)
        unsaid = unsaid or (verdict is Verdict.ADAPTABLE and not combined.decides_adaptable)
        if unsaid or due(verdict, combined, start, scenarios, decider):
            return Choice(combined, start, Verdict.UNDECIDED, decider, (verdict, Verdict.IMPOSSIBLE), why)
    return Choice(combined, start, Verdict.IMPOSSIBLE, decider)


def lowest(choices: Sequence[Choice]) -> list[Choice]:
    """The choices of the best standing; where undecided ones might still stand better, these.

    >>> lowest([])
    []
    """
    if not choices:
        return []
    hoped = min(c.standing_as(c.range[0]) if c.range else c.standing for c in choices)
    certain = min(c.standing_as(c.range[1]) if c.range else c.standing for c in choices)
    if hoped == certain:
        return [c for c in choices if c.standing == certain]
    return [c for c in choices if c.range and c.standing_as(c.range[0]) == hoped]
