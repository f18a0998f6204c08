"""``freehand new``: a small true-to-life workspace to edit."""

from __future__ import annotations

import shlex
import shutil
from argparse import ArgumentParser, Namespace
from pathlib import Path

from freehand.errors import AccessError, one_fault, shown
from freehand.faces.cli.examples import example
from freehand.formats.workspace import load

HELP = "Write a small true-to-life workspace into a new folder, to edit. Asks nothing, overwrites nothing."
EXAMPLE = "freehand new our-compact"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("folder", metavar="DIR", help="the folder to make; it must not hold anything yet")


def run(args: Namespace) -> int:
    """Copy the template: into a neighbouring folder first, so that DIR is there whole or not at all."""
    folder = Path(args.folder)
    try:
        if folder.exists() and not folder.is_dir():
            raise taken(f"'{shown(args.folder)}' is a file")
        if folder.exists() and any(folder.iterdir()):
            raise taken(f"'{shown(args.folder)}' is not empty")
        copy = folder.with_name(f".{folder.name}.new")
        shutil.rmtree(copy, ignore_errors=True)
        try:
            shutil.copytree(example("start"), copy)
            copy.replace(folder)
        finally:
            shutil.rmtree(copy, ignore_errors=True)
    except OSError as error:
        raise AccessError(
            one_fault(
                f"'{shown(args.folder)}' cannot be written",
                f"{error.strerror or error}.",
                "Name another folder, or make room.",
            )
        ) from error
    load(folder)
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    if args.json:
        import json

        print(json.dumps({"format": "freehand.new/1", "folder": str(folder), "files": files}, indent=2))
        return 0
    print(f"A workspace of two parties is in {folder}:")
    for name in files:
        print(f"  {name}")
    print(f"\nNext: freehand assess {shlex.quote(str(folder))}")
    return 0


def taken(what: str) -> AccessError:
    """The error for a place where something is already."""
    return AccessError(one_fault(what, "nothing is ever overwritten.", "Name a folder that is not there yet."))
