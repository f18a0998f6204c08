"""The benchmark of refreshed verdicts runs, and checks that it measures what it says; no test looks at a clock."""

from benchmarks.growth import Size
from benchmarks.word_reckoning import refresh_goals


def test_one_release_touches_one_of_several_contingencies_and_is_measured() -> None:
    goals = refresh_goals(1, Size(2, 160, 1))
    assert [goal.target for goal in goals] == [0.1, 1]
