"""JSON text as the same tree that YAML makes (lines are not known: JSON here is written by machines).

Numbers, true, false and null are kept as the text that stands there. No key stands twice, and depth is bounded.
RFC 8259 (Bray 2017), without what it leaves open: NaN and infinities are refused.
"""

import json
from typing import Any

from freehand.errors import Fault, Place, shown
from freehand.formats.tree import DEEPEST, Fields, Items, Node, Text


class _Twice(ValueError):
    """A key stands twice in one object."""


class _NoNumber(ValueError):
    """A word that is no number in JSON."""


def read_json(text: str, document: str) -> tuple[list[Node], list[Fault]]:
    """The document of a JSON text, and what is wrong with it.

    >>> documents, faults = read_json('{"a": 1, "a": 2}', "a.json")
    >>> print(faults[0].what)
    'a' stands here twice
    """
    decoder = json.JSONDecoder(
        object_pairs_hook=_fields, parse_float=_number, parse_int=_number, parse_constant=_refused_constant
    )
    place = Place(document, 0, "")
    try:
        return [_tree(decoder.decode(text))], []
    except _Twice as twice:
        fault = Fault(
            f"'{shown(str(twice))}' stands here twice", place, "only one can be meant.", "Keep one of the two."
        )
    except _NoNumber as constant:
        fault = Fault(f"'{constant}' is no number", place, "JSON has no such word.", "Write the file again.")
    except (_TooDeep, RecursionError):
        fault = Fault(
            f"this is nested more than {DEEPEST} deep",
            place,
            "no document of a workspace is; it may be damaged.",
            "Fetch or write the file again.",
        )
    except json.JSONDecodeError as error:
        fault = Fault(
            "this cannot be read as JSON",
            Place(document, error.lineno, ""),
            f"the reader says: {shown(error.msg)}, at letter {error.colno} of the line.",
            "Fetch or write the file again; it may have been cut short.",
        )
    return [], [fault]


class _TooDeep(ValueError):
    """Nesting beyond the bound."""


def _fields(pairs: list[tuple[str, Any]]) -> Fields:
    fields, seen = Fields(0), set[str]()
    for key, value in pairs:
        if key in seen:
            raise _Twice(key)
        seen.add(key)
        fields.entries.append((Text(key, 0, False), value))
    return fields


def _number(text: str) -> Text:
    return Text(text, 0)


def _refused_constant(word: str) -> Text:
    raise _NoNumber(word)


def _tree(value: Any, depth: int = 1) -> Node:
    """Lists, strings and words as nodes; objects and numbers are nodes already."""
    if depth > DEEPEST:
        raise _TooDeep
    if isinstance(value, str):
        return Text(value, 0, False)
    if isinstance(value, list):
        items = Items(0)
        items.items = [_tree(item, depth + 1) for item in value]
        return items
    if isinstance(value, Fields):
        value.entries = [(key, _tree(inside, depth + 1)) for key, inside in value.entries]
        return value
    return value if isinstance(value, Text) else Text(json.dumps(value), 0)
