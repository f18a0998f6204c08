"""Every attack on the record has a test with a name that is a claim, and the page of attacks names it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "attacks.md").read_text(encoding="utf-8")
ROWS = [*range(1, 16), *range(19, 30), *range(31, 42), 53, 54, 57, 58, 63]
"""The attacks that the ledger alone has to withstand, by number."""


def rows() -> dict[int, tuple[str, list[tuple[str, str]]]]:
    """Of each number what is tried, and the tests: file and claim."""
    part = PAGE.split("## The record: which test holds what\n")[1].split("\n## ")[0]
    found = {}
    for number, tried, tests in re.findall(r"^\| (\d+) \| (.*?) \| (.*?) \|$", part, re.M):
        found[int(number)] = (tried, re.findall(r"`([a-z_/]+)`: ([a-z0-9_]+)", tests))
    return found


def test_the_page_has_a_row_for_every_attack_on_the_record_and_a_claim_in_each() -> None:
    assert sorted(rows()) == ROWS
    assert all(tried and tests for tried, tests in rows().values())


@pytest.mark.parametrize("number", ROWS)
def test_the_claims_of_a_row_are_tests(number: int) -> None:
    _, tests = rows()[number]
    for file, claim in tests:
        path = ROOT / "tests" / f"{file}.py"
        assert f"def test_{claim}(" in path.read_text(encoding="utf-8"), (file, claim)
