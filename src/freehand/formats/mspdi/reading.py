"""Microsoft Project XML as values: every field that plans can use, exactly as the file states it.

1. Units are the traps. A duration is a time (``PT24H0M0S``) whose ``DurationFormat`` says whether it is working time
   (3 days of 8 h) or goes on day and night (1 elapsed day); a lag is counted in tenths of a minute, or in per cent.
2. A field that is left out has its usual value; one that stands twice, or says what it cannot mean, is a fault.
   All faults are told together, with their lines.
3. What plans have no use for (costs, baselines, fields of one's own, views) is not read.

Source: the XML schema of Microsoft Project (``http://schemas.microsoft.com/project``). Lines come from the parser.
"""

import os
from collections.abc import Iterator
from fractions import Fraction

from lxml import etree

from freehand.errors import InputError, shown
from freehand.formats.mspdi import texts
from freehand.formats.mspdi.calendars import read_calendar
from freehand.formats.mspdi.fields import (
    NAMESPACE,
    NS,
    Field,
    Found,
    Own,
    Source,
    Wanted,
    each,
    found_in,
    line_of,
    many,
)
from freehand.formats.mspdi.tree import read_bytes, read_xml, refused
from freehand.formats.mspdi.values import (
    Amount,
    Assignment,
    Link,
    Project,
    Resource,
    Task,
    Unit,
)
from freehand.quantities import MINUTE

Format = tuple[Unit, bool, bool]

_PROJECT = Wanted(
    "Project",
    Own("Name", "", str),
    Own("Title", "", str),
    Field("StartDate", None, texts.moment),
    Field("FinishDate", None, texts.moment),
    Field("ScheduleFromStart", True, texts.flag),
    Field("CalendarUID", -1, texts.whole),
    Field("DurationFormat", texts.USUAL_FORMAT, texts.unit),
    Field("MinutesPerDay", 480, texts.minutes),
    Field("MinutesPerWeek", 2400, texts.minutes),
    Field("DaysPerMonth", 20, texts.days),
)
_TASK = Wanted(
    "Task",
    Own("UID", -1, texts.whole),
    Own("ID", None, texts.whole),
    Own("Name", "", str),
    Field("OutlineLevel", -1, texts.whole),
    Own("OutlineNumber", "", str),
    Field("IsNull", False, texts.flag),
    Field("Summary", False, texts.flag),
    Field("Active", True, texts.flag),
    Field("Manual", False, texts.flag),
    Field("ExternalTask", False, texts.flag),
    Field("IsSubproject", False, texts.flag),
    Field("Start", None, texts.moment),
    Field("Finish", None, texts.moment),
    Field("Duration", 0, texts.time),
    Field("RemainingDuration", None, texts.time),
    Field("DurationFormat", None, texts.unit),
    Field("Estimated", False, texts.flag),
    Field("PercentComplete", 0, texts.percent),
    Field("ConstraintType", 0, texts.constraint),
    Field("ConstraintDate", None, texts.moment),
    Field("Deadline", None, texts.moment),
    Field("CalendarUID", -1, texts.whole),
    Field("LevelingDelay", 0, texts.tenths),
    Own("Notes", "", str),
)
_LINK = Wanted(
    "Task / PredecessorLink",
    Own("PredecessorUID", -1, texts.whole),
    Field("Type", "FS", texts.link_kind),
    Field("LinkLag", 0, texts.lag),
    Field("LagFormat", texts.USUAL_FORMAT, texts.unit),
    Field("CrossProject", False, texts.flag),
)
_RESOURCE = Wanted(
    "Resource",
    Own("UID", -1, texts.whole),
    Own("ID", None, texts.whole),
    Own("Name", "", str),
    Field("Type", "work", texts.resource_kind),
    Field("IsCostResource", False, texts.flag),
    Field("IsNull", False, texts.flag),
    Field("IsInactive", False, texts.flag),
    Field("MaxUnits", Fraction(1), texts.units),
    Field("CalendarUID", -1, texts.whole),
)
_ASSIGNMENT = Wanted(
    "Assignment",
    Own("UID", -1, texts.whole),
    Own("TaskUID", -1, texts.whole),
    Field("ResourceUID", -1, texts.whole),
    Field("Units", Fraction(1), texts.units),
    Field("Delay", 0, texts.tenths),
)


def read_file(path: str | os.PathLike[str]) -> Project:
    """The project of a file; in faults it goes by the name of the file alone.

    Raises ``AccessError`` where it cannot be read, ``InputError`` with every fault where it is no such project.
    """
    document = shown(os.path.basename(os.fspath(path)))
    return read_project(read_bytes(path, document), document)


def read_project(data: bytes, document: str) -> Project:
    """The project of a file already read.

    Raises ``InputError`` with every fault.

    >>> made = f'<Project xmlns="{NAMESPACE}"><Tasks><Task><UID>4</UID><Name>alert</Name><Duration>PT8H0M0S</Duration>'
    >>> project = read_project(f"{made}<DurationFormat>8</DurationFormat></Task></Tasks></Project>".encode(), "a.xml")
    >>> project.tasks[0].duration
    Amount(seconds=28800, unit='d', elapsed=True, estimated=False)
    """
    root = read_xml(data, document)
    if root.tag != f"{NS}Project":
        kind = etree.QName(root)
        space = f"the namespace '{shown(kind.namespace)}'" if kind.namespace else "no namespace"
        what = f"this is '{shown(kind.localname)}' of {space}"
        why = f"a Microsoft Project XML file is 'Project' of {NAMESPACE}."
        raise refused(document, line_of(root), what, why, "Write it from the project tool as Microsoft Project XML.")
    source = Source(document)
    found = _project(root, source)
    if source.faults:
        raise InputError(sorted(source.faults, key=lambda fault: fault.place.line if fault.place else 0))
    return found


def _project(root: etree._Element, source: Source) -> Project:
    name, title, start, finish, from_start, calendar, usual, day, week, month = found_in(
        root, _PROJECT, source
    ).values()
    return Project(
        source.document,
        name,
        title,
        start,
        finish,
        from_start,
        calendar,
        day * MINUTE,
        week * MINUTE,
        month * day * MINUTE,
        tuple(read_calendar(element, source) for element in each(root, "Calendars", "Calendar")),
        tuple(_tasks(root, usual, source)),
        tuple(_resource(element, source) for element in each(root, "Resources", "Resource")),
        tuple(_assignment(found) for found in many(root, "Assignments", _ASSIGNMENT, source)),
    )


def _tasks(root: etree._Element, usual: Format, source: Source) -> Iterator[Task]:
    uids: dict[int, int] = {}
    numbers: dict[int, int] = {}
    for at, found in enumerate(many(root, "Tasks", _TASK, source, _LINK)):
        task = _task(found, usual)
        for known, key, what in ((uids, task.uid, "UID"), (numbers, task.number, "number (ID)")):
            if known.setdefault(key, at) != at and key >= 0:
                source.fault(task.line, "Task", f"a second task has the {what} {key}", "it tells tasks apart.")
        yield task


def _task(found: Found, usual: Format) -> Task:
    (
        uid, number, name, level, outline, null, summary, active, manual, external, subproject, start, finish, takes,
        left, shown_in, estimated, percent, constraint, constraint_date, deadline, calendar, delay, notes,
    ) = found.values()  # fmt: skip
    unit, elapsed, guessed = shown_in or usual
    estimated = estimated or guessed
    if uid < 0:
        found.fault("UID", "a task without a UID stands here", "links and assignments know it by that.")
    if unit == "%":
        found.fault("DurationFormat", "a duration in per cent stands here", "only a lag can be in per cent.")
    return Task(
        uid,
        uid if number is None else number,
        name,
        line_of(found.element),
        level if level >= 0 else outline.count(".") + 1,
        null,
        summary,
        active,
        manual,
        external or subproject,
        start,
        finish,
        Amount(takes, unit, elapsed, estimated),
        None if left is None else Amount(left, unit, elapsed, estimated),
        percent,
        constraint,
        constraint_date,
        deadline,
        calendar,
        delay,
        notes,
        tuple([_link(link) for link in found.beneath]),
    )


def _link(found: Found) -> Link:
    predecessor, kind, lag, (unit, elapsed, estimated), other = found.values()
    if predecessor < 0 and found.lacks("PredecessorUID"):
        found.fault("PredecessorUID", "a link without a predecessor stands here", "it ties two tasks.")
    amount = Amount(lag if unit == "%" else lag * texts.TENTH_OF_A_MINUTE, unit, elapsed, estimated)
    return Link(predecessor, kind, amount, other, line_of(found.element))


def _resource(element: etree._Element, source: Source) -> Resource:
    uid, number, name, kind, cost, null, inactive, units, calendar = found_in(element, _RESOURCE, source).values()
    number = uid if number is None else number
    line = line_of(element)
    return Resource(uid, number, name, "cost" if cost else kind, null, not inactive, units, calendar, line)


def _assignment(found: Found) -> Assignment:
    uid, task, resource, units, delay = found.values()
    return Assignment(uid, task, resource, units, delay, line_of(found.element))
