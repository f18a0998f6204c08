"""``freehand say``: a comment on an item, on a clause of the terms, or on what another said."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.discussion import About
from freehand.faces.cli import saying
from freehand.faces.cli.commands.ask import about_of, about_option
from freehand.faces.nodes.items import SHORT
from freehand.faces.nodes.quoting import quoted

HELP = "Comment on an item, a clause of the terms, or what another said. A draft, until two people have released it."
EXAMPLE = "freehand say 'contingency drill' 'We would rather begin with this one.' --to A --node south --as Cora"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    about_option(parser, "the comment")
    parser.add_argument("--to", action="append", required=True, metavar="PARTY", help="who shall have it (repeatable)")
    parser.add_argument("--tag", action="append", default=[], metavar="TAG", help="a tag it bears (may be repeated)")
    saying.person_options(parser)


def run(args: Namespace) -> int:
    """Draft it."""
    from freehand.node.authoring.discussing import say

    with saying.planning(args) as desk:
        to = [saying.partner(desk, name) for name in args.to]
        item = about_of(args, desk)
        draft = say(desk.node, desk.compact, About(item.leaf, args.clause).text, args.words, to=to, tags=args.tag)
        happened = f"Drafted: a comment to {', '.join(map(quoted, to))} on {quoted(item.words)} ({item.leaf[:SHORT]})."
        return saying.tell_draft(desk, draft, happened, partners=to)
