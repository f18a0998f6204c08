"""The outline of a project: which tasks are planned, which are summaries of which, and what becomes of the others.

1. A summary is a task with others below it; it is no activity. What is said of it is said of the tasks beneath.
2. A finished task is not planned any more; one that has begun is planned with what remains of it.
3. Empty rows are nothing; inactive tasks, and those of other projects, are left out and listed.
"""

from typing import Literal, NamedTuple

from freehand.errors import InputError, Place, one_fault
from freehand.formats.mspdi.names import cleaned
from freehand.formats.mspdi.values import Amount, Project, Task

DEEPEST = 100
Kind = Literal["left out", "changed"]


class Remark(NamedTuple):
    """What was not carried over (*left out*), or was carried over otherwise than it stands (*changed*).

    It says of which task or thing, where that stands, and why.
    """

    kind: Kind
    line: int
    uid: int | None
    number: int | None
    name: str
    what: str
    why: str


class Outline(NamedTuple):
    """``planned`` are the tasks that become activities, in the order of the file. A summary's are ``planned[a:b]``.

    ``parents`` holds, for each planned task by its UID, the summary right above it.
    """

    planned: tuple[Task, ...]
    beneath: dict[int, tuple[int, int]]
    parents: dict[int, Task]
    tasks: dict[int, Task]
    remarks: tuple[Remark, ...]


def remark(kind: Kind, task: Task, what: str, why: str, line: int = 0) -> Remark:
    """A remark on a task, or on what stands in it at a line of its own."""
    return Remark(kind, line or task.line, task.uid, task.number, shown_name(task), what, why)


def shown_name(task: Task) -> str:
    """The name of a task, or its number where it has none."""
    return cleaned(task.name) or f"task {task.number}"


def begun(task: Task) -> bool:
    """Whether a part of it is done already."""
    return 0 < task.percent < 100


def left(task: Task) -> Amount:
    """How long a task still takes: all of it, or what remains once it has begun."""
    if not begun(task):
        return task.duration
    if task.remaining is not None:
        return task.remaining
    return task.duration._replace(seconds=-(-task.duration.seconds * (100 - task.percent) // 100))


def outline(project: Project) -> Outline:
    """The outline of a project.

    Raises ``InputError`` where it is nested deeper than any plan.
    """
    rows = [task for task in project.tasks if not task.null]
    planned: list[Task] = []
    beneath: dict[int, tuple[int, int]] = {}
    parents: dict[int, Task] = {}
    remarks: list[Remark] = []
    above: list[Task] = []
    for task, following in zip(rows, [*rows[1:], None], strict=True):
        while above and above[-1].level >= task.level:
            closed = above.pop()
            beneath[closed.uid] = (beneath[closed.uid][0], len(planned))
        if task.summary or (following is not None and following.level > task.level):
            if len(above) >= DEEPEST:
                what, why = f"the outline is more than {DEEPEST} deep", "no plan is; the file may be damaged."
                place = Place(project.document, task.line, "Task / OutlineLevel")
                raise InputError(one_fault(what, why, "Mend it in the project tool, and write the file anew.", place))
            beneath[task.uid] = (len(planned), len(planned))
            above.append(task)
        elif (reason := _left_out(task)) is not None:
            remarks.append(remark("left out", task, "the task", reason))
        else:
            planned.append(task)
            if above:
                parents[task.uid] = above[-1]
    for closed in above:
        beneath[closed.uid] = (beneath[closed.uid][0], len(planned))
    for task in rows:
        if task.uid in beneath and beneath[task.uid][0] == beneath[task.uid][1] and task.uid:
            remarks.append(remark("left out", task, "the summary", "nothing is planned beneath it."))
    return Outline(tuple(planned), beneath, parents, {task.uid: task for task in rows}, tuple(remarks))


def _left_out(task: Task) -> str | None:
    if task.external:
        return "it belongs to another project."
    if not task.active:
        return "it is inactive in the file."
    if task.percent == 100:
        return "it is finished, and what is finished is not planned any more."
    return None
