"""The verbs of saying on nodes that lie on a disk, closed and opened again between any two of them."""

from __future__ import annotations

from pathlib import Path

from freehand.node import compacts, due
from freehand.node.authoring import withdrawing
from freehand.node.releasing import asking, waiting
from tests.node.homes import NOW, OnDisk, met


def test_what_was_begun_before_a_node_was_closed_goes_on_when_it_is_opened(tmp_path: Path) -> None:
    a, b = met(tmp_path, "A", "B", kind=OnDisk)
    assert isinstance(a, OnDisk)
    assert isinstance(b, OnDisk)
    version = a.propose()
    a.accept_terms(version)
    a.again()
    b.hear(a)
    b.again()
    b.accept_terms(version)
    a.hear(b)
    draft = a.report("a day at least", "B")
    a.again()
    waits = asking.ask(a.node, a.compact, [draft.id], ["B"], by=a.people["planner"], now=NOW)
    a.again()
    assert waiting.asked(a.node, a.compact) == [waits]
    leaf = a.approve(waits.name).items[draft.id]
    a.again()
    b.hear(a)
    assert b.read(a, "report") == [draft.said]
    withdrawing.withdraw(a.node, a.compact, leaf, "retract", "it is wrong", now=NOW)
    a.again()
    b.hear(a)
    b.again()
    assert b.read(a, "report") == []
    assert not due.ready(a.node, a.compact, "B").anything
    for home in (a, b):
        home.node.close()


def test_a_card_that_waits_is_there_when_the_node_is_opened_again(tmp_path: Path) -> None:
    a, b = OnDisk(tmp_path / "a", "A"), OnDisk(tmp_path / "b", "B")
    a.found()
    b.join(a.contact)
    a.meet(b, compared=False)
    a.again()
    assert [one.name for one in compacts.waiting(a.node, a.compact)] == ["B"]
    a.compare(b)
    a.again()
    assert [*a.compact.members] == ["A", "B"]
    for home in (a, b):
        home.node.close()
