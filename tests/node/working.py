"""Programs for tests that need processes of their own: ``python -m tests.node.working WHAT FOLDER …``.

``count WORD TIMES``: add one to a number in the cabinet so many times, and say as many records.

``killed ACTION``: do something to a copy of the node; a process is killed before each step that changes files, one
point after the other, until it comes through. Prints what is there after each.

``torn ACTION``: the same, killed as soon as a file would exceed a size, from size to size.

``full ACTION``: the same, but the writes fail, as on a full disk, and the process lives to say so.

The actions: ``put`` changes papers, ``say`` says something, ``enter`` makes a side of another compact, ``backup``,
``restore`` and ``init`` make a folder, ``move`` takes the node to the server and back, ``renew`` has it open with
another passphrase.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from freehand.errors import FreehandError
from freehand.ledger.sealed_keys import NotOpened
from freehand.node.backup import back_up, restore
from freehand.node.folder import open_node
from freehand.node.moving import move
from freehand.node.secret import renew_secret
from tests.node import nodes
from tests.node.nodes import NOW, SECRET, again, say, side, words

OTHER = f"another {SECRET}"
STEPS = frozenset(("open", "os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "sqlite3.connect"))
"""Events before which a process is killed (see ``sys.addaudithook``)."""


def counted(folder: Path, word: str, times: int) -> None:
    with again(folder) as node:
        compact = node.compact()
        for number in range(times):
            with node.cabinet.writing() as shelves:
                shelves.put("count", "all", int(shelves.get("count", "all") or 0) + 1)  # type: ignore[arg-type]  # a number
                shelves.note({"by": word})
            say(compact, f"{word} {number}")


def act(action: str, folder: Path) -> None:
    """What a process does that may be killed."""
    node_folder, made = folder / "n", folder / "made"
    if action == "init":
        nodes.new(made).close()
    elif action == "restore":
        restore(folder / "kept", made, SECRET, now=NOW)
    else:
        with again(node_folder) as node:
            if action == "put":
                with node.cabinet.writing() as shelves:
                    shelves.put_many("big", ((str(number), "x" * 500) for number in range(40)))
                    shelves.note({"what": "put"})
            elif action == "say":
                say(node.compact("strait of gulf"), *("x" * 500 for _ in range(40)))
            elif action == "enter":
                side(node, "the lake")
            elif action == "backup":
                back_up(node, made, now=NOW)
            elif action == "move":
                move(node, nodes.server())
            elif action == "renew":
                renew_secret(node, SECRET, OTHER, now=NOW, cost=nodes.CHEAP)
        if action == "move":
            with again(node_folder) as node:
                move(node, "")


def state(folder: Path) -> dict[str, Any]:
    """What is there, found by a process that nobody kills."""
    found: dict[str, Any] = {"made": (folder / "made").exists()}
    try:
        secret, other = SECRET, OTHER
        open_node(folder / "n", secret).close()
    except NotOpened:
        secret, other = OTHER, SECRET
    found["opens with"] = secret
    try:
        open_node(folder / "n", other).close()
        found["opens with"] = "both"
    except NotOpened:
        pass
    with open_node(folder / "n", secret) as node:
        with node.cabinet.reading() as shelves:
            found["papers"] = (
                sum(1 for _ in shelves.all("big")),
                sum(1 for _, e in shelves.trail() if e == {"what": "put"}),
            )
        found["compacts"] = [compact.name for compact in node.compacts()]
        found["said"] = [len(words(compact)) for compact in node.compacts()]
        for compact in node.compacts():
            say(compact, "goes on")
    if found["made"]:
        if (folder / "made" / "node.json").read_text().count("backup"):
            restore(folder / "made", folder / "tried", SECRET, now=NOW)
        else:
            open_node(folder / "made", SECRET).close()
    return found


def point(action: str, source: Path, folder: Path, arm: Callable[[], None]) -> tuple[bool, list[str]]:
    """One try on a copy, in a process of its own; whether it came through, and what it said."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(source, folder)
    there, here = os.pipe()
    child = os.fork()
    if child == 0:
        said: list[str] = []
        try:
            arm()
            act(action, folder)
        except FreehandError as error:
            said = [error.faults[0].why]
        except BaseException as error:  # told to whoever looks
            said = [f"UNTOLD {error!r}"]
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        os.write(here, json.dumps(said).encode())
        os._exit(1 if said else 0)
    os.close(here)
    with open(there, "rb") as pipe:
        said = json.loads(pipe.read() or b"[]")
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0, said


def killed_at(number: int) -> Callable[[], None]:
    left = [number]

    def watch(event: str, _: Any) -> None:
        if event in STEPS:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return lambda: sys.addaudithook(watch)


def limited(size: int, how: signal.Handlers) -> Callable[[], None]:
    def arm() -> None:
        signal.signal(signal.SIGXFSZ, how)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    return arm


def main(what: str, folder: Path, *words: str) -> None:
    if what == "count":
        counted(folder, words[0], int(words[1]))
        return
    action, step = words[0], int(words[1])
    for number in count():
        at = number * step
        how = signal.Handlers.SIG_IGN if what == "full" else signal.Handlers.SIG_DFL
        arm = killed_at(at) if what == "killed" else limited(at, how)
        through, said = point(action, folder, folder.with_name("copy"), arm)
        print(json.dumps({"through": through, "told": said, **state(folder.with_name("copy"))}))
        if through:
            return


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
