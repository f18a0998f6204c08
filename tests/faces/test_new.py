"""``freehand new``: a workspace that is whole, sound and one's own, or nothing at all."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest

from tests.faces.face import EXAMPLES, cramped, fine, fingerprint, run, untidy


def test_a_new_workspace_passes_check_and_assess(tmp_path: Path) -> None:
    made = fine("new", "our-compact", at=tmp_path)
    assert untidy(made.out) == []
    assert "No faults in" in fine("check", "our-compact", at=tmp_path).out
    assessed = fine("assess", "our-compact", at=tmp_path)
    assert "● assured  flood" in assessed.out


def test_the_command_named_next_runs_even_for_a_folder_with_blanks_and_quotes(tmp_path: Path) -> None:
    made = fine("new", "our 'first' plans", at=tmp_path)
    assert made.last.startswith("Next: freehand ")
    fine(*shlex.split(made.last.removeprefix("Next: freehand ")), at=tmp_path)


def test_a_new_workspace_is_the_start_example_byte_for_byte_and_every_file_is_named(tmp_path: Path) -> None:
    made = fine("new", "plans", "--json", at=tmp_path).json
    assert fingerprint(tmp_path / "plans") == fingerprint(EXAMPLES / "start")
    assert made["files"] == sorted(path.name for path in (EXAMPLES / "start").iterdir())
    assert made["format"] == "freehand.new/1"
    assert os.listdir(tmp_path) == ["plans"]


def test_its_files_can_be_edited(tmp_path: Path) -> None:
    fine("new", "plans", at=tmp_path)
    assert [path.name for path in (tmp_path / "plans").iterdir() if not os.access(path, os.W_OK)] == []


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    fine("new", "plans", at=tmp_path)
    fine("check", "plans", at=tmp_path)


def test_the_folder_one_stands_in_is_filled_where_it_is_empty(tmp_path: Path) -> None:
    fine("new", ".", at=tmp_path)
    fine("check", ".", at=tmp_path)


@pytest.mark.parametrize("name", ["notes.txt", ".hidden", "compact.yaml"])
def test_a_folder_that_holds_anything_is_refused_and_left_as_it_was(name: str, tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / name).write_text("mine")
    before = fingerprint(tmp_path)
    answer = run("new", "plans", at=tmp_path)
    assert (answer.code, answer.out) == (4, "")
    assert "'plans' is not empty" in answer.err
    assert "next: " in answer.err
    assert fingerprint(tmp_path) == before


def test_a_file_in_its_place_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "plans").write_text("mine")
    answer = run("new", "plans", at=tmp_path)
    assert answer.code == 4
    assert "file" in answer.err
    assert (tmp_path / "plans").read_text() == "mine"


def test_a_place_that_cannot_be_written_is_an_access_error_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    answer = run("new", "file/plans", "--json", at=tmp_path)
    assert answer.code == 4
    fault = answer.json["faults"][0]
    assert answer.json["kind"] == "access"
    assert all(fault[key] for key in ("what", "why", "next"))
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere, so permission cannot be refused")
def test_a_parent_without_permission_is_an_access_error(tmp_path: Path) -> None:
    (tmp_path / "shut").mkdir(mode=0o500)
    answer = run("new", "shut/plans", at=tmp_path)
    assert answer.code == 4
    assert "Permission denied" in answer.err


@pytest.mark.parametrize("is_there", [False, True])
def test_a_workspace_is_never_half_written(is_there: bool, tmp_path: Path) -> None:
    if is_there:
        (tmp_path / "plans").mkdir()
    before = fingerprint(tmp_path)
    answer = cramped("new", "plans", at=tmp_path)
    assert answer.code == 4, answer.err
    assert answer.out == ""
    what, why, what_next = answer.err.splitlines()
    assert "'plans'" in what
    assert why.endswith("File too large.")
    assert what_next.startswith("  next: ")
    assert fingerprint(tmp_path) == before


def test_a_hidden_neighbour_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".plans.new").mkdir()
    (tmp_path / ".plans.new" / "mine").write_text("mine")
    fine("new", "plans", at=tmp_path)
    assert (tmp_path / ".plans.new" / "mine").read_text() == "mine"
