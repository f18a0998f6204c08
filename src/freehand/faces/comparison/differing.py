"""One difference in words: what it is called, and how its value is shown before and after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from freehand.assessment.comparison.facts import Fact, Value
from freehand.assessment.verdict import Verdict
from freehand.faces.wording import listed, load_text, mark, signed
from freehand.quantities import show_about, show_duration, show_hours, show_instant

NONE, NO, YES = "none", "no", "yes"


class Row(NamedTuple):
    """What differs, and how it was and is, in words."""

    what: str
    before: str
    after: str

    @property
    def text(self) -> str:
        """The same in one line.

        >>> Row("A's room, joint", "48 h", "12 h").text, Row("rests on B's alert", NO, YES).text
        ("A's room, joint: 48 h → 12 h", "now: rests on B's alert")
        """
        if {self.before, self.after} == {NO, YES}:
            return f"{'now' if self.after == YES else 'no longer'}: {self.what}"
        return f"{self.what}: {self.before} → {self.after}"


def row(fact: Fact, before: Value, after: Value) -> Row:
    """One difference in words.

    >>> row(Fact("joint room", ("A",)), 172800, 43200)
    Row(what="A's room, joint", before='48 h', after='12 h')
    """
    what, show = _said(fact)
    if before is True or after is True:
        return Row(what, *(NO if value is None or value is False else YES for value in (before, after)))
    old, new = (NONE if value is None else show(value) for value in (before, after))
    if old == new and isinstance(before, int) and isinstance(after, int):
        old, new = show_duration(before), show_duration(after)  # they differ by less than a table shows
    return Row(what, old, new)


def _said(fact: Fact) -> tuple[str, Callable[[Value], str]]:
    """What a fact is called, and how its value is shown."""
    of = fact.of
    match fact.what:
        case "verdict":
            return "believed by all", _marked
        case "in fact":
            return "in fact", _marked
        case "believed":
            return f"{of[0]} believes", _marked
        case "in scenario":
            return f"in the scenario {of[0]}", _marked
        case "cell":
            courses = ", ".join(f"{party}: {course}" for party, course in zip(of[1::2], of[2::2], strict=True))
            return f"{courses}; in {of[0]}", _cell
        case "aims unmet":
            return "aims left unmet", _words
        case "course":
            return f"{of[0]}'s course", str
        case "way":
            return f"{of[0]}'s {of[1]}", str
        case "order":
            return f"order: {of[0]}", str
        case "alone room" | "with help room" | "joint room":
            return f"{of[0]}'s room, {fact.what.removesuffix(' room')}", _about
        case "margin":
            return "the narrowest free window", _about
        case "told apart by":
            return "scenarios to be told apart by", lambda value: show_instant(_number(value))
        case "if told":
            return f"{of[0]} tells {listed(of[1:-1])} when the {of[-1]} has come", str
        case "most tied":
            return "most tied start", _tied
        case "window":
            after = f", counted from {of[2]}" if of[2] else ""
            return f"{of[0]}'s window for {of[1]}{after}", lambda value: _window(value, bool(of[2]))
        case "consent":
            return f"{of[0]} takes '{of[1]}'", _consent
        case "price":
            return f"price of {_element(of)}", _price
        case "worth":
            return f"standing without {_element(of)}", _worth
        case "rests on":
            return f"rests on {load_text([list(zip(of[::2], of[1::2], strict=True))])}", str
        case "stands alone":
            return "keeps its standing with all support withheld", str
        case "unseen join" | "unseen clash" | "unseen surprise":
            return f"nobody looks at '{of[0]}'", str
        case "clash":
            return f"clash over {of[0]}: {listed(of[1:])}", str
        case "chain":
            which = "" if of[1] == "1" else f", fault {of[1]}"
            return f"{f'why {of[0]} believes no better' if of[0] else 'why no better'}{which}", _chain
        case "ask":
            return f"to ask for{f' by {of[0]}' if of[0] else ''}: {of[1]}", str
        case _:
            return f"{of[0]} reads of {of[2]} in {of[1]} what contradicts itself", str


def _element(of: Sequence[str]) -> str:
    kind, element = of[:2]
    word = {"synchronise": "synchronisation", "order": "rule of order"}.get(kind, kind)
    return element if kind == element else f"the {word} '{element}'"


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _items(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else ()


def _marked(value: Value) -> str:
    return mark(str(value))


def _about(value: Value) -> str:
    return show_about(_number(value))


def _words(value: Value) -> str:
    return listed(str(one) for one in _items(value))


def _cell(value: Value) -> str:
    word, short = _items(value)
    return mark(str(word)) + (f", short by {show_hours(_number(short))}" if short is not None else "")


def _tied(value: Value) -> str:
    _, start, before, after = _items(value)
    return f"{start} ({show_about(_number(before))} → {show_about(_number(after))})"


def _window(value: Value, after: bool) -> str:
    show = show_duration if after else show_instant
    return " to ".join(show(_number(edge)) for edge in _items(value))


def _consent(value: Value) -> str:
    status, of, seconds = _items(value)
    whom = f" of {_words(of)}" if _items(of) else ""
    how_long = f" ({show_about(_number(seconds))})" if seconds is not None else ""
    return {"free": "freely", "excluded": "not at this rung"}.get(str(status), f"{status}{whom}{how_long}")


def _price(value: Value) -> str:
    rooms = (_items(one) for one in _items(value))
    return ", ".join(f"{party} {'not known' if room is None else signed(_number(room))}" for party, room in rooms)


def _worth(value: Value) -> str:
    word, lesser = _items(value)
    return mark(str(word)) + (", by a lesser course" if lesser and word != Verdict.IMPOSSIBLE.word else "")


def _chain(value: Value) -> str:
    short, steps = _items(value)
    last = str(_items(steps)[-1]) if _items(steps) else ""
    return f"short by {show_hours(_number(short))}" if short is not None else last
