"""``freehand compact join``: the own side of a compact of which a member's card was handed over."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from freehand.errors import shown
from freehand.faces.cli import nodes
from freehand.faces.cli.commands.compact.found import founders, people_options, told
from freehand.node.files import read_file

HELP = (
    "Enter a compact of which a member's card was handed over. This party gets keys, a card and a log of its own for "
    "it. The card that was handed over waits: nothing is taken in from its owner before fingerprints are compared."
)
EXAMPLE = "freehand compact join Northland.card --person Cora=planner --person Dan=releaser --node fresh"
FORMAT = "freehand.compact-join/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("card", metavar="FILE", help="the card of a member, as its 'compact card' wrote it")
    people_options(parser)
    nodes.node_options(parser, compact=False)


def run(args: Namespace) -> int:
    """Join it."""
    from freehand.node.compacts import join
    from freehand.node.contact import MOST, read_contact

    data = read_file(Path(args.card), MOST)
    read_contact(data)  # what it is, is said before anything is asked for
    with nodes.opened(args) as node:
        people = founders(args, node)
        passphrase = nodes.root_passphrase(args, twice=True)
        root = Path(args.root_key) if args.root_key else None
        made = join(node, data, people, passphrase, now=nodes.now(), root=root, cost=nodes.COST)
        return told(args, node, made, people, f"This party has keys in the compact {shown(made.name)}.", FORMAT)
