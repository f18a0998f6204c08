"""Is a proof right? Short, slow, and sharing no code with what finds proofs: read this instead of trusting the rest.

What is checked
    consistent
        Every point has a time, the origin 0, and every constraint and every bound of a link holds.
    inconsistent
        Every step was stated, with its reason; each begins where the one before ends; they end where they began, pass
        no point twice and add up to less than 0. Adding such steps up gives ``0 <= (less than 0)``: no times keep all
        of them.
    strongly controllable
        Both timetables give a time to every executable point, 0 to the origin, and keep every constraint against the
        worst that the links between its ends and their roots may do (a link on the way to both ends moves both alike).
        From the origin, every point that is not loose is reached over constraints that leave no second to spare,
        so none could be earlier (later); no loose one is reached over any constraints, so all of them could.
    not strongly controllable
        Every reduced constraint is made of steps that were stated: links at their shortest from an executable point,
        one constraint, links at their longest back to an executable point (or, the same point at both ends, from where
        the two ways part), no link both ways. Each such sum bounds the times of its two ends; the cycle adds up to less
        than 0.
    dynamically controllable, and not
        See :mod:`freehand.temporal.verify_dynamic`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from freehand.temporal.named import Network
from freehand.temporal.results import (
    Consistent,
    DynamicallyControllable,
    Inconsistent,
    Kind,
    NotDynamicallyControllable,
    NotStronglyControllable,
    Reduced,
    Step,
    StronglyControllable,
)
from freehand.temporal.verify_dynamic import dispatchable, refuted


class Verified(NamedTuple):
    """Whether a proof holds (it is true or false by that), and if not, why not."""

    holds: bool
    why: str = ""

    def __bool__(self) -> bool:
        return self.holds


class _Wrong(Exception):
    """The proof does not hold, for the reason given."""


def verify(network: Network, result: object) -> Verified:
    """Check a proof against the network that it is about.

    >>> late = Network.of(["now", "end"], [("now", "end", 5), ("end", "now", -6)])
    >>> from freehand.temporal.checking import consistency
    >>> proof = consistency(late)
    >>> bool(verify(late, proof))
    True
    >>> verify(Network.of(["now", "end"], [("now", "end", 6), ("end", "now", -6)]), proof).why
    'nobody stated: now to end, 5 (constraint)'

    :raises TypeError: for what is no proof, such as an answer that is *undecided*.
    """
    for kind, checker in _CHECKERS.items():
        if isinstance(result, kind):
            try:
                checker(network, result)
            except _Wrong as wrong:
                return Verified(False, str(wrong))
            return Verified(True)
    raise TypeError(f"{type(result).__name__} is no proof that could be checked")


def _require(holds: bool, why: str) -> None:
    if not holds:
        raise _Wrong(why)


def _consistent(network: Network, result: Consistent) -> None:
    at = result.schedule
    _require(set(at) == set(network.points), "not every point has a time")
    names = network.points
    _require(at[_way(network, 0)[0]] == 0, "times are not counted from the origin")
    for start, end, most, _ in network.constraints:
        _require(at[names[end]] - at[names[start]] <= most, f"{names[end]} comes too late after {names[start]}")
    for start, end, low, high, _ in network.links:
        _require(low <= at[names[end]] - at[names[start]] <= high, f"{names[end]} is out of its link's bounds")


def _inconsistent(network: Network, result: Inconsistent) -> None:
    _require(all(step.kind in (Kind.CONSTRAINT, Kind.LINK) for step in result.chain), "nature is kind here")
    _stated(network, result.chain)
    _closed(result.chain)


def _strongly(network: Network, result: StronglyControllable) -> None:
    for at, loose, sign in ((result.late, result.loose_late, 1), (result.early, result.loose_early, -1)):
        _require(set(at) == {network.points[p] for p in network.executable}, "not every executable point has a time")
        origin = _way(network, 0)[0]
        _require(at[origin] == 0, "times are not counted from the origin")
        tight: dict[str, list[str]] = {}
        bound: dict[str, list[str]] = {}
        for x, y, w, _ in network.constraints:
            root_x, root_y, least = _worst(network, x, y, w)
            slack = least if root_x == root_y else least - (at[root_y] - at[root_x])
            _require(slack >= 0, f"{network.points[y]} may come too late after {network.points[x]}")
            before, after = (root_x, root_y) if sign > 0 else (root_y, root_x)
            bound.setdefault(before, []).append(after)
            if slack == 0:
                tight.setdefault(before, []).append(after)
        _require(set(at) - loose <= _reached(origin, tight), "some points could be moved further")
        _require(loose <= set(at) - _reached(origin, bound), "some points are called loose and are not")


def _reached(origin: str, following: Mapping[str, Sequence[str]]) -> set[str]:
    reached = [origin]
    for point in reached:
        reached += {end for end in following.get(point, ()) if end not in reached}
    return set(reached)


def _not_strongly(network: Network, result: NotStronglyControllable) -> None:
    for one in result.reduced:
        _reduced(network, one)
    _closed(result.reduced)


def _reduced(network: Network, one: Reduced) -> None:
    _stated(network, one.steps)
    kinds = [step.kind for step in one.steps]
    at = kinds.index(Kind.CONSTRAINT) if Kind.CONSTRAINT in kinds else -1
    _require(at >= 0, "a reduced constraint without a constraint")
    _require(one.weight == sum(step.weight for step in one.steps), "a reduced constraint does not add up")
    _require(one.start == one.steps[0].start and one.end == one.steps[-1].end, "a reduced constraint has other ends")
    _require(all(kind is Kind.LOWER for kind in kinds[:at]), "links on the way out are at their shortest")
    _require(all(kind is Kind.UPPER for kind in kinds[at + 1 :]), "links on the way back are at their longest")
    out = {(step.start, step.end) for step in one.steps[:at]}
    back = {(step.end, step.start) for step in one.steps[at + 1 :]}
    _require(not out & back, "one link both at its shortest and at its longest")
    free = {network.points[p] for p in network.executable}
    _require(
        one.start == one.end or {one.start, one.end} <= free, "a reduced constraint that ends at a contingent point"
    )


def _stated(network: Network, steps: Sequence[Step]) -> None:
    """Each step says what a constraint or a link of the network says, and begins where the one before ends."""
    names = network.points
    said: dict[tuple[str, str, int, Kind], list[object]] = {}  # the reasons given for it
    for x, y, w, reason in network.constraints:
        said.setdefault((names[x], names[y], w, Kind.CONSTRAINT), []).append(reason)
    for a, c, low, high, reason in network.links:
        out, back = (names[a], names[c]), (names[c], names[a])
        for key in (
            (*out, high, Kind.LINK),
            (*back, -low, Kind.LINK),
            (*out, low, Kind.LOWER),
            (*back, -high, Kind.UPPER),
        ):
            said.setdefault(key, []).append(reason)
    for step in steps:
        here = f"{step.start} to {step.end}, {step.weight} ({step.kind.value})"
        reasons = said.get((step.start, step.end, step.weight, step.kind), [])
        _require(bool(reasons), f"nobody stated: {here}")
        _require(step.reason in reasons, f"nobody gave this reason: {here}")
    for before, after in itertools.pairwise(steps):
        _require(before.end == after.start, f"a gap after {before.end}")


def _closed(steps: Sequence[Step | Reduced]) -> None:
    """They lead round without passing a point twice, and add up to less than 0."""
    _require(len(steps) > 0, "a chain without steps")
    for before, after in zip(steps, [*steps[1:], steps[0]], strict=True):
        _require(before.end == after.start, f"a gap after {before.end}")
    _require(len({step.start for step in steps}) == len(steps), "a point is passed twice")
    _require(sum(step.weight for step in steps) < 0, "the steps do not add up to less than 0")


def _way(network: Network, point: int) -> tuple[str, list[int]]:
    """The executable point that a point hangs on, and the links from there to it."""
    way: list[int] = []
    while True:
        before = [k for k, link in enumerate(network.links) if link.end == point]
        if not before:
            return network.points[point], way[::-1]
        way.append(before[0])
        point = network.links[before[0]].start


def _worst(network: Network, x: int, y: int, w: int) -> tuple[str, str, int]:
    """The executable points behind x and y, and how much the second may come after the first at the very worst."""
    (root_x, of_x), (root_y, of_y) = _way(network, x), _way(network, y)
    for link in of_y:
        w -= 0 if link in of_x else network.links[link].high
    for link in of_x:
        w += 0 if link in of_y else network.links[link].low
    return root_x, root_y, w


_CHECKERS: Mapping[type, Callable[[Network, Any], None]] = {
    Consistent: _consistent,
    Inconsistent: _inconsistent,
    StronglyControllable: _strongly,
    NotStronglyControllable: _not_strongly,
    DynamicallyControllable: lambda network, result: dispatchable(network, result, _require),
    NotDynamicallyControllable: lambda network, result: refuted(network, result, _require),
}
