"""``freehand import``: a plan from a project tool, as a course of action that a person would have written."""

from __future__ import annotations

import os
import shlex
from argparse import ArgumentParser, Namespace
from datetime import datetime
from typing import Any

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.wording import counted
from freehand.formats.importing import Draft, Target, course_name
from freehand.formats.letters import as_name
from freehand.formats.mspdi.course import Questions, Settled, questions
from freehand.formats.mspdi.lengths import READINGS
from freehand.formats.mspdi.nature import read_nature
from freehand.formats.mspdi.outline import Remark
from freehand.formats.mspdi.reading import read_file
from freehand.formats.mspdi.values import Project
from freehand.memory import collector_paused
from freehand.quantities import show_duration

HELP = (
    "Write a course of action from a Microsoft Project XML file (MSPDI), which project tools exchange. "
    "What the file cannot know is asked for and never guessed; what cannot be carried over is listed."
)
EXAMPLE = (
    "freehand import examples/grid/storm.xml --party Coastline --contingency storm --into examples/grid "
    "--course again --nature 3,9-11 --time work"
)
FORMAT = "freehand.import/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("file", metavar="FILE", help="the Microsoft Project XML file")
    parser.add_argument("--party", required=True, metavar="P", help="whose course it is")
    parser.add_argument("--contingency", required=True, metavar="C", help="the contingency it answers")
    parser.add_argument("--into", required=True, metavar="WORKSPACE", help="the folder of the workspace")
    nature = 'the tasks whose length nature picks: none, all, 3,5-7, or with a span "4=4 to 8 h" (may be repeated)'
    parser.add_argument("--nature", action="append", metavar="TASKS", help=nature)
    time = "how working time is taken: work (3 d of 8 h is 24 h, worked through) or elapsed (3 d is 72 h)"
    parser.add_argument("--time", choices=READINGS, help=time)
    warning = "the moment that counts as time zero, such as 2026-11-21T06:00 (default: the project's start)"
    parser.add_argument("--warning", metavar="DATETIME", help=warning)
    parser.add_argument("--course", metavar="NAME", help="what the course is called (default: the project's title)")
    parser.add_argument("--meets", action="append", default=[], metavar="AIM", help="an aim it meets (may be repeated)")
    parser.add_argument("--file", dest="name", metavar="NAME", help="the name of the file written (default: one made)")


def run(args: Namespace) -> int:
    """Read, ask for what is open, check, write."""
    with collector_paused():
        return _run(args)


def _run(args: Namespace) -> int:
    project = read_file(args.file)
    target = Target(args.into)
    open_ = questions(project, args.nature is not None, args.time is not None)
    if open_.nature or open_.time:
        return _ask(args, project, open_)
    numbers = {task.number for task in open_.tasks}
    settled = Settled(
        course_name(project, args.course),
        as_name(args.party),
        as_name(args.contingency),
        tuple(dict.fromkeys(as_name(aim) for aim in args.meets)),
        read_nature(args.nature, numbers) if args.nature is not None else None,
        args.time,
        _moment(args.warning) if args.warning is not None else project.start,
    )
    draft = target.draft(project, settled, args.name)
    target.write(draft)
    if args.json:
        print_json(_document(args, project, settled, draft))
        return 0
    _show(args, settled, draft)
    return 0


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None or found.microsecond:
        what, why = f"'{shown(text)}' is no date and time", "it is read on the file's own clocks, which have no zone."
        raise UsageError(one_fault(what, why, "Write, say, --warning 2026-11-21T06:00."))
    return found


# -- what is asked for -----------------------------------------------------------------------------------------------


def _ask(args: Namespace, project: Project, open_: Questions) -> int:
    """Say what is open and how to settle it; the exit code is that of a second step."""
    again = _again(args, open_)
    if args.json:
        tasks = [
            {
                "number": task.number,
                "name": task.name,
                "line": task.line,
                "takes": task.takes,
                "estimated": task.estimated,
                "work_s": task.work,
                "elapsed_s": task.elapsed,
            }
            for task in open_.tasks
        ]
        asks = {"nature": open_.nature, "time": open_.time, "tasks": tasks}
        print_json(
            {
                "format": FORMAT,
                "written": None,
                "asks": asks,
                "next": again,
                "not_carried_over": [],
                "changed": [],
                "taken": None,
            }
        )
        return UsageError.exit_code
    screen = Screen()
    screen.line(_open_words(open_), style="bold")
    screen.heading(f"The tasks of {project.document}")
    columns = ["no.", "task", "in the file", *(["worked through", "days as days"] if open_.time else ["takes"])]
    rows = []
    for task in open_.tasks:
        takes = f"{task.takes}{', an estimate' if task.estimated else ''}"
        readings = [show_duration(task.work)] + ([show_duration(task.elapsed)] if open_.time else [])
        rows.append([str(task.number), task.name, takes, *readings])
    screen.table(columns, rows, right=(0,))
    if open_.nature:
        screen.heading("Whose length does nature pick?")
        for words, meaning in (
            ("--nature none", "all lengths are chosen, as they stand in the file"),
            ("--nature all", "nature picks them all (milestones aside); one number each, so each is fixed"),
            ("--nature 3,5-7", "nature picks these; the others are chosen"),
            ('--nature "4=4 to 8 h"', "nature picks this one, from 4 to 8 h"),
        ):
            screen.line(f"{words}  {meaning}", indent=2)
    if open_.time:
        screen.heading("How is working time taken?")
        for words, meaning in (
            ("--time work", "an hour of work is an hour: worked through, day and night, in shifts"),
            ("--time elapsed", "a day is 24 h, a week 7 d, a month 30 d, whatever is worked in them"),
        ):
            screen.line(f"{words}  {meaning}", indent=2)
    screen.next(again)
    return UsageError.exit_code


def _open_words(open_: Questions) -> str:
    said = (["which lengths nature picks"] if open_.nature else []) + (
        ["how working time is taken"] if open_.time else []
    )
    return f"Nothing is written yet: the file does not say {' and '.join(said)}, and nothing is guessed."


def _again(args: Namespace, open_: Questions) -> str:
    """The same command with what is open settled in one way."""
    words = ["freehand", "import", args.file, "--party", args.party, "--contingency", args.contingency]
    words += ["--into", args.into]
    for option, value in (("--course", args.course), ("--warning", args.warning), ("--file", args.name)):
        words += [option, value] if value is not None else []
    for aim in args.meets:
        words += ["--meets", aim]
    for nature in args.nature or ["none"]:
        words += ["--nature", nature]
    if open_.time or args.time:
        words += ["--time", args.time or "work"]
    return shlex.join(words)


# -- what was written ------------------------------------------------------------------------------------------------


def _document(args: Namespace, project: Project, settled: Settled, draft: Draft) -> dict[str, Any]:
    course = draft.converted.course
    remarks, taken = draft.converted.remarks, draft.converted.taken
    return {
        "format": FORMAT,
        "written": {
            "file": os.path.join(args.into, draft.file),
            "course": course.name,
            "party": course.party,
            "contingency": course.contingency,
            "meets": list(course.meets),
            "warning": settled.warning.isoformat() if settled.warning else None,
            "time": settled.time,
            "activities": len(course.activities),
            "nature": [a.name for a in course.activities if not a.duration.chosen],
            "rules": len(course.rules),
            "means": [{"name": name, "number": number} for name, number in draft.converted.means],
        },
        "asks": None,
        "next": f"freehand check {shlex.quote(args.into)}",
        "not_carried_over": [_remark_json(project, remark) for remark in remarks if remark.kind == "left out"],
        "changed": [_remark_json(project, remark) for remark in remarks if remark.kind == "changed"],
        "taken": {"working_time": taken.working, "estimates": taken.estimates, "fixed": taken.fixed},
    }


def _remark_json(project: Project, remark: Remark) -> dict[str, Any]:
    return {
        "file": project.document,
        "line": remark.line or None,
        "uid": remark.uid,
        "number": remark.number,
        "name": remark.name,
        "what": remark.what,
        "why": remark.why,
    }


def _show(args: Namespace, settled: Settled, draft: Draft) -> None:
    course, remarks = draft.converted.course, draft.converted.remarks
    screen = Screen()
    told = [counted(len(course.activities), "activity", "activities"), counted(len(course.rules), "rule", "rules")]
    told += [counted(len(draft.converted.means), "means", "means")] if draft.converted.means else []
    path = os.path.join(args.into, draft.file)
    screen.line(f"The course '{course.name}' of {course.party} is in {path}: {', '.join(told)}.", style="bold")
    for text in _taken(args, settled, draft):
        screen.line(text, indent=2)
    for kind, title in (("left out", "Not carried over"), ("changed", "Carried over otherwise than it stands")):
        rows = [_row(remark) for remark in remarks if remark.kind == kind]
        if rows:
            screen.heading(title)
            screen.table(["line", "of", "what", "why"], rows, right=(0,))
    screen.next(f"freehand check {shlex.quote(args.into)}")


def _taken(args: Namespace, settled: Settled, draft: Draft) -> list[str]:
    """How what the file cannot know was taken, in sentences."""
    course, taken = draft.converted.course, draft.converted.taken
    natures = sum(not activity.duration.chosen for activity in course.activities)
    said = []
    if natures:
        said.append(f"Nature picks {counted(natures, 'length', 'lengths')}, the rest is chosen as it stands.")
    else:
        said.append("All lengths are chosen, as they stand in the file.")
    if taken.fixed:
        number = len(taken.fixed)
        said.append(f"Of nature's, {number} have one number in the file and are fixed: give spans with --nature.")
    if taken.working:
        how = "days of 24 h" if settled.time == "elapsed" else "hours worked through, day and night"
        said.append(f"{counted(len(taken.working), 'task stands', 'tasks stand')} in working time, taken as {how}.")
    if taken.estimates:
        number = len(taken.estimates)
        said.append(f"{counted(number, 'length is an estimate', 'lengths are estimates')}; that is noted beside.")
    if settled.warning is not None:
        whence = "" if args.warning is not None else ", the project's start (--warning says otherwise)"
        said.append(f"Dates count from a warning at {settled.warning:%Y-%m-%d %H:%M}{whence}.")
    if not course.meets:
        said.append("It meets no aim yet: name those it meets with --meets, or in the file.")
    return said


def _row(remark: Remark) -> list[str]:
    number = f"{remark.number} " if remark.number is not None else ""
    return [str(remark.line or ""), f"{number}{remark.name}", remark.what, remark.why]
