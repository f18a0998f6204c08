"""Nodes that hold their own plans and the others' interfaces say the same."""

import pytest

from freehand.assessment.assess import assess
from freehand.assessment.tradeoff import standing
from freehand.node.reckoning.cells import AtRung, Cell
from freehand.node.reckoning.ground import grounds_of
from freehand.node.reckoning.joining import whole
from freehand.node.reckoning.pieces import Piece
from freehand.node.reckoning.verdicts import refresh
from freehand.terms.scope import Rung
from tests.node.reckoning.nodes import nodes, pieces_of

EXAMPLES = [
    "gulf",
    "cascadia",
    "grid",
    "start",
    *(f"worked/{name}" for name in ("none", "within", "order", "notice", "airlift")),
]
JOINT = tuple(rung for rung in Rung if rung.joint)


def windows(at: AtRung) -> dict[tuple[str, ...], object]:
    return {of: value for (what, of), value in at.facts.items() if what == "window"}


def courses(at: AtRung) -> dict[tuple[str, ...], object]:
    return {of: value for (what, of), value in at.facts.items() if what in ("course", "way")}


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_node_says_the_same_joint_verdict_and_windows(example: str) -> None:
    cells: dict[str, list[Cell]] = {}
    for basis in nodes(f"examples/{example}").values():
        for cell in refresh(basis, {}).cells:
            assert not cell.left_out
            cells.setdefault(cell.name, []).append(cell)
    held = 0
    for name, several in cells.items():
        assert len(several) > 1
        for rung in JOINT:
            first, *others = (cell.rungs[rung] for cell in several)
            for other in others:
                assert other.standing == first.standing, (name, rung)
                assert windows(other) == windows(first), (name, rung)
                if first.standing.startswith("assured"):
                    assert courses(other) == courses(first)
                    held += 1
    assert held or example == "worked/airlift"


@pytest.mark.parametrize("example", EXAMPLES)
def test_where_less_is_released_nodes_may_leave_a_verdict_open_and_never_contradict(example: str) -> None:
    said: dict[tuple[str, Rung], set[str]] = {}
    for basis in nodes(f"examples/{example}", "assured").values():
        for cell in refresh(basis, {}).cells:
            for rung in JOINT:
                said.setdefault((cell.name, rung), set()).add(cell.rungs[rung].standing)
    assert all(len(standings - {"undecided"}) <= 1 for standings in said.values()), said


@pytest.mark.parametrize("example", ["gulf", "cascadia", "grid"])
def test_a_partner_may_show_some_courses_in_full_and_others_by_an_interface(example: str) -> None:
    path = f"examples/{example}"
    everyone = nodes(path)
    for party, basis in everyone.items():
        theirs = [p for p in pieces_of(path) if p.party != party and p.kind in ("course", "own-means")]
        some = [p for number, p in enumerate(theirs) if p.kind == "own-means" or number % 2]
        before = refresh(basis, {})
        for shown in (theirs, some):
            found = refresh(basis._replace(pieces=(*basis.pieces, *shown)), {})
            for cell in found.cells:
                assert not cell.left_out
                for rung in JOINT:
                    one, other = cell.rungs[rung], before.on(cell.name).rungs[rung]
                    if other.standing != "undecided":
                        assert one.standing == other.standing, (cell.name, rung)
                    if "assured" in (one.standing, other.standing):
                        assert windows(one) == windows(other), (cell.name, rung)


def test_a_course_in_full_that_cannot_be_read_is_left_out_beside_an_interface_that_can() -> None:
    basis = nodes("examples/gulf")["A"]
    broken = Piece("course", "B", "evacuation/broken", '{"course":"broken","party":"B","contingency":"evacuation"}')
    found = refresh(basis._replace(pieces=(*basis.pieces, broken)), {}).on("evacuation")
    before = refresh(basis, {}).on("evacuation")
    assert found.left_out[0].startswith("B's course 'broken' in evacuation cannot be read")
    assert [found.rungs[r].standing for r in JOINT] == [before.rungs[r].standing for r in JOINT]


def test_what_is_known_becomes_one_workspace_that_stands_as_the_cells_do() -> None:
    for basis in nodes("examples/gulf").values():
        workspace, left_out = whole(grounds_of(basis)[0])
        assert not left_out
        assert workspace is not None
        together = assess(workspace, JOINT)
        for cell in refresh(basis, {}).cells:
            assert [standing(together[cell.name][rung]) for rung in JOINT] == [cell.rungs[r].standing for r in JOINT]
