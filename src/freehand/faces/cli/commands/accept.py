"""``freehand accept``: an offer accepted; with its release it is a promise."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.faces.cli import saying
from freehand.faces.nodes.items import SHORT, only
from freehand.faces.nodes.promised import all_of, named, past
from freehand.faces.nodes.quoting import quoted

HELP = (
    "Accept an offer that was made to this party; all that it says is shown. The acceptance is a draft: with its "
    "release the offer is a promise, binds its giver, and enters both parties' reckoning."
)
EXAMPLE = "freehand accept 'promise airlift' --node south --as Cora"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    offer = 'the offer, as "promise airlift", or the first digits of its leaf (default: the only one)'
    parser.add_argument("offer", metavar="OFFER", nargs="?", help=offer)
    saying.person_options(parser)


def run(args: Namespace) -> int:
    """Draft the acceptance."""
    from freehand.node.authoring.supporting import accept

    with saying.planning(args) as desk:
        among = named(desk.known, "offered", receiver=desk.node.party)
        gone = past(desk.known, "accepted", "recalled", "ended", "replaced", receiver=desk.node.party)
        one = only(args.offer, among, "offer to this party", "See what waits: 'freehand node status'.", gone)
        draft = accept(desk.node, desk.compact, one.leaf, known=desk.known)
        happened = f"Drafted: '{quoted(one.value.name)}' of {quoted(one.party)} ({one.leaf[:SHORT]}) is accepted."
        means = ["With its release it is a promise. Till then nobody is bound.", *all_of(one.value)]
        return saying.tell_draft(desk, draft, happened, *means, partners=(one.party,))
