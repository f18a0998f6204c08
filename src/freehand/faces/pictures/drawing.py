"""The few primitives of which every picture is made, and the figure that holds a picture, its title and its table.

Lengths are the units of the picture's own box, 980 wide; a browser scales them. Colours come from the style sheets by
class, so that dark, grey and forced colours are theirs to know.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element, tostring

from rich.cells import cell_len, set_cell_size

from freehand.faces.markup import add, el, html
from freehand.faces.page import look, region

WIDTH = 980
MARGIN = 4
SVG = "http://www.w3.org/2000/svg"
CELL = 8.6
"""How wide a letter of 15 px is, on average, in the widest of the fonts that people have."""


@dataclass(frozen=True)
class Figure:
    """A picture with the sentence it answers by, the same in text, and the table that says the same.

    In a notebook it shows itself.
    """

    title: str
    described: str
    svg: Element
    table: Element | None = None

    def element(self, caption: bool = True) -> Element:
        """The figure as part of a page: with its title and its table, or without both where the page has them."""
        if not caption:
            return el("figure", region(self.title, self.svg))
        return el("figure", el("figcaption", self.title), region(self.title, self.svg), self.table)

    def as_svg(self) -> str:
        """The picture as a file of its own, with its colours."""
        x, y, width, height = size = boxed(self.svg)
        style = el("style", look("colours"), look("pictures"))
        paper = el("rect", x=x, y=y, width=width, height=height, fill="var(--paper)")
        whole = el("svg", style, paper, self.svg, xmlns=SVG, width=width, height=height)
        whole.set("viewBox", " ".join(f"{each:g}" for each in size))
        return tostring(whole, encoding="unicode") + "\n"

    def _repr_html_(self) -> str:
        return html(el("div", el("style", look("colours"), look("pictures")), self.element()))


class Drawing:
    """A picture while it is drawn. ``key`` tells its inner names from those of other pictures on the same page."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.parts: list[Element] = []

    def put(self, *parts: Element) -> None:
        """Draw elements above what is there."""
        self.parts += parts

    def text(self, x: float, y: float, words: str, class_: str = "", whole: str = "", **data: str | float) -> None:
        """A line of text from its baseline; ``whole`` is what was too long for it, told on pointing."""
        told = el("title", whole) if whole and whole != words else None
        self.put(el("text", told, words, x=x, y=y, class_=class_ or None, **data))

    def line(self, x1: float, y1: float, x2: float, y2: float, class_: str = "hair") -> None:
        """A straight line."""
        self.put(el("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_))

    def rect(self, x: float, y: float, width: float, height: float, class_: str, **more: str | float) -> None:
        """A rectangle; one without width still shows."""
        self.put(el("rect", x=x, y=y, width=max(width, 1.0), height=height, class_=class_, **more))

    def path(self, d: str, class_: str, **more: str) -> None:
        """A path."""
        self.put(el("path", d=d, class_=class_, **more))

    def hatch(self, name: str, class_: str, step: int = 5) -> str:
        """A hatching, as a fill: what nature chooses."""
        ident = f"{self.key}-{name}"
        line = el("line", y2=step, class_=class_)
        pattern = el("pattern", line, id=ident, width=step, height=step)
        pattern.set("patternUnits", "userSpaceOnUse")
        pattern.set("patternTransform", "rotate(45)")
        self.put(el("defs", pattern))
        return f"url(#{ident})"

    def figure(self, title: str, described: str, height: float, table: Element | None = None) -> Figure:
        """The picture, finished."""
        svg = el("svg", width=WIDTH, height=height, role="img", **{"aria-labelledby": f"{self.key}-t {self.key}-d"})
        svg.set("viewBox", f"0 0 {WIDTH} {height:.0f}")
        add(svg, el("title", title, id=f"{self.key}-t"), el("desc", described, id=f"{self.key}-d"), self.parts)
        return Figure(title, described, svg, table)


def boxed(svg: Element, margin: float = 16) -> tuple[float, float, float, float]:
    """A picture's box with a margin around it: left, top, width, height."""
    width, height = (float(svg.get(name, "0")) for name in ("width", "height"))
    return -margin, -margin, width + 2 * margin, height + 2 * margin


def fitted(words: str, width: float, size: float = 15) -> str:
    """As much of a text as fits into a width, with an ellipsis where something is left out.

    >>> fitted("short", 120), fitted("a name that is far too long", 120)
    ('short', 'a name that …')
    """
    cells = max(1, int(width / (CELL * size / 15)))
    if cell_len(words) <= cells:
        return words
    return f"{set_cell_size(words, cells - 1).rstrip()} …" if cells > 2 else "…"


def wrapped(words: str, width: float, lines: int, size: float = 15) -> list[str]:
    """A text on at most so many lines, broken at blanks; the last line is cut where it must be.

    >>> wrapped("move coastal districts inland", 140, 2)
    ['move coastal', 'districts inland']
    """
    cells = max(1, int(width / (CELL * size / 15)))
    found: list[str] = []
    left = words.split(" ")
    while left and len(found) < lines - 1:
        line = left.pop(0)
        while left and cell_len(f"{line} {left[0]}") <= cells:
            line = f"{line} {left.pop(0)}"
        found.append(fitted(line, width, size))
    return [*found, fitted(" ".join(left), width, size)] if left else found
