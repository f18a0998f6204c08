"""Every record of a log, with all that is known about it: is it here, whose word is it, by when was it said.

The question: a reader goes through a log, its own or a partner's. Which records are there to be read, which of them
does the owner stand by, and what bounds the time of each from above?

The rules, for one line of the log (see ``lines``):

1. A record is *held*; or *erased*, its leaf and the word for its erasure are kept; or else *withheld*, its leaf alone.
2. A record is worth what the best head over it is worth: of the checkpoints kept with this line whose size is beyond
   its number, each judged by the owner's newest card (``epochs.judge``). *Accepted* (a good head), *disowned*,
   *disputed*, or *refused*. So it changes when a card comes, even before a bundle of the new epoch does.
3. What the newest epoch begins with is accepted: the root key has said so.
4. A head agrees if the line that is gone by has its root at its size. It is covered if a cosignature is kept, on any
   branch, of it or of a head that goes on from it.
5. A record is *not after* the first receipt: of the first cosignature by each witness of a head over it, the earliest.
6. Members that claim to have erased it are named.

7. Of a log that is frozen by a fork (``lines.frozen``) what would be accepted is *forked*, on either branch, from where
   they part: which of them is meant, nobody knows before the next epoch. Where nothing but a head of the other branch
   is here, nobody can see where that is, and it is forked from the beginning of the newest epoch on.
8. What stands though its owner goes on from below it, *disowned*, can be listed by itself (``disowned``).

Cost: the newest head is judged alone if it is good, else all that are kept; each record is read once, a pack at a time,
and each cosignature that is a first one is verified once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from freehand.ledger.branches import branch_of
from freehand.ledger.checkpoint import read
from freehand.ledger.cosignature import Cosigned, cosignatures
from freehand.ledger.epochs import Head, Standing, judge
from freehand.ledger.identity import Card
from freehand.ledger.lines import cards_of, current, frozen, is_covered, shared
from freehand.ledger.log import newest_card
from freehand.ledger.note import take_apart
from freehand.ledger.receipts import Receipt, read_receipt
from freehand.ledger.rows import root_at
from freehand.ledger.store.interface import Line, Range, View
from freehand.ledger.tree import HASH_BYTES

State = Literal["held", "withheld", "erased"]
Worth = Literal["accepted", "disowned", "disputed", "refused", "forked"]

_WORTH: dict[Standing, Worth] = {
    "good": "accepted",
    "disowned": "disowned",
    "disputed": "disputed",
    "refused": "refused",
}


class Listed(NamedTuple):
    """One record of a log, as far as it is known here."""

    number: int
    leaf: bytes
    state: State
    worth: Worth
    receipt: Cosigned | None
    """The first one that covers it (see ``dating``); None: no receipt does."""
    claims: tuple[str, ...]
    """The members that claim to have erased it."""
    data: bytes
    """The record, where it is held; see ``record.read``."""

    @property
    def not_after(self) -> int | None:
        """By when it was said, in seconds since 1970 by the clock of the ``witness``; None if no receipt covers it."""
        return None if self.receipt is None else self.receipt.time

    @property
    def witness(self) -> str:
        """Whose receipt that is; empty if there is none."""
        return "" if self.receipt is None else self.receipt.witness


def listed(
    view: View, log: str, *, first: int = 0, end: int | None = None, branch: int | None = None
) -> Iterator[Listed]:
    """The records of a log from ``first`` up to and without ``end``, in order.

    Args:
        view: what is held.
        log: the log's name.
        first: the first number.
        end: where to stop; None: at the end of the log.
        branch: which line of it; None: the one that is gone by.

    Raises:
        CardRefused: the log is not known here.
    """
    line = view.line(log, branch_of(view, log) if branch is None else branch)
    wanted = Range(max(0, first), line.size if end is None else min(end, line.size))
    if wanted.first >= wanted.end:
        return
    card = newest_card(view.line(log))
    reached, receipts = _reached(view, line, card), _Receipts(view, line)
    forked = _forked(view, line, card)
    claims = _claims(view.line(log), wanted)
    erased = {paper.number for paper in line.papers("erasure", None, wanted.first)}
    records = line.records([wanted])
    number, data = next(records, (wanted.end, b""))
    at = wanted.first
    for leaves in line.leaves(*wanted):
        for start in range(0, len(leaves), HASH_BYTES):
            leaf, here = leaves[start : start + HASH_BYTES], b""
            if at == number:
                here = data
                number, data = next(records, (wanted.end, b""))
            yield Listed(
                at,
                leaf,
                "held" if here else "erased" if at in erased else "withheld",
                _worth(reached, forked, at),
                receipts.first(at),
                tuple(each.by for each in claims.get(at, ()) if each.leaf == leaf),
                here,
            )
            at += 1


class Stretch(NamedTuple):
    """Records of one line of a log, from ``first`` up to and without ``end``."""

    branch: int
    first: int
    end: int


def disowned(view: View, log: str) -> list[Stretch]:
    """What of a log stands and is disowned, line by line (rule 8): beyond what the line that is gone by shares with it.

    Raises:
        CardRefused: the log is not known here.
    """
    card, here = newest_card(view.line(log)), current(view, log)
    if len(card.epochs) == 1:
        return []
    found = []
    for branch in view.branches(log):
        line = view.line(log, branch)
        reached = dict(_reached(view, line, card))
        first = reached["accepted"] if branch == here.branch else shared(here, line)
        if first < reached["disowned"]:
            found.append(Stretch(branch, first, reached["disowned"]))
    return found


def _worth(reached: list[tuple[Worth, int]], forked: int | None, at: int) -> Worth:
    worth: Worth = next((worth for worth, size in reached if at < size), "refused")
    return "forked" if worth == "accepted" and forked is not None and at >= forked else worth


def _forked(view: View, line: Line, card: Card) -> int | None:
    """Rule 7: from where on it is forked; None if it is not."""
    if not frozen(view, line.log):
        return None
    begins, found = card.epochs[-1], list[int]()
    for branch in view.branches(line.log):
        other = view.line(line.log, branch)
        if branch != line.branch and other.size:
            found.append(shared(line, other))
        elif branch != line.branch:
            heads = (read(take_apart(paper.data).text).head for paper in other.papers("checkpoint"))
            beside = [each for each in heads if each.size > line.size or root_at(line, each.size) != each.root]
            found += [begins.size] * bool(beside)
    parted = min(found, default=begins.size)
    return max(parted, begins.size) if begins.size <= line.size else parted


def _reached(view: View, line: Line, card: Card) -> list[tuple[Worth, int]]:
    """Rules 2 to 4: up to which size heads of each worth reach, the best worth first."""
    gone_by = view.line(line.log, branch_of(view, line.log))
    reached: dict[Standing, int] = {"good": 0, "disowned": 0, "disputed": 0}
    begins = card.epochs[-1]
    if begins.size <= line.size and root_at(line, begins.size) == begins.root:
        reached["good"] = begins.size
    for head in _heads(line, card):
        agrees = head.size <= gone_by.size and root_at(gone_by, head.size) == head.root
        covered = is_covered(view, line.log, head.size, head.root)
        standing = judge(card.epochs, head, agrees=agrees, covered=covered).standing
        if standing != "refused":
            reached[standing] = max(reached[standing], head.size)
    return [(_WORTH[standing], size) for standing, size in reached.items()]


def _heads(line: Line, card: Card) -> Iterable[Head]:
    """The heads to judge: verified when they were kept."""
    newest = line.paper("checkpoint", line.size, card.log_key.hex())
    if newest is not None:  # good, and over everything
        return [Head(card.log_key, line.size, line.root)]
    return (read(take_apart(paper.data).text).head for paper in line.papers("checkpoint"))


def _claims(trunk: Line, wanted: Range) -> dict[int, list[Receipt]]:
    """Rule 6; receipts stand with the trunk, whichever line they are about."""
    found: dict[int, list[Receipt]] = {}
    for paper in trunk.papers("receipt", None, wanted.first):
        if paper.number >= wanted.end:
            break
        found.setdefault(paper.number, []).append(read_receipt(paper.data))
    return found


class _Receipts:
    """Rule 5: first cosignatures, each verified once."""

    def __init__(self, view: View, line: Line) -> None:
        self._line = line
        self._keys = {
            card.log: [(card.log, epoch.key) for epoch in card.epochs] for card in cards_of(view, view.logs()).values()
        }
        self._sizes = {name: [paper.number for paper in line.papers("cosignature", name)] for name in self._keys}
        self._known: dict[tuple[str, int], Cosigned | None] = {}

    def first(self, number: int) -> Cosigned | None:
        found = [one for name in self._keys if (one := self._of(name, number)) is not None]
        return min(found, key=lambda one: (one.time, one.witness), default=None)

    def _of(self, name: str, number: int) -> Cosigned | None:
        sizes = self._sizes[name]
        for size in sizes[bisect_right(sizes, number) :]:
            if (name, size) not in self._known:
                paper = self._line.paper("cosignature", size, name)
                signed = cosignatures(paper, self._keys[name]) if paper is not None else []
                self._known[name, size] = signed[0] if signed else None
            receipt = self._known[name, size]
            if receipt is not None:
                return receipt
        return None
