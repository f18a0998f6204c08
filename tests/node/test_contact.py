"""The contact card on its page is real."""

from __future__ import annotations

from freehand.ledger.fingerprint import fingerprint
from freehand.node.contact import aloud, matches, read_contact
from tests.ledger import specimens
from tests.node.contact_specimen import COMPACT, ROOT, specimen


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
