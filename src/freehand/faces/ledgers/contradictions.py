"""What is proven against whoever keeps a log or witnesses one, which branches are kept, what is longer elsewhere."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

from freehand.errors import AccessError, one_fault, shown
from freehand.ledger.branches import branch_of
from freehand.ledger.checkpoint import Seen, read
from freehand.ledger.epochs import epoch_of
from freehand.ledger.forks import check_proof
from freehand.ledger.lines import cards_of, frozen
from freehand.ledger.note import take_apart
from freehand.ledger.store.interface import View
from freehand.node.files import new_file


def proofs_of(view: View) -> list[dict[str, Any]]:
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


def branches_of(view: View, log: str) -> list[dict[str, Any]]:
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
        found.append({"log": log, "branch": branch, "size": size, "root": root.hex(), "words": words})
    return found


def longer_of(view: View) -> list[dict[str, Any]]:
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


def written(proofs: list[dict[str, Any]], folder: Path) -> list[str]:
    """Each proof in a file of its own, under its hash; what is there already stays.

    Raises:
        AccessError: the folder cannot be made, or a file not written.
    """
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        what = f"the folder '{shown(str(folder))}' cannot be made"
        raise AccessError(one_fault(what, f"{error.strerror or error}.", "Name another folder.")) from error
    found = []
    for one in proofs:
        path = folder / f"{one['name']}.json"
        if not path.exists():
            with new_file(path) as file:
                file.write_bytes(one["data"])
        found.append(str(path))
    return found
