"""``freehand compact rotate``: another key for the own log or to seal for, signed by the root key."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli import nodes
from freehand.faces.cli.screen import Screen, print_json
from freehand.ledger.card_file import read_card

if TYPE_CHECKING:
    from freehand.ledger.epochs import Reason

HELP = (
    "Begin a new epoch of the own log under another key (log), or have content sealed for another key from now on "
    "(seal), or destroy a key to seal for, so that nothing sealed for it opens any more (--destroy). It takes the root "
    "key, and makes a newer card, which goes to the others with the next bundle, or as a file."
)
EXAMPLE = "freehand compact rotate log --node north"
FORMAT = "freehand.compact-rotate/1"
REASONS = {
    "rotated": "what the earlier key signed stands",
    "revoked": "it was lost or stolen: what it signs beyond this size is not this party's",
    "restored": "after a restore, by whoever cannot wait for all members",
}


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("what", choices=("log", "seal"), metavar="WHAT", help="log, or seal")
    reason = "why a new epoch begins: rotated, revoked (the key was lost or stolen) or restored (default: rotated)"
    parser.add_argument("--reason", choices=tuple(REASONS), metavar="WHY", help=reason)
    destroy = "with seal: destroy this older key, by its first digits, instead of making one"
    parser.add_argument("--destroy", metavar="KEY", help=destroy)
    nodes.node_options(parser)
    nodes.root_options(parser)


def run(args: Namespace) -> int:
    """Make, or destroy."""
    from freehand.node.epochs import destroy_recipient_key, new_epoch, new_recipient_key

    if (args.what == "log" and args.destroy) or (args.what == "seal" and args.reason):
        what = "--destroy goes with seal" if args.what == "log" else "--reason goes with log"
        why = "a log has one key at a time, and keys to seal for have no epochs."
        raise UsageError(one_fault(what, why, "Leave it out."))
    with nodes.in_compact(args) as (node, compact):
        key = _older(args.destroy, [one.key for one in read_card(compact.card).recipients]) if args.destroy else b""
        root = nodes.root_of(args, compact)
        reason: Reason = args.reason or "rotated"
        if args.what == "log":
            signed = new_epoch(compact, root, reason)
        elif args.destroy:
            signed = destroy_recipient_key(compact, root, key)
        else:
            signed = new_recipient_key(compact, root)
        party = node.party
    card = read_card(signed)
    epoch = card.epochs[-1]
    if args.json:
        told = {"compact": compact.name, "what": args.what, "number": card.number, "destroyed": key.hex() or None}
        made = {"epoch": len(card.epochs), "size": epoch.size, "reason": epoch.reason, "log_key": epoch.key.hex()}
        seals = [one.key.hex() for one in card.recipients if one.key is not None]
        print_json({"format": FORMAT, **told, **made, "seals": seals})
        return 0
    screen = Screen()
    if args.what == "log":
        screen.line(f"Epoch {len(card.epochs)} of this log begins at size {epoch.size}: {reason}.", style="bold")
        screen.line()
        screen.line(f"{REASONS[reason][0].upper()}{REASONS[reason][1:]}.")
    elif args.destroy:
        screen.line(f"The key {key.hex()[:8]}… is destroyed: what was sealed for it opens no more.", style="bold")
        screen.line()
    else:
        screen.line("Content is sealed for another key from now on.", style="bold")
        screen.line()
        screen.line("The one before stays, for bundles that are on their way; destroy it when they have come.")
    screen.line(f"Card {card.number} of {shown(party)} says so. The next bundle brings it; or hand it over as a file.")
    name = f"{party}-{card.number}.card" if party.isascii() and party.isalnum() else f"own-{card.number}.card"
    screen.next(nodes.following(args, "compact", "card", "-o", name))
    return 0


def _older(text: str, keys: list[bytes | None]) -> bytes:
    held = [key for key in keys if key is not None]
    found = [key for key in held[:-1] if len(text) >= 8 and key.hex().startswith(text.lower())]
    if len(found) == 1:
        return found[0]
    there = ", ".join(key.hex()[:8] for key in held[:-1]) or "none"
    why = f"older keys to seal for are: {there}."
    raise UsageError(one_fault(f"'{shown(text)}' is not destroyed", why, "Name one of these, or rotate first."))
