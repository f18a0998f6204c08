"""Which few numbers, moved together, bring a verdict about where no single one does?

Rule
    A number moves the way that helps (see :func:`.threshold.better`), no further than its *limit*:
    what the caller says, else

    ==========================  ============================================================================
    ``constraint``              by as much as it is: a lower bound goes to 0, an upper one to twice itself
    ``high``, ``low``           towards each other, until they are 1 apart (*adaptable*, *assured*)
    ``high``, ``low``           to twice the high, and to a low of 1 (*possible*)
    ==========================  ============================================================================

    so a constraint of 0, an order, does not move. Several move by the same fraction of their ways, in thousandths, each
    rounded up to whole seconds. The low and the high of one link would meet, so they never move together, but for
    *possible*.

    1. A set is *enough* if the verdict is reached with all its numbers at their limits. Then it is at some least number
       of thousandths, since the verdict is monotone: found by halving.
    2. Every set that is enough has a number in every chain: one that quotes none of its numbers would deny the verdict
       whatever they do. So take a chain; each of its numbers begins a set; move it to its limit, take a chain again,
       and so on. This meets every set that is enough and has no needless number.
    3. Sought are sets of one number, then of two, then of three: the first size at which one is enough, and all sets of
       that size.

Source
    Step 2: R. Reiter, "A theory of diagnosis from first principles", Artificial Intelligence 32 (1987), hitting-set
    trees.

Cost
    For sets of k numbers and chains of h quoted numbers at most ``h**k`` decisions, and ten for each set found.

Limits
    Three numbers at most. A limit in steps holds for each decision by itself, one in seconds for all together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from freehand.temporal.graph import LimitReached
from freehand.temporal.limits import UNLIMITED, Budget, Limit
from freehand.temporal.named import Network
from freehand.temporal.numbers import Number
from freehand.temporal.questions.moving import moved, value_of
from freehand.temporal.questions.threshold import better, quoted
from freehand.temporal.results import Undecided, Verdict

MOST = 3
"""Numbers in a set."""


class Together(NamedTuple):
    """With these ``values`` the verdict is reached, at ``thousandths`` of the numbers' ways; not at one less."""

    values: tuple[tuple[Number, int], ...]
    thousandths: int


def smallest_sets(
    network: Network,
    wanted: Verdict = Verdict.ASSURED,
    limits: Mapping[Number, int] | None = None,
    most: int = MOST,
    limit: Limit = UNLIMITED,
) -> tuple[Together, ...] | Undecided:
    """The smallest sets of numbers that together bring a verdict about: all of the least size, least moved first.

    :param limits: how far numbers may go, by number, where the table of this module is not meant; a number whose limit
        is its present value does not move. Limits must be legal, and lie on the side that helps.
    :param most: no sets of more numbers are looked for; 3 at most.
    :returns: nothing where the network has the verdict already, or where no set of that many numbers is enough.
    :raises ValueError: for a limit on the wrong side, or another ``most``.

    Two ways of 8 hours each, one after the other, and 10 hours from dawn to dusk:

    >>> names = ["dawn", "noon", "dusk"]
    >>> ways = [("noon", "dawn", -8), ("dusk", "noon", -8), ("dawn", "dusk", 10)]
    >>> network = Network.of(names, ways)
    >>> [[(number.index, value) for number, value in one.values] for one in smallest_sets(network)]
    [[(2, 16)], [(0, -2)], [(1, -2)]]
    >>> fixed = {Number("constraint", 2): 12, Number("constraint", 0): -4}
    >>> found = smallest_sets(network, limits=fixed | {Number("constraint", 1): -8})
    >>> found[0].thousandths, [value for _, value in found[0].values]
    (751, [-4, 12])
    """
    if not 1 <= most <= MOST:
        raise ValueError(f"sets of up to {most} numbers: 1 to {MOST} can be looked for")
    search = _Search(network, wanted, limits or {}, Budget(limit))
    try:
        return search.smallest(most)
    except LimitReached:
        return Undecided(limit.reached())


class _Search:
    def __init__(self, network: Network, wanted: Verdict, limits: Mapping[Number, int], budget: Budget) -> None:
        self.network, self.wanted, self.limits, self.budget = network, wanted, limits, budget
        for number, end in limits.items():
            if (end - value_of(network, number)) * better(number, wanted) < 0:
                raise ValueError(f"{number} at {end} would make the verdict harder to reach")

    def smallest(self, most: int) -> tuple[Together, ...]:
        """Steps 2 and 3."""
        denying = self.denying(frozenset())
        if denying is None:
            return ()
        level = {frozenset[Number](): denying}
        for _ in range(most):
            longer: dict[frozenset[Number], tuple[Number, ...]] = {}
            found: list[Together] = []
            tried: set[frozenset[Number]] = set()
            for moving, several in level.items():
                for number in several:
                    larger = moving | {number}
                    if larger in tried or not self.may_move(number, moving):
                        continue
                    tried.add(larger)
                    still = self.denying(larger)
                    if still is None:
                        found.append(self.least(larger))
                    else:
                        longer[larger] = still
            if found:
                return tuple(sorted(found, key=lambda one: (one.thousandths, one.values)))
            level = longer
        return ()

    def may_move(self, number: Number, others: frozenset[Number]) -> bool:
        """Whether a number has a way to go, and no other one stands in it."""
        if self.end(number) == value_of(self.network, number) or number in others:
            return False
        if self.wanted is Verdict.POSSIBLE or number.kind == "constraint":
            return True
        return Number("low" if number.kind == "high" else "high", number.index) not in others

    def end(self, number: Number) -> int:
        """A number's limit."""
        if number in self.limits:
            return self.limits[number]
        now = value_of(self.network, number)
        if number.kind == "constraint":
            return now + abs(now)
        low, high = self.network.links[number.index][2:4]
        if self.wanted is Verdict.POSSIBLE:
            return 2 * high if number.kind == "high" else 1
        return low + 1 if number.kind == "high" else high - 1

    def at(self, moving: frozenset[Number], thousandths: int) -> dict[Number, int]:
        """The values so far along, rounded up to whole seconds."""
        values = {}
        for number in sorted(moving):
            now = value_of(self.network, number)
            way = self.end(number) - now
            seconds = -(-abs(way) * thousandths // 1000)
            values[number] = now + (seconds if way > 0 else -seconds)
        return values

    def denying(self, moving: frozenset[Number], thousandths: int = 1000) -> tuple[Number, ...] | None:
        """The numbers of a chain with these so far along; None where the verdict is reached."""
        network = moved(self.network, self.at(moving, thousandths))
        return quoted(network, self.wanted, self.budget)

    def least(self, moving: frozenset[Number]) -> Together:
        """Step 1."""
        below, at = 0, 1000
        while at - below > 1:
            middle = (below + at) // 2
            below, at = (below, middle) if self.denying(moving, middle) is None else (middle, at)
        return Together(tuple(self.at(moving, at).items()), at)
