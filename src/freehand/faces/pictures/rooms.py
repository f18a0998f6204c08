"""The rooms as a picture: an outlined bar (with help), filled as far as it stays (joint), hours beside it."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from freehand.assessment.freedom import Time
from freehand.faces import wording
from freehand.faces.markup import Content
from freehand.faces.page import table
from freehand.faces.pictures.drawing import MARGIN, WIDTH, Drawing, Figure, fitted
from freehand.quantities import show_about, show_percent

LEFT, LONGEST = 250, 340
ROW = 46


def rooms(time: Mapping[str, Time], key: str) -> Figure:
    """What each party's starts can move, with help and joint."""
    drawing = Drawing(key)
    most = max((s for t in time.values() for s in wording.amounts(t) if s is not None), default=0)
    y = 8.0
    for party, each in time.items():
        _, help_, joint = wording.amounts(each)
        drawing.text(MARGIN, y + 13, fitted(party, LEFT - MARGIN - 16), whole=party)
        data = {"data-party": party, "data-with-help-s": str(help_), "data-joint-s": str(joint)}
        if help_ is not None and most:
            drawing.rect(LEFT, y, LONGEST * help_ / most, 14, "outline", **data)
        if joint is not None and most:
            drawing.rect(LEFT, y, LONGEST * joint / most, 14, "kept")
        beside = LEFT + LONGEST + 18
        drawing.text(beside, y + 12, wording.room_text(each), "small")
        drawing.text(beside, y + 29, fitted(kept(each), WIDTH - beside, 13), "quiet small", whole=kept(each))
        y += ROW
    return drawing.figure(title_of(time), described(time), y, rooms_table(time))


def title_of(time: Mapping[str, Time]) -> str:
    """The answer: who keeps how much of its room."""
    told = [
        f"{party} keeps {wording.part_of(each.joint.seconds, each.with_help.seconds)}"
        for party, each in time.items()
        if each.joint is not None and each.with_help is not None and each.with_help.seconds
    ]
    return f"{wording.listed(told)}." if told else "How far each party's starts can move."


def kept(time: Time) -> str:
    """What stays of a room, in per cent, and where it lost most."""
    if time.kept is None:
        return ""
    lost = "" if time.lost is None else f", most at {wording.lost_text(time.lost)}"
    return f"keeps {show_percent(time.kept)}{lost}"


def described(time: Mapping[str, Time]) -> str:
    """The picture in text."""
    return " ".join(f"{party}: {wording.room_text(each)}." for party, each in time.items())


def rooms_table(time: Mapping[str, Time]) -> Element:
    """The table that says the same."""
    rows: list[list[Content]] = []
    for party, each in time.items():
        amounts = (wording.NOTHING if a is None else show_about(a) for a in wording.amounts(each))
        share = wording.NOTHING if each.kept is None else show_percent(each.kept)
        open_ended = ", ".join(str(p) for p in each.with_help.open_ended) if each.with_help else ""
        rows.append([party, *amounts, share, wording.lost_text(each.lost), open_ended or wording.NOTHING])
    columns = ["party", "alone", "with help", "joint", "kept", "lost most at", "open-ended, not counted"]
    return table("Room: how far a party's starts can move, in all", columns, rows, (1, 2, 3, 4))
