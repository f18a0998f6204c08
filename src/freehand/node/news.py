"""What came, told by groups: what may be read, what was refused for good, what is held back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from freehand.node.kinds import BY_NAME
from freehand.node.moves import MOVES
from freehand.node.said import Said

MOST_TOLD: Final = 500
"""Single records that a result names; all are counted."""

_GROUPS: Final[Mapping[str, str]] = {
    **dict.fromkeys(MOVES, "moves"),
    **dict.fromkeys(("request", "offer", "accept"), "promises"),
    **dict.fromkeys(("recall", "end"), "recalls"),
    "withdraw": "withdrawals",
    "release": "releases",
    "person": "people",
    **dict.fromkeys(("ask", "answer", "say", "engagement"), "talk"),
}


def group_of(kind: str) -> str:
    """Among what a kind is told: moves, items, promises, recalls, withdrawals, releases, people, talk, unknown.

    >>> group_of("course"), group_of("terms.accept"), group_of("drum-signal")
    ('items', 'moves', 'unknown')
    """
    return _GROUPS.get(kind, "items" if kind in BY_NAME else "unknown")


class Told(NamedTuple):
    """A record that came, without what it says."""

    party: str
    number: int
    leaf: str
    kind: str
    object: str


class Dropped(NamedTuple):
    """A body that was refused for good: its leaf stays."""

    party: str
    number: int
    leaf: str
    kind: str
    clause: str
    words: str


class News(NamedTuple):
    """What was looked at for the first time. Lists name the first records; counts count all."""

    counts: Mapping[str, int]
    """By group, of what may be read."""
    told: tuple[Told, ...]
    refused: tuple[Dropped, ...]
    refusals: int
    held_back: int
    """Not yet allowed, as far as is known here."""
    unknown: Mapping[str, int]
    """By kind, of what is kept and plays no part; at most some hundred kinds."""
    flags: tuple[tuple[Told, str], ...]
    """What is odd about a record, and changes nothing."""

    def of(self, group: str) -> tuple[Told, ...]:
        """Those told of a group."""
        return tuple(one for one in self.told if group_of(one.kind) == group)


NOTHING: Final = News({}, (), (), 0, 0, {}, ())


def joined(one: News, other: News) -> News:
    """Both, the first one first."""
    if NOTHING in (one, other):
        return one if other == NOTHING else other
    counts, unknown = dict(one.counts), dict(one.unknown)
    for held, more in ((counts, other.counts), (unknown, other.unknown)):
        for name, count in more.items():
            held[name] = held.get(name, 0) + count
    return News(
        counts,
        (*one.told, *other.told)[:MOST_TOLD],
        (*one.refused, *other.refused)[:MOST_TOLD],
        one.refusals + other.refusals,
        one.held_back + other.held_back,
        unknown,
        (*one.flags, *other.flags)[:MOST_TOLD],
    )


def told_of(said: Said) -> Told:
    """A record that came, without what it says."""
    return Told(said.party, said.number, said.leaf, said.kind, said.object)
