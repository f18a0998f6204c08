"""Pages and files of the documentation that are made from tables in the code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from freehand.assessment.assess import assess
from freehand.faces.pictures.figures import figure
from freehand.formats.reference import reference_page
from freehand.formats.schema import schema
from freehand.formats.workspace import load
from freehand.temporal.files.schema import schema as network_schema
from freehand.terms.reference import moves_page
from tests.docs.pages import DOCS, ROOT


def pictures() -> dict[Path, str]:
    """The pictures that pages show, drawn from an example."""
    found = assess(load(ROOT / "examples" / "gulf"))
    return {
        DOCS / "pictures" / "gulf.svg": figure(found).as_svg(),
        DOCS / "pictures" / "gulf-evacuation.svg": figure(found["evacuation"]["support"]).as_svg(),
    }


def as_text(document: dict[str, Any]) -> str:
    """A document as it is kept."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def generated() -> dict[Path, str]:
    """Each made file with the text that it must have."""
    return {
        DOCS / "reference" / "moves.md": moves_page(),
        DOCS / "reference" / "workspace-format.md": reference_page(),
        DOCS / "reference" / "workspace.schema.json": as_text(schema()),
        DOCS / "reference" / "network.schema.json": as_text(network_schema()),
        **pictures(),
    }
