"""``freehand compact show``: who is in a compact, whose card waits, and which fingerprint to read aloud."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from freehand.errors import shown
from freehand.faces.cli import nodes
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.ledgers.wording import short
from freehand.ledger.card_file import read_card

if TYPE_CHECKING:
    from freehand.node.folder import Member

HELP = (
    "Show who is in a compact, with people and keys of each card, whose card waits to be compared, and the fingerprint "
    "to read to the others. Of a card that waits the fingerprint is not shown: what counts is what its owner says."
)
EXAMPLE = "freehand compact show --node north"
FORMAT = "freehand.compact-show/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    nodes.node_options(parser)


def run(args: Namespace) -> int:
    """Show it."""
    from freehand.node.compacts import own_fingerprint, waiting

    with nodes.in_compact(args) as (node, compact):
        members = [_member(one) for one in compact.members.values()]
        waits = waiting(node, compact)
        digits, words = own_fingerprint(compact)
        party = node.party
    if args.json:
        told = {"compact": compact.name, "id": compact.id, "illustrative": compact.illustrative, "party": party}
        cards = [{"party": one.name, "remarks": list(one.remarks)} for one in waits]
        fingerprint = {"fingerprint": digits, "aloud": words}
        print_json({"format": FORMAT, **told, "members": members, "waiting": cards, **fingerprint})
        return 0
    screen = Screen()
    made_up = ", illustrative: its places, parties and numbers are invented" if compact.illustrative else ""
    screen.line(f"The compact {shown(compact.name)}{made_up}", style="bold")
    for one in members:
        screen.line()
        own = " (this party)" if one["party"] == party else "" if one["compared"] else " (not compared)"
        screen.line(f"{shown(one['party'])}{own}: card {one['card']}, epoch {len(one['epochs'])}", indent=2)
        screen.line(f"people: {', '.join(map(shown, one['people'])) or 'nobody'}", indent=4)
        screen.line(f"log key: {one['epochs'][-1]['key']}", indent=4)
        seals = [short(bytes.fromhex(key)) for key in one["seals"]]
        screen.line(f"sealed for: {', '.join(reversed(seals)) or 'nothing: it has no key to seal for'}", indent=4)
    for wait in waits:
        screen.line()
        screen.line(f"The card of '{shown(wait.name)}' waits to be compared; nothing is trusted yet.", indent=2)
        for remark in wait.remarks:
            screen.line(f"note: {remark}.", indent=4)
    screen.line()
    screen.line("Your fingerprint, to be read to the others:")
    nodes.fingerprint(screen, digits, words)
    if waits:
        screen.next(nodes.following(args, "compact", "compare", waits[0].name))
    elif len(members) == 1:
        screen.next(nodes.following(args, "compact", "card", "-o", "own.card"))
    else:
        screen.next(nodes.following(args, "node", "status"))
    return 0


def _member(member: Member) -> dict[str, Any]:
    card = read_card(member.card)
    return {
        "party": member.name,
        "log": member.log,
        "compared": member.compared,
        "card": card.number,
        "epochs": [{"key": one.key.hex(), "size": one.size, "reason": one.reason} for one in card.epochs],
        "seals": [one.key.hex() for one in card.recipients if one.key is not None],
        "people": [one.name for one in card.people if not one.removed],
    }
