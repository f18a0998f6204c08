"""Names: what is refused, and what a reader is told. Attacks 38 and 54."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import freehand.ledger
from freehand.formats.letters import skeletons
from freehand.ledger.names import fault_of, look_alikes, skeleton


@pytest.mark.parametrize(
    "letter",
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"  # direction
    "\x00\x07\x08\t\n\r\x1b\x7f\x85\x9b\u2028\u2029"  # controls and lines
    "\u00a0\u2000\u202f\u3000"  # other blanks
    "\u00ad\u034f\u115f\u1160\u17b4\u180e\u200b\u200c\u200d\u2060"  # unseen
    "\u2800\u3164\ufe0f\ufeff\uffa0\U000e0001\U000e0100"
    "\ud800\udfff\ufffe\ue000",  # no letters at all
    ids=lambda letter: f"U+{ord(letter):04X}",
)
def test_a_name_with_what_cannot_be_seen_or_turns_direction_is_refused(letter: str) -> None:
    """Attack 38."""
    for name in (f"North{letter}land", f"{letter}Northland", f"Northland{letter}"):
        assert fault_of(name)


def test_the_refusal_spells_the_letter_out() -> None:
    assert fault_of("North\u202eland") == "it has U+202E (right-to-left override) in it"


@pytest.mark.parametrize("name", ["", "x" * 201, " a", "a ", "a  b", " "])
def test_a_name_has_a_length_and_single_blanks(name: str) -> None:
    assert fault_of(name)


@pytest.mark.parametrize(
    "name",
    ["Northland", "Προτεύς", "Полярный округ", "東京都", "محافظة البصرة", "O’Brien & Sons (2)", "x" * 200,
     "../../etc/passwd", "/dev/null", "C:\\CON", "=1+1", "<b>"],
)  # fmt: skip
def test_names_in_any_script_are_taken_as_they_are(name: str) -> None:
    """Attack 54: a name that reads like a path is a name."""
    assert fault_of(name) == ""


@pytest.mark.parametrize(
    "other",
    ["northland", "NORTHLAND", "N0rthland", "Northl\u0430nd", "\uff2eorthland", "Northla\u0301nd", "North land",
     "North-land", "Northiand", "North1and", "Ν\u043erthland", "N\u0585rthland"],
)  # fmt: skip
def test_a_look_alike_is_told(other: str) -> None:
    """Attack 38."""
    assert look_alikes(other, ["Southland", "Northland"]) == ["Northland"]


def test_pairs_of_letters_that_read_as_one_are_told() -> None:
    assert look_alikes("Modem", ["Modern"]) == ["Modern"]
    assert look_alikes("Vvest", ["West"]) == ["West"]


def test_what_a_workspace_refuses_as_alike_is_told_here_as_well() -> None:
    """Two tables, as neither room may import the other; this one is the wider."""
    letters = [chr(number) for number in (*range(0x21, 0x17F), *range(0x370, 0x588)) if chr(number).isalnum()]
    by_eye: dict[tuple[int, str], str] = {}
    for letter in letters:
        name = f"xy {letter} z"
        for key in enumerate(skeletons(name)):
            other = by_eye.setdefault(key, name)
            assert look_alikes(name, [other]) == [other]


def test_other_names_are_not_alike() -> None:
    known = ["Northland", "Southland", "Port Authority", "東京都", "京都", "Полярный округ"]
    assert all(look_alikes(name, known) == [name] for name in known)


@given(st.text(max_size=30))
def test_any_text_is_judged_in_words(text: str) -> None:
    assert isinstance(fault_of(text), str)
    assert skeleton(text) == skeleton(text.swapcase()) or not text.isascii()
    if text and set(text) <= set(string.ascii_letters):
        assert fault_of(text) == ""


def test_no_module_that_reads_a_name_touches_the_file_system() -> None:
    """Attack 54: keys, cards, approvals and sealed content are bytes in and bytes out."""
    folder = Path(freehand.ledger.__file__).parent
    for module in ("names", "identity", "card_file", "approvals", "epochs", "fingerprint", "keys", "sealing", "stream",
                   "sealed_keys"):  # fmt: skip
        tree = ast.parse((folder / f"{module}.py").read_text())
        nodes = list(ast.walk(tree))
        imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        imported |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
        assert "open" not in {node.id for node in nodes if isinstance(node, ast.Name)}
        assert not {name.partition(".")[0] for name in imported} & {"os", "pathlib", "io", "shutil", "tempfile"}
