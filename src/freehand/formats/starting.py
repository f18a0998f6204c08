"""Examples that come with the program, and a workspace to start from: one of them, copied into a folder of one's own.

What a planner starts from is an example, so that it is read in every test.
"""

import contextlib
import os
import tempfile

from freehand.errors import AccessError, UsageError, one_fault, shown

START = "start"


def examples_root() -> str:
    """The folder of the examples: inside an installed package, beside ``src`` in a checkout.

    Raises ``AccessError`` where this installation has none.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for root in (os.path.join(package, "examples"), os.path.normpath(os.path.join(package, "..", "..", "examples"))):
        if os.path.isdir(os.path.join(root, START)):
            return root
    why = "this installation came without them."
    raise AccessError(one_fault("the examples are not there", why, "Install freehand-planning anew."))


def example(name: str) -> str:
    """The folder of an example.

    Raises ``UsageError`` where there is none of this name, ``AccessError`` where there are none at all.

    >>> os.path.basename(example("gulf"))
    'gulf'
    """
    root = examples_root()
    known = sorted(os.path.relpath(folder, root) for folder, _, files in os.walk(root) if "compact.yaml" in files)
    if name not in known:
        what = f"there is no example '{shown(name)}'"
        raise UsageError(
            one_fault(what, "it is none of those that come with the program.", f"Name one of: {', '.join(known)}.")
        )
    return os.path.join(root, name)


def new_workspace(folder: str | os.PathLike[str]) -> tuple[str, ...]:
    """Make a workspace in a new or empty folder, and name the files written. Nothing is ever written over.

    A new folder is written beside its place and moved there whole.

    Raises ``AccessError`` where something is there already, or the folder cannot be written.

    >>> new_workspace(os.path.join(tempfile.mkdtemp(), "plans"))
    ('Northbank.yaml', 'Southbank.yaml', 'between.yaml', 'compact.yaml', 'flood.yaml')
    """
    target = os.path.abspath(os.fspath(folder))
    try:
        if os.path.lexists(target):
            if not os.path.isdir(target):
                raise _taken(f"'{shown(os.fspath(folder))}' is a file")
            if os.listdir(target):
                raise _taken(f"'{shown(os.fspath(folder))}' is not empty")
            return _copy_into(target)
        parent = os.path.dirname(target)
        os.makedirs(parent, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=parent) as beside:
            whole = os.path.join(beside, "whole")
            os.mkdir(whole)
            names = _copy_into(whole)
            os.rename(whole, target)
        return names
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        what = f"no workspace can be made in '{shown(os.fspath(folder))}'"
        next_ = "Name a folder that you may write to, on a disk with room."
        raise AccessError(one_fault(what, f"the system says: {shown(reason)}.", next_)) from error


def _copy_into(folder: str) -> tuple[str, ...]:
    """Copy the example's files into an empty folder, all or none."""
    source = example(START)
    names = sorted(name for name in os.listdir(source) if name.endswith(".yaml"))
    written: list[str] = []
    try:
        for name in names:
            with open(os.path.join(source, name), "rb") as old:
                text = old.read()
            written.append(os.path.join(folder, name))
            with open(written[-1], "xb") as new:
                new.write(text)
    except BaseException:
        for path in written:
            with contextlib.suppress(OSError):
                os.remove(path)
        raise
    return tuple(names)


def _taken(what: str) -> AccessError:
    return AccessError(one_fault(what, "nothing is ever written over.", "Name a folder that is not there yet."))
