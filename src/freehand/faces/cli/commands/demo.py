"""``freehand demo``: the main job on an example; or two nodes, from the first proposal to the end."""

from __future__ import annotations

import os
import shlex
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from freehand.errors import UsageError, one_fault

if TYPE_CHECKING:
    from freehand.faces.cli.screen import Screen

HELP = (
    "The main job on an example: two sovereign allies, five contingencies, what each gains and gives up. With "
    "--two-nodes the same two allies as two nodes on this machine: a proposal, terms, plans released as interfaces "
    "alone, a promise, a recall, a log with two histories that is caught."
)
EXAMPLE = "freehand demo"
FORMAT = "freehand.story/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("example", nargs="?", default="gulf", help="gulf, cascadia, … (default: gulf)")
    parser.add_argument("--two-nodes", action="store_true", help="play the story of gulf over two nodes")
    out = "with --two-nodes: leave both nodes, and all that was printed, in this new folder"
    parser.add_argument("--out", metavar="DIR", help=out)


def run(args: Namespace) -> int:
    """Show the example, or play the story."""
    if args.two_nodes:
        return _two_nodes(args)
    if args.out is not None:
        what, why = "nothing would be left in a folder", "an example without --two-nodes makes none."
        raise UsageError(one_fault(what, why, "Add --two-nodes, or leave --out."))
    return _one_folder(args)


def _one_folder(args: Namespace) -> int:
    from freehand.assessment.assess import assess
    from freehand.faces.cli.commands.assess import next_command, show
    from freehand.faces.cli.options import progress, progress_done
    from freehand.faces.cli.screen import Screen, print_json
    from freehand.faces.document import as_json
    from freehand.formats.starting import example
    from freehand.formats.workspace import load

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


def _two_nodes(args: Namespace) -> int:
    import tempfile
    from pathlib import Path

    from freehand.faces.cli.screen import Screen, print_json
    from freehand.faces.story.playing import play
    from freehand.faces.story.telling import Teller, as_json
    from freehand.node.files import new_folder

    if args.example != "gulf":
        what, why = f"there is no story of '{args.example}'", "only gulf has one."
        raise UsageError(one_fault(what, why, "Leave the name out."))
    screen = None if args.json else Screen()
    teller = Teller(screen)
    if screen is not None:
        _before(screen)

    def played(folder: Path) -> object:
        return play(folder, teller)

    if args.out is None:
        with tempfile.TemporaryDirectory(prefix="freehand-story-") as made:
            story = play(Path(made), teller)
    else:
        with new_folder(Path(args.out), "the story") as folder:
            story = play(folder, teller)
    if screen is None:
        compared = [one._asdict() for one in story.compared]
        print_json({"format": FORMAT, "folder": args.out, "compared": compared, "steps": as_json(teller)})
        return 0
    _after(screen, args.out)
    return 0


def _before(screen: Screen) -> None:
    from freehand.faces.story.playing import PASSPHRASE
    from freehand.faces.story.rooms import LITTLE
    from freehand.ledger.sealed_keys import DEAR

    screen.line("gulf, on two nodes · illustrative data: every place, party and number is invented", style="bold")
    screen.line()
    screen.line(
        "Each party's commands run in a process of its own, on this machine. Lines that begin with A$ are typed at A's "
        "desk, those with B$ at B's; of each answer the lines that matter are shown."
    )
    screen.line(
        f"For the demonstration one passphrase, '{PASSPHRASE}', opens everything, and trying one costs "
        f"{LITTLE.memory // 1024} MiB of memory instead of {DEAR.memory // 1024}. A node of your own asks for yours."
    )


def _after(screen: Screen, out: str | None) -> None:
    screen.line()
    if out is None:
        screen.line("That was all of it. Both nodes are gone with their temporary folder.", style="bold")
        screen.next("freehand demo --two-nodes --out two-nodes")
        return
    node, passphrase = os.path.join(out, "A", "node"), os.path.join(out, "passphrase")
    other = os.path.join(out, "B", "node")
    screen.line("That was all of it. Both nodes are yours to look at.", style="bold")
    screen.line()
    screen.line(f"{node}: A's node", indent=2)
    screen.line(f"{other}: B's node", indent=2)
    screen.line(f"{passphrase}: what opens them, and every person's key", indent=2)
    screen.line(f"{os.path.join(out, 'story.txt')}: every command with its whole answer", indent=2)
    screen.next(shlex.join(["freehand", "node", "status", "--node", node, "--passphrase-file", passphrase]))
