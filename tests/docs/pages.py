"""The pages of the documentation as something that runs: their blocks, the session of one page, and fresh outputs.

1. A page is one session: its blocks run from top to bottom in a fresh folder that holds a copy of the examples.
2. A fence says what is done with its block:

   ======================  ==================================================================================
   ``sh``                  lines ``$ command``, each followed by what it prints; ``show=`` keeps some
                           paragraphs of the output, ``exit=2`` says how the last command ends, ``quiet``
                           leaves the output out
   ``python``              run; what it prints stands in the ``text`` fence that follows at once
   ``yaml file=NAME``      written to a file
   ``diff``                the first line ``--- NAME`` names a file; ``-`` lines become ``+`` lines there
   ``text``, ``yaml`` …    only shown
   ======================  ==================================================================================

3. ``fresh`` gives the page with every output as it is today. A page is right iff that changes nothing.
4. ``show=1-3,5:4,-1`` keeps paragraphs 1 to 3, the first 4 lines of paragraph 5, and the last paragraph; what is left
   out stands as a line ``…``.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from freehand.faces.cli.main import main
from freehand.formats import starting
from tests.faces.ledgers.prepared import repeatable

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
COLUMNS = 80
GAP = "…"
SHELL = {"cp", "mv", "rm", "mkdir", "cat"}
SCRIPTS = {"script/demo", "script/test"}
FENCE = re.compile(r"^```(\w*)([^`]*)$")


class PageFault(AssertionError):
    """A page that cannot be run: where, and why."""


class Block(NamedTuple):
    """A fenced block: the index of its first line within the page, its language, options and lines."""

    at: int
    language: str
    options: dict[str, str]
    lines: tuple[str, ...]


def pages() -> list[Path]:
    """The README and every page of the documentation."""
    return [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a page.

    >>> blocks("a\\n```sh exit=2\\n$ freehand\\n```\\n")[0].options
    {'exit': '2'}
    """
    found: list[Block] = []
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        fence = FENCE.match(lines[at])
        if fence is None:
            at += 1
            continue
        end = next((i for i in range(at + 1, len(lines)) if lines[i] == "```"), None)
        if end is None:
            raise PageFault(f"the fence of line {at + 1} is never closed")
        words = (word.partition("=") for word in shlex.split(fence[2]))
        found.append(Block(at + 1, fence[1], {key: value for key, _, value in words}, tuple(lines[at + 1 : end])))
        at = end + 1
    return found


def fresh(text: str) -> str:
    """The page with every output as it is today."""
    lines = text.split("\n")
    with session() as folder:
        globals_: dict[str, Any] = {"__name__": "__page__"}
        made: list[tuple[Block, list[str]]] = []
        every = blocks(text)
        for block, following in zip(every, [*every[1:], None], strict=False):
            try:
                if block.language == "sh":
                    made.append((block, run_commands(block, folder)))
                elif block.language == "python":
                    printed = run_python(block, globals_)
                    if following is not None and following.language == "text" and _next_to(lines, block, following):
                        made.append((following, printed))
                    elif printed:
                        raise PageFault("it prints, and no text fence follows it at once")
                elif block.language == "diff":
                    edit(block, folder)
                elif "file" in block.options:
                    write(block, folder)
            except Exception as error:
                error.add_note(f"in the block of line {block.at}")
                raise
    for block, new in sorted(made, key=lambda pair: -pair[0].at):
        lines[block.at : block.at + len(block.lines)] = new
    return "\n".join(lines)


def _next_to(lines: list[str], block: Block, following: Block) -> bool:
    return not any(line.strip() for line in lines[block.at + len(block.lines) + 1 : following.at - 1])


@contextmanager
def session() -> Iterator[Path]:
    """A fresh folder with a copy of the examples, as the current one, on a terminal of 80 columns without colour."""
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made).resolve()
        shutil.copytree(ROOT / "examples", folder / "examples")
        # Examples are found from where the package is: here, beside the copy, as in a checkout.
        package = mock.patch.object(starting, "__file__", str(folder / "src" / "freehand" / "formats" / "starting.py"))
        plain = {"COLUMNS": str(COLUMNS), "NO_COLOR": "1", "TERM": "dumb"}
        with package, repeatable(), mock.patch.dict(os.environ, plain):
            for name in ("FORCE_COLOR", "CLICOLOR_FORCE"):
                os.environ.pop(name, None)
            os.chdir(folder)
            try:
                yield folder
            finally:
                os.chdir(before)


# -- commands -----------------------------------------------------------------------------------


def run_commands(block: Block, folder: Path) -> list[str]:
    """The block with what its commands print today."""
    found: list[str] = []
    commands = [line[2:] for line in block.lines if line.startswith("$ ")]
    if not commands:
        raise PageFault("a block of commands without a command")
    for place, command in enumerate(commands, 1):
        found.append(f"$ {command}")
        code, printed = run(command, folder)
        expected = int(block.options.get("exit", "0")) if place == len(commands) else 0
        if code != expected:
            raise PageFault(f"'{command}' ends with {code} instead of {expected}:\n{printed}")
        if "quiet" in block.options:
            continue
        output = [line.rstrip() for line in printed.rstrip("\n").split("\n")] if printed.strip() else []
        if "show" in block.options and output:
            output = shown(output, block.options["show"])
        found += output
    if any(" --help" in command for command in commands) and same_help(found, list(block.lines)):
        return list(block.lines)
    return found


def run(command: str, folder: Path) -> tuple[int, str]:
    """How a command ends and what it prints."""
    words = shlex.split(command)
    target = None
    if ">" in words:
        place = words.index(">")
        words, target = words[:place], folder / words[place + 1]
    if words[0] in SCRIPTS:
        if not os.access(ROOT / words[0], os.X_OK):
            raise PageFault(f"{words[0]} cannot be run")
        return 0, ""
    if words[0] == "freehand":
        printed, told = StringIO(), StringIO()
        with redirect_stdout(printed), redirect_stderr(told):
            try:
                code = main(words[1:])
            except SystemExit as end:  # argparse, after --help
                code = int(end.code or 0)
        output = printed.getvalue()
        if target is not None:
            target.write_text(output, encoding="utf-8")
            output = ""
        return code, output + told.getvalue()
    if words[0] in SHELL:
        ended = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
        return ended.returncode, ended.stdout + ended.stderr
    raise PageFault(f"'{words[0]}' is no command that a page may show")


def same_help(new: list[str], old: list[str]) -> bool:
    """Whether two helps say the same: argparse breaks lines and writes short options differently by its version."""

    def words(lines: list[str]) -> list[str]:
        return re.sub(r"(-\w) (\w+), (--[\w-]+ \2)", r"\1, \3", " ".join(" ".join(lines).split())).split()

    return words(new) == words(old)


def shown(output: list[str], keep: str) -> list[str]:
    """The paragraphs of an output that a page shows, with a line ``…`` where something is left out.

    >>> shown(["a", "b", "", "c", "", "d"], "1:1,-1")
    ['a', '…', 'd']
    """
    paragraphs: list[list[str]] = [[]]
    for line in output:
        if line:
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    count = len(paragraphs)
    kept: dict[int, list[str]] = {}
    for part in keep.split(","):
        span, _, most = part.partition(":")
        ends = re.fullmatch(r"(-?\d+)(?:-(\d+))?", span)
        if ends is None:
            raise PageFault(f"'{keep}' does not say which paragraphs are shown")
        first, last = int(ends[1]), int(ends[2] or ends[1])
        for number in range(first, last + 1):
            place = number - 1 if number > 0 else count + number
            if not 0 <= place < count:
                raise PageFault(f"there is no paragraph {number}; the output has {count}")
            lines = paragraphs[place]
            kept[place] = [*lines[: int(most)], GAP] if most and len(lines) > int(most) else lines
    found: list[str] = []
    before = -1
    for place in sorted(kept):
        gap = place > before + 1
        if gap and (not found or found[-1] != GAP):
            found.append(GAP)
        elif found and found[-1] != GAP:
            found.append("")
        found += kept[place]
        before = place
    if before < count - 1 and found[-1] != GAP:
        found.append(GAP)
    return found


# -- what else a page does ----------------------------------------------------------------------


def run_python(block: Block, globals_: dict[str, Any]) -> list[str]:
    """What a snippet prints."""
    printed = StringIO()
    code = compile("\n".join(block.lines), f"the snippet of line {block.at}", "exec")
    with redirect_stdout(printed):
        exec(code, globals_)  # noqa: S102  (the snippets are ours)
    text = printed.getvalue().rstrip("\n")
    return [line.rstrip() for line in text.split("\n")] if text else []


def edit(block: Block, folder: Path) -> None:
    """Apply a diff: the first place where its ``-`` lines stand becomes its ``+`` lines."""
    if not block.lines or not block.lines[0].startswith("--- "):
        raise PageFault("a diff names its file first: --- NAME")
    path = folder / block.lines[0][4:]
    old = "\n".join(line[1:] for line in block.lines[1:] if not line.startswith("+"))
    new = "\n".join(line[1:] for line in block.lines[1:] if not line.startswith("-"))
    text = path.read_text(encoding="utf-8")
    if old not in text:
        raise PageFault(f"{path.name} does not hold what the diff takes away")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def write(block: Block, folder: Path) -> None:
    """Write the block to its file."""
    path = folder / block.options["file"]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(block.lines) + "\n", encoding="utf-8")
