"""``freehand node backup``: a copy of the node from which it can be made again."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from freehand.errors import shown
from freehand.faces.cli import nodes
from freehand.faces.cli.screen import Screen, clear_progress, print_json, show_progress

HELP = (
    "Write a backup of the node into a new folder, whole, of one moment, read back and compared. It is sealed as the "
    "node is, and opens with the same secret. The node goes on meanwhile."
)
EXAMPLE = "freehand node backup saved --node north"
FORMAT = "freehand.node-backup/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("folder", metavar="DIR", help="the folder to make")
    nodes.node_options(parser, compact=False)


def run(args: Namespace) -> int:
    """Write it."""
    from freehand.node.backup import back_up

    with nodes.opened(args) as node:
        show_progress("copying …")
        try:
            carried = back_up(node, Path(args.folder), now=nodes.now())
        finally:
            clear_progress()
    if args.json:
        print_json({"format": FORMAT, "written": args.folder, **carried._asdict()})
        return 0
    screen = Screen()
    screen.line(f"The backup is in {shown(args.folder)}, and was read back.", style="bold")
    screen.line()
    screen.line(nodes.carried_words(carried))
    screen.line(
        "Restored, it reads, and signs nothing until every partner has confirmed what it has. Root keys and keys of "
        "people that lie elsewhere are not in it. Put a copy of erased.sealed beside it whenever something is erased."
    )
    restored = f"{args.folder.rstrip('/')}-restored"
    args.node = None
    screen.next(nodes.following(args, "node", "restore", args.folder, restored))
    return 0
