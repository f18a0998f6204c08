"""Which bounds between points must somebody keep in view who gives them times one by one, as time passes?

Somebody who gives every point its earliest and its latest time, and nothing else, may still run into a dead end: two
points whose times depend on each other. All shortest distances would do, and are far too many to read.

Rule
    Points are counted from *origins*: 0 is counted from the warning, others perhaps from an event. Times from the same
    origin pass together; of points from different origins it is only known which of them *surely* comes first.

    1. An edge that the earliest and latest times keep by themselves is left out.
    2. Two points at a fixed distance: the earlier one leads. The other keeps only its two edges to its leader.
    3. An edge ``x -> y`` (``y - x <= w``) between points of one origin is *dominated* by a point B of the same origin
       that lies on a shortest way from x to y, if ``w > 0`` and the edge ``B -> y`` is above 0 too, or if ``w <= 0``
       and the edge ``x -> B`` is not above 0 either.
    4. Whatever the origins, it is dominated by B on a shortest way if B always comes before the later of x and y (and
       before both, where neither surely comes first).
    5. What is left is enough: points are given times in the order in which time passes, none after its latest, and each
       only when all that it must not precede have theirs; then no order of choices leads into a dead end. Where an edge
       is left between two points of which neither surely comes first, there is no such set, and the answer is None.

Source
    N. Muscettola, P. Morris, I. Tsamardinos, "Reformulating temporal plans for efficient execution", KR 1998 (steps 3
    and 5, for one origin); I. Tsamardinos, N. Muscettola, P. Morris, "Fast transformation of temporal plans for
    efficient execution", AAAI 1998 (step 2).

Cost
    O(n**3).

Limits
    An edge of weight 0 is taken as "not before". Step 4 is sound and may leave an edge that could go.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple


class Beside(NamedTuple):
    """``at_least <= point - other <= at_most`` seconds, to be looked at when ``point`` is given its time.

    With ``at_least``, and wherever the origins differ, the other one is given its time before.
    """

    point: int
    other: int
    at_least: int | None
    at_most: int | None


def dispatchable(
    reach: Sequence[Sequence[int | None]],
    origin: Sequence[Hashable],
    first: Callable[[int, int], bool] = lambda _x, _y: False,
) -> list[Beside] | None:
    """What must be kept in view besides the earliest and latest times; None where there is no such set.

    :param reach: all shortest distances of a consistent network; row x, column y, None for no bound.
    :param origin: from where each point is counted; that of point 0 is the warning's.
    :param first: whether one point surely comes before another one of a different origin.

    Two activities within 10 of the warning, the second 4 after the first, a third within 3 of the second. The third
    follows from the first only through the second:

    >>> from freehand.temporal.elimination import distances
    >>> edges = [(0, 1, 10), (1, 0, 0), (2, 1, -4), (0, 2, 10), (3, 2, 0), (2, 3, 3), (0, 3, 10)]
    >>> dispatchable(distances(4, edges), "wwww")
    [Beside(point=2, other=1, at_least=4, at_most=None), Beside(point=3, other=2, at_least=0, at_most=3)]
    """
    rigid = _led(reach, origin)
    points = [p for p in range(1, len(reach)) if p not in rigid]
    least: dict[tuple[int, int], int] = {}
    most: dict[tuple[int, int], int] = {}
    for x in points:
        for y in points:
            w = reach[x][y]
            if x == y or w is None or _follows(reach, x, 0, y):
                continue  # step 1
            if not _dominated(reach, origin, first, points, x, y, w):
                apart = origin[x] != origin[y]
                if apart and not first(x, y) and not first(y, x):
                    return None  # step 5
                if first(x, y) if apart else w > 0:
                    most[y, x] = w
                else:
                    least[x, y] = -w
    for point, leader in rigid.items():
        if leader:
            if origin[point] != origin[leader] and not first(leader, point):
                return None
            most[point, leader] = reach[leader][point] or 0
            least[point, leader] = most[point, leader]
    return [Beside(*pair, least.get(pair), most.get(pair)) for pair in sorted(least.keys() | most.keys())]


def _follows(reach: Sequence[Sequence[int | None]], x: int, by: int, y: int) -> bool:
    """Whether the edge from x to y follows from those over ``by``."""
    over, on, w = reach[x][by], reach[by][y], reach[x][y]
    return w is not None and over is not None and on is not None and over + on == w


def _led(reach: Sequence[Sequence[int | None]], origin: Sequence[Hashable]) -> dict[int, int]:
    """Step 2: the points at a fixed distance of an earlier one, with it; that one may be the warning."""
    led: dict[int, int] = {}
    size = len(reach)
    for point in range(1, size):
        fixed = [
            p
            for p in range(size)
            if (there := reach[p][point]) is not None and (back := reach[point][p]) is not None and there + back == 0
        ]
        # The earliest; among points of one instant, and of several origins, the first.
        leader = 0 if 0 in fixed else min(fixed, key=lambda p: (origin[p] != origin[0], -(reach[p][fixed[0]] or 0), p))
        if leader != point:
            led[point] = leader
    return led


def _dominated(
    reach: Sequence[Sequence[int | None]],
    origin: Sequence[Hashable],
    first: Callable[[int, int], bool],
    points: Sequence[int],
    x: int,
    y: int,
    w: int,
) -> bool:
    def before(b: int, p: int) -> bool:
        if origin[b] != origin[p]:
            return first(b, p)
        back = reach[p][b]
        return back is not None and back <= 0

    for b in points:
        if b in (x, y) or not _follows(reach, x, b, y):
            continue
        if origin[x] == origin[b] == origin[y]:
            # Step 3.
            over, on = reach[x][b], reach[b][y]
            if (on is not None and on > 0) if w > 0 else (over is not None and over <= 0):
                return True
        elif origin[x] != origin[y] and first(x, y):
            if before(b, y):
                return True  # step 4
        elif origin[x] != origin[y] and first(y, x):
            if before(b, x):
                return True
        elif before(b, x) and before(b, y):
            return True
    return False
