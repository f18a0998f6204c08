"""Small networks in every shape that solvers are known to stumble over, from a seed.

Up to six points, three links and about ten constraints; links have 0 < low < high. Nothing is put after the origin that
a class does not put there, and nothing has a horizon.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from freehand.temporal.named import Constraint, ContingentLink, Network
from freehand.temporal.network import Edge, Link
from freehand.temporal.results import Verdict
from tests.temporal.games import consistent


class Instance(NamedTuple):
    n: int
    edges: list[Edge]
    links: list[Link]


Chance = random.Random


def made(shape: str, seed: int) -> Instance:
    """The instance of a class with this seed, its points and constraints shuffled.

    Point 0 stays what it was, but where points may come before it: there it may be any of them, the end of a link too.
    """
    chance = random.Random(f"{shape} {seed}")
    for _ in range(4):
        n, edges, links = SHAPES[shape](chance)
        edges += _loose_ends(chance, n)
        # Little is learnt from what cannot hold at all.
        if consistent(n, edges, links) or chance.random() < 0.1:
            break
    order = chance.sample(range(n), n) if shape == before.__name__ else [0, *chance.sample(range(1, n), n - 1)]
    edges = [(order[x], order[y], w) for x, y, w in edges]
    links = [(order[a], order[c], low, high) for a, c, low, high in links]
    chance.shuffle(edges)
    chance.shuffle(links)
    return Instance(n, edges, links)


def named(instance: Instance) -> Network:
    """The same with names, and with a reason for each number."""
    return Network(
        [f"p{k}" for k in range(instance.n)],
        [Constraint(*edge, reason=("edge", k)) for k, edge in enumerate(instance.edges)],
        [ContingentLink(*link, reason=("link", k)) for k, link in enumerate(instance.links)],
    )


def word(consistent: bool, fixed: bool, reacting: bool) -> Verdict:
    """The verdict on a network that is consistent, strongly controllable, dynamically controllable, or not."""
    if fixed:
        return Verdict.ASSURED
    if reacting:
        return Verdict.ADAPTABLE
    return Verdict.POSSIBLE if consistent else Verdict.IMPOSSIBLE


def independent(chance: Chance) -> Instance:
    """Links that neither follow nor share anything; what holds them together are constraints."""
    n = chance.randint(4, 6)
    links = [_link(chance, 2 * k, 2 * k + 1) for k in range(min(n // 2, chance.randint(1, 3)))]
    return Instance(n, [*_order(chance, n, links), *_beside(chance, n, links)], links)


def chained(chance: Chance) -> Instance:
    """A link that starts where another one ends, perhaps a third."""
    n = chance.randint(3, 6)
    first = chance.randint(0, 1) if n > 3 else 0
    links = [_link(chance, first + k, first + k + 1) for k in range(min(n - 1 - first, chance.randint(2, 3)))]
    return Instance(n, _beside(chance, n, links), links)


def shared(chance: Chance) -> Instance:
    """Links that start together."""
    n = chance.randint(4, 6)
    start = chance.randint(0, 1)
    links = [_link(chance, start, start + 1 + k) for k in range(min(n - 1 - start, chance.randint(2, 3)))]
    return Instance(n, [*_beside(chance, n, links), *_ends_together(chance, links)], links)


def parallel(chance: Chance) -> Instance:
    """Several constraints between the same two points."""
    n, edges, links = chance.choice((independent, chained, shared))(chance)
    again = [(x, y, w + chance.randint(0, 2)) for x, y, w in chance.choices(edges, k=3)] if edges else []
    return Instance(n, [*edges, *again], links)


def tightened(chance: Chance) -> Instance:
    """Constraints between the two ends of a link: wider than it, as wide, or tighter."""
    n, edges, links = chance.choice((independent, chained, shared))(chance)
    for a, c, low, high in links:
        if chance.random() < 0.5:
            edges.append((a, c, high + chance.choice((-1, 0, 0, 0, 1, 2))))
        if chance.random() < 0.5:
            edges.append((c, a, -low + chance.choice((-1, 0, 0, 0, 1, 2))))
    return Instance(n, edges, links)


def meeting(chance: Chance) -> Instance:
    """Links whose ends are constrained with each other."""
    n = chance.randint(4, 6)
    links = [_link(chance, k, n // 2 + k) for k in range(n // 2)]
    return Instance(n, [*_order(chance, n, links), *_ends_together(chance, links)], links)


def deadlines(chance: Chance) -> Instance:
    """Everything after the first point, and much of it by a given time."""
    n, edges, links = chance.choice((independent, chained, shared, meeting))(chance)
    ended = {c for _, c, _, _ in links}
    edges += [(point, 0, 0) for point in range(1, n) if point not in ended]
    edges += [(0, point, chance.randint(4, 20)) for point in range(1, n) if chance.random() < 0.5]
    return Instance(n, edges, links)


def before(chance: Chance) -> Instance:
    """Points that may or must come before the first one."""
    n, edges, links = chance.choice((independent, chained, shared, meeting))(chance)
    ended = {c for _, c, _, _ in links}
    for point in range(1, n):
        if point not in ended and chance.random() < 0.5:
            edges.append((0, point, chance.randint(-3, 2)))
            if chance.random() < 0.3:
                edges.append((point, 0, chance.randint(3, 9)))
    if chance.random() < 0.3:  # a link that ends before the origin, or about then
        _, c, _, _ = chance.choice(links)
        if c:
            edges.append((0, c, chance.randint(-1, 3)))
    return Instance(n, edges, links)


SHAPES: dict[str, Callable[[Chance], Instance]] = {
    made.__name__: made for made in (independent, chained, shared, parallel, tightened, meeting, deadlines, before)
}


def _link(chance: Chance, a: int, c: int) -> Link:
    low = chance.randint(1, 3)
    return a, c, low, low + chance.randint(1, 4)


def _order(chance: Chance, n: int, links: list[Link]) -> list[Edge]:
    """Some starts after some other points."""
    edges: list[Edge] = []
    for a, _, _, _ in links:
        x = chance.randrange(n)
        if x != a and chance.random() < 0.6:
            edges.append((a, x, chance.randint(-2, 1)))
            if chance.random() < 0.5:
                edges.append((x, a, chance.randint(2, 9)))
    return edges


def _beside(chance: Chance, n: int, links: list[Link]) -> list[Edge]:
    """Points kept near the end of a link: after it (react), before it (foresee), or either."""
    ended = {c for _, c, _, _ in links}
    started = {a for a, _, _, _ in links}
    ours = [point for point in range(1, n) if point not in ended]
    free = [point for point in ours if point not in started] or ours
    edges: list[Edge] = []
    for _ in range(chance.randint(1, 3)):
        _, c, _, _ = chance.choice(links)
        y = chance.choice(free if free and chance.random() < 0.7 else range(n))
        if y == c:
            continue
        least = chance.randint(-4, 2)
        edges += [(c, y, least + chance.randint(0, 5)), (y, c, -least)][: 1 + (chance.random() < 0.8)]
    return edges


def _ends_together(chance: Chance, links: list[Link]) -> list[Edge]:
    edges: list[Edge] = []
    for (_, c, _, _), (_, d, _, _) in pairwise(links):
        if chance.random() < 0.7:
            edges += [(c, d, chance.randint(1, 6)), (d, c, chance.randint(1, 6))][: 1 + (chance.random() < 0.8)]
    return edges


def _loose_ends(chance: Chance, n: int) -> list[Edge]:
    """Now and then anything at all, loops too."""
    edges = [
        (chance.randrange(n), chance.randrange(n), chance.randint(-1, 9)) for _ in range(chance.choice((0, 0, 1, 2)))
    ]
    return [edge for edge in edges if edge[0] != edge[1] or edge[2] >= 0 or chance.random() < 0.03]
