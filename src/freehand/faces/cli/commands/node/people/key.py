"""``freehand node people key``: a key for a person, sealed under that person's own passphrase."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from freehand.errors import shown
from freehand.faces.cli import nodes
from freehand.faces.cli.commands.node.people.list import after_keys
from freehand.faces.cli.screen import Screen, print_json

HELP = (
    "Make a key for a person, sealed under a passphrase that is that person's own: the node never opens it for anybody "
    "else. It lies in the node's folder, or where -o says, on a stick for instance."
)
EXAMPLE = "freehand node people key Dora --node north"
FORMAT = "freehand.node-people-key/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("name", metavar="NAME", help="the person's name")
    out = "where the key goes; it must not be there (default: into the node's folder)"
    parser.add_argument("-o", "--out", metavar="FILE", help=out)
    what = f"a file with the person's passphrase (default: the variable {nodes.PERSON_PASSPHRASE}, or it is asked for)"
    parser.add_argument("--person-passphrase-file", metavar="FILE", help=what)
    nodes.node_options(parser, compact=False)


def run(args: Namespace) -> int:
    """Make it."""
    from freehand.node.staff import keys_of, make_person

    with nodes.opened(args) as node:
        passphrase = nodes.person_passphrase(args, args.name, twice=True)
        made = make_person(node, args.name, passphrase, file=Path(args.out) if args.out else None, cost=nodes.COST)
        others = [one.name for one in keys_of(node)]
        compacts = [compact.name for compact in node.compacts()]
        inside = made.file.is_relative_to(node.path)
        where = str(made.file.relative_to(node.path)) if inside else str(made.file)
    if args.json:
        print_json({"format": FORMAT, "name": made.name, "key": made.public.hex(), "file": where})
        return 0
    screen = Screen()
    screen.line(f"{shown(made.name)} has a key.", style="bold")
    screen.line()
    screen.line(f"key   {made.public.hex()}", indent=2)
    screen.line(f"file  {where}{', in the folder of the node' if inside else ''}", indent=2)
    screen.line()
    screen.line("It opens with that person's passphrase alone. It signs for the party once the card names it.")
    add = ("node", "people", "add", made.name, "--roles", "planner")
    words = add if compacts else after_keys(others)
    screen.next(nodes.following(args, *words))
    return 0
