"""``freehand ledger append``: say something: a record at the end of the own log, signed and durable."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from freehand.errors import AccessError, UsageError, one_fault, shown
from freehand.faces.cli import ledgers
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.ledgers import wording
from freehand.ledger.canonical import MOST, NotCanonical, Value, canonical
from freehand.ledger.log import Statement, append
from freehand.ledger.randomness import drawn
from freehand.ledger.tree import HASH_BYTES
from freehand.node.files import read_file

HELP = (
    "Put a record at the end of the own log: its words, or any JSON value. One signature stands for all that is said "
    "at once. It is durable when this command ends, and cannot be unsaid."
)
EXAMPLE = 'freehand ledger append north "We can take in two ships."'
FORMAT = "freehand.ledger-append/1"
MOST_LISTED = 20


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    ledgers.folder_argument(parser)
    parser.add_argument("text", metavar="TEXT", nargs="*", help="what is said; each TEXT is a record")
    body = "a JSON value to say instead; - reads it from standard input"
    parser.add_argument("--body", metavar="FILE", help=body)
    lines = "a file of JSON values, one on each line, each a record; - reads standard input"
    parser.add_argument("--lines", metavar="FILE", help=lines)
    parser.add_argument("--kind", default="note", metavar="WORD", help="what kind of thing it is (default: note)")
    about = "the name of what it is about (default: log)"
    parser.add_argument("--about", default="log", metavar="NAME", help=about)
    parser.add_argument(
        "--label", default="", metavar="WORDS", help="to whom it may go, in words; no rule here reads it"
    )
    parser.add_argument("--replaces", metavar="HASH", help="the leaf of the record whose place it takes")
    rests = "the leaf of a record that it rests on (may be repeated)"
    parser.add_argument("--rests-on", action="append", default=[], metavar="HASH", help=rests)
    parser.add_argument("--time", metavar="TIME", help="when it is said, such as 2026-11-21T06:00Z (default: now)")
    ledgers.passphrase_option(parser)


def run(args: Namespace) -> int:
    """Append, and say what stands now."""
    bodies = _bodies(args)
    folder, time = ledgers.opened(args), ledgers.moment(args.time)
    said = (Statement(args.kind, args.about, body, time, args.label, args.replaces, args.rests_on) for body in bodies)
    keys = ledgers.keys(args, folder)
    with folder.opened() as store:
        done = append(store, folder.log, keys.log, said, randomness=drawn)
    head = done.signed.checkpoint
    leaves = [done.leaves[at : at + HASH_BYTES] for at in range(0, len(done.leaves), HASH_BYTES)]
    if args.json:
        print_json(
            {
                "format": FORMAT,
                "log": folder.log,
                "first": done.first,
                "leaves": [leaf.hex() for leaf in leaves],
                "head": ledgers.head_json(head.size, head.root),
                "key": head.key.hex(),
            }
        )
        return 0
    screen = Screen()
    what = f"Record {done.first} is" if len(leaves) == 1 else f"Records {done.first} to {head.size - 1} are"
    screen.line(f"{what} in the log '{folder.log}', signed.", style="bold")
    screen.line()
    screen.table(
        ["record", "leaf"],
        [[str(done.first + i), leaf.hex()] for i, leaf in enumerate(leaves[:MOST_LISTED])],
        right=(0,),
    )
    if len(leaves) > MOST_LISTED:
        screen.line(f"… and {len(leaves) - MOST_LISTED:,} more; --json has them all.")
    screen.line()
    screen.line(f"Head: size {head.size}, root {wording.short(head.root)}")
    screen.next(ledgers.quoted("show", args.folder, folder.log, done.first))
    return 0


def _bodies(args: Namespace) -> Iterator[Value] | list[Value]:
    given = [bool(args.text), args.body is not None, args.lines is not None]
    if sum(given) != 1:
        why = "a record says a TEXT, the JSON of --body, or one line of --lines."
        raise UsageError(
            one_fault("it is not clear what is said" if any(given) else "nothing is said", why, "Give one of these.")
        )
    if args.text:
        return [{"text": text} for text in args.text]
    if args.body is not None:
        data = sys.stdin.buffer.read(MOST + 1) if args.body == "-" else read_file(Path(args.body), MOST)
        return [_value(data, args.body)]
    return _lines(args.lines)


def _lines(name: str) -> Iterator[Value]:
    """One value at a time: a file may be as long as it likes."""
    try:
        with open(0, "rb", closefd=False) if name == "-" else Path(name).open("rb") as file:
            number = 0
            while line := file.readline(MOST + 1):
                number += 1
                if line.strip():
                    yield _value(line, f"{name}, line {number}")
    except OSError as error:
        what = f"'{shown(name)}' cannot be read"
        raise AccessError(one_fault(what, f"{error.strerror or error}.", "Name a file that is there.")) from error


def _value(data: bytes, where: str) -> Value:
    """A JSON value in any form; its canonical form is what is said."""
    import json

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError("a key stands twice")
        return found

    try:
        value: Value = json.loads(data, object_pairs_hook=once)
        canonical(value)
    except NotCanonical:
        raise
    except (ValueError, RecursionError) as error:
        what, why = f"'{shown(where)}' is no JSON", f"{shown(str(error))}."
        raise UsageError(one_fault(what, why, "Give one JSON value.")) from None
    return value
