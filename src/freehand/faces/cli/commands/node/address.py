"""``freehand node address``: where a partner is reached over HTTPS, and by which certificate it is known."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli import nodes
from freehand.faces.cli.screen import Screen, print_json
from freehand.node.files import read_file

HELP = (
    "Enter where a partner is reached and which certificate it shows; or list what is entered. Only who stands here is "
    "called or let in, and nothing that a partner says changes it. A partner without a URL calls, and is not called."
)
EXAMPLE = "freehand node address Southland --certificate south.pem --url https://127.0.0.1:7443 --node north"
FORMAT = "freehand.node-address/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("partner", metavar="PARTNER", nargs="?", help="whose (default: list all that are entered)")
    parser.add_argument("--certificate", metavar="FILE", help="the file that the partner's 'node door' wrote")
    parser.add_argument("--url", default="", metavar="URL", help="where it listens, as https://HOST:PORT")
    parser.add_argument("--pin", default="", metavar="DIGITS", help="its pin, as it was read to you: it has to agree")
    parser.add_argument("--forget", action="store_true", help="take the partner out: it is called and let in no more")
    nodes.node_options(parser)


def run(args: Namespace) -> int:
    """Enter, forget or list."""
    from freehand.node.peers.addresses import addresses_of, read_address
    from freehand.node.peers.house import drop_address, keep_address

    with nodes.in_compact(args) as (node, compact):
        if args.partner is not None:
            nodes.partner_of(node, compact, args.partner)
            if args.forget:
                drop_address(node.cabinet, compact.id, args.partner)
            elif args.certificate is None:
                what = "it is not clear what is entered"
                next_ = "Name the file with --certificate, or take the partner out with --forget."
                raise UsageError(one_fault(what, "a partner is known by its certificate.", next_))
            else:
                text = read_file(Path(args.certificate)).decode("ascii", errors="replace")
                keep_address(node.cabinet, read_address(compact.id, args.partner, args.url, text, args.pin))
        with node.cabinet.reading() as shelves:
            held = addresses_of(shelves, compact.id)
    if args.json:
        told = [{"partner": one.partner, "url": one.url or None, "pin": one.pin} for one in held]
        print_json({"format": FORMAT, "compact": compact.name, "addresses": told})
        return 0
    screen = Screen()
    if args.partner is None:
        screen.line(f"Partners in {shown(compact.name)} who are reached over HTTPS", style="bold")
    elif args.forget:
        screen.line(f"{shown(args.partner)} is called and let in no more.", style="bold")
    else:
        screen.line(f"{shown(args.partner)} is entered.", style="bold")
    screen.line()
    for one in held:
        screen.line(f"{shown(one.partner)}: {one.url or 'calls, and is not called'}", indent=2)
        screen.line(f"pin {one.pin}", indent=4)
    if not held:
        screen.line("Nobody is entered.", indent=2)
    elif args.partner and not args.forget:
        screen.line()
        screen.line("Compare this pin with the partner aloud, if that was not done.")
    first = next((one for one in held if one.url), None)
    words = ("sync", first.partner) if first else ("node", "listen", "--at", "127.0.0.1:7443")
    screen.next(nodes.following(args, *words))
    return 0
