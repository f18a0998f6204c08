"""Dates of a project file, as constraints and deadlines, as rules of a course: times after the warning.

A bound that the file puts before the warning cannot be kept, and is refused rather than left out, so that no plan looks
better than it is. What would bind only the first or the last task of a summary is no rule of two points, and left out.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from freehand.errors import Fault, Place
from freehand.formats.mspdi.outline import begun, remark, shown_name
from freehand.formats.mspdi.rules import THE_WARNING, End, Ruling
from freehand.formats.mspdi.values import Task
from freehand.quantities import LONGEST

_ASAP, _ALAP, _MSO, _MFO = 0, 1, 2, 3


class Bound(NamedTuple):
    """What a constraint says of a date: which ends of the task it is the earliest and the latest of."""

    words: str
    earliest: End | None
    latest: End | None


CONSTRAINTS = {
    _MSO: Bound("must start on", "start", "start"),
    _MFO: Bound("must finish on", "end", "end"),
    4: Bound("start no earlier than", "start", None),
    5: Bound("start no later than", None, "start"),
    6: Bound("finish no earlier than", "end", None),
    7: Bound("finish no later than", None, "end"),
}
DEADLINE = Bound("deadline", None, "end")


def tie_dates(ruling: Ruling, task: Task) -> None:
    """The rules of a task's constraint and deadline; what cannot be kept becomes a fault of the ruling."""
    if (task.constraint == _ASAP and task.deadline is None) or not ruling.beneath(task):
        return  # nothing is said of it; or it was left out itself, and listed
    if task.constraint != _ASAP:
        _constraint(ruling, task)
    if task.deadline is not None:
        _dated(ruling, task, DEADLINE, task.deadline)


def _constraint(ruling: Ruling, task: Task) -> None:
    if task.constraint == _ALAP:
        why = "it is a wish and no bound; a plan says how late a start can be, and the free windows lie late."
        ruling.remarks.append(remark("left out", task, "as late as possible", why))
        return
    bound = CONSTRAINTS[task.constraint]
    if task.constraint_date is None:
        ruling.remarks.append(remark("left out", task, f"the constraint '{bound.words}'", "it has no date."))
        return
    _dated(ruling, task, bound, task.constraint_date)


def _dated(ruling: Ruling, task: Task, bound: Bound, date: datetime) -> None:
    said = f"{bound.words} {date:%Y-%m-%d %H:%M}"
    if ruling.warning is None:
        ruling.remarks.append(remark("left out", task, said, "the moment of warning is not known."))
        return
    at = round((date - ruling.warning) / timedelta(seconds=1))
    if abs(at) > LONGEST:
        ruling.remarks.append(remark("left out", task, said, "it lies more than 100 years from the warning."))
        return
    summary = task.uid in ruling.outline.beneath
    for end, latest in ((bound.earliest, False), (bound.latest, True)):
        if end is None:
            continue
        reason = _undated(task, summary, end, latest)
        if reason is not None:
            ruling.remarks.append(remark("left out", task, said, reason))
        elif latest and at < 0:
            _too_early(ruling, task, said)
        elif latest or at > 0:
            for each in ruling.telling(task, end):
                point = ruling.point(end, each.uid)
                ruling.rule(point, THE_WARNING, None if latest else at, at if latest else None, said, task.line)


def _undated(task: Task, summary: bool, end: End, latest: bool) -> str | None:
    """Why a date is not carried over; None where it is."""
    if summary and end == "start" and latest:
        return "a summary starts with the first of its tasks, whichever that is."
    if summary and end == "end" and not latest:
        return "a summary ends with the last of its tasks, whichever that is."
    if not summary and end == "start" and begun(task):
        return "it has begun, and its start is over."
    return None


def _too_early(ruling: Ruling, task: Task, said: str) -> None:
    ruling.faults.append(
        Fault(
            f"{shown_name(task)}: {said}, which is before the warning",
            Place(ruling.document, task.line, "Task"),
            f"the warning is taken to come at {ruling.warning:%Y-%m-%d %H:%M}, and nothing is done before it.",
            "Say with --warning when it comes, or mend the date in the project tool.",
        )
    )
