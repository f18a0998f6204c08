"""The shell of every page that is written to a file: whole in itself, no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

from freehand.faces.markup import Content, el, html

LOOK = Path(__file__).with_name("look")
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What a browser may do for the page: apply its own style, and nothing else, whatever the page may hold."""


@cache
def look(name: str) -> str:
    """A style sheet of ours, such as ``page`` or ``pictures``."""
    return (LOOK / f"{name}.css").read_text(encoding="utf-8")


def page(title: str, *content: Content) -> str:
    """A whole page as text.

    >>> page("Nothing yet", el("h1", "Nothing yet")).startswith("<!DOCTYPE html>")
    True
    """
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", content=POLICY, **{"http-equiv": "Content-Security-Policy"}),
        el("title", title),
        el("style", look("colours"), look("page"), look("pictures")),
    )
    return f"<!DOCTYPE html>\n{html(el('html', head, el('body', el('main', *content)), lang='en'))}\n"


def region(label: str, *content: Content) -> Element:
    """A part that scrolls sideways where the screen is narrow, within reach of the keyboard."""
    return el("div", *content, class_="scroll", role="group", tabindex="0", **{"aria-label": label})


def table(
    caption: str,
    columns: Sequence[Content],
    rows: Iterable[Sequence[Content]],
    right: Iterable[int] = (),
    whole: Iterable[int] = (),
) -> Element:
    """A table with its caption; the first cell of a row is its heading.

    ``right`` lists the columns of numbers, ``whole`` those whose cells are not broken into lines.
    """
    classes: dict[int, str] = dict.fromkeys(whole, "whole") | dict.fromkeys(right, "number")
    heads = [el("th", name, scope="col", class_=classes.get(i)) for i, name in enumerate(columns)]
    body = []
    for first, *rest in rows:
        cells = (el("td", cell, class_=classes.get(i)) for i, cell in enumerate(rest, 1))
        body.append(el("tr", el("th", first, scope="row"), cells))
    made = el("table", el("caption", caption), el("thead", el("tr", heads)), el("tbody", body))
    return region(caption, made)


def notes(told: Iterable[tuple[str, Sequence[str]]]) -> Element | None:
    """Headings with sentences, as a section of a page; None where there is nothing to tell."""
    parts = [el("div", el("h2", heading), el("ul", (el("li", line) for line in lines))) for heading, lines in told]
    return el("section", parts, class_="notes") if parts else None
