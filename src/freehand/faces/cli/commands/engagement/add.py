"""``freehand engagement add``: a meeting, a call or a visit noted."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.faces.cli import saying
from freehand.faces.nodes.items import pick
from freehand.faces.nodes.quoting import quoted

HELP = (
    "Note who raised what with whom, when and where, with the items touched. It is the word of who notes it. A draft, "
    "until two people have released it; without --to it may go to nobody, and stays a note of this party's own."
)
EXAMPLE = (
    "freehand engagement add 'Notice of calls' --who Cora --whom Ada --when 2026-11-21 --where 'by telephone' "
    "--to A --node south --as Cora"
)


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("what", metavar="WHAT", help="what was raised")
    parser.add_argument("--who", action="append", required=True, metavar="NAME", help="who raised it (repeatable)")
    parser.add_argument("--whom", action="append", required=True, metavar="NAME", help="with whom (repeatable)")
    parser.add_argument("--when", required=True, metavar="WORDS", help="when, as it is said")
    parser.add_argument("--where", required=True, metavar="WORDS", help="where, as it is said")
    parser.add_argument("--item", action="append", default=[], metavar="ITEM", help="an item touched (repeatable)")
    to = "who shall have it (repeatable; default: nobody)"
    parser.add_argument("--to", action="append", default=[], metavar="PARTY", help=to)
    parser.add_argument("--tag", action="append", default=[], metavar="TAG", help="a tag it bears (may be repeated)")
    saying.person_options(parser)


def run(args: Namespace) -> int:
    """Draft it."""
    from freehand.node.authoring.discussing import engagement

    with saying.planning(args) as desk:
        to = [saying.partner(desk, name) for name in args.to]
        next_ = "Name what can be read here: 'freehand release list'."
        items = [pick(word, saying.to_say_about(desk), "item that may be read here", next_) for word in args.item]
        draft = engagement(
            desk.node,
            desk.compact,
            who=args.who,
            whom=args.whom,
            what=args.what,
            when=args.when,
            where=args.where,
            items=[one.leaf for one in items],
            to=to,
            tags=args.tag,
        )
        happened = f"Drafted: {', '.join(map(quoted, args.who))} raised '{quoted(args.what)}'."
        touched = [f"Items touched: {', '.join(quoted(one.words) for one in items)}."] if items else []
        if not to:
            return saying.tell_note(desk, draft, happened, *touched)
        return saying.tell_draft(desk, draft, happened, *touched, partners=to)
