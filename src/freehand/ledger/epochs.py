"""Which statements of a log are its owner's: a log key speaks in one epoch, from where it begins to where it ends.

The question: a head (size and root of a log, signed by a log key) is before a reader who holds the owner's newest card.
Does it bind the owner? Rotation, revocation and a restored backup are one thing here: *a new epoch*, which begins at a
size with a root, under a new key, by the word of the root key. "Not mine beyond size N" is an epoch that begins at N.

The rule. Let epoch e begin at size s(e) with root r(e); it ends at end(e) = the least s(f) of all later f, if there are
any. Each key has one epoch. ``agrees``: the reader's branch holds the head, or goes on from what it holds. ``covered``:
the reader or another member cosigned this head, or one that goes on from it.

1. A key of no epoch of the card: *refused*.
2. Below s(e), or at s(e) with a root other than r(e): *refused*. An epoch says nothing of what lies before it.
3. No later epoch: *good*. Two good heads of this epoch that contradict each other are a fork, and freeze the log.
4. Beyond end(e): *disowned* if covered, else *refused*. So a key that signs on after it was rotated out is not heard,
   and what a partner holds a receipt for is not unsaid by a later revocation.
5. At end(e) with a root other than that of the epoch that begins there: as if the head did not agree.
6. Within the epoch: *good* if it agrees; *disowned* if it does not and is covered; else *disputed*. So an old key in
   a thief's hands freezes nothing: his branch is shown, and no more.

What freezes is only a fork in the newest epoch (rule 3). A fork in an epoch that has ended is kept and shown as proof;
the newer epoch has said which branch goes on.

Source: `docs/formats/identity-card.md`; compare key compromise and revocation in X.509 (RFC 5280, 5.3.2, invalidity
date), which binds to a time that the revoker may choose freely; a size bound by receipts cannot be.
Cost: one look-up and the least of a few numbers. Limits: a thief with the key of the newest epoch *is* the owner until
the root key says otherwise. A member that lends a thief its cosignature makes his branch disowned instead of refused:
shown, still without effect.
"""

from __future__ import annotations

import hashlib
from typing import Final, Literal, NamedTuple

from freehand.ledger.refused import Refused

Standing = Literal["good", "disowned", "disputed", "refused"]
Reason = Literal["opened", "rotated", "revoked", "restored"]

REASONS: Final[tuple[Reason, ...]] = ("opened", "rotated", "revoked", "restored")
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()


class Epoch(NamedTuple):
    """A log key's time: its public key, the size and root from which it goes on, and why it was begun."""

    key: bytes
    size: int
    root: bytes
    reason: Reason


class Head(NamedTuple):
    """What a checkpoint says: a log key, a size and a root; its signature has been verified."""

    key: bytes
    size: int
    root: bytes


class Judgement(NamedTuple):
    """What a head is worth, in which epoch (from 1; 0: none), and why, as a clause."""

    standing: Standing
    epoch: int
    why: str


class KeyRefused(Refused):
    """Something new is signed by a key that no longer speaks for the log, or never did."""

    next_step = "Ask for it again, signed by the newest key."


def judge(epochs: tuple[Epoch, ...], head: Head, *, agrees: bool, covered: bool) -> Judgement:
    """What this head is worth to a reader of this card. The rule is in the module's text.

    >>> old, new = Epoch(b"K", 0, EMPTY_ROOT, "opened"), Epoch(b"L", 7, b"seven", "revoked")
    >>> judge((old, new), Head(b"K", 5, b"five"), agrees=True, covered=False).standing
    'good'
    >>> judge((old, new), Head(b"K", 9, b"nine"), agrees=False, covered=False).standing
    'refused'
    >>> judge((old, new), Head(b"K", 9, b"nine"), agrees=False, covered=True).standing
    'disowned'
    """
    number = epoch_of(epochs, head.key)
    if not number:  # 1
        return Judgement("refused", 0, "its key is none of this log's")
    epoch, end = epochs[number - 1], end_of(epochs, number)
    if head.size < epoch.size:  # 2
        return Judgement("refused", number, f"epoch {number} begins at size {epoch.size}")
    if head.size == epoch.size and head.root != epoch.root:
        return Judgement("refused", number, f"epoch {number} begins at size {epoch.size} with another root")
    if end is None:  # 3
        return Judgement("good", number, f"epoch {number} is the newest")
    if head.size > end.size:  # 4
        if covered:
            return Judgement("disowned", number, f"not the owner's beyond size {end.size}, but a receipt covers it")
        return Judgement("refused", number, f"epoch {number} ended at size {end.size} ({end.reason})")
    if head.size == end.size and head.root != end.root:  # 5
        agrees = False
    if agrees:  # 6
        return Judgement("good", number, f"epoch {number} held it")
    if covered:
        return Judgement("disowned", number, "the owner goes on from another branch, but a receipt covers it")
    return Judgement("disputed", number, f"epoch {number} has ended, and no receipt covers it")


def epoch_of(epochs: tuple[Epoch, ...], key: bytes) -> int:
    """The number of the key's epoch, from 1; 0 if it has none.

    >>> epoch_of((Epoch(b"K", 0, EMPTY_ROOT, "opened"),), b"K")
    1
    """
    return next((number for number, epoch in enumerate(epochs, 1) if epoch.key == key), 0)


def end_of(epochs: tuple[Epoch, ...], number: int) -> Epoch | None:
    """The epoch that ends epoch ``number``: of all later ones the one that begins at the least size; None if none does.

    >>> first, second = Epoch(b"K", 0, EMPTY_ROOT, "opened"), Epoch(b"L", 7, b"seven", "rotated")
    >>> end_of((first, second), 1) is second, end_of((first, second), 2)
    (True, None)
    """
    return min(epochs[number:], key=lambda later: later.size, default=None)


def check_signer(epochs: tuple[Epoch, ...], key: bytes) -> int:
    """The number of the newest epoch, if this is its key: who signs something new must hold it.

    Raises:
        KeyRefused: the key was rotated out or revoked, or is none of this log's.
    """
    number = epoch_of(epochs, key)
    if number == len(epochs):
        return number
    what = f"it is signed by the log key {key.hex()[:16]}…"
    if number:
        why = f"that key's epoch, {number}, has ended; now epoch {len(epochs)} speaks."
        raise KeyRefused.because(what, why)
    why = "the card names no such key for this log."
    raise KeyRefused.because(what, why, "Ask the owner for its newest card, and whether this is from the owner at all.")


def faults_of(epochs: tuple[Epoch, ...]) -> list[str]:
    """What is wrong with a list of epochs, each as a clause; empty if nothing is.

    >>> faults_of((Epoch(b"K", 0, EMPTY_ROOT, "opened"), Epoch(b"K", 7, b"seven", "rotated")))
    ['epoch 2 has the key of epoch 1']
    """
    if not epochs:
        return ["there is no epoch"]
    found = []
    roots = {0: EMPTY_ROOT}
    for number, epoch in enumerate(epochs, 1):
        if (number == 1) != (epoch.reason == "opened"):
            found.append(f"epoch {number} cannot be {epoch.reason}")
        if number == 1 and epoch.size != 0:
            found.append("epoch 1 does not begin at size 0")
        if epoch.size < 0:
            found.append(f"epoch {number} begins below size 0")
        if roots.setdefault(epoch.size, epoch.root) != epoch.root:
            found.append(f"epoch {number} begins at size {epoch.size} with another root than was said before")
        same = epoch_of(epochs, epoch.key)
        if same != number:
            found.append(f"epoch {number} has the key of epoch {same}")
    return found
