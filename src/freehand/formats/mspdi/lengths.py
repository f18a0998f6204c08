"""Working time and elapsed time: what a duration or lag of a project file is on Freehand's clock, which never stops.

A project tool counts *3 d* as 24 h of work that its calendars spread over days. When a warning will come nobody knows,
so no day of the week can be laid under a plan, and whoever imports says which of two readings is meant:

``work``     an hour of work is an hour: it is worked through, day and night, in shifts. *3 d* of 8 h is 24 h.
``elapsed``  the words are meant as they are said: a day is 24 h, a week 7 d, a month 30 d. *3 d* is 72 h.

The readings agree on hours and minutes, on what the file itself calls elapsed, and under a calendar that works around
the clock. Parts of a second are rounded up.
"""

from fractions import Fraction
from math import ceil
from typing import Literal

from freehand.formats.mspdi.values import Amount, Calendar, Project, Task
from freehand.quantities import DAY, HOUR, MINUTE

Reading = Literal["work", "elapsed"]
READINGS: tuple[Reading, ...] = ("work", "elapsed")
WEEK, MONTH = 7 * DAY, 30 * DAY


class Clock:
    """Turns amounts of one project into seconds, by one reading; None where none was chosen yet."""

    def __init__(self, project: Project, reading: Reading | None) -> None:
        self.project, self.reading = project, reading
        self.calendars = {calendar.uid: calendar for calendar in project.calendars}
        self._around = {uid for uid in self.calendars if self._works_always(uid)}
        self._usual = project.calendar in self._around
        self._scale = {
            "d": (project.day, DAY),
            "": (project.day, DAY),
            "w": (project.week, WEEK),
            "mo": (project.month, MONTH),
        }
        self._known: dict[tuple[Amount, Reading | None, bool], int] = {}
        self._written: dict[Amount, str] = {}

    def seconds(self, amount: Amount, task: Task, reading: Reading | None = None) -> int:
        """How long an amount of a task takes; per cent is the caller's to know of what."""
        around = task.calendar in self._around or (task.calendar < 0 and self._usual)
        key = (amount, reading or self.reading, around)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._seconds(*key)
        return found

    def _seconds(self, amount: Amount, reading: Reading | None, around: bool) -> int:
        work, elapsed = self._scale.get(amount.unit, (1, 1))
        if amount.elapsed or around or reading != "elapsed":
            return amount.seconds
        return ceil(Fraction(amount.seconds * elapsed, work))

    def is_open(self, amount: Amount, task: Task) -> bool:
        """Whether the two readings differ, so that one has to be chosen."""
        return self.seconds(amount, task, "work") != self.seconds(amount, task, "elapsed")

    def written(self, amount: Amount) -> str:
        """An amount in the unit in which the file shows it.

        >>> from freehand.formats.mspdi.reading import read_project
        >>> made = b'<Project xmlns="http://schemas.microsoft.com/project"/>'
        >>> clock = Clock(read_project(made, "a.xml"), None)
        >>> clock.written(Amount(86400, "d", False, False)), clock.written(Amount(86400, "d", True, False))
        ('3 d of work', '1 d elapsed')
        """
        found = self._written.get(amount)
        if found is None:
            found = self._written[amount] = self._words(amount)
        return found

    def _words(self, amount: Amount) -> str:
        if amount.unit == "%":
            return f"{amount.seconds} %"
        work, elapsed = {"min": (MINUTE, MINUTE), "h": (HOUR, HOUR), **self._scale}[amount.unit]
        count = Fraction(amount.seconds, elapsed if amount.elapsed else work)
        shown = str(count) if count.denominator == 1 else f"{float(count):.2f}".rstrip("0")
        return f"{shown} {amount.unit or 'd'} {'elapsed' if amount.elapsed else 'of work'}"

    def _works_always(self, uid: int) -> bool:
        """Whether a calendar, with the one it is based on, works all hours of all days and has no exceptions."""
        days: dict[int, bool] = {}
        seen: set[int] = set()
        while (calendar := self.calendars.get(uid)) is not None and uid not in seen:
            if calendar.exceptions:
                return False
            seen.add(uid)
            days = {**_days(calendar), **days}
            uid = calendar.base
        return len(days) == 7 and all(days.values())


def _days(calendar: Calendar) -> dict[int, bool]:
    """The days that a calendar itself speaks of, and whether it works all their hours."""
    return {
        day.day: day.working and sum(hours.end - hours.begin for hours in day.hours) >= DAY for day in calendar.week
    }
