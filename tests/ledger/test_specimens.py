"""The specimens on the pages of the formats are real: made by today's code, and read by what the pages say."""

from __future__ import annotations

import json

from freehand.ledger.card_file import read_card
from freehand.ledger.fingerprint import fingerprint
from freehand.ledger.sealed_keys import open_keys
from freehand.ledger.sealing import WRAPPED_BYTES, RecipientKey
from freehand.ledger.stream import opened
from tests.ledger import specimens
from tests.ledger.owners import BOX, LOG, ROOT


def test_the_identity_card_of_the_page_is_signed_and_says_what_the_page_says() -> None:
    shown = specimens.first_block("identity-card.md")
    assert shown == specimens.identity_card().decode()
    card = read_card(shown.encode())
    assert card == specimens.specimen_card()
    assert card.number == 5
    assert card.epochs[1].size == 7
    assert [one.key is None for one in card.recipients] == [True, False]
    assert fingerprint(ROOT.public) in (specimens.FORMATS / "identity-card.md").read_text(encoding="utf-8")


def test_the_sealed_keys_of_the_page_open_with_its_passphrase() -> None:
    shown = specimens.first_block("sealed-keys.md")
    assert shown == specimens.sealed_keys().decode()
    assert specimens.PASSPHRASE in (specimens.FORMATS / "sealed-keys.md").read_text(encoding="utf-8")
    assert [one.key.public for one in open_keys(shown.encode(), specimens.PASSPHRASE)] == [LOG.public, BOX.public]
    assert json.loads(shown)["cost"] == {"lanes": 4, "memory": 131072, "passes": 3}


def test_the_sealed_content_of_the_page_opens_with_its_seed() -> None:
    """The wrapped key has chance in it and stands for itself; the stream is the same each time."""
    data = bytes.fromhex(specimens.first_block("sealed-content.md"))
    wrapped, stream = data[:WRAPPED_BYTES], data[WRAPPED_BYTES:]
    assert BOX.seed().hex() in (specimens.FORMATS / "sealed-content.md").read_text(encoding="utf-8")
    key = RecipientKey.of_seed(BOX.seed()).unwrap(wrapped, b"specimen")
    assert key == specimens.CONTENT_KEY
    assert stream == specimens.sealed_content()
    assert b"".join(opened(key, [stream], len(stream))) == b"said"
