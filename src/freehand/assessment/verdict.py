"""The verdicts, in their order, and when each is due.

1. *assured*: the reduced networks of all scenarios, stacked on the same roots, are consistent.
2. *assured if told apart*: each scenario's reduced network is, the stack is not.
3. *adaptable*: each scenario's network is dynamically controllable.
4. *possible*: each scenario's network is consistent.
5. *undecided*: the caller's limit was reached first, or what a partner released does not decide it.
6. *impossible*: some scenario's network is inconsistent.

Each verdict implies those below it (2 and 5 apart), so the first that is due is the answer.
"""

from __future__ import annotations

from enum import IntEnum

from freehand.assessment.combination import Combination, Orders
from freehand.assessment.decide import Decider

STARTS = ("start", "call", "asking")


class Verdict(IntEnum):
    """How a choice, a cell or a contingency stands; a smaller one is better.

    >>> Verdict.ADAPTABLE.word, Verdict.ADAPTABLE.holds, Verdict.POSSIBLE.holds
    ('adaptable', True, False)
    """

    ASSURED = 0
    TOLD_APART = 1
    ADAPTABLE = 2
    POSSIBLE = 3
    UNDECIDED = 4
    IMPOSSIBLE = 5

    @property
    def word(self) -> str:
        """The verdict as planners read it."""
        return "assured if told apart" if self is Verdict.TOLD_APART else self.name.lower()

    def __str__(self) -> str:
        return self.word

    @property
    def holds(self) -> bool:
        """Whether the parties can act on it without luck."""
        return self <= Verdict.ADAPTABLE


def due(verdict: Verdict, combined: Combination, orders: Orders, scenarios: tuple[str, ...], decider: Decider) -> bool:
    """Whether a verdict is due to a combination with these orders, judged over these scenarios only."""
    match verdict:
        case Verdict.ASSURED:
            return decider.consistent(combined.stacked(orders, scenarios))
        case Verdict.TOLD_APART:
            return all(decider.consistent(combined.reduced(s, orders)) for s in scenarios)
        case Verdict.ADAPTABLE:
            return all(
                decider.consistent(edges := combined.plain(s, orders))
                and decider.controllable(edges, combined.links(s))
                for s in scenarios
            )
        case Verdict.POSSIBLE:
            return all(decider.consistent(combined.plain(s, orders)) for s in scenarios)
        case _:
            raise ValueError(f"{verdict.word} is what remains, nothing that is decided")


def told_apart_by(combined: Combination, orders: Orders, decider: Decider) -> int:
    """The latest moment T such that a timetable for each scenario exists, all agreeing on every start before T.

    For one T: a start whose latest time in some scenario lies before T must be common to all; making it common may
    bring others before T, until none is left. The latest timetables then agree on all that starts before T, since the
    solutions of a simple temporal network have a greatest element. T itself is found by halving (feasible for T means
    feasible for every earlier one). O(starts · log horizon) networks of all scenarios side by side.
    """
    names = combined.setting.names
    nets = {s: decider.numeric(combined.reduced(s, orders)) for s in names}
    width = len(combined.book.points)
    copy = {s: i * width for i, s in enumerate(names)}
    side: dict[tuple[int, int], int] = {}
    for s, bounds in nets.items():
        for (x, y), w in bounds.items():
            side[x + copy[s] if x else 0, y + copy[s] if y else 0] = w
    starts: dict[int, list[tuple[str, int]]] = {}
    for s in names:
        for point, placed in combined.placement[s].items():
            if point.kind in STARTS and placed.root:
                offset = sum(combined.book.values[combined.book.links[i].low] for i in placed.chain)
                starts.setdefault(placed.root, []).append((s, offset))

    def feasible(moment: int) -> bool:
        bounds, common = dict(side), set[int]()
        while True:
            if decider.fault(bounds) is not None:
                return False
            nodes = [root + copy[s] for root, seen in starts.items() for s, _ in seen]
            reach = decider.distances(bounds, [0, *nodes])
            early = {
                root
                for root, seen in starts.items()
                if root not in common and any(reach[0, root + copy[s]] + offset < moment for s, offset in seen)
            }
            if not early:
                return True
            common |= early
            for root in early:
                (first, _), *others = starts[root]
                for s, _ in others:
                    bounds[root + copy[first], root + copy[s]] = min(
                        bounds.get((root + copy[first], root + copy[s]), 0), 0
                    )
                    bounds[root + copy[s], root + copy[first]] = min(
                        bounds.get((root + copy[s], root + copy[first]), 0), 0
                    )

    low, high = 0, combined.setting.horizon
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if feasible(middle) else (low, middle - 1)
    return low
