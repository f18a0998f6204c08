"""``freehand compact compare``: what a party read aloud, held against the card that waits."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli import nodes
from freehand.faces.cli.screen import Screen, print_json

HELP = (
    "Write down the fingerprint that a party reads to you, as digits or as words, however they are grouped. If it is "
    "that of the card that waits, the party is a member from now on. If not, nothing is trusted."
)
EXAMPLE = "freehand compact compare Westland --node north"
FORMAT = "freehand.compact-compare/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("party", metavar="PARTY", help="the party whose card waits")
    heard = "what you heard: sixty digits, or their words (default: asked for, and read from standard input)"
    parser.add_argument("heard", metavar="HEARD", nargs="*", help=heard)
    nodes.node_options(parser)


def run(args: Namespace) -> int:
    """Compare."""
    from freehand.node.compacts import compare, own_fingerprint

    with nodes.in_compact(args) as (node, compact):
        said = " ".join(args.heard) or _asked(args.party)
        member = compare(node, compact, args.party, said, now=nodes.now())
        digits, words = own_fingerprint(compact)
    if args.json:
        told = {"compact": compact.name, "party": member.name, "compared": member.compared, "fingerprint": digits}
        print_json({"format": FORMAT, **told})
        return 0
    screen = Screen()
    screen.line(f"It is the same: '{shown(member.name)}' is a member.", style="bold")
    screen.line()
    screen.line("If you did not do so yet, read yours to them:")
    nodes.fingerprint(screen, digits, words)
    out = nodes.file_for(member.name, "bundle")
    screen.next(nodes.following(args, "bundle", "write", member.name, "-o", out))
    return 0


def _asked(party: str) -> str:
    if sys.stdin.isatty():
        print(f"What do you hear from '{shown(party)}'? ", end="", file=sys.stderr, flush=True)
    found = sys.stdin.readline().strip()
    if found:
        return found
    what = "nothing was heard"
    why = "a card is trusted only once its owner has read the fingerprint aloud."
    raise UsageError(one_fault(what, why, "Write the digits or their words after the party's name."))
