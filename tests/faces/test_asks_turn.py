"""Changing one number turns the verdict that an ask names: in the files, and with ``--try`` without touching them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from freehand.quantities import show_duration
from tests.faces.face import EXAMPLES, JOINT, Json, at_every_rung, copied, fine, fingerprint, ran, run, unwrapped


class Edit(NamedTuple):
    """One number of an example: where it stands, the words around it, and which way is worse."""

    example: str
    contingency: str
    rungs: tuple[str, ...]
    ask: str
    """How the ask begins."""
    file: str
    old: str
    new: str
    """``old`` with the number asked for, ``{}`` in its place."""
    worse: int
    """+1 where more is worse, -1 where less is."""

    def __str__(self) -> str:
        return f"{self.contingency}: {self.ask}"


LIGHTER = "  lighter cargo:\n    nature takes: 24 to 32 h\n"
PORT = "  secure port:\n    nature takes: 3 to 6 h\n  reception:\n    nature takes: 6 to 10 h\n  lighter cargo:\n"
EDITS = [
    Edit(
        "gulf",
        "evacuation",
        ("scenarios", "support"),
        "B's lighter cargo: at most 30 h instead of 32 h",
        "B/evacuation.yaml",
        LIGHTER,
        "  lighter cargo:\n    nature takes: 24 h to {}\n",
        1,
    ),
    Edit(
        "gulf",
        "evacuation",
        ("scenarios", "support"),
        "B's secure port: at most 4 h instead of 6 h",
        "B/evacuation.yaml",
        PORT,
        PORT.replace("3 to 6 h", "3 h to {}"),
        1,
    ),
    Edit(
        "gulf",
        "strait-closure",
        ("alone", "intelligence", "scenarios"),
        "B's own way to fuel: at most 264 h instead of 330 h from the call",
        "B/strait-closure.yaml",
        "own way, nature takes: 240 to 330 h",
        "own way, nature takes: 240 h to {}",
        1,
    ),
    Edit(
        "gulf",
        "strait-closure",
        ("scenarios",),
        "the closure not before 90 h instead of 24 h after the warning (scenario full closure)",
        "contingencies/strait-closure.yaml",
        "closure: 24 to 72 h after the warning",
        "closure: {0} to {0} after the warning",  # the low passes the high: both move
        -1,
    ),
    Edit(
        "gulf",
        "strait-closure",
        ("scenarios",),
        "the stocks out not before 402 h instead of 336 h after closure (scenario full closure)",
        "contingencies/strait-closure.yaml",
        "stocks out: 336 to 432 h after closure",
        "stocks out: {} to 432 h after closure",
        -1,
    ),
    Edit(
        "gulf",
        "civil-protection",
        ("alone",),
        "B's own way to supplies: at most 10 h instead of 16 h from the call",
        "B/civil-protection.yaml",
        "own way, nature takes: 10 to 16 h",
        "own way, nature takes: 10 h to {}",
        1,
    ),
    Edit(
        "gulf",
        "civil-protection",
        ("alone",),
        "the attack not before 22 h instead of 16 h after the warning (scenario short warning)",
        "contingencies/civil-protection.yaml",
        "as B knows it: 16 to 36 h",
        "as B knows it: {} to 36 h",
        -1,
    ),
    Edit(
        "gulf",
        "de-escalation",
        ("alone",),
        "the inquiry reports not after 8.5 h instead of 13 h after the warning (scenario incident at sea)",
        "contingencies/de-escalation.yaml",
        "as B knows it: 4 to 13 h",
        "as B knows it: 4 h to {}",
        1,
    ),
    Edit(
        "gulf",
        "de-escalation",
        ("alone",),
        "the deadline not before 14.5 h instead of 10 h after the warning (scenario ultimatum)",
        "contingencies/de-escalation.yaml",
        "deadline: 10 to 14 h after the warning",
        "deadline: {0} to {0} after the warning",
        -1,
    ),
    Edit(
        "worked/airlift",
        "drill",
        ("support", "operations"),
        "the promise airlift of A: at most 19 h instead of 36 h from the call",
        "promises.yaml",
        "nature takes: 12 to 36 h",
        "nature takes: 12 h to {}",
        1,
    ),
]


def asks(at: Json) -> list[Json]:
    """The asks of a contingency at a rung in the order of their numbers."""
    if at["believed"] is None:
        return list(at["asks"])
    return [ask for believed in at["believed"].values() if believed is not None for ask in believed["asks"]]


def explained(folder: Path | str, contingency: str, rung: str, *more: str) -> Json:
    return fine("explain", str(folder), contingency, "--rung", rung, *more, "--json").json


def assured(at: Json) -> bool:
    """Whether the contingency is assured: as the parties believe below *scenarios*, jointly from there on."""
    return bool(at["verdict"] == "assured")


@pytest.mark.parametrize("edit", EDITS, ids=str)
def test_the_number_that_an_ask_names_turns_the_verdict_and_one_second_less_does_not(
    edit: Edit, tmp_path: Path
) -> None:
    for rung in edit.rungs:
        before = explained(EXAMPLES / edit.example, edit.contingency, rung)
        (ask,) = [ask for ask in asks(before) if ask["text"].startswith(edit.ask)]
        assert ask["enough"]
        assert not assured(before)
        for seconds, turns in ((ask["to_s"], True), (ask["to_s"] + edit.worse, False)):
            folder = copied(edit.example, tmp_path / f"{rung} {seconds}")
            path = folder / edit.file
            text = path.read_text("utf-8")
            assert text.count(edit.old) == 1, edit.file
            path.write_text(text.replace(edit.old, edit.new.format(show_duration(seconds))), "utf-8")
            after = explained(folder, edit.contingency, rung)
            assert assured(after) is turns, (rung, seconds)
            if rung in JOINT:
                assert (after["chains"] == []) is (after["asks"] == []) is turns


def test_the_port_that_shuts_later_turns_the_evacuation_when_everybody_knows_it(tmp_path: Path) -> None:
    # 36 h stands in three places: as it is, as B knows it, and in B's report to A.
    for hours, turns in (("38 h", True), ("37 h 59 min 59 s", False)):
        folder = copied("gulf", tmp_path / hours)
        path = folder / "contingencies/evacuation.yaml"
        path.write_text(path.read_text("utf-8").replace(" 36 to 60 h", f" {hours} to 60 h"), "utf-8")
        report = folder / "reports.yaml"
        report.write_text(report.read_text("utf-8").replace("as early as 36 h", f"as early as {hours}"), "utf-8")
        assert assured(explained(folder, "evacuation", "support")) is turns


def test_every_ask_of_the_examples_that_is_enough_turns_its_verdict_when_tried() -> None:
    tried = 0
    for example in ("gulf", "cascadia", "start", "worked/airlift"):
        folder = EXAMPLES / example
        before = fingerprint(folder)
        for name, rung, at in at_every_rung(ran("assess", f"examples/{example}", "--json").json):
            for number, ask in enumerate(asks(at), 1):
                if ask["changes"] and all(change["from_s"] is not None for change in ask["changes"]):
                    found = explained(folder, name, rung, "--try", str(number))["tried"]
                    assert found["ask"] == ask
                    believed = found["believed"] or {}
                    owners = [party for party, b in (at["believed"] or {}).items() if b and ask in b["asks"]]
                    turned = [believed[party]["verdict"] for party in owners] or [found["verdict"]]
                    assert ("assured" in turned) is ask["enough"], (example, name, rung, ask["text"])
                    tried += 1
        assert fingerprint(folder) == before
    assert tried >= 20


def test_the_asks_that_are_enough_come_first_and_move_one_number_where_one_suffices() -> None:
    for example in ("gulf", "cascadia", "start", "worked/airlift"):
        for name, rung, at in at_every_rung(ran("assess", f"examples/{example}", "--json").json):
            for found in [at["asks"], *(b["asks"] for b in (at["believed"] or {}).values() if b)]:
                # To tell the scenarios apart in time is no number: asked first of all, and worth as much as it is.
                numbers = [ask for ask in found if ask["changes"]]
                assert found[len(found) - len(numbers) :] == numbers, (name, rung)
                enough = [ask["enough"] for ask in numbers]
                assert enough == sorted(enough, reverse=True), (name, rung)
                moved = [len(ask["changes"]) for ask in found if ask["enough"]]
                assert moved == sorted(moved), (name, rung)


def test_trying_an_ask_shows_on_the_screen_what_turns_and_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    folder = copied("gulf", tmp_path / "gulf")
    before = fingerprint(folder)
    answer = fine("explain", str(folder), "evacuation", "--rung", "support", "--try", "1")
    shown = unwrapped(answer.out)
    assert "If it were granted B's lighter cargo: at most 30 h instead of 32 h." in shown
    assert "possible → ● assured" in shown
    assert fingerprint(folder) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["gulf"]


def test_what_an_ask_promises_when_tried_is_what_the_files_say_when_it_is_written_in(tmp_path: Path) -> None:
    folder = copied("gulf", tmp_path / "gulf")
    tried = explained(folder, "evacuation", "support", "--try", "1")["tried"]
    path = folder / "B/evacuation.yaml"
    path.write_text(path.read_text("utf-8").replace(LIGHTER, LIGHTER.replace("32", "30")), "utf-8")
    edited = explained(folder, "evacuation", "support")
    for key in ("verdict", "in_fact", "choice", "windows", "margin_s", "freedom", "chains", "asks", "prices", "cells"):
        assert tried[key] == edited[key], key


def test_the_numbers_on_the_screen_are_those_of_try() -> None:
    for name, rung, at in at_every_rung(ran("assess", "examples/gulf", "--json").json):
        shown = run("explain", "examples/gulf", name, "--rung", rung).out
        numbers = [int(found) for found in re.findall(r"^ +(\d+)\.  ", shown, re.MULTILINE)]
        assert numbers == list(range(1, len(asks(at)) + 1)), (name, rung)


def test_an_ask_is_a_question_that_says_whose_number_it_is_and_from_which_rung() -> None:
    shown = unwrapped(ran("explain", "examples/gulf", "evacuation", "--rung", "support").out)
    assert "1. B's lighter cargo: at most 30 h instead of 32 h (of B, rung scenarios)" in shown
    question = "3. The ports close not before 38 h instead of 36 h after the warning (scenario ports shut early)"
    assert f"{question} (a question, since nobody can change it, rung intelligence)" in shown
