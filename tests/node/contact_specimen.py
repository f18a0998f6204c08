"""The contact card that opens its page, made from fixed seeds."""

from __future__ import annotations

from freehand.ledger.card_file import sign_card
from freehand.ledger.identity import first_card, with_person
from freehand.node.contact import sign_contact, write_contact
from freehand.node.membership import log_name
from tests.ledger.owners import BOX, LOG, ROOT, seed, signing_key

COMPACT = seed("compact")[:16].hex()

__all__ = ["COMPACT", "ROOT", "specimen"]


def specimen() -> bytes:
    """Northland's, for the compact *gulf*; two people approve."""
    log = log_name(COMPACT, ROOT.public)
    card = first_card(log, "Northland", ROOT.public, LOG.public, BOX.public)
    for name in ("Ada Officer", "Ben Deputy"):
        card = with_person(card, name, signing_key(name).public)
    signed = sign_card(card._replace(number=1), ROOT)
    return write_contact(COMPACT, "gulf", True, signed, sign_contact(COMPACT, "gulf", True, log, ROOT))
