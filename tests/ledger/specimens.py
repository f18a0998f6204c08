"""The specimens that open the pages of the formats, made from fixed seeds; each page shows exactly these bytes."""

from __future__ import annotations

import re
from pathlib import Path

from freehand.ledger.card_file import sign_card
from freehand.ledger.identity import Card, with_destroyed, with_epoch, with_person, with_recipient_key
from freehand.ledger.sealed_keys import Sealed, seal_keys
from freehand.ledger.stream import sealed
from tests.ledger.owners import BOX, LOG, ROOT, card, recipient_key, seed, signing_key

FORMATS = Path(__file__).resolve().parents[2] / "docs" / "formats"
WIDTH = 116
PASSPHRASE = "correct horse battery staple"
CONTENT_KEY = seed("content key")


def specimen_card() -> Card:
    """A card in its fifth number: a person let in, the log key rotated at 7, the first recipient key destroyed."""
    grown = with_person(card(), "Ada Officer", signing_key("officer").public)
    grown = with_epoch(grown, signing_key("log 2").public, 7, seed("root of 7"), "rotated")
    grown = with_recipient_key(grown, recipient_key("recipient 2").public)
    return with_destroyed(grown, BOX.public)


def identity_card() -> bytes:
    return sign_card(specimen_card(), ROOT)


def sealed_keys() -> bytes:
    keys = (Sealed("log", LOG), Sealed("recipient", BOX))
    return seal_keys(keys, PASSPHRASE, randomness=lambda count: seed("salt")[:count])


def sealed_content() -> bytes:
    return b"".join(sealed(CONTENT_KEY, [b"said"]))


def lines(data: bytes) -> list[str]:
    """A text of one line, broken for a page."""
    text = data.decode()
    return [text[at : at + WIDTH] for at in range(0, len(text), WIDTH)]


def first_block(page: str) -> str:
    """The first block of a page, with its lines joined again."""
    found = re.search(r"^```text\n(.*?)^```$", (FORMATS / page).read_text(encoding="utf-8"), re.M | re.S)
    assert found is not None
    return found[1].replace("\n", "")
