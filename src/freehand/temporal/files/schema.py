"""The JSON form of a network as a JSON Schema (2020-12): shapes alone; that names fit together the reader checks."""

from __future__ import annotations

from typing import Any

from freehand.temporal.files.json_form import FORMAT

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """The JSON Schema of a network.

    >>> schema()["required"]
    ['points']
    """
    name = {"type": "string", "minLength": 1, "description": "A point of the network."}
    reason = {"type": "string", "description": "Why, in words; a proof quotes it."}
    ends = {"from": name, "to": name}
    return {
        "$schema": DIALECT,
        "title": "A temporal network",
        "description": "Numbers are whole, of one unit throughout: seconds unless said otherwise.",
        "type": "object",
        "required": ["points"],
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT},
            "name": {"type": "string", "description": "What the network is called."},
            "points": {
                "type": "array",
                "minItems": 1,
                "uniqueItems": True,
                "items": name,
                "description": "Names of the points; times are counted from the first.",
            },
            "constraints": {
                "type": "array",
                "items": {
                    "description": "'to' comes at most 'max' after 'from': to - from <= max.",
                    "type": "object",
                    "required": ["from", "to", "max"],
                    "additionalProperties": False,
                    "properties": {**ends, "max": {"type": "integer"}, "reason": reason},
                },
            },
            "links": {
                "type": "array",
                "items": {
                    "description": "Contingent: nature picks to - from between 'min' and 'max'.",
                    "type": "object",
                    "required": ["from", "to", "min", "max"],
                    "additionalProperties": False,
                    "properties": {
                        **ends,
                        "min": {"type": "integer", "minimum": 1},
                        "max": {"type": "integer", "minimum": 2},
                        "reason": reason,
                    },
                },
            },
        },
    }
