"""Dynamic controllability by playing it out, and strong controllability by all corners: exact, slow, and sharing
nothing with the solvers.

The game
    The clock ticks in whole seconds. At each tick nature says first which running links end now; then the controller,
    who has seen it, acts, one point after the other, or waits. The network is dynamically controllable iff the
    controller has a way to win whatever nature does. No horizon is needed: a position in which waiting changes nothing
    is one in which waiting never helps.

What makes it bearable
    1. A position is what is left to be done, counted from now: for each point still to come the earliest and the latest
       it may come because of what has come, and for each running link how long it has run. Histories that leave the
       same to be done are one position.
    2. Earliest and latest come from all shortest distances with nature kind. They say no more than the constraints
       and the links do together, but say it sooner: a latest in the past, or an outcome that nature may pick and the
       distances forbid, ends the game.
    3. Once no link is left, earliest <= latest is enough: distances can be completed one point after the other (R.
       Dechter, I. Meiri, J. Pearl 1991, theorem 3.3).

:class:`tests.temporal.oracles._Game` plays the same game with none of this; both are held against each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from freehand.temporal.network import Edge, Link

FAR = 10**9
CAME = -1  # in the place of an earliest time: the point has come
IDLE = -1  # in the place of how long a link has run: it does not run

Position = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]  # earliest, latest, how long it has run


def closed(n: int, edges: Sequence[Edge]) -> list[list[int]] | None:
    """All shortest distances (Floyd, Warshall 1962), ``FAR`` for none; None if there is a negative cycle."""
    d = [[0 if x == y else FAR for y in range(n)] for x in range(n)]
    for x, y, w in edges:
        d[x][y] = min(d[x][y], w)
    for k in range(n):
        row = d[k]
        for from_x in d:
            over = from_x[k]
            if over < FAR:
                for y in range(n):
                    if row[y] < FAR and over + row[y] < from_x[y]:
                        from_x[y] = over + row[y]
    return None if any(d[x][x] < 0 for x in range(n)) else d


def consistent(n: int, edges: Sequence[Edge], links: Sequence[Link]) -> bool:
    """Whether everything can hold at once where nature is kind."""
    return closed(n, [*edges, *both_bounds(links)]) is not None


def both_bounds(links: Sequence[Link]) -> list[Edge]:
    return [edge for a, c, low, high in links for edge in ((a, c, high), (c, a, -low))]


def strongly_controllable(n: int, edges: Sequence[Edge], links: Sequence[Link]) -> bool:
    """Whether one timetable holds in every corner of what nature may pick: all corners stacked, and closed.

    A corner gives every link its least or its most. What lies between two corners keeps a constraint that both keep,
    since everything is linear. So nothing has to be known of roots, chains or horizons.
    """
    started = {c: k for k, (_, c, _, _) in enumerate(links)}
    stacked: list[Edge] = []
    for corner in product((0, 1), repeat=len(links)):
        place = []  # each point as a point that is ours, and so much after it
        for point in range(n):
            at, after = point, 0
            while at in started:
                a, _, low, high = links[started[at]]
                at, after = a, after + (high if corner[started[at]] else low)
            place.append((at, after))
        stacked += [(place[x][0], place[y][0], w - place[y][1] + place[x][1]) for x, y, w in edges]
    return closed(n, stacked) is not None


def dynamically_controllable(
    n: int, edges: Sequence[Edge], links: Sequence[Link], picks: Sequence[Sequence[int]] | None = None
) -> bool:
    """Whether the controller wins.

    :param picks: the durations among which nature picks, for each link, in order; all from low to high if not given.
    """
    return Game(n, edges, links, picks).won()


class Game:
    """One network, played out."""

    def __init__(
        self, n: int, edges: Sequence[Edge], links: Sequence[Link], picks: Sequence[Sequence[int]] | None = None
    ) -> None:
        self.n = n
        self.links = links
        self.picks = [tuple(range(low, high + 1)) for _, _, low, high in links] if picks is None else picks
        ended = {c for _, c, _, _ in links}
        self.ours = [point for point in range(n) if point not in ended]
        self.starts = [[k for k, (a, _, _, _) in enumerate(links) if a == point] for point in range(n)]
        self.ends = [c for _, c, _, _ in links]
        kind = [(a, c, least[0], least[-1]) for (a, c, _, _), least in zip(links, self.picks, strict=True)]
        self.reach = closed(n, [*edges, *both_bounds(kind)])
        self.known: dict[Position, bool] = {}

    def won(self) -> bool:
        reach = self.reach
        if reach is None:
            return False
        for (a, c, _, _), least in zip(self.links, self.picks, strict=True):
            if reach[a][c] < least[-1] or -reach[c][a] > least[0]:
                return False
        # Nothing has come, so waiting changes nothing: something of ours comes first, now.
        return any(self.act(self.start(), point) for point in self.ours)

    def start(self) -> Position:
        """Nothing has come."""
        return (0,) * self.n, (FAR,) * self.n, (IDLE,) * len(self.links)

    def come(self, position: Position, point: int) -> Position | None:
        """After the point has come now and started its links; None if something can no longer be kept."""
        earliest, latest, run = position
        assert self.reach is not None
        after, before = list(earliest), list(latest)
        after[point], before[point] = CAME, CAME
        row = self.reach[point]
        for q in range(self.n):
            if earliest[q] != CAME and q != point:
                before[q] = min(before[q], row[q])
                after[q] = max(after[q], -self.reach[q][point])
                if before[q] < after[q]:
                    return None
        if self.starts[point]:
            ran = list(run)
            for k in self.starts[point]:
                ran[k] = 0
            run = tuple(ran)
        return tuple(after), tuple(before), run

    def act(self, position: Position, point: int) -> bool:
        """Whether the controller wins who lets the point come now; links that may take 0 may end at once."""
        return all(
            after is not None and self.choose(after)
            for after in self.outcomes(self.come(position, point), self.starts[point])
        )

    def outcomes(self, position: Position | None, asked: Sequence[int]) -> Iterator[Position | None]:
        """Everything that may be once nature has said of each of these running links whether it ends now."""
        if position is None or not asked:
            yield position
            return
        k, rest = asked[0], asked[1:]
        earliest, _, run = position
        if run[k] < self.picks[k][-1]:
            yield from self.outcomes(position, rest)
        if run[k] in self.picks[k]:
            c = self.ends[k]
            if earliest[c] > 0:
                yield None
                return
            yield from self.outcomes(self.end(position, k), (*rest, *self.starts[c]))

    def end(self, position: Position, k: int) -> Position | None:
        """After link k has ended now; None if something can no longer be kept."""
        earliest, latest, run = position
        return self.come((earliest, latest, (*run[:k], IDLE, *run[k + 1 :])), self.ends[k])

    def choose(self, position: Position) -> bool:
        """Whether the controller wins from here, nature having spoken."""
        known = self.known.get(position)
        if known is None:
            known = self.known[position] = self.find(position)
        return known

    def find(self, position: Position) -> bool:
        earliest, latest, run = position
        left = False
        for k, c in enumerate(self.ends):
            if earliest[c] == CAME:
                continue
            left = True
            if run[k] != IDLE:
                # What nature may still pick, the next and the longest, must both be allowed.
                if latest[c] < self.picks[k][-1] - run[k]:
                    return False
                if earliest[c] > min(pick for pick in self.picks[k] if pick > run[k]) - run[k]:
                    return False
        if not left:
            return True
        for point in self.ours:
            if latest[point] == 0:
                return self.act(position, point)  # now or never
        if self.tick(position) != position and self.may_wait(position):
            return True
        return any(self.act(position, point) for point in self.ours if earliest[point] == 0)

    def may_wait(self, position: Position) -> bool:
        """Whether the controller wins who waits for the next tick."""
        if any(position[1][point] == 0 for point in self.ours):
            return False
        running = [k for k, ran in enumerate(position[2]) if ran != IDLE]
        return all(later is not None and self.choose(later) for later in self.outcomes(self.tick(position), running))

    def tick(self, position: Position) -> Position:
        """One second later."""
        earliest, latest, run = position
        return (
            tuple([at - 1 if at > 0 else at for at in earliest]),
            tuple([at - 1 if 0 < at < FAR else at for at in latest]),
            tuple([ran + 1 if ran != IDLE else IDLE for ran in run]),
        )
