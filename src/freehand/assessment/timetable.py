"""The timetable of a choice: when each thing may start, how long it may take, and where a chain breaks it.

What a picture draws, as numbers. Two cases:

1. *Assured*: a party may do whatever solves its own reduced network with its shared points held in their free windows
   (``freedom.held``). Earliest and latest are those of that network, for every root; a point on a root comes after it
   by what nature takes on its chain. One timetable holds in all scenarios, so all scenarios' events stand in it.
   What is anchored on an event is counted from it, as its owner counts.
2. *Not assured*: there is no such timetable. Everything stands at the earliest time that is left to it once deadlines
   (bounds counted from the warning) are left out, in the network whose cycle the chain tells: reduced (nature at its
   worst), or as it stands (nature at its kindest) where the choice is impossible. The latest end is then that of the
   earliest start. So the chain shows where it breaks: the point of the deadline may come at ``latest`` as the beginning
   of the chain says, and at ``earliest`` as its rest says; the difference is the shortfall.

Seconds after the warning throughout.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from freehand.assessment.choices import Choice
from freehand.assessment.combination import Combination
from freehand.assessment.decide import Numeric, point_index
from freehand.assessment.explain import Chain, fallen_scenario
from freehand.assessment.freedom import held
from freehand.assessment.part import Part
from freehand.assessment.setting import OWN_WAY
from freehand.plans.points import Point, PointKind
from freehand.temporal.consistency import earliest, is_consistent

FINISH: dict[PointKind, PointKind] = {"start": "end", "call": "delivery", "asking": "consent"}
BarKind = Literal["event", "activity", "call", "own way", "promise", "consent"]


class Span(NamedTuple):
    """From the earliest to the latest moment of something; ``last`` is None where nothing says the latest."""

    first: int
    last: int | None


class Bar(NamedTuple):
    """Something that takes time, or (a call) none. ``party`` is whose lane it stands in, empty for events.

    ``starts`` and ``ends`` are when, counted from ``base``: the warning (0), or the earliest moment of the event
    ``after`` which it is anchored. ``shortest`` and ``longest`` are how long it takes, which the party picks
    (``chosen``) or nature. ``window`` and ``window_of_end`` are the free windows of its start and of an end that the
    party picks; ``chained`` says whether the chain leads through it.
    """

    kind: BarKind
    party: str
    name: str
    start: Point
    end: Point
    starts: Span
    ends: Span
    shortest: int
    longest: int | None
    chosen: bool
    after: str | None
    base: int
    window: Span | None
    window_of_end: Span | None
    chained: bool
    scenarios: tuple[str, ...]


class Join(NamedTuple):
    """A sentence that ties points in two lanes, from the point that it names as the earlier one."""

    text: str
    earlier: Point
    later: Point
    chained: bool


class Break(NamedTuple):
    """Where the chain breaks: a point may come at ``latest`` at the latest, and at ``earliest`` at the earliest.

    Seconds after the warning, its event at its earliest where it is anchored on one.
    """

    party: str
    point: Point | None
    latest: int
    earliest: int


class Timetable(NamedTuple):
    """Bars in the order of lanes and time, the joins between them, and the break, where there is one."""

    scenarios: tuple[str, ...]
    bars: tuple[Bar, ...]
    joins: tuple[Join, ...]
    breaks: Break | None


class _Times(NamedTuple):
    """How a network places points: when, after what they are counted from; and the bounds on one root after another."""

    when: Callable[[Point, str], Span]
    length: Callable[[Part, int, int], tuple[int, int | None]]
    windows: dict[int, Span]
    chained: frozenset[int] = frozenset()
    """The points that the chain leads through."""
    numbers: frozenset[int] = frozenset()
    """The numbers that the chain names."""


def timetable(choice: Choice, chains: Sequence[Chain]) -> Timetable | None:
    """The timetable of a choice; None where even orders and least durations contradict each other, or a need is unmet.

    >>> from freehand.assessment.assess import Reckoning
    >>> from freehand.formats.workspace import load
    >>> from freehand.terms.scope import Rung
    >>> workspace = load("examples/worked/airlift")
    >>> at = Reckoning(workspace, workspace.contingencies[0]).at(Rung.SUPPORT)
    >>> found = timetable(at.choice, at.chains)
    >>> found.breaks.latest // 3600, found.breaks.earliest // 3600
    (23, 40)
    """
    if choice.combination.broken:
        return None
    if choice.windows is not None:
        return _assured(choice)
    return _broken(choice, chains[0]) if chains and chains[0].edges else None


def _assured(choice: Choice) -> Timetable:
    combined, decider, windows = choice.combination, choice.decider, choice.windows or ()
    at: dict[int, tuple[int | None, int | None]] = {0: (0, 0)}
    networks: dict[str, Numeric] = {}
    for part in combined.parts:
        networks[part.party] = held(combined, part.party, choice.orders, windows, decider)
        roots = list(dict.fromkeys(p.root for here in part.placement.values() for p in here.values() if p.root))
        at |= decider.spans(networks[part.party], roots)
    values, links = combined.book.values, combined.book.links

    def when(point: Point, scenario: str) -> Span:
        root, chain = combined.placement[scenario][point]
        first, last = at[root]
        own = [links[i] for i in chain if links[i].seen_by]
        longest = sum(values[i.high] for i in own)
        return Span((first or 0) + sum(values[i.low] for i in own), None if last is None else last + longest)

    def length(part: Part, start: int, end: int) -> tuple[int, int | None]:
        near = decider.distances(networks[part.party], [start, end])
        return -near.get((end, start), 0), near.get((start, end))

    free = {w.root: Span(w.low, w.high) for w in windows}
    names = combined.setting.names
    return Timetable(names, _bars(choice, names, _Times(when, length, free)), _joins(choice), None)


def _broken(choice: Choice, chain: Chain) -> Timetable | None:
    combined, decider, book = choice.combination, choice.decider, choice.combination.book
    fallen = fallen_scenario(combined, choice.orders, choice.verdict, decider)
    as_it_stands = fallen is not None
    names = _scenarios_of(combined, chain) if fallen is None else (fallen,)
    edges = combined.stacked(choice.orders) if fallen is None else combined.plain(fallen, choice.orders)
    bounds = decider.bounds(edges)
    least = least_times(bounds)
    if least is None:
        return None

    def when(point: Point, scenario: str) -> Span:
        root, chain = combined.placement[scenario][point]
        if as_it_stands:
            return Span(least.get(book.point(point), 0) - base_of(combined, chain), None)
        own = [book.links[i] for i in chain if book.links[i].seen_by]
        first = least.get(root, 0)
        return Span(
            first + sum(book.values[i.low] for i in own), first + sum(book.values[i.high] for i in own) if own else None
        )

    def length(_part: Part, start: int, end: int) -> tuple[int, int | None]:
        return -bounds.get((end, start), 0), bounds.get((start, end))

    along = frozenset(p for edge in chain.edges for p in (edge.x, edge.y) if p)
    numbers = frozenset(abs(term) for edge in chain.edges for term in edge.terms)
    bars = _bars(choice, names, _Times(when, length, {}, along, numbers))
    told = frozenset(edge.statement for edge in chain.edges)
    return Timetable(names, bars, _joins(choice, told), _break(combined, names[0], chain, least, as_it_stands))


def _scenarios_of(combined: Combination, chain: Chain) -> tuple[str, ...]:
    """The scenarios that a chain names, else the first by name."""
    told = {step.reason for step in chain.steps}
    found = tuple(s for s in combined.setting.names if f"scenario {s}" in told)
    return found or combined.setting.names[:1]


def least_times(bounds: Numeric) -> dict[int, int] | None:
    """The earliest time of every point if no deadline counts; None if even so there is a contradiction.

    Where bounds between points contradict each other, only orders and least durations are taken.

    >>> least_times({(1, 0): -5, (2, 1): -3, (0, 2): 6})
    {0: 0, 1: 5, 2: 8}
    >>> least_times({(1, 2): 2, (2, 1): -3, (2, 0): -9})
    {0: 0, 1: 0, 2: 9}
    """
    place = point_index(bounds, [])
    if any(x == y and w < 0 for (x, y), w in bounds.items()):
        return None
    later = [(place[x], place[y], w) for (x, y), w in bounds.items() if x and x != y]
    for network in (later, [edge for edge in later if edge[2] <= 0]):
        if is_consistent(len(place), network):
            found = earliest(len(place), network)
            return {point: found[index] or 0 for point, index in place.items()}
    return None


def _bars(choice: Choice, scenarios: tuple[str, ...], times: _Times) -> tuple[Bar, ...]:
    """Every bar: events first, then lane by lane, in each by time and name."""
    combined = choice.combination
    lanes = {part.party: place for place, part in enumerate(combined.parts)}
    found = [bar for s in scenarios for bar in _events(combined, s, times)]
    for part in combined.parts:
        for start, end in _ends_of(part):
            here = tuple(s for s in scenarios if start in part.placement[s])
            if here:
                found += [_bar(combined, part, named, here, times) for named in _named(combined, part, start, end)]
    return tuple(sorted(found, key=lambda b: (lanes.get(b.party, -1), b.starts.first, b.ends.first, b.name)))


def _events(combined: Combination, scenario: str, times: _Times) -> Iterator[Bar]:
    book, here = combined.book, combined.setting.placement[scenario]
    for point, placed in here.items():
        if placed.chain:
            links = [book.links[i] for i in placed.chain]
            span = Span(sum(book.values[i.low] for i in links), sum(book.values[i.high] for i in links))
            last = links[-1]
            shortest, longest = book.values[last.low], book.values[last.high]
            after = str(book.points[last.start]) if last.start else None
            start = point if after is None else Point("event", "", after)
            chained = any(i.low in times.numbers or i.high in times.numbers for i in links)
            named = _Named("event", "", point.name, start, point)
            yield Bar(*named, span, span, shortest, longest, False, after, 0, None, None, chained, (scenario,))


def _ends_of(part: Part) -> Iterator[tuple[Point, Point]]:
    """Everything that begins with its end; a partner may have released only one of the two, which then is both."""
    begins: dict[PointKind, PointKind] = {end: begin for begin, end in FINISH.items()}
    for point in sorted(part.points, key=lambda p: (p.kind, p.name)):
        if point.kind in FINISH:
            end = point._replace(kind=FINISH[point.kind])
            yield point, end if end in part.points else point
        elif point.kind in begins and point._replace(kind=begins[point.kind]) not in part.points:
            yield point, point


class _Named(NamedTuple):
    kind: BarKind
    party: str
    name: str
    start: Point
    end: Point


def _named(combined: Combination, part: Part, start: Point, end: Point) -> Iterator[_Named]:
    """What a bar is called and in whose lane it stands: a promise in its giver's, the call for it in the receiver's."""
    if start.kind == "asking":
        yield _Named("consent", part.party, f"consent ({start.name})", start, end)
    elif start.kind != "call":
        name = start.name if start.kind == "start" else str(start)
        yield _Named("activity", part.party, name, start, end)
    elif (way := dict(part.ways)[start.name]) == OWN_WAY:
        yield _Named("own way", part.party, f"own way to {start.name}", start, end)
    else:
        yield _Named("call", part.party, f"call for {start.name}", start, start)
        yield _Named("promise", _giver(combined, part, start, way), f"promise {way}", start, end)


def _giver(combined: Combination, part: Part, call: Point, promise: str) -> str:
    """Who gave a promise: known from its link where the receiver's plan is there, else from the means it holds."""
    for here in part.placement.values():
        for placed in here.values():
            for i in placed.chain:
                link = combined.book.links[i]
                if link.start == combined.book.point(call) and len(link.seen_by) > 1:
                    return link.seen_by[0]
    return next((u.party for u in combined.users if u.promise and u.name == f"promise {promise}"), part.party)


def _bar(combined: Combination, part: Part, named: _Named, here: tuple[str, ...], times: _Times) -> Bar:
    book, start, end = combined.book, named.start, named.end
    root, chain = part.placement[here[0]][start]
    root_of_end, chain_of_end = part.placement[here[0]].get(end, (root, chain))
    shortest: int
    longest: int | None
    if start == end:
        shortest = longest = 0
    elif len(chain_of_end) > len(chain):
        link = book.links[chain_of_end[-1]]
        shortest, longest = book.values[link.low], book.values[link.high]
    else:
        shortest, longest = times.length(part, root, root_of_end)
    events = [i for i in chain if not book.links[i].seen_by]
    return Bar(
        *named,
        times.when(start, here[0]),
        times.when(end, here[0]),
        shortest,
        longest,
        len(chain_of_end) == len(chain),
        str(book.points[book.links[events[-1]].end]) if events else None,
        min(base_of(combined, part.placement[s][start].chain) for s in here),
        times.windows.get(root) if len(chain) == len(events) else None,
        times.windows.get(root_of_end) if root_of_end != root else None,
        bool({root, root_of_end, book.point(start), book.point(end)} & times.chained),
        here,
    )


def base_of(combined: Combination, chain: tuple[int, ...]) -> int:
    """The earliest moment of the event that a chain begins with; 0 where it begins at the warning."""
    book = combined.book
    return sum(book.values[book.links[i].low] for i in chain if not book.links[i].seen_by)


def _joins(choice: Choice, chained: frozenset[int] = frozenset()) -> tuple[Join, ...]:
    """What ties two lanes: sentences between two parties' points, their orders, and what waits for a promise."""
    combined, found = choice.combination, dict[str, Join]()
    ties = [t for t in combined.cross if t.x.party and t.y.party and t.x.party != t.y.party]
    ties += [combined.order_tie(order) for order in choice.orders if not order.party]
    for part in combined.parts:
        promised = {Point("delivery", part.party, need) for need, way in part.ways if way != OWN_WAY}
        ties += [t for t in part.ties if t.y in promised and t.x.kind in ("start", "end")]
    for tie in ties:
        text = combined.book.statements[tie.statement].text
        # "not before" and "at least" say y - x <= 0 or less: y is the earlier one; "at most" the other way round.
        upper = any(term > 0 for term in tie.terms)
        earlier, later = (tie.x, tie.y) if upper else (tie.y, tie.x)
        found.setdefault(text, Join(text, earlier, later, tie.statement in chained))
    return tuple(found[text] for text in sorted(found))


def _break(
    combined: Combination, scenario: str, chain: Chain, least: dict[int, int], as_it_stands: bool
) -> Break | None:
    """Where the first bound of a chain, the deadline, meets the rest of it.

    What is anchored is counted from its event in a reduced network, and shown as if that came at its earliest.
    """
    if chain.shortfall is None:
        return None
    book, edge = combined.book, chain.edges[0]
    # A reduced bound on a root holds for a point after it: what nature takes at most in between stands in its terms.
    taken = {-term for term in edge.terms if term < 0}
    point, longest = None, -1
    for p, placed in combined.placement[scenario].items():
        own = [book.links[i].high for i in placed.chain if book.links[i].seen_by]
        if placed.root == edge.y and p.party and len(own) > longest and set(own) <= taken:
            point, longest = p, len(own)
    if point is None and edge.y:
        known = book.points[edge.y]
        point = known if isinstance(known, Point) else known[0]
    shift = 0
    if point is not None and point in combined.placement[scenario]:
        chain_of = combined.placement[scenario][point].chain
        if longest > 0:
            shift = sum(book.values[book.links[i].high] for i in chain_of if book.links[i].seen_by)
        if not as_it_stands:
            shift += base_of(combined, chain_of)
    latest = (least.get(edge.x, 0) if edge.x else 0) + book.weight(edge) + shift
    return Break(point.party if point else "", point, latest, latest + chain.shortfall)
