"""Pages in a real browser: wide, narrow, dark, in forced colours, printed, without script, to a screen reader."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.made import PAGES

Open = Callable[..., Page]
Keep = Callable[[Page, str], Path]

KINDS: dict[str, dict[str, Any]] = {
    "wide": {"width": 1280},
    "narrow": {"width": 320},
    "dark": {"width": 1280, "color_scheme": "dark"},
    "narrow and dark": {"width": 320, "color_scheme": "dark"},
}
COLOURS = ["--ink", "--quiet", "--accent", "--assured", "--told", "--possible", "--exposed", "--impossible"]


def channel(value: int) -> float:
    part = value / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, after WCAG 2 (relative luminance)."""
    found = []
    for colour in (one, other):
        red, green, blue = (channel(int(n)) for n in re.findall(r"\d+", colour)[:3])
        found.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return (max(found) + 0.05) / (min(found) + 0.05)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", PAGES)
def test_the_accessibility_rules_find_nothing(window: Open, keep: Keep, axe: str, name: str, kind: str) -> None:
    page = window(name, **KINDS[kind])
    keep(page, f"{name}, {kind}")
    page.evaluate(axe)
    found = page.evaluate("async () => (await axe.run()).violations.map(v => [v.id, v.nodes.map(n => n.html)])")
    assert found == []


@pytest.mark.parametrize("name", PAGES)
def test_on_a_narrow_screen_only_pictures_and_tables_scroll_and_the_keyboard_reaches_them(
    window: Open, name: str
) -> None:
    page = window(name, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    regions = page.locator(".scroll")
    for place in range(regions.count()):
        region = regions.nth(place)
        region.focus()
        assert region.evaluate("e => e === document.activeElement")
        assert region.get_attribute("aria-label")


@pytest.mark.parametrize("name", PAGES)
def test_no_word_of_a_picture_runs_out_of_it_or_over_its_bars(window: Open, name: str) -> None:
    page = window(name)
    outside = page.evaluate(
        """() => [...document.querySelectorAll('figure svg')].flatMap(svg => {
            const box = svg.viewBox.baseVal
            return [...svg.querySelectorAll('text')].filter(text => {
                const at = text.getBBox()
                return at.x < -1 || at.x + at.width > box.width + 1 || at.y + at.height > box.height + 1
            }).map(text => text.textContent)
        })"""
    )
    assert outside == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_can_be_read_on_its_paper(window: Open, scheme: str) -> None:
    page = window("report of gulf", color_scheme=scheme)
    colours = page.evaluate(
        """names => names.map(name => {
            const probe = document.createElement('span')
            probe.style.color = `var(${name})`
            document.body.append(probe)
            return getComputedStyle(probe).color
        })""",
        ["--paper", *COLOURS],
    )
    paper, *others = colours
    assert contrast(paper, "rgb(255, 255, 255)") < 1.2 if scheme == "light" else contrast(paper, "rgb(0, 0, 0)") < 1.3
    assert {name: contrast(paper, c) >= 4.5 for name, c in zip(COLOURS, others, strict=True)} == dict.fromkeys(
        COLOURS, True
    )


def test_in_forced_colours_everything_is_drawn_in_the_reader_s_own(window: Open, keep: Keep) -> None:
    page = window("report of gulf", forced_colors="active")
    keep(page, "report of gulf, forced colours")
    drawn = page.evaluate(
        """() => {
            const probe = document.createElement('span')
            probe.style.color = 'CanvasText'
            document.body.append(probe)
            const of = (css, name) => getComputedStyle(document.querySelector(css))[name]
            const drawn = [of('.kept', 'fill'), of('svg .shape', 'stroke'), of('.shortest', 'fill')]
            return [getComputedStyle(probe).color, ...drawn]
        }"""
    )
    assert len(set(drawn)) == 1


def test_without_script_the_page_is_the_same(window: Open) -> None:
    with_script = window("report of gulf").locator("main").inner_text()
    assert window("report of gulf", java_script_enabled=False).locator("main").inner_text() == with_script


@pytest.mark.parametrize("name", ["report of gulf", "report of cascadia"])
def test_printed_the_first_sheet_says_what_holds_what_does_not_and_what_to_ask(
    window: Open, tmp_path: Path, name: str
) -> None:
    page = window(name)
    path = tmp_path / "report.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    sheets = [re.sub(r"\s+", " ", normalize("NFKC", sheet.extract_text())) for sheet in PdfReader(path).pages]
    width, height = PdfReader(path).pages[0].mediabox[2:]
    assert (round(float(width)), round(float(height))) == (595, 842)
    for words in (
        "contingencies are assured in fact",
        "What holds",
        "What does not",
        "What to ask first",
        "could this be",
    ):
        assert words in sheets[0]
    assert "keeps, where most tied" in sheets[0]
    headings = page.locator("section.contingency h2").all_inner_texts()
    for heading in headings:
        begins = [sheet for sheet in sheets[1:] if heading.replace("\u00a0", " ") in sheet[: len(heading) + 4]]
        assert len(begins) == 1, heading


def test_to_a_screen_reader_every_picture_is_one_image_with_its_answer_for_a_name(window: Open) -> None:
    page = window("report of gulf")
    for picture in page.get_by_role("img").all():
        assert picture.get_attribute("aria-labelledby")
    tree = page.locator("main").aria_snapshot()
    assert 'img "Short by 2 h: the ports close may come as early as 36 h after the warning' in tree.replace(
        "\u00a0", " "
    )
    assert 'heading "What to ask first" [level=2]' in tree


@pytest.mark.parametrize(("name", "count"), [("sheets of gulf", 5), ("sheets of cascadia at support", 4)])
def test_printed_each_contingency_of_a_call_sheet_is_one_sheet_of_a4(
    window: Open, tmp_path: Path, name: str, count: int
) -> None:
    page = window(name)
    path = tmp_path / "sheets.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    printed = PdfReader(path).pages
    assert len(printed) == count
    assert {tuple(round(float(side)) for side in one.mediabox[2:]) for one in printed} == {(595, 842)}
    titles = page.locator("section.sheet p:first-child").all_inner_texts()
    for one, title in zip(printed, titles, strict=True):
        assert re.sub(r"\s+", " ", normalize("NFKC", one.extract_text())).startswith(title.replace("\u00a0", " "))
