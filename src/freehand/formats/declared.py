"""The names that a workspace declares, gathered before any sentence is read, and checked for doubles.

1. Names live in namespaces: parties; contingencies; the aims and events of a contingency; a party's courses for a
   contingency; the activities and needs of a course; means; promises; reports; rules.
2. In one namespace no name stands twice, and no two differ only in case or in letters that look alike.
3. A name that two courses of a party share (an activity, a need) is spelt the same in both.
"""

from collections.abc import Iterable
from typing import NamedTuple

from freehand.errors import Fault, Place, shown
from freehand.formats import shapes
from freehand.formats.letters import skeletons
from freehand.formats.points import Scope
from freehand.formats.reading import Part
from freehand.plans.joint import Workspace


class Stock(NamedTuple):
    """How many there are of a means that a party may hold; an area is held whole."""

    capacity: int
    area: bool


class Situation:
    """The names of one contingency: its aims, its scenarios with their events, and all events with a scenario."""

    __slots__ = ("aims", "events", "scenarios")

    def __init__(self) -> None:
        self.aims: dict[str, str] = {}
        self.events: dict[str, str] = {}
        self.scenarios: dict[str, dict[str, str]] = {}


class Declared:
    """Every name of a workspace, by namespace."""

    def __init__(self) -> None:
        self.parties: tuple[str, ...] = ()
        self.stocks: dict[tuple[str, str], Stock] = {}
        self.situations: dict[str, Situation] = {}
        self.activities: dict[str, dict[str, dict[str, str]]] = {}
        self.needs: dict[str, dict[str, dict[str, str]]] = {}
        self.promises: dict[str, tuple[str, str]] = {}
        self.planned: set[str] = set()
        self.released: set[str] = set()
        self.lost: set[str] = set()

    def stock(self, party: str, means: str) -> Stock | None:
        """A means as the party may hold it: its own, else shared."""
        return self.stocks.get((party, means)) or self.stocks.get(("", means))

    def means_of(self, party: str) -> list[str]:
        """The means that a party may hold."""
        return sorted(name for owner, name in self.stocks if owner in ("", party))

    def unseen(self, contingency: str) -> frozenset[str]:
        """The parties whose courses for a contingency are not here: only an interface is, or nothing at all.

        A party of which a course was lost to a fault counts among them, so that one fault is not told twice.
        """
        there = self.activities.get(contingency, {})
        return frozenset(
            party
            for party in self.parties
            if party not in self.planned or party in self.lost or (party in self.released and party not in there)
        )

    def scope(self, own: str, contingency: str) -> Scope:
        """The names that a sentence may use in a contingency; ``own`` is the party that may be left out."""
        situation = self.situations.get(contingency) or Situation()
        return Scope(
            own,
            contingency,
            self.parties,
            situation.events,
            self.activities.get(contingency, {}),
            self.needs.get(contingency, {}),
            {},
            self.unseen(contingency),
        )


def doubles(sort: str, names: Iterable[tuple[str, Place]], again: bool = False) -> list[Fault]:
    """The faults of names that stand twice (allowed with ``again``), or that the eye may take for each other.

    >>> here, there = Place("a.yaml", 1, "course"), Place("b.yaml", 1, "course")
    >>> print(doubles("course", [("by sea", here), ("By sea", there)])[0].what)
    the course 'By sea' looks like 'by sea'
    """
    faults: list[Fault] = []
    seen: dict[str, tuple[str, Place]] = {}
    known: set[str] = set()
    for name, place in names:
        if name in known:
            if not again:
                first = seen[skeletons(name)[0]][1]
                faults.append(
                    Fault(
                        f"the {sort} '{shown(name)}' stands here twice",
                        place,
                        f"it was already declared at {first}.",
                        "Keep one of the two, or give one another name.",
                    )
                )
            continue
        known.add(name)
        case, looks = skeletons(name)
        other = seen.get(case) or seen.get("\0" + looks)
        if other is not None:
            faults.append(
                Fault(
                    f"the {sort} '{shown(name)}' looks like '{shown(other[0])}'",
                    place,
                    f"they differ only in case or in letters that look alike; the other stands at {other[1]}.",
                    "If both mean the same, spell them the same; if not, give one another name.",
                )
            )
        seen.setdefault(case, (name, place))
        seen.setdefault("\0" + looks, (name, place))
    return faults


def declare(parts: list[Part], released: Iterable[str], faults: list[Fault]) -> Declared:
    """Gather the names of all documents, and of the parties that ``released`` an interface; keep faults of doubles."""
    declared = Declared()
    declared.released.update(released)
    by_shape: dict[str, list[Part]] = {shape.name: [] for shape in shapes.DOCUMENTS}
    for part in parts:
        by_shape[part.shape.name].append(part)
    for compact in by_shape[shapes.COMPACT_SHAPE.name][:1]:
        _declare_compact(compact, declared, faults)
    for means in by_shape[shapes.MEANS_SHAPE.name]:
        _declare_means(means, declared, faults)
    _declare_contingencies(by_shape[shapes.CONTINGENCY_SHAPE.name], declared, faults)
    _declare_courses(by_shape[shapes.COURSE_SHAPE.name], declared, faults)
    _declare_promises(by_shape[shapes.PROMISE_SHAPE.name], declared, faults)
    faults += doubles(
        "report",
        (
            (name, part.place(shapes.REPORT))
            for part in by_shape[shapes.REPORT_SHAPE.name]
            if (name := part.get(shapes.REPORT))
        ),
    )
    return declared


def declared_by(workspace: Workspace) -> Declared:
    """The names of a workspace that was read before, so that one more document can be read against them."""
    declared = Declared()
    declared.parties = tuple(party.name for party in workspace.compact.parties)
    declared.stocks = {(m.owner, m.name): Stock(m.capacity, m.area) for m in workspace.compact.means}
    for contingency in workspace.contingencies:
        situation = declared.situations.setdefault(contingency.name, Situation())
        situation.aims = dict.fromkeys(contingency.aims, "")
        for scenario in contingency.scenarios:
            situation.scenarios[scenario.name] = {event.name: event.after or "" for event in scenario.events}
            situation.events |= {event.name: scenario.name for event in scenario.events}
    for course in workspace.courses:
        declared.planned.add(course.party)
        for table, names in ((declared.activities, course.activities), (declared.needs, course.needs)):
            here = table.setdefault(course.contingency, {}).setdefault(course.party, {})
            here |= {one.name: course.name for one in names}
    declared.promises = {promise.name: (promise.contingency, promise.giver) for promise in workspace.promises}
    declared.released = {released.party for released in workspace.released}
    return declared


def _declare_compact(part: Part, declared: Declared, faults: list[Fault]) -> None:
    parties = [(line.name, part.reader.place(line.line, "parties")) for line in part.get(shapes.PARTIES) or []]
    faults += doubles("party", parties)
    declared.parties = tuple(dict.fromkeys(name for name, _ in parties))
    means = [(line.name, part.reader.place(line.line, "shared means")) for line in part.get(shapes.SHARED_MEANS) or []]
    areas = [(line.name, part.reader.place(line.line, "areas")) for line in part.get(shapes.AREAS) or []]
    faults += doubles("means", means + areas)
    for counted in part.get(shapes.SHARED_MEANS) or []:
        declared.stocks["", counted.name] = Stock(counted.number, False)
    for line in part.get(shapes.AREAS) or []:
        declared.stocks["", line.name] = Stock(1, True)
    rules = part.get(shapes.RULES) or []
    faults += doubles("rule", ((rule.name, rule.place()) for rule in rules))


def _declare_means(part: Part, declared: Declared, faults: list[Fault]) -> None:
    owner = part.get(shapes.MEANS_OF)
    if owner is None:
        return
    counts, areas = part.get(shapes.OWN_MEANS) or [], part.get(shapes.OWN_AREAS) or []
    shared = [(name, Place("the compact", 0, "")) for held_by, name in declared.stocks if held_by in ("", owner)]
    own = [(counted.name, part.reader.place(counted.line, "means")) for counted in counts]
    own += [(line.name, part.reader.place(line.line, "areas")) for line in areas]
    faults += doubles("means", shared + own)
    for counted in counts:
        declared.stocks.setdefault((owner, counted.name), Stock(counted.number, False))
    for line in areas:
        declared.stocks.setdefault((owner, line.name), Stock(1, True))


def _declare_contingencies(parts: list[Part], declared: Declared, faults: list[Fault]) -> None:
    key = shapes.CONTINGENCY
    faults += doubles("contingency", ((name, part.place(key)) for part in parts if (name := part.get(key))))
    for part in parts:
        situation = declared.situations.setdefault(part.get(key) or "", Situation())
        aims = part.get(shapes.AIMS) or []
        faults += doubles("aim", ((line.name, part.reader.place(line.line, "aims")) for line in aims))
        situation.aims.update((line.name, "") for line in aims)
        scenarios = part.get(shapes.SCENARIO_MAP) or []
        places = [(line.name, part.reader.place(line.line, "scenarios")) for line, _ in scenarios]
        faults += doubles("scenario", places)
        events = []
        for line, expected in scenarios:
            field = f"scenarios / {shown(line.name)}"
            here = [(event.name, part.reader.place(event.line, field)) for event in expected]
            faults += [fault for fault in doubles("event", here) if "twice" in fault.what]
            events += here
            situation.scenarios.setdefault(line.name, {}).update(
                (event.name, (event.comes and event.comes.after) or "") for event in expected
            )
            situation.events.update((event.name, line.name) for event in expected)
        faults += doubles("event", events, again=True)
        for name, place in events:
            if name.casefold() in ("warning", "the warning"):
                faults.append(
                    Fault(
                        f"an event is called '{name}'",
                        place,
                        "the warning is time zero, and no event.",
                        "Give the event another name.",
                    )
                )


def _declare_courses(parts: list[Part], declared: Declared, faults: list[Fault]) -> None:
    key = shapes.COURSE
    plans: dict[tuple[str, str], list[Part]] = {}
    for part in parts:
        party, contingency = part.get(shapes.COURSE_PARTY) or "", part.get(shapes.COURSE_CONTINGENCY) or ""
        plans.setdefault((party, contingency), []).append(part)
        declared.planned.add(party)
        if contingency not in declared.situations or not part.get(key) or part.get(shapes.ACTIVITIES) is None:
            declared.lost.add(party)
    for (party, contingency), courses in plans.items():
        faults += doubles("course", ((name, part.place(key)) for part in courses if (name := part.get(key))))
        tables = (
            ("activity", shapes.ACTIVITIES, declared.activities),
            ("need", shapes.NEEDS, declared.needs),
        )
        for sort, map_key, table in tables:
            names = table.setdefault(contingency, {}).setdefault(party, {})
            everywhere: list[tuple[str, Place]] = []
            for course in courses:
                here = [(inner.name, inner.place()) for inner in course.get(map_key) or []]
                faults += [fault for fault in doubles(sort, here) if "twice" in fault.what]
                names.update((name, course.get(key) or "") for name, _ in here)
                everywhere += here
            faults += doubles(sort, everywhere, again=True)


def _declare_promises(parts: list[Part], declared: Declared, faults: list[Fault]) -> None:
    key = shapes.PROMISE
    faults += doubles("promise", ((name, part.place(key)) for part in parts if (name := part.get(key))))
    for part in parts:
        contingency, giver = part.get(shapes.PROMISE_CONTINGENCY) or "", part.get(shapes.GIVER) or ""
        declared.promises.setdefault(part.get(key) or "", (contingency, giver))
