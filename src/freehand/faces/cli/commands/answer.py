"""``freehand answer``: a question answered, to all who have it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.faces.cli import saying
from freehand.faces.nodes.items import SHORT, Named, only
from freehand.faces.nodes.quoting import quoted

HELP = (
    "Answer a question that was asked here, to all who have it. The answer is a draft, until two people have released "
    "it. Questions on the terms are answered with 'freehand terms answer', since that is a move on them."
)
EXAMPLE = "freehand answer 'Within 6 h of the call.' --node north --as Ada"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("words", metavar="WORDS", help="the answer")
    question = "the question, by its first digits (default: the only open one)"
    parser.add_argument("--question", metavar="QUESTION", help=question)
    parser.add_argument("--tag", action="append", default=[], metavar="TAG", help="a tag it bears (may be repeated)")
    saying.person_options(parser)


def run(args: Namespace) -> int:
    """Draft it."""
    from freehand.node.authoring.discussing import answer
    from freehand.node.views.discussion import discussion, open_questions

    with saying.planning(args) as desk:
        waits = open_questions(desk.known)
        if args.question is not None:  # answered ones may be answered again
            waits = tuple(one.first for one in discussion(desk.known) if one.first.kind == "ask")
        among = [Named("question", "", one.party, one.id, "", one, f"{one.party}: {one.words}") for one in waits]
        asked = only(args.question, among, "question to this party", "See what waits: 'freehand node status'.").value
        draft = answer(desk.node, desk.compact, asked.id, args.words, tags=args.tag, known=desk.known)
        happened = f"Drafted: an answer to question {asked.id[:SHORT]} of {quoted(asked.party)}."
        means = [f"{quoted(asked.party)} had asked: {quoted(asked.words)}"]
        if asked.figure:
            figure = "; ".join(f"{quoted(name)}: {quoted(value)}" for name, value in asked.figure.items())
            means.append(f"It asks about a number: {figure}.")
        return saying.tell_draft(desk, draft, happened, *means, partners=(asked.party,))
