"""What a party releases in place of its plans gives every node the answer that its plans would give."""

from __future__ import annotations

import os
import random
from collections import Counter

import pytest

from freehand.assessment.interface import Saying
from freehand.assessment.verdict import Verdict
from freehand.plans.joint import Workspace
from tests.assessment.compacts import JOINT, made, reckoning
from tests.assessment.releases import Answer, answer, behind_releases

MORE = int(os.environ.get("FREEHAND_MORE", "1"))
"""How many times the usual number of trials."""

NOT_DECIDED = (Verdict.ADAPTABLE, Verdict.POSSIBLE)
COUNT = {"possible": 640, "told apart": 210, "assured": 360}
"""Over two thousand workspaces in all: so many by half the parties, shared means only and with means of one's own."""
Standing = tuple[bool, int, Verdict]


def may_be(verdict: Verdict, saying: Saying, seen: Verdict) -> tuple[Verdict, Verdict]:
    """The best and the worst that a choice may be for who sees only what was released of it."""
    if verdict is Verdict.ASSURED or (verdict is Verdict.TOLD_APART and saying != "assured"):
        return verdict, verdict
    if verdict is Verdict.IMPOSSIBLE and (saying == "possible" or seen is Verdict.IMPOSSIBLE):
        return verdict, verdict  # a join on what is not there is seen whatever was released
    if saying == "possible":
        return Verdict.ADAPTABLE, Verdict.POSSIBLE
    return Verdict.TOLD_APART if saying == "assured" else Verdict.ADAPTABLE, Verdict.IMPOSSIBLE


def told(full: Answer, found: Answer, saying: Saying, scenarios: int) -> Verdict | None:
    """What a node can say of the best choice: where none that is undecided may stand better, what all plans say.

    None stands for undecided.
    """
    hoped: list[Standing] = []
    certain: list[Standing] = []
    for names, (verdict, unmet) in full.each.items():
        best, worst = may_be(verdict, saying, found.each[names].verdict)
        if best is Verdict.TOLD_APART and scenarios == 1:
            best = Verdict.ADAPTABLE
        hoped.append((not best.holds, unmet, best))
        certain.append((not worst.holds, unmet, worst))
    return min(certain)[2] if min(hoped) == min(certain) else None


def some_released(seed: int, workspace: Workspace) -> tuple[str, ...]:
    """Whose plans are replaced: mostly one party's, sometimes all but one's, sometimes everybody's."""
    names = tuple(p.name for p in workspace.compact.parties)
    return random.Random(seed).choice([*((n,) for n in names)] * 3 + [names[1:], names])


@pytest.mark.parametrize("own", [0.0, 0.3], ids=["shared means only", "and means of its own"])
@pytest.mark.parametrize("parties", [2, 3])
@pytest.mark.parametrize("saying", ["possible", "told apart", "assured"])
def test_a_release_gives_the_answer_of_the_plans(saying: Saying, parties: int, own: float) -> None:
    counted: Counter[str] = Counter()
    first = 50_000 * parties + int(own * 10_000)
    for seed in range(first, first + COUNT[saying] * MORE // parties):
        workspace = made(seed, parties, own=own)
        scenarios = len(workspace.contingencies[0].scenarios)
        node = reckoning(workspace)
        behind = reckoning(behind_releases(workspace, some_released(seed, workspace), saying))
        for rung in JOINT:
            full, found = answer(node, rung), answer(behind, rung)
            assert full is not None
            assert found is not None
            where = (seed, rung.word)
            assert full.each.keys() == found.each.keys(), where
            for names, (verdict, unmet) in full.each.items():
                one, other = may_be(verdict, saying, found.each[names].verdict)
                expected = one if one == other else Verdict.UNDECIDED
                assert found.each[names] == (expected, unmet), (*where, names)
                counted[verdict.word] += 1
            assert full.every_window == found.every_window, where
            expected_best = told(full, found, saying, scenarios)
            if expected_best is None:
                assert found.verdict is Verdict.UNDECIDED, where
                counted["undecided"] += 1
            else:
                assert found.verdict is expected_best is full.verdict, where
                assert full[:5] == found[:5] or full.verdict is Verdict.IMPOSSIBLE, where
    assert counted[Verdict.ASSURED.word] > COUNT[saying] * MORE // 2
    assert counted["undecided"] > 0
