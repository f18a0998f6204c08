"""Which history of a log its reader goes by, and what stands in the way of going on.

The rules:

1. The reader goes by the trunk, branch 0, until a new epoch goes on from another branch; then by that one (the state
   ``line``). Cards, states and what was sent and received stand with the trunk, whichever line is gone by.
2. A log is *frozen* (the state ``frozen``, which names the proof) from the fork on that its newest epoch signed until a
   bundle of a later epoch is taken in: nothing that the forked key signs is taken in meanwhile.
3. A branch is begun with a copy of what it shares with the line that it leaves: leaves and records.
"""

from __future__ import annotations

from collections.abc import Iterable

from freehand.ledger.branches import branch_of
from freehand.ledger.checkpoint import Signed, verified
from freehand.ledger.identity import Card
from freehand.ledger.log import FROZEN, newest_card
from freehand.ledger.rows import Growth, root_at
from freehand.ledger.store.interface import Change, Line, OpenLine, Range, View


def current(view: View, log: str) -> Line:
    """The line of a log that its reader goes by."""
    return view.line(log, branch_of(view, log))


def current_open(change: Change, log: str) -> OpenLine:
    """The same, to be changed."""
    return change.line(log, branch_of(change, log))


def head_at(view: View, line: Line, size: int) -> Signed | None:
    """The checkpoint of a line at a size, under the newest key that signed one; None if none is kept."""
    epochs = newest_card(view.line(line.log)).epochs
    for epoch in reversed(epochs):
        note = line.paper("checkpoint", size, epoch.key.hex())
        if note is not None:
            return verified(note, [epoch.key], line.log)
    return None


def cards_of(view: View, logs: Iterable[str]) -> dict[str, Card]:
    """The newest cards of those of these logs that are known here."""
    held = set(view.logs())
    return {log: newest_card(line) for log in logs if log in held and (line := view.line(log)).newest("card")}


def frozen(view: View, log: str) -> str:
    """The name of the proof by which a log is frozen; empty if it is not."""
    return (view.line(log).paper("state", 0, FROZEN) or b"").decode()


def freeze(change: Change, log: str, proof: str) -> None:
    """Take nothing more in from the key that is proven to have forked."""
    change.line(log).keep("state", 0, proof.encode(), FROZEN)


def thaw(change: Change, log: str) -> None:
    """A new epoch goes on."""
    change.line(log).drop("state", 0, FROZEN)


def is_covered(view: View, log: str, size: int, root: bytes) -> bool:
    """Whether a cosignature is kept, on any branch, of this head or of one that goes on from it."""
    lines = (view.line(log, branch) for branch in view.branches(log))
    return any(
        line.size >= size
        and root_at(line, size) == root
        and next(iter(line.papers("cosignature", None, size)), None) is not None
        for line in lines
    )


def shared(one: Line, other: Line) -> int:
    """How many leaves two lines of a log have in common, from the first on."""
    low, high = 0, min(one.size, other.size)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if root_at(one, middle) == root_at(other, middle) else (low, middle - 1)
    return low


def branch_off(change: Change, line: Line, size: int) -> tuple[OpenLine, Growth]:
    """Begin a branch that shares ``size`` leaves with a line; it has no head yet."""
    branch = change.line(line.log, max(change.branches(line.log), default=0) + 1)
    growth = Growth()
    for leaves in line.leaves(0, size):
        branch.keep_pages(growth.add(leaves))
    for number, record in line.records([Range(0, size)]):
        branch.add_records(number, [record])
    for paper in line.papers("erasure"):
        if paper.number < size:
            branch.keep("erasure", paper.number, paper.data)
    return branch, growth
