"""``freehand ledger vectors``: good and bad cases of every format, as plain files with what has to come of them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import Counter
from pathlib import Path

from freehand.errors import AccessError, UsageError, one_fault, shown
from freehand.faces.cli import ledgers
from freehand.faces.cli.screen import Screen, print_json
from freehand.ledger.vectors import kit
from freehand.ledger.vectors.world import signing_key

HELP = (
    "Write the conformance kit: good and bad cases of every format, as plain files, and index.json with what is given "
    "beside each and what has to come of it. It is the same each time."
)
EXAMPLE = "freehand ledger vectors --out kit"
FORMAT = "freehand.ledger-vectors/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    what = "the folder to write into; it must be empty, hold an earlier kit, or not be there"
    parser.add_argument("--out", required=True, metavar="FOLDER", help=what)


def run(args: Namespace) -> int:
    """Write the kit, and count it."""
    out = Path(args.out)
    try:
        if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / kit.INDEX).is_file())):
            why = "a kit is written into a folder of its own."
            raise UsageError(one_fault(f"'{shown(args.out)}' holds something else", why, "Name another folder."))
        kit.write(out)
    except OSError as error:
        what = f"'{shown(args.out)}' cannot be written"
        raise AccessError(
            one_fault(what, f"{error.strerror or error}.", "Name another folder, or make room.")
        ) from error
    good, bad = Counter[str](), Counter[str]()
    for case in kit.cases():
        (good if case.good else bad)[case.artefact] += 1
    told = {name: {"good": good[name], "refused": bad[name]} for name in dict.fromkeys([*good, *bad])}
    if args.json:
        print_json({"format": FORMAT, "written": args.out, "index": kit.INDEX, "cases": told})
        return 0
    screen = Screen()
    screen.line(f"{good.total() + bad.total()} cases are in {shown(args.out)}, listed in {kit.INDEX}.", style="bold")
    screen.line()
    rows = [[name, str(one["good"]), str(one["refused"])] for name, one in told.items()]
    screen.table(["format", "good", "refused"], rows, right=(1, 2))
    screen.next(
        ledgers.quoted("check-proof", f"{args.out}/proof/fork.json", "--keys", signing_key("north log").public.hex())
    )
    return 0
