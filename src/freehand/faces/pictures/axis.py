"""A time axis: the warning, then hours, then days; a tick where the eye needs one."""

from __future__ import annotations

from typing import NamedTuple

from freehand.quantities import DAY, HOUR, MINUTE, show_duration

STEPS = (
    *(MINUTE * m for m in (1, 5, 10, 15, 30)),
    *(HOUR * h for h in (1, 2, 3, 6, 12)),
    *(DAY * d for d in (1, 2, 4, 7, 14, 28, 91, 182, 365, 1825, 3650)),
)
MOST_TICKS = 9


class Axis(NamedTuple):
    """Seconds after the warning as places on a picture, from ``left`` (the warning) to ``right`` (``end`` seconds)."""

    left: float
    right: float
    end: int

    def x(self, seconds: int) -> float:
        """Where a moment stands; what lies before the warning or after the end stands at the edge.

        >>> Axis(100, 200, 10).x(5), Axis(100, 200, 10).x(99)
        (150.0, 200.0)
        """
        return self.left + (self.right - self.left) * min(max(seconds, 0), self.end) / self.end

    @property
    def ticks(self) -> list[tuple[int, str]]:
        """The moments that bear a tick, with their labels.

        >>> [label for _, label in Axis(0, 1, 54 * 3600).ticks]
        ['warning', '6 h', '12 h', '18 h', 'D+1', '30 h', '36 h', '42 h', 'D+2', '54 h']
        """
        step = next((s for s in STEPS if self.end / s <= MOST_TICKS), STEPS[-1])
        return [(at, label(at)) for at in range(0, self.end + 1, step)]


def label(seconds: int) -> str:
    """A moment on the axis: whole days as D+1, everything else as a length of time.

    >>> label(0), label(86400), label(30 * 3600)
    ('warning', 'D+1', '30 h')
    """
    if not seconds:
        return "warning"
    return f"D+{seconds // DAY}" if seconds % DAY == 0 else show_duration(seconds)


def axis(left: float, right: float, moments: list[int]) -> Axis:
    """An axis that reaches a little beyond the last of some moments."""
    return Axis(left, right, max([HOUR, *moments]))
