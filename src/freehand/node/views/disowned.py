"""What a party has unsaid by a new epoch, and cannot: a receipt covers it.

1. "Not mine beyond size N" takes a tail of a log out of its line. What of it a receipt covers, a member's cosignature
   of a head over it, stays on record: it is *disowned*, shown as that, and can be proven against the key's owner.
2. It has no effect on terms, promises and verdicts once the new epoch is taken in: nothing here shall look better for a
   word that its giver does not stand by. Whoever relied on it sees here what is gone, and has the proof.
3. What it says is shown where it stands behind the gate, as the terms now are; else only that it is there.

Cost: nothing where no log has a second epoch; else the records from where a later epoch begins are listed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from freehand.errors import shown
from freehand.ledger.lines import current
from freehand.ledger.listing import listed
from freehand.ledger.log import newest_card
from freehand.node.kinds import BY_NAME
from freehand.node.known import Known
from freehand.node.said import Said, as_said


class Disowned(NamedTuple):
    """A record that its owner has unsaid, under a receipt."""

    party: str
    number: int
    leaf: str
    said: Said | None
    """None where it is withheld, or does not stand behind the gate."""
    witness: str
    """The party whose receipt is the first that covers it."""
    not_after: int | None
    """By when it was said, by that party's clock."""


def disowned(known: Known) -> tuple[Disowned, ...]:
    """Every disowned record of the others' logs and the own, by party, then by number."""
    found: dict[tuple[str, int, str], Disowned] = {}
    names = {member.log: name for name, member in known.members.items()}
    with known.compact.store.reading() as view:
        for log, name in sorted(names.items(), key=lambda one: one[1]):
            epochs = newest_card(view.line(log)).epochs
            if len(epochs) == 1:
                continue
            first = min(epoch.size for epoch in epochs[1:])
            line = current(view, log)
            stands = set(_leaves(line.leaves(first, line.size)))
            for branch in view.branches(log):
                for one in listed(view, log, first=first, branch=branch):
                    if one.worth == "disowned" and (branch == line.branch or one.leaf not in stands):
                        said = _behind_the_gate(known, name, log, one.data)
                        witness = names.get(one.witness, "")
                        each = Disowned(name, one.number, one.leaf.hex(), said, witness, one.not_after)
                        found[name, one.number, each.leaf] = each
    return tuple(found[key] for key in sorted(found))


def sentences(known: Known) -> list[str]:
    """The same in a sentence for each party."""
    counts: dict[str, int] = {}
    for one in disowned(known):
        counts[one.party] = counts.get(one.party, 0) + 1
    return [
        f"'{shown(name)}' has unsaid {count} of its records that a receipt covers: they stand on record, disowned."
        for name, count in counts.items()
    ]


def _leaves(pages: Iterable[bytes]) -> list[bytes]:
    data = b"".join(pages)
    return [data[at : at + 32] for at in range(0, len(data), 32)]


def _behind_the_gate(known: Known, party: str, log: str, data: bytes) -> Said | None:
    """Rule 3."""
    if not data:
        return None
    said = as_said(party, log, data, mine=party == known.party)
    if said.kind not in BY_NAME:
        return None
    return said if said.mine or known.refusal(said, frozenset((known.party,))) is None else None
