"""A programme for: does the network of these weights have no negative cycle? For many weights at once.

Rule (min-plus elimination)
    1. Keep the least weight between every ordered pair of points, as a value with a range over all cases.
    2. An edge ``(x, y)`` is left out where some z is there with ``most(x, z) + most(z, y) <= least(x, y)``: in every
       case the other two imply it. One by one, each judged by what is still there, so that equal ways do not take each
       other out.
    3. Remove a point k: each pair of neighbours x, y gets ``w(x, y) = min(w(x, y), w(x, k) + w(k, y))``. Of x to itself
       that is a *loop*. Points whose weights are the same in all cases go first: that is the projection of the fixed
       part on what varies, and it is reckoned once, while the programme is written.
    4. The network is consistent iff no loop is below 0.

    The order of removal is fixed when the programme is written: fewest new pairs next. It changes the cost, never the
    answer, so one programme is exact for all cases in its range.

Source
    R. Dechter, I. Meiri, J. Pearl, "Temporal constraint networks" (1991), directed path consistency: steps 3 and 4;
    D. J. Rose (1970): the order; step 2 is transitive reduction (A. V. Aho, M. R. Garey, J. D. Ullman, 1972), kept to
    ways of two edges, on intervals.

Cost
    One term for each pair in step 3 that is not the same in all cases: about n b**2 for n points and b neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from freehand.temporal.cases.programme import Form, Programme, Slot, Term, Value, Whole, Writer
from freehand.temporal.elimination import bridges

Weight: TypeAlias = tuple[int, int, Form]
"""``(x, y, form)``: ``y - x <= form`` seconds."""

Ways: TypeAlias = list[dict[int, Slot]]


def plain_programme(n: int, weights: Sequence[Weight], low: Whole, high: Whole) -> Programme | None:
    """A programme for these weights; None where a sum could leave 64 bits.

    >>> import numpy as np
    >>> bounds = np.array([3]), np.array([9])
    >>> made = plain_programme(2, [(0, 1, Form(0, ((0, 1),))), (1, 0, Form(-5))], *bounds)
    >>> made.length
    1
    """
    n, weights = projected(n, weights)
    writer = Writer(low, high)
    onward, inward, loops = laid_out(n, weights, writer)
    left = set(range(n))
    while left:
        # Step 3.
        k = min(left, key=lambda point: _price(point, onward, inward))
        left.discard(k)
        pruned(k, onward, inward)
        out, into = onward[k], inward[k]
        for y in out:
            del inward[y][k]
        for x in into:
            del onward[x][k]
        ahead = {y: slot.value(writer) for y, slot in out.items()}
        for x, slot in into.items():
            to_k = slot.value(writer)
            for y, from_k in ahead.items():
                if x == y:
                    loops.append(Term(to_k, from_k))
                else:
                    lower(onward, inward, x, y, Term(to_k, from_k), writer)
    return writer.end(loops, []) if writer.fits else None


def projected(n: int, weights: Sequence[Weight]) -> tuple[int, list[Weight]]:
    """Step 3 for the points that nothing varied touches, in plain numbers; the points that are left are counted anew.

    A negative cycle among those that go becomes a loop of the first point.
    """
    touched = sorted({point for x, y, form in weights if form.parts for point in (x, y)} | {0})
    at = {point: place for place, point in enumerate(touched)}
    varied = [(at[x], at[y], form) for x, y, form in weights if form.parts]
    fixed = [(x, y, form.constant) for x, y, form in weights if not form.parts]
    try:
        left = bridges(n, fixed, touched)
    except ValueError:
        return 1, [(0, 0, Form(-1))]
    return len(touched), varied + [(at[x], at[y], Form(w)) for x, y, w in left]


def laid_out(n: int, weights: Sequence[Weight], writer: Writer) -> tuple[Ways, Ways, list[Term]]:
    """Step 1: values by start and by end, and the loops that were given."""
    several: dict[tuple[int, int], list[Value]] = {}
    for x, y, form in weights:
        several.setdefault((x, y), []).append(writer.form(form))
    onward: Ways = [{} for _ in range(n)]
    inward: Ways = [{} for _ in range(n)]
    loops: list[Term] = []
    for (x, y), values in several.items():
        if x == y:
            loops += map(Term, values)
        else:
            for value in values:
                lower(onward, inward, x, y, Term(value), writer)
    return onward, inward, loops


def lower(onward: Ways, inward: Ways, x: int, y: int, term: Term, writer: Writer) -> None:
    """One more way from x to y."""
    total = term.first if term.second is None else writer.sum(term.first, term.second)
    known = onward[x].get(y)
    if known is not None:
        known.add(term, total)
        return
    slot = Slot(total)
    slot.terms = [term]
    onward[x][y] = inward[y][x] = slot


def pruned(k: int, onward: Ways, inward: Ways) -> None:
    """Step 2, for the edges at k."""
    for y, value in list(onward[k].items()):
        if any(z != y and _implies(first, onward[z].get(y), value) for z, first in onward[k].items()):
            del onward[k][y], inward[y][k]
    for x, value in list(inward[k].items()):
        if any(z != k and _implies(first, onward[z].get(k), value) for z, first in onward[x].items()):
            del onward[x][k], inward[k][x]


def _implies(first: Slot, second: Slot | None, value: Slot) -> bool:
    return second is not None and first.most + second.most <= value.least


def _price(k: int, onward: Ways, inward: Ways) -> tuple[bool, int]:
    """Fixed points first, then the fewest pairs."""
    varies = any(v.least != v.most for v in onward[k].values()) or any(v.least != v.most for v in inward[k].values())
    return varies, len(onward[k]) * len(inward[k])
