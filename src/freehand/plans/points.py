"""Time points as planners name them, and the rules that tie two of them."""

from typing import Literal, NamedTuple

from freehand.errors import Place

PointKind = Literal["warning", "event", "start", "end", "call", "delivery", "asking", "consent"]


class Point(NamedTuple):
    """An instant in a plan.

    ``party`` is empty for the warning and for events, which everybody sees. ``name`` is the event, the activity, the
    need that is called for, or the rule of the terms that wants a consent.

    >>> print(Point("end", "B", "reception"))
    end of B's reception
    """

    kind: PointKind
    party: str
    name: str

    def __str__(self) -> str:
        match self.kind:
            case "warning":
                return "the warning"
            case "event":
                return self.name
            case "call":
                return f"{self.party}'s call for {self.name}"
            case "delivery":
                return f"delivery of {self.name} to {self.party}"
            case "asking":
                return f"{self.party}'s asking ({self.name})"
            case "consent":
                return f"consent to {self.party} ({self.name})"
            case kind:
                return f"{kind} of {self.party}'s {self.name}"


WARNING = Point("warning", "", "")


class Rule(NamedTuple):
    """A sentence about two points and its reason: ``at_least <= later - earlier <= at_most`` (seconds).

    ``order`` marks "not before": it is no number, and nobody can be asked for another one.
    """

    text: str
    why: str
    later: Point
    earlier: Point
    at_least: int | None
    at_most: int | None
    order: bool
    place: Place
