"""Plan-like temporal networks of any size from a seed, about a quarter of them in each verdict class.

The shape, for n points of which point 0 is the warning:

1. Activities, two points each, lie in lanes of six, one after the other; a point left over is a milestone in the last
   lane. A fifth of the points end an uncertain duration (a contingent link), the other activities have a chosen one,
   which is two edges.
2. Each start is ordered behind what comes before it in its lane. Cross-lane orders let what somebody decides wait for
   what comes shortly before it in a lane next to its own; half of the orders ask for some time in between. Some starts
   wait for the uncertain end before them alone: these *follow up*, and have a separation from it.
3. Deadlines count from the warning; separations say how long something may come after something else, nearby.
4. There are three edges a point, durations, orders, deadlines and separations together, no two between the same points
   in the same direction.

Every network is drawn around a timetable that holds whatever nature does, so with its loose bounds it is *assured*.
Each deadline and separation has a tight bound as well. On the way from loose to tight the verdict never rises; where it
changes is found by halving with the solvers, and the bounds are put inside the stretch of the verdict wanted. Only the
follow-ups go that way for *adaptable*, all deadlines and separations for *possible* and *impossible*. A drawing without
such a stretch is dropped for the next one.

How hard such networks are depends on how far things hang together. With longer lanes, or ties between all lanes, what
follows for one point reaches ever more others, and deciding dynamic controllability takes several times as long: the
benchmark shows lanes of twenty activities as well.

The same size, seed and verdict give the same network.
"""

from __future__ import annotations

import random
from typing import Final, Literal, NamedTuple, TypeAlias

from freehand.temporal.consistency import is_consistent
from freehand.temporal.dynamic import dynamically_controllable
from freehand.temporal.network import Edge, Link
from freehand.temporal.strong import strongly_controllable

Verdict: TypeAlias = Literal["assured", "adaptable", "possible", "impossible"]

VERDICTS: Final[tuple[Verdict, ...]] = ("assured", "adaptable", "possible", "impossible")
SIZES: Final = (10, 50, 100, 200, 500, 1000)
LANE: Final = 12
"""So many points lie in a lane where nothing else is said."""
ORDERS: Final = 0.75
"""The part of the ties between neighbours that are cross-lane orders; the others are separations."""
LAGS: Final = 0.5
"""The part of the orders that ask for some time in between."""
WHOLE: Final = 1000
"""So many steps lead from the loose bounds to the tight ones."""


class Instance(NamedTuple):
    """A network, what it was drawn to be, and the seed."""

    n: int
    edges: tuple[Edge, ...]
    links: tuple[Link, ...]
    verdict: Verdict
    seed: int


class Drawing(NamedTuple):
    """A network whose deadlines and separations may be tightened."""

    n: int
    edges: tuple[Edge, ...]
    links: tuple[Link, ...]
    tight: tuple[int, ...]
    """For every edge its tight weight: the loose one where nothing is to be tightened."""
    follow_ups: frozenset[int]
    """The edges that tie a start to the uncertain end before it."""

    def edges_at(self, step: int, only_follow_ups: bool) -> tuple[Edge, ...]:
        """The edges so many steps on the way from loose to tight."""
        return tuple(
            (x, y, w) if only_follow_ups and index not in self.follow_ups else (x, y, w - (w - least) * step // WHOLE)
            for index, ((x, y, w), least) in enumerate(zip(self.edges, self.tight, strict=True))
        )


def instances(n: int, count: int, seed: int = 1, lane: int = LANE) -> list[Instance]:
    """So many networks of a size, the verdicts in turn; ``lane`` says how many points a lane has.

    >>> [one.verdict for one in instances(10, 5)]
    ['assured', 'adaptable', 'possible', 'impossible', 'assured']
    """
    return [instance(n, seed + place, VERDICTS[place % len(VERDICTS)], lane) for place in range(count)]


def instance(n: int, seed: int, verdict: Verdict, lane: int = LANE) -> Instance:
    """The network of a size, seed and verdict.

    Raises:
        ValueError: below 10 points.

    >>> one = instance(50, 7, "possible")
    >>> one.n, len(one.edges), len(one.links), verdict_of(one.n, one.edges, one.links)
    (50, 150, 10, 'possible')
    """
    if n < 10:
        raise ValueError(f"{n} points: 10 at least")
    rank = VERDICTS.index(verdict)
    attempt = 0
    while True:
        dice = random.Random(f"{n} {seed} {verdict} {attempt}")
        drawn = drawing(n, dice, lane)
        at = _step_of(drawn, rank, dice)
        if at is not None:
            return Instance(n, drawn.edges_at(at, rank == 1), drawn.links, verdict, seed)
        attempt += 1


def verdict_of(n: int, edges: tuple[Edge, ...], links: tuple[Link, ...]) -> Verdict:
    """The verdict of a network, by the solvers.

    >>> verdict_of(2, ((0, 1, 4),), ((0, 1, 2, 5),))
    'possible'
    """
    for rank in (1, 2, 3):
        if not _is_past(rank, n, edges, links):
            return VERDICTS[rank - 1]
    return "impossible"


def _is_past(rank: int, n: int, edges: tuple[Edge, ...], links: tuple[Link, ...]) -> bool:
    """Whether the verdict is of this rank or worse; 1 is *adaptable*."""
    if rank == 1:
        return not strongly_controllable(n, edges, links)
    if rank == 2:
        return not dynamically_controllable(n, edges, links)
    plain = [bound for a, c, low, high in links for bound in ((a, c, high), (c, a, -low))]
    return not is_consistent(n, [*edges, *plain])


def _step_of(drawn: Drawing, rank: int, dice: random.Random) -> int | None:
    """A step whose verdict has this rank; None where no step has."""

    def first_past(wanted: int, known: int = 0) -> int:
        """The first step whose verdict has this rank or a worse one; one beyond the last where none has."""
        low, high = known, WHOLE + 1
        while low < high:
            middle = (low + high) // 2
            if _is_past(wanted, drawn.n, drawn.edges_at(middle, rank == 1), drawn.links):
                high = middle
            else:
                low = middle + 1
        return low

    begin = first_past(rank) if rank else 0
    if begin > WHOLE:
        return None
    end = first_past(rank + 1, begin) if rank < 3 else min(WHOLE + 1, begin + WHOLE // 5)
    if end <= begin:
        return None
    # Inside, not at the border; where nothing lies below, near enough to the border to be close.
    return begin + int((end - begin) * dice.uniform(0.5 if rank == 0 else 0.2, 0.8))


def drawing(n: int, dice: random.Random, lane: int = LANE) -> Drawing:
    """A network with loose and tight bounds, drawn from dice."""
    lanes = max(2, n // lane)
    activities = (n - 1) // 2
    uncertain = set(dice.sample(range(activities), n // 5))
    links: list[Link] = []
    bounds: dict[tuple[int, int], tuple[int, int]] = {}
    follow_ups: set[tuple[int, int]] = set()

    def put(x: int, y: int, loose: int, tight: int) -> bool:
        if x == y or (x, y) in bounds or begun_at[y] == x:
            return False
        bounds[x, y] = (loose, tight)
        return True

    # The timetable: every duration at its longest. The fastest: all as short as can be, each lane by itself.
    planned, fastest = [0] * n, [0] * n
    lane_of = [-1] * n
    early = [0] * n  # how much earlier than planned an uncertain end may come
    begun_at = [-1] * n  # where the uncertain duration that ends here begins
    held = [False] * n  # what no other lane may hold back: uncertain ends, and some starts behind them
    last = [0] * lanes

    # 1 and 2, lane by lane.
    point = 1
    for activity in range(activities + (n - 1) % 2):
        at = min(lanes - 1, activity * lanes // activities)
        start, end, previous = point, point + 1, last[at]
        gap = 60 * dice.randrange(1, 30) if dice.random() < LAGS else 0
        idle = 60 * dice.randrange(0, 120)
        planned[start] = planned[previous] + gap + idle
        fastest[start] = fastest[previous] + gap
        lane_of[start], last[at] = at, start
        put(start, previous, -gap, -gap)
        if early[previous] and dice.random() < 0.5:
            held[start] = True
            put(previous, start, gap + idle + early[previous] + 60 * dice.randrange(1, 60), gap)
            follow_ups.add((previous, start))
        if activity == activities:
            break  # the milestone
        low = 60 * dice.randrange(5, 240)
        high = low + 60 * dice.randrange(1, 2 + low // 60)
        planned[end], fastest[end] = planned[start] + high, fastest[start] + low
        lane_of[end], last[at] = at, end
        if activity in uncertain:
            links.append((start, end, low, high))
            early[end] = high - low
            begun_at[end] = start
            held[end] = True
        else:
            put(start, end, high, high)
            put(end, start, -low, -low)
        point += 2

    # 2 and 3, up to three edges a point. Neighbours are what comes soon after, in the same lane or one next to it.
    order = sorted(range(1, n), key=lambda each: (planned[each], each))
    near = [[each for each in order if abs(lane_of[each] - lane) <= 1] for lane in range(lanes)]
    rank = [{each: at for at, each in enumerate(among)} for among in near]
    deadlines = max(2, 3 * n // 10)
    while deadlines:
        y = dice.choice(order)
        deadlines -= put(0, y, planned[y] + 60 * dice.randrange(10, 600), fastest[y] - 60)
    orders = round((3 * n - len(bounds)) * ORDERS)
    reach = 10 * n  # looks further and further, so that small networks are filled as well
    while len(bounds) < 3 * n:
        reach += 1
        x = dice.choice(order)
        among, at = near[lane_of[x]], rank[lane_of[x]][x]
        y = among[min(len(among) - 1, at + 1 + dice.randrange(reach // n))]
        apart = planned[y] - planned[x]
        if orders and reach < 60 * n:
            if not held[y] and lane_of[x] != lane_of[y]:
                least = min(apart, 60 * dice.randrange(1, 30)) if dice.random() < LAGS else 0
                orders -= put(y, x, -least, -least)
        else:
            shortest = fastest[y] - fastest[x] if lane_of[x] == lane_of[y] else apart
            put(x, y, apart + early[x] + 60 * dice.randrange(10, 300), max(0, shortest) // 2)

    edges = tuple((x, y, loose) for (x, y), (loose, _) in bounds.items())
    tight = tuple(least for _, least in bounds.values())
    return Drawing(n, edges, tuple(links), tight, frozenset(i for i, e in enumerate(edges) if e[:2] in follow_ups))
