"""A promise parted with: recalled by its giver, or given back by its receiver. The two commands differ in who."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from freehand.faces.cli import nodes, saying
from freehand.faces.nodes.items import SHORT, only
from freehand.faces.nodes.promised import named, past
from freehand.faces.nodes.quoting import quoted

if TYPE_CHECKING:
    from freehand.node.authoring.entering import Spoken


def arguments(parser: ArgumentParser) -> None:
    """The words of either command."""
    promise = 'the promise, as "promise airlift", or the first digits of its offer or acceptance'
    parser.add_argument("promise", metavar="PROMISE", help=promise)
    parser.add_argument("words", metavar="WORDS", help="why, on the record")
    saying.person_options(parser)


def run(args: Namespace, part: Callable[..., Spoken], own: Literal["giver", "receiver"], done: str) -> int:
    """Say it, and tell what stood on it.

    Args:
        args: the words of the command.
        part: the verb of the node.
        own: which side of the promise this party is on.
        done: what has become of the promise.
    """
    from freehand.node.known import known

    with saying.planning(args) as desk:
        among = named(desk.known, "accepted", **{own: desk.node.party})
        sort = "promise of this party that stands" if own == "giver" else "promise to this party that stands"
        gone = past(desk.known, "recalled", "ended", "replaced", **{own: desk.node.party})
        one = only(args.promise, among, sort, "See them: 'freehand node status'.", gone)
        said = part(desk.node, desk.compact, one.leaf, args.words, now=nodes.now(), known=desk.known)
        after = desk._replace(known=known(desk.node, desk.compact))
        other = one.value.receiver if own == "giver" else one.value.giver
        means = [
            f"It is out of the reckoning here now, and out of that of {quoted(other)} as soon as it hears it.",
            *saying.what_changed(after),
        ]
        happened = f"'{quoted(one.value.name)}' ({one.leaf[:SHORT]}) is {done}."
        told = saying.Told(happened, means, saying.next_bundle(desk, other), said, partners=(other,))
        return saying.tell(after, told)
