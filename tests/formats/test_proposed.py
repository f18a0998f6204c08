"""Proposed terms are read as those of a compact are, against the names of a workspace, with every fault at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from freehand.assessment.comparison.elements import bare
from freehand.errors import AccessError, Fault, InputError, Place
from freehand.formats.declared import declared_by
from freehand.formats.proposed import read_terms, under_terms
from freehand.formats.workspace import load
from freehand.plans.joint import Notice
from tests.formats.drill import DRILL, read

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(path.parent for path in (ROOT / "examples").rglob("compact.yaml"))
SOUND = read(DRILL.items())


def faults_of(text: str | bytes) -> tuple[Fault, ...]:
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(InputError) as refused:
        read_terms("terms.yaml", data, SOUND)
    return refused.value.faults


@pytest.mark.parametrize("folder", EXAMPLES, ids=[path.name for path in EXAMPLES])
def test_todays_rules_proposed_again_are_todays_rules(folder: Path) -> None:
    workspace = load(folder)
    rules = re.search(r"^rules:\n(?:[ ].*\n|\n)*", (folder / "compact.yaml").read_text("utf-8"), re.MULTILINE)
    proposed = read_terms("terms.yaml", (rules[0] if rules else "rules:\n").encode(), workspace)
    assert [bare(rule) for rule in proposed] == [bare(rule) for rule in workspace.compact.rules]


def test_the_rules_of_several_documents_stand_together_in_place_of_all_of_todays(tmp_path: Path) -> None:
    rule = "rules:\n  {}:\n    contingency: flood\n    notice: {} before start of A's start pumps\n"
    path = tmp_path / "terms.yaml"
    path.write_text("---\n".join([rule.format("z", "3 h"), rule.format("a", "2 h")]), "utf-8")
    under = under_terms(SOUND, path)
    notices = [rule for rule in under.compact.rules if isinstance(rule, Notice)]
    assert [(notice.name, notice.seconds, notice.place.line) for notice in notices] == [("a", 7200, 9), ("z", 10800, 4)]
    assert len(under.compact.rules) == 2
    assert under._replace(compact=SOUND.compact) == SOUND


def test_no_rule_at_all_can_be_proposed() -> None:
    assert read_terms("terms.yaml", b"rules:\n", SOUND) == ()
    assert read_terms("terms.yaml", b"rules: {}\n", SOUND) == ()


def test_a_name_that_the_workspace_does_not_have_is_told_with_its_line_and_field() -> None:
    (fault,) = faults_of("rules:\n  r:\n    contingency: flood\n    notice: 2 h before start of A's start pump\n")
    assert fault.place == Place("terms.yaml", 4, "rules / r / notice")
    assert fault.what == "no activity 'start pump' of A in flood"


def test_all_faults_of_the_file_are_told_at_once() -> None:
    text = """\
rules:
  a:
    contingency: flud
    notice: 2 h before start of A's start pumps
  b:
    contingency: flood
    notice: 2 before start of A's start pumps
  c:
    contingency: flood
    consent of: A
    before: start of A's start pumps
    nature takes: 1 to 2 h
    only with promise: fual
"""
    assert [(fault.place.line, fault.what) for fault in faults_of(text) if fault.place] == [
        (3, "no contingency 'flud' is declared"),
        (7, "'2' has no unit"),
        (13, "no promise 'fual' is declared"),
    ]


def test_only_rules_can_be_proposed_and_the_word_says_so() -> None:
    (fault,) = faults_of("compact: drill\nrules:\n")
    assert (fault.what, fault.place) == ("'compact' stands here", Place("terms.yaml", 1, "compact"))
    assert fault.next == "Keep only the map under rules; to change more, compare two workspaces."


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "this file is empty"),
        ("- rules\n", "this document has no fields"),
        ("rulez:\n", "'rulez' is no field of a file of proposed terms"),
        ("rules: [a]\n", "this is no map"),
        ("rules: {a: {why: because}}\n", "this does not say what kind of rule it is"),
        (b"\xff\xfer", "this file is in UTF-16"),
        ("rules: {\n", "this cannot be read as YAML"),
    ],
)
def test_what_is_no_file_of_terms_is_refused(text: str | bytes, what: str) -> None:
    assert faults_of(text)[0].what == what


def test_a_rule_that_stands_twice_is_refused_though_in_two_documents() -> None:
    rule = "rules:\n  r:\n    contingency: flood\n    notice: 2 h before start of A's start pumps\n"
    (fault,) = faults_of(f"{rule}---\n{rule}")
    assert (fault.what, fault.place and fault.place.line) == ("the rule 'r' stands here twice", 7)


def test_a_file_that_is_not_there_or_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AccessError):
        under_terms(SOUND, tmp_path / "nothing.yaml")
    with pytest.raises(InputError, match="is a folder"):
        under_terms(SOUND, tmp_path)


def test_a_workspace_that_was_read_declares_the_names_that_its_files_declared() -> None:
    declared = declared_by(SOUND)
    assert declared.parties == tuple(party.name for party in SOUND.compact.parties)
    assert declared.activities["flood"]["A"].keys() == {
        a.name for c in SOUND.courses if c.party == "A" and c.contingency == "flood" for a in c.activities
    }
    assert declared.unseen("flood") == frozenset()
