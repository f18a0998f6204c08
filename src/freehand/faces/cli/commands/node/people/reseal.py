"""``freehand node people reseal``: another passphrase opens a person's key."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.errors import shown
from freehand.faces.cli import nodes
from freehand.faces.cli.screen import Screen, print_json

HELP = (
    "Have a person's key open with another passphrase of that person's. The key stays what it is, so no card and no "
    "partner has to know. Copies of the file that were made before open with the old one."
)
EXAMPLE = "freehand node people reseal Ada --node north --new-passphrase-file new.txt"
FORMAT = "freehand.node-people-reseal/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("name", metavar="NAME", help="the person, as the key was made for")
    nodes.new_passphrase_option(parser)
    nodes.node_options(parser, compact=False)
    nodes.person_key_options(parser)


def run(args: Namespace) -> int:
    """Change it."""
    from freehand.node.staff import change_passphrase, person_key

    with nodes.opened(args) as node:
        file = nodes.person_key_file(args, node, args.name)
        old = nodes.person_passphrase(args, args.name)
        person_key(file, old)  # said before a new one is asked for
        new = nodes.new_passphrase(args, f"the key of '{args.name}'")
        change_passphrase(node, args.name, file, old, new, now=nodes.now(), cost=nodes.COST)
    if args.json:
        print_json({"format": FORMAT, "name": args.name})
        return 0
    screen = Screen()
    screen.line(
        f"The key of {shown(args.name)} opens with the new passphrase, and no more with the old one.", style="bold"
    )
    screen.line()
    screen.line(
        "It is the same key, so nobody has to be told. A copy of the file that was made before, in a backup for "
        "instance, opens with the old one for good: where somebody may know that, make a new key and take this one out."
    )
    screen.next(nodes.following(args, "node", "people", "list"))
    return 0
