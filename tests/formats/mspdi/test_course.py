"""What becomes of tasks, summaries, links, lags, dates, progress and resources, and what is said of the rest."""

from __future__ import annotations

from datetime import datetime

import pytest

from freehand.errors import InputError, UsageError
from freehand.formats.mspdi.course import convert, questions
from freehand.formats.mspdi.nature import Nature, read_nature
from freehand.formats.writing import course_text
from freehand.plans.activity import Hold
from freehand.plans.scenario import Span
from tests.formats.mspdi.project import (
    assignments,
    converted,
    element,
    lengths,
    link,
    placeless,
    project,
    read_back,
    resources,
    rules,
    said,
    settled,
    task,
)

HOUR, DAY = 3600, 86400


def names(tasks: str) -> list[str]:
    return [activity.name for activity in converted(tasks).course.activities]


# -- working time --------------------------------------------------------------------------------------------------

UNITS = [
    # hours in the file, format, worked through, with days as days
    (1 / 60, 3, 60, 60), (1 / 60, 4, 60, 60), (5, 5, 5 * HOUR, 5 * HOUR), (5, 6, 5 * HOUR, 5 * HOUR),
    (24, 7, 24 * HOUR, 3 * DAY), (24, 8, DAY, DAY), (40, 9, 40 * HOUR, 7 * DAY), (168, 10, 7 * DAY, 7 * DAY),
    (160, 11, 160 * HOUR, 30 * DAY), (720, 12, 30 * DAY, 30 * DAY), (24, 39, 24 * HOUR, 3 * DAY),
    (24, 40, DAY, DAY), (8, 21, 8 * HOUR, DAY), (4, 53, 4 * HOUR, 12 * HOUR),
]  # fmt: skip


@pytest.mark.parametrize(("hours", "unit", "work", "elapsed"), UNITS)
def test_a_duration_is_worked_through_or_taken_at_its_word(hours: float, unit: int, work: int, elapsed: int) -> None:
    for reading, takes in (("work", work), ("elapsed", elapsed)):
        found = converted(task(1, "a", hours, unit), how=settled(time=reading))  # type: ignore[arg-type]  # one of two
        assert lengths(found)["a"] == (True, takes, takes)


@pytest.mark.parametrize(("hours", "unit", "work", "elapsed"), UNITS)
def test_a_lag_is_taken_as_a_duration_is(hours: float, unit: int, work: int, elapsed: int) -> None:
    tasks = task(1, "a") + task(2, "b", links=link(1, lag=round(hours * 600), unit=unit))
    for reading, takes in (("work", work), ("elapsed", elapsed)):
        (rule,) = converted(tasks, how=settled(time=reading)).course.rules  # type: ignore[arg-type]  # one of two
        assert rule.at_least == takes


def test_how_long_a_working_day_week_and_month_are_is_said_by_the_file() -> None:
    how = settled(time="elapsed")
    tasks = task(1, "day", 12) + task(2, "week", 60, 9) + task(3, "month", 120, 11)
    found = converted(tasks, how=how, MinutesPerDay=720, MinutesPerWeek=3600, DaysPerMonth=10)
    assert [length for _, length, _ in lengths(found).values()] == [DAY, 7 * DAY, 30 * DAY]


def test_parts_of_a_second_are_rounded_up() -> None:
    found = converted(task(1, "a", 57 + 8 / 60 + 24 / 3600, 9), how=settled(time="elapsed"))
    assert lengths(found)["a"][1] == 863_957  # 205,704 s of work, times 168 over 40, is 863,956.8 s


def around_the_clock(exception: str = "") -> str:
    hours = element("WorkingTimes", element("WorkingTime", FromTime="00:00:00", ToTime="00:00:00"))
    days = "".join(element("WeekDay", hours, DayType=day, DayWorking=1) for day in range(1, 8))
    base = element("Calendar", f"<WeekDays>{days}</WeekDays>{exception}", UID=2, BaseCalendarUID=-1, Name="always")
    return f"<Calendars>{base}{element('Calendar', UID=3, BaseCalendarUID=2)}</Calendars>"


@pytest.mark.parametrize("calendar", [2, 3])
def test_under_a_calendar_that_works_around_the_clock_working_time_is_elapsed(calendar: int) -> None:
    tasks = task(1, "a", 24, CalendarUID=calendar) + task(2, "b", 24)
    found = converted(tasks, around_the_clock(), settled(time="elapsed"))
    assert [length for _, length, _ in lengths(found).values()] == [DAY, 3 * DAY]
    assert questions(project(task(1, "a", 24), around_the_clock(), CalendarUID=calendar), True, False).time is False


def test_a_calendar_with_a_day_off_does_not_work_around_the_clock() -> None:
    off = f"<Exceptions>{element('Exception', Type=1, DayWorking=0)}</Exceptions>"
    assert questions(project(task(1, "a", 24, CalendarUID=2), around_the_clock(off)), True, False).time


def test_calendars_based_on_each_other_do_not_lead_round_and_round() -> None:
    rest = (
        "<Calendars>" + "".join(element("Calendar", UID=at, BaseCalendarUID=3 - at) for at in (1, 2)) + "</Calendars>"
    )
    assert questions(project(task(1, "a", 24, CalendarUID=1), rest), True, False).time


@pytest.mark.parametrize(
    ("tasks", "open_"),
    [
        (task(1, hours=24, unit=7), True),
        (task(1, hours=24, unit=5), False),
        (task(1, hours=24, unit=8), False),
        (task(1, hours=0, unit=7), False),
        (task(1, unit=8) + task(2, unit=8, links=link(1, lag=4800, unit=7)), True),
        (task(1, unit=8) + task(2, unit=8, links=link(1, lag=4800, unit=8)), False),
        (task(1, unit=8) + task(2, unit=8, links=link(1, lag=50, unit=19)), False),
    ],
)
def test_how_working_time_is_taken_is_asked_only_where_it_makes_a_difference(tasks: str, open_: bool) -> None:
    assert questions(project(tasks), True, False).time is open_


# -- what is nature's ----------------------------------------------------------------------------------------------


def test_what_is_not_natures_is_chosen_as_it_stands() -> None:
    nature = Nature(False, {2: None, 3: Span(4 * HOUR, 9 * HOUR)})
    found = converted(task(1, "a") + task(2, "b") + task(3, "c"), how=settled(nature))
    assert lengths(found) == {
        "a": (True, 8 * HOUR, 8 * HOUR),
        "b": (False, 8 * HOUR, 8 * HOUR),
        "c": (False, 4 * HOUR, 9 * HOUR),
    }


def test_a_length_of_natures_with_one_number_is_fixed_and_said_so() -> None:
    found = converted(task(1, "a") + task(2, "b"), how=settled(Nature(False, {2: None})))
    assert found.taken.fixed == [2]


def test_nature_picks_all_lengths_but_those_of_milestones() -> None:
    found = lengths(converted(task(1, "a") + task(2, "b", 0), how=settled(Nature(True, {}))))
    assert found == {"a": (False, 8 * HOUR, 8 * HOUR), "b": (True, 0, 0)}


@pytest.mark.parametrize(
    ("words", "every", "spans"),
    [
        (["none"], False, {}),
        (["all"], True, {}),
        (["all", "3=1 to 2 h"], True, {3: Span(HOUR, 2 * HOUR)}),
        (["3,5-7"], False, {3: None, 5: None, 6: None}),
        (["3 , 5 - 6"], False, {3: None, 5: None, 6: None}),
        (["3=4 to 8 h, 5=1 d"], False, {3: Span(4 * HOUR, 8 * HOUR), 5: Span(DAY, DAY)}),
        (["5-6=1 to 2 d"], False, {5: Span(DAY, 2 * DAY), 6: Span(DAY, 2 * DAY)}),
        (["3=1 h", "3"], False, {3: Span(HOUR, HOUR)}),
    ],
)
def test_the_words_for_nature(words: list[str], every: bool, spans: dict[int, Span | None]) -> None:
    assert read_nature(words, {3, 5, 6}) == Nature(every, spans)


@pytest.mark.parametrize(
    "word", ["4", "8-9", "x", "", "3-", "-3", "3=", "3=8 to 4 h", "3=4", "none,3", "none,all", "３"]
)
def test_words_for_nature_that_mean_nothing_are_refused(word: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_nature([word], {3, 5, 6})
    assert all(fault.what and fault.why and fault.next for fault in caught.value.faults)


def test_an_estimate_is_noted_beside_its_duration() -> None:
    found = converted(task(1, "a", 24, 39) + task(2, "b", 5, 5, Estimated=1) + task(3, "c", 5, 5))
    assert [found.notes[name].beside for name in ("a", "b")] == ["3 d of work, an estimate", "an estimate"]
    assert "c" not in found.notes


# -- tasks and summaries -------------------------------------------------------------------------------------------

TREE = (
    task(1, "first")
    + task(2, "stage", 99)
    + task(3, "second", OutlineLevel=2)
    + task(4, "inner", 99, OutlineLevel=2)
    + task(5, "third", OutlineLevel=3)
    + task(6, "fourth")
)


def test_a_summary_is_no_activity() -> None:
    assert names(TREE) == ["first", "second", "third", "fourth"]
    assert names(task(1, "empty", Summary=1) + task(2, "a")) == ["a"]


def test_the_name_of_a_summary_stands_above_its_activities() -> None:
    found = converted(TREE)
    assert [(name, notes.before) for name, notes in found.notes.items() if notes.before] == [
        ("second", ("stage",)),
        ("third", ("inner",)),
    ]


def tied(kind: int, *, of: bool = False, into: bool = False) -> tuple[list[str], list[str]]:
    """The rules of one link of or into a summary with two tasks, and why it was left out, if it was."""
    stage = task(1, "stage", Summary=1) + task(2, "a", OutlineLevel=2) + task(3, "b", OutlineLevel=2)
    if of:
        found = converted(stage + task(4, "x", links=link(1, kind)))
    else:
        found = converted(task(9, "x") + stage.replace("</Task>", f"{link(9, kind)}</Task>", 1))
    return rules(found), [why for _, _, why in said(found, "left out")]


def test_a_link_into_a_summary_binds_the_start_of_each_task_beneath() -> None:
    assert tied(1, into=True)[0] == ["start of a not before end of x", "start of b not before end of x"]
    assert tied(3, into=True)[0] == ["start of a not before start of x", "start of b not before start of x"]


def test_a_link_of_a_summary_waits_for_the_end_of_each_task_beneath() -> None:
    assert tied(1, of=True)[0] == ["start of x not before end of a", "start of x not before end of b"]
    assert tied(0, of=True)[0] == ["end of x not before end of a", "end of x not before end of b"]


@pytest.mark.parametrize(("kind", "of"), [(0, False), (2, False), (3, True), (2, True)])
def test_what_binds_only_the_first_or_the_last_of_a_summary_is_left_out_and_listed(kind: int, of: bool) -> None:
    found, why = tied(kind, of=of, into=not of)
    assert found == []
    assert "whichever that is" in why[0]


def test_of_a_summary_only_those_are_bound_from_which_the_others_follow() -> None:
    tasks = (
        task(1, "stage", Summary=1)
        + task(2, "a", OutlineLevel=2)
        + task(3, "b", OutlineLevel=2, links=link(2))
        + task(4, "c", OutlineLevel=2, links=link(2, 3))
        + task(5, "next", Summary=1, links=link(1, lag=600, unit=5))
        + task(6, "d", OutlineLevel=2)
        + task(7, "e", OutlineLevel=2, links=link(6, lag=-600, unit=5))
    )
    assert [text for text in rules(converted(tasks)) if "1 h after end" in text] == [
        "start of d at least 1 h after end of b",
        "start of e at least 1 h after end of b",  # it may start before d ends
        "start of d at least 1 h after end of c",
        "start of e at least 1 h after end of c",
    ]


def test_a_summary_and_a_task_beneath_it_cannot_wait_for_each_other() -> None:
    stage = task(1, "stage", Summary=1) + task(2, "a", OutlineLevel=2, links=link(1)) + task(3, "b", links=link(3))
    found = converted(stage)
    assert rules(found) == []
    assert [why for _, _, why in said(found, "left out")] == 2 * [
        "a task and its own summary cannot wait for each other."
    ]


def test_links_between_large_summaries_are_refused_instead_of_growing_without_end() -> None:
    half = [task(at, OutlineLevel=2) for at in range(2, 402)]
    other = [task(at, OutlineLevel=2) for at in range(1001, 1401)]
    tasks = task(1, Summary=1) + "".join(half) + task(1000, Summary=1, links=link(1)) + "".join(other)
    with pytest.raises(InputError, match="more than 100,000 rules") as caught:
        converted(tasks)
    assert caught.value.faults[0].place is not None
    assert caught.value.faults[0].place.line > 0


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"PercentComplete": 100}, "it is finished, and what is finished is not planned any more."),
        ({"Active": 0}, "it is inactive in the file."),
        ({"ExternalTask": 1}, "it belongs to another project."),
        ({"IsSubproject": 1}, "it belongs to another project."),
    ],
)
def test_a_task_that_is_not_planned_is_listed_with_its_number(fields: dict[str, int], why: str) -> None:
    found = converted(task(1, "a") + task(2, "b", links=link(1), **fields) + task(3, "c", links=link(2)))
    assert [activity.name for activity in found.course.activities] == ["a", "c"]
    left_out = said(found, "left out")
    assert left_out[0] == (2, "the task", why)
    assert (left_out[1][0], left_out[1][1]) == (3, "the link from 'b' (finish to start)")
    assert rules(found) == []


def test_an_empty_row_is_nothing() -> None:
    found = converted(task(1, "a", unit=8) + element("Task", UID=2, ID=2, IsNull=1) + task(3, "b", unit=8))
    assert [activity.name for activity in found.course.activities] == ["a", "b"]
    assert found.remarks == ()


def test_where_nothing_is_left_to_plan_the_file_is_refused() -> None:
    with pytest.raises(InputError, match="nothing in this file is left to plan"):
        converted(task(1, "a", PercentComplete=100))


def test_a_milestone_is_an_activity_that_lasts_no_time() -> None:
    found = converted(
        task(1, "a") + task(2, "ready", 0, links=link(1)), assignments((2, 1, 1)) + resources((1, "r", 1, 1))
    )
    assert lengths(found)["ready"] == (True, 0, 0)
    assert rules(found) == ["start of ready not before end of a"]
    assert said(found, "left out") == [(2, "1 of the resource 'r'", "a milestone lasts no time, and holds nothing.")]


# -- names ---------------------------------------------------------------------------------------------------------


def test_tasks_without_a_name_are_called_by_their_number_and_it_is_said() -> None:
    found = converted(task(4, "") + task(5, "\u202e "))
    assert [activity.name for activity in found.course.activities] == ["task 4", "task 5"]
    assert [what for _, what, _ in said(found, "changed")] == ["called 'task 4'", "called 'task 5'"]


def test_names_that_stand_twice_or_look_alike_are_told_apart_and_it_is_said() -> None:
    tasks = (
        task(1, "north", Summary=1)
        + task(2, "inspect", OutlineLevel=2)
        + task(3, "south", Summary=1)
        + task(4, "Inspect", OutlineLevel=2)
        + task(5, "inspect", OutlineLevel=2)
        + task(6, "inspесt", OutlineLevel=2)  # with two Cyrillic letters
    )
    assert names(tasks) == ["inspect", "Inspect (south)", "inspect (2)", "inspесt (south)"]
    assert [number for number, _, _ in said(converted(tasks), "changed")] == [4, 5, 6]


def test_names_of_other_courses_of_the_party_are_used_as_they_are_or_told_apart() -> None:
    found = convert(project(task(1, "alert") + task(2, "load")), settled(), ("alert", "Load"))
    assert [activity.name for activity in found.course.activities] == ["alert", "load (2)"]


def test_a_long_name_is_cut_and_blanks_are_made_one() -> None:
    (long, wide) = names(task(1, "x" * 500) + task(2, "a\n\t b"))
    assert (len(long), long[-1], wide) == (120, "…", "a b")


# -- links and lags ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "of_b", "of_a"), [(1, "start", "end"), (3, "start", "start"), (0, "end", "end"), (2, "end", "start")]
)
def test_each_link_with_no_lag_a_lag_and_a_lead(kind: int, of_b: str, of_a: str) -> None:
    none = f"{of_b} of b not before {of_a} of a"
    lag = f"{of_b} of b at least 2 h after {of_a} of a"
    lead = f"{of_a} of a at most 2 h after {of_b} of b"
    for tenths, rule in ((0, none), (1200, lag), (-1200, lead)):
        found = converted(task(1, "a") + task(2, "b", links=link(1, kind, tenths, 5)))
        assert rules(found) == [rule]
        assert found.course.rules[0].order == (tenths == 0)
        assert said(found, "left out") == []


def test_the_reason_of_a_rule_is_the_link_as_the_file_shows_it() -> None:
    links = link(1) + link(1, 3, 4800, 7) + link(1, 0, -1440 * 10, 8) + link(1, 2, 50, 19)
    found = converted(task(1, "a") + task(2, "b", links=links))
    assert [rule.why for rule in found.course.rules] == [
        "finish to start",
        "start to start + 1 d of work",
        "finish to finish - 1 d elapsed",
        "start to finish + 50 %",
    ]


@pytest.mark.parametrize(("percent", "seconds"), [(50, 12 * HOUR), (-50, 12 * HOUR), (33, 28_512), (1, 864)])
def test_a_lag_in_per_cent_is_of_the_length_of_the_predecessor(percent: int, seconds: int) -> None:
    for unit in (19, 20, 51, 52):
        tasks = task(1, "a", 24) + task(2, "b", links=link(1, lag=percent, unit=unit))
        (rule,) = converted(tasks).course.rules
        assert (rule.at_least, rule.at_most) == ((seconds, None) if percent > 0 else (None, seconds))
        (rule,) = converted(tasks, how=settled(time="elapsed")).course.rules
        assert (rule.at_least or rule.at_most) == 3 * seconds


def test_a_part_of_a_second_of_a_lag_is_rounded_towards_what_binds_more() -> None:
    lag, lead = (
        converted(task(1, "a", 1 / 3600 * 10, 5) + task(2, "b", links=link(1, lag=percent, unit=19))).course.rules[0]
        for percent in (25, -25)
    )
    assert (lag.at_least, lead.at_most) == (3, 2)


def test_a_lag_in_per_cent_of_a_summary_is_left_out() -> None:
    tasks = task(1, "s", Summary=1) + task(2, "a", OutlineLevel=2) + task(3, "b", links=link(1, lag=50, unit=19))
    found = converted(tasks)
    assert (rules(found), len(said(found, "left out"))) == ([], 1)


@pytest.mark.parametrize(
    ("links", "why"),
    [
        (link(77), "there is no task with this UID."),
        (link(1, CrossProject=1), "it leads to another project."),
    ],
)
def test_a_link_that_leads_nowhere_here_is_listed_at_its_own_line(links: str, why: str) -> None:
    found = converted(task(1, "a", unit=8) + task(2, "b", unit=8, links=links))
    (remark,) = found.remarks
    assert (remark.kind, remark.number, remark.why) == ("left out", 2, why)
    assert remark.line > found.course.activities[1].place.line


def test_a_link_that_stands_twice_is_written_once() -> None:
    assert rules(converted(task(1, "a") + task(2, "b", links=link(1) + link(1)))) == ["start of b not before end of a"]


# -- progress ------------------------------------------------------------------------------------------------------


def test_a_task_that_has_begun_is_planned_with_what_remains() -> None:
    tasks = task(1, "a", 8, PercentComplete=25, RemainingDuration="PT5H0M0S") + task(2, "b", 8, PercentComplete=30)
    found = converted(tasks)
    assert lengths(found) == {"a": (True, 5 * HOUR, 5 * HOUR), "b": (True, 20_160, 20_160)}
    assert found.notes["a"].beside.endswith("what remains, 25 % is done")
    assert [(number, what) for number, what, _ in said(found, "changed")] == [
        (1, "planned with what remains"),
        (2, "planned with what remains"),
    ]


def test_nothing_waits_for_the_start_of_what_has_begun() -> None:
    begun = task(2, "b", PercentComplete=50, ConstraintType=4, ConstraintDate="2026-11-09T08:00:00", links=link(1))
    found = converted(task(1, "a") + begun + task(3, "c", links=link(2, 3) + link(2, 1)))
    assert rules(found) == ["start of c not before end of b"]
    assert [number for number, _, _ in said(found, "left out")] == [2, 2, 3]


# -- dates ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (0, []),
        (2, ["start of a at least 24 h after the warning", "start of a at most 24 h after the warning"]),
        (3, ["end of a at least 24 h after the warning", "end of a at most 24 h after the warning"]),
        (4, ["start of a at least 24 h after the warning"]),
        (5, ["start of a at most 24 h after the warning"]),
        (6, ["end of a at least 24 h after the warning"]),
        (7, ["end of a at most 24 h after the warning"]),
    ],
)
def test_each_constraint_binds_its_end_of_the_task_from_the_warning_on(kind: int, expected: list[str]) -> None:
    found = converted(task(1, "a", ConstraintType=kind, ConstraintDate="2026-11-03T08:00:00"))
    assert (rules(found), said(found, "left out")) == (expected, [])


def test_a_deadline_binds_the_end() -> None:
    found = converted(task(1, "a", Deadline="2026-11-04T08:00:00"))
    assert [(rule.text, rule.why) for rule in found.course.rules] == [
        ("end of a at most 2 d after the warning", "deadline 2026-11-04 08:00")
    ]


def test_as_late_as_possible_is_a_wish_and_is_listed() -> None:
    found = converted(task(1, "a", ConstraintType=1))
    assert [(number, what) for number, what, _ in said(found, "left out")] == [(1, "as late as possible")]


def test_dates_count_from_the_warning_that_is_named() -> None:
    tasks = task(1, "a", ConstraintType=4, ConstraintDate="2026-11-03T08:00:00")
    found = converted(tasks, how=settled(warning=datetime(2026, 11, 3, 2, 30)))
    assert rules(found) == ["start of a at least 5 h 30 min after the warning"]
    assert rules(converted(tasks, how=settled(warning=datetime(2026, 11, 4)))) == []


def test_a_bound_before_the_warning_is_refused_since_it_cannot_be_kept() -> None:
    with pytest.raises(InputError, match="before the warning") as caught:
        converted(task(1, "a", Deadline="2026-11-01T08:00:00") + task(2, "b", Deadline="2026-11-01T09:00:00"))
    assert [fault.place.line > 0 for fault in caught.value.faults if fault.place] == [True, True]


def test_without_a_moment_of_warning_dates_are_listed_and_not_guessed() -> None:
    found = converted(task(1, "a", Deadline="2026-11-04T08:00:00"), how=settled(warning=None))
    assert said(found, "left out") == [(1, "deadline 2026-11-04 08:00", "the moment of warning is not known.")]


def test_a_constraint_without_a_date_and_a_date_in_another_century_are_listed() -> None:
    found = converted(task(1, "a", ConstraintType=5) + task(2, "b", Deadline="2149-12-31T08:00:00"))
    assert [why for _, _, why in said(found, "left out")] == [
        "it has no date.",
        "it lies more than 100 years from the warning.",
    ]


def test_dates_of_a_summary_bind_the_tasks_beneath() -> None:
    def stage(kind: int) -> list[str]:
        fields = {"ConstraintType": kind, "ConstraintDate": "2026-11-03T08:00:00", "Summary": 1}
        return rules(converted(task(1, "s", **fields) + task(2, "a", OutlineLevel=2) + task(3, "b", OutlineLevel=2)))  # type: ignore[arg-type]  # fields are texts and numbers

    assert stage(4) == ["start of a at least 24 h after the warning", "start of b at least 24 h after the warning"]
    assert stage(7) == ["end of a at most 24 h after the warning", "end of b at most 24 h after the warning"]
    assert stage(5) == stage(6) == []
    assert stage(2) == stage(4)
    assert stage(3) == stage(7)


# -- resources -----------------------------------------------------------------------------------------------------

CREWS = resources((1, "crews", 1, 6), (2, "half", 1, "0.5"), (3, "sand", 0, 1), (4, "fee", 2, 1), (5, "boats", 1, 3))


def test_resources_become_means_of_the_party_and_assignments_what_is_held() -> None:
    found = converted(task(1, "a") + task(2, "b"), CREWS + assignments((1, 1, 2), (2, 1, 4), (2, 1, 1)))
    assert ("crews", 6) in found.means
    assert [activity.holds for activity in found.course.activities] == [(Hold("crews", 2),), (Hold("crews", 5),)]


def test_what_a_file_counts_in_parts_is_counted_in_per_cent() -> None:
    found = converted(task(1, "a") + task(2, "b"), CREWS + assignments((1, 2, "0.25"), (2, 1, "1.5")))
    assert found.means[:2] == (("crews (per cent)", 600), ("half (per cent)", 50))
    assert [activity.holds for activity in found.course.activities] == [
        (Hold("half (per cent)", 25),),
        (Hold("crews (per cent)", 150),),
    ]


def test_means_that_are_declared_already_are_used_as_they_are_and_the_difference_is_listed() -> None:
    found = converted(task(1, "a"), CREWS + assignments((1, 5, 3)))
    assert "boats" not in dict(found.means)
    assert found.course.activities[0].holds == (Hold("boats", 2),)
    assert [why for number, _, why in said(found, "changed") if number in (1, 5)] == [
        "there are 2 in all, and the file wants 3.",
        "it is declared already: 2 in all; the file says 3.",
    ]


def test_what_is_used_up_or_paid_is_listed_with_the_task_that_uses_it() -> None:
    found = converted(task(1, "a"), CREWS + assignments((1, 3, 40), (1, 4, 1), (1, 99, 1)))
    assert [(number, what) for number, what, _ in said(found, "left out")] == [
        (3, "the resource"),
        (4, "the resource"),
        (1, "40 of the resource 'sand'"),
        (1, "1 of the resource 'fee'"),
        (1, "1 of the resource 'UID 99'"),
    ]
    assert found.course.activities[0].holds == ()


def test_an_assignment_to_nobody_holds_nothing_and_is_nothing() -> None:
    found = converted(task(1, "a", unit=8), resources((0, "", 1, 1)) + assignments((1, -65535, 1)))
    assert (found.means, found.remarks, found.course.activities[0].holds) == ((), (), ())


# -- what is written -----------------------------------------------------------------------------------------------


def test_the_plan_that_is_read_back_is_the_one_that_was_meant() -> None:
    tasks = TREE.replace("</Task>", f"{link(1, 3, 600, 5)}</Task>", 2) + task(
        8, "load and go", 20, links=link(1, 1, -300, 5) + link(2), Deadline="2026-11-20T08:00:00"
    )
    found = converted(tasks, CREWS + assignments((1, 1, 2), (8, 2, "0.25")), settled(Nature(False, {8: Span(5, 999)})))
    workspace, course = read_back(found)
    assert placeless(course) == placeless(found.course)
    own = {means.name: means.capacity for means in workspace.compact.means if means.owner == "A"}
    assert own == dict(found.means)


def test_the_notes_of_a_task_stand_above_it_and_cannot_break_out() -> None:
    note = "Call the yard.\n  evil: yes\u2028- x\u202e"
    text = course_text(
        converted(task(1, "a", 5, 5, Notes=note)).course, converted(task(1, "a", 5, 5, Notes=note)).notes
    )
    assert text.splitlines()[4:9] == ["  # Call the yard.", "  # evil: yes", "  # - x", "  a:", "    we choose: 5 h"]
