"""Call sheets: what one party calls for, asks for, starts and ends in a contingency, and by when. Values only.

All times are whole seconds. A time is counted from the warning, or from the event that is named beside it. What a sheet
is worth is its *guarantee*:

=========  =============================================================================================
free       whatever the sheet allows holds with whatever the partners' sheets allow them (*assured*)
timetable  it holds as long as every party keeps to the moments agreed (*assured if told apart*)
reacting   it holds as long as every party keeps to its moments and follows at once what the sheet says
           that it follows, being told what the sheet says that it is told (*adaptable*)
reminder   the choice is adaptable, and no list of moments and waits is known that would be enough
none       the plans do not hold: nothing on the sheet is to be relied on
=========  =============================================================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from freehand.assessment.asks import Ask
from freehand.assessment.explain import Chain
from freehand.assessment.verdict import Verdict
from freehand.plans.activity import Hold
from freehand.plans.points import Point
from freehand.terms.scope import Rung

Act = Literal["start", "end", "call", "ask", "notice"]
Guarantee = Literal["free", "timetable", "reacting", "reminder", "none"]


class Takes(NamedTuple):
    """How long something takes, in seconds; ``chosen`` by the party, or by nature."""

    chosen: bool
    low: int
    high: int

    @property
    def fixed(self) -> bool:
        """Whether there is nothing to pick."""
        return self.low == self.high


class Bound(NamedTuple):
    """``at_least <= this line - other line <= at_most`` in seconds, each counted from where it is counted.

    The other line's act is done first where there is an ``at_least``, and where ``apart``: counted from elsewhere.
    """

    other: Point
    at_least: int | None
    at_most: int | None
    apart: bool


class Awaited(NamedTuple):
    """What a line follows at once, so many seconds later; ``told_by`` is empty where the party sees it by itself."""

    point: Point
    seconds: int
    told_by: str


class Line(NamedTuple):
    """One thing to do. ``point`` is its instant; for a notice, the instant that it announces.

    ``ends`` is within which span comes what nobody picks: the end, the delivery, the consent. ``whom`` is who is told
    by doing it: the giver of a promise, the holder of a consent, whoever gets notice; empty is without a word.
    """

    act: Act
    point: Point
    after: str | None
    earliest: int | None
    latest: int | None
    open_ended: bool = False
    bounds: tuple[Bound, ...] = ()
    awaited: tuple[Awaited, ...] = ()
    takes: Takes | None = None
    ends: tuple[int, int] | None = None
    holds: tuple[Hold, ...] = ()
    whom: tuple[str, ...] = ()
    about: str = ""
    before: int | None = None
    """For a notice: how long before the point it is due."""
    lapses_in: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What other lines call it by."""
        return f"notice of {self.point}" if self.act == "notice" else str(self.point)


class Expected(NamedTuple):
    """What a partner may do, or nature: a call or an asking that comes to this party, an instant that it relies on.

    ``scenario`` is empty where it is the same in all. Times are None where nobody can say.
    """

    kind: Literal["call", "asking", "relied on", "assumed", "event"]
    point: Point
    scenario: str
    after: str | None
    earliest: int | None
    latest: int | None
    takes: Takes | None = None
    holds: tuple[Hold, ...] = ()
    turnaround: int = 0
    about: str = ""


class Told(NamedTuple):
    """That something has come, which one party must tell others."""

    teller: str
    whom: tuple[str, ...]
    point: str


class Block(NamedTuple):
    """Lines in the order of time; ``scenario`` is empty for those of all scenarios."""

    scenario: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The call sheet of one party in one contingency at one rung.

    ``verdict`` is the choice's, or, below *scenarios*, what the party believes; None where it has no course. ``chains``
    and ``asks`` say why plans do not hold, and what to ask for first.
    """

    party: str
    contingency: str
    rung: Rung
    horizon: int
    guarantee: Guarantee
    verdict: Verdict | None
    undecided: str | None
    aims_unmet: tuple[str, ...]
    course: str | None
    ways: tuple[tuple[str, str], ...]
    scenarios: tuple[str, ...]
    told_apart_by: int | None
    recognised: bool
    """Whether the scenario must be known: from the warning on, or by ``told_apart_by``."""
    blocks: tuple[Block, ...]
    tells: tuple[Told, ...]
    expected: tuple[Expected, ...]
    chains: tuple[Chain, ...]
    asks: tuple[Ask, ...]
    interfaces: tuple[str, ...]
    """Partners of whom only an interface is known."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines."""
        return tuple(line for block in self.blocks for line in block.lines)
