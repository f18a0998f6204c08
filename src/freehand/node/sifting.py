"""Whatever is held and was not looked at yet, judged at the gate.

1. It is looked at whoever brought it (``held``): first found, moves and releases with the rest, then judged by the
   terms as they stand with all of it.
2. A body that is refused for good is forgotten, and the refusal is noted in the trail with its clause, never with
   what was said. One that may not be read yet stays sealed and unseen, and is judged again at each reading.
3. Finding, cursor, notes and what is to be forgotten are one change of the cabinet; the store forgets after it. A
   process that dies in between leaves the list, and the next one goes by it. Before a bundle is taken in a mark is put
   up, as one that comes late changes neither head nor serial; it goes with the change that has looked at it.

Cost: each record is read twice, once to be found and once to be judged; memory for some hundred at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from freehand.ledger.lines import current_open
from freehand.ledger.store.interface import Range
from freehand.node.events import event
from freehand.node.finding import find, move_cursor, new_ranges, now_at
from freehand.node.held import Held
from freehand.node.index import read_cursor
from freehand.node.listening import Heard
from freehand.node.lookup import Looked, Lookup
from freehand.node.news import NOTHING, Dropped, News
from freehand.node.ranges import within
from freehand.node.said import said_at
from freehand.node.tally import Tally

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Member, Node
    from freehand.node.store.interface import OpenShelves, Shelves

FORGET: Final = "forget"

REFUSED: Final = "refused"

TAKING: Final = "taking"


def catch_up(node: Node, compact: Compact, *, now: int | None, told: Heard | None = None) -> News:
    """Look at whatever is held and was not looked at yet (rules 1 to 3).

    Args:
        node: whose.
        compact: in which compact.
        now: seconds since 1970, for notes and for what is dated in the future; None: not known.
        told: which records came, where somebody knows.
    """
    members = compact.members
    logs = {member.log: name for name, member in members.items()}
    if told is None and not _is_new(node, compact, logs):
        return NOTHING
    with node.cabinet.writing() as shelves:
        unsure = told is None and shelves.get(TAKING, compact.id) is not None
        ranges = _find(compact, shelves, logs, told, unsure)
        shelves.drop(TAKING, compact.id)
        tally = Tally(now, partial(_note_refused, shelves, compact, now))
        held = Held.within(compact.store, logs, compact.log, shelves)
        _judge(compact, held, members, node.party, ranges, tally)
        for log, numbers in tally.forget.items():
            shelves.put(FORGET, log, _listed(shelves, log) + [list[Any](each) for each in numbers])
    _forget(node, compact, logs)
    return tally.news()


def mark(node: Node, compact: Compact, *, taking: bool) -> None:
    """Rule 3: a bundle is being taken in. Whoever finds the mark without being told what came looks at everything."""
    with node.cabinet.writing() as shelves:
        if taking:
            shelves.put(TAKING, compact.id, True)
        else:
            shelves.drop(TAKING, compact.id)


def _is_new(node: Node, compact: Compact, logs: Mapping[str, str]) -> bool:
    with node.cabinet.reading() as shelves, compact.store.reading() as view:
        return shelves.get(TAKING, compact.id) is not None or any(
            read_cursor(shelves, log)[:4] != now_at(view, log, compact.log)[:4] or shelves.get(FORGET, log)
            for log in logs
        )


def _find(
    compact: Compact, shelves: OpenShelves, logs: Mapping[str, str], told: Heard | None, unsure: bool
) -> dict[str, list[Range]]:
    """Rule 1, first half: what is new in each log, found."""
    ranges: dict[str, list[Range]] = {}
    with compact.store.reading() as view:
        for log in logs:
            ours = log == compact.log
            now = now_at(view, log, compact.log)
            heard = None if told is None else told.get(log)
            new = new_ranges(view, shelves, log, compact.log, heard, unsure=unsure)
            if new:
                find(shelves, log, said_at(compact, log, logs[log], new))
                if not ours:
                    ranges[log] = new
            move_cursor(shelves, log, now)
    return ranges


def _judge(
    compact: Compact,
    held: Held,
    members: Mapping[str, Member],
    party: str,
    ranges: Mapping[str, list[Range]],
    tally: Tally,
) -> None:
    """Rule 1, second half, and rule 2."""
    if not ranges:
        return
    lookup = Lookup(compact, held, members, party)
    fresh = {log: lookup.releases_among(log, within(held.numbers(log, "release"), new)) for log, new in ranges.items()}
    judge = lookup.judge(
        {name: Looked(lookup, one.log, fresh.get(one.log, {}), party) for name, one in members.items()}
    )
    reader = frozenset((party,))
    for log, new in ranges.items():
        said = tally.known_of(said_at(compact, log, held.logs[log], new))
        for one, refusal in judge.refusals(said, reader):
            if refusal is None:
                tally.passed(one)
            elif refusal.final:
                tally.drop(one, refusal)
            else:
                tally.held_back += 1


def _forget(node: Node, compact: Compact, logs: Mapping[str, str]) -> None:
    """Rule 3: what is on the list goes out of the store, then off the list."""
    with node.cabinet.reading() as shelves:
        waiting = {log: found for log in logs if (found := _listed(shelves, log))}
    if not waiting:
        return
    with compact.store.writing(*waiting) as change:
        for log, ranges in waiting.items():
            line = current_open(change, log)
            for first, end in ranges:
                line.forget(first, end)
    with node.cabinet.writing() as shelves:
        for log, ranges in waiting.items():
            left = [each for each in _listed(shelves, log) if each not in ranges]
            shelves.put(FORGET, log, left)


def _listed(shelves: Shelves, log: str) -> list[Any]:
    """Ranges, as pairs."""
    found: Any = shelves.get(FORGET, log) or []
    return list(found)


def _note_refused(shelves: OpenShelves, compact: Compact, now: int | None, each: Dropped) -> None:
    """Rule 2: which record, and which clause; never what was said. Once for each clause, however often it is sent."""
    if shelves.get(REFUSED, each.leaf) != each.clause:
        shelves.put(REFUSED, each.leaf, each.clause)
        shelves.note(event("refused", now, compact, **each._asdict()))
