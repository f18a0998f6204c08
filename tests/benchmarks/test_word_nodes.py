"""The benchmarks of the gate and of two growing nodes measure what they say; no test looks at a clock."""

from __future__ import annotations

from benchmarks.word_nodes import TOGETHER, gate_goal, grown, two


def test_every_item_passes_the_gate_of_fifty_clauses_and_is_measured() -> None:
    assert gate_goal(TOGETHER, 1).target == 2.0


def test_two_nodes_hand_each_other_all_that_they_say() -> None:
    points, held = grown(36, 18)
    assert [size for size, _ in points] == [4, 12, 36]
    assert held >= 0


def test_the_terms_have_the_clauses_that_are_measured() -> None:
    with two(50) as (one, _):
        (version,) = one.known().standing.in_force
        assert len(version.terms.exclusions) == 50
