"""Parties of a compact in memory who write records themselves, honest or not, and hear each other as nodes do.

For what is heard: a member says what no verb would say. Who goes through the verbs stands in ``homes``.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from freehand.ledger.approvals import approve
from freehand.ledger.bundle.writing import Address, write_bundle
from freehand.ledger.card_file import sign_card
from freehand.ledger.identity import Card, first_card, with_person
from freehand.ledger.keys import SigningKey
from freehand.ledger.lines import current
from freehand.ledger.log import Appended, Statement, append, begin, keep_card
from freehand.ledger.store.interface import Range, Store
from freehand.ledger.store.memory import MemoryStore
from freehand.node.folder import Member
from freehand.node.intake import Arrival, take
from freehand.node.keyring import LogKeys
from freehand.node.kinds import content_id, label_of
from freehand.node.known import Known, known
from freehand.node.membership import Founder, log_name
from freehand.node.passing import approval_bytes
from freehand.node.people import founding
from freehand.node.store.interface import Cabinet
from freehand.node.store.memory import MemoryCabinet
from tests.ledger.owners import recipient_key, signing_key

COMPACT = "c0" * 16
NOW = 1_790_000_000
ROLES = (("planner",), ("releaser",), ("keeper",))


class Side:
    """One party's side: it stands for a node and for its one compact."""

    def __init__(self, party: str, store: Store | None = None, cabinet: Cabinet | None = None) -> None:
        self.party = party
        self.id, self.name, self.illustrative = COMPACT, "gulf", True
        self.store: Store = MemoryStore() if store is None else store
        self.cabinet: Cabinet = MemoryCabinet() if cabinet is None else cabinet
        self.root = signing_key(f"{party} root")
        key, box = signing_key(f"{party} log"), recipient_key(f"{party} box")
        self.keys = LogKeys(key, (box,))
        self.log = log_name(COMPACT, self.root.public)
        self.people = [signing_key(f"{party} {role}") for (role,) in ROLES]
        card = first_card(self.log, party, self.root.public, key.public, box.public)
        for person, (role,) in zip(self.people, ROLES, strict=True):
            card = with_person(card, f"{role} of {party}", person.public)
        self.card: Card = card._replace(number=1)
        self._signed: tuple[Card, bytes] | None = None
        self.compared: dict[str, bool] = {}
        self.met: dict[str, Side] = {}
        begin(self.store, self.signed_card, key)
        founders = [
            Founder(person.name, one.public, roles)
            for person, one, roles in zip(self.card.people, self.people, ROLES, strict=True)
        ]
        append(self.store, self.log, key, founding(founders, NOW))

    @property
    def one(self) -> Any:
        """The same, where a node or a compact is asked for."""
        return self

    @property
    def signed_card(self) -> bytes:
        if self._signed is None or self._signed[0] != self.card:
            self._signed = (self.card, sign_card(self.card, self.root))
        return self._signed[1]

    @property
    def members(self) -> Mapping[str, Member]:
        found = [Member(self.party, self.log, self.signed_card, compared=True)]
        found += [Member(one.party, one.log, one.signed_card, self.compared[name]) for name, one in self.met.items()]
        return {one.name: one for one in sorted(found)}

    def meet(self, *others: Side, compared: bool = True) -> None:
        for other in others:
            self.met[other.party], self.compared[other.party] = other, compared
            with self.store.writing(other.log) as change:
                keep_card(change.line(other.log), other.signed_card)

    # -- saying ----------------------------------------------------------------------------------

    def say(self, kind: str, object: str, body: Any, label: str = "", replaces: str | None = None, **more: Any) -> str:
        """The leaf of the record that says it."""
        said = Statement(kind, object, body, more.pop("time", NOW), label, replaces, more.pop("references", ()))
        return self.append(said).leaves.hex()

    def append(self, *said: Statement) -> Appended:
        return append(self.store, self.log, self.keys.log, said)

    def item(
        self,
        kind: str,
        object: str,
        body: Any,
        *to: Side,
        replaces: str | None = None,
        by: tuple[SigningKey, SigningKey] | None = None,
        references: Sequence[str] = (),
    ) -> str:
        """Released to these and said, in one batch; its leaf."""
        label = label_of([self.party, *(other.party for other in to)])
        item = content_id(kind, object, label, body, replaces, references)
        release = self.release([item], to, by)
        done = self.append(release, Statement(kind, object, body, NOW, label, replaces, references))
        return done.leaves[32:].hex()

    def release(
        self,
        items: Sequence[str],
        to: Iterable[Side],
        by: tuple[SigningKey, SigningKey] | None = None,
        terms: Sequence[str] | None = None,
    ) -> Statement:
        asker, approver = by or (self.people[0], self.people[1])
        logs = sorted(other.log for other in to)
        quoted = sorted([one.id for one in self.known().standing.in_force] if terms is None else terms)
        data = approval_bytes(COMPACT, sorted(items), logs, quoted)
        body: Any = {
            "items": sorted(items),
            "to": logs,
            "terms": quoted,
            "asked": {"by": asker.public.hex(), "signature": approve(asker, data).hex()},
            "approved": {"by": approver.public.hex(), "signature": approve(approver, data).hex()},
        }
        return Statement("release", "release", body, NOW)

    def propose(self, scope: str = "operations", parties: Sequence[str] = (), **terms: Any) -> str:
        names = sorted(parties or self.members)
        value = {"scope": scope, "parties": names, **terms}
        return self.say("terms.propose", "terms", {"terms": value})

    def accept(self, version: str, **more: Any) -> str:
        members = self.members
        heads = {members[name].log: size for name, size in self.known().sizes.items() if name != self.party}
        return self.say("terms.accept", "terms", {"about": version, "heads": heads, **more})

    def withdraw(self, leaf: str, how: str = "retract") -> str:
        return self.say("withdraw", "withdraw", {"about": leaf, "how": how, "words": "no longer"})

    # -- handing over ------------------------------------------------------------------------------

    def bundle(self, to: Side, records: Iterable[Range] | None = None, **more: Any) -> bytes:
        """Everything, unless it is said what; whether it may go is not asked here."""
        sink = io.BytesIO()
        if records is None:
            with self.store.reading() as view:
                line = current(view, self.log)
                records = line.held(0, line.size)
        address = Address(self.log, to.log, COMPACT)
        write_bundle(self.store, sink, address, self.keys.log, records=records, time=NOW, **more)
        return sink.getvalue()

    def take(self, bundle: bytes, now: int = NOW + 60) -> Arrival:
        return take(self.one, self.one, io.BytesIO(bundle), now=now)

    def hear(self, *others: Side) -> list[Arrival]:
        """Take in all that these have said."""
        return [self.take(other.bundle(self)) for other in others]

    def known(self) -> Known:
        return known(self.one, self.one)

    def trail(self) -> list[Any]:
        with self.cabinet.reading() as shelves:
            return [event for _, event in shelves.trail()]


def met(*names: str) -> list[Side]:
    """Parties who know each other and have compared their cards."""
    sides = [Side(name) for name in names]
    for side in sides:
        side.meet(*(other for other in sides if other is not side))
    return sides


def round_of(*sides: Side) -> None:
    """Everybody hears everybody."""
    for reader in sides:
        reader.hear(*(side for side in sides if side is not reader))


def under_terms(*names: str, scope: str = "operations", **terms: Any) -> list[Side]:
    """Parties with terms in force among all of them."""
    sides = met(*names)
    version = sides[0].propose(scope, **terms)
    sides[0].accept(version)
    round_of(*sides)
    for side in sides[1:]:
        side.accept(version)
    round_of(*sides)
    return sides


def document(**fields: Any) -> dict[str, Any]:
    """A body with a planner's document."""
    import json

    return {"document": json.dumps({name.replace("_", " "): value for name, value in fields.items()})}
