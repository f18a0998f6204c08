"""``freehand import`` asks for what a project file cannot know, writes one file, and lists all it could not carry."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from freehand.formats.workspace import load
from tests.faces.face import ROOT, Answer, run
from tests.formats.mspdi.project import FILES, assignments, link, resources, task, xml

TASKS = (
    task(1, "stage", Summary=1)
    + task(2, "load", 24, OutlineLevel=2)
    + task(3, "sail", 5, 5, links=link(2, lag=4800), OutlineLevel=2)
    + task(4, "done", PercentComplete=100)
)
FILE = xml(TASKS, resources((1, "crews", 1, 4), (2, "fuel", 0, 1)) + assignments((2, 1, 2), (3, 2, 9)))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "plans").mkdir()
    for name, data in FILES:
        (tmp_path / "plans" / name).write_bytes(data)
    (tmp_path / "plan.xml").write_bytes(FILE)
    return tmp_path


def imported(place: Path, *words: str) -> Answer:
    return run("import", "plan.xml", "--party", "A", "--contingency", "flood", "--into", "plans", *words, at=place)


def files(place: Path) -> set[str]:
    return {path.name for path in (place / "plans").iterdir()}


def test_without_a_word_on_nature_and_time_nothing_is_written_and_the_tasks_are_listed(place: Path) -> None:
    before = files(place)
    answer = imported(place)
    assert (answer.code, answer.err, files(place)) == (3, "", before)
    assert answer.out.startswith("Nothing is written yet: ")
    for told in (
        "2 load 3 d of work 24 h 72 h",
        "--nature none",
        "--nature all",
        "--nature 3,5-7",
        "--time work",
    ):
        assert told in " ".join(answer.out.split())
    assert "done" not in answer.out.partition("Whose length")[0].split("\n", 3)[3]
    assert answer.last.startswith("Next: freehand import plan.xml --party A --contingency flood --into plans")


def test_the_command_that_is_named_next_works(place: Path) -> None:
    words = imported(place).last.removeprefix("Next: freehand ").split()
    answer = run(*words, at=place)
    assert answer.code == 0
    assert answer.last == "Next: freehand check plans"
    assert run("check", "plans", at=place).code == 0


@pytest.mark.parametrize(
    ("words", "open_"),
    [
        (("--nature", "none"), (False, True)),
        (("--time", "work"), (True, False)),
        ((), (True, True)),
    ],
)
def test_only_what_is_open_is_asked_for(place: Path, words: tuple[str, ...], open_: tuple[bool, bool]) -> None:
    asked = imported(place, *words, "--json").json
    assert asked["written"] is None
    assert (asked["asks"]["nature"], asked["asks"]["time"]) == open_
    assert [(task["number"], task["work_s"], task["elapsed_s"]) for task in asked["asks"]["tasks"]] == [
        (2, 86400, 259200),
        (3, 18000, 18000),
    ]


def test_what_is_settled_is_what_is_written(place: Path) -> None:
    words = ("--nature", "3=4 to 8 h", "--time", "elapsed", "--course", "by sea", "--meets", "dry", "--meets", "done")
    answer = imported(place, *words, "--file", "sea.yaml")
    assert answer.code == 0
    assert answer.out.splitlines()[0].startswith("The course 'by sea' of A is in plans/sea.yaml: 2 activities")
    (course,) = load(place / "plans").courses
    assert (course.name, course.meets) == ("by sea", ("dry", "done"))
    assert [(a.duration.chosen, a.duration.low, a.duration.high) for a in course.activities] == [
        (True, 259200, 259200),
        (False, 14400, 28800),
    ]
    assert [rule.at_least for rule in course.rules] == [86400]


def test_everything_that_was_not_carried_over_is_listed_with_its_task_and_line(place: Path) -> None:
    words = ("--nature", "all", "--time", "work")
    told = imported(place, *words, "--json").json
    lines = FILE.decode().split("\n")
    for each in told["not_carried_over"]:
        assert (
            "<Task>" in lines[each["line"] - 1]
            or "<Resource>" in lines[each["line"] - 1]
            or "<Assignment>" in lines[each["line"] - 1]
        )
    assert [(each["uid"], each["number"], each["name"], each["what"]) for each in told["not_carried_over"]] == [
        (4, 4, "done", "the task"),
        (2, 2, "fuel", "the resource"),
        (3, 3, "sail", "9 of the resource 'fuel'"),
    ]
    assert told["written"]["nature"] == ["load", "sail"]
    assert told["written"]["means"] == [{"name": "crews", "number": 4}]
    assert told["changed"] == []
    assert told["taken"] == {"working_time": [2, 3], "estimates": [], "fixed": [2, 3]}


def test_the_screen_tells_what_was_left_out_and_how_the_rest_was_taken(place: Path) -> None:
    out = " ".join(imported(place, "--nature", "all", "--time", "work").out.split())
    for told in (
        "Nature picks 2 lengths",
        "2 have one number in the file and are fixed",
        "2 tasks stand in working time, taken as hours worked through, day and night.",
        "Dates count from a warning at 2026-11-02 08:00, the project's start (--warning says otherwise).",
        "It meets no aim yet",
        "Not carried over",
        "3 sail 9 of the resource 'fuel'",
    ):
        assert told in out


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--nature", "9"), "there is no task 9 to plan"),
        (("--nature", "4"), "there is no task 4 to plan"),
        (("--nature", "none", "--warning", "soon"), "'soon' is no date and time"),
        (("--nature", "none", "--warning", "2026-11-02T08:00Z"), "'2026-11-02T08:00Z' is no date and time"),
        (("--nature", "none", "--meets", "wet"), "there is no aim 'wet'"),
        (("--nature", "none", "--file", "../x.yaml"), "'../x.yaml' is no name for a file here"),
        (("--nature", "none", "--party", "C"), "there is no party 'C'"),
    ],
)
def test_words_that_mean_nothing_are_refused_and_nothing_is_written(
    place: Path, words: tuple[str, ...], what: str
) -> None:
    before = files(place)
    answer = imported(place, "--time", "work", *words)
    assert (answer.code, answer.out, files(place)) == (3, "", before)
    assert what in " ".join(answer.err.split())


def test_what_is_no_project_file_is_refused_with_file_line_and_reason(place: Path) -> None:
    (place / "plan.xml").write_text("<Project>\n</Project>")
    answer = imported(place)
    assert answer.code == 2
    assert answer.err.startswith("plan.xml:1  this is 'Project' of no namespace\n  why:  ")
    (place / "plan.xml").unlink()
    assert imported(place).code == 4


def test_a_hostile_task_does_nothing_to_the_terminal(place: Path) -> None:
    (place / "plan.xml").write_bytes(xml(task(1, "\x85\u202e\u200b[red]x[/red]", unit=8)))
    for words in ((), ("--nature", "none")):
        out = imported(place, *words).out
        assert not set(out) & set("\x1b\u202e\u200b\x85")
        assert "[red]x[/red]" in out or not words


def test_the_example_is_what_its_command_wrote_and_what_was_added_by_hand(tmp_path: Path) -> None:
    """The comment of the example's course names the command; what it writes is still in the course, line by line."""
    text = (ROOT / "examples/grid/Coastline/storm.yaml").read_text(encoding="utf-8")
    comment = " ".join(line.removeprefix("#").strip() for line in text.split("course:")[0].splitlines())
    command = comment.partition("freehand ")[2].partition(" What a project tool")[0]
    for name in ("compact.yaml", "storm.xml", "contingencies", "Coastline"):
        source, target = ROOT / "examples/grid" / name, tmp_path / name
        if source.is_dir():
            target.mkdir()
            for path in source.iterdir():
                if path.name != "storm.yaml" or name == "contingencies":
                    (target / path.name).write_bytes(path.read_bytes())
        else:
            target.write_bytes(source.read_bytes())
    answer = run(*shlex.split(command), at=tmp_path)
    assert answer.code == 0, answer.err
    written = (tmp_path / "storm.yaml").read_text(encoding="utf-8").splitlines()[2:]
    kept = iter(text.splitlines())
    missing = [line for line in written if not line.startswith("#") and line not in kept]
    assert missing == []
