"""A node on disk: one party's compacts, papers and keys, opened by one secret.

====================== =============================================================================================
``node.json``          that this is a node, what opens it (a passphrase or a key file), and what kind of store it has
``master.sealed``      the master key, sealed under the passphrase or the key file (``ledger.sealed_keys``)
``cabinet.sqlite``     the node's papers, sealed under the master key (``store``); log and recipient keys are among them
``compacts/1.sqlite``  the logs of the first compact, sealed under a key of their own (``ledger.store.sealed``)
``compacts/1.root``    its root key, under a passphrase of its own; it belongs elsewhere, as only a new card needs it
``people/1.key``       the key of the first person, under that person's passphrase; it may lie anywhere
``database.sealed``    where the database is, sealed; then there is neither ``cabinet.sqlite`` nor ``compacts/1.sqlite``
``erased.sealed``      the words for what was erased, sealed: a copy of them belongs beside every backup (``backup``)
====================== =============================================================================================

1. A node is there whole or not at all, and so is each compact in it. Nothing that is there is written over.
2. Files have fixed names and numbers. No name that a party, a partner or a person has becomes a path.
3. There is one store of logs for each compact: in none of them does anything show of another.
4. The name of a log tells nothing: it is the SHA-256 of the compact's identifier and the root key, cut to 32 digits.
5. Nothing is drawn, and no clock is read here: both are handed over.

Limits: who has the secret has the node. Which files there are, how large, and when they were changed, anybody sees who
has the disk; so how many compacts there are, and how many people.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from freehand.errors import AccessError, UsageError, one_fault, shown
from freehand.ledger.card_file import read_card
from freehand.ledger.keys import SigningKey
from freehand.ledger.log import newest_card
from freehand.ledger.names import fault_of
from freehand.ledger.randomness import Randomness, drawn
from freehand.ledger.sealed_keys import DEAR, Cost
from freehand.ledger.sealing import RecipientKey
from freehand.ledger.store.interface import Store
from freehand.node.files import new_folder, read_file, write_file
from freehand.node.keyring import LogKeys, paper
from freehand.node.place import (
    COMPACTS,
    DATABASE,
    KEY_FILE,
    MASTER,
    PASSPHRASE,
    PEOPLE,
    POSTGRESQL,
    Place,
    about_node,
    schema_name,
    write_place,
)
from freehand.node.secret import Secret, refuse_other, refuse_weak, sealed_master, vault_of
from freehand.node.store.interface import Cabinet
from freehand.node.vault import MASTER_BYTES, Vault

if TYPE_CHECKING:
    from freehand.ledger.canonical import Value


class Member(NamedTuple):
    """A party of a compact, as it is known here."""

    name: str
    """As in plans, and on its first card."""
    log: str
    card: bytes
    """The newest signed card."""
    compared: bool
    """Whether the fingerprint of its root key was compared with it aloud."""


class Node:
    """An unlocked node; made by ``make_node`` and ``open_node``."""

    def __init__(self, path: Path, vault: Vault, cabinet: Cabinet, place: Place) -> None:
        self.path, self.vault, self.cabinet, self.place = path, vault, cabinet, place
        with cabinet.reading() as shelves:
            self.party = str(paper(shelves, "node", "party")["name"])
        self._stores: dict[int, Store] = {}
        self._turn = threading.Lock()

    def compacts(self) -> list[Compact]:
        """All compacts, by name."""
        with self.cabinet.reading() as shelves:
            found = [Compact(self, identifier, value) for identifier, value in shelves.all("compact")]
        return sorted(found, key=lambda compact: compact.name)

    def compact(self, name: str | None = None) -> Compact:
        """The compact of this name, or with this identifier; the only one if no name is given.

        Raises:
            UsageError: there is none, or there are several and no name says which.
        """
        held = self.compacts()
        found = [each for each in held if name in (None, each.name, each.id)]
        if len(found) == 1:
            return found[0]
        there = ", ".join(f"'{each.name}'" for each in held) or "none yet"
        if name is None and held:
            raise UsageError(
                one_fault("it is not clear which compact is meant", f"there are {there}.", "Name one of them.")
            )
        what = "this node has no compact" if name is None else f"there is no compact '{shown(name)}' here"
        next_ = (
            "Name one of these."
            if held
            else "Found one, or join one: 'freehand compact found', 'freehand compact join'."
        )
        raise UsageError(one_fault(what, f"there are {there}.", next_))

    def store_of(self, number: int, *, create: bool = False) -> Store:
        """The store of a compact's logs."""
        with self._turn:
            if number not in self._stores:
                self._stores[number] = self.place.logs(number, self.vault, create=create)
            return self._stores[number]

    def drop_store(self, number: int) -> None:
        """Forget an open store of which nothing has come."""
        with self._turn:
            if number in self._stores:
                self._stores.pop(number).close()

    def close(self) -> None:
        """Give back what is held open."""
        with self._turn:
            while self._stores:
                self._stores.popitem()[1].close()
        self.cabinet.close()

    def __enter__(self) -> Node:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Node in {self.path}>"


class Compact:
    """One compact of a node; its store is opened when it is first asked for."""

    def __init__(self, node: Node, identifier: str, value: Value) -> None:
        held: Any = value
        self.node, self.id = node, identifier
        self.name: str = held["name"]
        self.illustrative: bool = held["illustrative"]
        self.number: int = held["number"]
        self.log: str = held["log"]

    @property
    def store(self) -> Store:
        """The store of its logs, sealed."""
        return self.node.store_of(self.number)

    @property
    def keys(self) -> LogKeys:
        """The key of the newest epoch, and all recipient keys that are there.

        Raises:
            AccessError: the key of the newest epoch is not here.
        """
        with self.node.cabinet.reading() as shelves:
            held: Any = paper(shelves, "keys", self.id)
        speaks = read_card(self.card).log_key
        seeds = [(one["purpose"], bytes.fromhex(one["seed"])) for one in held["keys"]]
        logs = [SigningKey.of_seed(seed) for purpose, seed in seeds if purpose == "log"]
        key = next((key for key in logs if key.public == speaks), None)
        if key is None:
            why = f"its newest card names the log key {speaks.hex()[:16]}…, and the node does not hold it."
            raise AccessError(
                one_fault("nothing can be signed for this log", why, "Begin a new epoch with the root key.")
            )
        return LogKeys(key, tuple(RecipientKey.of_seed(seed) for purpose, seed in seeds if purpose == "recipient"))

    @property
    def card(self) -> bytes:
        """The own card, signed, as it stands."""
        return _card_of(self.store, self.log)

    @property
    def members(self) -> Mapping[str, Member]:
        """All parties of the compact, the own one too, by name."""
        with self.node.cabinet.reading() as shelves:
            held: list[Any] = [value for _, value in shelves.all("member", self.id)]
        found = [Member(self.node.party, self.log, self.card, compared=True)]
        found += [Member(one["name"], one["log"], _card_of(self.store, one["log"]), one["compared"]) for one in held]
        return {member.name: member for member in sorted(found)}

    @property
    def root_file(self) -> Path:
        """Where its root key was put when it was made."""
        return self.node.path / COMPACTS / f"{self.number}.root"

    def __repr__(self) -> str:
        return f"<Compact {self.name!r}>"


def make_node(
    path: Path,
    party: str,
    secret: Secret,
    *,
    database: str = "",
    cost: Cost = DEAR,
    randomness: Randomness = drawn,
) -> Node:
    """Make a node in a new folder: a master key, and a cabinet in which the party's name stands.

    Args:
        path: a folder that does not hold anything yet.
        party: the party's name, as in plans and on its cards.
        secret: what will open it.
        database: a connection string of PostgreSQL; empty: files in the folder.
        cost: what trying a passphrase costs.
        randomness: where keys come from.

    Raises:
        UsageError: the folder holds something, the name cannot stand, or the secret is too short.
        AccessError: it cannot be written; nothing is left behind.
    """
    fault = fault_of(party) or ("labels part names by commas" if "," in party else "")
    if fault:
        raise UsageError(one_fault(f"'{shown(party)}' cannot be a party's name", f"{fault}.", "Choose another."))
    refuse_weak(secret)
    master = randomness(MASTER_BYTES)
    vault = Vault(master)
    with new_folder(path, "a node") as made:
        (made / COMPACTS).mkdir(0o700)
        (made / PEOPLE).mkdir(0o700)
        place = Place(made, database, schema_name(randomness) if database else "")
        write_file(made / MASTER, sealed_master(master, secret, cost, randomness))
        write_place(place, vault, PASSPHRASE if isinstance(secret, str) else KEY_FILE)
        cabinet = place.cabinet(vault, create=True)
        try:
            with cabinet.writing() as shelves:
                shelves.put("node", "party", {"name": party})
        finally:
            cabinet.close()
    return opened(path, vault)


def open_node(path: Path, secret: Secret) -> Node:
    """The node in a folder.

    Raises:
        UsageError: the folder is no node.
        NotOpened: the secret is another one.
        AccessError: something of it is missing or damaged.
    """
    refuse_other(path, secret)
    return opened(path, vault_of(path, secret))


def opened(path: Path, vault: Vault) -> Node:
    """The node in a folder, by its vault."""
    about = about_node(path)
    place = Place(path)
    if about["store"] == POSTGRESQL:
        held = json.loads(vault.open(read_file(path / DATABASE), DATABASE))
        place = Place(path, held["database"], held["schema"])
    cabinet = place.cabinet(vault)
    try:
        return Node(path, vault, cabinet, place)
    except BaseException:
        cabinet.close()
        raise


def _card_of(store: Store, log: str) -> bytes:
    with store.reading() as view:
        line = view.line(log)
        newest_card(line)
        held = line.newest("card")
    assert held is not None
    return held.data
