"""A folder is read once and safely: nothing outside it, nothing endless, nothing half written."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from freehand.errors import AccessError, Fault, InputError
from freehand.formats import folder as reading
from freehand.formats.workspace import load
from freehand.plans.joint import Workspace
from tests.formats.drill import DRILL


@pytest.fixture
def drill(tmp_path: Path) -> Path:
    """The drill in a folder."""
    home = tmp_path / "drill"
    home.mkdir()
    for name, text in DRILL.items():
        (home / name).write_text(text, encoding="utf-8")
    return home


def refused(folder: Path | str, kind: type[InputError] | type[AccessError] = InputError) -> Fault:
    """The only fault for which a folder is refused."""
    with pytest.raises(kind) as raised:
        load(folder)
    (fault,) = raised.value.faults
    return fault


def document(fault: Fault) -> str:
    return fault.place.document if fault.place else ""


def names(workspace: Workspace) -> list[str]:
    return [course.name for course in workspace.courses]


def test_where_a_file_lies_and_what_it_is_called_means_nothing(drill: Path, tmp_path: Path) -> None:
    plain = load(drill)
    other = tmp_path / "other"
    (other / "x" / "y").mkdir(parents=True)
    for at, name in enumerate(sorted(DRILL, reverse=True)):
        ending = "yml" if at % 2 else "yaml"
        (other / ("x/y" if at % 2 else "x") / f"{at}.{ending}").write_text(DRILL[name], encoding="utf-8")
    assert names(load(other)) == names(plain)
    assert load(other).compact.name == plain.compact.name


def test_all_documents_may_stand_in_one_file(drill: Path, tmp_path: Path) -> None:
    one = tmp_path / "one"
    one.mkdir()
    (one / "all.yaml").write_text("---\n" + "---\n".join(DRILL.values()) + "---\n", encoding="utf-8")
    assert names(load(one)) == names(load(drill))


def test_hidden_files_and_other_files_are_left_alone(drill: Path) -> None:
    (drill / ".git").mkdir()
    (drill / ".git" / "x.yaml").write_text("nonsense: [", encoding="utf-8")
    (drill / ".x.yaml").write_text("nonsense: [", encoding="utf-8")
    (drill / "notes.md").write_text("nonsense: [", encoding="utf-8")
    assert names(load(drill)) == ["pump", "wait", "bags"]


def test_a_missing_folder_is_told_with_what_to_do(tmp_path: Path) -> None:
    fault = refused(tmp_path / "nowhere", AccessError)
    assert fault.what.startswith("there is no folder '")
    assert fault.why == "nothing of that name is here."
    assert fault.next == "Check the path, or make a workspace with: freehand new DIR"


def test_a_file_is_no_folder(drill: Path) -> None:
    fault = refused(drill / "A.yaml", AccessError)
    assert fault.what.endswith("is no folder")
    assert fault.why == "a workspace is a folder of text files."


def test_a_path_with_nul_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refused(f"{tmp_path}/a\0b", AccessError).what


def test_an_empty_folder_has_no_compact(tmp_path: Path) -> None:
    fault = refused(tmp_path)
    assert fault.what == "this workspace has no compact"
    assert fault.next.startswith("Add a document with the fields compact and parties")


def test_a_link_out_of_the_folder_is_refused(drill: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("course: secret", encoding="utf-8")
    (drill / "more.yaml").symlink_to(tmp_path / "secret.yaml")
    fault = refused(drill)
    assert (document(fault), fault.what) == ("more.yaml", "this link leads out of the folder")
    assert fault.why == "a workspace holds all that it rests on, so that everybody who has it reads the same."
    assert fault.next == "Copy what it leads to into the folder, and take the link away."


def test_a_link_to_a_folder_outside_is_refused(drill: Path, tmp_path: Path) -> None:
    (tmp_path / "drill-2").mkdir()
    (drill / "more").symlink_to(tmp_path / "drill-2", target_is_directory=True)
    assert refused(drill).what == "this link leads out of the folder"


def test_a_link_inside_is_read_once_and_never_in_a_circle(drill: Path) -> None:
    (drill / "again.yaml").symlink_to(drill / "A.yaml")
    (drill / "round").symlink_to(drill, target_is_directory=True)
    (drill / "sub").mkdir()
    (drill / "sub" / "up").symlink_to(drill, target_is_directory=True)
    assert len(load(drill).courses) == 3


def test_a_link_to_what_is_hidden_inside_is_read(drill: Path) -> None:
    (drill / ".store").mkdir()
    (drill / "B.yaml").rename(drill / ".store" / "B.yaml")
    (drill / "now").symlink_to(drill / ".store", target_is_directory=True)
    workspace = load(drill)
    assert len(workspace.courses) == 3
    assert workspace.courses[-1].place.document == "now/B.yaml"


def test_a_link_to_nothing_is_refused(drill: Path) -> None:
    (drill / "gone.yaml").symlink_to(drill / "was.yaml")
    fault = refused(drill)
    assert (document(fault), fault.what) == ("gone.yaml", "this link leads nowhere")
    assert fault.next == "Take it away, or mend it."


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(path))


@pytest.mark.parametrize("make", [make_pipe, make_socket])
def test_a_pipe_or_socket_is_refused_and_not_waited_for(drill: Path, make: Callable[[Path], None]) -> None:
    make(drill / "pipe.yaml")
    fault = refused(drill)
    assert (document(fault), fault.what) == ("pipe.yaml", "this is no ordinary file")
    assert fault.why == "pipes, sockets and devices have no end that could be waited for."
    assert fault.next == "Take it away, or give it a name that does not end in .yaml, .yml or .json."


def test_a_file_that_may_not_be_read_is_told_with_what_to_do(drill: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = os.open

    def forbid(path: str, flags: int) -> int:
        if str(path).endswith("B.yaml"):
            raise PermissionError(13, "Permission denied")
        return opened(path, flags)

    monkeypatch.setattr(os, "open", forbid)
    fault = refused(drill, AccessError)
    assert (document(fault), fault.what) == ("B.yaml", "this file cannot be read")
    assert fault.why == "the system says: Permission denied."
    assert fault.next == 'Ask whoever owns it for leave to read it, or run: chmod u+r "B.yaml"'


def test_a_folder_that_may_not_be_read_is_told(drill: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scanned = os.scandir
    (drill / "sub").mkdir()

    def forbid(path: str) -> object:
        if str(path).endswith("sub"):
            raise PermissionError(13, "Permission denied")
        return scanned(path)

    monkeypatch.setattr(os, "scandir", forbid)
    fault = refused(drill, AccessError)
    assert (document(fault), fault.what) == ("sub", "this folder cannot be read")


def test_a_disk_that_fails_is_told(drill: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(handle: int, size: int) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "read", fail)
    with pytest.raises(AccessError) as raised:
        load(drill)
    assert {fault.why for fault in raised.value.faults} == {"the system says: Input/output error."}
    assert {fault.next for fault in raised.value.faults} == {"Check the disk, and run the command again."}


@pytest.mark.parametrize("change", ["longer", "shorter", "touched", "replaced"])
def test_a_file_that_changes_while_it_is_read_is_refused(
    drill: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    read, path = os.read, drill / "B.yaml"
    inode = path.stat().st_ino

    def meddle(handle: int, size: int) -> bytes:
        data = read(handle, size)
        if os.fstat(handle).st_ino == inode and data:
            if change == "longer":
                path.write_bytes(path.read_bytes() + b"\n# more")
            elif change == "shorter":
                path.write_bytes(path.read_bytes()[:10])
            elif change == "touched":
                os.utime(path, ns=(1, 1))
            else:
                (drill / "new").write_bytes(path.read_bytes())
                (drill / "new").replace(path)
        return data

    monkeypatch.setattr(os, "read", meddle)
    fault = refused(drill)
    assert (document(fault), fault.what) == ("B.yaml", "this file changed while it was read")
    assert fault.why == "what was read may be half of the old and half of the new."
    assert fault.next == "Wait until it is saved, and read it again."


def test_a_file_too_large_is_refused_before_it_is_read(drill: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_sizes: list[int] = []
    read = os.read

    def count(handle: int, size: int) -> bytes:
        read_sizes.append(size)
        return read(handle, size)

    with open(drill / "B.yaml", "ab") as file:
        file.truncate(reading.LARGEST_FILE + 1)
    monkeypatch.setattr(os, "read", count)
    fault = refused(drill)
    assert (document(fault), fault.what) == ("B.yaml", "this file has 16.0 MiB")
    assert fault.why == "a file of a workspace has at most 16 MiB."
    assert fault.next == "Split it; several files make one workspace."
    assert max(read_sizes) < 10_000


def test_a_folder_too_large_is_refused(drill: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_FOLDER", 1000)
    with pytest.raises(InputError) as raised:
        load(drill)
    assert raised.value.faults[0].what == "the files of this folder have more than 0 MiB together"


def test_too_many_files_are_refused(drill: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_FILES", 3)
    with pytest.raises(InputError) as raised:
        load(drill)
    assert raised.value.faults[0].what == "there are more than 3 files to read here"
    assert raised.value.faults[0].next == "Check the path; move what is no plan elsewhere."


def test_a_file_name_that_cannot_be_shown_is_spelled_out(drill: Path) -> None:
    (drill / "a\u202eb\n.yaml").write_text("", encoding="utf-8")
    assert document(refused(drill)) == "a\\u202eb\\u000a.yaml"
    (drill / "a\u202eb\n.yaml").unlink()
    try:
        with open(os.fsencode(drill) + b"/\xff.yaml", "wb"):
            pass
    except OSError:
        pytest.skip("this disk holds only names in UTF-8")
    assert document(refused(drill)) == "\\xff.yaml"


def test_equal_folders_give_equal_workspaces_wherever_they_stand(drill: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere"
    other.mkdir()
    for name in sorted(DRILL, reverse=True):
        (other / name).write_text(DRILL[name], encoding="utf-8")
    assert load(other) == load(drill)
