"""Cases of what is sealed: keys at rest, streams of chunks, a bundle."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

from freehand.ledger.card_file import sign_card
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
    seed,
    signing_key,
)

BUNDLE: Final = Path(__file__).with_name("bundle.txt")
"""A bundle from north to south, in base64: both records of ``records()``, the second withheld."""


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
    """Bundles: one that is taken in, and what becomes of it on its way."""
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
