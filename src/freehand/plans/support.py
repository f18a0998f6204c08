"""What a course cannot do without, and what a partner has promised towards it."""

from typing import NamedTuple

from freehand.errors import Place
from freehand.plans.activity import Duration, Hold
from freehand.plans.points import Rule
from freehand.plans.scenario import Span


class Need(NamedTuple):
    """Met by a promise, by the party's ``own_way`` (its lead from call to delivery), or by nothing."""

    name: str
    own_way: Duration | None
    place: Place


class Promise(NamedTuple):
    """Accepted support: delivered ``lead`` after the call, which may be made at any time in ``callable_at``.

    It holds its means from the call until ``turnaround`` seconds after delivery. ``caveats`` are the giver's limits,
    as rules on the receiver's call or delivery.
    """

    name: str
    giver: str
    receiver: str
    need: str
    contingency: str
    lead: Duration
    callable_at: Span
    holds: tuple[Hold, ...]
    turnaround: int
    caveats: tuple[Rule, ...]
    place: Place
