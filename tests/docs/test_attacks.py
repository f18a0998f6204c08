"""Every attack, on the record or on two nodes, has a test with a name that is a claim; the page of attacks names it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "attacks.md").read_text(encoding="utf-8")
ROWS = [*range(1, 16), *range(19, 30), *range(31, 42), 53, 54, 57, 58, 63]
"""The attacks that the ledger alone has to withstand, by number."""
NODES = [16, 17, 18, 30, *range(42, 53), 55, 56, *range(59, 63), *range(64, 68)]
"""Those that are tried on two nodes, over real bundles."""
TITLES = ("The record", "Two nodes")


def rows() -> dict[int, tuple[str, list[tuple[str, str]]]]:
    """Of each number what is tried, and the tests: file and claim."""
    parts = [PAGE.split(f"## {title}: which test holds what\n")[1].split("\n## ")[0] for title in TITLES]
    found: dict[int, tuple[str, list[tuple[str, str]]]] = {}
    part = "\n".join(parts)
    for number, tried, tests in re.findall(r"^\| (\d+) \| (.*?) \| (.*?) \|$", part, re.M):
        found[int(number)] = (tried, re.findall(r"`([a-z_/]+)`: ([a-z0-9_]+)", tests))
    return found


def test_the_page_has_a_row_for_each_of_the_sixty_seven_attacks_and_a_claim_in_each() -> None:
    assert sorted(rows()) == sorted(ROWS + NODES) == list(range(1, 68))
    assert all(tried and tests for tried, tests in rows().values())


@pytest.mark.parametrize("number", sorted(ROWS + NODES))
def test_the_claims_of_a_row_are_tests(number: int) -> None:
    _, tests = rows()[number]
    for file, claim in tests:
        path = ROOT / "tests" / f"{file}.py"
        assert f"def test_{claim}(" in path.read_text(encoding="utf-8"), (file, claim)
