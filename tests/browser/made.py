"""The pages that are shown to the browser, each written by its command."""

from __future__ import annotations

from pathlib import Path

from tests.faces.face import EXAMPLES, fine

ODD = "odd names"
"""Stands for a workspace whose names are as odd as the format allows."""
NAMES = {
    "Northbank": "נהר צפוני",
    "Southbank": "南岸市の危機管理室",
    "move patients": "x" * 190,
    "flood": "<b>flood</b> & 'the' \"river\"",
    "call in drivers": "a name of many short words " * 7 + "end",
}
CLOCK = ("--warning", "2026-11-21T06:00Z", "--zone", "Europe/Athens")
PAGES: dict[str, tuple[str, ...]] = {
    "report of gulf": ("report", "examples/gulf"),
    "report of cascadia": ("report", "examples/cascadia"),
    "report of airlift": ("report", "examples/worked/airlift"),
    "report of start at support": ("report", "examples/start", "--rung", "support"),
    "report of grid": ("report", "examples/grid"),
    "report of gulf alone": ("report", "examples/gulf", "--rung", "alone"),
    "report of odd names": ("report", ODD),
    "comparison of none and within": ("compare", "examples/worked/none", "examples/worked/within"),
    "comparison of gulf and cascadia": ("compare", "examples/gulf", "examples/cascadia"),
    "comparison of odd names": ("compare", "examples/start", ODD),
    "sheets of gulf": ("sheet", "examples/gulf", "--party", "A", *CLOCK),
    "sheets of cascadia at support": ("sheet", "examples/cascadia", "--party", "W", "--rung", "support"),
    "sheets of grid": ("sheet", "examples/grid", "--party", "Coastline"),
    "sheets that promise nothing": ("sheet", "examples/worked/airlift", "--party", "B"),
    "sheets of odd names": ("sheet", ODD, "--party", NAMES["Northbank"]),
}


def made(folder: Path, name: str) -> Path:
    """Write a page, and say where it is."""
    path = folder / f"{name}.html"
    words = (str(odd(folder)) if word == ODD else word for word in PAGES[name])
    fine(*words, "-o", str(path))
    return path


def odd(folder: Path) -> Path:
    """The example *start* with other names."""
    made_ = folder / "odd"
    made_.mkdir(exist_ok=True)
    for source in sorted((EXAMPLES / "start").glob("*.yaml")):
        text = source.read_text(encoding="utf-8")
        for old, new in NAMES.items():
            text = text.replace(old, new)
        (made_ / source.name).write_text(text, encoding="utf-8")
    return made_
