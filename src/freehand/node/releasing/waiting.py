"""Asks for a release that wait for their approval, on the node's own shelf; nothing of them stands in any log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from freehand.errors import UsageError, one_fault, shown
from freehand.ledger.keys import SigningKey
from freehand.node.events import event

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Node
    from freehand.node.store.interface import Shelves

ASKS: Final = "ask"


class Asked(NamedTuple):
    """A release that waits for its approval."""

    name: str
    items: tuple[str, ...]
    """Content ids."""
    to: tuple[str, ...]
    """Parties, by name."""
    terms: tuple[str, ...]
    """The versions in force, by leaf."""
    by: str
    """Who asked, by name; empty if the card names nobody of this key any more."""
    time: int
    adds: tuple[str, ...]
    """What it adds to earlier ones."""
    told: tuple[str, ...]
    """What its items are, in words."""


def asked(node: Node, compact: Compact) -> list[Asked]:
    """The releases that wait for approval, by time. Who may: planners, releasers, auditors."""
    from freehand.ledger.card_file import read_card

    names = {one.key: one.name for one in read_card(compact.card).people}
    with node.cabinet.reading() as shelves:
        held = [(name.rpartition(" ")[2], value) for name, value in shelves.all(ASKS, within=compact.id)]
    return sorted((as_asked(name, value, names) for name, value in held), key=lambda one: (one.time, one.name))


def refuse_release(node: Node, compact: Compact, name: str, words: str, *, now: int) -> None:
    """Take an ask off the shelf unreleased, with the reason for the auditor. Who may: releasers, and who asked.

    Raises:
        UsageError: nothing of this name waits.
    """
    with node.cabinet.writing() as shelves:
        waiting(shelves, compact, name)
        shelves.drop(ASKS, f"{compact.id} {name}")
        shelves.note(event("a release was not approved", now, compact, ask=name, words=words))


def waiting(shelves: Shelves, compact: Compact, name: str) -> dict[str, Any]:
    """An ask that waits, as its paper has it.

    Raises:
        UsageError: nothing of this name waits.
    """
    value: Any = shelves.get(ASKS, f"{compact.id} {name}")
    if value is None:
        what = f"no release '{shown(name)}' waits for approval"
        why = "it was never asked for, was approved already, or was taken back."
        raise UsageError(one_fault(what, why, "See 'freehand release list'."))
    return dict(value)


def as_asked(name: str, value: Any, names: dict[bytes, str]) -> Asked:
    """The ask that a paper tells, with the name of who asked."""
    by = names.get(bytes.fromhex(value["asked"]["by"]), "")
    items, to, terms = (tuple(value[field]) for field in ("items", "to", "terms"))
    return Asked(name, items, to, terms, by, value["time"], tuple(value["adds"]), tuple(value["words"]))


def traced(value: Any, by: SigningKey, name: str) -> dict[str, Any]:
    """What the trail has of an ask: its name, who acted, which items, to whom."""
    return {"ask": name, "by": by.public.hex(), "items": value["items"], "to": value["to"]}
