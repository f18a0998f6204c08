"""Cases of single signatures, of notes with them, and of proofs made of notes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from freehand.ledger import proofs, record
from freehand.ledger.canonical import canonical
from freehand.ledger.checkpoint import Signed, sign
from freehand.ledger.cosignature import cosign
from freehand.ledger.forks import prove_fork, prove_lie
from freehand.ledger.tree import EMPTY
from freehand.ledger.vectors.case import Case, bad, broken, exchanged, flipped
from freehand.ledger.vectors.world import (
    LOW_ORDER,
    NORTH,
    SOUTH,
    TIME,
    grown,
    head,
    records,
    signing_key,
)

_L: Final = 2**252 + 27742317777372353535851937790883648493


def signature_cases() -> Iterator[Case]:
    """Single signatures, strictly."""
    key = signing_key("north log")
    signature = key.sign(b"said")
    value = {"key": key.public.hex(), "message": b"said".hex(), "signature": signature.hex()}
    good = Case("signature", "good", canonical(value), True, "Ed25519, strictly", {}, {})
    yield good
    scalar = int.from_bytes(signature[32:], "little")
    malleable = signature[:32] + (scalar + _L).to_bytes(32, "little")
    neutral = bytes.fromhex(LOW_ORDER[0])
    changes: dict[str, tuple[dict[str, Any], str]] = {
        "other-message": ({"message": b"unsaid".hex()}, "another message"),
        "other-key": ({"key": signing_key("south log").public.hex()}, "another key"),
        "malleable": ({"signature": malleable.hex()}, "S is not below L"),
        "empty": ({"signature": ""}, "no signature"),
        "longer": ({"signature": signature.hex() + "00"}, "65 bytes"),
        "shorter": ({"signature": signature.hex()[:-2]}, "63 bytes"),
        "low-order-nonce": ({"signature": (neutral + signature[32:]).hex()}, "R is of low order"),
    }
    for number, point in enumerate(LOW_ORDER):
        forged = {"key": point, "signature": (neutral + bytes(32)).hex()}
        changes[f"low-order-key-{number}"] = (forged, "the key is of low order, or not in its canonical encoding")
    yield from broken(good, value, changes)


def checkpoint_cases() -> Iterator[Case]:
    """Checkpoints."""
    said, key = head(records()), signing_key("north log")
    given = {"keys": [key.public.hex()], "origin": NORTH}
    expected = {"root": said.checkpoint.root.hex(), "size": said.checkpoint.size}
    good = Case("checkpoint", "two-records", said.note, True, "a checkpoint", given, expected, "txt")
    yield good
    none = sign(NORTH, 0, EMPTY, key)
    first = {"root": EMPTY.hex(), "size": 0}
    yield good._replace(name="nothing-yet", data=none.note, why="of no leaves", expected=first)
    line = cosign(said.text, SOUTH, signing_key("south log"), TIME).line
    yield good._replace(name="with-strangers-line", data=said.note + line, why="lines of others are ignored")
    more = said.text + b"mood calm\n"
    other = Signed(said.checkpoint, more, key.sign(more))
    yield good._replace(name="unknown-line", data=other.note, why="lines of other words are kept")
    text, _, below = said.note.partition(b"\n\n")
    for name, data, why in (
        ("other-size", said.note.replace(b"\n2\n", b"\n3\n"), "the size was changed"),
        ("other-root", flipped(said.note, len(NORTH) + 8), "the root was changed"),
        ("leading-zero", _resigned(said.text.replace(b"\n2\n", b"\n02\n")), "a size with a leading zero"),
        ("size-2-63", _resigned(said.text.replace(b"\n2\n", b"\n9223372036854775808\n")), "a size beyond 2^53 - 1"),
        ("other-origin", _resigned(said.text.replace(b"/north", b"/nerth")), "of another log"),
        ("no-key-line", _resigned(b"\n".join(said.text.split(b"\n")[:3]) + b"\n"), "its fourth line names no key"),
        (
            "own-seen",
            _resigned(said.text.replace(b"seen compact.example/south", b"seen compact.example/north")),
            "itself",
        ),
        ("unsigned", text + b"\n\n" + line, "no line of its own key"),
        ("twice-signed", said.note + below, "two lines of one key"),
        ("no-empty-line", text + b"\n" + below, "no empty line before the signatures"),
        ("carriage-return", said.note.replace(b"\n", b"\r\n"), "a control character"),
        ("other-base64", exchanged(said.note, "=\nkey", "\nkey"), "base64 without its padding"),
        ("no-signature-bytes", text + "\n\n— compact.example/north AAAA\n".encode(), "an empty signature"),
        ("not-utf-8", said.note + b"\xff", "no UTF-8"),
        ("cut", said.note[:-1], "cut short"),
        ("too-long", said.note + line * 500, "more than 64 KiB, or 64 lines"),
    ):
        yield bad(good, name, data, why)
    yield bad(good, "other-key", said.note, "a key that may not speak", keys=[signing_key("south log").public.hex()])


def _resigned(text: bytes) -> bytes:
    """A text that no writer signs, signed all the same."""
    key = signing_key("north log")
    return Signed(head(records()).checkpoint, text, key.sign(text)).note


def cosignature_cases() -> Iterator[Case]:
    """Cosignatures."""
    witness, said = signing_key("south log"), head(records())
    made = cosign(said.text, SOUTH, witness, TIME)
    given = {"witnesses": [[SOUTH, witness.public.hex()]]}
    good = Case("cosignature", "good", made.note, True, "a witness's line", given, {"time": TIME}, "txt")
    yield good
    yield good._replace(name="beside-the-owners", data=said.note + made.line, why="under the owner's line")
    yield bad(good, "other-text", made.note.replace(b"\n2\n", b"\n3\n"), "the text was changed")
    yield bad(good, "twice", made.note + made.line, "two lines of one witness")
    moved = made._replace(time=TIME + 1).note
    yield bad(good, "other-time", moved, "the time was changed")


def proof_cases() -> Iterator[Case]:
    """Proofs that travel alone, of every kind but a receipt."""
    said, other = records(), records("Never.")
    key, witness = signing_key("north log"), signing_key("south log")
    _, pages = grown(said)
    first = sign(NORTH, 1, record.leaf(said[0]), key)
    held, lie = head(said), head(other)
    given = {"keys": [key.public.hex()]}
    made = {
        "fork": (prove_fork(pages, held, lie), "one key, two histories", "fork", given),
        "witness": (
            prove_lie(pages, *(cosign(each.text, SOUTH, witness, TIME) for each in (held, lie))),
            "one witness, two histories",
            "witness",
            {"keys": [witness.public.hex()]},
        ),
        "inclusion": (
            proofs.prove_inclusion(pages, held, 1, record.leaf(said[1]), said[1]),
            "a record in a log",
            "inclusion",
            given,
        ),
        "inclusion-withheld": (
            proofs.prove_inclusion(pages, held, 1, record.leaf(said[1])),
            "a withheld record in a log",
            "inclusion",
            given,
        ),
        "consistency": (proofs.prove_consistency(pages, first, held), "a log that grew", "consistency", given),
    }
    for name, (data, why, kind, keys) in made.items():
        good = Case("proof", name, data, True, why, keys, {"kind": kind, "log": NORTH})
        yield good
        yield bad(
            good, f"{name}-other-key", data, "of a key that is not known", keys=[signing_key("east").public.hex()]
        )
        yield bad(good, f"{name}-cut", data[:-1], "cut short")
        yield bad(good, f"{name}-changed", exchanged(data, NORTH, "compact.example/nerth"), "a letter was changed")
        value: dict[str, Any] = json.loads(data)
        yield bad(good, f"{name}-more", canonical(value | {"mood": "calm"}), "a field too many")
        yield bad(good, f"{name}-blank", data.replace(b'":', b'": ', 1), "not canonical")
    good = Case("proof", "fork", made["fork"][0], True, "", given, {})
    value = json.loads(good.data)
    yield bad(good, "fork-one-history", canonical(value | {"heads": [value["heads"][0]] * 2}), "no contradiction")
    yield bad(good, "fork-turned", canonical(value | {"heads": value["heads"][::-1]}), "heads in the wrong order")
    yield bad(good, "fork-other-own", canonical(value | {"own": bytes(32).hex()}), "another root for the history")
    value = json.loads(made["inclusion"][0])
    for name, change, why in (
        ("other-record", {"record": records("Never.")[1].decode()}, "another record than the one of the leaf"),
        ("other-place", {"sequence": 0}, "another place"),
        ("no-path", {"inclusion": []}, "no hashes"),
        ("other-leaf", {"leaf": bytes(32).hex(), "record": None}, "another leaf"),
    ):
        yield bad(good, f"inclusion-{name}", canonical(value | change), why)
