"""The bytes of a file that a stranger named: only an ordinary file is opened, never waited for, up to a limit."""

from __future__ import annotations

import os
import stat

from freehand.errors import AccessError, one_fault, shown
from freehand.temporal.files.refusals import refused

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes; a network of the most constraints that are taken fits in less of the JSON form, if its names are short."""


def read_bytes(path: str | os.PathLike[str], document: str) -> bytes:
    """The bytes of an ordinary file of fair size; ``document`` is its name in faults.

    Raises ``AccessError`` where it cannot be read, ``InputError`` where it is no ordinary file, or too large.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(handle, "rb") as file:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise refused(document, 0, "this is no ordinary file", "it has no end to wait for.", "Name a file.")
            data = file.read(LARGEST_FILE + 1) if found.st_size <= LARGEST_FILE else b""
    except (OSError, ValueError) as error:
        why = f"the system says: {shown(getattr(error, 'strerror', None) or str(error))}."
        what = f"'{shown(os.fspath(path))}' cannot be read"
        raise AccessError(one_fault(what, why, "Check its name and its permissions.")) from error
    if found.st_size > LARGEST_FILE or len(data) > LARGEST_FILE:
        what, why = f"this file has more than {LARGEST_FILE:,} bytes", "it is read into memory as a whole."
        raise refused(document, 0, what, why, "Write it anew without what is no network, or split the network.")
    return data
