"""Asks: the change in one number, and whose it is, that would turn the verdict; where none suffices, in two.

For each number of a chain that somebody could change: the value at which the choice becomes assured with all else as
it is, orders included. It is found by Newton steps: a negative cycle of the stacked reduced network says how far the
number must go at least; there the network is tried again (Dinkelbach 1967). Every negative cycle found is kept, and the
whole network is looked at only where none of these is left. At the value found the choice is assured, one
second beyond it is not. A number stops at its owner's floor, at zero or at the horizon, and where it would pass its
twin (a low its high) both move. An ask that would bring a new clash about is not offered.

Where several faults are independent, an ask that clears one of them says which, and what remains. Where no single
number suffices, pairs are tried, each number moved by the same fraction of its way, in thousandths rounded up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from freehand.assessment.book import NEW, OLD, Edge
from freehand.assessment.choices import Choice
from freehand.assessment.clashes import Crowd, critical_sets, first_meeting
from freehand.assessment.explain import Chain, faulty_network
from freehand.assessment.verdict import Verdict
from freehand.quantities import show_hours, show_instant
from freehand.terms.scope import Rung


class Ask(NamedTuple):
    """A ready clarification: move these numbers (index, from, to). ``clears`` lists the chains it clears, from 0.

    ``enough`` says whether the verdict becomes assured; else other faults remain. ``granted`` is every number that has
    another value once it is granted, twins that move along included.
    """

    text: str
    owner: str | None
    rung: Rung
    changes: tuple[tuple[int, int, int], ...]
    clears: tuple[int, ...]
    enough: bool
    granted: tuple[tuple[int, int], ...]

    def __str__(self) -> str:
        return f"{self.text} ({f'of {self.owner}' if self.owner else 'a question'}, rung {self.rung.word})"

    @property
    def size(self) -> int:
        """How far its numbers move in all, in seconds."""
        return sum(abs(new - old) for _, old, new in self.changes)


class Move(NamedTuple):
    """A number that could move, and the way that helps: +1 up, -1 down, at most ``reach`` seconds."""

    number: int
    way: int
    reach: int


class _Cycle(NamedTuple):
    """A cycle of the stacked network: the edges between each two of its points, the numbers in them, and its sum."""

    along: list[list[Edge]]
    numbers: frozenset[int]
    short: int


class Asker:
    """Finds the asks of one choice. A party that looks by itself needs no rung to change what is its ``own``."""

    def __init__(
        self, choice: Choice, capacities: Mapping[str, int], chains: Sequence[Chain], own: str | None = None
    ) -> None:
        self.own = own
        self.choice, self.book, self.decider = choice, choice.combination.book, choice.decider
        self.capacities = capacities
        self.chains = list(chains)
        combined = choice.combination
        self.edges = [] if combined.broken else combined.stacked(choice.orders)
        self._cycles: list[_Cycle] = []

    def asks(self) -> tuple[Ask, ...]:
        """All asks, those that suffice first, the smallest first; pairs only where no single number suffices."""
        found = self.singles()
        if not any(ask.enough for ask in found):
            found += self._pairs(self.moves)
        return tuple(sorted(found, key=lambda a: (not a.enough, len(a.changes), a.size, a.text)))

    def singles(self) -> list[Ask]:
        """The asks that move one number."""
        found = ((self._sufficient(move) or self._partial(move)) for move in self.moves)
        return [ask for ask in found if ask is not None]

    @property
    def smallest(self) -> int | None:
        """How far a single number must move, at least, to be enough by itself; None where none is."""
        found = (self._sufficient(move) for move in self.moves)
        return min((ask.size for ask in found if ask is not None), default=None)

    @cached_property
    def moves(self) -> list[Move]:
        """The numbers of the chains that somebody could change.

        The chain of an *impossible* choice is that of a network as it stands, which tells the kindest numbers; the
        verdict rests on the strictest, so those of the reduced network's faults are tried as well.
        """
        if self.choice.combination.broken or not self.chains:
            return []
        cycles = faults = [list(c.edges) for c in self.chains]
        if self.choice.verdict is Verdict.IMPOSSIBLE:
            faults = self.decider.faults(self.edges)
            cycles = cycles + faults
        for cycle in faults:
            self._keep([(e.x, e.y) for e in cycle])
        return self._moves([e for cycle in cycles for e in cycle])

    def _keep(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Keep a cycle of the stacked network that is negative, at least with some numbers changed."""
        along = self.decider.along(self.edges, pairs)
        numbers = frozenset(abs(t) for several in along for e in several for t in e.terms)
        self._cycles.append(_Cycle(along, numbers, self._sum(along, None)))

    def _consistent(self, changed: dict[int, int]) -> bool:
        """Whether the stacked network has a solution with some numbers changed: first by the cycles kept."""
        for cycle in self._cycles:
            untouched = cycle.numbers.isdisjoint(changed)
            if (cycle.short if untouched else self._sum(cycle.along, changed)) < 0:
                return False
        pairs = self.decider.fault(self.decider.bounds(self.edges, changed))
        if pairs is not None:
            self._keep(pairs)
        return pairs is None

    def _moves(self, edges: Sequence[Edge]) -> list[Move]:
        found: dict[tuple[int, int], Move] = {}
        for edge in edges:
            for term in edge.terms:
                index, way = abs(term), 1 if term > 0 else -1
                number = self.book.numbers[index]
                value = self.book.values[index]
                reach = number.most - value if way > 0 else value - number.least
                if number.rung is not None and reach > 0:
                    found.setdefault((index, way), Move(index, way, reach))
        return list(found.values())

    def changed(self, move: Move, by: int) -> dict[int, int]:
        """The numbers that differ when this one moves by so many seconds."""
        values = self.book.values
        new = values[move.number] + move.way * by
        result = {move.number: new}
        twin = self.book.twins.get(move.number)
        if twin is not None:
            is_low = values[move.number] <= values[twin] and (values[move.number] < values[twin] or move.number < twin)
            if (is_low and new > values[twin]) or (not is_low and new < values[twin]):
                result[twin] = new
        return result

    def _sufficient(self, move: Move) -> Ask | None:
        """The ask under which one number is enough."""
        by = self._threshold(move, self.edges)
        return None if by is None else self._offer((move,), (by,), tuple(range(len(self.chains))), True)

    def _partial(self, move: Move) -> Ask | None:
        """The ask under which one number clears one of several faults."""
        if len(self.chains) < 2:
            return None
        for i, chain_ in enumerate(self.chains):
            if not any(abs(t) == move.number for e in chain_.edges for t in e.terms):
                continue
            by = self._threshold(move, self._without_others[i])
            if by:
                return self._offer((move,), (by,), (i,), False)
        return None

    @cached_property
    def _without_others(self) -> list[list[Edge]]:
        """For each chain the network that it explains, without what the others rest on."""
        network = faulty_network(self.choice.combination, self.choice.orders, self.choice.verdict, self.decider) or []
        found = []
        for i in range(len(self.chains)):
            others = {e for j, c in enumerate(self.chains) if j != i for e in c.edges}
            others = {e for e in others if not self.book.statements[e.statement].nobodys}
            found.append([e for e in network if e not in others])
        return found

    def _threshold(self, move: Move, edges: list[Edge]) -> int | None:
        """By how much the number must move, at least, for the network to be consistent; None if it never is."""
        by = 0
        while by <= move.reach:
            along = self._fault(move, by, edges)
            if along is None:
                return by
            # What a cycle is short by is concave in the move (parallel edges, and a twin that starts to move along,
            # only flatten it), so a step along its slope never goes too far.
            here, beyond = (self._sum(along, self.changed(move, b) if b else None) for b in (by, by + 1))
            if beyond <= here:
                return None
            by += -(here // (beyond - here))
        return None

    def _fault(self, move: Move, by: int, edges: list[Edge]) -> list[list[Edge]] | None:
        """A negative cycle once the number has moved so far, one that is kept if there is any; None for none."""
        changed = self.changed(move, by) if by else None
        if edges is self.edges:
            for cycle in self._cycles:
                if self._sum(cycle.along, changed) < 0:
                    return cycle.along
        pairs = self.decider.fault(self.decider.bounds(edges, changed))
        if pairs is None:
            return None
        if edges is self.edges:
            self._keep(pairs)
        return self.decider.along(edges, pairs)

    def _sum(self, along: list[list[Edge]], changed: dict[int, int] | None) -> int:
        return sum(min(self.book.weight(edge, changed) for edge in several) for several in along)

    def _pairs(self, moves: Sequence[Move]) -> list[Ask]:
        found = []
        for one, other in combinations(moves, 2):
            if one.number == other.number or self.book.twins.get(one.number) == other.number:
                continue

            def at(thousandths: int, pair: tuple[Move, Move] = (one, other)) -> list[int]:
                return [-(-m.reach * thousandths // 1000) for m in pair]

            def works(thousandths: int, pair: tuple[Move, Move] = (one, other)) -> bool:
                changed: dict[int, int] = {}
                for m, by in zip(pair, at(thousandths), strict=True):
                    changed |= self.changed(m, by)
                return self._consistent(changed)

            if not works(1000):
                continue
            low, high = 0, 1000
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (low, middle) if works(middle) else (middle, high)
            ask = self._offer((one, other), tuple(at(high)), tuple(range(len(self.chains))), True)
            if ask is not None:
                found.append(ask)
        return found

    def _clash(self, changed: Mapping[int, int]) -> bool:
        """Whether anything may newly clash with some numbers changed, as far as anybody can list it."""
        combined, orders = self.choice.combination, self.choice.orders
        try:
            sets = critical_sets(combined.users, self.capacities, self.decider.groups)
        except Crowd:
            return True
        names = combined.setting.names
        return first_meeting(Verdict.ASSURED, combined, orders, names, sets, self.decider, changed) is not None

    def _offer(self, moves: tuple[Move, ...], by: tuple[int, ...], clears: tuple[int, ...], enough: bool) -> Ask | None:
        changed: dict[int, int] = {}
        for move, seconds in zip(moves, by, strict=True):
            changed |= self.changed(move, seconds)
        if enough and self._clash(changed):
            return None
        texts, owners = [], []
        for move in moves:
            number = self.book.numbers[move.number]
            new = changed[move.number]
            text = number.ask.replace(NEW, show_hours(new)).replace(OLD, show_hours(self.book.values[move.number]))
            twin = self.book.twins.get(move.number)
            if twin is not None and twin in changed:
                text += f"; its other bound, {show_hours(self.book.values[twin])}, moves along"
            texts.append(text)
            owners.append(number.owner)
        numbers = [self.book.numbers[m.number] for m in moves]
        rung = max(Rung.ALONE if n.owner is not None and n.owner == self.own else n.rung or Rung.ALONE for n in numbers)
        owner = owners[0] if len(set(owners)) == 1 else " and ".join(sorted({o or "nobody" for o in owners}))
        changes = tuple((m.number, self.book.values[m.number], changed[m.number]) for m in moves)
        return Ask("; and ".join(texts), owner, rung, changes, clears, enough, tuple(sorted(changed.items())))


def telling_apart(moment: int, chains: int) -> Ask:
    """The ask of the rung *intelligence* that goes with *assured if told apart*: no number, but a moment."""
    text = f"know which scenario it is by {show_instant(moment)}"
    return Ask(text, None, Rung.INTELLIGENCE, (), tuple(range(chains)), False, ())
