"""``freehand node people confirm``: one person confirms another in his roles, on record."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.errors import shown
from freehand.faces.cli import nodes
from freehand.faces.cli.screen import Screen, print_json

HELP = (
    "Confirm a person in the roles that were said, or in others. It is done by an older person, with the own key, who "
    "is not the keeper; it stands in the log, and partners hold to it."
)
EXAMPLE = "freehand node people confirm Dora --as Ada --node north"
FORMAT = "freehand.node-people-confirm/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("name", metavar="NAME", help="the person who is confirmed")
    roles = "in these roles, with commas (default: those that were said)"
    parser.add_argument("--roles", metavar="ROLES", help=roles)
    nodes.node_options(parser)
    nodes.person_options(parser)


def run(args: Namespace) -> int:
    """Confirm."""
    from freehand.node.staff import confirm_person, person_named

    with nodes.in_compact(args) as (node, compact):
        person = person_named(compact, args.name)
        by = nodes.acting(args, node, compact)
        roles = None if args.roles is None else nodes.roles_of(args.roles)
        done = confirm_person(compact, person.key, by.key, now=nodes.now(), roles=roles)
    if args.json:
        told = {"name": done.name, "key": done.key.hex(), "roles": sorted(done.roles), "by": by.person.name}
        print_json({"format": FORMAT, "compact": compact.name, **told})
        return 0
    screen = Screen()
    roles_text = ", ".join(sorted(done.roles)) or "no role"
    screen.line(f"{shown(by.person.name)} has confirmed {shown(done.name)}: {roles_text}.", style="bold")
    screen.line()
    screen.line("It stands in the log, and goes to partners with the next bundle, and the card with it.")
    screen.next(nodes.following(args, "node", "people", "list"))
    return 0
