"""Released courses without the ways that rely on a promise that is not there.

Where all the ways of a course rely on such a promise, the course is there and impossible, as its owner's own node
finds.
"""

from __future__ import annotations

from freehand.plans.joint import Workspace
from freehand.plans.released import Released, ReleasedCourse
from freehand.terms.scope import Rung

NO_WAY = "nothing"


def playable(released: Released, workspace: Workspace) -> Released:
    """What a party released, without the ways that rely on a promise that is not there.

    A course that could be played at a rung and cannot any more stays, as one that does not hold by itself.
    """
    there = {p.name for p in workspace.promises if p.receiver == released.party}
    kept: list[ReleasedCourse] = []
    gone: list[ReleasedCourse] = []
    for course in released.courses:
        leans = {*course.relies_on, *(hold.promise for hold in course.holds if hold.promise is not None)}
        (gone if leans - there else kept).append(course)
    for course in gone:
        others = {
            rung for c in kept if (c.name, c.contingency) == (course.name, course.contingency) for rung in c.rungs
        }
        rungs = tuple(rung for rung in course.rungs if rung not in others)
        if rungs:
            kept.append(_unheld(course, rungs, there))
    return released._replace(courses=tuple(kept))


def _unheld(course: ReleasedCourse, rungs: tuple[Rung, ...], there: set[str]) -> ReleasedCourse:
    lost = {name for name in course.relies_on if name not in there}
    return course._replace(
        ways=tuple((need, NO_WAY if way in lost else way) for need, way in course.ways),
        rungs=rungs,
        relies_on=tuple(name for name in course.relies_on if name in there),
        holds=tuple(hold for hold in course.holds if hold.promise is None or hold.promise in there),
        projections=tuple(p._replace(distances=(), consistent=False) for p in course.projections),
    )
