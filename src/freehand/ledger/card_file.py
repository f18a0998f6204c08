"""The identity card as it travels: canonical JSON, signed by the root key.

1. The file is an object of ``card`` and ``signature``, in canonical JSON of at most 1 MiB.
2. The signature is the root key's over a tag and the canonical JSON of ``card``; it can be taken for nothing else.
3. Bytes are lower-case hexadecimal digits; each object has exactly its fields, but that the card itself may have more.
4. The signature is checked before anything that costs more than reading.

What the card says, and when it is refused, is in ``identity``; the format is in `docs/formats/identity-card.md`.
"""

from __future__ import annotations

from typing import Any, Final

from freehand.errors import shown
from freehand.ledger.canonical import Value, canonical, parse
from freehand.ledger.epochs import REASONS, Epoch
from freehand.ledger.identity import REFUSED, Card, CardRefused, Person, Recipient, refuse_faulty
from freehand.ledger.keys import SIGNATURE_BYTES, SigningKey, verify
from freehand.ledger.refused import Refused
from freehand.ledger.sealing import PUBLIC_BYTES

FORMAT: Final = "freehand identity card/1"
TAG: Final = b"freehand identity card/1\n"
MOST_BYTES: Final = 2**20

_HEX: Final = frozenset("0123456789abcdef")


def sign_card(card: Card, root_key: SigningKey) -> bytes:
    """The card as it travels, signed.

    Raises:
        CardRefused: a reader would refuse it.
        ValueError: the key is not the card's root key.
    """
    if root_key.public != card.root:
        raise ValueError("a card is signed by its own root key")
    refuse_faulty(card)
    body = _as_value(card)
    return canonical({"card": body, "signature": root_key.sign(TAG + canonical(body)).hex()})


def read_card(data: bytes) -> Card:
    """The card in these bytes, by rules 1 to 6. Whether its root key is the right one, the caller has to know.

    Raises:
        CardRefused: a rule is broken.
        NotCanonical: it is not canonical JSON, or too long.
    """
    outer = _fields(parse(data, MOST_BYTES), _FILE, "the file")
    body, signature = outer["card"], _bytes_of(outer, "signature", SIGNATURE_BYTES)
    if body.get("format") != FORMAT:
        raise _refused(f"its format is '{shown(str(body.get('format')))}', and this version reads '{FORMAT}'.")
    card = _as_card(body)
    if not verify(card.root, signature, TAG + canonical(body)):
        raise _refused("the signature is not the root key's.")
    refuse_faulty(card)
    return card


def _as_value(card: Card) -> dict[str, Value]:
    more = parse(card.unknown, MOST_BYTES)
    assert isinstance(more, dict)
    return more | {
        "epochs": [
            {"key": one.key.hex(), "reason": one.reason, "root": one.root.hex(), "size": one.size}
            for one in card.epochs
        ],
        "format": FORMAT,
        "log": card.log,
        "name": card.name,
        "number": card.number,
        "people": [{"key": one.key.hex(), "name": one.name, "removed": one.removed} for one in card.people],
        "recipient_keys": [
            {"id": one.id.hex(), "key": None if one.key is None else one.key.hex()} for one in card.recipients
        ],
        "root": card.root.hex(),
    }


def _as_card(body: dict[str, Value]) -> Card:
    more = {key: value for key, value in body.items() if key not in _CARD}
    known = _fields({key: value for key, value in body.items() if key in _CARD}, _CARD, "the card")
    return Card(
        known["log"],
        known["name"],
        known["number"],
        _bytes_of(known, "root"),
        tuple(_as_epoch(_fields(one, _EPOCH, "an epoch")) for one in known["epochs"]),
        tuple(_as_recipient(_fields(one, _RECIPIENT, "a recipient key")) for one in known["recipient_keys"]),
        tuple(_as_person(_fields(one, _PERSON, "a person")) for one in known["people"]),
        canonical(more),
    )


def _as_epoch(one: dict[str, Any]) -> Epoch:
    if one["reason"] not in REASONS:
        raise _refused(f"an epoch's reason is '{shown(one['reason'])}', and not one of {', '.join(REASONS)}.")
    return Epoch(_bytes_of(one, "key"), one["size"], _bytes_of(one, "root"), one["reason"])


def _as_recipient(one: dict[str, Any]) -> Recipient:
    key = None if one["key"] is None else _bytes_of(one, "key", PUBLIC_BYTES)
    return Recipient(_bytes_of(one, "id"), key)


def _as_person(one: dict[str, Any]) -> Person:
    return Person(one["name"], _bytes_of(one, "key"), one["removed"])


_CARD: Final[dict[str, tuple[type, ...]]] = {
    "epochs": (list,),
    "format": (str,),
    "log": (str,),
    "name": (str,),
    "number": (int,),
    "people": (list,),
    "recipient_keys": (list,),
    "root": (str,),
}
_EPOCH: Final[dict[str, tuple[type, ...]]] = {"key": (str,), "reason": (str,), "root": (str,), "size": (int,)}
_RECIPIENT: Final[dict[str, tuple[type, ...]]] = {"id": (str,), "key": (str, type(None))}
_PERSON: Final[dict[str, tuple[type, ...]]] = {"key": (str,), "name": (str,), "removed": (bool,)}
_FILE: Final[dict[str, tuple[type, ...]]] = {"card": (dict,), "signature": (str,)}


def _fields(value: object, shape: dict[str, tuple[type, ...]], where: str) -> dict[str, Any]:
    """The value as an object with exactly these fields, each of its type."""
    if not isinstance(value, dict) or value.keys() != shape.keys():
        raise _refused(f"{where} is not an object of {', '.join(shape)} and nothing else.")
    for field, types in shape.items():
        if type(value[field]) not in types:
            raise _refused(f"the field {field} of {where} is of another type.")
    return value


def _bytes_of(one: dict[str, Any], field: str, size: int = 32) -> bytes:
    """The bytes that a field gives as lower-case hexadecimal digits."""
    text = one[field]
    if len(text) != 2 * size or not set(text) <= _HEX:
        raise _refused(f"the field {field} is not {size} bytes as lower-case hexadecimal digits.")
    return bytes.fromhex(text)


def _refused(why: str) -> Refused:
    return CardRefused.because(REFUSED, why)
