"""What tests of the temporal core share."""

from __future__ import annotations

import pytest

from freehand.temporal import engines


@pytest.fixture(params=["interpreter", "numba"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is run by this engine, however small or large it is."""
    if request.param == "interpreter":
        monkeypatch.setattr(engines, "_compilers", [])
        monkeypatch.setattr(engines, "BREAK_EVEN", 2**62)
    else:
        engines.compiler()
        monkeypatch.setattr(engines, "SMALL", 0)
