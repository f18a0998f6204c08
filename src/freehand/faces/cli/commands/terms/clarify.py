"""``freehand terms clarify``: a question on the terms, on the record."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.faces.cli import nodes, saying
from freehand.faces.cli.versions import refuse_bare, version_argument, version_of
from freehand.faces.nodes.items import SHORT

HELP = "Ask what a version of the terms means, on the record. It stays open until somebody else answers it."
EXAMPLE = "freehand terms clarify 'Reports alone, or plans as well?' --node south --as Cora"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    version_argument(parser, "the only one on the table")
    parser.add_argument("words", metavar="WORDS", help="the question")
    saying.person_options(parser)


def run(args: Namespace) -> int:
    """Ask."""
    from freehand.node.authoring.agreeing import clarify

    with saying.planning(args) as desk:
        refuse_bare(desk, args.version, args.words, "the question")
        version = version_of(desk, args.version).value
        said = clarify(desk.node, desk.compact, version.id, args.words, now=nodes.now(), known=desk.known)
        happened = f"Asked, as {said.leaf[:SHORT]}: what do terms {version.id[:SHORT]} mean?"
        means = ("Nobody has to answer. Meanwhile this party can still accept or decline them.",)
        return saying.tell(desk, saying.Told(happened, means, saying.next_bundle(desk, *_author(desk, version)), said))


def _author(desk: saying.Desk, version: object) -> list[str]:
    author = getattr(version, "author", "")
    return [author] if author in desk.others else []
