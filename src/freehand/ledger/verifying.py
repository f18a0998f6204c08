"""A whole line of a store, held against its signatures once more: nothing that is kept is believed.

The question: disks fail, backups are old, and somebody may have had the file in his hands. Is what is kept here what
was signed?

The rules:

1. The tree is made again from the leaves; every page that is kept, and the root of the head, are those.
2. Each kept checkpoint is signed by a key of the newest card, and has the root that the tree had at its size. The head
   has one, unless it is of no leaves. Of a branch that is known by its head alone the signature is all there is.
3. Each record that is kept stands by its leaf, and keeps every rule of ``record``.
4. Each kept cosignature of a witness whose card is here holds, and is of a head with the root of the tree.
5. Everything is looked at; of what is wrong the first ``MOST_FAULTS`` are told.

Cost: every leaf and record is hashed once, every signature checked; memory is that of one page. Limits: what is gone
without a trace, with a head as old as what is left, is a rollback: another member's head shows it, this cannot.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from freehand.errors import Fault, Place
from freehand.ledger import record
from freehand.ledger.canonical import is_nfc
from freehand.ledger.checkpoint import BadCheckpoint, verified
from freehand.ledger.cosignature import cosignatures
from freehand.ledger.identity import Card
from freehand.ledger.log import newest_card
from freehand.ledger.refused import Refused
from freehand.ledger.rows import PAGE, Growth, Page, root_at
from freehand.ledger.store.interface import Line, Range, View
from freehand.ledger.tree import HASH_BYTES

MOST_FAULTS: Final = 20


class NotSound(Refused):
    """Something that is kept is not what was signed."""

    next_step = "Keep the store as it is, and restore another copy as a restored log."


class Sound(NamedTuple):
    """What was found to hold in a line."""

    log: str
    branch: int
    size: int
    root: bytes
    records: int
    withheld: int
    erased: int
    checkpoints: int
    cosignatures: int
    not_nfc: int
    """Records whose text is not in normal form C: told, never refused."""


def verify_line(view: View, line: Line, cards: Mapping[str, Card]) -> Sound:
    """Hold a line of a store against its signatures.

    Args:
        view: the state.
        line: the line.
        cards: the cards of all logs here, by the rules of ``card_file``.

    Raises:
        NotSound: something does not hold; all of it is told, up to ``MOST_FAULTS``.
    """
    faults: list[Fault] = []
    for fault in _tree(line):
        _add(faults, fault)
    records = other = 0
    if not faults:  # without its tree nothing can be looked at
        for fault in _heads(view, line):
            _add(faults, fault)
        for wrong, odd in _records(line):
            records += not wrong
            other += odd
            _add(faults, *wrong)
    checks = sum(1 for _ in line.papers("checkpoint"))
    witnessed = 0
    for found in _cosignatures(line, cards) if not faults else ():
        witnessed += not isinstance(found, Fault)
        _add(faults, *([found] if isinstance(found, Fault) else []))
    if faults:
        raise NotSound(faults)
    erased = sum(paper.number < line.size for paper in line.papers("erasure"))
    withheld = line.size - records - erased
    return Sound(line.log, line.branch, line.size, line.root, records, withheld, erased, checks, witnessed, other)


def _tree(line: Line) -> Iterator[Fault]:
    """Rule 1."""
    growth, at = Growth(), 0
    for piece in line.leaves(0, line.size):
        for page in growth.add(piece):
            yield from _page(line, page)
        at += len(piece) // HASH_BYTES
    if at != line.size:
        yield _fault(line, "leaves", f"{at} leaves are kept, and its head has size {line.size}.")
        return
    for page in growth.unfinished():
        yield from _page(line, page)
    if growth.root() != line.root:
        yield _fault(line, "root", "the root of its leaves is not that of its head.")


def _page(line: Line, page: Page) -> Iterator[Fault]:
    if line.page(page.row, page.number)[: len(page.hashes)] != page.hashes:
        why = f"page {page.number} of row {page.row} of its tree is not what its leaves make."
        yield _fault(line, "tree", why)


def _heads(view: View, line: Line) -> Iterator[Fault]:
    """Rule 2."""
    keys = [epoch.key for epoch in newest_card(view.line(line.log)).epochs]
    signed = line.size == 0
    for paper in line.papers("checkpoint"):
        try:
            said = verified(paper.data, keys, line.log).checkpoint
            alone = line.branch > 0 and line.size == 0  # of the other branch of a fork, its head may be all that came
            if not alone and (said.size > line.size or root_at(line, said.size) != said.root):
                raise BadCheckpoint.because("", "its root is not that of the leaves that are kept.")
            signed |= said.size == line.size
        except Refused as refusal:
            yield _fault(line, f"checkpoint of size {paper.number}", refusal.faults[0].why)
    if not signed:
        yield _fault(line, "head", f"no checkpoint stands for its {line.size} leaves.")


def _records(line: Line) -> Iterator[tuple[list[Fault], bool]]:
    """Rule 3: for each record what is wrong with it, and whether its text is not in NFC."""
    hold, number, page = record.holder(line.log), -1, b""
    for at, data in line.records([Range(0, line.size)]):
        if at // PAGE != number:
            number = at // PAGE
            page = line.page(0, number)
        place = at % PAGE * HASH_BYTES
        try:
            if record.leaf(data) != page[place : place + HASH_BYTES]:
                raise record.BadRecord.because("", "it is not the one of its leaf.")
            hold(at, [data])
        except Refused as refusal:
            yield [_fault(line, f"record {at}", refusal.faults[0].why)], False
            continue
        yield [], not is_nfc(data)


def _cosignatures(line: Line, cards: Mapping[str, Card]) -> Iterator[int | Fault]:
    """Rule 4."""
    for paper in line.papers("cosignature"):
        keys = [(paper.name, epoch.key) for epoch in cards[paper.name].epochs] if paper.name in cards else []
        try:
            for each in cosignatures(paper.data, keys):
                if root_at(line, each.checkpoint.size) != each.checkpoint.root:
                    raise BadCheckpoint.because("", "its root is not that of the leaves that are kept.")
                yield 1
        except Refused as refusal:
            yield _fault(line, f"cosignature of size {paper.number}", refusal.faults[0].why)


def _add(faults: list[Fault], *more: Fault) -> None:
    faults += more[: MOST_FAULTS - len(faults)]


def _fault(line: Line, what: str, why: str) -> Fault:
    name = line.log if not line.branch else f"{line.log}, branch {line.branch}"
    return Fault(f"what is kept is not what was signed ({what})", Place(name, 0, ""), why, NotSound.next_step)
