"""Projections against the whole: bounds, further constraints, and that nothing is said twice."""

from __future__ import annotations

import random

import pytest

from freehand.errors import InputError
from freehand.temporal import engines
from freehand.temporal.checking import check, consistency, strong
from freehand.temporal.limits import Limit
from freehand.temporal.named import Constraint, Network
from freehand.temporal.questions.minimal import Minimal, minimal
from freehand.temporal.questions.projection import Joint, join, project, project_reduced
from freehand.temporal.results import (
    Consistent,
    Inconsistent,
    NotStronglyControllable,
    StronglyControllable,
    Undecided,
    Verdict,
)
from freehand.temporal.verify import verify
from tests.temporal.worlds import branching, plan_like, reacting, some


def some_joints(chance: random.Random, names: list[str]) -> list[Joint]:
    return [
        Joint(chance.choice(names), chance.choice(names), chance.randint(-4, 8)) for _ in range(chance.randint(0, 3))
    ]


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("seed", range(2))
def test_with_further_constraints_a_projection_is_consistent_iff_the_whole_is(seed: int) -> None:
    chance = random.Random(seed)
    seen = {True: 0, False: 0}
    for _ in range(250):
        network = chance.choice((some, reacting, lambda dice: plan_like(dice, 12)))(chance)
        names = chance.sample(network.points, chance.randint(1, len(network.points)))
        found, whole = project(network, names), project(network, names, needed=False)
        if isinstance(found, Inconsistent):
            assert isinstance(consistency(network), Inconsistent)
            assert verify(network, found)
            continue
        assert isinstance(found, Network)
        assert isinstance(whole, Network)
        assert found.points == whole.points == tuple(names)
        same_bounds(network, found)
        same_bounds(network, whole)
        nothing_twice(found)
        joints = some_joints(chance, names)
        verdict = isinstance(consistency(join([found], joints)), Consistent)
        assert verdict is isinstance(consistency(join([network], joints)), Consistent)
        seen[verdict] += 1
    assert min(seen.values()) > 30


def same_bounds(network: Network, projection: Network) -> None:
    wide, narrow = minimal(network), minimal(projection)
    assert isinstance(wide, Minimal)
    assert isinstance(narrow, Minimal)
    for x in projection.points:
        for y in projection.points:
            assert narrow.most(x, y) == wide.most(x, y)


def nothing_twice(network: Network) -> None:
    """Without any of its constraints it would say less."""
    before = minimal(network)
    assert isinstance(before, Minimal)
    for index in range(len(network.constraints)):
        less = [one for place, one in enumerate(network.constraints) if place != index]
        after = minimal(Network(network.points, less, network.links))
        assert isinstance(after, Minimal)
        assert after.rows != before.rows


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("seed", range(2))
def test_with_further_constraints_a_reduced_projection_is_controllable_iff_the_whole_is(seed: int) -> None:
    chance = random.Random(seed)
    seen = {True: 0, False: 0}
    branched = 0
    for _ in range(400):
        network = chance.choice((some, reacting, branching, lambda dice: plan_like(dice, 14, 90)))(chance)
        names = chance.sample(network.points, chance.randint(1, len(network.points)))
        found = project_reduced(network, names, needed=chance.random() < 0.8)
        if isinstance(found, NotStronglyControllable):
            assert isinstance(strong(network), NotStronglyControllable)
            assert verify(network, found)
            continue
        assert isinstance(found, Network)
        assert found.points[: len(names)] == tuple(names)
        branched += any(found.points[link.end] not in names for link in found.links)
        joints = some_joints(chance, list(found.points))
        verdict = isinstance(strong(join([found], joints)), StronglyControllable)
        assert verdict is isinstance(strong(join([network], joints)), StronglyControllable), (network, names, joints)
        seen[verdict] += 1
    assert min(seen.values()) > 30
    assert branched > 1


def test_chains_that_part_in_the_middle_still_cancel_what_they_share() -> None:
    links = [("a", "m", 1, 50), ("m", "x", 2, 3), ("m", "y", 4, 6), ("y", "v", 1, 2), ("v", "w", 1, 2)]
    network = Network.of(["a", "m", "x", "y", "v", "w"], [], links)
    found = project_reduced(network, ["x", "w"])
    assert isinstance(found, Network)
    assert found.points == ("x", "w", "a", "m")
    assert sorted(found.bounds) == [(2, 3, 1, 50), (3, 0, 2, 3), (3, 1, 6, 10)]
    assert check(join([found], [Joint("x", "w", 8)])).verdict is Verdict.ASSURED
    assert check(join([found], [Joint("x", "w", 7)])).verdict is not Verdict.ASSURED


def test_points_at_a_fixed_distance_are_tied_in_a_ring() -> None:
    stated = [("a", "b", 3), ("b", "a", -3), ("b", "c", 2), ("c", "b", -2), ("c", "d", 9), ("a", "d", 20)]
    found = project(Network.of(["a", "b", "c", "d"], stated), ["d", "c", "b", "a"])
    assert isinstance(found, Network)
    assert sorted(found.edges) == [(1, 0, 9), (1, 2, -2), (2, 3, -3), (3, 1, 5)]


def test_what_is_no_projection_is_told() -> None:
    network = plan_like(random.Random(1), 30, 200)
    with pytest.raises(InputError) as told:
        project(network, ["p1", "nowhere", "p1"])
    assert len(told.value.faults) == 2
    with pytest.raises(InputError, match="on no points"):
        project_reduced(network, [])
    assert project(network, ["p1"], limit=Limit(steps=1)) == Undecided("1 steps")
    assert project_reduced(network, ["p1"], limit=Limit(seconds=0)) == Undecided("0 seconds")


def test_a_limit_in_steps_is_met_by_both_engines_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    network = plan_like(random.Random(2), 60, 300)
    engines.compiler()
    met = []
    for small in (0, 2**62):
        monkeypatch.setattr(engines, "SMALL", small)
        fresh = Network(network.points, network.constraints, network.links)
        asked = [
            project_reduced(fresh, ["p0", "p30", "p59"], limit=Limit(steps=steps)) for steps in range(0, 3000, 100)
        ]
        met.append([isinstance(one, Undecided) for one in asked])
    assert met[0] == met[1]
    assert len(set(met[0])) == 2


def test_networks_that_disagree_on_a_link_are_not_joined() -> None:
    one = Network.of(["z", "event"], [], [("z", "event", 1, 5)])
    assert join([one, one]).bounds == [(0, 1, 1, 5)]
    with pytest.raises(InputError, match="end at the same point"):
        join([one, Network.of(["z", "event"], [], [("z", "event", 1, 6)])])


def test_weights_beyond_64_bits_are_projected_all_the_same() -> None:
    large = 2**59
    names = ["a", *(f"b{i}" for i in range(4)), *(f"c{i}" for i in range(4))]
    constraints = [Constraint(1 + i, 5 + i, 0) for i in range(4)]
    network = Network(names, constraints)
    found = project(join([network], [Joint("c0", "b1", large)]), ["b0", "c1"])
    assert isinstance(found, Network)
    assert found.edges == [(0, 1, large)]
