"""Passphrases on the command line: from a file, from a variable, or typed; never as a word of the command."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

from freehand.errors import AccessError, UsageError, one_fault
from freehand.node.files import read_file

_MOST: Final = 4096


def passphrase(file: str | None, variable: str, option: str, *, whose: str = "", twice: bool = False) -> str:
    """A passphrase: from the file that is named, the environment, or whoever sits at the terminal.

    Args:
        file: the file that was named, if one was.
        variable: the variable of the environment.
        option: the option that names a file.
        whose: what is opened by it, as in "Ada's key".
        twice: it is a new one, and is typed twice.

    Raises:
        UsageError: there is none, or it was typed in two ways.
        AccessError: the file cannot be read, or nothing was typed.
    """
    found = ""
    if file is not None:
        try:
            found = read_file(Path(file), _MOST).decode().rstrip("\r\n")
        except UnicodeDecodeError:
            found = ""
    elif variable in os.environ:
        found = os.environ[variable]
    elif sys.stdin.isatty():
        found = _asked(whose, variable, twice)
    if not found:
        what = f"there is no passphrase for {whose}" if whose else "there is no passphrase"
        why = "private keys are sealed by one, and an empty one protects nothing."
        raise UsageError(one_fault(what, why, f"Set {variable}, or name a file that holds it with {option}."))
    return found


def _asked(whose: str, variable: str, twice: bool) -> str:
    from getpass import getpass

    try:
        found = getpass(f"Passphrase for {whose}: " if whose else "Passphrase: ")
        if twice and found and getpass("The same again: ") != found:
            raise UsageError(one_fault("the two passphrases differ", "nothing was made.", "Try again."))
    except (EOFError, OSError) as error:
        why = "the terminal was closed."
        raise AccessError(one_fault("no passphrase was typed", why, f"Set {variable} instead.")) from error
    return found
