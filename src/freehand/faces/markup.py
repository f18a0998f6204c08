"""Pages and pictures as trees of elements. The standard library writes them out, and it alone escapes what they hold.

No text is ever put together with tags by hand, so nothing that a partner wrote can become one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias
from xml.etree.ElementTree import Element, tostring

Content: TypeAlias = "Element | str | int | Iterable[Content] | None"
"""Text, a number, an element, None, or several of these; ``add`` refuses anything else."""

AMOUNT = re.compile(r"(?<=\d) (?=(?:h|min|s|d)\b|%)")
"""The blank between a number and its unit, at which no line may break."""


def el(tag: str, *content: Content, **attributes: str | float | None) -> Element:
    """An element with its attributes and its content: texts, numbers, elements, nothing, or several of these.

    ``class_`` is the attribute *class*, ``data_from_s`` is *data-from-s*; an attribute that is None is left out, and a
    number is written with at most one decimal.

    >>> html(el("p", "5 < 6, said ", el("b", "A & B"), class_="quiet"))
    '<p class="quiet">5 &lt; 6, said <b>A &amp; B</b></p>'
    """
    made = Element(tag)
    for name, value in attributes.items():
        if value is not None:
            made.set(name.rstrip("_").replace("_", "-"), value if isinstance(value, str) else number(value))
    add(made, *content)
    return made


def add(parent: Element, *content: Content) -> None:
    """Put more content at the end of an element.

    Raises:
        TypeError: for something that is neither text, number, element, nothing, nor several of these.
    """
    for each in content:
        if each is None:
            continue
        if isinstance(each, Element):
            parent.append(each)
        elif isinstance(each, str | int):
            _write(parent, str(each))
        elif isinstance(each, Iterable):
            add(parent, *each)
        else:
            raise TypeError(f"a {type(each).__name__} is no content of a page")


def _write(parent: Element, text: str) -> None:
    text = AMOUNT.sub("\u00a0", text)
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def number(value: float) -> str:
    """A number as pictures write it.

    >>> number(12), number(12.0), number(12.34)
    ('12', '12', '12.3')
    """
    return f"{value:.1f}".removesuffix(".0")


def html(element: Element) -> str:
    """An element as HTML."""
    return tostring(element, encoding="unicode", method="html")
