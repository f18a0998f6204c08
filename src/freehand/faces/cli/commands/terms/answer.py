"""``freehand terms answer``: a question on the terms answered, on the record."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.faces.cli import nodes, saying
from freehand.faces.nodes.items import SHORT, Named, only
from freehand.faces.nodes.quoting import quoted

HELP = "Answer what another party asked about the terms, on the record. Further answers stand beside it."
EXAMPLE = "freehand terms answer 'Intelligence and scenarios; no operations.' --node north --as Ada"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("words", metavar="WORDS", help="the answer")
    question = "the question, by its first digits (default: the only open one)"
    parser.add_argument("--question", metavar="QUESTION", help=question)
    saying.person_options(parser)


def run(args: Namespace) -> int:
    """Answer."""
    from freehand.node.authoring.agreeing import answer_terms

    with saying.planning(args) as desk:
        asked = [one for one in desk.known.standing.questions if one.by != desk.node.party]
        among = [
            Named("question", "", one.by, one.id, "", one, f"{one.by}: {one.words}")
            for one in asked
            if one.open or args.question is not None
        ]
        next_ = "See them: 'freehand terms show'."
        question = only(args.question, among, "question on the terms", next_).value
        said = answer_terms(desk.node, desk.compact, question.id, args.words, now=nodes.now(), known=desk.known)
        happened = f"Answered, as {said.leaf[:SHORT]}."
        read = (f"{quoted(question.by)} had asked: {quoted(question.words)}",)
        means = ("The answer is on the record. What binds are the terms: where it changes them, amend them.",)
        told = saying.Told(happened, means, saying.next_bundle(desk, question.by), said, before=read)
        return saying.tell(desk, told)
