"""Why does no way of reacting hold? The cycle that :mod:`freehand.temporal.dynamic` met, told in steps.

Rule
    1. The ways of the cycle are read from what each of them had reached when it met the next one.
    2. Edges that follow are taken apart into the ways that they stand for, each once, those that need others last.
    3. Written out, an ``after`` or ``before`` part of a link says nothing by itself: the start and the moment ``low``
       later move as one. An ``upper`` part stands for the whole link at its longest, a ``lower`` part for it at its
       shortest, and the sum stays what it was.
    4. The number of steps is added up before anything is written: it may double with every link.

Source
    P. Morris (2014) for the ways; L. Hunsberger, "Magic loops in simple temporal networks with uncertainty", ICAART
    2013, shows that the cycle itself may pass the ``lower`` parts of k links 2**k - 1 times and have none simpler.

Cost
    O(n) for every edge that follows and is needed, and the length of what is written out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from freehand.temporal.named import Network
from freehand.temporal.normal import Normal, ground, grounds, placed
from freehand.temporal.results import MOST_STEPS, Derived, Ground, Kind, Part, Refutation, Step, Way

if TYPE_CHECKING:
    from freehand.temporal.dynamic import Work


def refutation(network: Network, form: Normal, work: Work) -> Refutation:
    """The proof, read from the notes of a run that met a cycle."""
    cycle = _cycle(form, work)
    derived = _Derivations(grounds(form.n, network.edges, network.bounds), work)
    for way in cycle:
        derived.need(way)
    ways = tuple(derived.grounds(way) for way in cycle)
    lengths = [0] * len(derived.done)
    for place, one in enumerate(derived.done):
        lengths[place] = _length(one.way, lengths)
    length = sum(_length(way, lengths) for way in ways)
    chain = list(_steps(network, ways, derived.done)) if length <= MOST_STEPS else []
    return Refutation(_from_the_beginning(network, chain), length, tuple(derived.done), ways)


def written_out(work: Work) -> list[int] | None:
    """The edges of the cycle as the kernel wrote them out; None where they are more than it has room for."""
    length = int(work.told[5])
    flat = None if length < 0 else work.flat[:length]
    return flat if flat is None or isinstance(flat, list) else flat.tolist()


def told(network: Network, flat: list[int]) -> tuple[Step, ...]:
    """Step 3 for edges written out. What an edge says is put together when it is first quoted."""
    kept = network.kept
    if "placed" not in kept:
        kept["placed"] = placed(len(network.points), network.edges, network.bounds)
    steps: dict[int, Step | None] = kept.setdefault("steps", {})
    chain: list[Step] = []
    for edge in flat:
        if edge not in steps:
            given = ground(len(network.constraints), kept["placed"][edge])
            steps[edge] = next(_steps(network, ((given,),), []), None)
        step = steps[edge]
        if step is not None:
            chain.append(step)
    return _from_the_beginning(network, chain) if len(chain) <= MOST_STEPS else ()


def _cycle(form: Normal, work: Work) -> list[list[int]]:
    """Step 1: the edges of every way, all in the order of travel."""
    bottom, top = int(work.told[1]), int(work.told[2])
    starts = [int(work.ways[depth]) for depth in range(bottom, top)]
    ways = []
    for place, start in enumerate(starts):
        depth = bottom + place
        edge = int(work.scan[depth])
        if edge < form.middle[start]:
            ways.append([edge])
            continue
        notes = list(map(int, work.kept[work.saved[depth] : work.saved[depth + 1]]))
        by = {(x if x >= 0 else -1 - x): e for x, e in zip(notes[::3], notes[2::3], strict=True)}
        way = []
        at = starts[(place + 1) % len(starts)]
        while True:
            way.append(by[at])
            at = int(work.head[by[at]])
            if at == start:
                break
        ways.append(way)
    return ways[::-1]


class _Derivations:
    """Step 2: what edges that follow stand for."""

    def __init__(self, given: list[Ground], work: Work) -> None:
        self.given = given
        self.work = work
        self.laid = len(given)
        self.done: list[Derived] = []
        self.place: dict[int, int] = {}
        self.onward: dict[int, dict[int, int]] = {}

    def need(self, way: Iterable[int]) -> None:
        """Take apart whatever this way passes; no recursion, since ways may stand behind ways without end."""
        stack = [(edge, False) for edge in way if edge >= self.laid]
        while stack:
            edge, opened = stack.pop()
            if edge in self.place:
                continue
            inner = self.way(edge)
            if not opened:
                stack.append((edge, True))
                stack += [(one, False) for one in inner if one >= self.laid and one not in self.place]
                continue
            self.place[edge] = len(self.done)
            work = self.work
            self.done.append(
                Derived(int(work.tail[edge]), int(work.head[edge]), int(work.weight[edge]), self.grounds(inner))
            )

    def way(self, edge: int) -> list[int]:
        """The edges that one that follows stands for."""
        work = self.work
        start = int(work.head[edge])
        way = [int(work.onward[edge])]
        while (at := int(work.head[way[-1]])) != start:
            if start not in self.onward:
                ended, closed = int(work.ended[start]), int(work.closed[start])
                tails, onward = work.tail[ended:closed], work.onward[ended:closed]
                self.onward[start] = {int(x): int(e) for x, e in zip(tails, onward, strict=True)}
            way.append(self.onward[start][at])
        return way

    def grounds(self, way: Iterable[int]) -> Way:
        """A way in the words of a proof."""
        given, laid = self.given, self.laid
        return tuple(given[e] if e < laid else Ground(Part.DERIVED, self.place[e]) for e in way)


def _length(way: Way, lengths: list[int]) -> int:
    """Steps 3 and 4: how many steps a way is when it is written out."""
    return sum(lengths[index] if part is Part.DERIVED else part not in (Part.AFTER, Part.BEFORE) for part, index in way)


def _steps(network: Network, ways: tuple[Way, ...], derived: list[Derived]) -> Iterator[Step]:
    """Step 3: the cycle written out, in the order of travel."""
    names = network.points
    stack = [ground for way in reversed(ways) for ground in reversed(way)]
    while stack:
        part, index = stack.pop()
        if part is Part.DERIVED:
            stack += reversed(derived[index].way)
        elif part is Part.CONSTRAINT:
            x, y, w, reason = network.constraints[index]
            yield Step(names[x], names[y], w, Kind.CONSTRAINT, reason)
        elif part in (Part.LOWER, Part.UPPER):
            a, c, low, high, reason = network.links[index]
            if part is Part.LOWER:
                yield Step(names[a], names[c], low, Kind.LOWER, reason)
            else:
                yield Step(names[c], names[a], -high, Kind.UPPER, reason)


def _from_the_beginning(network: Network, chain: list[Step]) -> tuple[Step, ...]:
    """The same cycle, told from the first point on; where it does not pass that, from a link that comes early."""
    at = next((place for place, step in enumerate(chain) if step.start == network.points[0]), None)
    if at is None:
        at = next((place for place, step in enumerate(chain) if step.kind is Kind.LOWER), 0)
    return (*chain[at:], *chain[:at])
