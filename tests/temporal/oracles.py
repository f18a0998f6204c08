"""Slow and obvious answers, to hold the fast ones against: everything here tries all there is to try.

Random networks come from a seeded generator, so a failure can be repeated.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import product

from freehand.temporal.network import Edge, Link, roots_and_chains

Times = tuple[int | None, ...]


def random_edges(chance: random.Random, n: int, count: int, least: int, most: int) -> list[Edge]:
    """Edges between any points, parallel ones and loops included."""
    return [(chance.randrange(n), chance.randrange(n), chance.randint(least, most)) for _ in range(count)]


def random_links(chance: random.Random, n: int, count: int, widest: int) -> list[Link]:
    """Up to ``count`` links, chained or sharing their start as it falls out, over shuffled points."""
    points = list(range(1, n))
    chance.shuffle(points)
    points.insert(0, 0)
    links: list[Link] = []
    for place in sorted(chance.sample(range(1, n), min(count, n - 1))):
        low = chance.randint(0, 2)
        links.append((points[chance.randrange(place)], points[place], low, low + chance.randint(0, widest)))
    return links


def random_pairs(chance: random.Random, n: int, links: Sequence[Link], count: int) -> list[Edge]:
    """Pairs of edges that keep a point near the end of a link: what calls for reacting."""
    contingent = [c for _, c, _, _ in links]
    edges: list[Edge] = []
    for _ in range(count):
        x, y = chance.choice(contingent), chance.randrange(1, n)
        least = chance.randint(-2, 2)
        edges += [(x, y, least + chance.randint(0, 3)), (y, x, -least)]
    return [edge for edge in edges if chance.random() < 0.9]


def within(n: int, links: Sequence[Link], horizon: int) -> list[Edge]:
    """Every executable point between the warning and the horizon."""
    contingent = {c for _, c, _, _ in links}
    free = [point for point in range(1, n) if point not in contingent]
    return [edge for point in free for edge in ((0, point, horizon), (point, 0, 0))]


def as_edges(links: Sequence[Link]) -> list[Edge]:
    """The links as plain constraints: nature is kind."""
    return [edge for a, c, low, high in links for edge in ((a, c, high), (c, a, -low))]


def holds(edges: Sequence[Edge], times: Sequence[int]) -> bool:
    return all(times[y] - times[x] <= w for x, y, w in edges)


def consistent(n: int, edges: Sequence[Edge], latest: int) -> bool:
    """Some timetable with whole seconds in 0 .. latest holds."""
    return any(holds(edges, times) for times in product(range(latest + 1), repeat=n))


def all_distances(n: int, edges: Sequence[Edge]) -> list[list[int | None]]:
    """The least weight over all walks of fewer than n edges, step by step."""
    table: list[list[int | None]] = [[0 if x == y else None for y in range(n)] for x in range(n)]
    for _ in range(n - 1):
        longer = [list(row) for row in table]
        for row, new in zip(table, longer, strict=True):
            for x, y, w in edges:
                at, known = row[x], new[y]
                if at is not None and (known is None or at + w < known):
                    new[y] = at + w
        table = longer
    return table


def simple_cycles(n: int, edges: Sequence[Edge]) -> Iterator[tuple[int, ...]]:
    """Every simple cycle as indices of edges, each from its lowest point on."""

    def walk(start: int, path: tuple[int, ...], at: int, passed: frozenset[int]) -> Iterator[tuple[int, ...]]:
        for index, (x, y, _) in enumerate(edges):
            if x != at:
                continue
            if y == start:
                yield (*path, index)
            elif y > start and y not in passed:
                yield from walk(start, (*path, index), y, passed | {y})

    for start in range(n):
        yield from walk(start, (), start, frozenset({start}))


def strongly_controllable(n: int, edges: Sequence[Edge], links: Sequence[Link], horizon: int) -> bool:
    """Some times of the executable points, in 0 .. horizon, hold for every corner of what nature may pick."""
    _, chains = roots_and_chains(n, links)
    roots, _ = roots_and_chains(n, links)
    free = [point for point in range(1, n) if roots[point] == point]
    corners = list(product(*((low, high) for _, _, low, high in links)))
    for chosen in product(range(horizon + 1), repeat=len(free)):
        at = dict(zip(free, chosen, strict=True)) | {0: 0}
        if all(
            holds(edges, [at[roots[point]] + sum(corner[link] for link in chains[point]) for point in range(n)])
            for corner in corners
        ):
            return True
    return False


def dynamically_controllable(n: int, edges: Sequence[Edge], links: Sequence[Link]) -> bool:
    """Play the game to its end in whole time steps; ``edges`` must bound every executable point from both sides.

    At each instant nature first says which links end now. Then the controller, who has seen it, acts, one point after
    the other, or waits for the next instant. A link that such an act starts may, if its low is 0, end at this same
    instant, before the controller goes on; so may a link started by that end, and so on.
    """
    return _Game(n, edges, links).advance(0, (0,) + (None,) * (n - 1), starting=True)


class _Game:
    def __init__(self, n: int, edges: Sequence[Edge], links: Sequence[Link]) -> None:
        self.edges = edges
        self.links = links
        contingent = {c for _, c, _, _ in links}
        self.executable = [point for point in range(1, n) if point not in contingent]
        self.from_point = [[link for link, (a, _, _, _) in enumerate(links) if a == point] for point in range(n)]
        self.known: dict[tuple[int, Times], bool] = {}

    def advance(self, now: int, times: Times, starting: bool = False) -> bool:
        """The clock reaches ``now``; nature picks, and the controller must win whatever it picks."""
        if starting:
            running = self.from_point[0]
        else:
            running = [k for k, (a, c, _, _) in enumerate(self.links) if times[a] is not None and times[c] is None]
        return all(self.choose(now, after) for after in self.outcomes(now, times, tuple(running)))

    def outcomes(self, now: int, times: Times, asked: tuple[int, ...]) -> Iterator[Times]:
        """Everything that may be after each link in ``asked`` has ended now or not."""
        if not asked:
            yield times
            return
        a, c, low, high = self.links[asked[0]]
        begun = times[a]
        assert begun is not None
        if now - begun < high:
            yield from self.outcomes(now, times, asked[1:])
        if now - begun >= low:
            after = (*times[:c], now, *times[c + 1 :])
            yield from self.outcomes(now, after, asked[1:] + tuple(self.from_point[c]))

    def choose(self, now: int, times: Times) -> bool:
        """The controller, having seen all of ``times``, acts or waits."""
        if self.broken(now, times):
            return False
        if None not in times:
            return True
        state = (now, times)
        if state not in self.known:
            self.known[state] = self.advance(now + 1, times) or any(
                all(self.choose(now, after) for after in self.outcomes(now, acted, tuple(self.from_point[point])))
                for point in self.executable
                if times[point] is None
                for acted in [(*times[:point], now, *times[point + 1 :])]
            )
        return self.known[state]

    def broken(self, now: int, times: Times) -> bool:
        """Whether some edge is broken, or is sure to be since its later point has still not come."""
        for x, y, w in self.edges:
            at_x, at_y = times[x], times[y]
            if at_x is not None and (now if at_y is None else at_y) - at_x > w:
                return True
        return False
