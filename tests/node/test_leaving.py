"""Leaving is for good: what would end with it is told before, and is what ends."""

from __future__ import annotations

import pytest

from freehand.node.views.leaving import leaving
from freehand.node.views.promises import binding
from tests.node.members import Side, document, round_of, under_terms


def promised(giver: Side, receiver: Side, *seen_by: Side, name: str) -> None:
    """Offered and accepted, and released to these others as well."""
    body = document(promise=name, by=giver.party, to=receiver.party, contingency="flood")
    offered = giver.item("offer", f"{name}-offered", body, receiver, *seen_by)
    receiver.hear(giver)
    receiver.item("accept", f"{name}-accepted", {"about": offered}, giver, *seen_by)
    giver.hear(receiver)


def names(side: Side) -> list[str]:
    return sorted(one.name for one in leaving(side.known()).promises)


@pytest.fixture
def three() -> list[Side]:
    a, b, c = under_terms("A", "B", "C")
    promised(a, b, name="fuel")
    promised(b, c, a, name="boats")
    promised(b, c, name="tents")
    round_of(a, b, c)
    return [a, b, c]


def test_who_leaves_three_is_told_that_promises_of_the_other_two_end_and_they_do(three: list[Side]) -> None:
    a, b, c = three
    found = leaving(a.known())
    assert [one.state for one in found.terms] == ["in force"]
    assert found.unbound == (("B", "C"),)
    assert names(a) == ["boats", "fuel"]  # what was not released to A is not told: only that there may be more
    assert (names(b), names(c)) == (["boats", "fuel", "tents"], ["boats", "tents"])
    assert (found.out_there, found.out_here) == ({"B": 1}, {"B": 2, "C": 1})
    a.say("leave", "terms", {"words": "alone"}, "A, B, C")
    round_of(a, b, c)
    for side in (a, b, c):
        assert list(binding(side.known())) == []


def test_others_who_have_terms_of_their_own_keep_what_they_promised_each_other(three: list[Side]) -> None:
    a, b, c = three
    version = b.propose(parties=("B", "C"))
    b.accept(version)
    c.hear(b)
    c.accept(version)
    round_of(a, b, c)
    found = leaving(a.known())
    assert (found.unbound, names(a), len(found.terms)) == ((), ["fuel"], 1)
    a.say("leave", "terms", {"words": "alone"}, "A, B, C")
    round_of(a, b, c)
    for side in (b, c):
        assert len(list(binding(side.known()))) == 2


def test_terms_on_the_table_end_as_well_and_looking_changes_nothing() -> None:
    a, b = under_terms("A", "B")
    later = b.propose("support")
    round_of(a, b)
    size = a.known().sizes["A"]
    assert [one.id == later for one in leaving(a.known()).terms].count(True) == 1
    assert a.known().sizes["A"] == size
