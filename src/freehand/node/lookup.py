"""What judging rests on, at one moment: moves, people, releases and records, each looked up when it is asked for.

It is the same for who takes a bundle in and for who reads. Memory: the numbers of what is held, what has been released,
and some thousand records that others name.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from freehand.ledger.identity import Card
from freehand.ledger.log import newest_card
from freehand.node.approving import people_at
from freehand.node.held import Held
from freehand.node.judging import SAYERS, Judge
from freehand.node.kinds import BY_NAME
from freehand.node.moves import MOVES, moves_of, read_beside, seen_in
from freehand.node.passing import pass_of
from freehand.node.people import Person, people_of
from freehand.node.said import Said, fault_in
from freehand.terms.gate import Pass, Setting
from freehand.terms.protocol import Move, Standing, standing

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Member

REMEMBERED = 4096
"""Records that others name, kept at hand."""


class Lookup:
    """What judging rests on, at one moment; the same for who takes a bundle in and for who reads."""

    def __init__(self, compact: Compact, held: Held, members: Mapping[str, Member], party: str) -> None:
        """From what is held, for this party."""
        self.compact, self.held, self.members, self.party = compact, held, members, party
        self.compared = frozenset(name for name, member in members.items() if member.compared)
        moves = moves_of(held.of(*MOVES), held.logs, held.parted)
        self.moves: list[Move] = [move for move in moves if move.author in self.compared]
        with held.store.reading() as view:
            self.cards: dict[str, Card] = {name: newest_card(view.line(log)) for log, name in held.logs.items()}
            self.seen = seen_in(view, held.logs, held.own)
            read = read_beside(view, held.logs, held.own, held.disowned)
        self.standing: Standing = standing(members, self.moves, self.seen, read)
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
        gone = {name: self.held.parted[log] for log, name in self.held.logs.items() if log in self.held.parted}
        again = {name: first for name, first in gone.items() if name in self.standing.left_disowned}
        return Judge(settings, self.compared, self.find, left, self.held.owner, again)

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


class Looked(Mapping[str, Sequence[Pass]]):
    """The releases in one log by content id, for who asks about few items: only what it takes is looked up.

    First those that came with the items, then the last one that named an item; where neither is good, all.
    """

    def __init__(self, lookup: Lookup, log: str, fresh: Mapping[str, Sequence[Pass]], reader: str) -> None:
        """In this log, for this reader; ``fresh`` are those that came with the items."""
        self._lookup, self._log, self._fresh, self._reader = lookup, log, fresh, reader
        self._accepted = frozenset(one.id for one in lookup.standing.versions if one.accepted)

    def __getitem__(self, item: str) -> Sequence[Pass]:
        fresh = self._fresh.get(item, ())
        if any(map(self._is_good, fresh)):
            return fresh
        newest = self._lookup.held.newest_release_of(self._log, item)
        if newest is None and not self._lookup.held.disowned.get(self._log):
            return fresh
        if newest is not None and newest.kind == "release" and not fault_in(newest):
            given = self._lookup.pass_of(newest)
            if item in given.items and self._is_good(given):
                return (given,)
        return self._lookup.releases(self._log).get(item, ())

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
