"""Attack 43: every command of the partner's node, with every answer that it gives, is the same in worlds apart.

Here A also pushes secrets into B's node: what is held there, and is not for B to see, shows in no answer either.
"""

from __future__ import annotations

import difflib
import os
import shutil
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pytest

from freehand.faces.cli import nodes
from freehand.ledger.lines import current
from tests.faces.face import run
from tests.node.homes import CHEAP, NOW, PASSPHRASE, OnDisk
from tests.worlds.calls import AFTER, APART, CALLS, FILES, LAST, LOOKS, MOST, NODE, SAYS, commands
from tests.worlds.sight import alike, leaks
from tests.worlds.story import World

ORDINARY, DEEP = 2, 12
"""Worlds; every two of them are a pair. Every command is run in each, for text and for JSON."""


class Seat:
    """Somebody who sits at B's node, in one world."""

    def __init__(self, world: World) -> None:
        self.world, self.at, self.made = world, world.place, 0
        for name, text in FILES.items():
            (self.at / name).write_text(text, encoding="utf-8")
        (self.at / "given").write_bytes(world.given[-1][1])
        if not (self.at / "plans").exists():
            shutil.copytree("examples/worked/airlift", self.at / "plans")
        home = world.b
        with home.compact.store.reading() as view:
            line = current(view, world.a.compact.log)
            data = b"".join(line.leaves(0, line.size))
        leaves = [data[at : at + 32].hex() for at in range(0, len(data), 32)]
        self.words = {"{none}": "ab" * 32, **{f"{{{name}}}": leaf for name, leaf in world.leaf.items()}}
        self.words |= {f"{{at:{name}}}": str(leaves.index(leaf)) for name, leaf in world.leaf.items() if leaf in leaves}
        self.words |= {f"{{leaf:{at}}}": leaves[min(at, len(leaves) - 1)] for at in range(MOST)}
        world.close()

    def type(self, command: str, words: tuple[str, ...], *more: str) -> tuple[str, bytes]:
        """What comes of a command: its exit code, both streams, and every file that it made."""
        self.world.chance.step(f"{command} {words} {more}")
        self.made += 1
        new = f"made-{self.made}"
        typed = [self.words.get(word, word.replace("{new}", new)) for word in words]
        at_node = () if "B" in typed[:1] and command in WORKSPACES else (NODE, "B")
        there = set(self.at.iterdir())
        answer = run(*command.split(), *typed, *at_node, *more, at=self.at)
        files = [self._file(path) for path in sorted(set(self.at.iterdir()) - there)]
        told = f"$ freehand {command} {' '.join(words)} {' '.join(more)}\n{answer.code}\n{answer.out}\n{answer.err}\n"
        seen = b"\n".join([told.encode(), *(data for _, _, data in files)])
        return told + "".join(f"{name}: {size} bytes\n" for name, size, _ in files) + self._texts(files), seen

    def _file(self, path: Path) -> tuple[str, int, bytes]:
        if path.is_dir():
            parts = sorted(one for one in path.rglob("*") if one.is_file())
            return " ".join([path.name, *(str(one.relative_to(path)) for one in parts)]), len(parts), b""
        data = path.read_bytes()
        return path.name, len(data), data

    def _texts(self, files: list[tuple[str, int, bytes]]) -> str:
        """Files of text are compared as text; a bundle by its length, as it is sealed for another."""
        return "".join(data.decode("utf-8", "replace") for name, _, data in files if not name.endswith(".bundle"))


WORKSPACES = ("assess", "explain", "windows", "report", "sheet", "compare")


@contextmanager
def seated(world: World) -> Iterator[Seat]:
    """Secrets in the environment; chance and clock as everywhere in this world."""
    found = {nodes.PASSPHRASE: PASSPHRASE, nodes.PERSON_PASSPHRASE: PASSPHRASE, nodes.ROOT_PASSPHRASE: PASSPHRASE}
    with (
        world.chance.everywhere(),
        mock.patch.object(nodes, "COST", CHEAP),
        mock.patch.object(nodes, "now", return_value=NOW + 500),
        mock.patch.dict(os.environ, found),
    ):
        yield Seat(world)


def transcript(world: World) -> tuple[list[str], list[bytes]]:
    """Every command, twice; then some once more, since the last of them has left the compact."""
    told, seen = [], []
    with seated(world) as seat:
        again = [(command, CALLS[command]) for command in AFTER]
        for command, calls in [*LOOKS.items(), *SAYS.items(), *again, *LAST.items()]:
            for words in calls:
                for more in ((), ("--json",)):
                    text, data = seat.type(command, words, *more)
                    told.append(text)
                    seen.append(data)
    return told, seen


@pytest.fixture(scope="module")
def worlds(request: pytest.FixtureRequest) -> Iterator[list[World]]:
    """In memory where there is a place for files there: nothing here is about disks."""
    count = DEEP if request.config.getoption("deep") else ORDINARY
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
        place = Path(folder)
        yield [World(place / str(seed), 1000 + seed, OnDisk, pushed=True) for seed in range(count)]


@pytest.fixture(scope="module")
def transcripts(worlds: list[World]) -> list[tuple[list[str], list[bytes]]]:
    return [transcript(world) for world in worlds]


def test_it_is_said_of_every_command_how_it_is_called_on_a_partners_node_or_why_it_is_not() -> None:
    """A command that is added fails here until it is called too."""
    found = {path for path, _ in commands()}
    assert found == CALLS.keys(), f"say in tests/worlds/calls.py how these are called: {found ^ CALLS.keys()}"
    assert all(APART.values())


def test_every_command_that_takes_a_node_is_called_on_it() -> None:
    for path, module in commands():
        parser = ArgumentParser()
        module.arguments(parser)
        takes = any(action.dest in ("node", "workspace") for action in parser._actions)
        assert takes, path


def test_attack_43_every_command_says_the_same_in_worlds_that_differ_in_what_is_withheld(
    transcripts: list[tuple[list[str], list[bytes]]],
) -> None:
    (first, _), *others = transcripts
    for other, _ in others:
        for here, there in zip(first, other, strict=True):
            if alike(here) != alike(there):
                lines = difflib.unified_diff(alike(here).splitlines(), alike(there).splitlines(), lineterm="", n=1)
                pytest.fail("\n".join([here.splitlines()[0], *lines]))
        assert alike("".join(first)) == alike("".join(other))


def test_attack_43_no_answer_of_any_command_has_a_secret_or_a_hash_by_which_it_could_be_guessed(
    worlds: list[World], transcripts: list[tuple[list[str], list[bytes]]]
) -> None:
    for world, (_, seen) in zip(worlds, transcripts, strict=True):
        assert leaks(world, seen) == []


def test_attack_51_what_was_withdrawn_or_is_to_be_erased_stands_in_no_answer_of_any_command(
    transcripts: list[tuple[list[str], list[bytes]]],
) -> None:
    for told, seen in transcripts:
        assert "the port is open" in "".join(told)
        assert not [text.splitlines()[0] for text in told if "the port is shut" in text]
        assert not any(b"the port is shut" in data for data in seen)


def test_most_commands_have_something_to_say_there(transcripts: list[tuple[list[str], list[bytes]]]) -> None:
    (told, _), *_ = transcripts
    done = [text.splitlines()[0].split()[2] for text in told if text.splitlines()[1] == "0"]
    words = {path.split()[0] for path in CALLS}
    assert words - set(done) <= {"sync"}


def test_what_its_owner_hands_out_has_the_same_names_and_sizes(worlds: list[World]) -> None:
    """The other side: files that A makes for others."""
    found = set()
    for world in worlds:
        with seated(world) as seat:
            world.chance.step("handed out")
            names: list[tuple[str, int]] = []
            for command in ("bundle write B -o {}", "compact card -o {}", "log prove A 3 --withhold -o {}"):
                file = f"handed-{len(names)}"
                answer = run(*command.format(file).split(), NODE, "A", "--compact", "worked-airlift", at=seat.at)
                assert answer.code == 0, answer.err
                names.append((file, (seat.at / file).stat().st_size))
            found.add(tuple(names))
            assert leaks(world, [(seat.at / "handed-1").read_bytes(), (seat.at / "handed-2").read_bytes()]) == []
    assert len(found) == 1
