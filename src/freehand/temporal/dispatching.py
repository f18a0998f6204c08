"""What may be done when, given what has happened so far, so that every constraint will hold whatever nature does?

Rule
    The form of a dynamically controllable network (:class:`freehand.temporal.results.Dispatchable`) is closed under the
    reduction rules, so bounds to points that have happened are all that must be looked at.

    1. A point that has happened at t bounds others: ``y - x <= w`` gives y at most ``t + w`` where x has happened, and
       x at least ``t - w`` where y has. When a link starts at t, the moment ``b = t + low`` has happened as well.
    2. A point may be executed once all that it must come strictly after has happened: edges ``x -> y`` below 0, and the
       start of every link that it waits for.
    3. A wait ``(x, link, -v)`` holds x back until ``b + v``, unless the link has ended before.
    4. Who executes any such point at any time between its bounds, and none after its latest, keeps every constraint.

Source
    P. Morris, "Dynamic controllability and dispatchability relationships", CPAIOR 2014: what is closed is dispatchable
    in every outcome; P. Morris, N. Muscettola, T. Vidal, "Dynamic control of plans with temporal uncertainty", IJCAI
    2001: waits, and execution in real time; N. Muscettola, P. Morris, I. Tsamardinos, KR 1998: step 2.

Cost
    Once that of the form, n**2 edges at worst; then a question costs the edges of all that has happened.

Limits
    The form is not minimal, so more bounds are looked at than would be needed (L. Hunsberger and R. Posenato, ICAPS
    2024, find the smallest form). A point without a latest time is never
    due: all the same the plan is carried out only once every point has happened.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from freehand.errors import Fault, UsageError, one_fault, shown
from freehand.temporal.checking import dynamic
from freehand.temporal.limits import UNLIMITED, Limit
from freehand.temporal.named import Network
from freehand.temporal.results import DynamicallyControllable, Undecided


class Wait(NamedTuple):
    """Not before ``until``, unless ``unless`` has come."""

    unless: str
    until: int


class Move(NamedTuple):
    """``point`` may be executed from ``earliest`` to ``latest`` (None: at any time), once the ``waits`` are over."""

    point: str
    earliest: int
    latest: int | None
    waits: tuple[Wait, ...]

    @property
    def ready(self) -> int:
        """From when on it may be executed even if nothing more is seen."""
        return max((wait.until for wait in self.waits), default=self.earliest)


class Later(NamedTuple):
    """``point`` may not be executed before every point of ``after`` has come."""

    point: str
    after: tuple[str, ...]


class Running(NamedTuple):
    """A link is under way since ``begun``: ``point`` will come between ``earliest`` and ``latest``."""

    point: str
    begun: int
    earliest: int
    latest: int


class Moves(NamedTuple):
    """What may be done from ``now`` on."""

    now: int
    may: tuple[Move, ...]
    later: tuple[Later, ...]
    running: tuple[Running, ...]

    @property
    def act_by(self) -> int | None:
        """When at the latest something must be executed, if nothing is seen before; None where nothing is pressing."""
        return min((move.latest for move in self.may if move.latest is not None), default=None)

    @property
    def due(self) -> tuple[str, ...]:
        """What must be executed now."""
        return tuple(move.point for move in self.may if move.latest == self.now)

    @property
    def over(self) -> bool:
        """Whether everything has happened."""
        return not (self.may or self.later or self.running)


class Refused(NamedTuple):
    """What is said to have happened cannot be, or has left the way that always holds."""

    faults: tuple[Fault, ...]

    def __bool__(self) -> bool:
        return False


class Dispatcher:
    """Says what may start when.

    :param network: a dynamically controllable network.
    :param result: what :func:`freehand.temporal.checking.dynamic` said of it, where that is known.
    :param limit: when to give up deciding it.
    :raises UsageError: if the network is not dynamically controllable, or that was not decided within the limit.

    The crew may leave 2 after the alarm, or as soon as the road is reported clear; they need at most 4:

    >>> network = Network.of(
    ...     ["alarm", "clear", "leave"],
    ...     [("leave", "clear", 1), ("clear", "leave", 4)],
    ...     [("alarm", "clear", 1, 3)],
    ... )
    >>> dispatcher = Dispatcher(network)
    >>> dispatcher.moves({"alarm": 0}, now=0).may
    (Move(point='leave', earliest=1, latest=None, waits=(Wait(unless='clear', until=2),)),)
    >>> dispatcher.moves({"alarm": 0, "clear": 1}, now=1).may
    (Move(point='leave', earliest=1, latest=5, waits=()),)
    >>> print(dispatcher.moves({"alarm": 0, "leave": 1}, now=1).faults[0].as_text())
    leave was executed at 1, too early
      why:  before 2 it had to wait for clear.
      next: Execute a point only when it may be.
    """

    def __init__(
        self, network: Network, result: DynamicallyControllable | None = None, limit: Limit = UNLIMITED
    ) -> None:
        found = dynamic(network, limit) if result is None else result
        if isinstance(found, Undecided):
            what, why = "whether reacting can keep this network is not decided", f"{found.reached} were not enough."
            raise UsageError(one_fault(what, why, "Allow more."))
        if not isinstance(found, DynamicallyControllable):
            what, why = "no way of reacting keeps this network", "nature can defeat each of them."
            raise UsageError(one_fault(what, why, "Look at the chain that dynamic(network) gives, and loosen it."))
        self.network = network
        self._form = _Form(network, found)

    def moves(self, happened: Mapping[str, int], now: int) -> Moves | Refused:
        """What may be done from ``now`` on.

        :param happened: when each point came that has come, executed or seen; seconds, counted from anywhere.
        :param now: the present moment, on the same count. What comes at this very moment may have happened already.
        """
        faults = _nonsense(self.network, happened, now)
        if faults:
            return Refused(tuple(faults))
        position = Position(self._form)
        for name, time in happened.items():
            position.happen(name, time)
        faults = position.faults(now)
        return Refused(tuple(faults)) if faults else position.moves(now)

    def begin(self) -> Position:
        """A position in which nothing has happened, to be kept up to date step by step."""
        return Position(self._form)


class _Form:
    """A dispatchable form by point; behind the points, for each link, the moment ``low`` after its start."""

    def __init__(self, network: Network, result: DynamicallyControllable) -> None:
        self.network = network
        names = network.points
        n = len(names)
        size = n + len(network.links)
        self.n = n
        self.at = {name: point for point, name in enumerate(names)}
        self.above: list[list[tuple[int, int]]] = [[] for _ in range(size)]
        self.below: list[list[tuple[int, int]]] = [[] for _ in range(size)]
        self.first: list[set[int]] = [set() for _ in range(size)]
        self.waits: list[list[tuple[int, int]]] = [[] for _ in range(size)]
        self.starting: list[list[int]] = [[] for _ in range(n)]
        self.ending: dict[int, int] = {}
        for k, link in enumerate(network.links):
            self.starting[link.start].append(k)
            self.ending[link.end] = k
        edges, waits = result.form
        for x, y, w in edges:
            if x != y:
                self.above[x].append((y, w))
                self.below[y].append((x, w))
                if w < 0:
                    self.first[x].add(y)
        for x, k, w in waits:
            if x != network.links[k].end:
                self.waits[x].append((k, -w))
                self.first[x].add(n + k)
        self.behind: list[list[int]] = [[] for _ in range(size)]
        for x, first in enumerate(self.first):
            for y in first:
                self.behind[y].append(x)

    def name(self, point: int) -> str:
        """A point's name; of a moment within a link, that of the start of the link."""
        network = self.network
        return network.points[point if point < self.n else network.links[point - self.n].start]

    def span(self, point: int) -> int:
        """How much later than the point of this name it is."""
        return 0 if point < self.n else self.network.links[point - self.n].low


class Position:
    """What has happened, and what that means for the rest; :meth:`Dispatcher.begin` gives one."""

    def __init__(self, form: _Form) -> None:
        self._form = form
        size = len(form.first)
        self._times: list[int | None] = [None] * size
        self._low: list[int | None] = [None] * size
        self._high: list[int | None] = [None] * size
        self._missing = [len(first) for first in form.first]
        self._free = dict.fromkeys(form.network.executable)
        self._links: dict[int, int] = {}

    def happen(self, name: str, time: int) -> None:
        """A point has come, executed or seen: step 1. Nothing is checked here."""
        form, network = self._form, self._form.network
        point = form.at[name]
        self._free.pop(point, None)
        self._links.pop(form.ending.get(point, -1), None)
        self._bound(point, time)
        for k in form.starting[point]:
            self._bound(form.n + k, time + network.links[k].low)
            if self._times[network.links[k].end] is None:
                self._links[k] = time

    def _bound(self, point: int, time: int) -> None:
        form, low, high = self._form, self._low, self._high
        self._times[point] = time
        for y, w in form.above[point]:
            known = high[y]
            if known is None or time + w < known:
                high[y] = time + w
        for x, w in form.below[point]:
            known = low[x]
            if known is None or time - w > known:
                low[x] = time - w
        for x in form.behind[point]:
            self._missing[x] -= 1

    def moves(self, now: int) -> Moves:
        """What may be done from now on: steps 2 and 3."""
        form, network, times = self._form, self._form.network, self._times
        names = network.points
        may: list[Move] = []
        later: list[Later] = []
        for point in self._free:
            if self._missing[point]:
                after = {form.name(y) for y in form.first[point] if times[y] is None}
                later.append(Later(names[point], tuple(sorted(after))))
                continue
            low = self._low[point]
            earliest = now if low is None or low < now else low
            waits: dict[str, int] = {}
            for k, more in form.waits[point]:
                if times[network.links[k].end] is None:
                    # Not before the link can have ended, and then still not for a while.
                    soonest = times[form.n + k] or 0
                    if soonest + more > earliest:
                        earliest = max(earliest, soonest)
                        waits[names[network.links[k].end]] = soonest + more
            over = tuple(Wait(unless, until) for unless, until in sorted(waits.items()) if until > earliest)
            may.append(Move(names[point], earliest, self._high[point], over))
        running = [
            Running(names[c], begun, begun + low, begun + high)
            for k, begun in self._links.items()
            for _, c, low, high, _ in (network.links[k],)
        ]
        return Moves(now, tuple(may), tuple(later), tuple(running))

    def faults(self, now: int) -> list[Fault]:
        """Where what has happened is not what could, or was to, happen."""
        network, times = self._form.network, self._times
        found: list[Fault] = []
        for a, c, low, high, _ in network.links:
            found += _of_link(network.points[a], network.points[c], times[a], times[c], low, high, now)
        for point in network.executable:
            name, time, latest = network.points[point], times[point], self._high[point]
            if time is None:
                if latest is not None and latest < now:
                    why = f"it had to be executed by {latest}, and now it is {now}."
                    found.append(Fault(f"{name} is late", None, why, "Decide the network anew, as it now stands."))
                continue
            why = self._too_early(point, time) or self._too_late(point, time)
            if why:
                word = "early" if self._too_early(point, time) else "late"
                what = f"{name} was executed at {time}, too {word}"
                found.append(Fault(what, None, why, "Execute a point only when it may be."))
        return found

    def _too_early(self, point: int, time: int) -> str:
        form, network, times = self._form, self._form.network, self._times
        for y in form.first[point]:
            if times[y] is None:
                return f"{form.name(y)} had to come first."
            for x, w in form.below[y]:
                at, least = (times[y] or 0) - form.span(y), form.span(y) - w
                if x == point and time < at + least:
                    return f"it had to come at least {least} after {form.name(y)}, which came at {at}."
        for k, more in form.waits[point]:
            end, until = times[network.links[k].end], (times[form.n + k] or 0) + more
            if time < until and (end is None or end > time):
                return f"before {until} it had to wait for {network.points[network.links[k].end]}."
        return ""

    def _too_late(self, point: int, time: int) -> str:
        high = self._high[point]
        return f"it had to be executed by {high}." if high is not None and time > high else ""


def _of_link(a: str, c: str, begun: int | None, ended: int | None, low: int, high: int, now: int) -> list[Fault]:
    """What is wrong with a link."""
    if begun is None:
        if ended is None:
            return []
        why = f"it follows {a}, which has not happened."
        return [Fault(f"{c} is said to have come", None, why, f"Say when {a} happened.")]
    if ended is None:
        if now <= begun + high:
            return []
        what, why = f"{c} has not come", f"it had to come by {begun + high}, and now it is {now}."
        return [Fault(what, None, why, "Say when it came, or decide the network anew with a longer link.")]
    if low <= ended - begun <= high:
        return []
    why = f"it takes {low} to {high} after {a}, which came at {begun}."
    return [Fault(f"{c} is said to have come at {ended}", None, why, "Mend the time, or the bounds of the link.")]


def _nonsense(network: Network, happened: Mapping[str, int], now: int) -> list[Fault]:
    """What cannot even be looked at."""
    found: list[Fault] = []
    at = set(network.points)
    if type(now) is not int:
        what = f"'{shown(str(now))}' is no whole number of seconds"
        found.append(Fault(what, None, "now is a time.", "Give whole seconds, such as 3600."))
    for name, time in happened.items():
        if name not in at:
            why = "only points of the network can have happened."
            found.append(Fault(f"there is no point '{shown(str(name))}'", None, why, "Name one of its points."))
        elif type(time) is not int:
            what = f"'{shown(str(time))}' is no whole number of seconds"
            found.append(Fault(what, None, f"it is the time of {name}.", "Give whole seconds, such as 3600."))
        elif type(now) is int and time > now:
            why = f"now it is {now}."
            found.append(Fault(f"{name} is said to have come at {time}", None, why, "Say only what has happened."))
    return found
