"""A plan played out: somebody who acts by the dispatcher, against a nature that picks durations.

Rule
    1. The strategy says which point it will execute next, and when, if nothing is seen before.
    2. Nature says which link that is under way will end next, and when, if nothing is executed before.
    3. Whatever comes first happens; at one instant nature comes first, and the strategy may answer at once.
    4. Both are asked again, until everything has happened.

Source
    The game is that of P. Morris, N. Muscettola, T. Vidal (2001), dynamic execution, with reaction at the instant of an
    observation.

Cost
    A question to the dispatcher for everything that happens.

Limits
    Nothing here shows that a plan holds; that is what proofs are for. Playing shows what acting by one looks like.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import NamedTuple, TypeAlias

from freehand.errors import UsageError, one_fault
from freehand.temporal.dispatching import Dispatcher, Moves
from freehand.temporal.named import Network


class Happening(NamedTuple):
    """``point`` came at ``time``, in seconds after the network's origin; ``who`` is ``we`` or ``nature``."""

    time: int
    point: str
    who: str


class Act(NamedTuple):
    """Execute ``point`` at ``time``, unless something is seen before."""

    time: int
    point: str


Strategy: TypeAlias = Callable[[Moves], Act | None]
"""What to do next; None to wait for nature, where nothing is pressing."""

Nature: TypeAlias = Callable[[Moves, Mapping[str, int]], Act]
"""Which of the links under way (``moves.running``) ends next, and when, if nothing is executed before; it is told what
has happened, and asked again after everything that happens. Called only where a link is under way."""

Pick: TypeAlias = Callable[[int, int], int]
"""A number between two, both included, such as ``random.Random(7).randint``."""


def _time(act: Act) -> int:
    return act.time


def as_early(moves: Moves) -> Act | None:
    """Everything as soon as it may be; at one time in the order of the network."""
    return min((Act(move.ready, move.point) for move in moves.may), key=_time, default=None)


def as_late(moves: Moves) -> Act | None:
    """Nothing before it must be; what is never due once nature is done."""
    last = (Act(move.latest, move.point) for move in moves.may if move.latest is not None)
    due = min(last, key=_time, default=None)
    return due if due is not None or moves.running else as_early(moves)


def as_it_falls(pick: Pick) -> Strategy:
    """Anything that may be done, at any time at which it may be."""

    def strategy(moves: Moves) -> Act | None:
        by = moves.act_by
        able = [move for move in moves.may if by is None or move.ready <= by]
        if not able or (by is None and moves.running and pick(0, 3) == 0):
            return None
        move = able[pick(0, len(able) - 1)]
        return Act(pick(move.ready, move.ready + 10 if by is None else by), move.point)

    return strategy


def durations(taken: Mapping[str, int]) -> Nature:
    """A nature that has made up its mind: for each end of a link, how long it takes."""

    def nature(moves: Moves, happened: Mapping[str, int]) -> Act:
        del happened
        return min(Act(run.begun + taken[run.point], run.point) for run in moves.running)

    return nature


def chance(pick: Pick) -> Nature:
    """A nature that draws each duration when its link starts, every one between the bounds alike."""
    drawn: dict[str, int] = {}

    def nature(moves: Moves, happened: Mapping[str, int]) -> Act:
        del happened
        for run in moves.running:
            if run.point not in drawn:
                drawn[run.point] = pick(run.earliest, run.latest)
        return min(Act(drawn[run.point], run.point) for run in moves.running)

    return nature


def extremes(network: Network) -> Iterator[dict[str, int]]:
    """Every outcome in which each link takes as short or as long as it can: 2**k of them for k links."""
    ends = [network.points[link.end] for link in network.links]
    for taken in product(*((link.low, link.high) for link in network.links)):
        yield dict(zip(ends, taken, strict=True))


MOST_EXTREMES = 10
"""Links up to which all extremes are played to find the worst."""


def worst(network: Network, strategy: Strategy = as_early) -> dict[str, int]:
    """The extreme durations with which the last point comes last, for somebody who acts by this strategy.

    Up to ``MOST_EXTREMES`` links all extremes are played. Beyond, links are set one by one, from all at their longest,
    to what makes it later, until none does: later than with any one link changed.

    >>> network = Network.of(["alarm", "clear", "leave"], [("leave", "clear", 0)], [("alarm", "clear", 1, 3)])
    >>> worst(network)
    {'clear': 3}
    """
    dispatcher = Dispatcher(network)

    def last(taken: Mapping[str, int]) -> int:
        return max(one.time for one in play(network, durations(taken), strategy, dispatcher))

    if len(network.links) <= MOST_EXTREMES:
        return max(extremes(network), key=last)
    taken = {network.points[link.end]: link.high for link in network.links}
    latest = last(taken)
    better = True
    while better:
        better = False
        for link in network.links:
            end = network.points[link.end]
            other = {**taken, end: link.low + link.high - taken[end]}
            if (time := last(other)) > latest:
                taken, latest, better = other, time, True
    return taken


def play(
    network: Network, nature: Nature, strategy: Strategy = as_early, dispatcher: Dispatcher | None = None
) -> list[Happening]:
    """Everything that happens, in order.

    :param nature: which link ends when, such as ``durations({...})``.
    :param strategy: what is done when, among what may be.
    :param dispatcher: that of this network, where there is one already.
    :raises UsageError: if the network is not dynamically controllable; if the strategy does what may not be done, or
        waits where something is due; if nature does what it cannot.

    >>> network = Network.of(
    ...     ["alarm", "clear", "leave"], [("leave", "clear", 0), ("clear", "leave", 4)], [("alarm", "clear", 1, 3)]
    ... )
    >>> for one in play(network, durations({"clear": 2})):
    ...     print(one.time, one.point, one.who)
    0 alarm we
    2 clear nature
    2 leave we
    """
    position = (dispatcher or Dispatcher(network)).begin()
    now = 0
    happened: dict[str, int] = {}
    told: list[Happening] = []
    while not (moves := position.moves(now)).over:
        ours = strategy(moves)
        theirs = nature(moves, happened) if moves.running else None
        by = moves.act_by
        if theirs is not None and (ours is None or theirs.time <= ours.time) and (by is None or theirs.time <= by):
            _possible(moves, theirs)
            now, point = theirs
            told.append(Happening(now, point, "nature"))
        else:
            _allowed(moves, ours)
            assert ours is not None
            now, point = ours
            told.append(Happening(now, point, "we"))
        happened[point] = now
        position.happen(point, now)
    origin = happened[network.points[network.origin]]
    return [one._replace(time=one.time - origin) for one in told]


def _allowed(moves: Moves, act: Act | None) -> None:
    """Whether the strategy keeps to what may be done."""
    by = moves.act_by
    if act is None:
        what = f"the strategy waits, but {', '.join(moves.due) or 'something'} must be executed"
        why = "nothing will be seen before." if by is None else f"it has to be by {by}."
        raise UsageError(one_fault(what, why, "Let it name a point and a time."))
    move = next((move for move in moves.may if move.point == act.point), None)
    if move is None or act.time < move.ready or (by is not None and act.time > by):
        what = f"the strategy executes {act.point} at {act.time}"
        why = "it may not be executed then." if move is None or act.time < move.ready else f"something is due at {by}."
        raise UsageError(one_fault(what, why, "Choose among the moves, no later than the first is due."))


def _possible(moves: Moves, act: Act) -> None:
    """Whether nature keeps to the bounds of its links."""
    run = next((run for run in moves.running if run.point == act.point), None)
    if run is None or not max(run.earliest, moves.now) <= act.time <= run.latest:
        what, why = f"nature has {act.point} come at {act.time}", "its link does not end then."
        raise UsageError(one_fault(what, why, "Let it choose among the links under way, within their bounds."))
