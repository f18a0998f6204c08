"""Files and folders that are there whole or not at all, and overwrite nothing unasked.

1. What is written is written beside its place, brought to the disk, and then given its name in one step.
2. Private files can be read by their owner alone.
3. A name here is always a caller's own: nothing that a partner says becomes a path.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from freehand.errors import AccessError, UsageError, one_fault, shown

PRIVATE, PUBLIC = 0o600, 0o644
MOST: Final = 2**20


def read_file(path: Path, most: int = MOST) -> bytes:
    """A small file.

    Raises:
        AccessError: it is not there, or cannot be read.
        UsageError: it is too large for what it should be.
    """
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        what = f"'{shown(str(path))}' cannot be read"
        raise AccessError(one_fault(what, f"{error.strerror or error}.", "Name a file that is there.")) from error
    if len(data) > most:
        why = f"it has more than {most} bytes."
        raise UsageError(one_fault(f"'{shown(str(path))}' is not taken", why, "Name another file."))
    return data


@contextmanager
def new_file(path: Path, mode: int = PUBLIC) -> Iterator[Path]:
    """A file that must not be there yet, written beside its place; there whole at the end, or not at all.

    Raises:
        UsageError: it is there already.
        AccessError: it cannot be written.
    """
    if path.exists() or path.is_symlink():
        why = "nothing that is there is written over."
        raise UsageError(one_fault(f"'{shown(str(path))}' is there already", why, "Name another file."))
    made = None
    try:
        handle, made = tempfile.mkstemp(prefix=".freehand.", dir=path.parent)
        os.close(handle)
        yield Path(made)
        with Path(made).open("rb") as file:
            os.fsync(file.fileno())
        os.chmod(made, mode)
        os.link(made, path)  # unlike a renaming, it does not replace what came in the meantime
    except OSError as error:
        raise unwritten(path, error) from error
    finally:
        if made is not None:
            Path(made).unlink(missing_ok=True)


@contextmanager
def new_folder(path: Path, what: str) -> Iterator[Path]:
    """A folder that does not hold anything yet, made beside its place; there whole at the end, or not at all.

    Args:
        path: where it will be.
        what: what is made, as in "a ledger".

    Raises:
        UsageError: something is there.
        AccessError: it cannot be written. Nothing is left behind.
    """
    if path.is_symlink() or (path.exists() and (not path.is_dir() or any(path.iterdir()))):
        why = f"{what} is made in a folder that does not hold anything yet."
        raise UsageError(one_fault(f"'{shown(str(path))}' is there already", why, "Name another folder."))
    made = None
    try:
        if path.is_dir():
            path.rmdir()  # it is empty; the new one takes its place
        made = Path(tempfile.mkdtemp(prefix=".freehand.", dir=path.absolute().parent))
        yield made
        _sync(made)
        os.replace(made, path)
        _sync(path.absolute().parent)
    except OSError as error:
        raise unwritten(path, error) from error
    finally:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)


def write_file(path: Path, data: bytes, mode: int = PRIVATE) -> None:
    """Write a file, in the place of one that is there; as it was, or as it shall be.

    Raises:
        AccessError: it cannot be written.
    """
    try:
        handle, made = tempfile.mkstemp(prefix=".freehand.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(made, mode)
            os.replace(made, path)
        except BaseException:
            Path(made).unlink(missing_ok=True)
            raise
        _sync(path.absolute().parent)
    except OSError as error:
        raise unwritten(path, error) from error


def copy_file(source: Path, target: Path) -> None:
    """Copy a private file into a folder that is being made.

    Raises:
        AccessError: it cannot be read or written.
    """
    try:
        with source.open("rb") as file, target.open("xb") as copy:
            os.fchmod(copy.fileno(), PRIVATE)
            shutil.copyfileobj(file, copy, MOST)
            copy.flush()
            os.fsync(copy.fileno())
    except OSError as error:
        raise unwritten(target, error) from error


def unwritten(path: Path, error: OSError) -> AccessError:
    """The word for what the machine did not take."""
    what = f"'{shown(str(path))}' cannot be written"
    return AccessError(one_fault(what, f"{error.strerror or error}.", "Name another place, or make room."))


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
