"""One story of three parties, told with secrets: A keeps them, shares some with C, and B is to see nothing of them.

What is public is the same in every world: terms, released items and interfaces, promises between A and B, a recall, a
withdrawal, an erasure, questions. What the secrets fill in is all that A can withhold from B:

1. bodies, names, tags of items that nobody or only C was given, and their releases, withdrawals, questions, promises;
2. A's own plan, behind an interface that is the same;
3. the words of a caveat, whose bound is released;
4. drafts, in any number; whole other compacts of A's node, in any number;
5. what A's gate refused on its way out, in A's own trail.

Positions and counts of records are equal, as every member sees them.

6. Where A *pushes*, its node also hands B bodies that B may not read: before there are terms, excluded, labelled for
   others, released by nobody. Then bundles differ, and B's node, which judges what it shows, must not.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, Final

from freehand.errors import FreehandError
from freehand.ledger.bundle.writing import Address, write_bundle
from freehand.ledger.log import Statement, append
from freehand.ledger.store.interface import Range
from freehand.node import compacts, erasing, staff
from freehand.node.authoring import agreeing, discussing, promising, supporting, withdrawing
from freehand.node.drafts import keeping
from freehand.node.drafts.draft import Draft
from freehand.node.keyring import root_key
from freehand.node.reckoning.verbs import to_release, verdicts
from tests.node.homes import CHEAP, NOW, PASSPHRASE, Home, OnDisk
from tests.node.reckoning.nodes import folder as documents_of
from tests.worlds.chance import Chance, Secrets

EXAMPLE: Final = "examples/worked/airlift"
ROLES: Final = ("planner", "releaser", "keeper", "second")
STRIKES: Final = {"name": "strikes", "tags": ["strike"], "words": ["air strike"]}


def person(word: str, party: str) -> str:
    """A person's name."""
    return f"{word} of {party}"


class World:
    """A, B and C, as far as the story has come, and every bundle that B was given."""

    def __init__(self, place: Path, seed: int, kind: type[Home] = Home, *, pushed: bool = False) -> None:
        """``pushed``: A's node pushes secrets into B's, which must not show them (rule 6)."""
        place.mkdir(parents=True)
        self.pushed = pushed
        self.place, self.secrets, self.chance = place, Secrets(seed), Chance()
        self.given: list[tuple[str, bytes]] = []
        self.withheld: list[Draft] = []
        self.leaf: dict[str, str] = {}
        with self.chance.everywhere():
            self.a, self.b, self.c = (self._home(kind, name) for name in "ABC")
            self._tell()

    @property
    def homes(self) -> list[Home]:
        """All three."""
        return [self.a, self.b, self.c]

    def again(self) -> None:
        """B's node, opened again; only where it is on disk."""
        assert isinstance(self.b, OnDisk)
        self.b.again()

    def close(self) -> None:
        """Close what is open."""
        for home in self.homes:
            home.node.close()

    # -- the story ---------------------------------------------------------------------------------

    def _tell(self) -> None:
        a, b, _ = self.homes
        self._meet()
        self._push()
        self._say("propose", lambda: self.leaf.update(terms=a.propose("support", exclusions=[STRIKES])))
        self._round()
        self._say("clarify", lambda: agreeing.clarify(b.node, b.compact, self.leaf["terms"], "for how long?", now=NOW))
        self._round()
        for home in self.homes:
            self._say(f"{home.party} accepts", partial(home.accept_terms, self.leaf["terms"]))
            self._round()
        self._kept_at_home()
        self._plans()
        self._round()
        self._between_a_and_c()
        self._round()
        self._promises()
        self._round()
        self._taken_back()
        self._round()
        self._open_ends()
        self._push()
        self._round()

    def _meet(self) -> None:
        a, b, c = self.homes
        self._say("found", lambda: a.found("worked-airlift"))
        for other in (b, c):
            self._say(f"{other.party} joins", partial(other.join, a.contact))
            other.compare(a)
        for one in self.homes:
            for other in self.homes:
                if other is not one and other.party not in one.compact.members:
                    self._say("meet", partial(one.meet, other))

    def _kept_at_home(self) -> None:
        """Rules 4 and 5, and half of 1: drafts, other compacts, what was refused, a record that nobody is given."""
        a, draw = self.a, self.secrets
        self.chance.step("at home")
        for at in draw.some():
            self.withheld.append(a.report(draw.words(), "C", name=f"kept {at}", tags=[draw.word()]))
            keeping.put(a.node, a.compact, "report", draw.word(), {"document": f'{{"report":"{draw.word()}"}}'})
        for _ in draw.some(2):
            other = compacts.found(a.node, draw.word(), a.founders, PASSPHRASE, now=NOW, cost=CHEAP)
            for _ in draw.some():
                said = Statement("say", draw.word(), {"about": "", "words": draw.words()}, NOW)
                append(other.store, other.log, other.keys.log, [said])
        strike = a.report(draw.words(), "B", "C", name="raid", tags=["strike"])
        try:
            a.release(strike, to="BC")
        except FreehandError:
            self.withheld.append(strike)
        text = json.dumps({"report": draw.word(), "by": "A", "says": draw.words()})
        said = Statement("report", draw.word(), {"document": text, "tags": [draw.word()]}, NOW, "A, C")
        self._say("unreleased", lambda: append(a.compact.store, a.compact.log, a.compact.keys.log, [said]))

    def _plans(self) -> None:
        """What is shared, B's plans as they are, A's behind their interface."""
        a, b, draw = self.a, self.b, self.secrets
        hidden = draw.word()
        for each in documents_of(EXAMPLE).documents:
            plain = json.loads(each.text)
            if each.kind == "offer":
                continue
            if each.kind == "course" and each.party == "A":
                lasts = draw.dice.randrange(2, 9)
                plain["activities"] = {hidden: {"we choose": f"1 to {lasts} h"}, **plain["activities"]}
                plain["rules"][f"end of {hidden} at most {lasts + 1} h after the warning"] = draw.words()
            home = b if each.party == "B" else a
            self.chance.step("draft")
            shared = each.kind in ("contingency", "means")
            made = keeping.put(
                home.node, home.compact, each.kind, each.object, {"document": json.dumps(plain)},
                label="A, B, C" if shared else home.party,
            )  # fmt: skip
            if shared:
                self._release(a, made, "BC")
            elif home is a:
                self.withheld.append(made)
        for home, others in ((a, "BC"), (b, "AC"), (a, "BC")):
            self._interfaces(home, others)
            self._round()

    def _interfaces(self, home: Home, to: str) -> None:
        released, left_out = to_release(home.known(), keeping.newest(home.node, home.compact))
        assert not left_out, left_out
        for each in released:
            self.chance.step("interface")
            body = {"document": each.piece.text}
            made = keeping.put(home.node, home.compact, "interface", each.piece.object, body, label="A, B, C")
            if made.id not in self.leaf:
                self.leaf[made.id] = self._release(home, made, to)

    def _between_a_and_c(self) -> None:
        """Rest of rule 1: each of these takes as many records in every world."""
        a, c, draw = self.a, self.c, self.secrets
        secret = a.report(draw.words(), "C", name=f"r {draw.word()}"[:60].replace(" ", "-"), tags=[draw.word()])
        leaf = self._kept(a, secret, "C")
        self._exchange(a, c)
        question = discussing.ask(c.node, c.compact, leaf, draw.words(), to=["A"])
        asked = self._kept(c, question, "A")
        self._exchange(c, a)
        self._kept(a, discussing.answer(a.node, a.compact, asked, draw.words()), "C")
        wish = supporting.request(a.node, a.compact, "C", draw.word(), "drill", draw.words())
        wished = self._kept(a, wish, "C")
        self._exchange(a, c)
        promise = promising.promise_document(
            name=draw.word(), by="C", to="A", need=wish.body["for"], contingency="drill", lead="1 to 2 h",
            called="0 to 9 h after the warning",
        )  # fmt: skip
        offered = self._kept(c, supporting.offer(c.node, c.compact, promise, about=wished, words=draw.words()), "A")
        self._exchange(c, a)
        self._kept(a, supporting.accept(a.node, a.compact, offered), "C")
        meeting = discussing.engagement(
            a.node, a.compact, who=[draw.words()], whom=[draw.words()], what=draw.words(), when=draw.word(),
            where=draw.words(), items=[leaf], to=["C"],
        )  # fmt: skip
        self._kept(a, meeting, "C")
        self._exchange(a, c)
        self._say("recall from A", lambda: supporting.recall(c.node, c.compact, offered, draw.words(), now=NOW))
        self._say("from C", lambda: withdrawing.withdraw(a.node, a.compact, leaf, "erase", draw.words(), now=NOW))
        self._exchange(a, c)
        self._say("erase", lambda: erasing.erase(c.node, c.compact, leaf, now=NOW))
        self._exchange(c, a)

    def _promises(self) -> None:
        """Rule 3, in the open: B asks, A offers with a caveat without its words, B accepts; one more is recalled."""
        a, b, draw = self.a, self.b, self.secrets
        asked = supporting.request(b.node, b.compact, "A", "supplies", "drill", "we have none")
        wished = self._release(b, asked, "A")
        self._round()
        bound = "call for supplies at least 5 h after the warning"
        for name in ("airlift", "sealift"):
            promise = promising.promise_document(
                name=name, by="A", to="B", need="supplies", contingency="drill", lead="3 to 5 h",
                called="0 to 48 h after the warning", caveats={bound: draw.words()},
            )  # fmt: skip
            made = supporting.offer(a.node, a.compact, promise, about=wished, withhold=[bound])
            offered = self._release(a, made, "B")
            self._round()
            self._release(b, supporting.accept(b.node, b.compact, offered), "A")
            self._round()
            self._keep_verdicts()
        self.leaf["recalled"] = offered
        self._say("recall", lambda: supporting.recall(a.node, a.compact, offered, "crews are ill", now=NOW))

    def _taken_back(self) -> None:
        a, b = self.a, self.b
        report = self._release(a, a.report("the port is open", "B", "C"), "BC")
        other = self._release(a, a.report("the port is shut", "B", "C", name="r2"), "BC")
        self._round()
        self.chance.step("ask")
        question = discussing.ask(b.node, b.compact, report, "until when?", to=["A"])
        self._release(b, question, "A")
        self._say("take back", lambda: withdrawing.withdraw(a.node, a.compact, other, "erase", "it is wrong", now=NOW))
        self._say("person", lambda: self._person(a))
        self.leaf["report"], self.leaf["erased"] = report, other

    def _open_ends(self) -> None:
        """A question, an offer and a request that wait for B; a promise of B's that it could recall."""
        a, b = self.a, self.b
        about = self.leaf["report"]
        self.chance.step("ends")
        self.leaf["asked"] = self._release(a, discussing.ask(a.node, a.compact, about, "is it clear?", to=["B"]), "B")
        self._release(a, supporting.request(a.node, a.compact, "B", "watch", "drill", "by night"), "B")
        for home, other, name in ((a, "B", "lift"), (b, "A", "guard")):
            promise = promising.promise_document(
                name=name, by=home.party, to=other, need="supplies", contingency="drill", lead="9 h",
                called="0 to 9 h after the warning",
            )  # fmt: skip
            self.leaf[name] = self._release(home, supporting.offer(home.node, home.compact, promise), other)
        self._round()
        self._release(a, supporting.accept(a.node, a.compact, self.leaf["guard"]), "B")
        terms = a.terms("scenarios", exclusions=[STRIKES])
        amend = partial(agreeing.amend, a.node, a.compact, self.leaf["terms"], terms, now=NOW)
        self.leaf["amended"] = self._say("amend", amend).leaf

    def _push(self) -> None:
        """Rule 6: bodies of one length, in whatever way A's node can put them."""
        if not self.pushed:
            return
        a, b, draw = self.a, self.b, self.secrets
        self.chance.step("pushed")

        def text(tail: str = "") -> str:
            return (draw.word() + " " + draw.word()).ljust(60, "x") + tail

        statements = []
        for label, tail, tags in (
            ("A, B, C", "", []),
            ("A, B", " air strike", []),
            ("A, C", "", []),
            ("*", "", ["strike"]),
        ):
            body: Any = {"document": json.dumps({"report": text(), "by": "A", "says": text(tail)}), "tags": [*tags]}
            statements.append(Statement("report", draw.word().ljust(30, "x"), body, NOW, label))
        about: Any = {"about": self.leaf.get("report", "ab" * 32), "words": text()}
        statements.append(Statement("say", "o" * 16, about, NOW, "A, B"))
        statements.append(Statement("offer", "o" * 16, {"document": json.dumps({"promise": text()})}, NOW, "A, B"))
        statements.append(Statement("drum-signal", "o" * 16, {"words": text()}, NOW, "A, B"))
        done = append(a.compact.store, a.compact.log, a.compact.keys.log, statements)
        sink = io.BytesIO()
        write_bundle(
            a.compact.store, sink, Address(a.compact.log, b.compact.log, a.compact.id), a.compact.keys.log,
            records=[Range(done.first, done.first + len(statements))], time=NOW,
        )  # fmt: skip
        b.take(sink.getvalue())

    def _person(self, home: Home) -> None:
        keys = root_key(home.compact.root_file, PASSPHRASE)
        new = staff.make_person(home.node, "dora", PASSPHRASE, cost=CHEAP)
        staff.add_person(home.compact, keys, "dora", new.public, ["planner"], now=NOW)

    def _keep_verdicts(self) -> None:
        self.chance.step("reckon")
        verdicts(self.b.node, self.b.compact, self.b.known(), keeping.newest(self.b.node, self.b.compact))

    # -- how ---------------------------------------------------------------------------------------

    def _home(self, kind: type[Home], name: str) -> Home:
        self.chance.step(f"node {name}")
        home = kind(self.place / name, name)
        home.random = self.chance.draw
        home.people = {}
        for word in ROLES:
            key = staff.make_person(home.node, person(word, name), PASSPHRASE, cost=CHEAP)
            home.people[word] = staff.person_key(key.file, PASSPHRASE)
        return home

    def _say(self, what: str, do: Callable[[], Any]) -> Any:
        self.chance.step(what)
        return do()

    def _release(self, home: Home, draft: Draft, to: Iterable[str]) -> str:
        self.chance.step(f"{home.party} releases")
        return home.said(draft, *to)

    def _kept(self, home: Home, draft: Draft, to: str) -> str:
        """Released, and not to B."""
        self.withheld.append(draft)
        return self._release(home, draft, to)

    def _exchange(self, sender: Home, reader: Home) -> None:
        self.chance.step(f"{sender.party} to {reader.party}")
        bundle = sender.bundle(reader)
        if reader is self.b:
            self.given.append((sender.party, bundle))
        self.chance.step(f"{reader.party} from {sender.party}")
        reader.take(bundle)

    def _round(self) -> None:
        for reader in self.homes:
            for sender in self.homes:
                if sender is not reader:
                    self._exchange(sender, reader)
