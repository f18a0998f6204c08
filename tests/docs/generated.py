"""Pages and files of the documentation that are made from tables in the code."""

from __future__ import annotations

import json
from pathlib import Path

from freehand.formats.reference import reference_page
from freehand.formats.schema import schema
from tests.docs.pages import DOCS


def generated() -> dict[Path, str]:
    """Each made file with the text that it must have."""
    return {
        DOCS / "reference" / "workspace-format.md": reference_page(),
        DOCS / "reference" / "workspace.schema.json": json.dumps(schema(), ensure_ascii=False, indent=2) + "\n",
    }
