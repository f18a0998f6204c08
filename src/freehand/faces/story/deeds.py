"""What is done in a room for which there is no command, because no honest party does it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

STRIKE: Final = "strike"
EMPTY: Final = "(empty)"
FORGED: Final = "round-the-gate.bundle"


def go_round_the_gate(folder: Path, passphrase: str) -> str:
    """The owner of A's node puts an item into the own log that the terms exclude, and writes a bundle that has it.

    It is an empty placeholder: all there is of it is its tag. The own gate would let neither happen, so the ledger is
    used beneath it, with the log key that is on the node.
    """
    from freehand.ledger.bundle.writing import Address, write_bundle
    from freehand.ledger.lines import current
    from freehand.ledger.log import Statement, append
    from freehand.ledger.store.interface import Range
    from freehand.node.exchange import handed_over
    from freehand.node.folder import open_node

    with open_node(folder / "node", passphrase) as node:
        compact = node.compact(None)
        now = int(time.time())
        about = "0" * 64
        placeholder = Statement("say", "placeholder", {"about": about, "words": EMPTY, "tags": [STRIKE]}, now, "A, B")
        append(compact.store, compact.log, compact.keys.log, [placeholder])
        with compact.store.reading() as view:
            size = current(view, compact.log).size
        told = max(sent.size for sent in handed_over(node, compact, "B"))
        address = Address(compact.log, compact.members["B"].log, compact.id)
        with (folder / FORGED).open("xb") as file:
            new = [Range(told, size)]
            write_bundle(compact.store, file, address, compact.keys.log, records=new, time=now)
    return FORGED
