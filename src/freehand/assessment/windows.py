"""Free windows: where each party may act without a word, with the joint plan still holding.

The question: for every root of a constraint across parties, a window ``[t-, t+]`` such that any choice inside, by
anyone, each keeping its own plan consistent, holds jointly.

The rule (Hunsberger 2002; Boerkoel & Durfee 2013; shares after Wilson, Klos, Witteveen, Huisman 2014):

1. a constraint inside one party, or with the warning, holds for the ``t-`` of both its points, and for their ``t+``;
2. a constraint ``y - x <= w`` across parties holds as ``t+_y - t-_x <= w``;
3. the share of a point is ``(t+ - t-)`` over its own width in the joint network; the windows are the leximin of the
   shares, points that only the horizon bounds entering after all others;
4. among equals they lie as late as possible, and every bound is rounded down to a whole second, which keeps every
   constraint, since all bounds are whole;
5. what only the warning ties together is found apart: a cycle passes the warning once, so it stays on one side of it,
   and the leximin of independent networks is the leximin of each.

Step 3 raises a common share until some points are stuck (the largest share is found on a negative cycle, see
``temporal.parametric``), fixes these, and goes on with the rest: at most as many rounds as points, each a few
Bellman-Ford runs on a network of two copies of the shared points. All in exact fractions.

Limits: windows exist for assured choices only, and they need nothing but the projections.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from freehand.assessment.combination import Combination, Orders
from freehand.assessment.decide import Decider, Numeric, dense
from freehand.assessment.projected import STACKED, distances, sparse, tighten
from freehand.plans.points import Point
from freehand.temporal.consistency import earliest, latest
from freehand.temporal.elimination import distances_among
from freehand.temporal.parametric import largest_share


class Window(NamedTuple):
    """The span ``[low, high]`` (seconds after the warning, or after the event it is anchored on) of one root."""

    party: str
    root: int
    low: int
    high: int
    share: Fraction


class Shared(NamedTuple):
    """The joint network of the projections: each party's roots across parties, and the bounds among them."""

    owner: dict[int, str]
    inside: Numeric
    across: Numeric
    open_ended: frozenset[int]


def shared_network(combined: Combination, orders: Orders, decider: Decider) -> Shared:
    """Project every party's own network on its roots of constraints across parties."""
    crossing = combined.cross_edges + [e for e in combined.order_edges(orders) if not e.party]
    owner = combined.owners
    across: Numeric = {}
    inside: Numeric = {}
    unbounded: Numeric = {}
    for edge in crossing:
        if edge.x == edge.y:
            continue
        # A partner's join on a point and the warning (or an event) holds for both ends of the point's window; one on
        # two points of the same party holds as across, since their owner's plan does not know it.
        weight = decider.book.weight(edge)
        for bounds in (across,) if edge.x and edge.y else (inside, unbounded):
            bounds[edge.x, edge.y] = min(bounds.get((edge.x, edge.y), weight), weight)
    touched = {root for edge in crossing for root in (edge.x, edge.y) if root}
    for part in combined.parts:
        mine = {0, *(r for r in touched if owner.get(r) == part.party)}
        if len(mine) == 1:
            continue
        for bounds, own in (
            (inside, combined.own(part.party, True, orders)),
            (unbounded, combined.own_open(part.party, True, orders)),
        ):
            near = distances(part, STACKED, own, touched, decider)
            assert near is not None, "only what is assured has windows"
            tighten(bounds, sparse({(x, y): w for (x, y), w in near.items() if x in mine and y in mine}))
    _, network, count = dense({**unbounded, **across})
    index = {p: i for i, p in enumerate(_order({**unbounded, **across}))}
    reach = latest(count, network)
    open_ended = frozenset(r for r in touched if reach[index[r]] is None)
    return Shared({r: owner[r] for r in sorted(touched)}, inside, across, open_ended)


def _order(bounds: Numeric) -> list[int]:
    seen = {0: None}
    for pair in bounds:
        for point in pair:
            seen.setdefault(point)
    return list(seen)


def free_windows(combined: Combination, orders: Orders, decider: Decider) -> tuple[Window, ...]:
    """The free windows of an assured choice, by party and name of the point; none where nothing crosses parties."""
    shared = shared_network(combined, orders, decider)
    if not shared.owner:
        return ()
    return leximin(shared, combined, decider)


def leximin(shared: Shared, combined: Combination, decider: Decider) -> tuple[Window, ...]:
    """The leximin windows of a joint network of projections: those of each of its components (step 5)."""
    found: list[Window] = []
    for one in components(shared):
        owners = frozenset(one.owner.items())
        key = (owners, frozenset(one.inside.items()), frozenset(one.across.items()), one.open_ended)
        known: tuple[Window, ...] | None = decider.windows.get(key)
        if known is None:
            known = decider.windows[key] = _leximin(one, decider)
        found += known
    return tuple(sorted(found, key=lambda w: (w.party, str(combined.book.points[w.root]))))


def components(shared: Shared) -> list[Shared]:
    """The parts of a network that nothing but the warning ties together, by their first root."""
    leader = {root: root for root in shared.owner}

    def lead(root: int) -> int:
        while leader[root] != root:
            leader[root] = root = leader[leader[root]]
        return root

    for x, y in (*shared.inside, *shared.across):
        if x and y:
            one, other = sorted((lead(x), lead(y)))
            leader[other] = one
    found = {root: Shared({}, {}, {}, frozenset()) for root in leader if lead(root) == root}
    for root, party in shared.owner.items():
        found[lead(root)].owner[root] = party
    for pair, w in shared.inside.items():
        found[lead(pair[0] or pair[1])].inside[pair] = w
    for pair, w in shared.across.items():
        found[lead(pair[0])].across[pair] = w
    return [one._replace(open_ended=shared.open_ended.intersection(one.owner)) for one in found.values()]


def _leximin(shared: Shared, decider: Decider) -> tuple[Window, ...]:
    roots = list(shared.owner)
    joint = {**shared.inside}
    for pair, weight in shared.across.items():
        joint[pair] = min(joint.get(pair, weight), weight)
    order = {p: i for i, p in enumerate(_order(joint))}
    _, network, count = dense(joint)
    first, last = earliest(count, network), latest(count, network)
    width = {r: (last[order[r]] or 0) - (first[order[r]] or 0) for r in roots}

    low = {r: 1 + 2 * i for i, r in enumerate(roots)}
    high = {r: 2 + 2 * i for i, r in enumerate(roots)}
    low[0] = high[0] = 0
    size = 1 + 2 * len(roots)
    base = [(low[x], low[y], w) for (x, y), w in shared.inside.items()]
    base += [(high[x], high[y], w) for (x, y), w in shared.inside.items()]
    base += [(low[x], high[y], w) for (x, y), w in shared.across.items()]

    share = {r: Fraction(1) for r in roots if width[r] == 0}
    for group in ([r for r in roots if r not in shared.open_ended], [r for r in roots if r in shared.open_ended]):
        waiting = [r for r in group if r not in share]
        while waiting:
            fixed = [(high[r], low[r], -share[r] * width[r]) for r in roots if r in share]
            fixed += [(high[r], low[r], Fraction(0)) for r in roots if r not in share and r not in waiting]
            common, stuck = _raise(size, base, fixed, [(high[r], low[r], width[r]) for r in waiting])
            decider.sizes.append((size, len(base) + len(roots)))
            for r in list(waiting):
                if r_is_stuck(stuck, high[r], low[r], common * width[r]):
                    share[r] = common
                    waiting.remove(r)
    bounds = [(high[r], low[r], -share[r] * width[r]) for r in roots]
    scale = lcm(*(w.denominator for _, _, w in bounds))
    scaled = [(x, y, w * scale) for x, y, w in base] + [(x, y, int(w * scale)) for x, y, w in bounds]
    decider.sizes.append((size, len(scaled)))
    late = latest(size, scaled)
    found = []
    for r in roots:
        t_low, t_high = late[low[r]], late[high[r]]
        if t_low is None or t_high is None:
            raise ValueError("the horizon bounds every point")
        found.append(Window(shared.owner[r], r, t_low // scale, t_high // scale, share[r]))
    return tuple(found)


def r_is_stuck(reach: dict[tuple[int, int], Fraction], high: int, low: int, share: Fraction) -> bool:
    """Whether a window cannot grow beyond its share while no other shrinks below its own."""
    most = reach.get((low, high))
    return most is not None and most <= share


def _raise(
    size: int,
    base: Sequence[tuple[int, int, int]],
    fixed: Sequence[tuple[int, int, Fraction]],
    waiting: Sequence[tuple[int, int, int]],
) -> tuple[Fraction, dict[tuple[int, int], Fraction]]:
    """The largest common share of the waiting windows, and how far each could grow at it."""
    scale = lcm(*(w.denominator for _, _, w in fixed)) if fixed else 1
    edges = [(x, y, w * scale, 0) for x, y, w in base]
    edges += [(x, y, int(w * scale), 0) for x, y, w in fixed]
    edges += [(x, y, 0, w * scale) for x, y, w in waiting]
    common = largest_share(size, edges, Fraction(1))
    if common == 1 or len(waiting) == 1:
        # None is wider than in the joint network, and one by itself is as wide as it can be.
        return common, {(low, high): common * w for high, low, w in waiting}
    unit = scale * common.denominator
    network = [(x, y, w * unit) for x, y, w in base]
    network += [(x, y, int(w * unit)) for x, y, w in fixed]
    network += [(x, y, int(-common * w * unit)) for x, y, w in waiting]
    points = [p for high, low, _ in waiting for p in (low, high)]
    rows = distances_among(size, network, points)
    reach = {}
    for i in range(0, len(points), 2):
        most = rows[i][i + 1]
        if most is not None:
            reach[points[i], points[i + 1]] = Fraction(most, unit)
    return common, reach


class Shown(NamedTuple):
    """A window as every node names it: by the point that is released. ``start`` is the owner's own start behind it."""

    party: str
    point: str
    after: str | None
    low: int
    high: int
    share: Fraction
    start: str | None
    start_low: int | None
    start_high: int | None


def shown(combined: Combination, orders: Orders, windows: Sequence[Window]) -> tuple[Shown, ...]:
    """The windows in words. Where only what nature ends is shared, its window is told at its earliest."""
    book = combined.book
    shared = {p for tie in combined.cross for p in (tie.x, tie.y)}
    common = [order for order in orders if order.means in combined.shared_means]
    shared |= {point for order in common for user in (order.before, order.after) for point in (user.start, user.end)}
    ends: dict[int, list[tuple[str, int]]] = {}
    exact: dict[int, str] = {}
    after: dict[int, str | None] = {}
    for here in combined.placement.values():
        for point in sorted(shared & here.keys()):
            placed = here[point]
            events = [i for i in placed.chain if not book.links[i].seen_by]
            private = [i for i in placed.chain if book.links[i].seen_by]
            after[placed.root] = str(book.points[book.links[events[-1]].end]) if events else None
            if private:
                low = sum(book.values[book.links[i].low] for i in private)
                ends.setdefault(placed.root, []).append((f"{point} at its earliest", low))
            else:
                exact[placed.root] = str(point)
    found = []
    for window in windows:
        name = book.points[window.root]
        known = isinstance(name, Point)
        label, shift = (exact[window.root], 0) if window.root in exact else min(ends[window.root])
        if not known:
            shift = 0
        start = (str(name), window.low, window.high) if known else (None, None, None)
        low, high = window.low + shift, window.high + shift
        found.append(Shown(window.party, label, after[window.root], low, high, window.share, *start))
    return tuple(sorted(found, key=lambda w: (w.party, w.low, w.point)))
