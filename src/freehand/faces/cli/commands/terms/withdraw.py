"""``freehand terms withdraw``: a party leaves the compact, alone and for good."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli import nodes, saying
from freehand.faces.nodes.leaving import lines

HELP = (
    "Leave the compact: always allowed, alone, and for good. Terms that name this party end, for the others as well; "
    "what it released is out of their reckoning as soon as they hear it, and nothing more flows either way but "
    "leaving, receipts and proofs. Without --leave it only shows what would end: nobody signs, and nothing is written."
)
EXAMPLE = "freehand terms withdraw 'We plan alone from now on.' --leave gulf --node south --as Cora"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("words", metavar="WORDS", help="the reason, on the record")
    leave = "the name of the compact that is left: said twice, since it is for good (default: only look)"
    parser.add_argument("--leave", metavar="NAME", help=leave)
    saying.person_options(parser)


def run(args: Namespace) -> int:
    """Show what ends with it, and leave."""
    from freehand.node.authoring.agreeing import leave, refuse_left
    from freehand.node.views.leaving import leaving

    with saying.looking(args) as desk:
        if args.leave not in (None, desk.compact.name):
            what = f"'{shown(args.leave)}' is not the compact that would be left"
            why = f"this is '{shown(desk.compact.name)}'; leaving is for good, so it is named twice."
            raise UsageError(one_fault(what, why, "Name it with --leave as it is called."))
        if args.leave is not None:
            nodes.acting(args, desk.node, desk.compact, "planner")
        refuse_left(desk.known)
        ends = [f"  {sentence}" for sentence in lines(leaving(desk.known), desk.node.party)]
        if args.leave is None:
            words = ("terms", "withdraw", args.words, "--leave", desk.compact.name)
            who = args.person or saying.next_person(desk, "planner")
            happened = "Only looked: nobody has left, and nothing is written."
            means = ("With this party's leaving would end:", *ends)
            return saying.tell(desk, saying.Told(happened, means, nodes.following(args, *words, person=who)))
        said = leave(desk.node, desk.compact, args.words, now=nodes.now(), known=desk.known)
        means = (
            "For the others all this ends as soon as they hear it.",
            "Its log stays provable, and so does what others hold of it.",
        )
        happened = f"This party has left '{shown(desk.compact.name)}'."
        before = ("With this party's leaving end:", *ends)
        return saying.tell(desk, saying.Told(happened, means, saying.next_bundle(desk), said, before=before))
