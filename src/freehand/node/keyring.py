"""The keys of an own log, kept among the node's papers; and the root key, in a file of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from freehand.errors import AccessError, UsageError, one_fault, shown
from freehand.ledger.keys import SigningKey
from freehand.ledger.sealed_keys import NotOpened, Sealed, open_keys
from freehand.ledger.sealing import RecipientKey
from freehand.node.files import read_file
from freehand.node.store.interface import OpenShelves, Shelves

if TYPE_CHECKING:
    from freehand.ledger.canonical import Value

if TYPE_CHECKING:
    from freehand.node.folder import Compact


class LogKeys(NamedTuple):
    """The private keys of a compact's own log."""

    log: SigningKey
    recipients: tuple[RecipientKey, ...]


def keep_keys(shelves: OpenShelves, compact: Compact, keys: Sequence[Sealed]) -> None:
    """Put more log or recipient keys of a compact away, beside those that are there."""
    held: Any = paper(shelves, "keys", compact.id)
    shelves.put("keys", compact.id, {"keys": [*held["keys"], *(kept_key(one.purpose, one.key) for one in keys)]})


def drop_key(shelves: OpenShelves, compact: Compact, public: bytes) -> None:
    """Destroy a recipient key: nothing sealed for it can be opened any more."""
    held: Any = paper(shelves, "keys", compact.id)
    left = [one for one in held["keys"] if _public(one) != public]
    shelves.put("keys", compact.id, {"keys": left})


def root_key(path: Path, passphrase: str) -> SigningKey:
    """The root key in a file of sealed keys.

    Raises:
        NotOpened: the passphrase is another one.
        UsageError: the file holds another key.
        AccessError: it is not there.
    """
    data = read_file(path)
    try:
        found = open_keys(data, passphrase)
    except NotOpened as closed:
        what, next_ = f"the root key in '{shown(str(path))}' does not open", "Give the passphrase of the root key."
        raise NotOpened(one_fault(what, closed.faults[0].why, next_)) from closed
    for one in found:
        if one.purpose == "root" and isinstance(one.key, SigningKey):
            return one.key
    what = f"'{shown(str(path))}' holds no root key"
    raise UsageError(one_fault(what, "only the root key signs a card.", "Name the file that holds it."))


def kept_key(purpose: str, key: SigningKey | RecipientKey) -> dict[str, Value]:
    """A key as it is kept among the node's papers: what it is for, and its seed."""
    return {"purpose": purpose, "seed": key.seed().hex()}


def _public(held: Any) -> bytes:
    seed = bytes.fromhex(held["seed"])
    return RecipientKey.of_seed(seed).public if held["purpose"] == "recipient" else SigningKey.of_seed(seed).public


def paper(shelves: Shelves, shelf: str, name: str) -> Any:
    """A paper that every node has.

    Raises:
        AccessError: it is missing.
    """
    found = shelves.get(shelf, name)
    if found is None:
        why = f"its paper '{shelf}' is missing."
        raise AccessError(one_fault("the node is damaged", why, "Restore it from a backup."))
    return found
