"""The lines of a call sheet, in two manners: as free windows with the bounds between them, and as moments.

*Free*: the party may do whatever solves its own network with its shared points held in their windows. So that somebody
with paper can follow it line by line and never runs into a dead end, each line has its earliest and latest time and the
bounds to other lines that do not follow from others (``temporal.dispatch``). Where lines are counted from different
events, and it is not sure which of two comes first, they are uncoupled: each count gets windows of its own, found as
those of parties are (``windows``), inside which no line depends on one of another count.

*Moments*: a time for each line in each scenario, agreed or reacting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from freehand.assessment.decide import Decider, Numeric
from freehand.assessment.sheets.acting import Acting, in_order
from freehand.assessment.sheets.values import Awaited, Block, Bound, Line
from freehand.assessment.windows import Shared, leximin
from freehand.plans.points import Point
from freehand.quantities import inner_minutes
from freehand.temporal.dispatchable import Beside, dispatchable

Span = tuple[int | None, int | None]


def free_lines(acting: Acting, bounds: Numeric, open_bounds: Numeric, decider: Decider) -> list[Line]:
    """The lines under which everything holds that solves a consistent network of the party's own; see the module.

    ``open_bounds`` is the network without the horizon.
    """
    points, names = acting.points, acting.combined.setting.names
    roots = [acting.root[p] for p in points]
    origin = [None, *(acting.after(p) for p in points)]
    reach = _reach(bounds, roots, decider)

    def surely(reach: Sequence[Sequence[int | None]], x: int, y: int) -> bool:
        one, other = points[x - 1], points[y - 1]
        for s in names:
            if s in acting.placed[other]:
                if s not in acting.placed[one]:
                    return False
                low, high = _within(reach, y)[0], _within(reach, x)[1]
                if low is None or high is None:
                    return False
                if acting.begins(one, s)[1] + high > acting.begins(other, s)[0] + low:
                    return False
        return True

    kept = dispatchable(reach, origin, lambda x, y: surely(reach, x, y))
    if kept is None:
        bounds = _uncoupled(acting, bounds, reach, roots, origin, decider)
        reach = _reach(bounds, roots, decider)
        kept = dispatchable(reach, origin, lambda x, y: surely(reach, x, y))
        assert kept is not None, "no bound is left between counts that are uncoupled"
    unbounded = {r for r, (_, last) in decider.spans(open_bounds, roots).items() if last is None}
    lines = []
    referred = {one.other for one in kept}
    for place, point in enumerate(points, 1):
        if place not in referred and _follows(acting, point):
            continue  # it comes so long after its start: there is nothing to do
        line = acting.line(point, origin[place], *_within(reach, place))
        ties = tuple(_bound(points, origin, one) for one in kept if one.point == place)
        lines.append(line._replace(bounds=ties, open_ended=acting.root[point] in unbounded))
    low = {p: first for place, p in enumerate(points, 1) if (first := _within(reach, place)[0]) is not None}
    return in_order(acting, [*lines, *acting.notices(acting.earliest(low, s) for s in names)])


def _follows(acting: Acting, point: Point) -> bool:
    """Whether a point is an end that comes a fixed time after its start."""
    takes = acting.doing(point._replace(kind="start")).takes if point.kind == "end" else None
    return takes is not None and takes.fixed


def _reach(bounds: Numeric, roots: Sequence[int], decider: Decider) -> list[list[int | None]]:
    found = decider.distances(bounds, [0, *roots])
    return [[0 if x == y else found.get((x, y)) for y in (0, *roots)] for x in (0, *roots)]


def _within(reach: Sequence[Sequence[int | None]], place: int) -> Span:
    back = reach[place][0]
    return (None if back is None else -back), reach[0][place]


def _bound(points: Sequence[Point], origin: Sequence[str | None], one: Beside) -> Bound:
    apart = origin[one.point] != origin[one.other]
    return Bound(points[one.other - 1], one.at_least, one.at_most, apart)


def _uncoupled(
    acting: Acting,
    bounds: Numeric,
    reach: Sequence[Sequence[int | None]],
    roots: Sequence[int],
    origin: Sequence[str | None],
    decider: Decider,
) -> Numeric:
    """The network with the points that depend on another count held in windows, inside which they do not."""
    every = [0, *roots]
    across: Numeric = {}
    for x in range(1, len(every)):
        for y in range(1, len(every)):
            w, back, on = reach[x][y], reach[x][0], reach[0][y]
            if origin[x] != origin[y] and w is not None and (back is None or on is None or w < back + on):
                across[every[x], every[y]] = w
    touched = sorted({root for pair in across for root in pair})
    owner = {every[i]: origin[i] or "" for i in range(1, len(every)) if every[i] in touched}
    inside: Numeric = {}
    for x in range(len(every)):
        for y in range(len(every)):
            w = reach[x][y]
            here = {every[x], every[y]} <= {0, *touched}
            if x != y and here and w is not None and (0 in (x, y) or origin[x] == origin[y]):
                inside[every[x], every[y]] = w
    windows = leximin(Shared(owner, inside, across, frozenset()), acting.combined, decider)
    in_minutes = _held(bounds, {w.root: inner_minutes(w.low, w.high) for w in windows})
    exact = _held(bounds, {w.root: (w.low, w.high) for w in windows})
    return exact if decider.fault(in_minutes) is not None else in_minutes


def _held(bounds: Numeric, windows: Mapping[int, tuple[int, int]]) -> Numeric:
    held = dict(bounds)
    for root, (low, high) in windows.items():
        held[0, root] = min(held.get((0, root), high), high)
        held[root, 0] = min(held.get((root, 0), -low), -low)
    return held


def moment_blocks(
    acting: Acting,
    spans: Mapping[str, Mapping[Point, tuple[int, int]]],
    awaited: Mapping[str, Mapping[Point, tuple[Awaited, ...]]],
    counted: bool,
) -> tuple[Block, ...]:
    """A block for what is the same in all scenarios, then one for each scenario with what is its own.

    ``spans`` are the times of the party's points in each scenario, ``counted`` from their events or else all from the
    warning.
    """
    names = acting.combined.setting.names
    each: dict[str, dict[Point, Line]] = {s: {} for s in names}
    for s in names:
        for point, span in spans[s].items():
            line = acting.line(point, acting.after(point) if counted else None, *span)
            each[s][point] = line._replace(awaited=awaited[s].get(point, ()))
    common = {p for p in acting.points if len({each[s][p] for s in names if p in each[s]}) == 1}
    lines = [next(each[s][p] for s in names if p in each[s]) for p in common]
    earliest = (acting.earliest({p: low for p, (low, _) in spans[s].items()}, s, counted) for s in names)
    blocks = [Block("", tuple(in_order(acting, [*lines, *acting.notices(earliest)])))]
    for s in names:
        own = [line._replace(lapses_in=()) for p, line in each[s].items() if p not in common]
        blocks.append(Block(s, tuple(in_order(acting, own))))
    return tuple(block for block in blocks if block.lines)
