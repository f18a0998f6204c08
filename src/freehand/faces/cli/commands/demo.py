"""``freehand demo``: the main job on an example that comes with the program."""

from __future__ import annotations

import os
import shlex
from argparse import ArgumentParser, Namespace

from freehand.assessment.assess import assess
from freehand.faces.cli.commands.assess import next_command, show
from freehand.faces.cli.options import progress, progress_done
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.document import as_json
from freehand.formats.starting import example
from freehand.formats.workspace import load

HELP = "The main job on an example: two sovereign allies, five contingencies, what each gains and gives up."
EXAMPLE = "freehand demo"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("example", nargs="?", default="gulf", help="gulf, cascadia, … (default: gulf)")


def run(args: Namespace) -> int:
    """Assess the example and show it."""
    folder = example(args.example)
    try:
        found = assess(load(folder), progress=progress)
    finally:
        progress_done()
    if args.json:
        print_json(as_json(found))
        return 0
    screen = Screen()
    show(screen, found)
    near = os.path.relpath(folder)
    words = next_command(found, folder if near.startswith("..") else near)
    screen.next(shlex.join(["freehand", *words]))
    return 0
