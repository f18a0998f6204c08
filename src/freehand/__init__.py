"""Freehand: joint contingency planning for partners who are sovereign and want to stay so.

Five lines from plans to a verdict with its reason:

>>> import freehand
>>> found = freehand.assess(freehand.load("examples/worked/airlift"))
>>> at = found["drill"]["support"]
>>> print(at.verdict)
possible
>>> print(at.chains[0].steps[-1].text)
the promise airlift of A may take 36 h from the call

Names are imported when they are first used, so that ``import freehand`` costs nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False  # what type checkers take as true, without the price of importing typing
if TYPE_CHECKING:
    from typing import Any

    from freehand.assessment.assess import assess
    from freehand.assessment.comparison.compare import compare
    from freehand.assessment.projecting import released_by
    from freehand.assessment.results import Assessment
    from freehand.assessment.verdict import Verdict
    from freehand.errors import FreehandError
    from freehand.faces.pictures.figures import figure
    from freehand.faces.report import report
    from freehand.formats.proposed import under_terms
    from freehand.formats.workspace import load
    from freehand.terms.scope import Rung

__all__ = [
    "Assessment",
    "FreehandError",
    "Rung",
    "Verdict",
    "assess",
    "compare",
    "figure",
    "load",
    "released_by",
    "report",
    "under_terms",
]

_HOMES = {
    "Assessment": "assessment.results",
    "FreehandError": "errors",
    "Rung": "terms.scope",
    "Verdict": "assessment.verdict",
    "assess": "assessment.assess",
    "compare": "assessment.comparison.compare",
    "figure": "faces.pictures.figures",
    "load": "formats.workspace",
    "released_by": "assessment.projecting",
    "report": "faces.report",
    "under_terms": "formats.proposed",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'freehand' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(f"freehand.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
