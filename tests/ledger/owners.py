"""Owners with keys from fixed seeds, so that every card, signature and file of the tests is the same each time."""

from __future__ import annotations

import hashlib

from freehand.ledger.identity import Card, first_card
from freehand.ledger.keys import SigningKey
from freehand.ledger.sealing import RecipientKey


def seed(word: str) -> bytes:
    return hashlib.sha256(f"freehand tests: {word}".encode()).digest()


def signing_key(word: str) -> SigningKey:
    return SigningKey.of_seed(seed(word))


def recipient_key(word: str) -> RecipientKey:
    return RecipientKey.of_seed(seed(word))


ROOT = signing_key("root")
LOG = signing_key("log 1")
BOX = recipient_key("recipient 1")


def card(name: str = "Northland", log: str = "compact.example/northland") -> Card:
    return first_card(log, name, ROOT.public, LOG.public, BOX.public)
