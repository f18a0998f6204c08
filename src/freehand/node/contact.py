"""The contact card: what one party hands another, as a file, before they can hear of each other.

The question: which compact, whose log, whose root key, and is the file as its owner wrote it?

The rules:

1. The file is canonical JSON of at most 1 MiB: an object of exactly ``card``, ``compact``, ``format``,
   ``illustrative``, ``name`` and ``signature``.
2. ``compact`` is the compact's identifier, 32 hexadecimal digits, drawn by whoever founded it; ``name`` is what it is
   called, in plans too; ``illustrative`` says whether its places, parties and numbers are invented.
3. ``card`` is the owner's identity card, as it travels (see ``ledger.card_file``).
4. The card's log has the name that compact and root key give (``folder.log_name``): so no card can be lifted into
   another compact, and a log's name tells nobody whose it is.
5. ``signature`` is the root key's over a tag and the canonical JSON of compact, illustrative, log and name. It stays
   good while the card changes.
6. The party's name, which is the card's, can stand in a label: there is no comma in it.

Limits: it proves that whoever holds the root key wrote it. Whose root key it is, only a comparison by voice says.
"""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from freehand.errors import shown
from freehand.ledger.canonical import canonical, parse
from freehand.ledger.card_file import read_card
from freehand.ledger.fingerprint import fingerprint
from freehand.ledger.identity import Card
from freehand.ledger.keys import SIGNATURE_BYTES, SigningKey, verify
from freehand.ledger.names import fault_of
from freehand.ledger.refused import Refused
from freehand.node.membership import log_name

FORMAT: Final = "freehand contact card/1"
TAG: Final = b"freehand contact card/1\n"
MOST: Final = 2**20 + 4096

_COMPACT: Final = re.compile(r"[0-9a-f]{32}")
_FIELDS: Final = {"card": dict, "compact": str, "format": str, "illustrative": bool, "name": str, "signature": str}
_DIGITS: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class ContactRefused(Refused):
    """A contact card that does not hold together."""

    next_step = "Ask its owner for the file as it was written."


class Contact(NamedTuple):
    """A contact card as read."""

    compact: str
    name: str
    illustrative: bool
    card: Card
    signed_card: bytes
    signature: bytes


def sign_contact(compact: str, name: str, illustrative: bool, log: str, root_key: SigningKey) -> bytes:
    """Rule 5: the signature, which is kept, so that the root key can go back to where it belongs."""
    return root_key.sign(TAG + _signed(compact, name, illustrative, log))


def write_contact(compact: str, name: str, illustrative: bool, signed_card: bytes, signature: bytes) -> bytes:
    """The file.

    Raises:
        ContactRefused, CardRefused: a reader would refuse it.
    """
    data = canonical(
        {
            "card": parse(signed_card, MOST),
            "compact": compact,
            "format": FORMAT,
            "illustrative": illustrative,
            "name": name,
            "signature": signature.hex(),
        }
    )
    read_contact(data)
    return data


def read_contact(data: bytes) -> Contact:
    """The contact card in these bytes, by all rules. Whose root key it is, is not known yet.

    Raises:
        ContactRefused, CardRefused, NotCanonical: a rule is broken.
    """
    value: Any = parse(data, MOST)
    if type(value) is not dict or value.keys() != _FIELDS.keys():
        raise _refused(f"the file is not an object of {', '.join(_FIELDS)} and nothing else.")
    if any(type(value[field]) is not kind for field, kind in _FIELDS.items()):
        raise _refused("a field of it is of another type.")
    if value["format"] != FORMAT:
        raise _refused(f"its format is '{shown(value['format'])}', and this version reads '{FORMAT}'.")
    if not _COMPACT.fullmatch(value["compact"]):
        raise _refused("its compact is not 32 lower-case hexadecimal digits.")
    refuse_name(value["name"], "the compact's name")
    signed_card = canonical(value["card"])
    card = read_card(signed_card)
    if card.log != log_name(value["compact"], card.root):
        raise _refused("its identity card is of another compact: the log has another name.")
    refuse_party(card.name)
    if len(value["signature"]) != 2 * SIGNATURE_BYTES or not set(value["signature"]) <= set("0123456789abcdef"):
        raise _refused("its signature is not 64 bytes as lower-case hexadecimal digits.")
    signature = bytes.fromhex(value["signature"])
    said = _signed(value["compact"], value["name"], value["illustrative"], card.log)
    if not verify(card.root, signature, TAG + said):
        raise _refused("the signature is not the root key's.")
    return Contact(value["compact"], value["name"], value["illustrative"], card, signed_card, signature)


def refuse_name(name: str, what: str) -> None:
    """Hold that this can stand as a name.

    Raises:
        ContactRefused: it cannot.
    """
    fault = fault_of(name)
    if fault:
        raise _refused(f"{what} '{shown(name)}' is refused: {fault}.")


def refuse_party(name: str) -> None:
    """Rule 6.

    Raises:
        ContactRefused: it cannot stand as a party's name.
    """
    refuse_name(name, "the party's name")
    if "," in name:
        raise _refused(f"the party's name '{shown(name)}' is refused: labels part names by commas.")


def aloud(digits: str) -> str:
    """Digits as words, to be read aloud; groups stay apart.

    >>> aloud("56874 23389")
    'five six eight seven four, two three three eight nine'
    """
    return ", ".join(" ".join(_DIGITS[int(digit)] for digit in group) for group in digits.split())


def heard(said: str) -> str:
    """What was read aloud and written down, as digits alone: digits or their words, however they are grouped.

    >>> heard("five six, 874"), heard("five sex")
    ('56874', '')
    """
    found = []
    for word in re.findall(r"[a-z]+|[0-9]|[^\s,.;-]", said.casefold()):
        if word in _DIGITS:
            found.append(str(_DIGITS.index(word)))
        elif word.isdigit() and word.isascii():
            found.append(word)
        else:
            return ""
    return "".join(found)


def matches(said: str, root: bytes) -> bool:
    """Whether all that was read aloud is the fingerprint of this root key.

    >>> matches("five six eight seven four", bytes(32))
    False
    """
    return heard(said) == fingerprint(root).replace(" ", "")


def _signed(compact: str, name: str, illustrative: bool, log: str) -> bytes:
    return canonical({"compact": compact, "illustrative": illustrative, "log": log, "name": name})


def _refused(why: str) -> Refused:
    return ContactRefused.because("the contact card is refused", why)
