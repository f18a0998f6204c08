"""What cannot be done is said: by kind, with what, why and what to do next; never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from freehand.faces.cli import sources
from freehand.faces.cli.commands import check
from tests.faces.face import FIRST_WORDS, ROOT, Answer, copied, environment, program, run, unwrapped

GULF = "examples/gulf"
EVACUATION = ("explain", GULF, "evacuation", "--rung", "support")
USAGE: dict[tuple[str, ...], str] = {
    ("foo",): "there is no command 'foo'",
    ("asses", GULF): "there is no command 'asses'",
    ("",): "there is no command ''",
    ("--verbose",): "there is no command '--verbose'",
    ("assess",): "the following arguments are required: WORKSPACE",
    ("explain", GULF): "the following arguments are required: CONTINGENCY",
    ("interface", GULF): "it is not said whose interface it is",
    ("sheet", GULF): "the following arguments are required: --party",
    ("assess", GULF, "--loud"): "unrecognized arguments: --loud",
    ("check", GULF, GULF): f"unrecognized arguments: {GULF}",
    ("assess", GULF, "--rung", "top"): "argument --rung: invalid choice: 'top'",
    ("assess", GULF, "--rung"): "argument --rung: expected one argument",
    ("assess", GULF, "--contingency", "flood"): "there is no contingency 'flood'",
    ("explain", GULF, "flood"): "there is no contingency 'flood'",
    ("windows", GULF, "flood"): "there is no contingency 'flood'",
    (*EVACUATION, "--scenario", "calm"): "there is no scenario 'calm' of evacuation",
    (*EVACUATION, "--course", "by sea"): "'by sea' does not say whose course it is",
    (*EVACUATION, "--course", "C=by sea"): "there is no party 'C'",
    (*EVACUATION, "--course", "A=by rail"): "there is no course 'by rail' of A in evacuation",
    (*EVACUATION, "--course", "A="): "there is no course '' of A in evacuation",
    (*EVACUATION, "--try", "0"): "there is no ask 0",
    (*EVACUATION, "--try", "4"): "there is no ask 4",
    (*EVACUATION, "--try", "99"): "there is no ask 99",
    (*EVACUATION, "--try", "-1"): "there is no ask -1",
    (*EVACUATION, "--try", "one"): "argument --try: invalid",
    (*EVACUATION, "--limit", "0"): "--limit",
    (*EVACUATION, "--limit", "-5"): "--limit",
    (*EVACUATION, "--limit", "few"): "--limit",
    ("explain", GULF, "civil-protection", "--try", "1"): "there is no ask 1",
    ("interface", GULF, "--party", "C"): "there is no party 'C'",
    ("interface", GULF, "--party", "B", "--decides", "all"): "argument --decides: invalid choice: 'all'",
    ("demo", "atlantis"): "atlantis",
    ("demo", "../tests"): "../tests",
}
ACCESS: dict[tuple[str, ...], str] = {
    ("check", "nowhere"): "there is no folder 'nowhere'",
    ("assess", "nowhere"): "there is no folder 'nowhere'",
    ("explain", "nowhere", "flood"): "there is no folder 'nowhere'",
    ("windows", "nowhere", "flood"): "there is no folder 'nowhere'",
    ("sheet", "nowhere", "--party", "A"): "there is no folder 'nowhere'",
    ("interface", "nowhere", "--party", "A"): "there is no folder 'nowhere'",
    ("check", "pyproject.toml"): "'pyproject.toml' is no folder",
    ("assess", "pyproject.toml"): "'pyproject.toml' is no folder",
    ("check", "pyproject.toml/x"): "'pyproject.toml/x'",
    ("assess", "x" * 5000): "xxx",
}


def as_said(answer: Answer, code: int, kind: str, words: tuple[str, ...]) -> dict[str, Any]:
    """The first fault of a refusal, checked to be whole, and to be the same on the screen as in the document."""
    assert (answer.code, answer.out) == (code, ""), words
    assert "Traceback" not in answer.err
    lines = answer.err.splitlines()
    assert [line for line in lines if len(line) > 80 and " " in line.strip()] == [], words
    document = run(*words, "--json")
    assert (document.code, document.err) == (code, ""), words
    assert set(document.json) == {"format", "kind", "faults"}
    assert (document.json["format"], document.json["kind"]) == ("freehand.error/1", kind), words
    for fault in document.json["faults"]:
        assert set(fault) == {"what", "file", "line", "field", "why", "next"}
        for part in ("what", "why", "next"):
            assert fault[part], (words, part)
            assert unwrapped(fault[part]) in unwrapped(answer.err), (words, part)
    first = document.json["faults"][0]
    assert isinstance(first, dict)
    return first


@pytest.mark.parametrize("words", USAGE, ids=" ".join)
def test_wrong_words_are_a_usage_error_that_says_what_why_and_what_next(words: tuple[str, ...]) -> None:
    assert USAGE[words] in as_said(run(*words), 3, "usage", words)["what"]


def test_a_word_with_a_zero_in_it_is_no_name_of_anything() -> None:
    words = ("assess", "null\0byte")
    assert as_said(run(*words), 3, "usage", words)["what"] == "U+0000 stands in these words"


@pytest.mark.parametrize("words", ACCESS, ids=lambda words: " ".join(words)[:40])
def test_a_place_that_cannot_be_read_is_an_access_error(words: tuple[str, ...]) -> None:
    assert ACCESS[words] in as_said(run(*words), 4, "access", words)["what"]


@pytest.mark.parametrize("words", [*list(USAGE)[::6], ("assess", "nowhere")], ids=" ".join)
def test_as_a_program_too_no_refusal_is_a_traceback(words: tuple[str, ...]) -> None:
    assert program(*words) == run(*words)


def test_a_wrong_name_is_answered_with_the_names_that_there_are() -> None:
    contingencies = "civil-protection, de-escalation, evacuation, radiological, strait-closure"
    for words, known in {
        ("foo",): ", ".join(FIRST_WORDS),
        ("network", "chek"): "Did you mean 'check'? See 'freehand network --help'.",
        ("asses", GULF): "Did you mean 'assess'?",
        ("assess", GULF, "--contingency", "flood"): contingencies,
        ("explain", GULF, "flood"): contingencies,
        (*EVACUATION, "--scenario", "calm"): "orderly, hurried, ports shut early",
        (*EVACUATION, "--course", "A=by rail"): "by air, by sea",
        ("interface", GULF, "--party", "C"): "A, B",
        ("assess", GULF, "--rung", "top"): "operations",
        ("demo", "atlantis"): "gulf",
    }.items():
        assert known in unwrapped(run(*words).err), words


def test_a_refusal_does_not_say_that_the_workspace_has_none_of_what_it_has() -> None:
    for words in (("explain", GULF, "flood"), (*EVACUATION, "--course", "C=x"), ("interface", GULF, "--party", "C")):
        assert "the workspace has none" not in run(*words).err


# -- faults of files ---------------------------------------------------------------------------------


def test_an_empty_folder_is_an_input_error_that_says_how_to_begin(tmp_path: Path) -> None:
    for command in (("check",), ("assess",)):
        fault = as_said(run(*command, str(tmp_path)), 2, "input", (*command, str(tmp_path)))
        assert "freehand new" in fault["next"]


BROKEN = {
    "yaml": ("A/evacuation.yaml", "course: by sea\n", "course: [by sea\n"),
    "unknown key": ("A/evacuation.yaml", "activities:\n  assemble", "activites:\n  assemble"),
    "bare duration": ("B/evacuation.yaml", "    nature takes: 24 to 32 h\n", "    duration: 24 to 32 h\n"),
    "missing unit": ("B/evacuation.yaml", "    nature takes: 24 to 32 h\n", "    nature takes: 24 to 32\n"),
    "low above high": ("B/evacuation.yaml", "    nature takes: 24 to 32 h\n", "    nature takes: 32 to 24 h\n"),
    "no such point": ("B/evacuation.yaml", "before end of lighter cargo", "before end of lightr cargo"),
    "no such means": ("B/evacuation.yaml", "holds: 1 berths\nrules", "holds: 1 bertsh\nrules"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_fault_in_a_file_is_said_with_file_line_and_field_by_every_command(case: str, tmp_path: Path) -> None:
    name, old, new = BROKEN[case]
    folder = copied("gulf", tmp_path / "gulf")
    path = folder / name
    text = path.read_text("utf-8")
    at = text.index(old)
    path.write_text(text[:at] + new + text[at + len(old) :], "utf-8")
    line = text[:at].count("\n") + 1
    where = str(folder)
    said = set()
    for words in (
        ("check", where),
        ("assess", where),
        ("explain", where, "evacuation"),
        ("windows", where, "evacuation"),
        ("sheet", where, "--party", "B"),
        ("interface", where, "--party", "B"),
    ):
        as_said(run(*words), 2, "input", words)
        faults = run(*words, "--json").json["faults"]
        assert {fault["file"] for fault in faults} == {name}
        assert [fault for fault in faults if line <= fault["line"] <= line + 2 and (fault["field"] or case == "yaml")]
        said.add(run(*words).err)
    assert len(said) == 1


def test_all_faults_of_a_workspace_are_said_at_once(tmp_path: Path) -> None:
    folder = copied("gulf", tmp_path / "gulf")
    for name, old, new in [BROKEN["missing unit"], BROKEN["unknown key"]]:
        path = folder / name
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    faults = run("check", str(folder), "--json").json["faults"]
    assert {fault["file"] for fault in faults} == {"A/evacuation.yaml", "B/evacuation.yaml"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything, so permission cannot be refused")
def test_a_file_without_permission_is_an_access_error(tmp_path: Path) -> None:
    folder = copied("start", tmp_path / "start")
    (folder / "flood.yaml").chmod(0)
    fault = as_said(run("check", str(folder)), 4, "access", ("check", str(folder)))
    assert fault["file"] == "flood.yaml"


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that even root cannot read as a whole")
def test_a_file_that_even_root_cannot_read_is_an_access_error() -> None:
    as_said(run("check", "/proc/self/mem"), 4, "access", ("check", "/proc/self/mem"))


# -- where the answer goes ----------------------------------------------------------------------------


WAYS = [
    (("--help",), True),
    (("check", GULF), True),
    (("check", GULF), False),
    (("assess", "examples/start"), True),
    (("assess", "examples/start"), False),
    (("assess", GULF, "--json"), True),
    (("assess", "--help"), True),
    (("assess", "--help"), False),
]


@pytest.mark.parametrize(("words", "buffered"), WAYS)
def test_a_reader_who_has_left_is_no_fault(words: tuple[str, ...], buffered: bool) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "freehand.faces.cli", *words],
            cwd=ROOT,
            env=environment(**({} if buffered else {"PYTHONUNBUFFERED": "1"})),
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_first_line_can_be_taken_from_a_pipe_in_quiet() -> None:
    line = f'"{sys.executable}" -m freehand.faces.cli assess {GULF} --json | head -n 1'
    done = subprocess.run(
        ["/bin/sh", "-c", line], cwd=ROOT, env=environment(), capture_output=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"{\n", b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize(("words", "buffered"), WAYS)
def test_an_answer_that_cannot_be_written_is_an_access_error(words: tuple[str, ...], buffered: bool) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "freehand.faces.cli", *words],
            cwd=ROOT,
            env=environment(**({} if buffered else {"PYTHONUNBUFFERED": "1"})),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    said = done.stderr.decode()
    assert (done.returncode, said.splitlines()[0]) == (4, "the answer cannot be written")
    assert "Traceback" not in said
    assert "Exception ignored" not in said


def test_letters_that_the_terminal_does_not_know_are_no_traceback() -> None:
    for words in (("assess", GULF), ("assess", GULF, "--json"), ("demo", "--help"), ("check", "nowhere")):
        answer = program(*words, PYTHONIOENCODING="ascii")
        assert "Traceback" not in answer.err
        assert answer.code == (0 if GULF in words or "--help" in words else 4)


@pytest.mark.parametrize(
    ("command", "module", "more"),
    [("check", check, ()), ("assess", sources, ()), ("report", sources, ("-o", "never.html"))],
)
def test_an_interruption_says_one_word_and_exits_with_130(
    command: str, module: Any, more: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(folder: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "load", interrupted)
    for json in ((), ("--json",)):
        answer = run(command, GULF, *more, *json)
        assert (answer.code, answer.out) == (130, "")
        assert not (ROOT / "never.html").exists()
        assert answer.err.strip() == "Interrupted; nothing was changed."


def test_colour_is_for_a_terminal_that_wants_it_and_never_for_a_pipe() -> None:
    assert "\x1b" not in program("assess", GULF, TERM="xterm-256color").out
    assert "\x1b" not in program("assess", GULF, TERM="xterm-256color", COLORTERM="truecolor").out
