"""Importing leaves a workspace whole or as it was, whatever a file says: hostile names, faults, full disks, damage."""

from __future__ import annotations

import os
import random
from collections import Counter
from pathlib import Path

import pytest

from freehand.errors import AccessError, FreehandError, InputError, UsageError
from freehand.formats import importing
from freehand.formats.importing import Target, course_name, file_name
from freehand.formats.mspdi.course import Settled, questions
from freehand.formats.mspdi.nature import Nature
from freehand.formats.mspdi.reading import read_project
from freehand.formats.workspace import load
from tests.formats.mspdi.project import (
    FILES,
    WARNING,
    assignments,
    converted,
    element,
    link,
    placeless,
    project,
    resources,
    settled,
    task,
    xml,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "plans"
    place.mkdir()
    for name, data in FILES:
        (place / name).write_bytes(data)
    return place


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def imported(folder: Path, tasks: str = task(1, "a"), how: Settled | None = None, file: str | None = None) -> str:
    """Import a small project; the name of the file written."""
    target = Target(folder)
    draft = target.draft(project(tasks), how or settled(), file)
    target.write(draft)
    return draft.file


def test_one_file_is_added_and_the_workspace_reads_as_it_was_meant(folder: Path) -> None:
    before = contents(folder)
    name = imported(folder, task(1, "a") + task(2, "b", links=link(1)))
    assert set(contents(folder)) - set(before) == {name} == {"A-plan.yaml"}
    assert {key: value for key, value in contents(folder).items() if key in before} == before
    (course,) = load(folder).courses
    assert placeless(course) == placeless(converted(task(1, "a") + task(2, "b", links=link(1))).course)


def test_a_file_that_is_there_is_never_written_over(folder: Path) -> None:
    (folder / "A-plan.yaml").write_text("contingency: storm\nhorizon: 1 d\naims: x\nscenarios: {s: {}}\n")
    before = contents(folder)
    with pytest.raises(UsageError, match="is there already") as caught:
        imported(folder)
    assert "--file" in caught.value.faults[0].next
    assert contents(folder) == before
    assert imported(folder, file="other.yaml") == "other.yaml"


def test_a_link_that_leads_out_of_the_folder_is_not_written_through(folder: Path, tmp_path: Path) -> None:
    target = Target(folder)
    draft = target.draft(project(task(1, "a")), settled())
    (folder / draft.file).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="is there already"):
        target.write(draft)
    assert not (tmp_path / "elsewhere").exists()


HOSTILE = [
    "../../out",
    "/etc/passwd",
    "..",
    ".",
    "C:\\x",
    "a\0b",
    "a/b",
    "~root",
    "con",
    "\u202egnp.exe",
    "x" * 5000,
    "\n",
    "💣",
    "- ",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_never_reaches_the_file_system(folder: Path, tmp_path: Path, name: str) -> None:
    made = file_name(name, name)
    assert os.path.basename(made) == made
    assert not made.startswith(".")
    assert made.removesuffix(".yaml").replace("-", "").isalnum()
    assert len(made.encode()) < 100
    title = course_name(project("")._replace(title=name), None)
    imported(folder, how=settled(course=title))
    assert {path.name for path in tmp_path.iterdir()} == {"plans"}
    assert all(path.parent == folder for path in folder.rglob("*"))
    load(folder)


@pytest.mark.parametrize(
    "file", ["../x.yaml", "/tmp/x.yaml", "a/b.yaml", ".x.yaml", "x.txt", "x", "", "a\0.yaml", "x" * 300 + ".yaml"]
)
def test_a_name_for_the_file_is_a_name_and_no_path(folder: Path, file: str) -> None:
    before = contents(folder)
    with pytest.raises(UsageError, match=r"is no name for a\s+file here"):
        imported(folder, file=file or "?")
    assert contents(folder) == before


@pytest.mark.parametrize(
    ("how", "what"),
    [
        (settled()._replace(party="C"), "there is no party 'C'"),
        (settled()._replace(contingency="fire"), "there is no contingency 'fire'"),
        (settled()._replace(meets=("dry", "wet")), "there is no aim 'wet'"),
    ],
)
def test_what_the_workspace_does_not_have_is_refused_with_what_it_has(folder: Path, how: Settled, what: str) -> None:
    with pytest.raises(UsageError) as caught:
        imported(folder, how=how)
    assert caught.value.faults[0].what == what
    assert caught.value.faults[0].next.startswith("Name one of: ")


def test_a_course_that_is_there_already_is_refused(folder: Path) -> None:
    imported(folder)
    with pytest.raises(UsageError, match="has a course 'plan' for it already"):
        imported(folder, file="other.yaml")


def test_a_party_behind_an_interface_has_no_plans_to_import(folder: Path) -> None:
    from freehand.assessment.projecting import released_by
    from freehand.formats.interface import as_text

    name = imported(folder)
    (folder / "A.json").write_text(as_text(released_by(load(folder), "A")))
    (folder / name).unlink()
    with pytest.raises(UsageError, match="the workspace has an interface"):
        imported(folder)


def test_an_unsound_workspace_is_refused_with_its_own_faults(folder: Path) -> None:
    (folder / "flood.yaml").write_text("contingency: flood\n")
    with pytest.raises(InputError, match=r"flood\.yaml:1"):
        imported(folder)


def test_what_would_make_the_workspace_unsound_is_not_written(folder: Path) -> None:
    (folder / "b.yaml").write_text(
        "course: wait\nparty: B\ncontingency: flood\nactivities: {wait: {we choose: 1 h}}\n"
        "rules:\n  start of wait not before end of A's load:\n"
    )
    before = contents(folder)
    with pytest.raises(InputError, match="nothing was written") as caught:
        imported(folder)
    assert "no activity 'load' of A" in caught.value.faults[1].what
    assert contents(folder) == before


@pytest.mark.parametrize("call", ["fsync", "link", "chmod"])
def test_where_writing_fails_nothing_is_left(folder: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    before = contents(folder)
    monkeypatch.setattr(os, call, full)
    with pytest.raises(AccessError, match="No space left on device"):
        imported(folder)
    monkeypatch.undo()
    assert contents(folder) == before


def test_what_an_interrupted_import_leaves_is_left_alone_by_the_reader(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    target = Target(folder)
    draft = target.draft(project(task(1, "a")), settled())
    monkeypatch.setattr(os, "link", stopped)
    with pytest.raises(KeyboardInterrupt):
        target.write(draft)
    assert load(folder).courses == ()


def test_a_disk_without_second_names_gets_the_file_and_is_never_written_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", unknown)
    name = imported(folder)
    assert set(contents(folder)) == {name, *(file for file, _ in FILES)}
    before = contents(folder)
    with pytest.raises(UsageError, match="is there already"):
        imported(folder, how=settled(course="other"), file=name)
    assert contents(folder) == before


def test_a_file_too_large_to_be_read_again_is_not_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(folder)
    for limit in ("LARGEST_FILE", "LARGEST_FOLDER", "MOST_FILES"):
        monkeypatch.setattr(importing, limit, 2)
        with pytest.raises(InputError, match="too much for this workspace"):
            imported(folder)
        monkeypatch.undo()
    assert contents(folder) == before


def test_what_is_imported_again_under_another_name_shares_its_activities(folder: Path) -> None:
    imported(folder)
    imported(folder, how=settled(course="again"))
    assert {course.name: course.activities[0].name for course in load(folder).courses} == {"plan": "a", "again": "a"}


# -- any damage ----------------------------------------------------------------------------------------------------

SPECIMEN = xml(
    task(1, "before", Summary=1)
    + task(2, "call in", 2, 5, OutlineLevel=2)
    + task(3, "inspect", 24, 39, links=link(2), OutlineLevel=2, Notes="two crews")
    + task(4, "trim", 12, 6, links=link(2, 3, 50, 19), OutlineLevel=2, Deadline="2026-11-09T08:00:00")
    + task(5, "ready", 0, links=link(3) + link(4, 0, -4800), ConstraintType=4, ConstraintDate="2026-11-03T08:00:00")
    + task(6, "after", Summary=1, links=link(1))
    + task(7, "patrol", 8, PercentComplete=50, OutlineLevel=2),
    "<Calendars>"
    + element("Calendar", f"<WeekDays>{element('WeekDay', DayType=2, DayWorking=1)}</WeekDays>", UID=1, Name="std")
    + "</Calendars>"
    + resources((1, "crews", 1, 6), (2, "half", 1, "0.5"), (3, "sand", 0, 1))
    + assignments((2, 1, 2), (3, 2, "0.25"), (4, 3, 9)),
    CalendarUID=1,
)
VALUES = [
    "",
    "0",
    "1",
    "-1",
    "7",
    "99999999999",
    "PT1H0M0S",
    "PT0H0M0S",
    "2026-11-02T07:00:00",
    "x",
    "\u202e",
    "- a: #",
    "a'\"’”;",
    "&lt;",
    "ä",
]


def damaged(chance: random.Random) -> bytes:
    """The specimen with one to three damages: bytes, lines, elements and values."""
    text = SPECIMEN
    for _ in range(chance.randint(1, 3)):
        lines = text.split(b"\n")
        at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.randrange(9):
            case 0:
                byte = chance.randrange(len(text))
                text = text[:byte] + bytes([text[byte] ^ (1 << chance.randrange(8))]) + text[byte + 1 :]
            case 1:
                text = text[: chance.randrange(len(text))] if chance.random() < 0.3 else text
            case 2:
                text = b"\n".join([*lines[:at], *lines[at + 1 :]])
            case 3:
                text = b"\n".join([*lines[:at], lines[at], *lines[at:]])
            case 4:
                lines[at], lines[to] = lines[to], lines[at]
                text = b"\n".join(lines)
            case 5 | 6:
                head, more, rest = lines[at].partition(b">")
                _, end, tail = rest.partition(b"<")
                if end:
                    lines[at] = head + more + chance.choice(VALUES).encode() + end + tail
                text = b"\n".join(lines)
            case 7:
                kinds = (b"Task", b"PredecessorLink", b"Resource", b"Assignment")
                kind = chance.choice(kinds)
                blocks = text.split(b"<" + kind + b">")
                if len(blocks) > 1:
                    which = chance.randrange(1, len(blocks))
                    blocks.insert(which, blocks[chance.randrange(1, len(blocks))])
                text = (b"<" + kind + b">").join(blocks)
            case _:
                other = lines[to].partition(b">")[2].partition(b"<")[0]
                head, more, rest = lines[at].partition(b">")
                _, end, tail = rest.partition(b"<")
                lines[at] = head + more + other + end + tail
                text = b"\n".join(lines)
    return text


def test_of_ten_thousand_damaged_files_each_is_imported_soundly_or_refused_in_words(folder: Path) -> None:
    chance = random.Random(3)
    target = Target(folder)
    before = contents(folder)
    ends: Counter[str] = Counter()
    for _ in range(10_000):
        data = damaged(chance)
        try:
            found = read_project(data, "plan.xml")
            questions(found, False, False)
            how = Settled(
                course_name(found, None),
                "A",
                "flood",
                ("done",),
                Nature(True, {}),
                chance.choice(["work", "elapsed"]),
                found.start or WARNING,
            )
            draft = target.draft(found, how)
        except FreehandError as error:
            ends["refused" if is_told(error) else "refused without a word"] += 1
            continue
        ends["read"] += 1
        if ends["read"] % 50 == 0:  # what would be written was read back by now; now and then it is written as well
            target.write(draft)
            (course,) = load(folder).courses
            assert placeless(course) == placeless(draft.converted.course)
            (folder / draft.file).unlink()
    assert contents(folder) == before
    assert set(ends) == {"read", "refused"}
    assert min(ends.values()) > 2000


def is_told(error: FreehandError) -> bool:
    """Whether an error says of every fault what, why and what next, and of the first that it is of the file."""
    place = error.faults[0].place
    return all(fault.what and fault.why and fault.next for fault in error.faults) and (
        place is not None and place.document == "plan.xml"
    )
