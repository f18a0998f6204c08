"""Attacks 21 and 55 on paper: what a partner wrote is printed as text, and who has been silent stands there too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser, Dialog
from pypdf import PdfReader

from tests.faces.nodes.test_strange_words import PLAIN, strangers
from tests.faces.nodes.two import quick, world

COMMANDS = {
    "report": "report north",
    "comparison": "compare north south",
    "sheet": "sheet north --party A --rung support",
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    """The pages of a node whose partner has put strange text wherever it can."""
    at = tmp_path_factory.mktemp("strange")
    world("planned")
    with quick("strange words"):
        two = strangers(at)
        for name, words in COMMANDS.items():
            two.fine(f"{words} -o {name}.html")
        yield {name: at / f"{name}.html" for name in COMMANDS}


@pytest.mark.parametrize("name", COMMANDS)
def test_printed_a_partners_text_is_text_and_since_when_it_is_silent_stands_there(
    browser: Browser, written: dict[str, Path], tmp_path: Path, name: str
) -> None:
    path = tmp_path / f"{name}.pdf"
    asked: list[str] = []
    said: list[str] = []

    def speaks(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    with browser.new_context() as context:
        page = context.new_page()
        page.on("request", lambda one: asked.append(one.url))
        page.on("dialog", speaks)
        page.goto(written[name].as_uri())
        assert page.locator("script").count() == 0
        page.pdf(path=path, prefer_css_page_size=True)
    assert (asked, said) == ([written[name].as_uri()], [])
    reader = PdfReader(path)
    printed = re.sub(r"\s+", " ", normalize("NFKC", " ".join(sheet.extract_text() for sheet in reader.pages)))
    assert "Nothing heard from 'B' since" in printed
    assert ("Since the last look on this node" in printed) == (name != "sheet")
    if name != "sheet":  # north's sheet has nothing to say of south's course
        assert PLAIN in printed
    links = [note.get_object().get("/A") for sheet in reader.pages for note in sheet.get("/Annots") or ()]
    assert not [link for link in links if link and "/URI" in link]
    assert "/JavaScript" not in str(reader.trailer["/Root"])
