"""What opens a node: a passphrase or a key file, under which its master key is sealed.

A passphrase can be guessed, so each guess is made dear (Argon2id). A key file of drawn bytes cannot, and is not.

Another one opens the node as soon as one file is exchanged for another, so that there is always one that does. From a
passphrase to a key file and back it does not go: ``node.json`` says which it is, and two files are not exchanged at
once. The master key stays as it is: a copy of the node that was made before opens with what opened it then.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from freehand.errors import AccessError, UsageError, one_fault
from freehand.ledger.keys import SigningKey
from freehand.ledger.randomness import Randomness, drawn
from freehand.ledger.refused import Refused
from freehand.ledger.sealed_keys import DEAR, Cost, Sealed, open_keys, seal_keys
from freehand.node.events import event
from freehand.node.files import read_file, write_file
from freehand.node.place import FORMAT, KEY_FILE, MASTER, PASSPHRASE, about_node
from freehand.node.vault import Vault

if TYPE_CHECKING:
    from freehand.node.folder import Node

KEY_FILE_BYTES: Final = 32

Secret = str | bytes
"""What opens a node: a passphrase as text, or the bytes of a key file."""

_FREE: Final = Cost(memory=8, passes=1, lanes=1)
"""Nobody guesses a key file of 32 drawn bytes, so trying one need not be dear."""


def renew_secret(
    node: Node, old: Secret, new: Secret, *, now: int, cost: Cost = DEAR, randomness: Randomness = drawn
) -> None:
    """Have a node open with another passphrase, or another key file, and the trail tell so. Who may: whoever opens it.

    Args:
        node: the node.
        old: what opens it.
        new: what shall.
        now: seconds since 1970.
        cost: what trying a passphrase costs.
        randomness: where salts come from.

    Raises:
        NotOpened: the old one is another one.
        UsageError: the new one is the old one, too short, or of the other kind.
        AccessError: it cannot be written; then the old one opens the node.
    """
    if old == new:
        what, why = f"the new {opens_with(node.path)} is the old one", "nothing was changed."
        raise UsageError(one_fault(what, why, "Choose another."))
    with node.cabinet.writing() as shelves:
        change_secret(node.path, old, new, cost=cost, randomness=randomness)
        shelves.note(event("what opens the node was changed", now, words=f"The node opens with another {_kind(new)}."))


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
    write_file(path / MASTER, sealed_master(master.key.seed(), new, cost, randomness))


def opens_with(path: Path, form: str = FORMAT) -> str:
    """What opens the node in a folder: "passphrase" or "key file".

    Raises:
        UsageError: the folder is no node.
    """
    return about_node(path, form)["secret"]


def vault_of(path: Path, secret: Secret) -> Vault:
    """What the secret opens.

    Raises:
        NotOpened: it is another one.
        AccessError: the master key is missing or damaged.
    """
    try:
        found = open_keys(read_file(path / MASTER), secret if isinstance(secret, str) else _word(secret))
    except Refused as refused:
        why = f"its {MASTER} holds no sealed keys: {refused.faults[0].why}"
        raise AccessError(one_fault("the node is damaged", why, "Restore it from a backup.")) from refused
    if [one.purpose for one in found] != ["master"]:
        why = f"its {MASTER} holds other keys."
        raise AccessError(one_fault("the node is damaged", why, "Restore it from a backup."))
    return Vault(found[0].key.seed())


def new_key_file(randomness: Randomness = drawn) -> bytes:
    """What a key file may hold: drawn bytes, as text."""
    return randomness(KEY_FILE_BYTES).hex().encode() + b"\n"


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


def sealed_master(master: bytes, secret: Secret, cost: Cost, randomness: Randomness) -> bytes:
    """The master key, sealed under a passphrase or a key file; trying a passphrase costs what is said."""
    key = Sealed("master", SigningKey.of_seed(master))
    if isinstance(secret, str):
        return seal_keys([key], secret, cost, randomness)
    return seal_keys([key], _word(secret), _FREE, randomness)


def _kind(secret: Secret) -> str:
    return PASSPHRASE if isinstance(secret, str) else KEY_FILE


def _word(key_file: bytes) -> str:
    return hashlib.sha256(b"freehand key file/1\n" + key_file).hexdigest()
