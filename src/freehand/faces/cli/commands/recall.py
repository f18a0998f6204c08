"""``freehand recall``: a promise of this party, recalled; out of both parties' reckoning at once."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.faces.cli import nodes, saying
from freehand.faces.nodes.items import SHORT, only
from freehand.faces.nodes.promised import named
from freehand.faces.nodes.quoting import quoted

HELP = (
    "Recall an own promise: it is out of both parties' reckoning at once, and every verdict that rested on it is "
    "listed. It needs no release: whoever promised can always say that it no longer holds."
)
EXAMPLE = "freehand recall 'promise airlift' 'The crews are needed elsewhere.' --node north --as Ada"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    promise = 'the promise, as "promise airlift", or the first digits of its offer or acceptance'
    parser.add_argument("promise", metavar="PROMISE", help=promise)
    parser.add_argument("words", metavar="WORDS", help="why, on the record")
    saying.person_options(parser)


def run(args: Namespace) -> int:
    """Say it, and tell what stood on it."""
    from freehand.node.authoring.supporting import recall
    from freehand.node.known import known

    with saying.planning(args) as desk:
        among = named(desk.known, "accepted", giver=desk.node.party)
        one = only(args.promise, among, "promise of this party that stands", "See them: 'freehand node status'.")
        said = recall(desk.node, desk.compact, one.leaf, args.words, now=nodes.now(), known=desk.known)
        after = desk._replace(known=known(desk.node, desk.compact))
        other = one.value.receiver
        means = [
            f"It is out of the reckoning here now, and out of that of {quoted(other)} as soon as it hears it.",
            *saying.what_changed(after),
        ]
        happened = f"'{quoted(one.value.name)}' ({one.leaf[:SHORT]}) is recalled."
        told = saying.Told(happened, means, saying.next_bundle(desk, other), said, partners=(other,))
        return saying.tell(after, told)
