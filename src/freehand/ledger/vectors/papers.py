"""Cases of what the root key, a member or a person signs: cards, receipts, approvals; and of fingerprints."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from freehand.ledger import approvals, record
from freehand.ledger.canonical import canonical
from freehand.ledger.card_file import sign_card
from freehand.ledger.fingerprint import fingerprint
from freehand.ledger.identity import with_destroyed, with_epoch, with_person
from freehand.ledger.receipts import Receipt, give
from freehand.ledger.sealing import RecipientKey
from freehand.ledger.vectors.case import Case, bad, exchanged
from freehand.ledger.vectors.world import (
    LOW_ORDER,
    NORTH,
    SOUTH,
    TIME,
    card,
    records,
    seed,
    signing_key,
)


def card_cases() -> Iterator[Case]:
    """Identity cards."""
    root, one = signing_key("north root"), card()
    grown_card = with_person(one, "Ada Officer", signing_key("officer").public)
    grown_card = with_epoch(grown_card, signing_key("north log 2").public, 2, seed("root of 2"), "rotated")
    gone = with_destroyed(grown_card, RecipientKey.of_seed(seed("north box")).public)
    for name, said, why in (
        ("first", one, "the card with which a log begins"),
        ("grown", grown_card, "a person, and a second epoch"),
        ("destroyed", gone, "a recipient key that is gone"),
    ):
        expected = {"log": NORTH, "number": said.number, "root": said.root.hex(), "log_key": said.log_key.hex()}
        yield Case("identity-card", name, sign_card(said, root), True, why, {}, expected)
    good = Case("identity-card", "first", sign_card(one, root), True, "", {}, {})
    body: dict[str, Any] = json.loads(good.data)["card"]
    epoch = body["epochs"][0]
    for name, change, why in (
        ("number-0", {"number": 0}, "numbers begin at 1"),
        ("low-order-root", {"root": LOW_ORDER[0]}, "a root key of low order"),
        (
            "key-twice",
            {"root": root.public.hex(), "epochs": [epoch | {"key": root.public.hex()}]},
            "one key, two parts",
        ),
        ("no-epoch", {"epochs": []}, "no epoch"),
        ("begins-late", {"epochs": [epoch | {"size": 1}]}, "the first epoch begins at size 0"),
        ("rotated-first", {"epochs": [epoch | {"reason": "rotated"}]}, "the first epoch is opened"),
        ("bidi-name", {"name": "North\u202eland"}, "a mark of direction in a name"),
        ("blank-name", {"name": " "}, "a blank name"),
        ("path-log", {"log": "../north land"}, "a blank in the log's name"),
        ("recipient-cut", {"recipient_keys": [{"id": "00" * 32, "key": "00" * 1216}]}, "an unsound recipient key"),
        ("format", {"format": "freehand identity card/9"}, "another format"),
    ):
        changed = body | change
        signature = root.sign(b"freehand identity card/1\n" + canonical(changed)).hex()
        yield bad(good, name, canonical({"card": changed, "signature": signature}), why)
    yield bad(
        good, "other-signer", canonical({"card": body, "signature": signing_key("east").sign(b"").hex()}), "not signed"
    )
    yield bad(good, "cut", good.data[:-1], "cut short")
    yield bad(good, "name-changed", exchanged(good.data, "Northland", "Nerthland"), "a letter was changed")


def receipt_cases() -> Iterator[Case]:
    """Receipts of erasure."""
    key, leaf = signing_key("south log"), record.leaf(records()[1])
    said = Receipt("erased", NORTH, 1, leaf, SOUTH, key.public, None, TIME)
    good = Case("receipt", "erased", give(said, key), True, "a claim of erasure", {}, {"sequence": 1, "by": SOUTH})
    yield good
    value: dict[str, Any] = json.loads(good.data)
    for name, change, why in (
        ("other-record", {"sequence": 0}, "lifted to another record"),
        ("other-leaf", {"leaf": bytes(32).hex()}, "lifted to another leaf"),
        ("other-member", {"by": "compact.example/east"}, "lifted to another member"),
        ("other-time", {"time": TIME + 1}, "the time was changed"),
        ("other-kind", {"kind": "read"}, "a kind that is not known"),
        ("one-more", {"mood": "calm"}, "a field too many"),
        ("unsigned", {"signature": "00" * 64}, "not signed"),
    ):
        yield bad(good, name, canonical(value | change), why)


def approval_cases() -> Iterator[Case]:
    """Approvals by people."""
    key = signing_key("officer")
    value = {
        "key": key.public.hex(),
        "approval": b"release 1".hex(),
        "signature": approvals.approve(key, b"release 1").hex(),
    }
    good = Case("approval", "good", canonical(value), True, "a person's word", {}, {})
    yield good
    bare = {"signature": key.sign(b"release 1").hex()}
    yield bad(good, "no-tag", canonical(value | bare), "signed without the tag of approvals")
    yield bad(good, "other", canonical(value | {"approval": b"release 2".hex()}), "of something else")


def fingerprint_cases() -> Iterator[Case]:
    """The digits of a root key."""
    root = signing_key("north root").public
    data = canonical({"root": root.hex()})
    yield Case("fingerprint", "north", data, True, "digits to be read aloud", {}, {"digits": fingerprint(root)})
