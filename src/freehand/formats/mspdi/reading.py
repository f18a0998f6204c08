"""Microsoft Project XML as values: every field that plans can use, exactly as the file states it.

1. Units are the traps. A duration is a time (``PT24H0M0S``) whose ``DurationFormat`` says whether it is working time
   (3 days of 8 h) or goes on day and night (1 elapsed day); a lag is counted in tenths of a minute, or in per cent.
2. A field that is left out has its usual value; one that stands twice, or says what it cannot mean, is a fault.
   All faults are told together, with their lines.
3. What plans have no use for (costs, baselines, fields of one's own, views) is not read.

Source: the XML schema of Microsoft Project (``http://schemas.microsoft.com/project``). Lines come from the parser.
"""

import os
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, Literal

from lxml import etree

from freehand.errors import InputError, shown
from freehand.formats.mspdi import texts
from freehand.formats.mspdi.calendars import read_calendar
from freehand.formats.mspdi.fields import (
    NAMESPACE,
    NS,
    Fields,
    Source,
    Wanted,
    each,
    fields_of,
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
    "Project", "Name", "Title", "StartDate", "FinishDate", "ScheduleFromStart", "CalendarUID", "DurationFormat",
    "MinutesPerDay", "MinutesPerWeek", "DaysPerMonth",
)  # fmt: skip
_TASK = Wanted(
    "Task", "UID", "ID", "Name", "Active", "Manual", "IsNull", "OutlineLevel", "OutlineNumber", "Start", "Finish",
    "Duration", "DurationFormat", "Estimated", "Summary", "IsSubproject", "ExternalTask", "PercentComplete",
    "RemainingDuration", "ConstraintType", "ConstraintDate", "Deadline", "CalendarUID", "LevelingDelay", "Notes",
)  # fmt: skip
_LINK = Wanted("Task / PredecessorLink", "PredecessorUID", "Type", "CrossProject", "LinkLag", "LagFormat")
_RESOURCE = Wanted(
    "Resource", "UID", "ID", "Name", "Type", "IsNull", "MaxUnits", "CalendarUID", "IsInactive", "IsCostResource"
)
_ASSIGNMENT = Wanted("Assignment", "UID", "TaskUID", "ResourceUID", "Units", "Delay")


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
    fields = fields_of(root, _PROJECT, source)
    read = fields.read
    day = read("MinutesPerDay", 480, texts.minutes) * MINUTE
    usual = read("DurationFormat", texts.USUAL_FORMAT, texts.unit)
    return Project(
        source.document,
        fields.text("Name"),
        fields.text("Title"),
        read("StartDate", None, texts.moment),
        read("FinishDate", None, texts.moment),
        read("ScheduleFromStart", True, texts.flag),
        read("CalendarUID", -1, texts.whole),
        day,
        read("MinutesPerWeek", 2400, texts.minutes) * MINUTE,
        read("DaysPerMonth", 20, texts.days) * day,
        tuple(read_calendar(element, source) for element in each(root, "Calendars", "Calendar")),
        tuple(_tasks(root, usual, source)),
        tuple(_resource(element, source) for element in each(root, "Resources", "Resource")),
        tuple(_assignments(root, usual, source)),
    )


class _Alike:
    """Tasks differ little in most of their fields: what a set of texts says is read once, and remembered."""

    def __init__(self, usual: Format) -> None:
        self.usual = usual
        self.known: dict[tuple[str, ...], dict[tuple[str | None, ...], tuple[Any, ...]]] = {}

    def read(self, fields: Fields, names: tuple[str, ...], reader: Callable[[Fields, Format], tuple[Any, ...]]) -> Any:
        """What these fields say; they are told apart by their texts."""
        key = tuple(map(fields.texts.get, names))
        known = self.known.setdefault(names, {})
        found = known.get(key)
        if found is None:
            faults = len(fields.source.faults)
            found = reader(fields, self.usual)
            if faults == len(fields.source.faults):
                known[key] = found
        return found


def _tasks(root: etree._Element, usual: Format, source: Source) -> Iterator[Task]:
    uids: dict[int, int] = {}
    numbers: dict[int, int] = {}
    alike = _Alike(usual)
    for at, (fields, links) in enumerate(many(root, "Tasks", _TASK, _LINK, source)):
        task = _task(fields, links, alike)
        for known, key, what in ((uids, task.uid, "UID"), (numbers, task.number, "number (ID)")):
            if known.setdefault(key, at) != at and key >= 0:
                source.fault(task.line, "Task", f"a second task has the {what} {key}", "it tells tasks apart.")
        yield task


_FLAGS = ("IsNull", "Summary", "Active", "Manual", "ExternalTask", "IsSubproject")
_STATE = ("PercentComplete", "ConstraintType", "CalendarUID", "LevelingDelay", "OutlineLevel", "OutlineNumber")
_DATES = ("ConstraintDate", "Deadline")
_LENGTH = ("DurationFormat", "Estimated", "Duration", "RemainingDuration")


def _flags(fields: Fields, _: Format) -> tuple[Any, ...]:
    read = fields.read
    return (
        read("IsNull", False, texts.flag),
        read("Summary", False, texts.flag),
        read("Active", True, texts.flag),
        read("Manual", False, texts.flag),
        read("ExternalTask", False, texts.flag) or read("IsSubproject", False, texts.flag),
    )


def _state(fields: Fields, _: Format) -> tuple[Any, ...]:
    read = fields.read
    level = read("OutlineLevel", -1, texts.whole)
    return (
        level if level >= 0 else fields.text("OutlineNumber").count(".") + 1,
        read("PercentComplete", 0, texts.percent),
        read("ConstraintType", 0, texts.constraint),
        read("CalendarUID", -1, texts.whole),
        read("LevelingDelay", 0, texts.lag) * texts.TENTH_OF_A_MINUTE,
    )


def _dates(fields: Fields, _: Format) -> tuple[Any, ...]:
    return fields.read("ConstraintDate", None, texts.moment), fields.read("Deadline", None, texts.moment)


def _length(fields: Fields, usual: Format) -> tuple[Any, ...]:
    read = fields.read
    unit, elapsed, estimated = read("DurationFormat", usual, texts.unit)
    if unit == "%":
        fields.fault("DurationFormat", "a duration in per cent stands here", "only a lag can be in per cent.")
    estimated = read("Estimated", False, texts.flag) or estimated
    left = read("RemainingDuration", -1, texts.time)
    return (
        Amount(read("Duration", 0, texts.time), unit, elapsed, estimated),
        Amount(left, unit, elapsed, estimated) if left >= 0 else None,
    )


def _task(fields: Fields, links: list[Fields], alike: _Alike) -> Task:
    read = fields.read
    uid = read("UID", -1, texts.whole)
    if uid < 0:
        fields.fault("UID", "a task without a UID stands here", "links and assignments know it by that.")
    null, summary, active, manual, external = alike.read(fields, _FLAGS, _flags)
    level, percent, constraint, calendar, delay = alike.read(fields, _STATE, _state)
    duration, remaining = alike.read(fields, _LENGTH, _length)
    constraint_date, deadline = alike.read(fields, _DATES, _dates)
    return Task(
        uid,
        read("ID", uid, texts.whole),
        fields.text("Name"),
        line_of(fields.element),
        level,
        null,
        summary,
        active,
        manual,
        external,
        read("Start", None, texts.moment),
        read("Finish", None, texts.moment),
        duration,
        remaining,
        percent,
        constraint,
        constraint_date,
        deadline,
        calendar,
        delay,
        fields.text("Notes"),
        tuple([_link(link, alike) for link in links]) if links else (),
    )


_TIE = ("Type", "LinkLag", "LagFormat", "CrossProject")


def _tie(fields: Fields, _: Format) -> tuple[Any, ...]:
    unit, elapsed, estimated = fields.read("LagFormat", texts.USUAL_FORMAT, texts.unit)
    lag = fields.read("LinkLag", 0, texts.lag)
    return (
        fields.read("Type", "FS", texts.link_kind),
        Amount(lag if unit == "%" else lag * texts.TENTH_OF_A_MINUTE, unit, elapsed, estimated),
        fields.read("CrossProject", False, texts.flag),
    )


def _link(fields: Fields, alike: _Alike) -> Link:
    if "PredecessorUID" not in fields.texts:
        fields.fault("PredecessorUID", "a link without a predecessor stands here", "it ties two tasks.")
    kind, lag, other = alike.read(fields, _TIE, _tie)
    return Link(fields.read("PredecessorUID", -1, texts.whole), kind, lag, other, line_of(fields.element))


def _resource(element: etree._Element, source: Source) -> Resource:
    fields = fields_of(element, _RESOURCE, source)
    uid = fields.read("UID", -1, texts.whole)
    kinds: tuple[Literal["work", "material", "cost"], ...] = ("material", "work", "cost")
    kind = 2 if fields.read("IsCostResource", False, texts.flag) else fields.read("Type", 1, texts.resource_kind)
    return Resource(
        uid,
        fields.read("ID", uid, texts.whole),
        fields.text("Name"),
        kinds[kind],
        fields.read("IsNull", False, texts.flag),
        not fields.read("IsInactive", False, texts.flag),
        fields.read("MaxUnits", Fraction(1), texts.units),
        fields.read("CalendarUID", -1, texts.whole),
        line_of(element),
    )


def _assignments(root: etree._Element, usual: Format, source: Source) -> Iterator[Assignment]:
    alike = _Alike(usual)
    for fields, _ in many(root, "Assignments", _ASSIGNMENT, None, source):
        units, delay = alike.read(fields, _USE, _use)
        yield Assignment(
            fields.read("UID", -1, texts.whole),
            fields.read("TaskUID", -1, texts.whole),
            fields.read("ResourceUID", -1, texts.whole),
            units,
            delay,
            line_of(fields.element),
        )


_USE = ("Units", "Delay")


def _use(fields: Fields, _: Format) -> tuple[Any, ...]:
    delay = fields.read("Delay", 0, texts.lag) * texts.TENTH_OF_A_MINUTE
    return fields.read("Units", Fraction(1), texts.units), delay
