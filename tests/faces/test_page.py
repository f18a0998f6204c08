"""Pages are whole in themselves, hold nothing that runs, and show whatever a partner wrote as text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from freehand.faces.markup import add, el, html
from freehand.faces.page import page, table

HOSTILE = '<script>alert(1)</script>" onload="x" \'&amp;'


class Read(HTMLParser):
    """What a browser reads: the start tags with their attributes, and the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_whatever_a_text_holds_stays_text_in_content_and_in_attributes() -> None:
    read = Read(html(el("p", HOSTILE, title=HOSTILE)))
    assert read.tags == [("p", {"title": HOSTILE})]
    assert read.text == HOSTILE


def test_what_is_no_content_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match="a float is no content of a page"):
        add(el("p"), 1.5)  # type: ignore[arg-type]  # the claim is that it is refused


def test_texts_between_elements_stay_where_they_were_put() -> None:
    assert html(el("p", "a", el("b", "c"), "d", ["e", el("i"), 5, None])) == "<p>a<b>c</b>de<i></i>5</p>"


def test_a_page_names_nothing_outside_itself_and_lets_nothing_run() -> None:
    whole = page("A title & more", table("What", ["one", "two"], [["a", 1], ["b", 2]], [1]))
    assert "default-src 'none'" in whole
    assert not re.search(r"https?://|url\(|@import|<script|src=|href=", whole)
    assert "<title>A title &amp; more</title>" in whole


def test_a_table_scrolls_within_reach_of_the_keyboard_and_names_its_rows_and_columns() -> None:
    whole = html(table("What", ["one", "two"], [["a", 1]], [1]))
    assert 'role="group"' in whole
    assert 'tabindex="0"' in whole
    assert '<th scope="row">a</th>' in whole
    assert '<th scope="col" class="number">two</th>' in whole
    assert '<td class="number">1</td>' in whole
