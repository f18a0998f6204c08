"""``freehand new``: a small true-to-life workspace to edit."""

from __future__ import annotations

import shlex
from argparse import ArgumentParser, Namespace

from freehand.formats.starting import new_workspace

HELP = "Write a small true-to-life workspace into a new folder, to edit. Asks nothing, overwrites nothing."
EXAMPLE = "freehand new our-compact"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("folder", metavar="DIR", help="the folder to make; it must not hold anything yet")


def run(args: Namespace) -> int:
    """Make it, and name its files."""
    files = new_workspace(args.folder)
    if args.json:
        import json

        print(json.dumps({"format": "freehand.new/1", "folder": args.folder, "files": list(files)}, indent=2))
        return 0
    print(f"A workspace of two parties is in {args.folder}:")
    for name in files:
        print(f"  {name}")
    print(f"\nNext: freehand assess {shlex.quote(args.folder)}")
    return 0
