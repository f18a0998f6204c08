"""Running the command as a user would: inside this process, where it is quick, or as a program of its own."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from functools import cache
from hashlib import sha256
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import freehand
from freehand.faces.cli.main import COMMANDS as FIRST
from freehand.faces.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
SOURCE = Path(freehand.__file__).resolve().parent.parent
FOLDERS = (
    "examples/gulf",
    "examples/cascadia",
    "examples/start",
    "examples/grid",
    *(f"examples/worked/{name}" for name in ("none", "within", "order", "notice", "airlift")),
)
RUNGS = ("alone", "intelligence", "scenarios", "support", "operations")
JOINT = RUNGS[2:]
FIRST_WORDS = tuple(FIRST)


def groups_of(words: Iterable[str], prefix: str = "") -> dict[str, tuple[str, ...]]:
    """Every group of commands with its words, groups in groups too."""
    found: dict[str, tuple[str, ...]] = {}
    for word in words:
        module = import_module(f"freehand.faces.cli.commands.{prefix.replace(' ', '.')}{word}")
        if hasattr(module, "COMMANDS"):
            found[prefix + word] = tuple(module.COMMANDS)
            found |= groups_of(module.COMMANDS, f"{prefix}{word} ")
    return found


GROUPS = groups_of(FIRST_WORDS)
COMMANDS = tuple(
    name
    for first in FIRST_WORDS
    for name in (
        first,
        *(
            f"{group} {word}"
            for group, words in GROUPS.items()
            if f"{group} ".startswith(f"{first} ")
            for word in words
        ),
    )
    if name not in GROUPS
)
NOTES = {"NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "LINES", "TERM"}
ESCAPE = "\x1b"

Json = dict[str, Any]


class Answer(NamedTuple):
    """What a run gave: its exit code, and the text of both streams."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Json:
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found

    @property
    def last(self) -> str:
        return next((line for line in reversed(self.out.splitlines()) if line.strip()), "")


def run(*words: str, at: Path = ROOT, columns: int = 80) -> Answer:
    """The command inside this process, at so many columns, with both streams caught."""
    out, err = StringIO(), StringIO()
    kept = {name: value for name, value in os.environ.items() if name not in NOTES}
    with (
        mock.patch.dict(os.environ, {**kept, "COLUMNS": str(columns)}, clear=True),
        chdir(at),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            code = main(list(words))
        except SystemExit as left:  # argparse leaves so after --help
            code = left.code if isinstance(left.code, int) else 1
    return Answer(code, out.getvalue(), err.getvalue())


@cache
def ran(*words: str) -> Answer:
    """A run on the examples, which do not change: done once."""
    return run(*words)


def fine(*words: str, at: Path = ROOT) -> Answer:
    """A run that must succeed."""
    answer = run(*words, at=at)
    assert answer.code == 0, (words, answer.err or answer.out)
    return answer


def environment(**more: str) -> dict[str, str]:
    """The environment of a program of its own, with no taste of this one's terminal."""
    kept = {name: value for name, value in os.environ.items() if name not in NOTES and not name.startswith("PYTHON")}
    return {**kept, "PYTHONPATH": str(SOURCE), "COLUMNS": "80", "PYTHONDONTWRITEBYTECODE": "1", **more}


def program(*words: str, at: Path = ROOT, **more: str) -> Answer:
    """``python -m freehand.faces.cli`` with its output in pipes."""
    done = subprocess.run(
        [sys.executable, "-m", "freehand.faces.cli", *words],
        cwd=at,
        env=environment(**more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
    )
    return Answer(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


LARGEST = 1000
"""Bytes after which writing fails in ``cramped``; some file of every workspace is larger."""


def cramped(*words: str, at: Path = ROOT) -> Answer:
    """A run as on a disk that is full: no file can grow beyond ``LARGEST`` bytes."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST))

    done = subprocess.run(
        [sys.executable, "-m", "freehand.faces.cli", *words],
        cwd=at,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
        preexec_fn=limit,
    )
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())


# -- what a screen is -----------------------------------------------------------------------------


def cells(line: str) -> int:
    """How many columns of a terminal a line takes."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in line)
    return len(line) + wide - sum(unicodedata.category(letter) in ("Mn", "Me", "Cf") for letter in line)


def untidy(text: str, columns: int = 80) -> list[str]:
    """Lines that are too wide or end in blanks, and escape sequences: none of them belongs on a screen of ours."""
    return [line for line in text.split("\n") if cells(line) > columns or line != line.rstrip() or ESCAPE in line]


def unwrapped(text: str) -> str:
    """A screen with its lines joined again, so that a sentence can be looked for."""
    return " ".join(text.split())


# -- workspaces -----------------------------------------------------------------------------------


def copied(example: str, to: Path) -> Path:
    """A copy of an example, to be changed."""
    shutil.copytree(EXAMPLES / example, to)
    return to


def replaced(path: Path, old: str, new: str, times: int = 1) -> None:
    """Change words in a file; they must stand there so many times."""
    text = path.read_text("utf-8")
    assert text.count(old) == times, (path.name, old, text.count(old))
    path.write_text(text.replace(old, new), "utf-8")


def documents(folder: Path) -> list[str]:
    """Every YAML document of a workspace as text, in the order of files."""
    return [
        part.strip("\n") + "\n"
        for path in sorted(folder.rglob("*.yaml"))
        for part in re.split(r"^---$", path.read_text("utf-8"), flags=re.MULTILINE)
        if part.strip()
    ]


def written(folder: Path, files: Mapping[str, str]) -> Path:
    """A workspace from texts."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def fingerprint(folder: Path) -> str:
    """Every name, kind and byte below a folder, as one number."""
    found = sha256()
    for path in sorted(folder.rglob("*")):
        content = path.read_bytes() if path.is_file() else b""
        found.update(f"{path.relative_to(folder)}|{path.is_dir()}|{len(content)}|".encode() + content)
    return found.hexdigest()


# -- walking a document ---------------------------------------------------------------------------


def at_every_rung(document: Json) -> Iterator[tuple[str, str, Json]]:
    """Every contingency and rung of an assessment."""
    for contingency in document["contingencies"]:
        for rung, at in contingency["rungs"].items():
            yield contingency["name"], rung, at


def texts(value: Any) -> Iterator[str]:
    """Every text in a document, names of fields included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from texts(one)


def every(values: Iterable[Any], holds: Callable[[Any], bool]) -> list[Any]:
    """Those values for which something does not hold: an empty list is what a test wants."""
    return [value for value in values if not holds(value)]
