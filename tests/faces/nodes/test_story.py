"""The story of two nodes, played once as a whole: what it shows is so."""

from __future__ import annotations

import json
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from freehand.faces.story import gulf
from freehand.faces.story.playing import PASSPHRASE
from freehand.faces.story.scenes import Story
from tests.faces.face import EXAMPLES, fine, run


class Played(NamedTuple):
    """The folder that it left, and what it told."""

    folder: Path
    told: dict[str, Any]

    def steps(self, chapter: str) -> list[dict[str, Any]]:
        found = [one for one in self.told["steps"] if chapter in one["chapter"]]
        assert found
        return found


@pytest.fixture(scope="module")
def played() -> Iterator[Played]:
    """Played once; with two cores to itself that is some 15 s."""
    with tempfile.TemporaryDirectory() as made:
        answer = run("demo", "--two-nodes", "--out", "kept", "--json", at=Path(made))
        assert answer.code == 0, answer.err
        yield Played(Path(made) / "kept", json.loads(answer.out))


def test_both_nodes_say_the_same_verdicts_and_windows_each_time_that_they_are_asked(played: Played) -> None:
    assert len(played.told["compared"]) == 4
    assert all(one["verdicts"] == 10 and one["windows"] > 0 for one in played.told["compared"])


def test_neither_party_ever_has_a_file_with_a_plan_of_the_other(played: Played) -> None:
    secret = {"A": b"open shelters", "B": b"charter ships"}  # an activity of the other's that no interface names
    for party, words in secret.items():
        source = next(path for path in (EXAMPLES / "gulf").rglob("*.yaml") if words in path.read_bytes())
        assert source.parent.name != party
        files = [path for path in (played.folder / party).rglob("*") if path.is_file()]
        assert len(files) > 30
        assert not [path for path in files if words in path.read_bytes()]


def test_a_promise_raises_the_verdict_and_its_recall_lowers_it_on_both(played: Played) -> None:
    rise = "undecided → assured at support"
    up = [step for step in played.steps("a promise") if rise in " ".join(step["printed"].split())]
    fall = "assured → undecided at support"
    down = [step for step in played.steps("recalls") if fall in " ".join(step["printed"].split())]
    assert {step["party"] for step in up} == {step["party"] for step in down} == {"A", "B"}


def test_what_the_terms_exclude_is_refused_on_the_way_out_and_on_the_way_in(played: Played) -> None:
    out, come = (
        [step for step in played.steps("does not pass") if step["party"] == party and "'strikes'" in step["printed"]]
        for party in "AB"
    )
    assert [step["code"] for step in out] == [3]
    assert come[0]["command"].startswith("freehand bundle read")
    assert come[0]["code"] == 0
    assert "(empty)" not in "".join(step["printed"] for step in come)


def test_whoever_has_the_proof_and_the_key_sees_the_fork_in_an_empty_folder(played: Played, tmp_path: Path) -> None:
    step = played.steps("two histories")[-1]
    assert step["party"] == "C"
    assert [path.name for path in (played.folder / "C").iterdir()] == ["proof.json"]
    shutil.copy(played.folder / "C" / "proof.json", tmp_path)
    again = fine(*shlex.split(step["command"])[1:], at=tmp_path)
    assert again.out.split() == step["printed"].split()


def test_only_what_the_story_says_fails(played: Played) -> None:
    failed = [(step["party"], step["code"]) for step in played.told["steps"] if step["code"]]
    assert failed == [("A", 3), ("A", 2)]  # the own gate; the other branch of a fork


def test_both_nodes_are_left_and_open_with_the_passphrase_beside_them(played: Played) -> None:
    words = ("--passphrase-file", str(played.folder / "passphrase"))
    for party, proven in (("A", True), ("B", False)):
        status = fine("node", "status", "--node", str(played.folder / party / "node"), *words, at=played.folder)
        assert ("a fork is proven" in status.out) == proven
        fine("assess", str(played.folder / party / "node"), *words, at=played.folder)
    assert (played.folder / "passphrase").read_text().strip() == PASSPHRASE
    whole = (played.folder / "story.txt").read_text()
    assert all(chapter in whole for chapter in {step["chapter"] for step in played.told["steps"]})


def test_told_on_a_screen_it_fits_and_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gulf, "CHAPTERS", gulf.CHAPTERS[:3])
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    answer = fine("demo", "--two-nodes", at=tmp_path)
    assert max(map(len, answer.out.splitlines())) <= 80
    assert "B asks what that means" in answer.out
    assert answer.last == "Next: freehand demo --two-nodes --out two-nodes"
    assert not list(tmp_path.iterdir())


def test_a_story_that_goes_otherwise_than_it_is_told_stops_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def otherwise(story: Story) -> None:
        story.teller.chapter("It goes otherwise")
        story.at("A", "node", "status")

    monkeypatch.setattr(gulf, "CHAPTERS", (otherwise,))
    answer = run("demo", "--two-nodes", "--out", "kept", at=tmp_path)
    assert answer.code == 1
    assert "'freehand node status' of A ended with" in " ".join(answer.err.split())
    assert not list(tmp_path.iterdir())


def test_two_nodes_are_not_made_over_what_is_there_nor_of_what_has_no_story(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "plan").write_text("mine")
    assert run("demo", "--two-nodes", "--out", "mine", at=tmp_path).code == 3
    assert run("demo", "cascadia", "--two-nodes", at=tmp_path).code == 3
    assert run("demo", "--out", "kept", at=tmp_path).code == 3
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
