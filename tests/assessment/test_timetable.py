"""The timetable says what the windows, the rooms and the chains say, for every best choice of every example."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from freehand.assessment.assess import assess
from freehand.assessment.results import Assessment, AtRung
from freehand.assessment.timetable import Bar, Timetable, least_times, timetable
from freehand.formats.workspace import load
from freehand.plans.points import Point
from freehand.quantities import HOUR
from freehand.terms.scope import Rung
from tests.assessment.compacts import made
from tests.docs.worlds import TOLD_APART
from tests.docs.worlds import made as written

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(str(p.parent.relative_to(ROOT)) for p in (ROOT / "examples").rglob("compact.yaml"))


@cache
def assessed(example: str) -> Assessment:
    return assess(load(ROOT / example))


def joint(example: str) -> Iterator[tuple[str, AtRung, Timetable]]:
    for one in assessed(example).contingencies:
        for at in one.rungs.values():
            if at.choice is not None and (found := timetable(at.choice, at.chains)) is not None:
                yield f"{one.name} at {at.rung.word}", at, found


def bar(found: Timetable, name: str) -> Bar:
    return next(b for b in found.bars if b.name == name)


def hours(bar: Bar) -> tuple[float, ...]:
    return tuple(s / HOUR for s in (bar.starts.first, bar.shortest, bar.longest or 0))


def test_the_airlift_breaks_between_23_and_40_hours_where_the_distribution_must_be_over() -> None:
    at = assessed("examples/worked/airlift")["drill"]["support"]
    assert at.choice is not None
    found = timetable(at.choice, at.chains)
    assert found is not None
    assert found.breaks is not None
    assert found.scenarios == ("short warning",)
    assert (found.breaks.party, found.breaks.point) == ("B", Point("end", "B", "distribution"))
    assert (found.breaks.latest, found.breaks.earliest) == (23 * HOUR, 40 * HOUR)
    assert hours(bar(found, "promise airlift")) == (0, 12, 36)
    assert bar(found, "promise airlift").party == "A"
    assert hours(bar(found, "distribution")) == (36, 4, 4)
    assert [b.name for b in found.bars if b.chained] == [
        "attack",
        "promise airlift",
        "call for supplies",
        "distribution",
    ]
    assert [join.text for join in found.joins] == ["start of distribution not before delivery of supplies"]


def test_a_need_met_by_nothing_has_no_timetable() -> None:
    at = assessed("examples/worked/airlift")["drill"]["scenarios"]
    assert at.choice is not None
    assert timetable(at.choice, at.chains) is None


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_measure_of_every_break_is_the_shortfall_of_its_chain(example: str) -> None:
    for name, at, found in joint(example):
        if found.breaks is not None:
            assert found.breaks.earliest - found.breaks.latest == at.chains[0].shortfall, name
            assert any(b.chained for b in found.bars), name
        else:
            assert at.choice is not None
            assert at.choice.windows is not None, name


def shown(found: Timetable, point: Point | None) -> int | None:
    """Where the picture puts a point of a broken timetable; None where it has no bar."""
    for one in found.bars:
        if one.kind != "event" and point == one.end:
            return one.base + (one.ends.last if one.ends.last is not None else one.ends.first)
        if one.kind != "event" and point == one.start:
            return one.base + one.starts.first
    return None


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_break_counted_from_the_warning_lies_where_its_point_is_drawn_or_before(example: str) -> None:
    for name, at, found in joint(example):
        if found.breaks is not None and at.chains[0].edges[0].x == 0:
            drawn = shown(found, found.breaks.point)
            assert drawn is None or found.breaks.earliest <= drawn, name


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_start_that_counts_may_move_as_far_as_its_party_s_joint_room_says(example: str) -> None:
    for name, at, found in joint(example):
        for party, time in at.time.items():
            if time.joint is None:
                continue
            starts = {b.start: b for b in found.bars}
            for point, width in time.joint.widths.items():
                one = starts[point]
                assert one.starts.last is not None
                assert one.starts.last - one.starts.first == width, (name, party, str(point))


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_start_in_a_free_window_may_begin_anywhere_in_it_and_nowhere_else(example: str) -> None:
    for name, _, found in joint(example):
        for one in found.bars:
            if one.window is not None:
                assert one.starts == one.window, (name, one.name)


@pytest.mark.parametrize("example", EXAMPLES)
def test_in_an_assured_choice_a_later_point_never_begins_before_an_earlier_one_may_be_over(example: str) -> None:
    seen = 0
    for name, at, found in joint(example):
        if at.choice is None or at.choice.windows is None:
            continue
        for join in found.joins:
            if " not before " in join.text and join.earlier.party != join.later.party:
                earlier = next(b for b in found.bars if join.earlier in (b.start, b.end))
                later = next(b for b in found.bars if join.later in (b.start, b.end))
                last = earlier.ends.last if join.earlier == earlier.end else earlier.starts.last
                first = later.starts.first if join.later == later.start else later.ends.first
                assert last is not None
                assert earlier.base + last <= later.base + first, (name, join.text)
                seen += 1
    assert seen or "gulf" not in example


def test_there_are_no_least_times_where_even_orders_contradict_each_other() -> None:
    assert least_times({(1, 2): -1, (2, 1): -1}) is None
    assert least_times({(1, 1): -1}) is None


def test_a_chain_through_two_scenarios_shows_the_events_of_both() -> None:
    at = assess(written(TOLD_APART))["drill"]["scenarios"]
    assert at.choice is not None
    found = timetable(at.choice, at.chains)
    assert found is not None
    assert [(b.name, b.scenarios) for b in found.bars if b.kind == "event"] == [
        ("sign", ("early",)),
        ("sign", ("late",)),
    ]
    assert found.breaks is not None
    assert found.breaks.earliest - found.breaks.latest == 18 * HOUR


LAPSES = """\
contingency: drill
horizon: 72 h
aims: [done]
scenarios:
  a quiet one: {}
  loud:
    sign: 10 h after the warning
---
course: react
party: A
contingency: drill
meets: done
activities:
  act:
    nature takes: 5 h
    starts: after sign
rules:
  end of act at most 3 h after start of act: at once
---
course: wait
party: B
contingency: drill
activities:
  wait:
    we choose: 1 h
"""


def test_what_cannot_hold_is_drawn_in_the_scenario_in_which_it_cannot_though_its_chain_names_none() -> None:
    at = assess(written(LAPSES))["drill"]["scenarios"]
    assert at.choice is not None
    assert at.verdict is not None
    assert at.verdict.word == "impossible"
    assert not any("scenario" in step.reason for step in at.chains[0].steps)
    found = timetable(at.choice, at.chains)
    assert found is not None
    assert found.scenarios == ("loud",)
    assert bar(found, "act").chained
    assert found.breaks is not None
    assert found.breaks.earliest - found.breaks.latest == 2 * HOUR


def test_the_same_holds_of_compacts_made_up_by_chance() -> None:
    seen = {"assured": 0, "broken": 0}
    for seed in range(150):
        for one in assess(made(seed), [Rung.SUPPORT]).contingencies:
            at = one["support"]
            if at.choice is None or (found := timetable(at.choice, at.chains)) is None:
                continue
            seen["broken" if found.breaks else "assured"] += 1
            if found.breaks is not None:
                assert found.breaks.earliest - found.breaks.latest == at.chains[0].shortfall, seed
                drawn = shown(found, found.breaks.point)
                from_the_warning = at.chains[0].edges[0].x == 0
                assert drawn is None or not from_the_warning or found.breaks.earliest <= drawn, seed
            assert all(b.starts.first <= b.ends.first for b in found.bars), seed
            assert all(b.starts.last <= b.ends.last for b in found.bars if b.starts.last and b.ends.last), seed
    assert min(seen.values()) > 20, seen
