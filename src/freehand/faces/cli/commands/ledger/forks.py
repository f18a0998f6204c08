"""``freehand ledger forks``: two histories under one key: what is proven against whom, and what became of it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from freehand.faces.cli import contradictions, ledgers
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.ledgers.contradictions import branches_of, longer_of, proofs_of, written

HELP = (
    "List what is proven against whoever keeps a log or witnesses one: forks, lying witnesses, manifests that do not "
    "add up; the branches that are kept; and heads that others have seen and that are longer than what is here. With "
    "-o each proof is written into a folder, to be handed on."
)
EXAMPLE = "freehand ledger forks north"
FORMAT = "freehand.ledger-forks/1"


def arguments(parser: ArgumentParser) -> None:
    """The words of this command."""
    ledgers.folder_argument(parser)
    out = "a folder to write each proof into, under its own hash; what is there already stays"
    parser.add_argument("-o", "--out", metavar="FOLDER", help=out)


def run(args: Namespace) -> int:
    """List, and write if that is wanted."""
    folder = ledgers.opened(args)
    with folder.opened() as store, store.reading() as view:
        proofs = proofs_of(view)
        branches = [one for log in view.logs() for one in branches_of(view, log)]
        longer, heard = longer_of(view), ledgers.heard(view, folder, view.logs())
    files = [] if args.out is None else written(proofs, Path(args.out))
    for one in proofs:
        del one["data"]
    if args.json:
        told = {"proofs": proofs, "branches": branches, "unresolved": longer, "written": files}
        print_json({"format": FORMAT, **told, "heard": ledgers.heard_json(heard)})
        return 0
    screen = Screen()
    contradictions.say(screen, proofs, branches, longer, files, whose="log", column="log")
    ledgers.say_heard(screen, heard)
    last = files[-1] if files else None
    key = proofs[-1]["key"] if proofs else ""
    nexts = ("check-proof", last, "--keys", key) if last else ("forks", args.folder, "-o", "proofs")
    screen.next(ledgers.quoted(*(nexts if proofs else ("show", args.folder))))
    return 0
