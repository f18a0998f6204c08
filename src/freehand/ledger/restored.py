"""A log that came back from a backup: it signs nothing until all members have said what they last had of it.

The question: the backup may be older than the log was. What was signed since then is out in the world, and is not here.
From when on may the log be signed again without ever contradicting itself?

The rules:

1. Each own log in a store that was restored is *restored*. It is read as before; it signs and cosigns nothing
   (``log.refuse_stopped``). Whoever makes a backup, or restores a copy that was made in another way, sets that mark.
2. Every member confirms the newest head that it has of the log; a member that has none says that. Until all have, the
   log waits.
3. A confirmed head that is part of what is here: this member is no longer waited for. Nor is one whose newest head goes
   beyond where the epoch of its key ended: its owner has gone on without that (rule 6), and it is not taken back.
4. One that is longer: the log is *behind*. Its leaves are taken back from whoever has them: the checkpoint is the
   owner's own word, so they are checked as any others. Records that nobody can give back stay leaves.
5. One that contradicts what is here: no waiting helps, but a new epoch.
6. Whoever cannot wait begins a new epoch with the root key, for the reason ``restored``, at the head that is here: what
   was signed beyond it is then not the owner's, unless a receipt covers it (``epochs``).

7. What its key had cosigned after the backup, nobody here knows, and members have told of their last heads alone. So a
   restored log cosigns nothing, though it waits for nobody any more, until it has a new epoch: a witness is its key,
   and one that forgets could cosign another history than it did, where the owner of that log tells two.

Limits: what members confirm is what they have taken in. A bundle that was written before the loss and is still on its
way may be newer than that: whoever cannot rule it out goes by rule 6, or the log forks when it arrives.
A store cannot tell by itself that it is a copy. A log that goes on in a copy without the mark forks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from freehand.ledger.branches import go_by
from freehand.ledger.canonical import canonical, parse
from freehand.ledger.checkpoint import Checkpoint, check_leaves, verified
from freehand.ledger.epochs import Epoch, end_of, epoch_of
from freehand.ledger.lines import branch_off, current_open
from freehand.ledger.log import FORGETFUL, FROZEN, RESTORED, keep_card, keep_checkpoint, newest_card, refuse_apart
from freehand.ledger.refused import Refused
from freehand.ledger.rows import Growth, root_at
from freehand.ledger.store.interface import Line, OpenLine, Store

Standing = Literal["ready", "waiting", "behind", "apart"]


class Contradicted(Refused):
    """A head of a restored log that is no part of what was restored."""

    next_step = "Begin a new epoch with the root key, at the head that is here."


class Behind(Refused):
    """A restored log that lacks what a member has of it."""

    next_step = "Take the missing leaves back from this member, then confirm again."


class Judged(NamedTuple):
    """How a restored log stands, and which members it is about."""

    standing: Standing
    members: tuple[str, ...]


def judge(line: Line, members: Iterable[str], confirmed: dict[str, Checkpoint | None]) -> Judged:
    """How a restored log stands, by rules 2 to 5, worst first.

    Args:
        line: what was restored.
        members: all other members.
        confirmed: the newest head that each of them has, verified under the log's keys; None: it has none.
    """
    heads = {member: head for member, head in confirmed.items() if head is not None}
    apart = [m for m, head in heads.items() if head.size <= line.size and root_at(line, head.size) != head.root]
    if apart:
        return Judged("apart", tuple(sorted(apart)))
    behind = [m for m, head in heads.items() if head.size > line.size]
    if behind:
        return Judged("behind", tuple(sorted(behind, key=lambda m: (-heads[m].size, m))))
    waiting = set(members) - confirmed.keys()
    return Judged("waiting" if waiting else "ready", tuple(sorted(waiting)))


def mark_restored(store: Store, log: str, members: Sequence[str]) -> None:
    """Rules 1 and 7, for an own log: it waits for these members, of which there may be none."""
    with store.writing(log) as change:
        change.line(log).keep("state", 0, canonical(sorted(members)), RESTORED)
        change.line(log).keep("state", 0, b"", FORGETFUL)


def waiting_for(line: Line) -> list[str] | None:
    """The members that a restored log waits for, by the state with its trunk; None if it is not restored."""
    data = line.paper("state", 0, RESTORED)
    if data is None:
        return None
    members = parse(data)
    assert isinstance(members, list)
    return [str(member) for member in members]


def confirm(store: Store, log: str, member: str, note: bytes | None) -> list[str]:
    """Take a member's word for the newest head it has, as the owner's own signed note; who is still waited for.

    Args:
        store: where the log is kept.
        log: its name.
        member: who says so; that it does is the caller's to know.
        note: the checkpoint; None: the member has none.

    Raises:
        BadNote, BadCheckpoint: it is no checkpoint of this log.
        Behind, Contradicted: rules 4 and 5; the member is still waited for.
    """
    with store.writing(log) as change:
        trunk, line = change.line(log), current_open(change, log)
        waiting = waiting_for(trunk) or []
        epochs = newest_card(trunk).epochs
        head = None if note is None else verified(note, [epoch.key for epoch in epochs], log).checkpoint
        if head is not None and _unsaid(epochs, head):
            head = None
        found = judge(line, waiting, {member: head})
        if head is not None and found.standing == "apart":
            why = f"'{member}' has another root for the size {head.size} than what is here."
            raise Contradicted.because(f"the log '{log}' cannot go on as it was restored", why)
        if head is not None and found.standing == "behind":
            why = f"'{member}' has {head.size} leaves of it, and {line.size} are here."
            raise Behind.because(f"the log '{log}' lacks what it has said", why)
        left = [each for each in waiting if each != member]
        if left:
            trunk.keep("state", 0, canonical(left), RESTORED)
        else:
            trunk.drop("state", 0, RESTORED)
    return left


def wait_no_longer(store: Store, log: str, gone: Iterable[str]) -> list[str]:
    """Wait no longer for members that have left, which is the caller's to know; who is still waited for."""
    with store.writing(log) as change:
        trunk, out = change.line(log), set(gone)
        waiting = waiting_for(trunk)
        left = [each for each in waiting or [] if each not in out]
        if left:
            trunk.keep("state", 0, canonical([*left]), RESTORED)
        elif waiting is not None:
            trunk.drop("state", 0, RESTORED)
    return left


def take_back(store: Store, log: str, leaves: Iterable[bytes], note: bytes) -> None:
    """Rule 4: take back the leaves beyond what is here, up to a checkpoint that the log's own key has signed.

    Args:
        store: where the log is kept.
        log: its name.
        leaves: leaf hashes from the head here on, joined, in pieces of any number.
        note: the checkpoint.

    Raises:
        BadNote, BadCheckpoint: it is no checkpoint of this log, or not that of these leaves. Nothing is kept.
        Contradicted: its key's epoch ended before that size, so these leaves are not the log's.
    """
    with store.writing(log) as change:
        line = current_open(change, log)
        epochs = newest_card(change.line(log)).epochs
        signed = verified(note, [epoch.key for epoch in epochs], log)
        if _unsaid(epochs, signed.checkpoint):
            why = f"the epoch of the key that signed size {signed.checkpoint.size} had ended before it."
            raise Contradicted.because(f"these leaves are not taken back into the log '{log}'", why, "Leave them out.")
        growth = Growth.of(line, line.size)
        for piece in leaves:
            line.keep_pages(growth.add(piece))
        check_leaves(signed.checkpoint, growth.size, growth.root())
        line.keep_pages(growth.unfinished(line.size))
        line.move_head(growth.size, growth.root())
        keep_checkpoint(line, signed)


def begin_epoch(store: Store, card: bytes, log: str) -> None:
    """Rule 6, and every other new epoch of an own log: keep the card; a restored log is one no more.

    "Not mine beyond size N" leaves what lies beyond N on its own line, and goes on from N on another.

    Raises:
        CardRefused, CardsContradict, NotCanonical: the card does not hold, or not beside the one that is there.
        LogStopped: the log here does not go on from where the epoch begins.
        Contradicted: the log is restored, and the card begins no epoch at the head that is here.
    """
    with store.writing(log) as change:
        trunk, line = change.line(log), current_open(change, log)
        before = newest_card(trunk)
        stands = keep_card(trunk, card)
        refuse_apart(line, stands)
        if waiting_for(trunk) is not None:
            _refuse_elsewhere(line, len(before.epochs), len(stands.epochs), stands.epochs[-1][1:3])
            trunk.drop("state", 0, RESTORED)
        if len(stands.epochs) > len(before.epochs):
            trunk.drop("state", 0, FROZEN)  # a fork of the own log ends with a new epoch
            trunk.drop("state", 0, FORGETFUL)
            begins = stands.epochs[-1]
            if begins.reason == "revoked" and begins.size < line.size:
                branch, growth = branch_off(change, line, begins.size)
                branch.keep_pages(growth.unfinished())
                branch.move_head(growth.size, growth.root())
                go_by(change, log, branch.branch)


def _unsaid(epochs: tuple[Epoch, ...], head: Checkpoint) -> bool:
    """Whether the owner has gone on from a smaller size, under another key, than this head of its own."""
    end = end_of(epochs, epoch_of(epochs, head.key))
    return end is not None and head.size > end.size


def _refuse_elsewhere(line: OpenLine, before: int, now: int, begins: tuple[int, bytes]) -> None:
    if now == before or begins != (line.size, line.root):
        why = f"the card begins no new epoch at size {line.size}, where the log was restored to."
        raise Contradicted.because(f"the log '{line.log}' still waits for its members", why)
