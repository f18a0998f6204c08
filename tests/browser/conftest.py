"""A real browser, and the pages that it is shown. Both are made once; every test has a fresh window.

``script/test`` finds or installs the browser and the accessibility rules, and names them in FREEHAND_BROWSER and
FREEHAND_AXE. With FREEHAND_PICTURES naming a folder, every picture taken is kept there to be looked at.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.made import PAGES, made

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
"""A browser that is shown files has no business with the network, and says nothing to anybody."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without a screen; it leaves with its module, and with it the event loop that drives it in this thread:
    while that runs, nothing else here may run one.
    """
    path = os.environ.get("FREEHAND_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no Chromium on the PATH; script/test finds or installs one")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=path, args=[*QUIET, *sandbox])
        yield running
        running.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every page that Freehand writes, of the examples."""
    folder = tmp_path_factory.mktemp("pages")
    return {name: made(folder, name) for name in PAGES}


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility rules."""
    path = os.environ.get("FREEHAND_AXE", "")
    if not path or not Path(path).is_file():
        pytest.skip("axe-core is not here; script/test fetches it from the npm registry")
    return Path(path).read_text(encoding="utf-8")


@pytest.fixture
def window(browser: Browser, pages: dict[str, Path]) -> Iterator[Callable[..., Page]]:
    """Opens a page in a window of its own; fails the test if the page asks for anything or complains."""
    opened: list[Page] = []
    complaints: list[str] = []

    def open_(name: str, width: int = 1280, **kind: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **kind)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith("file://") else complaints.append(asked.url))
        page.goto(pages[name].as_uri())
        opened.append(page)
        return page

    yield open_
    for page in opened:
        page.context.close()
    assert complaints == []


@pytest.fixture
def keep(tmp_path: Path) -> Callable[[Page, str], Path]:
    """Takes a picture of the whole page, and keeps it where FREEHAND_PICTURES says."""
    folder = Path(os.environ.get("FREEHAND_PICTURES") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)

    def keep_(page: Page, name: str) -> Path:
        path = folder / f"{name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return keep_
