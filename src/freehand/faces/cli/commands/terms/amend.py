"""``freehand terms amend``: other terms in the place of a version."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.faces.cli import nodes, saying
from freehand.faces.cli.versions import standing_one, version_argument
from freehand.faces.nodes.items import SHORT
from freehand.faces.nodes.terms import all_of

HELP = (
    "Put other terms on the table in the place of a version. What that one is, it stays until everybody whom it names "
    "has accepted these; then these replace it."
)
EXAMPLE = "freehand terms amend amended.yaml --node north --as Ada"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    version_argument(parser, "the only one that stands")
    parser.add_argument("file", metavar="FILE", help="the file of the terms")
    parser.add_argument("--words", default="", metavar="WORDS", help="a word to the others, on the record")
    saying.person_options(parser)


def run(args: Namespace) -> int:
    """Read them, and say them."""
    from freehand.formats.terms_file import load_terms
    from freehand.node.authoring.agreeing import amend
    from freehand.terms.proposal import differences

    terms = load_terms(args.file)
    with saying.planning(args) as desk:
        old = standing_one(desk, args.version).value
        said = amend(desk.node, desk.compact, old.id, terms, words=args.words, now=nodes.now(), known=desk.known)
        changes = differences(old.terms, terms) or ["They say the same."]
        happened = f"Terms {said.leaf[:SHORT]} are on the table in the place of {old.id[:SHORT]}."
        means = (*changes, f"Terms {old.id[:SHORT]} are {old.state}, and stay so until all have accepted these.")
        following = saying.next_look(desk, said.leaf)
        return saying.tell(desk, saying.Told(happened, means, following, said, before=list(all_of(terms))))
