"""What is not released is not said: with an interface file in place of plans, nothing tells what lies behind it.

Two workspaces whose party B differs in private parts only release the same bytes; whoever has the file in place of
the plans sees the same bytes on every screen and in every document, and none of B's private names among them.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.faces.face import EXAMPLES, RUNGS, Answer, copied, fine, fingerprint, replaced, run, written

DECIDES = ("assured", "told apart", "possible")
CONTINGENCIES = ("civil-protection", "de-escalation", "evacuation", "radiological", "strait-closure")
MARK = "zq"
"""Stands in every private name of these tests, and nowhere else."""


def released(folder: Path, decides: str, file: Path) -> str:
    fine("interface", str(folder), "--party", "B", "--decides", decides, "-o", str(file))
    return file.read_text("utf-8")


def without_plans(folder: Path, to: Path, interface: str) -> Path:
    """The workspace as a partner of B has it: B's interface in place of all that B wrote."""
    shutil.copytree(folder, to)
    shutil.rmtree(to / "B")
    (to / "B.json").write_text(interface, "utf-8")
    return to


def everything(folder: Path, contingencies: tuple[str, ...]) -> list[Answer]:
    """Every command at every rung on a workspace, as a screen and as a document, errors among them."""
    both: list[tuple[str, ...]] = [("check", "."), ("assess", "."), ("assess", ".", "--rung", "support")]
    both += [(command, ".", "--party", party) for command in ("interface", "sheet") for party in ("A", "B")]
    both += [("sheet", ".", "--party", "A", "--rung", "support")]
    both += [("explain", ".", name, "--rung", "support", "--try", "1") for name in contingencies]
    both += [("windows", ".", name, "--rung", "support") for name in contingencies]
    both.append(("explain", ".", contingencies[0], "--course", "B=no such course"))
    screens = [
        (command, ".", name, "--rung", rung)  # their documents are parts of that of assess
        for name in contingencies
        for rung in RUNGS
        for command in ("explain", "windows")
    ]
    return [run(*words, at=folder) for words in (*both, *screens, *((*words, "--json") for words in both))]


# -- the gulf, with B's private parts told otherwise ---------------------------------------------------


class Otherwise(NamedTuple):
    """B's private words in the gulf, and what they might be instead."""

    file: str
    old: str
    new: str


RENAMED = [
    Otherwise("civil-protection", "clear roads", "zq clear roads"),
    Otherwise("civil-protection", "roads clear before the move", "zq no car is left"),
    Otherwise("civil-protection", "stocks in place 2 h before the attack", "zq the depot says so"),
    Otherwise("de-escalation", "not before end of cabinet", "not before end of zq quiet talk"),
    Otherwise("de-escalation", "  cabinet:\n", "  zq quiet talk:\n"),
    Otherwise("de-escalation", "no call before the inquiry has reported, where there is one", "zq we do not trust it"),
    Otherwise("evacuation", "secure port", "zq sweep for mines"),
    Otherwise("evacuation", "port secure before", "zq no mine left before"),
    Otherwise("evacuation", "before ports close\n", "zq before the fleet leaves\n"),
    Otherwise("radiological", "tablets must be there", "zq the chemist said so"),
    Otherwise("radiological", "tablets before the plume", "zq not a minute later"),
    Otherwise("strait-closure", "declare rationing", "zq print coupons"),
    Otherwise("strait-closure", "    we choose: 12 to 24 h\n", "    nature takes: 1 to 2 h\n"),
    Otherwise("strait-closure", "prepare depots", "zq empty the caves"),
    Otherwise("strait-closure", "depots ready before unloading", "zq caves are empty"),
]
CHOIR = """\
  zq rehearse the choir:
    nature takes: 1 to 2 h
    holds: 1 zq brass band
  zq sing:
    we choose: 1 to 3 h
    holds: 1 zq brass band
"""
CHOIR_RULES = """\
  start of zq sing not before end of zq rehearse the choir: zq nobody sings unprepared
  end of zq sing at most 20 h after the warning: zq silence by then
"""
BAND = "means of: B\nmeans:\n  zq brass band: 1\n"


PRIVATE = (
    *("clear roads", "cabinet\\b(?! and call)", "secure port", "declare rationing", "prepare depots", "port secure"),
    *("cargo unloaded", "alert first", "tablets must be there", "fuel arrived", "shelters open", "brass band"),
)
"""What B says in the gulf to nobody but itself."""


def told_otherwise(folder: Path) -> Path:
    """Every private word of B another, two private activities more, and a means of B's own."""
    for file, old, new in RENAMED:
        path = folder / "B" / f"{file}.yaml"
        text = path.read_text("utf-8")
        assert old in text, (file, old)
        path.write_text(text.replace(old, new), "utf-8")
    for path in sorted((folder / "B").glob("*.yaml")):
        text = path.read_text("utf-8")
        text = text.replace("activities:\n", f"activities:\n{CHOIR}").replace("rules:\n", f"rules:\n{CHOIR_RULES}")
        path.write_text(text, "utf-8")
    (folder / "B" / "own.yaml").write_text(BAND, "utf-8")
    fine("check", str(folder))
    return folder


@pytest.mark.parametrize("decides", DECIDES)
def test_private_parts_of_the_gulf_leave_no_trace_in_the_interface(decides: str, tmp_path: Path) -> None:
    plain, other = copied("gulf", tmp_path / "plain"), told_otherwise(copied("gulf", tmp_path / "other"))
    one, two = released(plain, decides, tmp_path / "1.json"), released(other, decides, tmp_path / "2.json")
    assert one == two
    assert MARK not in one
    assert [name for name in PRIVATE if re.search(name, one)] == []


def test_behind_an_interface_every_screen_and_document_is_the_same_and_names_nothing_private(tmp_path: Path) -> None:
    plain, other = copied("gulf", tmp_path / "plain"), told_otherwise(copied("gulf", tmp_path / "other"))
    one, two = released(plain, "possible", tmp_path / "1.json"), released(other, "possible", tmp_path / "2.json")
    first = without_plans(plain, tmp_path / "seen plain", one)
    second = without_plans(other, tmp_path / "seen other", two)
    assert fingerprint(first) == fingerprint(second)
    some = ("evacuation",)
    assert everything(first, some) == everything(second, some)
    answers = everything(second, CONTINGENCIES)
    said = [answer.out + answer.err for answer in answers]
    assert [name for name in (MARK, *PRIVATE) for text in said if re.search(name, text)] == []
    assert {answer.code for answer in answers} == {0, 3}


@pytest.mark.parametrize("decides", ["assured", "told apart"])
def test_an_interface_that_decides_less_names_nothing_private_either(decides: str, tmp_path: Path) -> None:
    folder = EXAMPLES / "gulf"
    seen = without_plans(folder, tmp_path / "seen", released(folder, decides, tmp_path / "B.json"))
    words = [("assess", "."), *(("explain", ".", name, "--rung", "support") for name in CONTINGENCIES)]
    for one in words:
        for json in ((), ("--json",)):
            answer = fine(*one, *json, at=seen)
            assert [name for name in PRIVATE if re.search(name, answer.out)] == []


def test_a_chain_that_breaks_behind_an_interface_shows_the_partners_bound_as_one_step(tmp_path: Path) -> None:
    folder = copied("gulf", tmp_path / "gulf")
    seen = without_plans(folder, tmp_path / "seen", released(folder, "possible", tmp_path / "B.json"))
    at = fine("explain", str(seen), "evacuation", "--rung", "support", "--json").json
    for chain in at["chains"]:
        assert [step for step in chain["steps"] if "secure port" in step["text"] + (step["reason"] or "")] == []
    assert all(ask["owner"] in ("A", None) or "secure port" not in ask["text"] for ask in at["asks"])


def test_two_steps_behind_the_interface_that_last_as_long_as_one_release_the_same_bytes(tmp_path: Path) -> None:
    plain, other = copied("gulf", tmp_path / "plain"), copied("gulf", tmp_path / "other")
    path = other / "B/evacuation.yaml"
    text = path.read_text("utf-8")
    text = text.replace(
        "  secure port:\n    nature takes: 3 to 6 h\n",
        "  zq sweep:\n    nature takes: 1 to 2 h\n  secure port:\n    nature takes: 2 to 4 h\n",
    ).replace("rules:\n", "rules:\n  start of secure port not before end of zq sweep: zq sweep first\n")
    path.write_text(text, "utf-8")
    for decides in DECIDES:
        one, two = released(plain, decides, tmp_path / "1.json"), released(other, decides, tmp_path / "2.json")
        assert one == two, decides
        (tmp_path / "1.json").unlink()
        (tmp_path / "2.json").unlink()


# -- small variations of a small compact -----------------------------------------------------------------

COMPACT = """\
compact: pair
parties:
  A: one side
  B: the other side
shared means:
  berths: 2
---
contingency: storm
horizon: 48 h
aims: [dry]
scenarios:
  early:
    landfall: 20 to 24 h after the warning
  late:
    landfall: 30 to 40 h after the warning
---
course: wait for B
party: A
contingency: storm
meets: dry
activities:
  sail:
    nature takes: 2 to 3 h
    holds: 2 berths
assumes:
  end of B's open harbour: 6 to 9 h after the warning
rules:
  start of sail not before end of B's open harbour: harbour open before sailing
  landfall at least 1 h after end of sail: in before the storm
"""
SCRIPTS = (
    "zq crane",
    "zq كرين",
    "zq 起重機",
    "zq кран-ый",
    "zq \u00e9t\u00e9",
    "zq {0} %s [red]x[/red]",
    "zq 'crane'",
    "Zq a",
)
private_names = st.lists(
    st.tuples(st.sampled_from(SCRIPTS), st.integers(0, 99)).map(lambda pair: f"{pair[0]} {pair[1]:02d}"),
    min_size=6,
    max_size=6,
    unique_by=lambda name: name.casefold(),
)


def quoted(text: str) -> str:
    """A text as YAML takes it whole."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def sentence_name(name: str) -> str:
    """A name as a rule takes it whole."""
    return f'"{name}"' if "'" in name else f"'{name}'"


def behind(names: list[str], extra: list[tuple[int, int, bool]], why: str) -> str:
    """B's plan with these private names; ``extra`` are private activities tied to nothing."""
    prepare, inspect, means, *others = names
    more = "".join(
        f"  {quoted(name)}:\n    {'we choose' if chosen else 'nature takes'}: {low} to {low + more} h\n"
        for name, (low, more, chosen) in zip(others, extra, strict=False)
    )
    reason = quoted(why)
    return f"""\
course: open up
party: B
contingency: storm
meets: dry
activities:
  {quoted(prepare)}:
    nature takes: 1 to 3 h
    holds: {quoted("1 " + means)}
  {quoted(inspect)}:
    nature takes: 1 to 2 h
    holds: {quoted("1 " + means)}
  open harbour:
    we choose: 2 to 4 h
    holds: 1 berths
{more}rules:
  {quoted(f"start of open harbour not before end of {sentence_name(prepare)}")}: {reason}
  {quoted(f"start of open harbour not before end of {sentence_name(inspect)}")}: {reason}
---
means of: B
means:
  {quoted(means)}: 1
"""


PLAIN = behind(["zq prepare", "zq inspect", "zq crew", "", "", ""], [], "zq it is the custom")


@settings(max_examples=25)
@given(
    names=private_names,
    extra=st.lists(st.tuples(st.integers(1, 9), st.integers(0, 5), st.booleans()), max_size=3),
    why=st.sampled_from(SCRIPTS),
    decides=st.sampled_from(DECIDES),
)
def test_no_private_name_reason_means_or_activity_changes_a_byte_of_what_is_released(
    names: list[str], extra: list[tuple[int, int, bool]], why: str, decides: str
) -> None:
    with TemporaryDirectory() as place:
        folders = [
            written(Path(place) / str(number), {"A.yaml": COMPACT, "B/plan.yaml": plan})
            for number, plan in enumerate((PLAIN, behind(names, extra, why)))
        ]
        one, two = (released(folder, decides, Path(place) / f"{folder.name}.json") for folder in folders)
        assert one == two
        assert "zq" not in one.casefold()


def test_a_partner_of_the_small_compact_sees_the_same_bytes_whatever_b_calls_its_own(tmp_path: Path) -> None:
    seen = []
    for number, names in enumerate((SCRIPTS[:6], SCRIPTS[2:], tuple(reversed(SCRIPTS))[:6])):
        plan = behind(list(names), [(1, number, True), (2, 3, False)], SCRIPTS[number])
        folder = written(tmp_path / f"plans {number}", {"A.yaml": COMPACT, "B/plan.yaml": plan})
        interface = released(folder, "possible", tmp_path / f"{number}.json")
        seen.append(everything(without_plans(folder, tmp_path / f"seen {number}", interface), ("storm",)))
        assert [answer for answer in seen[-1] if "zq" in (answer.out + answer.err).casefold()] == []
    assert seen[0] == seen[1] == seen[2]


def test_what_is_tied_to_a_partner_does_change_what_is_released(tmp_path: Path) -> None:
    # The other way round, so that equal bytes above are no accident: the test could tell.
    folder = written(tmp_path / "plans", {"A.yaml": COMPACT, "B/plan.yaml": PLAIN})
    one = released(folder, "assured", tmp_path / "1.json")
    replaced(folder / "B/plan.yaml", "nature takes: 1 to 3 h", "nature takes: 1 to 4 h")
    assert released(folder, "assured", tmp_path / "2.json") != one
