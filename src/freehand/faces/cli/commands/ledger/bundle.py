"""``freehand ledger bundle``: what one partner may have, sealed for it alone, in one file for any carrier."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from freehand.errors import UsageError, one_fault
from freehand.faces.cli import ledgers
from freehand.faces.cli.screen import Screen, clear_progress, print_json, show_progress
from freehand.faces.ledgers import wording
from freehand.ledger.bundle.writing import Address, write_bundle
from freehand.ledger.lines import current
from freehand.ledger.proofs import MOST
from freehand.ledger.store.interface import Range
from freehand.node.files import new_file, read_file

HELP = (
    "Write the next bundle for one partner: all leaves that came since the last one, the newest heads, and of the "
    "records those that are named with --records. What is not named is withheld: its leaf travels alone. A record "
    "that was withheld before is revealed by naming it."
)
EXAMPLE = "freehand ledger bundle north --to south --records 0 -o first.bundle"
FORMAT = "freehand.ledger-bundle/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    ledgers.folder_argument(parser)
    parser.add_argument(
        "--to", required=True, metavar="LOG", help="for whom: the log's name, or what follows its last /"
    )
    parser.add_argument("-o", "--out", required=True, metavar="FILE", help="the file to write; it must not be there")
    records = "which records it may have: all, none, or such as 0-9,12 (default: none)"
    parser.add_argument("--records", default="none", metavar="WHICH", help=records)
    after = "the number of an earlier bundle that arrived: all since then is in it again; 0 begins at the beginning"
    parser.add_argument("--after", type=int, metavar="N", help=after)
    beyond = "take a number beyond this one: where the partner has seen higher ones, as after a restore"
    parser.add_argument("--beyond", type=int, default=0, metavar="N", help=beyond)
    paper = "a receipt or proof to send along (may be repeated)"
    parser.add_argument("--paper", action="append", default=[], metavar="FILE", help=paper)
    step = "bring the length of what is sealed to a multiple of so many bytes (default: do not)"
    parser.add_argument("--step", type=int, default=0, metavar="BYTES", help=step)
    ledgers.passphrase_option(parser)


def run(args: Namespace) -> int:
    """Write it."""
    if not 0 <= args.beyond < 2**40:
        raise UsageError(one_fault(f"{args.beyond} is no number of a bundle", "they count from 1.", "Say which it is."))
    if args.step < 0:
        raise UsageError(
            one_fault(f"{args.step} is no step", "it is a number of bytes.", "Say for instance --step 65536.")
        )
    folder = ledgers.opened(args)
    papers = [read_file(Path(name), MOST) for name in args.paper]
    with folder.opened() as store:
        with store.reading() as view:
            to = wording.log_named(view, args.to)
            line = current(view, folder.log)
            records = [
                part
                for wanted in wording.ranges(args.records, line.size)
                for part in _held(line.held(*wanted), wanted, args)
            ]
        if to == folder.log:
            raise UsageError(one_fault("a bundle is for somebody else", f"'{to}' is the own log.", "Name a partner's."))
        keys = ledgers.keys(args, folder)
        show_progress(f"writing for {to} …")
        try:
            with new_file(Path(args.out)) as path, path.open("wb") as file:
                done = write_bundle(
                    store,
                    file,
                    Address(folder.log, to, folder.compact),
                    keys.log,
                    records=records,
                    time=ledgers.now(),
                    papers=papers,
                    after=args.after,
                    beyond=args.beyond,
                    step=args.step,
                )
        finally:
            clear_progress()
    if args.json:
        said = done._asdict() | {"hash": done.hash.hex()}
        print_json({"format": FORMAT, "written": args.out, "from": folder.log, "to": to, **said})
        return 0
    screen = Screen()
    leaves = wording.counted(done.size - done.old_size, "leaf", "leaves")
    screen.line(
        f"Bundle {done.serial} for '{to}' is in {args.out}: {wording.counted(done.bytes, 'byte', 'bytes')}.",
        style="bold",
    )
    screen.line()
    screen.line(f"adds: {leaves}, up to size {done.size}", indent=2)
    screen.line(f"records: {wording.said(records)}; what is not named is withheld", indent=2)
    if done.follows:
        screen.line(f"It follows bundle {done.follows}, and is of no use without it.", indent=2)
    screen.next(ledgers.quoted("import", to.rpartition("/")[2], args.out))
    return 0


def _held(held: list[Range], wanted: Range, args: Namespace) -> list[Range]:
    """Of records that are named one by one each has to be there; of all, those that are."""
    if args.records != "all" and held != [wanted]:
        why = f"of {wording.said([wanted])} here are {wording.said(held)}: the others were erased."
        raise UsageError(one_fault("not all of these records are here", why, "Name those that are."))
    return held
