"""A store of each kind, for the tests that hold whatever keeps the logs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from freehand.ledger.store.interface import Store
from tests.ledger.stores import KINDS, SHARED, new_place, new_store


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind; who waits for it waits a fifth of a second."""
    found = new_store(request.param, tmp_path, patience=0.2)
    yield found
    found.close()


@pytest.fixture(params=SHARED)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """A kind of store that outlives a process, and a place where one may lie."""
    return request.param, new_place(request.param, tmp_path)
