"""Logs in words: hashes short enough to compare by eye, times as somebody said them, ranges of records."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from freehand.errors import UsageError, one_fault, shown
from freehand.ledger.bundle.reading import Silence
from freehand.ledger.canonical import Value, canonical
from freehand.ledger.store.interface import Range, View

SHORT: Final = 12
_LAST: Final = 253402300799
"""The last second of the year 9999."""


def short(hash_: bytes) -> str:
    """The beginning of a hash or key.

    >>> short(bytes(32))
    '000000000000…'
    """
    return f"{hash_.hex()[:SHORT]}…"


def moment(seconds: int) -> str:
    """A time as it was said, by the clock of whoever said it.

    >>> moment(1_790_000_000), moment(2**53 - 1)
    ('2026-09-21 14:13:20 UTC', '9007199254740991 s after 1970')
    """
    if seconds > _LAST:
        return f"{seconds} s after 1970"
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S} UTC"


def body(value: Value) -> str:
    """A body on a line: its text where it is one, else its JSON.

    >>> body({"text": "two ships"}), body([1, None])
    ('two ships', '[1,null]')
    """
    if isinstance(value, dict) and value.keys() == {"text"} and isinstance(value["text"], str):
        return shown(value["text"])
    return shown(canonical(value).decode())


def ranges(text: str, size: int) -> list[Range]:
    """Which records are meant: ``all``, ``none``, or numbers and ranges with their last number, such as ``0-9,12``.

    >>> ranges("0-9,12", 20), ranges("all", 3), ranges("none", 3)
    ([Range(first=0, end=10), Range(first=12, end=13)], [Range(first=0, end=3)], [])
    """
    if text in ("all", "none"):
        return [Range(0, size)] if text == "all" and size else []
    found = []
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        if not _is_number(first) or (dash and not _is_number(last)):
            why = "records are named by number, from 0: all, none, or such as 0-9,12."
            raise UsageError(one_fault(f"'{shown(text)}' names no records", why, "Name them in this way."))
        one = Range(int(first), int(last if dash else first) + 1)
        if not one.first < one.end <= size:
            why = f"the log has {counted(size, 'record', 'records')}, from 0."
            raise UsageError(
                one_fault(f"there are no records {shown(part.strip())}", why, "Name those that are there.")
            )
        found.append(one)
    return found


def said(spans: Iterable[Range]) -> str:
    """Ranges as they are written.

    >>> said([Range(0, 10), Range(12, 13)]), said([])
    ('0-9, 12', 'none')
    """
    return ", ".join(str(a) if b == a + 1 else f"{a}-{b - 1}" for a, b in spans) or "none"


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun.

    >>> counted(1, "leaf", "leaves"), counted(2000, "leaf", "leaves")
    ('1 leaf', '2,000 leaves')
    """
    return f"{number:,} {one if number == 1 else many}"


def heard(log: str, silence: Silence) -> str:
    """Since when nothing was heard of a log, with the date by the own clock.

    >>> heard("north", Silence(7, 1_790_000_000, 12))
    "Nothing has been heard of 'north' since 2026-09-21 14:13:20 UTC, when its bundle 7 was taken in."
    """
    if silence.since is None:
        return silence.words(log)
    since = moment(silence.since)
    return f"Nothing has been heard of '{log}' since {since}, when its bundle {silence.serial} was taken in."


def log_named(view: View, text: str) -> str:
    """The log of a store that is meant: by its name, or by what follows its last ``/``.

    Raises:
        UsageError: there is none, or more than one.
    """
    logs = view.logs()
    found = [text] if text in logs else [log for log in logs if log.rpartition("/")[2] == text]
    if len(found) == 1:
        return found[0]
    what = f"there is no log '{shown(text)}'" if not found else f"'{shown(text)}' could be several logs"
    why = f"here are {', '.join(shown(log) for log in logs) or 'none'}."
    raise UsageError(one_fault(what, why, "Name one of these, or take in the card of its owner first."))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 16
