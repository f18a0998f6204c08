"""Rules of a course in the making: its points, what stands for a summary, and each rule once.

A summary stands for the planned tasks beneath it. Of these only those are tied from which the others follow: a task
that another one beneath waits for ends before that does.
"""

from datetime import datetime
from typing import Literal

from freehand.errors import Fault, Place
from freehand.formats.mspdi.lengths import Clock
from freehand.formats.mspdi.outline import Outline, Remark
from freehand.formats.mspdi.values import Amount, LinkKind, Task
from freehand.formats.writing import point_text, worded
from freehand.plans.points import WARNING, Point, Rule

End = Literal["start", "end"]
Tied = tuple[Point, str]
THE_WARNING: Tied = (WARNING, point_text(WARNING))


class Ruling:
    """The rules of one course, with what is said on the way. ``names`` are its activities, by the UID of their tasks.

    For each planned task, by its place, ``begun_by`` is the last one before it that starts no later, and ``ended_by``
    the first one after it that ends no earlier. ``reasons`` remembers links in words.
    """

    def __init__(
        self, document: str, party: str, found: Outline, clock: Clock, names: dict[int, str], warning: datetime | None
    ) -> None:
        self.outline, self.clock, self.warning = found, clock, warning
        self.document = document
        self.rules: dict[str, Rule] = {}
        self.remarks: list[Remark] = []
        self.faults: list[Fault] = []
        self.at = {task.uid: at for at, task in enumerate(found.planned)}
        self.begun_by: dict[int, int] = {}
        self.ended_by: dict[int, int] = {}
        self.reasons: dict[tuple[LinkKind, Amount], str] = {}
        self._party, self._names = party, names
        self._points: dict[tuple[End, int], Tied] = {}

    def span(self, task: Task) -> tuple[int, int]:
        """The planned tasks that a task stands for, as a stretch of them: those beneath a summary, else itself."""
        found = self.outline.beneath.get(task.uid)
        if found is not None:
            return found
        at = self.at.get(task.uid)
        return (at, at + 1) if at is not None else (0, 0)

    def beneath(self, task: Task) -> tuple[Task, ...]:
        """The planned tasks that a task stands for."""
        first, last = self.span(task)
        return self.outline.planned[first:last]

    def telling(self, task: Task, end: End) -> tuple[Task, ...]:
        """Of what a task stands for, those whose starts come first, or whose ends come last: the rest follows."""
        first, last = self.span(task)
        if end == "start":
            places = [at for at in range(first, last) if self.begun_by.get(at, -1) < first]
        else:
            places = [at for at in range(first, last) if self.ended_by.get(at, last) >= last]
        return tuple(self.outline.planned[at] for at in places)

    def holds(self, summary: Task, task: Task) -> bool:
        """Whether a task, or what a summary stands for, lies beneath a summary."""
        (low, high), (first, last) = self.span(summary), self.span(task)
        return summary.uid in self.outline.beneath and first < last and low <= first and last <= high

    def point(self, end: End, uid: int) -> Tied:
        """An end of an activity, and how it stands in a rule."""
        found = self._points.get((end, uid))
        if found is None:
            point = Point(end, self._party, self._names[uid])
            found = self._points[end, uid] = (point, point_text(point))
        return found

    def rule(
        self,
        later: Tied,
        earlier: Tied,
        at_least: int | None,
        at_most: int | None,
        why: str,
        line: int,
    ) -> None:
        """Keep a rule, unless it stands already."""
        text = worded(later[1], earlier[1], at_least, at_most)
        if text not in self.rules:
            place = Place(self.document, line, "")
            self.rules[text] = Rule(text, why, later[0], earlier[0], at_least, at_most, at_least == 0, place)
