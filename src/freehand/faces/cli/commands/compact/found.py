"""``freehand compact found``: a new compact, with this party's keys, card and people."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli import nodes
from freehand.faces.cli.screen import Screen, print_json

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Node
    from freehand.node.membership import Founder

HELP = (
    "Begin a compact. The people of the first card need nobody's confirmation, so name two at least, one of them a "
    "releaser: nobody approves what he asked for himself. The root key is sealed under a passphrase of its own, and "
    "belongs elsewhere: only a new card needs it."
)
EXAMPLE = "freehand compact found gulf --person Ada=planner --person Bo=releaser --node fresh"
FORMAT = "freehand.compact-found/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("name", metavar="NAME", help="what it is called, in plans too")
    people_options(parser)
    made_up = "its places, parties and numbers are invented: everything that is shown of it says so"
    parser.add_argument("--illustrative", action="store_true", help=made_up)
    nodes.node_options(parser, compact=False)


def people_options(parser: ArgumentParser) -> None:
    """Who stands in the first card, and where its root key goes."""
    people = "a person of the first card with roles, as Ada=planner,auditor (repeat for each)"
    parser.add_argument("--person", dest="people", action="append", required=True, metavar="NAME=ROLES", help=people)
    root = "where the root key goes; it must not be there (default: into the node's folder)"
    parser.add_argument("--root-key", metavar="FILE", help=root)
    what = f"a file with its passphrase (default: the variable {nodes.ROOT_PASSPHRASE}, or it is asked for)"
    parser.add_argument("--root-passphrase-file", metavar="FILE", help=what)


def run(args: Namespace) -> int:
    """Found it."""
    from freehand.node.compacts import found

    with nodes.opened(args) as node:
        people = founders(args, node)
        passphrase = nodes.root_passphrase(args, twice=True)
        root = Path(args.root_key) if args.root_key else None
        made = found(
            node,
            args.name,
            people,
            passphrase,
            now=nodes.now(),
            illustrative=args.illustrative,
            root=root,
            cost=nodes.COST,
        )
        return told(args, node, made, people, f"The compact {shown(made.name)} is founded.", FORMAT)


def founders(args: Namespace, node: Node) -> list[Founder]:
    """The people of ``--person``, with the keys that were made for them here.

    Raises:
        UsageError: one is not written as it has to be, or has no key here.
    """
    from freehand.node.membership import Founder

    found = []
    for words in args.people:
        name, is_, roles = words.rpartition("=")
        if not is_ or not name.strip():
            what = f"'{shown(words)}' names no person with roles"
            next_ = "Write it as Ada=planner, or Ada=planner,auditor."
            raise UsageError(one_fault(what, "it is a name, an equals sign, and roles with commas.", next_))
        key = nodes.public_key_of(args, node, name.strip())
        found.append(Founder(name.strip(), key, tuple(nodes.roles_of(roles))))
    return found


def told(args: Namespace, node: Node, made: Compact, people: list[Founder], what: str, format_: str) -> int:
    """What was made, and what has to follow."""
    from freehand.node.compacts import own_fingerprint

    digits, words = own_fingerprint(made)
    inside = made.root_file if args.root_key is None else Path(args.root_key)
    root = str(inside.relative_to(node.path)) if inside.is_relative_to(node.path) else str(inside)
    several = len(node.compacts()) > 1
    if args.json:
        told = {"compact": made.name, "id": made.id, "illustrative": made.illustrative, "party": node.party}
        who = [{"name": one.name, "roles": list(one.roles)} for one in people]
        print_json({"format": format_, **told, "people": who, "root_key": root, "fingerprint": digits, "aloud": words})
        return 0
    screen = Screen()
    screen.line(what, style="bold")
    screen.line()
    for one in people:
        screen.line(f"{shown(one.name)}: {', '.join(one.roles)}", indent=2)
    screen.line()
    where = f"The root key is in {root}{', in the folder of the node' if args.root_key is None else ''}."
    screen.line(f"{where} Carry it elsewhere: only a new card needs it.")
    screen.line("Hand your card to the others as a file. Nothing is trusted before fingerprints are compared.")
    if several:
        args.compact = made.name
    card = f"{node.party}.card" if node.party.isascii() and node.party.isalnum() else "own.card"
    screen.next(nodes.following(args, "compact", "card", "-o", card))
    return 0
