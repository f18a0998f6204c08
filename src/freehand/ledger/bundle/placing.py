"""Where a bundle stands to what is held: the next one, one that was here before, one too early, or a lie.

The question: the manifest is verified and for this reader. May its content be looked at, and onto which line does it
go? Nothing is decrypted and nothing changed here.

The rules, in this order; (m, r) is the old head, (n, s) the new one, ``prior`` the bundle that it follows:

1. The same one was taken in: it changes nothing (*already*).
2. It does not add up (``manifest``, rule 5): its signer has *lied*, and the manifest is the proof. Its head contradicts
   what is held under one key: a *fork*, whichever serial it bears and whatever it follows.
3. One with a higher serial was taken in. If this one leads further all the same, or to a new epoch, the sender's
   numbers went back, as after a restore: refused, with the number to go on from; so is another one with a serial that
   was taken in. Otherwise it is *late*: the head stays, and its records and papers are taken in as from any other, as a
   record may be revealed by it alone. Without any it changes nothing (*superseded*).
4. The log is frozen, by a fork under the same key: refused.
5. ``prior`` was not taken in: *out of order*, with what to ask for. It was, and had another hash: refused likewise.
6. The old head is where ``prior`` led; or, if ``prior`` is of an earlier epoch that ended before that, where the newest
   epoch begins. A root other than that, under one key, is a *fork*: the key signed (m, other root) before, and this
   manifest shows that (n, s) goes on from (m, r).
7. A line here holds (m, r): the one that is gone by, or after a new epoch another one. Otherwise all has to be sent.
8. In one epoch, with n at most what is held: s is the root at n, and n is all: *goes on* (with records alone); s is the
   root at n, and n is less: *rolled back*; another root: a *fork*.
9. Else it *goes on*. What lies between m and what is held has to be the same; that shows when the leaves come.

A sender may thus send again from any bundle that arrived, under a new serial, without ever having an answer.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from freehand.ledger.branches import branch_of
from freehand.ledger.bundle.manifest import Opened, consistency_in
from freehand.ledger.bundle.passed import NONE, Passed, of_paper
from freehand.ledger.bundle.refusals import Ask, BadBundle, Forked, Frozen, Lied, OutOfOrder, RolledBack
from freehand.ledger.checkpoint import Checkpoint
from freehand.ledger.epochs import Epoch
from freehand.ledger.forks import fork_between, prove_fork, prove_manifest
from freehand.ledger.identity import Card
from freehand.ledger.lines import current, frozen, head_at
from freehand.ledger.refused import Refused
from freehand.ledger.rows import root_at
from freehand.ledger.store.interface import Line, Paper, View

WHAT = "the bundle is refused"


class Unchanged(NamedTuple):
    """A bundle that changes nothing."""

    state: Literal["already", "superseded"]
    serial: int

    @property
    def words(self) -> str:
        """The same in a sentence."""
        if self.state == "already":
            return f"Bundle {self.serial} was taken in before: nothing changes."
        return f"A later bundle than {self.serial} was taken in before: nothing changes."


class Place(NamedTuple):
    """The line that a bundle goes onto, and whether what it contradicts there is a fork."""

    branch: int
    same_epoch: bool
    begins: Epoch
    """The newest epoch, whose beginning the new line has to hold."""
    late: bool = False
    """Rule 3: its leaves are held already, and the head stays."""


def place(view: View, reader: str, opened: Opened, card: Card) -> Place | Unchanged:
    """Where a verified bundle goes, by the rules above.

    Raises:
        BadBundle, OutOfOrder, RolledBack, Frozen: it goes nowhere.
        Lied, Forked: it proves something; the proof is in the error, and still to be kept.
    """
    manifest, said = opened.manifest, opened.head.checkpoint
    trunk = view.line(manifest.sender)
    newest = trunk.newest("received", reader)
    last = NONE if newest is None else of_paper(newest)
    if taken_before(view, reader, opened):
        return Unchanged("already", manifest.serial)
    same = trunk.paper("received", manifest.serial, reader)
    if not opened.adds_up:
        raise lied(opened)
    line, same_epoch = current(view, manifest.sender), last.key == said.key
    stopped = same_epoch and frozen(view, manifest.sender)
    if not stopped:
        _refuse_fork(view, line, opened)
    late = same is None and manifest.serial < last.serial
    if late:
        if said.size > line.size or not same_epoch:
            why = f"number {last.serial} was taken in before this number {manifest.serial}, and this one leads further."
            raise _went_back(last, why)
        if not manifest.records.things and not manifest.papers.things:
            return Unchanged("superseded", manifest.serial)
    if stopped:
        why = f"a fork of the log '{manifest.sender}' under this key is proven."
        raise Frozen.because(WHAT, why)
    if late:
        if root_at(line, said.size) != said.root:
            raise _contradicted(said)
        return Place(line.branch, same_epoch, card.epochs[-1], late)
    if same is not None:
        why = f"another bundle with number {manifest.serial} was taken in: the sender used one serial twice."
        raise _went_back(last, why)
    prior = _prior(view, reader, opened, last, line.size)
    _hold_base(view, opened, prior, card)
    found = _line(view, opened, same_epoch)
    if same_epoch:
        _refuse_older(view, found, opened)
    return Place(found.branch, same_epoch, card.epochs[-1])


def taken_before(view: View, reader: str, opened: Opened) -> bool:
    """Rule 1: asked before anything else, as the key of what was taken in long ago may have been rotated out since."""
    manifest = opened.manifest
    same = view.line(manifest.sender).paper("received", manifest.serial, reader)
    return same is not None and of_paper(Paper(manifest.serial, reader, same)).hash == opened.hash


def forked(proof: bytes, name: str, opened: Opened) -> Forked:
    """The error for a fork."""
    said = opened.head.checkpoint
    why = f"the key {said.key.hex()[:16]}… signed two histories of the log '{said.origin}'."
    return Forked(Forked.because("the bundle is the other branch of a fork", why).faults, name, proof)


def lied(opened: Opened) -> Lied:
    """The error for a manifest that does not add up."""
    said, old = opened.head.checkpoint, opened.manifest.old_size
    why = f"the leaves that it adds to size {old} do not make the root that it declares for size {said.size}."
    found = Lied.because("the bundle's signed manifest does not add up", why)
    return Lied(found.faults, "", prove_manifest(opened.data, opened.signature))


def _refuse_fork(view: View, line: Line, opened: Opened) -> None:
    """Rule 2: a head of at most the size that is held can be compared with it, without a look at the content."""
    said = opened.head.checkpoint
    if said.size > line.size or root_at(line, said.size) == said.root:
        return
    held = head_at(view, line, line.size)
    if held is not None and held.checkpoint.key == said.key:
        raise forked(prove_fork(line, held, opened.head), "", opened)


def _went_back(last: Passed, why: str) -> Refused:
    """Rule 3."""
    next_ = f"Ask the sender whether it restored an old backup, and for a bundle with a number beyond {last.serial}."
    return BadBundle.because(WHAT, why, next_)


def _prior(view: View, reader: str, opened: Opened, last: Passed, size: int) -> Passed:
    """Rule 5."""
    manifest = opened.manifest
    serial, wanted = manifest.follows
    if not serial:
        return NONE
    data = view.line(manifest.sender).paper("received", serial, reader)
    ask = Ask(manifest.sender, last.serial, size)
    if data is None:
        why = f"number {manifest.serial} follows number {serial}, and the last one here is number {last.serial}."
        raise OutOfOrder.after(ask, why)
    prior = of_paper(Paper(serial, reader, data))
    if prior.hash != wanted:
        why = f"number {manifest.serial} follows another number {serial} than the one that was taken in here."
        raise OutOfOrder.after(ask._replace(after=0), why)
    return prior


def _hold_base(view: View, opened: Opened, prior: Passed, card: Card) -> None:
    """Rule 6."""
    manifest, said, begins = opened.manifest, opened.head.checkpoint, card.epochs[-1]
    size, root = prior.size, prior.root
    if prior.serial and prior.key != said.key and begins.size < size:
        size, root = begins.size, begins.root
    if manifest.old_size != size:
        why = f"it begins at size {manifest.old_size}, and what it follows led to size {size}."
        raise BadBundle.because(WHAT, why)
    if manifest.old_root == root:
        return
    if prior.key == said.key:
        for branch in view.branches(manifest.sender):
            held = head_at(view, view.line(manifest.sender, branch), size)
            if held is not None and (held.checkpoint.key, held.checkpoint.root) == (said.key, root):
                proof = fork_between(held, opened.head, manifest.old_root, consistency_in(opened))
                raise forked(proof, "", opened)
    why = f"it begins at size {size} with another root than was held or begun with there."
    raise BadBundle.because(WHAT, why)


def _line(view: View, opened: Opened, same_epoch: bool) -> Line:
    """Rule 7."""
    manifest = opened.manifest
    log, size, root = manifest.sender, manifest.old_size, manifest.old_root
    first = branch_of(view, log)
    others = [] if same_epoch else [branch for branch in view.branches(log) if branch != first]
    for branch in (first, *others):
        line = view.line(log, branch)
        if line.size >= size and root_at(line, size) == root:
            return line
    ask = Ask(log, 0, 0)
    raise OutOfOrder.after(ask, f"no line here has the root that it goes on from at size {size}.")


def _refuse_older(view: View, line: Line, opened: Opened) -> None:
    """Rule 8."""
    said: Checkpoint = opened.head.checkpoint
    if said.size > line.size:
        return
    if root_at(line, said.size) != said.root:
        held = head_at(view, line, line.size)
        if held is None or held.checkpoint.key != said.key:
            raise _contradicted(said)
        raise forked(prove_fork(line, held, opened.head), "", opened)
    if said.size < line.size:
        why = f"its newest head has size {said.size}, and {line.size} leaves of the log are held."
        raise RolledBack.because(WHAT, why)


def _contradicted(said: Checkpoint) -> Refused:
    why = f"its head of size {said.size} contradicts what is held, and no head under its key is."
    return BadBundle.because(WHAT, why)
