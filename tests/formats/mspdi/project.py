"""Small Microsoft Project XML files for the tests, made from what matters alone, and workspaces to import them into."""

from __future__ import annotations

from datetime import datetime

from freehand.formats.mspdi.course import Converted, Settled, convert
from freehand.formats.mspdi.lengths import Reading
from freehand.formats.mspdi.nature import Nature
from freehand.formats.mspdi.reading import read_project
from freehand.formats.mspdi.values import Project
from freehand.formats.workspace import read_workspace
from freehand.formats.writing import course_text, means_text
from freehand.plans.joint import Workspace
from freehand.plans.plan import Course

NAMESPACE = "http://schemas.microsoft.com/project"
WARNING = datetime(2026, 11, 2, 8)
COMPACT = "compact: drill\nillustrative: yes\nparties:\n  A: one\n  B: other\nshared means:\n  boats: 2\n"
CONTINGENCY = (
    "contingency: flood\nhorizon: 90 d\naims: [done, dry]\nscenarios:\n  only:\n    crest: 20 d after the warning\n"
)
FILES = (("compact.yaml", COMPACT.encode()), ("flood.yaml", CONTINGENCY.encode()))

Text = str | int


def element(name: str, inside: Text = "", **fields: Text) -> str:
    """An element with a field on each line; ``inside`` stands after them."""
    lines = "".join(f"<{key}>{value}</{key}>\n" for key, value in fields.items())
    return f"<{name}>\n{lines}{inside}</{name}>\n"


def link(before: int, kind: int = 1, lag: int = 0, unit: int = 7, **fields: Text) -> str:
    """A predecessor: ``kind`` 0 FF, 1 FS, 2 SF, 3 SS; ``lag`` in tenths of a minute, or per cent."""
    return element("PredecessorLink", PredecessorUID=before, Type=kind, LinkLag=lag, LagFormat=unit, **fields)


def task(uid: int, name: str = "", hours: float = 8, unit: int = 7, *, links: str = "", **fields: Text) -> str:
    """A task on the first level, with a duration of so many hours."""
    seconds = round(hours * 3600)
    takes = f"PT{seconds // 3600}H{seconds // 60 % 60}M{seconds % 60}S"
    usual: dict[str, Text] = {"UID": uid, "ID": uid, "OutlineLevel": 1, "Duration": takes, "DurationFormat": unit}
    told = {**usual, **fields}
    if name:
        told["Name"] = name
    return element("Task", links, **told)


def xml(tasks: str = "", rest: str = "", **fields: Text) -> bytes:
    """A whole file, its project starting on 2026-11-02 at 08:00 with days of 8 h."""
    told: dict[str, Text] = {"Title": "plan", "StartDate": WARNING.isoformat(), **fields}
    inside = f"<Tasks>\n{tasks}</Tasks>\n{rest}"
    whole = element("Project", inside, **told).replace("<Project>", f'<Project xmlns="{NAMESPACE}">', 1)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{whole}'.encode()


def project(tasks: str = "", rest: str = "", **fields: Text) -> Project:
    """The project of ``xml``."""
    return read_project(xml(tasks, rest, **fields), "plan.xml")


def resources(*kinds: tuple[int, str, int, Text]) -> str:
    """Resources as (UID, name, type, MaxUnits)."""
    told = (
        element("Resource", UID=uid, ID=uid, Name=name, Type=kind, MaxUnits=units) for uid, name, kind, units in kinds
    )
    return f"<Resources>\n{''.join(told)}</Resources>\n"


def assignments(*given: tuple[int, int, Text]) -> str:
    """Assignments as (UID of the task, UID of the resource, units)."""
    told = (
        element("Assignment", UID=at, TaskUID=task, ResourceUID=resource, Units=units)
        for at, (task, resource, units) in enumerate(given)
    )
    return f"<Assignments>\n{''.join(told)}</Assignments>\n"


def settled(
    nature: Nature | None = None, time: Reading | None = "work", warning: datetime | None = WARNING, **other: str
) -> Settled:
    """What somebody settled: nothing is nature's, working time is worked through, the warning is the start."""
    return Settled(other.get("course", "plan"), "A", "flood", (), nature or Nature(False, {}), time, warning)


def converted(tasks: str, rest: str = "", how: Settled | None = None, **fields: Text) -> Converted:
    """The course of ``xml``, as it was settled."""
    return convert(project(tasks, rest, **fields), how or settled(), (), {"boats": 2})


def rules(found: Converted) -> list[str]:
    """The rules of a course, as they are worded."""
    return [rule.text for rule in found.course.rules]


def lengths(found: Converted) -> dict[str, tuple[bool, int, int]]:
    """Whether a length is chosen, and its least and most in seconds, by activity."""
    return {a.name: (a.duration.chosen, a.duration.low, a.duration.high) for a in found.course.activities}


def said(found: Converted, kind: str) -> list[tuple[int | None, str, str]]:
    """The remarks of a kind: the number of the task, what, and why."""
    return [(each.number, each.what, each.why) for each in found.remarks if each.kind == kind]


def read_back(found: Converted) -> tuple[Workspace, Course]:
    """The workspace with what would be written, and the course as it is read there."""
    text = course_text(found.course, found.notes, ["made"])
    if found.means:
        text += f"---\n{means_text(found.course.party, found.means)}"
    workspace = read_workspace([*FILES, ("plan.yaml", text.encode())])
    (course,) = workspace.courses
    return workspace, course


def placeless(course: Course) -> Course:
    """A course without its places, and with each reason as the reader takes one that was left out."""
    nowhere = course.place._replace(document="", line=0, field="")
    return course._replace(
        place=nowhere,
        activities=tuple(
            a._replace(place=nowhere, duration=a.duration._replace(place=nowhere)) for a in course.activities
        ),
        rules=tuple(rule._replace(place=nowhere) for rule in course.rules),
    )
