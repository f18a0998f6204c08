"""Comparison on the screen, as JSON and as a page: the answer first, equal numbers, every word for every difference."""

from __future__ import annotations

import json
import random
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

import freehand
from freehand.assessment.comparison.causes import Difference
from freehand.assessment.comparison.changes import Between
from freehand.assessment.comparison.compare import compare
from freehand.assessment.comparison.elements import table_of
from freehand.assessment.comparison.facts import KINDS, Fact
from freehand.faces.cli.commands import compare as command
from freehand.faces.comparison.changing import before_and_after, causes_text, change_text, name_of, numbered
from freehand.faces.comparison.comparing import Sides, becauses
from freehand.faces.comparison.differing import row
from freehand.faces.comparison.paper import comparison_page
from freehand.formats.workspace import load
from freehand.terms.scope import Rung
from tests.assessment.compacts import made
from tests.assessment.test_compare import another
from tests.docs.tables import Held, tables_of
from tests.faces.face import (
    EXAMPLES,
    FOLDERS,
    ROOT,
    Json,
    copied,
    cramped,
    fine,
    replaced,
    run,
    texts,
    untidy,
    unwrapped,
)
from tests.faces.test_report import Read

NONE, WITHIN, GULF = "examples/worked/none", "examples/worked/within", "examples/gulf"
NOTICED, ORDER, CASCADIA = "examples/worked/notice", "examples/worked/order", "examples/cascadia"
REFERENCE = ROOT / "docs" / "reference"
NOTICE = "notice: 10 h before start of A's disperse staff"


def terms_of(folder: Path, to: Path, *edits: tuple[str, str]) -> Path:
    """The rules of a workspace as a proposal, with words changed."""
    found = re.search(r"^rules:\n(?:[ ].*\n)*", (folder / "compact.yaml").read_text("utf-8"), re.MULTILINE)
    text = found[0] if found else "rules:\n"
    for old, new in edits:
        assert text.count(old) == 1
        text = text.replace(old, new)
    path = to / "terms.yaml"
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def longer(tmp_path: Path) -> Path:
    """Today's terms of gulf with twice the notice of flights."""
    return terms_of(EXAMPLES / "gulf", tmp_path, (NOTICE, NOTICE.replace("10", "20")))


# -- the answer ------------------------------------------------------------------------------------------------------


def test_the_answer_comes_first_says_what_is_gained_and_what_is_tied_and_names_the_next_command() -> None:
    answer = fine("compare", NONE, WITHIN)
    said = unwrapped(answer.out)
    assert said.startswith(
        "worked-none and worked-within: none beside within · A and B · illustrative data In 'within',"
    )
    assert "drill stays assured; A keeps 12 of 48 h in drill instead of 48 and B keeps 12 of 48 h in drill" in said
    assert answer.last == f"Next: freehand compare {NONE} {WITHIN} -o comparison.html"


def test_proposed_terms_are_said_in_the_mood_of_a_proposal_with_their_cause_and_lines(longer: Path) -> None:
    said = unwrapped(fine("compare", GULF, "--terms", str(longer)).out)
    assert "Under the proposed terms 4 of 5 contingencies are assured instead of 5, civil-protection only by a" in said
    assert "B would keep 13 of 34 h in civil-protection instead of 34." in said
    assert "(compact.yaml:17 → " in said
    assert "What changes in civil-protection operations: by the rule 'notice of flights' of the terms, changed" in said
    assert "A takes 'warn and disperse own staff': after notice (10 h) → after notice (20 h)" in said
    assert "5 → 4 5 → 4 0 → 1 0" in said


def test_two_equal_workspaces_change_nothing(tmp_path: Path) -> None:
    other = copied("gulf", tmp_path / "gulf")
    (other / "compact.yaml").rename(other / "first.yaml")
    found = fine("compare", GULF, str(other))
    assert "\nNothing changes: both say the same.\n" in found.out
    assert (found.last, "What" in found.out) == (f"Next: freehand assess {GULF}", False)
    assert fine("compare", GULF, str(other), "--json").json["nothing"] is True


def test_statements_that_differ_without_a_result_that_does_are_told(tmp_path: Path) -> None:
    other = copied("worked/none", tmp_path / "other")
    replaced(other / "A.yaml", "a begins within two days", "we are ready by then")
    said = unwrapped(fine("compare", NONE, str(other)).out)
    assert "Nothing changes: 1 statement differs, and no result with it." in said
    assert "because a begins within two days → because we are ready by then (A.yaml:10)" in said


def test_what_only_one_side_has_is_told_and_breaks_nothing() -> None:
    said = unwrapped(fine("compare", GULF, "examples/cascadia").out)
    assert "4 of 4 contingencies are assured instead of 5 of 5; they have no contingency in common." in said
    assert "Only in gulf: civil-protection, de-escalation, evacuation, radiological and strait-closure." in said


def test_where_rooms_are_gone_with_the_verdict_nobody_is_said_to_keep_them(tmp_path: Path) -> None:
    other = copied("gulf", tmp_path / "other")
    replaced(other / "promises.yaml", "nature takes: 120 to 192 h", "nature takes: 140 to 230 h")
    said = unwrapped(fine("compare", GULF, str(other)).out)
    assert "In 'other', 4 of 5 contingencies are assured instead of 5. in fact" in said
    assert "B's room, joint: 300 h → none" in said


def test_two_sides_with_one_contingency_each_that_is_not_the_same_one_are_counted() -> None:
    said = unwrapped(fine("compare", NONE, "examples/start").out)
    assert "In 'start', 1 of 1 contingencies is assured as before, but not the same ones; they have no" in said


def test_a_partner_that_shows_only_its_interface_is_not_guessed_at(tmp_path: Path) -> None:
    folder = copied("gulf", tmp_path / "gulf")
    fine("interface", str(folder), "--party", "B", "-o", str(folder / "B.interface.json"))
    shutil.rmtree(folder / "B")
    terms = terms_of(folder, tmp_path, ("  port captain:", "  notice of alert:\n    contingency: civil-protection\n"
                                        "    notice: 30 h before start of B's alert\n  port captain:"))  # fmt: skip
    answer = fine("compare", str(folder), "--terms", str(terms))
    said = unwrapped(answer.out)
    assert "As far as it can be reckoned nothing changes, but 1 changed rule is not in the figures." in said
    assert "Ask B for an interface under the other terms." in said
    (silence,) = fine("compare", str(folder), "--terms", str(terms), "--json").json["not_reckoned"]
    assert (silence["party"], silence["point"], silence["inside"]) == ("B", "start of B's alert", True)


PAIRS = [
    (NONE, WITHIN),
    (WITHIN, "examples/worked/order"),
    ("examples/worked/notice", NONE),
    (GULF, "examples/cascadia"),
]


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_a_comparison_fits_80_columns_at_every_rung(before: str, after: str) -> None:
    for rung in ([], ["--rung", "alone"], ["--rung", "operations"]):
        answer = fine("compare", before, after, *rung)
        screen, _, _ = answer.out.rpartition(answer.last)
        assert untidy(screen) == []


# -- JSON ------------------------------------------------------------------------------------------------------------


def at(document: Json, contingency: str, rung: str) -> Json:
    return next(c["rungs"][rung] for c in document["contingencies"] if c["name"] == contingency)


def documented(standing: Json, what: str, of: list[str]) -> Any:
    """The value of a fact as ``assess --json`` has it; None where it is not there."""
    freedom = standing["freedom"].get(of[0] if of else "", {})
    match what:
        case "verdict" | "in fact":
            return standing[what.replace(" ", "_")]
        case "aims unmet":
            return standing["aims_unmet"] or None
        case "margin" | "told apart by":
            return standing[f"{what.replace(' ', '_')}_s"]
        case "alone room" | "with help room" | "joint room":
            return freedom["time"][f"{what.removesuffix(' room').replace(' ', '_')}_s"]
        case "window":
            windows = [w for w in standing["windows"] or [] if [w["party"], w["point"], w["after"] or ""] == of]
            return [windows[0]["from_s"], windows[0]["to_s"]] if windows else None
        case "cell":
            courses = dict(zip(of[1::2], of[2::2], strict=True))
            cells = [c for c in standing["cells"] if (c["scenario"], c["courses"]) == (of[0], courses)]
            return [cells[0]["verdict"], cells[0]["shortfall_s"]] if cells else None
        case "price":
            prices = [p for p in standing["prices"] if [p["kind"], p["element"]] == of and p["room_s"]]
            return sorted(map(list, prices[0]["room_s"].items())) if prices else None
        case "rests on":
            items = [f"{party}'s {name}" if party else name for party, name in zip(of[::2], of[1::2], strict=True)]
            return True if items in standing["load_bearing"] else None
        case "course" if standing["choice"]:
            return standing["choice"]["courses"].get(of[0])
        case "stands alone":
            return standing["stands_alone"]
        case _:
            return ...


def test_the_numbers_are_those_of_the_two_assessments(tmp_path: Path) -> None:
    other = copied("gulf", tmp_path / "other")
    replaced(other / "compact.yaml", NOTICE, NOTICE.replace("10", "20"))
    replaced(other / "compact.yaml", "within 2 h of each other", "within 1 h of each other")
    replaced(other / "promises.yaml", "nature takes: 120 to 192 h", "nature takes: 120 to 190 h")
    found = fine("compare", GULF, str(other), "--json").json
    sides = [fine("assess", folder, "--json").json for folder in (GULF, str(other))]
    assert [found["before"]["tradeoff"], found["after"]["tradeoff"]] == [side["tradeoff"] for side in sides]
    checked = 0
    for one in found["contingencies"]:
        for difference in one["differences"]:
            for side, key in zip(sides, ("before", "after"), strict=True):
                standing = at(side, one["name"], difference["rung"])
                value = documented(standing, difference["what"], difference["of"])
                assert value is ... or value == difference[key], (one["name"], difference)
                checked += value is not ...
    assert checked > 60


def test_what_differs_between_the_assessments_is_in_the_comparison_and_nothing_else(tmp_path: Path) -> None:
    other = copied("gulf", tmp_path / "other")
    replaced(other / "compact.yaml", NOTICE, NOTICE.replace("10", "20"))
    found = fine("compare", GULF, str(other), "--json").json
    before, after = (fine("assess", folder, "--json").json for folder in (GULF, str(other)))
    for one in found["contingencies"]:
        rungs = {difference["rung"] for difference in one["differences"]}
        for rung in ("alone", "intelligence", "scenarios", "support", "operations"):
            assert (rung in rungs) == (at(before, one["name"], rung) != at(after, one["name"], rung))


class HeldValues(Held):
    """Documents whose differences have values of any kind; they are held against the table of values."""

    def hold(self, value: Any, kind: str, where: str = "") -> None:
        if kind == "value":
            json.dumps(value)
        else:
            super().hold(value, kind, where)


def test_every_key_of_a_comparison_is_documented_and_every_documented_key_occurs(longer: Path, tmp_path: Path) -> None:
    tables = tables_of(REFERENCE / "compare-json.md")
    own = set(tables)
    held = HeldValues({**tables_of(REFERENCE / "assessment-json.md"), **tables}, nulls=True)
    folder = copied("gulf", tmp_path / "gulf")
    fine("interface", str(folder), "--party", "B", "-o", str(folder / "B.interface.json"))
    shutil.rmtree(folder / "B")
    notice = ("start of A's disperse staff", "start of B's alert")
    terms = terms_of(folder, folder.parent / "gulf" / "A", notice)
    hidden = terms.rename(tmp_path / "hidden.yaml")
    for words in ((NONE, WITHIN), (WITHIN, NONE), (GULF, "examples/cascadia"), (GULF, "--terms", str(longer)),
                  (str(folder), "--terms", str(hidden)), (GULF, str(folder))):  # fmt: skip
        held.hold(fine("compare", *words, "--json").json, "comparison")
    assert not held.misfits
    assert not [name for name in held.never_seen() if name.split(" / ")[0] in own]


def test_every_kind_of_fact_is_in_the_table_of_values_and_no_other() -> None:
    text = (REFERENCE / "compare-json.md").read_text("utf-8").partition("## Values")[2]
    assert re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE) == list(KINDS)


# -- words for everything --------------------------------------------------------------------------------------------

SAMPLES: dict[str, tuple[tuple[str, ...], Any, str]] = {
    "verdict": ((), "possible", "○ possible"),
    "in fact": ((), "exposed", "◌ exposed"),
    "believed": (("A",), "assured", "● assured"),
    "aims unmet": ((), ("dry", "safe"), "dry and safe"),
    "in scenario": (("fast",), "adaptable", "◉ adaptable"),
    "told apart by": ((), 90_000, "D+1 01:00"),
    "if told": (("A", "B", "start of A's a"), True, "yes"),
    "course": (("A",), "pump", "pump"),
    "way": (("B", "sand"), "own way", "own way"),
    "order": (("a before b (crews)",), True, "yes"),
    "alone room": (("A",), 7_200, "2 h"),
    "with help room": (("A",), 7_200, "2 h"),
    "joint room": (("A",), 7_200, "2 h"),
    "margin": ((), 7_200, "2 h"),
    "most tied": ((), ("A", "start of A's a", 7_200, 3_600), "start of A's a (2 h → 1 h)"),
    "window": (("A", "start of A's a", ""), (3_600, 90_000), "D+0 01:00 to D+1 01:00"),
    "consent": (("A", "pump"), ("by consent", ("port", "rail"), 7_200), "by consent of port and rail (2 h)"),
    "price": (("synchronise", "same hour"), (("A", -3_600), ("B", None)), "A −1 h, B not known"),
    "worth": (("promise", "lorry"), ("assured", True), "● assured, by a lesser course"),
    "rests on": (("A", "a", "", "lorry"), True, "yes"),
    "stands alone": ((), False, "no"),
    "unseen join": (("a join",), True, "yes"),
    "unseen clash": (("crews: a and b",), True, "yes"),
    "unseen surprise": (("a rule",), True, "yes"),
    "clash": (("crews", "a", "b"), "certain", "certain"),
    "chain": (("", "1"), (61_200, ("one", "two")), "short by 17 h"),
    "ask": (("", "sooner"), True, "yes"),
    "cell": (("fast", "A", "pump", "B", "bags"), ("possible", 3_600), "○ possible, short by 1 h"),
    "contradiction": (("A", "fast", "crest", "r1", "r2"), True, "yes"),
}


def test_every_kind_of_fact_has_its_words() -> None:
    assert list(SAMPLES) == list(KINDS)
    for what, (of, value, shown) in SAMPLES.items():
        other = True if value is False else None
        assert row(Fact(what, of), other, value).after == shown, what
        assert row(Fact(what, of), value, other).before == shown, what
        assert row(Fact(what, of), value, other).what


def test_what_is_there_or_not_is_said_as_now_or_no_longer() -> None:
    there = Fact("rests on", ("B", "alert"))
    assert row(there, None, True).text == "now: rests on B's alert"
    assert row(there, True, None).text == "no longer: rests on B's alert"
    assert row(Fact("margin"), None, 3_600).text == "the narrowest free window: none → 1 h"


def test_two_numbers_that_a_table_would_show_alike_are_told_apart() -> None:
    assert row(Fact("margin"), 36_000, 36_001)[1:] == ("10 h", "10 h 1 s")


def test_every_change_of_made_up_workspaces_has_words_for_both_sides() -> None:
    for seed in range(40):
        old = made(seed)
        between = Between(old, another(old, random.Random(seed)))
        for change in between.changes:
            was, is_ = before_and_after(change)
            assert (bool(was), bool(is_)) == (change.before is not None, change.after is not None)
            assert change_text(change).startswith(name_of(change.key))
            assert was != is_


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_element_of_every_example_has_a_name_of_its_own(folder: str) -> None:
    keys = [key for key in table_of(load(ROOT / folder)) if key[0] != "rule"]
    assert len({name_of(key) for key in keys}) == len(keys)


def test_a_difference_without_a_found_cause_says_that_it_was_not_searched_further() -> None:
    found = compare(load(ROOT / NONE), load(ROOT / WITHIN)).contingencies[0]
    one = Difference(Rung.OPERATIONS, Fact("margin"), 1, 2, (), False)
    compared = type(found)(found.name, found.changes * 3, (one,))
    (group,) = becauses(compared, numbered(found.changes))
    assert group.heading == (
        "operations: by the 3 changes of this contingency together; which of them was not searched further"
    )


def test_many_changes_together_are_named_by_their_numbers_and_few_by_their_names() -> None:
    every = Between(load(ROOT / GULF), load(ROOT / CASCADIA)).changes
    numbers = numbered(every)
    assert causes_text(frozenset(every[1:5]), numbers) == "the changes 2, 3, 4 and 5 together"
    assert causes_text(frozenset(every[3:5]), numbers) == (
        "the shared means 'airhead', new together with the shared means 'crews', changed"
    )


def test_what_a_path_holds_does_nothing_on_the_screen(tmp_path: Path) -> None:
    other = copied("worked/within", tmp_path / "with\x1b[31min")
    assert "\x1b" not in fine("compare", NONE, str(other)).out.rpartition("Next:")[0]
    terms = terms_of(other, tmp_path).rename(tmp_path / "te\x1b[31mrms.yaml")
    assert "\x1b" not in fine("compare", NONE, "--terms", str(terms)).out.rpartition("Next:")[0]


# -- refusals --------------------------------------------------------------------------------------------------------


def test_a_comparison_has_exactly_two_sides(longer: Path) -> None:
    for words in ((GULF,), (GULF, GULF, "--terms", str(longer))):
        answer = run("compare", *words)
        assert (answer.code, answer.out) == (3, "")
        assert "Name another workspace, or a file of proposed terms with --terms, and not both." in unwrapped(
            answer.err
        )


def test_the_faults_of_both_workspaces_are_told_at_once_each_with_its_folder(tmp_path: Path) -> None:
    one, other = copied("gulf", tmp_path / "one"), copied("gulf", tmp_path / "other")
    replaced(one / "A" / "evacuation.yaml", "activities:", "activites:", 3)
    replaced(other / "promises.yaml", "for: fuel", "for: feul")
    answer = run("compare", str(one), str(other), "--json")
    assert answer.code == 2
    files = [fault["file"] for fault in answer.json["faults"]]
    assert f"{one}/A/evacuation.yaml" in files
    assert f"{other}/promises.yaml" in files
    assert run("compare", str(one), str(tmp_path / "nowhere")).code == 2


def test_faults_of_proposed_terms_are_told_with_file_line_and_field(tmp_path: Path) -> None:
    terms = tmp_path / "terms.yaml"
    terms.write_text("rules:\n  r:\n    contingency: drill\n    notice: 2 before start of A's a\n", "utf-8")
    answer = run("compare", NONE, "--terms", str(terms), "--json")
    assert answer.code == 2
    (fault,) = answer.json["faults"]
    assert (fault["file"], fault["line"], fault["field"]) == (str(terms), 4, "rules / r / notice")


def test_an_interruption_leaves_no_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def interrupted(*args: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "compare", interrupted)
    answer = run("compare", NONE, WITHIN, "-o", str(tmp_path / "comparison.html"))
    assert (answer.code, answer.out, answer.err.strip()) == (130, "", "Interrupted; nothing was changed.")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("word", ["0", "-1", "many"])
def test_a_limit_of_tries_is_a_whole_number(word: str) -> None:
    assert run("compare", NONE, WITHIN, "--tries", word).code == 3


# -- the page --------------------------------------------------------------------------------------------------------


def test_the_page_says_what_the_screen_says_and_is_whole_in_itself(longer: Path, tmp_path: Path) -> None:
    page = tmp_path / "comparison.html"
    words = ("compare", GULF, "--terms", str(longer))
    answer = fine(*words, "-o", str(page))
    headline = unwrapped(answer.out).partition(" The comparison is in")[0]
    text = page.read_text("utf-8")
    shown = re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<[^>]*>", " ", text, flags=re.DOTALL))
    assert f" {headline} " in shown.replace("&gt;", ">")
    assert not re.search(r"https?:|@import|url\((?!#)|<script|src=", text)
    assert text.count("<svg") == 2
    for difference in fine(*words, "--json").json["contingencies"][0]["differences"]:
        what = row(Fact(difference["what"], tuple(difference["of"])), None, None).what
        assert what in shown or difference["what"] == "verdict", what
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    labels = re.findall(r'aria-label="([^"]+)"', text)
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_every_pair_of_examples_makes_a_page(before: str, after: str) -> None:
    args = (freehand.load(ROOT / before), freehand.load(ROOT / after))
    text = comparison_page(compare(*args), Sides("one", "other", "In 'other',", False))
    assert text.startswith("<!DOCTYPE html>")
    assert text.count("<h1>") == 1
    assert len(text.encode()) < 1_000_000


def test_a_page_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    page = tmp_path / "comparison.html"
    assert cramped("compare", NONE, WITHIN, "-o", str(page), at=ROOT).code == 4
    assert list(tmp_path.iterdir()) == []
    page.write_text("my notes", "utf-8")
    assert run("compare", NONE, WITHIN, "-o", str(page)).code == 3
    assert page.read_text("utf-8") == "my notes"


def test_names_that_look_like_markup_stay_text_on_the_page(tmp_path: Path) -> None:
    other = copied("worked/within", tmp_path / "other")
    replaced(other / "compact.yaml", "near each other:", "<script>alert(1)</script>:")
    page = tmp_path / "comparison.html"
    fine("compare", NONE, str(other), "-o", str(page))
    tags = Read(page.read_text("utf-8")).tags
    assert "table" in tags
    assert "script" not in tags
    assert "the rule '&lt;script&gt;alert(1)&lt;/script&gt;' of the terms" in page.read_text("utf-8")
    assert "<script>" in " ".join(texts(fine("compare", NONE, str(other), "--json").json))
