"""The examples gulf and cascadia say what the case sheets say: every activity, constraint, need, promise, report, rule.

The sheets lie outside the repository (../shared/cases); where they are absent the comparison is skipped, and says so.
"""

import os
import re
from typing import NamedTuple

import pytest

from freehand.formats.workspace import load
from freehand.plans.activity import Activity, Duration, Hold
from freehand.plans.joint import Agreed, Consent, Notice, Workspace
from freehand.plans.plan import Course
from freehand.plans.points import Rule
from freehand.plans.scenario import Event
from freehand.plans.support import Promise

SHEETS = os.path.join(os.path.dirname(__file__), "..", "..", "..", "shared", "cases")
CASES = ("gulf", "cascadia")

Row = list[str]


class Sheet(NamedTuple):
    """A case sheet: its sections by title, each with its text; the examples' counterpart."""

    sections: dict[str, str]
    workspace: Workspace


@pytest.fixture(params=CASES)
def sheet(request: pytest.FixtureRequest) -> Sheet:
    path = os.path.join(SHEETS, f"{request.param}.md")
    if not os.path.exists(path):
        pytest.skip("the case sheets are not here; they lie beside the repository, in shared/cases")
    with open(path, encoding="utf-8") as file:
        parts = re.split(r"^## ", file.read(), flags=re.MULTILINE)
    sections = {part.split("\n")[0]: part for part in parts[1:]}
    return Sheet(sections, load(f"examples/{request.param}"))


def rows(text: str, heading: str) -> list[Row]:
    """The rows of the table whose first column is headed so; none where it is absent."""
    lines, found = text.split("\n"), list[Row]()
    starts = [at for at, line in enumerate(lines) if line.startswith(f"| {heading} |")]
    for line in lines[starts[0] + 2 :] if starts else []:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in line[1:-1].split("|")])
    return found


def hours(text: str) -> int:
    return round(float(text) * 3600)


def span(text: str) -> tuple[int, int]:
    low, _, high = text.removesuffix(" h").partition(" to ")
    return hours(low), hours(high or low)


def held(text: str) -> tuple[Hold, ...]:
    name, _, number = text.rpartition(" ")
    return () if text == "–" else (Hold(name, int(number)),)


def course_sections(sheet: Sheet) -> dict[tuple[str, str, str], str]:
    """The text of each course, by party, contingency and name."""
    found = {}
    for title, text in sheet.sections.items():
        if title.startswith("Contingency: "):
            for part in re.split(r"^### ", text, flags=re.MULTILINE)[1:]:
                party, name = part.split("\n")[0].split(": ", 1)
                found[party, title.removeprefix("Contingency: "), name] = part
    return found


def sentence(rule: Rule) -> str:
    """A rule in the sheet's words, with every party named."""
    if rule.order:
        assert (rule.at_least, rule.at_most) == (0, None)
        return f"{rule.later} not before {rule.earlier}"
    if rule.at_most is None:
        assert rule.at_least is not None
        return f"{rule.later} at least {rule.at_least // 3600} h after {rule.earlier}"
    assert rule.at_least is None
    return f"{rule.later} at most {rule.at_most // 3600} h after {rule.earlier}"


def duration(row_span: str, kind: str) -> tuple[bool, int, int, int]:
    floor = re.search(r"never under ([0-9.]+)", kind)
    return (kind.startswith("chosen"), *span(row_span), hours(floor[1]) if floor else 0)


def told(value: Duration) -> tuple[bool, int, int, int]:
    return value.chosen, value.low, value.high, value.floor


def test_parties_and_means(sheet: Sheet) -> None:
    text = sheet.sections["Parties and shared means"]
    assert [party.name for party in sheet.workspace.compact.parties] == [row[0] for row in rows(text, "party")]
    means = {(row[0], int(row[1]), "", False) for row in rows(text, "means")}
    assert {tuple(each) for each in sheet.workspace.compact.means} == means
    assert sheet.workspace.compact.illustrative


def test_contingencies_with_aims_and_horizons(sheet: Sheet) -> None:
    expected = {}
    for title, text in sheet.sections.items():
        found = re.search(r"Horizon (\d+) h\. Aims: (.+)\.", text)
        if found:
            expected[title.removeprefix("Contingency: ")] = (hours(found[1]), tuple(found[2].split("; ")))
    assert {each.name: (each.horizon, each.aims) for each in sheet.workspace.contingencies} == expected


def test_scenarios_with_events_and_who_knows_what(sheet: Sheet) -> None:
    def plain(event: Event) -> tuple[object, ...]:
        return event.name, event.after, tuple(event.span), tuple((who, tuple(what)) for who, what in event.known)

    for contingency in sheet.workspace.contingencies:
        expected: dict[str, list[tuple[object, ...]]] = {}
        for row in rows(sheet.sections[f"Contingency: {contingency.name}"], "scenario"):
            between = (hours(row[3]), hours(row[4]))
            known = [] if row[5] == "the same" else [part.split(": ") for part in row[5].split("; ")]
            differing = tuple((who, span(what)) for who, what in known if span(what) != between)
            after = None if row[2] == "warning" else row[2]
            expected.setdefault(row[0], []).append((row[1], after, between, differing))
        assert {each.name: [plain(event) for event in each.events] for each in contingency.scenarios} == expected


def test_courses_with_aims_and_rungs(sheet: Sheet) -> None:
    expected = {}
    for key, text in course_sections(sheet).items():
        found = re.search(r"Meets: (.+?)\. Least rung: (\w+)\.", text)
        assert found
        expected[key] = (() if found[1] == "none of the aims" else tuple(found[1].split("; ")), found[2])
    courses = sheet.workspace.courses
    assert {course_key(each): (each.meets, each.least_rung.word) for each in courses} == expected


def course_key(course: Course) -> tuple[str, str, str]:
    return course.party, course.contingency, course.name


def test_every_activity(sheet: Sheet) -> None:
    def plain(activity: Activity) -> tuple[object, ...]:
        return activity.name, told(activity.duration), activity.holds, activity.after, activity.least_rung.word

    for course in sheet.workspace.courses:
        expected = []
        for row in rows(course_sections(sheet)[course_key(course)], "activity"):
            anchor = re.search(r"after (.+) \(anchored\)", row[4])
            line = (row[0], duration(row[1], row[2]), held(row[3]), anchor[1] if anchor else None, "alone")
            expected.append(line)
        assert [plain(activity) for activity in course.activities] == expected


def test_every_constraint_with_its_reason(sheet: Sheet) -> None:
    for course in sheet.workspace.courses:
        expected = [
            (part.strip(), why)
            for text, why in rows(course_sections(sheet)[course_key(course)], "constraint")
            for part in text.split(";")
        ]
        assert [(sentence(rule), rule.why) for rule in course.rules] == expected


def test_every_need_and_assumption(sheet: Sheet) -> None:
    for course in sheet.workspace.courses:
        text = course_sections(sheet)[course_key(course)]
        needs = []
        for name, way in re.findall(r"^Needs \*(.+?)\*: (.+)$", text, re.MULTILINE):
            found = re.match(r"own way, (uncertain|chosen), (.+? h) from the call", way)
            needs.append((name, duration(found[2], found[1]) if found else None))
        assert [(need.name, need.own_way and told(need.own_way)) for need in course.needs] == needs
        assumed = re.findall(r"^Assumes .*?: (.+?) between (\d+) and (\d+) h after warning\.", text, re.MULTILINE)
        assert [(str(each.point), tuple(each.span)) for each in course.assumptions] == [
            (point, (hours(low), hours(high))) for point, low, high in assumed
        ]


def test_every_promise(sheet: Sheet) -> None:
    def plain(promise: Promise) -> tuple[object, ...]:
        who = (promise.name, promise.giver, promise.receiver, promise.need, promise.contingency)
        return (*who, told(promise.lead), tuple(promise.callable_at), promise.holds, promise.turnaround)

    expected = {
        (
            *row[:5],
            duration(row[5], "uncertain"),
            span(row[6][5:].replace(" until ", " to ")),
            held(row[7]),
            hours(row[8]),
        )
        for row in rows(sheet.sections["Promises (accepted)"], "promise")
    }
    assert {plain(promise) for promise in sheet.workspace.promises} == expected
    assert not any(promise.caveats for promise in sheet.workspace.promises)


def test_every_report(sheet: Sheet) -> None:
    expected = set()
    for author, to, about, says in rows(sheet.sections["Reports"], "by"):
        found = re.fullmatch(r"(.+), scenario (.+), (.+)", about)
        assert found
        side = "low" if "earlier" in says or "early" in says else "high"
        effect = "rules out" if says.startswith("rules out") else "cannot rule out"
        time = re.search(r"(\d+) h$", says)
        assert time
        expected.add((author, tuple(to.split(", ")), found[3], found[2], found[1], effect, side, hours(time[1]), says))
    assert {tuple(report[1:-1]) for report in sheet.workspace.reports} == expected


def test_every_rule_of_the_terms(sheet: Sheet) -> None:
    expected: dict[str, tuple[object, ...]] = {}
    for name, kind, contingency, says in rows(sheet.sections["Rules of the terms (from the rung operations)"], "rule"):
        numbers = re.findall(r"\d+", says)
        if kind == "notice":
            point = re.search(r"before the (.+), counted", says)
            expected[name] = (contingency, point and point[1], hours(numbers[0]))
        elif kind == "consent":
            holder = re.search(r"consent of (.+?) before the (.+?); ", says)
            promise = re.search(r"promise \*(.+)\*", says)
            lead = (hours(numbers[0]), hours(numbers[1]))
            expected[name] = (contingency, *(holder.groups() if holder else ()), lead, promise and promise[1])
        else:
            both = re.match(r"(.+) and (.+) within", says)
            expected[name] = (contingency, *(both.groups() if both else ()), hours(numbers[0]))
    found: dict[str, tuple[object, ...]] = {}
    for rule in sheet.workspace.compact.rules:
        match rule:
            case Notice():
                found[rule.name] = (rule.contingency, str(rule.point), rule.seconds)
            case Consent():
                lead = (rule.lead.low, rule.lead.high)
                found[rule.name] = (rule.contingency, rule.holder, str(rule.point), lead, rule.promise)
            case Agreed():
                one, other = rule.rules
                assert (one.later, one.earlier) == (other.earlier, other.later)
                assert one.at_most == other.at_most
                assert one.at_most is not None
                assert rule.kind == "synchronise"
                found[rule.name] = (rule.contingency, str(one.later), str(one.earlier), one.at_most)
    assert found == expected
