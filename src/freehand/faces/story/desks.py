"""Desks: what each party has in its folder before the story begins: its own plans of an example, and files of terms.

The planners of A never have a file of B's in hand, nor the other way round: what one node knows of the other came in a
bundle.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from freehand.formats.starting import example

SHARED: Final = "compact.yaml"
STRIKES: Final = "exclusions:\n  strikes: {tags: strike, why: no joint strike is planned here}\n"


def lay_out(folder: Path, party: str) -> None:
    """A party's folder, with what it plans."""
    source, plans = Path(example("gulf")), folder / "plans"
    plans.mkdir(parents=True)
    shutil.copy(source / SHARED, plans)
    shutil.copytree(source / "contingencies", plans / "contingencies")
    shutil.copytree(source / party, plans / party)
    for name in ("promises.yaml", "reports.yaml"):
        documents = (source / name).read_text(encoding="utf-8").split("---\n")
        own = [text for text in documents if f"\nby: {party}\n" in text]
        if own:
            (plans / name).write_text("---\n".join(own), encoding="utf-8")


def terms(scope: str, *, exclude: bool, rules: bool) -> str:
    """The file of terms between A and B, with the rules of the example where they are wanted."""
    text = f"scope: {scope}\nparties: [A, B]\n" + (STRIKES if exclude else "")
    if rules:
        compact = (Path(example("gulf")) / SHARED).read_text(encoding="utf-8")
        text += "rules:" + compact.partition("rules:")[2]
    return text
