"""A bundle taken in, wholly or not at all, from a stream that may come from anybody.

The question: what of these bytes may be believed, in which order, with how much memory?

The rules:

1. The head is verified first (``opening``): who signed it, for whom, under which key, by the card that is held or a
   newer one that comes with it (``carried``). Nothing has been decrypted.
2. What it declares is placed against what is held (``placing``). A bundle that was here before changes nothing.
3. The content key is unwrapped for the context of the manifest; the content is opened chunk by chunk (``stream``).
4. Leaves come first, then papers, then records; each is verified before anything in it is read (``taking``).
5. The stream ends where it has to, with the hash that was signed. Then heads are looked at (``hearing``).
6. All this is one change of the store. An error anywhere leaves everything as it was.
7. Two findings are kept though the bundle is refused: a manifest that does not add up, as a proof; and a fork, as a
   proof, with the other branch as far as it is shown, and the log is frozen.
8. With a log key given, the reader cosigns the new head: it recomputed the root from the leaves it holds and those that
   came. While its own log is restored or frozen, it takes in and cosigns nothing (``log.cosigns``).
9. What was taken in, and when by the reader's clock, is remembered: so a second one is known, and silence is seen.

Cost: one pass over the stream; memory is that of a few chunks and of one page of records, whatever is declared.
"""

from __future__ import annotations

from typing import NamedTuple

from freehand.ledger.branches import branch_of, go_by
from freehand.ledger.bundle.carried import card_data, card_that_stands
from freehand.ledger.bundle.content import Content
from freehand.ledger.bundle.hearing import Head, Heard, heads_of, hear, keep_proof
from freehand.ledger.bundle.manifest import Opened
from freehand.ledger.bundle.opening import (
    LIMITS,
    Most,
    Reader,
    Source,
    read_head,
    refuse_large,
    refuse_misdirected,
    refuse_stranger,
    refuse_unspoken,
)
from freehand.ledger.bundle.papers import Filed, file_papers
from freehand.ledger.bundle.passed import Passed, as_paper, of_paper
from freehand.ledger.bundle.placing import Place, Unchanged, forked, place, taken_before
from freehand.ledger.bundle.refusals import BadBundle, Forked, Proved
from freehand.ledger.bundle.taking import Ciphertext, Counted, Grown, hold_leaves, take_leaves, take_records
from freehand.ledger.cosignature import cosign
from freehand.ledger.forks import prove_fork
from freehand.ledger.identity import Card
from freehand.ledger.keys import SigningKey
from freehand.ledger.lines import cards_of, freeze, frozen, head_at, thaw
from freehand.ledger.log import cosigns, keep_card, keep_checkpoint
from freehand.ledger.sealing import RecipientKey
from freehand.ledger.store.interface import Change, Store, View
from freehand.ledger.stream import opened as opened_stream


class Taken(NamedTuple):
    """What a bundle brought."""

    sender: str
    serial: int
    old_size: int
    """What was held before."""
    size: int
    records: Counted
    papers: Filed
    heard: Heard
    card: int = 0
    """The number of the sender's card that came with it, if that is newer than the one that was held; else 0."""


class Silence(NamedTuple):
    """Since when nothing was heard of a log."""

    serial: int
    """The last bundle that was taken in; 0: none ever."""
    since: int | None
    """When that was, by the reader's clock."""
    size: int
    """Up to where the log was heard."""

    def words(self, log: str) -> str:
        """The same in a sentence, without a date, which who shows it writes in its own way.

        >>> Silence(0, None, 0).words("north")
        "Nothing has been heard of 'north'."
        """
        if self.since is None:
            return f"Nothing has been heard of '{log}'."
        return f"Nothing has been heard of '{log}' since its bundle {self.serial}, which led to size {self.size}."


def take_in(
    store: Store,
    source: Source,
    reader: Reader,
    *,
    now: int,
    witness: SigningKey | None = None,
    most: Most = LIMITS,
) -> Taken | Unchanged:
    """Take a bundle in.

    Args:
        store: where the logs are kept; it holds the card of the sender.
        source: the bundle.
        reader: who takes it in.
        now: seconds since 1970 by the reader's clock, to be remembered; no rule reads it.
        witness: the reader's log key, where it cosigns what it has verified.
        most: what is taken in at once.

    Raises:
        BadBundle, NotForUs, TooLarge, CardRefused, CardsContradict, KeyRefused, OutOfOrder, RolledBack, Frozen,
            BadRecord, NotUnwrapped, BrokenStream, BadReceipt: it is refused, and everything is as it was.
        Lied, Forked: it is refused, and what it proves is kept.
        StoreBusy, StoreFailed: everything is as it was.
    """
    opened = read_head(source)
    with store.reading() as view:
        logs = view.logs()
        key = refuse_misdirected(opened, reader, logs)
        cards = cards_of(view, logs)
        if taken_before(view, reader.name, opened):
            return Unchanged("already", opened.manifest.serial)
    held = cards.get(opened.manifest.sender) or refuse_stranger(opened)
    carried = card_data(source, opened)
    card = cards[held.log] = card_that_stands(held, carried, opened)
    refuse_unspoken(opened, card)
    refuse_large(opened, most)
    heads = heads_of(opened.manifest.heads, cards)
    finding: Proved | None = None
    try:
        with store.writing(*cards.keys() | {reader.name}) as change:
            if card is not held:
                keep_card(change.line(card.log), carried)
            found = place(change, reader.name, opened, card)
            if isinstance(found, Unchanged):
                return found
            taken = _take(change, source, opened, found, key, cards)
            if taken.grown.left is not None and found.same_epoch:
                finding = _keep_fork(change, opened, taken.grown)
            else:
                heard = _finish(change, opened, found, reader, heads, cards, taken, now, witness)
    except Proved as refusal:
        _keep_finding(store, opened, refusal, b"" if card is held else carried)
        raise
    if finding is not None:
        raise finding
    came = 0 if card is held else card.number
    return Taken(card.log, opened.manifest.serial, taken.before, taken.grown.line.size, *taken[2:], heard, came)


def silence(view: View, log: str, reader: str) -> Silence:
    """Since when a reader has heard nothing of a log (rule 9)."""
    newest = view.line(log).newest("received", reader)
    if newest is None:
        return Silence(0, None, 0)
    last = of_paper(newest)
    return Silence(last.serial, last.time, last.size)


class _Content(NamedTuple):
    """What was read, all of it verified."""

    grown: Grown
    before: int
    records: Counted
    papers: Filed


def _take(
    change: Change, source: Source, opened: Opened, found: Place, key: RecipientKey, cards: dict[str, Card]
) -> _Content:
    """Rules 3 to 5."""
    manifest = opened.manifest
    ciphertext = Ciphertext(source, manifest)
    content_key = key.unwrap(opened.wrapped, opened.context)
    content = Content(opened_stream(content_key, ciphertext.pieces(), manifest.ciphertext.length))
    before = change.line(manifest.sender, found.branch).size
    grown = (hold_leaves if found.late else take_leaves)(change, opened, found, content)
    papers = file_papers(change, content.papers(manifest.papers), cards[manifest.sender], cards)
    records = take_records(grown.line, manifest, content, before)
    content.end()
    ciphertext.end()
    return _Content(grown, before, records, papers)


def _finish(
    change: Change,
    opened: Opened,
    found: Place,
    reader: Reader,
    heads: list[Head],
    cards: dict[str, Card],
    taken: _Content,
    now: int,
    witness: SigningKey | None,
) -> Heard:
    """Rules 8 and 9; what the newest epoch goes on from is gone by from now on.

    The head of a bundle that comes late is not cosigned: a witness follows a log on, and never back.
    """
    manifest, line, said = opened.manifest, taken.grown.line, opened.head.checkpoint
    if line.branch != branch_of(change, line.log):
        go_by(change, line.log, line.branch)
    if not found.same_epoch and frozen(change, line.log):
        thaw(change, line.log)
    keep_checkpoint(line, opened.head)
    cosigned = line.paper("cosignature", said.size, reader.name) is not None
    if witness is not None and not cosigned and not found.late and cosigns(change.line(reader.name)):
        line.keep("cosignature", said.size, cosign(opened.head.text, reader.name, witness, now).note, reader.name)
    passed = Passed(manifest.serial, opened.hash, said.key, said.size, said.root, now)
    change.line(line.log).keep("received", manifest.serial, as_paper(passed), reader.name)
    return hear(change, heads, cards)


def _keep_fork(change: Change, opened: Opened, grown: Grown) -> Proved:
    """Rule 7, where the leaves show it: the longer history is the one that came."""
    line, left = grown.line, grown.left
    assert left is not None
    keep_checkpoint(line, opened.head)
    held = head_at(change, left, left.size)
    if held is None:  # what is held is signed by nobody: then nothing contradicts it
        raise BadBundle.because("the bundle is refused", "its leaves contradict those that are held.")
    proof = prove_fork(line, opened.head, held)
    name = keep_proof(change, line.log, line.size, proof)
    freeze(change, line.log, name)
    return forked(proof, name, opened)


def _keep_finding(store: Store, opened: Opened, finding: Proved, card: bytes) -> None:
    """Rule 7, where the manifest alone shows it; with a fork the other branch's head is all that there is of it.

    A card that came with it says whose key it is, and is kept as well.
    """
    log, said = opened.manifest.sender, opened.head.checkpoint
    with store.writing(log) as change:
        if card:
            keep_card(change.line(log), card)
        finding.name = keep_proof(change, log, said.size, finding.proof)
        if isinstance(finding, Forked):
            branch = max(change.branches(log)) + 1
            known = change.line(log).paper("state", 0, f"head {said.size} {said.root.hex()}")
            if known is None:
                keep_checkpoint(change.line(log, branch), opened.head)
                change.line(log).keep("state", 0, b"%d" % branch, f"head {said.size} {said.root.hex()}")
            freeze(change, log, finding.name)
