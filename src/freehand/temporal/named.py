"""A temporal network as a value: named points, constraints and links with reasons, checked once and never changed.

Rules (each breach is one fault; all faults of a network are told at once)
    1. Names are text, not empty, each given once. A constraint and a link name points that are there.
    2. Weights are whole seconds: no fractions, no NaN, no truth values.
    3. A contingent link has ``0 < low < high``. With ``low == high`` nature has nothing to pick: that is a plain
       constraint (two of them), and is refused here so that nobody mistakes one for the other.
    4. A point ends one contingent link at most, and following links backwards never runs in a circle.
    5. The weights of a network, added up without their signs, stay below 2**61: no sum along any way can leave 64 bits,
       so nothing has to be looked at while reckoning.
    6. At most :data:`MOST_CONSTRAINTS` constraints and as many links: from 0.7 GiB (consistency) to 1.7 GiB
       (dynamic controllability). What comes after is not looked at.

A reason is whatever the caller wants to be told when its constraint takes part in a proof; nothing here looks at it.

Source of the model: R. Dechter, I. Meiri, J. Pearl (1991) and T. Vidal, H. Fargier (1999), see
:mod:`freehand.temporal.network`, whose whole numbers this module gives names to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from freehand.errors import Fault, InputError, Place, shown
from freehand.temporal.graph import FITS
from freehand.temporal.network import Edge, Link

MOST_CONSTRAINTS = 2_000_000
MOST_SUM = FITS
MOST_FAULTS = 100
"""Faults told of one network; beyond these only their number is."""

Where = Callable[[str, int, str], Place | None]
"""The place of a field: of ``("constraints", 3, "max")``, say. Readers of files know lines; others do not."""


class Constraint(NamedTuple):
    """``end - start <= most`` seconds; ``start`` and ``end`` count the network's points from 0."""

    start: int
    end: int
    most: int
    reason: object = None


class ContingentLink(NamedTuple):
    """Nature picks ``end - start`` anywhere in ``[low, high]`` seconds; points as in :class:`Constraint`."""

    start: int
    end: int
    low: int
    high: int
    reason: object = None


class _Fields(NamedTuple):
    points: tuple[str, ...]
    constraints: tuple[Constraint, ...]
    links: tuple[ContingentLink, ...]


class Network(_Fields):
    """Points, constraints and contingent links. Times are counted from :attr:`origin`.

    >>> network = Network.of(["warning", "alarm", "clear"], [("alarm", "clear", 9)], [("warning", "alarm", 1, 3)])
    >>> network.edges, network.bounds
    ([(1, 2, 9)], [(0, 1, 1, 3)])

    :raises InputError: with every breach of the rules above.
    """

    # Documented by the class: a network has no life before it is checked.
    def __new__(  # noqa: D102
        cls, points: Iterable[str], constraints: Iterable[Constraint] = (), links: Iterable[ContingentLink] = ()
    ) -> Network:
        faults = _Faults(_nowhere)
        names = faults.of_points(points)
        size = len(names)

        def counted(point: object) -> int | None:
            return point if type(point) is int and 0 <= point < size else None

        return cls._checked(faults, names, constraints, links, counted)

    @classmethod
    def of(
        cls,
        points: Iterable[str],
        constraints: Iterable[Sequence[Any]] = (),
        links: Iterable[Sequence[Any]] = (),
        where: Where | None = None,
    ) -> Network:
        """A network from names: ``(from, to, max[, reason])`` and ``(from, to, low, high[, reason])``.

        :param where: where a field was read, for faults; see :data:`Where`.
        :raises InputError: with every breach of the rules above.

        >>> Network.of(["a", "a"], [("a", "b", 1.5)])
        Traceback (most recent call last):
        freehand.errors.InputError: points / 1: the point 'a' is named twice
          why:  a constraint could mean either of them.
          next: Give each point a name of its own.
        <BLANKLINE>
        constraints / 0 / to: there is no point 'b'
          why:  constraints and links join points of the network.
          next: Name one of its points, or add the point.
        <BLANKLINE>
        constraints / 0 / max: '1.5' is no whole number of seconds
          why:  everything is reckoned exactly, in whole seconds.
          next: Give whole seconds, such as 3600.
        """
        faults = _Faults(where or _nowhere)
        names = faults.of_points(points)
        at = {name: index for index, name in reversed(list(enumerate(names))) if isinstance(name, str)}

        def called(name: object) -> int | None:
            return at.get(name) if isinstance(name, str) else None

        return cls._checked(faults, names, constraints, links, called)

    @classmethod
    def _checked(
        cls,
        faults: _Faults,
        names: tuple[str, ...],
        constraints: Iterable[Sequence[Any]],
        links: Iterable[Sequence[Any]],
        point: Callable[[object], int | None],
    ) -> Network:
        stated = [Constraint(*one) for one in _placed("constraints", constraints, _CONSTRAINT, point, faults)]
        uncertain = [ContingentLink(*one) for one in _placed("links", links, _LINK, point, faults)]
        faults.of_numbers(stated, uncertain)
        faults.end()
        return cls._make((names, tuple(stated), tuple(uncertain)))

    @cached_property
    def edges(self) -> list[Edge]:
        """The constraints as :mod:`freehand.temporal.network` takes them, in their order; not to be changed."""
        return [(start, end, most) for start, end, most, _ in self.constraints]

    @cached_property
    def bounds(self) -> list[Link]:
        """The links as :mod:`freehand.temporal.network` takes them, in their order; not to be changed."""
        return [(start, end, low, high) for start, end, low, high, _ in self.links]

    @cached_property
    def origin(self) -> int:
        """The point from which times are counted: the first; where that one ends a link, the beginning of its chain."""
        before = {link.end: link.start for link in self.links}
        at = 0
        while at in before:
            at = before[at]
        return at

    @cached_property
    def at(self) -> dict[str, int]:
        """The index of every point by its name; not to be changed."""
        return {name: index for index, name in enumerate(self.points)}

    @cached_property
    def kept(self) -> dict[str, Any]:
        """What solvers put together once for this network and look at again; theirs alone."""
        return {}

    @cached_property
    def executable(self) -> tuple[int, ...]:
        """The points that nobody but us gives a time: those that end no link."""
        ended = {link.end for link in self.links}
        return tuple(point for point in range(len(self.points)) if point not in ended)


class Builder:
    """Put a network together step by step; points are added when they are first named.

    >>> builder = Builder("warning")
    >>> builder.link("warning", "alarm", 1, 3, reason="sensor")
    >>> builder.between("alarm", "clear", 0, 9)
    >>> builder.build().points
    ('warning', 'alarm', 'clear')
    """

    def __init__(self, *points: str) -> None:
        self._points: dict[str, None] = dict.fromkeys(points)
        self._constraints: list[tuple[str, str, int, object]] = []
        self._links: list[tuple[str, str, int, int, object]] = []

    def point(self, name: str) -> None:
        """A point that nothing binds yet."""
        self._points[name] = None

    def at_most(self, start: str, end: str, most: int, reason: object = None) -> None:
        """``end`` comes at most so many seconds after ``start``."""
        self._named(start, end)
        self._constraints.append((start, end, most, reason))

    def at_least(self, start: str, end: str, least: int, reason: object = None) -> None:
        """``end`` comes at least so many seconds after ``start``."""
        self._named(start, end)
        self._constraints.append((end, start, _negated(least), reason))

    def between(self, start: str, end: str, least: int, most: int, reason: object = None) -> None:
        """``end`` comes ``least`` to ``most`` seconds after ``start``, as we choose."""
        self.at_most(start, end, most, reason)
        self.at_least(start, end, least, reason)

    def link(self, start: str, end: str, low: int, high: int, reason: object = None) -> None:
        """``end`` comes ``low`` to ``high`` seconds after ``start``, as nature picks."""
        self._named(start, end)
        self._links.append((start, end, low, high, reason))

    def build(self) -> Network:
        """The network as it stands.

        :raises InputError: with every fault of what was added.
        """
        return Network.of(self._points, self._constraints, self._links)

    def _named(self, *names: str) -> None:
        self._points.update(dict.fromkeys(names))


def _negated(value: Any) -> Any:
    """What is no number is left as it is, to be refused with everything else."""
    return -value if isinstance(value, (int, float)) else value


def _nowhere(kind: str, index: int, field: str) -> Place:
    return Place("", 0, " / ".join(part for part in (kind, str(index), field) if part))


_CONSTRAINT = ("from", "to", "max", "reason")
_LINK = ("from", "to", "min", "max", "reason")
_UNKNOWN = -1
"""In the place of a point that is not there, which is a fault."""


def _placed(
    kind: str,
    several: Iterable[Sequence[Any]],
    fields: tuple[str, ...],
    point: Callable[[object], int | None],
    faults: _Faults,
) -> Iterator[tuple[Any, ...]]:
    """The same with points as numbers; what is no such tuple is left out, which is a fault."""
    for index, one in enumerate(several):
        if index == MOST_CONSTRAINTS:
            faults.too_many(kind)
            return
        if not isinstance(one, (tuple, list)) or not len(fields) - 1 <= len(one) <= len(fields):
            faults.misshapen(kind, index, fields, one)
            continue
        start, end = point(one[0]), point(one[1])
        if start is None or end is None:
            for field, at, name in (("from", start, one[0]), ("to", end, one[1])):
                if at is None:
                    faults.unknown(kind, index, field, name)
        yield (_UNKNOWN if start is None else start, _UNKNOWN if end is None else end, *one[2:])


def _quoted(value: object) -> str:
    """What was given, safe to print; a number that has more digits than Python writes is only large."""
    try:
        return shown(str(value))
    except ValueError:
        return "a number of thousands of digits"


class _Faults:
    """The faults of a network, as they are found."""

    def __init__(self, where: Where) -> None:
        self.where = where
        self.found: list[Fault] = []
        self.more = 0

    def add(self, kind: str, index: int, field: str, what: str, why: str, next: str) -> None:
        if len(self.found) < MOST_FAULTS:
            self.found.append(Fault(what, self.where(kind, index, field) if kind else None, why, next))
        else:
            self.more += 1

    def end(self) -> None:
        if self.more:
            self.found.append(
                Fault(f"and {self.more} more faults", None, "only the first are listed.", "Mend these first.")
            )
        if self.found:
            raise InputError(self.found)

    def unknown(self, kind: str, index: int, field: str, name: object) -> None:
        what, why = f"there is no point '{_quoted(name)}'", "constraints and links join points of the network."
        self.add(kind, index, field, what, why, "Name one of its points, or add the point.")

    def misshapen(self, kind: str, index: int, fields: tuple[str, ...], one: object) -> None:
        what, why = f"'{_quoted(one)}' is no {kind[:-1]}", f"a {kind[:-1]} has {', '.join(fields[:-1])}."
        self.add(kind, index, "", what, why, f"Give ({', '.join(fields[:-1])}) or ({', '.join(fields)}).")

    def too_many(self, kind: str) -> None:
        """Rule 6."""
        what, why = f"more than {MOST_CONSTRAINTS} {kind}", "to decide a network of so many takes up to 2 GiB."
        self.add(kind, MOST_CONSTRAINTS, "", what, why, "Split the network, or leave out what follows.")

    def of_points(self, points: Iterable[Any]) -> tuple[Any, ...]:
        """Rule 1."""
        names = tuple(points)
        seen: set[str] = set()
        for index, name in enumerate(names):
            if not isinstance(name, str) or not name:
                what = f"'{_quoted(name)}' is no name" if name != "" else "a point without a name"
                self.add("points", index, "", what, "a point is known by its name.", "Give it a name.")
                continue
            if name in seen:
                what, why = f"the point '{shown(name)}' is named twice", "a constraint could mean either of them."
                self.add("points", index, "", what, why, "Give each point a name of its own.")
            seen.add(name)
        if not names:
            why = "times are counted from the first point, so there must be one."
            self.add("points", 0, "", "a network without points", why, "Name at least one point.")
        return names

    def of_numbers(self, constraints: Sequence[Constraint], links: Sequence[ContingentLink]) -> None:
        """Rules 2 to 5."""
        total = sum(abs(c.most) for i, c in enumerate(constraints) if self._whole("constraints", i, "max", c.most))
        ended: dict[int, int] = {}
        for index, (_, end, low, high, _) in enumerate(links):
            # Both are looked at, so that both faults are told.
            if self._whole("links", index, "min", low) & self._whole("links", index, "max", high):
                self._bounds(index, low, high)
                total += abs(low) + abs(high)
            if end == _UNKNOWN:
                continue
            if end in ended:
                what = f"links {ended[end]} and {index} end at the same point"
                why = "nature cannot pick one moment twice."
                self.add("links", index, "to", what, why, "Let each link end at a point of its own.")
            ended.setdefault(end, index)
        self._circles(links, ended)
        if total >= MOST_SUM:
            why = "their sum could leave 64 bits, and a sum that overflows is a wrong answer."
            self.add("", 0, "", "the weights are too large", why, "Use smaller numbers: seconds, not microseconds.")

    def _whole(self, kind: str, index: int, field: str, value: object) -> bool:
        if type(value) is int:
            return True
        what = f"'{_quoted(value)}' is no whole number of seconds"
        why = "everything is reckoned exactly, in whole seconds."
        then = "Give whole seconds, such as 3600."
        if hasattr(value, "__index__"):  # a truth value, or a whole number of a kind that may overflow
            what, then = f"{what}: its type is {type(value).__name__}", "Give an int, such as 3600."
        self.add(kind, index, field, what, why, then)
        return False

    def _bounds(self, index: int, low: int, high: int) -> None:
        """Rule 3."""
        least, most = _quoted(low), _quoted(high)
        if low == high:
            what, why = f"a link that takes exactly {least}", "nature has nothing to pick: it is a plain constraint."
            self.add("links", index, "min", what, why, "State it as two constraints, 'at most' and 'at least'.")
        elif low > high:
            what, why = f"a link of at least {least} and at most {most}", "no duration is both."
            self.add("links", index, "min", what, why, "Swap the two numbers, or mend one.")
        if low <= 0:
            what, why = (
                f"a link that may take {least}",
                "what nature decides comes after what it follows: min is above 0.",
            )
            self.add("links", index, "min", what, why, "Give a min of at least 1.")

    def _circles(self, links: Sequence[ContingentLink], ended: dict[int, int]) -> None:
        """Rule 4: each point is passed once, so this takes one pass over the links whatever they are."""
        done: set[int] = set()
        for first in ended.values():
            way: dict[int, None] = {}
            at: int | None = first
            while at is not None and at not in done:
                if at in way:
                    what = f"the links from {at} on run in a circle"
                    why = "each of these points would come after itself."
                    self.add("links", at, "from", what, why, "Let the chain begin at a point that no link ends.")
                    break
                way[at] = None
                at = ended.get(links[at].start)
            done.update(way)
