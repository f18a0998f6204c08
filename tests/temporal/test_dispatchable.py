"""Whoever keeps the edges of ``dispatchable`` in view never runs into a dead end; and fewer edges would not do."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest

from freehand.temporal.consistency import is_consistent
from freehand.temporal.dispatchable import Beside, dispatchable
from freehand.temporal.elimination import distances
from freehand.temporal.network import Edge

HORIZON = 12


def made(chance: random.Random, size: int) -> list[Edge]:
    """A network of a few points within a horizon."""
    edges = [(0, p, HORIZON) for p in range(1, size)] + [(p, 0, 0) for p in range(1, size)]
    for _ in range(chance.randint(1, 2 * size)):
        x, y = chance.sample(range(size), 2)
        edges.append((x, y, chance.randint(-5, 6)))
    return edges


def followed(
    chance: random.Random, reach: Sequence[Sequence[int | None]], kept: Sequence[Beside], begins: Sequence[int]
) -> dict[int, int] | None:
    """Times given one by one as time passes, any that is allowed; ``begins`` is when each point's count begins."""
    size = len(reach)
    low = {p: begins[p] - (reach[p][0] or 0) for p in range(1, size)}
    high = {p: begins[p] + (reach[0][p] or 0) for p in range(1, size)}
    waits: dict[int, set[int]] = {p: set() for p in low}
    for point, other, least, _ in kept:
        if least is not None or begins[point] != begins[other]:
            waits[point].add(other)
    times: dict[int, int] = {}
    now = 0
    while len(times) < size - 1:
        due = min(h for p, h in high.items() if p not in times)
        ready = [p for p in low if p not in times and low[p] <= due and waits[p] <= times.keys()]
        if not ready or due < now:
            return None
        point = chance.choice(ready)
        earliest, latest = max(now, low[point]), min(high[point], due)
        now = times[point] = earliest if chance.random() < 0.4 else chance.randint(earliest, latest)
        for later, other, least, most in kept:
            if other == point and later not in times:
                counted = now - begins[point] + begins[later]
                low[later] = low[later] if least is None else max(low[later], counted + least)
                high[later] = high[later] if most is None else min(high[later], counted + most)
    return times


def test_no_order_of_choices_leads_into_a_dead_end() -> None:
    chance = random.Random(1)
    looked_at = left_out = 0
    while looked_at < 3000:
        size = chance.randint(3, 7)
        edges = made(chance, size)
        if not is_consistent(size, edges):
            continue
        reach = distances(size, edges)
        kept = dispatchable(reach, [0] * size)
        assert kept is not None
        for _ in range(4):
            times = followed(chance, reach, kept, [0] * size)
            assert times is not None, edges
            times[0] = 0
            assert all(times[y] - times[x] <= w for x, y, w in edges), (edges, times)
        looked_at += 1
        left_out += size * (size - 1) - len(kept)
    assert left_out > 15 * looked_at


def surely_first(reach: Sequence[Sequence[int | None]], origin: Sequence[int]) -> Callable[[int, int], bool]:
    """Whether the latest that one point can come is no later than the earliest of another."""
    return lambda x, y: 7 * origin[x] + (reach[0][x] or 0) <= 4 * origin[y] - (reach[y][0] or 0)


def test_counted_from_an_event_too_as_long_as_it_is_sure_which_comes_first() -> None:
    """Points from 2 on may be counted from an event that comes 4 to 7 after the warning."""
    chance = random.Random(2)
    looked_at = crossing = none = 0
    while looked_at < 2000:
        size = chance.randint(3, 6)
        edges = made(chance, size)
        if not is_consistent(size, edges):
            continue
        reach = distances(size, edges)
        origin = [0, 0, *(chance.randint(0, 1) for _ in range(size - 2))]

        kept = dispatchable(reach, origin, surely_first(reach, origin))
        none += kept is None
        if kept is None:
            continue
        for event in (4, 5, 7):
            times = followed(chance, reach, kept, [event * o for o in origin])
            assert times is not None, (edges, origin, event)
            counted = {0: 0} | {p: t - event * origin[p] for p, t in times.items()}
            assert all(counted[y] - counted[x] <= w for x, y, w in edges), (edges, origin, event)
        looked_at += 1
        crossing += any(origin[b.point] != origin[b.other] for b in kept)
    assert crossing > 150
    assert none > 100


def test_without_the_edges_some_choices_do_break_the_network() -> None:
    chance = random.Random(3)
    broken = 0
    for _ in range(300):
        edges = made(chance, 5)
        if is_consistent(5, edges):
            times = followed(chance, distances(5, edges), [], [0] * 5)
            assert times is not None
            times[0] = 0
            broken += not all(times[y] - times[x] <= w for x, y, w in edges)
    assert broken > 50


@pytest.mark.parametrize(
    ("edges", "kept"),
    [
        pytest.param([(0, 1, 9), (1, 0, 0), (0, 2, 9), (2, 0, 0)], [], id="nothing ties two points, nothing is kept"),
        pytest.param(
            [(0, 1, 9), (1, 0, 0), (1, 2, 3), (2, 1, -3), (3, 2, -1), (0, 3, 13)],
            [Beside(2, 1, 3, 3), Beside(3, 1, 4, None)],
            id="a point at a fixed distance is led, and others are tied to its leader",
        ),
        pytest.param(
            [(0, 1, 5), (1, 0, -5), (0, 2, 9), (2, 0, 0), (2, 1, -2)],
            [],
            id="what a fixed moment says is said by earliest and latest",
        ),
    ],
)
def test_what_is_kept(edges: list[Edge], kept: list[Beside]) -> None:
    size = max(max(x, y) for x, y, _ in edges) + 1
    assert dispatchable(distances(size, edges), [0] * size) == kept
