"""Where the stores of a node are, and what its folder says of that to anybody.

``node.json`` names the folder's format, what opens it, and what kind of store it has. In a database, its place is
sealed under the master key, in ``database.sealed``, and each store has a schema of its own.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final, NamedTuple

from freehand.errors import AccessError, UsageError, one_fault, shown
from freehand.ledger.randomness import Randomness, drawn
from freehand.ledger.store.interface import Store
from freehand.node.files import read_file, write_file
from freehand.node.store.interface import Cabinet
from freehand.node.vault import Vault

FORMAT: Final = "freehand node/1"

BACKUP: Final = "freehand node backup/1"

ABOUT, MASTER, CABINET, DATABASE = "node.json", "master.sealed", "cabinet.sqlite", "database.sealed"

ERASED: Final = "erased.sealed"

COMPACTS, PEOPLE = "compacts", "people"

PASSPHRASE, KEY_FILE = "passphrase", "key file"

SQLITE, POSTGRESQL = "sqlite", "postgresql"


class Place(NamedTuple):
    """Where the stores of a node are."""

    folder: Path
    database: str = ""
    """A connection string; empty: files in the folder."""
    schema: str = ""
    """What the names of its schemas begin with."""

    def cabinet(self, vault: Vault, *, create: bool = False) -> Cabinet:
        """The node's papers."""
        from freehand.node.store.database import in_file, in_postgres

        if not self.database:
            return in_file(self.folder / CABINET, vault, create=create)
        return in_postgres(self._within("cabinet", create), vault, create=create)

    def logs(self, number: int, vault: Vault, *, create: bool = False) -> Store:
        """The logs of a compact."""
        from freehand.ledger.store.sealed import SealedStore

        key = vault.key("logs", str(number))
        if not self.database:
            from freehand.ledger.store.sqlite import SqliteStore

            return SealedStore(SqliteStore(self.folder / COMPACTS / f"{number}.sqlite", create=create), key)
        from freehand.ledger.store.postgres import PostgresStore

        return SealedStore(PostgresStore(self._within(str(number), create), create=create), key)

    def _within(self, what: str, create: bool) -> str:
        from freehand.ledger.store.postgres import drop_schema, make_schema, within

        name = f"{self.schema}_{what}"
        if create:
            drop_schema(self.database, name)  # what something interrupted has left
            make_schema(self.database, name)
        return within(self.database, name)


def schema_name(randomness: Randomness = drawn) -> str:
    """What the names of a node's schemas begin with: a word of its own, so that several nodes share a database."""
    return f"freehand_{randomness(8).hex()}"


def write_place(place: Place, vault: Vault, secret: str = "", form: str = FORMAT) -> None:
    """Say in a node's folder where its stores are; whole with the last of two files.

    Args:
        place: where they are; its folder is the node's.
        vault: what seals the name of a database.
        secret: what opens the node; empty: as it is said there already.
        form: the folder's format.
    """
    about = {
        "format": form,
        "secret": secret or about_node(place.folder)["secret"],
        "store": POSTGRESQL if place.database else SQLITE,
    }
    if place.database:
        held = json.dumps({"database": place.database, "schema": place.schema}).encode()
        write_file(place.folder / DATABASE, vault.seal(held, DATABASE))
    write_file(place.folder / ABOUT, json.dumps(about, indent=1).encode() + b"\n")


def about_node(path: Path, form: str = FORMAT) -> dict[str, str]:
    """What ``node.json`` says: format, what opens the node, and what kind of store it has.

    Raises:
        UsageError: the folder is no node, or not of this format.
        AccessError: there is no such folder.
    """
    what = f"'{shown(str(path))}' is no node"
    try:
        value = json.loads(read_file(path / ABOUT))
    except AccessError:
        if not path.exists():
            raise
        next_ = "Name a folder that 'freehand node init' made."
        raise UsageError(one_fault(what, f"it has no {ABOUT}.", next_)) from None
    except (ValueError, RecursionError):
        value = None
    shape = {"format": (FORMAT, BACKUP), "secret": (PASSPHRASE, KEY_FILE), "store": (SQLITE, POSTGRESQL)}
    sound = isinstance(value, dict) and value.keys() == shape.keys()
    if not sound or not all(value[field] in of for field, of in shape.items()):
        why = f"its {ABOUT} is damaged, or of another version than '{FORMAT}'."
        next_ = "Restore it from a backup, or use a program as new as the one that made it."
        raise UsageError(one_fault(what, why, next_))
    if value["format"] != form:
        why = "it is a backup, and nobody works in one." if form == FORMAT else "it is a node, and no backup of one."
        next_ = "'freehand node restore' makes a node of a backup, 'freehand node backup' a backup of a node."
        raise UsageError(one_fault(f"'{shown(str(path))}' is not opened", why, next_))
    found: dict[str, str] = value
    return found
