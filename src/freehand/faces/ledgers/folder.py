"""A ledger as a folder on disk: one party's log, what it has of the others, and its keys, sealed.

=============== ====================================================================================================
``ledger.json`` which log this is, of which compact, and where the store is
``logs.sqlite`` the store: all logs (not there where it is a PostgreSQL database)
``keys.sealed`` log keys and recipient keys, opened by the passphrase
``root.sealed`` the root key, by the same passphrase; it belongs elsewhere, as only a new card needs it
``card.json``   the own identity card, signed, to be handed to the others
=============== ====================================================================================================

1. A folder is there whole or not at all; nothing that is there is overwritten, but a card by a newer one and the keys
   when one is added.
2. Names of logs and parties are never made into paths: every file here has its own fixed name.
3. Private keys lie here sealed alone, readable by their owner alone.
4. Nothing is drawn, and no clock is read here: both are handed over.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from freehand.errors import AccessError, UsageError, one_fault, shown
from freehand.ledger.card_file import sign_card
from freehand.ledger.identifiers import is_name
from freehand.ledger.identity import Card, first_card, newer
from freehand.ledger.keys import SigningKey
from freehand.ledger.log import begin
from freehand.ledger.randomness import Randomness
from freehand.ledger.sealed_keys import Cost, Sealed, open_keys, seal_keys
from freehand.ledger.sealing import RecipientKey
from freehand.ledger.store.interface import Store
from freehand.node.files import PUBLIC, new_folder, read_file, write_file

FORMAT: Final = "freehand ledger folder/1"
ABOUT, STORE, KEYS, ROOT, CARD = "ledger.json", "logs.sqlite", "keys.sealed", "root.sealed", "card.json"
POSTGRES: Final = ("postgresql://", "postgres://")


class Folder(NamedTuple):
    """A ledger on disk."""

    path: Path
    log: str
    compact: str
    store: str
    """The name of the file beside it, or where the database is."""

    @contextmanager
    def opened(self) -> Iterator[Store]:
        """The store."""
        found = _store(self.store, self.path, create=False)
        try:
            yield found
        finally:
            found.close()

    def card(self) -> bytes:
        """The own card, signed."""
        return read_file(self.path / CARD)

    def keys(self, passphrase: str) -> tuple[Sealed, ...]:
        """The keys that speak and open."""
        return open_keys(read_file(self.path / KEYS), passphrase)


class Keys(NamedTuple):
    """The private keys that a command needs."""

    log: SigningKey
    recipients: tuple[RecipientKey, ...]


def make(
    path: Path,
    *,
    log: str,
    name: str,
    compact: str,
    store: str,
    passphrase: str,
    cost: Cost,
    randomness: Randomness,
) -> Card:
    """Make a ledger in a new folder: keys, card, and a log of no leaves with its first checkpoint.

    Raises:
        UsageError: the folder holds something already.
        CardRefused: log or name cannot stand.
        AccessError: it cannot be written. Nothing is left behind.
    """
    if not is_name(compact):
        raise UsageError(one_fault(f"'{shown(compact)}' names no compact", _LETTERS, "Choose another with --compact."))
    root, key, box = SigningKey.new(randomness), SigningKey.new(randomness), RecipientKey.new(randomness)
    card = first_card(log, name, root.public, key.public, box.public)
    signed = sign_card(card, root)
    where = store or STORE
    with new_folder(path, "a ledger") as made:
        write_file(made / KEYS, seal_keys([Sealed("log", key), Sealed("recipient", box)], passphrase, cost, randomness))
        write_file(made / ROOT, seal_keys([Sealed("root", root)], passphrase, cost, randomness))
        write_file(made / CARD, signed, PUBLIC)
        about = {"compact": compact, "format": FORMAT, "log": log, "store": where}
        write_file(made / ABOUT, json.dumps(about, indent=1).encode() + b"\n")
        found = _store(where, made, create=True)
        try:
            begin(found, signed, key)
        finally:
            found.close()
    return card


def open_folder(path: Path) -> Folder:
    """The ledger in a folder.

    Raises:
        AccessError: there is none, or it cannot be read.
        UsageError: the folder is of something else.
    """
    what = f"'{shown(str(path))}' is no ledger"
    try:
        value = json.loads(read_file(path / ABOUT))
    except AccessError:
        if not path.exists():
            raise
        raise UsageError(one_fault(what, f"it has no {ABOUT}.", "Name a folder that 'ledger new' has made.")) from None
    except (ValueError, RecursionError):
        value = None
    fields = {"compact", "format", "log", "store"}
    if not isinstance(value, dict) or value.keys() != fields or not all(isinstance(one, str) for one in value.values()):
        why = f"its {ABOUT} is damaged."
        raise UsageError(one_fault(what, why, "Take it from a backup, or name another folder."))
    good = value["format"] == FORMAT and is_name(value["log"]) and is_name(value["compact"])
    if not good or (value["store"] != STORE and not value["store"].startswith(POSTGRES)):
        why = f"its {ABOUT} is damaged, or of another version than '{FORMAT}'."
        raise UsageError(one_fault(what, why, "Use a program as new as the one that made it."))
    return Folder(path, value["log"], value["compact"], value["store"])


def private_keys(sealed: Sequence[Sealed], card: Card) -> Keys:
    """Those that are of use under a card: its newest log key, and all recipient keys that are there.

    Raises:
        AccessError: the key of the newest epoch is not among them.
    """
    keys = [one.key for one in sealed if one.purpose == "log"]
    key = next((one for one in keys if isinstance(one, SigningKey) and one.public == card.log_key), None)
    if key is None:
        why = f"its newest card names the log key {card.log_key.hex()[:16]}…, and {KEYS} does not hold it."
        raise AccessError(one_fault("nothing can be signed for this log", why, "Take the keys from where they are."))
    return Keys(key, tuple(one.key for one in sealed if isinstance(one.key, RecipientKey)))


def add_key(
    folder: Folder, sealed: Sequence[Sealed], key: Sealed, passphrase: str, cost: Cost, drawn: Randomness
) -> None:
    """Keep one more key; the file is there as it was, or with it."""
    write_file(folder.path / KEYS, seal_keys([*sealed, key], passphrase, cost, drawn))


def root_key(path: Path, passphrase: str) -> SigningKey:
    """The root key in a file of sealed keys.

    Raises:
        AccessError: it is not there, or does not open.
        UsageError: the file holds another key.
    """
    for one in open_keys(read_file(path), passphrase):
        if one.purpose == "root" and isinstance(one.key, SigningKey):
            return one.key
    what = f"'{shown(str(path))}' holds no root key"
    raise UsageError(one_fault(what, "only the root key signs a card.", "Name the file that 'ledger new' called root."))


def keep_own_card(folder: Folder, signed: bytes, card: Card, before: Card) -> None:
    """Put the newer card in the place of the one in the folder."""
    newer(before, card)
    write_file(folder.path / CARD, signed, PUBLIC)


_LETTERS: Final = "it has 1 to 200 visible ASCII characters, no quote, no plus and no backslash."


def _store(where: str, folder: Path, *, create: bool) -> Store:
    if where.startswith(POSTGRES):
        from freehand.ledger.store.postgres import PostgresStore

        return PostgresStore(where, create=create)
    from freehand.ledger.store.sqlite import SqliteStore

    return SqliteStore(folder / where, create=create)
