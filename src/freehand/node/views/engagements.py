"""Engagements: who raised what with whom, when and where, by the word of who noted it."""

from __future__ import annotations

from typing import Any, NamedTuple

from freehand.node.known import Known
from freehand.node.said import Said


class Engaged(NamedTuple):
    """A meeting, call or visit, as one party noted it."""

    party: str
    """Who says so."""
    who: tuple[str, ...]
    whom: tuple[str, ...]
    what: str
    when: str
    where: str
    items: tuple[Said | None, ...]
    """The items touched; None alike for one that may not be read here and for nothing."""
    said: Said


def engagements(known: Known) -> tuple[Engaged, ...]:
    """All that may be read here, by party, then by number."""
    return tuple(_engaged(known, one) for one in known.said("engagement"))


def _engaged(known: Known, said: Said) -> Engaged:
    body: dict[str, Any] = said.body
    items = tuple(known.one(leaf) for leaf in _texts(body.get("items", [])))
    who, whom = _texts(body["who"]), _texts(body["whom"])
    return Engaged(said.party, who, whom, body["what"], body["when"], body["where"], items, said)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(each for each in value if isinstance(each, str))
