"""Rooms: each party's commands run in a process of its own, in its own folder; only files are carried over.

1. A room is a process that is started anew (``spawn``): it has nothing of the other's memory. It takes the words of
   one command after another, runs it as a terminal would, and hands back what was printed and how it ended.
2. A room listens for partners with a second process, as ``freehand node listen`` runs beside other work.
3. Keys that are made in a room cost a guesser of passphrases little: the passphrase of the story is printed anyhow.
   Nobody can choose that for a node of his own; what a file costs to open stands in the file.
4. Every process ends with its room, whatever happens.
"""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import Any, Final, NamedTuple

from freehand.errors import AccessError, one_fault
from freehand.ledger.sealed_keys import Cost

LITTLE: Final = Cost(memory=8 * 1024, passes=1, lanes=1)
"""Rule 3; the usual is ``sealed_keys.DEAR``."""
COLUMNS: Final = 74
PATIENCE: Final = 60.0
"""Seconds after which a room that says nothing is given up."""


class Answer(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """All that was printed."""
        return (self.out + self.err).rstrip().split("\n")

    @property
    def json(self) -> Any:
        """What ``--json`` printed."""
        return json.loads(self.out)


Deed = Callable[[Path, str], str]
"""What is done in a room besides commands: given the folder and the passphrase, it says what it did."""


class Room:
    """One party's process; made by ``room``."""

    def __init__(self, folder: Path, passphrase: str, pipe: Connection, context: Any) -> None:
        """At this end of its pipe."""
        self.folder = folder
        self._passphrase, self._pipe, self._context = passphrase, pipe, context

    def run(self, words: Sequence[str]) -> Answer:
        """Run one command.

        Raises:
            AccessError: the process has ended, or says nothing any more.
        """
        return Answer(*self._asked([*words]))

    def do(self, deed: Deed) -> str:
        """Do something for which there is no command, with good reason."""
        done: str = self._asked(deed)
        return done

    def _asked(self, what: Any) -> Any:
        try:
            self._pipe.send(what)
            if self._pipe.poll(PATIENCE):
                return self._pipe.recv()
        except (EOFError, OSError):
            pass
        why = f"its process has ended, or said nothing for {PATIENCE:.0f} s."
        raise AccessError(one_fault("the story stops", why, "Play it again."))

    @contextmanager
    def listening(self) -> Iterator[str]:
        """Run ``freehand node listen`` on a free port of this machine, beside other commands; yields where."""
        here, there = self._context.Pipe(duplex=False)
        words = ["node", "listen", "--at", "127.0.0.1:0", "--json"]
        process = self._context.Process(
            target=_listen, args=(there, str(self.folder), self._passphrase, words), daemon=True
        )
        process.start()
        there.close()
        try:
            yield str(_first_document(here)["listening"])
        finally:
            process.terminate()
            process.join(PATIENCE)
            here.close()


@contextmanager
def room(folder: Path, passphrase: str, *, node: bool = True) -> Iterator[Room]:
    """Start a process in this folder; it has a node in ``node``, unless it has none."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_room, args=(there, str(folder), passphrase if node else ""), daemon=True)
    process.start()
    there.close()
    try:
        yield Room(folder, passphrase, here, context)
    finally:
        here.close()
        process.join(1)
        process.terminate()
        process.join(PATIENCE)


# -- inside the process -----------------------------------------------------------------------------------------------


def surroundings(passphrase: str) -> Mapping[str, str]:
    """The variables under which a party's commands run; with no passphrase, there is no node."""
    from freehand.faces.cli import nodes

    plain = {"COLUMNS": str(COLUMNS), "NO_COLOR": "1", "TERM": "dumb"}
    if not passphrase:
        return plain
    secrets = (nodes.PASSPHRASE, nodes.PERSON_PASSPHRASE, nodes.ROOT_PASSPHRASE)
    return {**plain, nodes.NODE: "node", **dict.fromkeys(secrets, passphrase)}


def _settle(folder: str, passphrase: str) -> None:
    from freehand.faces.cli import nodes

    Thread(target=_end_with_parent, daemon=True).start()

    for name in [name for name in os.environ if name.startswith("FREEHAND_")] + ["FORCE_COLOR", "CLICOLOR_FORCE"]:
        os.environ.pop(name, None)
    os.environ.update(surroundings(passphrase))
    os.chdir(folder)
    nodes.COST = LITTLE


def _end_with_parent() -> None:
    """Rule 4, where whoever started this was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _room(pipe: Connection, folder: str, passphrase: str) -> None:
    """Take words, run them, answer; until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started this ends it
    _settle(folder, passphrase)
    from freehand.faces.cli.main import main

    while True:
        try:
            words = pipe.recv()
        except (EOFError, OSError):
            return
        if callable(words):
            answer: Any = words(Path(folder), passphrase)
        else:
            out, err = io.StringIO(), io.StringIO()
            with redirect_stdout(out), redirect_stderr(err):
                code = main(words)
            answer = (code, out.getvalue(), err.getvalue())
        with suppress(OSError):  # nobody waits for it any more
            pipe.send(answer)


class _Out(io.TextIOBase):
    """Standard output that goes through a pipe."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def write(self, text: str) -> int:
        self._pipe.send(text)
        return len(text)


def _listen(pipe: Connection, folder: str, passphrase: str, words: list[str]) -> None:
    _settle(folder, passphrase)
    from freehand.faces.cli.main import main

    sys.stdout, sys.stderr = _Out(pipe), io.StringIO()
    main(words)


def _first_document(pipe: Connection) -> Any:
    text, end = "", monotonic() + PATIENCE
    while monotonic() < end:
        try:
            if pipe.poll(1):
                text += pipe.recv()
                return json.loads(text)
        except ValueError:
            continue
        except (EOFError, OSError):
            break
    why = "its process has ended, or said nothing."
    raise AccessError(one_fault("nobody listens", why, "Play it again, on a machine that lets a program listen."))
