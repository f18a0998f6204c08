"""Free windows by a second route: the whole network of the plans' values, no projection, no parametric search."""

from __future__ import annotations

import os
import random
from collections.abc import Mapping
from fractions import Fraction
from math import lcm

import pytest

from freehand.assessment.choices import Choice
from freehand.assessment.windows import Window
from freehand.plans.joint import Workspace
from freehand.plans.points import WARNING, Point
from tests.assessment.compacts import JOINT, made, reckoning, shuffled
from tests.assessment.releases import answer, windows_of
from tests.assessment.world import Bounds, World, any_timetable, closure, draw_timetable, lowest

MORE = int(os.environ.get("FREEHAND_MORE", "1"))
"""How many times the usual number of trials."""

Copy = tuple[Point, str]
Copied = dict[tuple[Copy, Copy], int]


def assured_choices(seeds: range, small: bool = False) -> list[tuple[Workspace, Choice]]:
    """Assured choices with windows: the best of each rung, each distinct one once."""
    found = []
    for seed in seeds:
        workspace = made(seed, small=small)
        node = reckoning(workspace)
        seen = set()
        for rung in JOINT:
            every = [c for combined in node.combinations(rung) for c in node.choices(combined)]
            held = [c for c in every if c.windows]
            if held:
                best = min(held, key=lambda c: c.rank)
                key = (best.names, windows_of(best))
                if key not in seen:
                    seen.add(key)
                    found.append((workspace, best))
    return found


class Two:
    """The windows' network with every point of every plan in it, each point twice: for ``t-`` and for ``t+``."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.across = world.stacked("")
        parties = [p.name for p in world.workspace.compact.parties]
        self.inside: Bounds = {}
        for party in parties:
            self.inside |= world.stacked(party)
        self.crossing = {p for pair in self.across for p in pair} - {WARNING}
        whole: Bounds = dict(self.inside)
        for pair, most in self.across.items():
            whole[pair] = min(whole.get(pair, most), most)
        last = lowest(whole, WARNING)
        first = lowest({(y, x): w for (x, y), w in whole.items()}, WARNING)
        assert last is not None
        assert first is not None
        self.width = {p: last[p] + first[p] for p in self.crossing}
        free: Bounds = {}
        for party in [*parties, ""]:
            for pair, most in world.stacked(party, horizon=False).items():
                free[pair] = min(free.get(pair, most), most)
        bounded = lowest(free, WARNING)
        assert bounded is not None
        self.open_ended = self.crossing - bounded.keys()

    def network(self, least: Mapping[Point, Fraction]) -> tuple[Copied, int]:
        """All constraints, windows at least so wide (shares), scaled to whole numbers."""
        scale = lcm(*(s.denominator for s in least.values()), 1)
        found: Copied = {}

        def bound(x: Copy, y: Copy, most: int) -> None:
            x = (WARNING, "-") if x[0] == WARNING else x
            y = (WARNING, "-") if y[0] == WARNING else y
            found[x, y] = min(found.get((x, y), most), most)

        for (x, y), most in self.inside.items():
            bound((x, "-"), (y, "-"), most * scale)
            bound((x, "+"), (y, "+"), most * scale)
        for (x, y), most in self.across.items():
            bound((x, "-"), (y, "+"), most * scale)
        for point in self.crossing:
            bound((point, "+"), (point, "-"), -int(least.get(point, Fraction(0)) * self.width[point] * scale))
        return found, scale

    def widest(self, point: Point, least: Mapping[Point, Fraction]) -> Fraction:
        """The largest share of one point while others keep theirs."""
        network, scale = self.network(least)
        reach = far(network, (point, "-"))
        assert reach is not None, "the shares can be had together"
        return Fraction(reach[point, "+"], scale * self.width[point])


def far(network: Copied, source: Copy) -> dict[Copy, int] | None:
    """Shortest distances; None where a cycle falls below zero."""
    reach = {source: 0}
    for _ in range(2 * len(network) + 2):
        settled = True
        for (x, y), w in network.items():
            if x in reach and (y not in reach or reach[x] + w < reach[y]):
                reach[y] = reach[x] + w
                settled = False
        if settled:
            return reach
        if reach[source] < 0:
            return None
    return None


def root_of(choice: Choice, window: Window) -> Point:
    """The planners' point that a window is of."""
    name = choice.combination.book.points[window.root]
    assert isinstance(name, Point)
    return name


def test_windows_are_the_leximin_of_the_whole_network_and_lie_as_late_as_possible() -> None:
    looked_at = below_one = 0
    for workspace, choice in assured_choices(range(10_000, 10_000 + 60 * MORE)):
        two = Two(World.of(workspace, choice))
        assert choice.windows is not None
        share = {root_of(choice, w): w.share for w in choice.windows}
        assert share.keys() == two.crossing
        for point, found in share.items():
            if two.width[point] == 0:
                assert found == 1
                continue
            # A share grows only at the cost of one that is no larger; open-ended points enter after all others.
            late = point in two.open_ended
            kept = {p: s for p, s in share.items() if ((p in two.open_ended) <= late) and s <= found}
            if late:
                kept |= {p: s for p, s in share.items() if p not in two.open_ended}
            assert two.widest(point, kept) == found
            looked_at += 1
            below_one += found < 1
        network, scale = two.network(share)
        latest = far(network, (WARNING, "-"))
        assert latest is not None
        for window in choice.windows:
            point = root_of(choice, window)
            assert window.low == latest[point, "-"] // scale
            assert window.high == latest[point, "+"] // scale
    assert looked_at > 150
    assert below_one > 50


@pytest.mark.parametrize("inside", [True, False], ids=["inside the windows nothing breaks", "without them plenty does"])
def test_parties_that_choose_freely(inside: bool) -> None:
    """Each party draws timetables of its own, by itself; every one of one party meets every one of the others."""
    chance = random.Random(7 + inside)
    each = 40 if inside else 5
    tried = broken = hurt = 0
    choices = assured_choices(range(20_000, 20_000 + (75 if inside else 40) * MORE))
    for workspace, choice in choices:
        world = World.of(workspace, choice)
        assert choice.windows is not None
        drawn = []
        for party in (p.party for p in choice.combination.parts):
            bounds = world.stacked(party)
            if inside:
                for window in choice.windows:
                    if window.party == party:
                        root = root_of(choice, window)
                        bounds[WARNING, root] = min(bounds.get((WARNING, root), window.high), window.high)
                        bounds[root, WARNING] = min(bounds.get((root, WARNING), -window.low), -window.low)
            points = sorted({WARNING, *(p for pair in bounds for p in pair)})
            reach = closure(points, bounds)
            count = each if len(choice.combination.parts) == 2 else 12 if inside else 4
            drawn.append([draw_timetable(chance, points, reach) for _ in range(count)])
        any_broken = False
        for timetable in meet(drawn):
            scenario = chance.choice(choice.combination.setting.names)
            found = world.broken(scenario, timetable, world.happen(chance, scenario))
            tried += 1
            if inside:
                assert not found
            broken += bool(found)
            any_broken = any_broken or bool(found)
        hurt += any_broken
    if inside:
        assert tried >= 100_000 * MORE
    else:
        assert broken > tried // 4
        assert hurt > len(choices) // 3


def meet(drawn: list[list[dict[Point, int]]]) -> list[dict[Point, int]]:
    """Every timetable of each party with every one of the others."""
    joint: list[dict[Point, int]] = [{}]
    for timetables in drawn:
        joint = [{**one, **other} for one in joint for other in timetables]
    return joint


def test_any_timetable_of_the_joint_network_lies_in_the_world() -> None:
    """The simulation is no softer than the network: timetables of the whole network break nothing."""
    chance = random.Random(3)
    for workspace, choice in assured_choices(range(30_000, 30_000 + 12)):
        world = World.of(workspace, choice)
        bounds = world.stacked()
        for _ in range(40):
            timetable = any_timetable(chance, bounds)
            for scenario in choice.combination.setting.names:
                assert not world.broken(scenario, timetable, world.happen(chance, scenario))


def test_parties_that_list_everything_in_another_order_find_the_same_windows_to_the_second() -> None:
    chance = random.Random(11)
    windows = 0
    for seed in range(40_000, 40_000 + 60 * MORE):
        workspace = made(seed)
        node, other = reckoning(workspace), reckoning(shuffled(workspace, chance))
        for rung in JOINT:
            one, two = answer(node, rung), answer(other, rung)
            assert (one is None) == (two is None)
            if one is None or two is None:
                continue
            assert one.verdict == two.verdict
            assert one.windows == two.windows
            assert one.aims_unmet == two.aims_unmet
            assert one.bearing == two.bearing
            windows += len(one.windows or ())
    assert windows > 100
