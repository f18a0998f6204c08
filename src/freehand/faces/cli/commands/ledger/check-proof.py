"""``freehand ledger check-proof``: what a proof shows, by its file and the public keys alone."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from freehand.faces.cli import ledgers
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.ledgers import wording
from freehand.ledger import record
from freehand.ledger.proofs import MOST, Shown, check
from freehand.node.files import read_file

HELP = (
    "Check a proof of any kind: that a record stands in a log, that nothing was changed, that a key signed two "
    "histories, that a witness lied, that a manifest does not add up, that somebody claims an erasure. It reads the "
    "file and the public keys, and nothing else: no ledger, no network."
)
EXAMPLE = "freehand ledger check-proof examples/record/fork.json --keys examples/record/keys.txt"
FORMAT = "freehand.ledger-check-proof/1"
TITLES = {
    "inclusion": "A record in a log",
    "consistency": "One log, grown",
    "fork": "A fork: two histories under one key",
    "witness": "A lying witness",
    "manifest": "A manifest that does not add up",
    "receipt": "A claim of erasure",
}


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    parser.add_argument("file", metavar="FILE", help="the proof")
    keys = "public keys that you know to be somebody's: 64 hexadecimal digits each, files of such, or identity cards"
    parser.add_argument("--keys", nargs="+", required=True, metavar="KEY", help=keys)


def run(args: Namespace) -> int:
    """Check, and say what is shown.

    Raises:
        NotProven, BadReceipt: nothing is.
    """
    keys = ledgers.public_keys(args.keys)
    found = check(read_file(Path(args.file), MOST), keys)
    if args.json:
        print_json(_document(args.file, found))
        return 0
    screen = Screen()
    screen.line(f"{TITLES[found.kind]}: it is proven.", style="bold")
    screen.line()
    screen.line(found.words)
    if found.record:
        one = record.read(found.record)
        screen.line()
        rows = [["said at", wording.moment(one.time)], ["kind", one.kind], ["about", one.object]]
        ledgers.facts(screen, [*rows, ["says", wording.body(one.body)]])
    screen.line()
    screen.line(f"Whoever knows whose the key {wording.short(found.key)} is knows whose word this is.")
    screen.next(ledgers.quoted("check-proof", "--help"))
    return 0


def _document(file: str, found: Shown) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "file": file,
        "kind": found.kind,
        "log": found.log,
        "key": found.key.hex(),
        "words": found.words,
        "record": found.record.decode() or None,
    }
