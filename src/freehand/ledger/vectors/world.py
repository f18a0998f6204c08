"""The world of the kit: two members of a compact with fixed keys, two records, and the log over them."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from freehand.ledger import record
from freehand.ledger.card_file import sign_card
from freehand.ledger.checkpoint import Seen, Signed, sign
from freehand.ledger.identity import Card, first_card, with_epoch
from freehand.ledger.keys import SigningKey
from freehand.ledger.rows import Growth, PagesInMemory
from freehand.ledger.sealed_keys import Cost
from freehand.ledger.sealing import RecipientKey

NORTH, SOUTH = "compact.example/north", "compact.example/south"
COMPACT: Final = "compact.example"
TIME: Final = 1_790_000_000
PASSPHRASE: Final = "correct horse battery staple"
CHEAP: Final = Cost(memory=64, passes=1, lanes=1)


LOW_ORDER: Final = (
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
)


def seed(word: str) -> bytes:
    """The 32 bytes that a key or salt of the kit is made from.

    >>> seed("north log").hex()[:16]
    '1c2eaa4f8fe1f813'
    """
    return sha256(f"freehand vectors: {word}".encode()).digest()


def signing_key(word: str) -> SigningKey:
    """A key of the kit."""
    return SigningKey.of_seed(seed(word))


def records(second: str = "Only by night.") -> list[bytes]:
    """Two records of the log north."""
    return [
        record.write(
            log=NORTH,
            sequence=number,
            kind="note",
            object="berths",
            body={"text": text},
            time=TIME + 60 * number,
            label="members",
            randomness=lambda count, number=number: seed(f"salt {number}")[:count],  # type: ignore[misc]
        )
        for number, text in enumerate(("We can take in two ships.", second))
    ]


def grown(said: list[bytes]) -> tuple[Growth, PagesInMemory]:
    """The tree over records."""
    growth, pages = Growth(), PagesInMemory()
    pages.keep(growth.add(b"".join(map(record.leaf, said))))
    pages.keep(growth.unfinished())
    return growth, pages


def head(said: list[bytes]) -> Signed:
    """The checkpoint that north signs for records."""
    growth, _ = grown(said)
    seen = [Seen(SOUTH, signing_key("south log").public, 1, seed("root of south"))]
    return sign(NORTH, growth.size, growth.root(), signing_key("north log"), seen)


def card(word: str = "north", log: str = NORTH, name: str = "Northland") -> Card:
    """The first card of a party."""
    box = RecipientKey.of_seed(seed(f"{word} box"))
    return first_card(log, name, signing_key(f"{word} root").public, signing_key(f"{word} log").public, box.public)


def rotated_card() -> bytes:
    """The second card of north: another log key, from the head of the bundle of the kit on."""
    said = head_of_bundle().checkpoint
    grown = with_epoch(card(), signing_key("north log 2").public, said.size, said.root, "rotated")
    return sign_card(grown, signing_key("north root"))


def head_of_bundle() -> Signed:
    """The checkpoint that the bundle of the kit leads to."""
    growth, _ = grown(records())
    return sign(NORTH, growth.size, growth.root(), signing_key("north log"))
