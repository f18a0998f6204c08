"""``freehand node door``: the certificate that this node shows to partners who reach it over HTTPS."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from freehand.errors import shown
from freehand.faces.cli import nodes
from freehand.faces.cli.screen import Screen, print_json
from freehand.node.files import new_file

HELP = (
    "Write this node's certificate into a file, to be handed to partners. It is only the door: it says nothing of "
    "whose it is, and lets nobody speak for anybody. Its pin is compared with the partner aloud."
)
EXAMPLE = "freehand node door -o north.pem --node north"
FORMAT = "freehand.node-door/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    out = "the file to write; it must not be there (default: show its pin alone)"
    parser.add_argument("-o", "--out", metavar="FILE", help=out)
    new = "make another certificate first: partners who have the old one alone are not reached any more"
    parser.add_argument("--new", action="store_true", help=new)
    nodes.node_options(parser, compact=False)


def run(args: Namespace) -> int:
    """Write it, or show its pin."""
    from freehand.node.peers.certificates import read_certificate
    from freehand.node.peers.house import own_door, renew_door

    with nodes.opened(args) as node:
        door = renew_door(node.cabinet) if args.new else own_door(node.cabinet)
        party = node.party
    pin = read_certificate(door.certificate).pin
    if args.out is not None:
        with new_file(Path(args.out)) as file:
            file.write_text(door.certificate, encoding="ascii")
    if args.json:
        print_json({"format": FORMAT, "pin": pin, "written": args.out})
        return 0
    screen = Screen()
    what = f"The certificate of this node is in {shown(args.out)}." if args.out else "The certificate of this node"
    screen.line(what, style="bold")
    screen.line()
    screen.line(f"pin: {pin}", indent=2)
    screen.line()
    if args.new:
        screen.line("It is a new one: hand it to every partner who had the one before.")
    screen.line("Hand the file to the partner, and read the pin to each other before it is entered there.")
    args.node = None
    args.passphrase_file = args.key_file = None
    words = ("-o", f"{party}.pem") if args.out is None else (party, "--certificate", args.out)
    screen.next(nodes.following(args, "node", "door" if args.out is None else "address", *words))
    return 0
