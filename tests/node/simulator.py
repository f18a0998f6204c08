"""Whole nodes in memory, and a scheduler that lets go wrong whatever can go wrong between them, from a seed.

What parties do: they propose, amend, ask, accept, decline and leave; they say items of their own and of all, release
them to some, replace, withdraw and have them erased; they offer, accept, recall and end. What happens to them: bundles
are lost, doubled, cut short, come late and in any order, with some of the records and without others; processes die
before and after every change of either database; clocks are wrong by years.

``Schedule.settled`` then hands everybody everything.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from freehand.errors import FreehandError
from freehand.ledger.bundle.refusals import BadBundle, OutOfOrder, RolledBack
from freehand.ledger.lines import current
from freehand.ledger.stream import BrokenStream
from freehand.node.erasing import erase
from freehand.node.kinds import BY_NAME
from freehand.node.known import Known
from freehand.node.store.memory import MemoryCabinet
from freehand.node.views.promises import promises
from tests.ledger.simulator import Crash, ShakyStore
from tests.node.members import NOW, Side, document

YEAR = 365 * 86400
HONEST = (OutOfOrder, RolledBack, BadBundle, BrokenStream)
SCOPES = ("intelligence", "scenarios", "support", "operations", "operations", "operations")
EXCLUDED = [{"name": "strikes", "tags": ["strike"]}]


class ShakyCabinet(MemoryCabinet):
    """A cabinet whose process can die before or after a change becomes durable."""

    dies = ""

    @contextmanager
    def writing(self) -> Iterator[Any]:
        dies, self.dies = self.dies, ""
        with super().writing() as shelves:
            yield shelves
            if dies == "before":
                raise Crash
        if dies == "after":
            raise Crash


class Party(Side):
    """A side whose databases can die under it, with a clock of its own."""

    def __init__(self, name: str, skew: int) -> None:
        super().__init__(name)
        self.store: Any = ShakyStore(self.store)
        self.cabinet: Any = ShakyCabinet()
        self.skew = skew


class Schedule:
    """One run."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        names = "ABC"[: self.dice.choice((2, 2, 3))]
        self.sides = [Party(name, self.dice.choice((0, 60, -YEAR, 300 * YEAR))) for name in names]
        for side in self.sides:
            side.meet(*self._others(side))
        self.network: list[tuple[int, bytes]] = []
        self.alarms: list[str] = []
        self.counts = {"in force": 0, "items": 0, "promises": 0, "left": 0}

    def run(self, steps: int) -> Schedule:
        """So many things happen, once terms stand, mostly."""
        if self.dice.random() < 0.8:
            self._agree()
        moves = [self._terms] + [self._item] * 3 + [self._promise] * 5 + [self._take_back, self._erase]
        moves += [self._send] * 6 + [self._deliver] * 8
        for _ in range(steps):
            self.dice.choice(moves)()
        return self

    def settled(self) -> Schedule:
        """What is on its way arrives; then everybody hears all of everybody, twice: what was refused may come again."""
        while self.network:
            self._arrive(*self.network.pop(self.dice.randrange(len(self.network))))
        for _ in range(2):
            for to, reader in enumerate(self.sides):
                for sender in self._others(reader):
                    self._arrive(to, sender.bundle(reader, after=0))
        for side in self.sides:
            known = side.known()
            self.counts["in force"] += len(known.standing.in_force)
            self.counts["left"] += len(known.standing.left)
            self.counts["items"] += sum(not said.mine for said in known.said())
            self.counts["promises"] += sum(one.binds for one in promises(known))
        return self

    # -- what happens --------------------------------------------------------------------------

    def _agree(self) -> None:
        exclusions: Any = {"exclusions": EXCLUDED} if self.dice.random() < 0.5 else {}
        first = self.sides[0]
        version = first.propose(self.dice.choice(SCOPES), **exclusions)
        for side in self.sides:
            for other in self._others(side):
                self._arrive(self.sides.index(side), other.bundle(side))
            side.accept(version)

    def _terms(self) -> None:
        side = self._someone()
        known = side.known()
        versions = [version.id for version in known.standing.versions] or ["ab" * 32]
        questions = [question.id for question in known.standing.questions] or ["ab" * 32]
        about, words = self.dice.choice(versions), {"words": "said"}
        terms = {"scope": self.dice.choice(SCOPES), "parties": sorted(side.members)}
        choice = self.dice.random()
        if choice < 0.1:
            self._said(side, lambda: side.propose(self.dice.choice(SCOPES)))
        elif choice < 0.3:
            self._said(side, lambda: side.say("terms.amend", "terms", {"about": about, "terms": terms}))
        elif choice < 0.75:
            self._said(side, lambda: side.accept(about))
        elif choice < 0.8:
            self._said(side, lambda: side.say("terms.decline", "terms", {"about": about} | words))
        elif choice < 0.88:
            self._said(side, lambda: side.say("terms.clarify", "terms", {"about": about} | words))
        elif choice < 0.96:
            body = {"about": self.dice.choice(questions)} | words
            self._said(side, lambda: side.say("terms.answer", "terms", body))
        elif self.dice.random() < 0.3:
            self._said(side, lambda: side.say("leave", "leave", words))

    def _item(self) -> None:
        side = self._someone()
        tags = {"tags": ["strike"]} if self.dice.random() < 0.1 else {}
        kind = self.dice.choice(("report", "contingency", "course"))
        name = self.dice.choice(("one", "two"))
        fields: dict[str, Any] = {
            "report": {"report": name, "by": side.party},
            "contingency": {"contingency": name},
            "course": {"course": name, "party": self.dice.choice((side.party, side.party, side.party, "A"))},
        }[kind]
        replaces = self._one_of(side, kind, name) if self.dice.random() < 0.6 else None
        body = document(**fields, note=f"{self.dice.random():.6f}") | tags
        self._released(side, kind, name, body, replaces)

    def _promise(self) -> None:
        side, other = self._pair()
        known = side.known()
        found = promises(known)
        open_ = [one.offer.leaf for one in found if one.offer is not None and one.receiver == side.party]
        offers = [one.offer.leaf for one in found if one.offer is not None] or ["ab" * 32]
        accepted = [one.leaf for one in known.said("accept")]
        choice = self.dice.random()
        if choice < (0.2 if open_ else 0.7):
            fields = {"promise": "lift", "by": side.party, "to": other.party, "contingency": "one"}
            replaces = self._one_of(side, "offer", "lift") if self.dice.random() < 0.2 else None
            self._released(side, "offer", "lift", document(**fields), replaces)
        elif choice < 0.9:
            if open_:
                self._released(side, "accept", "accepts", {"about": self.dice.choice(open_)}, None)
        elif choice < 0.96:
            body = {"about": self.dice.choice([*offers, *accepted]), "words": "no more"}
            self._said(side, lambda: side.say("recall", "recall", body))
        else:
            body = {"about": self.dice.choice([*offers, *accepted]), "words": "no more"}
            self._said(side, lambda: side.say("end", "end", body))

    def _take_back(self) -> None:
        side = self._someone()
        leaves = [one.leaf for one in side.known().said()]
        if leaves:
            leaf, how = self.dice.choice(leaves), self.dice.choice(("retract", "supersede", "erase"))
            self._said(side, lambda: side.withdraw(leaf, how))

    def _erase(self) -> None:
        side = self._someone()
        now = max(0, NOW + side.skew)
        for one in side.known().erasures_asked():
            self._said(side, partial(erase, side.one, side.one, one.leaf, now=now))

    def _send(self) -> None:
        side, other = self._pair()
        self._may_die(side)
        after = 0 if self.dice.random() < 0.2 else None
        data = self._said(side, lambda: side.bundle(other, self._some(side), after=after), dies=False)
        for _ in range(self.dice.choice((0, 1, 1, 1, 2)) if isinstance(data, bytes) else 0):
            cut = data if self.dice.random() > 0.1 else data[: self.dice.randrange(len(data))]
            self.network.append((self.sides.index(other), cut))

    def _deliver(self) -> None:
        if self.network:
            to, data = self.network.pop(self.dice.randrange(len(self.network)))
            self._may_die(self.sides[to])
            self._arrive(to, data)

    # -- how -----------------------------------------------------------------------------------

    def _someone(self) -> Party:
        return self.dice.choice(self.sides)

    def _pair(self) -> tuple[Party, Party]:
        one, other = self.dice.sample(self.sides, 2)
        return one, other

    def _others(self, side: Party) -> list[Party]:
        return [other for other in self.sides if other is not side]

    def _one_of(self, side: Party, kind: str, name: str) -> str | None:
        """What an honest party would replace: a version of the same object, of its own unless the object is all's."""
        found = [one for one in side.known().said(kind) if one.object == name]
        leaves = [one.leaf for one in found if one.mine or BY_NAME[kind].shared]
        return self.dice.choice(leaves) if leaves else None

    def _released(self, side: Party, kind: str, name: str, body: Any, replaces: str | None) -> None:
        to = self._others(side) if self.dice.random() < 0.8 else [self.dice.choice(self._others(side))]
        pair = (side.people[0], side.people[2]) if self.dice.random() < 0.1 else None  # the keeper approves nothing
        self._said(side, lambda: side.item(kind, name, body, *to, replaces=replaces, by=pair))

    def _some(self, side: Party) -> list[Any]:
        with side.store.reading() as view:
            line = current(view, side.log)
            return [part for part in line.held(0, line.size) if self.dice.random() < 0.8] + [
                part._replace(first=max(part.first, part.end - 2)) for part in line.held(0, line.size)
            ]

    def _may_die(self, side: Party) -> None:
        where = self.dice.choice(("", "", "store", "cabinet"))
        when = self.dice.choice(("before", "after"))
        side.store.dies = when if where == "store" else ""
        side.cabinet.dies = when if where == "cabinet" else ""

    def _said(self, side: Party, do: Callable[[], Any], *, dies: bool = True) -> Any:
        """What comes of it; a process that dies is started again at once."""
        if dies and self.dice.random() < 0.2:
            self._may_die(side)
        try:
            return do()
        except Crash:
            return None
        except FreehandError as refusal:
            if not isinstance(refusal, HONEST):
                self.alarms.append(f"{type(refusal).__name__}: {refusal}")
            return None
        finally:
            for each in self.sides:
                each.store.dies = each.cabinet.dies = ""

    def _arrive(self, to: int, data: bytes) -> None:
        side = self.sides[to]
        self._said(side, lambda: side.take(data, now=max(0, NOW + side.skew)), dies=False)


def stands(known: Known) -> Any:
    """What is known of terms, to be compared. Who has seen what may differ; what those say who left is not taken."""
    standing = known.standing
    versions = [version._replace(known_to_all=False) for version in standing.versions]
    in_force = [version.id for version in standing.in_force]
    return (
        sorted(versions),
        in_force,
        standing.left,
        standing.questions,
        sorted(repr(one) for one in standing.not_moves if one[0].author not in standing.left),
    )


def shared(known: Known, other: str) -> list[tuple[str, str]]:
    """Items that this party and another one both may have."""
    return [(said.party, said.leaf) for said in known.between(other)]


def promised(known: Known, one: str, other: str) -> set[tuple[str, str]]:
    """Offers between two parties that both may have, and how far they have come."""
    return {
        (promise.offer.leaf, promise.state)
        for promise in promises(known)
        if promise.offer is not None
        and {promise.giver, promise.receiver} == {one, other}
        and (not promise.offer.mine or promise.receiver in promise.offer.to)
    }
