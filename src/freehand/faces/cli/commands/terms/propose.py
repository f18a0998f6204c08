"""``freehand terms propose``: terms from a file, put on the table."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.faces.cli import nodes, saying
from freehand.faces.nodes.items import SHORT
from freehand.faces.nodes.terms import all_of

HELP = (
    "Put the terms in a file on the table. That binds nobody, not even this party, which accepts as all others do. "
    "The file says scope and parties, and may say exclusions, reservations, rules and availability."
)
EXAMPLE = "freehand terms propose terms.yaml --node north --as Ada"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("file", metavar="FILE", help="the file of the terms")
    words = "a word to the others, on the record"
    parser.add_argument("--words", default="", metavar="WORDS", help=words)
    saying.person_options(parser)


def run(args: Namespace) -> int:
    """Read them, and say them."""
    from freehand.formats.terms_file import load_terms
    from freehand.node.authoring.agreeing import propose

    terms = load_terms(args.file)
    with saying.planning(args) as desk:
        said = propose(desk.node, desk.compact, terms, words=args.words, now=nodes.now(), known=desk.known)
        means = (
            "Nobody is bound, and this party is not either: it accepts as all others do.",
            "It goes to every member with the next bundle, and stands in the log for good.",
        )
        following = saying.next_look(desk, said.leaf)
        happened = f"Terms {said.leaf[:SHORT]} are on the table."
        return saying.tell(desk, saying.Told(happened, means, following, said, before=list(all_of(terms))))
