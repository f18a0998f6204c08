"""Made-up Microsoft Project XML of any size, as project tools write it: dozens of fields a task, whether used or not.

The same seed gives the same bytes. A file has a project calendar and one for each resource; stages of tasks under
summaries; for each task on the average one and a half links (of four types, some with lags), and one assignment with
its work in four stretches of time (tools write as many as there are days). About one task in twenty is a milestone, one
in ten has a constraint or a deadline, one in fifty has begun or is done.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

NAMESPACE = "http://schemas.microsoft.com/project"
BEGIN = datetime(2026, 11, 2, 8)
STAGE = 20
RESOURCES = 40
STRETCHES = 4
VERBS = ("inspect", "prepare", "move", "test", "repair", "stage", "load", "check", "open", "secure")
THINGS = ("line", "feeder", "yard", "pump", "shelter", "depot", "transformer", "bridge", "ward", "tank")
PLACES = ("north", "south", "harbour", "upland", "coast", "valley", "old town", "airfield")
ZEROS = ("Cost", "OvertimeCost", "ActualCost", "ActualOvertimeCost", "RemainingCost", "RemainingOvertimeCost", "ACWP")
NO_WORK = ("OvertimeWork", "ActualDuration", "ActualWork", "ActualOvertimeWork", "RemainingOvertimeWork")


def project_file(tasks: int, seed: int = 1) -> bytes:
    """The file, with so many tasks that are no summaries.

    >>> project_file(3) == project_file(3), project_file(3) == project_file(3, seed=2)
    (True, False)
    """
    return "".join(_lines(tasks, random.Random(seed))).encode()


def _lines(tasks: int, dice: random.Random) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Project xmlns="{NAMESPACE}">\n'
    yield "\t<SaveVersion>14</SaveVersion>\n\t<Name>made.xml</Name>\n\t<Title>made up</Title>\n"
    yield f"\t<ScheduleFromStart>1</ScheduleFromStart>\n\t<StartDate>{BEGIN.isoformat()}</StartDate>\n"
    yield "\t<CalendarUID>1</CalendarUID>\n\t<MinutesPerDay>480</MinutesPerDay>\n"
    yield "\t<MinutesPerWeek>2400</MinutesPerWeek>\n\t<DaysPerMonth>20</DaysPerMonth>\n"
    yield "\t<Calendars>\n"
    yield _calendar(1, "Standard", base=-1)
    for each in range(RESOURCES):
        yield _calendar(each + 2, f"crew {each + 1}", base=1)
    yield "\t</Calendars>\n\t<Tasks>\n"
    numbers: list[int] = []
    uid = 0
    for at in range(tasks):
        if at % STAGE == 0:
            uid += 1
            yield _task(uid, f"stage {at // STAGE + 1}", 1, 160, dice, [])
        uid += 1
        name = f"{dice.choice(VERBS)} {dice.choice(PLACES)} {dice.choice(THINGS)} {at + 1}"
        hours = 0 if dice.random() < 0.05 else dice.randrange(1, 81)
        before = dice.sample(numbers[-30:], min(len(numbers), dice.choice((1, 1, 2))))
        yield _task(uid, name, 2, hours, dice, before)
        numbers.append(uid)
    yield "\t</Tasks>\n\t<Resources>\n"
    for each in range(RESOURCES):
        yield _resource(each + 1)
    yield "\t</Resources>\n\t<Assignments>\n"
    for each in numbers:
        yield _assignment(each, dice.randrange(1, RESOURCES + 1), dice)
    yield "\t</Assignments>\n</Project>\n"


def _fields(tag: str, depth: int, *fields: tuple[str, object]) -> str:
    """An element with a field on each line."""
    tabs = "\t" * depth
    inside = "".join(f"{tabs}\t<{name}>{value}</{name}>\n" for name, value in fields)
    return f"{tabs}<{tag}>\n{inside}{tabs}</{tag}>\n"


def _calendar(uid: int, name: str, base: int) -> str:
    hours = ""
    if base < 0:
        for day in range(1, 8):
            times = "".join(
                f"<WorkingTime><FromTime>{begin}</FromTime><ToTime>{end}</ToTime></WorkingTime>"
                for begin, end in (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00"))
            )
            works = 1 < day < 7
            hours += f"\t\t\t\t<WeekDay><DayType>{day}</DayType><DayWorking>{int(works)}</DayWorking>"
            hours += f"<WorkingTimes>{times}</WorkingTimes></WeekDay>\n" if works else "</WeekDay>\n"
    own = _fields("Calendar", 2, ("UID", uid), ("Name", name), ("IsBaseCalendar", int(base < 0)))
    week = f"\t\t\t<BaseCalendarUID>{base}</BaseCalendarUID>\n\t\t\t<WeekDays>\n{hours}\t\t\t</WeekDays>\n"
    return own.removesuffix("\t\t</Calendar>\n") + week + "\t\t</Calendar>\n"


def _task(uid: int, name: str, level: int, hours: int, dice: random.Random, before: list[int]) -> str:
    begin = BEGIN + timedelta(hours=dice.randrange(0, 2000))
    end = begin + timedelta(hours=hours)
    unit = dice.choice((5, 7, 7, 7, 8, 9, 39))
    done = dice.choice((0, 50, 100)) if level > 1 and dice.random() < 0.02 else 0
    constraint = dice.choice((4, 5, 7)) if level > 1 and dice.random() < 0.07 else 0
    takes, left = f"PT{hours}H0M0S", f"PT{hours * (100 - done) // 100}H0M0S"
    fields: list[tuple[str, object]] = [
        ("UID", uid), ("ID", uid), ("Name", name), ("Active", 1), ("Manual", 0), ("Type", 0), ("IsNull", 0),
        ("CreateDate", BEGIN.isoformat()), ("WBS", uid), ("OutlineNumber", uid), ("OutlineLevel", level),
        ("Priority", 500), ("Start", begin.isoformat()), ("Finish", end.isoformat()), ("Duration", takes),
        ("ManualStart", begin.isoformat()), ("ManualFinish", end.isoformat()), ("ManualDuration", takes),
        ("DurationFormat", unit), ("Work", takes), ("ResumeValid", 0), ("EffortDriven", 1), ("Recurring", 0),
        ("OverAllocated", 0), ("Estimated", int(unit == 39)), ("Milestone", int(not hours)),
        ("Summary", int(level == 1)), ("DisplayAsSummary", 0), ("Critical", 0), ("IsSubproject", 0),
        ("IsSubprojectReadOnly", 0), ("ExternalTask", 0), ("EarlyStart", begin.isoformat()),
        ("EarlyFinish", end.isoformat()), ("LateStart", begin.isoformat()), ("LateFinish", end.isoformat()),
        ("StartVariance", 0), ("FinishVariance", 0), ("WorkVariance", "0.00"), ("FreeSlack", 0), ("TotalSlack", 0),
        ("StartSlack", 0), ("FinishSlack", 0), ("FixedCost", 0), ("FixedCostAccrual", 3), ("PercentComplete", done),
        ("PercentWorkComplete", done), *((each, 0) for each in ZEROS), *((each, "PT0H0M0S") for each in NO_WORK),
        ("RegularWork", takes), ("RemainingDuration", left), ("RemainingWork", left), ("CV", "0.00"),
        ("ConstraintType", constraint), ("CalendarUID", -1),
    ]  # fmt: skip
    if constraint:
        later = begin + timedelta(days=100 if constraint > 4 else 0)
        fields.append(("ConstraintDate", later.isoformat()))
    if level > 1 and dice.random() < 0.03:
        fields.append(("Deadline", (end + timedelta(days=100)).isoformat()))
    fields += [
        ("LevelAssignments", 1), ("LevelingCanSplit", 1), ("LevelingDelay", 0), ("LevelingDelayFormat", 8),
        ("IgnoreResourceCalendar", 0), ("HideBar", 0), ("Rollup", 0), ("BCWS", "0.00"), ("BCWP", "0.00"),
        ("PhysicalPercentComplete", 0), ("EarnedValueMethod", 0), ("IsPublished", 1), ("CommitmentType", 0),
    ]  # fmt: skip
    text = _fields("Task", 2, *fields)
    links = "".join(
        _fields(
            "PredecessorLink",
            3,
            ("PredecessorUID", each),
            ("Type", dice.choice((1, 1, 1, 1, 3, 0, 2))),
            ("CrossProject", 0),
            ("LinkLag", dice.choice((0, 0, 0, 4800, -2400))),
            ("LagFormat", dice.choice((7, 7, 8))),
        )
        for each in before
    )
    return text.removesuffix("\t\t</Task>\n") + links + "\t\t</Task>\n"


def _resource(uid: int) -> str:
    return _fields(
        "Resource", 2,
        ("UID", uid), ("ID", uid), ("Name", f"crew {uid}"), ("Type", 1), ("IsNull", 0), ("Initials", f"c{uid}"),
        ("WorkGroup", 0), ("MaxUnits", "4.00"), ("PeakUnits", "4.00"), ("OverAllocated", 0), ("CanLevel", 1),
        ("AccrueAt", 3), *((each, 0) for each in ZEROS), *((each, "PT0H0M0S") for each in NO_WORK),
        ("CalendarUID", uid + 1), ("IsGeneric", 0), ("IsInactive", 0), ("IsEnterprise", 0), ("BookingType", 0),
        ("IsCostResource", 0), ("IsBudget", 0),
    )  # fmt: skip


def _assignment(task: int, resource: int, dice: random.Random) -> str:
    stretches = "".join(
        _fields(
            "TimephasedData", 3,
            ("Type", 1), ("UID", task), ("Start", (BEGIN + timedelta(days=day)).isoformat()),
            ("Finish", (BEGIN + timedelta(days=day + 1)).isoformat()), ("Unit", 2), ("Value", "PT8H0M0S"),
        )
        for day in range(STRETCHES)
    )  # fmt: skip
    text = _fields(
        "Assignment", 2,
        ("UID", task), ("TaskUID", task), ("ResourceUID", resource), ("PercentWorkComplete", 0),
        *((each, 0) for each in ZEROS), *((each, "PT0H0M0S") for each in NO_WORK),
        ("Confirmed", 0), ("CostRateTable", 0), ("CostVariance", "0.00"), ("CV", "0.00"), ("Delay", 0),
        ("Finish", BEGIN.isoformat()), ("FinishVariance", 0), ("WorkVariance", "0.00"), ("HasFixedRateUnits", 1),
        ("FixedMaterial", 0), ("LevelingDelay", 0), ("LevelingDelayFormat", 7), ("LinkedFields", 0),
        ("Milestone", 0), ("Overallocated", 0), ("RegularWork", "PT8H0M0S"), ("RemainingWork", "PT8H0M0S"),
        ("ResponsePending", 0), ("Start", BEGIN.isoformat()), ("Resume", BEGIN.isoformat()), ("StartVariance", 0),
        ("Units", dice.choice((1, 1, 2, 4))), ("UpdateNeeded", 0), ("VAC", "0.00"), ("Work", "PT8H0M0S"),
        ("WorkContour", 0), ("BCWS", "0.00"), ("BCWP", "0.00"), ("BookingType", 0),
        ("CreationDate", BEGIN.isoformat()),
    )  # fmt: skip
    return text.removesuffix("\t\t</Assignment>\n") + stretches + "\t\t</Assignment>\n"
