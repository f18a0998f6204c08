"""Acting by the dispatcher keeps every constraint, whatever nature does; and where nothing can, nature shows it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import pytest

from freehand.errors import UsageError
from freehand.temporal.checking import dynamic
from freehand.temporal.dispatching import Dispatcher, Later, Move, Moves, Refused, Running, Wait
from freehand.temporal.limits import Limit
from freehand.temporal.named import Network
from freehand.temporal.playing import (
    Act,
    Happening,
    Nature,
    Strategy,
    as_early,
    as_it_falls,
    as_late,
    chance,
    durations,
    extremes,
    play,
    worst,
)
from freehand.temporal.results import DynamicallyControllable, Kind, NotDynamicallyControllable
from tests.temporal import oracles
from tests.temporal.networks import named

ROAD = Network.of(
    ["alarm", "clear", "leave"], [("leave", "clear", 1), ("clear", "leave", 4)], [("alarm", "clear", 1, 3)]
)


def controllable(seed: int, count: int, largest: int) -> list[tuple[Network, Dispatcher]]:
    """Networks that reacting can keep, half of them with every point bounded."""
    dice = random.Random(seed)
    found: list[tuple[Network, Dispatcher]] = []
    while len(found) < count:
        n = dice.randint(3, largest)
        links = oracles.random_links(dice, n, min(n - 2, dice.randint(1, 6)), widest=5)
        edges = oracles.random_pairs(dice, n, links, dice.randint(1, 4))
        edges += oracles.random_edges(dice, n, dice.randint(0, n), -1, 7)
        if dice.random() < 0.5:
            edges += oracles.within(n, links, dice.randint(5, 30))
        network = named(n, edges, links)
        answer = dynamic(network)
        if isinstance(answer, DynamicallyControllable):
            found.append((network, Dispatcher(network, answer)))
    return found


def kept(network: Network, told: Sequence[Happening]) -> bool:
    """Everything has happened, in order, and every constraint and link holds."""
    at = {one.point: one.time for one in told}
    names = network.points
    return (
        len(told) == len(at) == len(names)
        and [one.time for one in told] == sorted(one.time for one in told)
        and all(at[names[y]] - at[names[x]] <= w for x, y, w in network.edges)
        and all(low <= at[names[c]] - at[names[a]] <= high for a, c, low, high in network.bounds)
    )


def whim(pick: random.Random) -> Nature:
    """A nature that changes its mind whenever something happens."""

    def nature(moves: Moves, happened: Mapping[str, int]) -> Act:
        del happened
        return min(Act(pick.randint(max(run.earliest, moves.now), run.latest), run.point) for run in moves.running)

    return nature


@pytest.mark.parametrize("seed", range(4))
def test_a_hundred_random_natures_and_every_extreme_one_never_break_a_constraint(seed: int) -> None:
    dice = random.Random(100 + seed)
    strategies: list[Strategy] = [as_early, as_late, as_it_falls(dice.randint)]
    for network, dispatcher in controllable(seed, 120, 9):
        outcomes = list(extremes(network))
        ends = [(network.points[link.end], link.low, link.high) for link in network.links]
        outcomes += [{end: dice.randint(low, high) for end, low, high in ends} for _ in range(100)]
        for taken in outcomes:
            for strategy in strategies:
                told = play(network, durations(taken), strategy, dispatcher)
                assert kept(network, told), (network, taken, told)


def test_a_nature_that_looks_at_what_we_do_never_breaks_a_constraint() -> None:
    dice = random.Random(9)
    for network, dispatcher in controllable(20, 150, 12):
        for strategy in (as_early, as_late, as_it_falls(dice.randint)):
            for nature in (whim(dice), chance(dice.randint)):
                told = play(network, nature, strategy, dispatcher)
                assert kept(network, told), (network, told)


def test_what_was_done_by_the_dispatcher_is_never_refused_and_can_be_taken_up_at_any_time() -> None:
    dice = random.Random(10)
    for network, dispatcher in controllable(30, 150, 9):
        told = play(network, whim(dice), as_it_falls(dice.randint), dispatcher)
        position = dispatcher.begin()
        for one in told:
            so_far = {before.point: before.time for before in told[: told.index(one)]}
            found = dispatcher.moves(so_far, one.time)
            assert isinstance(found, Moves), (network, told, one, found)
            assert found == position.moves(one.time)
            if one.who == "we":
                move = next(move for move in found.may if move.point == one.point)
                assert move.ready <= one.time <= (one.time if move.latest is None else move.latest)
            position.happen(one.point, one.time)
        end = dispatcher.moves({one.point: one.time for one in told}, told[-1].time)
        assert isinstance(end, Moves)
        assert end.over


def test_what_may_be_done_is_said_with_bounds_waits_and_what_comes_first() -> None:
    dispatcher = Dispatcher(ROAD)
    assert dispatcher.moves({}, 5) == Moves(5, (Move("alarm", 5, None, ()),), (Later("leave", ("alarm",)),), ())
    wait = Move("leave", 7, None, (Wait("clear", 8),))
    assert dispatcher.moves({"alarm": 6}, 7) == Moves(7, (wait,), (), (Running("clear", 6, 7, 9),))
    assert wait.ready == 8
    seen = dispatcher.moves({"alarm": 6, "clear": 7}, 11)
    assert seen == Moves(11, (Move("leave", 11, 11, ()),), (), ())
    assert isinstance(seen, Moves)
    assert (seen.due, seen.act_by, seen.over) == (("leave",), 11, False)


@pytest.mark.parametrize(
    ("happened", "now", "what"),
    [
        ({"alarm": 0, "leave": 1}, 1, "leave was executed at 1, too early"),
        ({"alarm": 0, "clear": 2, "leave": 1}, 2, "leave was executed at 1, too early"),
        ({"leave": 1}, 1, "leave was executed at 1, too early"),
        ({"alarm": 0, "clear": 1, "leave": 6}, 6, "leave was executed at 6, too late"),
        ({"alarm": 0, "clear": 1}, 6, "leave is late"),
        ({"alarm": 0}, 4, "clear has not come"),
        ({"alarm": 0, "clear": 4}, 4, "clear is said to have come at 4"),
        ({"clear": 4}, 4, "clear is said to have come"),
        ({"alarm": 5}, 4, "alarm is said to have come at 5"),
        ({"siren": 1}, 4, "there is no point 'siren'"),
        ({"alarm": 1.5}, 4, "'1.5' is no whole number of seconds"),
        ({}, float("nan"), "'nan' is no whole number of seconds"),
    ],
)
def test_what_contradicts_is_refused_and_said(happened: dict[str, int], now: int, what: str) -> None:
    found = Dispatcher(ROAD).moves(happened, now)
    assert isinstance(found, Refused)
    assert not found
    assert what in [fault.what for fault in found.faults]
    assert all(fault.why and fault.next for fault in found.faults)


def test_all_that_contradicts_is_said_at_once() -> None:
    found = Dispatcher(ROAD).moves({"alarm": 9, "siren": 1}, 4)
    assert isinstance(found, Refused)
    assert len(found.faults) == 2


def test_a_network_that_no_way_of_reacting_keeps_has_no_dispatcher() -> None:
    foreseen = Network.of(["a", "c", "x"], [("c", "x", -1), ("x", "c", 1)], [("a", "c", 1, 3)])
    with pytest.raises(UsageError, match="no way of reacting"):
        Dispatcher(foreseen)
    with pytest.raises(UsageError, match="not decided"):
        Dispatcher(foreseen, limit=Limit(steps=0))


def test_strategies_and_natures_that_do_what_they_may_not_are_stopped() -> None:
    nature = durations({"clear": 2})

    def hasty(moves: Moves) -> Act | None:
        return Act(0, moves.may[0].point)

    def idle(moves: Moves) -> Act | None:
        return None if len(moves.later) == 0 and not moves.running else as_early(moves)

    def tardy(moves: Moves) -> Act | None:
        return Act(moves.now + 99, moves.may[0].point)

    late = Network.of(["a", "b"], [("a", "b", 5)])
    with pytest.raises(UsageError, match="may not be executed then"):
        play(ROAD, nature, hasty)
    with pytest.raises(UsageError, match="the strategy waits"):
        play(late, nature, idle)
    with pytest.raises(UsageError, match="something is due"):
        play(late, nature, tardy)
    with pytest.raises(UsageError, match="its link does not end then"):
        play(ROAD, durations({"clear": 4}))


def test_the_worst_extreme_is_the_one_that_ends_last() -> None:
    for network, dispatcher in controllable(40, 30, 8):
        last = [
            max(one.time for one in play(network, durations(taken), as_early, dispatcher))
            for taken in extremes(network)
        ]
        taken = worst(network)
        assert max(one.time for one in play(network, durations(taken), as_early, dispatcher)) == max(last)


def test_with_many_links_the_worst_is_found_link_by_link() -> None:
    names = ["Z", *(f"c{k}" for k in range(12)), "end"]
    network = Network.of(
        names,
        [("end", f"c{k}", 0) for k in range(12)],
        [("Z", f"c{k}", 1, 2 + k) for k in range(12)],
    )
    assert play(network, durations(worst(network)))[-1].time == 13


def test_points_may_be_counted_from_one_that_is_not_first() -> None:
    before = Network.of(["noon", "wake"], [("noon", "wake", -60), ("wake", "noon", 90)])
    assert play(before, durations({})) == [Happening(-60, "wake", "we"), Happening(0, "noon", "we")]
    assert play(before, durations({}), as_late) == [Happening(-90, "wake", "we"), Happening(0, "noon", "we")]


# Where nothing holds: nature, as the game search knows it, against every way of reacting.


class Adversary:
    """A nature that answers so that the controller loses, wherever it can; found by the game search."""

    def __init__(self, network: Network) -> None:
        self.game = oracles._Game(len(network.points), network.edges, network.bounds)
        self.picked: set[int] = set()

    def answer(self, now: int, times: oracles.Times, asked: tuple[int, ...]) -> oracles.Times | None:
        """What nature does; None where no answer defeats."""
        for after in self.game.outcomes(now, times, asked):
            if not self.game.choose(now, after):
                for k, (a, c, _, _) in enumerate(self.game.links):
                    begun, ended = after[a], after[c]
                    if k in asked and begun is not None and ended is not None:
                        self.picked.add(ended - begun)
                return after
        return None

    def defeats_every_way(self) -> bool:
        """Whether whatever the controller does, against these answers, ends in a broken constraint."""
        game = self.game
        first = self.answer(0, (0,) + (None,) * (len(game.from_point) - 1), tuple(game.from_point[0]))
        left = [(0, first)]
        seen: set[tuple[int, oracles.Times]] = set()
        while left:
            now, times = left.pop()
            if times is None or (None not in times and not game.broken(now, times)):
                return False
            if game.broken(now, times) or (now, times) in seen:
                continue
            seen.add((now, times))
            running = [k for k, (a, c, _, _) in enumerate(game.links) if times[a] is not None and times[c] is None]
            left.append((now + 1, self.answer(now + 1, times, tuple(running))))
            for point in game.executable:
                if times[point] is None:
                    acted = (*times[:point], now, *times[point + 1 :])
                    left.append((now, self.answer(now, acted, tuple(game.from_point[point]))))
        return True


def test_where_the_verdict_is_no_an_adaptive_nature_defeats_every_way_of_reacting() -> None:
    dice = random.Random(50)
    defeated = 0
    while defeated < 300:
        n = dice.randint(3, 5)
        links = oracles.random_links(dice, n, min(n - 2, dice.randint(1, 3)), widest=3)
        edges = oracles.random_pairs(dice, n, links, dice.randint(1, 3))
        edges += oracles.random_edges(dice, n, dice.randint(0, 2), -1, 4) + oracles.within(n, links, dice.randint(4, 8))
        network = named(n, edges, links)
        if isinstance(dynamic(network), NotDynamicallyControllable):
            assert Adversary(network).defeats_every_way(), network
            defeated += 1


def test_a_network_of_three_points_is_defeated_only_with_both_extremes_of_its_one_link() -> None:
    """Point 2 shall come 1 to 2 before the end of a link of 1 to 3; retyped from ``small-1986.stnu``."""
    within = [("Z", "p2", 9), ("p2", "Z", 0)]
    network = Network.of(["Z", "p1", "p2"], [("p2", "p1", 2), ("p1", "p2", -1), *within], [("Z", "p1", 1, 3)])
    answer = dynamic(network)
    assert isinstance(answer, NotDynamicallyControllable)
    assert answer.refutation.extremes == {(0, Kind.LOWER), (0, Kind.UPPER)}
    nature = Adversary(network)
    assert nature.defeats_every_way()
    assert {1, 3} <= nature.picked
    for low, high in ((1, 2), (2, 3)):
        narrower = Network.of(network.points, [("p2", "p1", 2), ("p1", "p2", -1), *within], [("Z", "p1", low, high)])
        assert isinstance(dynamic(narrower), DynamicallyControllable)
