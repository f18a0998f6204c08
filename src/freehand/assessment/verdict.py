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
from freehand.assessment.projected import STACKED, Form, holds


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
            form = stacked_form(combined, scenarios)
            if form is None:
                return decider.consistent(combined.stacked(orders, scenarios))
            return holds(combined, form, orders, decider)
        case Verdict.TOLD_APART:
            return all(holds(combined, Form("reduced", s), orders, decider) for s in scenarios)
        case Verdict.ADAPTABLE:
            return all(_adaptable(combined, s, orders, decider) for s in scenarios)
        case Verdict.POSSIBLE:
            return all(holds(combined, Form("plain", s), orders, decider) for s in scenarios)
        case _:
            raise ValueError(f"{verdict.word} is what remains, nothing that is decided")


def stacked_form(combined: Combination, scenarios: tuple[str, ...]) -> Form | None:
    """The form in which these scenarios are stacked: all, or one; None for anything between."""
    if scenarios == combined.setting.names:
        return STACKED
    return Form("reduced", scenarios[0]) if len(scenarios) == 1 else None


def _adaptable(combined: Combination, scenario: str, orders: Orders, decider: Decider) -> bool:
    """Whether a scenario's network is dynamically controllable: surely so where it is strongly, never where a part's
    own is not, and only between the two is the whole looked at."""
    if not holds(combined, Form("plain", scenario), orders, decider):
        return False
    if holds(combined, Form("reduced", scenario), orders, decider):
        return True
    for part in combined.parts if len(combined.parts) > 1 else ():
        if not part.reacts(scenario, combined.without, decider.controllable):
            return False
    return decider.controllable(combined.plain(scenario, orders), combined.links(scenario))
