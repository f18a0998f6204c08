"""Where the examples are: inside an installed package, or at the root of a checkout."""

from __future__ import annotations

from pathlib import Path

import freehand
from freehand.errors import AccessError, one_fault


def example(name: str) -> Path:
    """The folder of an example.

    Raises:
        AccessError: where this installation does not have it.

    >>> example("gulf").name
    'gulf'
    """
    package = Path(freehand.__file__).parent
    for root in (package / "examples", package.parent.parent / "examples"):
        folder = root / name
        if folder.is_dir():
            return folder
    raise AccessError(
        one_fault(
            f"the example '{name}' is not there",
            "this installation came without the examples",
            "install freehand-planning anew, or run from a checkout",
        )
    )
