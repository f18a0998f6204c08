"""A course of action as a value: its activities, needs, assumptions and rules, with every name in its place."""

from freehand.errors import shown
from freehand.formats import shapes
from freehand.formats.compact import check_contingency, check_party
from freehand.formats.declared import Declared
from freehand.formats.durations import duration_of, holds_of
from freehand.formats.forms import Line
from freehand.formats.points import Scope
from freehand.formats.reading import MOST_FAULTS, Key, Part
from freehand.formats.rules import SentenceFault, read_point, read_rules
from freehand.plans.activity import Activity, Duration
from freehand.plans.plan import Assumption, Course
from freehand.plans.points import Rule
from freehand.plans.support import Need
from freehand.terms.scope import Rung


def build_course(part: Part, declared: Declared) -> Course:
    """The course of its document; faults of names and sentences are kept."""
    party, contingency = part.get(shapes.COURSE_PARTY) or "", part.get(shapes.COURSE_CONTINGENCY) or ""
    known = check_party(part, shapes.COURSE_PARTY, declared)
    known = check_contingency(part, shapes.COURSE_CONTINGENCY, declared) and known
    activities = part.get(shapes.ACTIVITIES) or []
    if part.get(shapes.ACTIVITIES) == []:
        part.fault(
            shapes.ACTIVITIES,
            "no activity stands here",
            "a course says what is done.",
            f'Add one, such as "{shapes.ACTIVITIES.example[1:-1]}".',
        )
    rules: tuple[Rule, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    if known:
        scope = _scope(part, party, contingency, declared)
        rules = rules_of(part, shapes.COURSE_RULES, scope)
        assumptions = _assumptions(part, scope)
    return Course(
        part.get(shapes.COURSE) or "",
        party,
        contingency,
        _aims(part, contingency, declared) if known else (),
        part.get(shapes.COURSE_RUNG) or Rung.ALONE,
        tuple(_activity(inner, party, contingency, declared) for inner in activities),
        tuple(_need(inner) for inner in part.get(shapes.NEEDS) or []),
        rules,
        assumptions,
        part.place(shapes.COURSE),
    )


def rules_of(part: Part, key: Key[list[Line]], scope: Scope) -> tuple[Rule, ...]:
    """The rules under a key, in the order written; a sentence that cannot be read is kept as a fault."""
    rules: list[Rule] = []
    for line in part.get(key) or []:
        if len(part.reader.faults) >= MOST_FAULTS:
            break
        place = part.reader.place(line.line, f"{part.field_of(key)} / {shown(line.name)}")
        try:
            rules += read_rules(line.name, line.text, place, scope)
        except SentenceFault as fault:
            part.reader.fault(place.line, place.field, fault.what, fault.why, fault.next)
    return tuple(rules)


def _scope(part: Part, party: str, contingency: str, declared: Declared) -> Scope:
    """The names that this course's sentences may use: of its own only what stands in it."""
    scope = declared.scope(party, contingency)
    course = part.get(shapes.COURSE) or ""
    own_activities = {inner.name: course for inner in part.get(shapes.ACTIVITIES) or []}
    own_needs = {inner.name: course for inner in part.get(shapes.NEEDS) or []}
    return scope._replace(
        activities={**scope.activities, party: own_activities},
        needs={**scope.needs, party: own_needs},
        elsewhere={**scope.needs.get(party, {}), **scope.activities.get(party, {})},
    )


def _aims(part: Part, contingency: str, declared: Declared) -> tuple[str, ...]:
    aims = part.get(shapes.MEETS) or []
    situation = declared.situations[contingency]
    for line in aims:
        if line.name not in situation.aims:
            sort = f"aim of {shown(contingency)}"
            part.reader.unknown(line.line, part.field_of(shapes.MEETS), sort, line.name, list(situation.aims))
    return tuple(line.name for line in aims)


def _activity(part: Part, party: str, contingency: str, declared: Declared) -> Activity:
    duration = duration_of(part, shapes.WE_CHOOSE, shapes.NATURE_TAKES)
    after = part.get(shapes.STARTS_AFTER)
    situation = declared.situations.get(contingency)
    if after is not None and situation is not None and after not in situation.events:
        part.unknown(shapes.STARTS_AFTER, f"event of {shown(contingency)}", after, sorted(situation.events))
    return Activity(
        part.name,
        duration or Duration(True, 0, 0, 0, part.place()),
        holds_of(part, shapes.HELD, party, declared) if party in declared.parties else (),
        after,
        part.get(shapes.ACTIVITY_RUNG) or Rung.ALONE,
        part.place(),
    )


def _need(part: Part) -> Need:
    return Need(part.name, duration_of(part, shapes.OWN_WE_CHOOSE, shapes.OWN_NATURE), part.place())


def _assumptions(part: Part, scope: Scope) -> tuple[Assumption, ...]:
    assumptions: dict[str, Assumption] = {}
    for line, span in part.get(shapes.ASSUMES) or []:
        place = part.reader.place(line.line, f"{part.field_of(shapes.ASSUMES)} / {shown(line.name)}")
        try:
            point = read_point(line.name, scope)
        except SentenceFault as fault:
            part.reader.fault(place.line, place.field, fault.what, fault.why, fault.next)
            continue
        if point.party in ("", scope.own):
            part.reader.fault(
                place.line,
                place.field,
                f"'{point}' is no partner's point",
                "one assumes only what a partner does; events have their scenarios, own points their rules.",
                "Say whose activity it is, or make it a rule.",
            )
        elif str(point) in assumptions:
            part.reader.fault(
                place.line,
                place.field,
                f"'{point}' is assumed twice",
                f"it was already assumed on line {assumptions[str(point)].place.line}.",
                "Keep one of the two.",
            )
        else:
            assumptions[str(point)] = Assumption(point, span, place)
    return tuple(assumptions.values())
