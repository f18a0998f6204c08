"""The pictures say what the JSON says: their numbers, parsed back from the drawing, are equal to the second."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest

import freehand
from freehand.assessment.results import Assessment, AtRung
from freehand.faces.document import as_json
from freehand.faces.pictures.axis import Axis
from freehand.faces.pictures.drawing import WIDTH, Figure
from freehand.faces.pictures.figures import figure
from freehand.faces.pictures.marks import SHAPES, class_of
from freehand.faces.pictures.rooms import rooms
from freehand.faces.pictures.timeline import LEFT, RIGHT
from freehand.faces.wording import SHAPES as WORDS
from freehand.faces.wording import standing_word
from freehand.quantities import HOUR

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(str(p.parent.relative_to(ROOT)) for p in (ROOT / "examples").rglob("compact.yaml"))


@cache
def assessed(example: str) -> Assessment:
    return freehand.assess(freehand.load(ROOT / example))


@cache
def document(example: str) -> dict[str, Any]:
    return as_json(assessed(example))


def timelines(example: str) -> list[tuple[AtRung, dict[str, Any], Figure]]:
    found = []
    for one, said in zip(assessed(example).contingencies, document(example)["contingencies"], strict=True):
        for at in one.rungs.values():
            try:
                found.append((at, said["rungs"][at.rung.word], figure(at)))
            except ValueError:
                assert not at.rung.joint or (at.choice is not None and at.choice.combination.broken)
    return found


def drawn(figure_: Figure, attribute: str) -> list[Element]:
    return [e for e in figure_.svg.iter() if e.get(attribute) is not None]


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_mark_of_the_trade_off_is_how_its_contingency_stands_at_its_rung(example: str) -> None:
    marks = drawn(figure(assessed(example)), "data-standing")
    found = {(m.get("data-contingency"), m.get("data-rung")): m.get("data-standing") for m in marks}
    said = {
        (c["name"], rung): "lesser" if at["in_fact"] == "assured" and at["lesser"] else at["in_fact"] or "not released"
        for c in document(example)["contingencies"]
        for rung, at in c["rungs"].items()
    }
    assert found == said


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_bar_of_the_trade_off_is_filled_as_far_as_the_room_is_kept(example: str) -> None:
    picture = figure(assessed(example))
    found = {}
    parts = list(picture.svg)
    for outline, fill in pairwise(parts):
        if outline.get("data-with-help-s") is not None:
            key = (outline.get("data-party"), outline.get("data-rung"))
            found[key] = (outline.get("data-with-help-s"), outline.get("data-joint-s"))
            part = min(1, int(found[key][1] or 0) / int(found[key][0] or 1))
            assert float(fill.get("width", "")) == pytest.approx(
                max(1, part * float(outline.get("width", ""))), abs=0.06
            )
    said = {
        (party, row["rung"]): (str(tied["with_help_s"]), str(tied["joint_s"]))
        for row in document(example)["tradeoff"]
        for party, tied in row["most_tied"].items()
        if tied is not None
    }
    assert found == said


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_free_window_of_the_json_is_drawn_where_it_lies(example: str) -> None:
    for _, said, picture in timelines(example):
        spans = {
            (e.get("data-point"), e.get("data-from-s"), e.get("data-to-s")): e for e in drawn(picture, "data-point")
        }
        for window in said["windows"] or []:
            own = window["start"] or window
            key = (own["point"], str(own["from_s"]), str(own["to_s"]))
            assert key in spans, (said["choice"], key)
            assert spans[key].get("class") == "window"
            assert (spans[key].get("data-after") or None) == window["after"]


@pytest.mark.parametrize("example", EXAMPLES)
def test_what_the_chain_is_short_by_is_the_length_of_the_measure(example: str) -> None:
    for at, said, picture in timelines(example):
        measures = drawn(picture, "data-latest-s")
        if at.choice is not None and at.choice.windows is not None:
            assert not measures
            continue
        (measure,) = measures
        latest, earliest = int(measure.get("data-latest-s", "")), int(measure.get("data-earliest-s", ""))
        assert earliest - latest == said["chains"][0]["shortfall_s"]


@pytest.mark.parametrize("example", EXAMPLES)
def test_one_scale_holds_for_everything_on_a_timeline(example: str) -> None:
    for _, _, picture in timelines(example):
        ticks = [e for e in picture.svg if e.get("class") == "quiet small middle" and e.get("y") == "22"]
        assert (ticks[0].text, ticks[0].get("x")) == ("warning", str(LEFT))
        spans = [e for e in drawn(picture, "data-from-s") if not e.get("data-after")]
        scales = [
            (int(span.get("data-to-s", "")) - int(span.get("data-from-s", ""))) / float(span.get("width", ""))
            for span in spans
            if float(span.get("width", "")) > 20
        ]
        assert not scales or max(scales) <= min(scales) * 1.01


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_room_is_drawn_with_the_seconds_of_the_json(example: str) -> None:
    for one, said in zip(assessed(example).contingencies, document(example)["contingencies"], strict=True):
        at = list(one.rungs.values())[-1]
        if not at.time:
            continue
        found = {
            e.get("data-party"): (e.get("data-with-help-s"), e.get("data-joint-s"))
            for e in drawn(rooms(at.time, "r"), "data-with-help-s")
        }
        freedom = said["rungs"][at.rung.word]["freedom"]
        for party, numbers in found.items():
            time = freedom[party]["time"]
            assert numbers == (str(time["with_help_s"]), str(time["joint_s"]))


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_picture_s_table_and_its_description_name_everything_that_is_drawn(example: str) -> None:
    for _, _, picture in timelines(example):
        assert picture.table is not None
        rows = ["".join(row.itertext()).replace("\u00a0", " ") for row in picture.table.iter("tr")]
        for span in drawn(picture, "data-event"):
            name = span.get("data-event", "")
            assert any(name in row for row in rows)
            assert name in picture.described
        assert picture.svg.get("role") == "img"
        labels = (picture.svg.get("aria-labelledby") or "").split()
        ids = {e.get("id") for e in picture.svg.iter()}
        assert len(labels) == 2
        assert set(labels) <= ids


def test_nothing_is_drawn_beside_the_picture() -> None:
    for _, _, picture in timelines("examples/gulf"):
        for rect in picture.svg.iter("rect"):
            x, width = float(rect.get("x", "")), float(rect.get("width", ""))
            assert x >= 0
            assert x + width <= WIDTH
            assert x + width <= RIGHT + 8 or rect.get("data-point") is None


def test_every_verdict_has_a_shape_of_its_own() -> None:
    shapes = [tuple(SHAPES[class_of(word)]) for word in WORDS if word != "lesser"]
    assert len(set(shapes)) == len(shapes)
    assert standing_word(assessed("examples/gulf")["radiological"]["alone"]) == "lesser"


def test_ticks_are_few_and_the_same_moment_is_written_the_same_way() -> None:
    for hours in (1, 5, 24, 54, 120, 2000, 100_000):
        ticks = Axis(0, 700, hours * HOUR).ticks
        assert 1 < len(ticks) <= 10
        assert ticks[0] == (0, "warning")
        assert all(label == f"D+{at // 86400}" for at, label in ticks[1:] if at % 86400 == 0)


def test_below_scenarios_there_is_no_timeline_and_it_is_said() -> None:
    with pytest.raises(ValueError, match="there is no timeline at alone"):
        figure(assessed("examples/gulf")["evacuation"]["alone"])


def test_in_a_notebook_a_figure_shows_itself_with_its_colours_and_its_table() -> None:
    shown = figure(assessed("examples/worked/airlift")["drill"]["support"])._repr_html_()
    assert shown.startswith("<div><style>")
    assert "--assured" in shown
    assert "<svg" in shown
    assert "<table>" in shown
