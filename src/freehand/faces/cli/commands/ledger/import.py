"""``freehand ledger import``: take in what a partner or a carrier brings: a bundle, an identity card, a proof."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import IO, Any

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli import ledgers
from freehand.faces.cli.reading import opened_file
from freehand.faces.cli.screen import Screen, clear_progress, print_json, show_progress
from freehand.faces.ledgers import wording
from freehand.faces.ledgers.folder import Folder
from freehand.ledger import forks
from freehand.ledger.bundle.manifest import TAG
from freehand.ledger.bundle.opening import Reader
from freehand.ledger.bundle.papers import file_papers
from freehand.ledger.bundle.placing import Unchanged
from freehand.ledger.bundle.reading import Taken, take_in
from freehand.ledger.bundle.refusals import Forked, Lied
from freehand.ledger.card_file import read_card
from freehand.ledger.fingerprint import fingerprint
from freehand.ledger.identity import Card, remarks_on
from freehand.ledger.lines import cards_of
from freehand.ledger.log import keep_card
from freehand.ledger.refused import Refused
from freehand.node.files import MOST

HELP = (
    "Take in a file that a partner has written: a bundle, an identity card, or a proof. It is taken in wholly or not "
    "at all. The first card of a partner is taken only with --fingerprint: the digits that its owner has read to you."
)
EXAMPLE = "freehand ledger import south first.bundle"
FORMAT = "freehand.ledger-import/1"


class Unknown(Refused):
    """A file that is none of those that are taken in."""

    next_step = "Name a bundle, an identity card or a proof."


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    ledgers.folder_argument(parser)
    parser.add_argument("file", metavar="FILE", help="what was brought; - reads it from standard input")
    digits = "of a first card: the digits that its owner has read to you, sixty of them"
    parser.add_argument("--fingerprint", metavar="DIGITS", help=digits)
    quiet = "do not cosign what was verified (default: cosign, which bears witness to it)"
    parser.add_argument("--no-witness", action="store_true", help=quiet)
    ledgers.passphrase_option(parser)


def run(args: Namespace) -> int:
    """Look what it is, and take it in."""
    folder = ledgers.opened(args)
    with opened_file(args.file) as file:
        head = file.read(len(TAG))
        if head == TAG:
            return _bundle(args, folder, _Again(head, file))
        data = head + file.read(MOST + 1)
    if data.startswith(b'{"card":'):
        return _card(args, folder, data)
    if data.startswith(b"{") and len(data) <= MOST:
        return _proof(args, folder, data)
    raise Unknown.because(f"'{shown(args.file)}' is not taken in", "it is no bundle, no identity card and no proof.")


class _Again:
    """A stream of which the beginning was read already."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = head, rest

    def read(self, size: int, /) -> bytes:
        """So many bytes, or fewer."""
        head, self._head = self._head[:size], self._head[size:]
        return head or self._rest.read(size)


# -- a bundle --------------------------------------------------------------------------------------------------------


def _bundle(args: Namespace, folder: Folder, source: _Again) -> int:
    keys = ledgers.keys(args, folder)
    reader = Reader(folder.log, folder.compact, keys.recipients)
    witness = None if args.no_witness else keys.log
    with folder.opened() as store:
        show_progress("taking in …")
        try:
            done = take_in(store, source, reader, now=ledgers.now(), witness=witness)
        except (Forked, Lied) as found:
            raise ledgers.saying(
                found, f"Hand the proof on: {ledgers.quoted('forks', args.folder, '-o', 'proofs')}"
            ) from None
        finally:
            clear_progress()
    if args.json:
        print_json({"format": FORMAT, "file": args.file, "kind": "bundle", **_bundle_json(done)})
        return 0
    screen = Screen()
    if isinstance(done, Unchanged):
        screen.line(done.words, style="bold")
        screen.next(ledgers.quoted("show", args.folder))
        return 0
    leaves = wording.counted(done.size - done.old_size, "new leaf", "new leaves")
    screen.line(f"Bundle {done.serial} of '{done.sender}' is taken in: {leaves}, now {done.size}.", style="bold")
    screen.line()
    for text in _bundle_words(done):
        screen.line(text, indent=2)
    screen.next(ledgers.quoted("show", args.folder, done.sender))
    return 0


def _bundle_words(done: Taken) -> list[str]:
    found = [f"{wording.counted(done.records.kept, 'record', 'records')} that can be read from now on"]
    if done.records.revealed:
        found.append(f"{wording.counted(done.records.revealed, 'of them was', 'of them were')} withheld before")
    if done.records.erased:
        found.append(f"{wording.counted(done.records.erased, 'record', 'records')} kept out: erased before")
    if done.card:
        found.append(f"card {done.card} of its sender came with it, and stands from now on")
    if done.papers.receipts or done.papers.proofs:
        receipts = wording.counted(done.papers.receipts, "receipt", "receipts")
        found.append(f"{receipts} and {wording.counted(done.papers.proofs, 'proof', 'proofs')}")
    if done.heard.receipts:
        found.append(f"{wording.counted(done.heard.receipts, 'cosignature', 'cosignatures')} of heads")
    found += [one.words for one in done.heard.asks]
    for one in done.heard.contradictions:
        found.append(f"{one.verdict}: '{one.who}' at size {one.size} of '{one.log}'; see 'freehand ledger forks'")
    return found


def _bundle_json(done: Taken | Unchanged) -> dict[str, Any]:
    if isinstance(done, Unchanged):
        return {"state": done.state, "serial": done.serial}
    return {
        "state": "taken in",
        "serial": done.serial,
        "sender": done.sender,
        "old_size": done.old_size,
        "size": done.size,
        "records": done.records._asdict(),
        "card": done.card or None,
        "papers": done.papers._asdict(),
        "cosignatures": done.heard.receipts,
        "asks": [one._asdict() for one in done.heard.asks],
        "contradictions": [one._asdict() for one in done.heard.contradictions],
    }


# -- a card ----------------------------------------------------------------------------------------------------------


def _card(args: Namespace, folder: Folder, data: bytes) -> int:
    card = read_card(data)
    if card.log == folder.log:
        why = "the own card is made here, and needs no import."
        raise UsageError(one_fault("this is the own log's card", why, "Name a partner's card."))
    with folder.opened() as store:
        with store.reading() as view:
            first = card.log not in view.logs() or view.line(card.log).newest("card") is None
            others = [(one.name, one.root) for one in cards_of(view, view.logs()).values()]
        digits = fingerprint(card.root)
        if first:
            _compare(args, card, digits)
        with store.writing(card.log) as change:
            stands = keep_card(change.line(card.log), data)
    remarks = remarks_on(card, others)
    if args.json:
        told = {"log": card.log, "name": card.name, "number": card.number, "stands": stands.number}
        print_json(
            {"format": FORMAT, "file": args.file, "kind": "card", **told, "fingerprint": digits, "remarks": remarks}
        )
        return 0
    screen = Screen()
    if stands.number > card.number:
        screen.line(f"A newer card of '{card.log}' is here: nothing changes.", style="bold")
    else:
        screen.line(f"Card {card.number} of '{card.log}' is taken in: {shown(card.name)}.", style="bold")
    screen.line(f"Its log key: {card.log_key.hex()}")
    for remark in remarks:
        screen.line(f"note: {remark}.")
    name = card.log.rpartition("/")[2]
    screen.next(
        ledgers.quoted(
            "bundle", args.folder, "--to", name, "-o", f"to-{name}.bundle" if name.isalnum() else "next.bundle"
        )
    )
    return 0


def _compare(args: Namespace, card: Card, digits: str) -> None:
    """A first card is taken only if its owner's digits are known."""
    said = "".join((args.fingerprint or "").split())
    if said == digits.replace(" ", ""):
        return
    if not said:
        what = f"the card of '{card.log}' is the first of its owner, {shown(card.name)}"
        next_ = f"Compare {digits} with its owner over another channel, and name them with --fingerprint."
        raise UsageError(one_fault(what, "nobody has said yet whose root key it is.", next_))
    what = f"the fingerprint is not that of the card of '{card.log}'"
    why = f"the card has {digits}: the file is not its owner's, or a digit is wrong."
    raise UsageError(one_fault(what, why, "Do not trust this file; ask its owner for another."))


# -- a proof ---------------------------------------------------------------------------------------------------------


def _proof(args: Namespace, folder: Folder, data: bytes) -> int:
    own = read_card(folder.card())
    with folder.opened() as store:
        with store.reading() as view:
            keys = [epoch.key for card in cards_of(view, view.logs()).values() for epoch in card.epochs]
            logs = view.logs()
        proven = forks.check_proof(data, keys)
        with store.writing(*logs) as change:
            file_papers(change, [data], own, cards_of(change, logs))
    if args.json:
        print_json(
            {
                "format": FORMAT,
                "file": args.file,
                "kind": "proof",
                "proves": proven.kind,
                "log": proven.log,
                "words": proven.words,
            }
        )
        return 0
    screen = Screen()
    screen.line("The proof holds, and is kept.", style="bold")
    screen.line()
    screen.line(proven.words)
    screen.next(ledgers.quoted("forks", args.folder))
    return 0
