"""What a partner may have: own records past the gate, and the bundle that hands them over.

The question: of all that stands in the own log, what goes to this partner with the next bundle, and what was handed
over so far?

The rules:

1. Every record passes the gate on its way out, at the moment of writing, for this partner alone (``judging``). What it
   refuses is withheld: its leaf goes, as all leaves do, and nothing else.
2. What was withdrawn does not go any more. What was handed over stays so: nobody can take it back out of a hand.
3. A release goes to those whom it names. A withdrawal, a recall, an end goes to those who may have had the item that it
   is about; others would learn from it that there was one.
4. A bundle that is written again, because an earlier one did not arrive, has in it again what that one held, as far as
   the gate lets it pass *today*.
5. Receipts that this party gave and proofs that it has go along once; written again, all of them do.
6. What waits for its release is looked at again when a release names it, or when the terms in force, or who is in
   the compact, have changed; not at every bundle. So a thousand bundles cost what their records cost.
7. Nobody gets anything whose card was not compared.
8. Where the own log goes on from below what was handed over ("not mine beyond size N"), what lay beyond counts as
   handed over no more: other records have those numbers. A new epoch is told of even if nothing was said in it.

Who may: whoever opens the node, and the exchange with partners by itself: nothing is decided here. Cost: each own
record is read once for each partner, and once more for what waits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from freehand.errors import UsageError, one_fault, shown
from freehand.ledger.bundle.passed import Passed, of_paper
from freehand.ledger.bundle.writing import Address, Sink, Written, write_bundle
from freehand.ledger.canonical import canonical
from freehand.ledger.epochs import Epoch, end_of, epoch_of
from freehand.ledger.lines import current
from freehand.ledger.log import newest_card
from freehand.ledger.randomness import Randomness, drawn
from freehand.ledger.receipts import Receipt, read_receipt
from freehand.ledger.store.interface import Range, View
from freehand.node.at_hand import as_known
from freehand.node.confirming import BEYOND
from freehand.node.held import read_cursor
from freehand.node.judging import Judge, offer_of
from freehand.node.kinds import BY_NAME
from freehand.node.partners import refuse_stranger
from freehand.node.ranges import numbers_in, ranges_of
from freehand.node.said import Said, as_said
from freehand.terms.gate import Refusal

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Member, Node
    from freehand.node.known import Known

HANDED: Final = "handed"
ABOUT_AN_ITEM: Final = frozenset(("withdraw", "recall", "end"))
STEP: Final = 65_536
"""A step of padding under which one small release looks like another."""


class Handed(NamedTuple):
    """A bundle that was written for a partner."""

    serial: int
    time: int
    size: int
    """The size of the own log that it led to."""
    records: tuple[Range, ...]


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
    return _look(node, compact, _partner(node, compact, partner), as_known(node, compact, known))[0]


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
        after: the number of an earlier bundle that did arrive: what was in those since then is in it again (rule 4).
        beyond: take a number beyond this one; what is known after a restore is looked up (``confirming``).
        step: bring the length of what is sealed to a multiple of so many bytes; 0: do not.
        known: what is known, if it was read already.
        randomness: where the content key comes from.

    Raises:
        UsageError: it is no other party of the compact, or its card was not compared; or there is no bundle ``after``.
        KeyRefused, LogStopped: the log signs nothing.
        StoreBusy, StoreFailed, OSError: nothing is remembered, or the number is used up.
    """
    member, found = _partner(node, compact, partner), as_known(node, compact, known)
    found_ready, cursor = _look(node, compact, member, found, again=after is not None)
    withhold = [] if after is None else _not_again(node, compact, member, found, after)
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


def handed_over(node: Node, compact: Compact, partner: str) -> list[Handed]:
    """The bundles that were written for a partner so far. Who may: anybody who opens the node.

    Raises:
        UsageError: it is no other party of the compact.
    """
    member = _partner(node, compact, partner)
    with compact.store.reading() as view:
        return [Handed(one.serial, one.time, one.size, one.records) for one in _sent(view, compact, member)]


def receipts(compact: Compact) -> list[Receipt]:
    """What members claim to have erased of the own log. Who may: anybody who opens the node."""
    with compact.store.reading() as view:
        return [read_receipt(paper.data) for paper in view.line(compact.log).papers("receipt")]


# -- how ------------------------------------------------------------------------------------------------------------


def _look(node: Node, compact: Compact, member: Member, found: Known, *, again: bool = False) -> tuple[Ready, _Cursor]:
    """Rules 1, 3, 5 and 6: what goes now, and how far the log has been looked at after it."""
    own = found.party
    ground = _ground(found)
    with node.cabinet.reading() as shelves:
        held: Any = shelves.get(HANDED, f"{compact.id} {member.log}")
        size = read_cursor(shelves, compact.log).size  # up to where releases are found: beyond it the next one looks
    cursor = _Cursor() if held is None else _Cursor(**{**held, "waiting": tuple(map(tuple, held["waiting"]))})
    with compact.store.reading() as view:
        line = current(view, compact.log)
        newest = view.line(compact.log).newest("sent", member.log)
        last = None if newest is None else of_paper(newest)
        epochs = newest_card(view.line(compact.log)).epochs
        new_epoch = last is not None and last.key != epochs[-1].key
        told = 0 if last is None else _still(epochs, last.key, last.size)
        size = min(size, line.size)
        other = cursor.branch != line.branch or cursor.size > line.size
        if cursor.serial != (0 if newest is None else newest.number) or other:
            cursor = _Cursor(papers=cursor.papers)  # a bundle went out that is not told of here: look at everything
            gone = [
                Range(part.first, end)
                for one in _sent(view, compact, member)
                for part in one.records
                if part.first < (end := _still(epochs, one.key, part.end))
            ]
        else:
            gone = []
        leaves = max(line.size - told, 0)
        papers = _papers(view, compact.log)
    new = [] if cursor.size >= size else _without([Range(cursor.size, size)], gone)
    judge = found.few(member.name, new)
    fresh = list(_judged(compact, own, member, found, judge, new))
    named = {item for one, _ in fresh if one.kind == "release" for item in one.body["items"]}
    all_again = cursor.ground != ground
    looked = [number for number, item in cursor.waiting if all_again or item in named]
    rest = [] if all_again else [one for one in cursor.waiting if one[1] not in named]
    judged = [*_judged(compact, own, member, found, judge, ranges_of(looked)), *fresh]
    passing = [one.number for one, refusal in judged if refusal is None]
    waits = [(one.number, one.id) for one, refusal in judged if refusal is not None and refusal.clause not in _NEVER]
    known = frozenset() if again else frozenset(cursor.papers)
    fresh_papers = tuple(paper for name, paper in papers.items() if name not in known)
    refused = tuple((one.number, refusal) for one, refusal in judged if refusal is not None)
    ready_now = Ready(leaves, tuple(ranges_of(sorted(passing))), fresh_papers, refused, new_epoch)
    waiting = tuple(sorted([*rest, *waits]))
    after = _Cursor(cursor.serial, max(size, cursor.size), waiting, ground, tuple(papers), line.branch)
    return ready_now, after


def _still(epochs: tuple[Epoch, ...], key: bytes, size: int) -> int:
    """How much of what was handed over under a key is the own log's still (rule 8)."""
    ends = end_of(epochs, epoch_of(epochs, key))
    return size if ends is None else min(size, ends.size)


_NEVER: Final = frozenset(("label", "withdrawn", "others"))
"""What is said in a record itself, and in a withdrawal, does not change: it is not looked at again."""


def _judged(
    compact: Compact, own: str, member: Member, found: Known, judge: Judge, ranges: Sequence[Range]
) -> Iterator[tuple[Said, Refusal | None]]:
    """Own records, each with why it does not go; those of kinds that are not known here do not."""
    if not ranges:
        return
    gone = found.withdrawn()
    said = (one for one in _read(compact, own, ranges) if one.kind in BY_NAME)
    for one, refused in judge.refusals(said, frozenset((member.name,))):
        yield one, refused or _withheld(one, member, gone, judge)


def _withheld(said: Said, member: Member, gone: Mapping[str, object], judge: Judge) -> Refusal | None:
    """Rules 2 and 3."""
    if said.leaf in gone:
        return Refusal("withdrawn", "it was withdrawn.", True)
    if not _concerns(said, member, judge):
        return Refusal("others", "it is about what this party has nothing of.", True)
    return None


def _concerns(said: Said, member: Member, judge: Judge) -> bool:
    """Rule 3."""
    if said.kind == "release":
        return member.log in said.body["to"]
    if said.kind not in ABOUT_AN_ITEM:
        return True
    about = judge.find(said.body["about"])
    if said.kind != "withdraw":
        about = offer_of(said, judge.find) or about
    if about is None or about.party == member.name:
        return True
    if about.mine:
        return any(member.name in given.to for given in judge.settings[about.party].releases.get(about.id, ()))
    return member.name in about.label.split(", ")


def _not_again(node: Node, compact: Compact, member: Member, found: Known, after: int) -> list[Range]:
    """Rule 4: what later bundles held and does not go today, or is not there any more."""
    with compact.store.reading() as view:
        line = current(view, compact.log)
        sent = [part for one in _sent(view, compact, member) if one.serial > after for part in one.records]
        held = [part for first, end in sent for part in line.held(first, end)]
    judged = _judged(compact, node.party, member, found, found.few(member.name), ranges_of(sorted(numbers_in(held))))
    good = {one.number for one, refusal in judged if refusal is None}
    return ranges_of(sorted(numbers_in(sent) - good))


def _papers(view: View, own: str) -> dict[str, bytes]:
    """Receipts that this party gave and all proofs, by their hashes (rule 5)."""
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


def _read(compact: Compact, own: str, ranges: Iterable[Range]) -> Iterator[Said]:
    with compact.store.reading() as view:
        for _, data in current(view, compact.log).records(ranges):
            yield as_said(own, compact.log, data, mine=True)


def _sent(view: View, compact: Compact, member: Member) -> list[Passed]:
    return [of_paper(paper) for paper in view.line(compact.log).papers("sent", member.log)]


def _partner(node: Node, compact: Compact, partner: str) -> Member:
    refuse_stranger(node, compact, partner)
    members = compact.members
    if not members[partner].compared:
        what = f"nothing is written for '{shown(partner)}'"
        raise UsageError(one_fault(what, "its card was not compared with it yet.", "Compare the fingerprints first."))
    return members[partner]


def _without(ranges: Sequence[Range], gone: Sequence[Range]) -> list[Range]:
    return ranges_of(sorted(numbers_in(ranges) - numbers_in(gone))) if gone else list(ranges)


__all__ = ["STEP", "Handed", "Ready", "handed_over", "ready", "receipts", "write"]
