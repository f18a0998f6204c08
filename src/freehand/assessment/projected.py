"""Projected networks: every part is projected once on what may cross parties, and combinations are decided on that.

The question: does a combination's network hold, with some orders, and how far apart can its shared points be, without
putting the whole network together again for every combination?

The rule: the solutions of a simple temporal network restricted to some points are exactly those of the shortest
distances among these (Dechter, Meiri, Pearl 1991). Only *interface* points of a part occur in what ties it to others:
points of rules across parties, ends of what holds means that a second user holds too, and events. So

1. a part's own network (with the rules of the terms on it) is projected on its interface points, once for each form;
2. a distance that follows from those with the warning is left out;
3. a combination's network is consistent iff every part's is, and the projections with the constraints across parties
   are; distances among interface points are the same in both;
4. orders tie only points that hold means: these are closed once for each combination, and each order brings its edge.

The cost: one elimination for each part and form, a small one for each combination, n² sums for each order on n points
that hold means, however many activities there are. The limit: chains, asks and dynamic controllability need the whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from freehand.assessment.book import Edge
from freehand.assessment.combination import Combination, Orders
from freehand.assessment.decide import Decider, Numeric
from freehand.assessment.part import Part


class Form(NamedTuple):
    """Which network: all scenarios stacked and reduced, or one scenario reduced, or one as it stands."""

    kind: Literal["stacked", "reduced", "plain"]
    scenario: str = ""


STACKED = Form("stacked")


def holds(combined: Combination, form: Form, orders: Orders, decider: Decider) -> bool:
    """Whether a combination's network is consistent with some orders."""
    if orders:
        return closed(combined, form, orders, decider) is not None
    bounds = joint(combined, form, decider)
    return bounds is not None and decider.fault(bounds) is None


def joint(combined: Combination, form: Form, decider: Decider) -> Numeric | None:
    """The joint network of the projections before any order; None where a part does not hold by itself.

    It is put together once: the same bounds stand for it from then on, and are not to be changed.
    """
    if form not in combined.joint:
        combined.joint[form] = _joint(combined, form, decider)
    return combined.joint[form]


def _joint(combined: Combination, form: Form, decider: Decider) -> Numeric | None:
    across = combined.across(form.kind, form.scenario)
    tied = {point for edge in across for point in (edge.x, edge.y)}
    bounds = decider.numeric(across)
    points, edges = 1, len(bounds)
    whole = True
    for part in combined.parts:
        own = part.whole(form.kind, form.scenario, combined.without)
        near = projection(part, form, own, tied, decider)
        if near is None:
            whole = False  # the others are looked at all the same: other combinations have them too
            continue
        tighten(bounds, near)
        more = decider.size(own)
        points, edges = points + more[0] - 1, edges + more[1]
    if not whole:
        return None
    decider.stands_for(bounds, points, edges)
    return bounds


def closed(combined: Combination, form: Form, orders: Orders, decider: Decider) -> Numeric | None:
    """The distances among all that holds means, with some orders; None where the network is inconsistent with them.

    One more order is one more edge between points whose distances are known, so that closing them again is a matter of
    two sums for each pair.
    """
    known = combined.closed
    if (form, orders) not in known:
        if orders:
            known[form, orders] = _ordered(combined, form, orders, decider)
        elif holds(combined, form, (), decider):
            points = [0, *combined.holding(form.kind, form.scenario)]
            known[form, orders] = decider.distances(joint(combined, form, decider) or {}, points)
        else:
            known[form, orders] = None
    return known[form, orders]


def _ordered(combined: Combination, form: Form, orders: Orders, decider: Decider) -> Numeric | None:
    fewer = [orders[:i] + orders[i + 1 :] for i in range(len(orders))]
    rest = next((few for few in fewer if (form, few) in combined.closed), fewer[-1])
    near = closed(combined, form, rest, decider)
    if near is None:
        return None
    (last,) = set(orders) - set(rest)
    whole = joint(combined, form, decider) or {}
    decider.counted(whole, len(orders))  # decided
    for (x, y), w in decider.numeric(combined.edges_of((last,), form.kind, form.scenario)).items():
        if w + near.get((y, x), -w if x != y else 0) < 0:
            return None
        near = _with(near, x, y, w)
    decider.counted(whole, len(orders))  # and closed, for what may still meet
    return near


def _with(near: Numeric, x: int, y: int, w: int) -> Numeric:
    """Closed distances with one more edge that contradicts none of them."""
    if x == y or near.get((x, y), w + 1) <= w:
        return near
    into = [(x, 0)]
    out = [(y, 0)]
    for (p, q), d in near.items():
        if q == x:
            into.append((p, d))
        if p == y:
            out.append((q, d))
    found = dict(near)
    for p, before in into:
        for q, after in out:
            total = before + w + after
            if p != q and total < found.get((p, q), total + 1):
                found[p, q] = total
    return found


def projection(part: Part, form: Form, own: list[Edge], tied: Iterable[int], decider: Decider) -> Numeric | None:
    """A part's own network on its interface points and the warning, as few distances as say it; None for none.

    ``tied`` are points across parties: those of this part are interface points wherever they come from.
    """
    points = _points(part, form, tied)
    key = ("projection", id(own), points)
    if key not in part.projections:
        near = _distances(part, own, points, decider)
        part.projections[key] = None if near is None else sparse(near)
    return part.projections[key]


def distances(part: Part, form: Form, own: list[Edge], tied: Iterable[int], decider: Decider) -> Numeric | None:
    """All distances of one of a part's own networks among its interface points and the warning; None for none."""
    return _distances(part, own, _points(part, form, tied), decider)


def _distances(part: Part, own: list[Edge], points: tuple[int, ...], decider: Decider) -> Numeric | None:
    key = ("distances", id(own), points)
    if key not in part.projections:
        bounds = decider.bounds(own)
        consistent = decider.fault(bounds) is None
        part.projections[key] = decider.distances(bounds, [0, *points]) if consistent else None
    return part.projections[key]


def _points(part: Part, form: Form, tied: Iterable[int]) -> tuple[int, ...]:
    interface, roots = part.named(form.kind, form.scenario)
    more = roots.intersection(tied).difference(interface)
    return interface if not more else tuple(sorted(more.union(interface)))


def sparse(near: Numeric) -> Numeric:
    """Closed distances without those that follow from the ones with the warning."""
    back = {x: w for (x, y), w in near.items() if y == 0}
    on = {y: w for (x, y), w in near.items() if x == 0}
    return {
        (x, y): w
        for (x, y), w in near.items()
        if x == 0 or y == 0 or x not in back or y not in on or w < back[x] + on[y]
    }


def tighten(bounds: Numeric, more: Numeric) -> None:
    """Bring the tighter bounds of another network into one."""
    for pair, w in more.items():
        old = bounds.get(pair)
        if old is None or w < old:
            bounds[pair] = w
