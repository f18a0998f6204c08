"""The body of a record against the table of kinds: all that is wrong with it, told at once.

A record can never be taken back out of a log, so its body is looked at before it goes in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from freehand.errors import Fault, InputError, Place, shown
from freehand.node.kinds import BY_NAME, DOCUMENT
from freehand.terms.folding import is_bare
from freehand.terms.proposal import LONGEST_WORDS


def faults_of(kind: str, body: Mapping[str, Any]) -> list[Fault]:
    """All that is wrong with a body, by the table of kinds.

    >>> [fault.what for fault in faults_of("terms.decline", {"about": 7, "wrods": ""})]
    ["'about' is of another type", "'words' is missing", "a terms.decline has no 'wrods'"]
    """
    row = BY_NAME[kind]
    may = {**row.fields, **row.may}
    found = []
    for field, shape in may.items():
        place = Place(kind, 0, field)
        shapes = shape if isinstance(shape, tuple) else (shape,)
        if field not in body:
            if field in row.fields:
                found.append(Fault(f"'{field}' is missing", place, f"{row.what} says it.", "Say it."))
        elif type(body[field]) not in shapes:
            wanted = " or ".join(_SORTS.get(each, each.__name__) for each in shapes)
            found.append(Fault(f"'{field}' is of another type", place, f"here stands {wanted}.", "Write it so."))
        elif field in row.fields and _is_empty(field, body[field]):
            found.append(Fault(f"'{field}' says nothing", place, "it stays on record.", "Write it in a sentence."))
        else:
            found += _faults_of_words(field, body[field], place) if field != DOCUMENT else []
    for field in body:
        if field not in may:
            known = f"it may have: {', '.join(may)}."
            found.append(Fault(f"a {kind} has no '{shown(field)}'", Place(kind, 0, ""), known, "Leave it out."))
    return found


def refuse_faulty(kind: str, body: Mapping[str, Any]) -> None:
    """Refuse a body that is not as the table of kinds has it.

    Raises:
        InputError: all that is wrong with it.
    """
    found = faults_of(kind, body)
    if found:
        raise InputError(found)


def _is_empty(field: str, said: Any) -> bool:
    """Whether nothing is to be seen where something has to be said, or in one name of a list."""
    if field in _NAMES and isinstance(said, list):
        return any(isinstance(name, str) and is_bare(name) for name in said)
    return field in _SAID and isinstance(said, str) and is_bare(said)


def _faults_of_words(field: str, said: Any, place: Place) -> list[Fault]:
    """What is wrong with words, or with those in a list."""
    found = []
    words = said.values() if isinstance(said, dict) else said if isinstance(said, list) else [said]
    for text in (each for each in words if isinstance(each, str)):
        if len(text) > LONGEST_WORDS:
            why = f"it has {len(text):,} letters, and at most {LONGEST_WORDS:,} are said at once."
            found.append(Fault(f"'{field}' is too long", place, why, "Say it shorter, or in several records."))
        if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
            why = "half of a letter stands in it, or a byte that is no UTF-8."
            found.append(Fault(f"'{field}' is no text", place, why, "Write it again."))
    return found


_SAID: Final = frozenset(("about", "contingency", "for", "to", "what", "when", "where", "words"))
_NAMES: Final = frozenset(("who", "whom"))

_SORTS: Final = {str: "text", list: "a list", dict: "an object", type(None): "nothing"}
