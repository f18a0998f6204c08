"""Attack 55 by hand: a partner's text in every answer of a node stays text; it directs no terminal and no page."""

from __future__ import annotations

import csv
import io
import re
import shlex
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faces.face import Answer
from tests.faces.nodes.two import Two, quick, world

STRANGE = "\x1b[2J\x9b31m\x07 \u202eevil\u2066 <script>alert(1)</script> =HYPERLINK(1)\r\x00"
PLAIN = "=HYPERLINK(1) <script>alert(1)</script>"
"""What a name in a plan may be."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    """Two nodes that it came across between."""
    at = tmp_path_factory.mktemp("strange")
    world("planned")
    with quick("strange words"):
        yield strangers(at)


def strangers(at: Path) -> Two:
    """South has put strange text wherever a partner can, and north has it all."""
    two = Two(at).at_stage("planned")
    _renamed(at / "plans" / "B.yaml")
    two.south("draft add plans --to A --as Cora")
    _say_everything(two)
    two.pass_on()
    return two


def _renamed(path: Path) -> None:
    text = path.read_text("utf-8").replace("course: hand out supplies", f"course: '{PLAIN}'")
    path.write_text(text, "utf-8")


def _say_everything(two: Two) -> None:
    evil = STRANGE.replace("\x00", "")
    for words in (
        ("terms", "amend", "amended.yaml", "--words", evil, "--as", "Cora"),
        ("terms", "clarify", evil, "--as", "Cora"),
    ):
        two.south(shlex.join(words))
    drafts: list[tuple[str, ...]] = [
        ("request", "supplies", evil, "--to", "A", "--contingency", "drill"),
        ("ask", "contingency drill", evil, "--to", "A", "--number", f"what={evil}"),
        ("say", "contingency drill", evil, "--to", "A"),
        ("engagement", "add", evil, "--who", evil, "--whom", evil, "--when", evil, "--where", evil, "--to", "A"),
        ("offer", "lift", "--to", "A", "--for", "supplies", "--contingency", "drill", "--lead", "6 to 12 h", "--called",
         "0 to 24 h after the warning", "--recall", evil, "--expires", evil, "--words", evil,
         "--caveat", f"call for supplies at most 12 h after the warning={PLAIN}"),
    ]  # fmt: skip
    for draft in drafts:
        made = two.south(shlex.join([*draft, "--as", "Cora", "--json"])).json["draft"]["id"]
        two.released("south", made[:8])
    interface = two.south("draft list --kind course --json").json["drafts"]
    for one in interface:
        two.released("south", one["id"][:8], "--as-interface")
    said = two.south("release list --json").json["released"]
    gone = next(one["leaf"] for one in said if one["words"].startswith("comment"))
    two.south(shlex.join(["withdraw", gone, evil, "--how", "erase", "--as", "Cora"]))


def acting(text: str) -> list[str]:
    """Letters that would do something rather than be seen; a line break is the command's own."""
    return [
        hex(ord(one)) for one in text if one != "\n" and unicodedata.category(one) in ("Cc", "Cf", "Co", "Cs", "Cn")
    ]


def test_it_came_across(told: Two) -> None:
    shown = told.north("terms show").out
    assert "\\x1b[2J" in shown
    assert "\\u202eevil" in shown


@pytest.mark.parametrize(
    "words",
    [
        "terms show",
        "terms answer 'Yes.' --as Ada",
        "node status",
        "node erase",
        "node trail",
        "log show B",
        "accept 'promise lift' --as Ada",
        "answer 'Yes.' --as Ada",
        "engagement list",
        "release list",
        "draft list",
        "terms ties",
        "offer airlift --answers supplies --as Ada",
        "ask nothing-of-this-name 'x' --to B --as Ada",
        "withdraw nothing-of-this-name 'x' --as Ada",
    ],
)
def test_no_answer_lets_it_do_anything(told: Two, words: str) -> None:
    answer: Answer = told.run(f"{words} --node north")
    assert answer.code in (0, 3), answer.err
    assert acting(answer.out + answer.err) == []


@pytest.mark.parametrize(
    "words",
    [
        "assess north",
        "explain north drill --rung support",
        "windows north drill --rung support",
        "sheet north --party A --rung support",
        "compare north south",
    ],
)
def test_no_answer_about_plans_does(told: Two, words: str) -> None:
    answer = told.fine(words)
    assert acting(answer.out + answer.err) == []


def test_on_a_page_it_is_text_and_in_a_table_no_formula(told: Two) -> None:
    for words, name in (
        ("report north", "report.html"),
        ("compare north south", "comparison.html"),
        ("sheet north --party A --rung support", "sheet.html"),
    ):
        told.fine(f"{words} -o {name}")
        page = (told.at / name).read_text("utf-8")
        assert not re.search(r"<script", page), name
        assert acting(page) == [], name
    told.fine("sheet south --party B --rung support -o sheet.csv")
    rows = csv.reader(io.StringIO((told.at / "sheet.csv").read_text("utf-8-sig")))
    assert [cell for row in rows for cell in row if cell[:1] in ("=", "@", "+", "\t", "\r")] == []


def test_the_report_names_the_course_as_it_is_called(told: Two) -> None:
    told.fine("report north -o named.html")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in (told.at / "named.html").read_text("utf-8")
