"""The oracle itself, on what can be done by hand: who judges must be judged first."""

from __future__ import annotations

from itertools import product

import pytest

from freehand.plans.activity import Activity, Duration, Hold
from freehand.plans.contingency import Contingency
from freehand.plans.joint import Compact, Means, Party, Workspace
from freehand.plans.plan import Course
from freehand.plans.points import WARNING, Point, Rule
from freehand.plans.scenario import Event, Report, Scenario, Span
from freehand.terms.scope import Rung
from tests.oracle.brute import (
    ADAPTABLE,
    ASSURED,
    IMPOSSIBLE,
    POSSIBLE,
    TOLD_APART,
    Arrow,
    Game,
    Oracle,
    Say,
    Space,
    World,
    after_reports,
)
from tests.oracle.compacts import HERE, compact

A_START, A_END, FLOOD = Point("start", "A", "act"), Point("end", "A", "act"), Point("event", "", "flood")
B_START = Point("start", "B", "act")


def test_a_set_of_timetables_holds_exactly_those_that_keep_the_difference() -> None:
    space = Space(3, 4)
    for y, x, w in product((-1, 0, 1, 2), (-1, 0, 1, 2), range(-3, 4)):
        expected = 0
        for index, values in enumerate(product(range(4), repeat=3)):
            of = {-1: 0, 0: values[2], 1: values[1], 2: values[0]}
            expected |= (of[y] - of[x] <= w) << index
        assert space.at_most(y, x, w) == expected


@pytest.mark.parametrize(("least", "most", "wins"), [(0, 0, True), (1, 1, True), (-1, 0, True), (-2, -1, False)])
def test_a_game_is_won_by_acting_with_what_is_seen_and_lost_by_acting_before_it(
    least: int, most: int, wins: bool
) -> None:
    # The flood comes 1 to 3 after the warning; the start must come ``least`` to ``most`` after the flood.
    world = World(executed=[A_START], arrows=[Arrow(WARNING, FLOOD, 1, 3)])
    says = [
        Say(A_START, FLOOD, most, "own", "A", ""),
        Say(FLOOD, A_START, -least, "own", "A", ""),
    ]
    assert Game(world, says, 6).won() is wins


def _workspace(
    spans: list[tuple[int, int]],
    rules: dict[str, list[Rule]],
    durations: dict[str, Duration],
    holds: tuple[Hold, ...] = (),
) -> Workspace:
    scenarios = tuple(Scenario(f"s{i}", (Event("flood", None, Span(*s), (), HERE),), HERE) for i, s in enumerate(spans))
    courses = tuple(
        Course(
            "main",
            party,
            "drill",
            (),
            Rung.ALONE,
            (Activity("act", durations[party], holds, None, Rung.ALONE, HERE),),
            (),
            tuple(rules.get(party, [])),
            (),
            HERE,
        )
        for party in durations
    )
    parties = tuple(Party(p, p, HERE) for p in durations)
    whole = Compact("by hand", parties, (Means("tankers", 1, "", False),), (), True, HERE)
    return Workspace(whole, (Contingency("drill", 6, (), scenarios, HERE),), courses, (), (), ())


def _lasts(low: int, high: int) -> Duration:
    return Duration(False, low, high, 0, HERE)


def _rule(later: Point, earlier: Point, least: int | None, most: int | None) -> Rule:
    return Rule(f"{later} {earlier}", "", later, earlier, least, most, False, HERE)


@pytest.mark.parametrize(
    ("spans", "least", "most", "verdict"),
    [
        ([(3, 3)], 0, 0, ASSURED),  # the moment is known
        ([(2, 2), (4, 4)], 0, 2, ASSURED),  # the second 4 is within 2 of both
        ([(2, 2), (4, 4)], 0, 1, TOLD_APART),
        ([(2, 4)], 0, 1, ADAPTABLE),  # nobody knows it before, everybody sees it
        ([(2, 4)], -1, -1, POSSIBLE),  # one second before what nobody knows
        ([(5, 5)], 1, 1, IMPOSSIBLE),  # lasts until 7, and the horizon is 6
    ],
)
def test_each_verdict_is_due_where_a_planner_would_say_so(
    spans: list[tuple[int, int]], least: int, most: int, verdict: int
) -> None:
    workspace = _workspace(spans, {"A": [_rule(A_START, FLOOD, least, most)]}, {"A": _lasts(1, 1)})
    (net,) = Oracle(workspace, workspace.contingencies[0]).joint(Rung.SCENARIOS)
    assert net.verdict() == verdict


@pytest.mark.parametrize(("low", "high", "verdict"), [(2, 3, ASSURED), (3, 4, POSSIBLE), (4, 4, IMPOSSIBLE)])
def test_two_that_share_one_tanker_go_one_after_the_other(low: int, high: int, verdict: int) -> None:
    # Both fit into six seconds for sure, with luck, not at all.
    lasts = {"A": _lasts(low, high), "B": _lasts(low, high)}
    workspace = _workspace([(0, 0)], {}, lasts, (Hold("tankers", 1),))
    (net,) = Oracle(workspace, workspace.contingencies[0]).joint(Rung.SCENARIOS)
    assert net.bare() == ASSURED
    assert [len(several) for several in net.clashing(ASSURED, frozenset(), net.names)] == [2]
    assert net.verdict() == verdict


def test_what_lasts_no_time_meets_nobody() -> None:
    workspace = _workspace([(0, 0)], {}, {"A": _lasts(0, 0), "B": _lasts(4, 4)}, (Hold("tankers", 1),))
    (net,) = Oracle(workspace, workspace.contingencies[0]).joint(Rung.SCENARIOS)
    assert net.critical
    assert not net.clashing(ASSURED, frozenset(), net.names)


def test_a_join_that_nobody_looked_at_exposes_what_is_believed() -> None:
    rules = {"A": [_rule(A_START, B_START, 0, None)]}
    workspace = _workspace([(0, 0)], rules, {"A": _lasts(1, 1), "B": _lasts(1, 1)})
    oracle = Oracle(workspace, workspace.contingencies[0])
    taken = {p: (oracle.alone(p, Rung.ALONE)[0], frozenset[object](), ASSURED) for p in ("A", "B")}
    joins, clashes, surprises, missing = oracle.in_fact(taken, Rung.ALONE)  # type: ignore[arg-type]  # no order at all
    assert (len(joins), clashes, surprises, missing) == (1, set(), set(), False)


@pytest.mark.parametrize(
    ("said", "bounds"),
    [
        ([("rules out", "low", 3)], (3, 6)),
        ([("cannot rule out", "low", 1)], (1, 6)),
        ([("rules out", "low", 4), ("cannot rule out", "low", 3)], (2, 6)),  # they contradict each other: the hull
        ([("rules out", "low", 8)], (2, 8)),  # it leaves nothing of what is known: the hull
        ([("rules out", "high", 4), ("cannot rule out", "low", 0)], (0, 4)),
    ],
)
def test_reports_narrow_and_widen_and_where_they_contradict_the_hull_counts(
    said: list[tuple[str, str, int]], bounds: tuple[int, int]
) -> None:
    reports = [Report("r", "B", ("A",), "c", "s", "e", e, side, n, "", HERE) for e, side, n in said]  # type: ignore[arg-type]  # the words are those of the type
    assert after_reports((2, 6), reports) == bounds


def test_the_same_seed_gives_the_same_compact() -> None:
    assert [compact(seed) for seed in range(20)] == [compact(seed) for seed in range(20)]
