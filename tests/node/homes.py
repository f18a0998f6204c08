"""Parties as real nodes, in memory or on disk: everything goes through the verbs, as a command would do it.

For what is said and what comes of it. Who breaks the rules stands in ``members``, the folder by itself in ``nodes``.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from freehand.formats.interface import as_text
from freehand.ledger.keys import SigningKey
from freehand.ledger.randomness import Randomness
from freehand.ledger.receipts import Receipt, read_receipt
from freehand.ledger.sealed_keys import Cost
from freehand.ledger.store.memory import MemoryStore
from freehand.node import compacts, exchange
from freehand.node.authoring import agreeing
from freehand.node.drafts import keeping
from freehand.node.drafts.draft import Draft
from freehand.node.drafts.folders import interface_items
from freehand.node.folder import Compact, Node, make_node, open_node
from freehand.node.intake import Arrival, take
from freehand.node.known import Known, known
from freehand.node.membership import Founder
from freehand.node.releasing import asking, entering
from freehand.node.store.memory import MemoryCabinet
from freehand.node.vault import Vault
from freehand.plans.released import Released

CHEAP = Cost(memory=32, passes=1, lanes=1)
NOW = 1_790_000_000
PASSPHRASE = "for tests alone"


def drawn_from(seed: str) -> Randomness:
    """Bytes that look drawn, the same each time."""
    drawn = 0

    def draw(count: int) -> bytes:
        nonlocal drawn
        drawn += 1
        return hashlib.shake_256(f"freehand tests: {seed} {drawn}".encode()).digest(count)

    return draw


class InMemory:
    """In the place of files and databases."""

    def cabinet(self, vault: Vault, *, create: bool = False) -> MemoryCabinet:
        return MemoryCabinet()

    def logs(self, number: int, vault: Vault, *, create: bool = False) -> MemoryStore:
        return MemoryStore()


class Home:
    """A party: its node, its people with their keys, and the compact that it is in."""

    compact: Compact

    def __init__(self, folder: Path, party: str, seed: str = "") -> None:
        folder.mkdir()
        (folder / "compacts").mkdir()
        (folder / "people").mkdir()
        self.random = drawn_from(seed or party)
        self.people = {word: SigningKey.new(self.random) for word in ("planner", "releaser", "keeper", "second")}
        cabinet = MemoryCabinet()
        with cabinet.writing() as shelves:
            shelves.put("node", "party", {"name": party})
        self.node = Node(folder, Vault(bytes(32)), cabinet, InMemory())  # type: ignore[arg-type]  # stands for a place
        self.party = party

    @property
    def founders(self) -> list[Founder]:
        roles = {
            "planner": ("planner",),
            "releaser": ("releaser",),
            "keeper": ("keeper",),
            "second": ("auditor", "releaser"),
        }
        return [Founder(f"{word} of {self.party}", key.public, roles[word]) for word, key in self.people.items()]

    # -- meeting -----------------------------------------------------------------------------------

    def found(self, name: str = "gulf") -> Compact:
        made = compacts.found(
            self.node, name, self.founders, PASSPHRASE, now=NOW, illustrative=True, cost=CHEAP, randomness=self.random
        )
        self.compact = made
        return made

    def join(self, contact: bytes) -> Compact:
        made = compacts.join(self.node, contact, self.founders, PASSPHRASE, now=NOW, cost=CHEAP, randomness=self.random)
        self.compact = made
        return made

    @property
    def contact(self) -> bytes:
        return compacts.contact_card(self.node, self.compact)

    def meet(self, other: Home, *, compared: bool = True) -> None:
        compacts.meet(self.node, self.compact, other.contact, now=NOW)
        if compared:
            self.compare(other)

    def compare(self, other: Home) -> None:
        compacts.compare(self.node, self.compact, other.party, compacts.own_fingerprint(other.compact)[1], now=NOW)

    # -- saying ------------------------------------------------------------------------------------

    def terms(self, scope: str = "operations", parties: Sequence[str] = (), **more: Any) -> Mapping[str, Any]:
        return {"scope": scope, "parties": sorted(parties or self.compact.members), **more}

    def propose(self, scope: str = "operations", **more: Any) -> str:
        return agreeing.propose(self.node, self.compact, self.terms(scope, **more), now=NOW).leaf

    def accept_terms(self, about: str, **more: Any) -> str:
        return agreeing.accept_terms(self.node, self.compact, about, now=NOW, **more).leaf

    def report(self, words: str, *to: str, name: str = "r1", tags: Iterable[str] = ()) -> Draft:
        """A report, labelled for these parties."""
        text = f'{{"report":"{name}","by":"{self.party}","says":"{words}"}}'
        label = ", ".join([self.party, *to])
        body = {"document": text}
        return keeping.put(
            self.node, self.compact, "report", name, body, label=label, tags=tags, randomness=self.random
        )

    def interfaces(self, released: Released, *to: str) -> list[Draft]:
        """What was released of the own plans, an item for each course, labelled for these parties."""
        label = ", ".join([self.party, *to])
        return [
            keeping.put(self.node, self.compact, kind, name, body, label=label, randomness=self.random)
            for kind, name, body in interface_items(json.loads(as_text(released)))
        ]

    def release(self, *items: Draft | str, to: Iterable[str]) -> entering.Released:
        """Asked for by the planner, approved by the releaser."""
        ids = [one if isinstance(one, str) else one.id for one in items]
        waits = asking.ask(self.node, self.compact, ids, to, by=self.people["planner"], now=NOW)
        return self.approve(waits.name)

    def approve(self, name: str, by: str = "releaser") -> entering.Released:
        return entering.approve(self.node, self.compact, name, by=self.people[by], now=NOW + 60, randomness=self.random)

    def said(self, draft: Draft, *to: str) -> str:
        """Released to these; the leaf."""
        return self.release(draft, to=to).items[draft.id]

    # -- handing over --------------------------------------------------------------------------------

    def bundle(self, to: Home, **more: Any) -> bytes:
        sink = io.BytesIO()
        exchange.write(self.node, self.compact, to.party, sink, now=NOW, randomness=self.random, **more)
        return sink.getvalue()

    def take(self, bundle: bytes) -> Arrival:
        return take(self.node, self.compact, io.BytesIO(bundle), now=NOW + 120)

    def hear(self, *others: Home) -> list[Arrival]:
        return [self.take(other.bundle(self)) for other in others]

    def take_card(self, other: Home) -> None:
        compacts.meet(self.node, self.compact, other.contact, now=NOW)

    def known(self) -> Known:
        return known(self.node, self.compact)

    @property
    def size(self) -> int:
        return self.known().sizes[self.party]

    def read(self, other: Home, *kinds: str) -> list[Any]:
        """The bodies of another's records that may be read here."""
        return [one.body for one in self.known().said(*kinds) if one.party == other.party]

    def receipts(self) -> list[Receipt]:
        """What others claim to have erased of the own log."""
        with self.compact.store.reading() as view:
            return [read_receipt(paper.data) for paper in view.line(self.compact.log).papers("receipt")]

    def trail(self) -> list[Any]:
        with self.node.cabinet.reading() as shelves:
            return [event for _, event in shelves.trail()]


class OnDisk(Home):
    """The same in a folder, with the databases that a node has."""

    def __init__(self, folder: Path, party: str, seed: str = "") -> None:
        self.folder, self.party = folder, party
        self.random = drawn_from(seed or party)
        self.people = {word: SigningKey.new(self.random) for word in ("planner", "releaser", "keeper", "second")}
        self.node = make_node(folder, party, PASSPHRASE, cost=CHEAP)

    def again(self) -> None:
        """Closed, and opened again."""
        self.node.close()
        self.node = open_node(self.folder, PASSPHRASE)
        self.compact = self.node.compact()


def met(folder: Path, *names: str, kind: type[Home] = Home) -> list[Home]:
    """Parties who have joined one compact, and compared all cards."""
    folder.mkdir(exist_ok=True)
    homes = [kind(folder / str(at), name) for at, name in enumerate(names)]
    homes[0].found()
    for other in homes[1:]:
        other.join(homes[0].contact)
        other.compare(homes[0])
    for one in homes:
        for other in homes:
            if other is not one and other.party not in one.compact.members:
                one.meet(other)
    return homes


def round_of(*homes: Home) -> None:
    """Everybody hears everybody, twice: what rests on acceptances flows once they are known."""
    for _ in range(2):
        for reader in homes:
            reader.hear(*(home for home in homes if home is not reader))


def under_terms(folder: Path, *names: str, scope: str = "operations", **more: Any) -> list[Home]:
    """The same, with terms in force among all of them."""
    homes = met(folder, *names)
    version = homes[0].propose(scope, **more)
    homes[0].accept_terms(version)
    round_of(*homes)
    for home in homes[1:]:
        home.accept_terms(version)
    round_of(*homes)
    return homes
