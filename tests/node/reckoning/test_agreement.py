"""Nodes that hold their own plans and the others' interfaces say the same."""

import pytest

from freehand.node.reckoning.verdicts import AtRung, Cell, refresh
from freehand.terms.scope import Rung
from tests.node.reckoning.nodes import nodes

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
