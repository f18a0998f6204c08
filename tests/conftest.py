"""What holds for all tests: random examples are the same on every run, and none is failed for being slow."""

import pytest
from hypothesis import settings

settings.register_profile("freehand", derandomize=True, deadline=None)
settings.load_profile("freehand")

ORDINARY = 1
DEEP = 42


def pytest_addoption(parser: pytest.Parser) -> None:
    """``pytest --deep tests/temporal/test_evidence.py``: a million small networks instead of some ten thousand."""
    parser.addoption("--deep", action="store_true", help="hold the solvers against a million small networks")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for ``part`` is run for each part of what there is to try: one, or many with ``--deep``."""
    if "part" in metafunc.fixturenames:
        metafunc.parametrize("part", range(DEEP if metafunc.config.getoption("deep") else ORDINARY))
