"""A crowd that shares one means, and plans that combine in too many ways, are undecided at once; all else goes on."""

import random
from collections.abc import Iterator
from itertools import combinations

import pytest

from freehand.assessment.assess import assess
from freehand.assessment.believed import Unseen
from freehand.assessment.clashes import CriticalSet, critical_sets
from freehand.assessment.options import MOST_COMBINATIONS
from freehand.assessment.projecting import released_by
from freehand.assessment.results import AtRung
from freehand.assessment.setting import User
from freehand.assessment.verdict import Verdict
from freehand.errors import Limit
from freehand.plans.activity import Activity, Duration, Hold
from freehand.plans.contingency import Contingency
from freehand.plans.joint import Compact, Means, Party, Workspace
from freehand.plans.plan import Course
from freehand.plans.points import Point
from freehand.plans.scenario import Event, Scenario, Span
from freehand.terms.scope import Rung
from tests.assessment.compacts import HOUR, JOINT, place
from tests.assessment.releases import behind_releases


def crowd(size: int) -> list[User]:
    return [
        User(f"A's {i}", "crews", 1, Point("start", "A", str(i)), Point("end", "A", str(i)), 0, "A", False, False)
        for i in range(size)
    ]


def every_critical_set(users: list[User], capacity: int) -> Iterator[CriticalSet]:
    """By looking at every set, the smaller first."""
    found: list[frozenset[User]] = []
    group = sorted(users, key=lambda u: (u.name, u.start))
    for size in range(2, len(group) + 1):
        for several in combinations(group, size):
            if sum(u.amount for u in several) > capacity and not any(known <= set(several) for known in found):
                found.append(frozenset(several))
                yield several


def test_a_crowd_with_too_many_ways_to_meet_is_a_limit_that_says_so() -> None:
    with pytest.raises(Limit) as refused:
        critical_sets(crowd(40), {"crews": 20})
    (fault,) = refused.value.faults
    assert fault.what == "40 users share crews, of which there are 20"
    assert refused.value.exit_code == 5


def test_a_handful_is_listed_in_full() -> None:
    assert len(critical_sets(crowd(6), {"crews": 3})) == 15


@pytest.mark.parametrize("seed", range(60))
def test_the_critical_sets_are_those_found_by_looking_at_every_set_in_the_same_order(seed: int) -> None:
    dice = random.Random(seed)
    users = [user._replace(amount=dice.randint(1, 6)) for user in crowd(dice.randint(1, 9))]
    capacity = dice.randint(1, 14)
    assert critical_sets(users, {"crews": capacity}) == list(every_critical_set(users, capacity))


def small(name: str, holds: tuple[Hold, ...] = ()) -> Activity:
    return Activity(name, Duration(True, HOUR, 2 * HOUR, 0, place(name)), holds, None, Rung.ALONE, place(name))


def compact_of(courses: list[Course]) -> Workspace:
    """Two parties in two contingencies, *crowded* and *calm*, and 20 crews that they share."""
    storm = Event("storm", None, Span(40 * HOUR, 50 * HOUR), (), place("storm"))
    scenario = Scenario("the only one", (storm,), place("the only one"))
    parties = (Party("A", "", place("A")), Party("B", "", place("B")))
    situations = tuple(Contingency(n, 100 * HOUR, ("safe",), (scenario,), place(n)) for n in ("calm", "crowded"))
    compact = Compact("two", parties, (Means("crews", 20, "", False),), (), True, place("compact"))
    return Workspace(compact, situations, tuple(courses), (), (), ())


def course(party: str, contingency: str, activities: int, name: str = "go", crews: int = 1) -> Course:
    doing = tuple(small(f"task {i}", (Hold("crews", crews),)) for i in range(activities))
    return Course(name, party, contingency, ("safe",), Rung.ALONE, doing, (), (), (), place(f"{party} {contingency}"))


def crowded() -> Workspace:
    return compact_of(
        [course("A", "calm", 2), course("B", "calm", 2), course("A", "crowded", 2), course("B", "crowded", 40)]
    )


def reason(at: AtRung) -> str:
    assert at.verdict is Verdict.UNDECIDED
    assert at.in_fact == "undecided"
    assert at.undecided is not None
    return at.undecided


def test_a_crowd_is_undecided_with_its_owner_named_and_other_contingencies_go_on() -> None:
    found = assess(crowded())
    for rung in JOINT:
        assert found["calm"][rung].in_fact == "assured"
        assert "40 users share crews, of which there are 20 (40 of B)" in reason(found["crowded"][rung])
    assert "40 of B" in reason(found["crowded"][Rung.ALONE])


def test_a_partners_interface_that_is_a_crowd_stops_nothing_else() -> None:
    workspace = crowded()
    seen = behind_releases(workspace, ("B",), "possible")
    assert seen.released == (released_by(workspace, "B", "possible"),)
    found = assess(seen)
    for rung in JOINT:
        assert found["calm"][rung].in_fact == "assured"
        assert "40 of B" in reason(found["crowded"][rung])
    assert found.tradeoff[-1].rest == 1


def test_a_release_that_would_need_such_a_search_is_refused_since_it_must_be_exact() -> None:
    """The crews are B's own, so that the release would have to settle their orders."""
    workspace = crowded()
    own = workspace.compact._replace(means=(Means("crews", 20, "B", False), Means("crews", 20, "A", False)))
    with pytest.raises(Limit):
        released_by(workspace._replace(compact=own), "B")


def test_a_crowd_that_could_not_hold_even_without_clashes_is_impossible() -> None:
    late = course("B", "crowded", 40)
    late = late._replace(
        activities=(
            small("long")._replace(duration=Duration(True, 99 * HOUR, 101 * HOUR, 0, place("x"))),
            *late.activities,
        )
    )
    after = Activity("late", Duration(True, 101 * HOUR, 101 * HOUR, 0, place("y")), (), None, Rung.ALONE, place("y"))
    found = assess(compact_of([course("A", "crowded", 2), late._replace(activities=(*late.activities, after))]))
    assert found["crowded"]["operations"].verdict is Verdict.IMPOSSIBLE


def test_a_lesser_course_without_the_crowd_is_not_believed_better_than_the_undecided_one() -> None:
    lesser = course("B", "crowded", 2, "small")._replace(meets=())
    alone = course("A", "crowded", 2)._replace(meets=())
    found = assess(compact_of([alone, course("B", "crowded", 40), lesser]))["crowded"]["operations"]
    assert "40 of B" in reason(found)
    also = assess(compact_of([alone, course("B", "crowded", 40), lesser._replace(meets=("safe",))]))["crowded"]
    assert also["operations"].in_fact == "assured", "as good a course decides"


def test_a_crowd_of_all_parties_together_is_believed_but_undecided_in_fact() -> None:
    """Each by itself is a handful; the two together are too many to be listed."""
    found = assess(compact_of([course("A", "crowded", 20), course("B", "crowded", 20)]))["crowded"]
    at = found[Rung.ALONE]
    assert at.verdict is Verdict.ASSURED
    assert at.in_fact == "undecided"
    assert at.unseen is not None
    assert at.unseen == Unseen(crowd=at.unseen.crowd)
    assert at.undecided == at.unseen.crowd
    assert "40 users share crews, of which there are 20 (20 of A and 20 of B)" in at.undecided
    assert reason(found[Rung.SCENARIOS]) == at.undecided


def test_courses_that_combine_in_too_many_ways_are_undecided_with_how_many_each_has() -> None:
    many = [course(party, "crowded", 1, f"way {i}") for party in "AB" for i in range(64)]
    assert MOST_COMBINATIONS < 64 * 64
    found = assess(compact_of([*many, course("A", "calm", 1), course("B", "calm", 1)]))
    for rung in JOINT:
        assert found["calm"][rung].in_fact == "assured"
        assert "(64 of A, 64 of B) combine in 4,096 ways" in reason(found["crowded"][rung])
    assert found["crowded"]["alone"].verdict is Verdict.ASSURED


def test_no_limit_looks_at_every_combination(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("freehand.assessment.options.MOST_COMBINATIONS", 3)
    four = compact_of([course(party, "crowded", 1, name) for party in "AB" for name in ("one", "two")])
    assert assess(four, [Rung.SUPPORT])["crowded"]["support"].verdict is Verdict.UNDECIDED
    assert assess(four, [Rung.SUPPORT], limit=None)["crowded"]["support"].verdict is Verdict.ASSURED


def test_sets_looked_at_are_bounded_by_the_limit_too() -> None:
    """Fourteen activities at once, of which seven fit: thousands of sets, and orders without end."""
    busy = compact_of([course("A", "crowded", 14, crews=3), course("B", "crowded", 1)])
    assert (
        reason(assess(busy, [Rung.SUPPORT], limit=5)["crowded"]["support"])
        == "the limit of the search was reached first"
    )
