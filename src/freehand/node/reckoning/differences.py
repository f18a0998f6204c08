"""What a release adds to earlier ones, told to its owner before it is made.

The question: a projection gives away only distances; what do two of them give away that neither does alone?

1. Two releases of one course are laid beside each other, way by way and rung by rung. A distance that only the new one
   tells is *new*; one that both tell is *tighter* or *looser*; one that only the old one told is *no longer said*, and
   the partner has it still.
2. Bounds that moved by the same time moved together: the partner can tell that one number behind all of them did, and
   by how much.
3. As long as the plan behind them is the same, both hold. So the partner may join them: what follows from the joined
   distances and from neither alone is *inferred*, with the number. It is found by closing the joined distances
   (Dechter, Meiri, Pearl 1991; Floyd 1962).
4. Where the joined distances contradict each other, the partner knows that the plan changed in between.
5. Only distances that hold without the horizon are looked at: the horizon is known to all.

Cost: O(n³) for n points of a course. Limit: what a partner infers from anything but the releases of this course.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Literal, NamedTuple

from freehand.assessment.projecting import decides, gives_away, outright
from freehand.node.reckoning.interfaces import released_of
from freehand.node.reckoning.pieces import Piece
from freehand.plans.released import Projection, Released, ReleasedCourse, SharedPoint
from freehand.quantities import show_hours
from freehand.terms.scope import Rung

MOST_LINES = 12
Sort = Literal["first", "outright", "new", "tighter", "looser", "no longer said", "together", "inferred", "contradicts"]
Pair = tuple[SharedPoint | None, SharedPoint | None]
Distances = Mapping[Pair, int]
"""The most by (earlier, later)."""


class Addition(NamedTuple):
    """One thing that a release tells a partner who has the earlier ones: of which course, what sort, in a sentence."""

    course: str
    sort: Sort
    words: str

    def __str__(self) -> str:
        return f"{self.course}: {self.words}"


def additions(earlier: Iterable[Piece], now: Piece) -> list[Addition]:
    """What the release of one course adds to all earlier releases of it.

    Args:
        earlier: the released versions of the same course, oldest first.
        now: what would be released.
    """
    before = [one for piece in earlier for one in released_of([piece]).values()]
    after = released_of([now]).get(now.party)
    if after is None:
        return []
    title = f"{now.words.removeprefix(f'{now.party}')}".removeprefix("'s interface of ")
    if not before:
        return [Addition(title, "first", text.strip()) for text in gives_away(after)]
    found: list[Addition] = []
    told = {text for one in before for course in one.courses for text in outright(course)}
    newest = {text for course in before[-1].courses for text in outright(course)}
    says = list(dict.fromkeys(text for course in after.courses for text in outright(course)))
    found += [Addition(title, "outright", f"it now says that {text}") for text in says if text not in told]
    found += [
        Addition(title, "no longer said", f"{text}: a partner has it still") for text in newest if text not in says
    ]
    for where, course in _by_way(after).items():
        olds = [c for one in before for c in [_by_way(one).get(where)] if c is not None]
        found += _of_course(title, where, olds, course)
    return found


def _by_way(released: Released) -> dict[tuple[object, ...], list[ReleasedCourse]]:
    """Released courses by ways and rung; several where a party settles clashes over its own means in several ways."""
    found: dict[tuple[object, ...], list[ReleasedCourse]] = {}
    for course in released.courses:
        for rung in course.rungs:
            found.setdefault((course.ways, rung), []).append(course)
    return found


def _of_course(
    title: str, where: tuple[object, ...], olds: Sequence[list[ReleasedCourse]], now: list[ReleasedCourse]
) -> list[Addition]:
    ways, rung = where
    at = _at(ways, rung)
    if not olds:
        points = {str(shared) for course in now for shared in course.points}
        return [Addition(title, "new", f"{at}: all its distances, among {len(points)} points, are new")]
    if len(now) > 1 or any(len(old) > 1 for old in olds):
        if now == olds[-1]:
            return []
        words = f"{at}: {len(now)} ways to settle its own clashes are told apart, {len(olds[-1])} before"
        return [Addition(title, "new", words)]
    found: list[Addition] = []
    for projection in now[0].projections:
        alike = [p for old in olds for p in old[0].projections if _same(p, projection)]
        where_ = at if projection.form == "stacked" else f"{at}, {decides(projection)}"
        found += _of_projection(title, where_, [_distances(p) for p in alike], _distances(projection))
    return found


def _same(one: Projection, other: Projection) -> bool:
    return (one.form, one.scenario) == (other.form, other.scenario)


def _distances(projection: Projection) -> dict[Pair, int]:
    return {(d.earlier, d.later): d.without_horizon for d in projection.distances if d.without_horizon is not None}


def _of_projection(title: str, at: str, olds: Sequence[Distances], now: Distances) -> list[Addition]:
    last = olds[-1] if olds else {}
    found: list[Addition] = []
    moved: dict[int, list[Pair]] = {}
    new = [pair for pair in now if not any(pair in old for old in olds)]
    gone = [pair for pair in last if pair not in now]
    for pair, most in now.items():
        if pair in last and most != last[pair]:
            moved.setdefault(most - last[pair], []).append(pair)
    found += _few(title, "new", at, [f"{bound(pair, now[pair])}, which was not known" for pair in new])
    for by, pairs in sorted(moved.items()):
        sort: Sort = "tighter" if by < 0 else "looser"
        still = "" if by < 0 else "; a partner has the earlier bound still"
        words = [f"{bound(p, now[p])}, {show_hours(abs(by))} {sort} than before{still}" for p in pairs]
        found += _few(title, sort, at, words)
        if len(pairs) > 1:
            together = f"{len(pairs)} bounds moved by the same {show_hours(abs(by))}: one number behind them did"
            found.append(Addition(title, "together", f"{at}: {together}"))
    found += _few(title, "no longer said", at, [f"{bound(p, last[p])}: a partner has it still" for p in gone])
    joined = dict(now)
    for old in olds:
        for pair, most in old.items():
            joined[pair] = min(most, joined.get(pair, most))
    closed = closure(joined)
    if closed is None:
        found.append(
            Addition(
                title,
                "contradicts",
                f"{at}: it contradicts earlier releases, so a partner can tell that the plan changed",
            )
        )
        return found
    alone = [now, *olds]
    inferred = [pair for pair, most in closed.items() if all(most < each.get(pair, most + 1) for each in alone)]
    found += _few(
        title, "inferred", at, [f"{bound(p, closed[p])}, which follows from both releases together" for p in inferred]
    )
    return found


def closure(distances: Distances) -> dict[Pair, int] | None:
    """The shortest distances among all points that some distances name; None where they contradict each other.

    >>> from freehand.plans.points import Point
    >>> x, y = (SharedPoint(Point(kind, "A", "go"), "exactly", None) for kind in ("start", "end"))
    >>> closure({(None, x): 5, (x, y): 2})[None, y]
    7
    """
    points = list(dict.fromkeys(point for pair in distances for point in pair))
    found = dict(distances)
    for via, first, last in product(points, points, points):
        one, two = found.get((first, via)), found.get((via, last))
        if one is not None and two is not None and one + two < found.get((first, last), one + two + 1):
            found[first, last] = one + two
    if any(found.get((point, point), 0) < 0 for point in points):
        return None
    return {pair: most for pair, most in found.items() if pair[0] != pair[1]}


def bound(pair: Pair, most: int) -> str:
    """A distance as a sentence."""
    earlier, later = ("the warning" if point is None else str(point) for point in pair)
    if most >= 0:
        return f"{later} at most {show_hours(most)} after {earlier}"
    return f"{earlier} at least {show_hours(-most)} after {later}"


def _few(title: str, sort: Sort, at: str, words: Sequence[str]) -> list[Addition]:
    found = [Addition(title, sort, f"{at}: {each}") for each in words[:MOST_LINES]]
    if len(words) > MOST_LINES:
        found.append(Addition(title, sort, f"{at}: and {len(words) - MOST_LINES:,} more of this sort"))
    return found


def _at(ways: object, rung: object) -> str:
    assert isinstance(rung, Rung)
    named = ", ".join(f"{need}: {way}" for need, way in ways) if isinstance(ways, tuple) else ""
    return f"at {rung.word}{f' with {named}' if named else ''}"
