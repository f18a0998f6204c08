"""What a party released of its plans instead of the plans: the projection on the points that it shares.

The solutions of a simple temporal network, restricted to some of its points, are exactly those of the network of
shortest distances among these points (Dechter, Meiri, Pearl 1991). So the joint answer stays exact, and nothing that
lies behind the distances is told.
"""

from typing import Literal, NamedTuple

from freehand.errors import Place
from freehand.plans.points import Point, Rule
from freehand.terms.scope import Rung

Moment = Literal["exactly", "earliest", "latest"]
ANEW = " anew"
"""How a reason ends that only a partner's new release removes."""


class SharedPoint(NamedTuple):
    """A point of the interface. What nature ends is released twice, at its *earliest* and at its *latest*.

    ``after`` is the event from which the point's time is counted, or None for the warning.
    """

    point: Point
    moment: Moment
    after: str | None

    def __str__(self) -> str:
        return str(self.point) if self.moment == "exactly" else f"{self.point} at its {self.moment}"


class Distance(NamedTuple):
    """``later - earlier <= most`` seconds; ``without_horizon`` is the same with no horizon (None: no bound).

    A point that is None stands for the warning.
    """

    later: SharedPoint | None
    earlier: SharedPoint | None
    most: int | None
    without_horizon: int | None


class Projection(NamedTuple):
    """One network's distances: all scenarios stacked (``scenario`` None), or one scenario, reduced or as it stands."""

    form: Literal["stacked", "reduced", "plain"]
    scenario: str | None
    distances: tuple[Distance, ...]
    consistent: bool


class SharedHold(NamedTuple):
    """A user of shared means: from ``start`` until ``end`` (a promise: and its turnaround) it holds ``amount``."""

    user: str
    means: str
    amount: int
    start: Point
    end: Point
    promise: str | None


class ReleasedCourse(NamedTuple):
    """One course with one way for each need, as it stands at ``rungs``.

    ``lacks`` are the points that it was asked for and does not have. What stands neither there nor in ``points`` was
    not asked for when it was made: whether the course has it, only its party knows.
    """

    name: str
    contingency: str
    ways: tuple[tuple[str, str], ...]
    rungs: tuple[Rung, ...]
    meets: tuple[str, ...]
    relies_on: tuple[str, ...]
    joins: tuple[Rule, ...]
    points: tuple[SharedPoint, ...]
    holds: tuple[SharedHold, ...]
    projections: tuple[Projection, ...]
    lacks: tuple[Point, ...] = ()


class Released(NamedTuple):
    """Everything that a party released of its plans within a compact.

    ``means`` are those of its own that its promises hold, with how many there are in all.
    """

    party: str
    compact: str
    means: tuple[tuple[str, int], ...]
    courses: tuple[ReleasedCourse, ...]
    place: Place


class Older(NamedTuple):
    """An interface that was made with something else than stands today: what it touches from a rung on, and why.

    No file says that; its reader finds it.
    """

    contingency: str
    since: Rung
    why: str
