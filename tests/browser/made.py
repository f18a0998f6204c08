"""The pages that are shown to the browser, each written by its command."""

from __future__ import annotations

from pathlib import Path

from tests.faces.face import fine

PAGES: dict[str, tuple[str, ...]] = {
    "report of gulf": ("report", "examples/gulf"),
    "report of cascadia": ("report", "examples/cascadia"),
    "report of airlift": ("report", "examples/worked/airlift"),
    "report of start at support": ("report", "examples/start", "--rung", "support"),
    "report of gulf alone": ("report", "examples/gulf", "--rung", "alone"),
}


def made(folder: Path, name: str) -> Path:
    """Write a page, and say where it is."""
    path = folder / f"{name}.html"
    fine(*PAGES[name], "-o", str(path))
    return path
