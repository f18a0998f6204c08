"""What call sheets say of the examples, to the second, and what they say where plans do not hold."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from freehand.assessment.assess import Reckoning
from freehand.assessment.sheets.making import sheet_of
from freehand.assessment.sheets.values import Bound, Line, Sheet
from freehand.errors import UsageError
from freehand.formats.workspace import load, read_workspace
from freehand.plans.joint import Workspace
from freehand.plans.points import Point
from freehand.terms.scope import Rung
from tests.assessment.releases import behind_releases
from tests.docs.worlds import TOLD_APART, made

H = 3600
GULF = load("examples/gulf")
CASCADIA = load("examples/cascadia")


def sheet(workspace: Workspace, name: str, party: str, rung: Rung = Rung.OPERATIONS) -> Sheet:
    contingency = next(c for c in workspace.contingencies if c.name == name)
    return sheet_of(workspace, contingency, Reckoning(workspace, contingency).at(rung), party)


def times(found: Sheet) -> dict[str, tuple[float | None, float | None]]:
    """Earliest and latest of every line, in hours."""
    return {
        line.name: tuple(None if t is None else t / H for t in (line.earliest, line.latest))  # type: ignore[misc] # two
        for line in found.lines
    }


def line_of(found: Sheet, name: str) -> Line:
    return next(line for line in found.lines if line.name == name)


def bounds(found: Sheet) -> Mapping[str, list[tuple[str, int | None, int | None]]]:
    """Bounds between lines, in hours."""
    return {
        line.name: [
            (
                str(b.other),
                None if b.at_least is None else b.at_least // H,
                None if b.at_most is None else b.at_most // H,
            )
            for b in line.bounds
        ]
        for line in found.lines
        if line.bounds
    }


def test_a_sheet_has_every_start_call_asking_and_chosen_end_in_the_order_of_time() -> None:
    found = sheet(GULF, "evacuation", "A")
    assert found.guarantee == "free"
    assert times(found) == {
        "start of A's charter ships": (0, 2),
        "start of A's send port team": (0, 2 + 46 / 60),
        "start of A's assemble nationals": (0, 8),
        "A's asking (port captain)": (0, 18),
        "start of A's embark": (20.5, 22),
    }


def test_an_earlier_start_moves_the_lines_that_name_it() -> None:
    assert bounds(sheet(GULF, "evacuation", "A")) == {
        "start of A's embark": [
            ("A's asking (port captain)", 4, None),
            ("start of A's assemble nationals", 14, None),
            ("start of A's charter ships", 20, None),
        ]
    }


def test_a_bound_that_follows_from_others_is_left_out() -> None:
    """Stocking takes 4 h at least and comes 16 h after the call: that its end is 20 h after the call follows."""
    found = sheet(GULF, "civil-protection", "B")
    assert bounds(found) == {
        "start of B's open shelters": [("start of B's alert", 0, None)],
        "end of B's alert": [("start of B's alert", 1, 2)],
        "start of B's stock shelters": [("B's call for supplies", 16, None)],
        "end of B's stock shelters": [("start of B's stock shelters", 4, None)],
    }


def test_lines_counted_from_an_event_name_what_is_counted_from_the_warning_where_it_is_sure_which_comes_first() -> None:
    found = sheet(GULF, "radiological", "A")
    first = line_of(found, "start of A's first map")
    assert (first.after, first.earliest, first.latest) == ("release", 0, 1.5 * H)
    asking = Point("asking", "A", "overflight consent")
    assert first.bounds == (Bound(asking, -4 * H, None, apart=True),)
    assert times(found)["A's asking (overflight consent)"] == (0, 5.5)


def test_each_line_says_how_long_it_takes_what_it_holds_and_who_is_told() -> None:
    found = sheet(GULF, "strait-closure", "B")
    call = line_of(found, "B's call for fuel")
    assert call.takes == (False, 120 * H, 192 * H)
    assert call.ends == (120 * H, 204 * H)
    assert (call.whom, call.about) == (("A",), "tanker lift")
    unload = line_of(found, "start of B's unload fuel")
    assert (unload.holds, unload.whom) == ((("depots", 2),), ())
    assert line_of(found, "start of B's declare rationing").open_ended


def test_notice_is_a_line_so_long_before_the_earliest_moment_of_what_it_announces() -> None:
    found = sheet(GULF, "strait-closure", "A")
    notice = line_of(found, "notice of start of A's rotate tankers")
    assert (notice.earliest, notice.latest, notice.before, notice.whom) == (0, 180 * H, 72 * H, ("B",))
    assert line_of(found, "start of A's rotate tankers").earliest == 252 * H


def test_what_partners_may_do_for_a_party_is_expected() -> None:
    """The giver sees the call that may come, the holder the asking, each the other's instants that it relies on."""
    found = [
        (e.kind, str(e.point), e.after, e.earliest, e.latest)
        for e in sheet(GULF, "radiological", "B").expected
        if e.kind != "event"
    ]
    assert found == [
        ("asking", "A's asking (overflight consent)", None, 0, 5.5 * H),
        ("relied on", "end of A's first map", "release", 3 * H, 6.5 * H),
    ]
    calls = [e for e in sheet(GULF, "radiological", "A").expected if e.kind == "call"]
    assert [(str(e.point), e.earliest, e.latest, e.about) for e in calls] == [
        ("B's call for tablets", 0, 3 * H, "tablet stock")
    ]
    (reception,) = [e for e in sheet(GULF, "evacuation", "A").expected if str(e.point) == "end of B's reception"]
    assert (reception.earliest, reception.latest) == (12 * H, 20.5 * H)


def test_told_apart_there_is_one_moment_for_each_line_common_ones_first() -> None:
    found = sheet(made(TOLD_APART), "drill", "A")
    assert (found.guarantee, found.told_apart_by, found.recognised) == ("timetable", 12 * H, True)
    assert [(b.scenario, [(x.name, x.earliest, x.latest) for x in b.lines]) for b in found.blocks] == [
        ("early", [("start of A's act", 12 * H, 12 * H), ("end of A's act", 13 * H, 13 * H)]),
        ("late", [("start of A's act", 32 * H, 32 * H), ("end of A's act", 33 * H, 33 * H)]),
    ]
    partner = sheet(made(TOLD_APART), "drill", "B")
    assert [b.scenario for b in partner.blocks] == [""]
    assert times(partner) == {"start of B's wait": (71, 71), "end of B's wait": (72, 72)}


def test_adaptable_fixes_what_need_not_react_and_says_what_the_rest_follows() -> None:
    found = sheet(CASCADIA, "rescue-and-medical", "W", Rung.SUPPORT)
    assert found.guarantee == "reacting"
    assert times(found)["start of W's open field hospital"] == (26, 26)
    treat = line_of(found, "start of W's treat")
    assert (treat.earliest, treat.latest) == (38 * H, 44 * H)
    assert treat.awaited == ((Point("end", "I", "send teams"), 0, "I"),)
    assert line_of(found, "end of W's treat").awaited == ((Point("start", "W", "treat"), 24 * H, ""),)
    assert [(t.teller, t.whom, t.point) for t in found.tells] == [("I", ("W",), "end of I's send teams")]


def test_where_plans_do_not_hold_the_sheet_promises_nothing_and_keeps_the_plan_s_own_times() -> None:
    found = sheet(GULF, "evacuation", "A", Rung.SUPPORT)
    assert found.guarantee == "none"
    assert found.chains[0].shortfall == 2 * H
    assert times(found)["start of A's embark"] == (20, 20)
    assert [e.earliest for e in found.expected if e.kind == "relied on"] == [None]
    inconsistent = sheet(GULF, "evacuation", "B", Rung.SUPPORT)
    assert set(times(inconsistent).values()) == {(None, None)}


def test_below_scenarios_the_sheet_is_of_the_party_s_own_best_course() -> None:
    found = sheet(GULF, "evacuation", "A", Rung.ALONE)
    assert (found.course, found.guarantee) == ("by sea", "free")
    (assumed,) = [e for e in found.expected if e.kind == "assumed"]
    assert (str(assumed.point), assumed.earliest, assumed.latest) == ("end of B's reception", 8 * H, 12 * H)


@pytest.mark.parametrize("name", [c.name for c in GULF.contingencies])
def test_with_a_partner_s_interface_in_place_of_its_plans_the_lines_are_the_same(name: str) -> None:
    reader = behind_releases(GULF, ("B",), "assured")
    assert sheet(reader, name, "A").blocks == sheet(GULF, name, "A").blocks


def test_a_party_of_which_only_the_interface_is_known_has_no_sheet_here() -> None:
    with pytest.raises(UsageError, match="B has no call sheet here"):
        sheet(behind_releases(GULF, ("B",), "assured"), "evacuation", "B")


def test_a_party_without_a_course_still_sees_what_may_be_called_of_it() -> None:
    text = """\
compact: made
illustrative: yes
parties:
  A: one
  B: other
---
contingency: drill
horizon: 48 h
aims: [done]
scenarios:
  only: {}
---
promise: lorry
by: A
to: B
for: sand
contingency: drill
nature takes: 1 to 2 h
can be called: 0 to 10 h after the warning
---
course: follow
party: B
contingency: drill
meets: done
activities:
  follow:
    we choose: 1 h
needs:
  sand: only a promise
rules:
  start of follow not before delivery of sand:
"""
    workspace = read_workspace([("made.yaml", text.encode())])
    found = sheet(workspace, "drill", "A")
    assert (found.course, found.lines) == (None, ())
    assert [(e.kind, str(e.point), e.earliest, e.latest) for e in found.expected] == [
        ("call", "B's call for sand", 0, 10 * H)
    ]


CHOSEN_END = """\
contingency: drill
horizon: 72 h
aims: [done]
scenarios:
  early:
    sign: 5 h after the warning
  late:
    sign: 30 h after the warning
---
course: hold out
party: A
contingency: drill
meets: done
activities:
  hold:
    we choose: 1 to 40 h
rules:
  start of hold at most 1 h after the warning: at once
  end of hold not before sign; end of hold at most 1 h after sign: until the sign
---
course: wait
party: B
contingency: drill
activities:
  wait:
    we choose: 1 h
"""


def test_nobody_ends_something_by_a_scenario_that_is_not_known_yet() -> None:
    """The start is common to both; the end must differ, so the scenario must be known when the first one ends."""
    found = sheet(made(CHOSEN_END), "drill", "A")
    assert found.told_apart_by == 6 * H
    assert [(b.scenario, [(x.name, x.earliest) for x in b.lines]) for b in found.blocks] == [
        ("", [("start of A's hold", 1 * H)]),
        ("early", [("end of A's hold", 6 * H)]),
        ("late", [("end of A's hold", 31 * H)]),
    ]


UNSURE = """\
contingency: drill
horizon: 72 h
aims: [done]
scenarios:
  only:
    sign: 4 to 10 h after the warning
---
course: both
party: A
contingency: drill
meets: done
activities:
  react:
    starts: after sign
    we choose: 1 h
  prepare:
    we choose: 1 h
rules:
  start of react at most 8 h after start of prepare: not too late
  start of prepare at most 12 h after the warning: soon
  start of react at most 6 h after sign: soon
---
course: wait
party: B
contingency: drill
activities:
  wait:
    we choose: 1 h
"""


def test_where_it_is_not_sure_which_of_two_counts_comes_first_no_line_depends_on_the_other() -> None:
    """With the latest sign, 10 h after the warning: react comes so long after it as prepare did less 2 h, at most."""
    found = sheet(made(UNSURE), "drill", "A")
    assert not any(bound.apart for line in found.lines for bound in line.bounds)
    assert line_of(found, "start of A's react").after == "sign"
    assert times(found)["start of A's react"] == (0, 3.75)
    assert times(found)["start of A's prepare"] == (5.75, 12)
