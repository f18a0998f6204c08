"""Thresholds and smallest sets against trying every value, and every set of numbers."""

from __future__ import annotations

import random
from collections.abc import Mapping
from itertools import combinations

import pytest

from freehand.errors import InputError
from freehand.temporal.checking import check
from freehand.temporal.limits import Limit
from freehand.temporal.named import Constraint, ContingentLink, Network
from freehand.temporal.numbers import Number
from freehand.temporal.questions.moving import every_number, legal, moved, value_of
from freehand.temporal.questions.threshold import Threshold, threshold, thresholds
from freehand.temporal.questions.together import Together, smallest_sets
from freehand.temporal.results import Undecided, Verdict
from tests.temporal.worlds import plan_like, some

WANTED = [Verdict.POSSIBLE, Verdict.ADAPTABLE, Verdict.ASSURED]
RANK = {Verdict.IMPOSSIBLE: 0, Verdict.POSSIBLE: 1, Verdict.ADAPTABLE: 2, Verdict.ASSURED: 3}
FAR = 60
"""Beyond all sums of the small networks here."""


def reached(network: Network, wanted: Verdict) -> bool:
    return RANK[check(network).verdict] >= RANK[wanted]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("wanted", WANTED, ids=lambda wanted: wanted.value)
def test_the_verdict_changes_at_the_threshold_and_nowhere_else(wanted: Verdict, seed: int) -> None:
    chance = random.Random(seed)
    seen = {"value": 0, "always": 0, "never": 0}
    for _ in range(40):
        network = some(chance)
        for number in every_number(network):
            found = threshold(network, number, wanted)
            assert isinstance(found, Threshold)
            least, most = legal(network, number)
            for value in range(max(least, -FAR), min(most, FAR) + 1, chance.randint(1, 4)):
                assert found.holds(value) is reached(moved(network, {number: value}), wanted), (network, found, value)
            if found.value is None:
                seen["always" if found.always else "never"] += 1
                continue
            seen["value"] += 1
            assert reached(moved(network, {number: found.value}), wanted)
            assert not reached(moved(network, {number: found.value - found.better}), wanted)
    assert min(seen.values()) > 5, seen


@pytest.mark.parametrize("wanted", WANTED, ids=lambda wanted: wanted.value)
def test_larger_networks_have_exact_thresholds_too(wanted: Verdict) -> None:
    chance = random.Random(4)
    for margin in (5, 25, 200):
        network = plan_like(chance, 30, margin)
        for number in chance.sample(every_number(network), 12):
            found = threshold(network, number, wanted)
            assert isinstance(found, Threshold)
            if found.value is not None:
                assert reached(moved(network, {number: found.value}), wanted)
                assert not reached(moved(network, {number: found.value - found.better}), wanted)
            else:
                assert reached(network, wanted) is found.always


@pytest.mark.parametrize("wanted", WANTED, ids=lambda wanted: wanted.value)
def test_all_numbers_of_a_chain_have_the_thresholds_that_they_have_one_by_one(wanted: Verdict) -> None:
    chance = random.Random(6)
    several = 0
    for _ in range(100):
        network = some(chance)
        found = thresholds(network, None, wanted)
        assert not isinstance(found, Undecided)
        assert (not found) is reached(network, wanted)
        several += len(found) > 1
        for one in found:
            assert isinstance(one, Threshold)
            assert one == threshold(network, one.number, wanted)
    assert several > 5


def limit_of(network: Network, number: Number, wanted: Verdict) -> int:
    now = value_of(network, number)
    if number.kind == "constraint":
        return now + abs(now)
    link = network.links[number.index]
    if wanted is Verdict.POSSIBLE:
        return 1 if number.kind == "low" else 2 * link.high
    return link.high - 1 if number.kind == "low" else link.low + 1


def every_set(network: Network, wanted: Verdict, limits: Mapping[Number, int]) -> list[Together]:
    """All sets of the least size, thousandth by thousandth."""
    ends = {number: limits.get(number, limit_of(network, number, wanted)) for number in every_number(network)}
    movable = [number for number, end in ends.items() if end != value_of(network, number)]
    for size in (1, 2, 3):
        found = []
        for several in combinations(movable, size):
            twins = len({n.index for n in several if n.kind != "constraint"}) < sum(
                n.kind != "constraint" for n in several
            )
            if twins and wanted is not Verdict.POSSIBLE:
                continue
            before: dict[Number, int] | None = None
            for thousandths in range(1, 1001):
                values = {}
                for number in several:
                    now = value_of(network, number)
                    way = ends[number] - now
                    by = -(-abs(way) * thousandths // 1000)
                    values[number] = now + (by if way > 0 else -by)
                if values != before and reached(moved(network, values), wanted):
                    found.append(Together(tuple(sorted(values.items())), thousandths))
                    break
                before = values
        if found:
            return sorted(found, key=lambda one: (one.thousandths, one.values))
    return []


def short_of_something(chance: random.Random) -> tuple[Network, dict[Number, int]]:
    """Constraints a little tighter or looser than a timetable, and how little some of them may give."""
    n = chance.randint(3, 5)
    at = [0, *(chance.randint(1, 20) for _ in range(n - 1))]
    ways = [(x, y) for x in range(n) for y in range(n) if x != y]
    constraints = [
        Constraint(x, y, at[y] - at[x] + chance.randint(-2, 2)) for x, y in chance.sample(ways, min(len(ways), 7))
    ]
    before, after = sorted(chance.sample(range(n), 2), key=lambda point: (at[point], point))
    way = max(1, at[after] - at[before])
    links = [ContingentLink(before, after, way, way + chance.randint(1, 4))]
    network = Network([f"p{i}" for i in range(n)], constraints, links)
    limits = {
        Number("constraint", i): one.most + chance.choice((0, 1, 2, 2)) for i, one in enumerate(network.constraints)
    }
    return network, limits


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("wanted", WANTED, ids=lambda wanted: wanted.value)
def test_the_smallest_sets_are_all_there_are_of_their_size(wanted: Verdict, seed: int) -> None:
    chance = random.Random(seed)
    sizes = {0: 0, 1: 0, 2: 0, 3: 0}
    while sum(sizes.values()) < 40:
        network, limits = short_of_something(chance)
        if reached(network, wanted):
            assert smallest_sets(network, wanted) == ()
            continue
        found = smallest_sets(network, wanted, limits)
        assert not isinstance(found, Undecided)
        assert found == tuple(every_set(network, wanted, limits)), (network, limits)
        sizes[len(found[0].values) if found else 0] += 1
    assert min(sizes.values()) > 1, sizes


def test_a_low_stays_below_its_high() -> None:
    within = [("done", "go", 0), ("go", "done", 0)]
    network = Network.of(["now", "done", "go"], within, [("now", "done", 1, 9)])
    for number in (Number("low", 0), Number("high", 0)):
        found = threshold(network, number)
        assert isinstance(found, Threshold)
        assert (found.value, found.always) == (None, False)
        found = threshold(network, number, Verdict.ADAPTABLE)
        assert isinstance(found, Threshold)
        assert found.always


def test_a_number_that_is_not_there_is_told_and_a_limit_is_kept() -> None:
    network = plan_like(random.Random(1), 40)
    with pytest.raises(InputError, match="there is no link 99"):
        threshold(network, Number("high", 99))
    with pytest.raises(ValueError, match="has no threshold"):
        threshold(network, Number("constraint", 0), Verdict.IMPOSSIBLE)
    assert threshold(network, Number("constraint", 0), limit=Limit(seconds=0)) == Undecided("0 seconds")
    late = Network.of(["now", "end"], [("now", "end", 5), ("end", "now", -6)])
    with pytest.raises(ValueError, match="harder"):
        smallest_sets(late, limits={Number("constraint", 0): 4})
    with pytest.raises(ValueError, match="up to 4"):
        smallest_sets(late, most=4)


def test_numbers_near_the_end_of_64_bits_have_thresholds() -> None:
    large = 2**58
    stated = [("now", "end", large), ("end", "now", -large), ("done", "end", 0)]
    network = Network.of(["now", "end", "done"], stated, [("now", "done", 1, large + 5)])
    assert threshold(network, Number("high", 0)) == Threshold(Number("high", 0), large + 5, None, -1, False)
    one_sided = Network.of(
        ["now", "end", "done"], [("now", "end", large), ("end", "done", 0)], [("now", "done", 1, large)]
    )
    found = threshold(one_sided, Number("high", 0))
    assert isinstance(found, Threshold)
    assert found.always or found.value is not None
