"""A workspace to start from: a small one, true to life, copied into a folder of one's own.

It is one of the examples, so that what a planner starts from is read in every test.
"""

import contextlib
import os

from freehand.errors import AccessError, Fault, one_fault, shown


def new_workspace(folder: str | os.PathLike[str]) -> tuple[str, ...]:
    """Make a workspace in a new or empty folder, and name the files written. Nothing is ever written over.

    Raises ``AccessError`` where something is there already, or the folder cannot be written.

    >>> import tempfile
    >>> new_workspace(os.path.join(tempfile.mkdtemp(), "plans"))
    ('Northbank.yaml', 'Southbank.yaml', 'between.yaml', 'compact.yaml', 'flood.yaml')
    """
    target = os.fspath(folder)
    source = template_folder()
    written: list[str] = []
    try:
        os.makedirs(target, exist_ok=True)
        if os.listdir(target):
            raise AccessError(_not_empty(target))
        names = sorted(name for name in os.listdir(source) if name.endswith(".yaml"))
        for name in names:
            with open(os.path.join(source, name), "rb") as old:
                text = old.read()
            written.append(os.path.join(target, name))
            with open(written[-1], "xb") as new:
                new.write(text)
    except (OSError, ValueError) as error:
        _take_back(written)
        raise AccessError(_cannot_make(target, error)) from error
    return tuple(names)


def _take_back(written: list[str]) -> None:
    """Half a workspace is worse than none."""
    for path in written:
        with contextlib.suppress(OSError):
            os.remove(path)


def _not_empty(target: str) -> tuple[Fault]:
    return one_fault(
        f"the folder '{shown(target)}' is not empty",
        "what stands there would be mixed with the new files.",
        "Name a new folder.",
    )


def _cannot_make(target: str, error: Exception) -> tuple[Fault]:
    reason = getattr(error, "strerror", None) or str(error)
    return one_fault(
        f"no workspace can be made in '{shown(target)}'",
        f"the system says: {shown(reason)}.",
        "Name a folder that you may write to, on a disk with room.",
    )


def template_folder() -> str:
    """The folder of the example: inside the package where it is installed, beside ``src`` in a checkout."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    installed = os.path.join(package, "examples", "start")
    return installed if os.path.isdir(installed) else os.path.join(package, "..", "..", "examples", "start")
