"""Any number of logs and readers in memory, and a scheduler that lets go wrong whatever can go wrong, from a seed.

What happens to honest parties: messages are lost, doubled, cut short, come late and in any order; processes die before
and after every write; clocks are wrong by years; keys are rotated; stores come back from old backups and wait for all
members. What a dishonest one does: it keeps a copy of its store, goes on in both, and tells whom it likes which.
A lying witness cosigns whatever head of such a log there is, in any order, and tells whom it likes of which.

``Schedule.settled`` then lets everybody hear everybody: what was lost is sent again, as a reader asks for it.
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from functools import cache
from typing import Any, NamedTuple

from freehand.errors import FreehandError
from freehand.ledger.bundle.hearing import Contradiction
from freehand.ledger.bundle.reading import Taken, take_in
from freehand.ledger.bundle.refusals import BadBundle, Forked, Frozen, OutOfOrder, RolledBack
from freehand.ledger.bundle.writing import Address, write_bundle
from freehand.ledger.checkpoint import read
from freehand.ledger.cosignature import cosign
from freehand.ledger.epochs import KeyRefused, Reason
from freehand.ledger.identity import with_epoch
from freehand.ledger.lines import current, frozen, head_at
from freehand.ledger.log import LogStopped, Statement, append, begin, keep_card
from freehand.ledger.refused import Refused
from freehand.ledger.restored import Behind, begin_epoch, confirm, mark_restored, take_back, waiting_for
from freehand.ledger.rows import root_at
from freehand.ledger.store.memory import MemoryStore
from freehand.ledger.stream import BrokenStream
from tests.ledger.bundle.forging import forged
from tests.ledger.owners import signing_key
from tests.ledger.parties import COMPACT, NOW, Party

WORDS = ("north", "south", "east", "west")
YEAR = 365 * 86400
HONEST = (OutOfOrder, RolledBack, LogStopped, KeyRefused, BadBundle, BrokenStream, Frozen)
"""What an honest party may be refused with; ``Forked`` and ``Lied`` are not among these."""


class Crash(Exception):
    """The process is gone."""


class ShakyStore:
    """A store whose process can die before or after a change becomes durable."""

    def __init__(self, inner: MemoryStore) -> None:
        self.inner = inner
        self.dies = ""

    def reading(self) -> Any:
        return self.inner.reading()

    @contextmanager
    def writing(self, *logs: str) -> Iterator[Any]:
        dies, self.dies = self.dies, ""
        with self.inner.writing(*logs) as change:
            yield change
            if dies == "before":
                raise Crash
        if dies == "after":
            raise Crash

    def close(self) -> None:
        """Nothing is held open."""


class Message(NamedTuple):
    """A bundle on its way."""

    sender: str
    to: int
    data: bytes
    whole: bool


class Node:
    """One process: a party's store and keys. A party that lies has two."""

    def __init__(self, party: Party, lines: dict[Any, Any], skew: int) -> None:
        self.party = party
        self.skew = skew
        self.memory = MemoryStore()
        self.memory._lines = lines
        self.store = ShakyStore(self.memory)
        self.backups = [lines]

    def copied(self, skew: int) -> Node:
        return Node(copy(self.party), self.memory._lines, skew)

    def held(self, log: str) -> tuple[int, bytes]:
        with self.store.reading() as view:
            line = current(view, log)
            return line.size, line.root

    def root_at(self, log: str, size: int) -> bytes:
        with self.store.reading() as view:
            return root_at(current(view, log), size)

    def is_frozen(self, log: str) -> bool:
        with self.store.reading() as view:
            return bool(frozen(view, log))

    def proofs(self) -> list[bytes]:
        with self.store.reading() as view:
            return [paper.data for log in view.logs() for paper in view.line(log).papers("proof")]


@cache
def _met(count: int) -> tuple[tuple[Party, dict[Any, Any]], ...]:
    """Parties who know each other, with what their stores hold then: states in memory are values, and can be shared."""
    parties = [Party(word) for word in WORDS[:count]]
    for one in parties:
        one.meet(*(other for other in parties if other is not one))
    return tuple((one, one.store._lines) for one in parties)  # type: ignore[attr-defined]  # of a store in memory


class Schedule:
    """One run. ``liar`` is the number of the party that signs two histories, ``false`` that of a witness that cosigns
    both of them, if there is one; None: all are honest."""

    def __init__(self, seed: int, *, liar: int | None = None, false: int | None = None) -> None:
        self.dice = random.Random(seed)
        count = self.dice.choice((2, 2, 3, 3, 4)) if liar is None else self.dice.choice((2, 3, 4))
        if false is not None:
            count = self.dice.choice((3, 4))
        self.nodes = [Node(copy(party), lines, self._skew()) for party, lines in _met(count)]
        self.cut_off: set[str] = set()
        """Logs that began a new epoch where a backup was, though they may have said more."""
        self.liar = liar
        self.false = false
        self.told: dict[str, dict[tuple[int, bytes], bytes]] = {node.party.name: {} for node in self.nodes}
        """Heads of the liar's log that a reader has heard to be cosigned by the false witness, as far as it holds."""
        self.twin: Node | None = None
        self.network: list[Message] = []
        self.keys = {node.party.name: [node.party.key.public] for node in self.nodes}
        self.alarms: list[str] = []
        self.refusals: list[FreehandError] = []

    def run(self, steps: int) -> Schedule:
        """So many things happen."""
        moves = [self._say] * 3 + [self._send] * 4 + [self._deliver] * 5 + [self._back_up]
        moves += [self._restore, self._rotate] if self.liar is None else [self._lie] * 8
        moves += [self._bear_false_witness] * 6 + [self._restore] * 2 if self.false is not None else []
        for _ in range(steps):
            self.dice.choice(moves)()
        return self

    def settled(self) -> Schedule:
        """What is on its way arrives, everybody gets every card, and sends until everybody has heard everybody."""
        while self.network:
            self._arrive(self.network.pop(self.dice.randrange(len(self.network))))
        for node in self.nodes:
            node.store.dies = ""
            self._confirm_all(node)
        for _ in range(1 if self.liar is None else 6):
            news = False
            for sender in self.nodes:
                for to, reader in enumerate(self.nodes):
                    if reader is not sender and not self._liar_alone(sender):
                        news |= self._told(sender, to)
            if not news:
                break
        return self

    # -- what happens --------------------------------------------------------------------------

    def _say(self) -> None:
        node = self._someone()
        texts = [f"{self.dice.random():.6f}" for _ in range(self.dice.randint(1, 3))]
        said = [Statement("note", "n", text, max(0, NOW + node.skew)) for text in texts]
        self._may_die(node)
        self._tried(lambda: append(node.store, node.party.name, node.party.key, said))

    def _send(self) -> None:
        node = self._someone()
        to = self.dice.randrange(len(self.nodes))
        if self.nodes[to].party.name == node.party.name:
            return
        self._may_die(node)
        data = self._written(node, to, self._after(node, to))
        for _ in range(self.dice.choice((0, 1, 1, 1, 1, 2)) if data else 0):
            whole = self.dice.random() > 0.1
            cut = data if whole else data[: self.dice.randrange(len(data))]
            self.network.append(Message(node.party.name, to, cut, whole))

    def _deliver(self) -> None:
        if self.network:
            message = self.network.pop(self.dice.randrange(len(self.network)))
            self._may_die(self.nodes[message.to])
            self._arrive(message)

    def _back_up(self) -> None:
        node = self._someone()
        node.backups.append(node.memory._lines)

    def _restore(self) -> None:
        """From an old backup: the log waits until all members have said what they have of it."""
        node = self._someone()
        if self.dice.random() > 0.3 or node in self._dishonest():
            return
        node.memory._lines = self.dice.choice(node.backups)
        self.told[node.party.name] = {}
        self._refresh_cards(node)
        members = [other.party.name for other in self.nodes if other is not node]
        mark_restored(node.store, node.party.name, members)
        if any(message.sender == node.party.name for message in self.network):
            # What is still on its way may be newer than what members confirm: the log goes on with a new epoch alone.
            self.cut_off.add(node.party.name)
            self._new_epoch(node, "restored")
        elif self.dice.random() < 0.5:
            self._confirm_all(node)

    def _rotate(self) -> None:
        if self.dice.random() > 0.3:
            return
        node = self._someone()
        if not self._waits(node):
            self._new_epoch(node, "rotated")

    def _new_epoch(self, node: Node, reason: Reason) -> None:
        """Another log key, from the head that is here on, by the word of the root key."""
        party = node.party
        size, root = node.held(party.name)
        party.key = signing_key(f"{party.word} log {len(party.card.epochs) + 1}")
        party.card = with_epoch(party.card, party.key.public, size, root, reason)
        begin_epoch(node.memory, party.signed_card, party.name)
        begin(node.memory, party.signed_card, party.key)
        self.keys[node.party.name].append(node.party.key.public)
        node.backups = [node.memory._lines]  # whoever rotates makes a backup
        for other in self.nodes:
            if self.dice.random() < 0.5:
                self._hand_card(node, other)

    def _lie(self) -> None:
        """Copy the store; from then on say something in one of the two, and tell a reader about that history."""
        assert self.liar is not None
        first = self.nodes[self.liar]
        if self.twin is None:
            if self.dice.random() < 0.5:
                self.twin = first.copied(self._skew())
            return
        speaker = self.dice.choice((first, self.twin))
        said = [Statement("note", "n", f"never {self.dice.random():.6f}", NOW)]
        self._tried(lambda: append(speaker.store, speaker.party.name, speaker.party.key, said))
        to = self.dice.choice([number for number in range(len(self.nodes)) if number != self.liar])
        data = self._written(speaker, to, self.dice.choice((None, 0)))
        if data:
            self.network.append(Message(speaker.party.name, to, data, True))
            if self.dice.random() < 0.7:
                self._arrive(self.network.pop())

    def _bear_false_witness(self) -> None:
        """Cosign any head of the log that has two histories, and tell somebody of it."""
        assert self.liar is not None
        assert self.false is not None
        witness, owner = self.nodes[self.false], self.nodes[self.liar]
        speaker = self.dice.choice([node for node in (owner, self.twin) if node is not None])
        to = self.dice.choice([n for n, node in enumerate(self.nodes) if node not in self._dishonest()])
        with speaker.store.reading() as view:
            notes = [paper.data for paper in view.line(owner.party.name).papers("checkpoint")]
        note = self.dice.choice(notes)
        text = note[: note.rindex(b"\n\n") + 1]
        line = cosign(text, witness.party.name, witness.party.key, self.dice.randrange(NOW)).line
        data = self._written(witness, to, 0)
        if not data:
            return
        reader = self.nodes[to]
        false = forged(data, witness.party, reader.party, lambda value: value.update(heads=[(note + line).decode()]))
        held, before = reader.held(owner.party.name)[0], reader.memory._lines
        self._arrive(Message(witness.party.name, to, false, True))
        said = read(text)
        if said.size <= held and reader.memory._lines is not before:
            self.told[reader.party.name][said.size, said.root] = text

    # -- how -----------------------------------------------------------------------------------

    def _dishonest(self) -> list[Node]:
        return [self.nodes[one] for one in (self.liar, self.false) if one is not None]

    def _someone(self) -> Node:
        return self.dice.choice(self.nodes)

    def _skew(self) -> int:
        return self.dice.choice((0, 0, 60, -60, YEAR, -YEAR, 300 * YEAR, -40 * YEAR))

    def _may_die(self, node: Node) -> None:
        node.store.dies = self.dice.choice(("", "", "", "before", "after"))

    def _tried(self, do: Any) -> Any:
        """What comes of it; a process that dies is started again at once."""
        try:
            return do()
        except Crash:
            return None
        except FreehandError as refusal:
            self._refused(refusal)
            return refusal
        finally:
            for node in self.nodes:
                node.store.dies = ""

    def _refused(self, refusal: FreehandError) -> None:
        self.refusals.append(refusal)
        if self.liar is None and not isinstance(refusal, HONEST):
            self.alarms.append(f"{type(refusal).__name__}: {refusal}")

    def _after(self, node: Node, to: int) -> int | None:
        """Mostly the last bundle; sometimes an earlier one, as somebody may have asked for it."""
        with node.store.reading() as view:
            sent = [paper.number for paper in view.line(node.party.name).papers("sent", self.nodes[to].party.name)]
        return self.dice.choice([0, *sent]) if self.dice.random() < 0.2 else None

    def _written(self, node: Node, to: int, after: int | None, beyond: int = 0) -> bytes:
        sink = io.BytesIO()
        name = node.party.name
        with node.store.reading() as view:
            held = current(view, name).held(0, current(view, name).size)
        wanted = [part for part in held if self.dice.random() < 0.7]
        address = Address(name, self.nodes[to].party.name, COMPACT)
        done = self._tried(
            lambda: write_bundle(
                node.store,
                sink,
                address,
                node.party.key,
                records=wanted,
                time=max(0, NOW + node.skew),
                after=after,
                beyond=beyond,
            )
        )
        return sink.getvalue() if done is not None and not isinstance(done, FreehandError) else b""

    def _arrive(self, message: Message) -> Any:
        reader = self.nodes[message.to]
        before = reader.memory._lines
        done = self._tried(
            lambda: take_in(
                reader.store,
                io.BytesIO(message.data),
                reader.party.reader,
                now=max(0, NOW + reader.skew),
                witness=None if self._waits(reader) else reader.party.key,
            )
        )
        if isinstance(done, Taken) and self.liar is None:
            self.alarms += [repr(one) for one in done.heard.contradictions if not self._cut_off(one)]
        if not message.whole and isinstance(done, Taken):
            self.alarms.append("a bundle that was cut short was taken in")
        if isinstance(done, Refused) and not isinstance(done, Forked) and "proof" not in type(done).__dict__:
            assert reader.memory._lines is before or self.liar is not None
        return done

    def _cut_off(self, one: Contradiction) -> bool:
        """What its owner had said before a restore, and went on without: shown as that, and an alarm against nobody."""
        return one.verdict in ("disowned", "disputed", "refused") and one.log in self.cut_off

    def _told(self, sender: Node, to: int) -> bool:
        """Let a reader hear a sender, whatever it takes; whether that was news."""
        reader, name = self.nodes[to], sender.party.name
        before = reader.memory._lines
        after, beyond = None, 0
        for _ in range(9):
            data = self._written(sender, to, after, beyond)
            done = self._arrive(Message(name, to, data, True)) if data else None
            if not isinstance(done, Refused):
                break
            after = 0
            if isinstance(done, BadBundle):  # its numbers went back: the reader says to which they had come
                with reader.store.reading() as view:
                    newest = view.line(name).newest("received", reader.party.name)
                    beyond = newest.number if newest is not None else 0
            if isinstance(done, OutOfOrder):
                with sender.store.reading() as view:
                    known = view.line(name).paper("sent", done.ask.after, reader.party.name)
                after = done.ask.after if known is not None else 0
        return bool(self._heads_of(before) != self._heads_of(reader.memory._lines))

    @staticmethod
    def _heads_of(lines: dict[Any, Any]) -> Any:
        """What counts as news: heads, and proofs."""
        return {
            key: (state.size, state.root, sum(paper[0] == "proof" for paper in state.papers))
            for key, state in lines.items()
        }

    def _waits(self, node: Node) -> bool:
        with node.store.reading() as view:
            return waiting_for(view.line(node.party.name)) is not None

    def _confirm_all(self, node: Node) -> None:
        """Every member says what it has of a restored log; what it has beyond that is taken back from it."""
        if not self._waits(node):
            return
        log = node.party.name
        for other in self.nodes:
            if other is node:
                continue
            with other.store.reading() as view:
                line = current(view, log)
                head = head_at(view, line, line.size)
                mine = node.held(log)[0]
                leaves = list(line.leaves(mine, line.size)) if line.size > mine else []
            note = head.note if head is not None else None
            try:
                confirm(node.store, log, other.party.name, note)
            except Behind:
                assert note is not None
                take_back(node.store, log, leaves, note)
                confirm(node.store, log, other.party.name, note)

    def _refresh_cards(self, node: Node) -> None:
        """A backup has old cards; the newest lie beside it, as the root key does."""
        for other in self.nodes:
            self._hand_card(other, node)

    def _hand_card(self, owner: Node, to: Node) -> None:
        with to.memory.writing(owner.party.name) as change:
            keep_card(change.line(owner.party.name), owner.party.signed_card)

    def _liar_alone(self, node: Node) -> bool:
        """A liar is not made to tell the truth in the end: what is found is found from what it told."""
        return self.liar is not None and node is self.nodes[self.liar]
