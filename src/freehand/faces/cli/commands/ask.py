"""``freehand ask``: a question on an item, a clause of the terms, or a number in the reckoning."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.discussion import About
from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli import saying
from freehand.faces.nodes.items import SHORT, Named, pick
from freehand.faces.nodes.quoting import quoted

HELP = (
    "Ask a partner about an item, a clause of the terms, or a number that would have to be another. 'freehand explain' "
    "prints this command ready to run. The question is a draft, and goes out once two people have released it."
)
EXAMPLE = "freehand ask 'contingency drill' 'From when can it be called?' --to A --node south --as Cora"
_NUMBER = ("of", "what", "value")


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    about_option(parser, "the question, in a sentence")
    parser.add_argument("--to", action="append", required=True, metavar="PARTY", help=TO)
    number = "the number that it is about: of=PARTY, what=WORDS, value=WHAT IT WOULD BE (repeat for each)"
    parser.add_argument("--number", action="append", default=[], metavar="NAME=WORDS", help=number)
    parser.add_argument("--tag", action="append", default=[], metavar="TAG", help="a tag it bears (may be repeated)")
    saying.person_options(parser)


TO = "who shall have it; the first is who is asked (may be repeated)"


def about_option(parser: ArgumentParser, words: str) -> None:
    """What it is about, and the words."""
    item = 'what it is about, as "contingency drill", or the first digits of a leaf, also of a version of the terms'
    parser.add_argument("item", metavar="ITEM", help=item)
    parser.add_argument("words", metavar="WORDS", help=words)
    parser.add_argument("--clause", default="", metavar="NAME", help="the clause of it that is meant")


def run(args: Namespace) -> int:
    """Draft it."""
    from freehand.node.authoring.discussing import ask

    number = saying.pairs(args.number, "--number")
    strange = [name for name in number if name not in _NUMBER]
    if strange:
        what = f"a number has no '{shown(strange[0])}'"
        raise UsageError(one_fault(what, f"it has {', '.join(_NUMBER)}.", "Write --number 'of=PARTY' and the like."))
    with saying.planning(args) as desk:
        to = [saying.partner(desk, name) for name in args.to]
        item = about_of(args, desk)
        about = About(item.leaf, args.clause).text
        draft = ask(desk.node, desk.compact, about, args.words, to=to, number=number, tags=args.tag)
        clause = f", {quoted(args.clause)}" if args.clause else ""
        happened = f"Drafted: a question to {quoted(to[0])} on {quoted(item.words)} ({item.leaf[:SHORT]}){clause}."
        means = ["Nobody has to answer."]
        if number:
            means.append("It bears the number it is about, so that an answer can be held against the reckoning.")
        return saying.tell_draft(desk, draft, happened, *means, partners=to)


def about_of(args: Namespace, desk: saying.Desk) -> Named:
    """What is meant.

    Raises:
        UsageError: nothing that may be read here has this name, or several do.
    """
    next_ = "Name what can be read here: 'freehand node status', 'freehand terms show'."
    return pick(args.item, saying.to_say_about(desk), "item that may be read here", next_)
