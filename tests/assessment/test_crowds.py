"""A crowd that shares one means is refused with a word, and at once, not reckoned without end."""

import pytest

from freehand.assessment.clashes import critical_sets
from freehand.assessment.setting import User
from freehand.errors import Limit
from freehand.plans.points import Point


def crowd(size: int) -> list[User]:
    return [
        User(f"A's {i}", "crews", 1, Point("start", "A", str(i)), Point("end", "A", str(i)), 0, "A", False, False)
        for i in range(size)
    ]


def test_a_crowd_with_too_many_ways_to_meet_is_a_limit_that_says_so() -> None:
    with pytest.raises(Limit) as refused:
        critical_sets(crowd(40), {"crews": 20})
    (fault,) = refused.value.faults
    assert fault.what == "40 users share crews, of which there are 20"
    assert refused.value.exit_code == 5


def test_a_handful_is_listed_in_full() -> None:
    assert len(critical_sets(crowd(6), {"crews": 3})) == 15
