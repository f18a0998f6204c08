"""Two processes on one node lose nothing; what is killed, torn or full leaves the old state or the new."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from freehand.node.backup import back_up
from tests.node import nodes
from tests.node.nodes import NOW, PLACES, again, new, say, side, words
from tests.node.working import OTHER

CHECKOUT = Path(__file__).resolve().parents[2]


def program(*given: str) -> list[str]:
    return [sys.executable, "-m", "tests.node.working", *given]


def run(*given: str) -> list[dict[str, Any]]:
    done = subprocess.run(program(*given), cwd=CHECKOUT, capture_output=True, check=False, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def begun(folder: Path) -> Path:
    """A node, and a backup of it."""
    with new(folder / "all" / "n") as node:
        say(side(node), "before")
        back_up(node, folder / "all" / "kept", now=NOW)
    return folder / "all"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "all").mkdir()
    return begun(tmp_path)


@pytest.mark.parametrize("place", PLACES)
def test_two_processes_on_one_node_lose_nothing(place: str, tmp_path: Path) -> None:
    with new(tmp_path / "n", "Northland", place) as node:
        side(node)
    both = [
        subprocess.Popen(program("count", str(tmp_path / "n"), word, "20"), cwd=CHECKOUT, stderr=subprocess.PIPE)
        for word in ("one", "other")
    ]
    assert [process.communicate()[1] for process in both] == [b"", b""]
    with again(tmp_path / "n") as node:
        with node.cabinet.reading() as shelves:
            assert shelves.get("count", "all") == 40
            assert len(list(shelves.trail())) == 40
        said = words(node.compact())
    assert sorted(said) == sorted(f"{word} {number}" for word in ("one", "other") for number in range(20))
    assert [text for text in said if text.startswith("one ")] == [f"one {number}" for number in range(20)]


NEW: dict[str, dict[str, Any]] = {
    "put": {"papers": [40, 1]},
    "say": {"said": [41]},
    "enter": {"compacts": ["strait of gulf", "the lake"], "said": [1, 0]},
    "backup": {"made": True},
    "restore": {"made": True},
    "init": {"made": True},
    "move": {},
    "renew": {"opens with": OTHER},
}
OLD = {
    "made": False,
    "papers": [0, 0],
    "compacts": ["strait of gulf"],
    "said": [1],
    "opens with": nodes.SECRET,
}


def old_or_new(action: str, found: list[dict[str, Any]]) -> None:
    old, after = OLD, OLD | NEW[action]
    for each in found:
        left = {name: value for name, value in each.items() if name in old}
        assert left == after if each["through"] else left in (old, after), each
        assert not any(word.startswith("UNTOLD") for word in each["told"]), each
    assert found[-1]["through"]
    assert len(found) > 2


@pytest.mark.parametrize("action", ["enter", "backup", "restore", "init"])
def test_a_process_killed_at_any_step_leaves_the_old_state_or_the_new(action: str, folder: Path) -> None:
    old_or_new(action, run("killed", str(folder), action, "5"))


def test_a_process_killed_on_the_way_to_a_server_and_back_leaves_the_node_in_one_place(folder: Path) -> None:
    nodes.server()
    old_or_new("move", run("killed", str(folder), "move", "9"))


@pytest.mark.parametrize("what", ["killed", "torn", "full"])
def test_whatever_stops_a_change_of_the_passphrase_the_old_one_opens_the_node_or_the_new_one(
    what: str, folder: Path
) -> None:
    old_or_new("renew", run(what, str(folder), "renew", "1" if what == "killed" else "200"))


@pytest.mark.parametrize(("action", "step"), [("put", 20000), ("say", 20000), ("enter", 40000), ("backup", 50000)])
def test_a_torn_write_leaves_the_old_state_or_the_new(action: str, step: int, folder: Path) -> None:
    old_or_new(action, run("torn", str(folder), action, str(step)))


@pytest.mark.parametrize(("action", "step"), [("put", 20000), ("say", 20000), ("enter", 40000), ("backup", 50000)])
def test_33_a_full_disk_is_told_and_leaves_the_old_state(action: str, step: int, folder: Path) -> None:
    found = run("full", str(folder), action, str(step))
    old_or_new(action, found)
    for each in found[:-1]:
        assert each["told"], each
