"""The calendars of a Microsoft Project XML file: the hours of each day of the week, and the days that are exceptions.

Exceptions stand in two ways: the old one lists stretches of days (a week day of the type 0), the new one gives a rule
by which days recur. Newer tools write both.
"""

from lxml import etree

from freehand.formats.mspdi import texts
from freehand.formats.mspdi.fields import NS, Source, Wanted, each, fields_of, line_of
from freehand.formats.mspdi.values import Calendar, DaysOff, Hours, WeekDay
from freehand.quantities import DAY

_CALENDAR = Wanted("Calendar", "UID", "Name", "BaseCalendarUID")
_WEEK_DAY = Wanted("Calendar / WeekDay", "DayType", "DayWorking")
_PERIOD = Wanted("Calendar / TimePeriod", "FromDate", "ToDate")
_HOURS = Wanted("Calendar / WorkingTime", "FromTime", "ToTime")
_EXCEPTION = Wanted(
    "Calendar / Exception", "Name", "Type", "DayWorking", "Occurrences", "Period", "DaysOfWeek", "Month", "MonthItem",
    "MonthPosition", "MonthDay",
)  # fmt: skip


def read_calendar(element: etree._Element, source: Source) -> Calendar:
    """One calendar; what cannot be read is kept as a fault."""
    fields = fields_of(element, _CALENDAR, source)
    week: list[WeekDay] = []
    off: list[DaysOff] = []
    for day in each(element, "WeekDays", "WeekDay"):
        inner = fields_of(day, _WEEK_DAY, source)
        if which := inner.read("DayType", 0, texts.day_of_week):
            week.append(WeekDay(which, inner.read("DayWorking", False, texts.flag), _hours(day, source)))
        else:
            off.append(_days_off(day, 0, source))
    off += [_days_off(days, 1, source) for days in each(element, "Exceptions", "Exception")]
    return Calendar(
        fields.read("UID", -1, texts.whole),
        fields.text("Name"),
        fields.read("BaseCalendarUID", -1, texts.whole),
        tuple(week),
        tuple(off),
        line_of(element),
    )


def _days_off(element: etree._Element, usual: int, source: Source) -> DaysOff:
    fields = fields_of(element, _EXCEPTION, source)
    first = last = None
    for period in element.iterchildren(NS + "TimePeriod"):
        ends = fields_of(period, _PERIOD, source)
        first, last = ends.read("FromDate", None, texts.moment), ends.read("ToDate", None, texts.moment)
    return DaysOff(
        fields.text("Name"),
        first,
        last,
        fields.read("Type", usual, texts.whole),
        fields.read("Occurrences", None, texts.number),
        fields.read("Period", None, texts.number),
        fields.read("DaysOfWeek", None, texts.number),
        fields.read("Month", None, texts.number),
        fields.read("MonthItem", None, texts.number),
        fields.read("MonthPosition", None, texts.number),
        fields.read("MonthDay", None, texts.number),
        fields.read("DayWorking", False, texts.flag),
        _hours(element, source),
        line_of(element),
    )


def _hours(element: etree._Element, source: Source) -> tuple[Hours, ...]:
    found = []
    for times in each(element, "WorkingTimes", "WorkingTime"):
        fields = fields_of(times, _HOURS, source)
        begin, end = fields.read("FromTime", 0, texts.clock), fields.read("ToTime", 0, texts.clock)
        found.append(Hours(begin, end or DAY))
    return tuple(found)
