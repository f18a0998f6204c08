"""What a bundle says of heads: of its own log and of others, cosigned or not. So forks are found wherever heads meet.

The rules. A head is a note: the owner's checkpoint, with its line and those of witnesses.

1. Of a log that is not known here, or under a key that its card does not name (yet), nothing is kept.
2. Otherwise the owner's line holds, and so does each line of a witness that is known here, or the bundle is refused.
3. A head that is part of what is held: its cosignatures are kept, as receipts. A longer one is *unresolved*, and is to
   be asked for, unless another line here holds it, or its epoch had ended before: that is judged as in rule 4.
4. One that contradicts what is held is judged by the owner's card (``epochs.judge``): covered by a member's
   cosignature or not. Only *good* heads under one key are a fork: the proof is kept, and the log is frozen. *Disowned*
   and *disputed* ones are told, and have no effect. Where another line holds it, its cosignatures are receipts there.
5. A witness that cosigned it, and cosigned what is held here under the same key, has lied: that proof is kept as well.
   So that it makes no difference which of the two is heard first, of what a witness cosigned that contradicts what is
   held the least head is kept (*contrary*): every later head on the line that is held contradicts it.

Cost: one signature for each line. Limits: who holds the shorter branch finds nothing; it can only ask.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Literal, NamedTuple

from freehand.ledger.bundle.refusals import Ask, BadBundle
from freehand.ledger.checkpoint import Checkpoint, Signed, read, verified
from freehand.ledger.cosignature import Cosigned, cosignatures
from freehand.ledger.epochs import end_of, epoch_of, judge
from freehand.ledger.forks import prove_fork, prove_lie, relation
from freehand.ledger.identity import Card
from freehand.ledger.lines import current, current_open, freeze, frozen, head_at, is_covered
from freehand.ledger.listing import disowned
from freehand.ledger.note import MOST_LINES, Note, take_apart
from freehand.ledger.refused import Refused
from freehand.ledger.rows import root_at
from freehand.ledger.store.interface import Change, Kind, Line, OpenLine, View

Verdict = Literal["fork", "lying witness", "disowned", "disputed", "refused"]


class Contradiction(NamedTuple):
    """A head that contradicts what is held, and what follows from it."""

    log: str
    verdict: Verdict
    size: int
    who: str
    """Whose head or cosignature it is."""
    proof: str
    """The name of the proof that was kept; empty if there is none."""


class Heard(NamedTuple):
    """What came of the heads in a bundle."""

    receipts: int
    asks: tuple[Ask, ...]
    contradictions: tuple[Contradiction, ...]


class Head(NamedTuple):
    """A head of a log that is known here, verified."""

    signed: Signed
    cosigned: tuple[Cosigned, ...]


def heads_of(notes: Sequence[bytes], cards: Mapping[str, Card]) -> list[Head]:
    """Rules 1 and 2.

    Raises:
        BadBundle: a note in it is none, or a line does not hold that is of somebody known here.
    """
    try:
        found = [_head(take_apart(note), cards) for note in notes]
    except Refused as refusal:
        raise BadBundle(refusal.faults) from None
    return [head for head in found if head is not None]


def hear(change: Change, heads: Sequence[Head], cards: Mapping[str, Card]) -> Heard:
    """Rules 3 to 5; the logs are locked."""
    receipts, asks, found = 0, list[Ask](), list[Contradiction]()
    for head in heads:
        said = head.signed.checkpoint
        line = current_open(change, said.origin)
        held = head_at(change, line, line.size)
        if held is None:
            continue
        stands = relation(line, held.checkpoint, said)
        home = None if stands in ("same", "older") else _home(change, line, said)
        if home is not None:
            receipts += _keep_receipts(home, head)
        if stands == "unresolved":
            tail = [] if home is not None else _tail(change, head, cards[said.origin])
            found += tail
            if home is None and not tail:
                asks.append(Ask(said.origin, 0, line.size))
            found += [lie for each in head.cosigned if (lie := _lie(change, line, each))]
        elif stands in ("same", "older"):
            receipts += _keep_receipts(line, head)
            for each in head.cosigned:
                if lie := _lie_of_old(change, line, each):
                    found.append(lie)
        else:
            for finding in _judged(change, line, held, head, cards):
                if isinstance(finding, Ask):
                    asks.append(finding)
                else:
                    found.append(finding)
    return Heard(receipts, tuple(asks), tuple(found))


def _keep_receipts(line: OpenLine, head: Head) -> int:
    """Rule 3; how many are new."""
    size, new = head.signed.checkpoint.size, 0
    for each in head.cosigned:
        known = line.paper("cosignature", size, each.witness)
        line.keep("cosignature", size, known or each.note, each.witness)
        new += known is None
    return new


def _tail(change: Change, head: Head, card: Card) -> list[Contradiction]:
    """A longer head, if it lies beyond the end of its epoch: nobody has to be asked for that."""
    said = head.signed.checkpoint
    ends = end_of(card.epochs, epoch_of(card.epochs, said.key))
    if ends is None or said.size <= ends.size:
        return []
    covered = bool(head.cosigned) or is_covered(change, said.origin, said.size, said.root)
    standing = judge(card.epochs, said.head, agrees=False, covered=covered).standing
    return [] if standing == "good" else [Contradiction(said.origin, standing, said.size, said.origin, "")]


def keep_proof(change: Change, log: str, size: int, proof: bytes) -> str:
    """Keep a proof under its own hash, which is its name."""
    name = sha256(proof).hexdigest()
    change.line(log).keep("proof", size, proof, name)
    return name


def head_notes(view: View, log: str) -> list[bytes]:
    """The heads to tell of: the newest of each log, of the own log also the newest that each witness saw, and what is
    disowned with the receipts for it.

    Args:
        view: what is held.
        log: the own log.
    """
    logs, notes = view.logs(), []
    for other in logs:
        line = current(view, other)
        sizes = {line.size}
        if other == log:
            sizes |= {paper.number for name in logs if (paper := line.newest("cosignature", name)) is not None}
        notes += [note for size in sorted(sizes) if (note := note_at(view, line, size))]
        for branch, _, end in disowned(view, other) if len(view.branches(other)) > 1 else ():
            if branch != line.branch and (note := note_at(view, view.line(other, branch), end)):
                notes.append(note)
    return notes


def note_at(view: View, line: Line, size: int) -> bytes:
    """The head of a line at a size, with all cosignatures that are kept; nothing if no checkpoint is."""
    signed = head_at(view, line, size)
    if signed is None:
        return b""
    note, start = signed.note, len(signed.text) + 1
    for paper in line.papers("cosignature", None, size):
        if paper.number != size or note.count(b"\n") > MOST_LINES - 1:
            break
        if paper.data.startswith(signed.text + b"\n"):
            note += paper.data[start:]
    return note


def _head(note: Note, cards: Mapping[str, Card]) -> Head | None:
    said = read(note.text)
    card = cards.get(said.origin)
    if card is None or not epoch_of(card.epochs, said.key):
        return None
    signed = verified(note, [said.key], said.origin)
    names = {line.name for line in note.lines}
    witnesses = [
        (other.log, epoch.key)
        for other in cards.values()
        if other.log in names and other.log != said.origin
        for epoch in other.epochs
    ]
    return Head(signed, tuple(cosignatures(note, witnesses)))


def _judged(
    change: Change, line: Line, held: Signed, head: Head, cards: Mapping[str, Card]
) -> list[Contradiction | Ask]:
    """Rules 4 and 5."""
    said, card = head.signed.checkpoint, cards[line.log]
    found: list[Contradiction | Ask] = [lie for each in head.cosigned if (lie := _lie(change, line, each))]
    for each in head.cosigned:
        _keep_contrary(change, each)
    covered = bool(head.cosigned) or is_covered(change, line.log, said.size, said.root)
    standing = judge(card.epochs, said.head, agrees=False, covered=covered).standing
    if standing != "good":
        return [*found, Contradiction(line.log, standing, said.size, line.log, "")]
    if said.key != held.checkpoint.key:  # a new epoch goes on from another branch than the one that is held
        return [*found, Ask(line.log, 0, 0)]
    name = keep_proof(change, line.log, held.checkpoint.size, prove_fork(line, held, head.signed))
    if not frozen(change, line.log):
        freeze(change, line.log, name)
    return [*found, Contradiction(line.log, "fork", said.size, line.log, name)]


def _home(change: Change, line: Line, said: Checkpoint) -> OpenLine | None:
    """Another line that holds this head."""
    others = (change.line(line.log, branch) for branch in change.branches(line.log) if branch != line.branch)
    return next((one for one in others if one.size >= said.size and root_at(one, said.size) == said.root), None)


def _lie(change: Change, line: Line, other: Cosigned) -> Contradiction | None:
    """Whether the witness cosigned what is held here as well, while this contradicts what is held.

    All that it cosigned there at this size or beyond contradicts it. What it cosigned there below this size may as
    well, and that shows where another branch holds the history of this head.
    """
    said = other.checkpoint
    for before in _cosigned(line, "cosignature", other, said.size):
        return _proven(change, line, before, other)
    home = _home(change, line, said)
    if home is not None:
        for before in _cosigned(line, "cosignature", other, 0):
            if root_at(home, before.checkpoint.size) != before.checkpoint.root:
                return _proven(change, home, other, before)
    return None


def _lie_of_old(change: Change, line: Line, now: Cosigned) -> Contradiction | None:
    """Whether the witness of a head that is held cosigned a head before that contradicts it."""
    for before in _cosigned(change.line(line.log), "contrary", now, 0):
        size, root = before.checkpoint.size, before.checkpoint.root
        if size <= now.checkpoint.size and root_at(line, size) != root:
            return _proven(change, line, now, before)
    return None


def _keep_contrary(change: Change, other: Cosigned) -> None:
    """Of each witness and log key the least head: it contradicts whatever else is held beyond its size."""
    trunk, size = change.line(other.checkpoint.origin), other.checkpoint.size
    for before in list(_cosigned(trunk, "contrary", other, 0)):
        if before.checkpoint.size <= size:
            return
        trunk.drop("contrary", before.checkpoint.size, other.witness)
    trunk.keep("contrary", size, other.note, other.witness)


def _cosigned(line: Line, kind: Kind, by: Cosigned, first: int) -> Iterator[Cosigned]:
    """What is kept of the same witness, under the same keys of it and of the log, from a size on."""
    for paper in line.papers(kind, by.witness, first):
        for each in cosignatures(paper.data, [(by.witness, by.key)]):
            if each.checkpoint.key == by.checkpoint.key:
                yield each


def _proven(change: Change, line: Line, held: Cosigned, other: Cosigned) -> Contradiction:
    """The proof from the longer of two heads that contradict each other, whose history is on this line."""
    size = held.checkpoint.size
    name = keep_proof(change, line.log, size, prove_lie(line, held, other))
    return Contradiction(line.log, "lying witness", size, other.witness, name)
