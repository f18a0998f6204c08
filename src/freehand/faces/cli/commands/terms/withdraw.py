"""``freehand terms withdraw``: a party leaves the compact, alone and for good."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli import nodes, saying

HELP = (
    "Leave the compact: always allowed, alone, and for good. Terms that name this party end; what it released is out "
    "of every computation of the others at once, and nothing more flows either way but leaving, receipts and proofs."
)
EXAMPLE = "freehand terms withdraw 'We plan alone from now on.' --leave gulf --node south --as Cora"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("words", metavar="WORDS", help="the reason, on the record")
    leave = "the name of the compact that is left: said twice, since it is for good"
    parser.add_argument("--leave", metavar="NAME", required=True, help=leave)
    saying.person_options(parser)


def run(args: Namespace) -> int:
    """Leave."""
    from freehand.node.authoring.agreeing import leave

    with saying.planning(args) as desk:
        if args.leave != desk.compact.name:
            what = f"'{shown(args.leave)}' is not the compact that would be left"
            why = f"this is '{shown(desk.compact.name)}'; leaving is for good, so it is named twice."
            raise UsageError(one_fault(what, why, "Name it with --leave as it is called."))
        ended = [one for one in desk.known.standing.in_force if desk.node.party in one.terms.parties]
        said = leave(desk.node, desk.compact, args.words, now=nodes.now(), known=desk.known)
        means = [f"Terms {one.id[:8]} end with that." for one in ended] or ["No terms were in force."]
        means += [
            "What this party had released is out of the others' computations as soon as they hear it.",
            "Its log stays provable, and so does what others hold of it.",
        ]
        happened = f"This party has left '{shown(desk.compact.name)}'."
        return saying.tell(desk, saying.Told(happened, means, saying.next_bundle(desk), said))
