"""What came: a bundle taken in, then everything in it judged at the gate.

The question: a partner hands over a bundle. What of it may be read here from now on, what is refused for good, and what
came to nothing that anybody need know?

The rules:

1. The ledger takes a bundle in, wholly or not at all; it refuses bundles. What follows refuses bodies, never leaves.
2. Whatever is held and was not looked at yet is looked at, whoever brought it (``held``): first found, moves and
   releases with the rest, then judged by the terms as they stand with all of it.
3. A body that is refused for good is forgotten, and the refusal is noted in the trail with its clause, never with
   what was said. One that may not be read yet stays sealed and unseen, and is judged again at each reading.
4. Finding, cursor, notes and what is to be forgotten are one change of the cabinet; the store forgets after it.
   A process that dies in between leaves the list, and the next one goes by it. Before a bundle is taken in a mark is
   put up, as one that comes late changes neither head nor serial; it goes with the change that has looked at it.
5. A record dated in the future, or not in normal form C, is taken as it is, and told. No rule reads a date.
6. A bundle that proves something against its sender is noted with the proof's name, and refused as the ledger says.

Cost: each record is read twice, once to be found and once to be judged; memory for some hundred at a time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from freehand.errors import FreehandError
from freehand.ledger.bundle.hearing import Contradiction
from freehand.ledger.bundle.opening import LIMITS, Most, Reader, Source
from freehand.ledger.bundle.placing import Unchanged
from freehand.ledger.bundle.reading import Silence, Taken, silence, take_in
from freehand.ledger.bundle.refusals import Ask, Proved, RolledBack
from freehand.ledger.lines import current, current_open
from freehand.ledger.store.interface import Range
from freehand.node.erased import erase_again
from freehand.node.held import Heard, Held, Listening, find, move_cursor, new_ranges, now_at, read_cursor
from freehand.node.kinds import BY_NAME
from freehand.node.known import Ground, Looked
from freehand.node.moves import MOVES
from freehand.node.said import CRITICAL, Said, as_said
from freehand.terms.gate import Refusal

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Member, Node
    from freehand.node.store.interface import OpenShelves, Shelves

FORGET: Final = "forget"
REFUSED: Final = "refused"
TAKING: Final = "taking"
CONTRADICTED: Final = "contradicted"
"""What was told of heads that contradict what is held."""
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


class Arrival(NamedTuple):
    """What came of a bundle."""

    party: str
    """Whose it is; empty where it changed nothing."""
    taken: Taken | Unchanged
    news: News
    """What was looked at: what came with it, and whatever an earlier process had taken in and not looked at."""
    silence: Silence

    @property
    def asks(self) -> tuple[Ask, ...]:
        """What to ask for: heads that others have seen, and that are longer than what is held."""
        return self.taken.heard.asks if isinstance(self.taken, Taken) else ()

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Forks, disowned and disputed heads, and witnesses that lied."""
        return self.taken.heard.contradictions if isinstance(self.taken, Taken) else ()


def take(node: Node, compact: Compact, source: Source, *, now: int, most: Most = LIMITS) -> Arrival:
    """Take a bundle in, and judge what is in it.

    Args:
        node: whose.
        compact: the compact that the bundle has to be of.
        source: the bundle.
        now: seconds since 1970, to be remembered and noted.
        most: what is taken in at once.

    Raises:
        Refused: the bundle is refused, as ``bundle.reading.take_in`` says; what it proves is kept and noted.
        StoreBusy, StoreFailed: nothing was taken in, or it was and is looked at the next time.
    """
    before = catch_up(node, compact, now=now)
    _mark(node, compact, taking=True)
    keys, ears = compact.keys, Listening(compact.store)
    reader = Reader(compact.log, compact.id, keys.recipients)
    try:
        taken = take_in(ears, source, reader, now=now, witness=keys.log, most=most)
    except FreehandError as refusal:
        _mark(node, compact, taking=False)
        if isinstance(refusal, (Proved, RolledBack)):
            _note_refusal(node, compact, refusal, now)
        raise
    erase_again(node, compact)
    logs = {member.log: name for name, member in compact.members.items()}
    if isinstance(taken, Unchanged):
        _mark(node, compact, taking=False)
        return Arrival("", taken, before, Silence(0, None, 0))
    if taken.heard.contradictions:
        _note_contradictions(node, compact, taken, logs, now)
    news = joined(before, catch_up(node, compact, now=now, told=ears.heard))
    with compact.store.reading() as view:
        heard = silence(view, taken.sender, compact.log)
    return Arrival(logs[taken.sender], taken, news, heard)


def catch_up(node: Node, compact: Compact, *, now: int | None, told: Heard | None = None) -> News:
    """Look at whatever is held and was not looked at yet (rules 2 to 4).

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
        tally = _Tally(now, partial(_note_refused, shelves, compact.id, now))
        held = Held.within(compact.store, logs, compact.log, shelves)
        _judge(compact, held, members, node.party, ranges, tally)
        for log, numbers in tally.forget.items():
            shelves.put(FORGET, log, _listed(shelves, log) + [list[Any](each) for each in numbers])
    _forget(node, compact, logs)
    return tally.news()


class _Tally:
    """What came, as it is counted; what is noted is noted at once."""

    def __init__(self, now: int | None, note: Callable[[Dropped], object]) -> None:
        self.now, self.note = now, note
        self.counts: dict[str, int] = {}
        self.unknown: dict[str, int] = {}
        self.told: list[Told] = []
        self.refused: list[Dropped] = []
        self.flags: list[tuple[Told, str]] = []
        self.forget: dict[str, list[list[int]]] = {}
        self.held_back = self.refusals = 0

    def known_of(self, said: Iterable[Said]) -> Iterator[Said]:
        """Those of kinds that the gate can be asked about; others are counted."""
        for one in said:
            if one.kind in BY_NAME or one.kind == CRITICAL:
                yield one
            else:
                kind = one.kind if one.kind in self.unknown or len(self.unknown) < MOST_TOLD else "others"
                self.unknown[kind] = self.unknown.get(kind, 0) + 1

    def passed(self, said: Said) -> None:
        """It may be read."""
        group, one = group_of(said.kind), _told(said)
        self.counts[group] = self.counts.get(group, 0) + 1
        if len(self.told) < MOST_TOLD:
            self.told.append(one)
        odd = list(said.remarks)
        if self.now is not None and said.time > self.now:
            odd.append("dated in the future")
        if len(self.flags) < MOST_TOLD:
            self.flags += [(one, words) for words in odd]

    def drop(self, said: Said, refusal: Refusal) -> None:
        """It is refused for good: which record, and which clause, but not what was said."""
        each = Dropped(*_told(said)[:4], refusal.clause, refusal.words)
        self.refusals += 1
        if len(self.refused) < MOST_TOLD:
            self.refused.append(each)
        self.note(each)
        ranges = self.forget.setdefault(said.log, [])
        if ranges and ranges[-1][1] == said.number:
            ranges[-1][1] += 1
        else:
            ranges.append([said.number, said.number + 1])

    def news(self) -> News:
        """All of it."""
        return News(
            self.counts,
            tuple(self.told),
            tuple(self.refused),
            self.refusals,
            self.held_back,
            self.unknown,
            tuple(self.flags),
        )


def _mark(node: Node, compact: Compact, *, taking: bool) -> None:
    """Rule 4: a bundle is being taken in. Whoever finds the mark without being told what came looks at everything."""
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
    """Rule 2, first half: what is new in each log, found."""
    ranges: dict[str, list[Range]] = {}
    with compact.store.reading() as view:
        for log in logs:
            ours = log == compact.log
            now = now_at(view, log, compact.log)
            heard = None if told is None else told.get(log)
            new = new_ranges(view, shelves, log, compact.log, heard, unsure=unsure)
            if new:
                find(shelves, log, _read(compact, log, logs[log], new))
                if not ours:
                    ranges[log] = new
            move_cursor(shelves, log, now)
    return ranges


def _read(compact: Compact, log: str, party: str, ranges: list[Range]) -> Iterator[Said]:
    with compact.store.reading() as view:
        for _, data in current(view, log).records(ranges):
            yield as_said(party, log, data, mine=log == compact.log)


def _judge(
    compact: Compact,
    held: Held,
    members: Mapping[str, Member],
    party: str,
    ranges: Mapping[str, list[Range]],
    tally: _Tally,
) -> None:
    """Rule 2, second half, and rule 3."""
    if not ranges:
        return
    ground = Ground(compact, held, members, party)
    fresh = {log: ground.releases_among(log, _within(held.numbers(log, "release"), new)) for log, new in ranges.items()}
    judge = ground.judge(
        {name: Looked(ground, one.log, fresh.get(one.log, {}), party) for name, one in members.items()}
    )
    reader = frozenset((party,))
    for log, new in ranges.items():
        said = tally.known_of(_read(compact, log, held.logs[log], new))
        for one, refusal in judge.refusals(said, reader):
            if refusal is None:
                tally.passed(one)
            elif refusal.final:
                tally.drop(one, refusal)
            else:
                tally.held_back += 1


def _within(numbers: list[int], ranges: list[Range]) -> Iterator[int]:
    for first, end in ranges:
        yield from numbers[bisect_left(numbers, first) : bisect_left(numbers, end)]


def _forget(node: Node, compact: Compact, logs: Mapping[str, str]) -> None:
    """Rule 4: what is on the list goes out of the store, then off the list."""
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


def _told(said: Said) -> Told:
    return Told(said.party, said.number, said.leaf, said.kind, said.object)


def _note_refused(shelves: OpenShelves, compact: str, now: int | None, each: Dropped) -> None:
    """Rule 3: which record, and which clause; never what was said. Once for each clause, however often it is sent."""
    if shelves.get(REFUSED, each.leaf) != each.clause:
        shelves.put(REFUSED, each.leaf, each.clause)
        shelves.note({"what": "refused", "compact": compact, **each._asdict(), "when": now})


def _note_refusal(node: Node, compact: Compact, refusal: Proved | RolledBack, now: int) -> None:
    fault = refusal.faults[0]
    event: dict[str, Any] = {
        "what": {"Forked": "fork", "Lied": "lie", "RolledBack": "rollback"}.get(type(refusal).__name__, "refused"),
        "compact": compact.id,
        "words": f"{fault.what}: {fault.why}",
        "proof": refusal.name if isinstance(refusal, Proved) else "",
        "when": now,
    }
    with node.cabinet.writing() as shelves:
        shelves.note(event)


def _note_contradictions(node: Node, compact: Compact, taken: Taken, logs: Mapping[str, str], now: int) -> None:
    with node.cabinet.writing() as shelves:
        for one in taken.heard.contradictions:
            told = f"{compact.id} {one.verdict} {one.log} {one.who} {one.size}"
            if shelves.get(CONTRADICTED, told) is not None:
                continue  # it is told with each bundle
            shelves.put(CONTRADICTED, told, one.proof, within=compact.id)
            shelves.note(
                {
                    "what": one.verdict,
                    "compact": compact.id,
                    "party": logs.get(one.log, ""),
                    "who": logs.get(one.who, ""),
                    "size": one.size,
                    "proof": one.proof,
                    "when": now,
                }
            )
