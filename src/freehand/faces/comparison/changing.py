"""Changes of a workspace in words: what was said, what is said now, and where each stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from freehand.assessment.comparison.changes import Change
from freehand.assessment.comparison.elements import Element, Key, Sentence
from freehand.faces.wording import listed
from freehand.formats.support import SAYINGS
from freehand.plans.activity import Activity, Duration, Hold
from freehand.plans.contingency import Contingency
from freehand.plans.joint import Agreed, Consent, Means, Notice
from freehand.plans.plan import Assumption, Course
from freehand.plans.points import Point, Rule
from freehand.plans.scenario import Event, Report
from freehand.plans.support import Need, Promise
from freehand.quantities import show_duration, show_span
from freehand.terms.scope import Rung

MOST_NAMED = 3
Numbers = Mapping[Key, int]
Parts = dict[str, str]
"""What an element says, by the field that says it."""


def name_of(key: Key) -> str:
    """An element as planners name it.

    >>> name_of(("terms", "notice of flights")), name_of(("activity", "B", "flood", "pump", "start pumps"))
    ("the rule 'notice of flights' of the terms", "B's start pumps in the course 'pump' for flood")
    """
    match key:
        case ("terms", name):
            return f"the rule '{name}' of the terms"
        case ("means", "", name):
            return f"the shared means '{name}'"
        case ("means", owner, name):
            return f"{owner}'s own means '{name}'"
        case ("contingency", name):
            return f"the contingency '{name}'"
        case ("aim", contingency, name):
            return f"the aim '{name}' of {contingency}"
        case ("scenario", contingency, name):
            return f"the scenario '{name}' of {contingency}"
        case ("event", contingency, scenario, name):
            return f"the event '{name}' in the scenario '{scenario}' of {contingency}"
        case ("course", party, contingency, name):
            return f"{party}'s course '{name}' for {contingency}"
        case ("activity", party, contingency, course, name):
            return f"{party}'s {name} in the course '{course}' for {contingency}"
        case ("need", party, contingency, course, name):
            return f"{party}'s need of {name} in the course '{course}' for {contingency}"
        case ("rule", party, contingency, course, *_):
            return f"a rule of {party}'s course '{course}' for {contingency}"
        case ("assumption", party, contingency, course, point):
            kind, owner, name = point.split("\t")
            about = Point(kind, owner, name)  # type: ignore[arg-type]  # the kind of a point that was read
            return f"the assumption on {about} in {party}'s course '{course}' for {contingency}"
        case ("interface", party):
            return f"the interface of {party}"
        case (sort, name):
            return f"the {sort} '{name}'"
        case _:
            raise ValueError(f"no element has the key {key}")


def cause_text(change: Change) -> str:
    """A change as what something comes of.

    >>> from freehand.formats.workspace import load
    >>> from freehand.assessment.comparison.changes import Between
    >>> cause_text(Between(load("examples/worked/none"), load("examples/worked/within")).changes[0])
    "the rule 'near each other' of the terms, new"
    """
    how = "new" if change.before is None else "gone" if change.after is None else "changed"
    return f"{_short(change)}, {how}"


def _short(change: Change) -> str:
    """An element by its name; a sentence of a course by its words."""
    element = change.after or change.before
    if element is not None and isinstance(element.said, Sentence):
        return f"'{element.said.rules[0].text}' ({change.key[1]}, {change.key[3]})"
    return name_of(change.key)


def numbered(changes: Iterable[Change]) -> Numbers:
    """The numbers by which changes are named, from 1."""
    return {change.key: number for number, change in enumerate(changes, 1)}


def causes_text(cause: Collection[Change], numbers: Numbers) -> str:
    """Changes that together bring something about; many are named by their numbers."""
    if len(cause) > MOST_NAMED:
        return f"the changes {listed(str(number) for number in sorted(numbers[c.key] for c in cause))} together"
    return " together with ".join(map(cause_text, sorted(cause, key=lambda change: numbers[change.key])))


def change_parts(change: Change) -> list[tuple[str, str, str]]:
    """What differs: field, as it was, as it is. Of an element that is new or gone all fields, and one side empty."""
    was, is_ = parts_of(change.before), parts_of(change.after)
    fields = dict.fromkeys((*is_, *was))
    return [(field, was.get(field, ""), is_.get(field, "")) for field in fields if was.get(field) != is_.get(field)]


def before_and_after(change: Change) -> tuple[str, str]:
    """What was said and what is said now, of what differs; empty where it is not there."""
    was, is_ = ("; ".join(f"{field} {text}".strip() for field, text in side) for side in _sides(change))
    if change.key[0] == "interface":
        plans = "its plans" if len(change.keys) > 1 else ""
        return (plans if change.before is None else "an interface", plans if change.after is None else "an interface")
    if change.before is not None and change.after is not None:
        return was or "as it was", is_ or "otherwise"
    return was or ("" if change.before is None else "there"), is_ or ("" if change.after is None else "there")


def _sides(change: Change) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    parts = change_parts(change)
    was = [(field, old or "nothing") for field, old, _ in parts if change.before is not None]
    return was, [(field, new or "nothing") for field, _, new in parts if change.after is not None]


def change_text(change: Change) -> str:
    """A change in one sentence: what it is, what was said of it, and what is said now."""
    was, is_ = before_and_after(change)
    name = name_of(change.key)
    if was and is_:
        return f"{name}: {was} → {is_}"
    how, said = ("new", is_) if is_ else ("gone", was)
    return f"{name}: {how}{'' if said == 'there' else f' ({said})'}"


def stands_at(element: Element | None) -> str | None:
    """The file and line of an element; None where it is not there, or has no line of its own."""
    return str(element.place) if element is not None and element.place.document else None


def where(change: Change) -> str:
    """Where a change stands: the old place, the new place, or both."""
    places = list(dict.fromkeys(filter(None, (stands_at(change.before), stands_at(change.after)))))
    return f"({' → '.join(places)})" if places else ""


def parts_of(element: Element | None) -> Parts:
    """What an element says, field by field, in the words of the files."""
    if element is None:
        return {}
    match element.said:
        case Means() as means:
            parts = {"": "held whole" if means.area else f"{means.capacity} in all"}
        case Notice() as rule:
            parts = {"for": rule.contingency, "notice": f"{show_duration(rule.seconds)} before {rule.point}"}
        case Consent() as rule:
            only = {"only with promise": rule.promise} if rule.promise is not None else {}
            parts = {"for": rule.contingency, "consent of": rule.holder, "before": str(rule.point)}
            parts |= {**_lasting(rule.lead), **only}
        case Agreed() as rule:
            parts = {"for": rule.contingency, **_sentences(rule.rules)}
        case Contingency() as contingency:
            parts = {"horizon": show_duration(contingency.horizon)}
        case Event() as event:
            parts = {"comes": f"{show_span(*event.span)} after {event.after or 'the warning'}"}
            parts |= {f"as {party} knows it": show_span(*span) for party, span in event.known}
        case Course() as course:
            parts = {"meets": listed(course.meets) if course.meets else "", **_rung(course.least_rung)}
        case Activity() as activity:
            parts = {**_lasting(activity.duration), **_holds(activity.holds), **_rung(activity.least_rung)}
            parts |= {"starts": f"after {activity.after}"} if activity.after else {}
        case Need(own_way=None):
            parts = {"": "only a promise"}
        case Need(own_way=Duration() as own):
            parts = {f"own way, {field}": text for field, text in _lasting(own).items()}
        case Sentence() as sentence:
            parts = _sentences(sentence.rules)
        case Assumption() as assumption:
            parts = {"": f"{show_span(*assumption.span)} after the warning"}
        case Promise() as promise:
            parts = _promise(promise)
        case Report() as report:
            parts = {"by": report.author, "to": listed(report.recipients), "for": report.contingency}
            parts |= {"about": f"{report.event} in {report.scenario}", "says": _says(report)}
        case _:
            parts = {}
    return {field: text for field, text in parts.items() if text}


def _says(report: Report) -> str:
    words = next(words for words, effect, side in SAYINGS if (effect, side) == (report.effect, report.side))
    return f"{words}{show_duration(report.seconds)}"


def _lasting(duration: Duration) -> Parts:
    parts = {"we choose" if duration.chosen else "nature takes": show_span(duration.low, duration.high)}
    return parts | ({"never under": show_duration(duration.floor)} if duration.floor else {})


def _holds(holds: Iterable[Hold]) -> Parts:
    return {"holds": ", ".join(f"{hold.amount} {hold.means}" for hold in holds)}


def _rung(rung: Rung) -> Parts:
    return {"least rung": "" if rung is Rung.ALONE else rung.word}


def _sentences(rules: Iterable[Rule]) -> Parts:
    """Sentences, each once, with the reasons that are not the sentence itself."""
    said = dict.fromkeys((rule.text, rule.why) for rule in rules)
    texts = "; ".join(dict.fromkeys(text for text, _ in said))
    return {"": texts, "because": "; ".join(dict.fromkeys(why for text, why in said if why not in ("", text)))}


def _promise(promise: Promise) -> Parts:
    return {
        "by": promise.giver,
        "to": promise.receiver,
        "for": f"{promise.need}, {promise.contingency}",
        **_lasting(promise.lead),
        "can be called": f"{show_span(*promise.callable_at)} after the warning",
        **_holds(promise.holds),
        "turnaround": show_duration(promise.turnaround) if promise.turnaround else "",
        "caveats": "; ".join(f"{rule.text} ({rule.why})" for rule in promise.caveats),
    }
