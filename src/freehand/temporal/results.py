"""What an answer is: a verdict word, and a proof that somebody who does not trust us can check.

A proof speaks the names of the network that was asked about and quotes its constraints with their reasons.
:func:`freehand.temporal.verify.verify` checks each kind, sharing no code with what finds them.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple


class Verdict(Enum):
    """How well a network holds, best first."""

    ASSURED = "assured"
    ADAPTABLE = "adaptable"
    POSSIBLE = "possible"
    UNDECIDED = "undecided"
    IMPOSSIBLE = "impossible"


class Kind(Enum):
    """What a step of a chain says.

    ``constraint``: a constraint as it stands. ``link``: a bound of a contingent link where nature is kind (the end at
    most ``high`` after the start, or at least ``low``). ``lower``: nature makes the link as short as it can.
    ``upper``: nature makes it as long as it can.
    """

    CONSTRAINT = "constraint"
    LINK = "link"
    LOWER = "lower"
    UPPER = "upper"


class Step(NamedTuple):
    """``end - start <= weight`` seconds, as one thing that was stated says it.

    Of a link from a to c: ``link`` steps are a to c of weight high and c to a of weight -low; a ``lower`` step is a to
    c of weight low, an ``upper`` step c to a of weight -high.
    """

    start: str
    end: str
    weight: int
    kind: Kind
    reason: object = None


class Consistent(NamedTuple):
    """Every constraint can hold at once; ``schedule`` (seconds after the network's origin) shows how."""

    schedule: Mapping[str, int]


class Inconsistent(NamedTuple):
    """The steps of ``chain``, in order, lead back to where they began and add up to less than 0: a contradiction.

    No point is passed twice, so there is no shorter contradiction inside it.
    """

    chain: tuple[Step, ...]


class StronglyControllable(NamedTuple):
    """Fixed times of the executable points that hold whatever nature does, in seconds after the origin.

    ``early`` has every point as early, ``late`` as late as it can be. Points in ``loose_early`` (``loose_late``)
    could be earlier (later) without end; they stand somewhere where everything holds.
    """

    early: Mapping[str, int]
    late: Mapping[str, int]
    loose_early: frozenset[str]
    loose_late: frozenset[str]


class Reduced(NamedTuple):
    """A constraint between executable points, ``end - start <= weight``, and the ``steps`` that it comes from.

    The steps lead from start to end: out along a chain of links at their shortest (``lower``), over one constraint,
    and back along a chain of links at their longest (``upper``).
    """

    start: str
    end: str
    weight: int
    steps: tuple[Step, ...]


class NotStronglyControllable(NamedTuple):
    """Reduced constraints along a cycle whose weights add up to less than 0: no fixed timetable holds."""

    reduced: tuple[Reduced, ...]

    @property
    def chain(self) -> tuple[Step, ...]:
        """Every step, in order."""
        return tuple(step for one in self.reduced for step in one.steps)


class DynamicallyControllable(NamedTuple):
    """Reacting to what is seen, at the instant at which it is seen, can keep every constraint."""


class NotDynamicallyControllable(NamedTuple):
    """Nature can defeat every way of reacting; ``chain`` says by which durations, at which extreme."""

    chain: tuple[Step, ...]


class Undecided(NamedTuple):
    """The caller's limit was reached first; nothing is known. ``reached`` says which."""

    reached: str
