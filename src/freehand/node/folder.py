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

import hashlib
import json
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from freehand.errors import AccessError, UsageError, one_fault, shown
from freehand.ledger.card_file import read_card, sign_card
from freehand.ledger.identity import Card, first_card, with_person
from freehand.ledger.keys import SigningKey
from freehand.ledger.log import begin, newest_card
from freehand.ledger.names import fault_of
from freehand.ledger.randomness import Randomness, drawn
from freehand.ledger.sealed_keys import DEAR, Cost, Sealed, open_keys, seal_keys
from freehand.ledger.sealing import RecipientKey
from freehand.ledger.store.interface import Store
from freehand.node.files import new_folder, read_file, write_file
from freehand.node.store.interface import Cabinet, OpenShelves, Shelves
from freehand.node.vault import MASTER_BYTES, Vault

if TYPE_CHECKING:
    from freehand.ledger.canonical import Value

FORMAT: Final = "freehand node/1"
BACKUP: Final = "freehand node backup/1"
ABOUT, MASTER, CABINET, DATABASE = "node.json", "master.sealed", "cabinet.sqlite", "database.sealed"
ERASED: Final = "erased.sealed"
COMPACTS, PEOPLE = "compacts", "people"
PASSPHRASE, KEY_FILE = "passphrase", "key file"
SQLITE, POSTGRESQL = "sqlite", "postgresql"
KEY_FILE_BYTES: Final = 32

Secret = str | bytes
"""What opens a node: a passphrase as text, or the bytes of a key file."""

_FREE: Final = Cost(memory=8, passes=1, lanes=1)
"""Nobody guesses a key file of 32 drawn bytes, so trying one need not be dear."""


class LogKeys(NamedTuple):
    """The private keys of a compact's own log."""

    log: SigningKey
    recipients: tuple[RecipientKey, ...]


class Member(NamedTuple):
    """A party of a compact, as it is known here."""

    name: str
    """As in plans, and on its first card."""
    log: str
    card: bytes
    """The newest signed card."""
    compared: bool
    """Whether the fingerprint of its root key was compared with it aloud."""


class Founder(NamedTuple):
    """A person who stands in the first card."""

    name: str
    key: bytes
    roles: tuple[str, ...]


class Node:
    """An unlocked node; made by ``make_node`` and ``open_node``."""

    def __init__(self, path: Path, vault: Vault, cabinet: Cabinet, place: Place) -> None:
        self.path, self.vault, self.cabinet, self.place = path, vault, cabinet, place
        with cabinet.reading() as shelves:
            self.party = str(_paper(shelves, "node", "party")["name"])
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
            held: Any = _paper(shelves, "keys", self.id)
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
    fault = fault_of(party)
    if fault:
        raise UsageError(one_fault(f"'{shown(party)}' cannot be a party's name", f"{fault}.", "Choose another."))
    refuse_weak(secret)
    master = randomness(MASTER_BYTES)
    vault = Vault(master)
    with new_folder(path, "a node") as made:
        (made / COMPACTS).mkdir(0o700)
        (made / PEOPLE).mkdir(0o700)
        place = Place(made, database, schema_name(randomness) if database else "")
        write_file(made / MASTER, _sealed(master, secret, cost, randomness))
        write_place(place, vault, PASSPHRASE if isinstance(secret, str) else KEY_FILE)
        cabinet = place.cabinet(vault, create=True)
        try:
            with cabinet.writing() as shelves:
                shelves.put("node", "party", {"name": party})
        finally:
            cabinet.close()
    return opened(path, vault)


def change_secret(path: Path, old: Secret, new: Secret, *, cost: Cost = DEAR, randomness: Randomness = drawn) -> None:
    """Seal the master key under another passphrase, or another key file. What was sealed under it stays as it is.

    Raises:
        NotOpened: the old one is another one.
        UsageError: the new one is too short, or of the other kind.
        AccessError: it cannot be written; then the old one opens the node.
    """
    refuse_other(path, old)
    refuse_weak(new)
    refuse_other(path, new)
    (master,) = open_keys(read_file(path / MASTER), old if isinstance(old, str) else _word(old))
    write_file(path / MASTER, _sealed(master.key.seed(), new, cost, randomness))


def open_node(path: Path, secret: Secret) -> Node:
    """The node in a folder.

    Raises:
        UsageError: the folder is no node.
        NotOpened: the secret is another one.
        AccessError: something of it is missing or damaged.
    """
    refuse_other(path, secret)
    return opened(path, vault_of(path, secret))


def opens_with(path: Path, form: str = FORMAT) -> str:
    """What opens the node in a folder: "passphrase" or "key file".

    Raises:
        UsageError: the folder is no node.
    """
    return _about(path, form)["secret"]


def vault_of(path: Path, secret: Secret) -> Vault:
    """What the secret opens.

    Raises:
        NotOpened: it is another one.
        AccessError: the master key is missing or damaged.
    """
    found = open_keys(read_file(path / MASTER), secret if isinstance(secret, str) else _word(secret))
    if [one.purpose for one in found] != ["master"]:
        why = f"its {MASTER} holds other keys."
        raise AccessError(one_fault("the node is damaged", why, "Restore it from a backup."))
    return Vault(found[0].key.seed())


def new_key_file(randomness: Randomness = drawn) -> bytes:
    """What a key file may hold: drawn bytes, as text."""
    return randomness(KEY_FILE_BYTES).hex().encode() + b"\n"


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
        "secret": secret or _about(place.folder)["secret"],
        "store": POSTGRESQL if place.database else SQLITE,
    }
    if place.database:
        held = json.dumps({"database": place.database, "schema": place.schema}).encode()
        write_file(place.folder / DATABASE, vault.seal(held, DATABASE))
    write_file(place.folder / ABOUT, json.dumps(about, indent=1).encode() + b"\n")


def log_name(compact: str, root: bytes) -> str:
    """Rule 4.

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
    from freehand.ledger.log import append
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
        shelves.put("keys", identifier, {"keys": [_seed("log", key), _seed("recipient", box)]})
    return Compact(node, identifier, value)


def add_member(compact: Compact, card: bytes, *, compared: bool) -> Member:
    """Take another party's card into a compact; whether it may belong is the caller's to know.

    Raises:
        CardRefused, CardsContradict, NotCanonical: the card does not hold, or not beside the one that is there.
        UsageError: a party of this name is in the compact under another log.
    """
    from freehand.ledger.log import keep_card

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


def keep_keys(shelves: OpenShelves, compact: Compact, keys: Sequence[Sealed]) -> None:
    """Put more log or recipient keys of a compact away, beside those that are there."""
    held: Any = _paper(shelves, "keys", compact.id)
    shelves.put("keys", compact.id, {"keys": [*held["keys"], *(_seed(one.purpose, one.key) for one in keys)]})


def drop_key(shelves: OpenShelves, compact: Compact, public: bytes) -> None:
    """Destroy a recipient key: nothing sealed for it can be opened any more."""
    held: Any = _paper(shelves, "keys", compact.id)
    left = [one for one in held["keys"] if _public(one) != public]
    shelves.put("keys", compact.id, {"keys": left})


def root_key(path: Path, passphrase: str) -> SigningKey:
    """The root key in a file of sealed keys.

    Raises:
        NotOpened: the passphrase is another one.
        UsageError: the file holds another key.
        AccessError: it is not there.
    """
    for one in open_keys(read_file(path), passphrase):
        if one.purpose == "root" and isinstance(one.key, SigningKey):
            return one.key
    what = f"'{shown(str(path))}' holds no root key"
    raise UsageError(one_fault(what, "only the root key signs a card.", "Name the file that holds it."))


def refuse_weak(secret: Secret) -> None:
    """A passphrase of nothing, or a key file too short.

    Raises:
        UsageError: it protects nothing.
    """
    if isinstance(secret, str) and not secret:
        raise UsageError(
            one_fault("an empty passphrase protects nothing", "anybody could open the node.", "Choose one.")
        )
    if isinstance(secret, bytes) and len(secret) < KEY_FILE_BYTES:
        why = f"it has {len(secret)} bytes, and a key file has {KEY_FILE_BYTES} at least, drawn by a machine."
        raise UsageError(one_fault("the key file is not taken", why, "Have one made: 'freehand node init --key-file'."))


def refuse_other(path: Path, secret: Secret, form: str = FORMAT) -> None:
    """The wrong kind of secret, said before anything is tried.

    Raises:
        UsageError: the folder is no node, or is opened by the other kind.
    """
    needed = opens_with(path, form)
    if (needed == PASSPHRASE) != isinstance(secret, str):
        raise UsageError(one_fault("the node does not open so", f"it is opened by a {needed}.", f"Give the {needed}."))


def opened(path: Path, vault: Vault) -> Node:
    """The node in a folder, by its vault."""
    about = _about(path)
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


def _sealed(master: bytes, secret: Secret, cost: Cost, randomness: Randomness) -> bytes:
    key = Sealed("master", SigningKey.of_seed(master))
    if isinstance(secret, str):
        return seal_keys([key], secret, cost, randomness)
    return seal_keys([key], _word(secret), _FREE, randomness)


def _word(key_file: bytes) -> str:
    return hashlib.sha256(b"freehand key file/1\n" + key_file).hexdigest()


def _about(path: Path, form: str = FORMAT) -> dict[str, str]:
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


def _free_number(node: Node, taken: Sequence[int]) -> int:
    """One more than any that is taken, or that something interrupted has left a file for."""
    left = [int(file.name.split(".")[0]) for file in (node.path / COMPACTS).iterdir() if file.name[0].isdigit()]
    return max([*taken, *left], default=0) + 1


def _new_private(path: Path, data: bytes) -> None:
    from freehand.node.files import PRIVATE, new_file

    with new_file(path, PRIVATE) as made:
        made.write_bytes(data)


def _seed(purpose: str, key: SigningKey | RecipientKey) -> dict[str, Value]:
    return {"purpose": purpose, "seed": key.seed().hex()}


def _public(held: Any) -> bytes:
    seed = bytes.fromhex(held["seed"])
    return RecipientKey.of_seed(seed).public if held["purpose"] == "recipient" else SigningKey.of_seed(seed).public


def _card_of(store: Store, log: str) -> bytes:
    with store.reading() as view:
        line = view.line(log)
        newest_card(line)
        held = line.newest("card")
    assert held is not None
    return held.data


def _paper(shelves: Shelves, shelf: str, name: str) -> Any:
    found = shelves.get(shelf, name)
    if found is None:
        why = f"its paper '{shelf}' is missing."
        raise AccessError(one_fault("the node is damaged", why, "Restore it from a backup."))
    return found


__all__ = [
    "Card",
    "Compact",
    "Founder",
    "LogKeys",
    "Member",
    "Node",
    "Place",
    "Secret",
    "add_member",
    "change_secret",
    "enter",
    "log_name",
    "make_node",
    "new_key_file",
    "open_node",
    "opens_with",
    "root_key",
]
