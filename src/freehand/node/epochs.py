"""New keys for a compact's own log, at the root key's word: another log key, another key to seal for.

1. The private key is put away before the card that names it is kept: nothing is ever named that is not held.
2. A new epoch begins at the head that is here, and its key signs that head. One that *revokes* may begin below it, "not
   mine beyond size N": the log goes on from there on a line of its own. What lay beyond stays on the other line;
   where a partner's receipt covers it, it is not unsaid, and is shown *disowned* (``held``).
3. What was said beyond N and is covered by no receipt is unsaid: drafts of it can be released again.
4. A recipient key that is destroyed goes from the node when the card says so; what was sealed for it, and was not taken
   in, cannot be opened any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from freehand.errors import UsageError, one_fault
from freehand.ledger.card_file import read_card, sign_card
from freehand.ledger.epochs import Reason
from freehand.ledger.identity import CardRefused, with_destroyed, with_epoch, with_recipient_key
from freehand.ledger.keys import SigningKey
from freehand.ledger.lines import current
from freehand.ledger.log import begin, keep_card
from freehand.ledger.randomness import Randomness, drawn
from freehand.ledger.restored import begin_epoch
from freehand.ledger.rows import root_at
from freehand.ledger.sealed_keys import Sealed
from freehand.ledger.sealing import RecipientKey
from freehand.node.drafts.placed import said_anew
from freehand.node.keyring import drop_key, keep_keys

if TYPE_CHECKING:
    from freehand.ledger.identity import Card
    from freehand.node.folder import Compact


def new_epoch(
    compact: Compact,
    root: SigningKey,
    reason: Reason = "rotated",
    *,
    size: int | None = None,
    randomness: Randomness = drawn,
) -> bytes:
    """Begin a new epoch of the own log; the new card, to be handed to the others.

    Args:
        compact: whose own log it is.
        root: its root key.
        reason: why.
        size: how many records are the own party's; None: all that are here. Fewer only with the reason *revoked*.
        randomness: where the new key comes from.

    Raises:
        UsageError: the log has no such size, or it is less than all and nothing is revoked.
        CardRefused: the root key is another's.
        LogStopped, Contradicted: the log cannot go on so.
        AccessError: it cannot be written.
    """
    key = SigningKey.new(randomness)
    with compact.store.reading() as view:
        line = current(view, compact.log)
        mine = line.size if size is None else size
        _refuse_size(mine, line.size, reason)
        card = with_epoch(own_card(compact, root), key.public, mine, root_at(line, mine), reason)
    with compact.node.cabinet.writing() as shelves:
        keep_keys(shelves, compact, [Sealed("log", key)])
    signed = sign_card(card, root)
    begin_epoch(compact.store, signed, compact.log)
    begin(compact.store, signed, key)
    if size is not None:
        said_anew(compact.node, compact)
    return signed


def _refuse_size(mine: int, here: int, reason: Reason) -> None:
    if mine == here or (reason == "revoked" and 0 <= mine < here):
        return
    what = f"the log does not go on from size {mine}"
    if not 0 <= mine <= here:
        raise UsageError(one_fault(what, f"{here} records of it are here.", "Name a size that it had."))
    raise UsageError(one_fault(what, "only a revocation takes back what was said.", "Revoke, or go on from its head."))


def new_recipient_key(compact: Compact, root: SigningKey, *, randomness: Randomness = drawn) -> bytes:
    """Have content sealed for another key from now on; the new card, to be handed to the others."""
    key = RecipientKey.new(randomness)
    with compact.node.cabinet.writing() as shelves:
        keep_keys(shelves, compact, [Sealed("recipient", key)])
    return keep_own_card(compact, root, with_recipient_key(own_card(compact, root), key.public))


def destroy_recipient_key(compact: Compact, root: SigningKey, key: bytes) -> bytes:
    """Destroy a recipient key (rule 3); the new card, to be handed to the others."""
    signed = keep_own_card(compact, root, with_destroyed(own_card(compact, root), key))
    with compact.node.cabinet.writing() as shelves:
        drop_key(shelves, compact, key)
    return signed


def keep_own_card(compact: Compact, root: SigningKey, card: Card) -> bytes:
    """Sign a card and keep it as the own one."""
    signed = sign_card(card, root)
    with compact.store.writing(compact.log) as change:
        keep_card(change.line(compact.log), signed)
    return signed


def own_card(compact: Compact, root: SigningKey) -> Card:
    """The own card, if this is its root key.

    Raises:
        CardRefused: it is another's.
    """
    card = read_card(compact.card)
    if card.root != root.public:
        why = "the card of this log was signed by another one."
        raise CardRefused.because("this root key is another's", why, "Give the root key of this compact.")
    return card
