"""The shapes of a workspace as a JSON Schema, for editors: it describes a document in which every scalar is text.

JSON Schema 2020-12. It knows shapes, not meaning: that names are declared, that sentences can be read and that events
fit the horizon is checked by the reader alone.
"""

from typing import Any

from freehand.formats import shapes
from freehand.formats.letters import LONGEST_NAME
from freehand.formats.reading import Form, Shape
from freehand.quantities import UNITS
from freehand.terms.scope import RUNG_BY_WORD

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_NUMBER = r"[0-9]+(\.[0-9]+)?"
_TIME = rf"{_NUMBER} ?({'|'.join(sorted(UNITS, key=len, reverse=True))})"
_DURATION = rf"{_TIME}( {_TIME})*"
_SPAN = rf"({_NUMBER} to |{_DURATION} to )?{_DURATION}"
_MOMENT = r"[Dd]\+[0-9]+( [0-9]{2}:[0-9]{2}(:[0-9]{2})?)?"
_MOMENTS = rf"{_MOMENT}( to {_MOMENT})?"
_NAME = {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME}
_MAYBE_TEXT = {"type": ["string", "null"]}


def schema() -> dict[str, Any]:
    """The JSON Schema of one document of a workspace.

    >>> sorted(schema()["$defs"])[:3]
    ['a compact', 'a consent rule', 'a contingency']
    """
    every = {shape.name: shape for shape in shapes.DOCUMENTS}
    for shape in shapes.DOCUMENTS:
        every.update((inner.name, inner) for key in shape.keys for inner in key.form.inner)
    return {
        "$schema": DIALECT,
        "title": "A document of a Freehand workspace",
        "description": "What a document is comes from its fields. Every scalar is text.",
        "oneOf": [
            *({"$ref": f"#/$defs/{shape.name}"} for shape in shapes.DOCUMENTS),
            {"type": "object", "required": ["interface"], "description": "What a party released of its plans."},
        ],
        "$defs": {name: _of_shape(shape) for name, shape in sorted(every.items())},
    }


def _of_shape(shape: Shape) -> dict[str, Any]:
    described: dict[str, Any] = {
        "description": shape.meaning,
        "type": "object",
        "properties": {key.name: {"description": key.meaning, **_of_form(key.form)} for key in shape.keys},
        "required": [key.name for key in shape.keys if key.required],
        "additionalProperties": False,
    }
    if shape.keys[0].name not in described["required"] and not shape.one_of and shape not in shapes.DOCUMENTS:
        described["required"].insert(0, shape.keys[0].name)
    if shape.one_of:
        described["oneOf"] = [{"required": [name]} for name in shape.one_of]
    return described


def _of_form(form: Form[Any]) -> dict[str, Any]:
    inner = [{"$ref": f"#/$defs/{shape.name}"} for shape in form.inner]
    described: dict[str, dict[str, Any]] = {
        "name": _NAME,
        "words": {"type": "string", "minLength": 1},
        "names": _one_or_many(_NAME),
        "texts": _map(_MAYBE_TEXT),
        "duration": _pattern(_DURATION),
        "span": _pattern(_SPAN),
        "span after the warning": _pattern(rf"({_SPAN}|{_MOMENTS})( after (the )?warning)?"),
        "counts": _map({"type": ["string", "integer"], "pattern": "^[0-9]+$", "minimum": 1}),
        "holds": _one_or_many({"type": "string", "minLength": 1}),
        "yes or no": {"enum": ["yes", "no"]},
        "rung": {"enum": list(RUNG_BY_WORD)},
        "starts": _pattern("after .+"),
        "sentences": _map(_MAYBE_TEXT),
        "spans": _map(_pattern(rf"({_SPAN}|{_MOMENTS})( after (the )?warning)?")),
        "scenarios": _map({"anyOf": [_map(_event()), {"enum": ["", None]}]}),
        "parts": _map(inner[0] if inner else {}),
        "parts or nothing": _map({"anyOf": [*inner, {"enum": ["", shapes.ONLY_PROMISE, None]}]}),
        "one of parts": _map({"oneOf": inner}),
    }
    return described[form.kind]


def _pattern(pattern: str) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^{pattern}$"}


def _map(value: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": value}


def _one_or_many(value: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [value, {"type": "array", "items": value}]}


def _event() -> dict[str, Any]:
    when = _pattern(rf"({_SPAN}|{_MOMENTS})( after .+)?")
    known = {
        "type": "object",
        "properties": {"comes": when},
        "patternProperties": {"^as .+ knows it$": when},
        "required": ["comes"],
        "additionalProperties": False,
    }
    return {"anyOf": [when, known]}
