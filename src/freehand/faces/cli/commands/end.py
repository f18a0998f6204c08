"""``freehand end``: a promise that was received, given back; out of both parties' reckoning at once."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.faces.cli import nodes, saying
from freehand.faces.nodes.items import SHORT, only
from freehand.faces.nodes.promised import named
from freehand.faces.nodes.quoting import quoted

HELP = (
    "Give a promise back that this party had received: it is out of both parties' reckoning at once. It needs no "
    "release."
)
EXAMPLE = "freehand end 'promise airlift' 'We can do without.' --node south --as Cora"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    promise = 'the promise, as "promise airlift", or the first digits of its offer or acceptance'
    parser.add_argument("promise", metavar="PROMISE", help=promise)
    parser.add_argument("words", metavar="WORDS", help="why, on the record")
    saying.person_options(parser)


def run(args: Namespace) -> int:
    """Say it, and tell what stood on it."""
    from freehand.node.authoring.supporting import end
    from freehand.node.known import known

    with saying.planning(args) as desk:
        among = named(desk.known, "accepted", receiver=desk.node.party)
        one = only(args.promise, among, "promise to this party that stands", "See them: 'freehand node status'.")
        said = end(desk.node, desk.compact, one.leaf, args.words, now=nodes.now(), known=desk.known)
        after = desk._replace(known=known(desk.node, desk.compact))
        other = one.value.giver
        means = [
            f"It is out of the reckoning here now, and out of that of {quoted(other)} as soon as it hears it.",
            *saying.what_changed(after),
        ]
        happened = f"'{quoted(one.value.name)}' ({one.leaf[:SHORT]}) is given back."
        told = saying.Told(happened, means, saying.next_bundle(desk, other), said, partners=(other,))
        return saying.tell(after, told)
