"""What would end if this party left: told before it is said, as leaving is for good.

1. Terms that name it end. Whoever they alone had bound to each other has no terms left, and nothing passes between them
   before they agree on others.
2. So the promises that it gave and received end, and those of any two others between whom no terms are left, as far as
   they may be read here. It is told that there may be more.
3. What it said is out of the others' reckoning, and what they said is out of its own.

Whoever is still bound by other terms keeps what he has: with fewer terms that bind, nothing more is forbidden, and a
release stays good.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import combinations
from typing import NamedTuple

from freehand.node.known import Known
from freehand.node.views.promises import Promised, promises
from freehand.terms.protocol import Move, Standing, Version, standing

_LEAVING = "f" * 64


class Leaving(NamedTuple):
    """What would end."""

    terms: tuple[Version, ...]
    """In force, or on the table."""
    unbound: tuple[tuple[str, str], ...]
    """Others whom terms in force bind to each other today, and none would."""
    promises: tuple[Promised, ...]
    """Whoever gave them."""
    out_there: Mapping[str, int]
    """How many items of this party each other one has, which it would reckon with no more."""
    out_here: Mapping[str, int]
    """How many items of each other party would count here no more."""


def leaving(known: Known) -> Leaving:
    """What would end if the own party left now."""
    party = known.party
    move = Move(_LEAVING, party, known.sizes[party], "withdraw", heads=known.sizes)
    after = standing(known.members, [*known.moves, move], known.seen)
    past = ("replaced", "ended")
    ends = tuple(one for one in known.standing.versions if one.state not in past and _state(after, one) == "ended")
    others = sorted(name for name in known.members if name != party)
    unbound = tuple(
        pair for pair in combinations(others, 2) if _bound(known.standing, *pair) and not _bound(after, *pair)
    )
    given = tuple(
        one
        for one in promises(known)
        if one.binds and (party in (one.giver, one.receiver) or tuple(sorted((one.giver, one.receiver))) in unbound)
    )
    there, here = Counter[str](), Counter[str]()
    for said in known.said():
        if said.mine:
            there.update(said.to)
        else:
            here[said.party] += 1
    return Leaving(ends, unbound, given, dict(sorted(there.items())), dict(sorted(here.items())))


def _state(after: Standing, version: Version) -> str:
    found = after.version(version.id)
    return "" if found is None else found.state


def _bound(standing: Standing, one: str, other: str) -> bool:
    return any({one, other} <= {*version.terms.parties} for version in standing.in_force)
