"""``freehand compact card``: this party's card as a file, for the others."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from freehand.errors import shown
from freehand.faces.cli import nodes
from freehand.faces.cli.screen import Screen, print_json
from freehand.ledger.card_file import read_card
from freehand.node.files import new_file

HELP = (
    "Write this party's newest card of a compact into a file, to be handed to the others in any way. It holds no "
    "secret: names, public keys, people, and the root key's signature."
)
EXAMPLE = "freehand compact card -o Northland.card --node north"
FORMAT = "freehand.compact-card/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("-o", "--out", required=True, metavar="FILE", help="the file to write; it must not be there")
    nodes.node_options(parser)


def run(args: Namespace) -> int:
    """Write it."""
    from freehand.node.compacts import contact_card, own_fingerprint

    with nodes.in_compact(args) as (node, compact):
        data = contact_card(node, compact)
        number = read_card(compact.card).number
        digits, words = own_fingerprint(compact)
    with new_file(Path(args.out)) as file:
        file.write_bytes(data)
    if args.json:
        told = {"written": args.out, "compact": compact.name, "number": number, "fingerprint": digits, "aloud": words}
        print_json({"format": FORMAT, **told})
        return 0
    screen = Screen()
    screen.line(f"Card {number} of {shown(node.party)} in {shown(compact.name)} is in {shown(args.out)}.", style="bold")
    screen.line()
    if number == 1:
        screen.line("Whoever gets it compares this with you aloud, over a line on which you know each other:")
        nodes.fingerprint(screen, digits, words)
    else:
        screen.line("Whoever has compared an earlier one takes it in as it is: the same root key has signed it.")
    screen.next(nodes.following(args, "compact", "show"))
    return 0
