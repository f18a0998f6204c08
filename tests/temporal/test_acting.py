"""Whoever acts by the dispatcher keeps every constraint, whatever nature does and whatever is done of what may be done.

The ordinary run plays some 80 networks of each shape, more than a hundred times each. With ``--deep`` it is every
dynamically controllable one of the 24,000 that :mod:`tests.temporal.test_evidence` looks at, and some of those beyond.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from benchmarks.temporal_instances import instance
from freehand.temporal.checking import dynamic
from freehand.temporal.dispatching import Dispatcher, Moves
from freehand.temporal.named import Constraint, ContingentLink, Network
from freehand.temporal.playing import Happening, as_early, as_it_falls, as_late, chance, durations, extremes, play
from freehand.temporal.results import DynamicallyControllable
from tests.temporal import games
from tests.temporal.instances import SHAPES, made, named

NATURES = 100
IN_A_PART = 3_000
ORDINARY = 80
"""Networks of each shape that are played unless more are asked for."""


def kept(network: Network, told: list[Happening]) -> bool:
    """Whether everything happened once, every link took a time that it can, and every constraint holds."""
    at = {one.point: one.time for one in told}
    names = network.points
    when = [at[name] for name in names]
    by_nature = {names[link.end] for link in network.links}
    return (
        len(told) == len(at) == len(names)
        and [one.time for one in told] == sorted(one.time for one in told)
        and {one.point for one in told if one.who == "nature"} == by_nature
        and all(low <= when[c] - when[a] <= high for a, c, low, high, _ in network.links)
        and all(when[y] - when[x] <= w for x, y, w, _ in network.constraints)
    )


def controllable(shape: str, part: int, most: int) -> Iterator[tuple[int, Network, DynamicallyControllable]]:
    """Networks of a shape that are dynamically controllable, with their seeds."""
    for seed in range(part * IN_A_PART, (part + 1) * IN_A_PART):
        network = named(made(shape, seed))
        found = dynamic(network)
        if isinstance(found, DynamicallyControllable):
            yield seed, network, found
            most -= 1
            if most == 0:
                return


@pytest.mark.parametrize("shape", SHAPES)
def test_no_nature_breaks_a_small_plan(shape: str, part: int, request: pytest.FixtureRequest) -> None:
    """Every extreme against acting early, acting late and acting as it falls; a hundred random natures as it falls."""
    deep: bool = request.config.getoption("deep")
    for seed, network, found in controllable(shape, part, IN_A_PART if deep and part == 0 else ORDINARY):
        dispatcher, dice = Dispatcher(network, found), random.Random(seed)
        anything = as_it_falls(dice.randint)
        for taken in extremes(network):
            for strategy in (as_early, as_late, anything):
                told = play(network, durations(taken), strategy, dispatcher)
                assert kept(network, told), (shape, seed, taken, told)
        for _ in range(NATURES):
            told = play(network, chance(dice.randint), anything, dispatcher)
            assert kept(network, told), (shape, seed, told)


@pytest.mark.parametrize("verdict", ["assured", "adaptable"])
@pytest.mark.parametrize(
    ("n", "count", "all_extremes"), [(10, 12, True), (25, 4, True), (50, 1, False), (100, 1, False)]
)
def test_no_nature_breaks_what_looks_like_a_plan(
    n: int, count: int, all_extremes: bool, verdict: str, request: pytest.FixtureRequest
) -> None:
    """With ten links (50 points) all 1,024 extremes are played with ``--deep``."""
    deep: bool = request.config.getoption("deep")
    for seed in range(count):
        one = instance(n, seed, verdict)  # type: ignore[arg-type]  # it is one of them
        network = Network(
            [f"p{point}" for point in range(n)],
            [Constraint(*edge) for edge in one.edges],
            [ContingentLink(*link) for link in one.links],
        )
        dispatcher, dice = Dispatcher(network), random.Random(seed)
        anything = as_it_falls(dice.randint)
        if all_extremes or (deep and len(network.links) <= 10):
            for taken in extremes(network):
                for strategy in (as_early, as_late, anything):
                    assert kept(network, play(network, durations(taken), strategy, dispatcher)), (seed, taken)
        for _ in range(NATURES if deep or n <= 50 else NATURES // 5):
            assert kept(network, play(network, chance(dice.randint), anything, dispatcher)), seed


def sure(position: games.Position | None) -> games.Position:
    assert position is not None
    return position


@pytest.mark.parametrize("shape", SHAPES)
def test_what_may_be_done_is_all_that_can_be_done_without_losing(shape: str) -> None:
    """At every moment of a play the dispatcher allows an act, or to wait, iff the game can still be won after it."""
    acts = waits = 0
    for seed, network, found in controllable(shape, 0, 200):
        instance, dispatcher, dice = made(shape, seed), Dispatcher(network, found), random.Random(seed)
        game = games.Game(*instance)
        taken = [dice.randint(low, high) for _, _, low, high in instance.links]
        position, now = game.start(), 0
        happened: dict[str, int] = {}
        while True:
            moves = dispatcher.moves(happened, now)
            assert isinstance(moves, Moves)
            if moves.over:
                break
            allowed = {int(move.point[1:]) for move in moves.may if move.ready <= now}
            left = [point for point in game.ours if position[0][point] != games.CAME]
            winning = {point for point in left if position[0][point] == 0 and game.act(position, point)}
            assert allowed == winning, (seed, happened, now)
            assert (not moves.due) == game.may_wait(position), (seed, happened, now)
            acts, waits = acts + len(left), waits + bool(moves.due)
            if allowed and (moves.due or not moves.running or dice.random() < 0.3):
                point = dice.choice([int(name[1:]) for name in moves.due] or sorted(allowed))
                position, happened[f"p{point}"] = sure(game.come(position, point)), now
                continue
            position, now = game.tick(position), now + 1
            for k, (_, c, _, _) in enumerate(instance.links):
                if position[2][k] == taken[k]:
                    position, happened[f"p{c}"] = sure(game.end(position, k)), now
    assert acts > 1000
    assert waits > 40
