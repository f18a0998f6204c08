"""Whoever copies the name of another's promise or report puts nothing out, and leaves nothing undecided."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from freehand.node.reckoning.ground import grounds_of
from freehand.node.reckoning.pieces import Basis, Piece
from freehand.node.reckoning.verdicts import refresh
from tests.node.reckoning.nodes import node, nodes, piece, pieces_of, released_pieces

CASCADIA = "examples/cascadia"  # three parties
Renamed = Callable[[str], str]


def standings(basis: Basis) -> dict[str, list[str]]:
    return {
        cell.name: [f"{rung.name} {found.standing}" for rung, found in sorted(cell.rungs.items())]
        for cell in refresh(basis, {}).cells
    }


def copies(kind: str, name: Renamed) -> list[Piece]:
    """Of each promise or report one that says the same of its own, by another party, to a third for nobody's need."""
    found = []
    for one in pieces_of(CASCADIA):
        if one.kind == kind:
            fields = json.loads(one.text)
            others = sorted({"I", "O", "W"} - {one.party, fields["to"]})
            fields |= {kind: name(fields[kind]), "by": others[0]}
            found.append(piece(kind, others[0], f"{one.object}-copied", json.dumps(fields)))
    return found


def report(party: str, name: str) -> Piece:
    """One that says nothing new."""
    contingency = next(json.loads(p.text) for p in pieces_of(CASCADIA) if p.kind == "contingency")
    scenario, events = next((one, events) for one, events in contingency["scenarios"].items() if events)
    fields = {
        "report": name,
        "by": party,
        "to": ["W"],
        "contingency": contingency["contingency"],
        "scenario": scenario,
        "about": next(iter(events)),
        "says": "rules out anything earlier than 1 h",
    }
    return piece("report", party, name, json.dumps(fields))


@pytest.mark.parametrize(
    "name", [str, str.upper, lambda name: name.replace("a", "\u0430")], ids=["same", "case", "looks"]
)
def test_a_copied_promise_leaves_nothing_undecided_on_any_of_three_nodes_and_all_find_alike(name: Renamed) -> None:
    everyone = nodes(CASCADIA)
    assert len(everyone) == 3
    more = copies("promise", name)
    assert more
    for basis in everyone.values():
        before = standings(basis)
        after = standings(basis._replace(pieces=tuple(sorted((*basis.pieces, *more)))))
        assert after == before


def test_a_copied_promise_that_cannot_be_read_takes_no_rule_with_it_that_the_name_is_in() -> None:
    basis = nodes(CASCADIA)["W"]
    (convoy,) = (p for p in copies("promise", str) if p.object.startswith("fuel"))
    broken = convoy._replace(text=json.dumps(json.loads(convoy.text) | {"nature takes": "soon"}))
    assert standings(basis._replace(pieces=tuple(sorted((*basis.pieces, broken))))) == standings(basis)


def test_two_reports_of_one_name_are_told_apart_on_every_node() -> None:
    everyone = nodes(CASCADIA)
    for basis in everyone.values():
        one = standings(basis._replace(pieces=(*basis.pieces, report("I", "fog"))))
        both = standings(basis._replace(pieces=(*basis.pieces, report("I", "fog"), report("O", "Fog"))))
        assert both == one
        grounds, _ = grounds_of(basis._replace(pieces=(*basis.pieces, report("I", "fog"), report("O", "Fog"))))
        reading = next(
            one for one in grounds if any(p.kind == "report" and p.object == "fog" for p in one.pieces)
        ).read()
        assert reading.workspace is not None
        assert sorted(one.name for one in reading.workspace.reports if "og" in one.name) == ["I's fog", "O's Fog"]
        assert not reading.left_out


def test_interfaces_made_with_and_without_the_copy_mean_the_same_promise_to_who_knows_it_and_who_does_not() -> None:
    everyone = nodes(CASCADIA)
    more = copies("promise", str)
    for party, basis in everyone.items():
        knowing, left_out = released_pieces(basis._replace(pieces=tuple(sorted((*basis.pieces, *more)))))
        assert not left_out
        plain, _ = released_pieces(basis)
        for other in everyone:
            if other == party:
                continue
            theirs = {
                each: [p for p in everyone[other].pieces if p.kind == "interface" and p.party == each]
                for each in everyone
                if each not in (party, other)
            }
            told = [standings(node(CASCADIA, other, {**theirs, party: made})) for made in (plain, knowing)]
            assert told[0] == told[1]
