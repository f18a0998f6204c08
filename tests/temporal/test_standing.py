"""Networks that stay decided while their edges change, against deciding them afresh each time."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import pytest

from freehand.temporal.consistency import is_consistent
from freehand.temporal.graph import LimitReached
from freehand.temporal.limits import Limit
from freehand.temporal.network import Edge
from freehand.temporal.questions.standing import Script, Standing, standing
from tests.temporal import oracles

pytestmark = pytest.mark.usefixtures("engine")


class Shift(NamedTuple):
    """An edge gets this weight, or goes."""

    edge: int
    weight: int | None


def script(groups: Sequence[Sequence[Shift]], added: Sequence[tuple[int, int]] = ()) -> Script:
    shifts = [shift for group in groups for shift in group]
    return Script(
        [shift.edge for shift in shifts],
        [shift.weight or 0 for shift in shifts],
        [int(shift.weight is None) for shift in shifts],
        list(accumulate(map(len, groups))),
        [x for x, _ in added],
        [y for _, y in added],
    )


def proven(n: int, stands: Standing) -> None:
    """What it says is so, with its own proof, and as it is when decided afresh."""
    edges = stands.edges
    there = [edge for edge in edges if edge is not None]
    assert stands.consistent is is_consistent(n, there)
    if stands.cycle is None:
        assert oracles.holds(there, stands.potential)
        return
    along = [edges[index] for index in stands.cycle]
    total, starts = 0, set()
    for edge, following in zip(along, [*along[1:], along[0]], strict=True):
        assert edge is not None
        assert following is not None
        assert edge[1] == following[0]
        total += edge[2]
        starts.add(edge[0])
    assert total < 0
    assert len(starts) == len(along)


def some_shifts(chance: random.Random, n: int, edges: list[Edge]) -> tuple[list[list[Shift]], list[tuple[int, int]]]:
    """Groups of shifts: tighter, looser, out, in again; some of them on edges that are new."""
    added = [(chance.randrange(n), chance.randrange(n)) for _ in range(chance.randint(0, 3))]
    size = len(edges) + len(added)
    groups = []
    for _ in range(chance.randint(1, 8)):
        group = []
        for _ in range(chance.randint(1, 4)):
            if size:
                weight = chance.randint(-4, 9)
                group.append(Shift(chance.randrange(size), None if chance.random() < 0.3 else weight))
        groups.append(group)
    return groups, added


@pytest.mark.parametrize("seed", range(3))
def test_after_any_changes_the_answer_is_that_of_deciding_afresh(seed: int) -> None:
    chance = random.Random(seed)
    seen = {True: 0, False: 0}
    for _ in range(150):
        n = chance.randint(1, 8)
        edges = oracles.random_edges(chance, n, chance.randint(0, 12), -3, 9)
        stands = standing(n, edges)
        proven(n, stands)
        for _ in range(6):
            before = stands.edges
            groups, added = some_shifts(chance, n, edges)
            first = len(before)
            ends = {i: (x, y) for i, (x, y) in enumerate([*[e[:2] for e in edges], *added])}
            now: list[Edge | None] = [*before, *([None] * len(added))]
            expected: list[bool] = []
            alone: list[bool] = []
            for group in groups:
                for whole in (now, list(before) + [None] * len(added)):
                    for index, weight in group:
                        whole[index] = None if weight is None else (*ends[index], weight)
                    (expected if whole is now else alone).append(is_consistent(n, [e for e in whole if e is not None]))
            assert stands.apart(script(groups, added)) == alone
            assert stands.edges == before
            later, verdicts = stands.after(script(groups, added))
            assert verdicts == expected
            assert later.edges == now
            proven(n, later)
            proven(n, stands)
            edges += [(x, y, 0) for x, y in added]
            assert len(edges) == first + len(added)
            for verdict in verdicts:
                seen[verdict] += 1
            stands = later
    assert min(seen.values()) > 1000


def test_a_network_with_many_contradictions_is_mended_one_by_one() -> None:
    n = 40
    edges = [edge for point in range(1, n) for edge in ((0, point, 5), (point, 0, -6))]
    stands = standing(n, edges)
    assert not stands.consistent
    for point in range(1, n):
        assert not stands.consistent
        stands, _ = stands.after(script([[Shift(2 * point - 1, -5)]]))
        proven(n, stands)
    assert stands.consistent


def test_numbers_beyond_64_bits_are_exact() -> None:
    large = 2**60
    stands = standing(3, [(0, 1, large), (1, 2, large)])
    later, verdicts = stands.after(script([[Shift(2, -2 * large)], [Shift(2, -2 * large - 1)]], [(2, 0)]))
    assert verdicts == [True, False]
    proven(3, later)


def test_potentials_that_fall_for_ever_stay_exact() -> None:
    large = 2**59
    stands = standing(2, [(0, 1, large), (1, 0, large)])
    back_and_forth = [[Shift(0, -large), Shift(1, large)], [Shift(0, large), Shift(1, -large)]] * 9
    later, verdicts = stands.after(script(back_and_forth))
    assert all(verdicts)
    proven(2, later)


def test_a_limit_is_told() -> None:
    stands = standing(2, [(0, 1, 5)])
    with pytest.raises(LimitReached):
        stands.after(script([[Shift(0, 4)], [Shift(0, 3)]]), limit=Limit(steps=0))
