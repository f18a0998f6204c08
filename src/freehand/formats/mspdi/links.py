"""Links of a project file as rules of a course.

A link ties an end of its predecessor to an end of its own task, with a lag ``L``:

====  ==========================================  ===============================================
link  rule                                        of or into a summary
====  ==========================================  ===============================================
FS    start of the task >= end of the other + L   the end of each task beneath, the start of each
SS    start >= start + L                          into one: the start of each; of one: left out
FF    end >= end + L                              of one: the end of each; into one: left out
SF    end >= start + L                            left out
====  ==========================================  ===============================================

A summary starts with the first of its tasks and ends with the last, whichever that is: what would bind only that one is
no rule of two points, and is left out. Of the tasks beneath a summary only those are written down from which the others
follow: a task that another one beneath waits for ends before that does.
"""

from fractions import Fraction
from math import ceil

from freehand.errors import InputError, Place, one_fault
from freehand.formats.mspdi.outline import begun, remark, shown_name
from freehand.formats.mspdi.rules import End, Ruling
from freehand.formats.mspdi.values import Link, LinkKind, Task

MOST_RULES = 100_000
# Which end of the predecessor, then which end of the task itself.
_ENDS: dict[LinkKind, tuple[End, End]] = {
    "FS": ("end", "start"),
    "SS": ("start", "start"),
    "FF": ("end", "end"),
    "SF": ("start", "end"),
}
_WORDS = {"start": "start", "end": "finish"}


def note_order(ruling: Ruling) -> None:
    """Find which planned tasks start and end before others, so that a summary's links need not tie all beneath it."""
    for at, task in enumerate(ruling.outline.planned):
        _note_order(ruling, at, task)


def _note_order(ruling: Ruling, at: int, task: Task) -> None:
    for link in task.links:
        before = ruling.at.get(link.predecessor)
        if before is None or before >= at or link.lag.seconds < 0 or link.kind == "SF":
            continue
        if _unkept(ruling, task, ruling.outline.planned[before], link) is None:
            if link.kind != "FF":
                ruling.begun_by[at] = max(ruling.begun_by.get(at, -1), before)
            if link.kind != "SS":
                ruling.ended_by[before] = min(ruling.ended_by.get(before, at), at)


def tie_links(ruling: Ruling, task: Task) -> None:
    """The rules of the links of a task; those that are not carried over are listed.

    Raises ``InputError`` where links between summaries make too many rules.
    """
    if not task.links or not ruling.beneath(task):
        return  # nothing is said of it; or it was left out itself, and listed
    for link in task.links:
        before = ruling.outline.tasks.get(link.predecessor)
        reason = _unkept(ruling, task, before, link)
        if reason is not None or before is None:
            what = f"the link from {_called(ruling, link.predecessor)} ({_said(link)})"
            ruling.remarks.append(remark("left out", task, what, reason or "", link.line))
        else:
            _link(ruling, task, before, link)


def _unkept(ruling: Ruling, task: Task, before: Task | None, link: Link) -> str | None:
    """Why a link is not carried over; None where it is."""
    single = before is not None and before.uid in ruling.at and task.uid in ruling.at and before is not task
    if single and before is not None and not (link.other_project or task.percent or before.percent):
        return None  # as most are
    if link.other_project:
        return "it leads to another project."
    if before is None:
        return "there is no task with this UID."
    mine, others = ruling.outline.beneath.get(task.uid), ruling.outline.beneath.get(before.uid)
    first, last = _ENDS[link.kind]
    if before.uid == task.uid or ruling.holds(before, task) or ruling.holds(task, before):
        return "a task and its own summary cannot wait for each other."
    if mine and last == "end":
        return "a summary ends with the last of its tasks, whichever that is."
    if others and first == "start":
        return "a summary starts with the first of its tasks, whichever that is."
    if others and link.lag.unit == "%":
        return "its lag is in per cent of a summary, whose length is nowhere said."
    for each, end in ((before, first), (task, last)):
        if not ruling.beneath(each):
            finished = each.percent == 100 and each.uid not in ruling.outline.beneath
            return f"{shown_name(each)} is {'finished' if finished else 'not planned'}."
        if end == "start" and begun(each) and each.uid not in ruling.outline.beneath:
            return f"{shown_name(each)} has begun, and nothing waits for its start any more."
    return None


def _link(ruling: Ruling, task: Task, before: Task, link: Link) -> None:
    first, last = _ENDS[link.kind]
    why = _reason(ruling, link)
    own = (task,) if task.uid in ruling.at else ruling.telling(task, last)
    others = (before,) if before.uid in ruling.at else ruling.telling(before, first)
    if len(ruling.rules) + len(own) * len(others) > MOST_RULES:
        what, place = f"links make more than {MOST_RULES:,} rules", Place(ruling.document, link.line, "Task")
        why = "a link between two summaries ties each task beneath the one to each beneath the other."
        raise InputError(one_fault(what, why, "Put a milestone between the two.", place))
    for other in others:
        lag = _lag(ruling, link, other, task)
        earlier = ruling.point(first, other.uid)
        for each in own:
            later = ruling.point(last, each.uid)
            if lag >= 0:
                ruling.rule(later, earlier, lag, None, why, link.line)
            else:
                ruling.rule(earlier, later, None, -lag, why, link.line)


def _lag(ruling: Ruling, link: Link, before: Task, task: Task) -> int:
    """The lag in seconds, up to the next whole one; per cent are of the whole length of the predecessor."""
    if link.lag.unit != "%":
        return ruling.clock.seconds(link.lag, task)
    return ceil(Fraction(ruling.clock.seconds(before.duration, before) * link.lag.seconds, 100))


def _reason(ruling: Ruling, link: Link) -> str:
    """A link in the words of project tools, with its lag as the file shows it."""
    found = ruling.reasons.get((link.kind, link.lag))
    if found is None:
        found = _said(link)
        if link.lag.seconds:
            lag = ruling.clock.written(link.lag._replace(seconds=abs(link.lag.seconds)))
            found += f" {'+' if link.lag.seconds > 0 else '-'} {lag}"
        ruling.reasons[link.kind, link.lag] = found
    return found


def _called(ruling: Ruling, uid: int) -> str:
    task = ruling.outline.tasks.get(uid)
    return f"'{shown_name(task)}'" if task else f"UID {uid}"


def _said(link: Link) -> str:
    first, last = _ENDS[link.kind]
    return f"{_WORDS[first]} to {_WORDS[last]}"
