"""Times and counts as text: exact on the way in, readable again on the way out, and never guessed."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from freehand.quantities import (
    LONGEST,
    QuantityFault,
    read_count,
    read_duration,
    read_instant,
    read_span,
    show_duration,
    show_hours,
    show_instant,
    show_percent,
    show_span,
)

seconds = st.integers(min_value=0, max_value=LONGEST)


@given(seconds)
def test_what_is_shown_as_a_duration_reads_back(time: int) -> None:
    assert read_duration(show_duration(time)) == time


@given(seconds)
def test_what_is_shown_in_hours_reads_back(time: int) -> None:
    assert read_duration(show_hours(time)) == time


@given(seconds)
def test_what_is_shown_as_an_instant_reads_back(time: int) -> None:
    assert read_instant(show_instant(time)) == time


@given(seconds, seconds)
@example(0, 86400)
@example(1800, 7200)
def test_what_is_shown_as_a_span_reads_back(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert read_span(show_span(low, high)) == (low, high)


@given(st.text(max_size=100))
@example("1 h\x00")
@example("²")
@example("9" * 60 + " h")
def test_any_text_is_read_exactly_or_refused_with_advice(text: str) -> None:
    readers: list[Callable[[str], object]] = [read_duration, read_span, read_instant, read_count]
    for reader in readers:
        fault = refusal(reader, text)
        if fault is not None:
            assert fault.what
            assert fault.why.endswith(".")
            assert fault.next[0].isupper()
            assert all(part.isprintable() for part in (fault.what, fault.why, fault.next))


def refusal(reader: Callable[[str], object], text: str) -> QuantityFault | None:
    """The fault for which a text is refused, or None where it is read."""
    try:
        reader(text)
    except QuantityFault as fault:
        return fault
    return None


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("6 h", 21600),
        ("6h", 21600),
        ("30 min", 1800),
        ("0.5 h", 1800),
        ("2 d", 172800),
        ("90 s", 90),
        ("1 d 6 h", 108000),
        ("1 day 6 hours 5 minutes 4 seconds", 108304),
        ("0 h", 0),
        (" 6  hours ", 21600),
        ("36525 d", LONGEST),
        ("6 Hours", 21600),
    ],
)
def test_durations_as_planners_write_them(text: str, time: int) -> None:
    assert read_duration(text) == time


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("4 to 8 h", 14400, 28800),
        ("30 min to 2 h", 1800, 7200),
        ("4 h", 14400, 14400),
        ("0.5 to 1 h", 1800, 3600),
        ("0 to 24 h", 0, 86400),
        ("1 h 30 min to 2 h", 5400, 7200),
    ],
)
def test_spans_as_planners_write_them(text: str, low: int, high: int) -> None:
    assert read_span(text) == (low, high)


@pytest.mark.parametrize(
    ("text", "time"),
    [("D+2 06:00", 194400), ("D+0 06:00", 21600), ("D+1", 86400), ("d+0 00:00:30", 30), ("54 h", 194400)],
)
def test_instants_are_a_day_and_a_time_or_a_duration(text: str, time: int) -> None:
    assert read_instant(text) == time


@pytest.mark.parametrize(
    ("reader", "text", "what", "why", "advice"),
    [
        (read_duration, "4", "'4' has no unit", "it could be hours or minutes.", 'Write "4 h" or "4 min".'),
        (read_span, "4 to 8", "'4 to 8' has no unit", "it could be hours", 'Write "4 to 8 h" or "4 to 8 min".'),
        (read_duration, "4 h 30", "'4 h 30' ends without a unit", "every number", 'Write "4 h 30 min"'),
        (read_span, "8 to 4 h", "'8 to 4 h' begins above its end", "the least first", 'Write "4 to 8 h"'),
        (read_span, "4-8 h", "'4-8 h' is no span", "more than one way", 'Write "4 to 8 h".'),
        (read_span, "4–8 h", "holds U+2013 (en dash)", "plain characters", 'Write "4 to 8 h" for a span'),
        (read_duration, "−4 h", "holds U+2212 (minus sign)", "plain characters", "nothing is below zero"),
        (read_duration, "-4 h", "has a sign", "never below zero", "Leave the sign out."),
        (read_duration, "٣ h", "holds U+0663 (arabic-indic digit three)", "plain characters", "digits 0 to 9"),
        (read_duration, "1,5 h", "has a comma", "decimals or thousands", 'Write "1.5 h" or "15 h".'),
        (read_duration, "0.0001 h", "is no whole number of seconds", "never rounded", 'Write "0 h" or "1 s".'),
        (read_duration, "1 h 2 d", "names its units out of order", "larger units come first", "1 d 6 h 30 min"),
        (read_duration, "1 h 2 h", "names its units out of order", "each only once", "1 d 6 h 30 min"),
        (read_duration, "4 m", "unknown unit 'm'", "minutes or months", 'Write "min" or "d".'),
        (read_duration, "2 weeks", "unknown unit 'weeks'", "weeks are not read", "7 d"),
        (read_duration, "2 fortnights", "unknown unit 'fortnights'", "s, min, h and d", '"6 h"'),
        (read_duration, "36526 d", "is longer than 100 years", "do not reach so far", "Check number and unit."),
        (read_duration, "9" * 200, "is too long for a number", "a few digits", '"6 h"'),
        (read_duration, "", "nothing is written here", "is expected", '"6 h"'),
        (read_duration, "soon", "is no length of time", "a number with a unit", '"6 h"'),
        (read_instant, "D+2 25:00", "is no moment", "a day ends", 'Write "D+3 01:00"'),
        (read_instant, "D+2 6:00", "is no moment", "a time on it", '"D+2 06:00"'),
        (read_count, "0", "is out of range", "between 1 and 1,000,000,000", "number of digits"),
        (read_count, "4.5", "is no whole number", "counted whole", "digits only"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_write(
    reader: Callable[[str], object], text: str, what: str, why: str, advice: str
) -> None:
    with pytest.raises(QuantityFault) as raised:
        reader(text)
    assert what in raised.value.what
    assert why in raised.value.why
    assert advice in raised.value.next
    assert str(raised.value) == f"{raised.value.what}: {raised.value.why} {raised.value.next}"


@pytest.mark.parametrize(
    ("time", "duration", "in_hours", "instant"),
    [
        (0, "0 h", "0 h", "D+0 00:00"),
        (61200, "17 h", "17 h", "D+0 17:00"),
        (63000, "17 h 30 min", "17.5 h", "D+0 17:30"),
        (194400, "54 h", "54 h", "D+2 06:00"),
        (1200, "20 min", "20 min", "D+0 00:20"),
        (3636, "1 h 36 s", "1.01 h", "D+0 01:00:36"),
        (-3600, "-1 h", "-1 h", "1 h before the warning"),
        (-1800, "-30 min", "-0.5 h", "30 min before the warning"),
    ],
)
def test_times_are_written_as_planners_read_them(time: int, duration: str, in_hours: str, instant: str) -> None:
    assert (show_duration(time), show_hours(time), show_instant(time)) == (duration, in_hours, instant)


def test_a_share_that_is_not_all_never_shows_as_all_nor_one_that_is_something_as_nothing() -> None:
    assert show_percent(Fraction(1, 4)) == "25 %"
    assert show_percent(Fraction(12, 264)) == "5 %"
    assert show_percent(Fraction(1, 10_000)) == "under 1 %"
    assert show_percent(Fraction(9_999, 10_000)) == "over 99 %"
    assert (show_percent(0), show_percent(1)) == ("0 %", "100 %")
