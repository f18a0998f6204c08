"""A project file as a course of action: tasks become activities, links and dates become rules, resources means.

What the file cannot know is settled by whoever imports, and nothing of it is guessed: which lengths nature picks, how
working time is taken, when the warning comes. What cannot be carried over, or was carried over otherwise, is listed.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from freehand.errors import InputError, Place, one_fault
from freehand.formats.mspdi.dates import tie_dates
from freehand.formats.mspdi.lengths import Clock, Reading
from freehand.formats.mspdi.links import note_order, tie_links
from freehand.formats.mspdi.means import Holding
from freehand.formats.mspdi.names import Names, cleaned
from freehand.formats.mspdi.nature import Nature
from freehand.formats.mspdi.outline import Outline, Remark, begun, left, outline, remark, shown_name
from freehand.formats.mspdi.rules import Ruling
from freehand.formats.mspdi.values import Amount, Project, Task
from freehand.formats.writing import Remarks
from freehand.plans.activity import Activity, Duration
from freehand.plans.plan import Course
from freehand.plans.points import Rule
from freehand.plans.scenario import Span
from freehand.quantities import show_duration
from freehand.terms.scope import Rung

LONGEST_NOTE = 1000


class Settled(NamedTuple):
    """What whoever imports has settled. ``nature`` and ``time`` are None while they are open.

    ``warning`` is the moment, on the file's own clocks, that counts as time zero.
    """

    course: str
    party: str
    contingency: str
    meets: tuple[str, ...]
    nature: Nature | None
    time: Reading | None
    warning: datetime | None


class Asked(NamedTuple):
    """A task of which something has to be settled: how long the file says it takes, and whether it is an estimate.

    ``work`` and ``elapsed`` are what it takes by the two readings of working time, in seconds.
    """

    number: int
    name: str
    line: int
    takes: str
    estimated: bool
    work: int
    elapsed: int


class Questions(NamedTuple):
    """What has to be settled before a project can be imported: of which tasks, and which of the two questions."""

    tasks: tuple[Asked, ...]
    nature: bool
    time: bool


class Taken(NamedTuple):
    """How lengths were taken, by the numbers of their tasks: which stand in working time, which are marked as
    estimates, and of which that nature picks the file knows one number, so that they are fixed.
    """

    working: list[int]
    estimates: list[int]
    fixed: list[int]


class Converted(NamedTuple):
    """The course, what a person would note beside its activities, new means of the party, and what has to be said."""

    course: Course
    taken: Taken
    notes: dict[str, Remarks]
    means: tuple[tuple[str, int], ...]
    remarks: tuple[Remark, ...]


def questions(project: Project, nature: bool, time: bool) -> Questions:
    """What is still open of a project, where ``nature`` and ``time`` say whether these were settled.

    How working time is taken is a question only where it makes a difference.
    """
    found, clock = outline(project), Clock(project, None)
    tasks = tuple(
        Asked(
            task.number,
            shown_name(task),
            task.line,
            clock.written(left(task)) if left(task).seconds else "a milestone",
            task.duration.estimated,
            clock.seconds(left(task), task, "work"),
            clock.seconds(left(task), task, "elapsed"),
        )
        for task in found.planned
    )
    lags = (
        clock.is_open(link.lag, task) for task in found.tasks.values() for link in task.links if link.lag.unit != "%"
    )
    differs = any(task.work != task.elapsed for task in tasks) or any(lags)
    return Questions(tasks, bool(tasks) and not nature, differs and not time)


def convert(
    project: Project, settled: Settled, activities: tuple[str, ...] = (), declared: Mapping[str, int] | None = None
) -> Converted:
    """The course of a project, as it was settled; ``activities`` are names that other courses of the party have, and
    ``declared`` the means that it may hold already.

    Raises ``InputError`` where nothing is left to plan, or the file says what cannot be kept.
    """
    found = outline(project)
    if not found.planned:
        what, why = "nothing in this file is left to plan", "a course says what is done."
        next_ = "Write a file with tasks that are not finished, inactive or of another project."
        raise InputError(one_fault(what, why, next_, Place(project.document, 0, "")))
    remarks = list(found.remarks)
    names = _names(found, activities, remarks)
    clock = Clock(project, settled.time)
    holding = Holding(project, found, declared or {})
    holding.take_all()
    ruling = Ruling(project.document, settled.party, found, clock, names, settled.warning)
    rules = _rules(ruling)
    notes: dict[str, Remarks] = {}
    taken = Taken([], [], [])
    made: list[Activity] = []
    stage: Task | None = None
    for task in found.planned:
        name, above = names[task.uid], found.parents.get(task.uid)
        heading: tuple[str, ...] = ()
        if above is not stage:
            stage = above
            heading = (shown_name(above),) if above is not None and above.level > 0 else ()
        place = Place(project.document, task.line, "")
        duration, beside = _duration(task, clock, settled, place, taken)
        if begun(task):
            remarks.append(remark("changed", task, "planned with what remains", f"{task.percent} % of it is done."))
        if heading or beside or task.notes:
            notes[name] = Remarks((*heading, *_note(task, remarks)), beside)
        made.append(Activity(name, duration, holding.holds.get(task.uid, ()), None, Rung.ALONE, place))
    remarks += [*holding.remarks, *ruling.remarks, *_general(project, found)]
    place = Place(project.document, 0, "")
    course = Course(
        settled.course, settled.party, settled.contingency, settled.meets, Rung.ALONE, tuple(made), (), rules, (), place
    )
    return Converted(course, taken, notes, tuple(holding.new), tuple(sorted(remarks, key=lambda each: each.line)))


def _rules(ruling: Ruling) -> tuple[Rule, ...]:
    """The rules of every link, constraint and deadline, in the order of the file."""
    note_order(ruling)
    for task in ruling.outline.tasks.values():
        tie_links(ruling, task)
        tie_dates(ruling, task)
    if ruling.faults:
        raise InputError(ruling.faults)
    return tuple(ruling.rules.values())


def _names(found: Outline, others: tuple[str, ...], remarks: list[Remark]) -> dict[int, str]:
    """A name for each planned task, by its UID."""
    names = Names(others)
    given: dict[int, str] = {}
    for task in found.planned:
        above = found.parents.get(task.uid)
        name = given[task.uid] = names.distinct(shown_name(task), cleaned(above.name) if above is not None else "")
        if name != task.name and name != " ".join(task.name.split()):
            why = "another has that name, or one like it." if cleaned(task.name) else "it has no name."
            if cleaned(task.name) == name:
                why = "it held what cannot be seen, or was too long."
            remarks.append(remark("changed", task, f"called '{name}'", why))
    return given


def _duration(task: Task, clock: Clock, settled: Settled, place: Place, taken: Taken) -> tuple[Duration, str]:
    """How long a task takes and who decides, and what to note beside it."""
    amount = left(task)
    seconds = clock.seconds(amount, task)
    nature = settled.nature or Nature(False, {})
    span = nature.spans.get(task.number)
    natures = (nature.every and seconds > 0) or task.number in nature.spans
    said = [f"the file says {clock.written(amount)}" if span is not None else _work(amount, clock)]
    if begun(task):
        said.append(f"what remains, {task.percent} % is done")
    if seconds and not amount.elapsed and span is None:
        taken.working.append(task.number)
    if amount.estimated and seconds:
        said.append("an estimate")
        taken.estimates.append(task.number)
    if natures and span is None:
        taken.fixed.append(task.number)
    low, high = span or Span(seconds, seconds)
    return Duration(not natures, low, high, 0, place), ", ".join(text for text in said if text)


def _work(amount: Amount, clock: Clock) -> str:
    """Working time as the file has it, where that says more than the hours do."""
    if amount.elapsed or not amount.seconds or amount.unit in ("h", "min"):
        return ""
    return clock.written(amount) if clock.reading != "elapsed" else f"{show_duration(amount.seconds)} of work"


def _note(task: Task, remarks: list[Remark]) -> tuple[str, ...]:
    """The notes of a task, as paragraphs for comments."""
    if len(task.notes) > LONGEST_NOTE:
        why = f"of a note {LONGEST_NOTE:,} letters are kept."
        remarks.append(remark("left out", task, "the rest of its notes", why))
    return tuple(line for line in task.notes[:LONGEST_NOTE].splitlines() if line.strip())


def _general(project: Project, found: Outline) -> list[Remark]:
    """What is left out of the project as a whole, and of how single tasks were laid out."""
    said = []
    for calendar in project.calendars:
        if calendar.week or calendar.exceptions:
            what = "the working hours of a calendar"
            if calendar.exceptions:
                what += f", and the {len(calendar.exceptions)} exceptions of it"
            why = "nobody knows on which day a warning comes; --time says how working time is taken."
            said.append(Remark("left out", calendar.line, calendar.uid, None, cleaned(calendar.name), what, why))
    if not project.from_start:
        what, why = "that it is laid out backwards from its finish", "plans are counted from the warning."
        said.append(Remark("left out", 0, None, None, cleaned(project.title or project.name), what, why))
    for task in found.planned:
        if task.manual:
            why = "where it was put by hand is no bound; its links and dates are kept."
            said.append(remark("left out", task, "that it is scheduled by hand", why))
        if task.leveling_delay:
            said.append(remark("left out", task, "its levelling delay", "a plan says what must hold, not a timetable."))
    return said
