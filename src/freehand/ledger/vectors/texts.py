"""Cases of canonical JSON, and of records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from freehand.ledger import record
from freehand.ledger.canonical import DEEPEST, LARGEST, canonical
from freehand.ledger.vectors.case import Case, bad
from freehand.ledger.vectors.world import (
    NORTH,
    SOUTH,
    records,
    seed,
)


def canonical_cases() -> Iterator[Case]:
    """Texts that are the one form of their value, and others."""
    good = {
        "empty-object": b"{}",
        "null": b"null",
        "nested": b'{"a":[1,{"b":[]},null,true,false],"z":""}',
        "largest": str(LARGEST).encode(),
        "smallest": str(-LARGEST).encode(),
        "escapes": rb'"\b\t\n\f\r\"\\\u0000\u001f"' + b"",
        "delete-and-euro": '"\x7f€/𝄞"'.encode(),
        "keys-by-bytes": b'{"":0,"A":1,"a":2,"a1":3,"aa":4}',
        "deepest": b"[" * DEEPEST + b"]" * DEEPEST,
        "not-nfc": '"a\u0308"'.encode(),
    }
    bad = {
        "empty": (b"", "nothing is no value"),
        "blank": (b'{"a": 1}', "white space"),
        "line-feed": (b"{}\n", "something after the value"),
        "two-values": (b"{}{}", "something after the value"),
        "order": (b'{"b":1,"a":2}', "keys out of order"),
        "twice": (b'{"a":1,"a":1}', "one key twice"),
        "twice-by-escape": (b'{"a":1,"\\u0061":1}', "one key twice, in two spellings"),
        "key-beyond-ascii": ('{"ä":1}'.encode(), "a key that is not ASCII"),
        "escaped-letter": (b'"\\u0061"', "an escape that is not needed"),
        "escaped-slash": (b'"\\/"', "an escape that is not needed"),
        "upper-case-escape": (b'"\\u001F"', "upper-case digits in an escape"),
        "raw-control": (b'"\x01"', "a control character as it is"),
        "fraction": (b"1.5", "a fraction"),
        "whole-fraction": (b"1.0", "a fraction"),
        "exponent": (b"1e2", "an exponent"),
        "minus-zero": (b"-0", "minus zero"),
        "leading-zero": (b"01", "a leading zero"),
        "plus": (b"+1", "a plus sign"),
        "beyond-2-53": (str(LARGEST + 1).encode(), "an integer beyond 2^53 - 1"),
        "below-2-53": (str(-LARGEST - 1).encode(), "an integer below -(2^53 - 1)"),
        "huge": (b"1" * 400, "an integer beyond 2^53 - 1"),
        "nan": (b"NaN", "no number"),
        "too-deep": (b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), "more than 64 levels"),
        "hundred-thousand-deep": (b"[" * 100_000 + b"]" * 100_000, "more than 64 levels"),
        "mark": (b"\xef\xbb\xbf{}", "a byte order mark"),
        "lone-surrogate": (b'"\\ud800"', "half of a letter, escaped"),
        "surrogate-bytes": (b'"\xed\xa0\x80"', "half of a letter, as bytes"),
        "pair-escaped": (b'"\\ud834\\udd1e"', "an escape that is not needed"),
        "overlong": (b'"\xc0\xaf"', "UTF-8 in a longer form"),
        "cut-letter": (b'"\xe2\x82"', "UTF-8 cut short"),
        "latin-1": (b'"\xe4"', "no UTF-8"),
        "single-quotes": (b"{'a':1}", "no JSON"),
        "comment": (b"/**/{}", "no JSON"),
        "trailing-comma": (b"[1,]", "no JSON"),
        "cut": (b'{"a":', "cut short"),
    }
    for name, data in good.items():
        yield Case("canonical", name, data, True, "the one form of its value", {}, {"sha256": sha256(data).hexdigest()})
    for name, (data, why) in bad.items():
        yield Case("canonical", name, data, False, why, {}, {})


def record_cases() -> Iterator[Case]:
    """Records of one log."""
    data = records()[0]
    value: dict[str, Any] = json.loads(data)
    given = {"log": NORTH, "sequence": 0}
    good = Case("record", "note", data, True, "a record", given, _leaf(data, True))
    yield good
    for name, more, readable, why in (
        ("unknown-field", {"mood": "calm"}, True, "a field that is not known is kept, and plays no part"),
        ("unknown-kind", {"kind": "new.kind"}, True, "a kind that is not known is kept"),
        ("newer-version", {"version": 2}, False, "a version that is not known is kept, and its body not read"),
        ("critical", {"critical": ["mood"], "mood": 1}, False, "a critical field that is not known: body not read"),
        ("dated-ahead", {"time": LARGEST}, True, "a time is a statement: no rule reads it"),
        ("not-nfc", {"label": "a\u0308"}, True, "another normal form is told, never refused"),
        ("long-reference", {"references": [seed("r").hex()] * 3}, True, "references"),
    ):
        other = canonical(value | more)
        yield good._replace(name=name, data=other, why=why, expected=_leaf(other, readable))
    for name, changed, why in (
        ("no-salt", {k: v for k, v in value.items() if k != "salt"}, "a field is missing"),
        ("short-salt", value | {"salt": "00"}, "a salt of another length"),
        ("upper-case-salt", value | {"salt": "A" * 32}, "upper-case digits"),
        ("other-log", value | {"log": SOUTH}, "it stands in another log"),
        ("other-place", value | {"sequence": 1}, "it stands at another place"),
        ("sequence-true", value | {"sequence": False}, "a truth value is no number"),
        ("version-0", value | {"version": 0}, "versions begin at 1"),
        ("upper-case-kind", value | {"kind": "Note"}, "a kind is a lower-case word"),
        ("path-name", value | {"object": "a b"}, "a blank in a name"),
        ("bidi-name", value | {"object": "a\u202eb"}, "a mark of direction in a name"),
        ("time-before", value | {"time": -1}, "a time below 0"),
        ("replaces-short", value | {"replaces": "00"}, "what it replaces is no hash"),
        ("label-null", value | {"label": None}, "a label is text"),
        ("array", [value], "no object"),
    ):
        yield bad(good, name, canonical(changed), why)
    yield bad(good, "blank", data.replace(b'":', b'": ', 1), "not canonical")
    yield bad(good, "too-long", canonical(value | {"body": "x" * 262_144}), "more than 262,144 bytes")
    yield bad(good, "cut", data[:-1], "cut short")


def _leaf(data: bytes, readable: bool) -> dict[str, Any]:
    return {"leaf": record.leaf(data).hex(), "readable": readable}
