"""A partner of whom only an interface is here, or nothing yet: its names are taken as they stand."""

import json

import pytest

from freehand.formats.interface import as_text
from freehand.plans.joint import Workspace
from tests.formats.drill import DRILL, faults_of, read

INTERFACE = {
    "interface": "freehand.interface/1",
    "compact": "drill",
    "party": "B",
    "courses": [
        {
            "course": "bags",
            "contingency": "flood",
            "at": ["support"],
            "networks": [{"form": "stacked", "consistent": "yes", "distances": []}],
        }
    ],
}


def half(**change: object) -> dict[str, str]:
    """The drill with B's interface instead of B's plans."""
    files = {name: text for name, text in DRILL.items() if name != "B.yaml"}
    return {**files, "B.json": json.dumps({**INTERFACE, **change})}


def rules(workspace: Workspace) -> list[str]:
    return [f"{rule.later} / {rule.earlier}" for course in workspace.courses for rule in course.rules]


def test_an_interface_stands_in_place_of_plans() -> None:
    workspace = read(half().items())
    assert [released.party for released in workspace.released] == ["B"]
    assert "crest / end of B's lay bags" in rules(workspace)


def test_of_a_partner_of_whom_nothing_is_here_every_clear_point_is_accepted() -> None:
    files = {name: text for name, text in DRILL.items() if name != "B.yaml"}
    files["A.yaml"] = files["A.yaml"].replace(
        "crest not before end of B's lay bags", "crest not before end of B's whatever"
    )
    assert "crest / end of B's whatever" in rules(read(files.items()))


def test_of_a_partner_whose_plans_are_here_only_its_points_are_accepted() -> None:
    files = {**DRILL, "A.yaml": DRILL["A.yaml"].replace("before end of B's lay bags", "before end of B's whatever")}
    (fault,) = faults_of(files)
    assert fault.what == "no activity 'whatever' of B in flood"


def test_a_promise_to_a_partner_whose_plans_are_not_here_waits_for_its_need() -> None:
    promise = DRILL["between.yaml"].split("---\n")[0].split("caveats")[0]
    promise = promise.replace("fuel lorry", "boats").replace("by: B", "by: A").replace("to: A", "to: B")
    files = half()
    files["boats.yaml"] = promise.replace("for: fuel", "for: boats")
    assert [each.need for each in read(files.items()).promises] == ["boats", "fuel"]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"party": "C"}, "no party 'C' is declared"),
        ({"compact": "other"}, "this is of the compact 'other'"),
        ({"courses": "none"}, ""),
    ],
)
def test_an_interface_that_does_not_fit_is_refused(change: dict[str, object], what: str) -> None:
    faults = faults_of(half(**change))
    assert what in faults[0].what
    assert faults[0].place
    assert faults[0].place.document == "B.json"


def test_a_party_gives_one_interface() -> None:
    files = {**half(), "again.json": json.dumps(INTERFACE)}
    (fault,) = faults_of(files)
    assert fault.what == "the interface of 'B' stands here twice"


def lacking(*points: list[str]) -> dict[str, str]:
    course = {**INTERFACE["courses"][0], "lacks": list(points)}  # type: ignore[dict-item]  # the one course of it
    return half(courses=[course])


def test_a_course_says_which_points_it_lacks() -> None:
    (released,) = read(lacking(["end", "B", "lay bags"]).items()).released
    assert [str(point) for point in released.courses[0].lacks] == ["end of B's lay bags"]
    assert '"lacks"' in as_text(released)
    assert '"lacks"' not in as_text(released._replace(courses=(released.courses[0]._replace(lacks=()),)))


@pytest.mark.parametrize(
    ("points", "what"),
    [
        ([["end", "A", "go"]], "end of A's go is not its own"),
        ([["end", "B", "lay bags"], ["end", "B", "lay bags"]], "end of B's lay bags stands here twice"),
        ([["end", "B"]], "a point is [kind, party, name]"),
    ],
)
def test_what_it_lacks_is_checked_as_everything_else(points: list[list[str]], what: str) -> None:
    (fault,) = faults_of(lacking(*points))
    assert fault.what == what
