"""Freedom of action in time: a party's room, alone, with help, and joint; and what each tie costs it.

A party's *starts* are the starts of its activities, its calls and its askings for consent. Its *room* is the sum over
them of latest minus earliest time in its own reduced network:

1. *alone*: its own best course at the rung *alone*;
2. *with help*: its course of the choice, with this rung's knowledge and the promises it receives, none of its burdens;
3. *joint*: with help, every rule of the terms, and its shared points held in their windows.

Starts whose latest time is, with help, finite only through the horizon stay out of all three and are listed as
open-ended. *Kept* is joint over with help, never above one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from freehand.assessment.choices import Choice
from freehand.assessment.combination import Combination, Orders
from freehand.assessment.decide import Decider, Numeric
from freehand.assessment.setting import Start
from freehand.assessment.windows import Window
from freehand.plans.points import Point


@dataclass(frozen=True, slots=True)
class Room:
    """How far each counted start can move, in seconds, and the starts that only the horizon bounds."""

    widths: Mapping[Point, int]
    open_ended: tuple[Point, ...]

    @property
    def seconds(self) -> int:
        """The room: the sum of the widths."""
        return sum(self.widths.values())


@dataclass(frozen=True, slots=True)
class Time:
    """One party's freedom in time. A value is None where there is nothing to measure."""

    alone: int | None
    with_help: Room | None
    joint: Room | None

    @property
    def kept(self) -> Fraction | None:
        """Joint over with help, at most one; None where either is missing or there is no room with help."""
        if self.with_help is None or self.joint is None or not self.with_help.seconds:
            return None
        return min(Fraction(1), Fraction(self.joint.seconds, self.with_help.seconds))

    @property
    def lost(self) -> tuple[Point, int, int] | None:
        """The start that lost most (the first by name of equals): its width with help, and joint; None for no loss."""
        if self.with_help is None or self.joint is None:
            return None
        losses = [(self.joint.widths[p] - width, str(p), p) for p, width in self.with_help.widths.items()]
        lost, _, point = min(losses, default=(0, "", None))
        if point is None or not lost:
            return None
        return point, self.with_help.widths[point], self.joint.widths[point]


def own_room(combined: Combination, party: str, orders: Orders, decider: Decider) -> Room | None:
    """A party's room in its own reduced network, with help but without burdens; None where that is inconsistent."""
    part = combined.by_party[party]
    bounds = decider.bounds(combined.own(party, False, orders))
    if part.released or decider.fault(bounds) is not None:
        return None
    free = decider.bounds(combined.own_open(party, False, orders))
    return room(bounds, free, part.starts, decider)


def room(bounds: Numeric, free: Numeric, starts: list[Start], decider: Decider) -> Room:
    """The room over some starts; ``free`` is the network without the horizon."""
    roots = [start.root for start in starts]
    spans = decider.spans(bounds, roots)
    unbounded = {root for root, (_, last) in decider.spans(free, roots).items() if last is None}
    widths: dict[Point, int] = {}
    for start in starts:
        first, last = spans[start.root]
        if start.root not in unbounded and first is not None and last is not None:
            widths[start.point] = last - first
    return Room(widths, tuple(sorted((s.point for s in starts if s.root in unbounded), key=str)))


def held(
    combined: Combination,
    party: str,
    orders: Orders,
    windows: tuple[Window, ...],
    decider: Decider,
    horizon: bool = True,
) -> Numeric:
    """A party's own reduced network with every rule, its shared points held in their windows (bounds in seconds).

    Whatever solves it is what the party may do without a word, whatever the others do inside their windows. Without
    the ``horizon`` it tells what nothing else bounds.
    """
    edges = combined.own(party, True, orders) if horizon else combined.own_open(party, True, orders)
    bounds = dict(decider.bounds(edges))
    for window in windows:
        if window.party == party:
            bounds[0, window.root] = min(bounds.get((0, window.root), window.high), window.high)
            bounds[window.root, 0] = min(bounds.get((window.root, 0), -window.low), -window.low)
    return bounds


def joint_room(
    combined: Combination, party: str, orders: Orders, windows: tuple[Window, ...], help_: Room, decider: Decider
) -> Room:
    """A party's room with its shared points held in their windows and every rule kept."""
    part = combined.by_party[party]
    edges = combined.own(party, True, orders)
    bounds = held(combined, party, orders, windows, decider)
    askings = [a for a in part.askings if any(a.root in (e.x, e.y) and e.y for e in edges)]
    starts = [s for s in part.starts if s.point not in help_.open_ended] + askings
    # An asking is open-ended where what it is for is: where, even with the rules, only the horizon bounds it.
    free = decider.bounds(combined.own_open(party, True, orders))
    spans = decider.spans(bounds, [s.root for s in starts])
    no_end = {r for r, (_, last) in decider.spans(free, [a.root for a in askings]).items() if last is None}
    widths: dict[Point, int] = {}
    for start in starts:
        first, last = spans[start.root]
        if start.root not in no_end and first is not None and last is not None:
            widths[start.point] = last - first
    return Room(widths, help_.open_ended)


def time_of(choice: Choice, party: str, alone: int | None) -> Time:
    """A party's freedom in time under a choice."""
    combined, decider = choice.combination, choice.decider
    if combined.broken or combined.by_party[party].released:
        return Time(alone, None, None)
    help_ = own_room(combined, party, choice.orders, decider)
    if help_ is None or choice.windows is None:
        return Time(alone, help_, None)
    return Time(alone, help_, joint_room(combined, party, choice.orders, choice.windows, help_, decider))
