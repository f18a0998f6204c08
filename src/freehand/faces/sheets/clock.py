"""The clock on a call sheet: the moment of warning is given, and every other moment follows from it. None is read."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from freehand.errors import UsageError, one_fault, shown
from freehand.quantities import QuantityFault, read_clock, show_clock


class Clock(NamedTuple):
    """The moment of warning in UTC, and a zone in which times are shown as well."""

    warning: datetime
    zone: ZoneInfo | None

    def both(self, seconds: int) -> tuple[datetime, ...]:
        """A moment so long after the warning: in UTC, then in the zone if there is one."""
        moment = self.warning + timedelta(seconds=seconds)
        return (moment,) if self.zone is None else (moment, moment.astimezone(self.zone))

    def shows(self, seconds: int) -> tuple[str, ...]:
        """The same in words."""
        return tuple(map(show_clock, self.both(seconds)))


def clock_of(warning: str | None, zone: str | None) -> Clock | None:
    """The clock that ``--warning`` and ``--zone`` give; None where no warning is given.

    Raises:
        UsageError: for a warning that is no moment, a zone that is not known here, or a zone without a warning.

    >>> clock_of("2026-10-25T00:30Z", "Europe/Athens").shows(3600)
    ('Sun 25 Oct 01:30 UTC', 'Sun 25 Oct 03:30 EET')
    """
    if warning is None:
        if zone is not None:
            what, why = "--zone is given without --warning", "without the moment of warning there are no clock times."
            raise UsageError(one_fault(what, why, "Add, say, --warning 2026-11-21T06:00Z."))
        return None
    try:
        moment = read_clock(warning)
    except QuantityFault as fault:
        raise UsageError(one_fault(f"--warning: {fault.what}", fault.why, fault.next)) from fault
    return Clock(moment, None if zone is None else _zone(zone))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:
        what = f"--zone: there is no zone '{shown(name)}'"
        why = "zones have the names of the tz database, a region and a city."
        raise UsageError(one_fault(what, why, "Write, say, --zone Europe/Athens.")) from error
