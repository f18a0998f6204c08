"""How the commands on a ledger and on a node show what contradicts itself: proofs, branches, and longer heads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from freehand.errors import shown
from freehand.faces.cli.screen import Screen
from freehand.faces.ledgers import wording

Rows = Sequence[dict[str, Any]]


def say(
    screen: Screen, proofs: Rows, branches: Rows, longer: Rows, files: Sequence[str], *, whose: str, column: str
) -> None:
    """Print them, as ``faces.ledgers.contradictions`` found them.

    Args:
        screen: where.
        proofs: what is proven.
        branches: the histories that are kept.
        longer: heads that others have seen.
        files: where the proofs were written.
        whose: the field that names a log: by itself, or by its party.
        column: what stands above it.
    """
    count = wording.counted(len(proofs), "proof", "proofs")
    what = f"{count} of a contradiction" if proofs else "No contradiction is proven against anybody."
    screen.line(what, style="bold")
    for one in proofs:
        screen.line()
        screen.line(one["words"])
        freezes = "The log is frozen by it." if one["freezes"] else ""
        screen.line(f"proof {one['name'][: wording.SHORT]}… {freezes}".rstrip(), indent=2)
    if any(one["branch"] for one in branches):
        screen.heading("Branches")
        rows = [
            [shown(one[whose]), str(one["branch"]), str(one["size"]), one["root"][: wording.SHORT] + "…", one["words"]]
            for one in branches
        ]
        screen.table([column, "branch", "leaves", "root", ""], rows, right=(1, 2))
    if longer:
        screen.heading("Unresolved: others have seen more than is here")
        for each in longer:
            by = shown(each["by"])
            screen.line(f"{shown(each[whose])}: size {each['size']}, by '{by}'; {each['here']} here.", indent=2)
    for name in files:
        screen.line()
        screen.line(f"Written: {name}")
