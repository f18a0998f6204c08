"""Cases of what is sealed: keys at rest, streams of chunks, a bundle."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

from freehand.ledger.card_file import sign_card
from freehand.ledger.identity import with_epoch
from freehand.ledger.sealed_keys import Sealed, seal_keys
from freehand.ledger.sealing import RecipientKey
from freehand.ledger.stream import CHUNK, sealed
from freehand.ledger.vectors.case import Case, bad, exchanged, flipped
from freehand.ledger.vectors.world import (
    CHEAP,
    COMPACT,
    NORTH,
    PASSPHRASE,
    SOUTH,
    card,
    head_of_bundle,
    rotated_card,
    seed,
    signing_key,
)

BUNDLE: Final = Path(__file__).with_name("bundle.txt")
"""A bundle from north to south, in base64: both records of ``records()``, the second withheld."""
CARRYING: Final = Path(__file__).with_name("bundle-with-card.txt")
"""The same after north has changed its log key: with its second card, and both records."""


def sealed_key_cases() -> Iterator[Case]:
    """Private keys at rest."""
    keys = [Sealed("log", signing_key("north log")), Sealed("recipient", RecipientKey.of_seed(seed("north box")))]
    data = seal_keys(keys, PASSPHRASE, CHEAP, lambda count: seed("salt of keys")[:count])
    expected = {"public": [sha256(one.key.public).hexdigest() for one in keys]}
    good = Case("sealed-keys", "good", data, True, "two keys", {"passphrase": PASSPHRASE}, expected)
    yield good
    yield bad(good, "other-passphrase", data, "another passphrase", passphrase="incorrect horse")
    yield bad(good, "changed", exchanged(data, '"purpose":"log"', '"purpose":"root"'), "a purpose was changed")
    yield bad(good, "memory-of-1-TiB", exchanged(data, '"memory":64', '"memory":1073741824'), "too dear to open")
    yield bad(good, "lanes", exchanged(data, '"lanes":1', '"lanes":64'), "more lanes than allowed")
    yield bad(good, "cut", data[:-1], "cut short")


def stream_cases() -> Iterator[Case]:
    """Content in sealed chunks."""
    key = seed("content key")
    for name, content in (("empty", b""), ("short", b"said"), ("one-chunk", bytes(CHUNK)), ("two", bytes(CHUNK + 1))):
        data = b"".join(sealed(key, [content] if content else []))
        given = {"key": key.hex(), "length": len(data)}
        expected = {"sha256": sha256(content).hexdigest()}
        good = Case("sealed-content", name, data, True, "sealed chunks", given, expected, "bin")
        yield good
    whole = CHUNK + 16
    for name, broken, why in (
        ("turned", data[whole:] + data[:whole], "chunks in another order"),
        ("first-alone", data[:whole], "the last chunk is missing"),
        ("last-twice", data + data[whole:], "a chunk twice"),
        ("flipped", flipped(data, 7), "a bit was changed"),
        ("trailing", data + b"\0", "a byte too many"),
        ("cut", data[:-1], "cut short"),
    ):
        yield bad(good, name, broken, why, length=len(broken))
    yield bad(good, "other-key", data, "another key", key=seed("another key").hex())


def bundle_cases() -> Iterator[Case]:
    """Bundles: two that are taken in, and what becomes of them on their way."""
    data = b64decode(BUNDLE.read_bytes())
    given = {
        "cards": [sign_card(card(), signing_key("north root")).decode()],
        "compact": COMPACT,
        "name": SOUTH,
        "recipient_seed": seed("south box").hex(),
    }
    said = head_of_bundle()
    expected = {"records": [0], "root": said.checkpoint.root.hex(), "sender": NORTH, "size": said.checkpoint.size}
    good = Case("bundle", "first", data, True, "two leaves, one record withheld", given, expected, "bundle")
    yield good
    yield bad(good, "other-recipient", data, "for somebody else", name="compact.example/east")
    yield bad(good, "other-compact", data, "of another compact", compact="other.example")
    yield bad(good, "other-box", data, "sealed for another key", recipient_seed=seed("east box").hex())
    yield bad(good, "stranger", data, "no card of the sender is here", cards=[])
    yield bad(good, "trailing", data + b"\0", "a byte after its end")
    yield bad(good, "twice", data + data, "twice in one stream")
    yield bad(good, "tag", b"F" + data[1:], "another tag")
    yield bad(good, "length", data[:18] + b"\xff\xff\xff\xff" + data[22:], "a manifest of 4 GiB")
    for at in (0, 1, 17, 18, 22, len(data) // 2, len(data) - 1):
        yield bad(good, f"cut-{at}", data[:at], "cut short")
    for part in range(32):
        at = part * len(data) // 32
        yield bad(good, f"flipped-{at}", flipped(data, at, 1 << part % 8), "a bit was changed")
    yield from _carrying_cases(good)


def _carrying_cases(first: Case) -> Iterator[Case]:
    """A bundle with a card."""
    data, second = b64decode(CARRYING.read_bytes()), rotated_card()
    expected = dict(first.expected) | {"records": [0, 1]}
    why = "its key is named by the card that comes with it"
    good = Case("bundle", "with-card", data, True, why, first.given, expected, "bundle")
    yield good
    yield Case(
        "bundle",
        "with-known-card",
        data,
        True,
        "the card is here already",
        dict(good.given) | {"cards": [second.decode()]},
        expected,
        "bundle",
    )
    root, other = signing_key("north root"), card()._replace(name="Otherland")
    contradicting = sign_card(with_epoch(other, signing_key("north log 3").public, 2, seed("other"), "rotated"), root)
    yield bad(good, "card-contradicts", data, "another card with its number is here", cards=[contradicting.decode()])
    yield bad(good, "card-stranger", data, "a first card is never taken from a bundle", cards=[])
    at = data.index(second)
    yield bad(good, "card-left-out", data[:at] + data[at + len(second) :], "without its card")
    yield bad(good, "card-changed", flipped(data, at + len(second) // 2), "a bit of the card was changed")
    old = sign_card(card(), root)
    yield bad(good, "card-old", data[:at] + old + data[at + len(second) :], "with the first card in its place")
