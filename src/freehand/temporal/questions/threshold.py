"""At which value of one number does a verdict change, all else as it is?

Rule
    Wanted is that the network is at least *possible* (consistent), *adaptable* (dynamically controllable) or *assured*
    (strongly controllable). Each of the three is monotone in every number: what keeps a network keeps one with a looser
    constraint, and one in which nature may do less. So the values that hold lie on one side of a threshold:

    ==============  =============================  ==============================
    number          possible                       adaptable, assured
    ==============  =============================  ==============================
    ``constraint``  from the threshold upwards     from the threshold upwards
    ``high``        from the threshold upwards     up to the threshold
    ``low``         up to the threshold            from the threshold upwards
    ==============  =============================  ==============================

    1. *Possible*, and *assured* for a constraint. The number is the weight of one edge ``x -> y`` of the network where
       nature is kind, of the reduced network else (where a constant comes to it). If what is left without that edge has
       a negative cycle, no value is enough. Otherwise every cycle through the edge is it and a way back, so the edge
       may weigh ``-d(y, x)`` and no less, d being the least weight of a way; without a way any value will do.
    2. *Assured* for a number of a link. Every reduced edge is a straight line in the number (a constraint is looser by
       ``low`` where it begins behind the link, tighter by ``high`` where it ends there), and so is every cycle. Begin
       at the worst value, or where every cycle that the number takes part in is negative; a negative cycle says how far
       the number must go at least; try again there.
    3. *Adaptable*. The threshold lies between those of *possible* and *assured*, where these bound it. From the present
       value on, steps that double lead to a value on the other side; then the stretch is halved.

Source
    Step 1: R. Dechter, I. Meiri, J. Pearl (1991), corollary 3.5. Step 2: W. Dinkelbach (1967), see
    :mod:`freehand.temporal.parametric`. Step 3: J. L. Bentley, A. C. Yao, "An almost optimal algorithm for unbounded
    searching", Information Processing Letters 5 (1976). *Adaptable* is monotone since whoever
    reacts rightly where more may happen and more is demanded does so where less is. A chain that defeats a plan is one
    only while its ways reduce, which depends on the number too: a step along its slope could go too far, so none is
    taken.

Cost
    Step 1: one check and one search for distances. Step 2: a check for each step, in practice a few. Step 3: about
    ``2 log2`` decisions of the distance between the present value and the threshold.

Limits
    One number; for several see :mod:`freehand.temporal.questions.together`. Only legal values count (see
    :mod:`.moving`): where all of them hold there is no threshold. A limit in steps holds for each
    decision by itself, one in seconds for all together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from freehand.temporal.checking import consistency, dynamic, kind, strong
from freehand.temporal.engines import INTERPRETER
from freehand.temporal.graph import FITS, Graph, LimitReached, from_everywhere, from_source, lay_out, reweighted
from freehand.temporal.limits import UNLIMITED, Budget, Limit
from freehand.temporal.named import Network
from freehand.temporal.numbers import Number
from freehand.temporal.questions.lines import lines_of, reduced_edges, shift
from freehand.temporal.questions.moving import legal, moved, numbers_of, value_of
from freehand.temporal.results import (
    Consistent,
    DynamicallyControllable,
    Step,
    StronglyControllable,
    Undecided,
    Verdict,
)


class Threshold(NamedTuple):
    """Where the verdict changes: it is reached for ``number`` at ``value``, and not one second beyond.

    ``better`` is 1 where it is reached from ``value`` upwards, -1 where it is up to it. Without a value, either
    ``always`` is true and every legal value is enough, or none is.
    """

    number: Number
    now: int
    value: int | None
    better: int
    always: bool

    def holds(self, value: int) -> bool:
        """Whether a legal value is enough."""
        if self.value is None:
            return self.always
        return (value - self.value) * self.better >= 0


def better(number: Number, wanted: Verdict) -> int:
    """Which way a number must go for a verdict to become easier: 1 up, -1 down; see the table of this module.

    >>> better(Number("high", 0), Verdict.POSSIBLE), better(Number("high", 0), Verdict.ASSURED)
    (1, -1)
    """
    if number.kind == "constraint":
        return 1
    return 1 if (number.kind == "high") == (wanted is Verdict.POSSIBLE) else -1


def threshold(
    network: Network, number: Number, wanted: Verdict = Verdict.ASSURED, limit: Limit = UNLIMITED
) -> Threshold | Undecided:
    """The value of a number at which a network is just assured (adaptable, possible), all else as it is.

    :param wanted: ``Verdict.ASSURED``, ``ADAPTABLE`` or ``POSSIBLE``: that verdict or a better one.
    :raises InputError: if the network has no such number.
    :raises ValueError: if another verdict is wanted.

    Somebody waits for an outcome that takes 1 to 3, and must be done 2 after it at the latest, 0 at the earliest:

    >>> constraints = [("done", "go", 2), ("go", "done", 0)]
    >>> wait = Network.of(["now", "done", "go"], constraints, [("now", "done", 1, 3)])
    >>> threshold(wait, Number("constraint", 1)).value, threshold(wait, Number("high", 0)).value
    (0, 3)
    >>> threshold(wait, Number("constraint", 0), Verdict.ADAPTABLE).value
    0
    """
    _known(wanted)
    budget = Budget(limit)
    try:
        return _threshold(network, number, wanted, budget)
    except LimitReached:
        return Undecided(limit.reached())


def thresholds(
    network: Network,
    numbers: Iterable[Number] | None = None,
    wanted: Verdict = Verdict.ASSURED,
    limit: Limit = UNLIMITED,
) -> tuple[Threshold, ...] | Undecided:
    """The same for several numbers; where none are named, for those of the chain that denies the verdict wanted.

    :raises InputError: if the network has no such number.
    :raises ValueError: if another verdict is wanted.

    >>> late = Network.of(["now", "end"], [("now", "end", 5), ("end", "now", -6)])
    >>> [(found.now, found.value) for found in thresholds(late)]
    [(5, 6), (-6, -5)]
    """
    _known(wanted)
    budget = Budget(limit)
    try:
        if numbers is None:
            numbers = quoted(network, wanted, budget) or ()
        return tuple(_threshold(network, number, wanted, budget) for number in numbers)
    except LimitReached:
        return Undecided(limit.reached())


def chain(network: Network, wanted: Verdict, budget: Budget) -> tuple[Step, ...] | None:
    """What denies a verdict, None where nothing does.

    :raises LimitReached: if the limit came first.
    """
    if wanted is Verdict.ASSURED:
        fixed = strong(network, budget.left)
        if not isinstance(fixed, (StronglyControllable, Undecided)):
            return fixed.chain
        result: object = fixed
    elif wanted is Verdict.ADAPTABLE:
        reacting = dynamic(network, budget.left)
        if not isinstance(reacting, (DynamicallyControllable, Undecided)):
            return reacting.chain
        result = reacting
    else:
        plain = consistency(network, budget.left)
        if not isinstance(plain, (Consistent, Undecided)):
            return plain.chain
        result = plain
    if isinstance(result, Undecided):
        raise LimitReached
    return None


def quoted(network: Network, wanted: Verdict, budget: Budget) -> tuple[Number, ...] | None:
    """The numbers of a chain that denies a verdict, None where nothing does.

    :raises LimitReached: if the limit came first.
    """
    steps = chain(network, wanted, budget)
    if steps is None:
        return None
    return numbers_of(network, steps)


def _known(wanted: Verdict) -> None:
    if wanted not in (Verdict.ASSURED, Verdict.ADAPTABLE, Verdict.POSSIBLE):
        raise ValueError(f"'{wanted.value}' has no threshold; want assured, adaptable or possible")


def _threshold(network: Network, number: Number, wanted: Verdict, budget: Budget) -> Threshold:
    """Every value is turned so that greater is better, and what comes out is turned back."""
    now = value_of(network, number)
    sign = better(number, wanted)
    least, most = sorted(sign * end for end in legal(network, number))
    if wanted is Verdict.POSSIBLE:
        found = _possible(network, number, least, budget)
    elif wanted is Verdict.ADAPTABLE:
        found = _adaptable(network, number, least, most, budget)
    else:
        found = _assured(network, number, least, most, budget)
    if found is None or found > most:
        return Threshold(number, now, None, sign, always=False)
    if found <= least:
        return Threshold(number, now, None, sign, always=True)
    return Threshold(number, now, sign * found, sign, always=False)


def _possible(network: Network, number: Number, least: int, budget: Budget) -> int | None:
    """Step 1. The turned number is the weight of its edge: of a low as well, whose edge weighs minus so much."""
    stated = len(network.constraints)
    index = {
        "constraint": number.index,
        "high": stated + 2 * number.index,
        "low": stated + 2 * number.index + 1,
    }[number.kind]
    return _floor(kind(network), index, least, budget)


def _assured(network: Network, number: Number, least: int, most: int, budget: Budget) -> int | None:
    """Step 1 for a constraint, step 2 for a number of a link."""
    edges = reduced_edges(network)
    size = len(network.points)
    if number.kind == "constraint":
        constant = shift(network, lines_of(network)[number.index])
        floor = _floor(lay_out(size, edges), number.index, least + constant, budget)
        return None if floor is None else floor - constant
    # Step 2. Turned, a number adds itself to the weight of every edge that rests on it, and to no other.
    now = better(number, Verdict.ASSURED) * value_of(network, number)
    resting = {
        index: edges[index][2] - now
        for index, one in enumerate(lines_of(network))
        if number.index in (one.back if number.kind == "high" else one.out)
    }
    bases = [resting.get(index, w) for index, (_, _, w) in enumerate(edges)]
    total = sum(map(abs, bases))
    value = start = min(most, max(least, -total - 1))
    wide = total + len(resting) * max(-start, abs(most)) >= FITS
    graph = lay_out(size, edges, INTERPRETER if wide else None)
    while value <= most:
        cycle, _ = from_everywhere(reweighted(graph, {k: base + value for k, base in resting.items()}), budget.left)
        if cycle is None:
            return least if value == start else value
        times = sum(index in resting for index in cycle)
        if times == 0:
            return None
        short = sum(bases[index] for index in cycle) + times * value
        value -= short // times
    return None


def _adaptable(network: Network, number: Number, least: int, most: int, budget: Budget) -> int | None:
    """Step 3."""
    sign = better(number, Verdict.ADAPTABLE)
    low, high = least, most
    if number.kind == "constraint":
        floor = _possible(network, number, least, budget)
        if floor is None or floor > most:
            return None
        low = floor
    enough = _assured(network, number, least, most, budget)
    if enough is not None:
        high = max(low, min(high, enough))

    def holds(value: int) -> bool:
        return chain(moved(network, {number: sign * value}), Verdict.ADAPTABLE, budget) is None

    if enough is None and not holds(most):
        return None
    return _first(holds, low, high, sign * value_of(network, number))


def _first(holds: Callable[[int], bool], low: int, high: int, near: int) -> int:
    """The least value from which on it holds, known to hold at ``high``; looked for from ``near`` on."""
    at = min(max(near, low), high)
    step = 1
    if at == high or holds(at):
        while at > low:
            lower = max(low, at - step)
            if not holds(lower):
                break
            at, step = lower, 2 * step
        else:
            return low
        below = lower
    else:
        below = at
        while (at := min(high, below + step)) < high and not holds(at):
            below, step = at, 2 * step
    while at - below > 1:
        middle = (below + at) // 2
        below, at = (below, middle) if holds(middle) else (middle, at)
    return at


def _floor(graph: Graph, index: int, unbound: int, budget: Budget) -> int | None:
    """The least weight that an edge may have: None if the rest is inconsistent, ``unbound`` where nothing bounds it."""
    rest = reweighted(graph, {index: None})
    cycle, _ = from_everywhere(rest, budget.left)
    if cycle is not None:
        return None
    at = graph.given.index(index)
    back = int(from_source(rest, int(graph.head[at]), budget.left)[1][graph.tail[at]])
    return unbound if back == graph.far else -back
