"""The examples are sound, say that they are invented, and any damage to them is refused in words."""

import os
import random
import re
import time

import pytest

from freehand.errors import FreehandError
from freehand.formats.folder import read_folder
from freehand.formats.workspace import load, read_workspace
from freehand.plans.joint import Agreed, Notice
from freehand.terms.scope import Rung

EXAMPLES = [
    "gulf",
    "cascadia",
    "grid",
    "start",
    *(f"worked/{name}" for name in ("none", "within", "order", "notice", "airlift")),
]
HOUR = 3600


def files_of(example: str) -> list[tuple[str, bytes]]:
    files, faults = read_folder(f"examples/{example}")
    assert not faults
    return files


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_sound_and_says_that_it_is_invented(example: str) -> None:
    assert load(f"examples/{example}").compact.illustrative
    told = dict(files_of(example))["compact.yaml"].decode()
    for name, data in files_of(example):
        if name.endswith(".json"):  # it has no comments; the compact speaks for it
            assert name in told
            continue
        comments = " ".join(re.findall(r"^#(.*)$", data.decode(), re.MULTILINE))
        assert "invented" in comments, name


def test_every_folder_of_examples_is_tried_here() -> None:
    found = {os.path.relpath(folder, "examples") for folder, _, names in os.walk("examples") if "compact.yaml" in names}
    assert found == set(EXAMPLES)


@pytest.mark.parametrize("example", EXAMPLES)
def test_nothing_in_an_example_speaks_of_targets_or_strikes(example: str) -> None:
    text = b" ".join(data for _, data in files_of(example)).decode().lower()
    assert not re.search(r"\b(target|strike|weapon|kill|enemy)", text)


@pytest.mark.parametrize("example", ["none", "within", "order", "notice"])
def test_in_the_worked_examples_each_has_one_start_within_two_days(example: str) -> None:
    workspace = load(f"examples/worked/{example}")
    for course, name in zip(workspace.courses, ("a", "b"), strict=True):
        (activity,), (rule,) = course.activities, course.rules
        assert activity.name == name
        assert (str(rule.later), str(rule.earlier)) == (f"start of {course.party}'s {name}", "the warning")
        assert (rule.at_least, rule.at_most, rule.order) == (None, 48 * HOUR, False)
        assert course.meets == (f"{name} done",)
        assert course.least_rung is activity.least_rung is Rung.ALONE
    assert workspace.contingencies[0].horizon == 72 * HOUR


def test_the_worked_rules_are_those_of_the_table() -> None:
    assert load("examples/worked/none").compact.rules == ()
    (within,) = load("examples/worked/within").compact.rules
    assert isinstance(within, Agreed)
    assert [(str(rule.later), rule.at_most) for rule in within.rules] == [
        ("start of A's a", 12 * HOUR),
        ("start of B's b", 12 * HOUR),
    ]
    (order,) = load("examples/worked/order").compact.rules
    assert isinstance(order, Agreed)
    assert [(str(rule.later), str(rule.earlier), rule.order) for rule in order.rules] == [
        ("start of B's b", "start of A's a", True)
    ]
    assert (within.kind, order.kind) == ("synchronise", "order")
    (notice,) = load("examples/worked/notice").compact.rules
    assert isinstance(notice, Notice)
    assert (str(notice.point), notice.seconds) == ("start of A's a", 24 * HOUR)


def test_the_airlift_is_short_by_17_hours() -> None:
    workspace = load("examples/worked/airlift")
    (promise,), (scenario,) = workspace.promises, workspace.contingencies[0].scenarios
    (course,) = (course for course in workspace.courses if course.party == "B")
    (distribution,), (need,), (order, deadline) = course.activities, course.needs, course.rules
    assert need.own_way is None
    assert order.order
    assert deadline.at_least is not None
    spare = scenario.events[0].span.low - deadline.at_least - distribution.duration.high - promise.lead.high
    assert spare == -17 * HOUR


NEIGHBOURS = [
    "\t",
    ":",
    "-",
    "#",
    "'",
    '"',
    "{",
    "}",
    "[",
    "]",
    "&a ",
    "*a ",
    "!t ",
    "|",
    ">",
    "%",
    "@",
    "`",
    "\n",
    "  ",
]
NEIGHBOURS += [
    "---\n",
    "<<: ",
    "\u202e",
    "\x00",
    "é",
    "\ufeff",
    "0",
    "9" * 30,
    "-1 h",
    "h",
    "not before",
    "?",
    ",",
    "\r",
]


def damaged(text: bytes, chance: random.Random) -> bytes:
    """The text with one to three small damages."""
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(text) + 1)
        to = min(len(text), at + chance.randint(0, 12))
        match chance.randrange(6):
            case 0:
                text = text[:at] + text[to:]
            case 1:
                text = text[:at] + chance.choice(NEIGHBOURS).encode() + text[at:]
            case 2:
                text = text[:at] + bytes([chance.randrange(256)]) + text[at + 1 :]
            case 3:
                lines = text.split(b"\n")
                chance.shuffle(lines)
                text = b"\n".join(lines) if chance.random() < 0.1 else text
            case 4:
                lines = text.split(b"\n")
                line = chance.randrange(len(lines))
                lines.insert(line, lines[chance.randrange(len(lines))])
                text = b"\n".join(lines)
            case _:
                text = text[:to] + text[at:]
    return text


@pytest.mark.parametrize("seed", range(60))
def test_whatever_is_damaged_is_read_or_refused_in_words(seed: int) -> None:
    chance = random.Random(seed)
    example = chance.choice(EXAMPLES)
    files = files_of(example)
    for _ in range(10):
        at = chance.randrange(len(files))
        broken = [*files]
        broken[at] = (files[at][0], damaged(files[at][1], chance))
        fault = refusal(broken)
        if fault is not None:
            assert str(fault).isascii() or str(fault)
            assert all(each.what and each.why and each.next for each in fault.faults)


def refusal(files: list[tuple[str, bytes]]) -> FreehandError | None:
    """The error for which files are refused, or None where they are read. Anything else fails the test."""
    try:
        read_workspace(files)
    except FreehandError as error:
        return error
    return None


def large(activities: int) -> list[tuple[str, bytes]]:
    """A plan of some lines for each activity."""
    lines = ["course: long", "party: A", "contingency: c", "activities:"]
    for at in range(activities):
        lines += [f"  step {at}:", "    nature takes: 1 to 2 h", "    holds: 1 crews"]
    lines.append("rules:")
    for at in range(1, activities):
        lines.append(f"  start of step {at} not before end of step {at - 1}: one after the other")
    compact = "compact: x\nparties:\n  A: a\n  B: b\nshared means:\n  crews: 4\n"
    contingency = "contingency: c\nhorizon: 9 d\naims: [x]\nscenarios:\n  s: {}\n"
    texts = {"a.yaml": "\n".join(lines), "b.yaml": compact, "c.yaml": contingency}
    return [(name, text.encode()) for name, text in texts.items()]


def test_a_plan_of_100_000_lines_is_read_in_seconds() -> None:
    files = large(25_000)
    assert sum(data.count(b"\n") for _, data in files) > 99_000
    began = time.monotonic()
    workspace = read_workspace(files)
    assert len(workspace.courses[0].rules) == 24_999
    assert time.monotonic() - began < 20


def test_a_plan_with_a_thousand_faults_is_refused_in_seconds() -> None:
    files = [(name, data.replace(b"end of step", b"end of stop")) for name, data in large(10_000)]
    began = time.monotonic()
    error = refusal(files)
    assert error is not None
    assert len(error.faults) == 1000
    assert time.monotonic() - began < 20
