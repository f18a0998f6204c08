"""What public samples of Microsoft Project XML state comes out exactly, field by field: against a reading of their own,
and against tables written by hand for the traps.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from freehand.formats.mspdi.course import questions
from freehand.formats.mspdi.lengths import Clock
from freehand.formats.mspdi.reading import read_file
from freehand.formats.mspdi.values import DaysOff, Hours, Project

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "samples" / "mspdi"
NAMES = ("calendar-recurring-exceptions-2016", "legacy_sample", "mspdiduration", "mspdirelations", "mspdiresource")
pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason=f"the samples are not beside this checkout, at {FOLDER}")
N = "{http://schemas.microsoft.com/project}"
HOUR, DAY = 3600, 86400


def read(name: str) -> Project:
    return read_file(FOLDER / f"mpxj_{name}.xml")


def root(name: str) -> ET.Element:
    return ET.parse(FOLDER / f"mpxj_{name}.xml").getroot()


def text(element: ET.Element, name: str) -> str | None:
    found = element.find(N + name)
    return None if found is None else found.text


def whole(element: ET.Element, name: str, usual: int) -> int:
    return int(text(element, name) or usual)


def flag(element: ET.Element, name: str, usual: bool = False) -> bool:
    return {"0": False, "1": True, None: usual}[text(element, name)]


def moment(element: ET.Element, name: str) -> datetime | None:
    found = text(element, name)
    return None if found is None else datetime.strptime(found, "%Y-%m-%dT%H:%M:%S")


def seconds(element: ET.Element, name: str) -> int:
    hours, minutes, rest = map(int, re.findall(r"\d+", text(element, name) or ""))
    return hours * 3600 + minutes * 60 + rest


def hours(element: ET.Element) -> tuple[Hours, ...]:
    def since(clock: str | None) -> int:
        return round((datetime.strptime(clock or "", "%H:%M:%S") - datetime(1900, 1, 1)) / timedelta(seconds=1))

    found = element.findall(f"{N}WorkingTimes/{N}WorkingTime")
    return tuple(Hours(since(text(one, "FromTime")), since(text(one, "ToTime")) or DAY) for one in found)


def lines_of(name: str, tag: str) -> list[int]:
    """The lines on which an element begins, by counting."""
    data = (FOLDER / f"mpxj_{name}.xml").read_text(encoding="utf-8")
    return [data.count("\n", 0, found.start()) + 1 for found in re.finditer(rf"<{tag}>", data)]


@pytest.mark.parametrize("name", NAMES)
def test_the_project_says_what_the_file_says(name: str) -> None:
    found, there = read(name), root(name)
    assert (found.name, found.title) == (text(there, "Name"), text(there, "Title") or "")
    assert (found.start, found.finish) == (moment(there, "StartDate"), moment(there, "FinishDate"))
    assert found.from_start == flag(there, "ScheduleFromStart")
    assert found.calendar == whole(there, "CalendarUID", -1)
    assert (found.day, found.week) == (whole(there, "MinutesPerDay", 0) * 60, whole(there, "MinutesPerWeek", 0) * 60)
    assert found.month == whole(there, "DaysPerMonth", 0) * whole(there, "MinutesPerDay", 0) * 60


@pytest.mark.parametrize("name", NAMES)
def test_every_task_says_what_the_file_says_at_its_line(name: str) -> None:
    found, there = read(name).tasks, root(name).findall(f"{N}Tasks/{N}Task")
    assert len(found) == len(there)
    assert [task.line for task in found] == lines_of(name, "Task")
    for task, one in zip(found, there, strict=True):
        assert (task.uid, task.number) == (whole(one, "UID", -1), whole(one, "ID", -1))
        assert (task.name, task.notes) == (text(one, "Name") or "", text(one, "Notes") or "")
        assert (task.level, task.calendar) == (whole(one, "OutlineLevel", -1), whole(one, "CalendarUID", -1))
        assert (task.null, task.summary) == (flag(one, "IsNull"), flag(one, "Summary"))
        assert (task.active, task.manual) == (flag(one, "Active", True), flag(one, "Manual"))
        assert task.external == (flag(one, "ExternalTask") or flag(one, "IsSubproject"))
        assert (task.start, task.finish) == (moment(one, "Start"), moment(one, "Finish"))
        assert task.duration.seconds == seconds(one, "Duration")
        assert task.remaining is not None
        assert task.remaining.seconds == seconds(one, "RemainingDuration")
        code = whole(one, "DurationFormat", 7)
        assert task.duration.elapsed == (code % 2 == 0)
        assert task.duration.estimated == (code >= 35 or flag(one, "Estimated"))
        assert (task.percent, task.constraint) == (whole(one, "PercentComplete", 0), whole(one, "ConstraintType", 0))
        assert (task.constraint_date, task.deadline) == (moment(one, "ConstraintDate"), moment(one, "Deadline"))
        assert task.leveling_delay == whole(one, "LevelingDelay", 0) * 6


@pytest.mark.parametrize("name", NAMES)
def test_every_link_says_what_the_file_says_at_its_line(name: str) -> None:
    found = [(task.uid, link) for task in read(name).tasks for link in task.links]
    there = [
        (whole(task, "UID", -1), one)
        for task in root(name).iter(f"{N}Task")
        for one in task.findall(f"{N}PredecessorLink")
    ]
    assert [link.line for _, link in found] == lines_of(name, "PredecessorLink")
    for (uid, link), (owner, one) in zip(found, there, strict=True):
        assert (uid, link.predecessor) == (owner, whole(one, "PredecessorUID", -1))
        assert link.kind == ("FF", "FS", "SF", "SS")[whole(one, "Type", 1)]
        assert link.other_project == flag(one, "CrossProject")
        assert link.lag.seconds == whole(one, "LinkLag", 0) * 6
        assert link.lag.elapsed == (whole(one, "LagFormat", 7) % 2 == 0)


@pytest.mark.parametrize("name", NAMES)
def test_every_resource_and_assignment_says_what_the_file_says(name: str) -> None:
    project, there = read(name), root(name)
    resources, assignments = there.findall(f"{N}Resources/{N}Resource"), there.findall(f"{N}Assignments/{N}Assignment")
    for resource, one in zip(project.resources, resources, strict=True):
        assert (resource.uid, resource.number) == (whole(one, "UID", -1), whole(one, "ID", -1))
        assert resource.name == (text(one, "Name") or "")
        assert resource.kind == ("material", "work", "cost")[whole(one, "Type", 1)]
        assert (resource.null, resource.active) == (flag(one, "IsNull"), not flag(one, "IsInactive"))
        assert resource.units == Fraction(text(one, "MaxUnits") or "1")
        assert resource.calendar == whole(one, "CalendarUID", -1)
    for assignment, one in zip(project.assignments, assignments, strict=True):
        assert assignment.uid == whole(one, "UID", -1)
        assert (assignment.task, assignment.resource) == (whole(one, "TaskUID", -1), whole(one, "ResourceUID", -1))
        assert assignment.units == Fraction(text(one, "Units") or "1")
        assert assignment.delay == whole(one, "Delay", 0) * 6
    assert [resource.line for resource in project.resources] == lines_of(name, "Resource")
    assert [assignment.line for assignment in project.assignments] == lines_of(name, "Assignment")


@pytest.mark.parametrize("name", NAMES)
def test_every_calendar_says_what_the_file_says(name: str) -> None:
    calendars = read(name).calendars
    for calendar, one in zip(calendars, root(name).findall(f"{N}Calendars/{N}Calendar"), strict=True):
        assert (calendar.uid, calendar.name) == (whole(one, "UID", -1), text(one, "Name") or "")
        assert calendar.base == whole(one, "BaseCalendarUID", -1)
        days = [day for day in one.findall(f"{N}WeekDays/{N}WeekDay") if whole(day, "DayType", 0)]
        assert [(day.day, day.working, day.hours) for day in calendar.week] == [
            (whole(day, "DayType", 0), flag(day, "DayWorking"), hours(day)) for day in days
        ]
        old = [day for day in one.findall(f"{N}WeekDays/{N}WeekDay") if not whole(day, "DayType", 0)]
        new = one.findall(f"{N}Exceptions/{N}Exception")
        assert len(calendar.exceptions) == len(old) + len(new)
        for days_off, other in zip(calendar.exceptions, [*old, *new], strict=True):
            period = other.find(f"{N}TimePeriod")
            assert period is not None
            assert (days_off.first, days_off.last) == (moment(period, "FromDate"), moment(period, "ToDate"))
            assert (days_off.working, days_off.hours) == (flag(other, "DayWorking"), hours(other))


# -- tables by hand ------------------------------------------------------------------------------------------------

TEN_UNITS = {
    # name: (seconds, unit, elapsed), then what it takes worked through, and with days as days of 24 h
    "Task 1": ((60, "min", False), 60, 60),
    "Task 2": ((HOUR, "h", False), HOUR, HOUR),
    "Task 3": ((8 * HOUR, "d", False), 8 * HOUR, DAY),
    "Task 4": ((40 * HOUR, "w", False), 40 * HOUR, 7 * DAY),
    "Task 5": ((160 * HOUR, "mo", False), 160 * HOUR, 30 * DAY),
    "Task 6": ((60, "min", True), 60, 60),
    "Task 7": ((HOUR, "h", True), HOUR, HOUR),
    "Task 8": ((24 * HOUR, "d", True), DAY, DAY),
    "Task 9": ((168 * HOUR, "w", True), 7 * DAY, 7 * DAY),
    "Task 10": ((720 * HOUR, "mo", True), 30 * DAY, 30 * DAY),
}


def test_each_of_the_ten_units_of_duration_is_told_apart() -> None:
    project = read("mspdiduration")
    clock = Clock(project, None)
    found = {
        task.name: (
            task.duration[:3],
            clock.seconds(task.duration, task, "work"),
            clock.seconds(task.duration, task, "elapsed"),
        )
        for task in project.tasks
        if task.uid
    }
    assert found == TEN_UNITS


def test_the_question_shows_every_duration_in_the_unit_it_was_written_in() -> None:
    takes = [task.takes for task in questions(read("mspdiduration"), False, False).tasks]
    assert takes[:5] == ["1 min of work", "1 h of work", "1 d of work", "1 w of work", "1 mo of work"]
    assert takes[5:] == ["1 min elapsed", "1 h elapsed", "1 d elapsed", "1 w elapsed", "1 mo elapsed"]


def test_each_of_the_four_links_and_every_lag_is_as_it_was_written() -> None:
    told = [
        (task.uid, link.predecessor, link.kind, link.lag[:3])
        for t in ("mspdirelations",)
        for task in read(t).tasks
        for link in task.links
    ]
    no_lag = (0, "d", False)
    assert told == [
        (2, 1, "FS", no_lag),
        (3, 2, "SS", (8 * HOUR, "d", False)),
        (4, 3, "FF", no_lag),
        (5, 4, "SF", no_lag),
    ]
    legacy = [
        (task.uid, link.predecessor, link.kind, link.lag[:3])
        for task in read("legacy_sample").tasks
        for link in task.links
    ]
    assert legacy == [
        (10, 9, "FS", no_lag),
        (12, 11, "FS", (8 * HOUR, "d", False)),
        (14, 13, "FS", (-8 * HOUR, "d", False)),
        (16, 15, "SS", no_lag),
        (18, 17, "FF", no_lag),
        (21, 20, "SF", no_lag),
    ]


def test_estimates_are_told_from_what_is_sure() -> None:
    assert [task.duration.estimated for task in read("mspdirelations").tasks] == [True] * 6
    assert [task.uid for task in read("mspdiresource").tasks if task.duration.estimated] == [0, 4]


def test_resources_are_as_they_were_written() -> None:
    one = Fraction(1)
    found = [(r.uid, r.name, str(r.kind), r.units) for r in read("mspdiresource").resources]
    assert found == [
        (0, "", "work", one),
        (1, "Wade Golden", "work", one),
        (2, "Jon Iles", "work", one),
        (3, "Brian Leach", "work", one),
        (4, "Concrete", "material", one),
    ]
    units = {a.uid: a.units for a in read("legacy_sample").assignments}
    assert (units[0], units[1], units[3]) == (Fraction(1, 2), Fraction(3, 4), one)


def rule_of(days: DaysOff) -> tuple[object, ...]:
    """What a table says of an exception: its first and last day, its kind, and the numbers of its rule."""
    assert days.first is not None
    assert days.last is not None
    assert (days.first.hour, days.last.hour, days.last.minute) == (0, 23, 59)
    numbers = (days.occurrences, days.period, days.days_of_week, days.month, days.month_item, days.month_position)
    return (f"{days.first:%Y-%m-%d}", f"{days.last:%Y-%m-%d}", days.kind, *numbers, days.month_day)


EXCEPTIONS = {
    # name: first and last day, kind, occurrences, period, days of week, month, month item, position, day of month
    "Daily 1": ("2000-01-01", "2000-01-03", 1, 3, None, None, None, None, None, None),
    "Daily 2": ("2000-02-01", "2000-02-10", 7, 4, 3, None, None, None, None, None),
    "Daily 3": ("2000-03-01", "2000-03-21", 7, 5, 5, None, None, None, None, None),
    "Daily 4": ("2000-04-01", "2000-05-06", 7, 6, 7, None, None, None, None, None),
    "Weekly 1 Monday": ("2001-01-01", "2001-01-15", 6, 3, 1, 2, None, None, None, None),
    "Weekly 2 Tuesday": ("2001-01-01", "2001-02-13", 6, 4, 2, 4, None, None, None, None),
    "Weekly 3 Wednesday": ("2001-01-01", "2001-03-28", 6, 5, 3, 8, None, None, None, None),
    "Weekly 4 Thursday": ("2001-01-01", "2001-05-24", 6, 6, 4, 16, None, None, None, None),
    "Weekly 5 Friday": ("2001-01-01", "2001-08-03", 6, 7, 5, 32, None, None, None, None),
    "Weekly 6 Saturday": ("2001-01-01", "2001-10-27", 6, 8, 6, 64, None, None, None, None),
    "Weekly 7 Sunday": ("2001-01-01", "2002-03-17", 6, 9, 7, 1, None, None, None, None),
    "Monthly Relative 1": ("2002-01-01", "2002-05-06", 5, 3, 2, None, None, 4, 0, None),
    "Monthly Relative 2": ("2002-01-01", "2002-10-08", 5, 4, 3, None, None, 5, 1, None),
    "Monthly Relative 3": ("2002-01-01", "2003-05-21", 5, 5, 4, None, None, 6, 2, None),
    "Monthly Relative 4": ("2002-01-01", "2004-02-26", 5, 6, 5, None, None, 7, 3, None),
    "Monthly Relative 5": ("2002-01-01", "2005-01-28", 5, 7, 6, None, None, 8, 4, None),
    "Monthly Relative 6": ("2002-01-01", "2006-02-04", 5, 8, 7, None, None, 9, 0, None),
    "Monthly Relative 7": ("2002-01-01", "2007-05-13", 5, 9, 8, None, None, 3, 1, None),
    "Monthly Absolute 1": ("2003-01-01", "2003-05-01", 4, 3, 2, None, None, None, None, 1),
    "Monthly Absolute 2": ("2003-01-01", "2005-02-04", 4, 6, 5, None, None, None, None, 4),
    "Yearly Relative 1": ("2004-01-01", "2007-03-06", 3, 4, None, None, 2, 5, 0, None),
    "Yearly Relative 2": ("2004-01-01", "2008-04-09", 3, 5, None, None, 3, 6, 1, None),
    "Yearly Relative 3": ("2004-01-01", "2009-05-21", 3, 6, None, None, 4, 7, 2, None),
    "Yearly Absolute 1": ("2005-01-01", "2007-02-01", 2, 3, None, None, 1, None, None, 1),
    "Yearly Absolute 2": ("2005-01-01", "2008-03-02", 2, 4, None, None, 2, None, None, 2),
    "Yearly Absolute 3": ("2005-01-01", "2009-04-03", 2, 5, None, None, 3, None, None, 3),
    "Recurring Working": ("2010-01-01", "2010-03-06", 5, 3, 1, None, None, 9, 0, None),
}


def test_each_exception_of_the_calendar_is_as_it_was_written() -> None:
    (calendar,) = read("calendar-recurring-exceptions-2016").calendars
    found = {days.name: days for days in calendar.exceptions if days.kind}
    assert {name: rule_of(days) for name, days in found.items()} == EXCEPTIONS
    assert [days.name for days in found.values() if days.working] == ["Recurring Working"]
    assert found["Recurring Working"].hours == (Hours(9 * HOUR, 13 * HOUR), Hours(14 * HOUR, 17 * HOUR))
    assert sum(days.kind == 0 for days in calendar.exceptions) == 138
