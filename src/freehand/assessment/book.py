"""The book of one contingency: every number and every statement that the reckoning rests on, written once.

Networks are built of edges whose weights are sums of *numbers*, so that each number can be named in a chain, moved by
an ask, and found again in any network. Numbers, statements, links and points are interned: equal ones have one index.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from freehand.errors import Place
from freehand.plans.points import WARNING, Point
from freehand.terms.scope import Rung

NOBODY = Place("", 0, "")
# Stand-ins in the sentences of a number. No name can hold control characters, so nothing else looks like them.
VALUE, NEW, OLD = "\x00", "\x01", "\x02"


class Number(NamedTuple):
    """One number that somebody wrote, in seconds.

    ``owner`` is a party, a holder of consent, "the terms", or None where nobody can change it. ``rung`` is the rung
    from which one could ask for another value, None if it cannot be asked for. ``ask`` is a sentence with stand-ins
    for the new and the old value. ``up`` and ``down`` say the number in a chain, where it adds time and where it takes
    some, with a stand-in for the value; both are empty where the statement's own sentence says it. A value stays within
    ``[least, most]``.
    """

    owner: str | None
    rung: Rung | None
    ask: str
    up: str
    down: str
    source: str
    value: int
    least: int
    most: int
    place: Place
    other: int | None = None
    """The other bound of the same thing: two parties may know one bound alike and the other differently."""


class Statement(NamedTuple):
    """Why an edge is there: who said it, in which document, in words. ``kind`` says what would take it away.

    ========  =====================================================================
    own       a rule, duration or need of one party's plan
    join      a rule of one party about a point of another
    rule      a rule of the terms
    order     one user of a means before another
    released  a distance that a partner released in place of its plan
    unsound   a partner's release that does not hold by itself, by nobody knows how much
    zero      nothing happens before the warning
    horizon   everything ends within the horizon
    ========  =====================================================================
    """

    kind: str
    owner: str
    element: str
    text: str
    source: str
    place: Place

    @property
    def nobodys(self) -> bool:
        """Whether the statement is nobody's: no fault rests on it alone."""
        return self.kind in ("zero", "horizon")


class Link(NamedTuple):
    """What nature decides: ``end`` comes ``low`` to ``high`` (indices of numbers) after ``start`` (points' indices).

    ``seen_by`` names the parties that see the outcome by themselves; empty means everybody.
    """

    start: int
    end: int
    low: int
    high: int
    seen_by: tuple[str, ...]


class Edge(NamedTuple):
    """``y - x <= sum of terms``: term ``+k`` adds number ``k``, term ``-k`` subtracts it. Points are indices.

    ``party`` is the party inside whose network the edge lies, or empty for an edge across parties.
    """

    x: int
    y: int
    terms: tuple[int, ...]
    statement: int
    party: str


@dataclass(slots=True)
class Book:
    """Interned numbers, statements, links and points of one contingency. Number 0 is never used; point 0 is Z.

    ``granted`` gives some numbers another value than their owners wrote: what would turn if an ask were granted.
    """

    granted: Mapping[Number, int] = field(default_factory=dict)
    numbers: list[Number] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    points: list[Point | tuple[Point, str]] = field(default_factory=list)
    twins: dict[int, int] = field(default_factory=dict)
    _index: dict[object, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.numbers.append(Number(None, None, "", "", "", "", 0, 0, 0, NOBODY))
        self.values.append(0)
        self.point(WARNING)

    def number(self, number: Number) -> int:
        """The index of this number, from 1 on."""
        index = self._index.get(number)
        if index is None:
            index = self._index[number] = len(self.numbers)
            self.numbers.append(number)
            self.values.append(self.granted.get(number, number.value))
        return index

    def pair(self, low: Number, high: Number) -> tuple[int, int]:
        """The indices of two bounds of one thing: where an ask pushes one past the other, both move."""
        i, j = self.number(low._replace(other=high.value)), self.number(high._replace(other=low.value))
        self.twins[i], self.twins[j] = j, i
        return i, j

    def statement(self, statement: Statement) -> int:
        """The index of this statement."""
        index = self._index.get(statement)
        if index is None:
            index = self._index[statement] = len(self.statements)
            self.statements.append(statement)
        return index

    def link(self, link: Link) -> int:
        """The index of this contingent link."""
        key = ("link", link)
        index = self._index.get(key)
        if index is None:
            index = self._index[key] = len(self.links)
            self.links.append(link)
        return index

    def point(self, point: Point | tuple[Point, str]) -> int:
        """The index of this point; the warning is 0. A released extreme is the pair (point, "earliest"|"latest")."""
        key = ("point", point)
        index = self._index.get(key)
        if index is None:
            index = self._index[key] = len(self.points)
            self.points.append(point)
        return index

    def weight(self, edge: Edge, changed: Mapping[int, int] | None = None) -> int:
        """The edge's weight in seconds, with some numbers changed."""
        values = self.values
        total = 0
        for term in edge.terms:
            index = term if term > 0 else -term
            value = values[index] if changed is None or index not in changed else changed[index]
            total += value if term > 0 else -value
        return total
