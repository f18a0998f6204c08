"""A record in words: what it is about, for whom it is, and what it says, on a line; never more than a line of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from freehand.errors import shown
from freehand.faces.ledgers.wording import counted
from freehand.faces.nodes.quoting import quoted
from freehand.ledger.canonical import canonical

if TYPE_CHECKING:
    from freehand.node.said import Said

_HASH: Final = re.compile(r"(?:[0-9a-f]{2}){8,32}")
"""A name that was drawn, or is a leaf: it says nothing to anybody."""
_TOLD: Final = frozenset(("nonce", "document"))
DEEPEST: Final = 8
MOST: Final = 80
"""Lines of one record that are shown."""


def says(said: Said) -> str:
    """What it says, as far as a line goes: its object, and its words.

    >>> from types import SimpleNamespace as S
    >>> says(S(kind="recall", object="ab" * 32, body={"about": "cd" * 32, "words": "The ship is gone."}))
    'The ship is gone.'
    >>> says(S(kind="course", object="by sea", body={"document": "{}"}))
    "'by sea'"
    """
    if said.kind in _WORDED:
        return _WORDED[said.kind](said.body)
    name = called(said)
    words = said.body.get("words") if isinstance(said.body, dict) else None
    text = shown(words) if isinstance(words, str) and words else ""
    if not name and not text:
        return shown(canonical(said.body).decode())
    return f"{name}: {text}" if name and text else name or text


def called(said: Said) -> str:
    """How people call what it is about; empty where its name was drawn."""
    if not said.object or _HASH.fullmatch(said.object):
        return ""
    from freehand.faces.nodes.items import name_of

    return name_of(said.kind, said.object)


def whole(said: Said) -> list[tuple[int, str]]:
    """All that it says, field by field, each line with how far it is set in: what is accepted was to be read first."""
    body = said.body if isinstance(said.body, dict) else {}
    fields: dict[str, Any] = {}
    if isinstance(body.get("document"), str):
        from freehand.node.said import document_of

        fields |= dict(document_of(said).fields)
    fields |= {name: value for name, value in body.items() if name not in _TOLD}
    lines = list(islice(_lines(fields, 0), MOST + 1))
    return lines if len(lines) <= MOST else [*lines[:MOST], (0, "… and more; with --json all is told")]


def _lines(value: Any, depth: int) -> Iterator[tuple[int, str]]:
    for name, one in value.items() if isinstance(value, Mapping) else (("-", one) for one in value):
        head = "-" if name == "-" else f"{quoted(str(name))}:"
        if isinstance(one, Mapping | list | tuple) and one and depth < DEEPEST:
            plain = isinstance(one, list | tuple) and not any(isinstance(each, Mapping | list | tuple) for each in one)
            if plain:
                yield depth, f"{head} {', '.join(quoted(str(each)) for each in one)}"
            else:
                yield depth, head
                yield from _lines(one, depth + 1)
        elif depth or one not in ("", None, [], {}, ()):  # deeper down a name alone can bind, as a caveat's does
            yield depth, f"{head} {quoted(one if isinstance(one, str) else _json(one))}".rstrip()


def _json(value: Any) -> str:
    """A value that is no text, as JSON."""
    try:
        return canonical(value).decode()
    except (TypeError, ValueError):
        return str(value)


def _person(body: Any) -> str:
    roles = ", ".join(map(shown, body["roles"])) or "no role any more"
    return f"key {shown(body['key'][:8])}…: {roles}{'; confirmed' if body['confirmed'] else ''}"


def _release(body: Any) -> str:
    return f"{counted(len(body['items']), 'item', 'items')} for {counted(len(body['to']), 'party', 'parties')}"


def _terms(body: Any) -> str:
    words = shown(body.get("words", ""))
    scope = f"up to {shown(str(body['terms'].get('scope', '')))}"
    return f"{scope}: {words}" if words else scope


def _about(body: Any) -> str:
    return f"{shown(body['about'][:8])}…"


_WORDED: Final[Mapping[str, Callable[[Any], str]]] = {
    "person": _person,
    "release": _release,
    "terms.propose": _terms,
    "terms.amend": _terms,
    "terms.accept": _about,
    "accept": _about,
}


def facts(said: Said) -> list[list[str]]:
    """A word and what it is, for each field that says something."""
    rows = [["kind", shown(said.kind)], ["about", called(said) or shown(said.object)]]
    rows += [["label", shown(said.label)]] if said.label else []
    rows += [["goes to", ", ".join(sorted(map(shown, said.to))) or "nobody"]] if said.mine else []
    rows += [["replaces", said.replaces]] if said.replaces else []
    rows += [["rests on", each] for each in said.references]
    return rows


def as_json(said: Said) -> dict[str, Any]:
    """The fields of a record as plain data, without its body."""
    return {
        "time": said.time,
        "kind": said.kind,
        "object": said.object,
        "label": said.label,
        "replaces": said.replaces,
        "references": list(said.references),
        "to": sorted(said.to),
    }
