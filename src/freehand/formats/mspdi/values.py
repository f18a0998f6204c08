"""What a Microsoft Project XML file states, as values: nothing left to interpret, nothing interpreted yet.

Times are whole seconds, moments are as on the clocks of whoever wrote the file (they bear no zone). ``line`` is where
the element begins. What a file leaves out has the value that the schema gives it.

Source: the XML schema of Microsoft Project (``http://schemas.microsoft.com/project``).
"""

from datetime import datetime
from fractions import Fraction
from typing import Literal, NamedTuple

Unit = Literal["min", "h", "d", "w", "mo", "%", ""]
LinkKind = Literal["FF", "FS", "SF", "SS"]
ResourceKind = Literal["work", "material", "cost"]


class Amount(NamedTuple):
    """A length of time in seconds, and how it is to be taken: the ``unit`` it is written in; ``elapsed`` where it goes
    on day and night, else so much working time; ``estimated`` where its writer was not sure.

    A lag in the unit ``%`` is so much per cent of its predecessor, and no seconds.
    """

    seconds: int
    unit: Unit
    elapsed: bool
    estimated: bool


class Link(NamedTuple):
    """A predecessor, by its UID. ``kind`` FS: from its finish to our start; the ``lag`` may be below zero."""

    predecessor: int
    kind: LinkKind
    lag: Amount
    other_project: bool
    line: int


class Task(NamedTuple):
    """A task or summary. ``number`` is the one that project tools show (ID)."""

    uid: int
    number: int
    name: str
    line: int
    level: int
    null: bool
    summary: bool
    active: bool
    manual: bool
    external: bool
    start: datetime | None
    finish: datetime | None
    duration: Amount
    remaining: Amount | None
    percent: int
    constraint: int
    constraint_date: datetime | None
    deadline: datetime | None
    calendar: int
    leveling_delay: int
    notes: str
    links: tuple[Link, ...]


class Hours(NamedTuple):
    """Working hours of a day, in seconds from midnight; ``end`` may be the next midnight (86,400)."""

    begin: int
    end: int


class WeekDay(NamedTuple):
    """A day of the week, from 1 (Sunday) to 7 (Saturday)."""

    day: int
    working: bool
    hours: tuple[Hours, ...]


class DaysOff(NamedTuple):
    """An exception of a calendar: days from ``first`` to ``last`` that recur as ``kind`` says, by the schema's numbers.

    ``kind`` 0 is a stretch of days written the old way, without a rule; what a rule does not use is None. ``working``
    says whether there are other working hours on these days, or none.
    """

    name: str
    first: datetime | None
    last: datetime | None
    kind: int
    occurrences: int | None
    period: int | None
    days_of_week: int | None
    month: int | None
    month_item: int | None
    month_position: int | None
    month_day: int | None
    working: bool
    hours: tuple[Hours, ...]
    line: int


class Calendar(NamedTuple):
    """Working time. What ``week`` leaves out is as in the calendar ``base`` (-1: none)."""

    uid: int
    name: str
    base: int
    week: tuple[WeekDay, ...]
    exceptions: tuple[DaysOff, ...]
    line: int


class Resource(NamedTuple):
    """Somebody or something that tasks use. ``units`` is how many there are, 1 for one of it (100 %)."""

    uid: int
    number: int
    name: str
    kind: ResourceKind
    null: bool
    active: bool
    units: Fraction
    calendar: int
    line: int


class Assignment(NamedTuple):
    """So many ``units`` of a resource for a task; ``delay`` is how long after the task's start they begin."""

    uid: int
    task: int
    resource: int
    units: Fraction
    delay: int
    line: int


class Project(NamedTuple):
    """A whole file, by the name ``document``. ``day``, ``week`` and ``month`` are working time in seconds."""

    document: str
    name: str
    title: str
    start: datetime | None
    finish: datetime | None
    from_start: bool
    calendar: int
    day: int
    week: int
    month: int
    calendars: tuple[Calendar, ...]
    tasks: tuple[Task, ...]
    resources: tuple[Resource, ...]
    assignments: tuple[Assignment, ...]
