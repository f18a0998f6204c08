"""Verdicts remembered: what is touched is judged anew, what changed is told, what is gone leaves nothing behind."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from freehand.node.reckoning.cells import Cell, rank
from freehand.node.reckoning.changes import Change
from freehand.node.reckoning.ground import grounds_of
from freehand.node.reckoning.judgement import rests_on
from freehand.node.reckoning.pieces import Basis, Piece
from freehand.node.reckoning.remembering import remember, remembered_in
from freehand.node.reckoning.verdicts import refresh
from freehand.node.store.memory import MemoryCabinet
from freehand.terms.scope import Rung
from tests.node.reckoning.nodes import nodes, piece

GULF = "examples/gulf"
JOINT = [rung for rung in Rung if rung.joint]


def without(basis: Basis, chosen: Callable[[Piece], bool]) -> Basis:
    return basis._replace(pieces=tuple(p for p in basis.pieces if not chosen(p)))


def said_anew(basis: Basis, chosen: Callable[[Piece], bool], change: Callable[[str], str]) -> Basis:
    return basis._replace(pieces=tuple(piece(*p[:3], change(p.text)) if chosen(p) else p for p in basis.pieces))


def remembered(basis: Basis) -> dict[str, Cell]:
    return {cell.name: cell for cell in refresh(basis, {}).cells}


def fell(change: Change) -> bool:
    return rank(change.after) > rank(change.before)


def is_promise(name: str) -> Callable[[Piece], bool]:
    return lambda p: p.kind == "promise" and p.object == name.replace(" ", "%20")


def with_an_idle_activity(text: str) -> str:
    plain = json.loads(text)
    plain["activities"]["rehearse quietly"] = {"we choose": "1 to 2 h"}
    return json.dumps(plain)


def test_nothing_new_judges_nothing() -> None:
    basis = nodes(GULF)["A"]
    known = remembered(basis)
    again = refresh(basis, known)
    assert (again.anew, again.changes, again.lost, again.dropped) == ((), (), (), ())
    assert {cell.name: cell for cell in again.cells} == known


def test_a_release_judges_only_what_it_touches() -> None:
    basis = nodes(GULF)["A"]
    known = remembered(basis)
    found = refresh(
        said_anew(basis, lambda p: p.kind == "report" and "ports" in p.object, lambda t: t.replace("36 h", "30 h")),
        known,
    )
    assert found.anew == ("evacuation",)


def test_a_recall_takes_the_promise_out_of_both_nodes_at_once_and_lists_what_fell() -> None:
    told, stands = [], []
    for party, basis in nodes(GULF).items():
        leaf = next(p.leaf for p in basis.pieces if is_promise("tanker lift")(p))
        after = without(basis, is_promise("tanker lift"))
        found = refresh(after, remembered(basis), gone={leaf: "was recalled by A"})
        assert found.anew == ("strait-closure",), party
        assert not found.on("strait-closure").left_out
        stands.append([found.on("strait-closure").rungs[rung].standing for rung in JOINT])
        told.append([str(change) for change in found.changes if fell(change)])
        (lost,) = found.lost
        assert lost.leaf == leaf
        assert {name for name, _, before, after in lost.rested if rank(after) > rank(before)} == {"strait-closure"}
        assert str(lost).startswith(
            "the promise 'tanker lift' was recalled by A. Verdicts that rested on it: strait-closure"
        )
    assert stands[0] == stands[1] != ["assured"] * 3
    assert told[0] == told[1]
    assert "because the promise 'tanker lift' was recalled by A" in told[0][0]
    assert told[0][0].startswith("strait-closure: assured → ")


def test_of_several_changes_the_one_that_brought_it_about_is_the_reason() -> None:
    basis = nodes(GULF)["B"]
    after = without(basis, is_promise("tanker lift"))
    after = said_anew(after, lambda p: p.kind == "course" and p.object.startswith("strait"), with_an_idle_activity)
    found = refresh(after, remembered(basis), before=basis, gone={})
    assert [change.because for change in found.changes] == [("the promise 'tanker lift' is no longer there",)] * len(
        found.changes
    )
    listed = refresh(after, remembered(basis))
    assert all(len(change.because) > 1 and not change.certain for change in listed.changes)


def test_what_was_withdrawn_stands_in_no_remembered_verdict() -> None:
    basis = nodes(GULF)["B"]
    known = remembered(basis)
    after = without(basis, lambda p: p.kind == "report" and p.party == "A" and "attack" in p.object)
    found = refresh(after, known)
    assert "no%20attack" in json.dumps([cell.as_value() for cell in known.values()])
    assert "no%20attack" not in json.dumps([cell.as_value() for cell in found.cells])
    (lost,) = found.lost
    assert {name for name, *_ in lost.rested} == {"civil-protection"}
    assert Rung.ALONE not in {rung for _, rungs, *_ in lost.rested for rung in rungs}


def test_a_withdrawn_contingency_takes_its_verdict_with_it() -> None:
    basis = nodes(GULF)["A"]
    found = refresh(without(basis, lambda p: p.kind == "contingency" and p.object == "evacuation"), remembered(basis))
    assert found.dropped == ("evacuation",)
    assert "evacuation" not in {cell.name for cell in found.cells}
    assert any("evacuation" in str(lost) and "no longer there" in str(lost) for lost in found.lost)


def test_versions_side_by_side_are_both_judged_and_named_and_never_merged() -> None:
    basis = nodes(GULF)["A"]
    mine = next(p for p in basis.pieces if p.kind == "contingency" and p.object == "evacuation")
    later = json.loads(mine.text)
    for events in later["scenarios"].values():
        for event in events:
            events[event] = "1 to 2 h after the warning"
    theirs = piece("contingency", "B", "evacuation", json.dumps(later))
    found = refresh(basis._replace(pieces=(*basis.pieces, theirs)), remembered(basis))
    both = [cell for cell in found.cells if cell.contingency == "evacuation"]
    assert sorted(found.anew) == sorted(cell.name for cell in both)
    assert len(both) == 2
    for version, cell in zip(sorted([mine, theirs], key=lambda p: p.party), both, strict=True):
        assert version.leaf[:8] in cell.name
        assert version.leaf in {each.leaf for each in cell.rests}
        assert f"as {version.party} has it" in cell.name
    operations = [cell.rungs[Rung.OPERATIONS].standing for cell in both]
    assert operations[0] != operations[1]
    old = remembered(basis)["evacuation"].rungs[Rung.OPERATIONS].standing
    assert operations[0] == old


@pytest.mark.parametrize(
    "broken", ["{", "[]", '{"interface":"freehand.interface/1"}', '{"interface":"x","courses":7}', "\u202e"]
)
def test_a_partners_faulty_interface_leaves_its_contingency_undecided_names_it_and_stops_nothing_else(
    broken: str,
) -> None:
    basis = nodes(GULF)["A"]
    known = remembered(basis)
    after = said_anew(basis, lambda p: p.kind == "interface" and p.object.startswith("evacuation"), lambda _: broken)
    found = refresh(after, known)
    cell = found.on("evacuation")
    assert {cell.rungs[rung].standing for rung in JOINT} == {"undecided"}
    assert all("B's interface" in cell.rungs[rung].why for rung in JOINT)
    assert cell.blamed == "B"
    assert cell.rungs[Rung.ALONE].standing == known["evacuation"].rungs[Rung.ALONE].standing
    assert found.anew == ("evacuation",)


def test_one_faulty_interface_beside_a_good_one_is_left_out_and_the_good_one_counts() -> None:
    basis = nodes(GULF)["A"]
    first = next(p.object for p in basis.pieces if p.kind == "interface" and p.object.startswith("evacuation"))
    found = refresh(said_anew(basis, lambda p: p.kind == "interface" and p.object == first, lambda _: "{"), {})
    cell = found.on("evacuation")
    assert len(cell.left_out) == 1
    assert cell.left_out[0].startswith("B's interface of ")
    assert cell.rungs[Rung.OPERATIONS].standing != "undecided" or cell.rungs[Rung.OPERATIONS].why


def test_a_faulty_report_never_makes_a_verdict_look_better() -> None:
    basis = nodes(GULF)["A"]
    found = refresh(
        said_anew(basis, lambda p: p.kind == "report" and p.party == "B", lambda t: t.replace("36 h", "36 parsecs")), {}
    )
    cell = found.on("evacuation")
    assert {cell.rungs[rung].standing for rung in Rung if rung >= Rung.INTELLIGENCE} == {"undecided"}
    assert "ports may shut early" in cell.rungs[Rung.SUPPORT].why


def test_a_rule_that_cannot_be_read_leaves_only_operations_of_its_contingency_undecided() -> None:
    basis = nodes(GULF)["A"]
    known = remembered(basis)
    rules = json.loads(basis.frame.rules[0][1])
    rules["port captain"]["before"] = "start of B's nothing at all"
    rules["port captain"]["nature takes"] = "long"
    after = basis._replace(frame=basis.frame._replace(rules=(("t", json.dumps(rules)),)))
    found = refresh(after, known)
    assert found.anew == ("evacuation",)
    at = found.on("evacuation").rungs
    assert at[Rung.OPERATIONS].standing == "undecided"
    assert "port captain" in at[Rung.OPERATIONS].why
    assert at[Rung.SUPPORT] == known["evacuation"].rungs[Rung.SUPPORT]


def test_where_two_terms_are_in_force_the_rules_of_both_bind() -> None:
    basis = nodes(GULF)["A"]
    rules = json.loads(basis.frame.rules[0][1])
    other = {"port captain": {**rules["port captain"], "nature takes": "1 to 3 h"}}
    both = basis._replace(frame=basis.frame._replace(rules=(*basis.frame.rules, ("t2", json.dumps(other)))))
    (ground,) = (g for g in grounds_of(both)[0] if g.contingency == "evacuation")
    assert {"port captain", "port captain of terms t2"} <= set(ground.rules)
    assert ground.read().workspace is not None


def test_a_document_of_another_than_its_author_is_left_out() -> None:
    basis = nodes(GULF)["A"]
    stolen = next(p for p in basis.pieces if p.kind == "interface" and p.object.startswith("evacuation"))
    text = stolen.text.replace('"party":"B"', '"party":"A"')
    found = refresh(said_anew(basis, lambda p: p == stolen, lambda _: text), {})
    assert "it names another party as its own" in found.on("evacuation").left_out[0]


def test_a_cell_is_the_same_after_it_was_kept() -> None:
    for cell in refresh(nodes(GULF)["B"], {}).cells:
        assert Cell.of_value(json.loads(json.dumps(cell.as_value()))) == cell


def test_what_a_verdict_rests_on_is_named_to_the_record() -> None:
    basis = nodes(GULF)["A"]
    leaves = {p.leaf for p in basis.pieces}
    for ground in grounds_of(basis)[0]:
        assert {r.leaf for r in rests_on(ground) if r.kind != "rule"} <= leaves


def test_a_verdict_never_rises_because_a_partner_took_its_plan_back() -> None:
    basis = nodes(GULF)["A"]
    found = refresh(
        without(basis, lambda p: p.kind == "interface" and p.object.startswith("de-esc")), remembered(basis)
    )
    cell = found.on("de-escalation")
    assert {cell.rungs[rung].standing for rung in JOINT} == {"not released"}
    assert cell.rungs[Rung.SUPPORT].why == "no plan of B for it is known here"
    assert cell.silent == ("B",)
    assert [fell(change) for change in found.changes] == [True]
    (lost,) = found.lost
    assert "fell from assured to not released" in str(lost)


def test_what_is_remembered_is_kept_in_the_cabinet_and_what_is_gone_goes_with_it() -> None:
    cabinet, basis = MemoryCabinet(), nodes(GULF)["A"]
    with cabinet.writing() as shelves:
        remember(shelves, "c1", {}, refresh(basis, {}))
    with cabinet.reading() as shelves:
        kept = remembered_in(shelves, "c1")
        assert remembered_in(shelves, "c2") == {}
    assert kept == remembered(basis)
    after = refresh(without(basis, lambda p: p.kind == "contingency" and p.object == "evacuation"), kept)
    with cabinet.writing() as shelves:
        remember(shelves, "c1", kept, after)
    with cabinet.reading() as shelves:
        assert set(remembered_in(shelves, "c1")) == set(kept) - {"evacuation"}


def test_a_cell_that_an_older_programme_kept_otherwise_is_judged_anew() -> None:
    cabinet = MemoryCabinet()
    with cabinet.writing() as shelves:
        shelves.put("cell", "c1 evacuation", {"verdict": "assured"}, within="c1")
    with cabinet.reading() as shelves:
        assert remembered_in(shelves, "c1") == {}
