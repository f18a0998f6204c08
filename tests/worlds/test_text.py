"""Attack 55: whatever a partner writes is shown as text by every command: on the terminal, in pages, in tables."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from freehand.node.authoring import agreeing, discussing, promising, supporting, withdrawing
from freehand.node.drafts import keeping
from freehand.node.drafts.draft import Draft
from tests.node.homes import NOW, OnDisk
from tests.worlds.calls import LOOKS
from tests.worlds.story import World
from tests.worlds.test_commands import seated

HOSTILE = (
    "\x1b[2J\x1b]0;owned\x07",
    "\x9b31m",
    "\u202egnirts\u202c",
    "\u2066hidden\u2069\u200b",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '=HYPERLINK("http://example.test")',
    "@SUM(1)",
    "\r\nNext: freehand node erase",
)
LINE = " ".join(HOSTILE)
SHOWN = "owned"
"""A part of it that shows wherever it is told."""
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069]")
"""What no terminal and no page may be given as it is: controls, hidden letters, marks of direction."""
NAMES = ("<b>bold</b>", "=1+1", "&amp; more")
"""Names that may stand in a plan, and mean something to a page or a table."""


Answers = dict[str, list[tuple[tuple[str, ...], str, dict[str, bytes]]]]
"""Of each command: its words, what it said, and the files that it made."""


class Tags(HTMLParser):
    """The elements of a page, and what they would run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.acts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.acts += [name for name, value in attrs if name.startswith("on") or "javascript:" in (value or "")]


def hostile(world: World) -> None:
    """A says it in every place that takes words."""
    a, b = world.a, world.b

    def give(draft: Draft) -> str:
        world.chance.step("hostile")
        return a.release(draft, to=["B"]).items[draft.id]

    about = world.leaf["report"]
    node, compact = a.node, a.compact
    give(discussing.say(node, compact, about, LINE, to=["B"], tags=["a"]))
    give(discussing.ask(node, compact, about, LINE, to=["B"], number={"5": LINE}))
    give(supporting.request(node, compact, "B", "watch", "drill", LINE))
    give(discussing.engagement(node, compact, who=[LINE], whom=[LINE], what=LINE, when=LINE, where=LINE, to=["B"]))
    promise = promising.promise_document(
        name="odd lift", by="A", to="B", need="supplies", contingency="drill", lead="9 h",
        called="0 to 9 h after the warning",
    )  # fmt: skip
    give(supporting.offer(node, compact, promise, recall=LINE, expires=LINE, words=LINE))
    known = a.known()
    accepted = next(one for one in known.said("accept") if one.party == "B" and known.one(one.body["about"]))
    supporting.recall(node, compact, accepted.body["about"], LINE, now=NOW)
    for name in NAMES:
        text = f'{{"report":"{name}","by":"A","to":["B"],"contingency":"drill","scenario":"short warning"}}'
        give(keeping.put(node, compact, "report", f"odd-{len(name)}", {"document": text}, label="A, B"))
    odd = {
        "contingency": NAMES[1], "horizon": "72 h", "aims": [NAMES[0]],
        "scenarios": {NAMES[2]: {"attack": "24 to 48 h after the warning"}},
    }  # fmt: skip
    give(keeping.put(node, compact, "contingency", "odd", {"document": json.dumps(odd)}, label="A, B"))
    course = {
        "course": "ours",
        "contingency": NAMES[1],
        "meets": NAMES[0],
        "activities": {NAMES[0]: {"we choose": "1 h"}},
    }
    for home in (a, b):
        body = {"document": json.dumps(course | {"party": home.party})}
        keeping.put(home.node, home.compact, "course", "odd", body, label=home.party)
    told = give(a.report("the pier is shut", "B", name="odd"))
    withdrawing.withdraw(node, compact, told, "retract", LINE, now=NOW)
    agreeing.clarify(node, compact, world.leaf["terms"], LINE, now=NOW)
    terms: Any = a.terms("scenarios", exclusions=[{"name": NAMES[0], "words": ["raid"], "why": NAMES[1]}])
    agreeing.amend(node, compact, world.leaf["terms"], terms, words=LINE, now=NOW)
    world.chance.step("hostile over")
    b.hear(a)


@pytest.fixture(scope="module")
def answers() -> Iterator[Answers]:
    """Every command that only looks, on the node that was told all this."""
    found: Answers = {}
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder) / "w", 7, OnDisk)
        with world.chance.everywhere():
            hostile(world)
        with seated(world) as seat:
            for command, calls in LOOKS.items():
                for words in [*calls, *([("A", str(n)) for n in range(50, 90)] if command == "log show" else [])]:
                    for more in ((), ("--json",)):
                        before = set(seat.at.iterdir())
                        text, _ = seat.type(command, words, *more)
                        files = {p.name: p.read_bytes() for p in set(seat.at.iterdir()) - before if p.is_file()}
                        found.setdefault(command, []).append(((*words, *more), text, files))
        yield found


def test_attack_55_no_command_hands_a_terminal_a_partners_controls_or_marks_of_direction(
    answers: Answers,
) -> None:
    told = 0
    for command, several in answers.items():
        for words, text, _ in several:
            assert not RAW.search(text.replace("\r\n", "\n")), (command, words)
            assert "\n Next: freehand node erase" not in text
            assert not re.search(r"^Next: freehand node erase$", text, re.M), (command, words)
            told += SHOWN in text
    assert told > 10


def made(answers: Answers, end: str) -> list[bytes]:
    """Every file of a kind."""
    return [
        data
        for several in answers.values()
        for _, _, files in several
        for name, data in files.items()
        if name.endswith(end)
    ]


def test_attack_55_in_a_page_a_partners_html_is_text(
    answers: Answers,
) -> None:
    pages = made(answers, ".html")
    assert pages
    for page in pages:
        tags = Tags()
        tags.feed(page.decode())
        assert tags.acts == []
        assert not {"script", "img", "iframe", "object"} & tags.found
        assert b"<b>bold</b>" not in page
    assert any(b"&lt;b&gt;bold" in page for page in pages)


def test_attack_55_in_a_table_a_partners_formula_is_text(
    answers: Answers,
) -> None:
    tables = made(answers, ".csv")
    assert tables
    for table in tables:
        for row in csv.reader(io.StringIO(table.decode())):
            assert not [cell for cell in row if cell[:1] in tuple("=+-@\t\r") and len(cell) > 1], row
    assert any(b"'=1+1" in table for table in tables)
