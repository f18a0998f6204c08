"""The owner's log: what is said is put at its end, a batch under one signature, and no size is ever signed twice.

The question: how does an owner add to its log so that it never signs two histories, whatever runs at the same time, is
killed, runs out of disk, or comes back from a backup?

The rules:

1. Head read, signature and write are one change that locks the log (``store``); the signature is handed out only after
   the change is durable.
2. Records get their numbers inside the lock, from the head's size on.
3. Who signs holds the key of the newest epoch of the newest card here, and the log goes on from where that epoch
   begins: it has at least its size, and its root there.
4. A log that is *restored* (see ``restored``) or *frozen* signs nothing.
5. One checkpoint stands for a batch. It names the newest heads seen of the other logs in the store.
 6. A batch of nothing signs nothing, nor does a second beginning, but for the first one of a new epoch: then the head
    is signed once more, by its key.
 7. Where the log is gone by another branch than the trunk (``lines``), that one is its head, and is appended to; card
    and states stand with the trunk.
 8. The tree grows at its right edge: of what was there before, only last pages are read, and nothing is hashed again.
    They follow from size and root, as does whether a log goes on from where an epoch begins: what this process found
    or made for one of the last heads it does not look for again. Head, card and states are read each time.

Cost: one signature and one durable change for a batch. Limits: two copies of one store, both awake, are two logs under
one key: a fork, which their readers find. No lock reaches from one copy to the other; rule 4 does, where whoever
restores a copy says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from freehand.ledger import record
from freehand.ledger.branches import branch_in, branch_of, states_of
from freehand.ledger.canonical import Value
from freehand.ledger.card_file import read_card
from freehand.ledger.checkpoint import Seen, Signed, read, sign, verified
from freehand.ledger.epochs import Epoch, check_signer
from freehand.ledger.identity import Card, CardRefused, newer
from freehand.ledger.keys import SigningKey
from freehand.ledger.note import take_apart
from freehand.ledger.randomness import Randomness, drawn
from freehand.ledger.refused import Refused
from freehand.ledger.rows import Growth, root_at
from freehand.ledger.store.interface import Change, Line, OpenLine, Store, View

GROUP: Final = 256
"""Records written at a time."""

RESTORED: Final = "restored"
FROZEN: Final = "frozen"
"""Names of states (papers of kind ``state``) in which a log signs nothing."""
FORGETFUL: Final = "forgetful"
"""The state in which its owner cosigns nothing: what its key has cosigned is not known any more (see ``restored``)."""


class LogStopped(Refused):
    """A log that signs nothing for now."""

    next_step = "See 'freehand ledger show' for what it waits for."


class Statement(NamedTuple):
    """What is to be said: the fields of a record that its author chooses (see ``record``)."""

    kind: str
    object: str
    body: Value
    time: int
    label: str = ""
    replaces: str | None = None
    references: Sequence[str] = ()


class Appended(NamedTuple):
    """What an append has made durable."""

    first: int
    """The number of the first record."""
    leaves: bytes
    """The leaf hashes of the records, joined."""
    signed: Signed
    """The checkpoint that stands for them."""


def begin(store: Store, card: bytes, key: SigningKey) -> Signed:
    """Begin a log: keep its owner's card and sign the head of no leaves.

    Args:
        store: where it is kept.
        card: the owner's signed identity card, which names the log.
        key: the log key.

    Raises:
        CardRefused, CardsContradict, NotCanonical: the card does not hold, or not beside the one that is there.
        KeyRefused: the key is not that of the card's newest epoch.
        LogStopped: the log is there, restored or frozen.
        StoreBusy, StoreFailed: nothing was changed.
    """
    log = card_of(card).log
    with store.writing(log) as change:
        keep_card(change.line(log), card)
        line, epoch, growth = _ready(change, log, key)
        return _signed_by(line, key) or _sealed(change, line, epoch, growth, key)  # once the block is left: rule 1


def append(
    store: Store, log: str, key: SigningKey, statements: Iterable[Statement], *, randomness: Randomness = drawn
) -> Appended:
    """Put statements at the end of a log, as records under one checkpoint; durable when it returns.

    Args:
        store: where the log is kept.
        log: its name.
        key: its log key.
        statements: what is said, in order.
        randomness: where the salts come from.

    Raises:
        BadRecord, NotCanonical: a statement cannot be said so.
        CardRefused: the log was never begun here.
        KeyRefused: the key is not that of the newest epoch.
        LogStopped: the log is restored or frozen.
        StoreBusy, StoreFailed: nothing was changed, and no signature was handed out.
    """
    with store.writing(log) as change:
        line, epoch, growth = _ready(change, log, key)
        first, found = line.size, []
        for group in _groups(statements):
            records = [
                record.write(log=log, sequence=number, randomness=randomness, **said._asdict())
                for number, said in enumerate(group, growth.size)
            ]
            leaves = b"".join(map(record.leaf, records))
            line.add_records(growth.size, records, new=True)
            line.keep_pages(growth.add(leaves))
            found.append(leaves)
        held = None if found else _signed_by(line, key)
        signed = held or _sealed(change, line, epoch, growth, key)
    return Appended(first, b"".join(found), signed)


def keep_card(line: OpenLine, card: bytes) -> Card:
    """Keep a log's signed card beside those before it; the one that stands is returned.

    Raises:
        CardRefused, NotCanonical: it does not hold, or is of another log or owner.
        CardsContradict: it contradicts the newest one here, which stands.
    """
    offered, held = card_of(card), line.newest("card")
    if offered.log != line.log:
        raise CardRefused.because("the identity card is refused", "it is of another log than the one it came for.")
    stands = offered if held is None else newer(card_of(held.data), offered)
    if stands is offered:
        line.keep("card", offered.number, card)
    return stands


def newest_card(line: Line) -> Card:
    """The card that stands for a log here.

    Raises:
        CardRefused: there is none: the log was never begun here.
    """
    held = line.newest("card")
    if held is None:
        why = "no identity card of its owner is kept here."
        raise CardRefused.because(f"the log '{line.log}' is not known", why, "Begin it, or take in its owner's card.")
    return card_of(held.data)


def keep_checkpoint(line: OpenLine, signed: Signed) -> None:
    """Keep a verified checkpoint under its size and key."""
    line.keep("checkpoint", signed.checkpoint.size, signed.note, signed.checkpoint.key.hex())


def seen_heads(view: View, log: str) -> list[Seen]:
    """The heads of all other logs of a store: what a checkpoint of this log says that its owner had seen."""
    found = []
    for other in view.logs():
        held = None if other == log else view.line(other, branch_of(view, other)).newest("checkpoint")
        if held is not None:  # verified when it was kept
            head = read(take_apart(held.data).text)
            found.append(Seen(other, head.key, head.size, head.root))
    return found


def stopped(trunk: Line) -> str:
    """The state in which a log signs and cosigns nothing (rule 4); empty if there is none."""
    return _stopped(states_of(trunk))


def cosigns(trunk: Line) -> bool:
    """Whether the owner of this log, with its trunk given, may cosign the heads of others."""
    return not stopped(trunk) and trunk.paper("state", 0, FORGETFUL) is None


def refuse_stopped(trunk: Line) -> None:
    """Rule 4, for the trunk of a log, with which its states are kept.

    Raises:
        LogStopped: the log signs nothing for now.
    """
    _refuse_stopped(trunk.log, stopped(trunk))


def _stopped(states: Mapping[str, bytes]) -> str:
    return next((state for state in (RESTORED, FROZEN) if state in states), "")


def _refuse_stopped(log: str, state: str) -> None:
    what = f"the log '{log}' signs nothing"
    if state == RESTORED:
        why = "it was restored from a backup, and what it signed since then is not known."
        next_ = "Wait until every member has confirmed its newest head, or begin a new epoch with the root key."
        raise LogStopped.because(what, why, next_)
    if state == FROZEN:
        why = "a fork of it is proven."
        raise LogStopped.because(what, why, "Begin a new epoch with the root key; both branches stay.")


def refuse_apart(line: Line, card: Card) -> None:
    """The second half of rule 3.

    Raises:
        LogStopped: the log does not go on from where the newest epoch begins.
    """
    epoch = card.epochs[-1]
    what = f"the log '{line.log}' signs nothing"
    if epoch.size > line.size:
        why = f"the newest epoch begins at size {epoch.size}, and {line.size} leaves are here."
        raise LogStopped.because(what, why, "Take the missing leaves back from a member.")
    if root_at(line, epoch.size) != epoch.root:
        why = f"the newest epoch begins at size {epoch.size} with another root than that of the leaves here."
        raise LogStopped.because(what, why, "Take back from a member the leaves that the epoch goes on from.")


def _ready(change: Change, log: str, key: SigningKey) -> tuple[OpenLine, Epoch, Growth]:
    """Rules 3, 4 and 7; the line to append to, the epoch that signs, and the edge of the tree, to grow on."""
    trunk = change.line(log)
    states = states_of(trunk)
    line = change.line(log, branch_in(states))
    _refuse_stopped(log, _stopped(states))
    card = newest_card(trunk)
    check_signer(card.epochs, key.public)
    epoch = card.epochs[-1]
    known = _edges.get((epoch, line.size, line.root))  # rule 8
    if known is not None:
        return line, epoch, known.copy()
    if line.paper("checkpoint", line.size, key.public.hex()) is None:  # else it has signed this head already
        refuse_apart(line, card)
    return line, epoch, Growth.of(line, line.size)


_edges: Final[dict[tuple[Epoch, int, bytes], Growth]] = {}
"""The edge of the tree for an epoch, a size and a root that go together; of the last few heads."""
_FEW: Final = 8


def _know(epoch: Epoch, root: bytes, growth: Growth) -> None:
    _edges[epoch, growth.size, root] = growth
    while len(_edges) > _FEW:
        _edges.pop(next(iter([*_edges])), None)


def _signed_by(line: OpenLine, key: SigningKey) -> Signed | None:
    """The checkpoint of the head under this key; the first one of a new epoch is signed even if nothing is said."""
    held = line.paper("checkpoint", line.size, key.public.hex())
    return None if held is None else verified(held, [key.public], line.log)


def _sealed(view: View, line: OpenLine, epoch: Epoch, growth: Growth, key: SigningKey) -> Signed:
    """Keep what the tree has grown to, and its checkpoint."""
    line.keep_pages(growth.unfinished(line.size))
    signed = sign(line.log, growth.size, growth.root(), key, seen_heads(view, line.log))
    line.move_head(growth.size, signed.checkpoint.root)
    keep_checkpoint(line, signed)
    _know(epoch, signed.checkpoint.root, growth)
    return signed


def _groups(statements: Iterable[Statement]) -> Iterator[list[Statement]]:
    waiting = iter(statements)
    while group := list(islice(waiting, GROUP)):
        yield group


def card_of(data: bytes) -> Card:
    """The card in these bytes; those of usual size are checked once, as the same bytes hold or do not.

    Raises:
        CardRefused, NotCanonical: they hold none.
    """
    return _usual_card(data) if len(data) <= _USUAL else read_card(data)


_USUAL: Final = 2**16
_usual_card = lru_cache(maxsize=64)(read_card)
