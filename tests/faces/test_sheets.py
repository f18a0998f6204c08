"""Call sheets as text, page, table and document say the same, by the clock too, and are written whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from freehand.assessment.assess import Reckoning
from freehand.assessment.sheets.making import sheet_of
from freehand.faces.sheets.table import COLUMNS, guarded
from freehand.faces.sheets.words import headline, tell
from freehand.terms.scope import Rung
from tests.assessment.compacts import made
from tests.faces.face import FOLDERS, Answer, copied, cramped, fine, run, untidy, written
from tests.faces.test_report import Read

GULF = "examples/gulf"
EVACUATION = ("sheet", GULF, "--party", "A", "--contingency", "evacuation")
ATHENS = ("--zone", "Europe/Athens")


def words(text: str) -> str:
    """A text in one line, without what only lays it out."""
    return " ".join(text.split())


def rows(text: str) -> list[dict[str, str]]:
    """The rows of a table by column."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


# -- the same in every form -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("rung", ["alone", "support", "operations"])
@pytest.mark.parametrize("folder", FOLDERS)
def test_page_and_table_say_in_the_same_words_what_the_document_says(folder: str, rung: str) -> None:
    first = {"examples/cascadia": "W", "examples/start": "Northbank", "examples/grid": "Coastline"}.get(folder, "A")
    asked = ("sheet", folder, "--party", first, "--rung", rung, "--warning", "2026-11-21T06:00Z", *ATHENS)
    document = fine(*asked, "--json").json
    table = rows(fine(*asked, "--format", "csv").out)
    page = words(Read(fine(*asked, "--format", "html").out).text)
    text = fine(*asked).out
    for sheet in document["sheets"]:
        mine = [row for row in table if row["contingency"] == sheet["contingency"]]
        assert {row["worth"] for row in mine} == {sheet["headline"]}
        assert words(sheet["headline"]) in page
        assert words(sheet["headline"]) in words(text)
        done = [row for row in mine if row["part"] not in ("note", "tell", "expected")]
        lines = [line for block in sheet["blocks"] for line in block["lines"]]
        assert len(done) == len(lines)
        for row, line in zip(done, lines, strict=True):
            for key, column in (("earliest_s", "earliest, s"), ("latest_s", "latest, s")):
                assert row[column] == ("" if line[key] is None else str(line[key]))
            if line["clock"] is not None:
                assert [row["earliest, UTC"], row["latest, UTC"]] == line["clock"]["utc"]
                assert [row["earliest, zone"], row["latest, zone"]] == line["clock"]["zone"]
            for part in (row["what"], row["earliest"], *filter(None, row["keep to"].split("; "))):
                assert words(part) in page, part
            assert row["tell"] or sheet["guarantee"] in ("none", "reminder")
        expected = [row for row in mine if row["part"] == "expected"]
        assert len(expected) == len(sheet["expected"])
        for row in expected:
            assert words(row["what"]) in page


def test_the_text_in_a_file_is_the_text_on_the_screen_but_for_its_width(tmp_path: Path) -> None:
    fine(*EVACUATION, "-o", str(tmp_path / "A.txt"))
    shown = run(*EVACUATION, columns=100).out.rpartition("\nNext: ")[0]
    assert (tmp_path / "A.txt").read_text("utf-8") == shown


def test_a_page_has_one_section_for_each_contingency_and_headings_for_every_row_and_column() -> None:
    page = fine("sheet", GULF, "--party", "A", "--format", "html").out
    assert page.count('<section class="sheet"') == 5
    assert page.count("<h1") == 1
    for row in re.findall(r"<tr>(.*?)</tr>", page):
        assert row.startswith(('<th scope="col"', '<th scope="row"'))
    read = Read(page)
    assert read.open == []
    assert read.refers <= set(read.ids)
    assert "script" not in read.tags


# -- by the clock ---------------------------------------------------------------------------------------------------


def clocks(warning: str, *zone: str) -> dict[str, dict[str, list[str]]]:
    document = fine(*EVACUATION, "--warning", warning, *zone, "--json").json
    return {line["point"]: line["clock"] for block in document["sheets"][0]["blocks"] for line in block["lines"]}


def test_clock_times_are_right_over_the_end_of_summer_time() -> None:
    """In Athens 2026-10-25 04:00 EEST becomes 03:00 EET: 20.5 h after noon there it is 07:30, not 08:30."""
    found = clocks("2026-10-24T09:00Z", *ATHENS)["start of A's embark"]
    assert found["utc"] == ["2026-10-25T05:30:00+00:00", "2026-10-25T07:00:00+00:00"]
    assert found["zone"] == ["2026-10-25T07:30:00+02:00", "2026-10-25T09:00:00+02:00"]
    early = clocks("2026-10-24T09:00Z", *ATHENS)["start of A's charter ships"]
    assert early["zone"] == ["2026-10-24T12:00:00+03:00", "2026-10-24T14:00:00+03:00"]


def test_clock_times_are_right_over_the_start_of_summer_time() -> None:
    """In Athens 2026-03-29 03:00 EET becomes 04:00 EEST: 20.5 h after noon there it is 09:30."""
    found = clocks("2026-03-28T10:00Z", *ATHENS)["start of A's embark"]
    assert found["zone"] == ["2026-03-29T09:30:00+03:00", "2026-03-29T11:00:00+03:00"]


def test_the_hour_that_comes_twice_is_told_by_the_name_of_the_zone() -> None:
    shown = fine(*EVACUATION, "--warning", "2026-10-25T00:30Z", *ATHENS).out
    assert "Sun 25 Oct 03:30 EEST" in shown  # at the warning
    assert "Sun 25 Oct 04:30 EET" in shown  # 2 h later


def test_a_warning_in_any_offset_is_the_same_moment() -> None:
    assert clocks("2026-11-21T08:00+02:00", *ATHENS) == clocks("2026-11-21T06:00Z", *ATHENS)
    assert clocks("2026-11-21T06:00Z")["start of A's embark"]["zone"] is None


def test_what_is_counted_from_an_event_has_no_clock_time() -> None:
    document = fine("sheet", GULF, "--party", "A", "--contingency", "radiological", "--warning", "2026-11-21T06:00Z")
    assert "1 h 30 min after release" in document.out
    found = fine(
        *("sheet", GULF, "--party", "A", "--contingency", "radiological", "--warning", "2026-11-21T06:00Z", "--json")
    ).json
    for line in found["sheets"][0]["blocks"][0]["lines"]:
        assert (line["clock"] is None) == (line["after"] is not None)


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        (("--warning", "tomorrow"), "--warning: 'tomorrow' is no moment"),
        (("--warning", "2026-11-21T06:00"), "--warning: '2026-11-21T06:00' has no offset"),
        (("--warning", "2026-13-01T06:00Z"), "--warning: '2026-13-01T06:00Z' is no moment"),
        (("--warning", "0001-01-01T00:00Z"), "--warning: '0001-01-01T00:00Z' is too far away"),
        (("--warning", "9999-12-31T23:59Z"), "--warning: '9999-12-31T23:59Z' is too far away"),
        (("--warning", "2026-11-21T06:00:00.5Z"), "--warning: '2026-11-21T06:00:00.5Z' is finer than a second"),
        (("--warning", "٢٠٢٦-11-21T06:00Z"), "is no moment"),
        (("--zone", "Europe/Athens"), "--zone is given without --warning"),
        (("--warning", "2026-11-21T06:00Z", "--zone", "Atlantis"), "--zone: there is no zone 'Atlantis'"),
        (("--warning", "2026-11-21T06:00Z", "--zone", "../../etc/passwd"), "there is no zone '../../etc/passwd'"),
        (("--warning", "2026-11-21T06:00Z", "--zone", "Europe"), "--zone: there is no zone 'Europe'"),
        (("--warning", "2026-11-21T06:00Z", "--zone", ""), "--zone: there is no zone ''"),
        (("--format", "pdf"), "argument --format: invalid choice: 'pdf'"),
        (("-o", "A.pdf"), "the ending of 'A.pdf' says no format"),
        (("-o", "A"), "the ending of 'A' says no format"),
        (("-o", ""), "the ending of '' says no format"),
        (("-o", "examples", "--format", "text"), "'examples' is a folder"),
        (("--contingency", "flood"), "there is no contingency 'flood'"),
        (("--party", "C"), "there is no party 'C'"),
        (("--rung", "top"), "argument --rung: invalid choice: 'top'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_meant_is_refused_with_a_word(asked: tuple[str, ...], what: str) -> None:
    answer = run("sheet", GULF, "--party", "A", *asked)
    assert (answer.code, answer.out) == (3, "")
    assert words(what) in words(answer.err)
    assert "next:" in answer.err


def test_a_party_of_which_only_the_interface_is_there_has_no_sheet(tmp_path: Path) -> None:
    folder = copied("gulf", tmp_path / "gulf")
    fine("interface", str(folder), "--party", "B", "-o", str(tmp_path / "B.json"))
    for file in (folder / "B").iterdir():
        file.unlink()
    (folder / "B").rmdir()
    (tmp_path / "B.json").rename(folder / "B.json")
    answer = run("sheet", str(folder), "--party", "B")
    assert (answer.code, answer.out) == (3, "")
    assert "B has no call sheet here" in answer.err
    assert fine("sheet", str(folder), "--party", "A").code == 0


# -- what is written ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "begins"), [("A.txt", "Call sheet of A"), ("A.html", "<!DOCTYPE html>"), ("A.CSV", "contingency,worth")]
)
def test_the_ending_of_the_file_says_the_format_and_a_sheet_replaces_only_a_sheet(
    name: str, begins: str, tmp_path: Path
) -> None:
    file = tmp_path / name
    answer = fine(*EVACUATION, "-o", str(file))
    assert file.read_text("utf-8").startswith(begins)
    assert "The call sheets of A are in" in words(answer.out)
    before = file.read_bytes()
    fine(*EVACUATION, "-o", str(file))
    assert file.read_bytes() == before
    file.write_text("my own notes", "utf-8")
    refused = run(*EVACUATION, "-o", str(file))
    assert refused.code == 3
    assert file.read_text("utf-8") == "my own notes"


def test_the_option_is_stronger_than_the_ending(tmp_path: Path) -> None:
    fine(*EVACUATION, "--format", "csv", "-o", str(tmp_path / "A.html"))
    assert (tmp_path / "A.html").read_text("utf-8").startswith("contingency,worth")


def test_on_a_full_disk_the_old_sheet_stands(tmp_path: Path) -> None:
    file = tmp_path / "A.html"
    fine(*EVACUATION, "-o", str(file))
    before = file.read_bytes()
    answer = cramped("sheet", GULF, "--party", "A", "-o", str(file))
    assert answer.code == 4
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["A.html"]


def test_with_json_the_file_is_written_too(tmp_path: Path) -> None:
    answer = fine(*EVACUATION, "-o", str(tmp_path / "A.csv"), "--json")
    assert answer.json["file"] == str(tmp_path / "A.csv")
    assert (tmp_path / "A.csv").exists()


# -- names of every kind --------------------------------------------------------------------------------------------

HOSTILE = """\
compact: made
illustrative: yes
parties:
  "=cmd|' /C calc'!A0": one
  "@Ærø–岛": other
shared means:
  "+boats": 2
---
contingency: "-drill <b>"
horizon: 48 h
aims: [done]
scenarios:
  "=late":
    "@sign": 4 to 6 h after the warning
---
course: "+go"
party: "=cmd|' /C calc'!A0"
contingency: "-drill <b>"
meets: done
activities:
  "=1+1 <script>":
    nature takes: 1 to 2 h
    holds: 1 +boats
  "＝wide":
    we choose: 1 to 2 h
    starts: after @sign
---
course: "wait"
party: "@Ærø–岛"
contingency: "-drill <b>"
activities:
  "wait":
    we choose: 1 h
rules:
  start of wait not before end of =cmd|' /C calc'!A0's =1+1 <script>: they come first
"""


def hostile(tmp_path: Path, *more: str) -> Answer:
    folder = written(tmp_path / "hostile", {"all.yaml": HOSTILE})
    return fine("sheet", str(folder), "--party", "=cmd|' /C calc'!A0", *more)


def test_no_cell_of_a_table_is_taken_for_a_formula_and_every_name_is_whole(tmp_path: Path) -> None:
    text = hostile(tmp_path, "--format", "csv").out
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@＝＋－＠\t\r")]
    assert {cell for cell in cells if cell.startswith("'")} >= {"'-drill <b>"}
    assert "Start =1+1 <script>" in cells
    assert any("@Ærø–岛" in cell for cell in cells)
    assert all(len(row) == len(COLUMNS) for row in csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t=", "\r", " =", "\u00a0@", "＝", "＋", "－", "＠"])
def test_whatever_begins_like_a_formula_is_guarded(begins: str) -> None:
    assert guarded(f"{begins}1+1") == f"'{begins}1+1"


def test_a_page_shows_every_name_as_text(tmp_path: Path) -> None:
    page = hostile(tmp_path, "--format", "html").out
    read = Read(page)
    assert "script" not in read.tags
    assert "b" not in read.tags
    assert "=1+1 <script>" in read.text
    assert "@Ærø–岛" in read.text


def test_names_of_every_kind_stand_whole_in_text_and_document(tmp_path: Path) -> None:
    answer = hostile(tmp_path)
    assert untidy(answer.out.rpartition("\nNext:")[0]) == []
    document = hostile(tmp_path, "--json").json
    points = [line["point"] for block in document["sheets"][0]["blocks"] for line in block["lines"]]
    assert "start of =cmd|' /C calc'!A0's ＝wide" in points
    assert json.loads(json.dumps(document)) == document


# -- what it says ---------------------------------------------------------------------------------------------------


def test_a_sheet_of_plans_that_do_not_hold_says_so_first_and_what_to_ask() -> None:
    shown = words(fine("sheet", GULF, "--party", "B", "--contingency", "evacuation", "--rung", "support").out)
    headline = "○ possible: these plans do not hold, short by 2 h. Nothing on this sheet is to be relied on."
    ask = "Ask first: B's lighter cargo: at most 30 h instead of 32 h (of B, rung scenarios)."
    assert shown.index(headline) < shown.index(ask) < shown.index("not to be relied on", shown.index(ask))
    assert "without a word" not in shown


def test_below_scenarios_a_sheet_says_that_nobody_looked_at_the_partners() -> None:
    shown = words(fine("sheet", GULF, "--party", "A", "--contingency", "evacuation", "--rung", "alone").out)
    assert "● believed assured by A: whatever this sheet allows holds in its own plan." in shown
    assert "Nobody has looked at the partners' plans." in shown


def test_what_reacts_says_what_it_follows_and_who_tells_it() -> None:
    asked = ("sheet", "examples/cascadia", "--contingency", "rescue-and-medical", "--rung", "support")
    shown = words(fine(*asked, "--party", "W").out)
    assert "as soon as end of I's send teams has come (I tells it)" in shown
    teller = words(fine(*asked, "--party", "I").out)
    assert "tell W when end of send teams has come" in teller


def test_where_no_list_of_moments_and_waits_is_proven_the_sheet_calls_itself_a_reminder() -> None:
    workspace = made(70_250, tight=0.35, small=True)
    contingency = workspace.contingencies[0]
    sheet = sheet_of(workspace, contingency, Reckoning(workspace, contingency).at(Rung.SUPPORT), "A")
    assert sheet.guarantee == "reminder"
    assert headline(sheet).startswith("◉ adaptable: the plans hold for those who react well, and this sheet is only a")
    assert not any("without a word" in tell(sheet, line) for line in sheet.lines)


def test_the_next_command_writes_the_same_sheet() -> None:
    asked = (*EVACUATION, "--warning", "2026-11-21T06:00Z", *ATHENS, "--rung", "support")
    last = fine(*asked).last.removeprefix("Next: ")
    assert last == (
        "freehand sheet examples/gulf --party A --contingency evacuation --warning 2026-11-21T06:00Z "
        "--zone Europe/Athens --rung support -o A.html"
    )
