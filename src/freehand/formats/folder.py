"""The files of a workspace, read once and safely: nothing outside the folder, nothing endless, nothing half written.

1. Read are ``*.yaml``, ``*.yml`` and ``*.json`` anywhere below the folder, in the order of their paths; what begins
   with a dot is left alone. Where a file lies means nothing.
2. Links are followed only to what lies inside the folder, and no file is read twice.
3. Only regular files are opened, and never waited for; sizes are checked before and while reading.
4. A file that changes while it is read is refused: half a plan is worse than none.
"""

import os
import stat
from collections.abc import Iterator

from freehand.errors import AccessError, Fault, InputError, Place, one_fault, shown

ENDINGS = (".yaml", ".yml", ".json")
LARGEST_FILE = 16 * 1024 * 1024
LARGEST_FOLDER = 64 * 1024 * 1024
MOST_FILES = 10_000
MOST_ENTRIES = 200_000


def read_folder(folder: str | os.PathLike[str]) -> tuple[list[tuple[str, bytes]], list[Fault]]:
    """Every file of a workspace as its path below the folder and its bytes, and the faults of those left out.

    Raises ``AccessError`` where the folder or a file cannot be read on this machine.
    """
    root = _root(os.fspath(folder))
    faults: list[Fault] = []
    refused: list[Fault] = []
    files: list[tuple[str, bytes]] = []
    total = 0
    for path, document in _listed(root, faults, refused):
        if len(files) >= MOST_FILES:
            faults.append(_too_many_files())
            break
        data = _read_file(path, document, faults, refused)
        if data is None:
            continue
        total += len(data)
        if total > LARGEST_FOLDER:
            faults.append(_too_much())
            break
        files.append((document, data))
    if refused:
        raise AccessError(sorted(refused, key=_by_place))
    return files, faults


def read_one(path: str | os.PathLike[str]) -> tuple[str, bytes]:
    """The name and the bytes of one file outside a workspace; links are followed, since somebody named it.

    Raises ``AccessError`` where it cannot be read on this machine, and ``InputError`` where it is no settled file of
    fair size.
    """
    document = _document(os.fspath(path))
    faults: list[Fault] = []
    refused: list[Fault] = []
    try:
        real = os.path.realpath(path)
        data = None if os.path.isdir(real) else _read_file(real, document, faults, refused)
    except ValueError as error:
        raise AccessError(one_fault(f"'{shown(document)}' cannot be read", f"{error}.", "Check the path.")) from error
    if refused:
        raise AccessError(refused)
    if data is None:
        what, why = f"'{shown(document)}' is a folder", "one file is wanted here."
        raise InputError(faults or one_fault(what, why, "Name a file."))
    return document, data


def _by_place(fault: Fault) -> str:
    return fault.place.document if fault.place else ""


def _root(folder: str) -> str:
    try:
        root = os.path.realpath(folder)
        found = os.stat(root)
    except FileNotFoundError:
        what, why = f"there is no folder '{shown(folder)}'", "nothing of that name is here."
    except (OSError, ValueError) as error:
        what, why = f"the folder '{shown(folder)}' cannot be read", _reason(error)
    else:
        if stat.S_ISDIR(found.st_mode):
            return root
        what, why = f"'{shown(folder)}' is no folder", "a workspace is a folder of text files."
    raise AccessError(one_fault(what, why, "Check the path, or make a workspace with: freehand new DIR"))


def _listed(root: str, faults: list[Fault], refused: list[Fault]) -> Iterator[tuple[str, str]]:
    """The real path and the document's name of every file to read, in order, links last."""
    real: list[tuple[str, str]] = []
    links: list[tuple[str, str]] = []
    seen_folders: set[str] = {root}
    _walk(root, "", real, links, refused, faults)
    paths = {path for path, _ in real}
    while links:
        link, document = links.pop(0)
        target = os.path.realpath(link)
        if target != root and not target.startswith(root.rstrip(os.sep) + os.sep):
            if document.endswith(ENDINGS) or os.path.isdir(target):
                faults.append(_leads_out(document))
        elif os.path.isdir(target):
            # What lies below was, or will be, listed where it is; only what is hidden there is reached by the link.
            if target not in seen_folders and _is_hidden(target, root):
                seen_folders.add(target)
                more: list[tuple[str, str]] = []
                _walk(target, document + "/", more, links, refused, faults)
                real += [(path, name) for path, name in more if path not in paths]
                paths |= {path for path, _ in more}
        elif document.endswith(ENDINGS):
            if not os.path.lexists(target):
                faults.append(_leads_nowhere(document))
            elif target not in paths:
                real.append((target, document))
                paths.add(target)
    yield from sorted(real, key=lambda item: item[1])


def _is_hidden(path: str, root: str) -> bool:
    return any(part.startswith(".") for part in os.path.relpath(path, root).split(os.sep))


def _walk(
    top: str,
    prefix: str,
    real: list[tuple[str, str]],
    links: list[tuple[str, str]],
    refused: list[Fault],
    faults: list[Fault],
) -> None:
    """List files and links below a folder; ``prefix`` is the folder's name among the documents."""
    waiting = [(top, prefix)]
    entries = 0
    while waiting:
        folder, before = waiting.pop()
        try:
            with os.scandir(folder) as listing:
                inside = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            refused.append(_forbidden(before.rstrip("/") or ".", error, "folder"))
            continue
        entries += len(inside)
        if entries > MOST_ENTRIES or len(real) > MOST_FILES:
            faults.append(_too_many_files())
            return
        for entry in inside:
            if entry.name.startswith("."):
                continue
            document = before + _document(entry.name)
            if entry.is_symlink():
                links.append((entry.path, document))
            elif entry.is_dir(follow_symlinks=False):
                waiting.append((entry.path, document + "/"))
            elif entry.name.endswith(ENDINGS):
                real.append((entry.path, document))


def _document(name: str) -> str:
    """A file's name as text: bytes that are no text, and letters that cannot be seen, are spelled out."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text)


def _read_file(path: str, document: str, faults: list[Fault], refused: list[Fault]) -> bytes | None:
    """The bytes of one file; None, and a fault, where it is not a regular, readable, settled file of fair size."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
    except OSError as error:
        if stat.S_ISSOCK(_mode(path)):
            faults.append(_not_regular(document))
        else:
            refused.append(_forbidden(document, error, "file"))
        return None
    try:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            faults.append(_not_regular(document))
            return None
        if before.st_size > LARGEST_FILE:
            faults.append(_too_large(document, before.st_size))
            return None
        data = _bytes(handle, before.st_size)
        after, named = os.fstat(handle), os.stat(path)
    except OSError as error:
        refused.append(_forbidden(document, error, "file"))
        return None
    finally:
        os.close(handle)
    if len(data) != before.st_size or not _stamp(before) == _stamp(after) == _stamp(named):
        faults.append(_changed(document))
        return None
    return data


def _bytes(handle: int, size: int) -> bytes:
    """At most one byte more than the size that was seen before."""
    chunks: list[bytes] = []
    left = size + 1
    while left > 0 and (chunk := os.read(handle, left)):
        chunks.append(chunk)
        left -= len(chunk)
    return b"".join(chunks)


def _stamp(found: os.stat_result) -> tuple[int, int, int, int]:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _mode(path: str) -> int:
    try:
        return os.lstat(path).st_mode
    except OSError:
        return 0


def _reason(error: Exception) -> str:
    words = getattr(error, "strerror", None) or str(error)
    return f"the system says: {shown(words)}."


def _forbidden(document: str, error: OSError, sort: str) -> Fault:
    if isinstance(error, PermissionError):
        advice = f'Ask whoever owns it for leave to read it, or run: chmod u+r "{document}"'
    elif isinstance(error, FileNotFoundError):
        advice = "It was taken away meanwhile; run the command again."
    else:
        advice = "Check the disk, and run the command again."
    return Fault(f"this {sort} cannot be read", Place(document, 0, ""), _reason(error), advice)


def _leads_out(document: str) -> Fault:
    return Fault(
        "this link leads out of the folder",
        Place(document, 0, ""),
        "a workspace holds all that it rests on, so that everybody who has it reads the same.",
        "Copy what it leads to into the folder, and take the link away.",
    )


def _leads_nowhere(document: str) -> Fault:
    return Fault(
        "this link leads nowhere", Place(document, 0, ""), "what it names is not there.", "Take it away, or mend it."
    )


def _not_regular(document: str) -> Fault:
    return Fault(
        "this is no ordinary file",
        Place(document, 0, ""),
        "pipes, sockets and devices have no end that could be waited for.",
        "Take it away, or give it a name that does not end in .yaml, .yml or .json.",
    )


def _too_large(document: str, size: int) -> Fault:
    return Fault(
        f"this file has {size / 1024 / 1024:.1f} MiB",
        Place(document, 0, ""),
        f"a file of a workspace has at most {LARGEST_FILE // 1024 // 1024} MiB.",
        "Split it; several files make one workspace.",
    )


def _too_much() -> Fault:
    return Fault(
        f"the files of this folder have more than {LARGEST_FOLDER // 1024 // 1024} MiB together",
        None,
        "a workspace is read into memory as a whole.",
        "Check that this is the right folder; move what is no plan elsewhere.",
    )


def _too_many_files() -> Fault:
    return Fault(
        f"there are more than {MOST_FILES:,} files to read here",
        None,
        "a workspace has far fewer; this may be another folder.",
        "Check the path; move what is no plan elsewhere.",
    )


def _changed(document: str) -> Fault:
    return Fault(
        "this file changed while it was read",
        Place(document, 0, ""),
        "what was read may be half of the old and half of the new.",
        "Wait until it is saved, and read it again.",
    )
