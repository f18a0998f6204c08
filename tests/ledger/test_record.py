"""Records: what is refused and named, what is kept although unknown, and why a withheld body cannot be guessed."""

from __future__ import annotations

import random
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from freehand.errors import FreehandError
from freehand.ledger import record
from freehand.ledger.canonical import DEEPEST, LARGEST, MOST, canonical, parse
from freehand.ledger.record import FIELDS, BadRecord, holder, leaf, read, write

LOG = "north/7f3a"
BODY = {"text": "two berths until dawn", "berths": 2}


def a_record(sequence: int = 0, **changed: Any) -> bytes:
    chance = random.Random(sequence).randbytes
    fields: dict[str, Any] = {
        "kind": "promise",
        "object": "berths",
        "body": BODY,
        "time": 1_700_000_000,
        "label": "members",
    }
    return write(log=LOG, sequence=sequence, randomness=chance, **(fields | changed))


def changed(**fields: Any) -> bytes:
    """A record with some fields put otherwise, whatever comes of it; None takes a field out."""
    value = orjson.loads(a_record()) | fields
    return orjson.dumps({k: v for k, v in value.items() if v is not ...}, option=orjson.OPT_SORT_KEYS)


def hold(*records: bytes, first: int = 0) -> None:
    """Every rule held for records that follow each other, together."""
    holder(LOG)(first, records)


def refused(data: bytes, sequence: int = 0) -> str:
    """What ``read`` says of these bytes; what holds many must say the same."""
    with pytest.raises(BadRecord) as slow:
        read(data, log=LOG, sequence=sequence)
    with pytest.raises(BadRecord) as fast:
        hold(data, first=sequence)
    assert str(slow.value) == str(fast.value)
    return str(slow.value)


def test_a_record_is_read_back_as_it_was_written() -> None:
    one, two = "a" * 64, "b" * 64
    record = read(a_record(4, replaces=one, references=[one, two]), log=LOG, sequence=4)
    assert record.readable
    assert record[:2] == (1, LOG)
    assert record.salt == random.Random(4).randbytes(16).hex()
    assert (record.sequence, record.kind, record.object, record.label) == (4, "promise", "berths", "members")
    assert (record.replaces, record.references, record.time) == (one, (one, two), 1_700_000_000)
    assert (record.body, record.unknown, record.critical) == (BODY, (), ())


def test_a_leaf_is_the_hash_of_a_zero_byte_and_the_record() -> None:
    data = a_record()
    assert leaf(data) == sha256(b"\x00" + data).digest()


def test_many_are_held_as_each_is() -> None:
    records = [a_record(n, references=["c" * 64] * (n % 3), label="für alle" * (n % 2)) for n in range(5, 40)]
    hold(*records, first=5)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("version", 0), ("version", "1"), ("version", True), ("version", 1.0), ("version", None), ("version", ...),
        ("log", "south"), ("log", ""), ("log", "north/7f3a\u202e"), ("log", "n\u043erth/7f3a"),
        ("log", 1), ("log", ...),
        ("sequence", 1), ("sequence", -1), ("sequence", "0"), ("sequence", False), ("sequence", 0.0), ("sequence", ...),
        ("salt", ""), ("salt", "0" * 31), ("salt", "0" * 33), ("salt", "A" * 32), ("salt", None), ("salt", ...),
        ("kind", ""), ("kind", "Note"), ("kind", "n ote"), ("kind", "k" * 65), ("kind", 1), ("kind", ...),
        ("object", ""), ("object", "a b"), ("object", "a+b"), ("object", 'a"b'), ("object", "a\\b"), ("object", "ä"),
        ("object", "o" * 201), ("object", "\u2067x"), ("object", None), ("object", ...),
        ("replaces", ""), ("replaces", "0" * 63), ("replaces", "F" * 64), ("replaces", 0), ("replaces", ...),
        ("references", None), ("references", {}), ("references", ["x"]), ("references", ["0" * 64, 1]),
        ("references", ...),
        ("time", -1), ("time", "2023"), ("time", 1.5), ("time", None), ("time", ...),
        ("label", None), ("label", 1), ("label", ...), ("body", ...), ("body", 1.5), ("body", {"ä": 1}),
        ("critical", None), ("critical", "body"), ("critical", [1]),
    ],
)  # fmt: skip
def test_a_field_that_breaks_its_rule_is_refused(field: str, value: Any) -> None:
    said = refused(changed(**{field: value}))
    assert "record 0" in said
    assert field in said or "fraction" in said or "ASCII" in said


@pytest.mark.parametrize("data", [b"", b"null", b"[]", b"{}", b"1", b'{"body":1}', b'{"body":', b'"record"'])
def test_what_is_no_record_at_all_is_refused(data: bytes) -> None:
    refused(data)


def test_every_byte_changed_gives_another_leaf_or_is_refused() -> None:
    """Attack 1, as far as bytes go: what passes is another record, and its leaf is not in the tree."""
    data = a_record()
    passed = 0
    for at in range(len(data)):
        for bit in range(8):
            other = data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]
            try:
                hold(other)
                assert leaf(other) != leaf(data)
                passed += 1
            except BadRecord:
                assert "record 0" in refused(other)
    assert passed > 100


def test_a_record_of_another_log_is_refused_and_named() -> None:
    data = write(log="south/1", sequence=3, kind="note", object="n", body=[], time=0)
    assert "record 3" in refused(data, 3)
    assert "log 'south/1'" in refused(data, 3)


def test_a_sequence_number_twice_is_refused() -> None:
    with pytest.raises(BadRecord, match="says that it is number 1, and its leaf is number 2"):
        hold(a_record(0), a_record(1), a_record(1))


def test_records_that_are_swapped_dropped_or_put_in_are_refused() -> None:
    records = [a_record(n) for n in range(5)]
    for other in (
        [records[0], records[2], records[1], *records[3:]],
        [records[0], *records[2:]],
        [records[0], a_record(9), *records[1:]],
    ):
        with pytest.raises(BadRecord, match="record 1"):
            hold(*other)


@pytest.mark.parametrize("time", [0, 1, LARGEST])
def test_a_record_from_the_past_or_the_future_is_accepted_as_said(time: int) -> None:
    data = a_record(time=time)
    assert read(data, log=LOG, sequence=0).time == time
    hold(data)


def test_a_record_larger_than_allowed_is_refused_before_it_is_read() -> None:
    assert len(a_record(body="x" * (MOST - 500))) < MOST
    said = refused(b'{"body":"' + b"\xff" * MOST)
    assert "too long" in said
    with pytest.raises(FreehandError, match="too long"):
        a_record(body="x" * MOST)


def test_a_body_nests_to_the_limit_of_its_record_and_no_deeper() -> None:
    def nested(levels: int) -> bytes:
        return a_record().replace(canonical(BODY), b"[" * levels + b"]" * levels)

    hold(nested(DEEPEST - 1))
    assert "deeper" in refused(nested(DEEPEST))
    assert "deeper" in refused(nested(100_000))


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data + b"\n",
        lambda data: data.replace(b'"time":', b'"time": '),
        lambda data: data.replace(b'"label":"members"', b'"label":"m\\u0065mbers"'),
        lambda data: data.replace(b'"label":"members"', b'"label":"members","label":"members"'),
        lambda data: data.replace(b'"berths":2', b'"berths":2.0'),
        lambda data: data.replace(b'"berths":2', b'"berths":9007199254740992'),
        lambda data: data.replace(b'"sequence":0', b'"sequence":-0'),
        lambda data: data.replace(b'"sequence":0', b'"sequence":00'),
        lambda data: data.replace(b'"text":"two', b'"text":"\xff'),
        lambda data: data.replace(b'"text":"two', b'"text":"\\ud800'),
        lambda data: data[:-1] + b',"version":1}',
        lambda data: data.replace(b',"kind"', b' ,"kind"'),
        lambda data: b'{"body":1,' + data[1:],
    ],
)
def test_a_record_that_is_not_canonical_is_refused(change: Callable[[bytes], bytes]) -> None:
    assert change(a_record()) != a_record()
    refused(change(a_record()))


def test_a_head_within_the_body_is_no_head() -> None:
    inner = orjson.loads(a_record())
    for body in (inner, {"a": inner}, [a_record().decode()], {"kind": "x", "label": inner}):
        data = a_record(body=body)
        hold(data)
        assert read(data).body == body
    assert refused(a_record()[:8] + a_record())


@given(st.data())
def test_the_fast_look_passes_just_what_the_slow_one_passes(data: st.DataObject) -> None:
    base = data.draw(
        st.sampled_from([a_record(), a_record(references=["c" * 64]), a_record(replaces="d" * 64, body=None, label="")])
    )
    at = data.draw(st.integers(0, len(base)))
    other = base[:at] + data.draw(st.binary(max_size=2)) + base[at + data.draw(st.integers(0, 2)) :]
    try:
        read(other, log=LOG, sequence=0)
    except BadRecord:
        refused(other)
    else:
        assert canonical(parse(other)) == other
        hold(other)


def group(count: int, **changed: Any) -> list[bytes]:
    """Records whose fields differ in names, hashes, salts and numbers alone."""
    return [
        a_record(n, object=f"object-{n * 77}", time=1_700_000_000 + n, replaces=f"{n:064x}", **changed)
        for n in range(100, 100 + count)
    ]


def held(records: list[bytes], first: int = 100) -> str:
    """What is said of a group that is looked at together; it must be what is said of its records one by one."""

    def one_by_one() -> None:
        for number, data in enumerate(records, first):
            read(data, log=LOG, sequence=number)

    said = [_said(one_by_one), _said(lambda: holder(LOG)(first, records))]
    assert said[0] == said[1]
    return said[0]


def _said(look: Callable[[], None]) -> str:
    try:
        look()
    except BadRecord as refusal:
        return str(refusal)
    return ""


LETTERS = [*(bytes((code,)) for code in range(256)), b"", b"00", b'"', b'","', b"\n"]


def test_in_a_group_every_letter_of_a_record_put_otherwise_is_seen_as_by_the_slow_look() -> None:
    records, chance = group(4, references=["c" * 64]), random.Random(5)
    assert record._alike(record._heads(LOG), 100, records) == record._apart(record._heads(LOG), 100, records) != []
    passed = 0
    for at in range(len(records[2])):
        for letter in [*chance.sample(LETTERS, 6), chance.choice(LETTERS[48:58]), chance.choice(LETTERS[97:103])]:
            data = records[2][:at] + letter + records[2][at + 1 :]
            for place in (0, 2, 3):
                others = [*records]
                others[place] = data.replace(b'"sequence":102', b'"sequence":%d' % (100 + place))
                passed += not held(others)
                found = record._alike(record._heads(LOG), 100, others)
                assert found in ([], record._apart(record._heads(LOG), 100, others))
    assert passed > 500


@given(st.data())
def test_what_is_put_into_several_records_of_a_group_is_seen_as_by_the_slow_look(data: st.DataObject) -> None:
    records = group(3)
    for _ in range(data.draw(st.integers(1, 3))):
        which, at = data.draw(st.integers(0, 2)), data.draw(st.integers(0, len(records[0])))
        cut = data.draw(st.integers(0, 3))
        piece = data.draw(
            st.sampled_from([b'"', b",", b"}", b"]", b"0", b"f", b"\n", b'"kind":"']) | st.binary(max_size=3)
        )
        records[which] = records[which][:at] + piece + records[which][at + cut :]
    held(records)
    heads = record._heads(LOG)
    assert record._alike(heads, 100, records) in ([], record._apart(heads, 100, records))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (b"[1", b"2]"), (b'"a', b'b"'), (b'{"!":1', b"2}"), (b'{"!":1', '2},"\u00e9000001":3'.encode()), (b"", b"1,2"),
        (b"1,2", b""), (b'1,"x":2', b"1"), (b"1", '1,"\u00e9000002":1'.encode()), (b'"a\\', b'b"'), (b"1}", b'{"a":1'),
        ('1,"\u00e9000001":5'.encode(), b"5"), (b"1.5", b"1"), (b"1", '{"\u00e9000001":1}'.encode()), (b" 1", b"1"),
    ],
)  # fmt: skip
def test_bodies_that_make_a_whole_only_together_are_refused(one: bytes, other: bytes) -> None:
    records = group(3)
    body = canonical(BODY)
    records[0], records[1] = records[0].replace(body, one), records[1].replace(body, other)
    assert "record 100" in held(records) or "record 101" in held(records)


@pytest.mark.parametrize("count", [1, 2, 64, 256, 1000])
def test_groups_of_any_number_are_held(count: int) -> None:
    assert held(group(count)) == ""
    mixed = group(9) + [a_record(n, references=["c" * 64] * (n % 3)) for n in range(109, 130)]
    assert held(mixed) == ""


def test_an_unknown_kind_field_or_version_is_kept_and_proven() -> None:
    assert read(a_record(kind="weather-of-2040")).readable
    more = read(changed(weight=3, colour="red"), log=LOG, sequence=0)
    assert (more.unknown, more.critical, more.readable) == (("colour", "weight"), (), True)
    newer = changed(version=2, kind=7, body=..., label=...)
    hold(newer)
    record = read(newer, log=LOG, sequence=0)
    assert not record.readable
    assert (record.version, record.kind, record.body) == (2, "", None)
    assert "kind" in record.unknown


def test_a_body_with_an_unknown_critical_field_must_not_be_read() -> None:
    assert read(changed(critical=["body", "kind"])).readable
    record = read(changed(critical=["weight"], weight=3), log=LOG, sequence=0)
    assert (record.readable, record.critical) == (False, ("weight",))


def test_a_newer_version_still_stands_in_its_log_at_its_place() -> None:
    for broken in ({"log": "south"}, {"sequence": 1}, {"salt": ""}, {"salt": ...}, {"critical": 1}):
        refused(changed(version=2, **broken))


def test_text_is_written_in_normal_form_and_read_in_any() -> None:
    loose, strict = "Mu\u0308hle", "Mühle"
    assert read(a_record(body=loose, label=loose))[9:11] == (strict, strict)
    assert read(a_record(body=strict).replace(strict.encode(), loose.encode())).body == loose


def test_what_cannot_be_said_is_refused_before_it_is_a_record() -> None:
    wrong: list[dict[str, Any]] = [
        {"body": 1.5}, {"body": {1: 2}}, {"kind": "Kind"}, {"object": "two words"}, {"time": -1}, {"references": ["x"]},
    ]  # fmt: skip
    for fields in wrong:
        with pytest.raises(FreehandError):
            a_record(**fields)


def test_a_million_guesses_at_a_withheld_body_match_nothing_for_the_salt_is_not_known() -> None:
    """Attack 41: everything is known but the salt, and the guess at the body is right."""
    data = a_record(77)
    withheld, salt = leaf(data), orjson.loads(data)["salt"].encode()
    head, tail = data.split(salt)
    begun, chance = sha256(b"\0" + head), random.Random(1).randbytes

    def guess(salt: bytes) -> bytes:
        hashed = begun.copy()
        hashed.update(salt + tail)
        return hashed.digest()

    assert not any(guess(chance(16).hex().encode()) == withheld for _ in range(1_000_000))
    assert guess(salt) == withheld


def test_two_records_of_the_same_words_have_different_leaves() -> None:
    one, two = (write(log=LOG, sequence=0, kind="note", object="n", body=BODY, time=0) for _ in range(2))
    assert leaf(one) != leaf(two)


def test_the_fields_are_those_of_the_page() -> None:
    assert sorted(FIELDS) == [
        "body", "kind", "label", "log", "object", "references", "replaces", "salt", "sequence", "time", "version",
    ]  # fmt: skip
