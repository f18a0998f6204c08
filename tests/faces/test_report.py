"""The report is whole in itself, and says on its first screen what holds, what does not, and what to ask."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

import freehand
from freehand.faces.report import report
from freehand.faces.report.first import MOST_LISTED
from tests.docs.worlds import made
from tests.faces.face import EXAMPLES, FOLDERS, cramped, run

VOID = {"meta", "br"}
MOST_BYTES = 1_000_000


class Read(HTMLParser):
    """What a browser reads: open elements, ids, references, attributes, and the text of each element with an id."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.refers: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids.append(value or "")
            if name == "href":
                self.refers.add((value or "").removeprefix("#"))
            if name == "aria-labelledby":
                self.refers.update((value or "").split())
            if name == "fill" and value and value.startswith("url(#"):
                self.refers.add(value[5:-1])

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += f" {data}"


@cache
def page(example: str) -> str:
    return report(freehand.assess(freehand.load(EXAMPLES.parent / example)))


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text)).replace("&amp;", "&")


@pytest.mark.parametrize("example", FOLDERS)
def test_the_report_of_every_example_is_whole_small_and_refers_to_nothing_outside_itself(example: str) -> None:
    text = page(example)
    read = Read(text)
    assert read.open == []
    assert len(text.encode()) < MOST_BYTES
    assert len(set(read.ids)) == len(read.ids)
    assert read.refers <= set(read.ids)
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(read.tags)
    assert not [name for name in read.attributes if name.startswith("on")]
    assert not re.search(r"https?:|@import|url\((?!#)", text)


@pytest.mark.parametrize("example", FOLDERS)
def test_every_contingency_has_a_section_with_its_answer_for_a_heading(example: str) -> None:
    found = freehand.assess(freehand.load(EXAMPLES.parent / example))
    text = page(example)
    for one in found.contingencies:
        assert re.search(rf'<h2 id="c\d+-h">. {re.escape(one.name)} is ', text)


def test_the_first_screen_of_gulf_says_what_holds_what_does_not_and_what_to_ask() -> None:
    first = plain(page("examples/gulf").partition('<section aria-labelledby="c1-h"')[0].partition("<body>")[2])
    assert "At operations, 5 of 5 contingencies are assured in fact (none at alone)." in first
    assert "strait-closure : ● assured at operations, resting on tanker lift" in first
    assert "evacuation with no more than support: ○ possible , short by 2 h" in first
    assert "de-escalation with no more than intelligence: ◌ exposed , nobody looks at 1 join" in first
    assert "radiological with no more than scenarios: ● lesser course , leaves unmet: tablets out" in first
    asked = "For evacuation at support: B, could this be arranged? B's lighter cargo: at most 30 h instead of 32 h."
    assert asked in first
    assert "A keeps, where most tied – – 5.6 of 7 h, de-escalation 12 of 264 h, strait-closure" in first


def test_where_nothing_is_assured_the_chain_is_drawn_told_and_asked_about() -> None:
    text = plain(page("examples/worked/airlift"))
    assert "Short by 17 h: the attack may come as early as 24 h after the warning; the promise airlift of A" in text
    assert "−36 h The promise airlift of A may take 36 h from the call." in text
    assert "A, could this be arranged? The promise airlift of A: at most 19 h instead of 36 h from the call." in text
    assert "Does anybody know this? The attack not before 41 h instead of 24 h after the warning" in text


def test_what_is_undecided_says_why_on_the_first_screen_and_has_no_empty_section() -> None:
    case = "contingency: drill\nhorizon: 72 h\naims: [done]\nscenarios:\n  only: {}\n"
    course = "---\ncourse: c{}\nparty: {}\ncontingency: drill\nactivities:\n  act:\n    we choose: {} min\n"
    text = case + "".join(course.format(number, party, number + 1) for party in "AB" for number in range(70))
    written = plain(report(freehand.assess(made(text), rungs=[freehand.Rung.SCENARIOS])))
    why = "the courses and ways of the parties (70 of A, 70 of B) combine in 4,900 ways"
    assert f"drill at scenarios: ? undecided : {why}" in written
    assert f"? drill is undecided: {why}" in written
    assert "Why it is no better" not in written


def test_a_name_that_is_a_tag_is_shown_as_text(tmp_path: Path) -> None:
    for path in (EXAMPLES / "worked" / "airlift").glob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("distribution", "<script>alert(1)</script> & \"x\" 'y'")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    written = report(freehand.assess(freehand.load(tmp_path)))
    read = Read(written)
    assert "script" not in read.tags
    assert "<script>alert(1)</script> & \"x\" 'y'" in read.text


def test_a_first_screen_lists_a_dozen_and_counts_the_rest(tmp_path: Path) -> None:
    source = EXAMPLES / "worked" / "airlift"
    names = [path.name for path in source.glob("*.yaml")]
    (tmp_path / "compact.yaml").write_text((source / "compact.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    for number in range(MOST_LISTED + 3):
        for name in names:
            if name != "compact.yaml":
                text = (source / name).read_text(encoding="utf-8").replace("drill", f"drill {number}")
                text = text.replace("promise: airlift", f"promise: airlift {number}")
                (tmp_path / f"{number}-{name}").write_text(text, encoding="utf-8")
    written = plain(report(freehand.assess(freehand.load(tmp_path))))
    assert written.count("and 3 more, in the sections below") == 2


def test_the_command_writes_a_page_whole_and_replaces_only_pages(tmp_path: Path) -> None:
    page_file, other = tmp_path / "r.html", tmp_path / "plan.yaml"
    other.write_text("compact: mine\n", encoding="utf-8")
    first = run("report", "examples/worked/airlift", "-o", str(page_file))
    assert first.code == 0
    assert f"The report is in {page_file}" in first.out.replace("\n", " ").replace("  ", " ")
    again = run("report", "examples/worked/within", "-o", str(page_file), "--json")
    assert again.json["bytes"] == page_file.stat().st_size
    refused = run("report", "examples/worked/within", "-o", str(other))
    assert refused.code == 3
    assert "only a page is replaced by a page" in refused.err
    assert other.read_text(encoding="utf-8") == "compact: mine\n"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["plan.yaml", "r.html"]


@pytest.mark.parametrize(("file", "code", "words"), [("", 3, "-o names no file"), (".", 3, "is a folder")])
def test_a_page_needs_a_file_of_its_own(file: str, code: int, words: str) -> None:
    refused = run("report", "examples/worked/within", "-o", file)
    assert (refused.code, words in refused.err) == (code, True)


def test_where_no_page_can_be_written_that_is_said(tmp_path: Path) -> None:
    refused = run("report", "examples/worked/within", "-o", str(tmp_path / "nowhere" / "r.html"))
    assert refused.code == 4
    assert "cannot be written" in refused.err


def test_on_a_full_disk_the_old_report_stays_and_the_reason_is_said(tmp_path: Path) -> None:
    kept = tmp_path / "r.html"
    kept.write_text("<!DOCTYPE html>\n", encoding="utf-8")
    refused = cramped("report", "examples/worked/within", "-o", str(kept))
    assert refused.code == 4
    assert "make room" in refused.err
    assert kept.read_text(encoding="utf-8") == "<!DOCTYPE html>\n"
    assert list(tmp_path.iterdir()) == [kept]
