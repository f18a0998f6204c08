"""Plans as text, such as a person would have written it: the other way round from reading.

Plain where plain text will do, in quotes where YAML would read something else. What is written here is read back as the
same plan (a place and the wording of a span aside).
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from freehand.formats.letters import as_name, hidden_in
from freehand.plans.activity import Activity, Hold
from freehand.plans.plan import Course
from freehand.plans.points import Point
from freehand.quantities import show_written
from freehand.terms.scope import Rung

WIDTH = 100
QUOTES = ("''", '""', "‘’", "“”")
# Words that tie points in a sentence: a name that holds one is put in quotes there.
_RISKY = re.compile(r"[;'\"‘’“”]|(?:^| )(?:not|at|between|and|within|before|after|to)(?:$| )", re.IGNORECASE)
_UNSAFE_IN_LISTS = re.compile(r"[,\[\]{}]")


class Remarks(NamedTuple):
    """What a person would note beside an activity: lines ``before`` it, and a word ``beside`` its duration."""

    before: tuple[str, ...]
    beside: str


def scalar(text: str) -> str:
    """A text as YAML: plain where it can be.

    >>> scalar("load trucks"), scalar("note: late"), scalar("- dash"), scalar("it's")
    ('load trucks', "'note: late'", "'- dash'", "it's")
    """
    # What begins with a letter or digit and holds no ": ", no " #" and no colon at its end is read as it stands.
    if text[:1].isalnum() and ": " not in text and " #" not in text and text[-1] != ":":
        return text
    return "'" + text.replace("'", "''") + "'"


def comment(text: str, indent: str = "") -> list[str]:
    """A text as lines of comment, without what cannot be seen.

    >>> comment("in the yard")
    ['# in the yard']
    """
    import textwrap

    plain = as_name(text)
    if hidden_in(plain):
        plain = as_name("".join(letter for letter in plain if hidden_in(letter) is None))
    return [f"{indent}# {line}" for line in textwrap.wrap(plain, WIDTH - len(indent))]


def in_sentence(name: str) -> str:
    """A name as it stands in a rule: in quotes where it could be read as part of the sentence.

    >>> in_sentence("load trucks"), in_sentence("load and go"), in_sentence("the crew's bus")
    ('load trucks', "'load and go'", '"the crew\\'s bus"')
    """
    if not _RISKY.search(name):
        return name
    quotes = next(pair for pair in QUOTES if pair[1] not in name)
    return quotes[0] + name + quotes[1]


def point_text(point: Point) -> str:
    """A course's own start or end, an event, or the warning, as it stands in a rule of that course."""
    if point.kind == "warning":
        return "the warning"
    return in_sentence(point.name) if point.kind == "event" else f"{point.kind} of {in_sentence(point.name)}"


def worded(later: str, earlier: str, at_least: int | None, at_most: int | None) -> str:
    """The rule ``at_least <= later - earlier <= at_most`` between points in words; at least 0 is an order.

    >>> worded("start of go", "end of load", 7200, None)
    'start of go at least 2 h after end of load'
    """
    said = []
    if at_least is not None:
        how = f"at least {show_written(at_least, at_least)} after" if at_least else "not before"
        said.append(f"{later} {how} {earlier}")
    if at_most is not None:
        said.append(f"{later} at most {show_written(at_most, at_most)} after {earlier}")
    return "; ".join(said)


def course_text(course: Course, remarks: Mapping[str, Remarks], head: Iterable[str] = ()) -> str:
    """The document of a course; ``remarks`` stand beside its activities, ``head`` above it all, as comments.

    Of needs and assumptions it has none; rules stand as they are worded in ``text``, each once.
    """
    lines = [line for text in head for line in comment(text)]
    lines += [f"course: {scalar(course.name)}", f"party: {scalar(course.party)}"]
    lines.append(f"contingency: {scalar(course.contingency)}")
    if course.meets:
        lines.append(f"meets: {_listed(course.meets, '')}")
    if course.least_rung is not Rung.ALONE:
        lines.append(f"least rung: {course.least_rung.word}")
    lines.append("activities:")
    none = Remarks((), "")
    for activity in course.activities:
        lines += _activity(activity, remarks.get(activity.name, none))
    if course.rules:
        lines.append("rules:")
    said = dict.fromkeys((rule.text, "" if rule.why == rule.text else rule.why) for rule in course.rules)
    for text, why in said:
        lines.append(f"  {scalar(text)}: {scalar(why)}" if why else f"  {scalar(text)}:")
    return "\n".join(lines) + "\n"


def means_text(party: str, means: Iterable[tuple[str, int]], head: Iterable[str] = ()) -> str:
    """The document of a party's own means.

    >>> print(means_text("B", [("crews", 3)]), end="")
    means of: B
    means:
      crews: 3
    """
    lines = [line for text in head for line in comment(text)]
    lines += [f"means of: {scalar(party)}", "means:"]
    return "\n".join([*lines, *(f"  {scalar(name)}: {number}" for name, number in means)]) + "\n"


def _activity(activity: Activity, remarks: Remarks) -> list[str]:
    duration = activity.duration
    takes = "we choose" if duration.chosen else "nature takes"
    beside = f"  # {remarks.beside}" if remarks.beside else ""
    lines = [line for text in remarks.before for line in comment(text, "  ")]
    lines += [
        f"  {scalar(activity.name)}:",
        f"    {takes}: {show_written(duration.low, duration.high)}{beside}",
    ]
    if activity.holds:
        lines.append(f"    holds: {_listed([_held(hold) for hold in activity.holds], '    ')}")
    return lines


def _held(hold: Hold) -> str:
    return f"{hold.amount} {hold.means}"


def _listed(texts: Iterable[str], indent: str) -> str:
    """One text, or several as a list: on one line where none holds a comma or bracket."""
    items = list(texts)
    if len(items) == 1:
        return scalar(items[0])
    if any(_UNSAFE_IN_LISTS.search(item) for item in items) or sum(map(len, items)) > WIDTH:
        return "".join(f"\n{indent}  - {scalar(item)}" for item in items)
    return f"[{', '.join(scalar(item) for item in items)}]"
