"""A moment such as D+2 06:00 is a time after the warning, wherever a workspace counts from the warning."""

import pytest

from freehand.plans.scenario import Span
from freehand.quantities import HOUR, QuantityFault, read_moments
from tests.formats.drill import DRILL, edited, faults_of, read

PROMISE = next(name for name, text in DRILL.items() if "can be called:" in text)
LINE = next(line.strip() for line in DRILL[PROMISE].splitlines() if "can be called:" in line)


def test_a_promise_can_be_called_between_two_moments() -> None:
    (promise,) = read(edited(PROMISE, LINE, "can be called: D+0 06:00 to D+1 00:00").items()).promises
    assert promise.callable_at == Span(6 * HOUR, 24 * HOUR)


def test_a_moment_is_not_counted_from_an_event() -> None:
    (fault,) = faults_of(edited(PROMISE, LINE, "can be called: D+0 06:00 to D+1 00:00 after landfall"))
    assert fault.what == "a moment such as 'D+0 06:00 to D+1 00:00' is not counted from 'landfall'"


def test_moments_stand_in_order() -> None:
    assert read_moments("D+2 06:00") == (54 * HOUR, 54 * HOUR)
    with pytest.raises(QuantityFault, match="begins after its end"):
        read_moments("D+2 06:00 to D+1 00:00")
