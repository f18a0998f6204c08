"""Random networks with names."""

from __future__ import annotations

import random
from collections.abc import Iterator

from freehand.temporal.named import Network
from freehand.temporal.network import Edge, Link
from tests.temporal import oracles


def named(n: int, edges: list[Edge], links: list[Link]) -> Network:
    """The same with names; a link that nature does not decide, or that takes no time, is made one that is."""
    real = [(a, c, max(low, 1), max(high, max(low, 1) + 1)) for a, c, low, high in links]
    return Network.of(
        [f"p{point}" for point in range(n)],
        [(f"p{x}", f"p{y}", w, index) for index, (x, y, w) in enumerate(edges)],
        [(f"p{a}", f"p{c}", low, high, f"link {c}") for a, c, low, high in real],
    )


def some(seed: int, count: int, largest: int) -> Iterator[Network]:
    """Random networks, links chained and shared as it falls out."""
    chance = random.Random(seed)
    for _ in range(count):
        n = chance.randint(3, largest)
        links = oracles.random_links(chance, n, min(n - 2, chance.randint(1, 5)), widest=5)
        edges = oracles.random_pairs(chance, n, links, chance.randint(1, n))
        edges += oracles.random_edges(chance, n, chance.randint(0, n), -1, 7)
        yield named(n, edges, links)
