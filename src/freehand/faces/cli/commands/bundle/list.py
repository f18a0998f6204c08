"""``freehand bundle list``: what was written for a partner so far, and what the next bundle would bring."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.errors import shown
from freehand.faces.cli import nodes
from freehand.faces.cli.commands.bundle.write import refused, show_withheld
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.ledgers import wording

HELP = (
    "List the bundles that were written for a partner, and say what the next one would bring and what would be "
    "withheld, with the clause. Which of them arrived, the partner's next bundle tells."
)
EXAMPLE = "freehand bundle list Southland --node north"
FORMAT = "freehand.bundle-list/1"
LISTED = 20


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("partner", metavar="PARTNER", help="for whom: the party's name")
    nodes.node_options(parser)


def run(args: Namespace) -> int:
    """List them."""
    from freehand.node.due import ready
    from freehand.node.exchange import handed_over
    from freehand.node.known import known

    with nodes.in_compact(args) as (node, compact):
        nodes.partner_of(node, compact, args.partner)
        held = known(node, compact)
        found = ready(node, compact, args.partner, known=held)
        sent = handed_over(node, compact, args.partner)
        withheld = refused(compact, found)
        told = held.seen[args.partner].get(node.party, 0)
    if args.json:
        bundles = [
            {"serial": one.serial, "time": one.time, "size": one.size, "records": wording.said(one.records)}
            for one in sent
        ]
        next_ = {"leaves": found.leaves, "records": wording.said(found.records), "papers": len(found.papers)}
        body = {"to": args.partner, "known_there": told, "bundles": bundles, "next": next_, "withheld": withheld}
        print_json(
            {"format": FORMAT, "compact": compact.name, **body, "heard": nodes.silences_json(held, args.partner)}
        )
        return 0
    screen = Screen()
    screen.line(f"Bundles for '{shown(args.partner)}'", style="bold")
    screen.line()
    if sent:
        rows = [
            [str(one.serial), wording.moment(one.time), f"{one.size:,}", wording.said(one.records)]
            for one in sent[-LISTED:]
        ]
        screen.table(["bundle", "written", "up to size", "records"], rows, right=(0, 2))
    else:
        screen.line("None was written yet.")
    screen.line()
    screen.line(f"'{shown(args.partner)}' is known to have this log up to size {told:,}.")
    screen.heading("The next one would bring")
    leaves = wording.counted(found.leaves, "leaf", "leaves")
    screen.line(f"{leaves}; records {wording.said(found.records)}" if found.anything else "nothing new", indent=2)
    show_withheld(screen, withheld)
    nodes.silences(screen, held, args.partner)
    screen.next(nodes.following(args, "bundle", "write", args.partner, "-o", nodes.file_for(args.partner, "bundle")))
    return 0
