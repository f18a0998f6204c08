"""What an answer is: a verdict word, and a proof that somebody who does not trust us can check.

A proof speaks the names of the network that was asked about and quotes its constraints with their reasons.
:func:`freehand.temporal.verify.verify` checks each kind, sharing no code with what finds them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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


class Part(Enum):
    """What a way of a proof passes; the parts of a link are those of :mod:`freehand.temporal.normal`."""

    CONSTRAINT = "constraint"
    AFTER = "after"
    BEFORE = "before"
    LOWER = "lower"
    UPPER = "upper"
    DERIVED = "derived"


class Ground(NamedTuple):
    """One edge of a way: ``part`` of the constraint, link or derived edge with this ``number`` (from 0)."""

    part: Part
    number: int


Way = tuple[Ground, ...]
"""Edges in the order of travel, each from where the one before ends."""


class Derived(NamedTuple):
    """An edge that follows: ``end - start <= weight``, ``weight`` being the sum of its ``way``, 0 or more.

    Points count from 0; behind those of the network comes, for each link, the moment ``low`` after its start. Read
    backwards, the way begins with an edge below 0, goes on over edges of 0 or more (constraints, ``after`` parts, edges
    derived earlier, or ``lower`` parts of a link other than the one whose ``upper`` part it began with), and stays
    below 0 until its very last edge.
    """

    start: int
    end: int
    weight: int
    way: Way


class Dispatchable(NamedTuple):
    """All that somebody must heed who gives points times one by one, as time passes, seeing what nature does.

    Points count as in :class:`Derived`. ``edges`` are ``(x, y, w)``: y at most w after x. ``waits`` are
    ``(x, link, w)``: x waits for the end of the link, or, should that take its time, until -w after the moment ``low``
    after its start.
    """

    edges: tuple[tuple[int, int, int], ...]
    waits: tuple[tuple[int, int, int], ...]


class DynamicallyControllable:
    """Reacting to what is seen, at the instant at which it is seen, can keep every constraint.

    ``form`` says how, and proves it: see :class:`Dispatchable`. It is put together when it is first looked at.
    """

    def __init__(self, form: Dispatchable | Callable[[], Dispatchable]) -> None:
        self._form = form

    @property
    def form(self) -> Dispatchable:
        """What must be heeded."""
        if not isinstance(self._form, Dispatchable):
            self._form = self._form()
        return self._form

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DynamicallyControllable) and self.form == other.form

    def __hash__(self) -> int:
        return hash(self.form)

    def __repr__(self) -> str:
        return "DynamicallyControllable(...)"


class Refutation(NamedTuple):
    """Why no way of reacting holds.

    The ways of ``cycle`` lead round, each from where the one before ends. Each is made as :class:`Derived` says, but
    that its sum is below 0 to the very end. ``derived`` are the edges that they need, earlier ones first. ``length`` is
    the number of steps of the whole with every derived edge written out, which ``chain`` is where they are at most
    ``MOST_STEPS``; it is empty where they are more.
    """

    chain: tuple[Step, ...]
    length: int
    derived: tuple[Derived, ...]
    cycle: tuple[Way, ...]

    @property
    def extremes(self) -> frozenset[tuple[int, Kind]]:
        """Which links, by number from 0, nature takes at which extreme; some at both."""
        kinds = {Part.LOWER: Kind.LOWER, Part.UPPER: Kind.UPPER}
        ways = (*(one.way for one in self.derived), *self.cycle)
        return frozenset((number, kinds[part]) for way in ways for part, number in way if part in kinds)


MOST_STEPS = 10_000
"""Steps up to which a chain is written out. There are networks that need 2**k steps for k links."""


class NotDynamicallyControllable:
    """Nature can defeat every way of reacting.

    ``chain`` says by which durations, at which extreme: its steps lead round and add up to less than 0, and every
    ``lower`` step (the link comes early) is followed by a stretch below 0 in which that link is not needed late; that
    is what makes it a proof (a *semi-reducible negative cycle*). ``refutation`` has it in a form that stays small.
    Both are put together when they are first looked at.
    """

    def __init__(
        self,
        refutation: Refutation | Callable[[], Refutation],
        chain: Callable[[], tuple[Step, ...]] | None = None,
    ) -> None:
        self._refutation = refutation
        self._tell = chain
        self._chain: tuple[Step, ...] | None = None

    @property
    def refutation(self) -> Refutation:
        """The whole proof."""
        if not isinstance(self._refutation, Refutation):
            self._refutation = self._refutation()
        return self._refutation

    @property
    def chain(self) -> tuple[Step, ...]:
        """The proof in steps, in order; empty where it is longer than ``MOST_STEPS``."""
        if self._chain is None:
            self._chain = self._tell() if self._tell else self.refutation.chain
        return self._chain

    @property
    def length(self) -> int:
        """The number of steps of the chain, written out or not."""
        return len(self.chain) or self.refutation.length

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NotDynamicallyControllable) and self.refutation == other.refutation

    def __hash__(self) -> int:
        return hash(self.refutation)

    def __repr__(self) -> str:
        return f"NotDynamicallyControllable(length={self.length})"


class Undecided(NamedTuple):
    """The caller's limit was reached first; nothing is known. ``reached`` says which."""

    reached: str
