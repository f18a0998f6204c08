"""``freehand node people add``: a person put into the card, with roles that count once they are confirmed."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli import nodes
from freehand.faces.cli.commands.node.people.list import may_confirm
from freehand.faces.cli.screen import Screen, print_json
from freehand.ledger.keys import is_public_key

HELP = (
    "Put a person into this party's card of a compact, which takes the root key, and say the roles. They count once an "
    "older person, who is not the keeper, has confirmed them: whoever keeps the node and the root key cannot make up a "
    "second person."
)
EXAMPLE = "freehand node people add Dora --roles planner --node north"
FORMAT = "freehand.node-people-add/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("name", metavar="NAME", help="the person, of whom 'people key' made a key here")
    roles = "planner, releaser, keeper, auditor: one, or several with commas"
    parser.add_argument("--roles", required=True, metavar="ROLES", help=roles)
    key = "the person's public key, if it was made elsewhere: 64 hexadecimal digits"
    parser.add_argument("--key", metavar="DIGITS", help=key)
    nodes.node_options(parser)
    nodes.root_options(parser)


def run(args: Namespace) -> int:
    """Add, and say what has to follow."""
    from freehand.node.staff import add_person, people_here

    with nodes.in_compact(args) as (node, compact):
        key = _key(args.key) if args.key else nodes.public_key_of(args, node, args.name)
        root = nodes.root_of(args, compact)
        done = add_person(compact, root, args.name, key, nodes.roles_of(args.roles), now=nodes.now())
        people = people_here(compact)
    older = may_confirm(people)
    if args.json:
        told = {"name": done.name, "key": done.key.hex(), "roles": sorted(done.roles), "confirmed": done.confirmed}
        print_json({"format": FORMAT, "compact": compact.name, **told, "may_confirm": older})
        return 0
    screen = Screen()
    screen.line(f"{shown(done.name)} is in the card: {', '.join(sorted(done.roles))}.", style="bold")
    screen.line()
    screen.line(f"That counts once one of these has confirmed it: {', '.join(map(shown, older)) or 'nobody'}.")
    screen.line("Partners get the newer card with the next bundle.")
    screen.next(nodes.following(args, "node", "people", "confirm", done.name, person=older[0] if older else False))
    return 0


def _key(text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != 32 or not is_public_key(key):
        why = "it is 64 hexadecimal digits."
        raise UsageError(one_fault(f"'{shown(text)}' is no key", why, "Give it as it was shown."))
    return key
