"""A planner's file of terms is read with every fault at once, each with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from freehand.errors import Fault, InputError, Place
from freehand.formats.proposed import read_terms
from freehand.formats.terms_file import load_terms, read_terms_file
from freehand.plans.joint import Notice
from freehand.terms.proposal import Exclusion, Reservation
from tests.formats.drill import DRILL, read

SOUND = read(DRILL.items())
TERMS = """\
scope: support
parties: [A, B]
exclusions:
  strikes:
    tags: strike
    words: [air strike, bombing]
    why: this is about support
reservations:
  own defence:
    party: A
    words: nothing here limits A's own defence
rules:
  notice:
    contingency: flood
    notice: 2 h before start of A's start pumps
availability:
  pumps: not in August
"""


def faults_of(text: str, *, alone: bool = False) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as refused:
        read_terms_file("terms.yaml", text.encode(), None if alone else SOUND)
    return refused.value.faults


def test_a_file_of_terms_is_read_and_its_rules_against_a_workspace(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text(TERMS, "utf-8")
    terms = load_terms(path, SOUND)
    assert terms == load_terms(path)
    assert terms.exclusions == (
        Exclusion("strikes", (), ("strike",), ("air strike", "bombing"), "this is about support"),
    )
    assert terms.reservations == (Reservation("own defence", "A", "nothing here limits A's own defence"),)
    (rule,) = read_terms("terms.json", f'{{"rules":{terms.rules}}}'.encode(), SOUND)
    assert isinstance(rule, Notice)
    assert rule.seconds == 7200


def test_all_faults_are_told_at_once_with_their_lines() -> None:
    wrong = (
        TERMS.replace("support\n", "suport\n", 1)
        .replace("[A, B]", "[A, Bee]")
        .replace("start pumps", "start pump")
        .replace("why", "wy")
    )
    assert [(fault.place, fault.what) for fault in faults_of(wrong)] == [
        (Place("terms.yaml", 1, "scope"), "'suport' is no rung"),
        (Place("terms.yaml", 7, "exclusions / strikes / wy"), "'wy' is no field of an exclusion"),
        (Place("terms.yaml", 2, "parties"), "no party 'Bee' is declared"),
        (Place("terms.yaml", 15, "rules / notice / notice"), "no activity 'start pump' of A in flood"),
    ]


def test_faults_of_the_terms_themselves_have_lines_too() -> None:
    wrong = TERMS.replace("[air strike, bombing]", "—").replace("party: A", "party: C").replace("[A, B]", "A")
    told = [(fault.place.line, fault.place.field) for fault in faults_of(wrong) if fault.place]
    assert told == [(2, "parties"), (6, "exclusions / strikes / words"), (10, "reservations / own defence / party")]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "this file is empty"),
        ("- scope\n", "this document has no fields"),
        ("scope: support\n---\nscope: support\n", "2 documents stand here"),
        ("scope: support\n", "'parties' is missing"),
        ("scope: {\n", "this cannot be read as YAML"),
        ("parties: [A, B]\nscope: support\nrules: [a]\n", "this is no map"),
        ("parties: [A, B]\nscope: support\nexclusions: {x: {}}\n", "this excludes nothing"),
    ],
)
def test_what_are_no_terms_is_refused(text: str, what: str) -> None:
    assert faults_of(text, alone=True)[0].what == what
    assert faults_of(text)[0].what == what


def test_terms_without_rules_have_none() -> None:
    terms = read_terms_file("terms.yaml", b"scope: support\nparties: [A, B]\nrules:\n", SOUND)
    assert terms.rules == ""
