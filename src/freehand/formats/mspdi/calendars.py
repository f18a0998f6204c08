"""The calendars of a Microsoft Project XML file: the hours of each day of the week, and the days that are exceptions.

Exceptions stand in two ways: the old one lists stretches of days (a week day of the type 0), the new one gives a rule
by which days recur. Newer tools write both.
"""

from lxml import etree

from freehand.formats.mspdi import texts
from freehand.formats.mspdi.fields import NS, Field, Own, Source, Wanted, each, found_in, line_of
from freehand.formats.mspdi.values import Calendar, DaysOff, Hours, WeekDay
from freehand.quantities import DAY

_CALENDAR = Wanted(
    "Calendar", Own("UID", -1, texts.whole), Own("Name", "", str), Field("BaseCalendarUID", -1, texts.whole)
)
_WEEK_DAY = Wanted("Calendar / WeekDay", Field("DayType", 0, texts.day_of_week), Field("DayWorking", False, texts.flag))
_PERIOD = Wanted("Calendar / TimePeriod", Field("FromDate", None, texts.moment), Field("ToDate", None, texts.moment))
_HOURS = Wanted("Calendar / WorkingTime", Field("FromTime", 0, texts.clock), Field("ToTime", 0, texts.clock))
_EXCEPTION = Wanted(
    "Calendar / Exception",
    Own("Name", "", str),
    Field("Type", None, texts.whole),
    Field("Occurrences", None, texts.whole),
    Field("Period", None, texts.whole),
    Field("DaysOfWeek", None, texts.whole),
    Field("Month", None, texts.whole),
    Field("MonthItem", None, texts.whole),
    Field("MonthPosition", None, texts.whole),
    Field("MonthDay", None, texts.whole),
    Field("DayWorking", False, texts.flag),
)


def read_calendar(element: etree._Element, source: Source) -> Calendar:
    """One calendar; what cannot be read is kept as a fault."""
    uid, name, base = found_in(element, _CALENDAR, source).values()
    week: list[WeekDay] = []
    off: list[DaysOff] = []
    for day in each(element, "WeekDays", "WeekDay"):
        which, working = found_in(day, _WEEK_DAY, source).values()
        if which:
            week.append(WeekDay(which, working, _hours(day, source)))
        else:
            off.append(_days_off(day, 0, source))
    off += [_days_off(days, 1, source) for days in each(element, "Exceptions", "Exception")]
    return Calendar(uid, name, base, tuple(week), tuple(off), line_of(element))


def _days_off(element: etree._Element, usual: int, source: Source) -> DaysOff:
    values = found_in(element, _EXCEPTION, source).values()
    name, kind, occurrences, period, days_of_week, month, month_item, month_position, month_day, working = values
    first = last = None
    for span in element.iterchildren(NS + "TimePeriod"):
        first, last = found_in(span, _PERIOD, source).values()
    return DaysOff(
        name,
        first,
        last,
        usual if kind is None else kind,
        occurrences,
        period,
        days_of_week,
        month,
        month_item,
        month_position,
        month_day,
        working,
        _hours(element, source),
        line_of(element),
    )


def _hours(element: etree._Element, source: Source) -> tuple[Hours, ...]:
    found = []
    for times in each(element, "WorkingTimes", "WorkingTime"):
        begin, end = found_in(times, _HOURS, source).values()
        found.append(Hours(begin, end or DAY))
    return tuple(found)
