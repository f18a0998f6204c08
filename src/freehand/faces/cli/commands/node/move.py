"""``freehand node move``: the node carried into a database, or back into files, and both ends compared."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli import nodes
from freehand.faces.cli.screen import Screen, clear_progress, print_json, show_progress

HELP = (
    "Carry everything that the node keeps into a PostgreSQL database, or back into files in its folder, and compare "
    "both ends. Until that is done the node is where it was. The folder stays what opens it."
)
EXAMPLE = "freehand node move --to postgresql://localhost/freehand --node north"
FORMAT = "freehand.node-move/1"
FILES, SCHEMES = "files", ("postgresql://", "postgres://")


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    where = "a database, as postgresql://…, or the word files"
    parser.add_argument("--to", required=True, metavar="WHERE", help=where)
    nodes.node_options(parser, compact=False)


def run(args: Namespace) -> int:
    """Carry it."""
    from freehand.node.moving import move

    if args.to != FILES and not args.to.startswith(SCHEMES):
        what = f"'{shown(args.to)}' is no place for a node"
        raise UsageError(one_fault(what, "it is postgresql://… or the word files.", "Name one of these with --to."))
    with nodes.opened(args) as node:
        show_progress("carrying …")
        try:
            carried = move(node, "" if args.to == FILES else args.to)
        finally:
            clear_progress()
    store = "files" if args.to == FILES else "postgresql"
    if args.json:
        print_json({"format": FORMAT, "store": store, **carried._asdict()})
        return 0
    screen = Screen()
    screen.line(f"The node is in {'files in its folder' if store == 'files' else 'the database'} now.", style="bold")
    screen.line()
    screen.line(f"{nodes.carried_words(carried)} Both ends were read and are the same.")
    screen.next(nodes.following(args, "node", "status"))
    return 0
