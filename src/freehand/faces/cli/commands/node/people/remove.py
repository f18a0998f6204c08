"""``freehand node people remove``: a person taken out of the card."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.errors import shown
from freehand.faces.cli import nodes
from freehand.faces.cli.screen import Screen, print_json

HELP = (
    "Take a person out of this party's card of a compact, which takes the root key. Nothing that he signs counts from "
    "then on; what was released before stays released."
)
EXAMPLE = "freehand node people remove Dora --node north"
FORMAT = "freehand.node-people-remove/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("name", metavar="NAME", help="the person who is removed")
    nodes.node_options(parser)
    nodes.root_options(parser)


def run(args: Namespace) -> int:
    """Remove."""
    from freehand.node.staff import person_named, remove_person

    with nodes.in_compact(args) as (_, compact):
        person = person_named(compact, args.name)
        done = remove_person(compact, nodes.root_of(args, compact), person.key, now=nodes.now())
    if args.json:
        told = {"name": done.name, "key": done.key.hex(), "removed": done.removed}
        print_json({"format": FORMAT, "compact": compact.name, **told})
        return 0
    screen = Screen()
    screen.line(f"{shown(done.name)} is removed: nothing that this key signs counts from now on.", style="bold")
    screen.line()
    screen.line("Partners hold to it once they have the newer card, which the next bundle brings.")
    screen.next(nodes.following(args, "node", "people", "list"))
    return 0
