"""The contact card on its page is real."""

from __future__ import annotations

from freehand.ledger.card_file import sign_card
from freehand.ledger.fingerprint import fingerprint
from freehand.ledger.identity import first_card, with_person
from freehand.node.contact import aloud, matches, read_contact, sign_contact, write_contact
from freehand.node.membership import log_name
from tests.ledger import specimens
from tests.ledger.owners import BOX, LOG, ROOT, seed, signing_key

COMPACT = seed("compact")[:16].hex()


def specimen() -> bytes:
    """Northland's, for the compact *gulf*, made from fixed seeds; two people approve."""
    log = log_name(COMPACT, ROOT.public)
    card = first_card(log, "Northland", ROOT.public, LOG.public, BOX.public)
    for name in ("Ada Officer", "Ben Deputy"):
        card = with_person(card, name, signing_key(name).public)
    signed = sign_card(card._replace(number=1), ROOT)
    return write_contact(COMPACT, "gulf", True, signed, sign_contact(COMPACT, "gulf", True, log, ROOT))


def test_the_contact_card_of_the_page_is_signed_and_says_what_the_page_says() -> None:
    shown = specimens.first_block("contact-card.md")
    assert shown == specimen().decode()
    found = read_contact(shown.encode())
    assert (found.compact, found.name, found.illustrative, found.card.name) == (COMPACT, "gulf", True, "Northland")


def test_the_words_of_the_page_are_those_of_its_digits() -> None:
    page = (specimens.FORMATS / "contact-card.md").read_text(encoding="utf-8")
    digits = fingerprint(ROOT.public)
    assert digits in page
    words = page.split(digits)[1].split("```")[0]
    assert " ".join(words.split()) == aloud(digits)
    assert matches(words, ROOT.public)
