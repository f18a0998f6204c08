"""A promise as a planner's document: made from its parts, and read by its shape."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from freehand.errors import InputError, UsageError, one_fault, shown
from freehand.node.json_line import json_line


def promise_document(
    *,
    name: str,
    by: str,
    to: str,
    need: str,
    contingency: str,
    lead: str,
    called: str,
    holds: str = "",
    turnaround: str = "",
    never_under: str = "",
    caveats: Mapping[str, str] | None = None,
) -> str:
    """A promise as a planner's document, from its parts in the words of a workspace.

    >>> promise_document(name="airlift", by="A", to="B", need="supplies", contingency="drill", lead="6 to 12 h",
    ...                  called="0 to 24 h after the warning")[:50]
    '{"promise":"airlift","by":"A","to":"B","for":"supp'
    """
    fields: dict[str, Any] = {
        "promise": name,
        "by": by,
        "to": to,
        "for": need,
        "contingency": contingency,
        "nature takes": lead,
        "never under": never_under,
        "can be called": called,
        "holds": holds,
        "turnaround": turnaround,
        "caveats": dict(caveats or {}),
    }
    return json_line({field: value for field, value in fields.items() if value})


def read_promise(document: str) -> dict[str, Any]:
    """A promise's document as its fields, read by its shape.

    Raises:
        InputError: all that is wrong with it.
    """
    from freehand.formats import shapes
    from freehand.formats.json_tree import read_json
    from freehand.formats.reading import Part, Reader
    from freehand.formats.tree import Fields, plain_data

    trees, faults = read_json(document, "the promise")
    if not faults and isinstance(trees[0], Fields):
        Part(Reader("the promise", faults), shapes.PROMISE_SHAPE, "", 0).read(trees[0])
    if faults or not isinstance(trees[0], Fields):
        raise InputError(faults or one_fault("this is no promise", "it has no fields.", "Write it as a document."))
    found: dict[str, Any] = plain_data(trees[0])
    return found


def withheld(promise: Mapping[str, Any], sentences: Collection[str]) -> dict[str, Any]:
    """A promise whose caveats keep their sentences, and some of them not their words, the reasons.

    The sentence is the bound: both nodes reckon with it, and find the same verdict and windows.

    Raises:
        UsageError: a sentence is none of its caveats.

    >>> withheld({"caveats": {"call for fuel not before storm": "crews"}}, ["call for fuel not before storm"])
    {'caveats': {'call for fuel not before storm': ''}}
    """
    caveats = dict(promise.get("caveats", {}))
    for sentence in sentences:
        if sentence not in caveats:
            what = f"there is no caveat '{shown(sentence)}'"
            raise UsageError(one_fault(what, "words are withheld of those in the document.", "Name one of them."))
        caveats[sentence] = ""
    return {**promise, "caveats": caveats} if caveats else dict(promise)
