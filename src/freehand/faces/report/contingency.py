"""One contingency: how it stands, its timeline, where it breaks and what to ask, what each party gives up."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from freehand.assessment.explain import Chain
from freehand.assessment.results import AtRung, InContingency
from freehand.assessment.timetable import timetable
from freehand.faces import wording
from freehand.faces.markup import Content, el
from freehand.faces.pictures.marks import written
from freehand.faces.pictures.rooms import rooms, rooms_table
from freehand.faces.pictures.timeline import timeline
from freehand.faces.report import tables
from freehand.faces.report.first import falls_short


def section(one: InContingency, key: str) -> Element:
    """A contingency at the highest rung asked for, and why it is no better below."""
    at = list(one.rungs.values())[-1]
    lower = falls_short(one)
    return el(
        "section",
        el("h2", heading(one.name, at), id=f"{key}-h"),
        _ladder(one),
        _courses(at),
        _holds(one.name, at, key),
        None if lower is None or says_all(lower, at) else _why_not(one.name, lower, at, key),
        tables.cells(at),
        _gives_up(at, key),
        tables.prices(at),
        tables.clashes(at),
        tables.believed(one),
        class_="contingency",
        id=key,
        **{"aria-labelledby": f"{key}-h"},
    )


def says_all(lower: AtRung, top: AtRung) -> bool:
    """Whether the heading says all there is: no choice was looked at, and why stands in it."""
    return lower is top and lower.choice is None and lower.believed is None


def heading(name: str, at: AtRung) -> str:
    """How a contingency stands at the rung that its section is about."""
    return f"{wording.answer(name, at).removesuffix('.')}, at {at.rung.word}."


def _ladder(one: InContingency) -> Element:
    steps = (el("li", f"{at.rung.word} ", written(wording.standing_word(at))) for at in one.rungs.values())
    return el("ul", steps, class_="ladder")


def _courses(at: AtRung) -> Content:
    lines = [el("li", text) for text in wording.courses_text(at).values()]
    rests = f"Rests on {wording.load_text(at.load_bearing)}." if at.load_bearing else None
    if at.load_bearing and not at.searched_all:
        rests = f"{rests} Sets of more than three were not searched."
    told = (el("p", wording.sentence(text)) for text in wording.tellings(at))
    flagged = (el("p", wording.sentence(wording.contradiction_text(c))) for c in at.contradictions)
    return [el("ul", lines) if lines else None, el("p", rests) if rests else None, told, flagged]


def _holds(name: str, at: AtRung, key: str) -> Content:
    """The timeline of the best choice, where it is assured."""
    if at.choice is None or at.choice.windows is None:
        return None
    found = timetable(at.choice, at.chains)
    return None if found is None else timeline(found, at, name, f"{key}-t").element()


def _why_not(name: str, lower: AtRung, top: AtRung, key: str) -> Content:
    """Where it falls short, the chain drawn and told, and what to ask."""
    heading = "Why it is no better" if lower is top else f"Why not already at {lower.rung.word}"
    parts: list[Content] = [el("h3", heading)]
    if lower is not top:
        parts.append(el("p", wording.answer(name, lower)))
        parts.append(_courses(lower))
    if lower.choice is not None:
        found = timetable(lower.choice, lower.chains)
        if found is not None and found.breaks is not None:
            parts.append(timeline(found, lower, name, f"{key}-b").element())
        parts += [account(chain) for chain in lower.chains]
        parts.append(_questions(lower))
    else:
        parts.append(_by_themselves(lower))
    return parts


def account(chain: Chain) -> Element:
    """A chain as an account: what each reason adds or takes, and at the end what is missing."""
    rows = (
        el(
            "div",
            el("dt", amount or "\u00a0"),
            el("dd", text, " ", el("span", source, class_="quiet") if source else None),
        )
        for amount, text, source in wording.chain_rows(chain)
    )
    return el("dl", rows, class_="account")


def _questions(at: AtRung) -> Content:
    if not at.asks:
        return el("p", "No change of one or two numbers alone would make it assured.") if at.chains else None
    each = (
        el("li", wording.question(ask), " ", el("span", wording.ask_parts(ask)[1], class_="quiet")) for ask in at.asks
    )
    return [el("p", "To read out:", class_="answer"), el("ol", each, class_="questions")]


def _by_themselves(lower: AtRung) -> Iterator[Content]:
    """Below *scenarios*: what is unseen, and what keeps a party by itself from being assured."""
    unseen = wording.unseen_text(lower)
    if unseen and lower.unseen is not None:
        which = (*lower.unseen.missing, *lower.unseen.joins, *lower.unseen.clashes, *lower.unseen.surprises)
        yield el("p", wording.sentence(unseen[:1].upper() + unseen[1:]))
        yield el("ul", (el("li", wording.sentence(text)) for text in which))
    for party, seen in (lower.believed or {}).items():
        if seen is not None and seen.chains:
            yield el("p", wording.believed_text(party, seen), class_="answer")
            yield [account(chain) for chain in seen.chains]
            if seen.asks:
                yield el("ol", (el("li", wording.question(a)) for a in seen.asks), class_="questions")


def _gives_up(at: AtRung, key: str) -> Content:
    """What each party keeps in time and in consent."""
    if not at.rung.joint or not at.time:
        return None
    return [
        el("h3", "What each party gives up"),
        rooms(at.time, f"{key}-r").element() if any(t.with_help for t in at.time.values()) else rooms_table(at.time),
        tables.windows(at),
        tables.consent(at),
    ]
