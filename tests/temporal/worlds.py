"""Named networks from a seed: small ones of every kind, and larger ones that look like plans."""

from __future__ import annotations

import random

from freehand.temporal.named import Constraint, ContingentLink, Network
from freehand.temporal.network import Edge, Link
from tests.temporal import oracles


def some(chance: random.Random, most_points: int = 6, most_edges: int = 9) -> Network:
    """Any small network: parallel constraints, loops and chained links included."""
    n = chance.randint(1, most_points)
    links = oracles.random_links(chance, n, chance.randint(0, 3), widest=3) if n > 1 else []
    edges = oracles.random_edges(chance, n, chance.randint(0, most_edges), -4, 7)
    return _made(chance, n, edges, links)


def plan_like(chance: random.Random, n: int, margin: int = 30) -> Network:
    """Lanes of activities with orders between them, around a timetable that keeps everything where nature is kind.

    Every fifth point or so ends a contingent link. With a ``margin`` of some hundreds most are assured.
    """
    lane = 10
    at = [0] * n
    constraints: list[Constraint] = []
    links: list[ContingentLink] = []

    def allow(x: int, y: int) -> None:
        constraints.append(Constraint(x, y, at[y] - at[x] + chance.randint(0, margin), len(constraints)))

    for point in range(1, n):
        before = point - 1 if point % lane != 1 else 0
        step = chance.randint(2, 20)
        at[point] = at[before] + step
        if chance.random() < 0.2:
            links.append(ContingentLink(before, point, chance.randint(1, step), step + chance.randint(1, 20)))
        else:
            allow(before, point)
            allow(point, before)
    for _ in range(n):
        x, y = chance.randrange(n), chance.randrange(n)
        if x != y:
            allow(x, y)
    return Network([f"p{i}" for i in range(n)], constraints, links)


def reacting(chance: random.Random) -> Network:
    """Small networks in which points are kept near the ends of links, so that many of them call for reacting."""
    n = chance.randint(3, 6)
    links = oracles.random_links(chance, n, chance.randint(1, 2), widest=3)
    edges = oracles.random_pairs(chance, n, links, chance.randint(1, 2))
    return _made(chance, n, edges, links)


def branching(chance: random.Random) -> Network:
    """Long chains of links that part on the way, with loose constraints."""
    n = 9
    links = oracles.random_links(chance, n, 6, widest=2)
    edges = oracles.random_edges(chance, n, 5, 4, 30)
    return _made(chance, n, edges, links)


def _made(chance: random.Random, n: int, edges: list[Edge], links: list[Link]) -> Network:
    """Of any order, so that the first point may end a link as well; no link takes no time, or a fixed one."""
    at = chance.sample(range(n), n)
    return Network(
        [f"p{i}" for i in range(n)],
        [Constraint(at[x], at[y], w, f"constraint {i}") for i, (x, y, w) in enumerate(edges)],
        [ContingentLink(at[a], at[c], max(1, low), max(1, low) + 1 + high - low) for a, c, low, high in links],
    )
