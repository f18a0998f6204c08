"""What is written is read back as the same plan, whatever the names, and reads as a person would have written it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from freehand.errors import Place
from freehand.formats.letters import hidden_in
from freehand.formats.mspdi.names import LONGEST, Names, cleaned
from freehand.formats.tree import plain_data, read_yaml
from freehand.formats.workspace import read_workspace
from freehand.formats.writing import Remarks, course_text, means_text, point_text, scalar, worded
from freehand.plans.activity import Activity, Duration, Hold
from freehand.plans.plan import Course
from freehand.plans.points import WARNING, Point, Rule
from freehand.terms.scope import Rung
from tests.formats.mspdi.project import FILES, placeless

NOWHERE = Place("", 0, "")
WORDS = "start end of not before after at least most between and within to each other the warning crest A's B's"
SIGNS = "' \" ‘ ’ “ ” ; : # - ? ! & * | > % @ ` { } [ ] , = ~ null yes 1e3 ... --- << 2 h d"
TRICKY = st.sampled_from(f"{WORDS} {SIGNS}".split())
LETTERS = st.text(st.characters(codec="utf-8"), max_size=12)
TEXTS = st.lists(TRICKY | LETTERS, min_size=1, max_size=6).map(" ".join)
SPANS = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(sorted)


@st.composite
def courses(draw: st.DrawFn) -> tuple[Course, dict[str, Remarks], tuple[tuple[str, int], ...]]:
    """A course of activities under any names, with any rules between them, and the means that it holds."""
    names = Names()
    given_ = [names.distinct(cleaned(text) or "nameless") for text in draw(st.lists(TEXTS, min_size=1, max_size=5))]
    stocks = Names(("boats",))
    means = tuple((stocks.distinct(cleaned(text) or "x"), 9) for text in draw(st.lists(TEXTS, max_size=2)))
    activities, notes = [], {}
    for name in given_:
        low, high = draw(SPANS)
        holds = tuple(Hold(kind, draw(st.integers(1, 9))) for kind, _ in means if draw(st.booleans()))
        duration = Duration(draw(st.booleans()), low, high, 0, NOWHERE)
        activities.append(Activity(name, duration, holds, None, Rung.ALONE, NOWHERE))
        notes[name] = Remarks((draw(TEXTS),), cleaned(draw(TEXTS)))
    points = [Point(kind, "A", name) for name in given_ for kind in ("start", "end")]
    rules: dict[str, Rule] = {}
    for _ in range(draw(st.integers(0, 5))):
        later, earlier = draw(st.sampled_from(points)), draw(st.sampled_from([*points, WARNING]))
        seconds = draw(st.integers(0, 10**6))
        least, most = (seconds, None) if draw(st.booleans()) else (None, seconds)
        if later != earlier and not (earlier == WARNING and least == 0):
            text = worded(point_text(later), point_text(earlier), least, most)
            why = cleaned(draw(TEXTS)) or text
            rules[text] = Rule(text, why, later, earlier, least, most, least == 0, NOWHERE)
    name = cleaned(draw(TEXTS)) or "course"
    course = Course(
        name, "A", "flood", ("done", "dry"), Rung.ALONE, tuple(activities), (), tuple(rules.values()), (), NOWHERE
    )
    return course, notes, means


@settings(max_examples=400)
@given(courses())
def test_whatever_the_names_the_plan_that_is_read_is_the_one_that_was_written(
    made: tuple[Course, dict[str, Remarks], tuple[tuple[str, int], ...]],
) -> None:
    course, notes, means = made
    text = course_text(course, notes, ["head # : - of it"])
    if means:
        text += f"---\n{means_text('A', means)}"
    workspace = read_workspace([*FILES, ("plan.yaml", text.encode())])
    (found,) = workspace.courses
    assert placeless(found) == placeless(course)
    assert {m.name: m.capacity for m in workspace.compact.means if m.owner == "A"} == dict(means)


@settings(max_examples=400)
@given(TEXTS.map(cleaned).filter(bool))
def test_a_text_is_read_back_from_its_scalar(text: str) -> None:
    documents, faults = read_yaml(f"{scalar(text)}: {scalar(text)}", "x.yaml")
    assert (faults, plain_data(documents[0])) == ([], {text: text})


@given(TEXTS)
def test_a_cleaned_name_is_a_name(text: str) -> None:
    name = cleaned(text)
    assert cleaned(name) == name
    assert len(name) <= LONGEST
    assert hidden_in(name) is None
    assert "\n" not in name


def test_plain_text_stays_plain() -> None:
    for text in ("load trucks", "start of a not before end of b", "St. Mary's ward (2)", "2 crews", "Übung", "50 %"):
        assert scalar(text) == text
    for text in (
        "",
        "a: b",
        "a #b",
        "#a",
        "- a",
        "a:",
        "'a'",
        '"a"',
        "[a]",
        "{a}",
        "&a",
        "*a",
        "!a",
        "| a",
        "> a",
        "%a",
        "@a",
    ):
        assert scalar(text).startswith("'")


def test_a_course_reads_as_a_person_would_have_written_it() -> None:
    activities = (
        Activity(
            "load", Duration(True, 3 * 86400, 3 * 86400, 0, NOWHERE), (Hold("crews", 2),), None, Rung.ALONE, NOWHERE
        ),
        Activity(
            "test and go",
            Duration(False, 4 * 3600, 8 * 3600, 0, NOWHERE),
            (Hold("crews", 2), Hold("boats", 1)),
            None,
            Rung.ALONE,
            NOWHERE,
        ),
    )
    later, earlier = Point("start", "A", "test and go"), Point("end", "A", "load")
    text = worded(point_text(later), point_text(earlier), 7200, None)
    rules = (Rule(text, "the tide", later, earlier, 7200, None, False, NOWHERE),)
    course = Course("by sea", "A", "flood", ("done",), Rung.SUPPORT, activities, (), rules, (), NOWHERE)
    notes = {"load": Remarks(("In the harbour.",), "an estimate")}
    assert course_text(course, notes, ["From the harbour office."]) == (
        """\
# From the harbour office.
course: by sea
party: A
contingency: flood
meets: done
least rung: support
activities:
  # In the harbour.
  load:
    we choose: 3 d  # an estimate
    holds: 2 crews
  test and go:
    nature takes: 4 to 8 h
    holds: [2 crews, 1 boats]
rules:
  start of 'test and go' at least 2 h after end of load: the tide
"""
    )
