"""The words for what was erased, kept beside the stores, so that no older state of these brings it back.

1. A word is the receipt for an erasure. It stands in the store of its log, and in ``erased.sealed`` as well, which is
   written anew with each erasure. A copy of that file belongs in another place than the node.
2. After a restore the words are given again: what is here is erased at once. The others are put away, and whatever has
   come in is held against them before anybody reads it (``erase_again``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from freehand.ledger.receipts import erase_again as erase_by
from freehand.ledger.receipts import leaf_at, read_receipt
from freehand.node.files import read_file, write_file
from freehand.node.place import ERASED

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Node
    from freehand.node.vault import Vault

SHELF: Final = "erased"
"""Words for what was erased before a restore, and has not come again yet."""
_MOST: Final = 2**26

Words = Mapping[str, Sequence[bytes]]
"""Receipts, by compact."""


def erase_again(node: Node, compact: Compact) -> int:
    """Erase what was erased before a restore and has come since; to be done after whatever came in. How many."""
    with node.cabinet.reading() as shelves:
        words = [bytes.fromhex(str(word)) for _, word in shelves.all(SHELF, compact.id)]
    return keep_words(node, compact, words) if words else 0


def keep_erased(node: Node, more: Words | None = None) -> None:
    """Write the words for what was erased anew: those in the stores, those in the file, and these."""
    file = node.path / ERASED
    held = read_words(file, node.vault) if file.exists() else {}
    words = merged((held, words_of(node), more or {}))
    write_file(file, node.vault.seal(as_text(words), ERASED))


def merged(many: Iterable[Words]) -> dict[str, list[bytes]]:
    """Words for what was erased, each once, by compact."""
    found: dict[str, set[bytes]] = {}
    for words in many:
        for compact, said in words.items():
            found.setdefault(compact, set()).update(said)
    return {compact: sorted(said) for compact, said in sorted(found.items())}


def keep_words(node: Node, compact: Compact, words: Sequence[bytes]) -> int:
    """Erase what is here; put the words for the rest away until it comes."""
    again = erase_by(compact.store, list(words)) if words else 0
    here, waiting = set(), {}
    with compact.store.reading() as view:
        for word in words:
            said = read_receipt(word)
            name = f"{compact.id} {said.log} {said.sequence} {said.leaf.hex()}"
            lines = [view.line(said.log, branch) for branch in view.branches(said.log)]
            if any(leaf_at(line, said.sequence) == said.leaf for line in lines):
                here.add(name)
            else:
                waiting[name] = word.hex()
    with node.cabinet.writing() as shelves:
        shelves.put_many(SHELF, waiting.items(), compact.id)
        for name in here:
            shelves.drop(SHELF, name)
    return again


def words_of(node: Node) -> dict[str, list[bytes]]:
    """The words in the stores of a node."""
    found: dict[str, list[bytes]] = {}
    for compact in node.compacts():
        with compact.store.reading() as view:
            lines = [view.line(log, branch) for log in view.logs() for branch in view.branches(log)]
            words = sorted({paper.data for line in lines for paper in line.papers("erasure")})
        if words:
            found[compact.id] = words
    return found


def as_text(words: Words) -> bytes:
    """As they are sealed into a file."""
    return json.dumps({compact: [word.hex() for word in said] for compact, said in words.items()}).encode()


def read_words(file: Path, vault: Vault) -> dict[str, list[bytes]]:
    """The words in a file.

    Raises:
        NotSealedHere: it is of another node, or was changed.
        AccessError: it is not there.
    """
    value: Any = json.loads(vault.open(read_file(file, _MOST), ERASED))
    return {compact: [bytes.fromhex(word) for word in said] for compact, said in value.items()}
