"""What a party knows of a compact at one moment: everything that is held and stands behind the gate, by today's terms.

The question: what may be read, counted, searched, reckoned with and shown here, and nothing else?

The rules:

1. It is a function of the records that are held: of no clock, and of no order in which they came.
2. Whatever of a partner may be read passed the gate for this party at this reading. What did not is told nowhere: a
   reference to it and a reference to nothing give the same view.
3. A party's own records are visible to it, withheld ones too; ``Said.to`` says which others may have each, by the same
   gate. What it may not say, or cannot be read, is out here as it is elsewhere.
4. A version that another one replaces, which stands behind the gate itself, is superseded. Where several versions are
   not, they stand side by side: they were said at once, and nobody merges them. What a withdrawn version replaced does
   not come back.
5. What was withdrawn or erased is out at once, and so is all that a party has said which left; its log stays provable.

Cost: moves, people and withdrawals are read once. Plan content is read when it is asked for, kind by kind, and none of
it is kept. Memory: the numbers of what is held, and what has been released.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from itertools import chain, groupby
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from freehand.ledger.bundle.reading import Silence, silence
from freehand.ledger.identity import Card
from freehand.ledger.lines import current, frozen
from freehand.ledger.log import newest_card
from freehand.ledger.restored import waiting_for
from freehand.ledger.store.interface import Range
from freehand.node.approving import people_at
from freehand.node.held import REPLACING, Held
from freehand.node.judging import SAYERS, Judge
from freehand.node.kinds import BY_NAME, KINDS
from freehand.node.moves import MOVES, moves_of, seen_in
from freehand.node.passing import pass_of
from freehand.node.people import Person, people_of
from freehand.node.ranges import within
from freehand.node.said import UNKNOWN, Said, fault_in
from freehand.terms.gate import Pass, Refusal, Setting
from freehand.terms.protocol import Move, Standing, standing

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Member, Node

CONTENT = tuple(kind.name for kind in KINDS if kind.condition == "content")
REMEMBERED = 4096
"""Records that others name, kept at hand."""


class Withdrawn(NamedTuple):
    """An item that its author took back: the leaf of its record, and the withdrawal."""

    leaf: str
    by: Said

    @property
    def how(self) -> str:
        """Retract, supersede, or erase."""
        return str(self.by.body["how"])


class Ground:
    """What judging rests on, at one moment; the same for who takes a bundle in and for who reads."""

    def __init__(self, compact: Compact, held: Held, members: Mapping[str, Member], party: str) -> None:
        """From what is held, for this party."""
        self.compact, self.held, self.members, self.party = compact, held, members, party
        self.compared = frozenset(name for name, member in members.items() if member.compared)
        self.moves: list[Move] = [move for move in moves_of(held.of(*MOVES), held.logs) if move.author in self.compared]
        with held.store.reading() as view:
            self.cards: dict[str, Card] = {name: newest_card(view.line(log)) for log, name in held.logs.items()}
            self.seen = seen_in(view, held.logs, held.own)
        self.standing: Standing = standing(members, self.moves, self.seen)
        self.find = lru_cache(maxsize=REMEMBERED)(self._find)
        self._checked: dict[str, Pass] = {}
        self._releases: dict[str, Mapping[str, Sequence[Pass]]] = {}
        self._people_at: dict[tuple[str, int], tuple[Person, ...]] = {}

    @cached_property
    def people(self) -> Mapping[str, tuple[Person, ...]]:
        """The people of each party, by its newest card and its log."""
        return {name: people_of(self.compact.id, card, self._said_of[name]) for name, card in self.cards.items()}

    @cached_property
    def _said_of(self) -> Mapping[str, list[tuple[int, Mapping[str, Any]]]]:
        """What each party's log says of its people."""
        said: dict[str, list[tuple[int, Mapping[str, Any]]]] = {name: [] for name in self.members}
        for one in self.held.of("person"):
            if not fault_in(one) and not one.disowned:
                said[one.party].append((one.number, one.body))
        return said

    def people_behind(self, release: Said) -> tuple[Person, ...]:
        """The people of its author as they were where a release stands; on another line, by what that one says."""
        if not release.disowned:
            return self.people_at(release.party, release.number)
        first = min((one.first for one in self.held.disowned[release.log]), default=0)
        there = [one for one in self.held.of("person") if one.party == release.party and not fault_in(one)]
        said = [(one.number, one.body) for one in there if one.disowned or one.number < first]
        return people_at(self.compact.id, self.cards[release.party], sorted(said, key=itemgetter(0)), release.number)

    def people_at(self, party: str, number: int) -> tuple[Person, ...]:
        """The people of a party as they were at a place of its log."""
        said = self._said_of[party]
        before = bisect_left(said, number, key=lambda one: one[0])
        if before == len(said):
            return self.people[party]
        if (party, before) not in self._people_at:
            self._people_at[party, before] = people_at(self.compact.id, self.cards[party], said, number)
        return self._people_at[party, before]

    def judge(self, releases: Mapping[str, Mapping[str, Sequence[Pass]]]) -> Judge:
        """Whoever decides; ``releases`` are those of each author, by content id."""
        left: dict[str, int] = {}
        for move in self.moves:
            if move.verb == "withdraw":
                left[move.author] = min(move.number, left.get(move.author, move.number))
        settings = {name: Setting(self.standing, self.members, releases[name], SAYERS) for name in self.members}
        return Judge(settings, self.compared, self.find, left, self.held.owner)

    def pass_of(self, release: Said) -> Pass:
        """What a release releases; each is checked once."""
        if release.leaf not in self._checked:
            people = self.people_behind(release)
            self._checked[release.leaf] = pass_of(release, self.compact.id, people, self.held.logs)
        return self._checked[release.leaf]

    def releases(self, log: str) -> Mapping[str, Sequence[Pass]]:
        """All releases in a log, by content id."""
        if log not in self._releases:
            numbers = self.held.numbers(log, "release")
            self._releases[log] = self._released(chain(self.held.read(log, numbers), self.held.beside(log)))
        return self._releases[log]

    def releases_among(self, log: str, numbers: Iterable[int]) -> dict[str, tuple[Pass, ...]]:
        """Those of them that stand at these numbers."""
        return self._released(self.held.read(log, numbers))

    def _released(self, said: Iterable[Said]) -> dict[str, tuple[Pass, ...]]:
        found: dict[str, tuple[Pass, ...]] = {}
        for one in said:
            if one.kind == "release" and not fault_in(one):
                given = self.pass_of(one)
                for item in given.items:
                    found[item] = (*found.get(item, ()), given)
        return found

    def _find(self, leaf: str) -> Said | None:
        found = self.held.one(leaf)
        return None if found is None or found.kind not in BY_NAME or fault_in(found) else found


class Known:
    """What is known of one compact, for its own party; made by ``known``."""

    def __init__(self, ground: Ground) -> None:
        """On this ground."""
        self._ground, self._held = ground, ground.held
        self.compact, self.party = ground.compact, ground.party
        self.members: Mapping[str, Member] = ground.members
        self.standing: Standing = ground.standing
        self.moves: tuple[Move, ...] = tuple(ground.moves)
        self._released = {one.name: Released(partial(ground.releases, one.log)) for one in ground.members.values()}
        self.judge: Judge = ground.judge(self._released)
        own = self._held.own
        with self._held.store.reading() as view:
            logs = self._held.logs
            self.sizes = {party: current(view, log).size for log, party in logs.items()}
            self.silence: dict[str, Silence] = {
                party: silence(view, log, own) for log, party in logs.items() if log != own
            }
            self.frozen = {party: proof for log, party in logs.items() if (proof := frozen(view, log))}
            self.waiting_for = waiting_for(view.line(own))
            """Whom the own log waits for after a restore; None if it was not restored."""

    @property
    def setting(self) -> Setting:
        """The gate's, for what is the own party's to send."""
        return self.judge.settings[self.party]

    @property
    def people(self) -> Mapping[str, tuple[Person, ...]]:
        """The people of each party."""
        return self._ground.people

    @property
    def seen(self) -> Mapping[str, Mapping[str, int]]:
        """What each party is known to have seen of each other's log."""
        return self._ground.seen

    def few(self, reader: str, new: Iterable[Range] = ()) -> Judge:
        """The same judge, for who asks what of few own items a party may have: their releases are looked up.

        Args:
            reader: the party.
            new: parts of the own log whose releases are read at once, as most of what is asked about lies there.
        """
        log = self._held.own
        numbers = self._held.numbers(log, "release")
        fresh = self._ground.releases_among(log, within(numbers, new))
        return self._ground.judge({**self._released, self.party: Looked(self._ground, log, fresh, reader)})

    def said(self, *kinds: str, superseded: bool = False) -> Iterator[Said]:
        """Every visible record of these kinds that was not withdrawn, by party, then by number.

        Args:
            kinds: names of kinds; none: all plan content.
            superseded: those that another version replaced as well.
        """
        for one in self._visible(kinds or CONTENT):
            if one.leaf not in self._withdrawn and (superseded or one.leaf not in self._replaced(one.kind)):
                yield one

    def between(self, party: str, *kinds: str) -> Iterator[Said]:
        """What this party and another one have said that both may read, each in its newest version that both may.

        Both get the same, once each has the other's records. A version that was released to others alone replaces
        nothing here.
        """
        pair = {self.party, party}

        def shared(said: Said) -> bool:
            return said.party in pair and (not said.mine or party in said.to)

        wanted = kinds or CONTENT
        replaced = {str(one.replaces) for kind in wanted for one in self.replacing(kind) if shared(one)}
        replaced.update(*(self._held.gone(kind) for kind in wanted))
        for one in self._visible(wanted):
            gone = one.leaf in self._withdrawn or one.leaf in replaced
            if shared(one) and not gone:
                yield one

    def current(self, kind: str) -> Mapping[str, tuple[Said, ...]]:
        """The newest versions of each object of a kind; several stand side by side.

        A shared object is found under its name, any other under its party and its name, ``A/NAME``.
        """
        shared = BY_NAME[kind].shared
        found: dict[str, list[Said]] = {}
        for one in self.said(kind):
            found.setdefault(one.object if shared else f"{one.party}/{one.object}", []).append(one)
        return {name: tuple(found[name]) for name in sorted(found)}

    def one(self, leaf: str) -> Said | None:
        """The record of a leaf; None alike for one that is withheld, withdrawn or refused, and for nothing."""
        found = self._ground.find(leaf)
        if found is None or leaf in self._withdrawn:
            return None
        return self._admitted(found)

    @cached_property
    def disowned(self) -> Mapping[str, Said]:
        """Records that may be read here, and that their authors have disowned, by their leaves: they stand."""
        if not self._held.disowned:
            return {}
        return {one.leaf: one for one in self._visible(tuple(BY_NAME)) if one.disowned}

    def withdrawn(self) -> Mapping[str, Withdrawn]:
        """Every withdrawal that stands, by the leaf of what was withdrawn, whether that is held or not."""
        return self._withdrawn

    def erasures_asked(self) -> list[Withdrawn]:
        """Items that others asked to be erased, and that are still held."""
        asked = [one for one in self._withdrawn.values() if one.how == "erase" and not one.by.mine]
        return [one for one in asked if self._held.one(one.leaf) is not None]

    def taken_back(self, leaf: str) -> Said | None:
        """An item that was withdrawn, if it is held and could be read here otherwise: to tell what rested on it."""
        found = self._ground.find(leaf) if leaf in self._withdrawn else None
        return None if found is None else self._admitted(found)

    def unknown(self) -> list[tuple[str, int, str]]:
        """Records of kinds that are not known here: party, number and kind. They are kept, and play no part."""
        return [(one.party, one.number, one.kind) for one in self._held.of(UNKNOWN)]

    def refusal(self, said: Said, recipients: frozenset[str]) -> Refusal | None:
        """Why an item may not be read by these; None if it may."""
        return self.judge.refusal(said, recipients)

    def replacing(self, kind: str) -> Iterator[Said]:
        """Those of a kind that replace another version, withdrawn ones too."""
        return self._visible((REPLACING + kind,))

    # -- how -----------------------------------------------------------------------------------

    def _visible(self, kinds: tuple[str, ...]) -> Iterator[Said]:
        for party, said in groupby(self._held.of(*kinds), key=attrgetter("party")):
            if party == self.party:
                yield from filter(None, map(self._admitted, said))
                continue
            reader = frozenset((self.party,))
            for one, refusal in self.judge.refusals(said, reader):
                if refusal is None:
                    yield one._replace(to=reader)

    def _admitted(self, one: Said) -> Said | None:
        """The record with whom it may go to, if it is visible here."""
        if one.kind not in BY_NAME or self.judge.before(one) is not None:
            return None
        if not one.mine:
            passes = self.judge.refusal(one, frozenset((self.party,))) is None
            return one._replace(to=frozenset((self.party,))) if passes else None
        others = (name for name in self.members if name != self.party)
        return one._replace(to=frozenset(o for o in others if self.judge.refusal(one, frozenset((o,))) is None))

    @cached_property
    def _withdrawn(self) -> dict[str, Withdrawn]:
        found: dict[str, Withdrawn] = {}
        for one in self._visible(("withdraw",)):
            about = one.body["about"]
            if about not in found or (one.body["how"] == "erase" and found[about].how != "erase"):
                found[about] = Withdrawn(about, one)  # what was retracted may still be asked to be erased
        return found

    def _replaced(self, kind: str) -> frozenset[str]:
        if kind not in self._replaced_by_kind:
            found = {str(one.replaces) for one in self.replacing(kind)}
            self._replaced_by_kind[kind] = frozenset(found | self._held.gone(kind))
        return self._replaced_by_kind[kind]

    @cached_property
    def _replaced_by_kind(self) -> dict[str, frozenset[str]]:
        return {}


class Looked(Mapping[str, Sequence[Pass]]):
    """The releases in one log by content id, for who asks about few items: only what it takes is looked up.

    First those that came with the items, then the last one that named an item; where neither is good, all.
    """

    def __init__(self, ground: Ground, log: str, fresh: Mapping[str, Sequence[Pass]], reader: str) -> None:
        """In this log, for this reader; ``fresh`` are those that came with the items."""
        self._ground, self._log, self._fresh, self._reader = ground, log, fresh, reader
        self._accepted = frozenset(one.id for one in ground.standing.versions if one.accepted)

    def __getitem__(self, item: str) -> Sequence[Pass]:
        fresh = self._fresh.get(item, ())
        if any(map(self._is_good, fresh)):
            return fresh
        newest = self._ground.held.newest_release_of(self._log, item)
        if newest is None and not self._ground.held.disowned.get(self._log):
            return fresh
        if newest is not None and newest.kind == "release" and not fault_in(newest):
            given = self._ground.pass_of(newest)
            if item in given.items and self._is_good(given):
                return (given,)
        return self._ground.releases(self._log).get(item, ())

    def _is_good(self, given: Pass) -> bool:
        return self._reader in given.to and bool(given.terms) and given.terms <= self._accepted

    def __iter__(self) -> Iterator[str]:
        raise NotImplementedError("nobody goes through them all")

    def __len__(self) -> int:
        raise NotImplementedError("nobody counts them")


class Released(Mapping[str, Sequence[Pass]]):
    """The releases of one author by content id, read when they are first asked for."""

    def __init__(self, read: Callable[[], Mapping[str, Sequence[Pass]]]) -> None:
        """``read`` gives them all."""
        self._read = read

    @cached_property
    def _all(self) -> Mapping[str, Sequence[Pass]]:
        return self._read()

    def __getitem__(self, item: str) -> Sequence[Pass]:
        return self._all[item]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


def known(node: Node, compact: Compact) -> Known:
    """What the node's party knows of a compact now. What came and was not looked at yet is looked at first.

    Raises:
        StoreBusy, StoreFailed: the node is being changed by another, or cannot be read.
    """
    from freehand.node.sifting import catch_up

    catch_up(node, compact, now=None)
    members = compact.members
    logs = {member.log: name for name, member in members.items()}
    held = Held(compact.store, logs, compact.log, node.cabinet.reading)
    return Known(Ground(compact, held, members, node.party))
