"""How tightly does a network bind every two of its points, and how much is left of each constraint?

Rule
    Nature is kind: a contingent link counts as its two bounds.

    1. For points x and y let ``d(x, y)`` be the least sum of weights over all ways from x to y. Then
       ``y - x <= d(x, y)`` follows from the network, and nothing tighter does: some timetable has it exactly. With
       ``-d(y, x) <= y - x`` these are the network's tightest bounds, its *minimal network*.
    2. The *slack* of a constraint ``y - x <= w`` is ``w - d(x, y)``. Where it is above 0, the rest of the network never
       lets y come as late as the constraint allows, and tightening it by up to its slack changes nothing at all.
    3. The *floor* of a constraint is ``-d(y, x)``: the least weight that leaves the network consistent.

Source
    R. Dechter, I. Meiri, J. Pearl, "Temporal constraint networks", Artificial Intelligence 49 (1991), theorem 3.3 and
    corollary 3.5 (minimal networks and that they can be met exactly). How: :mod:`freehand.temporal.elimination`.

Cost
    O(n b**2 + n**2 b) for n points, b the most neighbours that one has when it is removed; and n**2 numbers of memory.

Limits
    Where nature is not kind, the reduced network has tightest bounds too (see
    :func:`.projection.project_reduced`). All bounds are kept at once: some thousand points are the
    most.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from freehand.errors import Fault, InputError, shown
from freehand.temporal.checking import consistency, kind
from freehand.temporal.elimination import closed, closing_work, with_none
from freehand.temporal.engines import engine_for
from freehand.temporal.graph import LimitReached
from freehand.temporal.limits import UNLIMITED, Limit
from freehand.temporal.named import Network
from freehand.temporal.results import Consistent, Inconsistent, Undecided

MOST_POINTS = 20_000
"""Points of which all bounds are kept at once: their table takes 3 GiB."""


class Minimal:
    """The tightest bounds of a consistent network; made by :func:`minimal`, and never changed."""

    def __init__(self, network: Network, table: Any, far: int) -> None:
        self.network = network
        self._table, self._far = table, far

    def most(self, start: str, end: str) -> int | None:
        """The most seconds that ``end`` can come after ``start``; None where there is no end to it.

        :raises InputError: if the network has no such point.
        """
        return self._distance(self._index(start), self._index(end))

    def least(self, start: str, end: str) -> int | None:
        """The fewest seconds that ``end`` can come after ``start`` (below 0: before it); None for no end.

        :raises InputError: if the network has no such point.
        """
        back = self.most(end, start)
        return None if back is None else -back

    @cached_property
    def slack(self) -> tuple[int, ...]:
        """For each constraint by how many seconds it allows more than the whole network does."""
        # What binds a constraint's points is at most the constraint, so there always is a distance.
        return tuple(most - (self._distance(start, end) or 0) for start, end, most, _ in self.network.constraints)

    @cached_property
    def floor(self) -> tuple[int | None, ...]:
        """For each constraint the least ``most`` that leaves the network consistent; None where any does."""
        back = [self._distance(end, start) for start, end, _, _ in self.network.constraints]
        return tuple(None if at is None else -at for at in back)

    @cached_property
    def links(self) -> tuple[tuple[int, int], ...]:
        """For each link the fewest and the most seconds that the network leaves to it, where nature is kind."""
        bounds = [(self._distance(end, start), self._distance(start, end)) for start, end, *_ in self.network.links]
        return tuple((-(back or 0), out or 0) for back, out in bounds)

    @cached_property
    def rows(self) -> list[list[int | None]]:
        """Every distance: row ``start``, column ``end``, in the order of the points; None where there is no end."""
        return with_none(self._table, self._far)

    def arrays(self) -> tuple[Any, Any]:
        """Every distance as a numpy array of whole numbers, and one of truth values: whether there is such a bound.

        Where there is none, the number means nothing.
        """
        import numpy

        table = numpy.array(self._table)
        return table, table != self._far

    def _index(self, name: str) -> int:
        if name not in self.network.at:
            what, why = f"there is no point '{shown(name)}'", "bounds are between points of the network."
            raise InputError([Fault(what, None, why, "Name one of its points.")])
        return self.network.at[name]

    def _distance(self, start: int, end: int) -> int | None:
        at = int(self._table[start][end])
        return None if at == self._far else at


def minimal(network: Network, limit: Limit = UNLIMITED) -> Minimal | Inconsistent | Undecided:
    """The tightest bounds between every two points where nature is kind, in seconds; or why there are none.

    :param limit: when to give up; the answer is then :class:`~freehand.temporal.results.Undecided`.
    :raises InputError: if the network has more than :data:`MOST_POINTS` points.

    >>> stated = [("noon", "cook", 60), ("cook", "noon", 0), ("eat", "cook", -30), ("noon", "eat", 45)]
    >>> found = minimal(Network.of(["noon", "cook", "eat"], stated))
    >>> found.least("noon", "eat"), found.most("noon", "eat"), found.most("noon", "cook"), found.most("cook", "eat")
    (30, 45, 15, 45)
    >>> found.slack  # cooking cannot begin as late as after 60 minutes: after 15 at the latest
    (45, 0, 0, 0)
    """
    size = len(network.points)
    if size > MOST_POINTS:
        what = f"all bounds between {size} points"
        why = f"a table of more than {MOST_POINTS} points would take more than 3 GiB."
        raise InputError([Fault(what, None, why, "Project the network on fewer points.")])
    graph = kind(network, engine_for(closing_work(size)))
    try:
        table = closed(graph, limit)
    except LimitReached:
        return Undecided(limit.reached())
    except ValueError:
        found = consistency(network, limit)
        assert not isinstance(found, Consistent), "a contradiction was found"
        return found
    return Minimal(network, table, graph.far)
