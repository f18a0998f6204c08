"""What is due to a partner: what the next bundle would bring, and how far the own log was looked at for it.

1. A bundle that is written again, because an earlier one did not arrive, has in it again what that one held, as far as
   the gate lets it pass *today*.
2. Receipts that this party gave and proofs that it has go along once; written again, all of them do.
3. What waits for its release is looked at again when a release names it, or when the terms in force, or who is in
   the compact, have changed; not at every bundle. So a thousand bundles cost what their records cost.
4. Where the own log goes on from below what was handed over ("not mine beyond size N"), what lay beyond counts as
   handed over no more: other records have those numbers. A new epoch is told of even if nothing was said in it.

Cost: each own record is read once for each partner, and once more for what waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from freehand.errors import UsageError, one_fault, shown
from freehand.ledger.bundle.passed import Passed, of_paper
from freehand.ledger.canonical import canonical
from freehand.ledger.epochs import Epoch, end_of, epoch_of
from freehand.ledger.lines import current
from freehand.ledger.log import newest_card
from freehand.ledger.receipts import read_receipt
from freehand.ledger.store.interface import Line, Range, View
from freehand.ledger.store.packs import ranges as ranges_of
from freehand.node.at_hand import as_known
from freehand.node.index import read_cursor
from freehand.node.outgoing import NEVER, own_judged
from freehand.node.partners import refuse_stranger
from freehand.node.ranges import numbers_in
from freehand.terms.gate import Refusal

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Member, Node
    from freehand.node.known import Known

HANDED: Final = "handed"


class Ready(NamedTuple):
    """What the next bundle for a partner would bring."""

    leaves: int
    """How many more there are than it was told of."""
    records: tuple[Range, ...]
    papers: tuple[bytes, ...]
    refused: tuple[tuple[int, Refusal], ...]
    """Own records that are new and do not go, with the clause; for the own eyes alone."""
    epoch: bool = False
    """Whether the own log has a new epoch that it was not told of."""

    @property
    def anything(self) -> bool:
        """Whether there is something to say."""
        return bool(self.leaves or self.records or self.papers or self.epoch)


class _Cursor(NamedTuple):
    """How far the own log has been looked at for a partner."""

    serial: int = 0
    """The bundle after which this was so."""
    size: int = 0
    waiting: tuple[tuple[int, str], ...] = ()
    """Number and content id of what does not pass yet."""
    ground: str = ""
    """What was in force, and who was there."""
    papers: tuple[str, ...] = ()
    branch: int = 0
    """On which line of the own log that was."""


def ready(node: Node, compact: Compact, partner: str, *, known: Known | None = None) -> Ready:
    """What the next bundle for a partner would bring, and what would be withheld of what is new. Who may: anybody who
    opens the node.

    Raises:
        UsageError: it is no other party of the compact, or its card was not compared.
    """
    return due_to(node, compact, compared_partner(node, compact, partner), as_known(node, compact, known))[0]


def due_to(node: Node, compact: Compact, member: Member, found: Known, *, again: bool = False) -> tuple[Ready, _Cursor]:
    """Rules 2 and 3: what goes now, and how far the log has been looked at after it."""
    ground = _ground(found)
    cursor, size = _looked_at(node, compact, member)
    with compact.store.reading() as view:
        line = current(view, compact.log)
        size = min(size, line.size)
        leaves, new_epoch = _untold(view, compact, member, line)
        cursor, gone = _as_sent(view, compact, member, line, cursor)
        papers = _papers(view, compact.log)
    new = [] if cursor.size >= size else _without([Range(cursor.size, size)], gone)
    judge = found.few(member.name, new)
    fresh = list(own_judged(compact, found.party, member, found, judge, new))
    named = {item for one, _ in fresh if one.kind == "release" for item in one.body["items"]}
    all_again = cursor.ground != ground
    looked = [number for number, item in cursor.waiting if all_again or item in named]
    rest = [] if all_again else [one for one in cursor.waiting if one[1] not in named]
    judged = [*own_judged(compact, found.party, member, found, judge, ranges_of(looked)), *fresh]
    passing = [one.number for one, refusal in judged if refusal is None]
    waits = [(one.number, one.id) for one, refusal in judged if refusal is not None and refusal.clause not in NEVER]
    known = frozenset() if again else frozenset(cursor.papers)
    fresh_papers = tuple(paper for name, paper in papers.items() if name not in known)
    refused = tuple((one.number, refusal) for one, refusal in judged if refusal is not None)
    waiting = tuple(sorted([*rest, *waits]))
    after = _Cursor(cursor.serial, max(size, cursor.size), waiting, ground, tuple(papers), line.branch)
    return Ready(leaves, tuple(ranges_of(passing)), fresh_papers, refused, new_epoch), after


def _looked_at(node: Node, compact: Compact, member: Member) -> tuple[_Cursor, int]:
    """How far the own log has been looked at for a partner, and up to where releases are found in it."""
    with node.cabinet.reading() as shelves:
        held: Any = shelves.get(HANDED, f"{compact.id} {member.log}")
        size = read_cursor(shelves, compact.log).size  # beyond it the next one looks
    cursor = _Cursor() if held is None else _Cursor(**{**held, "waiting": tuple(map(tuple, held["waiting"]))})
    return cursor, size


def _untold(view: View, compact: Compact, member: Member, line: Line) -> tuple[int, bool]:
    """How many leaves a partner was not told of yet, and whether the key is another one since it was."""
    newest = view.line(compact.log).newest("sent", member.log)
    if newest is None:
        return line.size, False
    last, epochs = of_paper(newest), newest_card(view.line(compact.log)).epochs
    return max(line.size - _still(epochs, last.key, last.size), 0), last.key != epochs[-1].key


def _as_sent(view: View, compact: Compact, member: Member, line: Line, cursor: _Cursor) -> tuple[_Cursor, list[Range]]:
    """The cursor, if the newest bundle for a partner is told of in it; else one from which everything is looked at,
    and what went to the partner and is the own log's still.
    """
    newest = view.line(compact.log).newest("sent", member.log)
    other = cursor.branch != line.branch or cursor.size > line.size
    if cursor.serial == (0 if newest is None else newest.number) and not other:
        return cursor, []
    epochs = newest_card(view.line(compact.log)).epochs
    gone = [
        Range(part.first, end)
        for one in sent_to(view, compact, member)
        for part in one.records
        if part.first < (end := _still(epochs, one.key, part.end))
    ]
    return _Cursor(papers=cursor.papers), gone


def _still(epochs: tuple[Epoch, ...], key: bytes, size: int) -> int:
    """How much of what was handed over under a key is the own log's still (rule 4)."""
    ends = end_of(epochs, epoch_of(epochs, key))
    return size if ends is None else min(size, ends.size)


def not_again(node: Node, compact: Compact, member: Member, found: Known, after: int) -> list[Range]:
    """Rule 1: what later bundles held and does not go today, or is not there any more."""
    with compact.store.reading() as view:
        line = current(view, compact.log)
        sent = [part for one in sent_to(view, compact, member) if one.serial > after for part in one.records]
        held = [part for first, end in sent for part in line.held(first, end)]
    judged = own_judged(compact, node.party, member, found, found.few(member.name), ranges_of(numbers_in(held)))
    good = {one.number for one, refusal in judged if refusal is None}
    return ranges_of(numbers_in(sent) - good)


def _papers(view: View, own: str) -> dict[str, bytes]:
    """Receipts that this party gave and all proofs, by their hashes (rule 2)."""
    found: dict[str, bytes] = {}
    for log in view.logs():
        for branch in view.branches(log):
            line = view.line(log, branch)
            erased = (paper.data for paper in line.papers("erasure"))
            given = [data for data in erased if read_receipt(data).by == own]
            for data in [*given, *(paper.data for paper in line.papers("proof"))]:
                found.setdefault(sha256(data).hexdigest(), data)
    return found


def _ground(found: Known) -> str:
    """What the gate rests on besides releases: a change of it makes everything that waits be looked at again."""
    versions = sorted(one.id for one in found.standing.versions if one.accepted)
    value = {
        "accepted": versions,
        "compared": sorted(found.members[name].log for name in found.judge.compared),
        "force": sorted(one.id for one in found.standing.in_force),
        "left": sorted(found.members[name].log for name in found.standing.left),
        "people": [[one.key.hex(), sorted(one.roles), one.confirmed, one.removed] for one in found.people[found.party]],
    }
    return sha256(canonical(value)).hexdigest()


def sent_to(view: View, compact: Compact, member: Member) -> list[Passed]:
    """The bundles that were written for a member, in order."""
    return [of_paper(paper) for paper in view.line(compact.log).papers("sent", member.log)]


def compared_partner(node: Node, compact: Compact, partner: str) -> Member:
    """Another party of the compact, for whom a bundle can be.

    Raises:
        UsageError: it is none, or its card was not compared.
    """
    refuse_stranger(node, compact, partner)
    members = compact.members
    if not members[partner].compared:
        what = f"nothing is written for '{shown(partner)}'"
        raise UsageError(one_fault(what, "its card was not compared with it yet.", "Compare the fingerprints first."))
    return members[partner]


def _without(ranges: Sequence[Range], gone: Sequence[Range]) -> list[Range]:
    return ranges_of(numbers_in(ranges) - numbers_in(gone)) if gone else list(ranges)
