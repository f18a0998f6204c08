"""What stands around a bundle on the wire: one path, two headers, and faults in Freehand's own shape.

1. Numbers are decimal digits, at most 2^53 - 1.
2. A fault from a partner is a partner's text: each field is cut and made safe to show before anybody sees it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, Final

from freehand.errors import FORMAT, Fault, FreehandError, one_fault, shown

PATH: Final = "/exchange/1/"
TAKEN: Final = "freehand-taken"
"""Up to which serial whoever says this has taken in the bundles of whoever hears it."""
MOST: Final = "freehand-most"
"""The largest bundle, in bytes, that whoever says this takes in."""
BUNDLE: Final = "application/octet-stream"
ERROR: Final = "application/json"
PIECE: Final = 2**16
"""Bytes that are handed over at once."""

_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,15}")
_HIGHEST: Final = 2**53 - 1
_FAULTS: Final = 20
_LONGEST: Final = 400
_STEP: Final = 40


def number(text: str | None) -> int | None:
    """A number as it travels, or nothing.

    >>> number("17"), number("017"), number("-1"), number("9" * 16)
    (17, None, None, None)
    """
    found = _NUMBER.fullmatch(text or "")
    value = int(found[0]) if found else None
    return value if value is not None and value <= _HIGHEST else None


def error_bytes(error: FreehandError) -> bytes:
    """An error as it travels."""
    return json.dumps(error.as_json()).encode()


def read_faults(data: bytes) -> tuple[Fault, ...]:
    """The faults that a partner sent, safe to show; one that says so where it sent none.

    >>> read_faults(b"no")[0].what
    'the partner gave no reason'
    """
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        value = None
    given = value.get("faults") if isinstance(value, dict) and value.get("format") == FORMAT else None
    faults = [_fault(one) for one in given[:_FAULTS] if isinstance(one, dict)] if isinstance(given, list) else []
    return tuple(faults) or one_fault("the partner gave no reason", "", "Ask the partner what its listener has said.")


def plain(text: Any) -> str:
    """A partner's sentence, made safe to show: invisible and directing characters spelled out, cut when it is long.

    >>> plain("a" + chr(27) + "[2J" + chr(10) + "b")
    'a\\\\x1b[2J\\\\nb'
    """
    head = text[:_LONGEST] if isinstance(text, str) else ""
    return "".join(shown(head[at : at + _STEP]) for at in range(0, len(head), _STEP)) + (
        "…" if isinstance(text, str) and len(text) > _LONGEST else ""
    )


def said(faults: Iterable[Fault]) -> str:
    """Faults in one line of a log."""
    return "; ".join(plain(f"{fault.what}: {fault.why}") for fault in faults)


def _fault(value: dict[str, Any]) -> Fault:
    what, why, next_ = (plain(value.get(field)) for field in ("what", "why", "next"))
    return Fault(what or "the partner gave no reason", None, why, next_)
