"""One thing said, as the node reads it: a record with its author's name, and what the gate asks of it.

1. A record that is kept has been held by every rule of the ledger; here it is only given its party.
2. A body that is not as the table of kinds says is *faulty*: no rule could read it, so the gate refuses it.
3. A planner's document is a map of which every scalar is text, and no key of it stands twice: nothing in it can be read
   in two ways.
4. A document says of itself whose it is; it has to be its author's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from freehand.ledger import record
from freehand.ledger.canonical import is_nfc
from freehand.ledger.lines import current
from freehand.node.kinds import BY_NAME, DOCUMENT, NONCE, NONCE_BYTES, content_id

if TYPE_CHECKING:
    from freehand.ledger.store.interface import Range
    from freehand.node.folder import Compact


class Said(NamedTuple):
    """A record, by whom it was said."""

    party: str
    log: str
    number: int
    leaf: str
    kind: str
    object: str
    label: str
    replaces: str | None
    references: tuple[str, ...]
    time: int
    """What its author says; no rule reads it."""
    body: Any
    id: str
    """The content id, of plan content; empty for what needs no release."""
    mine: bool
    to: frozenset[str] = frozenset()
    """Which other parties may have it, by today's terms, as far as is known here."""
    remarks: tuple[str, ...] = ()
    disowned: bool = False
    """Whether its author has revoked the key behind it; it stands, as a receipt covers it."""

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of its body."""
        tags = self.body.get("tags") if isinstance(self.body, dict) else None
        return tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else ()


class Document(NamedTuple):
    """A planner's document as its reader sees it."""

    fields: Mapping[str, Any]
    fault: str


UNKNOWN: Final = "unknown"
CRITICAL: Final = "critical"
OWNERS: Final[Mapping[str, tuple[str, ...]]] = {
    "course": ("party",),
    "interface": ("party",),
    "own-means": ("means of",),
    "offer": ("by",),
    "report": ("by",),
}
"""Rule 4: the fields of a document that name whose it is."""
MARKS: Final[Mapping[str, str]] = {
    "contingency": "contingency",
    "own-means": "means of",
    "course": "course",
    "interface": "interface",
    "report": "report",
    "offer": "promise",
}


def as_said(party: str, log: str, data: bytes, *, mine: bool) -> Said:
    """The record in these bytes, which are kept in this party's log.

    >>> said = as_said("A", "north", record.write(log="north", sequence=0, kind="say", object="s", body={}, time=0),
    ...                mine=False)
    >>> said.party, said.kind, said.tags
    ('A', 'say', ())
    """
    found = record.read(data)
    kind = found.kind if found.version == record.VERSION else UNKNOWN
    if kind in BY_NAME and not found.readable:
        kind = CRITICAL
    known = BY_NAME.get(kind)
    content = known is not None and known.condition == "content"
    return Said(
        party,
        log,
        found.sequence,
        record.leaf(data).hex(),
        kind,
        found.object,
        found.label,
        found.replaces,
        found.references,
        found.time,
        found.body,
        content_id(kind, found.object, found.label, found.body, found.replaces, found.references) if content else "",
        mine,
        remarks=() if is_nfc(data) else ("not written in normal form C",),
    )


def said_at(compact: Compact, log: str, party: str, ranges: Iterable[Range]) -> Iterator[Said]:
    """The records of a compact's log that are held in these ranges, in order; the log is this party's."""
    with compact.store.reading() as view:
        for _, data in current(view, log).records(ranges):
            yield as_said(party, log, data, mine=log == compact.log)


def fault_in(said: Said) -> str:
    """Rules 2 and 4: why its body cannot be read, as a clause; empty if it can.

    >>> said = as_said("A", "north", record.write(log="north", sequence=0, kind="say", object="s", body={}, time=0),
    ...                mine=False)
    >>> fault_in(said)
    "its body has no 'about'"
    """
    kind = BY_NAME[said.kind]
    if not isinstance(said.body, dict):
        return "its body is no object"
    for field, shape in kind.fields.items():
        if field not in said.body:
            return f"its body has no '{field}'"
        if not _is(said.body[field], shape):
            return f"'{field}' in its body is of another type"
    for field, shape in kind.may.items():
        if field in said.body and not _is(said.body[field], shape):
            return f"'{field}' in its body is of another type"
    if NONCE in said.body and not _NONCE.fullmatch(said.body[NONCE]):
        return "its nonce is not 32 lower-case hexadecimal digits"
    if DOCUMENT not in kind.fields:
        return ""
    document = document_of(said)
    if document.fault:
        return document.fault
    for field in OWNERS.get(said.kind, ()):
        owner = document.fields.get(field, said.party)
        if owner != said.party:
            return f"its document names another party than its author as '{field}'"
    mark = MARKS.get(said.kind)
    return f"its document has no '{mark}'" if mark is not None and mark not in document.fields else ""


def document_of(said: Said) -> Document:
    """The planner's document in a body (rule 3)."""
    try:
        fields = _DECODER.decode(said.body[DOCUMENT])
    except _Odd as odd:
        return Document({}, str(odd))
    except (ValueError, RecursionError):
        return Document({}, "its document is no JSON")
    return Document(fields, "") if isinstance(fields, dict) else Document({}, "its document is no map")


class _Odd(Exception):
    """Why a document is refused that is JSON."""


def _pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(found)
    if len(fields) != len(found):
        raise _Odd("a key stands twice in its document")
    for value in fields.values():
        if type(value) is not str:
            _look(value)
    return fields


def _look(value: Any) -> None:
    """Hold that there is nothing but text in it; maps were looked at when they were read."""
    if isinstance(value, list):
        for each in value:
            _look(each)
    elif not isinstance(value, (str, dict)):
        raise _Odd("its document holds what is no text")


_NONCE: Final = re.compile(f"[0-9a-f]{{{2 * NONCE_BYTES}}}")
_DECODER: Final = json.JSONDecoder(object_pairs_hook=_pairs)


def _is(value: Any, shape: type | tuple[type, ...]) -> bool:
    shapes: Iterable[type] = shape if isinstance(shape, tuple) else (shape,)
    return type(value) in shapes
