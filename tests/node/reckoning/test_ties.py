"""What would this tie? Today's terms beside proposed ones, each up to its own scope."""

from __future__ import annotations

import pytest

from freehand.errors import UsageError
from freehand.node.reckoning.ties import Under, ties
from freehand.terms.scope import Rung
from tests.node.reckoning.nodes import nodes


def test_each_side_reaches_up_to_its_scope_and_every_cell_beyond_is_named() -> None:
    basis = nodes("examples/gulf")["A"]
    found = ties(basis, Under(Rung.SCENARIOS), Under(Rung.OPERATIONS, basis.frame.rules))
    assert [row.rung for row in found.today] == [rung for rung in Rung if rung <= Rung.SCENARIOS]
    assert [row.rung for row in found.proposed] == list(Rung)
    beyond = {(c.name, rung) for c in found.comparison.after.contingencies for rung in (Rung.SUPPORT, Rung.OPERATIONS)}
    assert {(cell.contingency, cell.rung) for cell in found.cells} == beyond
    assert all(cell.before is None for cell in found.cells)
    assert ("strait-closure", "undecided", "assured") in found.stands


def test_rules_alone_change_what_they_tie_and_nothing_else() -> None:
    basis = nodes("examples/gulf")["A"]
    same = Under(Rung.OPERATIONS, basis.frame.rules)
    assert ties(basis, same, same).cells == ()
    found = ties(basis, Under(Rung.OPERATIONS), same)
    assert {cell.rung for cell in found.cells} == {Rung.OPERATIONS}
    told = {cell.contingency: str(cell) for cell in found.cells}
    assert told["civil-protection"] == "civil-protection at operations: stays assured; A keeps 16 h instead of 26 h"
    causes = {key for one in found.comparison.contingencies for d in one.differences for c in d.causes for key in c}
    assert {change.key[0] for change in causes} == {"terms"}


def test_without_terms_in_force_today_is_alone() -> None:
    basis = nodes("examples/worked/within")["A"]
    found = ties(basis, Under(None), Under(Rung.SCENARIOS))
    assert [row.rung for row in found.today] == [Rung.ALONE]
    assert {cell.rung for cell in found.cells} == {Rung.INTELLIGENCE, Rung.SCENARIOS}


def test_what_an_interface_cannot_answer_for_is_said() -> None:
    basis = nodes("examples/gulf")["B"]
    found = ties(basis, Under(Rung.OPERATIONS), Under(Rung.OPERATIONS, basis.frame.rules))
    assert {one.party for one in found.comparison.unplayed} == {"A"}


def test_a_proposed_rule_that_cannot_be_read_is_named() -> None:
    basis = nodes("examples/gulf")["A"]
    rules = '{"x":{"contingency":"evacuation","notice":"soon"}}'
    found = ties(basis, Under(Rung.SUPPORT), Under(Rung.SUPPORT, (("new", rules),)))
    assert any("the rule 'x' of the terms" in str(one) for one in found.left_out)


def test_where_nothing_is_known_nothing_can_be_tied() -> None:
    basis = nodes("examples/gulf")["A"]
    with pytest.raises(UsageError, match="there is nothing to reckon"):
        ties(basis._replace(pieces=()), Under(None), Under(Rung.SUPPORT))
