"""Single values of Microsoft Project XML: flags, numbers, moments, durations and the codes that say their units.

Each reader takes the text of one field and raises ``ValueError`` with what the text is not.
"""

import re
from collections.abc import Callable
from datetime import datetime
from fractions import Fraction

from freehand.formats.mspdi.values import LinkKind, ResourceKind, Unit
from freehand.quantities import DAY, HOUR, LONGEST, MINUTE

TENTH_OF_A_MINUTE = 6
_UNITS: tuple[Unit, ...] = ("min", "h", "d", "w", "mo")
# Odd codes from 3 are working time, even ones go on day and night; the same again, 32 higher, for what is estimated.
FORMATS: dict[int, tuple[Unit, bool, bool]] = {
    3 + 2 * at + elapsed + estimated: (unit, bool(elapsed), bool(estimated))
    for at, unit in enumerate(_UNITS)
    for elapsed in (0, 1)
    for estimated in (0, 32)
} | {
    19: ("%", False, False),
    20: ("%", True, False),
    21: ("", False, False),
    51: ("%", False, True),
    52: ("%", True, True),
    53: ("", False, True),
}
USUAL_FORMAT = FORMATS[7]
_LINKS: dict[str, LinkKind] = {"0": "FF", "1": "FS", "2": "SF", "3": "SS"}
_RESOURCES: tuple[ResourceKind, ...] = ("material", "work", "cost")
_DURATION = re.compile(r"P(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,12})(?:\.0+)?S)?)?")
_CLOCK = re.compile(r"([01]\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?")
_NUMBER = re.compile(r"\d{1,9}(\.\d{1,9})?")


def whole(text: str) -> int:
    """A whole number of at most 15 digits.

    >>> whole(" -65535 ")
    -65535
    """
    if text.isdigit() and text.isascii() and len(text) <= 15:
        return int(text)
    plain = text.strip()
    digits = plain[1:] if plain[:1] in ("-", "+") else plain
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 15):
        raise ValueError("no whole number")
    return int(plain)


def flag(text: str) -> bool:
    """Yes (``1``, ``true``) or no."""
    plain = text.strip()
    if plain not in ("0", "1", "false", "true"):
        raise ValueError("neither 0 nor 1")
    return plain in ("1", "true")


def moment(text: str) -> datetime | None:
    """A date and time without a zone."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError("no date and time") from None
    if found.tzinfo is not None or found.microsecond or "T" not in text:
        raise ValueError("no date and time in whole seconds without a zone")
    return found


def time(text: str) -> int:
    """The seconds of a duration. ``P1D`` is 24 h; years and months, which differ in length, are refused.

    >>> time("PT24H0M0S"), time("P1DT30M")
    (86400, 88200)
    """
    found = _DURATION.fullmatch(text.strip())
    if not found or not any(found.groups()):
        raise ValueError("no duration in whole seconds, at least 0")
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    length = days * DAY + hours * HOUR + minutes * MINUTE + seconds
    if length > LONGEST:
        raise ValueError("longer than 100 years")
    return length


def clock(text: str) -> int:
    """Seconds since midnight; ``24:00:00`` is the next one."""
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        raise ValueError("no time of day")
    since = int(found[1]) * HOUR + int(found[2]) * MINUTE + int(found[3] or 0)
    if since > DAY:
        raise ValueError("no time of day")
    return since


def units(text: str) -> Fraction:
    """How many there are, or are used: 1 is one of them, 0.5 half of one."""
    if not _NUMBER.fullmatch(text.strip()):
        raise ValueError("no number of at least 0")
    return Fraction(text.strip())


def unit(text: str) -> tuple[Unit, bool, bool]:
    """The unit of a duration or lag, whether it goes on day and night, whether it is estimated.

    >>> unit("7"), unit("8"), unit("39")
    (('d', False, False), ('d', True, False), ('d', False, True))
    """
    found = FORMATS.get(whole(text))
    if found is None:
        raise ValueError("no format of durations")
    return found


def link_kind(text: str) -> LinkKind:
    """Which ends a link ties: ``1`` is from finish to start."""
    if text.strip() not in _LINKS:
        raise ValueError("no type of link")
    return _LINKS[text.strip()]


def lag(text: str) -> int:
    """Tenths of a minute, or per cent, also below zero."""
    found = whole(text)
    if abs(found) * TENTH_OF_A_MINUTE > LONGEST:
        raise ValueError("longer than 100 years")
    return found


def tenths(text: str) -> int:
    """The seconds of so many tenths of a minute."""
    return lag(text) * TENTH_OF_A_MINUTE


def _between(low: int, high: int, what: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        found = whole(text)
        if not low <= found <= high:
            raise ValueError(what)
        return found

    return read


percent = _between(0, 100, "no number of per cent from 0 to 100")
constraint = _between(0, 7, "no type of constraint")
minutes = _between(1, 7 * 24 * 60, "no number of working minutes")
days = _between(1, 31, "no number of days in a month")
day_of_week = _between(0, 7, "no day of the week")
_resource_type = _between(0, 2, "no type of resource")


def resource_kind(text: str) -> ResourceKind:
    """What kind of resource there is; ``1`` is one that works."""
    return _RESOURCES[_resource_type(text)]
