"""When can each point come, at the earliest and at the latest, and how much room does that leave?

Rule
    1. Where nature is kind: the latest time of y after the origin is the least sum of weights over all ways from the
       origin to y, its earliest time minus that of the ways back (a link counts as its two bounds). Without a way there
       is no such bound.
    2. Whatever nature does: the same in the reduced network, for the points that end no link
       (:func:`freehand.temporal.checking.strong`).
    3. All earliest times together keep every constraint, and so do all latest ones. Of two points it need not be so
       that one may be early while the other is late.
    4. The *slack* of a point is its latest minus its earliest time: what it can move if all others make way.

Source
    R. Dechter, I. Meiri, J. Pearl (1991), theorem 3.3; for project networks J. E. Kelley, "Critical-path planning and
    scheduling: mathematical basis", Operations Research 9 (1961): a point without slack is *critical*.

Cost
    Two searches for shortest ways.

Limits
    What moves while the others stay is asked of :mod:`.minimal` (the slack of constraints), and what
    several may do without a word is a question of windows, which is none of this package.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from freehand.temporal.checking import consistency, kind, strong
from freehand.temporal.graph import LimitReached, from_source, lay_out
from freehand.temporal.limits import UNLIMITED, Budget, Limit
from freehand.temporal.named import Network
from freehand.temporal.results import (
    Consistent,
    Inconsistent,
    NotStronglyControllable,
    StronglyControllable,
    Undecided,
    Verdict,
)


class Times(NamedTuple):
    """Seconds after the origin by name; None where nothing bounds a point on that side."""

    earliest: Mapping[str, int | None]
    latest: Mapping[str, int | None]

    @property
    def slack(self) -> dict[str, int | None]:
        """Latest minus earliest time of every point; None where one of them has no end."""
        found: dict[str, int | None] = {}
        for name, first in self.earliest.items():
            last = self.latest[name]
            found[name] = None if first is None or last is None else last - first
        return found

    @property
    def critical(self) -> tuple[str, ...]:
        """The points without any slack."""
        return tuple(name for name, slack in self.slack.items() if slack == 0)


def times(
    network: Network, wanted: Verdict = Verdict.POSSIBLE, limit: Limit = UNLIMITED
) -> Times | Inconsistent | NotStronglyControllable | Undecided:
    """The earliest and the latest time of every point where nature is kind, or of those we choose whatever it does.

    :param wanted: ``Verdict.POSSIBLE`` for nature being kind, ``Verdict.ASSURED`` for whatever it does.
    :returns: what denies the verdict, if the network does not have it.
    :raises ValueError: if another verdict is wanted.

    >>> stated = [("go", "now", 0), ("home", "done", 0), ("now", "home", 9)]
    >>> network = Network.of(["now", "go", "done", "home"], stated, [("go", "done", 2, 5)])
    >>> times(network).latest["go"], times(network, Verdict.ASSURED).latest["go"]
    (7, 4)
    """
    if wanted is Verdict.ASSURED:
        fixed = strong(network, limit)
        if not isinstance(fixed, StronglyControllable):
            return fixed
        early = {name: None if name in fixed.loose_early else at for name, at in fixed.early.items()}
        late = {name: None if name in fixed.loose_late else at for name, at in fixed.late.items()}
        return Times(early, late)
    if wanted is not Verdict.POSSIBLE:
        raise ValueError(f"'{wanted.value}' has no fixed times; want possible or assured")
    budget = Budget(limit)
    plain = consistency(network, budget.left)
    if not isinstance(plain, Consistent):
        return plain
    forwards = kind(network)
    ends = zip(forwards.tail, forwards.head, forwards.weight, strict=True)
    backwards = lay_out(forwards.n, [(int(y), int(x), int(w)) for x, y, w in ends], forwards.engine)
    try:
        _, out = from_source(forwards, network.origin, budget.left)
        _, back = from_source(backwards, network.origin, budget.left)
    except LimitReached:
        return Undecided(limit.reached())
    earliest = {name: None if at == backwards.far else -int(at) for name, at in zip(network.points, back, strict=True)}
    latest = {name: None if at == forwards.far else int(at) for name, at in zip(network.points, out, strict=True)}
    return Times(earliest, latest)
