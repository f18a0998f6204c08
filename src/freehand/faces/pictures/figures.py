"""The one way to a figure for whoever has an assessment in hand, such as somebody in a notebook."""

from __future__ import annotations

from freehand.assessment.results import Assessment, AtRung
from freehand.assessment.timetable import timetable
from freehand.faces.pictures.drawing import Figure
from freehand.faces.pictures.timeline import timeline
from freehand.faces.pictures.tradeoff import tradeoff


def figure(of: Assessment | AtRung) -> Figure:
    """The trade-off of an assessment, or the timeline of a contingency at a joint rung; a notebook shows it.

    Raises:
        ValueError: where there is nothing to draw: below *scenarios*, and where a need is met by nothing.

    >>> from freehand.assessment.assess import assess
    >>> from freehand.formats.workspace import load
    >>> found = assess(load("examples/worked/airlift"))
    >>> figure(found["drill"]["support"]).title.partition(";")[0]
    'Short by 17 h: the attack may come as early as 24 h after the warning'
    """
    if isinstance(of, Assessment):
        return tradeoff(of)
    found = None if of.choice is None else timetable(of.choice, of.chains)
    if of.choice is None or found is None:
        raise ValueError(f"there is no timeline at {of.rung.word}: nothing is joint, or a need is met by nothing")
    return timeline(found, of, of.choice.combination.setting.contingency.name, "figure")
