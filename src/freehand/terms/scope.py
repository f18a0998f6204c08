"""The scope ladder: how far the parties of a compact plan together.

Each rung adds something to what enters the reckoning, and nothing is ever taken away by climbing:

============  ====================================================================
alone         a party's own plan; partners only as assumptions
intelligence  + partners' reports on the scenario
scenarios     + the partner's released plan: joins, shared means and areas
support       + accepted promises
operations    + joint courses and activities; the rules of the terms
============  ====================================================================
"""

from __future__ import annotations

from enum import IntEnum


class Rung(IntEnum):
    """A level of scope; a later one includes every earlier one.

    >>> Rung.SUPPORT >= Rung.SCENARIOS, Rung.SUPPORT.word
    (True, 'support')
    """

    ALONE = 0
    INTELLIGENCE = 1
    SCENARIOS = 2
    SUPPORT = 3
    OPERATIONS = 4

    @property
    def word(self) -> str:
        """The rung's name as planners write it."""
        return self.name.lower()

    @property
    def joint(self) -> bool:
        """Whether the parties see each other's released plans at this rung."""
        return self >= Rung.SCENARIOS


RUNG_BY_WORD = {rung.word: rung for rung in Rung}
