"""Plain data as one line of JSON, in its own order: the text of a document, and what the reckoning hashes."""

from __future__ import annotations

import json
from typing import Any


def json_line(data: Any) -> str:
    """The line.

    >>> json_line({"promise": "airlift", "by": "A"})
    '{"promise":"airlift","by":"A"}'
    """
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
