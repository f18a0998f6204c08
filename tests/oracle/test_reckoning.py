"""The product against the oracle, on small random compacts. ``FREEHAND_DEEP=10`` looks at ten times as many."""

from __future__ import annotations

import ast
import os
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from tests.oracle.compare import Batch, batch

COMPACTS = 2_000 * int(os.environ.get("FREEHAND_DEEP", "1"))
AT_ONCE = 50
TOPICS = (
    "no answer",
    "by itself",
    "in fact",
    "verdicts",
    "orders",
    "clashes",
    "load-bearing",
    "windows",
    "scenarios",
)


@pytest.fixture(scope="module")
def compared() -> Batch:
    """Every compact, compared on all processors."""
    several = [range(first, min(first + AT_ONCE, COMPACTS)) for first in range(0, COMPACTS, AT_ONCE)]
    counts: Counter[str] = Counter()
    differences: list[tuple[str, str]] = []
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        for found in pool.map(batch, several):
            counts += found.counts
            differences += found.differences
    return Batch(counts, differences)


@pytest.mark.parametrize("topic", TOPICS)
def test_the_product_says_what_looking_at_every_timetable_and_every_outcome_says(compared: Batch, topic: str) -> None:
    differences = [text for about, text in compared.differences if about == topic]
    assert not differences, f"{len(differences)} differences, first:\n" + "\n".join(differences[:12])


def test_no_difference_is_about_something_that_no_test_names(compared: Batch) -> None:
    named = {
        "no answer",
        "by itself",
        "in fact",
        "verdicts",
        "orders",
        "clashes",
        "load-bearing",
        "windows",
        "scenarios",
    }
    assert {about for about, _ in compared.differences} <= named


@pytest.mark.parametrize(
    ("what", "share"),
    [
        ("by itself: assured", 1.0),
        ("by itself: assured if told apart", 0.005),
        ("by itself: adaptable", 0.01),
        ("by itself: possible", 0.1),
        ("by itself: impossible", 0.3),
        ("in fact: assured", 0.1),
        ("in fact: exposed", 0.2),
        ("in fact: impossible", 0.05),
        ("in fact: unseen joins", 0.3),
        ("in fact: unseen clashes", 0.1),
        ("in fact: unseen surprises", 0.02),
        ("combination: assured", 1.0),
        ("combination: assured if told apart", 0.01),
        ("combination: adaptable", 0.05),
        ("combination: possible", 0.3),
        ("combination: impossible", 1.0),
        ("contingency: assured if told apart", 0.005),
        ("contingency: adaptable", 0.03),
        ("clashes: certain", 0.05),
        ("clashes: possible", 0.1),
        ("clashes of three", 0.05),
        ("orders set", 0.2),
        ("load-bearing sets", 0.5),
        ("windows", 1.0),
        ("told apart by", 0.005),
    ],
)
def test_every_kind_of_answer_occurs_often_enough_to_be_tested(compared: Batch, what: str, share: float) -> None:
    assert compared.counts[what] >= share * compared.counts["compacts"]


def test_the_oracle_leaves_next_to_nothing_uncompared(compared: Batch) -> None:
    counts = compared.counts
    combinations = sum(n for what, n in counts.items() if what.startswith("combination: "))
    left = counts["combination: adaptable or possible"] + counts["combination: too many orders"]
    assert left <= 0.01 * combinations


@pytest.mark.parametrize("module", ["brute.py", "compacts.py"])
def test_the_oracle_shares_no_code_with_what_it_judges(module: str) -> None:
    tree = ast.parse((Path(__file__).parent / module).read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    allowed = ("freehand.plans", "freehand.terms", "freehand.errors")
    assert all(m.startswith(allowed) for m in imported if m.startswith("freehand"))
