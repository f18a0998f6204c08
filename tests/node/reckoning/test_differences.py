"""What a release adds to earlier ones is told before it is made, and what two of them give away together."""

from __future__ import annotations

import random
from itertools import pairwise

from freehand.errors import Place
from freehand.node.reckoning.differences import Addition, additions, closure
from freehand.node.reckoning.interfaces import released_of, released_pieces, text_of
from freehand.node.reckoning.pieces import Piece
from freehand.plans.points import Point
from freehand.plans.released import Distance, Projection, Released, ReleasedCourse, SharedPoint
from freehand.terms.scope import Rung
from tests.node.reckoning.nodes import nodes

HOUR = 3600
A, B, C = (SharedPoint(Point("start", "B", name), "exactly", None) for name in "abc")
TOGETHER = ", which follows from both releases together"
Bounds = dict[tuple[SharedPoint | None, SharedPoint | None], int]


def release(bounds: Bounds, rung: Rung = Rung.SUPPORT, meets: tuple[str, ...] = ()) -> Piece:
    """The release of one course with these bounds, by (earlier, later), in hours."""
    distances = tuple(Distance(later, earlier, m * HOUR, m * HOUR) for (earlier, later), m in bounds.items())
    points = tuple(dict.fromkeys(p for pair in bounds for p in pair if p is not None))
    projection = Projection("stacked", None, distances, True)
    course = ReleasedCourse("go", "drill", (), (rung,), meets, (), (), points, (), (projection,))
    return Piece("interface", "B", "drill/go", text_of(Released("B", "c", (), (), Place("", 0, "")), [course]))


def sorts(found: list[Addition]) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for one in found:
        told.setdefault(one.sort, []).append(one.words)
    return told


def test_the_first_release_of_a_course_is_told_whole() -> None:
    told = additions([], release({(None, A): 5, (A, None): 0}, meets=("safe",)))
    assert {one.sort for one in told} == {"first"}
    assert any("it meets safe" in one.words for one in told)
    assert any("between 0 h and 5 h after the warning" in one.words for one in told)


def test_the_same_again_adds_nothing() -> None:
    one = release({(None, A): 5, (A, None): 0})
    assert additions([one], one) == []


def test_tighter_looser_and_new_bounds_are_told_with_by_how_much() -> None:
    old = release({(None, A): 10, (None, B): 20})
    now = release({(None, A): 8, (None, B): 23, (A, B): 4})
    told = sorts(additions([old], now))
    assert told["tighter"] == ["at support: start of B's a at most 8 h after the warning, 2 h tighter than before"]
    assert told["looser"][0].endswith("3 h looser than before; a partner has the earlier bound still")
    assert told["new"] == ["at support: start of B's b at most 4 h after start of B's a, which was not known"]
    assert told["inferred"] == [f"at support: start of B's b at most 12 h after the warning{TOGETHER}"]


def test_bounds_that_move_by_the_same_time_are_told_as_one_number() -> None:
    old = release({(None, A): 10, (None, B): 20, (None, C): 30})
    told = sorts(additions([old], release({(None, A): 8, (None, B): 18, (None, C): 28})))
    assert told["together"] == ["at support: 3 bounds moved by the same 2 h: one number behind them did"]


def test_distances_that_neither_release_tells_and_both_together_do_are_named() -> None:
    old, now = release({(A, B): 3, (B, A): -2}), release({(B, C): 5, (C, B): -4})
    told = sorts(additions([old], now))
    assert set(told["inferred"]) == {
        f"at support: start of B's c at most 8 h after start of B's a{TOGETHER}",
        f"at support: start of B's c at least 6 h after start of B's a{TOGETHER}",
    }
    assert len(told["no longer said"]) == 2


def test_a_release_that_contradicts_an_earlier_one_tells_that_the_plan_changed() -> None:
    told = sorts(additions([release({(None, A): 5})], release({(A, None): -6})))
    assert "a partner can tell that the plan changed" in told["contradicts"][0]


def test_what_was_released_two_releases_ago_is_not_forgotten() -> None:
    first, second, now = release({(None, A): 5}), release({(None, B): 9}), release({(A, B): 1})
    told = sorts(additions([first, second], now))
    assert told["inferred"] == [f"at support: start of B's b at most 6 h after the warning{TOGETHER}"]


def test_a_new_rung_or_way_is_new_as_a_whole() -> None:
    old, now = release({(None, A): 5}), release({(None, A): 5}, Rung.OPERATIONS)
    assert sorts(additions([old], now))["new"] == ["at operations: all its distances, among 1 points, are new"]


def test_the_closure_is_that_of_brute_force() -> None:
    points = (None, A, B, C)
    for seed in range(200):
        draw = random.Random(seed)
        bounds = {(x, y): draw.randrange(-3, 12) for x in points for y in points if x != y and draw.random() < 0.6}
        paths: dict[tuple[SharedPoint | None, ...], int] = {(x, y): w for (x, y), w in bounds.items()}
        best: Bounds = dict(bounds)
        for _ in range(4):
            steps = [(path, w, y) for path, w in paths.items() for y in points if (path[-1], y) in bounds]
            paths = {(*path, y): w + bounds[path[-1], y] for path, w, y in steps}
            for path, w in paths.items():
                assert sum(bounds[pair] for pair in pairwise(path)) == w
                best[path[0], path[-1]] = min(w, best.get((path[0], path[-1]), w))
        found = closure(bounds)
        if any(best.get((x, x), 0) < 0 for x in points):
            assert found is None
        else:
            assert found == {pair: w for pair, w in best.items() if pair[0] != pair[1]}


def test_released_courses_go_back_into_one_release_of_each_party() -> None:
    for party, basis in nodes("examples/gulf").items():
        pieces, _ = released_pieces(basis)
        (released,) = released_of(pieces).values()
        assert released.party == party
        assert {f"{c.contingency}/{c.name}" for c in released.courses} == {
            f"{c.contingency}/{c.name}" for p in pieces for c in released_of([p])[party].courses
        }
        assert len({p.object for p in pieces}) == len(pieces)
