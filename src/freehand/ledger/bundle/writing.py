"""A bundle written: what one recipient may have, in one stream, signed once what is sealed is known.

The question: how is a bundle of any size made with little memory, so that its signature comes last and its manifest
first, and that no serial is ever signed twice?

The rules:

1. Which records the recipient may have is the caller's word (``records``); what is not named is withheld.
2. A bundle follows the last one that was written for the recipient, or an earlier one that is named (``after``): then
   all that later ones held, records and papers, is in it again, but for what is to be withheld now. It always takes a
   new serial. From 0 it begins at the beginning.
3. It begins where the bundle led that it follows; if that was in an earlier epoch which ended before that, where the
   newest epoch begins.
4. The content is sealed under a new key into a scratch file (ciphertext alone lies there), and hashed as it goes.
5. The key is wrapped for the newest recipient key of the recipient's card, in the context of the manifest.
6. Serial, hash and head are durable before a byte leaves. What is killed after that has used up its serial, no more.
7. The newest card of the sender comes with it, unsealed (``carried``), unless that is the first one.
8. With ``step``, zeros after the last record bring the content's length to a multiple of it.

Cost: everything is read, hashed and sealed once, and written twice (scratch and stream).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import chain
from typing import IO, Final, NamedTuple, Protocol

from freehand.errors import UsageError, one_fault
from freehand.ledger.bundle.carried import FIRST
from freehand.ledger.bundle.content import Tally, group_entry, grouped, paper_entry
from freehand.ledger.bundle.hearing import head_notes
from freehand.ledger.bundle.manifest import (
    Follows,
    Manifest,
    Section,
    bundle_hash,
    context_of,
    head_bytes,
    sign_manifest,
)
from freehand.ledger.bundle.passed import NONE, Passed, as_paper, of_paper
from freehand.ledger.checkpoint import Signed
from freehand.ledger.epochs import check_signer
from freehand.ledger.identity import Card
from freehand.ledger.keys import SigningKey
from freehand.ledger.lines import current, head_at
from freehand.ledger.log import LogStopped, newest_card, refuse_stopped
from freehand.ledger.randomness import Randomness, drawn
from freehand.ledger.rows import root_at, stretch
from freehand.ledger.sealing import wrap
from freehand.ledger.store.interface import Line, Range, Store, View
from freehand.ledger.stream import new_content_key, sealed
from freehand.ledger.tree import HASH_BYTES

IN_MEMORY: Final = 2**22
"""Bytes of ciphertext that are kept in memory before a scratch file is begun."""
PIECE: Final = 2**18
MOST_PAPERS: Final = 2**22
"""Bytes of the papers that one bundle is given."""


class Sink(Protocol):
    """Where a bundle is written to."""

    def write(self, data: bytes, /) -> object:
        """Take these bytes."""


class Address(NamedTuple):
    """From whom to whom, in which compact: names of logs."""

    sender: str
    recipient: str
    compact: str


class Written(NamedTuple):
    """What was written."""

    serial: int
    follows: int
    hash: bytes
    old_size: int
    size: int
    records: int
    bytes: int


def write_bundle(
    store: Store,
    sink: Sink,
    address: Address,
    key: SigningKey,
    *,
    records: Iterable[Range],
    time: int,
    papers: Sequence[bytes] = (),
    after: int | None = None,
    beyond: int = 0,
    step: int = 0,
    withhold: Iterable[Range] = (),
    randomness: Randomness = drawn,
) -> Written:
    """Write the next bundle for a recipient.

    Args:
        store: it holds the own log, and the recipient's card.
        sink: where the bundle goes.
        address: from whom to whom.
        key: the own log key.
        records: numbers of the own records to hand over, in any order; the recipient may have them.
        time: seconds since 1970, to be remembered here; it does not travel.
        papers: receipts and proofs to send along.
        after: the serial of the bundle that it follows; by default the last one, 0 for none.
        beyond: take a serial beyond this one: where the recipient has seen higher ones than are known here, as after
            a restore.
        step: bring the length of the content to a multiple of so many bytes; 0: do not.
        withhold: numbers of records that do not go again, though a bundle after the one that is followed held them.
        randomness: where the content key comes from.

    Raises:
        UsageError: a record is not there, a paper is no text or they are too large, or no such bundle was written.
        CardRefused: the recipient is not known here.
        KeyRefused, LogStopped: the log signs nothing, or not under this key.
        StoreBusy, StoreFailed, OSError: nothing is remembered, or the serial is used up.
    """
    given = _texts(papers)
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as scratch:
        with store.writing(address.sender) as change:
            trunk = change.line(address.sender)
            refuse_stopped(trunk)
            card = newest_card(trunk)
            carried = _carried(trunk, card)
            check_signer(card.epochs, key.public)
            prior, later, serial = _follows(change, address, after)
            serial = max(serial, beyond + 1)
            line, head = _newest(change, address.sender, key)
            old = _base(line, prior, head, card)
            again = chain.from_iterable(each.records for each in later)
            wanted = _merged([*records, *_without(again, withhold)])
            filed = list(dict.fromkeys((*chain.from_iterable(each.papers for each in later), *given)))
            recipient = newest_card(change.line(address.recipient)).recipient_key
            if recipient is None:
                why = f"the newest card of '{address.recipient}' has no key to seal for."
                raise UsageError(one_fault("nothing can be sent", why, "Ask its owner for a card with a new key."))
            content_key = new_content_key(randomness)
            sections, ciphertext = _seal(scratch, content_key, line, old, filed, wanted, step)
            manifest = Manifest(
                compact=address.compact,
                sender=address.sender,
                recipient=address.recipient,
                recipient_key=sha256(recipient).digest(),
                serial=serial,
                follows=Follows(prior.serial, prior.hash),
                old_size=old,
                old_root=root_at(line, old),
                edge=tuple(stretch(line, 0, old)),
                added=tuple(stretch(line, old, line.size)),
                checkpoint=head.note,
                heads=tuple(head_notes(change, address.sender)),
                leaves=sections[0],
                papers=sections[1],
                records=sections[2],
                ciphertext=ciphertext,
                card=Section(len(carried), 0, sha256(carried).digest()),
            )
            data, signature = sign_manifest(manifest, wrap(recipient, content_key, context_of(manifest)), key)
            said = head.checkpoint
            passed = Passed(serial, bundle_hash(data), said.key, said.size, said.root, time, tuple(wanted), given)
            trunk.keep("sent", serial, as_paper(passed), address.recipient)
        first = head_bytes(data, signature) + carried
        sink.write(first)
        scratch.seek(0)
        while piece := scratch.read(PIECE):
            sink.write(piece)
    size = len(first) + ciphertext.length
    return Written(serial, prior.serial, passed.hash, old, line.size, sections[2].things, size)


def _carried(trunk: Line, card: Card) -> bytes:
    """Rule 7."""
    held = trunk.newest("card") if card.number > FIRST else None
    return b"" if held is None else held.data


def _texts(papers: Sequence[bytes]) -> tuple[bytes, ...]:
    """The papers, which are remembered until they have arrived."""
    if sum(map(len, papers)) > MOST_PAPERS:
        why = f"the papers have more than {MOST_PAPERS} bytes together."
        raise UsageError(one_fault("not all of this can be handed over", why, "Send them in several bundles."))
    if any(not _is_text(paper) for paper in papers):
        raise UsageError(one_fault("this cannot be handed over", "a paper is no text.", "Name receipts or proofs."))
    return tuple(papers)


def _is_text(data: bytes) -> bool:
    try:
        return bool(data.decode())
    except UnicodeDecodeError:
        return False


def _follows(view: View, address: Address, after: int | None) -> tuple[Passed, list[Passed], int]:
    """What the bundle follows, what was written after that, and its serial."""
    line = view.line(address.sender)
    newest = line.newest("sent", address.recipient)
    last = 0 if newest is None else newest.number
    if after is None:
        after = last
    if not 0 <= after <= last:
        why = f"the last one for '{address.recipient}' has number {last}."
        raise UsageError(one_fault(f"there is no bundle {after} to follow", why, "Name one up to this, or 0."))
    prior = NONE
    if after:
        data = line.paper("sent", after, address.recipient)
        if data is None:
            why = f"no bundle with this number was written for '{address.recipient}'."
            raise UsageError(one_fault(f"there is no bundle {after} to follow", why, "Name another one, or 0."))
        prior = of_paper(next(line.papers("sent", address.recipient, after)))
    later = [of_paper(paper) for paper in line.papers("sent", address.recipient, after + 1)]
    return prior, later, last + 1


def _merged(found: Iterable[Range]) -> list[Range]:
    """The fewest ranges with the same numbers."""
    merged: list[Range] = []
    for first, end in sorted(found):
        if merged and first <= merged[-1].end:
            merged[-1] = Range(merged[-1].first, max(end, merged[-1].end))
        elif first < end:
            merged.append(Range(first, end))
    return merged


def _without(found: Iterable[Range], gone: Iterable[Range]) -> list[Range]:
    """What is left of ranges once the numbers of others are out of them."""
    left, out = _merged(found), _merged(gone)
    for first, end in out:
        left = [
            part
            for one in left
            for part in (Range(one.first, min(one.end, first)), Range(max(one.first, end), one.end))
            if part.first < part.end
        ]
    return left


def _newest(view: View, log: str, key: SigningKey) -> tuple[Line, Signed]:
    line = current(view, log)
    head = head_at(view, line, line.size)
    if head is None or head.checkpoint.key != key.public:
        why = "its newest head is not signed by this key."
        raise LogStopped.because(f"the log '{log}' is not ready to be sent", why, "Append something to it first.")
    return line, head


def _base(line: Line, prior: Passed, head: Signed, card: Card) -> int:
    """Rule 3."""
    begins = card.epochs[-1]
    old = prior.size
    if prior.serial and prior.key != head.checkpoint.key:
        old = min(old, begins.size)
    if old > line.size or (prior.serial and old == prior.size and root_at(line, old) != prior.root):
        why = f"bundle {prior.serial} led to size {prior.size} of another history than the one that is held now."
        raise UsageError(one_fault("it cannot follow that bundle", why, "Begin at the beginning: follow number 0."))
    return old


def _seal(
    scratch: IO[bytes],
    content_key: bytes,
    line: Line,
    old: int,
    papers: Sequence[bytes],
    wanted: Sequence[Range],
    step: int,
) -> tuple[list[Section], Section]:
    """Rules 4 and 8: what is declared of the sections, and of the ciphertext."""
    tallies = [Tally(), Tally(), Tally()]
    leaves = ((piece, len(piece) // HASH_BYTES) for piece in line.leaves(old, line.size))
    filed = ((paper_entry(paper), 1) for paper in papers)
    content = chain(
        tallies[0].over(leaves),
        tallies[1].over(filed),
        tallies[2].over(chain(_records(line, wanted), _padding(tallies, step))),
    )
    found, size = sha256(), 0
    for piece in sealed(content_key, content):
        found.update(piece)
        scratch.write(piece)
        size += len(piece)
    return [tally.section() for tally in tallies], Section(size, 0, found.digest())


def _records(line: Line, wanted: Sequence[Range]) -> Iterator[tuple[bytes, int]]:
    waiting = sum(end - first for first, end in wanted)
    for first, records in grouped(line.records(wanted)):
        waiting -= len(records)
        yield group_entry(first, records), len(records)
    if waiting:
        why = f"{waiting} of the records named are not there, or were erased."
        raise UsageError(one_fault("not all of this can be handed over", why, "Name records that are held."))


def _padding(tallies: Sequence[Tally], step: int) -> Iterator[tuple[bytes, int]]:
    if step:
        left = -sum(tally.section().length for tally in tallies) % step
        for size in [PIECE] * (left // PIECE) + [left % PIECE]:
            yield bytes(size), 0
