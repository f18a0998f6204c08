"""What a party does, how long it takes, and what it holds meanwhile."""

from typing import NamedTuple

from freehand.errors import Place
from freehand.terms.scope import Rung


class Duration(NamedTuple):
    """How long something takes, in seconds, and who decides: the party (``chosen``) or nature.

    ``floor`` is the least the owner could ever bring it to ("never under"); no ask goes below it.
    """

    chosen: bool
    low: int
    high: int
    floor: int
    place: Place


class Hold(NamedTuple):
    """So much of a means, held for as long as the activity or the promise lasts. An area is held whole (amount 1)."""

    means: str
    amount: int


class Activity(NamedTuple):
    """Something a party does. ``after`` names the event after which it starts at a chosen time (*anchored*)."""

    name: str
    duration: Duration
    holds: tuple[Hold, ...]
    after: str | None
    least_rung: Rung
    place: Place
