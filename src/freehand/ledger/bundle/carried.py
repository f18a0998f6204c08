"""The sender's identity card that comes with a bundle: how a partner who has an older one learns of new keys.

The question: a bundle is signed by a key that the card held here does not name yet. May what comes with it say so?

The rules:

1. It stands between the signature and the sealed content, unsealed, as it is asked before decryption. The manifest
   declares its length, of at most 1 MiB, and its hash; so it is of this bundle, and no other can be put in its place.
2. It is refused as a card is (``card_file``), or if it is of another log or root key than the card that is held: a
   first card is compared by voice, and never taken from a bundle.
3. It follows the card that is held, or that one follows it. If neither does, the two contradict each other, and the
   bundle is refused by that name.
4. The newest log key in it signed the bundle. So a key that was rotated out cannot speak by carrying its old card.
5. The card that stands is the one with the higher number; the bundle is judged by it, and it is kept if all of the
   bundle is good, or with what its signer is proven a liar by.

A sender carries its newest card unless that is its first, which every reader has. Limits: whoever carries the bundle
reads the card: the owner's name, its keys, and the names of those who approve.
"""

from __future__ import annotations

from hashlib import sha256

from freehand.ledger.bundle.manifest import Opened
from freehand.ledger.bundle.opening import Source, exactly
from freehand.ledger.bundle.refusals import BadBundle
from freehand.ledger.canonical import NotCanonical
from freehand.ledger.identity import Card, CardRefused, CardsContradict, newer
from freehand.ledger.log import card_of

FIRST = 1
"""The number of a card that needs no carrying."""


def card_data(source: Source, opened: Opened) -> bytes:
    """Rule 1: the card that comes with a bundle; nothing if none does.

    Raises:
        BadBundle: it is not the one that was signed for.
    """
    declared = opened.manifest.card
    data = exactly(source, declared.length)
    if len(data) != declared.length or sha256(data).digest() != declared.hash:
        raise BadBundle.because("the bundle is refused", "the card that comes with it is not the one that was signed.")
    return data


def card_that_stands(held: Card, data: bytes, opened: Opened) -> Card:
    """Rules 2 to 5: the card by which the bundle is judged.

    Raises:
        CardRefused: what comes with it is no card, or not one of this owner for this log, or an old one.
        CardsContradict: it contradicts the card that is held.
    """
    if not data:
        return held
    try:
        offered = card_of(data)
        stands = newer(held, offered)
    except NotCanonical as refusal:
        raise CardRefused(fault._replace(what=_named("the card")) for fault in refusal.faults) from None
    except (CardRefused, CardsContradict) as refusal:
        raise type(refusal)(fault._replace(what=_named(fault.what)) for fault in refusal.faults) from None
    if offered.log_key != opened.head.checkpoint.key:
        why = f"the newest log key in its card {offered.number} is not the one that signed the bundle."
        raise CardRefused.because(_named("the card is not the sender's newest"), why)
    return stands


def _named(what: str) -> str:
    return f"the bundle is refused with the card that comes with it: {what}"
