"""``freehand terms decline``: a version of the terms declined, with the reason."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.faces.cli import nodes, saying
from freehand.faces.cli.versions import refuse_bare, version_argument, version_of
from freehand.faces.nodes.items import SHORT

HELP = "Decline a version of the terms, with the reason, on the record. It may still be accepted later."
EXAMPLE = "freehand terms decline 'Not before operations are out of it.' --node south --as Cora"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    version_argument(parser, "the only one on the table")
    parser.add_argument("words", metavar="WORDS", help="the reason")
    saying.person_options(parser)


def run(args: Namespace) -> int:
    """Decline."""
    from freehand.node.authoring.agreeing import decline_terms

    with saying.planning(args) as desk:
        refuse_bare(desk, args.version, args.words, "the reason")
        version = version_of(desk, args.version).value
        said = decline_terms(desk.node, desk.compact, version.id, args.words, now=nodes.now(), known=desk.known)
        happened = f"Declined: terms {version.id[:SHORT]}."
        means = (
            "Terms in force stay in force; nothing else is changed by this.",
            "It is not for good: accept them later, or amend them to what can be accepted.",
        )
        return saying.tell(desk, saying.Told(happened, means, saying.next_bundle(desk), said))
