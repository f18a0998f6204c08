"""``freehand node listen``: let in partners who call over HTTPS, until it is stopped."""

from __future__ import annotations

import re
import sys
from argparse import ArgumentParser, Namespace

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli import nodes
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.ledgers.wording import moment

HELP = (
    "Listen for partners who call over HTTPS, and exchange bundles with those whose certificates are entered. Nothing "
    "else is there: no page, no question. It runs until it is interrupted, and says on the error stream who came."
)
EXAMPLE = "freehand node listen --at 127.0.0.1:7443 --node north"
FORMAT = "freehand.node-listen/1"
_AT = re.compile(r"(?:\[([0-9A-Fa-f:.]{2,45})\]|([A-Za-z0-9.-]{1,253})):(\d{1,5})")


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("--at", required=True, metavar="HOST:PORT", help="where to listen; port 0 takes any free one")
    nodes.node_options(parser, compact=False)


def run(args: Namespace) -> int:
    """Listen until a signal ends it."""
    from freehand.node.peers.serving import serve
    from freehand.node.post import house_of

    found = _AT.fullmatch(args.at)
    if found is None or int(found[3]) >= 2**16:
        why = "it is a host and a port."
        raise UsageError(one_fault(f"nothing can listen at '{shown(args.at)}'", why, "Write it as 127.0.0.1:7443."))

    def ready(host: str, port: int) -> None:
        where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        if args.json:
            print_json({"format": FORMAT, "listening": where})
        else:
            screen = Screen()
            screen.line(f"Listening at {where}; Ctrl-C ends it.", style="bold")
            screen.next(nodes.following(args, "node", "address"))
        sys.stdout.flush()

    def tell(words: str) -> None:
        print(f"{moment(nodes.now())}  {words}", file=sys.stderr, flush=True)

    with nodes.opened(args) as node:
        house = house_of(node, nodes.now)
        serve(house, found[1] or found[2], int(found[3]), clock=nodes.now, tell=tell, ready=ready)
    return 0
