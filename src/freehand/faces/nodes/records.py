"""A record in words: what it is about, for whom it is, and what it says, on a line; never more than a line of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from freehand.errors import shown
from freehand.faces.ledgers.wording import counted
from freehand.ledger.canonical import canonical

if TYPE_CHECKING:
    from freehand.node.said import Said

_HASH: Final = re.compile(r"[0-9a-f]{32,64}")


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
    name = "" if _HASH.fullmatch(said.object) or not said.object else f"'{shown(said.object)}'"
    words = said.body.get("words") if isinstance(said.body, dict) else None
    text = shown(words) if isinstance(words, str) and words else ""
    if not name and not text:
        return shown(canonical(said.body).decode())
    return f"{name}: {text}" if name and text else name or text


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
    rows = [["kind", shown(said.kind)], ["about", shown(said.object)]]
    rows += [["label", shown(said.label)]] if said.label else []
    rows += [["goes to", ", ".join(sorted(map(shown, said.to))) or "nobody"]] if said.mine else []
    rows += [["replaces", said.replaces]] if said.replaces else []
    rows += [["rests on", each] for each in said.references]
    return [*rows, ["says", says(said)]]


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
