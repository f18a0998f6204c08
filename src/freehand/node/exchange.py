"""What a partner may have: own records past the gate, and the bundle that hands them over.

The question: of all that stands in the own log, what goes to this partner with the next bundle, and what was handed
over so far?

The rules:

1. Every record passes the gate on its way out, at the moment of writing, for this partner alone (``outgoing``); what is
   due goes once, and again only where an earlier bundle did not arrive (``due``).
2. Nobody gets anything whose card was not compared.
3. A bundle in a file is there once the file has its name. What breaks off before has used up a number, and handed
   nothing over: the next bundle follows the one that was there, and has all of it again.

Who may: whoever opens the node, and the exchange with partners by itself: nothing is decided here. Cost: each own
record is read once for each partner, and once more for what waits.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from freehand.ledger.bundle.writing import Address, Sink, Written, write_bundle
from freehand.ledger.randomness import Randomness, drawn
from freehand.ledger.store.interface import Range
from freehand.node.at_hand import as_known
from freehand.node.confirming import BEYOND
from freehand.node.due import HANDED, compared_partner, due_to, not_again, sent_to
from freehand.node.files import new_file

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Node
    from freehand.node.known import Known

BEGUN: Final = "begun"
"""For whom a file was begun: the bundle that was there, and the last one that had been written."""

STEP: Final = 65_536
"""A step of padding under which one small release looks like another."""


class Handed(NamedTuple):
    """A bundle that was written for a partner."""

    serial: int
    time: int
    size: int
    """The size of the own log that it led to."""
    records: tuple[Range, ...]


def write(
    node: Node,
    compact: Compact,
    partner: str,
    sink: Sink,
    *,
    now: int,
    after: int | None = None,
    beyond: int = 0,
    step: int = 0,
    known: Known | None = None,
    randomness: Randomness = drawn,
) -> Written:
    """Write the next bundle for a partner. Who may: whoever opens the node.

    Args:
        node: the own node.
        compact: the compact.
        partner: for whom.
        sink: where it goes.
        now: seconds since 1970; it does not travel.
        after: the number of an earlier bundle that did arrive: what was in those since then is in it again.
        beyond: take a number beyond this one; what is known after a restore is looked up (``confirming``).
        step: bring the length of what is sealed to a multiple of so many bytes; 0: do not.
        known: what is known, if it was read already.
        randomness: where the content key comes from.

    Raises:
        UsageError: it is no other party of the compact, or its card was not compared; or there is no bundle ``after``.
        KeyRefused, LogStopped: the log signs nothing.
        StoreBusy, StoreFailed, OSError: nothing is remembered, or the number is used up.
    """
    member, found = compared_partner(node, compact, partner), as_known(node, compact, known)
    found_ready, cursor = due_to(node, compact, member, found, again=after is not None)
    withhold = [] if after is None else not_again(node, compact, member, found, after)
    with node.cabinet.reading() as shelves:
        told: Any = shelves.get(BEYOND, f"{compact.id} {member.log}") or 0
    written = write_bundle(
        compact.store,
        sink,
        Address(compact.log, member.log, compact.id),
        compact.keys.log,
        records=found_ready.records,
        time=now,
        papers=found_ready.papers,
        after=after,
        beyond=max(beyond, told),
        step=step,
        withhold=withhold,
        randomness=randomness,
    )
    with node.cabinet.writing() as shelves:
        value: dict[str, Any] = cursor._replace(serial=written.serial)._asdict()
        value |= {"papers": list(cursor.papers), "waiting": [list(one) for one in cursor.waiting]}
        shelves.put(HANDED, f"{compact.id} {member.log}", value, within=compact.id)
    return written


def write_file(
    node: Node, compact: Compact, partner: str, path: Path, *, now: int, after: int | None = None, **more: Any
) -> Written:
    """The same into a new file (rule 3). Who may: whoever opens the node.

    Raises:
        UsageError: as ``write`` says; or the file is there already.
        AccessError: the file cannot be written; nothing is handed over.
    """
    name = f"{compact.id} {compared_partner(node, compact, partner).log}"
    last, there = _last(node, compact, partner, name)
    with new_file(path) as made:
        with node.cabinet.writing() as shelves:
            shelves.put(BEGUN, name, [there, last], within=compact.id)
        with made.open("wb") as file:
            follows = there if after is None and there < last else after
            done = write(node, compact, partner, file, now=now, after=follows, **more)
    with node.cabinet.writing() as shelves:
        shelves.drop(BEGUN, name)
    return done


def _last(node: Node, compact: Compact, partner: str, name: str) -> tuple[int, int]:
    """The numbers of the last bundle that was written, and of the last one that was there: others broke off."""
    sent = [0, *(one.serial for one in handed_over(node, compact, partner))]
    with node.cabinet.reading() as shelves:
        begun: Any = shelves.get(BEGUN, name)
    if begun is not None and len([serial for serial in sent if serial > begun[1]]) <= 1:
        return sent[-1], begun[0]
    return sent[-1], sent[-1]


def handed_over(node: Node, compact: Compact, partner: str) -> list[Handed]:
    """The bundles that were written for a partner so far. Who may: anybody who opens the node.

    Raises:
        UsageError: it is no other party of the compact.
    """
    member = compared_partner(node, compact, partner)
    with compact.store.reading() as view:
        return [Handed(one.serial, one.time, one.size, one.records) for one in sent_to(view, compact, member)]
