"""How long somebody is willing to wait. What reaches a limit is *undecided*; a limit never changes another answer.

This is the one module of the reckoning that sees a clock: it can only end a computation.
"""

from __future__ import annotations

import time
from math import isnan
from typing import NamedTuple

from freehand.errors import UsageError, one_fault

NO_END = 2**62


class Limit(NamedTuple):
    """At most so many ``steps`` of a solver, and so many ``seconds``; None for no limit.

    A step is about one edge looked at; the same question takes the same number of steps everywhere.

    >>> Limit(steps=1000).most
    1000
    """

    steps: int | None = None
    seconds: float | None = None

    @property
    def most(self) -> int:
        """The number of steps, as a solver counts them."""
        return NO_END if self.steps is None else self.steps

    def reached(self) -> str:
        """In words, what was reached."""
        parts = [] if self.steps is None else [f"{self.steps} steps"]
        parts += [] if self.seconds is None else [f"{self.seconds:g} seconds"]
        return " or ".join(parts)


UNLIMITED = Limit()


class Clock:
    """A stop flag that rises by itself: ``clock[0]`` is 1 once the seconds are over.

    :raises UsageError: for seconds that are no number, which would never be over.
    """

    def __init__(self, seconds: float | None) -> None:
        if seconds is not None and isnan(seconds):
            what, why = "the seconds of a limit are no number", "such a limit would never be reached."
            raise UsageError(one_fault(what, why, "Give a number, or None for no limit."))
        self.end = None if seconds is None else time.monotonic() + seconds

    def __getitem__(self, _: int) -> int:
        return int(self.end is not None and time.monotonic() >= self.end)

    def left(self) -> float | None:
        """Seconds until it rises; None for never."""
        return None if self.end is None else max(0.0, self.end - time.monotonic())


class Budget:
    """A limit for a question that takes several decisions: ``seconds`` for all of them, ``steps`` for each."""

    def __init__(self, limit: Limit) -> None:
        self.limit = limit
        self.clock = Clock(limit.seconds)

    @property
    def left(self) -> Limit:
        """The limit for the next decision."""
        return Limit(self.limit.steps, self.clock.left())
