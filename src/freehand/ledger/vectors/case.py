"""One case of the kit: a file, and what has to come of it; and how a bad case is made of a good one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from freehand.ledger.canonical import canonical


class Case(NamedTuple):
    """A file, and what has to come of it."""

    artefact: str
    name: str
    data: bytes
    good: bool
    why: str
    """What it shows, or the rule that it breaks."""
    given: Mapping[str, Any]
    expected: Mapping[str, Any]
    ending: str = "json"

    @property
    def file(self) -> str:
        """Where it lies in the kit."""
        return f"{self.artefact}/{self.name}.{self.ending}"

    @property
    def entry(self) -> dict[str, Any]:
        """Its line in the index."""
        said = {"artefact": self.artefact, "expect": "good" if self.good else "refused", "file": self.file}
        more = {"expected": dict(self.expected)} if self.good else {}
        return said | {"given": dict(self.given), "why": self.why} | more


def bad(good: Case, name: str, data: bytes, why: str, /, **given: Any) -> Case:
    """A case that breaks one rule."""
    return good._replace(name=name, data=data, good=False, why=why, given={**good.given, **given}, expected={})


def broken(good: Case, value: Mapping[str, Any], changes: Mapping[str, tuple[dict[str, Any], str]]) -> Iterator[Case]:
    """Cases that each have some fields changed."""
    for name, (change, why) in changes.items():
        yield bad(good, name, canonical({**value, **change}), why)


def flipped(data: bytes, at: int, bit: int = 1) -> bytes:
    """The bytes with one bit changed."""
    at %= len(data)
    return data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :]


def exchanged(data: bytes, old: str, new: str) -> bytes:
    """The text with some words in the place of others, which stand there once at least."""
    assert old.encode() in data, old
    return data.replace(old.encode(), new.encode(), 1)
