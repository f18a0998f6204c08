"""The report: one page that can be read, printed and carried, from an assessment and nothing else.

The first screen answers; then each contingency has a section; the last section says how each number was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from freehand.assessment.results import Assessment
from freehand.faces import wording
from freehand.faces.markup import el
from freehand.faces.page import notes, page
from freehand.faces.report.contingency import section
from freehand.faces.report.first import first_screen
from freehand.faces.report.method import method


def report(found: Assessment, told: Iterable[tuple[str, Sequence[str]]] = (), under: str = "") -> str:
    """The whole report as one HTML page, whole in itself.

    Args:
        found: what it reports on.
        told: headings with sentences that belong to it.
        under: sentences that stand under the first one.

    >>> from freehand.assessment.assess import assess
    >>> from freehand.formats.workspace import load
    >>> report(assess(load("examples/worked/airlift"))).count("<h1>")
    1
    """
    keys = {one.name: f"c{place}" for place, one in enumerate(found.contingencies, 1)}
    return page(
        f"{found.compact}: {wording.headline(found)}",
        first_screen(found, keys, under),
        (section(one, keys[one.name]) for one in found.contingencies),
        notes(told),
        el("section", method(found), id="method"),
    )
