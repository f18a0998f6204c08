"""Canonical JSON: public vectors, each rule broken, and a second writer beside the fast one."""

from __future__ import annotations

import json
import tracemalloc
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freehand.ledger.canonical import DEEPEST, LARGEST, MOST, NotCanonical, canonical, in_nfc, is_nfc, parse

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "vectors"
JCS = VECTORS / "jcs" / "testdata"
PARSING = VECTORS / "jsontestsuite" / "test_parsing"
TRANSFORM = VECTORS / "jsontestsuite" / "test_transform"
beside = pytest.mark.skipif(not VECTORS.exists(), reason=f"the vectors are not beside this checkout, at {VECTORS}")

REFUSED_BY_OUR_RULES = {"french.json": "ASCII", "values.json": "fraction", "weird.json": "ASCII"}
"""Inputs of RFC 8785 that the narrower rules refuse, and the word of the rule."""

SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def slowly(value: object) -> str:
    """RFC 8785, section 3.2, written down once more and without haste."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return '"' + "".join(SHORT.get(c, f"\\u{ord(c):04x}" if c < " " else c) for c in value) + '"'
    if isinstance(value, list):
        return "[" + ",".join(map(slowly, value)) + "]"
    assert isinstance(value, dict)
    ordered = sorted(value.items(), key=lambda item: item[0].encode("utf-16-be"))
    return "{" + ",".join(f"{slowly(key)}:{slowly(inner)}" for key, inner in ordered) + "}"


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
scalars = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | text
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner),
    max_leaves=20,
)


def whole(number: str) -> float:
    """56.0 is written 56 by the RFC, and we are never given the first."""
    return int(float(number)) if float(number).is_integer() and abs(float(number)) <= LARGEST else float(number)


def why(data: bytes) -> str:
    with pytest.raises(NotCanonical) as refusal:
        parse(data)
    return refusal.value.faults[0].why


@given(values)
def test_the_fast_text_is_that_of_the_rfc_written_down_slowly(value: object) -> None:
    assert canonical(value) == slowly(value).encode()


@given(values)
def test_what_is_written_is_read_back_as_the_same(value: object) -> None:
    assert parse(canonical(value)) == value
    assert canonical(parse(canonical(value))) == canonical(value)


@given(values, st.data())
def test_no_other_text_within_a_byte_has_the_same_value(value: object, data: st.DataObject) -> None:
    ours = canonical(value)
    at = data.draw(st.integers(0, len(ours) - 1))
    other = ours[:at] + bytes([data.draw(st.integers(0, 255))]) + ours[at + data.draw(st.integers(0, 1)) :]
    try:
        assert other == ours or parse(other) != value or type(parse(other)) is not type(value) or value in ([], {})
        assert canonical(parse(other)) == other
    except NotCanonical:
        pass


@beside
@pytest.mark.parametrize("name", sorted(path.name for path in (JCS / "input").glob("*.json")))
def test_the_vectors_of_rfc_8785_are_met_or_refused_by_a_listed_rule(name: str) -> None:
    given_, wanted = (JCS / "input" / name).read_bytes(), (JCS / "output" / name).read_bytes()
    value = json.loads(given_, parse_float=whole)
    if name in REFUSED_BY_OUR_RULES:
        with pytest.raises(NotCanonical, match=REFUSED_BY_OUR_RULES[name]):
            canonical(value)
        with pytest.raises(NotCanonical, match=REFUSED_BY_OUR_RULES[name]):
            parse(wanted)
        return
    assert canonical(value) == wanted == bytes.fromhex((JCS / "outhex" / name.replace(".json", ".txt")).read_text())
    assert parse(wanted) == value
    with pytest.raises(NotCanonical):
        parse(given_)


@beside
def test_of_the_public_json_texts_only_canonical_ones_pass_and_no_bad_one_does() -> None:
    paths = sorted(PARSING.iterdir()) + sorted(TRANSFORM.iterdir())
    passed = []
    for path in paths:
        data = path.read_bytes()
        try:
            value = parse(data)
        except NotCanonical:
            continue
        assert slowly(value).encode() == data == canonical(value)
        passed.append(path.name)
    assert len(paths) == 318 + 22
    assert [name for name in passed if name.startswith("n_")] == []
    assert len([name for name in passed if name.startswith("y_")]) > 20


@pytest.mark.parametrize("data", [b'{"a":1,"a":1}', b'{"a":1,"a":2}', b'[{"x":{"b":0,"b":0}}]', b'{"a":1,"\\u0061":1}'])
def test_a_key_that_stands_twice_is_refused_and_named(data: bytes) -> None:
    assert "stands twice" in why(data)


@pytest.mark.parametrize(
    "data",
    [
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b'{"a":1}\n',
        b" 1",
        b"[1, 2]",
        b'"\\u0061"',
        b'"\\/"',
        b'"\\u000A"',
        b'"\\u000a"',
        b'"\\u001F"',
        b'"\\u00e4"',
        b'"\\ud83d\\ude00"',
        b'"\\u007f"',
    ],
)
def test_another_order_space_or_escape_than_the_canonical_one_is_refused(data: bytes) -> None:
    json.loads(data)
    assert "its one form is another" in why(data)


@pytest.mark.parametrize(
    "data",
    [b"1.0", b"1.5", b"[-0.0]", b"-0", b"1e3", b"1E3", b"[1e-7]", b"1e+21", b'{"a":0.1}', b"[100000000000000000000]"]
    + [str(n).encode() for n in (LARGEST + 1, -LARGEST - 1, 2**63, 2**64, -(2**63), 10**400)],
)
def test_floats_minus_zero_exponents_and_large_integers_are_refused(data: bytes) -> None:
    why(data)


@pytest.mark.parametrize("data", [b"01", b"+1", b"1.", b".5", b"NaN", b"Infinity", b"-", b"0x1", b"", b"1 1", b"[1]]"])
def test_what_is_no_json_is_refused(data: bytes) -> None:
    assert "not JSON" in why(data)


def test_the_largest_integers_are_taken() -> None:
    assert parse(b"[9007199254740991,-9007199254740991,0]") == [LARGEST, -LARGEST, 0]


@pytest.mark.parametrize("bad", [LARGEST + 1, -LARGEST - 1, 1.0, float("nan"), (1,), b"x", {1: 2}, {"é": 1}, "\ud800"])
@pytest.mark.parametrize("hold", [lambda bad: bad, lambda bad: {"a": [bad]}])
def test_a_value_that_json_cannot_say_here_is_refused_with_its_place(bad: object, hold: object) -> None:
    with pytest.raises(NotCanonical, match="at '"):
        canonical(hold(bad))  # type: ignore[operator]  # one of the two above


@pytest.mark.parametrize(
    "data",
    [
        b'"\xff"',
        b'"\xc0\xaf"',
        b'"\xed\xa0\x80"',
        b'"\xf4\x90\x80\x80"',
        b'"\xe2\x82"',
        b"\xef\xbb\xbf1",
        b"\xff\xfe1\x00",
    ],
)
def test_invalid_utf_8_is_refused(data: bytes) -> None:
    why(data)


@pytest.mark.parametrize("data", [b'"\\ud800"', b'"\\udc00\\ud800"', b'{"\\ud800":1}', b'"\\ud800\\u0041"'])
def test_half_a_letter_is_refused(data: bytes) -> None:
    why(data)


def test_keys_beyond_ascii_are_refused_and_texts_beyond_it_are_taken() -> None:
    assert "ASCII" in why('{"ä":1}'.encode())
    assert "ASCII" in why('{"a":{"\u202e":1}}'.encode())
    assert parse('{"a":"ä\u202e"}'.encode()) == {"a": "ä\u202e"}


@pytest.mark.parametrize(("open_", "close"), [("[", "]"), ('{"a":', "}")])
def test_nesting_to_the_limit_is_taken_and_one_level_more_refused(open_: str, close: str) -> None:
    for inner in ("0", "[]", "{}"):
        full = DEEPEST - (inner != "0")
        assert canonical(parse((open_ * full + inner + close * full).encode()))
        over = (open_ * (full + 1) + inner + close * (full + 1)).encode()
        assert "deeper" in why(over)
        with pytest.raises(NotCanonical, match="deeper"):
            canonical(json.loads(over))


@pytest.mark.parametrize("depth", [200, 255, 1000, 1025, 100_000])
@pytest.mark.parametrize("closed", [True, False])
def test_nesting_of_any_depth_is_refused_without_recursion_or_memory(depth: int, closed: bool) -> None:
    data = b"[" * depth + b"]" * (depth if closed else 0)
    tracemalloc.start()
    try:
        assert "deeper" in why(data) or not closed
        assert tracemalloc.get_traced_memory()[1] < 16 * len(data) + 2**17
    finally:
        tracemalloc.stop()
    deep: object = 0
    for _ in range(depth):
        deep = [deep]
    with pytest.raises(NotCanonical, match="deeper"):
        canonical(deep)


def test_a_text_longer_than_allowed_is_refused_before_it_is_read() -> None:
    with pytest.raises(NotCanonical, match="5 are allowed"):
        parse(b'"\xff\xff\xff\xff\xff', most=5)
    with pytest.raises(NotCanonical, match="too long"):
        parse(b'"' + b"a" * (MOST - 1) + b'"')


def filled(piece: bytes, head: bytes = b"[", tail: bytes = b"]") -> bytes:
    """A text of the largest size, of one piece again and again."""
    return head + b",".join([piece] * ((MOST - len(head) - len(tail)) // (len(piece) + 1))) + tail


@pytest.mark.parametrize(
    "data",
    [
        filled(b"1"),
        filled(b"[]"),
        filled(b"{}", tail=b",1.5]"),
        filled(b"[[]]", tail=b',{"b":1,"a":1}]'),
        filled(b"1", b'{"' + b"k" * (MOST // 2) + b'":[', b",1.5]}"),
        filled(b'"a":1', b"{", b"}"),
        filled(b'"":[' + b"[" * 60 + b"]" * 60 + b"]", b"{", b"}"),
        b'"' + b'\\"' * (MOST // 2 - 1) + b'"',
        ('"' + "ä" * (MOST // 2 - 1) + '"').encode(),
    ],
)
def test_the_memory_that_a_text_takes_is_bounded_whatever_it_says(data: bytes) -> None:
    assert len(data) <= MOST
    tracemalloc.start()
    try:
        with suppress(NotCanonical):
            parse(data)
        assert tracemalloc.get_traced_memory()[1] < 40 * 2**20
    finally:
        tracemalloc.stop()


def test_normal_form_is_told_and_made_and_never_a_reason_to_refuse() -> None:
    loose = '{"a":"a\u0308","b":"\u212a\u037e"}'.encode()
    assert parse(loose)
    assert not is_nfc(loose)
    assert in_nfc(loose) == '{"a":"ä","b":"K;"}'.encode()


@given(values)
def test_normal_form_of_a_canonical_text_is_canonical(value: object) -> None:
    assert canonical(parse(in_nfc(canonical(value)))) == in_nfc(canonical(value))
    assert is_nfc(in_nfc(canonical(value)))
