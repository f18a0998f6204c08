"""Links and constraints of a project file as rules of a course.

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

Dates count from the warning. A bound that the file puts before the warning cannot be kept, and is refused rather than
left out, so that no plan looks better than it is.
"""

from datetime import datetime, timedelta
from fractions import Fraction
from math import ceil
from typing import Literal, NamedTuple

from freehand.errors import Fault, InputError, Place, one_fault
from freehand.formats.mspdi_outline import Outline, Remark, begun, remark, shown_name
from freehand.formats.mspdi_time import Clock
from freehand.formats.mspdi_values import Link, LinkKind, Task
from freehand.formats.writing import point_text, worded
from freehand.plans.points import WARNING, Point, Rule
from freehand.quantities import LONGEST

MOST_RULES = 100_000
End = Literal["start", "end"]
# Which end of the predecessor, then which end of the task itself.
_ENDS: dict[LinkKind, tuple[End, End]] = {
    "FS": ("end", "start"),
    "SS": ("start", "start"),
    "FF": ("end", "end"),
    "SF": ("start", "end"),
}
_WORDS = {"start": "start", "end": "finish"}
_WARNING = (WARNING, point_text(WARNING))
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


class Ruling:
    """The rules of one course in the making; ``names`` are those of its activities, by the UID of their tasks."""

    def __init__(
        self, document: str, party: str, found: Outline, clock: Clock, names: dict[int, str], warning: datetime | None
    ) -> None:
        self.outline, self.clock, self.warning = found, clock, warning
        self.document = document
        self.rules: dict[str, Rule] = {}
        self._at = {task.uid: at for at, task in enumerate(found.planned)}
        # For each planned task, by its place: the last one before it that starts no later, and the first one after it
        # that ends no earlier; both by links with a lag of at least 0.
        self._begun_by: dict[int, int] = {}
        self._ended_by: dict[int, int] = {}
        self.remarks: list[Remark] = []
        self.faults: list[Fault] = []
        self._party, self._names = party, names
        self._points: dict[tuple[End, int], tuple[Point, str]] = {}

    def take_all(self) -> tuple[Rule, ...]:
        """The rules of every link, constraint and deadline, in the order of the file.

        Raises ``InputError`` where a date cannot be kept, or links between summaries make too many rules.
        """
        for at, task in enumerate(self.outline.planned):
            self._note_order(at, task)
        for task in self.outline.tasks.values():
            if task.links:
                self._links(task)
            if task.constraint != _ASAP:
                self._constraint(task)
            if task.deadline is not None:
                self._dated(task, DEADLINE, task.deadline)
        if self.faults:
            raise InputError(self.faults)
        return tuple(self.rules.values())

    # -- links -----------------------------------------------------------------------------------------------------

    def _note_order(self, at: int, task: Task) -> None:
        for link in task.links:
            before = self._at.get(link.predecessor)
            if before is None or before >= at or link.lag.seconds < 0 or link.kind == "SF":
                continue
            if self._unkept(task, self.outline.planned[before], link) is None:
                if link.kind != "FF":
                    self._begun_by[at] = max(self._begun_by.get(at, -1), before)
                if link.kind != "SS":
                    self._ended_by[before] = min(self._ended_by.get(before, at), at)

    def _links(self, task: Task) -> None:
        if not self._beneath(task):
            return  # the task itself was left out, and listed
        for link in task.links:
            before = self.outline.tasks.get(link.predecessor)
            reason = self._unkept(task, before, link)
            if reason is not None or before is None:
                what = f"the link from {self._called(link.predecessor)} ({_said(link)})"
                self.remarks.append(remark("left out", task, what, reason or "", link.line))
            else:
                self._link(task, before, link)

    def _unkept(self, task: Task, before: Task | None, link: Link) -> str | None:
        """Why a link is not carried over; None where it is."""
        single = before is not None and before.uid in self._at and task.uid in self._at and before is not task
        if single and before is not None and not (link.other_project or task.percent or before.percent):
            return None  # as most are
        if link.other_project:
            return "it leads to another project."
        if before is None:
            return "there is no task with this UID."
        mine, others = self.outline.beneath.get(task.uid), self.outline.beneath.get(before.uid)
        first, last = _ENDS[link.kind]
        if before.uid == task.uid or self._holds(before, task) or self._holds(task, before):
            return "a task and its own summary cannot wait for each other."
        if mine and last == "end":
            return "a summary ends with the last of its tasks, whichever that is."
        if others and first == "start":
            return "a summary starts with the first of its tasks, whichever that is."
        if others and link.lag.unit == "%":
            return "its lag is in per cent of a summary, whose length is nowhere said."
        for each, end in ((before, first), (task, last)):
            if not self._beneath(each):
                finished = each.percent == 100 and each.uid not in self.outline.beneath
                return f"{shown_name(each)} is {'finished' if finished else 'not planned'}."
            if end == "start" and begun(each) and each.uid not in self.outline.beneath:
                return f"{shown_name(each)} has begun, and nothing waits for its start any more."
        return None

    def _link(self, task: Task, before: Task, link: Link) -> None:
        first, last = _ENDS[link.kind]
        why = self._reason(link)
        own, others = self._telling(task, last), self._telling(before, first)
        if len(self.rules) + len(own) * len(others) > MOST_RULES:
            what, place = f"links make more than {MOST_RULES:,} rules", Place(self.document, link.line, "Task")
            why = "a link between two summaries ties each task beneath the one to each beneath the other."
            raise InputError(one_fault(what, why, "Put a milestone between the two.", place))
        for other in others:
            lag = self._lag(link, other, task)
            earlier = self._point(first, other.uid)
            for each in own:
                later = self._point(last, each.uid)
                if lag >= 0:
                    self._rule(later, earlier, lag, None, why, link.line)
                else:
                    self._rule(earlier, later, None, -lag, why, link.line)

    def _lag(self, link: Link, before: Task, task: Task) -> int:
        """The lag in seconds, up to the next whole one; per cent are of the whole length of the predecessor."""
        if link.lag.unit != "%":
            return self.clock.seconds(link.lag, task)
        return ceil(Fraction(self.clock.seconds(before.duration, before) * link.lag.seconds, 100))

    def _reason(self, link: Link) -> str:
        """A link in the words of project tools, with its lag as the file shows it."""
        if not link.lag.seconds:
            return _said(link)
        sign = "+" if link.lag.seconds > 0 else "-"
        return f"{_said(link)} {sign} {self.clock.written(link.lag._replace(seconds=abs(link.lag.seconds)))}"

    def _span(self, task: Task) -> tuple[int, int]:
        """The planned tasks that a task stands for, as a stretch of them: those beneath a summary, else itself."""
        found = self.outline.beneath.get(task.uid)
        if found is not None:
            return found
        at = self._at.get(task.uid)
        return (at, at + 1) if at is not None else (0, 0)

    def _beneath(self, task: Task) -> tuple[Task, ...]:
        first, last = self._span(task)
        return self.outline.planned[first:last]

    def _telling(self, task: Task, end: End) -> list[Task]:
        """Of what a task stands for, those whose starts come first, or whose ends come last: the rest follows."""
        first, last = self._span(task)
        if last - first == 1:
            return [self.outline.planned[first]]
        if end == "start":
            places = [at for at in range(first, last) if self._begun_by.get(at, -1) < first]
        else:
            places = [at for at in range(first, last) if self._ended_by.get(at, last) >= last]
        return [self.outline.planned[at] for at in places]

    def _holds(self, summary: Task, task: Task) -> bool:
        """Whether a task, or what a summary stands for, lies beneath a summary."""
        (low, high), (first, last) = self._span(summary), self._span(task)
        return summary.uid in self.outline.beneath and first < last and low <= first and last <= high

    def _called(self, uid: int) -> str:
        task = self.outline.tasks.get(uid)
        return f"'{shown_name(task)}'" if task else f"UID {uid}"

    # -- dates -----------------------------------------------------------------------------------------------------

    def _constraint(self, task: Task) -> None:
        if task.constraint == _ALAP:
            why = "it is a wish and no bound; a plan says how late a start can be, and the free windows lie late."
            self.remarks.append(remark("left out", task, "as late as possible", why))
            return
        bound = CONSTRAINTS[task.constraint]
        if task.constraint_date is None:
            self.remarks.append(remark("left out", task, f"the constraint '{bound.words}'", "it has no date."))
            return
        self._dated(task, bound, task.constraint_date)

    def _dated(self, task: Task, bound: Bound, date: datetime) -> None:
        said = f"{bound.words} {date:%Y-%m-%d %H:%M}"
        if not self._beneath(task):
            return  # the task itself was left out, and listed
        if self.warning is None:
            self.remarks.append(remark("left out", task, said, "the moment of warning is not known."))
            return
        at = round((date - self.warning) / timedelta(seconds=1))
        if abs(at) > LONGEST:
            self.remarks.append(remark("left out", task, said, "it lies more than 100 years from the warning."))
            return
        summary = task.uid in self.outline.beneath
        for end, latest in ((bound.earliest, False), (bound.latest, True)):
            if end is None:
                continue
            reason = self._undated(task, summary, end, latest)
            if reason is not None:
                self.remarks.append(remark("left out", task, said, reason))
            elif latest and at < 0:
                self._too_early(task, said)
            elif latest or at > 0:
                for each in self._telling(task, end):
                    point = self._point(end, each.uid)
                    self._rule(point, _WARNING, None if latest else at, at if latest else None, said, task.line)

    def _undated(self, task: Task, summary: bool, end: End, latest: bool) -> str | None:
        """Why a date is not carried over; None where it is."""
        if summary and end == "start" and latest:
            return "a summary starts with the first of its tasks, whichever that is."
        if summary and end == "end" and not latest:
            return "a summary ends with the last of its tasks, whichever that is."
        if not summary and end == "start" and begun(task):
            return "it has begun, and its start is over."
        return None

    def _too_early(self, task: Task, said: str) -> None:
        self.faults.append(
            Fault(
                f"{shown_name(task)}: {said}, which is before the warning",
                Place(self.document, task.line, "Task"),
                f"the warning is taken to come at {self.warning:%Y-%m-%d %H:%M}, and nothing is done before it.",
                "Say with --warning when it comes, or mend the date in the project tool.",
            )
        )

    def _point(self, end: End, uid: int) -> tuple[Point, str]:
        """An end of an activity, and how it stands in a rule."""
        found = self._points.get((end, uid))
        if found is None:
            point = Point(end, self._party, self._names[uid])
            found = self._points[end, uid] = (point, point_text(point))
        return found

    def _rule(
        self,
        later: tuple[Point, str],
        earlier: tuple[Point, str],
        at_least: int | None,
        at_most: int | None,
        why: str,
        line: int,
    ) -> None:
        text = worded(later[1], earlier[1], at_least, at_most)
        if text not in self.rules:
            place = Place(self.document, line, "")
            self.rules[text] = Rule(text, why, later[0], earlier[0], at_least, at_most, at_least == 0, place)


def _said(link: Link) -> str:
    first, last = _ENDS[link.kind]
    return f"{_WORDS[first]} to {_WORDS[last]}"
