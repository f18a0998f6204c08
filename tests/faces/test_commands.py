"""Every command on every example: what a user sees at 80 columns and in a pipe."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from freehand.formats.workspace import load
from tests.faces.face import (
    COMMANDS,
    EXAMPLES,
    FIRST_WORDS,
    FOLDERS,
    GROUPS,
    ROOT,
    RUNGS,
    Answer,
    environment,
    program,
    ran,
    run,
    untidy,
    unwrapped,
)
from tests.faces.ledgers import prepared
from tests.faces.nodes.prepared import CANNOT
from tests.faces.ready import ready_for


@pytest.fixture
def here() -> Iterator[None]:
    """Keys, salts and times that are the same each time."""
    with prepared.repeatable():
        yield


def contingencies(folder: str) -> list[str]:
    return [c.name for c in load(ROOT / folder).contingencies]


def parties(folder: str) -> list[str]:
    """Those whose plans are there, not only an interface."""
    workspace = load(ROOT / folder)
    behind = {released.party for released in workspace.released}
    return [p.name for p in workspace.compact.parties if p.name not in behind]


def runs(folder: str) -> list[tuple[str, ...]]:
    """Every command on an example, at every rung, contingency and party."""
    found: list[tuple[str, ...]] = [("check", folder), ("assess", folder)]
    found += [("assess", folder, "--rung", rung) for rung in RUNGS]
    for name in contingencies(folder):
        found.append(("assess", folder, "--contingency", name))
        for rung in RUNGS:
            found += [(command, folder, name, "--rung", rung) for command in ("explain", "windows")]
    for party in parties(folder):
        found += [("interface", folder, "--party", party, "--decides", word) for word in ("assured", "possible")]
    return found


def unseemly(answer: Answer) -> list[str]:
    """What is wrong with a screen: its exit code, its width, blanks, colours, or no word of what to do next.

    The last line is a command to be copied: it is never broken, and may be as long as it is.
    """
    screen, _, _ = answer.out.rpartition(answer.last)
    wrong = untidy(screen) + ([] if answer.code == 0 else [f"exit {answer.code}", answer.err])
    return wrong + ([] if answer.last.startswith("Next: freehand ") else [f"last line: {answer.last}"])


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_command_fits_80_columns_without_colour_and_says_what_to_do_next(folder: str) -> None:
    wrong = {words: faults for words in runs(folder) if (faults := unseemly(ran(*words)))}
    assert wrong == {}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_command_prints_one_json_object_and_nothing_else(folder: str) -> None:
    for words in runs(folder):
        if words[0] in ("explain", "windows") and words[-1] in ("intelligence", "scenarios", "operations"):
            continue  # documents differ in kind below and from *scenarios* on: one rung of each will do
        answer = run(*words, "--json")
        assert (answer.code, answer.err) == (0, ""), words
        assert answer.json["format"].startswith("freehand."), words


@pytest.mark.parametrize("columns", [1, 4, 20, 40, 60, 100, 200])
def test_no_width_of_terminal_breaks_a_command(columns: int) -> None:
    for words in (("demo",), ("explain", "examples/gulf", "evacuation", "--rung", "support"), ("--help",)):
        answer = run(*words, columns=columns)
        assert answer.code == 0
        screen, _, _ = answer.out.rpartition(answer.last)
        if columns >= 60 and words[0] != "--help":
            assert untidy(screen, columns) == []


def test_the_demo_says_on_its_first_screen_what_the_two_gain_and_give_up() -> None:
    answer = ran("demo")
    assert unseemly(answer) == []
    screen = "\n".join(answer.out.splitlines()[:24])
    assert "At operations, 5 of 5 contingencies are assured in fact (none at alone)." in unwrapped(screen)
    assert "A keeps 12 of 264 h in strait-closure and B keeps 7.5 of 14 h in radiological." in unwrapped(screen)
    assert re.search(r"^evacuation +◌ exposed +◌ exposed +○ possible +○ possible +● assured$", screen, re.MULTILINE)


def test_the_command_that_the_demo_names_next_explains_what_is_not_assured() -> None:
    words = shlex.split(ran("demo").last.removeprefix("Next: freehand "))
    assert "○ evacuation is possible; short by 2 h." in ran(*words).out


def test_every_command_named_next_can_be_run_from_where_it_was_named() -> None:
    waiting: list[tuple[str, ...]] = [("demo",), *(("check", folder) for folder in FOLDERS)]
    seen: set[tuple[str, ...]] = set()
    while waiting:
        words = waiting.pop()
        if words in seen or "FILE" in words:
            continue
        seen.add(words)
        answer = ran(*words)
        assert answer.code == 0, (words, answer.err)
        waiting.append(tuple(shlex.split(answer.last.removeprefix("Next: freehand "))))
    assert {words[0] for words in seen} >= {"assess", "explain", "windows"}


@pytest.mark.parametrize("command", COMMANDS)
def test_the_example_in_the_help_runs_as_it_stands(command: str, tmp_path: Path, here: None) -> None:
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    if command in CANNOT:
        pytest.skip(CANNOT[command])
    ready_for(command, tmp_path)
    answer = run(*command.split(), "--help")
    assert answer.code == 0
    assert untidy(answer.out) == []
    example = re.search(r"^example:\n  freehand ((?:.+ \\\n)*.+)$", answer.out, re.MULTILINE)
    assert example is not None
    words = shlex.split(example[1].replace("\\\n", ""))
    assert " ".join(words).startswith(f"{command} ") or words == [command]
    assert unseemly(run(*words, at=tmp_path)) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_names_json(command: str) -> None:
    assert "--json" in run(*command.split(), "--help").out


def test_help_alone_lists_every_command_in_80_columns() -> None:
    answer = run("--help")
    assert unseemly(answer) == []
    assert answer == run() == run("-h")
    listed = [re.split(r"  +", line.strip())[0] for line in answer.out.splitlines() if line.startswith("  ")]
    assert [name for names in listed for name in names.split(", ")] == list(FIRST_WORDS)


@pytest.mark.parametrize("group", GROUPS)
def test_the_help_of_a_group_lists_its_commands_in_80_columns(group: str) -> None:
    words = group.split()
    answer = run(*words, "--help")
    assert unseemly(answer) == []
    assert answer == run(*words) == run(*words, "-h")
    assert tuple(line.split()[0] for line in answer.out.splitlines() if line.startswith("  ")) == GROUPS[group]


def test_the_version_is_one_line_wherever_the_program_runs_from() -> None:
    answer = program("--version")
    assert answer.code == 0
    assert re.fullmatch(r"\d+\.\d+\S*|not installed \(run from a checkout\)", answer.out.strip())


@pytest.mark.parametrize("words", [["--help"], ["check", "examples/gulf"], ["check", "examples/gulf", "--json"]])
def test_help_and_check_import_no_solver_no_terminal_and_no_numpy(words: list[str]) -> None:
    code = (
        "import sys\nfrom freehand.faces.cli.main import main\nleft = main(sys.argv[1:])\n"
        "sys.stderr.write(' '.join(sorted(sys.modules)))\nsys.exit(left)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=ROOT, env=environment(), capture_output=True, check=True, timeout=60
    )
    loaded = done.stderr.decode().split()
    assert "freehand.faces.cli.main" in loaded
    heavy = ("freehand.assessment", "freehand.temporal", "rich", "numpy", "decimal", "fractions", "socket")
    assert [name for name in loaded if any(name == h or name.startswith(f"{h}.") for h in heavy)] == []


SAME: list[tuple[str, ...]] = [
    ("demo",),
    ("check", "examples/cascadia"),
    ("assess", "examples/gulf", "--json"),
    ("explain", "examples/gulf", "evacuation", "--rung", "support", "--try", "1"),
    ("windows", "examples/cascadia", "hospital-fuel", "--rung", "support"),
    ("explain", "--help"),
    ("assess", "examples/gulf", "--rung", "top"),
    ("assess", "nowhere", "--json"),
]


@pytest.mark.parametrize("words", SAME, ids=" ".join)
def test_inside_a_process_and_as_a_program_the_answer_is_the_same(words: tuple[str, ...]) -> None:
    assert program(*words) == run(*words)


def test_the_demo_needs_no_checkout_as_its_place_to_stand(tmp_path: Path) -> None:
    here, there = run("demo"), run("demo", at=tmp_path)
    assert here.out.splitlines()[:-1] == there.out.splitlines()[:-1]
    assert run(*shlex.split(there.last.removeprefix("Next: freehand ")), at=tmp_path).code == 0


def test_the_demo_of_another_example_is_its_assessment() -> None:
    assert json.loads(run("demo", "cascadia", "--json").out) == json.loads(
        run("assess", "examples/cascadia", "--json").out
    )


def test_a_contingency_may_be_asked_for_by_name_and_more_than_once() -> None:
    words = ("assess", "examples/gulf", "--contingency", "evacuation", "--contingency", "radiological", "--json")
    assert [c["name"] for c in run(*words).json["contingencies"]] == ["evacuation", "radiological"]


def test_a_party_held_to_a_course_takes_it() -> None:
    words = ("explain", "examples/gulf", "evacuation", "--course", "A=by air", "--json")
    assert run(*words).json["choice"]["courses"]["A"] == "by air"


def test_the_command_named_next_keeps_what_was_held() -> None:
    words = ("explain", "examples/gulf", "evacuation", "--rung", "support", "--scenario", "ports shut early")
    held = run(*words, "--course", "A=by air")
    following = shlex.split(held.last.removeprefix("Next: freehand "))
    assert held.out.count("\n   1.  ") == 1
    assert sorted(following) == sorted([*words, "--course", "A=by air", "--try", "1"])
    first = run(*words, "--course", "A=by air", "--json").json["asks"][0]
    assert run(*following, "--json").json["tried"]["ask"] == first


def test_a_scenario_named_is_the_only_one_reckoned() -> None:
    words = ("explain", "examples/gulf", "evacuation", "--rung", "support", "--scenario", "orderly", "--json")
    found = run(*words).json
    assert (found["verdict"], list(found["per_scenario"] or {"orderly": ""})) == ("assured", ["orderly"])
    assert {cell["scenario"] for cell in found["cells"]} == {"orderly"}


def test_a_word_without_end_or_with_nothing_to_be_seen_is_refused_in_a_few_lines() -> None:
    for words in (("bundle", "write", "B", "-o", "x", "--after", "9" * 70_000 + "x"), ("check", "a\0b")):
        answer = run(*words)
        assert answer.code == 3
        assert len(answer.err) < 1000
        assert "next: " in answer.err
