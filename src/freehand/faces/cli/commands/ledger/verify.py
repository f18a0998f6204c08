"""``freehand ledger verify``: hold everything that is kept against its signatures again."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from freehand.faces.cli import ledgers
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.cli.verifying import verified
from freehand.faces.ledgers import wording
from freehand.ledger.verifying import Sound

HELP = (
    "Hash every leaf and record that is kept once more, and check every signature: of all logs, and of all branches. "
    "It believes nothing that is on the disk, and needs no passphrase."
)
EXAMPLE = "freehand ledger verify north"
FORMAT = "freehand.ledger-verify/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    ledgers.folder_argument(parser)
    parser.add_argument("--log", metavar="LOG", help="this log alone (default: all of them)")


def run(args: Namespace) -> int:
    """Verify, and say what holds.

    Raises:
        NotSound: something does not; all of it is told.
    """
    folder = ledgers.opened(args)
    with folder.opened() as store, store.reading() as view:
        logs = view.logs() if args.log is None else [wording.log_named(view, args.log)]
        found = verified(view, [view.line(log, branch) for log in logs for branch in view.branches(log)])
        heard = ledgers.heard(view, folder, logs)
    if args.json:
        lines = [{**one._asdict(), "root": one.root.hex()} for one in found]
        print_json({"format": FORMAT, "lines": lines, "heard": ledgers.heard_json(heard)})
        return 0
    screen = Screen()
    screen.line("Everything that is kept is what was signed.", style="bold")
    screen.line()
    columns = ["log", "leaves", "records", "withheld", "erased", "checkpoints", "cosignatures"]
    screen.table(columns, [_row(one) for one in found], right=(1, 2, 3, 4, 5, 6))
    for one in found:
        if one.not_nfc:
            what = wording.counted(one.not_nfc, "record", "records")
            screen.line(f"note: in {what} of '{one.log}' text is not in Unicode's normal form C.")
    ledgers.say_heard(screen, heard)
    screen.next(ledgers.quoted("forks", args.folder))
    return 0


def _row(one: Sound) -> list[str]:
    name = one.log if not one.branch else f"{one.log} (branch {one.branch})"
    counts = (one.size, one.records, one.withheld, one.erased, one.checkpoints, one.cosignatures)
    return [name, *(f"{count:,}" for count in counts)]
