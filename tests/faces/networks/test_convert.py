"""``freehand network convert``: the same network in the other kind of file, whole, or a refusal and no file."""

from __future__ import annotations

from pathlib import Path

import pytest

from freehand.temporal.files import json_text, read_network
from freehand.temporal.named import Network
from tests.faces.face import LARGEST, ROOT, cramped, fine, run, unwrapped

HARBOUR = ROOT / "examples" / "networks" / "harbour.json"


def test_a_network_goes_there_and_back(tmp_path: Path) -> None:
    for style in ("case", "value"):
        fine("network", "convert", str(HARBOUR), "out.stnu", "--style", style, at=tmp_path)
        fine("network", "convert", "out.stnu", "out.json", at=tmp_path)
        assert read_network(tmp_path / "out.json") == read_network(HARBOUR)
    assert ("LabeledValue" in (tmp_path / "out.stnu").read_text()) is False


def test_what_cannot_be_held_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    network = Network.of("ab", [("a", "b", 3), ("a", "b", 5), ("b", "a", 9)], [("a", "b", 2, 7)])
    (tmp_path / "in.json").write_text(json_text(network))
    answer = run("network", "convert", "in.json", "out.stnu", at=tmp_path)
    assert answer.code == 2
    assert answer.err.count("the Tool holds one number for two points and a direction.") == 3
    assert not (tmp_path / "out.stnu").exists()
    answer = run("network", "convert", "in.json", "out.json", "--tightest", "--json", at=tmp_path)
    assert (answer.json["left_out"], answer.json["constraints"]) == (2, 1)


def test_what_says_nothing_can_be_left_out_and_is_counted(tmp_path: Path) -> None:
    network = Network.of("ab", [("a", "b", 8), ("a", "b", 9), ("b", "a", 9)], [("a", "b", 2, 7)])
    (tmp_path / "in.json").write_text(json_text(network))
    answer = fine("network", "convert", "in.json", "out.stnu", "--tightest", at=tmp_path)
    assert "3 constraints that say nothing were left out." in answer.out
    assert read_network(tmp_path / "out.stnu").network == Network.of("ab", [], [("a", "b", 2, 7)])


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("out.txt",), 3, "'out.txt' is no name for a network"),
        (("out",), 3, "'out' is no name for a network"),
        (("out.stn",), 3, "'out.stn' cannot hold links"),
        (("out.json", "--style", "case"), 3, "--style says nothing about 'out.json'"),
        (("out.stnu", "--style", "new"), 3, "argument --style: invalid choice: 'new'"),
        (("out.stnu", "--after", "nowhere"), 3, "there is no point 'nowhere'"),
        (("out.stnu", "--after", "at see"), 3, "Did you mean 'at sea'?"),
        (("folder.json",), 3, "'folder.json' is a folder"),
        (("other.json",), 3, "'other.json' is there and is no network in JSON"),
        (("none/out.json",), 4, "cannot be written"),
    ],
)
def test_wrong_words_are_refused_and_change_nothing(
    tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "other.json").write_text("notes of mine")
    answer = run("network", "convert", str(HARBOUR), *words, at=tmp_path)
    assert answer.code == code
    assert said in unwrapped(answer.err)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.json", "other.json"]
    assert (tmp_path / "other.json").read_text() == "notes of mine"


def test_on_a_full_disk_the_old_file_stays_as_it_was(tmp_path: Path) -> None:
    network = Network.of(["a", "b"], [("a", "b", number, "as before") for number in range(LARGEST // 20)])
    (tmp_path / "in.json").write_text(json_text(network))
    (tmp_path / "out.json").write_text('{"points": ["old"]}')
    answer = cramped("network", "convert", "in.json", "out.json", at=tmp_path)
    assert answer.code == 4
    assert (tmp_path / "out.json").read_text() == '{"points": ["old"]}'
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.json", "out.json"]


@pytest.mark.parametrize(
    ("words", "code", "kind"),
    [
        (("check", "none.json"), 4, "access"),
        (("check", "."), 4, "access"),
        (("check",), 3, "usage"),
        (("check", "a.json", "--limit-steps", "0"), 3, "usage"),
        (("check", "a.json", "--limit-seconds", "-1"), 3, "usage"),
        (("check", "a.json", "--limit-seconds", "nan"), 3, "usage"),
        (("check", "a.json", "--limit-steps", "٣"), 3, "usage"),
        (("check", "a.json", "--unit", "days"), 3, "usage"),
        (("check", "a.json", "--after", "a"), 2, "input"),
        (("convert", "a.json", "b.json"), 2, "input"),
        (("konvert", "a.json", "b.json"), 3, "usage"),
    ],
)
def test_every_refusal_is_an_error_in_one_shape(tmp_path: Path, words: tuple[str, ...], code: int, kind: str) -> None:
    (tmp_path / "a.json").write_text('{"points": []}')
    answer = run("network", *words, "--json", at=tmp_path)
    assert (answer.code, answer.json["kind"], answer.err) == (code, kind, "")
