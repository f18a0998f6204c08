"""Who is in a compact: the own side, made with keys, card and log; and others, by their cards.

The name of a log tells nothing: it is the SHA-256 of the compact's identifier and the root key, cut to 32 digits. A
party's name stays what it was on its first card.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from freehand.errors import UsageError, one_fault, shown
from freehand.ledger.card_file import read_card, sign_card
from freehand.ledger.identity import first_card, with_person
from freehand.ledger.keys import SigningKey
from freehand.ledger.log import append, begin, keep_card
from freehand.ledger.randomness import Randomness, drawn
from freehand.ledger.sealed_keys import DEAR, Cost, Sealed, seal_keys
from freehand.ledger.sealing import RecipientKey
from freehand.node.files import PRIVATE, new_file
from freehand.node.folder import Compact, Member, Node
from freehand.node.keyring import kept_key
from freehand.node.place import COMPACTS

if TYPE_CHECKING:
    from freehand.ledger.canonical import Value


class Founder(NamedTuple):
    """A person who stands in the first card."""

    name: str
    key: bytes
    roles: tuple[str, ...]


def log_name(compact: str, root: bytes) -> str:
    """The name of a log, which tells nothing: the SHA-256 of compact and root key, cut to 32 digits.

    >>> log_name("0" * 32, bytes(32))
    'b9f7a0bbb2edbe2fb4823b24eab8c195'
    """
    return hashlib.sha256(compact.encode() + root).hexdigest()[:32]


def enter(
    node: Node,
    name: str,
    founders: Sequence[Founder],
    passphrase: str,
    *,
    now: int,
    compact: str = "",
    illustrative: bool = False,
    root: Path | None = None,
    cost: Cost = DEAR,
    randomness: Randomness = drawn,
) -> Compact:
    """Make the own side of a compact: keys, card, and a log that begins with the people of the card.

    Args:
        node: whose.
        name: what the compact is called, here and in what people read.
        founders: the people of the first card, with their roles.
        passphrase: what will open the root key.
        now: seconds since 1970.
        compact: its identifier, if others have it already; empty: a new one.
        illustrative: whether its plans are made up.
        root: where the root key's file goes; otherwise beside the store.
        cost: what trying the passphrase costs.
        randomness: where keys and the identifier come from.

    Raises:
        UsageError: there is a compact of this name or identifier here, or a file in the root key's place.
        CardRefused: a name or key of the people cannot stand.
        AccessError: it cannot be written. Nothing is changed that anything rests on.
    """
    from freehand.node.people import founding

    identifier = compact or randomness(16).hex()
    key_root, key, box = SigningKey.new(randomness), SigningKey.new(randomness), RecipientKey.new(randomness)
    log = log_name(identifier, key_root.public)
    card = first_card(log, node.party, key_root.public, key.public, box.public)
    for person in founders:
        card = with_person(card, person.name, person.key)
    signed = sign_card(card._replace(number=1), key_root)
    with node.cabinet.writing() as shelves:
        held: list[tuple[str, Any]] = list(shelves.all("compact"))
        if any(identifier == other or name == value["name"] for other, value in held):
            why = "each compact has one side here."
            raise UsageError(one_fault(f"'{shown(name)}' is here already", why, "Go on with it."))
        number = _free_number(node, [value["number"] for _, value in held])
        file = root or node.path / COMPACTS / f"{number}.root"
        _new_private(file, seal_keys([Sealed("root", key_root)], passphrase, cost, randomness))
        try:
            store = node.store_of(number, create=True)
            begin(store, signed, key)
            append(store, log, key, founding(founders, now), randomness=randomness)
        except BaseException:
            node.drop_store(number)
            raise
        value: dict[str, Value] = {"illustrative": illustrative, "log": log, "name": name, "number": number}
        shelves.put("compact", identifier, value)
        shelves.put("keys", identifier, {"keys": [kept_key("log", key), kept_key("recipient", box)]})
    return Compact(node, identifier, value)


def add_member(compact: Compact, card: bytes, *, compared: bool) -> Member:
    """Take another party's card into a compact; whether it may belong is the caller's to know.

    Raises:
        CardRefused, CardsContradict, NotCanonical: the card does not hold, or not beside the one that is there.
        UsageError: a party of this name is in the compact under another log.
    """
    offered = read_card(card)
    with compact.node.cabinet.writing() as shelves:
        members: list[Any] = [value for _, value in shelves.all("member", compact.id)]
        names = {compact.node.party: compact.log} | {one["name"]: one["log"] for one in members}
        if names.get(offered.name, offered.log) != offered.log:
            why = "another party of the compact has this name, and plans know parties by their names."
            raise UsageError(one_fault(f"'{shown(offered.name)}' cannot join", why, "Agree on another name."))
        known = next((one for one in members if one["log"] == offered.log), None)
        name = known["name"] if known else offered.name
        compared = compared or bool(known and known["compared"])
        with compact.store.writing(offered.log) as change:
            keep_card(change.line(offered.log), card)
        value: dict[str, Value] = {"compared": compared, "log": offered.log, "name": name}
        shelves.put("member", f"{compact.id} {offered.log}", value, compact.id)
    return compact.members[name]


def _free_number(node: Node, taken: Sequence[int]) -> int:
    """One more than any that is taken, or that something interrupted has left a file for."""
    left = [int(file.name.split(".")[0]) for file in (node.path / COMPACTS).iterdir() if file.name[0].isdigit()]
    return max([*taken, *left], default=0) + 1


def _new_private(path: Path, data: bytes) -> None:
    with new_file(path, PRIVATE) as made:
        made.write_bytes(data)
