"""Reads a network in the JSON form.

1. One object: ``points`` (names), ``constraints`` (``from``, ``to``, ``max``: to - from <= max), ``links`` (``from``,
   ``to``, ``min``, ``max``: nature picks to - from). ``name`` and ``format``, and a ``reason`` of each constraint and
   link, may be there; nothing else may.
2. Numbers are whole as they stand: 3.0 is none, and neither are NaN and infinities, which JSON does not have.
3. No key stands twice. Names and reasons are text that can be written again (no half of a surrogate pair).
4. Brackets and commas are limited before anything is parsed: that bounds the memory that is taken.

All faults are told at once, with their lines. RFC 8259 (Bray 2017).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from freehand.errors import Place, shown
from freehand.temporal.files.lines import Lines
from freehand.temporal.files.refusals import NetworkFile, Refusals, refused

FORMAT = "freehand.network/1"
MOST_BRACKETS = 2_500_000
MOST_COMMAS = 8_500_000
DEEPEST = 20
LONGEST_NUMBER = 24

_TWICE = object()
"""Beside the keys of an object that has one of them twice."""

_TOP = ("format", "name", "points", "constraints", "links")
_CONSTRAINT = ("from", "to", "max", "reason")
_LINK = ("from", "to", "min", "max", "reason")
_AGAIN = "Write the file again; it may have been cut short."


class _Number(str):
    """A number that is not whole, or far too long, as it stands in the text."""

    __slots__ = ()


def read_json(data: bytes, document: str) -> NetworkFile:
    """The network of a file already read; ``document`` is its name in faults.

    Raises ``InputError`` with every fault.

    >>> found = read_json(b'{"points": ["a", "b"], "constraints": [{"from": "a", "to": "b", "max": 3}]}', "a.json")
    >>> found.network.edges
    [(0, 1, 3)]
    >>> read_json(b'{"points": ["a"], "constraints": [{"from": "a", "to": "a", "max": 1.5}]}', "a.json")
    Traceback (most recent call last):
    freehand.errors.InputError: a.json:1  constraints / 0 / max: '1.5' is no whole number
      why:  everything is reckoned exactly, in whole numbers.
      next: Write a whole number, such as 3600.
    """
    text = _text(data, document)
    tree = _tree(text, document)
    return _Reader(text, document).read(tree)


def _text(data: bytes, document: str) -> str:
    for found, most, things in (
        (data.count(b"{") + data.count(b"["), MOST_BRACKETS, "brackets"),
        (data.count(b","), MOST_COMMAS, "commas"),
    ):
        if found > most:
            what, why = f"this file has more than {most:,} {things}", "it is read into memory as a whole."
            raise refused(document, 0, what, why, "Split the network, or leave out what follows.")
    encoding = json.detect_encoding(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what, why = "this is not in the encoding of JSON", "JSON is written in UTF-8."
        raise refused(document, line, what, why, "Write the file again in UTF-8.") from error


def _tree(text: str, document: str) -> Any:
    try:
        return json.loads(
            text, object_pairs_hook=_fields, parse_int=_whole, parse_float=_Number, parse_constant=_Number
        )
    except RecursionError as error:
        what = f"this is nested more than {DEEPEST} deep"
        why = "no network is; it may be damaged."
        raise refused(document, _deep(text), what, why, _AGAIN) from error
    except json.JSONDecodeError as error:
        why = f"the reader says: {shown(error.msg)}, at letter {error.colno} of the line."
        raise refused(document, error.lineno, "this cannot be read as JSON", why, _AGAIN) from error


def _fields(pairs: list[tuple[str, Any]]) -> dict[Any, Any]:
    fields: dict[Any, Any] = dict(pairs)
    if len(fields) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                fields[_TWICE] = key
            seen.add(key)
    return fields


def _whole(text: str) -> int | _Number:
    return int(text) if len(text) <= LONGEST_NUMBER else _Number(text)


def _deep(text: str) -> int:
    """The line on which nesting goes too deep."""
    depth, at, line = 0, 0, 1
    while at < len(text):
        letter = text[at]
        if letter == '"':
            at += 1
            while at < len(text) and text[at] != '"':
                at += 2 if text[at] == "\\" else 1
        elif letter in "[{":
            depth += 1
            if depth > DEEPEST:
                break
        elif letter in "]}":
            depth -= 1
        line += letter == "\n"
        at += 1
    return line


def _named(value: object) -> str:
    """What stands there, in words."""
    if isinstance(value, _Number) or (isinstance(value, int) and not isinstance(value, bool)):
        return f"the number {shown(str(value))}"
    if isinstance(value, str):
        return f"the text '{shown(value)}'"
    if isinstance(value, dict):
        return "an object"
    return "a list" if isinstance(value, list) else f"the word {json.dumps(value)}"


def writable(text: str) -> bool:
    """Whether a text can stand in a file: it has no half of a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _plainly_sound(values: list[Any]) -> bool:
    """Two names in ASCII and whole numbers: most rows, told at once."""
    start, end, *numbers = values
    return (type(start) is str and start.isascii() and type(end) is str and end.isascii()) and all(
        type(number) is int for number in numbers
    )


class _Reader:
    """One text, and what is wrong with it."""

    def __init__(self, text: str, document: str) -> None:
        self.document = document
        self.lines = Lines(text)
        self.refusals = Refusals(document)

    def read(self, tree: Any) -> NetworkFile:
        if not isinstance(tree, dict):
            what, why = f"this is {_named(tree)}", "a network is an object with points, constraints and links."
            raise refused(self.document, self.lines.of(), what, why, 'Begin with {"points": [...].')
        self.keys((), tree, _TOP, ("points",))
        if tree.get("format", FORMAT) != FORMAT:
            what = f"the format is {_named(tree['format'])}"
            self.add(("format",), what, f"this is read as {FORMAT}.", "Leave it out, or mend it.")
        name = tree.get("name", "")
        self.text(("name",), name)
        points, of_points = [], []
        for index, point in enumerate(self.items(tree, "points")):
            if self.text(("points", index), point):
                points.append(point)
                of_points.append(index)
        constraints, of_constraints = self.rows(tree, "constraints", _CONSTRAINT)
        links, of_links = self.rows(tree, "links", _LINK)
        if not points and self.refusals.found:
            raise self.refusals.error()
        places = {"points": of_points, "constraints": of_constraints, "links": of_links}

        def where(kind: str, index: int, field: str) -> Place:
            found = places.get(kind)
            at = found[index] if found is not None and index < len(found) else index
            path = tuple(part for part in (kind, at, field) if part != "")
            return Place(self.document, self.lines.of(*path), " / ".join(map(str, path)) if kind else "")

        return NetworkFile(self.refusals.network(points, constraints, links, where), str(name))

    def add(self, path: tuple[str | int, ...], what: str, why: str, next: str) -> None:
        if self.refusals.full:  # looking up more lines would take long and tell nobody anything
            self.refusals.more += 1
            return
        field = " / ".join(shown(str(part)) for part in path)
        self.refusals.add(self.lines.of(*path), field, what, why, next)

    def items(self, tree: dict[Any, Any], key: str) -> list[Any]:
        found = tree.get(key, [])
        if isinstance(found, list):
            return found
        self.add((key,), f"here stands {_named(found)}", f"'{key}' is a list.", "Write [ ] around it.")
        return []

    def keys(
        self, path: tuple[str | int, ...], found: dict[Any, Any], known: tuple[str, ...], needed: tuple[str, ...]
    ) -> bool:
        """Whether an object has the keys that it must have; those it may not have are faults too."""
        for key, value in found.items():
            if key is _TWICE:
                what, why = f"'{shown(value)}' stands here twice", "only one can be meant."
                self.add((*path, value), what, why, "Keep one of the two.")
            elif key not in known:
                near = get_close_matches(key[:LONGEST_NUMBER], known, 1) if not self.refusals.full else ()
                hint = f"Did you mean '{near[0]}'? " if near else ""
                why = f"what may stand here is: {', '.join(known)}."
                self.add((*path, key), f"there is no field '{shown(key)}'", why, f"{hint}Mend it, or take it out.")
        missing = [key for key in needed if key not in found]
        for key in missing:
            said = f"'{key}' is missing"
            self.add(path, said, "it has no usual value.", f'Write "{key}": and its value.')
        return not missing

    def text(self, path: tuple[str | int, ...], value: object) -> bool:
        if not isinstance(value, str) or isinstance(value, _Number):
            self.add(path, f"here stands {_named(value)}", "this is text.", 'Write it in quotes: "…".')
            return False
        if not value.isascii() and not writable(value):
            what, why = f"'{shown(value)}' is no whole text", "half of a letter stands in it, which no file can hold."
            self.add(path, what, why, "Write it again.")
            return False
        return True

    def rows(self, tree: dict[Any, Any], kind: str, known: tuple[str, ...]) -> tuple[list[tuple[Any, ...]], list[int]]:
        """Those of a list that are sound, as ``Network.of`` takes them, and their places in the list."""
        rows, places = [], []
        needed = known[:-1]
        fields: list[tuple[str, Callable[[tuple[str | int, ...], object], bool]]] = [("from", self.text)]
        fields += [("to", self.text), *((number, self.whole) for number in needed[2:])]
        for index, one in enumerate(self.items(tree, kind)):
            path = (kind, index)
            if not isinstance(one, dict):
                why = f"each of '{kind}' is an object with {', '.join(needed)}."
                self.add(path, f"here stands {_named(one)}", why, "Write it as an object.")
                continue
            if (len(one) != len(needed) or any(key not in one for key in needed)) and not self.keys(
                path, one, known, needed
            ):
                continue
            if _plainly_sound([one[key] for key in needed]):
                sound = []
            else:  # every field is looked at, so that every fault is told
                sound = [check((*path, key), one[key]) for key, check in fields]
            reason = one.get("reason", "")
            if reason != "":
                sound.append(self.text((*path, "reason"), reason))
            if all(sound):
                rows.append((*(one[key] for key in needed), reason or None))
                places.append(index)
        return rows, places

    def whole(self, path: tuple[str | int, ...], value: object) -> bool:
        if type(value) is int:
            return True
        if isinstance(value, _Number) and (digits := value.lstrip("-")).isdigit():
            what, why = f"a number of {len(digits)} digits", "sums must stay below 2**61 seconds."
            self.add(path, what, why, "Use smaller numbers: seconds, not microseconds.")
            return False
        what = f"'{value}' is no whole number" if isinstance(value, _Number) else f"here stands {_named(value)}"
        why = "everything is reckoned exactly, in whole numbers."
        self.add(path, shown(what), why, "Write a whole number, such as 3600.")
        return False
