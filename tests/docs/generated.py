"""Pages and files of the documentation that are made from tables in the code."""

from __future__ import annotations

import json
from pathlib import Path

from freehand.assessment.assess import assess
from freehand.faces.pictures.figures import figure
from freehand.formats.reference import reference_page
from freehand.formats.schema import schema
from freehand.formats.workspace import load
from tests.docs.pages import DOCS, ROOT


def pictures() -> dict[Path, str]:
    """The pictures that pages show, drawn from an example."""
    found = assess(load(ROOT / "examples" / "gulf"))
    return {
        DOCS / "pictures" / "gulf.svg": figure(found).as_svg(),
        DOCS / "pictures" / "gulf-evacuation.svg": figure(found["evacuation"]["support"]).as_svg(),
    }


def generated() -> dict[Path, str]:
    """Each made file with the text that it must have."""
    return {
        DOCS / "reference" / "workspace-format.md": reference_page(),
        DOCS / "reference" / "workspace.schema.json": json.dumps(schema(), ensure_ascii=False, indent=2) + "\n",
        **pictures(),
    }
