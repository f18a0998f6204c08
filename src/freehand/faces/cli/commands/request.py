"""``freehand request``: support asked for; nobody has to answer."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.faces.cli import saying
from freehand.faces.nodes.quoting import quoted

HELP = (
    "Ask another party for support: for what need, in which contingency. It has no duty to answer. The request is a "
    "draft, and goes out once two people have released it."
)
EXAMPLE = "freehand request supplies --to A --contingency drill 'Six hours from the call?' --node south --as Cora"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("need", metavar="NEED", help="what it is for, as the plans name it")
    parser.add_argument("words", metavar="WORDS", help="the request, in a sentence")
    parser.add_argument("--to", required=True, metavar="PARTY", help="who is asked")
    parser.add_argument("--contingency", required=True, metavar="C", help="in which contingency")
    parser.add_argument("--tag", action="append", default=[], metavar="TAG", help="a tag it bears (may be repeated)")
    saying.person_options(parser)


def run(args: Namespace) -> int:
    """Draft it."""
    from freehand.node.authoring.supporting import request

    with saying.planning(args) as desk:
        to = saying.partner(desk, args.to)
        draft = request(desk.node, desk.compact, to, args.need, args.contingency, args.words, tags=args.tag)
        happened = f"Drafted: a request to {quoted(to)} for '{quoted(args.need)}' in {quoted(args.contingency)}."
        means = f"{quoted(to)} has no duty to answer, and no answer is none: nothing in the reckoning rests on it."
        strange = saying.strange_contingency(desk, args.contingency)
        return saying.tell_draft(desk, draft, happened, *strange, means, partners=(to,))
