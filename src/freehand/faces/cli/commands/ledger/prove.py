"""``freehand ledger prove``: a small file that shows one record, or that nothing was changed between two sizes."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from freehand.errors import UsageError, one_fault
from freehand.faces.cli import ledgers
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.ledgers import wording
from freehand.faces.ledgers.proving import checkpoint_of, inclusion
from freehand.ledger.lines import current
from freehand.ledger.proofs import check, prove_consistency
from freehand.node.files import new_file

HELP = (
    "Write a proof that anybody can check with the public key of the log's owner: that a record stands in the log "
    "(with the record, or with --withhold its leaf alone), or with --since that the log of now goes on from what it "
    "was at an earlier checkpoint."
)
EXAMPLE = "freehand ledger prove north 0 -o proof.json"
FORMAT = "freehand.ledger-prove/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    ledgers.folder_argument(parser)
    parser.add_argument("record", metavar="RECORD", nargs="?", type=int, help="the number of the record")
    parser.add_argument("-o", "--out", required=True, metavar="FILE", help="the file to write; it must not be there")
    parser.add_argument("--log", metavar="LOG", help="of which log (default: the own one)")
    parser.add_argument("--withhold", action="store_true", help="show its leaf alone, not what it says")
    since = "show that nothing was changed since the checkpoint of this size"
    parser.add_argument("--since", type=int, metavar="SIZE", help=since)
    parser.add_argument(
        "--at", type=int, metavar="SIZE", help="under the checkpoint of this size (default: the newest)"
    )


def run(args: Namespace) -> int:
    """Make the proof, check it, write it."""
    if (args.record is None) == (args.since is None):
        why = "it shows one record, or with --since that nothing was changed."
        raise UsageError(one_fault("it is not clear what is to be proven", why, "Name a record, or --since a size."))
    folder = ledgers.opened(args)
    with folder.opened() as store, store.reading() as view:
        log = folder.log if args.log is None else wording.log_named(view, args.log)
        line, heard = current(view, log), ledgers.heard(view, folder, [log])
        new = checkpoint_of(view, line, line.size if args.at is None else args.at)
        keys = [new.checkpoint.key]
        if args.record is None:
            old = checkpoint_of(view, line, args.since)
            keys.append(old.checkpoint.key)
            data = prove_consistency(line, old, new)
        else:
            data = inclusion(line, new, args.record, args.withhold)
    proven = check(data, keys)
    with new_file(Path(args.out)) as file:
        file.write_bytes(data)
    if args.json:
        said = {"kind": proven.kind, "log": proven.log, "key": proven.key.hex(), "words": proven.words}
        silence = ledgers.heard_json(heard)
        print_json({"format": FORMAT, "written": args.out, "bytes": len(data), **said, "heard": silence})
        return 0
    screen = Screen()
    screen.line(proven.words, style="bold")
    screen.line(f"The proof is in {args.out}: {wording.counted(len(data), 'byte', 'bytes')}.")
    ledgers.say_heard(screen, heard)
    screen.next(ledgers.quoted("check-proof", args.out, "--keys", *dict.fromkeys(key.hex() for key in keys)))
    return 0
