"""Whatever a partner says, under its own signature: it is refused, kept apart or shown, and never breaks a view."""

from __future__ import annotations

import json
import random
from typing import Any

from freehand.ledger.log import Statement
from freehand.node.kinds import KINDS, content_id
from freehand.node.views.discussion import discussion, open_questions
from freehand.node.views.engagements import engagements
from freehand.node.views.promises import promises
from freehand.node.views.status import status
from freehand.node.views.terms import terms_view
from freehand.node.views.trail import trail
from tests.node.members import NOW, Side, document, under_terms


def every_view(side: Side) -> list[Any]:
    known = side.known()
    found: list[Any] = [list(known.said(superseded=True)), known.withdrawn(), known.unknown(), known.people]
    found += [known.current(kind.name) for kind in KINDS]
    found += [list(known.said(kind.name)) for kind in KINDS]
    found += [list(known.between(other)) for other in known.members if other != side.party]
    found += [promises(known), discussion(known), open_questions(known), engagements(known)]
    found += [terms_view(known), status(known), list(trail(side.one, side.one)), known.erasures_asked()]
    return found


class Odd:
    """Values that nobody expects, from a seed."""

    def __init__(self, seed: int, leaves: list[str]) -> None:
        self.dice, self.leaves = random.Random(seed), leaves

    def value(self, depth: int = 2) -> Any:
        choice = self.dice.randrange(12 if depth else 9)
        if choice < 4:
            return self.dice.choice(["", "A", "B", "A, B", "\u202e<b>", "x" * 300, "leave", "no hex", *self.leaves])
        if choice < 7:
            return self.dice.choice([0, -1, 2**53 - 1, True, None])
        if choice < 9:
            return self.dice.choice(self.leaves)
        if choice < 11:
            return [self.value(depth - 1) for _ in range(self.dice.randrange(4))]
        return {self.dice.choice(["by", "signature", "key", "name", "scope", "A"]): self.value(depth - 1)}

    def of(self, shape: Any) -> Any:
        """A value of the type that the table of kinds asks for, mostly, with something odd in it."""
        if self.dice.random() < 0.15:
            return self.value()
        first = shape[0] if isinstance(shape, tuple) else shape
        if first is str:
            return self.dice.choice(
                ["A", "B", "retract", "erase", "\u202e", *self.leaves, self.dice.choice(self.leaves) + " c"]
            )
        if first is list:
            return [self.value() for _ in range(self.dice.randrange(4))]
        if first is int:
            return self.dice.choice([0, 1, -1, 3, 2**53 - 1])
        fields = ["by", "signature", "scope", "parties", "exclusions", "A", "B", "name"]
        return {field: self.value() for field in self.dice.sample(fields, self.dice.randrange(4))}

    def text(self) -> str:
        texts = [
            "{}",
            "[]",
            "null",
            "1e999",
            '{"a":1}',
            '{"a":"b","a":"c"}',
            "[" * 50_000,
            '{"a":' * 5000,
            "{",
            '"x"',
            "\u2028",
        ]
        fields = {
            "by": "A",
            "to": self.value(),
            "party": "A",
            "promise": "x",
            "course": "y",
            "contingency": self.value(),
        }
        fields |= {"report": "z", "interface": "i", "means of": "A"}
        return self.dice.choice([*texts, json.dumps(fields), json.dumps({f: str(v) for f, v in fields.items()})])

    def body(self, kind: Any) -> Any:
        if self.dice.random() < 0.08:
            return self.value()
        fields = {**kind.fields, **{f: s for f, s in kind.may.items() if self.dice.random() < 0.5}}
        return {field: self.text() if field == "document" else self.of(shape) for field, shape in fields.items()}


def test_bodies_of_every_kind_with_anything_in_them_break_no_view(part: int) -> None:
    for seed in range(part * 6, part * 6 + 6):
        a, b = under_terms("A", "B")
        leaves = [a.item("report", "r", document(report="x", by="A"), b)]
        leaves.append(b.item("offer", "o", document(promise="x", by="B", to="A", contingency="c"), a))
        leaves += [version.id for version in a.known().standing.versions]
        a.hear(b)
        odd = Odd(seed, leaves)
        for _ in range(6):
            said, items = list[Statement](), list[str]()
            for kind in KINDS:
                if kind.name == "leave" and odd.dice.random() < 0.95:
                    continue
                replaces = odd.dice.choice([None, None, odd.dice.choice(leaves)])
                label = odd.dice.choice(["A, B", "A, B", "B", "", "*"])
                body = odd.body(kind)
                said.append(Statement(kind.name, "o", body, NOW, label, replaces, [odd.dice.choice(leaves)]))
                items.append(content_id(kind.name, "o", label, body, replaces))
            done = a.append(a.release(items, [b]), *said)
            leaves += [done.leaves[at : at + 32].hex() for at in range(0, len(done.leaves), 32 * 7)]
            b.hear(a)
            every_view(b)
            every_view(a)
        sound = b.item("report", "r2", document(report="y", by="B"), a)
        a.hear(b)
        assert sound in [one.leaf for one in a.known().said("report")] or a.known().standing.left


def test_a_partner_that_makes_up_kinds_without_end_is_told_in_bounds() -> None:
    a, b = under_terms("A", "B")
    a.append(*(Statement(f"kind-{number}", "o", {}, NOW) for number in range(1500)))
    (arrival,) = b.hear(a)
    assert len(arrival.news.unknown) == 501
    assert sum(arrival.news.unknown.values()) == 1500
    assert len(b.known().unknown()) == 1500


def test_a_partner_that_is_refused_without_end_is_told_in_bounds_and_noted_once_for_each_record() -> None:
    a, b = under_terms("A", "B")
    a.append(*(Statement("report", "o", {}, NOW, "A, B") for _ in range(1200)))
    for _ in range(2):
        (arrival,) = b.hear(a)
    assert arrival.news.refusals == 1200
    assert len(arrival.news.refused) == 500
    assert len(b.trail()) == 1200
    with b.store.reading() as view:
        assert sum(end - first for first, end in view.line(a.log).held(0, 5000)) < 20
