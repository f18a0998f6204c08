"""The tables of a reference page, and documents held against them.

A table stands under a heading ``### name`` and has the columns key, type, unit, meaning, and one that says when the
value is null or the key absent (``never`` if that cannot be). Types are ``text``, ``whole number``, ``fraction``,
``true or false``, ``list of …``, ``map to …``, or the name of another table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

NEVER = "never"


class Row(NamedTuple):
    """A documented key: its type in words, and when it is missing (``never`` if that cannot be)."""

    type: str
    missing: str


Tables = dict[str, dict[str, Row]]


def tables_of(page: Path) -> Tables:
    """The tables of a page, by name and key."""
    found: Tables = {}
    name = ""
    for line in page.read_text(encoding="utf-8").split("\n"):
        if line.startswith("#"):
            name = line.lstrip("# ")
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `") and len(cells) == 5:
            kind = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", cells[1])
            assert cells[3], f"{name} / {cells[0]} has no meaning"
            found.setdefault(name, {})[cells[0].strip("`")] = Row(kind, cells[4])
    return found


class Held:
    """Documents held against the tables: what was seen, and what does not fit.

    With ``nulls`` a missing value is null and its key stands; else its key is absent.
    """

    def __init__(self, tables: Tables, nulls: bool) -> None:
        self.tables, self.nulls = tables, nulls
        self.seen: set[tuple[str, str]] = set()
        self.missing: set[tuple[str, str]] = set()
        self.misfits: set[str] = set()

    def hold(self, value: Any, kind: str, where: str = "") -> None:
        """Hold a value against a type."""
        if kind.startswith("list of "):
            if self._fits(isinstance(value, list), value, kind, where):
                for one in value:
                    self.hold(one, kind.removeprefix("list of "), where + "[]")
        elif kind.startswith("map to "):
            if self._fits(isinstance(value, dict), value, kind, where):
                for one in value.values():
                    if one is not None or not self.nulls:
                        self.hold(one, kind.removeprefix("map to "), where + ".*")
        elif kind in self.tables:
            if self._fits(isinstance(value, dict), value, kind, where):
                self._object(value, kind, where)
        elif kind == "distance":
            self._fits(isinstance(value, list) and len(value) in (3, 4), value, kind, where)
        else:
            self._fits(_is_plain(value, kind), value, kind, where)

    def _object(self, value: dict[str, Any], name: str, where: str) -> None:
        rows = self.tables[name]
        for key in value.keys() - rows.keys():
            self.misfits.add(f"{name} / {key} is not documented")
        for key, row in rows.items():
            if key not in value or (self.nulls and value[key] is None):
                self.missing.add((name, key))
                if row.missing == NEVER or (self.nulls and key not in value):
                    self.misfits.add(f"{name} / {key} is missing")
            else:
                self.seen.add((name, key))
                self.hold(value[key], row.type, f"{where}.{key}")

    def _fits(self, fits: bool, value: Any, kind: str, where: str) -> bool:
        if not fits:
            self.misfits.add(f"{where} is no {kind}: {value!r:.80}")
        return fits

    def never_seen(self) -> Iterator[str]:
        """Documented keys that no document had, and documented ways to be missing that none showed."""
        for name, rows in self.tables.items():
            for key, row in rows.items():
                if (name, key) not in self.seen:
                    yield f"{name} / {key}"
                if row.missing != NEVER and (name, key) not in self.missing:
                    yield f"{name} / {key} missing"


def _is_plain(value: Any, kind: str) -> bool:
    match kind:
        case "text":
            return isinstance(value, str)
        case "whole number":
            return isinstance(value, int) and not isinstance(value, bool)
        case "true or false":
            return isinstance(value, bool)
        case "fraction":
            return isinstance(value, str) and str(Fraction(value)) == value
        case _:
            raise AssertionError(f"'{kind}' is no type")
