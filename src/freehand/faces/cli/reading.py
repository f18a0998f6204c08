"""A file that a command reads as a stream: by its name, or ``-`` for standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from freehand.errors import AccessError, one_fault, shown


@contextmanager
def opened_file(name: str) -> Iterator[IO[bytes]]:
    """The bytes of a file, or of standard input.

    Raises:
        AccessError: it cannot be opened.
    """
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        file = Path(name).open("rb")  # noqa: SIM115  (it is closed below, apart from what reading it may raise)
    except OSError as error:
        what = f"'{shown(name)}' cannot be read"
        raise AccessError(one_fault(what, f"{error.strerror or error}.", "Name a file that is there.")) from error
    with file:
        yield file
