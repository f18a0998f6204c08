"""Are proofs about reacting right? The part of :mod:`freehand.temporal.verify` that knows links at both extremes.

Points are those of the network, and for each link k one more, the moment ``low`` after its start: b. Four edges say
what a link is: ``after`` a -> b (low), ``before`` b -> a (-low), ``upper`` c -> b (low - high), ``lower`` b -> c (0).

What is checked
    not dynamically controllable, by derivations
        Every edge that is said to follow, and every way of the cycle, is made of edges of the network or of those shown
        to follow before, each from where the one before ends. Read backwards a way begins with an edge below 0, goes on
        over edges of 0 or more, never over the ``lower`` edge of the link whose ``upper`` edge it began with, and stays
        below 0 until its last edge at least. What follows has the sum of its way, 0 or more; the ways of the cycle have
        sums below 0 and lead round. So each of them is reducible by the rules of Morris and Muscettola (2005), and in
        the outcome in which every link takes as long as it can the cycle contradicts itself. The chain is these ways,
        written out from one of its points on; its length is added up anew.
    not dynamically controllable, by a chain alone
        Every step was stated, with its reason, the steps lead round and add up to less than 0. All stretches of the
        chain are reduced by those rules, shortest first: some rotation must split into stretches that reduce to plain
        or upper edges.
    dynamically controllable
        ``form`` holds every constraint and the edges of every link, at least as tight. It is closed: for every edge of
        0 or more, and every lower edge, followed by an edge or wait below 0, what the rules make of the two is there,
        or something tighter. No point follows itself below 0, and edges and waits below 0 lead round nowhere. Then no
        semi-reducible negative cycle is left to be found, and the network is dynamically controllable (Morris 2014).
        That acting by the form works out is shown by playing, in the tests.

Source
    P. Morris, N. Muscettola, "Temporal dynamic controllability revisited", AAAI 2005, for the rules; P. Morris (2006)
    and (2014), see :mod:`freehand.temporal.dynamic`, for what follows from them.

Cost
    Of a derivation, its size. Of a chain alone, the cube of its length, which must be at most ``MOST_REDUCED``. Of a
    form, the number of its pairs of such edges.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import NamedTuple

from freehand.temporal.named import Network
from freehand.temporal.results import (
    MOST_STEPS,
    Derived,
    DynamicallyControllable,
    Kind,
    NotDynamicallyControllable,
    Part,
    Step,
    Way,
)

MOST_REDUCED = 400
"""Steps up to which a chain is checked without its derivations."""

Require = Callable[[bool, str], None]


class _Edge(NamedTuple):
    start: int
    end: int
    weight: int
    lower: int | None = None
    upper: int | None = None


def refuted(network: Network, result: NotDynamicallyControllable, require: Require) -> None:
    """Check that nature can defeat every way of reacting."""
    proof = result.refutation
    if not proof.cycle:
        reducible(network, result.chain, require)
        return
    known = _Known(network, require)
    for one in proof.derived:
        known.add(one)
    ways = [known.way(way) for way in proof.cycle]
    for way, after in zip(ways, [*ways[1:], ways[0]], strict=True):
        require(way[-1].end == after[0].start, "the ways of the cycle do not lead round")
        require(sum(edge.weight for edge in way) < 0, "a way of the cycle is not below 0")
    length = sum(known.steps(way) for way in proof.cycle)
    require(proof.length == length, "the chain is said to have another length than it has")
    chain = tuple(known.written(proof.cycle)) if length <= MOST_STEPS else ()
    first = proof.chain[:1]
    turned = (at for at in range(len(chain)) if chain[at : at + 1] == first)
    same = any((*chain[at:], *chain[:at]) == proof.chain for at in turned)
    require(same or chain == proof.chain, "the chain is not what its derivations say")


class _Known:
    """What has been shown to follow."""

    def __init__(self, network: Network, require: Require) -> None:
        self.network = network
        self.require = require
        self.derived: list[Derived] = []
        self.lengths: list[int] = []

    def add(self, one: Derived) -> None:
        """One more edge that follows."""
        way = self.way(one.way)
        total = sum(edge.weight for edge in way)
        self.require((way[0].start, way[-1].end) == (one.start, one.end), "a derived edge has other ends than its way")
        self.require(one.weight == total >= 0, "a derived edge is not the sum of its way, or below 0")
        self.lengths.append(self.steps(one.way))
        self.derived.append(one)

    def way(self, way: Way) -> list[_Edge]:
        """The edges of a way that is made as it should be."""
        require = self.require
        require(len(way) > 0, "a way without edges")
        edges = [self.edge(*ground) for ground in way]
        for before, after in itertools.pairwise(edges):
            require(before.end == after.start, "a way with a gap")
        *others, first = edges
        require(first.weight < 0 and first.lower is None, "a way that does not end below 0")
        total = first.weight
        for edge in reversed(others):
            require(total < 0, "a way that goes on where it is no longer below 0")
            require(edge.weight >= 0 and edge.upper is None, "a way that passes an edge below 0")
            require(edge.lower is None or edge.lower != first.upper, "one link at its shortest and longest at once")
            total += edge.weight
        return edges

    def edge(self, part: Part, index: int) -> _Edge:
        network = self.network
        counts = {Part.DERIVED: len(self.derived), Part.CONSTRAINT: len(network.constraints)}
        self.require(0 <= index < counts.get(part, len(network.links)), f"there is no such edge: {part.value} {index}")
        if part is Part.DERIVED:
            start, end, weight, _ = self.derived[index]
            return _Edge(start, end, weight)
        if part is Part.CONSTRAINT:
            start, end, weight, _ = network.constraints[index]
            return _Edge(start, end, weight)
        a, c, low, high, _ = network.links[index]
        b = len(network.points) + index
        if part is Part.AFTER:
            return _Edge(a, b, low)
        if part is Part.BEFORE:
            return _Edge(b, a, -low)
        if part is Part.LOWER:
            return _Edge(b, c, 0, lower=index)
        return _Edge(c, b, low - high, upper=index)

    def steps(self, way: Way) -> int:
        """How many steps it is, written out."""
        silent = (Part.AFTER, Part.BEFORE)
        return sum(self.lengths[i] if part is Part.DERIVED else int(part not in silent) for part, i in way)

    def written(self, ways: Sequence[Way]) -> list[Step]:
        """The ways written out."""
        network, names = self.network, self.network.points
        steps: list[Step] = []
        left = [ground for way in ways for ground in way][::-1]
        while left:
            part, index = left.pop()
            if part is Part.DERIVED:
                left += self.derived[index].way[::-1]
            elif part is Part.CONSTRAINT:
                x, y, w, reason = network.constraints[index]
                steps.append(Step(names[x], names[y], w, Kind.CONSTRAINT, reason))
            elif part is Part.LOWER:
                a, c, low, _, reason = network.links[index]
                steps.append(Step(names[a], names[c], low, Kind.LOWER, reason))
            elif part is Part.UPPER:
                a, c, _, high, reason = network.links[index]
                steps.append(Step(names[c], names[a], -high, Kind.UPPER, reason))
        return steps


def reducible(network: Network, chain: Sequence[Step], require: Require) -> None:
    """Check a chain by itself; see the top of this file."""
    require(0 < len(chain) <= MOST_REDUCED, f"a chain alone is checked up to {MOST_REDUCED} steps")
    for step, after in zip(chain, [*chain[1:], chain[0]], strict=True):
        require(step.end == after.start, f"a gap after {step.end}")
    require(sum(step.weight for step in chain) < 0, "the steps do not add up to less than 0")
    edges = [edge for step in chain for edge in _taken_apart(network, step, require)]
    require(_splits(edges), "some link is needed at its shortest and its longest at once, or is not reduced away")


def _taken_apart(network: Network, step: Step, require: Require) -> list[_Edge]:
    """A step as edges, the moment low after the start of a link being a point."""
    at = {name: place for place, name in enumerate(network.points)}
    here = f"{step.start} to {step.end}, {step.weight} ({step.kind.value})"
    require(step.start in at and step.end in at, f"nobody stated: {here}")
    x, y = at[step.start], at[step.end]
    if step.kind is Kind.CONSTRAINT:
        reasons = [one.reason for one in network.constraints if one[:3] == (x, y, step.weight)]
        require(bool(reasons), f"nobody stated: {here}")
        require(step.reason in reasons, f"nobody gave this reason: {here}")
        return [_Edge(x, y, step.weight)]
    for k, (a, c, low, high, reason) in enumerate(network.links):
        b = len(network.points) + k
        if step.reason != reason:
            continue
        if step.kind is Kind.LOWER and (a, c, low) == (x, y, step.weight):
            return [_Edge(a, b, low), _Edge(b, c, 0, lower=k)]
        if step.kind is Kind.UPPER and (c, a, -high) == (x, y, step.weight):
            return [_Edge(c, b, low - high, upper=k), _Edge(b, a, -low)]
    require(False, f"nobody stated: {here}")
    return []


def _splits(edges: Sequence[_Edge]) -> bool:
    """Whether some rotation splits into stretches that reduce to plain or upper edges."""
    size = len(edges)
    twice = [*edges, *edges]
    sums = [0]
    for edge in twice:
        sums.append(sums[-1] + edge.weight)
    # plain[i] and upper[i] hold the ends j of the stretches i .. j - 1 that reduce to an edge of that kind, as bits.
    # The label of an upper stretch is that of its last edge.
    plain = [0] * (2 * size + 1)
    upper = [0] * (2 * size + 1)
    into_plain = [0] * (2 * size + 1)  # the same by j
    into_upper = [0] * (2 * size + 1)
    for length in range(1, size + 1):
        for i in range(2 * size - length + 1):
            j = i + length
            first = twice[i]
            is_upper = length == 1 and first.upper is not None
            is_plain = length == 1 and first.upper is None and first.lower is None
            if length > 1:
                is_plain = bool(plain[i] & into_plain[j])  # plain + plain
                is_upper = bool(plain[i] & into_upper[j])  # plain + upper
                if first.lower is not None and sums[j] - sums[i + 1] < 0:
                    is_plain |= bool(plain[i + 1] >> j & 1)  # lower + plain
                    is_upper |= bool(upper[i + 1] >> j & 1) and twice[j - 1].upper != first.lower  # lower + upper
            if is_upper and sums[j] - sums[i] >= 0:
                is_plain = True  # the label falls away
            if is_plain:
                plain[i] |= 1 << j
                into_plain[j] |= 1 << i
            if is_upper:
                upper[i] |= 1 << j
                into_upper[j] |= 1 << i
    for start in range(size):
        reached = 1 << start
        for i in range(start, start + size):
            if reached >> i & 1:
                reached |= plain[i] | upper[i]
        if reached >> (start + size) & 1:
            return True
    return False


def dispatchable(network: Network, result: DynamicallyControllable, require: Require) -> None:
    """Check that a form holds the network, is closed and does not contradict itself."""
    n, names = len(network.points), network.points
    edges, waits = result.form
    size = n + len(network.links)
    for x, y, _ in edges:
        require(0 <= x < size and 0 <= y < size, "an edge between points that are not there")
    for x, k, w in waits:
        require(0 <= x < size and 0 <= k < len(network.links) and w < 0, "a wait that is none")
    plain: dict[tuple[int, int], int] = {}
    for x, y, w in edges:
        require(x != y or w >= 0, "a point follows itself below 0")
        plain[x, y] = min(w, plain.get((x, y), w))
    wait: dict[tuple[int, int], int] = {}
    for x, k, w in waits:
        wait[x, n + k] = min(w, wait.get((x, n + k), w))

    def holds(x: int, y: int, w: int, labelled: bool) -> bool:
        # Who waits for a link comes after b in any case: that is as good as an edge of 0.
        known = [kept[x, y] for kept in ((plain, wait) if labelled or w >= 0 else (plain,)) if (x, y) in kept]
        return any(least <= w for least in known) or (x == y and w >= 0)

    for start, end, most, _ in network.constraints:
        require(holds(start, end, most, False), f"the form leaves out that {names[end]} follows {names[start]}")
    lower: dict[int, int] = {}
    for k, (a, c, low, high, _) in enumerate(network.links):
        b = n + k
        lower[c] = b
        whole = holds(a, b, low, False) and holds(b, a, -low, False) and holds(c, b, low - high, True)
        require(whole, f"the form leaves out what the link to {names[c]} is")
    rising: dict[int, list[tuple[int, int]]] = {}
    for (x, y), w in plain.items():
        if w >= 0 and x != y:
            rising.setdefault(y, []).append((x, w))
    falling = [(x, y, w, False) for (x, y), w in plain.items() if w < 0]
    falling += [(x, y, w, True) for (x, y), w in wait.items()]
    for x, y, w, labelled in falling:
        for before, more in rising.get(x, ()):
            require(holds(before, y, more + w, labelled), "the form is not closed")
        if x in lower and not (labelled and lower[x] == y):
            require(holds(lower[x], y, w, labelled), "the form is not closed where a link comes early")
    # What must come before what: no round.
    left: dict[int, int] = dict.fromkeys(range(size), 0)
    behind: dict[int, list[int]] = {}
    for x, y, _, _ in falling:
        left[x] += 1
        behind.setdefault(y, []).append(x)
    ready = [point for point, count in left.items() if count == 0]
    for point in ready:
        for other in behind.get(point, ()):
            left[other] -= 1
            if left[other] == 0:
                ready.append(other)
    require(len(ready) == size, "points that each must come before the other")
