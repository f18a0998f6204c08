"""*Assured if told apart*: until when the scenarios must be told apart, and the timetables that all can agree on.

For one moment T: a start whose latest time in some scenario lies before T must be common to all; making it common may
bring others before T, until none is left. A timetable for each scenario, all agreeing on every start before T, exists
iff the networks of all scenarios side by side, with these starts common, are consistent. The timetables are the
greatest ones, which exist since the solutions of a simple temporal network have a greatest element; so every node that
sees the same plans finds the same. The latest T is found by halving (feasible for T means feasible for every earlier
one). O(starts · log horizon) networks of all scenarios side by side.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from freehand.assessment.combination import Combination, Orders
from freehand.assessment.decide import Decider, Numeric, dense, point_index
from freehand.assessment.setting import Placed
from freehand.plans.points import Point
from freehand.temporal.consistency import latest

STARTS = ("start", "call", "asking")


class Timetables(NamedTuple):
    """For each scenario the time of every root, in seconds; until ``moment`` all agree, on the ``common`` roots."""

    moment: int
    common: frozenset[int]
    at: Mapping[str, Mapping[int, int]]


class Apart:
    """The networks of all scenarios side by side; ``ends`` counts the ends that somebody chooses as starts are."""

    def __init__(self, combined: Combination, orders: Orders, decider: Decider, ends: bool = False) -> None:
        self.combined, self.decider = combined, decider
        self.names = combined.setting.names
        width = len(combined.book.points)
        self.copy = {s: i * width for i, s in enumerate(self.names)}
        self.side: Numeric = {}
        for s in self.names:
            for (x, y), w in decider.numeric(combined.reduced(s, orders)).items():
                self.side[self.of(x, s), self.of(y, s)] = w
        self.starts: dict[int, list[tuple[str, int]]] = {}
        for s in self.names:
            for point, placed in combined.placement[s].items():
                if placed.root and (point.kind in STARTS or (ends and self._chosen_end(point, placed))):
                    offset = sum(combined.book.values[combined.book.links[i].low] for i in placed.chain)
                    self.starts.setdefault(placed.root, []).append((s, offset))

    def of(self, root: int, scenario: str) -> int:
        """A root's copy in a scenario; the warning has one for all."""
        return root + self.copy[scenario] if root else 0

    def _chosen_end(self, point: Point, placed: Placed) -> bool:
        return point.kind == "end" and self.combined.book.points[placed.root] == point

    def until(self, moment: int) -> tuple[Numeric, set[int]] | None:
        """The networks with everything common that starts before ``moment``, and what that is; None where none is."""
        bounds, common = dict(self.side), set[int]()
        while True:
            if self.decider.fault(bounds) is not None:
                return None
            nodes = [self.of(root, s) for root, seen in self.starts.items() for s, _ in seen]
            last = {root: latest for root, (_, latest) in self.decider.spans(bounds, nodes).items()}
            early = {
                root
                for root, seen in self.starts.items()
                if root not in common and any(_before(moment, last[self.of(root, s)], offset) for s, offset in seen)
            }
            if not early:
                return bounds, common
            common |= early
            for root in early:
                (first, _), *others = self.starts[root]
                for s, _ in others:
                    one, other = self.of(root, first), self.of(root, s)
                    bounds[one, other] = min(bounds.get((one, other), 0), 0)
                    bounds[other, one] = min(bounds.get((other, one), 0), 0)

    def latest_moment(self, most: int) -> int:
        """The latest moment, at most ``most``, until which all can agree."""
        low, high = 0, most
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.until(middle) is not None else (low, middle - 1)
        return low


def _before(moment: int, last: int | None, offset: int) -> bool:
    """Whether a start whose root comes at ``last`` at the latest may come before a moment."""
    return last is not None and last + offset < moment


def told_apart_by(combined: Combination, orders: Orders, decider: Decider) -> int:
    """The latest moment T such that a timetable for each scenario exists, all agreeing on every start before T."""
    return Apart(combined, orders, decider).latest_moment(combined.setting.horizon)


def timetables(combined: Combination, orders: Orders, decider: Decider) -> Timetables:
    """The greatest timetables under which all agree on everything that is done before the latest possible moment.

    Ends that somebody chooses count as starts do, since nobody can act on a scenario that is not known yet. That may
    bring the moment before that of ``told_apart_by``.
    """
    apart = Apart(combined, orders, decider, ends=True)
    moment = apart.latest_moment(told_apart_by(combined, orders, decider))
    found = apart.until(moment)
    assert found is not None, "at the warning every scenario stands by itself"
    bounds, common = found
    index = point_index(bounds, ())
    _, network, count = dense(bounds)
    last = latest(count, network)
    at: dict[str, dict[int, int]] = {}
    for s in apart.names:
        roots = {placed.root for placed in combined.placement[s].values() if placed.root}
        at[s] = {r: last[index[apart.of(r, s)]] or 0 for r in sorted(roots)}
    return Timetables(moment, frozenset(common), at)
