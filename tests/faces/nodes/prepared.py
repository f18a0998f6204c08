"""Parties with nodes who know each other, made by the commands themselves: cheap keys, chance from a seed."""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, chdir
from functools import cache
from pathlib import Path
from threading import Thread

from tests.faces.face import fine

ROOMS = ("node", "compact", "bundle", "sync", "log")
CANNOT = {
    "node listen": "it runs until it is stopped; test_passing_on does that",
    "node move": "it needs a server; test_keeping does it where there is one",
}
PEOPLE = {
    "north": ("Northland", {"Ada": "planner", "Bo": "releaser", "Cleo": "auditor"}),
    "south": ("Southland", {"Cora": "planner", "Dan": "releaser"}),
}
_running = ExitStack()


def node(at: Path, folder: str, party: str, *people: str) -> None:
    """A node with keys for these people, and no compact."""
    fine("node", "init", folder, "--party", party, at=at)
    for name in people:
        fine("node", "people", "key", name, "--node", folder, at=at)


def persons(roles: dict[str, str]) -> list[str]:
    """People with their roles, as options."""
    return [word for name, role in roles.items() for word in ("--person", f"{name}={role}")]


def fingerprint(at: Path, folder: str) -> str:
    """What is read aloud."""
    return str(fine("compact", "show", "--node", folder, "--json", at=at).json["fingerprint"])


def joined(at: Path, folder: str, first: str | None, name: str = "gulf") -> None:
    """The own side of a compact: founded, or joined by the card of ``first``; the own card is written beside."""
    party, roles = PEOPLE.get(folder, (f"{folder.title()}land", {"Wanda": "planner", "Will": "releaser"}))
    node(at, folder, party, *roles)
    if first is None:
        fine("compact", "found", name, *persons(roles), "--illustrative", "--node", folder, at=at)
    else:
        card = f"{PEOPLE[first][0]}.card"
        fine("compact", "join", card, *persons(roles), "--node", folder, at=at)
    fine("compact", "card", "-o", f"{party}.card", "--node", folder, at=at)


def compared(at: Path, folder: str, other: str, party: str) -> None:
    """The card of ``other`` waits at ``folder``: its fingerprint is read out and written down."""
    fine("compact", "compare", party, *fingerprint(at, other).split(), "--node", folder, at=at)


def handed(at: Path, folder: str, to: str, file: str) -> None:
    """A bundle written and taken in."""
    fine("bundle", "write", PEOPLE[to][0], "-o", file, "--node", folder, at=at)
    fine("bundle", "read", file, "--node", to, at=at)


def met(at: Path) -> None:
    """North and south, who compared their cards."""
    joined(at, "north", None)
    joined(at, "south", "north")
    fine("compact", "meet", "Southland.card", "--node", "north", at=at)
    compared(at, "north", "south", "Southland")
    compared(at, "south", "north", "Northland")


@cache
def world() -> Path:
    """The same, made once, to be copied; with keys that no later run draws again."""
    from tests.faces.ledgers.prepared import repeatable

    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with repeatable(seed="the world"), chdir(folder):
        met(folder)
    return folder


def copied(to: Path) -> Path:
    """North and south in this folder."""
    shutil.copytree(world(), to, dirs_exist_ok=True)
    return to


def listening(at: Path, folder: str) -> None:
    """A partner's listener in a thread, until the test is over."""
    from freehand.faces.cli import nodes
    from freehand.node.folder import open_node
    from freehand.node.peers.serving import Listener
    from freehand.node.post import house_of
    from tests.faces.ledgers.prepared import PASSPHRASE

    opened = _running.enter_context(open_node(at / folder, PASSPHRASE))
    listener = Listener(house_of(opened, nodes.now), "127.0.0.1", 0, clock=nodes.now)
    thread = Thread(target=listener.run, daemon=True)
    thread.start()

    def stop() -> None:
        listener.stop()
        thread.join(30)

    _running.callback(stop)
    fine("node", "door", "-o", "north.pem", "--node", "north", at=at)
    fine("node", "door", "-o", "south.pem", "--node", folder, at=at)
    fine("node", "address", "Northland", "--certificate", "north.pem", "--node", folder, at=at)
    url = f"https://127.0.0.1:{listener.port}"
    fine("node", "address", "Southland", "--certificate", "south.pem", "--url", url, "--node", "north", at=at)


def stopped() -> None:
    """Whatever runs is stopped."""
    _running.close()


def _westland(at: Path) -> None:
    joined(at, "west", "north")


def _westland_met(at: Path) -> None:
    _westland(at)
    fine("compact", "meet", "Westland.card", "--node", "north", at=at)
    sys.stdin.write(fingerprint(at, "west") + "\n")
    sys.stdin.seek(0)


def _restored(at: Path) -> None:
    fine("node", "backup", "saved", "--node", "north", at=at)
    fine("node", "restore", "saved", "north-again", at=at)


def _new_passphrase(at: Path) -> None:
    (at / "new.txt").write_text("another battery staple\n", encoding="utf-8")


def _dora(at: Path, *more: str) -> None:
    fine("node", "people", "key", "Dora", "--node", "north", at=at)
    if more:
        fine("node", "people", "add", "Dora", "--roles", "planner", "--node", "north", at=at)


_BEFORE: dict[str, Callable[[Path], object]] = {
    "node init": lambda at: shutil.rmtree(at / "north"),
    "node restore": lambda at: fine("node", "backup", "saved", "--node", "north", at=at),
    "node address": lambda at: fine("node", "door", "-o", "south.pem", "--node", "south", at=at),
    "node passphrase": _new_passphrase,
    "node people reseal": _new_passphrase,
    "node people add": _dora,
    "node people confirm": lambda at: _dora(at, "add"),
    "node people remove": lambda at: _dora(at, "add"),
    "compact found": lambda at: node(at, "fresh", "Eastland", "Ada", "Bo"),
    "compact join": lambda at: node(at, "fresh", "Eastland", "Cora", "Dan"),
    "compact card": lambda at: (at / "Northland.card").unlink(),
    "compact meet": _westland,
    "compact compare": _westland_met,
    "compact confirm": _restored,
    "bundle read": lambda at: fine("bundle", "write", "Southland", "-o", "first.bundle", "--node", "north", at=at),
    "sync": lambda at: listening(at, "south"),
}


def ready_for(command: str, at: Path) -> None:
    """What has to have gone before the example in a command's help."""
    copied(at)
    if command in _BEFORE:
        _BEFORE[command](at)
