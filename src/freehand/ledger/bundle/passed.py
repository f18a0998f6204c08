"""What is remembered of a bundle that was written or taken in: a paper of kind ``sent`` or ``received``.

It is canonical JSON: the bundle's hash, the key that signed it, the head to which it led, the time (of sending, or of
taking in, by the own clock), and, so that whoever sends again sends them again, the ranges of records in it and the
papers that were given to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from freehand.ledger.bundle.manifest import START
from freehand.ledger.canonical import canonical, parse
from freehand.ledger.store.interface import Paper, Range
from freehand.ledger.tree import EMPTY

MOST = 2**24


class Passed(NamedTuple):
    """A bundle as it is remembered."""

    serial: int
    hash: bytes
    key: bytes
    size: int
    root: bytes
    time: int
    records: tuple[Range, ...] = ()
    papers: tuple[bytes, ...] = ()


NONE = Passed(0, START, b"", 0, EMPTY, 0)
"""What the first bundle follows."""


def as_paper(passed: Passed) -> bytes:
    """The bytes to keep."""
    return canonical(
        {
            "hash": passed.hash.hex(),
            "key": passed.key.hex(),
            "papers": [paper.decode() for paper in passed.papers],
            "records": [[first, end] for first, end in passed.records],
            "root": passed.root.hex(),
            "size": passed.size,
            "time": passed.time,
        }
    )


def of_paper(paper: Paper) -> Passed:
    """What was kept."""
    value: Any = parse(paper.data, MOST)
    known = (bytes.fromhex(value["hash"]), bytes.fromhex(value["key"]), value["size"], bytes.fromhex(value["root"]))
    papers = tuple(each.encode() for each in value["papers"])
    return Passed(paper.number, *known, value["time"], ranges_of(value["records"]), papers)


def ranges_of(pairs: Sequence[Sequence[int]]) -> tuple[Range, ...]:
    """Pairs of numbers as ranges."""
    return tuple(Range(first, end) for first, end in pairs)
