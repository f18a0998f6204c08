"""One parameter: against testing every value it may take."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from freehand.temporal.consistency import is_consistent
from freehand.temporal.parametric import largest_share, some_value
from tests.temporal import oracles


@pytest.mark.parametrize("seed", range(3))
def test_the_largest_share_is_the_least_zero_of_the_lines_of_all_simple_cycles(seed: int) -> None:
    chance = random.Random(seed)
    limited = refused = 0
    for _ in range(400):
        n = chance.randint(1, 5)
        parts = chance.choice([1, 1, 3, 7])
        edges = [
            (x, y, Fraction(w, parts), chance.choice([0, 1, 1, 2, 5]))
            for x, y, w in oracles.random_edges(chance, n, chance.randint(0, 9), -3, 9)
        ]
        most = Fraction(chance.randint(0, 40), chance.randint(1, 9))
        plain = [(x, y, 0) for x, y, _, _ in edges]
        lines = [
            (sum((edges[k][2] for k in cycle), Fraction()), sum(edges[k][3] for k in cycle))
            for cycle in oracles.simple_cycles(n, plain)
        ]
        if any(total < 0 for total, _ in lines):
            refused += 1
            with pytest.raises(ValueError, match="inconsistent"):
                largest_share(n, edges, most)
            continue
        expected = min([most, *(total / given for total, given in lines if given)])
        limited += expected < most
        assert largest_share(n, edges, most) == expected
    assert limited > 80
    assert refused > 40


def test_at_the_largest_share_it_is_consistent_and_just_beyond_it_is_not() -> None:
    chance = random.Random(5)
    for _ in range(60):
        n = chance.randint(4, 30)
        times = [chance.randint(0, 1000) for _ in range(n)]
        pairs = [(chance.randrange(n), chance.randrange(n)) for _ in range(3 * n)]
        edges = [(x, y, times[y] - times[x] + chance.randint(0, 90), chance.randint(0, 60)) for x, y in pairs]
        share = largest_share(n, edges, Fraction(10))
        p, q = share.numerator, share.denominator
        assert is_consistent(n, [(x, y, w * q - s * p) for x, y, w, s in edges])
        p, q = p * 10**9 + q, q * 10**9
        if share < 10:
            assert not is_consistent(n, [(x, y, w * q - s * p) for x, y, w, s in edges])


def test_a_share_that_nothing_limits_is_the_most() -> None:
    assert largest_share(2, [(0, 1, 5, 0), (1, 0, -5, 0)], Fraction(3, 4)) == Fraction(3, 4)
    assert largest_share(1, [], Fraction(0)) == 0


def test_a_share_below_nothing_and_an_edge_that_loosens_are_refused() -> None:
    with pytest.raises(ValueError, match="below 0"):
        largest_share(1, [], Fraction(-1))
    with pytest.raises(ValueError, match="loosens"):
        largest_share(2, [(0, 1, 5, -1)], Fraction(1))


@pytest.mark.parametrize("seed", range(3))
def test_the_value_found_is_the_least_that_makes_the_network_consistent(seed: int) -> None:
    chance = random.Random(seed)
    found = later = 0
    for _ in range(500):
        n = chance.randint(1, 5)
        edges = [
            (x, y, w, chance.choice([-3, -1, 0, 0, 0, 1, 2]))
            for x, y, w in oracles.random_edges(chance, n, chance.randint(0, 7), -9, 25)
        ]
        low = chance.randint(-12, 4)
        high = low + chance.randint(-1, 20)
        fits = [
            number
            for number in range(low, high + 1)
            if is_consistent(n, [(x, y, w + k * number) for x, y, w, k in edges])
        ]
        value = some_value(n, edges, low, high)
        assert value == (fits[0] if fits else None)
        found += value is not None
        later += value is not None and value > low
    assert found > 100
    assert later > 20


def test_between_two_whole_numbers_there_is_no_value() -> None:
    assert some_value(1, [(0, 0, -5, 2), (0, 0, 5, -2)], 0, 9) is None
    assert some_value(1, [(0, 0, -6, 2), (0, 0, 6, -2)], 0, 9) == 3


def test_far_away_values_take_few_steps() -> None:
    assert some_value(2, [(0, 1, -(10**15), 7), (1, 0, 3, 0)], 0, 10**18) == -(-(10**15 - 3) // 7)
