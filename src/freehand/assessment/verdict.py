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
