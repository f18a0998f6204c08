"""Resources and assignments of a project file as a party's own means, and what its activities hold of them.

1. A resource of the type *work* is a means; how many there are is its *MaxUnits*. What is used up (material) or paid
   (cost) is not held while something lasts, and is left out.
2. Means are whole. Where a file counts in parts (half a crew), the means is counted in per cent.
3. A means that is declared already is used as it is declared; where the file says another number, that is listed.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import floor

from freehand.formats.mspdi.names import Names, cleaned
from freehand.formats.mspdi.outline import Kind, Outline, Remark, remark
from freehand.formats.mspdi.values import Assignment, Project, Resource, Task
from freehand.plans.activity import Hold
from freehand.quantities import MOST

UNASSIGNED = -65535


class Holding:
    """The means of one project, and what each planned task holds of them, by the UID of the task."""

    def __init__(self, project: Project, found: Outline, declared: Mapping[str, int]) -> None:
        self.project, self.outline, self.declared = project, found, declared
        self.new: list[tuple[str, int]] = []
        self.holds: dict[int, tuple[Hold, ...]] = {}
        self.remarks: list[Remark] = []
        self._used: dict[int, dict[int, Fraction]] = {}
        self._planned = {task.uid: task for task in found.planned}

    def take_all(self) -> None:
        """Fill ``new``, ``holds`` and ``remarks``."""
        resources = {each.uid: each for each in self.project.resources}
        for assignment in self.project.assignments:
            task = self._planned.get(assignment.task)
            if task is None or assignment.resource == UNASSIGNED:
                continue  # nobody was assigned; or the task was left out, and listed
            resource = resources.get(assignment.resource)
            if reason := _unheld(task, assignment, resource):
                what = _amount_of(assignment, resource)
                self.remarks.append(remark("left out", task, what, reason, assignment.line))
                continue
            if assignment.delay:
                what, why = "the delay of an assignment", "a means is held as long as the activity lasts."
                self.remarks.append(remark("left out", task, what, why, assignment.line))
            used = self._used.setdefault(assignment.resource, {})
            used[task.uid] = used[task.uid] + assignment.units if task.uid in used else assignment.units
        names = Names(tuple(self.declared))
        held: dict[int, list[Hold]] = {}
        for resource in self.project.resources:
            used = self._used.get(resource.uid, {})
            if (cleaned(resource.name) or used) and not resource.null:
                self._means(resource, used, names, held)
        self.holds = {uid: tuple(holds) for uid, holds in held.items()}

    def _means(self, resource: Resource, used: dict[int, Fraction], names: Names, held: dict[int, list[Hold]]) -> None:
        name = cleaned(resource.name) or f"resource {resource.number}"
        parts = any(units.denominator > 1 for units in (resource.units, *used.values()))
        scale = 100 if parts and name not in self.declared else 1
        number = floor(resource.units * scale)
        reason = {"material": "it is used up, not held.", "cost": "it is paid, not held."}.get(resource.kind)
        if reason is None and not resource.active:
            reason = "it is inactive in the file."
        if reason is None and not 0 < number <= MOST:
            reason = "there are none of it." if number < 1 else "there are more than can be counted."
        if reason is not None:
            self._say("left out", resource, name, "the resource", reason)
            return
        called = names.distinct(f"{name} (per cent)" if scale > 1 else name)
        if called in self.declared:
            if self.declared[called] != number:
                why = f"it is declared already: {self.declared[called]} in all; the file says {number}."
                self._say("changed", resource, name, "the resource", why)
            number = self.declared[called]
        else:
            self.new.append((called, number))
            if called != name:
                why = "the file counts parts of it." if scale > 1 else "another means has that name, or one like it."
                self._say("changed", resource, name, f"called '{called}'", why)
        for uid, units in used.items():
            amount = -(-units.numerator * scale // units.denominator)
            if amount > number:
                why = f"there are {number} in all, and the file wants {amount}."
                self.remarks.append(remark("changed", self._planned[uid], f"holds all of '{called}'", why))
            held.setdefault(uid, []).append(Hold(called, min(amount, number)))

    def _say(self, kind: Kind, resource: Resource, name: str, what: str, why: str) -> None:
        self.remarks.append(Remark(kind, resource.line, resource.uid, resource.number, name, what, why))


def _unheld(task: Task, assignment: Assignment, resource: Resource | None) -> str | None:
    """Why an assignment holds nothing; None where it does."""
    if resource is None or resource.null:
        return "there is no resource with this UID."
    if resource.kind != "work":
        return f"{resource.kind} is not held while an activity lasts."
    if not resource.active:
        return "the resource is inactive in the file."
    if not assignment.units:
        return "it is none of it."
    if not task.duration.seconds:
        return "a milestone lasts no time, and holds nothing."
    return None


def _amount_of(assignment: Assignment, resource: Resource | None) -> str:
    name = (cleaned(resource.name) or f"resource {resource.number}") if resource else f"UID {assignment.resource}"
    units = assignment.units
    shown = str(units) if units.denominator == 1 else f"{float(units):g}"
    return f"{shown} of the resource '{name}'"
