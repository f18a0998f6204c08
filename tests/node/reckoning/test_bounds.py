"""A small valid interface cannot make the reckoning explode: work is bounded, the partner named, the rest goes on."""

from __future__ import annotations

import json

import pytest

from freehand.assessment.assess import assess
from freehand.assessment.verdict import Verdict
from freehand.errors import Place
from freehand.node.reckoning.ground import grounds_of
from freehand.node.reckoning.interfaces import text_of
from freehand.node.reckoning.joining import whole
from freehand.node.reckoning.judgement import judge
from freehand.node.reckoning.pieces import Basis, Piece
from freehand.node.reckoning.verdicts import refresh
from freehand.plans.points import Point
from freehand.plans.released import Distance, Projection, Released, ReleasedCourse, SharedHold, SharedPoint
from freehand.terms.scope import Rung
from tests.node.reckoning.nodes import nodes, piece

HOUR = 3600
JOINT = tuple(rung for rung in Rung if rung.joint)


def clashing(compact: str, contingency: str, users: int) -> Piece:
    """An interface of a few kilobytes whose users of two depots clash in every way."""
    points, distances, holds = [], [], []
    for number in range(users):
        start, end = (SharedPoint(Point(kind, "B", f"p{number}"), "exactly", None) for kind in ("start", "end"))
        points += [start, end]
        for point in (start, end):
            distances += [Distance(point, None, 60 * HOUR, 60 * HOUR), Distance(None, point, 0, 0)]
        distances += [Distance(end, start, 4 * HOUR, 4 * HOUR), Distance(start, end, -HOUR, -HOUR)]
        holds.append(SharedHold(f"u{number}", "depots", 1, start.point, end.point, None))
    projection = Projection("stacked", None, tuple(distances), True)
    course = ReleasedCourse("c", contingency, (), JOINT, (), (), (), tuple(points), tuple(holds), (projection,))
    return piece(
        "interface", "B", f"{contingency}/c", text_of(Released("B", compact, (), (), Place("", 0, "")), [course])
    )


def test_an_interface_that_asks_for_too_much_is_undecided_and_named_and_everything_else_goes_on() -> None:
    basis = nodes("examples/gulf")["A"]
    known = {cell.name: cell for cell in refresh(basis, {}).cells}
    bomb = clashing(basis.frame.compact, "de-escalation", 20)
    assert len(bomb.text) < 16_384
    left = (p for p in basis.pieces if not (p.kind == "interface" and p.object.startswith("de-escalation")))
    found = refresh(basis._replace(pieces=(*left, bomb)), known, work=20_000)
    cell = found.on("de-escalation")
    assert "undecided" in {cell.rungs[rung].standing for rung in JOINT}
    whys = [cell.rungs[rung].why for rung in JOINT if cell.rungs[rung].standing == "undecided"]
    assert all("B: 1 courses and ways" in why for why in whys)
    assert cell.blamed == "B"
    assert cell.rungs[Rung.ALONE].standing == known["de-escalation"].rungs[Rung.ALONE].standing
    for name, before in known.items():
        if name != "de-escalation":
            assert found.on(name).rungs == before.rungs


def test_no_single_contingency_takes_more_work_than_is_allowed() -> None:
    basis = nodes("examples/gulf")["A"]
    bomb = clashing(basis.frame.compact, "de-escalation", 5)
    left = (p for p in basis.pieces if not (p.kind == "interface" and p.object.startswith("de-escalation")))
    (ground,) = (g for g in grounds_of(basis._replace(pieces=(*left, bomb)))[0] if g.contingency == "de-escalation")
    less, more = judge(ground, work=100), judge(ground, work=None)
    assert [less.rungs[rung].standing for rung in JOINT] == ["undecided"] * 3
    assert [more.rungs[rung].standing for rung in JOINT] != ["undecided"] * 3


def test_where_the_reckoning_itself_breaks_only_that_contingency_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    basis = nodes("examples/gulf")["A"]

    def breaks(workspace: object, rungs: object, contingencies: list[str], *more: object, **named: object) -> object:
        if contingencies == ["evacuation"]:
            raise RecursionError
        return assess(workspace, rungs, contingencies, *more, **named)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr("freehand.node.reckoning.judgement.assess", breaks)
    found = refresh(basis, {})
    assert found.on("evacuation").rungs[Rung.SUPPORT].standing == "undecided"
    assert (
        "the reckoning broke off (RecursionError); most is asked by B" in found.on("evacuation").rungs[Rung.SUPPORT].why
    )
    assert found.on("radiological").rungs[Rung.SUPPORT].standing == "assured"
    assert json.dumps([cell.as_value() for cell in found.cells])


def in_full(contingency: str, activities: int, **more: object) -> Piece:
    """A course that B shows in full beside its interface."""
    takes = {f"a{number}": {"we choose": "1 to 5 h", "holds": "1 depots"} for number in range(activities)}
    course = {"course": "more", "party": "B", "contingency": contingency, "activities": takes, **more}
    return piece("course", "B", f"{contingency}/more", json.dumps(course))


def with_more(*more: Piece) -> Basis:
    basis = nodes("examples/gulf")["A"]
    return basis._replace(pieces=(*basis.pieces, *more))


def test_a_course_in_full_that_cannot_be_read_beside_an_interface_is_left_out_and_named() -> None:
    basis = with_more(in_full("de-escalation", 1, meets="no such aim"))
    known, found = refresh(nodes("examples/gulf")["A"], {}), refresh(basis, {})
    assert {cell.name: cell.rungs for cell in found.cells} == {cell.name: cell.rungs for cell in known.cells}
    assert any("'more'" in line for line in found.on("de-escalation").left_out)
    plans, left_out = whole(grounds_of(basis)[0])
    assert plans is not None
    assert any("'more'" in str(one) for one in left_out)


def test_a_course_in_full_whose_projection_asks_for_too_much_is_left_out_and_named() -> None:
    basis = with_more(in_full("de-escalation", 60))
    found = refresh(basis, {})
    (line,) = found.on("de-escalation").left_out
    assert "'more'" in line
    assert "more work than is done for one contingency" in line
    assert found.on("de-escalation").rungs == refresh(nodes("examples/gulf")["A"], {}).on("de-escalation").rungs


def test_a_contingency_that_cannot_be_projected_for_the_whole_stays_open_and_says_whose_plans_it_is() -> None:
    basis = nodes("examples/gulf")["A"]
    left = (p for p in basis.pieces if not (p.kind == "interface" and p.object.startswith("de-escalation")))
    plans, _ = whole(grounds_of(basis._replace(pieces=(*left, in_full("de-escalation", 60))))[0])
    assert plans is not None
    at = assess(plans, JOINT)["de-escalation"].rungs
    assert {one.verdict for one in at.values()} == {Verdict.UNDECIDED}
    assert all("B's plans ask for more work" in str(one.undecided) for one in at.values())


def test_a_chain_without_end_is_looked_for_within_bounds() -> None:
    follows = {f"start of a{n + 1} not before end of a{n}": "in turn" for n in range(299)}
    basis = nodes("examples/gulf")["A"]
    left = (p for p in basis.pieces if not (p.kind == "interface" and p.object.startswith("de-escalation")))
    (ground,) = (
        g
        for g in grounds_of(basis._replace(pieces=(*left, in_full("de-escalation", 300, rules=follows))))[0]
        if g.contingency == "de-escalation"
    )
    cell = judge(ground)
    assert {cell.rungs[rung].standing for rung in JOINT} == {"undecided"}
    assert cell.blamed == "B"


@pytest.mark.parametrize("odd", [{}, [], ["de-escalation"], {"a": "b"}])
def test_whatever_stands_in_the_place_of_a_name_breaks_no_reckoning(odd: object) -> None:
    known = refresh(nodes("examples/gulf")["A"], {})
    course = {"course": odd, "party": "B", "contingency": odd}
    released = {"interface": "gulf", "party": "B", "courses": [{"course": odd, "contingency": odd, "at": 1}]}
    basis = with_more(
        piece("course", "B", "de-escalation/odd", json.dumps(course)),
        piece("interface", "B", "de-escalation/odd", json.dumps(released)),
        piece(
            "interface", "B", "de-escalation/at", json.dumps({"courses": [{"contingency": "de-escalation", "at": 1}]})
        ),
    )
    found = refresh(basis, {})
    assert {cell.name: cell.rungs for cell in found.cells} == {cell.name: cell.rungs for cell in known.cells}
    assert whole(grounds_of(basis)[0])[0] is not None
