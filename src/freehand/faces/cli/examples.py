"""Where the examples are: inside an installed package, or at the root of a checkout."""

from __future__ import annotations

from pathlib import Path

import freehand
from freehand.errors import AccessError, UsageError, one_fault, shown


def example(name: str) -> Path:
    """The folder of an example.

    Raises:
        UsageError: where there is no example of this name.
        AccessError: where this installation has none at all.

    >>> example("gulf").name
    'gulf'
    """
    package = Path(freehand.__file__).parent
    root = next((r for r in (package / "examples", package.parent.parent / "examples") if (r / "gulf").is_dir()), None)
    if root is None:
        why = "this installation came without them."
        raise AccessError(one_fault("the examples are not there", why, "Install freehand-planning anew."))
    known = sorted(str(p.parent.relative_to(root)) for p in root.rglob("compact.yaml"))
    if name not in known:
        what = f"there is no example '{shown(name)}'"
        raise UsageError(
            one_fault(what, "none of those that come with the program.", f"Name one of: {', '.join(known)}.")
        )
    return root / name
