"""``freehand ledger forks``: two histories under one key: what is proven against whom, and what became of it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from hashlib import sha256
from pathlib import Path
from typing import Any

from freehand.errors import AccessError, one_fault, shown
from freehand.faces.cli import ledgers
from freehand.faces.cli.screen import Screen, print_json
from freehand.faces.ledgers import wording
from freehand.ledger.branches import branch_of
from freehand.ledger.checkpoint import Seen, read
from freehand.ledger.epochs import epoch_of
from freehand.ledger.forks import check_proof
from freehand.ledger.lines import cards_of, frozen
from freehand.ledger.note import take_apart
from freehand.ledger.store.interface import View
from freehand.node.files import new_file

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
        proofs = _proofs(view)
        branches = [one for log in view.logs() for one in _branches(view, log)]
        longer, heard = _longer(view), ledgers.heard(view, folder, view.logs())
    written = []
    if args.out is not None:
        out = Path(args.out)
        try:
            out.mkdir(exist_ok=True)
        except OSError as error:
            what = f"the folder '{shown(args.out)}' cannot be made"
            raise AccessError(one_fault(what, f"{error.strerror or error}.", "Name another folder.")) from error
        for one in proofs:
            path = out / f"{one['name']}.json"
            if not path.exists():
                with new_file(path) as file:
                    file.write_bytes(one["data"])
            written.append(str(path))
    for one in proofs:
        del one["data"]
    if args.json:
        told = {"proofs": proofs, "branches": branches, "unresolved": longer, "written": written}
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
    for name in written:
        screen.line()
        screen.line(f"Written: {name}")
    ledgers.say_heard(screen, heard)
    last = written[-1] if written else None
    key = proofs[-1]["key"] if proofs else ""
    nexts = ("check-proof", last, "--keys", key) if last else ("forks", args.folder, "-o", "proofs")
    screen.next(ledgers.quoted(*(nexts if proofs else ("show", args.folder))))
    return 0


def _proofs(view: View) -> list[dict[str, Any]]:
    """Everything that is proven, checked again."""
    keys = [epoch.key for card in cards_of(view, view.logs()).values() for epoch in card.epochs]
    found = []
    for log in view.logs():
        for paper in view.line(log).papers("proof"):
            proven = check_proof(paper.data, keys)
            name = sha256(paper.data).hexdigest()
            found.append(
                {
                    "name": name,
                    "kind": proven.kind,
                    "log": proven.log,
                    "key": proven.key.hex(),
                    "words": proven.words,
                    "freezes": frozen(view, log) == name,
                    "data": paper.data,
                }
            )
    return found


def _branches(view: View, log: str) -> list[dict[str, Any]]:
    """All histories of a log that are kept, where there is more than one."""
    branches = view.branches(log)
    if len(branches) < 2:
        return []
    found = []
    for branch in branches:
        line = view.line(log, branch)
        size, root = line.size, line.root
        words = "gone by" if branch == branch_of(view, log) else "kept beside it"
        newest = line.newest("checkpoint")
        if branch and not size and newest is not None:  # of the other branch of a fork the head may be all that came
            said = read(take_apart(newest.data).text)
            size, root, words = said.size, said.root, "its head alone"
        found.append({"log": log, "branch": branch, **ledgers.head_json(size, root), "words": words})
    return found


def _longer(view: View) -> list[dict[str, Any]]:
    """Heads that owners say they have seen, longer than what is here: hearsay, to be asked for."""
    cards = cards_of(view, view.logs())
    found = dict[tuple[str, int], dict[str, Any]]()
    for log in view.logs():
        for seen in _seen(view, log):
            card, here = cards.get(seen.origin), view.line(seen.origin).size
            if card and seen.size > here and epoch_of(card.epochs, seen.key):
                found[seen.origin, seen.size] = {"log": seen.origin, "size": seen.size, "by": log, "here": here}
    return list(found.values())


def _seen(view: View, log: str) -> tuple[Seen, ...]:
    newest = view.line(log).newest("checkpoint")
    return () if newest is None else read(take_apart(newest.data).text).seen
