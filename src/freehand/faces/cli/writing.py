"""Files that commands write: there whole, or as they were before; and never over something of another kind."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import NamedTuple

from freehand.errors import AccessError, UsageError, one_fault, shown


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or as it was before.

    Raises:
        AccessError: where it cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(name, 0o644)
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        what = f"'{path}' cannot be written"
        raise AccessError(one_fault(what, f"{error.strerror or error}.", "Name another file, or make room.")) from error


class Kind(NamedTuple):
    """A kind of file that commands write: what it is, a name to suggest, and how every such file begins."""

    what: str
    name: str
    begins: str


PAGE = Kind("page", "report.html", "<!DOCTYPE html>")


def write_page(file: str, text: str) -> None:
    """Write a page to a file, as ``write_kind`` does."""
    write_kind(file, text, PAGE)


def write_kind(file: str, text: str, kind: Kind) -> None:
    """Write a file of some kind. One of its kind that is there already is replaced; anything else is left alone.

    Raises:
        UsageError: where the name is none, a folder's, or that of a file of another kind.
        AccessError: where it cannot be written.
    """
    if not file or os.path.isdir(file):
        what = f"'{shown(file)}' is a folder" if file else "-o names no file"
        raise UsageError(one_fault(what, f"the {kind.what} is one file.", f"Name a file, such as {kind.name}."))
    try:
        with open(file, "rb") as old:
            begins = old.read(len(kind.begins.encode()))
    except FileNotFoundError:
        begins = b""
    except OSError as error:
        why = f"{error.strerror or error}."
        raise AccessError(one_fault(f"'{shown(file)}' cannot be read", why, "Name another file.")) from error
    if begins and begins.upper() != kind.begins.upper().encode():
        what = f"'{shown(file)}' is there and is no {kind.what}"
        why = f"only a {kind.what} is replaced by a {kind.what}."
        raise UsageError(one_fault(what, why, "Name another file with -o."))
    write_whole(Path(file), text)
