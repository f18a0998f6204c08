"""The audit trail of a compact: what was refused and why, what was proven against whom; never what was said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from freehand.errors import shown
from freehand.ledger.log import newest_card
from freehand.node.views.terms import SHORT

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Node


class Event(NamedTuple):
    """One event, by the number that it has in the node's trail."""

    number: int
    what: str
    when: int | None
    """Seconds since 1970 by the node's clock; None where it was not known."""
    words: str
    value: Any
    """As it was noted."""


def trail(node: Node, compact: Compact, first: int = 0) -> Iterator[Event]:
    """The events of one compact, and of the node as a whole, from a number of the trail on."""
    with compact.store.reading() as view:
        people = {one.key.hex(): one.name for one in newest_card(view.line(compact.log)).people}
    with node.cabinet.reading() as shelves:
        for number, value in shelves.trail(first):
            if isinstance(value, dict) and value.get("compact", compact.id) == compact.id:
                yield Event(number, str(value.get("what", "")), _when(value), _words(value, people), value)


def _when(value: dict[str, Any]) -> int | None:
    when = value.get("when")
    return when if type(when) is int else None


def _words(value: dict[str, Any], people: Mapping[str, str]) -> str:
    party = value.get("party")
    who = shown(str(party or "somebody"))
    if value.get("what") == "refused" and "clause" in value:
        said = f"record {value['number']} of {who}, a '{shown(str(value['kind']))}'"
        return f"Refused by '{shown(str(value['clause']))}': {said}: {value['words']}"
    if isinstance(value.get("items"), list) and "by" in value:
        by = str(value["by"])
        items = ", ".join(shown(str(one)[:SHORT]) for one in value["items"])
        to = ", ".join(shown(str(one)) for one in value.get("to", []))
        what = str(value.get("what", ""))
        return f"{what[:1].upper()}{what[1:]} by {shown(people.get(by, f'the key {by[:SHORT]}'))}: {items} to {to}"
    if value.get("words"):
        return str(value["words"])
    size = f" at size {value['size']}" if "size" in value else ""
    what = f"{value.get('what', '')}{size}"
    return f"{who}: {what}" if party else f"{what[:1].upper()}{what[1:]}"
