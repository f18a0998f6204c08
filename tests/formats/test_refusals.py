"""A workspace is refused with every fault at once: what, where, why, and what to do next. The cases: refusals.txt."""

import os
from typing import NamedTuple

import pytest

from freehand.errors import Fault, Place
from tests.formats.drill import DRILL, edited, faults_of, read


class Case(NamedTuple):
    """One break of the drill, and the faults that it must bring."""

    claim: str
    files: dict[str, str]
    faults: list[Fault]


def _cases() -> list[Case]:
    with open(os.path.join(os.path.dirname(__file__), "refusals.txt"), encoding="utf-8") as table:
        _, *texts = table.read().replace("<tab>", "\t").split("\n== ")
    return [_case(text.split("\n### ", 1)[0].strip("\n").split("\n")) for text in texts]


def _case(lines: list[str]) -> Case:
    claim, where = lines[0], lines[1].removeprefix("in ")
    name, _, how = where.partition(" ")
    old = "\n".join(line[1:] for line in lines if line.startswith("-"))
    new = "\n".join(line[1:] for line in lines if line.startswith("+"))
    if how:
        files = {**DRILL, name: (DRILL[name] if how == "at the end" else "") + new + "\n"}
    else:
        files = edited(name, old, new)
    said = [line for line in lines[2:] if not line.startswith(("-", "+"))]
    faults = [
        Fault(what[5:], _place(at[5:]), why[5:], advice[5:])
        for at, what, why, advice in zip(said[::4], said[1::4], said[2::4], said[3::4], strict=True)
    ]
    return Case(claim, files, faults)


def _place(text: str) -> Place | None:
    where, _, field = text.partition(" / ")
    document, _, line = where.partition(":")
    return None if text == "nowhere" else Place(document, int(line), field)


CASES = _cases()


def test_the_sound_drill_is_read() -> None:
    assert [party.name for party in read(DRILL.items()).compact.parties] == ["A", "B"]


@pytest.mark.parametrize("case", CASES, ids=[case.claim for case in CASES])
def test_refused_with_place_reason_and_advice(case: Case) -> None:
    assert list(faults_of(case.files)) == case.faults


@pytest.mark.parametrize("case", CASES, ids=[case.claim for case in CASES])
def test_every_fault_is_a_whole_sentence_to_act_on(case: Case) -> None:
    for fault in case.faults:
        assert fault.what
        assert fault.why.endswith(".")
        assert fault.next[0].isupper()
        assert all(len(line) <= 80 or " " not in line.strip() for line in fault.as_text().split("\n"))


def test_all_faults_of_all_files_are_told_together_in_the_order_of_files_and_lines() -> None:
    files = {
        **DRILL,
        "A.yaml": DRILL["A.yaml"].replace("meets: dry", "meets: wet").replace("after crest", "after noon"),
        "flood.yaml": DRILL["flood.yaml"].replace("horizon: 48 h", "horizon: 48"),
        "between.yaml": DRILL["between.yaml"].replace("for: fuel", "for: feul"),
    }
    places = [fault.place for fault in faults_of(files)]
    assert [(place.document, place.line) for place in places if place] == [
        ("A.yaml", 4),
        ("A.yaml", 12),
        ("between.yaml", 4),
        ("flood.yaml", 2),
    ]


def test_a_fault_that_loses_a_name_is_not_told_again_wherever_the_name_is_used() -> None:
    files = edited("flood.yaml", "crest: 20 to 30 h after the warning", "crest: soon")
    assert len(faults_of(files)) == 1
    assert len(faults_of({**DRILL, "flood.yaml": "contingency: [flood"})) == 1


@pytest.mark.parametrize(
    ("name", "old", "new", "what"),
    [
        ("A.yaml", "course: pump", "course: " + "x" * 201, f"'{'x' * 59}…' is too long for a name"),
        ("compact.yaml", "[inner harbour]", "[" * 50 + "]" * 50, "this is nested more than 40 deep"),
        ("compact.yaml", "[inner harbour]", "[" * 500_000, "this is nested more than 40 deep"),
        (
            "A.yaml",
            "start of start pumps not",
            "x" * 1100,
            "what stands before the colon has more than 1,024 letters",
        ),
        (
            "compact.yaml",
            "within: ",
            "within: " + "crest not after second; " * 50,
            "'crest not after second; crest not after second; crest not a…' is too long",
        ),
    ],
)
def test_what_is_too_long_or_too_deep_is_refused(name: str, old: str, new: str, what: str) -> None:
    (fault,) = faults_of(edited(name, old, new))
    assert fault.what == what
    assert fault.place
    assert fault.place.document == name
    assert fault.place.line > 0


def test_a_name_that_two_parties_have_needs_its_party_in_the_terms() -> None:
    files = {
        **DRILL,
        "compact.yaml": DRILL["compact.yaml"].replace("start of A's start pumps and", "start of watch and"),
        "B.yaml": DRILL["B.yaml"].replace("activities:\n", "activities:\n  watch:\n    we choose: 1 h\n"),
    }
    (fault,) = faults_of(files)
    assert fault.what.endswith("can be read in two ways")
    assert fault.why == (
        "it may mean start of A's watch and start of B's lay bags, or start of B's watch and start of B's lay bags."
    )
    assert fault.next == "Say whose it is (A's …), or put the name in quotes."
