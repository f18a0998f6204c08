"""A version replaces what its author has said, and what belongs to all; nobody's else, held here or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from freehand.node.drafts import shelf
from freehand.node.releasing import asking
from freehand.node.releasing.refusals import NotReleased
from tests.node import homes
from tests.node.members import document, round_of, under_terms


def test_what_another_said_is_replaced_nowhere_even_where_nobody_was_shown_it() -> None:
    a, b, c = under_terms("A", "B", "C")
    theirs = c.item("report", "r", document(report="c", by="C"), a)
    round_of(a, b, c)
    a.item("report", "r", document(report="a", by="A"), b, c, replaces=theirs)
    arrivals = [*b.hear(a), *c.hear(a)]
    for arrival in arrivals:  # B never saw what it replaces, and refuses it all the same
        (refused,) = arrival.news.refused
        assert (refused.clause, refused.words) == ("kind", "it replaces what 'C' said.")
    assert [one.party for one in c.known().said("report")] == ["C"]
    assert list(b.known().said("report")) == []


def test_a_version_of_what_is_in_no_log_here_replaces_nothing_and_stands_beside() -> None:
    a, b, c = under_terms("A", "B", "C")
    first = a.item("report", "r", document(report="a", by="A"), b, c)
    b.hear(a)
    second = a.item("report", "r", document(report="a2", by="A"), b, c, replaces="ab" * 32)
    b.hear(a)
    assert [one.leaf for one in b.known().said("report")] == [first, second]
    assert len(b.known().current("report")["A/r"]) == 2


def test_an_own_version_that_was_withheld_may_be_replaced() -> None:
    a, b, c = under_terms("A", "B", "C")
    first = a.item("report", "r", document(report="a", by="A"), c)
    second = a.item("report", "r", document(report="a2", by="A"), b, c, replaces=first)
    round_of(a, b, c)
    assert [one.leaf for one in b.known().said("report")] == [second]
    assert [one.leaf for one in c.known().said("report")] == [second]


def test_what_would_replace_anothers_item_is_not_released(tmp_path: Path) -> None:
    a, b = homes.under_terms(tmp_path, "A", "B")
    theirs = b.said(b.report("a day", "A"), "A")
    a.hear(b)
    draft = a.report("another day", "B")._replace(replaces=theirs)
    with a.node.cabinet.writing() as shelves:
        shelf.put_draft(shelves, a.compact, draft)
    with pytest.raises(NotReleased, match="it replaces what 'B' said"):
        asking.ask(a.node, a.compact, [draft.id], ["B"], by=a.people["planner"], now=homes.NOW)
