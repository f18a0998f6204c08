"""A draft: one version of one item, as it would be said.

It bears a *nonce*, 16 bytes drawn for it, which goes with its body and into its content id: whoever holds a release,
and not the item, learns nothing by guessing at it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from freehand.errors import shown
from freehand.node.kinds import NONCE, content_id
from freehand.node.objects import spoken, unquoted


class Draft(NamedTuple):
    """One version of one item, as it would be said."""

    kind: str
    object: str
    label: str
    tags: tuple[str, ...]
    body: dict[str, Any]
    replaces: str | None
    version: int
    nonce: str = ""
    references: tuple[str, ...] = ()
    """The leaves of what it rests on."""

    @property
    def said(self) -> dict[str, Any]:
        """The body of its record: tags and nonce go with it."""
        more = ({"tags": list(self.tags)} if self.tags else {}) | ({NONCE: self.nonce} if self.nonce else {})
        return {**self.body, **more}

    @property
    def id(self) -> str:
        """What approvals are about."""
        return content_id(self.kind, self.object, self.label, self.said, self.replaces, self.references)

    @property
    def words(self) -> str:
        """What it is, for people.

        >>> Draft("course", "evacuation/by%20sea", "", (), {}, None, 1).words
        "course 'by sea' in evacuation"
        """
        return words_of(self.kind, self.object, self.body)


def words_of(kind: str, name: str, body: Mapping[str, Any]) -> str:
    """An item for people: by its name, or by what it is about where its name was drawn.

    >>> words_of("accept", "8c26dd81", {"about": "8c26dd8104350"})
    'acceptance of offer 8c26dd81'
    """
    about, parts = str(body.get("about", ""))[:8], name.split("/")
    if kind in _BY_WHAT:
        return _BY_WHAT[kind].format(about)
    if kind == "request" and len(parts) == 3:
        contingency, need, to = (shown(unquoted(part)) for part in parts)
        return f"request for '{need}' to {to} in {contingency}"
    return plain_words(kind, name)


_BY_WHAT: Final = {
    "accept": "acceptance of offer {}",
    "ask": "question on {}",
    "answer": "answer to {}",
    "say": "comment on {}",
    "engagement": "engagement",
}


def plain_words(kind: str, name: str) -> str:
    """An item by its kind and name.

    >>> plain_words("course", "evacuation/by%20sea")
    "course 'by sea' in evacuation"
    """
    return kind.replace("-", " ") if kind == name else f"{kind} {spoken(name)}"  # means, own means: there is one


def draft_from(value: Any) -> Draft:
    """The draft that a paper of the cabinet holds."""
    lists = {"tags": tuple(value["tags"]), "references": tuple(value.get("references", ()))}
    return Draft(**{**value, **lists})
