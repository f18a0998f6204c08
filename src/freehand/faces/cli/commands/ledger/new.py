"""``freehand ledger new``: a log with keys of its own, in a new folder; or the next epoch of one that is there."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from freehand.errors import UsageError, one_fault, shown
from freehand.faces.cli import ledgers
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.ledgers import wording
from freehand.faces.ledgers.folder import CARD, POSTGRES, ROOT, Folder, add_key, keep_own_card, make, root_key
from freehand.ledger.card_file import read_card, sign_card
from freehand.ledger.epochs import REASONS
from freehand.ledger.fingerprint import fingerprint
from freehand.ledger.identity import Card, with_epoch
from freehand.ledger.keys import SigningKey
from freehand.ledger.log import begin
from freehand.ledger.randomness import drawn
from freehand.ledger.restored import begin_epoch
from freehand.ledger.rows import root_at
from freehand.ledger.sealed_keys import Sealed

HELP = (
    "Make a ledger in a new folder: a root key, a log key and a key to seal for, behind one passphrase, an identity "
    "card to hand to the others, and a log of nothing yet. With --epoch: give the log in a folder a new key, signed "
    "by the root key; beyond --size the keys before do not speak."
)
EXAMPLE = "freehand ledger new north --log compact.example/north --name Northland"
FORMAT = "freehand.ledger-new/1"
NEW_REASONS = REASONS[1:]


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("folder", metavar="DIR", help="the folder to make; or, with --epoch, the one that is there")
    parser.add_argument("--log", metavar="LOG", help="the log's name, such as compact.example/north")
    parser.add_argument("--name", metavar="NAME", help="the owner's name, as people read it")
    compact = "the compact's name (default: what stands before the last / of the log's name)"
    parser.add_argument("--compact", metavar="NAME", help=compact)
    store = "where logs are kept: postgresql://… (default: a file in the folder)"
    parser.add_argument("--store", metavar="URL", help=store)
    epoch = "a new log key for the ledger there, and why: rotated, revoked or restored"
    parser.add_argument("--epoch", choices=NEW_REASONS, metavar="WHY", help=epoch)
    size = "with --epoch: where the new key goes on from (default: where the log ends)"
    parser.add_argument("--size", type=int, metavar="N", help=size)
    parser.add_argument("--root", metavar="FILE", help="with --epoch: the sealed root key (default: DIR/root.sealed)")
    ledgers.passphrase_option(parser)


def run(args: Namespace) -> int:
    """Make it, or its next epoch."""
    return _make(args) if args.epoch is None else _epoch(args)


def _make(args: Namespace) -> int:
    if args.log is None or args.name is None:
        missing = "--log" if args.log is None else "--name"
        why = "a log has a name for machines, its owner one for people."
        raise UsageError(one_fault(f"{missing} is missing", why, f"Say for instance: {EXAMPLE}"))
    if args.size is not None or args.root is not None:
        raise UsageError(one_fault("--size and --root go with --epoch", "nothing is there yet.", "Leave them out."))
    if args.store is not None and not args.store.startswith(POSTGRES):
        why = "a store elsewhere than in the folder is a PostgreSQL database."
        raise UsageError(one_fault(f"'{shown(args.store)}' is no store", why, "Name it as postgresql://…"))
    compact = args.compact if args.compact is not None else args.log.rpartition("/")[0]
    if not compact:
        why = f"'{shown(args.log)}' has no part before a /."
        raise UsageError(one_fault("the compact is not known", why, "Name it with --compact."))
    card = make(
        Path(args.folder),
        log=args.log,
        name=args.name,
        compact=compact,
        store=args.store or "",
        passphrase=ledgers.passphrase(args, twice=True),
        cost=ledgers.COST,
        randomness=drawn,
    )
    if args.json:
        print_json(_document(args.folder, card, compact))
        return 0
    screen = Screen()
    screen.line(f"The log '{card.log}' of {shown(card.name)} is in {shown(args.folder)}.", style="bold")
    screen.line()
    screen.line(f"{CARD}: the identity card. Hand it to the others.", indent=2)
    screen.line(f"{ROOT}: the root key, sealed. Carry it to another place.", indent=2)
    screen.line()
    _digits(screen, card)
    screen.next(ledgers.quoted("append", args.folder, "We begin."))
    return 0


def _epoch(args: Namespace) -> int:
    given = ("log", "name", "compact", "store")
    if any(getattr(args, name) is not None for name in given):
        why = "the ledger is there, and a new epoch changes its key alone."
        raise UsageError(
            one_fault("--epoch goes without these words", why, "Leave out --log, --name, --compact, --store.")
        )
    folder = ledgers.opened(args)
    passphrase = ledgers.passphrase(args)
    sealed = folder.keys(passphrase)
    root = root_key(Path(args.root) if args.root is not None else folder.path / ROOT, passphrase)
    before = read_card(folder.card())
    if root.public != before.root:
        raise UsageError(
            one_fault("this root key is another's", "the card was signed by another one.", "Name its own.")
        )
    key = SigningKey.new(drawn)
    size, at = _begins(folder, args.size)
    card = with_epoch(before, key.public, size, at, next(one for one in NEW_REASONS if one == args.epoch))
    signed = sign_card(card, root)
    add_key(folder, sealed, Sealed("log", key), passphrase, ledgers.COST, drawn)
    with folder.opened() as store:
        begin_epoch(store, signed, folder.log)
        begin(store, signed, key)
    keep_own_card(folder, signed, card, before)
    if args.json:
        print_json(_document(args.folder, card, folder.compact))
        return 0
    screen = Screen()
    number = len(card.epochs)
    screen.line(f"Epoch {number} of '{card.log}' begins at size {size}: {args.epoch}.", style="bold")
    screen.line(f"What earlier keys sign beyond that is not the owner's. Hand {CARD} to the others: they need it.")
    screen.next(ledgers.quoted("append", args.folder, "We go on."))
    return 0


def _begins(folder: Folder, size: int | None) -> tuple[int, bytes]:
    """Where the epoch begins, and the root there."""
    with folder.opened() as store, store.reading() as view:
        line = view.line(folder.log)
        wanted = line.size if size is None else size
        if not 0 <= wanted <= line.size:
            why = f"the log has {wording.counted(line.size, 'leaf', 'leaves')}."
            raise UsageError(one_fault(f"no epoch can begin at size {wanted}", why, "Name a size up to this."))
        return wanted, root_at(line, wanted)


def _digits(screen: Screen, card: Card) -> None:
    screen.line("Read these digits to each other before anybody trusts the card:")
    digits = fingerprint(card.root).split(" ")
    for half in (digits[:6], digits[6:]):
        screen.line(" ".join(half), indent=2)


def _document(folder: str, card: Card, compact: str) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "folder": folder,
        "log": card.log,
        "name": card.name,
        "compact": compact,
        "card": card.number,
        "epoch": len(card.epochs),
        "begins": ledgers.head_json(card.epochs[-1].size, card.epochs[-1].root),
        "key": card.log_key.hex(),
        "root_key": card.root.hex(),
        "fingerprint": fingerprint(card.root),
    }
