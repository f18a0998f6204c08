"""The README and the docs say what is so: their commands and snippets run, their links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.generated import generated
from tests.docs.pages import DOCS, ROOT, blocks, fresh, pages

EVERY = pages()
WRITTEN = [page for page in EVERY if page not in generated()]
LINKED = [*EVERY, *(ROOT / name for name in ("CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"))]
RUN_OR_SHOWN = {"sh", "python", "diff", "text", "yaml", "json"}


def named(page: Path) -> str:
    """A page as a test shows it."""
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", WRITTEN, ids=named)
def test_every_command_and_snippet_gives_what_the_page_shows(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert fresh(text) == text, "run: python script/refresh-docs, and read the difference"


@pytest.mark.parametrize("page", EVERY, ids=named)
def test_nothing_stands_in_a_fence_of_which_nobody_knows_what_to_do(page: Path) -> None:
    languages = {block.language for block in blocks(page.read_text(encoding="utf-8"))}
    assert languages <= RUN_OR_SHOWN


@pytest.mark.parametrize("path", generated(), ids=named)
def test_what_is_made_from_tables_is_as_they_are_now(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == generated()[path], "run: python script/refresh-docs"


def anchors(page: Path) -> set[str]:
    """The anchors that the headings of a page get."""
    without = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    headings = re.findall(r"^#+ (.+)$", without, re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(page: Path) -> list[str]:
    """The links of a page that lead to other files of ours, or into the page itself."""
    without = re.sub(r"^```.*?^```$|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    return [to for to in re.findall(r"\]\(([^)\s]+)\)", without) if not re.match(r"[a-z]+:", to)]


@pytest.mark.parametrize("page", LINKED, ids=named)
def test_no_link_is_dead(page: Path) -> None:
    dead = []
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            dead.append(link)
    assert not dead


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        waiting += [(page.parent / link.partition("#")[0]).resolve() for link in links(page) if link[0] != "#"]
    assert not set(EVERY) - reached


def test_every_example_is_mentioned() -> None:
    told = "\n".join(page.read_text(encoding="utf-8") for page in EVERY)
    examples = {path.parent for path in (ROOT / "examples").rglob("compact.yaml")}
    missing = [name for path in examples if (name := str(path.relative_to(ROOT / "examples"))) not in told]
    assert not missing


@pytest.mark.parametrize("page", EVERY, ids=named)
def test_no_page_knows_the_machine_it_was_written_on(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert str(ROOT) not in text
    assert not re.search(r"(?<![\w./])/(home|root|tmp|Users|opt|var|mnt)/", text)


@pytest.mark.parametrize("page", sorted((DOCS / "adr").glob("[0-9]*.md")), ids=named)
def test_a_decision_says_its_context_what_was_decided_what_else_and_what_it_costs(page: Path) -> None:
    headings = re.findall(r"^## (.+)$", page.read_text(encoding="utf-8"), re.M)
    assert headings == ["Context", "Decision", "Alternatives", "What it costs"]
    assert page.name in (DOCS / "adr" / "README.md").read_text(encoding="utf-8")
