"""Names are free text: in any script, of any length, with any signs; on the screen they are what they are."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

import pytest

from freehand.formats.letters import as_name
from freehand.quantities import show_about, show_instant
from tests.faces.face import RUNGS, Answer, Json, cells, fine, run, texts, untidy, unwrapped, written

WORKSPACE = """\
compact: {compact}
parties:
  {a}: the first
  {b}: the second
shared means:
  {means}: 2
rules:
  {rule}:
    contingency: {case}
    notice: {notice}
---
contingency: {case}
horizon: 72 h
aims: [{aim}]
scenarios:
  {scenario}:
    {event}:
      comes: 20 to 30 h after the warning
      {as_a_knows_it}: 21 to 30 h
---
course: {course_a}
party: {a}
contingency: {case}
activities:
  {act_a}:
    nature takes: 2 to 4 h
    holds: {one_means}
---
course: {course_b}
party: {b}
contingency: {case}
meets: [{aim}]
activities:
  {act_b}:
    nature takes: 4 to 9 h
    holds: {one_means}
needs:
  {need}:
    own way, nature takes: 6 to 12 h
rules:
  {r_after}: {reason}
  {r_delivered}: {reason}
  {r_before}: {reason}
---
promise: {promise}
by: {a}
to: {b}
for: {need}
contingency: {case}
nature takes: 2 to 4 h
can be called: 0 to 24 h after the warning
---
report: {report}
by: {a}
to: {b}
contingency: {case}
scenario: {scenario}
about: {event}
says: rules out anything earlier than 21 h
"""


class Names(NamedTuple):
    """One name for everything that has one."""

    compact: str
    a: str
    b: str
    means: str
    rule: str
    case: str
    aim: str
    scenario: str
    event: str
    course_a: str
    course_b: str
    act_a: str
    act_b: str
    need: str
    promise: str
    report: str
    reason: str


def plain(text: str) -> str:
    """A text as YAML takes it whole."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def in_sentence(name: str) -> str:
    """A name as a rule takes it whole."""
    return f'"{name}"' if "'" in name else f"'{name}'"


def text_of(names: Names) -> str:
    """The workspace with these names."""
    given = {field: plain(name) for field, name in names._asdict().items()}
    said = {field: in_sentence(name) for field, name in names._asdict().items()}
    return WORKSPACE.format(
        **given,
        notice=plain(f"2 h before start of {said['a']}'s {said['act_a']}"),
        as_a_knows_it=plain(f"as {names.a} knows it"),
        one_means=plain(f"1 {names.means}"),
        r_after=plain(f"start of {said['act_b']} not before end of {said['a']}'s {said['act_a']}"),
        r_delivered=plain(f"start of {said['act_b']} not before delivery of {said['need']}"),
        r_before=plain(f"{said['event']} at least 1 h after end of {said['act_b']}"),
    )


def named(pattern: str) -> Names:
    """Names made of one pattern, told apart by a word."""
    return Names(*(pattern.replace("@", field.replace("_", " ")) for field in Names._fields))


PATTERNS = {
    "plain": "the @",
    "arabic": "إخلاء الساحل @",
    "cjk": "沿岸住民の避難計画 @",
    "hangul": "해안 대피 @",
    "combining": "e\u0301vacue\u0301 n\u0303 q\u0307\u0323 @",
    "emoji": "🚢🚁 @",
    "markup": "[bold]@[/bold] [/] [red]",
    "open markup": "[/@]",
    "braces": "{0} {@} {{x}} {",
    "per cent": "100% of @ %s %(x)d %%",
    "signs": "@ $HOME `id` \\n *&|;<>#!?~",
    "quotes": 'the "@"',
    "apostrophe": "the mayor's @",
    "colon": ":smile: @: yes",
    "words of rules": "@ not before end of start",
    "shapes": "● @ ✕",
    "long": "a name of very many words for the @ " + "that goes on and on " * 6,
    "long word": "@" + "x" * 150,
    "long cjk": "@" + "避" * 150,
    "numbers": "12 @",
}


def folder_of(pattern: str, tmp_path: Path) -> tuple[Path, Names]:
    """A workspace with names of a pattern, and the names as they are kept: in NFC, without blanks around."""
    names = named(PATTERNS[pattern].strip())
    kept = names._replace(**{field: as_name(name) for field, name in names._asdict().items()})
    return written(tmp_path / "names", {"all.yaml": text_of(names)}), kept


def screens(folder: Path, names: Names) -> list[Answer]:
    """Every command, at every sort of rung."""
    found = [run(*words, at=folder) for words in (("check", "."), ("assess", "."))]
    for rung in ("alone", "scenarios", "operations"):  # believed, not assured, assured
        found.append(run("assess", ".", "--rung", rung, at=folder))
        found += [run(command, ".", names.case, "--rung", rung, at=folder) for command in ("explain", "windows")]
    found += [
        run(command, ".", "--party", p, at=folder) for command in ("sheet", "interface") for p in (names.a, names.b)
    ]
    found += [run("sheet", ".", "--party", names.a, "--rung", rung, at=folder) for rung in ("alone", "scenarios")]
    found.append(run("explain", ".", names.case, "--rung", "scenarios", "--try", "1", at=folder))
    return found


@pytest.mark.parametrize("pattern", PATTERNS)
def test_names_of_every_kind_fit_80_columns_and_keep_the_screen_tidy(pattern: str, tmp_path: Path) -> None:
    folder, names = folder_of(pattern, tmp_path)
    for answer in screens(folder, names):
        assert answer.code == 0, answer.err
        screen, _, _ = answer.out.rpartition(answer.last)
        assert untidy(screen) == []
        assert answer.last.startswith("Next: freehand ")


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_name_stands_on_the_screen_as_it_was_written(pattern: str, tmp_path: Path) -> None:
    folder, names = folder_of(pattern, tmp_path)
    shown = fine("explain", ".", names.case, "--rung", "scenarios", at=folder).out
    squeezed = "".join(shown.split())
    for name in (names.case, names.event, names.scenario, names.act_b, names.reason, names.need, names.course_b):
        assert "".join(name.split()).casefold() in squeezed.casefold(), name
    assessed = "".join(fine("assess", ".", at=folder).out.split())
    for name in (names.compact, names.a, names.b, names.course_a, names.course_b, names.promise):
        assert "".join(name.split()) in assessed, name


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_name_takes_the_place_of_a_number(pattern: str, tmp_path: Path) -> None:
    folder, names = folder_of(pattern, tmp_path)
    assessed = fine("assess", ".", at=folder).out
    matrix, _, _ = assessed.partition("believed assured")
    assert [(word, matrix.count(word)) for word in ("○ possible", "● assured")] == [("○ possible", 3), ("● assured", 2)]
    assert [rung for rung in RUNGS if rung not in matrix] == []
    windows = fine("windows", ".", names.case, at=folder).out
    found = fine("windows", ".", names.case, "--json", at=folder).json
    starts = [window["start"] or window for window in found["windows"]]
    rooms = [free["time"][key] for free in found["freedom"].values() for key in ("with_help_s", "joint_s")]
    numbers = [show_instant(start[key]) for start in starts for key in ("from_s", "to_s")] + [*map(show_about, rooms)]
    assert [number for number in numbers if number not in windows] == []


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_name_stands_in_asks_and_chains_of_the_document_to_the_letter(pattern: str, tmp_path: Path) -> None:
    folder, names = folder_of(pattern, tmp_path)
    at: Json = fine("explain", ".", names.case, "--rung", "scenarios", "--json", at=folder).json
    steps = [step for chain in at["chains"] for step in chain["steps"]]
    chain = " ".join(f"{step['text']} {step['reason']}" for step in steps)
    assert all(name in chain for name in (names.b, names.act_b, names.need, names.event, names.scenario, names.reason))
    asks = " ".join(ask["text"] for ask in at["asks"])
    assert all(name in asks for name in (names.b, names.act_b, names.need, names.event, names.scenario))
    assert list(at["choice"]["courses"].items()) == [(names.a, names.course_a), (names.b, names.course_b)]
    assert names.case in list(texts(at))


@pytest.mark.parametrize("pattern", PATTERNS)
def test_numbers_do_not_depend_on_the_names(pattern: str, tmp_path: Path) -> None:
    folder, names = folder_of(pattern, tmp_path)
    at = fine("explain", ".", names.case, "--rung", "scenarios", "--json", at=folder).json
    assert (at["verdict"], [chain["shortfall_s"] for chain in at["chains"]]) == ("possible", [3600])
    assert sorted((ask["from_s"], ask["to_s"]) for ask in at["asks"]) == [
        (3600, 0),
        (9 * 3600, 8 * 3600),
        (12 * 3600, 11 * 3600),
        (21 * 3600, 22 * 3600),
    ]
    operations = fine("explain", ".", names.case, "--json", at=folder).json
    assert operations["choice"]["ways"] == {names.b: {names.need: names.promise}}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_command_named_next_carries_the_name_so_that_it_runs(pattern: str, tmp_path: Path) -> None:
    folder, names = folder_of(pattern, tmp_path)
    first = fine("assess", ".", "--rung", "scenarios", at=folder)
    words = shlex.split(first.last.removeprefix("Next: freehand "))
    assert words[:3] == ["explain", ".", names.case]
    second = fine(*words, at=folder)
    assert second.out.startswith(unwrapped(names.case)[:20])
    fine(*shlex.split(second.last.removeprefix("Next: freehand ")), at=folder)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_an_interface_carries_the_names_there_and_back(pattern: str, tmp_path: Path) -> None:
    folder, names = folder_of(pattern, tmp_path)
    file = tmp_path / "B.json"
    expected: tuple[list[str] | None, ...] = (None, [])
    for adds in expected:
        told = fine("interface", ".", "--party", names.b, "-o", str(file), "--json", at=folder).json
        assert told["adds"] == adds
    assert names.reason in file.read_text("utf-8") or plain(names.reason)[1:-1] in file.read_text("utf-8")


def test_a_name_may_be_typed_in_letters_and_marks_apart(tmp_path: Path) -> None:
    folder, names = folder_of("combining", tmp_path)
    apart = names._replace(**{field: normalize("NFD", name) for field, name in names._asdict().items()})
    assert apart.case != names.case
    said = []
    for typed in (names, apart):
        held = ("--scenario", typed.scenario, "--course", f"{typed.b}={typed.course_b}")
        answer = fine("explain", ".", typed.case, "--rung", "scenarios", *held, at=folder)
        said.append(answer.out.rpartition(answer.last)[0])
    assert said[0] == said[1]
    fine("windows", ".", apart.case, at=folder)
    fine("assess", ".", "--contingency", apart.case, at=folder)
    fine("interface", ".", "--party", apart.b, at=folder)


def test_the_rows_of_a_table_stand_below_each_other_in_every_script(tmp_path: Path) -> None:
    for pattern in ("plain", "arabic", "cjk", "hangul", "combining"):
        folder, names = folder_of(pattern, tmp_path / pattern)
        lines = fine("windows", ".", names.case, at=folder).out.splitlines()
        head = next(number for number, line in enumerate(lines) if line.startswith("party "))
        edge = cells(lines[head][: lines[head].index("point")])
        for line in lines[head + 1 : head + 3]:
            before = 0
            while cells(line[:before]) < edge:
                before += 1
            assert cells(line[:before]) == edge, pattern
            assert line[before - 1 : before] == " ", pattern


STEERING = ("\x1b[31mred", "a\u202eb", "zero\u200bwidth", "bell\x07", "nul\x00", "two\u2028lines")


@pytest.mark.parametrize("name", STEERING)
def test_a_name_that_would_steer_the_terminal_is_refused_and_shown_spelled_out(name: str, tmp_path: Path) -> None:
    names = named("the @")._replace(course_a=name)
    folder = written(tmp_path / "names", {"all.yaml": text_of(names)})
    answer = run("check", ".", at=folder)
    assert answer.code == 2
    assert [letter for letter in answer.err if not letter.isprintable() and letter != "\n"] == []
    json = run("check", ".", "--json", at=folder)
    assert [letter for letter in json.out if not letter.isprintable() and letter != "\n"] == []


@pytest.mark.parametrize("name", ["\x1b[31mred", "a\u202eb", "zero\u200bwidth", "[bold]x[/bold]", "x" * 300, "{0} %s"])
def test_a_word_of_the_command_that_is_wrong_is_quoted_without_harm(name: str) -> None:
    for words in (
        (name,),
        ("assess", name),
        ("assess", "examples/gulf", "--rung", name),
        ("assess", "examples/gulf", name),
        ("assess", "examples/gulf", "--contingency", name),
        ("explain", "examples/gulf", name),
        ("explain", "examples/gulf", "evacuation", "--course", name),
        ("explain", "examples/gulf", "evacuation", "--course", f"{name}=x"),
        ("explain", "examples/gulf", "evacuation", "--course", f"A={name}"),
        ("explain", "examples/gulf", "evacuation", "--scenario", name),
        ("interface", "examples/gulf", "--party", name),
        ("sheet", "examples/gulf", "--party", name),
        ("sheet", "examples/gulf", "--party", "A", "--contingency", name),
        ("sheet", "examples/gulf", "--party", "A", "--warning", name),
        ("sheet", "examples/gulf", "--party", "A", "--warning", "2026-11-21T06:00Z", "--zone", name),
        ("sheet", "examples/gulf", "--party", "A", "-o", name),
        ("interface", "examples/gulf", "--party", "A", "--earlier", name),
        ("demo", name),
    ):
        answer = run(*words)
        assert answer.code in (2, 3, 4), words
        assert [letter for letter in answer.err if not letter.isprintable() and letter != "\n"] == [], words
        if name in ("[bold]x[/bold]", "{0} %s"):
            assert name in unwrapped(answer.err), words
