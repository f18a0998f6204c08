"""What the commands on logs share: the folder, the passphrase, the clock, and how keys are named."""

from __future__ import annotations

import shlex
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from freehand.errors import FreehandError, UsageError, one_fault, shown
from freehand.faces.cli import secrets
from freehand.faces.cli.screen import Screen
from freehand.faces.ledgers import wording
from freehand.faces.ledgers.folder import Folder, Keys, open_folder, private_keys
from freehand.ledger.bundle.reading import Silence, silence
from freehand.ledger.card_file import read_card
from freehand.ledger.keys import is_public_key
from freehand.ledger.sealed_keys import DEAR
from freehand.ledger.store.interface import View
from freehand.node.files import read_file
from freehand.quantities import QuantityFault, read_clock

VARIABLE: Final = "FREEHAND_PASSPHRASE"
COST = DEAR
"""What opening a new file of sealed keys costs; tests put a cheap one here."""
_KEY_DIGITS: Final = 64


def folder_argument(parser: ArgumentParser) -> None:
    """The folder of the ledger."""
    parser.add_argument("folder", metavar="DIR", help="the folder of the ledger")


def heard(view: View, folder: Folder, logs: Iterable[str]) -> dict[str, Silence]:
    """Since when nothing was heard of these logs but the own one: whatever is said of them rests on that."""
    return {log: silence(view, log, folder.log) for log in logs if log != folder.log}


def say_heard(screen: Screen, found: Mapping[str, Silence]) -> None:
    """The same, in a sentence each."""
    if found:
        screen.line()
    for log, since in found.items():
        screen.line(wording.heard(log, since))


def heard_json(found: Mapping[str, Silence]) -> dict[str, Any]:
    """The same, for a program."""
    return {log: {"serial": one.serial, "since": one.since} for log, one in found.items()}


def passphrase_option(parser: ArgumentParser) -> None:
    """``--passphrase-file``: never the passphrase itself, which a list of processes would show."""
    what = f"a file with the passphrase (default: the variable {VARIABLE}, or it is asked for)"
    parser.add_argument("--passphrase-file", metavar="FILE", help=what)


def opened(args: Namespace) -> Folder:
    """The ledger that ``folder_argument`` names."""
    return open_folder(Path(args.folder))


def passphrase(args: Namespace, *, twice: bool = False) -> str:
    """The passphrase: from the file that is named, the environment, or whoever sits at the terminal.

    Raises:
        UsageError: there is none, or it was typed in two ways.
    """
    return secrets.passphrase(args.passphrase_file, VARIABLE, "--passphrase-file", twice=twice)


def keys(args: Namespace, folder: Folder) -> Keys:
    """The private keys of a ledger, opened."""
    card = read_card(folder.card())
    return private_keys(folder.keys(passphrase(args)), card)


def now() -> int:
    """The clock of this machine, in seconds since 1970."""
    return int(time.time())


def moment(text: str | None) -> int:
    """What ``--time`` says, or now."""
    if text is None:
        return now()
    try:
        seconds = int(read_clock(text).timestamp())
    except QuantityFault as fault:
        raise UsageError(one_fault(fault.what, fault.why, fault.next)) from None
    if seconds < 0:
        raise UsageError(one_fault(f"'{shown(text)}' is too early", "records count from 1970.", "Name a later moment."))
    return seconds


def public_keys(words: Iterable[str]) -> list[bytes]:
    """Keys as ``--keys`` names them: 64 hexadecimal digits, an identity card, or a file with keys, one on each line.

    Raises:
        UsageError: a word is none of these.
        CardRefused: a card does not hold.
    """
    found: list[bytes] = []
    for word in words:
        if _key(word):
            found.append(bytes.fromhex(word))
            continue
        data = read_file(Path(word))
        if data.startswith(b"{"):
            found += [epoch.key for epoch in read_card(data).epochs]
            continue
        lines = data.decode(errors="replace").split()
        if not lines or not all(map(_key, lines)):
            why = "a key is 64 hexadecimal digits; a file of keys has one on each line, or is an identity card."
            raise UsageError(one_fault(f"'{shown(word)}' holds no keys", why, "Name keys, or such files."))
        found += map(bytes.fromhex, lines)
    return found


def saying(error: FreehandError, next_: str) -> FreehandError:
    """The same error, with a command as what to do next."""
    error.faults = tuple(fault._replace(next=next_) for fault in error.faults)
    return error


def quoted(*words: object) -> str:
    """A command that can be copied."""
    return shlex.join(["freehand", "ledger", *map(str, words)])


def facts(screen: Screen, rows: Iterable[Sequence[str]]) -> None:
    """A word and what it is, a line each."""
    for name, text in rows:
        screen.line(f"{name:<10}{text}", indent=2)


def head_json(size: int, root: bytes) -> dict[str, Any]:
    """A head as plain data."""
    return {"size": size, "root": root.hex()}


def _key(word: str) -> bool:
    if len(word) != _KEY_DIGITS:
        return False
    try:
        return is_public_key(bytes.fromhex(word))
    except ValueError:
        return False
