"""Microsoft Project XML is read as it stands, and what is no such file is refused with its line and a reason."""

from __future__ import annotations

import os
import tracemalloc
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import pytest

from freehand.errors import AccessError, FreehandError, InputError
from freehand.formats.mspdi import texts, tree
from freehand.formats.mspdi.fields import MOST_REMEMBERED, Field
from freehand.formats.mspdi.reading import read_file, read_project
from freehand.formats.mspdi.texts import FORMATS
from freehand.formats.mspdi.values import Amount
from freehand.temporal.files import tree as networks
from tests.formats.mspdi.project import assignments, element, link, project, resources, task, xml

HOUR = 3600


def refusal(data: bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        read_project(data, "plan.xml")
    assert all(fault.what and fault.why and fault.next for fault in caught.value.faults)
    return caught.value


def first(data: bytes) -> tuple[int, str]:
    """The line of the first fault, and what it says."""
    fault = refusal(data).faults[0]
    assert fault.place is not None
    assert fault.place.document == "plan.xml"
    return fault.place.line, fault.what


# -- values --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "unit", "elapsed", "estimated"),
    [
        (3, "min", False, False), (4, "min", True, False), (5, "h", False, False), (6, "h", True, False),
        (7, "d", False, False), (8, "d", True, False), (9, "w", False, False), (10, "w", True, False),
        (11, "mo", False, False), (12, "mo", True, False), (21, "", False, False),
        (35, "min", False, True), (36, "min", True, True), (37, "h", False, True), (38, "h", True, True),
        (39, "d", False, True), (40, "d", True, True), (41, "w", False, True), (42, "w", True, True),
        (43, "mo", False, True), (44, "mo", True, True), (53, "", False, True),
    ],
)  # fmt: skip
def test_each_format_of_durations_has_its_unit(code: int, unit: str, elapsed: bool, estimated: bool) -> None:
    (found,) = project(task(1, hours=24, unit=code)).tasks
    assert found.duration == Amount(24 * HOUR, unit, elapsed, estimated)  # type: ignore[arg-type]  # from a table


def test_these_are_all_the_formats_there_are() -> None:
    assert sorted(FORMATS) == [*range(3, 13), 19, 20, 21, *range(35, 45), 51, 52, 53]


@pytest.mark.parametrize(("code", "elapsed"), [(19, False), (20, True), (51, False), (52, True)])
def test_a_lag_in_per_cent_is_no_time(code: int, elapsed: bool) -> None:
    tasks = project(task(1) + task(2, links=link(1, lag=50, unit=code))).tasks
    assert tasks[1].links[0].lag[:3] == (50, "%", elapsed)


def test_a_lag_is_counted_in_tenths_of_a_minute_and_may_be_below_zero() -> None:
    tasks = project(task(1) + task(2, links=link(1, lag=4800) + link(1, kind=3, lag=-15, unit=3))).tasks
    assert [each.lag.seconds for each in tasks[1].links] == [8 * HOUR, -90]


def test_what_a_file_leaves_out_has_its_usual_value() -> None:
    found = read_project(xml(element("Task", UID=5), rest=""), "plan.xml")
    (one,) = found.tasks
    assert (found.day, found.week, found.month) == (8 * HOUR, 40 * HOUR, 160 * HOUR)
    assert (one.number, one.name, one.level, one.active, one.percent, one.constraint) == (5, "", 1, True, 0, 0)
    assert one.duration == Amount(0, "d", False, False)
    assert (one.links, one.calendar, one.remaining) == ((), -1, None)
    assert found.from_start


def test_a_project_has_a_usual_format_for_durations_without_one() -> None:
    data = xml(element("Task", UID=1, Duration="PT5H0M0S"), DurationFormat=6)
    assert read_project(data, "plan.xml").tasks[0].duration == Amount(5 * HOUR, "h", True, False)


def test_the_level_of_a_task_without_one_is_that_of_its_outline_number() -> None:
    tasks = element("Task", UID=1, OutlineNumber="1") + element("Task", UID=2, OutlineNumber="1.2.1")
    assert [each.level for each in project(tasks).tasks] == [1, 3]


def test_a_resource_that_costs_is_told_from_one_that_works() -> None:
    rest = resources((1, "crew", 1, "2.5"), (2, "sand", 0, 1), (3, "fee", 2, 1))
    rest += "<Resources>" + element("Resource", UID=4, Type=0, IsCostResource=1) + "</Resources>"
    found = project("", rest).resources
    assert [(str(each.kind), each.units) for each in found] == [
        ("work", Fraction(5, 2)),
        ("material", Fraction(1)),
        ("cost", Fraction(1)),
        ("cost", Fraction(1)),
    ]


def test_fields_of_what_stands_inside_a_task_are_not_taken_for_its_own() -> None:
    inner = element("Baseline", Duration="PT99H0M0S", Start="2000-01-01T00:00:00") + element("TimephasedData", UID=77)
    (found,) = project(task(1, "own", links=inner)).tasks
    assert (found.uid, found.duration.seconds, found.start) == (1, 8 * HOUR, None)
    rest = assignments((1, 1, 2)).replace("<Units>", f"{element('TimephasedData', UID=99, Units=7)}<Units>")
    assert [(a.uid, a.units) for a in project(task(1), rest).assignments] == [(0, Fraction(2))]


def test_comments_and_instructions_inside_a_file_are_passed_over() -> None:
    data = xml(task(1, "al<!-- x -->ert")).replace(b"<Tasks>", b"<?go?><!-- y --><Tasks>")
    assert read_project(data, "plan.xml").tasks[0].name == "alert"


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "windows-1252", "utf-8-sig"])
def test_a_file_in_another_encoding_that_it_declares_is_read(encoding: str) -> None:
    told = "UTF-8" if encoding == "utf-8-sig" else encoding
    text = xml(task(1, "Übung")).decode().replace('encoding="UTF-8"', f'encoding="{told}"')
    assert read_project(text.encode(encoding), "plan.xml").tasks[0].name == "Übung"


def test_lines_are_counted_beyond_65535_to_the_first_field_of_an_element() -> None:
    text = xml(task(1) + "\n" * 100_000 + task(2, "late", links=link(1, kind=9), Deadline="soon")).decode()
    found = [fault.place.line for fault in refusal(text.encode()).faults if fault.place]
    assert found == [text[: text.index(mark)].count("\n") + 1 for mark in ("<Deadline>soon", "<Type>9")]
    sound = text.replace("<Deadline>soon</Deadline>", "").replace("<Type>9", "<Type>1")
    (link_,) = read_project(sound.encode(), "plan.xml").tasks[1].links
    assert link_.line == sound[: sound.index("<PredecessorUID>")].count("\n") + 1


def test_moments_are_as_on_the_clocks_of_whoever_wrote_the_file() -> None:
    (found,) = project(task(1, Deadline="2026-11-05T17:30:00")).tasks
    assert found.deadline == datetime(2026, 11, 5, 17, 30)


# -- what is refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "text", "what"),
    [
        ("Duration", "P1M", "'P1M' is no duration in whole seconds, at least 0"),
        ("Duration", "PT1H0M0.5S", "'PT1H0M0.5S' is no duration in whole seconds, at least 0"),
        ("Duration", "-PT1H0M0S", "'-PT1H0M0S' is no duration in whole seconds, at least 0"),
        ("Duration", "PT999999999H0M0S", "'PT999999999H0M0S' is longer than 100 years"),
        ("DurationFormat", "99", "'99' is no format of durations"),
        ("DurationFormat", "19", "a duration in per cent stands here"),
        ("PercentComplete", "101", "'101' is no number of per cent from 0 to 100"),
        ("ConstraintType", "8", "'8' is no type of constraint"),
        ("Deadline", "soon", "'soon' is no date and time"),
        (
            "Deadline",
            "2026-11-05T17:30:00Z",
            "'2026-11-05T17:30:00Z' is no date and time in whole seconds without a zone",
        ),
        ("OutlineLevel", "1_0", "'1_0' is no whole number"),
        ("Summary", "maybe", "'maybe' is neither 0 nor 1"),
        ("LevelingDelay", "9" * 14, f"'{'9' * 14}' is longer than 100 years"),
    ],
)
def test_a_field_that_cannot_mean_what_it_says_is_refused_at_its_line(field: str, text: str, what: str) -> None:
    data = xml(task(7, "alert", 8, 7, **{field: text}))
    assert first(data) == (data[: data.index(f"<{field}>{text}".encode())].count(b"\n") + 1, what)


def test_all_faults_of_a_file_are_told_together_in_the_order_of_lines() -> None:
    error = refusal(xml(task(1, Start="x") + task(2, links=link(1, kind=9)), resources((1, "a", 5, -1))))
    assert [fault.what for fault in error.faults] == [
        "'x' is no date and time",
        "'9' is no type of link",
        "'5' is no type of resource",
        "'-1' is no number of at least 0",
    ]
    lines = [fault.place.line for fault in error.faults if fault.place]
    assert lines == sorted(lines)


def test_a_field_that_stands_twice_is_refused() -> None:
    assert first(xml(task(1) + task(2).replace("<ID>", "<UID>3</UID><ID>")))[1] == "'UID' stands here twice"


def test_a_field_that_stands_more_often_is_refused_once_in_whatever_it_stands() -> None:
    again = element("Task", UID=1, inside="<UID>2</UID><UID>3</UID>") + task(4, links=link(1))
    rest = resources((1, "a", 1, 1)).replace("<ID>", "<ID>8</ID><ID>")
    rest += assignments((1, 1, 2)).replace("<Units>", "<Units>1</Units><Units>")
    error = refusal(xml(again.replace("<Type>1</Type>", "<Type>1</Type><Type>3</Type>", 1), rest))
    assert [(fault.place.field, fault.what) for fault in error.faults if fault.place] == [
        ("Task / UID", "'UID' stands here twice"),
        ("Task / PredecessorLink / Type", "'Type' stands here twice"),
        ("Resource / ID", "'ID' stands here twice"),
        ("Assignment / Units", "'Units' stands here twice"),
    ]


def test_what_is_not_read_may_stand_more_than_once_even_where_it_is_called_like_what_is_read_beneath() -> None:
    (found,) = project(task(1, Type=0, links="<Type>1</Type><Type>9</Type><Baseline/><Baseline/>")).tasks
    assert found.links == ()


def test_a_text_that_cannot_be_read_is_a_fault_wherever_it_stands_again() -> None:
    error = refusal(xml("".join(task(uid, Start="soon") for uid in (1, 2, 3))))
    assert [fault.what for fault in error.faults] == ["'soon' is no date and time"] * 3
    assert len({fault.place.line for fault in error.faults if fault.place}) == 3


def test_more_different_texts_than_are_remembered_are_read_as_well() -> None:
    field = Field("Duration", 0, texts.time)
    said = [f"PT{count}S" for count in range(MOST_REMEMBERED + 100)]
    assert [field[text] for text in said * 2] == [*range(len(said))] * 2
    assert len(field) == MOST_REMEMBERED


def test_two_tasks_with_one_number_are_refused() -> None:
    assert first(xml(task(1) + task(1)))[1] == "a second task has the UID 1"
    assert first(xml(task(1) + task(2, ID=1)))[1] == "a second task has the number (ID) 1"


def test_a_task_without_a_uid_and_a_link_without_a_predecessor_are_refused() -> None:
    assert first(xml(element("Task", Name="x")))[1] == "a task without a UID stands here"
    assert (
        first(xml(task(1, links=element("PredecessorLink", Type=1))))[1] == "a link without a predecessor stands here"
    )


@pytest.mark.parametrize(
    ("root", "what"),
    [
        ("<Project/>", "this is 'Project' of no namespace"),
        ('<Project xmlns="http://example.org/x"/>', "this is 'Project' of the namespace 'http://example.org/x'"),
        ('<Plan xmlns="http://schemas.microsoft.com/project"/>', "this is 'Plan' of the namespace 'http://schemas.microsoft.com/project'"),
    ],
)  # fmt: skip
def test_another_kind_of_xml_is_refused_by_its_name(root: str, what: str) -> None:
    assert first(f"\n{root}".encode()) == (2, what)


@pytest.mark.parametrize(
    "data", [b"", b"   ", b"plan", b"\x00\x01\x02", b"<a>", b"<a></b>", b"<a>&x;</a>", b"<a b=c/>"]
)
def test_what_is_no_xml_is_refused(data: bytes) -> None:
    assert first(data)[1] == "this cannot be read as XML"


def test_a_file_that_breaks_off_is_refused_with_the_line_where_it_ends() -> None:
    data = xml(task(1) + task(2))
    cut = data[: data.index(b"<UID>2")]
    assert first(cut) == (cut.count(b"\n") + 1, "this cannot be read as XML")


def lol(levels: int, end: str) -> bytes:
    """Entities of entities, of which the last would take ten to the power of so many letters."""
    entities = ['<!ENTITY e0 "lol">', *(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, levels))]
    return f"<?xml version='1.0'?>\n<!DOCTYPE a [{''.join(entities)}]>\n{end}".encode()


DOCUMENT_TYPES = [
    lol(12, "<a>&e11;</a>"),
    lol(12, '<a b="&e11;"/>'),
    lol(1, "<a>plain</a>"),
    b"\n<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
    b"\n<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
    b"\n<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://example.org/x.dtd'> %x;]><a/>",
    "<?xml version='1.0' encoding='utf-16'?>\n<!DOCTYPE a []><a/>".encode("utf-16"),
]


@pytest.mark.parametrize("data", DOCUMENT_TYPES)
def test_a_document_type_is_refused_with_whatever_it_defines(data: bytes) -> None:
    tracemalloc.start()
    line, what = first(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert what == "a document type stands here"
    assert line in (1, 2)
    assert peak < 1024 * 1024


@pytest.mark.parametrize(
    "data",
    [
        *DOCUMENT_TYPES,
        b"<a>" * 100_000,
        b"<a>" + b"x" * 11_000_000 + b"</a>",
        b"<a",
        b"",
        b'<?xml version="1.0" encoding="utf-7"?><a/>',
    ],
    ids=lambda data: str(data[:30]),
)
def test_project_files_and_networks_are_guarded_alike(data: bytes) -> None:
    told = []
    for reader in (tree.read_xml, networks.read_xml):
        with pytest.raises(InputError) as raised:
            reader(data, "x.xml")
        told.append((raised.value.faults[0].place, raised.value.faults[0].what))
    assert told[0] == told[1]


def test_nesting_without_end_is_refused() -> None:
    error = refusal(b"<a>" * 100_000)
    assert error.faults[0].why == "it is nested more than 256 deep, and no plan is."
    assert first(xml(b"<b>".decode() * 1000))[1] == "this cannot be read as XML"


def test_an_outline_without_end_is_refused_at_its_line() -> None:
    from freehand.formats.mspdi.outline import outline

    tasks = "".join(task(at, OutlineLevel=at) for at in range(1, 200))
    with pytest.raises(InputError, match="the outline is more than 100 deep"):
        outline(project(tasks))


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"<a>" + b"<b/>" * 12, "this file has more than 10 tags"),
        (b"<a>" + b"<b></b>" * 5, "this file has more than 10 tags"),
        (b'<a b="" c="" d="" e="" f="" g="" h="" i="" j="" k="" l=""/>', "this file has more than 10 attributes"),
        (b"<a>" + b"x" * 100 + b"</a>", "this file has more than 100 bytes"),
    ],
)
def test_what_is_too_large_is_refused_before_it_is_parsed(
    monkeypatch: pytest.MonkeyPatch, data: bytes, what: str
) -> None:
    for limit, most in (("LARGEST_FILE", 100), ("MOST_TAGS", 10), ("MOST_ATTRIBUTES", 10)):
        monkeypatch.setattr(tree, limit, most)
    monkeypatch.setattr("lxml.etree.XMLParser", lambda **_: pytest.fail("it was parsed"))
    assert first(data) == (0, what)


def test_a_file_larger_than_the_limit_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "huge.xml"
    with path.open("wb") as file:
        file.truncate(tree.LARGEST_FILE * 20)
    tracemalloc.start()
    with pytest.raises(InputError, match="more than 67,108,864 bytes"):
        read_file(path)
    assert tracemalloc.get_traced_memory()[1] < 3 * tree.LARGEST_FILE
    tracemalloc.stop()


@pytest.mark.parametrize("encoding", ["utf-7", "ibm037", "utf-32", "x" * 90])
def test_an_encoding_in_which_tags_could_hide_is_refused(encoding: str) -> None:
    data = f'<?xml version="1.0" encoding="{encoding}"?><a/>'.encode()
    assert "is not read" in first(data)[1]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "plan.xml")
    with pytest.raises(InputError, match="no ordinary file"):
        read_file(tmp_path / "plan.xml")


@pytest.mark.parametrize("name", ["nothing.xml", "a\0b.xml", "x" * 3000, ""])
def test_a_file_that_is_not_there_is_told_so(tmp_path: Path, name: str) -> None:
    with pytest.raises(FreehandError) as caught:
        read_file(tmp_path / name if name else tmp_path)
    assert isinstance(caught.value, AccessError | InputError)
