"""A new workspace is small and sound, is there whole or not at all, and is never written over anything."""

from pathlib import Path

import pytest

from freehand.errors import AccessError, UsageError
from freehand.formats.starting import example, new_workspace
from freehand.formats.workspace import load


def test_a_new_workspace_is_sound(tmp_path: Path) -> None:
    names = new_workspace(tmp_path / "deep" / "plans")
    assert {path.name for path in (tmp_path / "deep" / "plans").iterdir()} == set(names)
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["plans"]
    workspace = load(tmp_path / "deep" / "plans")
    assert [party.name for party in workspace.compact.parties] == ["Northbank", "Southbank"]
    assert workspace.promises
    assert workspace.reports


def test_a_folder_that_is_not_empty_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(AccessError) as raised:
        new_workspace(tmp_path)
    (fault,) = raised.value.faults
    assert fault.what.endswith("is not empty")
    assert fault.why == "nothing is ever written over."
    assert fault.next == "Name a folder that is not there yet."
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(AccessError, match="no workspace can be made"):
        new_workspace(tmp_path / "file" / "plans")
    with pytest.raises(AccessError, match="is a file"):
        new_workspace(tmp_path / "file")


@pytest.mark.parametrize("there_already", [False, True])
def test_a_full_disk_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there_already: bool
) -> None:
    def full(path: str, mode: str) -> object:
        if "x" in mode:
            Path(path).write_bytes(b"half")
            raise OSError(28, "No space left on device")
        return opened(path, mode)

    opened = open
    if there_already:
        (tmp_path / "plans").mkdir()
    monkeypatch.setattr("freehand.formats.starting.open", full, raising=False)
    with pytest.raises(AccessError, match="No space left on device"):
        new_workspace(tmp_path / "plans")
    left = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*"))
    assert left == (["plans"] if there_already else [])


def test_an_unknown_example_is_told_with_those_there_are() -> None:
    with pytest.raises(UsageError) as raised:
        example("golf")
    assert "gulf" in raised.value.faults[0].next
