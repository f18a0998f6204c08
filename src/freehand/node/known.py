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

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, partial
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from freehand.ledger.bundle.reading import Silence, silence
from freehand.ledger.lines import current, frozen
from freehand.ledger.restored import waiting_for
from freehand.ledger.store.interface import Range
from freehand.node.held import Held
from freehand.node.index import REPLACING
from freehand.node.judging import Judge
from freehand.node.kinds import BY_NAME, KINDS
from freehand.node.lookup import Looked, Lookup, Released
from freehand.node.people import Person
from freehand.node.ranges import within
from freehand.node.said import UNKNOWN, Said
from freehand.terms.gate import Refusal, Setting
from freehand.terms.protocol import Move, Standing

if TYPE_CHECKING:
    from freehand.node.folder import Compact, Member, Node

CONTENT = tuple(kind.name for kind in KINDS if kind.condition == "content")


class Withdrawn(NamedTuple):
    """An item that its author took back: the leaf of its record, and the withdrawal."""

    leaf: str
    by: Said

    @property
    def how(self) -> str:
        """Retract, supersede, or erase."""
        return str(self.by.body["how"])


class Known:
    """What is known of one compact, for its own party; made by ``known``."""

    def __init__(self, lookup: Lookup) -> None:
        """From what judging rests on."""
        self._lookup, self._held = lookup, lookup.held
        self.compact, self.party = lookup.compact, lookup.party
        self.members: Mapping[str, Member] = lookup.members
        self.standing: Standing = lookup.standing
        self.moves: tuple[Move, ...] = tuple(lookup.moves)
        self._released = {one.name: Released(partial(lookup.releases, one.log)) for one in lookup.members.values()}
        self.judge: Judge = lookup.judge(self._released)
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
        return self._lookup.people

    @property
    def seen(self) -> Mapping[str, Mapping[str, int]]:
        """What each party is known to have seen of each other's log."""
        return self._lookup.seen

    def few(self, reader: str, new: Iterable[Range] = ()) -> Judge:
        """The same judge, for who asks what of few own items a party may have: their releases are looked up.

        Args:
            reader: the party.
            new: parts of the own log whose releases are read at once, as most of what is asked about lies there.
        """
        log = self._held.own
        numbers = self._held.numbers(log, "release")
        fresh = self._lookup.releases_among(log, within(numbers, new))
        return self._lookup.judge({**self._released, self.party: Looked(self._lookup, log, fresh, reader)})

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
        found = self._lookup.find(leaf)
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
        found = self._lookup.find(leaf) if leaf in self._withdrawn else None
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
    return Known(Lookup(compact, held, members, node.party))
