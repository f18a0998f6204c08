"""What changed from one version of an item to another, as sentences."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from freehand.errors import shown
from freehand.node.drafts.draft import Draft
from freehand.node.kinds import DOCUMENT


def differences(old: Draft | None, new: Draft) -> list[str]:
    """What changed from one version of an item to another, as sentences.

    >>> first = Draft("request", "r", "", (), {"for": "fuel", "to": "B"}, None, 1)
    >>> differences(first, first._replace(label="A, B", body={"for": "water", "to": "B"}))
    ["for was 'fuel' and is 'water'.", 'It may go to A, B; before, to nobody.']
    """
    if old is None:
        return [f"The {new.words} is new."]
    found: list[str] = []
    _compare("", _tree_of(old.body), _tree_of(new.body), found)
    if old.label != new.label:
        found.append(f"It may go to {new.label or 'nobody'}; before, to {old.label or 'nobody'}.")
    gone, come = sorted({*old.tags} - {*new.tags}), sorted({*new.tags} - {*old.tags})
    found += [f"The tag '{tag}' is gone." for tag in gone] + [f"The tag '{tag}' is new." for tag in come]
    return found


def _tree_of(body: Mapping[str, Any]) -> Any:
    return json.loads(body[DOCUMENT]) if DOCUMENT in body else dict(body)


def _compare(where: str, old: Any, new: Any, found: list[str]) -> None:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            at = f"{where} / {key}" if where else key
            if key not in new:
                found.append(f"{at} is gone; it was {_quoted(old[key])}.")
            elif key not in old:
                found.append(f"{at} is new: {_quoted(new[key])}.")
            else:
                _compare(at, old[key], new[key], found)
    else:
        found.append(f"{where} was {_quoted(old)} and is {_quoted(new)}.")


def _quoted(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{shown(text)}'"
