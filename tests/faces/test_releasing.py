"""``freehand interface``: what it says, what it writes, and that it writes it whole or not at all."""

from __future__ import annotations

import json
import os
import shlex
from pathlib import Path

import pytest

from freehand.assessment.projecting import released_by
from freehand.formats.interface import as_text, read_file
from freehand.formats.workspace import load
from tests.faces.face import EXAMPLES, JOINT, Answer, at_every_rung, copied, cramped, fine, replaced, run, unwrapped

WITHIN = str(EXAMPLES / "worked/within")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "A.interface.json"


def release(folder: str | Path, party: str, file: Path, *more: str) -> Answer:
    return run("interface", str(folder), "--party", party, "-o", str(file), *more)


def test_nothing_is_written_without_a_file_named(tmp_path: Path) -> None:
    folder = copied("worked/within", tmp_path / "within")
    answer = fine("interface", str(folder), "--party", "A", at=tmp_path)
    assert "nothing was written" in answer.out
    assert os.listdir(tmp_path) == ["within"]


@pytest.mark.parametrize("decides", ["assured", "told apart", "possible"])
@pytest.mark.parametrize("example", ["gulf", "cascadia", "start"])
def test_what_was_written_is_read_back_as_what_was_released(example: str, decides: str, tmp_path: Path) -> None:
    workspace = load(EXAMPLES / example)
    for party in (p.name for p in workspace.compact.parties):
        path = tmp_path / f"{party}.json"
        fine("interface", str(EXAMPLES / example), "--party", party, "--decides", decides, "-o", str(path))
        back = read_file(str(path), workspace)
        assert as_text(back) == path.read_text("utf-8")
        released = released_by(workspace, party, decides)  # type: ignore[arg-type]
        assert back._replace(place=released.place, courses=()) == released._replace(courses=())
        assert [(c.name, c.ways, c.rungs, set(c.points), c.holds) for c in back.courses] == [
            (c.name, c.ways, c.rungs, set(c.points), c.holds) for c in released.courses
        ]


def test_a_release_again_of_the_same_plans_adds_nothing_and_has_the_same_bytes(file: Path) -> None:
    first = release(EXAMPLES / "gulf", "B", file, "--json").json
    before = file.read_bytes()
    again = release(EXAMPLES / "gulf", "B", file, "--json").json
    assert (first["adds"], again["adds"]) == (None, [])
    assert first["tells"] == again["tells"]
    assert file.read_bytes() == before
    assert f"What it adds to {file}, and no longer says nothing Hand" in unwrapped(
        release(EXAMPLES / "gulf", "B", file).out
    )


def test_a_changed_number_is_listed_as_what_the_release_adds_and_is_written_only_once_that_is_seen(
    file: Path, tmp_path: Path
) -> None:
    release(WITHIN, "A", file)
    before = file.read_bytes()
    folder = copied("worked/within", tmp_path / "within")
    replaced(folder / "A.yaml", "at most 48 h", "at most 40 h")
    added = [
        "drill, 'do a'",
        "  + all scenarios (assured): start of A's a between 0 h and 40 h after the warning",
        "  − all scenarios (assured): start of A's a between 0 h and 48 h after the warning",
    ]
    told = run("interface", str(folder), "--party", "A", "--earlier", str(file), "--json").json
    assert (told["adds"], told["file"]) == (added, None)
    seen = release(folder, "A", file, "--json").json
    assert (seen["adds"], seen["file"]) == (added, None)
    assert file.read_bytes() == before
    screen = release(folder, "A", file)
    assert "nothing was written yet" in unwrapped(screen.out)
    words = shlex.split(screen.last.removeprefix("Next: freehand "))
    assert words[-1] == "--yes"
    fine(*words)
    assert file.read_bytes() != before
    again = release(folder, "A", file, "--json").json
    assert (again["adds"], again["file"]) == ([], str(file))


def test_a_private_number_that_moves_no_shared_point_adds_nothing(file: Path, tmp_path: Path) -> None:
    release(EXAMPLES / "gulf", "B", file)
    folder = copied("gulf", tmp_path / "gulf")
    replaced(folder / "B/strait-closure.yaml", "we choose: 12 to 24 h", "we choose: 13 to 23 h")
    assert release(folder, "B", file, "--json").json["adds"] == []


def test_deciding_more_says_more_and_is_listed_as_added(file: Path) -> None:
    release(WITHIN, "A", file)
    answer = release(WITHIN, "A", file, "--decides", "possible", "--json").json
    assert answer["decides"] == "possible"
    assert answer["adds"][0] == "drill, 'do a'"
    told = [text for text in answer["adds"] if text.startswith("  + scenario")]
    assert [text for text in told if "(possible)" not in text and "(told apart)" not in text] == []
    assert {"(possible)" in text for text in told} == {True, False}


def test_everything_in_the_file_is_told_on_the_screen(file: Path) -> None:
    shown = unwrapped(release(EXAMPLES / "gulf", "B", file).out)
    document = json.loads(file.read_text("utf-8"))
    for course in document["courses"]:
        assert f"{course['contingency']}, '{course['course']}'" in shown
        for text in [*course.get("meets", []), *course.get("relies on", []), *course["at"]]:
            assert text in shown
        for hold in course.get("holds", []):
            assert f"{hold['user']} holds {hold['amount']} {hold['means']} from" in shown
        for join in course.get("joins", []):
            assert f"it ties a partner: {join['says']} ({join['why']})" in shown


# -- whole or not at all ----------------------------------------------------------------------------


@pytest.mark.parametrize("was_there", [False, True])
def test_a_file_that_cannot_take_its_place_leaves_everything_as_it_was(
    was_there: bool, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if was_there:
        release(WITHIN, "A", file)
    before = file.read_bytes() if was_there else None

    def refuses(source: str, target: str) -> None:
        raise OSError(28, "No space left on device", target)

    monkeypatch.setattr(os, "replace", refuses)
    answer = release(WITHIN, "A", file, "--decides", "possible", "--yes")
    assert answer.code == 4
    assert answer.out == ""
    assert unwrapped(answer.err).endswith("No space left on device. next: Name another file, or make room.")
    assert os.listdir(file.parent) == ([file.name] if was_there else [])
    assert before is None or file.read_bytes() == before


def test_an_interruption_while_writing_leaves_everything_as_it_was(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    release(WITHIN, "A", file)
    before = file.read_bytes()

    def interrupted(source: str, target: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    answer = release(WITHIN, "A", file, "--decides", "possible", "--yes")
    assert answer.code == 130
    assert answer.err.strip() == "Interrupted; nothing was changed."
    assert os.listdir(file.parent) == [file.name]
    assert file.read_bytes() == before


def test_on_a_full_disk_the_earlier_file_stays_whole(tmp_path: Path) -> None:
    file = tmp_path / "B.json"
    release(EXAMPLES / "gulf", "B", file)
    before = file.read_bytes()
    answer = cramped("interface", "examples/gulf", "--party", "B", "-o", str(file))
    assert answer.code == 4, answer.err
    assert "File too large" in answer.err
    assert os.listdir(tmp_path) == ["B.json"]
    assert file.read_bytes() == before


def test_a_file_that_is_no_interface_is_never_written_over(file: Path) -> None:
    for text in ("my notes\n", "{}", "[]", "", '{"interface": "freehand.interface/1"}', "course: x\n", "\x00\xff"):
        file.write_text(text, "utf-8")
        answer = release(WITHIN, "A", file, "--json")
        assert (answer.code, answer.json["kind"]) == (3, "usage"), text
        fault = answer.json["faults"][0]
        assert fault["what"].endswith("is there and is no interface file")
        assert fault["next"]
        assert file.read_text("utf-8") == text
        assert os.listdir(file.parent) == [file.name]


def test_an_interface_of_another_party_or_compact_is_never_written_over(file: Path) -> None:
    release(WITHIN, "B", file)
    before = file.read_bytes()
    answer = release(WITHIN, "A", file)
    assert answer.code == 3
    assert "is an interface of B" in unwrapped(answer.err)
    assert release(EXAMPLES / "gulf", "B", file).code == 3
    assert file.read_bytes() == before


def test_a_folder_is_no_place_for_an_interface(tmp_path: Path) -> None:
    answer = release(WITHIN, "A", tmp_path)
    assert answer.code == 3
    assert "is a folder" in answer.err
    answer = release(WITHIN, "A", tmp_path / "not there" / "A.json")
    assert answer.code == 4
    assert "No such file or directory" in answer.err
    assert os.listdir(tmp_path) == []


def test_an_earlier_file_that_is_not_there_is_an_access_error(tmp_path: Path) -> None:
    answer = run("interface", WITHIN, "--party", "A", "--earlier", str(tmp_path / "nothing"), "--json")
    assert (answer.code, answer.json["kind"]) == (4, "access")


def test_a_party_known_by_its_interface_only_cannot_be_released_anew(tmp_path: Path) -> None:
    folder = copied("worked/within", tmp_path / "within")
    release(folder, "B", tmp_path / "B.json")
    (folder / "B.yaml").unlink()
    (tmp_path / "B.json").rename(folder / "B.json")
    answer = run("interface", str(folder), "--party", "B")
    assert answer.code == 3
    assert "has only its interface, not its plans" in unwrapped(answer.err)


@pytest.mark.parametrize("example", ["gulf", "cascadia", "start"])
def test_with_interfaces_in_place_of_partners_plans_verdicts_and_windows_stay_the_same(
    example: str, tmp_path: Path
) -> None:
    full = fine("assess", str(EXAMPLES / example), "--json").json
    for party in full["parties"]:
        folder = copied(example, tmp_path / party)
        others = [other for other in full["parties"] if other != party]
        for path in list(folder.rglob("*.yaml")):
            if any(f"\nparty: {other}\n" in path.read_text("utf-8") for other in others):
                path.unlink()
        for other in others:
            assert release(EXAMPLES / example, other, folder / f"{other}.json", "--decides", "possible").code == 0
        seen = fine("assess", str(folder), "--json").json
        for (name, rung, there), (_, _, here) in zip(at_every_rung(full), at_every_rung(seen), strict=True):
            if rung not in JOINT:
                continue
            where = (party, name, rung)
            if there["verdict"] in ("adaptable", "possible"):  # which of the two, no projection can tell
                assert here["verdict"] == "undecided", where
                continue
            for at in (there, here):  # where the end of a window's activity puts its start, only its owner knows
                at["windows"] = [{**window, "start": None} for window in at["windows"] or []]
            for key in ("verdict", "in_fact", "lesser", "windows", "margin_s", "told_apart_by_s", "load_bearing"):
                assert here[key] == there[key], (where, key)
            assert here["choice"]["courses"] == there["choice"]["courses"], where
            assert here["freedom"][party]["time"] == there["freedom"][party]["time"], where
            for other in others:
                assert set(map(str, here["freedom"][other]["time"].values())) <= {"None", "[]"}, where
