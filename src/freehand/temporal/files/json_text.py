"""Writes a network in the JSON form: one constraint or link a line, so that two versions can be laid side by side."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from freehand.temporal.files.json_form import FORMAT, writable
from freehand.temporal.files.refusals import Refusals
from freehand.temporal.named import Network


def json_text(network: Network, name: str = "") -> str:
    """The network as JSON; :func:`freehand.temporal.files.read_network` reads the same network back.

    Raises ``InputError`` where a reason is no text: no file can hold it.

    >>> print(json_text(Network.of(["a", "b"], [("a", "b", 3, "soon")])), end="")
    {
     "format": "freehand.network/1",
     "points": [
      "a",
      "b"
     ],
     "constraints": [
      {"from": "a", "to": "b", "max": 3, "reason": "soon"}
     ],
     "links": []
    }
    """
    refuse_unwritable(network, name)
    parts = [
        _listed(key, value) if isinstance(value, list) else f' "{key}": {_as_text(value)}'
        for key, value in as_document(network, name).items()
    ]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def as_document(network: Network, name: str = "") -> dict[str, Any]:
    """The network in the JSON form as plain values; a reason that is no text is told in words.

    >>> as_document(Network.of(["a", "b"], [("a", "b", 3)]))["constraints"]
    [{'from': 'a', 'to': 'b', 'max': 3}]
    """
    points = network.points
    constraints = [
        {"from": points[start], "to": points[end], "max": most} | _reason(reason)
        for start, end, most, reason in network.constraints
    ]
    links = [
        {"from": points[start], "to": points[end], "min": low, "max": high} | _reason(reason)
        for start, end, low, high, reason in network.links
    ]
    head = {"format": FORMAT} | ({"name": name} if name else {})
    return {**head, "points": list(points), "constraints": constraints, "links": links}


def refuse_unwritable(network: Network, name: str) -> None:
    """Raise ``InputError`` for names and reasons that no file can hold."""
    refusals = Refusals("")
    if not writable(name):
        refusals.add(0, "name", "a name with half of a letter", "no file can hold it.", "Give it another name.")
    for index, point in enumerate(network.points):
        if not writable(point):
            what, why = "a name with half of a letter", "no file can hold it."
            refusals.add(0, f"points / {index}", what, why, "Give the point another name.")
    for kind, several in (("constraints", network.constraints), ("links", network.links)):
        for index, one in enumerate(several):
            reason = one[-1]
            if not (reason is None or (isinstance(reason, str) and writable(reason))):
                what = f"a reason that is no text but of the kind '{type(reason).__name__}'"
                why = "a file holds text."
                refusals.add(0, f"{kind} / {index} / reason", what, why, "Give it in words, or leave it out.")
    if refusals.found:
        raise refusals.error()


def _reason(reason: object) -> dict[str, Any]:
    return {"reason": str(reason)} if reason else {}


def _listed(key: str, values: Iterable[Any]) -> str:
    lines = ",\n  ".join(map(_as_text, values))
    return f' "{key}": [\n  {lines}\n ]' if lines else f' "{key}": []'


def _as_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
