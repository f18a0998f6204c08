"""The interface file: what a party released of its plans, written by its node and read by its partners.

Specimen (shortened)::

    {"interface": "freehand.interface/1", "compact": "gulf", "party": "B",
     "courses": [{"course": "shelter in place", "contingency": "civil-protection", "at": ["support"],
       "ways": {"supplies": "own way"}, "meets": ["people safe"],
       "points": [{"id": "1", "point": ["end", "B", "open shelters"], "moment": "latest"}],
       "networks": [{"form": "stacked", "consistent": "yes", "distances": [["1", "0", "82800"]]}]}]}

1. Everything is text, as in a workspace. A time is a whole number of seconds; id 0 is the warning.
2. A distance ``[later, earlier, most]`` says later - earlier <= most with the horizon, a fourth number says the same
   without it, where there is such a bound.
3. What is absent is nothing: no empty lists, no nulls. The text of a release is a function of the release alone.
4. It is a partner's input: every name, number and reference is checked, and sizes are bounded, before anything is kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Literal, get_args

from freehand.errors import AccessError, Fault, InputError, Place, one_fault, shown
from freehand.formats.letters import hidden_in, named
from freehand.formats.tree import Fields, Items, Node, Text, plain_data
from freehand.plans.joint import Workspace
from freehand.plans.points import Point, PointKind, Rule
from freehand.plans.released import (
    Distance,
    Moment,
    Projection,
    Released,
    ReleasedCourse,
    SharedHold,
    SharedPoint,
)
from freehand.terms.scope import RUNG_BY_WORD

FORMAT = "freehand.interface/1"
WARNING_ID = "0"
MOST_COURSES = 2_000
MOST_POINTS = 400
MOST_SECONDS = 100 * 366 * 86_400
LONGEST_TEXT = 4_000
LARGEST_FILE = 16 * 1024 * 1024
FORMS = ("stacked", "reduced", "plain")


# -- writing -----------------------------------------------------------------------------------


def as_text(released: Released) -> str:
    """The file of a release."""
    document: dict[str, Any] = {"interface": FORMAT, "compact": released.compact, "party": released.party}
    if released.means:
        document["means"] = {name: str(capacity) for name, capacity in released.means}
    document["courses"] = [_course_out(course) for course in released.courses]
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _course_out(course: ReleasedCourse) -> dict[str, Any]:
    ids: dict[SharedPoint | None, str] = {None: WARNING_ID}
    for projection in course.projections:
        for distance in projection.distances:
            for shared in (distance.later, distance.earlier):
                ids.setdefault(shared, str(len(ids)))
    for shared in course.points:
        ids.setdefault(shared, str(len(ids)))
    visible = set(course.points)
    found: dict[str, Any] = {
        "course": course.name,
        "contingency": course.contingency,
        "at": [rung.word for rung in course.rungs],
        "ways": dict(course.ways),
        "meets": list(course.meets),
        "relies on": list(course.relies_on),
        "joins": [_rule_out(join) for join in course.joins],
        "points": [
            {"id": id_, "point": list(shared.point), "moment": shared.moment}
            | ({"after": shared.after} if shared.after is not None else {})
            | ({} if shared in visible else {"only in": "plain"})
            for shared, id_ in ids.items()
            if shared is not None
        ],
        "lacks": [list(point) for point in course.lacks],
        "holds": [
            {"user": h.user, "means": h.means, "amount": str(h.amount), "from": list(h.start), "until": list(h.end)}
            | ({"promise": h.promise} if h.promise is not None else {})
            for h in course.holds
        ],
        "networks": [
            {"form": p.form}
            | ({"scenario": p.scenario} if p.scenario is not None else {})
            | {"consistent": "yes" if p.consistent else "no"}
            | {"distances": [_distance_out(d, ids) for d in p.distances]}
            for p in course.projections
        ],
    }
    return {key: value for key, value in found.items() if value or key == "networks"}


def _rule_out(rule: Rule) -> dict[str, Any]:
    found: dict[str, Any] = {"says": rule.text, "later": list(rule.later), "earlier": list(rule.earlier)}
    if rule.why:
        found["why"] = rule.why
    if rule.order:
        found["order"] = "yes"
    elif rule.at_least is not None:
        found["at least"] = str(rule.at_least)
    if rule.at_most is not None:
        found["at most"] = str(rule.at_most)
    return found


def _distance_out(distance: Distance, ids: dict[SharedPoint | None, str]) -> list[str]:
    bounds = [str(distance.most)] + ([] if distance.without_horizon is None else [str(distance.without_horizon)])
    return [ids[distance.later], ids[distance.earlier], *bounds]


# -- reading -----------------------------------------------------------------------------------


class _Wrong(Exception):
    """Something in the file is not as it must be: where, what, why."""

    def __init__(self, field: str, what: str, why: str) -> None:
        super().__init__(what)
        self.field, self.what, self.why = field, what, why


def read_file(path: str, workspace: Workspace) -> Released:
    """The release in a file of its own, checked against a workspace.

    Raises:
        AccessError: where the file cannot be read.
        InputError: where it is no interface file, or names what the workspace does not have.
    """
    from freehand.formats.json_tree import read_json

    try:
        with open(path, encoding="utf-8") as file:
            text = file.read(LARGEST_FILE + 1)
    except OSError as error:
        what = f"'{shown(path)}' cannot be read"
        raise AccessError(
            one_fault(what, f"{error.strerror or error}.", "Check the name and its permissions.")
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(
            one_fault(f"'{shown(path)}' is no text", f"{error.reason}.", "Fetch the file again.")
        ) from error
    if len(text) > LARGEST_FILE:
        raise InputError(
            one_fault(f"'{shown(path)}' is too large", "interfaces have at most 16 MiB.", "Check the file.")
        )
    documents, faults = read_json(text, path)
    if faults or not isinstance(documents[0], Fields):
        what = f"'{shown(path)}' is no interface file"
        raise InputError(faults or one_fault(what, "it does not hold an object.", "Fetch the file again."))
    released, faults = read(documents[0], path)
    if released is not None:
        faults = faults_of(released, workspace)
    if released is None or faults:
        raise InputError(faults)
    return released


def read_released(node: Fields, reader: Any) -> Released | None:
    """The release in one document of a workspace; its faults go to the reader."""
    released, faults = read(node, reader.document)
    reader.faults.extend(faults)
    return released


def read(node: Fields, document: str) -> tuple[Released | None, list[Fault]]:
    """A release from its tree, or what is wrong with it."""
    place = Place(document, node.line, "")
    try:
        _no_hidden(node)
        return _released(plain_data(node), place), []
    except _Wrong as wrong:
        where = Place(document, node.line, wrong.field)
        return None, [Fault(wrong.what, where, wrong.why, "Ask the party that wrote it for the file anew.")]


def _no_hidden(node: Node) -> None:
    waiting: list[Node] = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Text):
            hidden = hidden_in(one.value)
            if hidden:
                raise _Wrong("", f"{named(hidden[1])} stands in this file", "what cannot be seen can deceive.")
            if len(one.value) > LONGEST_TEXT:
                raise _Wrong("", f"'{shown(one.value)}' is too long", f"texts have at most {LONGEST_TEXT} letters.")
        elif isinstance(one, Items):
            waiting += one.items
        else:
            for key, value in one.entries:
                waiting += [key, value]


def _released(data: Any, place: Place) -> Released:
    keys = _keys(data, "", {"interface", "compact", "party", "courses"}, {"means"})
    if keys["interface"] != FORMAT:
        raise _Wrong("interface", f"'{shown(str(keys['interface']))}' is another format", f"this reads {FORMAT}.")
    courses = _list(keys["courses"], "courses", MOST_COURSES)
    means = _texts(keys.get("means", {}), "means")
    return Released(
        _text(keys["party"], "party"),
        _text(keys["compact"], "compact"),
        tuple((name, _whole(value, f"means / {name}", 1)) for name, value in means.items()),
        tuple(_course(course, f"courses / {place_ + 1}") for place_, course in enumerate(courses)),
        place,
    )


def _course(data: Any, field: str) -> ReleasedCourse:
    optional = {"ways", "meets", "relies on", "joins", "points", "lacks", "holds"}
    keys = _keys(data, field, {"course", "contingency", "at", "networks"}, optional)
    points: dict[str, SharedPoint] = {}
    visible: list[SharedPoint] = []
    for place, one in enumerate(_list(keys.get("points", []), f"{field} / points", MOST_POINTS)):
        here = f"{field} / points / {place + 1}"
        found = _keys(one, here, {"id", "point", "moment"}, {"after", "only in"})
        moment = _choice(found["moment"], f"{here} / moment", get_args(Moment))
        after = _text(found["after"], f"{here} / after") if "after" in found else None
        shared = SharedPoint(_point(found["point"], f"{here} / point"), moment, after)
        id_ = _text(found["id"], f"{here} / id")
        if id_ in points or id_ == WARNING_ID or shared in points.values():
            raise _Wrong(here, f"point {shown(id_)} stands here twice", "every point has one id.")
        points[id_] = shared
        if "only in" not in found:
            visible.append(shared)
    here = f"{field} / lacks"
    lacks = tuple(_point(one, here) for one in _list(keys.get("lacks", []), here, MOST_POINTS))
    for point in lacks:
        if point in {shared.point for shared in visible} or lacks.count(point) > 1:
            raise _Wrong(here, f"{shown(str(point))} stands here twice", "a course has a point or lacks it.")
    rungs = []
    for word in _list(keys["at"], f"{field} / at", len(RUNG_BY_WORD)):
        rungs.append(RUNG_BY_WORD[_choice(word, f"{field} / at", tuple(RUNG_BY_WORD))])
    return ReleasedCourse(
        _text(keys["course"], f"{field} / course"),
        _text(keys["contingency"], f"{field} / contingency"),
        tuple(sorted(_texts(keys.get("ways", {}), f"{field} / ways").items())),
        tuple(rungs),
        tuple(_text(t, f"{field} / meets") for t in _list(keys.get("meets", []), f"{field} / meets", MOST_POINTS)),
        tuple(_text(t, f"{field} / relies on") for t in _list(keys.get("relies on", []), f"{field} / relies on", 50)),
        tuple(_join(j, f"{field} / joins") for j in _list(keys.get("joins", []), f"{field} / joins", MOST_POINTS)),
        tuple(visible),
        tuple(_hold(h, f"{field} / holds") for h in _list(keys.get("holds", []), f"{field} / holds", MOST_POINTS)),
        tuple(_network(n, f"{field} / networks", points) for n in _list(keys["networks"], f"{field} / networks", 500)),
        lacks,
    )


def _network(data: Any, field: str, points: dict[str, SharedPoint]) -> Projection:
    keys = _keys(data, field, {"form", "consistent", "distances"}, {"scenario"})
    form: Literal["stacked", "reduced", "plain"] = _choice(keys["form"], f"{field} / form", FORMS)
    scenario = _text(keys["scenario"], f"{field} / scenario") if "scenario" in keys else None
    if (form == "stacked") != (scenario is None):
        raise _Wrong(field, f"a {form} network is of {'all scenarios' if form == 'stacked' else 'one scenario'}", "")
    known: dict[str, SharedPoint | None] = {WARNING_ID: None, **points}
    distances = []
    for one in _list(keys["distances"], f"{field} / distances", MOST_POINTS**2):
        parts = _list(one, f"{field} / distances", 4)
        if len(parts) not in (3, 4) or any(p not in known for p in parts[:2]) or parts[0] == parts[1]:
            raise _Wrong(f"{field} / distances", "a distance is [later, earlier, most] of two known points", "")
        most = _whole(parts[2], f"{field} / distances", -MOST_SECONDS)
        without = _whole(parts[3], f"{field} / distances", -MOST_SECONDS) if len(parts) == 4 else None
        if without is not None and without < most:
            raise _Wrong(f"{field} / distances", "a distance is larger with the horizon than without", "")
        distances.append(Distance(known[parts[0]], known[parts[1]], most, without))
    consistent = _choice(keys["consistent"], f"{field} / consistent", ("yes", "no")) == "yes"
    return Projection(form, scenario, tuple(distances), consistent)


def _join(data: Any, field: str) -> Rule:
    keys = _keys(data, field, {"says", "later", "earlier"}, {"why", "order", "at least", "at most"})
    order = "order" in keys
    least = 0 if order else _whole(keys["at least"], f"{field} / at least", 0) if "at least" in keys else None
    most = _whole(keys["at most"], f"{field} / at most", 0) if "at most" in keys else None
    if least is None and most is None:
        raise _Wrong(field, "a join without a bound", "it says at least, at most, or order.")
    later, earlier = _point(keys["later"], f"{field} / later"), _point(keys["earlier"], f"{field} / earlier")
    why = _text(keys["why"], f"{field} / why") if "why" in keys else ""
    return Rule(_text(keys["says"], f"{field} / says"), why, later, earlier, least, most, order, Place("", 0, ""))


def _hold(data: Any, field: str) -> SharedHold:
    keys = _keys(data, field, {"user", "means", "amount", "from", "until"}, {"promise"})
    return SharedHold(
        _text(keys["user"], f"{field} / user"),
        _text(keys["means"], f"{field} / means"),
        _whole(keys["amount"], f"{field} / amount", 1),
        _point(keys["from"], f"{field} / from"),
        _point(keys["until"], f"{field} / until"),
        _text(keys["promise"], f"{field} / promise") if "promise" in keys else None,
    )


def _keys(data: Any, field: str, required: set[str], optional: set[str]) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise _Wrong(field, "this is no object", f"it would have {', '.join(sorted(required))}.")
    missing, strange = required - data.keys(), data.keys() - required - optional
    if missing or strange:
        words = [f"'{shown(name)}' is missing" for name in sorted(missing)]
        words += [f"'{shown(name)}' is not known" for name in sorted(strange)]
        raise _Wrong(field, ", ".join(words), f"it has {', '.join(sorted(required | optional))}.")
    return data


def _list(data: Any, field: str, most: int) -> list[Any]:
    if not isinstance(data, list) or len(data) > most:
        raise _Wrong(
            field, "this is no list" if not isinstance(data, list) else "this list is too long", f"at most {most}."
        )
    return data


def _text(data: Any, field: str) -> str:
    if not isinstance(data, str) or not data.strip():
        raise _Wrong(field, "no text stands here", "this field holds text.")
    return data


def _texts(data: Any, field: str) -> dict[str, str]:
    if not isinstance(data, dict):
        raise _Wrong(field, "this is no object", "it has a text for each name.")
    return {_text(key, field): _text(value, field) for key, value in data.items()}


def _choice(data: Any, field: str, known: Iterable[str]) -> Any:
    if data not in tuple(known):
        raise _Wrong(field, f"'{shown(str(data))}' is not known", f"it is one of: {', '.join(known)}.")
    return data


def _whole(data: Any, field: str, least: int) -> int:
    plain = isinstance(data, str) and data.isascii() and data.removeprefix("-").isdigit() and len(data) < 12
    value = int(data) if plain else least - 1
    if not plain or not least <= value <= MOST_SECONDS:
        raise _Wrong(field, f"'{shown(str(data))}' is out of range", f"a whole number from {least} to {MOST_SECONDS}.")
    return value


def _point(data: Any, field: str) -> Point:
    parts = _list(data, field, 3)
    if len(parts) != 3 or any(not isinstance(part, str) for part in parts):
        raise _Wrong(field, "a point is [kind, party, name]", "")
    kind = _choice(parts[0], field, get_args(PointKind))
    return Point(kind, parts[1], parts[2])


# -- against the workspace ---------------------------------------------------------------------


def faults_of(released: Released, workspace: Workspace) -> list[Fault]:
    """What a release names that the workspace does not have, or that is not its party's to say."""
    parties = {p.name for p in workspace.compact.parties}
    contingencies = {c.name: c for c in workspace.contingencies}
    wrong: list[tuple[str, str, str]] = []
    if released.party not in parties:
        wrong.append(("party", f"no party '{shown(released.party)}' is declared", f"there are {', '.join(parties)}."))
    if released.compact != workspace.compact.name:
        wrong.append(
            ("compact", f"this is of the compact '{shown(released.compact)}'", f"here is {workspace.compact.name}.")
        )
    for place, course in enumerate(released.courses):
        field = f"courses / {place + 1}"
        contingency = contingencies.get(course.contingency)
        if contingency is None:
            wrong.append(
                (field, f"no contingency '{shown(course.contingency)}' is declared", "nothing can rest on it.")
            )
            continue
        promised = {
            p.name: p for p in workspace.promises if (p.receiver, p.contingency) == (released.party, course.contingency)
        }
        events = {event.name for s in contingency.scenarios for event in s.events}
        scenarios = {s.name for s in contingency.scenarios}
        means = {m.name for m in workspace.compact.means if not m.owner} | {
            f"{p.giver}'s {hold.means}" for p in workspace.promises for hold in p.holds
        }
        for aim in set(course.meets) - set(contingency.aims):
            wrong.append(
                (f"{field} / meets", f"no aim '{shown(aim)}' is declared", "a course meets aims that there are.")
            )
        for name in [*course.relies_on, *(h.promise for h in course.holds if h.promise is not None)]:
            if name not in promised:
                wrong.append(
                    (f"{field} / relies on", f"no promise '{shown(name)}' to {shown(released.party)}", "here.")
                )
        for hold in course.holds:
            if hold.means not in means:
                wrong.append((f"{field} / holds", f"no shared means '{shown(hold.means)}' are declared", "here."))
        for shared in course.points:
            if shared.point.party != released.party:
                wrong.append(
                    (f"{field} / points", f"{shown(str(shared.point))} is not its own", "a party shares its own.")
                )
            if shared.after is not None and shared.after not in events:
                wrong.append((f"{field} / points", f"no event '{shown(shared.after)}' is declared", "here."))
        for point in course.lacks:
            if point.party != released.party:
                wrong.append((f"{field} / lacks", f"{shown(str(point))} is not its own", "a party speaks of its own."))
        for projection in course.projections:
            if projection.scenario is not None and projection.scenario not in scenarios:
                wrong.append(
                    (f"{field} / networks", f"no scenario '{shown(projection.scenario)}' is declared", "here.")
                )
        for join in course.joins:
            owners = {join.later.party, join.earlier.party} - {""}
            if released.party not in owners or not owners <= parties:
                wrong.append(
                    (f"{field} / joins", f"'{shown(join.text)}' is no join of {shown(released.party)}", "here.")
                )
    next_ = "Ask the party that wrote it for a file that fits, or bring the workspace up to date."
    return [Fault(what, released.place._replace(field=field), why, next_) for field, what, why in wrong]
