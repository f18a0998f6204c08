"""Times and counts as text: the only place that reads or writes them.

1. Inside, a time is a whole number of seconds; as text it always carries its unit.
2. Reading is exact: what is not a whole number of seconds is refused, never rounded.
3. Reading is plain: digits 0 to 9 and the words below; anything that could be read in two ways is refused with both.
4. What is written can be read back: ``read_duration(show_duration(s)) == s``.

========  ============================================  ===================
text      meaning                                       read by
========  ============================================  ===================
6 h       six hours; also ``1 d 6 h``, ``0.5 h``        ``read_duration``
4 to 8 h  from four to eight hours; ``4 h`` is exact    ``read_span``
D+2 06:00 54 hours after the warning; also ``54 h``     ``read_instant``
2026-…Z   a moment by the clock, with its offset        ``read_clock``
========  ============================================  ===================
"""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from fractions import Fraction

MINUTE = 60
HOUR = 3600
DAY = 86400
LONGEST = 36525 * DAY
MOST = 1_000_000_000

UNITS = {
    "s": 1, "sec": 1, "second": 1, "seconds": 1,
    "min": MINUTE, "mins": MINUTE, "minute": MINUTE, "minutes": MINUTE,
    "h": HOUR, "hour": HOUR, "hours": HOUR,
    "d": DAY, "day": DAY, "days": DAY,
}  # fmt: skip

_LONGEST_TEXT = 80


class QuantityFault(ValueError):
    """Text that is no time or count: ``what`` was read, ``why`` it is refused, what to write ``next``.

    Whoever reads a file adds the place.
    """

    def __init__(self, what: str, why: str, next: str) -> None:
        super().__init__(what, why, next)
        self.what = what
        self.why = why
        self.next = next

    def __str__(self) -> str:
        return f"{self.what}: {self.why} {self.next}"


def read_duration(text: str) -> int:
    """How long something takes, in seconds, from text such as ``6 h``, ``30 min``, ``0.5 h`` or ``1 d 6 h``.

    Raises ``QuantityFault`` where the text has no unit, is no whole number of seconds, or exceeds 100 years.

    >>> read_duration("6 h"), read_duration("0.5 h"), read_duration("1 d 6 h")
    (21600, 1800, 108000)
    """
    return _seconds(_words(text), text)


def read_span(text: str) -> tuple[int, int]:
    """The least and the most seconds of ``4 to 8 h`` or ``30 min to 2 h``; a lone duration is exact.

    Raises ``QuantityFault`` as ``read_duration`` does, and where the low is above the high.

    >>> read_span("4 to 8 h"), read_span("30 min to 2 h"), read_span("4 h")
    ((14400, 28800), (1800, 7200), (14400, 14400))
    """
    words = _words(text)
    if "to" not in words:
        _refuse_dashes(words, text)
        exact = _seconds(words, text)
        return exact, exact
    at = words.index("to")
    least, most = words[:at], words[at + 1 :]
    if len(least) == 1 and _number(least[0]):
        if len(most) != 2 or most[1] not in UNITS:
            if len(most) == 1 and _number(most[0]):
                raise _no_unit(" ".join(words))
            _seconds(most, text)
            raise _no_unit(least[0])
        least = [least[0], most[1]]
    low, high = _seconds(least, text), _seconds(most, text)
    if low > high:
        raise QuantityFault(
            f"'{_brief(text)}' begins above its end",
            "a span names the least first and the most last.",
            f'Write "{show_span(high, low)}" if that is what is meant.',
        )
    return low, high


def read_instant(text: str) -> int:
    """Seconds after the warning, from ``D+2 06:00`` (two days and six hours) or from a duration such as ``54 h``.

    Raises ``QuantityFault`` where the text is neither.

    >>> read_instant("D+2 06:00"), read_instant("54 h")
    (194400, 194400)
    """
    words = _words(text)
    if not words[0].startswith("d"):
        return _seconds(words, text)
    day, _, rest = " ".join(words).partition(" ")
    clock = [*(rest or "00:00").split(":"), "00"][:3]
    if not (day[:2] == "d+" and day[2:].isdecimal() and len(day) < 9 and _is_clock(rest)):
        raise QuantityFault(
            f"'{_brief(text)}' is no moment",
            "a moment is a day after the warning and a time on it.",
            'Write it as "D+2 06:00" or as "54 h".',
        )
    days, hours, minutes, seconds = (int(part) for part in (day[2:], *clock))
    whole = days * DAY + hours * HOUR + minutes * MINUTE + seconds
    if hours > 23 or minutes > 59 or seconds > 59:
        raise QuantityFault(
            f"'{_brief(text)}' is no moment",
            "a day ends at 23:59:59.",
            f'Write "{show_instant(whole)}" if that is what is meant.',
        )
    return _within(whole, text)


def read_moments(text: str) -> tuple[int, int]:
    """The ends of a span of moments, in seconds after the warning, both included; one moment is both.

    Raises ``QuantityFault`` where either is no moment, or the first lies after the last.

    >>> read_moments("D+1 12:00 to D+2 06:00")
    (129600, 194400)
    """
    first, _, last = text.partition(" to ")
    low = read_instant(first)
    high = read_instant(last) if last else low
    if low > high:
        raise QuantityFault(
            f"'{_brief(text)}' begins after its end",
            "a span names the first moment first and the last one last.",
            f'Write "{show_instant(high)} to {show_instant(low)}" if that is what is meant.',
        )
    return low, high


def read_count(text: str) -> int:
    """A whole number of at least 1, such as ``4`` berths.

    Raises ``QuantityFault`` where the text is anything else, or the number exceeds 1,000,000,000.

    >>> read_count("400")
    400
    """
    digits = " ".join(_words(text))
    if not digits.isdecimal():
        raise QuantityFault(
            f"'{_brief(text)}' is no whole number", "means are counted whole.", 'Write digits only, such as "4".'
        )
    count = int(digits)
    if not 1 <= count <= MOST:
        raise QuantityFault(
            f"'{_brief(text)}' is out of range", f"a count lies between 1 and {MOST:,}.", "Check the number of digits."
        )
    return count


def show_duration(seconds: int) -> str:
    """A length of time in hours, minutes and seconds, naming only what is there.

    >>> show_duration(61200), show_duration(63000), show_duration(0), show_duration(-1800)
    ('17 h', '17 h 30 min', '0 h', '-30 min')
    """
    hours, rest = divmod(abs(seconds), HOUR)
    minutes, rest = divmod(rest, MINUTE)
    parts = [f"{amount} {unit}" for amount, unit in ((hours, "h"), (minutes, "min"), (rest, "s")) if amount]
    return ("-" if seconds < 0 else "") + (" ".join(parts) or "0 h")


def show_hours(seconds: int) -> str:
    """A length of time in hours; decimals only where two places say it exactly, else hours and minutes.

    >>> show_hours(61200), show_hours(63000), show_hours(1200)
    ('17 h', '17.5 h', '20 min')
    """
    hundredths, rest = divmod(abs(seconds), 36)
    if rest:
        return show_duration(seconds)
    whole, part = divmod(hundredths, 100)
    decimals = f".{part:02d}".rstrip("0") if part else ""
    return f"{'-' if seconds < 0 else ''}{whole}{decimals} h"


def show_about(seconds: int) -> str:
    """A length of time as a table shows it: hours to one decimal, minutes below an hour, rounded down.

    >>> show_about(37029), show_about(43200), show_about(1230), show_about(7)
    ('10.2 h', '12 h', '20 min', '7 s')
    """
    if abs(seconds) < MINUTE:
        return show_duration(seconds)
    if abs(seconds) < HOUR:
        return show_duration(seconds - seconds % MINUTE)
    return show_hours(seconds - seconds % 360)


def show_instant(seconds: int) -> str:
    """A moment, as the day after the warning and the time on it; seconds only where there are any.

    >>> show_instant(194400), show_instant(30), show_instant(-3600)
    ('D+2 06:00', 'D+0 00:00:30', '1 h before the warning')
    """
    if seconds < 0:
        return f"{show_duration(-seconds)} before the warning"
    days, rest = divmod(seconds, DAY)
    hours, rest = divmod(rest, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    return f"D+{days} {hours:02d}:{minutes:02d}" + (f":{rest:02d}" if rest else "")


def read_clock(text: str) -> "datetime":
    """A moment by the clock, from ``2026-11-21T06:00Z``; with another offset than Z it is the same moment in UTC.

    Raises ``QuantityFault`` where the text is no such moment, has no offset, or lies outside the years 1900 to 2999.

    >>> read_clock("2026-11-21T06:00Z"), read_clock("2026-11-21T08:00+02:00") == read_clock("2026-11-21T06:00Z")
    (datetime.datetime(2026, 11, 21, 6, 0, tzinfo=datetime.timezone.utc), True)
    """
    from datetime import UTC, datetime

    advice = 'Write it as in "2026-11-21T06:00Z".'
    try:
        moment = datetime.fromisoformat(text.strip()) if text.isascii() and len(text) <= _LONGEST_TEXT else None
    except ValueError:
        moment = None
    if moment is None:
        raise QuantityFault(f"'{_brief(text)}' is no moment", "a date, a time and an offset are expected.", advice)
    if moment.tzinfo is None:
        raise QuantityFault(f"'{_brief(text)}' has no offset", "it could be the time of any zone.", advice)
    if not 1900 <= moment.year < 3000:
        raise QuantityFault(f"'{_brief(text)}' is too far away", "years from 1900 to 2999 are read.", advice)
    if moment.microsecond:
        raise QuantityFault(f"'{_brief(text)}' is finer than a second", "times are whole seconds.", advice)
    return moment.astimezone(UTC)


def show_clock(moment: "datetime") -> str:
    """A moment by a clock, with its day of the week and the short name of its zone; seconds only where there are any.

    >>> show_clock(read_clock("2026-11-21T06:00Z"))
    'Sat 21 Nov 06:00 UTC'
    """
    day = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[moment.weekday()]
    month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][moment.month - 1]
    seconds = f":{moment.second:02d}" if moment.second else ""
    return f"{day} {moment.day} {month} {moment.hour:02d}:{moment.minute:02d}{seconds} {moment.tzname()}"


def inner_minutes(low: int, high: int) -> tuple[int, int]:
    """The whole minutes inside a span of moments, as people keep them; the span itself where there are none.

    >>> inner_minutes(30, 200), inner_minutes(30, 50)
    ((60, 180), (30, 50))
    """
    first, last = -(-low // MINUTE) * MINUTE, high // MINUTE * MINUTE
    return (first, last) if first <= last else (low, high)


def show_span(low: int, high: int) -> str:
    """A span of durations; the unit is said once where both share it, and a span of one value is that value.

    >>> show_span(14400, 28800), show_span(1800, 7200), show_span(14400, 14400), show_span(0, 86400)
    ('4 to 8 h', '30 min to 2 h', '4 h', '0 to 24 h')
    """
    if low == high:
        return show_duration(low)
    least, most = show_duration(low).split(), show_duration(high).split()
    if len(least) == len(most) == 2 and (least[1] == most[1] or low == 0):
        return f"{least[0]} to {most[0]} {most[1]}"
    return f"{show_duration(low)} to {show_duration(high)}"


@lru_cache(maxsize=1024)
def show_written(low: int, high: int) -> str:
    """A span as a planner writes it: in days where both ends are whole days and the longer has two or more.

    >>> show_written(259200, 259200), show_written(86400, 259200), show_written(86400, 86400), show_written(0, 7200)
    ('3 d', '1 to 3 d', '24 h', '0 to 2 h')
    """
    if low % DAY or high % DAY or high < 2 * DAY:
        return show_span(low, high)
    return f"{low // DAY} to {high // DAY} d" if low != high else f"{low // DAY} d"


def show_percent(share: "Fraction | int") -> str:
    """A share in whole per cent. What is not nothing never shows as 0 %, what is not all never as 100 %.

    >>> from fractions import Fraction
    >>> show_percent(Fraction(1, 4)), show_percent(Fraction(1, 1000)), show_percent(Fraction(999, 1000))
    ('25 %', 'under 1 %', 'over 99 %')
    """
    numerator, denominator = share.numerator, share.denominator
    if 0 < 100 * numerator < denominator:
        return "under 1 %"
    if 99 * denominator < 100 * numerator < 100 * denominator:
        return "over 99 %"
    return f"{(200 * numerator + denominator) // (2 * denominator)} %"


def _words(text: str) -> list[str]:
    """The numbers and words of a text in lower case; foreign digits, signs and letters are refused by name."""
    if len(text) > _LONGEST_TEXT:
        raise QuantityFault(
            f"'{_brief(text)}' is too long for a number", "a time or count has a few digits.", 'Write, say, "6 h".'
        )
    if not (text.isascii() and text.replace("\t", " ").replace("\n", " ").isprintable()):
        raise _foreign(
            next(each for each in text if not (each.isascii() and (each.isprintable() or each in "\t\n"))), text
        )
    words: list[str] = []
    for word in text.lower().split():
        words.extend(_apart(word))
    if not words:
        raise QuantityFault("nothing is written here", "a time or count is expected.", 'Write, say, "6 h".')
    if words[0][0] in "+-":
        raise QuantityFault(
            f"'{_brief(text)}' has a sign", "lengths of time and counts are never below zero.", "Leave the sign out."
        )
    return words


def _apart(word: str) -> list[str]:
    """``6h`` as ``6`` and ``h``; whatever else is left as it stands."""
    unit = word.lstrip("0123456789.")
    return [word[: -len(unit)], unit] if unit in UNITS and unit != word else [word]


def _foreign(letter: str, text: str) -> QuantityFault:
    import unicodedata  # only a fault needs it

    name = unicodedata.name(letter, "a control character").lower()
    if letter in "–—−":
        advice = 'Write "4 to 8 h" for a span; nothing is below zero.'
    else:
        advice = "Write digits 0 to 9, units as letters, and ordinary blanks."
    return QuantityFault(
        f"'{_brief(text)}' holds U+{ord(letter):04X} ({name})", "numbers are read only from plain characters.", advice
    )


def _refuse_dashes(words: list[str], text: str) -> None:
    line = " ".join(words)
    for dash in ("...", "..", " - ", "-"):
        low, found, high = line.partition(dash)
        if found and low[-1:].isalnum() and high[:1].isdecimal():
            raise QuantityFault(
                f"'{_brief(text)}' is no span",
                "a dash or dots may be read in more than one way.",
                f'Write "{low} to {high}".',
            )


def _number(word: str) -> bool:
    whole, point, decimals = word.partition(".")
    return whole.isdecimal() and (not point or decimals.isdecimal())


def _is_clock(text: str) -> bool:
    parts = text.split(":") if text else ["00", "00"]
    return len(parts) in (2, 3) and all(len(part) == 2 and part.isdecimal() for part in parts)


def _seconds(words: list[str], text: str) -> int:
    """The sum of ``1 d 6 h`` in seconds: larger units first, each once, each a whole number of seconds."""
    total, last = 0, 2 * DAY
    for at in range(0, len(words), 2):
        number, word = words[at], (words[at + 1] if at + 1 < len(words) else None)
        if not _number(number):
            raise _not_a_number(number, text)
        if word is None:
            raise _no_unit(" ".join(words)) if at == 0 else _no_last_unit(words, text)
        unit = UNITS.get(word)
        if unit is None:
            raise _no_such_unit(word, text)
        if unit >= last:
            raise QuantityFault(
                f"'{_brief(text)}' names its units out of order",
                "larger units come first, and each only once.",
                'Write it as in "1 d 6 h 30 min".',
            )
        total, last = total + _exact(number, unit, text), unit
    if not words:
        raise _not_a_number("", text)
    return _within(total, text)


def _exact(number: str, unit: int, text: str) -> int:
    whole, _, decimals = number.partition(".")
    scale: int = 10 ** len(decimals)
    amount, rest = divmod(int(whole + decimals) * unit, scale)
    if rest:
        raise QuantityFault(
            f"'{_brief(text)}' is no whole number of seconds",
            "times are kept exactly, to the second, and never rounded.",
            f'Write "{show_duration(amount)}" or "{show_duration(amount + 1)}".',
        )
    return amount


def _within(seconds: int, text: str) -> int:
    if seconds > LONGEST:
        raise QuantityFault(
            f"'{_brief(text)}' is longer than 100 years", "plans do not reach so far.", "Check number and unit."
        )
    return seconds


def _no_unit(line: str) -> QuantityFault:
    line = _brief(line)
    return QuantityFault(f"'{line}' has no unit", "it could be hours or minutes.", f'Write "{line} h" or "{line} min".')


def _no_last_unit(words: list[str], text: str) -> QuantityFault:
    smaller = {"d": "h", "h": "min", "min": "s"}.get(words[-2], "s")
    return QuantityFault(
        f"'{_brief(text)}' ends without a unit",
        "every number of a time carries its unit.",
        f'Write "{" ".join(words)} {smaller}" if that is what is meant.',
    )


def _no_such_unit(word: str, text: str) -> QuantityFault:
    if word in ("m", "mo", "mon", "month", "months"):
        why, advice = "it could be minutes or months, and months differ in length.", 'Write "min" or "d".'
    elif word in ("w", "week", "weeks"):
        why, advice = "weeks are not read.", 'Write days: "7 d" for a week.'
    else:
        why, advice = "the units are s, min, h and d.", 'Write, say, "6 h" or "30 min".'
    return QuantityFault(f"'{_brief(text)}' has an unknown unit '{word[:20]}'", why, advice)


def _not_a_number(word: str, text: str) -> QuantityFault:
    whole, comma, part = word.partition(",")
    if comma and whole.isdecimal() and part[:1].isdecimal():
        return QuantityFault(
            f"'{_brief(text)}' has a comma",
            "a comma may mark decimals or thousands.",
            f'Write "{text.strip().replace(",", ".")}" or "{text.strip().replace(",", "")}".',
        )
    return QuantityFault(
        f"'{_brief(text)}' is no length of time",
        "a length of time is a number with a unit.",
        'Write, say, "6 h", "30 min" or "1 d 6 h".',
    )


def _brief(text: str) -> str:
    safe = "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text[:41])
    return safe if len(safe) <= 40 else safe[:39] + "…"
