"""A small valid interface cannot make the reckoning explode: work is bounded, the partner named, the rest goes on."""

from __future__ import annotations

import json

import pytest

from freehand.assessment.assess import assess
from freehand.errors import Place
from freehand.node.reckoning.ground import grounds_of
from freehand.node.reckoning.interfaces import text_of
from freehand.node.reckoning.judgement import judge
from freehand.node.reckoning.pieces import Piece
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
