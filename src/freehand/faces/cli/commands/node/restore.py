"""``freehand node restore``: a node made again from a backup; it reads, and signs nothing yet."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from freehand.errors import shown
from freehand.faces.cli import nodes
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.ledgers.wording import counted

HELP = (
    "Make a node again from a backup, in a new folder. What was said after the backup is not in it, so the node signs "
    "nothing until every partner has confirmed the newest head that it has of the log, or a new epoch begins. What was "
    "erased is erased again."
)
EXAMPLE = "freehand node restore saved north-again"
FORMAT = "freehand.node-restore/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("backup", metavar="BACKUP", help="the folder of the backup")
    parser.add_argument("folder", metavar="DIR", help="the folder to make")
    erased = "a newer erased.sealed of the node, kept beside: what it names is erased too (may be repeated)"
    parser.add_argument("--erased", action="append", default=[], metavar="FILE", help=erased)
    nodes.secret_options(parser)


def run(args: Namespace) -> int:
    """Make it."""
    from freehand.node.backup import restore

    backup = Path(args.backup)
    secret = nodes.secret_of(args, backup, backup=True)
    done = restore(backup, Path(args.folder), secret, [Path(name) for name in args.erased], now=nodes.now())
    if args.json:
        waiting = [{"compact": name, "members": list(members)} for name, members in done.waiting.items()]
        print_json({"format": FORMAT, "node": args.folder, "waiting": waiting, "erased": done.erased})
        return 0
    screen = Screen()
    screen.line(f"The node is in {shown(args.folder)}, as it was when the backup was made.", style="bold")
    screen.line()
    if done.erased:
        screen.line(f"{counted(done.erased, 'record', 'records')} erased again.", indent=2)
    for name, members in done.waiting.items():
        who = ", ".join(map(shown, members))
        verb = "has" if len(members) == 1 else "have"
        what = f"signs nothing until {who} {verb} confirmed its log" if who else "goes on"
        screen.line(f"{shown(name)}: {what}.", indent=2)
    if done.waiting:
        screen.line()
        screen.line("If the first node still runs anywhere, stop it for good: two that go on are a fork.")
    args.node = args.folder
    first = next((name for name, members in done.waiting.items() if members), None)
    args.compact = first if len(done.waiting) > 1 else None
    words = ("node", "status") if first is None else ("compact", "confirm", "-o", "confirm.ask")
    screen.next(nodes.following(args, *words))
    return 0
