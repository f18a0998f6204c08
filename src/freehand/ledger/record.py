"""One thing said, as the bytes that everybody hashes.

The question: are these bytes a record that may stand at this place of this log, and what is its leaf?

The rules:

1. A record is canonical JSON (see ``canonical``), an object of at most 256 KiB.
2. It has ``version``, ``log``, ``sequence`` and ``salt`` in every version: a whole number from 1; the log's name; the
   place of its leaf in the log, from 0; 16 random bytes as 32 hexadecimal digits. The salt is what makes a withheld
   body useless to guess at.
3. Version 1 also has ``kind``, ``object``, ``replaces`` (the leaf hash of the version it replaces, or null),
   ``references`` (leaf hashes), ``time`` (seconds since 1970, a statement and nothing more: no rule reads it),
   ``label`` and ``body`` (any value), and nothing is left out.
4. Fields beyond these are kept and proven, and no rule reads them. ``critical``, if there, lists the fields that a
   reader has to understand: whoever does not know one of them must not read the body (``Record.readable``).
5. A record stands where it says: its ``log`` is the log's name, its ``sequence`` the number of its leaf.
6. Leaf = SHA-256(0x00 || the bytes). A version is named by this hash, never by a counter or a clock.
7. Text is written in Unicode's normal form C; what arrives otherwise is told (``canonical.is_nfc``), never refused.

Source: RFC 9162, section 2.1.1, for the leaf. Cost: one round trip of JSON and one hash. Limits: what a body means, and
who may say it, is not the ledger's matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final, NamedTuple

import orjson

from freehand.errors import Place, shown
from freehand.ledger.canonical import (
    DEEPEST,
    FORM,
    LARGEST,
    MOST,
    NotCanonical,
    Value,
    canonical,
    in_nfc,
    is_plain,
    parse,
)
from freehand.ledger.identifiers import HASH, KIND, LONGEST_NAME, NAME, NAME_LETTERS, SALT
from freehand.ledger.randomness import Randomness, drawn
from freehand.ledger.refused import Refused

VERSION: Final = 1
SALT_BYTES: Final = 16
ENVELOPE: Final = frozenset(("version", "log", "sequence", "salt"))
"""What a record has in every version."""
FIELDS: Final = ENVELOPE | {"kind", "object", "replaces", "references", "time", "label", "body"}
"""What a record of version 1 has."""
_CRITICAL: Final = "critical"
_BLOTTED: Final = bytes.maketrans(b"0123456789abcdef", b"0" * 16)
_FREE: Final = ("references", "replaces", "salt", "sequence", "time")
"""What may differ after the name in records that are alike."""


class BadRecord(Refused):
    """Bytes that are no record, or not one of this log at this place."""

    next_step = "Ask the log's owner for the record again."


class Record(NamedTuple):
    """A record as read. Of a version that is not known here only rule 2 is sure; the rest is empty."""

    version: int
    log: str
    sequence: int
    salt: str
    kind: str
    object: str
    replaces: str | None
    references: tuple[str, ...]
    time: int
    label: str
    body: Value
    unknown: tuple[str, ...]
    """Names of fields that no rule here reads."""
    critical: tuple[str, ...]
    """Names of fields that its author wants understood."""

    @property
    def readable(self) -> bool:
        """Whether its body may be read here: the version is known, and so is every critical field."""
        return self.version == VERSION and FIELDS.issuperset(self.critical)


def write(
    *,
    log: str,
    sequence: int,
    kind: str,
    object: str,
    body: object,
    time: int,
    label: str = "",
    replaces: str | None = None,
    references: Sequence[str] = (),
    randomness: Randomness = drawn,
) -> bytes:
    """The bytes of a new record, with a salt of its own and text in normal form C.

    Args:
        log: the name of the log that it will stand in.
        sequence: the number of its leaf there.
        kind: what kind of thing is said.
        object: the name of what it is said about.
        body: a value that canonical JSON can say.
        time: seconds since 1970, as its author has them.
        label: to whom it may go, in words that the ledger does not read.
        replaces: the leaf hash of the version that it takes the place of.
        references: leaf hashes of what it rests on.
        randomness: where the salt comes from.

    Raises:
        NotCanonical: the body has no canonical text.
        BadRecord: another field is not as the rules say.

    >>> data = write(log="north", sequence=0, kind="note", object="n1", body={"text": "said"}, time=0,
    ...              randomness=bytes)
    >>> print(data.decode())  # doctest: +NORMALIZE_WHITESPACE
    {"body":{"text":"said"},"kind":"note","label":"","log":"north","object":"n1","references":[],"replaces":null,"salt":"00000000000000000000000000000000","sequence":0,"time":0,"version":1}
    """
    value: dict[str, Any] = {
        "version": VERSION,
        "log": log,
        "sequence": sequence,
        "salt": randomness(SALT_BYTES).hex(),
        "kind": kind,
        "object": object,
        "replaces": replaces,
        "references": list(references),
        "time": time,
        "label": label,
        "body": body,
    }
    data, name = in_nfc(canonical(value)), f"record {sequence}"
    if len(data) > MOST:
        raise BadRecord.because(f"{name} is too long", f"it has {len(data)} bytes, and {MOST} are allowed.")
    _look(value, name)
    return data


def leaf(data: bytes) -> bytes:
    """The leaf hash of a record's bytes (rule 6).

    >>> leaf(b"").hex()[:16]
    '6e340b9cffb37a98'
    """
    return sha256(b"\0" + data).digest()


def read(data: bytes, *, log: str | None = None, sequence: int | None = None) -> Record:
    """The record that these bytes are.

    Args:
        data: the bytes.
        log: the log that it is taken from, where this is known; then rule 5 is held.
        sequence: the number of its leaf there, likewise.

    Raises:
        BadRecord: a rule above is broken. The record is named by its place where that is known.

    >>> read(write(log="north", sequence=7, kind="note", object="n1", body=[], time=0), log="south")
    Traceback (most recent call last):
    freehand.ledger.record.BadRecord: a record  log: this record does not belong here
      why:  it says that it stands in log 'north', and this is log 'south'.
      next: Ask the log's owner for the record again.
    """
    name = "a record" if sequence is None else f"record {sequence}"
    try:
        value = parse(data)
    except NotCanonical as refusal:
        raise BadRecord(fault._replace(place=Place(name, 0, "")) for fault in refusal.faults) from None
    if type(value) is not dict:
        raise _broken(name, "", "it is no object.")
    _look(value, name)
    if log is not None and value["log"] != log:
        why = f"it says that it stands in log '{shown(str(value['log']))}', and this is log '{shown(log)}'."
        raise BadRecord.because("this record does not belong here", why, place=Place(name, 0, "log"))
    if sequence is not None and value["sequence"] != sequence:
        why = f"it says that it is number {value['sequence']}, and its leaf is number {sequence}."
        raise BadRecord.because("this record does not belong here", why, place=Place(name, 0, "sequence"))
    return _record(value)


def holder(log: str) -> Callable[[int, Sequence[bytes]], None]:
    """What holds every rule for many records of a log, group by group: given the first number and the bytes of each.

    It raises BadRecord as ``read`` does. Most groups are looked at as a whole, by the parser and by what their
    records have in common; where that finds anything unusual, each record is read by itself, and that decides.

    >>> holder("north")(0, [write(log="north", sequence=0, kind="note", object="n1", body=[], time=0)])
    """
    heads = _heads(log)

    def hold(first: int, records: Sequence[bytes]) -> None:
        if not _usual(heads, first, records):
            for sequence, data in enumerate(records, first):
                read(data, log=log, sequence=sequence)

    return hold


def _usual(heads: re.Pattern[bytes], first: int, records: Sequence[bytes]) -> bool:
    """Whether these are sound records as nearly all are; False if that is not seen at a glance.

    1. Each is ``{"body":`` + B + H, and H is what follows the body in most records: found by what the heads have in
       common (``_alike``), or else by the pattern.
    2. The parser takes all B as one object, B number i under a key that no body may have. What the writer makes of it
       is what the parser was given, and its keys are these alone: so each B is canonical by itself. A B that ends
       within another would bring such a key into a body, and rule 3 looks for that.
    3. What the parser takes and canonical JSON does not say is looked for in the values, as in ``canonical``.
    """
    if max(map(len, records)) > MOST or {data[:8] for data in records} != {b'{"body":'}:
        return False
    ats = _alike(heads, first, records) or _apart(heads, first, records)
    if not ats:
        return False
    frame, keys = _frame(len(records))
    text = frame % (*[data[8:at] for data, at in zip(records, ats, strict=True)],)
    try:
        values = orjson.loads(text)
        if orjson.dumps(values, None, FORM) != text or (*values,) != keys:
            return False
    except (orjson.JSONDecodeError, TypeError):
        return False
    return is_plain([*values.values()], DEEPEST)  # a list of all bodies is one level more, as their record was


@lru_cache(maxsize=512)
def _frame(count: int) -> tuple[bytes, tuple[str, ...]]:
    """An object to put so many bodies in, and its keys: in order, and beyond ASCII, as no key in a body is."""
    keys = tuple(f"\u00e9{number:06}" for number in range(count))
    return b"{%b}" % b",".join([b'"%b":%%b' % key.encode() for key in keys]), keys


def _apart(heads: re.Pattern[bytes], first: int, records: Sequence[bytes]) -> list[int]:
    """Where H begins in each record; nothing unless each H matches the pattern and has its number.

    It begins with the last ``,"kind":"``. A line feed stands in no canonical text: the lines of all H, joined by it,
    match one by one exactly if there are as many matches as lines.
    """
    ats = [data.rfind(b',"kind":"') for data in records]
    if min(ats) < 8:
        return []
    lines = b"\n".join([b"", *[data[at:] for data, at in zip(records, ats, strict=True)], b""])
    found = [int(number) for *_, number, _ in heads.findall(lines)]
    return ats if lines.count(b"\n") == len(records) + 1 and found == [*range(first, first + len(records))] else []


def _alike(heads: re.Pattern[bytes], first: int, records: Sequence[bytes]) -> list[int]:
    """The same as ``_apart``, for records whose H differ from the first one's in names, hashes, salts and numbers
    alone, these as long as its own but for the name; nothing if they differ in more.

    1. The first H matches the pattern. It is P + the name + T, and each other one has this P, and a T as long.
    2. All T stand in a row: then a slice with the step of T's length is one letter of each. Hexadecimal digits blotted
       out, each T is like the first one's; where such a digit is no part of a hash, a salt or a number, it is the same.
    3. The numbers of the records are these, and times have digits alone, and no zero at the head.
    4. Names are names.
    """
    model = heads.match(b"\n" + records[0][records[0].rfind(b',"kind":"') :] + b"\n")
    if model is None:
        return []
    start, end = model.span("object")
    opening, closing = model[0][1:start], model[0][end:]
    size, count = len(closing), len(records)
    closings = b"".join([data[-size:] for data in records])
    if closings.translate(_BLOTTED) != closing.translate(_BLOTTED) * count:
        return []
    spans = tuple(range(*(at - end for at in model.span(name))) for name in _FREE)
    if any(closings[at::size] != closing[at : at + 1] * count for at in _fixed(closing.translate(_BLOTTED), spans)):
        return []
    sequence, time = spans[-2:]
    numbers = "".join(map(str, range(first, first + count))).encode()
    if len(numbers) != len(sequence) * count or any(
        closings[at::size] != numbers[place :: len(sequence)] for place, at in enumerate(sequence)
    ):
        return []
    if not all(closings[at::size].isdigit() for at in time) or (len(time) > 1 and b"0" in closings[time[0] :: size]):
        return []
    ats = [data.rfind(opening, 8, -size) for data in records]
    if min(ats) < 8:
        return []
    names = [data[at + len(opening) : -size] for data, at in zip(records, ats, strict=True)]
    good = min(map(len, names)) > 0 and max(map(len, names)) <= LONGEST_NAME
    return ats if good and b"\n".join(names).translate(None, NAME_LETTERS) == b"\n" * (count - 1) else []


@lru_cache(maxsize=256)
def _fixed(blotted: bytes, free: tuple[range, ...]) -> list[int]:
    """Where a blotted letter is no part of what may differ."""
    differ = {at for span in free for at in span}
    return [at for at, letter in enumerate(blotted) if letter == ord("0") and at not in differ]


def _heads(log: str) -> re.Pattern[bytes]:
    """Finds what follows the body in most records of a log, each on a line of its own.

    If a record is ``{"body":`` + B + H, B canonical and H like this, then it is canonical: keys in order, no escapes,
    numbers of at most 15 digits.
    """
    hash_, number = f'"{HASH.pattern}"', "0|[1-9][0-9]{0,14}"
    fields = {
        "kind": f'"{KIND.pattern}"',
        "label": r'"[ !#-[\]-~]*+"',
        "log": re.escape(canonical(log).decode()),
        "object": f'"(?P<object>{NAME.pattern})"',
        "references": rf"\[(?P<references>{hash_}(?:,{hash_})*+)?\]",
        "replaces": f"(?P<replaces>null|{hash_})",
        "salt": f'"(?P<salt>{SALT.pattern})"',
        "sequence": f"(?P<sequence>{number})",
        "time": f"(?P<time>{number})",
        "version": str(VERSION),
    }
    line = "".join(f',"{name}":{form}' for name, form in fields.items())
    return re.compile(rf"\n{line}}}(?=\n)".encode())


def _look(value: dict[str, Value], name: str) -> None:
    """Rules 2 to 4."""
    needed, looked_at = _OF_ANY if value.get("version") != VERSION else _OF_OURS
    if not needed <= value.keys():
        raise _broken(name, min(needed - value.keys()), "it is missing.")
    for field in looked_at:
        why = _LOOKS[field](value[field]) if field in value else ""
        if why:
            raise _broken(name, field, why)


def _broken(name: str, field: str, why: str) -> Refused:
    return BadRecord.because("this is no record", why, place=Place(name, 0, field))


def _record(value: dict[str, Any]) -> Record:
    known = value["version"] == VERSION
    fields = {field: value[field] for field in (FIELDS if known else ENVELOPE)}
    unknown = tuple(sorted(value.keys() - fields.keys() - {_CRITICAL}))
    if not known:
        fields |= {"kind": "", "object": "", "replaces": None, "references": (), "time": 0, "label": "", "body": None}
    fields["references"] = tuple(fields["references"])
    return Record(**fields, unknown=unknown, critical=tuple(value.get(_CRITICAL, ())))


def _is_count(least: int) -> Any:
    def look(value: Value) -> str:
        good = type(value) is int and least <= value <= LARGEST
        return "" if good else f"it is not a whole number from {least}."

    return look


def _is_like(pattern: Any, words: str) -> Any:
    def look(value: Value) -> str:
        return "" if type(value) is str and pattern.fullmatch(value) else f"it is not {words}."

    return look


def _are_like(pattern: Any, words: str) -> Any:
    def look(value: Value) -> str:
        good = type(value) is list and all(type(item) is str and pattern.fullmatch(item) for item in value)
        return "" if good else f"it is not a list of {words}."

    return look


_HEX: Final = "64 lower-case hexadecimal digits"
_LOOKS: Final = {
    "version": _is_count(1),
    "log": _is_like(NAME, "1 to 200 visible ASCII characters, no quote, plus or backslash"),
    "sequence": _is_count(0),
    "salt": _is_like(SALT, "32 lower-case hexadecimal digits"),
    "kind": _is_like(KIND, "a lower-case word"),
    "object": _is_like(NAME, "1 to 200 visible ASCII characters, no quote, plus or backslash"),
    "replaces": lambda value: "" if value is None else _is_like(HASH, _HEX)(value),
    "references": _are_like(HASH, f"hashes, each {_HEX}"),
    "time": _is_count(0),
    "label": lambda value: "" if type(value) is str else "it is no text.",
    _CRITICAL: _are_like(NAME, "names of fields"),
}
_OF_OURS: Final = FIELDS, sorted(_LOOKS)
_OF_ANY: Final = ENVELOPE, sorted(ENVELOPE | {_CRITICAL})
"""What a record has to have, and what of it is looked at: in this version, and in another one."""
