"""``freehand ledger forks``: two histories under one key: what is proven against whom, and what became of it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from freehand.faces.cli import ledgers
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.ledgers import wording
from freehand.faces.ledgers.contradictions import branches_of, longer_of, proofs_of, written

HELP = (
    "List what is proven against whoever keeps a log or witnesses one: forks, lying witnesses, manifests that do not "
    "add up; the branches that are kept; and heads that others have seen and that are longer than what is here. With "
    "-o each proof is written into a folder, to be handed on."
)
EXAMPLE = "freehand ledger forks north"
FORMAT = "freehand.ledger-forks/1"
KINDS = {"fork": "signed two histories", "witness": "cosigned two histories", "manifest": "signed what does not add up"}


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
    count = wording.counted(len(proofs), "proof", "proofs")
    screen.line(
        f"{count} of a contradiction" if proofs else "No contradiction is proven against anybody.", style="bold"
    )
    for one in proofs:
        screen.line()
        screen.line(one["words"])
        freezes = "The log is frozen by it." if one["freezes"] else ""
        screen.line(f"proof {one['name'][: wording.SHORT]}… {freezes}".rstrip(), indent=2)
    if any(one["branch"] for one in branches):
        screen.heading("Branches")
        rows = [
            [one["log"], str(one["branch"]), str(one["size"]), one["root"][: wording.SHORT] + "…", one["words"]]
            for one in branches
        ]
        screen.table(["log", "branch", "leaves", "root", ""], rows, right=(1, 2))
    if longer:
        screen.heading("Unresolved: others have seen more than is here")
        for each in longer:
            screen.line(f"{each['log']}: size {each['size']}, by '{each['by']}'; {each['here']} here.", indent=2)
    for name in files:
        screen.line()
        screen.line(f"Written: {name}")
    ledgers.say_heard(screen, heard)
    last = files[-1] if files else None
    key = proofs[-1]["key"] if proofs else ""
    nexts = ("check-proof", last, "--keys", key) if last else ("forks", args.folder, "-o", "proofs")
    screen.next(ledgers.quoted(*(nexts if proofs else ("show", args.folder))))
    return 0
