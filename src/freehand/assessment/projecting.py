"""Releasing a whole party: the projections of all its courses, and in words what they give away and add."""

from __future__ import annotations

from collections.abc import Sequence

from freehand.assessment.assess import Reckoning
from freehand.assessment.interface import Saying, interface_points, lacking, points_wanted, release
from freehand.assessment.setting import Holdings, own_name
from freehand.errors import Place
from freehand.plans.joint import Workspace
from freehand.plans.released import Projection, Released, ReleasedCourse
from freehand.quantities import show_hours
from freehand.terms.scope import Rung

SAYINGS: tuple[Saying, ...] = ("assured", "told apart", "possible")
JOINT_RUNGS = tuple(rung for rung in Rung if rung.joint)


def released_by(workspace: Workspace, party: str, saying: Saying = "assured", *, work: int | None = None) -> Released:
    """What ``party`` releases of its plans: for each course and ways, at each joint rung, its projection.

    ``work`` bounds what is looked at for one contingency, as in ``assess``.

    Raises:
        TooMuch: there is more to look at.

    >>> from freehand.formats.workspace import load
    >>> released = released_by(load("examples/worked/within"), "A")
    >>> [str(point) for point in released.courses[-1].points]
    ["start of A's a"]
    """
    found: dict[tuple[object, ...], ReleasedCourse] = {}
    for contingency in workspace.contingencies:
        reckoning = Reckoning(workspace, contingency, work=work)
        reckoning.allow_work()
        for rung in JOINT_RUNGS:
            wanted = points_wanted(workspace, party, contingency.name, rung)
            for part in reckoning.parts(party, rung):
                points = interface_points(part, wanted)
                lacks = lacking(part, wanted)
                for one in release(part, points, (rung,), saying, reckoning.decider, reckoning.capacities, lacks):
                    key = one._replace(rungs=())
                    known = found.get(key)
                    found[key] = one if known is None else known._replace(rungs=(*known.rungs, rung))
    courses = sorted(found.values(), key=lambda c: (c.contingency, c.name, c.ways, c.rungs, repr(c.projections)))
    seen = Holdings.of(workspace).seen
    means = tuple(
        (m.name, m.capacity) for m in workspace.compact.means if m.owner == party and own_name(party, m.name) in seen
    )
    return Released(party, workspace.compact.name, means, tuple(courses), Place("", 0, ""))


def gives_away(released: Released) -> list[str]:
    """What a release tells, in words, course by course: first what it says outright, then when each point may come.

    The distances between the points are counted; the file lists them one by one.
    """
    lines = []
    for course in released.courses:
        rungs = ", ".join(rung.word for rung in course.rungs)
        lines.append(f"{_title(course)}, at {rungs}")
        lines += [f"  {text}" for text in outright(course)]
        for projection in course.projections:
            lines += [f"  {text}" for text in (*_moments(projection), *_between(projection))]
    return lines


def _moments(projection: Projection) -> list[str]:
    """When each point of a projection may come."""
    whose = decides(projection)
    if not projection.consistent:
        return [f"{whose}: it does not hold by itself"]
    first = {d.earlier: -d.most for d in projection.distances if d.later is None and d.most is not None}
    last = {d.later: d.without_horizon for d in projection.distances if d.earlier is None}
    lines = []
    for point, earliest in first.items():
        latest = last.get(point)
        since = "the warning" if point is None or point.after is None else point.after
        when = (
            f"from {show_hours(earliest)} on"
            if latest is None
            else f"between {show_hours(earliest)} and {show_hours(latest)}"
        )
        lines.append(f"{whose}: {point} {when} after {since}")
    return lines


def _between(projection: Projection) -> list[str]:
    """How many distances between two points a projection tells."""
    number = sum(d.later is not None and d.earlier is not None for d in projection.distances)
    return [f"{decides(projection)}: {number} distances between these points"] if number else []


def decides(projection: Projection) -> str:
    """Which network a projection is of, and what it decides."""
    whose = "all scenarios" if projection.scenario is None else f"scenario {projection.scenario}"
    form = {"stacked": "assured", "reduced": "told apart", "plain": "possible"}[projection.form]
    return f"{whose} ({form})"


def outright(course: ReleasedCourse) -> list[str]:
    """What a released course says besides times."""
    told = [f"it meets {', '.join(course.meets)}" if course.meets else "it meets none of the aims"]
    told += [f"it relies on promise {name}" for name in course.relies_on]
    told += [f"it ties a partner: {join.text}{f' ({join.why})' if join.why else ''}" for join in course.joins]
    told += [f"it has no {point}" for point in course.lacks]
    told += [f"{hold.user} holds {hold.amount} {hold.means} from {hold.start} to {hold.end}" for hold in course.holds]
    return told


def additions(earlier: Released, now: Released) -> list[str]:
    """What a release tells that an earlier one did not: projections differenced over time tell more than each alone.

    What is said outright and when each point may come is told in full, what is said no longer as well; changed
    distances between points are counted.
    """
    lines = []
    old, new = _by_title(earlier), _by_title(now)
    for title in sorted({*old, *new}):
        before, after = old.get(title, ()), new.get(title, ())
        told, tells = _plainly(before), _plainly(after)
        found = [f"  + {text}" for text in tells if text not in told]
        found += [f"  − {text}" for text in told if text not in tells]
        between = len(_among(after) - _among(before))
        if found or between:
            told_anew = f"  + {between} {'distance' if between == 1 else 'distances'} between points"
            lines += [title, *found, *([told_anew] if between else [])]
    return lines


def _among(courses: Sequence[ReleasedCourse]) -> set[tuple[object, ...]]:
    """The distances between two points that courses tell."""
    return {
        (p.form, p.scenario, d) for c in courses for p in c.projections for d in p.distances if d.later and d.earlier
    }


def _by_title(released: Released) -> dict[str, list[ReleasedCourse]]:
    found: dict[str, list[ReleasedCourse]] = {}
    for course in released.courses:
        found.setdefault(_title(course), []).append(course)
    return found


def _plainly(courses: Sequence[ReleasedCourse]) -> list[str]:
    """What courses say outright, and when their points may come."""
    told = [text for course in courses for text in outright(course)]
    told += [text for course in courses for p in course.projections for text in _moments(p)]
    return list(dict.fromkeys(told))


def _title(course: ReleasedCourse) -> str:
    ways = ", ".join(f"{need}: {way}" for need, way in course.ways)
    return f"{course.contingency}, '{course.name}'{f' with {ways}' if ways else ''}"
