"""Canonical JSON: every value has exactly one text, and every other text of it is refused.

The question: are these bytes the one form in which their value may be written, so that a hash of them is a hash of what
they say? The answer must cost little (every record of every partner passes here) and must not depend on a parser's
mercy.

The rules. RFC 8785 (JSON Canonicalization Scheme), narrowed:

1. Size first: what is longer than the caller allows is refused before a byte of it is read.
2. UTF-8 without a mark at its head; no lone surrogates, neither as bytes nor as escapes.
3. No white space between tokens; strings with the shortest escapes, none where none is needed (RFC 8785, 3.2.2.2).
4. Keys sorted, each once, and ASCII alone: then order by bytes, by code points and by UTF-16 units are the same.
5. Numbers are integers from -(2^53 - 1) to 2^53 - 1, as digits: no fraction, no exponent, no -0.
6. At most 64 levels of arrays and objects. The parser has a fixed bound of its own (1024) and meets the depth first;
   nothing here recurses.

The method: a fast parser and its writer make the value and its text; what differs from the bytes given breaks rule 3, 4
or 5 (a key that stands twice is gone from the text). What survives the round trip although it breaks a rule is found in
the value, level by level: floats, keys beyond ASCII, depth. So ``canonical(parse(x)) == x``, or x is refused.

Source: RFC 8785 (Rundgren, Jordan, Erdtman, 2020); RFC 7493 (I-JSON) for the range of integers. Cost: one parse, one
writing, one pass over the values. Limits: which normal form a text is in is not part of its canonical form
(``is_nfc`` tells); non-characters of Unicode are taken as they are.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from itertools import chain
from typing import Any, Final, TypeAlias, cast

import orjson

from freehand.errors import shown
from freehand.ledger.refused import Refused

Value: TypeAlias = "bool | int | str | list[Value] | dict[str, Value] | None"
"""What canonical JSON can say."""

MOST: Final = 256 * 1024
"""Bytes that ``parse`` takes where its caller names no other limit: the limit of one record."""
DEEPEST: Final = 64
"""Levels of arrays and objects within each other."""
LARGEST: Final = 2**53 - 1
"""The largest integer; its negative is the smallest."""

FORM: Final = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER
"""How the writer is asked for the one form."""
_SCALARS: Final = frozenset((str, int, bool, type(None)))
_HOLDERS: Final = frozenset((dict, list))
_PLAIN: Final = _SCALARS | _HOLDERS


class NotCanonical(Refused):
    """A text that is not the one form of its value, or a value that has none."""

    next_step = "Ask its author for the canonical text."


def canonical(value: object) -> bytes:
    """The one text of a value.

    Raises:
        NotCanonical: the value has none: a float, an integer out of range, a key beyond ASCII, too deep, another type.

    >>> canonical({"b": 2, "a": ["\\u20ac", None, True]})
    b'{"a":["\\xe2\\x82\\xac",null,true],"b":2}'
    """
    if not is_plain(value):
        raise _because(_unsaid(value))
    try:
        return orjson.dumps(value, None, FORM)
    except TypeError as error:  # integers out of range, lone surrogates
        raise _because(_unsaid(value) or str(error)) from None


def parse(data: bytes, most: int = MOST) -> Value:
    """The value of a canonical text.

    Args:
        data: the whole text, nothing before or after it.
        most: the longest text to look at, in bytes.

    Raises:
        NotCanonical: a rule above is broken; which, and where, is said.

    >>> parse(b'{"a":1}')
    {'a': 1}
    >>> parse(b'{"a":1,"a":2}')
    Traceback (most recent call last):
    freehand.ledger.canonical.NotCanonical: the text is not canonical JSON
      why:  the key 'a' stands twice in one object.
      next: Ask its author for the canonical text.
    """
    value = round_trip(data, most)
    if not is_plain(value):
        raise _because(_unsaid(value))
    return value


def round_trip(data: bytes, most: int = MOST) -> Value:
    """Rules 1 to 3, the order of keys and the range of integers: for who then asks ``is_plain`` of what it holds.

    Raises:
        NotCanonical: one of these is broken.
    """
    if len(data) > most:
        raise NotCanonical.because("the text is too long", f"it has {len(data)} bytes, and {most} are allowed here.")
    try:
        value: Value = orjson.loads(data)
        if orjson.dumps(value, None, FORM) == data:
            return value
    except (orjson.JSONDecodeError, TypeError) as error:
        raise _because(_unread(data, str(error))) from None
    raise _because(_unsaid(value) or _unlike(data, value))


def is_plain(value: object, levels: int = DEEPEST) -> bool:
    """Whether a value holds nothing but what canonical JSON can say (but for the range of integers, and surrogates).

    Args:
        value: what was parsed.
        levels: how deep arrays and objects may nest.

    >>> is_plain({"a": [1, "b", None]}), is_plain([1.0]), is_plain({"\\u00e4": 1})
    (True, False, False)
    """
    level: list[Any] = [value]
    for _ in range(levels + 1):
        kinds = set(map(type, level))
        if not kinds <= _PLAIN:
            return False
        if kinds.isdisjoint(_HOLDERS):
            return True
        objects = level if kinds == {dict} else [item for item in level if type(item) is dict]
        arrays = [item for item in level if type(item) is list] if list in kinds else []
        try:
            if not "".join(chain.from_iterable(objects)).isascii():
                return False
        except TypeError:  # a key that is no text
            return False
        level = [*chain.from_iterable(map(dict.values, objects)), *chain.from_iterable(arrays)]
    return False


def is_nfc(data: bytes) -> bool:
    """Whether all strings of a canonical text are in Unicode's normal form C, as this machine's tables know it.

    >>> is_nfc('"\\u00e4"'.encode()), is_nfc('"a\\u0308"'.encode())
    (True, False)
    """
    return data.isascii() or unicodedata.is_normalized("NFC", data.decode())


def in_nfc(data: bytes) -> bytes:
    """The canonical text with its strings in normal form C. No letter turns into a quote, an escape or a control.

    >>> in_nfc('{"a":"a\\u0308"}'.encode()) == '{"a":"\\u00e4"}'.encode()
    True
    """
    return data if data.isascii() else unicodedata.normalize("NFC", data.decode()).encode()


def _because(why: str) -> Refused:
    return NotCanonical.because("the text is not canonical JSON", why)


def _unread(data: bytes, error: str) -> str:
    """Why a parser or writer would not have it, in our words where they are better."""
    try:
        data.decode()
    except UnicodeDecodeError as wrong:
        return f"byte {wrong.start} is not UTF-8."
    if "53-bit" in error:
        return f"an integer lies beyond {LARGEST}."
    if "depth" in error or "ecursion" in error:
        return f"it nests deeper than {DEEPEST} levels."
    return f"it is not JSON: {error}."


def _unlike(data: bytes, value: Value) -> str:
    """Why the text is not the one that its value has."""

    def once(pairs: list[tuple[str, object]]) -> None:
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                twice.append(key)
            seen.add(key)

    twice: list[str] = []
    json.loads(data, object_pairs_hook=once, parse_int=len, parse_float=len)  # the writer bounds the depth before this
    if twice:
        return f"the key '{shown(twice[0])}' stands twice in one object."
    ours = orjson.dumps(value, None, FORM)
    at = next((i for i, (a, b) in enumerate(zip(data, ours, strict=False)) if a != b), min(len(data), len(ours)))
    return f"from byte {at} on its one form is another: in order, spaces, escapes or the form of a number."


def _unsaid(value: object) -> str:
    """What in a value canonical JSON cannot say, and where; the memory it takes does not grow with the value."""
    path: list[object] = [""]
    ways: list[Iterator[tuple[object, object]]] = [iter([("", value)])]
    while ways:
        step = next(ways[-1], None)
        if step is None:
            ways.pop(), path.pop()
            continue
        path[-1], item = step
        why = _fault(item, len(ways))
        if why:
            place = "/".join(shown(str(key)) for key in path) or "/"
            return f"at '{shown(place)}' {why}."
        if type(item) in _HOLDERS:
            path.append("")
            ways.append(iter(item.items()) if type(item) is dict else enumerate(cast("list[object]", item)))
    return ""


def _fault(item: object, depth: int) -> str:
    """What is wrong with one thing in a value, as a clause."""
    if type(item) in _HOLDERS and depth > DEEPEST:
        return f"it nests deeper than {DEEPEST} levels"
    if type(item) is dict:
        odd = next((key for key in item if type(key) is not str or not key.isascii()), None)
        return "" if odd is None else f"stands the key '{shown(str(odd))}', and keys are ASCII text"
    if type(item) is float:
        return "stands a number with a fraction or an exponent; numbers are integers here"
    if type(item) is int and abs(item) > LARGEST:
        return f"stands an integer beyond {LARGEST}"
    if type(item) is str and not item.isascii() and any("\ud800" <= letter <= "\udfff" for letter in item):
        return "stands half of a letter (a lone surrogate)"
    if type(item) not in _SCALARS | _HOLDERS:
        return f"stands something that JSON cannot say: {type(item).__name__}"
    return ""
