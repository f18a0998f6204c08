"""Text as it reaches us: encodings, line ends, hidden letters, YAML and JSON as one tree."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freehand.errors import Fault, InputError
from freehand.formats.json_tree import read_json
from freehand.formats.letters import as_name, hidden_in, nearest, skeletons
from freehand.formats.tree import plain_data, read_yaml
from freehand.formats.workspace import read_workspace
from tests.formats.drill import DRILL, edited, faults_of, read


def with_file(name: str, data: bytes) -> tuple[Fault, ...]:
    """The faults of the drill with one more file."""
    files = [(other, text.encode("utf-8")) for other, text in DRILL.items()]
    with pytest.raises(InputError) as raised:
        read_workspace([*files, (name, data)])
    return raised.value.faults


def test_a_byte_order_mark_and_line_ends_of_windows_are_accepted() -> None:
    windows = {name: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode("utf-8") for name, text in DRILL.items()}
    assert read(windows.items()) == read(DRILL.items())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encodings_are_refused(encoding: str) -> None:
    fault = with_file("x.yaml", "means of: A".encode(encoding))[0]
    assert fault.place
    assert (fault.place.document, fault.place.line) == ("x.yaml", 1)
    if encoding in ("utf-16", "utf-32"):
        assert fault.what == "this file is in UTF-16"
        assert fault.next == "Save it again as plain text in UTF-8."


def test_bytes_that_are_no_text_are_refused_with_their_place() -> None:
    (fault,) = with_file("x.yaml", b"means of: A\n# caf\xe9\n")
    assert fault.what == "byte 18 of this file is not UTF-8"
    assert fault.place
    assert fault.place.line == 2
    assert fault.why == "files of a workspace are in UTF-8; this one may come from an older program."
    assert fault.next == "Save it again as plain text in UTF-8."


@pytest.mark.parametrize(
    ("letter", "name"),
    [
        ("\x00", "U+0000 (a control character)"),
        ("\x07", "U+0007 (a control character)"),
        ("\x85", "U+0085 (a control character)"),
        ("\u202e", "U+202E (right-to-left override)"),
        ("\u2066", "U+2066 (left-to-right isolate)"),
        ("\u200e", "U+200E (left-to-right mark)"),
        ("\u200b", "U+200B (zero width space)"),
        ("\u200d", "U+200D (zero width joiner)"),
        ("\ufeff", "U+FEFF (zero width no-break space)"),
        ("\u2028", "U+2028 (line separator)"),
        ("\u3164", "U+3164 (hangul filler)"),
        ("\U000e0041", "U+E0041 (tag latin capital letter a)"),
    ],
)
def test_what_cannot_be_seen_is_refused_with_its_line(letter: str, name: str) -> None:
    (fault,) = with_file("x.yaml", f"# one\n# two\nmeans of: A{letter}\n".encode())
    assert fault.what == f"{name} stands in this line"
    assert fault.place
    assert (fault.place.document, fault.place.line) == ("x.yaml", 3)
    assert fault.why == "what cannot be seen, or turns the direction of reading, can deceive."
    assert fault.next == "Take the letter out."


def test_a_carriage_return_by_itself_is_refused() -> None:
    assert with_file("x.yaml", b"means of: A\rmeans: {}")[0].what.startswith("U+000D")


def test_no_letter_that_controls_or_formats_reading_gets_through_but_signs_of_scripts() -> None:
    marks = {chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    through = {mark for mark in marks if hidden_in(f"a{mark}b") is None}
    signs = {mark for mark in through if re.search("ARABIC|SYRIAC|KAITHI|EGYPTIAN", unicodedata.name(mark, ""))}
    assert through - signs == {"\t", "\n"}


@pytest.mark.parametrize("text", ["", "\n\n", "# only a word\n", "---\n---\n"])
def test_an_empty_file_is_refused(text: str) -> None:
    (fault,) = with_file("x.yaml", text.encode())
    assert fault.what == "this file is empty"
    assert fault.next == "Write it, or take it away."


def test_names_in_any_script_are_read_in_normal_form_c() -> None:
    decomposed = unicodedata.normalize("NFD", "évacuer l’école")
    files = {
        **edited("A.yaml", "  start pumps:", f"  {decomposed}:"),
        "compact.yaml": DRILL["compact.yaml"].replace("start pumps", "évacuer l’école"),
    }
    files["A.yaml"] = files["A.yaml"].replace("of start pumps", "of évacuer l’école")
    files = {name: text.replace("downstream", "ساحل 海岸 берег") for name, text in files.items()}
    workspace = read(files.items())
    assert workspace.courses[0].activities[0].name == unicodedata.normalize("NFC", "évacuer l’école")
    assert workspace.compact.parties[1].who == "ساحل 海岸 берег"


@given(st.text(max_size=30))
def test_a_name_is_settled_once_for_all(text: str) -> None:
    assert as_name(as_name(text)) == as_name(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Port", "port"), ("B", "В"), ("A", "Α"), ("team 1", "team l"), ("O", "0"), ("A", "Ａ"), ("ﬁre", "fire")],
)
def test_names_that_the_eye_takes_for_each_other_share_a_skeleton(one: str, other: str) -> None:
    assert set(skeletons(one)) & set(skeletons(other))


@pytest.mark.parametrize(("one", "other"), [("alert", "alerts"), ("é", "e"), ("rn", "m"), ("Вода", "Beда")])
def test_names_that_differ_plainly_do_not(one: str, other: str) -> None:
    assert not set(skeletons(one)) & set(skeletons(other))


def test_among_many_names_the_nearest_is_still_found_quickly() -> None:
    assert nearest("stock shelter 77", [f"stock shelters {at}" for at in range(30_000)]) != ""


def test_every_scalar_is_text_as_it_stands() -> None:
    documents, faults = read_yaml("a: no\nb: 1e3\nc: 2024-01-01\nd: 0x10\ne: ~\nf: 'x'\ng: 12:30:00", "x.yaml")
    assert not faults
    assert plain_data(documents[0]) == {
        "a": "no", "b": "1e3", "c": "2024-01-01", "d": "0x10", "e": "~", "f": "x", "g": "12:30:00",
    }  # fmt: skip


def test_json_and_yaml_give_the_same_tree() -> None:
    text = '{"a": [1, 2.50, true, null, "x"], "b": {"c": "\\u00e9"}}'
    from_json, faults = read_json(text, "x.json")
    from_yaml, other_faults = read_yaml(text, "x.yaml")
    assert faults == other_faults == []
    assert plain_data(from_json[0]) == plain_data(from_yaml[0])


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('{"a": 1, "a": 2}', "'a' stands here twice"),
        ('{"a": NaN}', "'NaN' is no number"),
        ("[" * 100_000, "this is nested more than 40 deep"),
        ("[" * 50 + "]" * 50, "this is nested more than 40 deep"),
        ('{"a":' * 50 + "1" + "}" * 50, "this is nested more than 40 deep"),
        ('{"a": ', "this cannot be read as JSON"),
        ("", "this cannot be read as JSON"),
    ],
)
def test_json_is_as_strict_as_yaml(text: str, what: str) -> None:
    (fault,) = with_file("x.json", text.encode())
    assert fault.what == what
    assert fault.place
    assert fault.place.document == "x.json"
    assert fault.why.endswith(".")
    assert fault.next


@pytest.mark.parametrize("escape", ["\\u202e", "\\ud800", "\\u0000", "\\u200b"])
def test_an_escape_in_json_hides_nothing(escape: str) -> None:
    (fault, *_) = with_file("x.json", f'{{"means of": "A{escape}", "means": {{"x": 1}}}}'.encode())
    assert fault.what.startswith("U+")


def test_a_workspace_may_be_written_in_json() -> None:
    files = {**DRILL, "more.json": '{"means of": "B", "means": {"boats": 3}}'}
    assert ("boats", 3, "B", False) in [tuple(means) for means in read(files.items()).compact.means]


def test_the_pure_reader_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("yaml.CBaseLoader")
    assert read(DRILL.items()).compact.name == "drill"
    (fault,) = faults_of(edited("compact.yaml", "A: upstream", "A: &x upstream"))
    assert fault.what == "the anchor '&x' stands here"
