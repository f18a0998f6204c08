"""``freehand compact meet``: another party's card taken in: a stranger's waits, a member's is its newer one."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from freehand.errors import shown
from freehand.faces.cli import nodes
from freehand.faces.cli.screen import Screen, print_json
from freehand.node.files import read_file

HELP = (
    "Take another party's card in. A stranger's waits to be compared: nothing is taken in from it, sent to it, or "
    "labelled for it. A member's newer card needs no comparing, as the root key that was compared has signed it."
)
EXAMPLE = "freehand compact meet Westland.card --node north"
FORMAT = "freehand.compact-meet/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("card", metavar="FILE", help="the card, as its owner's 'compact card' wrote it")
    nodes.node_options(parser)


def run(args: Namespace) -> int:
    """Take it in."""
    from freehand.node.compacts import Waiting, meet
    from freehand.node.contact import MOST

    data = read_file(Path(args.card), MOST)
    with nodes.in_compact(args) as (node, compact):
        done = meet(node, compact, data, now=nodes.now())
    waits = isinstance(done, Waiting)
    if args.json:
        if isinstance(done, Waiting):
            told = {"party": done.name, "state": "waits", "changes": [], "remarks": list(done.remarks)}
        else:
            told = {"party": done.member.name, "state": "member", "changes": list(done.changes), "remarks": []}
        print_json({"format": FORMAT, "compact": compact.name, **told})
        return 0
    screen = Screen()
    if isinstance(done, Waiting):
        name = done.name
        screen.line(f"The card of '{shown(name)}' waits to be compared.", style="bold")
        screen.line()
        for remark in done.remarks:
            screen.line(f"note: {remark}.")
        screen.line(
            f"Nothing is trusted yet. Have '{shown(name)}' read its fingerprint to you, over a line on which you know "
            "its voice, and write down what you hear. It is not shown here: what counts is what they say."
        )
    else:
        name = done.member.name
        what = "is taken in" if done.changes else "was here before, or a newer one is"
        screen.line(f"The card of '{shown(name)}' {what}.", style="bold")
        screen.line()
        for sentence in done.changes:
            screen.line(sentence, indent=2)
    words = ("compact", "compare", name) if waits else ("node", "status")
    screen.next(nodes.following(args, *words))
    return 0
