"""The first screen: the one sentence, the trade-off, what holds, what does not, and what to ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from freehand.assessment.results import Assessment, AtRung, InContingency
from freehand.faces import wording
from freehand.faces.markup import Content, el
from freehand.faces.pictures.marks import written
from freehand.faces.pictures.tradeoff import standings, tradeoff

MOST_LISTED = 12
"""A first screen that goes on for pages is none; what is left out stands in the sections."""


def first_screen(found: Assessment, keys: Mapping[str, str], under: str = "") -> Element:
    """What somebody who reads nothing else should know; ``under`` is what the one sentence must not be read without."""
    figure = tradeoff(found)
    several = len(found.tradeoff) > 1
    return el(
        "div",
        el("p", wording.title(found), class_="quiet"),
        el("h1", figure.title),
        el("p", under) if under else None,
        figure.element(caption=False) if several else None,
        _sides(found, keys),
        standings(found),
        _contents(found, keys),
        class_="first",
    )


def _sides(found: Assessment, keys: Mapping[str, str]) -> Element:
    fallen = [(one, at) for one in found.contingencies if (at := falls_short(one)) is not None]
    questions = [(one, at, ask) for one, at in fallen if (ask := first_ask(at)) is not None]
    return el(
        "div",
        _side("What holds", _holding(found, keys)),
        _side("What does not", (_fallen(one, at, keys) for one, at in fallen)),
        _side("What to ask first", (_asked(one, at, ask) for one, at, ask in questions)),
        class_="sides",
    )


def _side(heading: str, items: Iterator[Content] | list[Content]) -> Element:
    every = list(items)
    shown: list[Content] = every[:MOST_LISTED]
    if len(every) > MOST_LISTED:
        shown.append(f"and {len(every) - MOST_LISTED} more, in the sections below")
    return el("section", el("h2", heading), el("ul", (el("li", item) for item in shown or ["Nothing."])))


def falls_short(one: InContingency) -> AtRung | None:
    """A contingency at the highest rung at which it is not assured in fact, by its full courses; None if at none."""
    return next((at for at in reversed(list(one.rungs.values())) if wording.standing_word(at) != "assured"), None)


def first_ask(at: AtRung) -> str | None:
    """The first thing to ask for at a rung, as a question."""
    asks = at.asks or tuple(ask for b in (at.believed or {}).values() if b is not None for ask in b.asks)
    return wording.question(asks[0]) if asks else None


def _holding(found: Assessment, keys: Mapping[str, str]) -> Iterator[Content]:
    for one in found.contingencies:
        rung, at = list(one.rungs.items())[-1]
        word = wording.standing_word(at)
        if at.verdict is None or not at.verdict.holds or word == wording.EXPOSED:
            continue
        rests = f", resting on {wording.load_text(at.load_bearing)}" if at.load_bearing else ""
        told = f" at {rung.word}{rests}"
        yield [el("a", one.name, href=f"#{keys[one.name]}"), ": ", written(word), told]


def _fallen(one: InContingency, at: AtRung, keys: Mapping[str, str]) -> Content:
    last = list(one.rungs)[-1]
    where = f" at {at.rung.word}" if at.rung is last else f" with no more than {at.rung.word}"
    return [el("a", one.name, href=f"#{keys[one.name]}"), f"{where}: ", written(wording.standing_word(at)), why(at)]


def why(at: AtRung) -> str:
    """What is short, unseen, unmet or undecided, in a few words."""
    if at.aims_unmet and at.verdict is not None and at.verdict.holds:
        return f", leaves unmet: {wording.listed(at.aims_unmet)}"
    if at.undecided:
        return f": {at.undecided}"
    unseen = wording.unseen_text(at)
    return f", {unseen}" if unseen else wording.short_by(at).replace(";", ",")


def _asked(one: InContingency, at: AtRung, ask: str) -> Content:
    return [el("span", f"For {one.name} at {at.rung.word}: ", class_="quiet"), ask]


def _contents(found: Assessment, keys: Mapping[str, str]) -> Element:
    links: list[Element] = [el("li", el("a", one.name, href=f"#{keys[one.name]}")) for one in found.contingencies]
    links.append(el("li", el("a", "how each number was found", href="#method")))
    return el("nav", el("ul", links), **{"aria-label": "Contents"})
