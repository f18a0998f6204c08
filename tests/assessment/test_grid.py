"""The example *grid*, with one party behind an interface, tells the story that its pages tell."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from freehand.assessment.assess import assess
from freehand.assessment.projecting import released_by
from freehand.assessment.results import Assessment
from freehand.formats.interface import as_text
from freehand.formats.workspace import load
from freehand.plans.joint import Workspace

GRID = Path(__file__).parents[2] / "examples" / "grid"
RUNGS = ("alone", "intelligence", "scenarios", "support", "operations")
INTERFACE = GRID / "Rivermouth.interface.json"
BEHIND = Path(__file__).parent / "grid" / "Rivermouth.yaml"


def with_everybodys_plans(folder: Path) -> Workspace:
    """The example with the plans of Rivermouth in place of what it released of them."""
    whole = folder / "grid"
    shutil.copytree(GRID, whole, ignore=shutil.ignore_patterns(INTERFACE.name, "*.xml"))
    shutil.copy(BEHIND, whole)
    return load(whole)


@pytest.fixture(scope="module")
def grid() -> Assessment:
    return assess(load(GRID))


@pytest.mark.parametrize(
    ("contingency", "verdicts"),
    [
        ("black start", (None, None, "adaptable", "adaptable", "adaptable")),
        ("storm", (None, None, "undecided", "assured", "assured")),
        ("substation flood", (None, None, *("assured if told apart",) * 3)),
        ("transformer loss", (None, None, "impossible", "possible", "possible")),
    ],
)
def test_each_contingency_stands_at_each_rung_as_the_guide_says(
    grid: Assessment, contingency: str, verdicts: tuple[str | None, ...]
) -> None:
    assert tuple(grid[contingency][rung].in_fact for rung in RUNGS) == verdicts


def test_the_plans_of_one_party_are_not_there_and_its_interface_is() -> None:
    workspace = load(GRID)
    assert {course.party for course in workspace.courses} == {"Coastline", "Upland"}
    assert [released.party for released in workspace.released] == ["Rivermouth"]


def test_the_crews_of_a_partner_carry_the_storm_and_announcing_them_has_a_price(grid: Assessment) -> None:
    prices = {(price.kind, price.element): price for price in grid["storm"]["operations"].prices}
    notice = prices["notice", "crews are announced"]
    assert notice.room is not None
    assert notice.room["Upland"] == 6 * 3600
    assert prices["promise", "crews from Upland"].worth_text != "assured"


def test_a_transformer_would_be_in_time_if_its_promise_were_six_hours_shorter(grid: Assessment) -> None:
    asks = [ask.text for ask in grid["transformer loss"]["support"].asks]
    assert "the promise spare from Upland of Upland: at most 66 h instead of 72 h from the call" in asks
    assert len(asks) == 3


def test_the_interface_is_what_the_plans_behind_it_release_to_the_letter(tmp_path: Path) -> None:
    released = released_by(with_everybodys_plans(tmp_path), "Rivermouth", "possible")
    assert as_text(released) == INTERFACE.read_text(encoding="utf-8")


def test_with_everybodys_plans_the_windows_are_those_that_the_interface_gives(grid: Assessment, tmp_path: Path) -> None:
    whole = assess(with_everybodys_plans(tmp_path))
    for rung in ("support", "operations"):
        storm, other = whole["storm"][rung], grid["storm"][rung]
        assert storm.choice is not None
        assert other.choice is not None
        assert [(w.party, w.low, w.high, w.share) for w in storm.choice.windows or ()] == [
            (w.party, w.low, w.high, w.share) for w in other.choice.windows or ()
        ]
        assert storm.in_fact == other.in_fact == "assured"
    assert whole["storm"]["scenarios"].in_fact == "possible"
