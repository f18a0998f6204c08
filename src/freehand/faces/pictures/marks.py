"""A verdict is shape, word and colour, always all three.

======================  ================================
assured                 filled disc
assured if told apart   half disc
adaptable               ring with a dot
possible                ring
exposed                 dashed ring with a mark
impossible              cross
undecided               ring with a question mark
not released            a dash
======================  ================================
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from freehand.assessment.verdict import Verdict
from freehand.faces import wording
from freehand.faces.markup import el

CLASSES = {Verdict.TOLD_APART.word: "told-apart", wording.NOT_RELEASED: "not-released", wording.LESSER: "assured"}
LABELS = {wording.LESSER: "lesser course"}
SHAPES = {
    "assured": [("M-8 0a8 8 0 1 0 16 0a8 8 0 1 0 -16 0z", "full")],
    "told-apart": [("M-8 0a8 8 0 1 0 16 0a8 8 0 1 0 -16 0z", "shape"), ("M0 -8a8 8 0 0 1 0 16z", "full")],
    "adaptable": [
        ("M-8 0a8 8 0 1 0 16 0a8 8 0 1 0 -16 0z", "shape"),
        ("M-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z", "full"),
    ],
    "possible": [("M-8 0a8 8 0 1 0 16 0a8 8 0 1 0 -16 0z", "shape")],
    "exposed": [("M-8 0a8 8 0 1 0 16 0a8 8 0 1 0 -16 0z", "shape dashes"), ("M0 -4v5M0 4v.4", "shape")],
    "impossible": [("M-6 -6l12 12M6 -6l-12 12", "shape")],
    "undecided": [
        ("M-8 0a8 8 0 1 0 16 0a8 8 0 1 0 -16 0z", "shape"),
        ("M-2.5 -2a2.5 2.5 0 1 1 3.5 2.2q-1 .6 -1 1.6M0 4.4v.2", "shape"),
    ],
    "not-released": [("M-5 0h10", "shape")],
}


def class_of(word: str) -> str:
    """The class that colours a verdict.

    >>> class_of("assured if told apart"), class_of("possible")
    ('told-apart', 'possible')
    """
    return CLASSES.get(word, word)


def drawn(word: str, x: float, y: float, label: str, **data: str) -> Element:
    """A verdict in a picture: its shape around a point, and its word beside it."""
    shapes = (el("path", d=d, class_=kind) for d, kind in SHAPES[class_of(word)])
    return el(
        "g",
        el("g", shapes, transform=f"translate({x:g} {y:g})"),
        el("text", label, x=x + 16, y=y + 5, class_="word"),
        class_=class_of(word),
        **data,
    )


def written(word: str) -> Element:
    """A verdict in a sentence or a table: its shape, its word, its colour."""
    return el("span", f"{wording.SHAPES[word]} {LABELS.get(word, word)}", class_=f"mark {class_of(word)}")
