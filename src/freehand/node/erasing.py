"""An item erased because its author asks for it: out of the store with its salt, and a receipt for it.

1. Only what its author asked to be erased is erased here. The receipt says so, and is shown as *claimed*: nobody can
   prove that something is gone.
2. The leaf stays, and so does what the erased version had replaced: that does not come back.
3. What was erased is not taken in again, from nobody and from no backup (``ledger.receipts``).
4. The content id stays, in the release. It tells nothing: the item's nonce went with the item (``drafts``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from freehand.errors import UsageError, one_fault, shown
from freehand.ledger.receipts import erase as erase_record
from freehand.node.erased import keep_erased
from freehand.node.events import event
from freehand.node.finding import keep_gone
from freehand.node.folder import Node
from freehand.node.index import place_of
from freehand.node.known import known

if TYPE_CHECKING:
    from freehand.node.folder import Compact


def erase(node: Node, compact: Compact, leaf: str, *, now: int) -> bytes:
    """Erase an item that its author asked to be erased; the receipt, to be handed to the author.

    Raises:
        UsageError: nobody asked for that, or there is no such item.
        LogStopped: the own log signs nothing for now.
        StoreBusy, StoreFailed: nothing is changed that anything rests on.
    """
    held = known(node, compact)
    asked = next((one for one in held.erasures_asked() if one.leaf == leaf), None)
    if asked is None:
        why = "no author asks here that an item of this name be erased, or it is gone already."
        raise UsageError(one_fault(f"'{shown(leaf)}' is not erased", why, "See what is asked: 'freehand node status'."))
    with node.cabinet.writing() as shelves:
        log, number = place_of(shelves, leaf)
        item = held.taken_back(leaf)
        if item is not None:
            keep_gone(shelves, item)
    key, request = compact.keys.log, bytes.fromhex(asked.by.leaf)
    wanted = bytes.fromhex(leaf)
    receipt = erase_record(compact.store, log, number, by=compact.log, key=key, time=now, request=request, leaf=wanted)
    if isinstance(node, Node):  # one in memory has nothing beside it
        keep_erased(node)
    told = {"party": asked.by.party, "leaf": leaf, "number": number}
    with node.cabinet.writing() as shelves:
        shelves.note(event("erased", now, compact, **told, words="An item was erased, as its author had asked."))
    return receipt
