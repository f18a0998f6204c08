"""An oracle of the reckoning that knows no network: it writes down every timetable and every outcome, and looks.

Nothing here comes from ``freehand.assessment`` or ``freehand.temporal``. A timetable gives every executable root a
whole second in ``[0, horizon]``. A set of timetables is one long integer, a bit for each; a sentence under one outcome
is the set of timetables that keep it. *Assured* is then the intersection over all scenarios, outcomes and sentences;
*possible* a union over outcomes; *adaptable* a game in time, played out. Instants of a clash are looked at one by one.
There is no shortest path, no reduction and no elimination anywhere.

Where a game or a search for orders would be too large, the oracle says so (``UNKNOWN``, ``UNSEARCHED``) and does not
guess.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain, combinations, permutations, product
from typing import NamedTuple

from freehand.plans.activity import Duration, Hold
from freehand.plans.contingency import Contingency
from freehand.plans.joint import Agreed, Consent, Notice, Workspace
from freehand.plans.plan import Course
from freehand.plans.points import WARNING, Point, Rule
from freehand.plans.scenario import Event, Report
from freehand.terms.scope import Rung

ASSURED, TOLD_APART, ADAPTABLE, POSSIBLE, IMPOSSIBLE = 0, 1, 2, 3, 5
UNKNOWN, UNSEARCHED = -1, -2
WORDS = {
    ASSURED: "assured",
    TOLD_APART: "assured if told apart",
    ADAPTABLE: "adaptable",
    POSSIBLE: "possible",
    IMPOSSIBLE: "impossible",
    UNKNOWN: "adaptable or possible",
    UNSEARCHED: "too many orders",
}

Known = dict[tuple[str, str], tuple[int, int]]
Ways = tuple[tuple[str, str], ...]
Key = tuple[tuple[str, str, Ways], ...]
"""(party, course, ways) of everybody who takes part."""
Item = tuple[str, str]


# -- sets of timetables ---------------------------------------------------------------------------------------------


class Space:
    """All timetables of ``n`` roots over ``size`` seconds, and the sets of them that keep one difference."""

    def __init__(self, n: int, size: int) -> None:
        self.n, self.size = n, size
        self.full: int = (1 << power(size, n)) - 1
        self._at = [[self._stripe(i, v) for v in range(size)] for i in range(n)]
        self._kept: dict[tuple[int, int, int], int] = {}

    def _stripe(self, i: int, v: int) -> int:
        width, copies = power(self.size, i), power(self.size, self.n - 1 - i)
        return repeated(((1 << width) - 1) << (v * width), width * self.size, copies)

    def value(self, i: int, allowed: Container[int]) -> int:
        """The timetables whose root ``i`` has a value that is ``allowed``."""
        found = 0
        for v in range(self.size):
            if v in allowed:
                found |= self._at[i][v]
        return found

    def at_most(self, y: int, x: int, w: int) -> int:
        """The timetables with ``y - x <= w``; a root of -1 is the warning."""
        if y == x:
            return self.full if w >= 0 else 0
        key = (y, x, w)
        if key not in self._kept:
            seconds, found = range(self.size), 0
            if x < 0:
                found = self.value(y, [v for v in seconds if v <= w])
            elif y < 0:
                found = self.value(x, [v for v in seconds if -v <= w])
            else:
                for u in seconds:
                    found |= self._at[x][u] & self.value(y, [v for v in seconds if v - u <= w])
            self._kept[key] = found
        return self._kept[key]


def power(base: int, exponent: int) -> int:
    """``base`` times itself, a whole number."""
    return int(base**exponent)


def repeated(pattern: int, period: int, copies: int) -> int:
    """The pattern written ``copies`` times, ``period`` bits apart."""
    found, made = pattern, 1
    while made < copies:
        more = min(made, copies - made)
        found |= (found & ((1 << period * more) - 1)) << (period * made)
        made += more
    return found


@lru_cache(maxsize=24)
def space(n: int, size: int) -> Space:
    """The space of this shape, made once."""
    return Space(n, size)


# -- what is said ---------------------------------------------------------------------------------------------------


class Stand(NamedTuple):
    """When a point comes: its root's value (-1: the warning), ``fixed`` seconds, and the durations of these links."""

    root: int
    fixed: int
    links: tuple[int, ...]


class Say(NamedTuple):
    """``y - x <= w``; ``kind`` is "own", "join", "rule" or "frame"."""

    y: Point
    x: Point
    w: int
    kind: str
    owner: str
    text: str


class User(NamedTuple):
    """Who holds ``amount`` of a means from ``start`` until ``turnaround`` after ``end``."""

    name: str
    means: str
    amount: int
    start: Point
    end: Point
    turnaround: int
    party: str


Order = tuple[tuple[str, str], tuple[str, str]]
"""((name, means) of the user that ends first, (name, means) of the one that starts after it)."""
Orders = frozenset[Order]


class Arrow(NamedTuple):
    """What nature decides: ``end`` comes ``low`` to ``high`` after ``start``."""

    start: Point
    end: Point
    low: int
    high: int


@dataclass
class World:
    """One scenario: where every point stands, what nature decides, and every sentence that binds in it."""

    stands: dict[Point, Stand] = field(default_factory=dict)
    arrows: list[Arrow] = field(default_factory=list)
    says: list[Say] = field(default_factory=list)
    executed: list[Point] = field(default_factory=list)
    fixed: list[tuple[Point, Point, int]] = field(default_factory=list)

    def outcomes(self, *points: Point) -> Iterator[dict[int, int]]:
        """Every outcome of all links on which these points depend (of all links where no point is named)."""
        links = sorted({i for p in points for i in self.stands[p].links}) if points else range(len(self.arrows))
        ranges = [range(self.arrows[i].low, self.arrows[i].high + 1) for i in links]
        for durations in product(*ranges):
            yield dict(zip(links, durations, strict=True))

    def shift(self, point: Point, outcome: Mapping[int, int]) -> int:
        """How long after its root a point comes under an outcome."""
        stand = self.stands[point]
        return stand.fixed + sum(outcome[i] for i in stand.links)


class Net:
    """Courses with ways as they meet at a rung: roots, users, a world for each scenario. The oracle's subject."""

    def __init__(self, horizon: int, names: Sequence[str], capacities: Mapping[str, int]) -> None:
        self.horizon, self.names, self.capacities = horizon, tuple(sorted(names)), capacities
        self.roots: list[Point] = []
        self.root_party: list[str] = []
        self.worlds: dict[str, World] = {name: World() for name in self.names}
        self.tied_ends: dict[Point, tuple[int, int]] = {}
        """Chosen ends with nothing to choose: so long after a root. (To the product they are roots of their own.)"""
        self.users: list[User] = []
        self.broken: list[str] = []
        self.meets: frozenset[str] = frozenset()
        self.leans: frozenset[Item] = frozenset()
        self.key: Key = ()
        self._every: dict[tuple[str, Order | None], int] = {}
        self._meeting: dict[tuple[str, tuple[User, ...]], int] = {}
        self._plain: dict[tuple[str, Orders], list[tuple[dict[int, int], int]]] = {}
        self._due: dict[tuple[int, Orders, tuple[str, ...]], bool] = {}
        self._games: dict[tuple[str, Orders], bool | None] = {}

    @cached_property
    def space(self) -> Space:
        """All timetables of this net."""
        return space(len(self.roots), self.horizon + 1)

    # -- sets of timetables ----------------------------------------------------------------------------------------

    def keeps(self, world: World, say: Say, outcome: Mapping[int, int]) -> int:
        """The timetables that keep a sentence under an outcome."""
        y, x = world.stands[say.y], world.stands[say.x]
        w = say.w - world.shift(say.y, outcome) + world.shift(say.x, outcome)
        return self.space.at_most(y.root, x.root, w)

    def keeps_always(self, world: World, say: Say) -> int:
        """The timetables that keep a sentence whatever nature does."""
        found = self.space.full
        seen: set[int] = set()
        for outcome in world.outcomes(say.y, say.x):
            moved = world.shift(say.x, outcome) - world.shift(say.y, outcome)
            if moved not in seen:
                seen.add(moved)
                found &= self.keeps(world, say, outcome)
        return found

    def order_say(self, world: World, order: Order) -> Say | None:
        """An order as a sentence, None where one of the two is not there."""
        (before,), (after,) = ([u for u in self.users if (u.name, u.means) == one] for one in order)
        if before.end not in world.stands or after.start not in world.stands:
            return None
        return Say(before.end, after.start, -before.turnaround, "order", "", "")

    def always(self, scenario: str, orders: Orders) -> int:
        """The timetables that keep everything in a scenario whatever nature does."""
        world = self.worlds[scenario]
        found = self._every.get((scenario, None))
        if found is None:
            found = self.space.full
            for say in world.says:
                found &= self.keeps_always(world, say)
            self._every[scenario, None] = found
        for order in orders:
            if (scenario, order) not in self._every:
                said = self.order_say(world, order)
                self._every[scenario, order] = self.space.full if said is None else self.keeps_always(world, said)
            found &= self._every[scenario, order]
        return found

    def always_in_all(self, orders: Orders, names: Sequence[str]) -> int:
        """The timetables that keep everything in all these scenarios whatever nature does."""
        found = self.space.full
        for name in names:
            found &= self.always(name, orders)
        return found

    def every_outcome(self, scenario: str, orders: Orders) -> list[tuple[dict[int, int], int]]:
        """The outcomes under which something keeps all but the orders, with the timetables that keep these too."""
        key = (scenario, orders)
        if key not in self._plain:
            world = self.worlds[scenario]
            before = self._plain.get((scenario, frozenset()))
            if before is None:
                before = self._plain[scenario, frozenset()] = []
                for outcome in world.outcomes():
                    found = self.space.full
                    for say in world.says:
                        found &= self.keeps(world, say, outcome)
                        if not found:
                            break
                    if found:
                        before.append((outcome, found))
            said = [s for o in orders if (s := self.order_say(world, o)) is not None]
            after = []
            for outcome, found in before:
                left = found
                for say in said:
                    left &= self.keeps(world, say, outcome)
                after.append((outcome, left))
            self._plain[key] = after
        return self._plain[key]

    def sometimes(self, scenario: str, orders: Orders) -> Iterator[tuple[dict[int, int], int]]:
        """Every outcome under which something keeps everything in a scenario, with the timetables that do."""
        return ((outcome, found) for outcome, found in self.every_outcome(scenario, orders) if found)

    # -- windows and telling apart ---------------------------------------------------------------------------------

    def own_plan(self, party: str, orders: Orders) -> int:
        """The timetables that keep all that one party's own plan says (rules of the terms on it, orders within it)."""
        found, mine = self.space.full, {"", party}
        for world in self.worlds.values():
            said = [s for s in world.says if s.kind != "join" and {s.y.party, s.x.party} <= mine]
            for order in orders:
                say = self.order_say(world, order)
                if say is not None and {say.y.party, say.x.party} <= mine:
                    said.append(say)
            for say in said:
                found &= self.keeps_always(world, say)
        return found

    def acting_within(self, windows: Mapping[Point, tuple[int, int]], orders: Orders) -> int:
        """The timetables that arise where everybody keeps to the windows and to its own plan, and knows no more."""
        found = self.space.full
        for party in set(self.root_party):
            found &= self.own_plan(party, orders)
        for point, (low, high) in windows.items():
            root, later = self.tied_ends.get(point) or (self.roots.index(point), 0)
            found &= self.space.value(root, range(low - later, high - later + 1))
        return found

    def crossing(self, orders: Orders) -> set[Point]:
        """The roots of sentences whose two roots belong to different parties."""
        found: set[Point] = set()
        for world in self.worlds.values():
            said = [*world.says, *(s for o in orders if (s := self.order_say(world, o)) is not None)]
            for say in said:
                y, x = world.stands[say.y].root, world.stands[say.x].root
                if y >= 0 and x >= 0 and self.root_party[y] != self.root_party[x]:
                    found |= {p if p in self.tied_ends else self.roots[world.stands[p].root] for p in (say.y, say.x)}
        return found

    def told_apart_by(self, orders: Orders) -> int | None:
        """The last T for which a timetable per scenario exists, all agreeing on every start that may come before T.

        None where there are more than two scenarios or too many timetables to put side by side.
        """
        if len(self.names) != 2:
            return None
        starts = [(i, p) for i, p in enumerate(self.roots) if p.kind in ("start", "call", "asking")]
        sides = []
        for name in self.names:
            world, rows = self.worlds[name], set[tuple[tuple[int, ...], tuple[int | None, ...]]]()
            least = [
                min(world.shift(p, outcome) for outcome in world.outcomes(p)) if p in world.stands else None
                for _, p in starts
            ]
            for timetable in self.listed(self.always(name, orders)):
                values = tuple(timetable[i] for i, _ in starts)
                rows.add((values, tuple(None if m is None else v + m for v, m in zip(values, least, strict=True))))
            sides.append(rows)
        if len(sides[0]) * len(sides[1]) > 200_000:
            return None
        best = 0
        for values, soonest in sides[0]:
            for others, sooner in sides[1]:
                differ = [
                    min(a, b)
                    for u, v, a, b in zip(values, others, soonest, sooner, strict=True)
                    if u != v and a is not None and b is not None
                ]
                best = max(best, min(differ, default=self.horizon))
        return min(best, self.horizon)

    def listed(self, timetables: int) -> Iterator[tuple[int, ...]]:
        """The timetables of a set, one by one."""
        for index, bit in enumerate(bin(timetables)[:1:-1]):
            if bit == "1":
                rest, values = index, []
                for _ in self.roots:
                    rest, value = divmod(rest, self.horizon + 1)
                    values.append(value)
                yield tuple(values)

    # -- clashes ---------------------------------------------------------------------------------------------------

    @cached_property
    def critical(self) -> list[tuple[User, ...]]:
        """Every set of users that needs more of a means than there is, no smaller one of which does."""
        found: list[tuple[User, ...]] = []
        for means in sorted({u.means for u in self.users}):
            group = [u for u in self.users if u.means == means]
            for size in range(1, len(group) + 1):
                for several in combinations(group, size):
                    total = sum(u.amount for u in several)
                    if size >= 2 and total > self.capacities[means] >= total - min(u.amount for u in several):
                        found.append(several)
        return found

    def together(self, world: World, several: tuple[User, ...], outcome: Mapping[int, int]) -> int:
        """The timetables under which these users all hold at some instant, under an outcome."""
        found = 0
        spans = []
        for u in several:
            first, last = world.stands[u.start].root, world.stands[u.end].root
            spans.append((first, world.shift(u.start, outcome), last, world.shift(u.end, outcome) + u.turnaround))
        for instant in range(2 * self.horizon + 2):
            here = self.space.full
            for first, early, last, late in spans:
                here &= self.space.at_most(first, -1, instant - early)  # has started
                here &= self.space.at_most(-1, last, late - instant - 1)  # has not ended
                if not here:
                    break
            found |= here
        return found

    def there(self, world: World, several: tuple[User, ...]) -> bool:
        """Whether all of these users exist in a world."""
        return all(u.start in world.stands and u.end in world.stands for u in several)

    def may_meet(self, scenario: str, several: tuple[User, ...]) -> int:
        """The timetables under which some outcome of a scenario brings these users together."""
        key = (scenario, several)
        if key not in self._meeting:
            world, found = self.worlds[scenario], 0
            if self.there(world, several):
                points = [p for u in several for p in (u.start, u.end)]
                seen: set[tuple[int, ...]] = set()
                for outcome in world.outcomes(*points):
                    moved = tuple(world.shift(p, outcome) for p in points)
                    if moved not in seen:
                        seen.add(moved)
                        found |= self.together(world, several, outcome)
            self._meeting[key] = found
        return self._meeting[key]

    def clashing(self, level: int, orders: Orders, names: Sequence[str]) -> list[tuple[User, ...]]:
        """The critical sets that some timetable (of those that count at a level) and some outcome bring together."""
        return [several for several in self.critical if self._clashes(level, orders, names, several)]

    def _clashes(self, level: int, orders: Orders, names: Sequence[str], several: tuple[User, ...]) -> bool:
        for name in names:
            world = self.worlds[name]
            if level == ASSURED:
                if self.may_meet(name, several) & self.always_in_all(orders, names):
                    return True
            elif level == TOLD_APART:
                if self.may_meet(name, several) & self.always(name, orders):
                    return True
            elif self.there(world, several):
                for outcome, found in self.sometimes(name, orders):
                    if self.together(world, several, outcome) & found:
                        return True
        return False

    # -- verdicts --------------------------------------------------------------------------------------------------

    def due(self, level: int, orders: Orders, names: tuple[str, ...]) -> bool:
        """Whether the sentences (clashes aside) carry a level under some orders."""
        key = (level, orders, names)
        if key not in self._due:
            if level == ASSURED:
                self._due[key] = self.always_in_all(orders, names) != 0
            elif level == TOLD_APART:
                self._due[key] = all(self.always(name, orders) for name in names)
            elif level == POSSIBLE:
                self._due[key] = all(any(True for _ in self.sometimes(name, orders)) for name in names)
            else:
                self._due[key] = self.due(POSSIBLE, orders, names) and all(self.wins(s, orders) for s in names)
        return self._due[key]

    def wins(self, scenario: str, orders: Orders) -> bool:
        """Whether somebody who sees everything at once can react so that all is kept in a scenario.

        Raises:
            TooLarge: if the game is too large to be played out.
        """
        key = (scenario, orders)
        if key not in self._games:
            world = self.worlds[scenario]
            said = [s for o in sorted(orders) if (s := self.order_say(world, o)) is not None]
            try:
                self._games[key] = Game(world, [*world.says, *said], self.horizon).won()
            except TooLarge:
                self._games[key] = None
        won = self._games[key]
        if won is None:
            raise TooLarge
        return won

    def carries(self, level: int, orders: Orders, names: tuple[str, ...]) -> bool:
        """Whether a level is due under exactly these orders, and nothing may clash."""
        return self.due(level, orders, names) and not self.clashing(level, orders, names)

    def carried(self, level: int, names: tuple[str, ...], first: tuple[int, Order] | None = None) -> Orders | None:
        """Some orders, at most one for each clash, that carry a level; None where there are none.

        A clash is a critical set that comes together where nothing is ordered yet.

        ``first`` is an order that must be among them, with the number of the critical set that it is for.
        """
        begin: tuple[Orders, frozenset[int]] = (frozenset(), frozenset())
        if first is not None:
            begin = (frozenset({first[1]}), frozenset({first[0]}))
        waiting = [begin]
        seen: set[object] = set()
        clashes = self.clashing(level, frozenset(), names)
        while waiting:
            orders, ordered = waiting.pop()
            key = (self._left(level, orders, names), ordered)
            if key in seen:
                continue  # these orders leave what others left: they carry what those carried
            seen.add(key)
            if len(seen) > MOST_ORDERS:
                raise TooManyOrders
            if not self.due(level, orders, names):
                continue
            meeting = self.clashing(level, orders, names)
            if not meeting:
                return orders
            numbers = [self.critical.index(several) for several in (*clashes, meeting[0])]  # the last is tried first
            for i in (i for i in numbers if i not in ordered):
                for order in pairs(self.critical[i]):
                    waiting.append((orders | {order}, ordered | {i}))
        return None

    def _left(self, level: int, orders: Orders, names: tuple[str, ...]) -> object:
        """What timetables (and, where nature must be kind, outcomes) some orders leave: all that a level looks at."""
        if level == ASSURED:
            return self.always_in_all(orders, names)
        if level == TOLD_APART:
            return tuple(self.always(name, orders) for name in names)
        return tuple(tuple(found for _, found in self.every_outcome(name, orders)) for name in names)

    def verdict(self, names: tuple[str, ...] | None = None, first: tuple[int, Order] | None = None) -> int:
        """The best level that some set of orders (``first`` among them) carries.

        UNKNOWN where a game was too large, UNSEARCHED where there were too many orders.
        """
        names = self.names if names is None else names
        if self.broken:
            return IMPOSSIBLE
        try:
            if self.carried(ASSURED, names, first) is not None:
                return ASSURED
            if len(names) > 1 and self.carried(TOLD_APART, names, first) is not None:
                return TOLD_APART
            if self.carried(POSSIBLE, names, first) is None:
                return IMPOSSIBLE
            return ADAPTABLE if self.carried(ADAPTABLE, names, first) is not None else POSSIBLE
        except TooLarge:
            return UNKNOWN
        except TooManyOrders:
            return UNSEARCHED

    def bare(self) -> int:
        """The verdict as if nothing could clash; UNKNOWN where a game was too large."""
        if self.broken:
            return IMPOSSIBLE
        for level in (ASSURED, TOLD_APART):
            if self.due(level, frozenset(), self.names):
                return level
        if not self.due(POSSIBLE, frozenset(), self.names):
            return IMPOSSIBLE
        try:
            return ADAPTABLE if self.due(ADAPTABLE, frozenset(), self.names) else POSSIBLE
        except TooLarge:
            return UNKNOWN


def pairs(several: tuple[User, ...]) -> list[Order]:
    """Every order of a critical set."""
    return [((one.name, one.means), (other.name, other.means)) for one, other in permutations(several, 2)]


# -- adaptable: a game in time --------------------------------------------------------------------------------------


class TooLarge(Exception):
    """The game has more positions than the oracle plays out."""


class TooManyOrders(Exception):
    """There are more orders of clashes than the oracle looks at."""


MOST_POSITIONS = 4_000
MOST_ORDERS = 300
Times = tuple[int, ...]


class Game:
    """Nature and the parties move in turn at every second; the parties see what nature did before they move.

    At each instant nature first decides which of its links end now. Then the parties start what they will; where that
    starts a link that may take no time, nature decides again, and so on until the parties let the second pass.
    """

    def __init__(self, world: World, says: Sequence[Say], horizon: int) -> None:
        names = [WARNING, *world.executed, *(a.end for a in world.arrows), *(end for _, end, _ in world.fixed)]
        index = {p: i for i, p in enumerate(names)}
        self.executed = [index[p] for p in world.executed]
        self.arrows = [(index[a.start], index[a.end], a.low, a.high) for a in world.arrows]
        self.arrows += [(index[a], index[b], w, w) for a, b, w in world.fixed]
        self.says = [(index[s.y], index[s.x], s.w) for s in says]
        self.filters = list(dict.fromkeys(self.says))
        for start, end, low, high in self.arrows:
            self.filters += [(end, start, high), (start, end, -low)]
        self.horizon, self.size = horizon, len(names)
        self.memo: dict[object, bool] = {}

    def won(self) -> bool:
        """Whether the parties can always keep every sentence."""
        return self._nature(0, (0, *(-1,) * (self.size - 1)), frozenset())

    def _fails(self, now: int, times: Times) -> bool:
        """Whether a sentence is broken, or is bound to be since a point will come too late."""
        return any(times[x] >= 0 and (times[y] if times[y] >= 0 else now) - times[x] > w for y, x, w in self.says)

    def _nature(self, now: int, times: Times, spared: frozenset[int]) -> bool:
        """Whether the parties win from here, nature to move; ``spared`` are links it has let go on at this instant."""
        key = (True, now, times, spared)
        if key not in self.memo:
            if len(self.memo) > MOST_POSITIONS:
                raise TooLarge
            self.memo[key] = self._play_nature(now, times, spared)
        return self.memo[key]

    def _play_nature(self, now: int, times: Times, spared: frozenset[int]) -> bool:
        may: list[int] = []
        must: list[int] = []
        for i, (start, end, low, high) in enumerate(self.arrows):
            if times[start] >= 0 and times[end] < 0 and low <= now - times[start] and i not in spared:
                (must if now - times[start] == high else may).append(i)
        if not may and not must:
            return self._parties(now, times, spared)
        for size in range(len(may) + 1):
            for ended in combinations(may, size):
                after = list(times)
                for i in (*must, *ended):
                    after[self.arrows[i][1]] = now
                left = spared | (frozenset(may) - set(ended))
                if self._fails(now, tuple(after)) or not self._nature(now, tuple(after), left):
                    return False
        return True

    def _parties(self, now: int, times: Times, spared: frozenset[int]) -> bool:
        key = (False, now, times, spared)
        if key not in self.memo:
            if len(self.memo) > MOST_POSITIONS:
                raise TooLarge
            self.memo[key] = self._play_parties(now, times, spared)
        return self.memo[key]

    def _play_parties(self, now: int, times: Times, spared: frozenset[int]) -> bool:
        if all(t >= 0 for t in times):
            return not self._fails(now, times)
        windows = self._windows(now, times)
        if windows is None:
            return False
        first, last = windows
        left = [p for p in self.executed if times[p] < 0 and first[p] <= now]
        must = tuple(p for p in left if last[p] <= now)
        may = [p for p in left if last[p] > now]
        for size in range(len(may) + 1):
            for started in combinations(may, size):
                if not must and not started:
                    continue
                after = list(times)
                for p in (*must, *started):
                    after[p] = now
                if not self._fails(now, tuple(after)) and self._nature(now, tuple(after), spared):
                    return True
        if must or now >= self.horizon:
            return False
        return not self._fails(now + 1, times) and self._nature(now + 1, times, frozenset())

    def _windows(self, now: int, times: Times) -> tuple[list[int], list[int]] | None:
        """Seconds in which each point could still lie if nature were kind, by filtering; None where one has none."""
        first = [t if t >= 0 else now for t in times]
        last = [t if t >= 0 else self.horizon for t in times]
        for _ in range(4):
            for y, x, w in self.filters:
                last[y] = min(last[y], last[x] + w)
                first[x] = max(first[x], first[y] - w)
        return None if any(a > b for a, b in zip(first, last, strict=True)) else (first, last)


# -- who knows what --------------------------------------------------------------------------------------------------


def after_reports(own: tuple[int, int], reports: Iterable[Report]) -> tuple[int, int]:
    """The bounds after some reports: what contradicts (or leaves nothing) narrows nothing, the hull of it counts."""
    reports = list(reports)
    outs = [r for r in reports if r.effect == "rules out"]
    cannot = [r for r in reports if r.effect == "cannot rule out"]

    def allows(r: Report, moment: int) -> bool:
        return moment >= r.seconds if r.side == "low" else moment <= r.seconds

    def contradicted(r: Report) -> bool:
        if any(w.side == r.side and not allows(r, w.seconds) for w in cannot):
            return True
        if any(o.side != r.side and not allows(r, o.seconds) for o in outs):
            return True
        return not any(allows(r, moment) for moment in range(own[0], own[1] + 1))

    against = [r for r in outs if contradicted(r)]
    moments = {*range(own[0], own[1] + 1)}
    hull = moments | {r.seconds for r in against}
    span = set(range(min(hull), max(hull) + 1))
    for r in outs:
        if r not in against:
            span = {m for m in span if allows(r, m)}
    low, high = min(span), max(span)
    for w in cannot:
        low, high = (min(low, w.seconds), high) if w.side == "low" else (low, max(high, w.seconds))
    return low, high


def known_to(workspace: Workspace, contingency: Contingency, party: str, told: bool) -> Known:
    """What one party knows of every event, by itself or (``told``) after the reports made to it."""
    known: Known = {}
    for scenario in contingency.scenarios:
        for event in scenario.events:
            span = next((s for knower, s in event.known if knower == party), event.span)
            bounds = (span.low, span.high)
            if told:
                about = (contingency.name, scenario.name, event.name)
                made = [r for r in workspace.reports if (r.contingency, r.scenario, r.event) == about]
                bounds = after_reports(bounds, [r for r in made if party in r.recipients])
            known[scenario.name, event.name] = bounds
    return known


def known_together(workspace: Workspace, contingency: Contingency) -> Known:
    """The hull of what each party knows after the reports."""
    each = [known_to(workspace, contingency, p.name, True) for p in workspace.compact.parties]
    return {key: (min(k[key][0] for k in each), max(k[key][1] for k in each)) for key in each[0]}


# -- from plans to nets ----------------------------------------------------------------------------------------------


@dataclass
class Entry:
    """One party's part in a combination."""

    course: Course
    ways: Ways


class Maker:
    """Writes a net down from a workspace, sentence by sentence."""

    def __init__(self, workspace: Workspace, contingency: Contingency) -> None:
        self.workspace, self.contingency = workspace, contingency
        self.shared = {m.name for m in workspace.compact.means if not m.owner}
        self.capacities = {
            m.name if not m.owner else f"{m.owner}'s {m.name}": m.capacity for m in workspace.compact.means
        }
        self.parties = [p.name for p in workspace.compact.parties]

    def courses(self, party: str) -> list[Course]:
        """A party's courses in the contingency."""
        mine = (c for c in self.workspace.courses if (c.party, c.contingency) == (party, self.contingency.name))
        return sorted(mine, key=lambda c: c.name)

    def entries(self, party: str, rung: Rung) -> list[Entry]:
        """Every course of a party with every way to meet its needs at a rung."""
        found = []
        for course in self.courses(party):
            if course.least_rung > rung:
                continue
            each: list[list[tuple[str, str]]] = []
            for need in sorted(course.needs, key=lambda n: n.name):
                ways = ["own way"] if need.own_way is not None else []
                if rung >= Rung.SUPPORT:
                    ways += [
                        p.name
                        for p in self.workspace.promises
                        if (p.receiver, p.need, p.contingency) == (party, need.name, self.contingency.name)
                    ]
                each.append([(need.name, way) for way in ways or ["nothing"]])
            found += [Entry(course, ways) for ways in product(*each)]
        return found

    def net(self, entries: Sequence[Entry], rung: Rung, known: Known, alone: bool) -> Net:
        """The net of some parties' courses; ``alone`` reads joins through assumptions, else they bind."""
        net = Net(self.contingency.horizon, [s.name for s in self.contingency.scenarios], self.capacities)
        for scenario in self.contingency.scenarios:
            world = net.worlds[scenario.name]
            world.stands[WARNING] = Stand(-1, 0, ())
            for event in scenario.events:
                self._event(world, event, known[scenario.name, event.name])
        present: set[Point] = set()
        for entry in entries:
            present |= self._activities(net, entry, rung)
            present |= self._needs(net, entry)
        if rung >= Rung.OPERATIONS:
            self._consents(net, entries, present)
        for entry in entries:
            self._rules(net, entry, rung, present, alone)
        if rung >= Rung.OPERATIONS:
            self._agreed(net, present)
        net.meets = frozenset(a for e in entries for a in e.course.meets) & set(self.contingency.aims)
        promised = {way for e in entries for _, way in e.ways if way not in ("own way", "nothing")}
        joined = set() if alone else self._joined(entries, rung)
        net.leans = frozenset({("", p) for p in promised} | joined)
        net.key = tuple((e.course.party, e.course.name, e.ways) for e in entries)
        return net

    # -- points ----------------------------------------------------------------------------------------------------

    def _event(self, world: World, event: Event, span: tuple[int, int]) -> None:
        before = Point("event", "", event.after) if event.after else WARNING
        self._link(world, before, Point("event", "", event.name), *span)

    def _link(self, world: World, start: Point, end: Point, low: int, high: int) -> None:
        """``end`` comes ``low`` to ``high`` after ``start``, as nature likes."""
        at = world.stands[start]
        if low == high:
            world.stands[end] = Stand(at.root, at.fixed + low, at.links)
            world.fixed.append((start, end, low))
        else:
            world.stands[end] = Stand(at.root, at.fixed, (*at.links, len(world.arrows)))
            world.arrows.append(Arrow(start, end, low, high))

    def _root(self, net: Net, point: Point, event: str | None) -> None:
        """``point`` is chosen: a second after the warning, or so long after an event (where there is one)."""
        net.roots.append(point)
        net.root_party.append(point.party)
        for world in net.worlds.values():
            seen = world.stands.get(Point("event", "", event) if event else WARNING)
            if seen is not None:
                world.stands[point] = Stand(len(net.roots) - 1, seen.fixed, seen.links)
                world.executed.append(point)
                anchor = Point("event", "", event) if event else WARNING
                world.says.append(Say(anchor, point, 0, "frame", "", ""))

    def _lasting(self, net: Net, start: Point, end: Point, duration: Duration, event: str | None) -> None:
        """``end`` comes after ``start``: nature decides, or the party does (a root, if there is anything)."""
        if duration.chosen and duration.low < duration.high:
            self._root(net, end, event)
        elif duration.chosen:
            net.tied_ends[end] = (net.roots.index(start), duration.low)
        for world in net.worlds.values():
            if start not in world.stands:
                continue
            if not duration.chosen or duration.low == duration.high:
                self._link(world, start, end, duration.low, duration.high)
            else:
                world.says.append(Say(end, start, duration.high, "frame", "", ""))
                world.says.append(Say(start, end, -duration.low, "frame", "", ""))
            world.says.append(Say(end, WARNING, net.horizon, "frame", "", ""))

    def _hold(self, net: Net, name: str, hold: Hold, start: Point, end: Point, turnaround: int, party: str) -> None:
        means = hold.means if hold.means in self.shared else f"{party}'s {hold.means}"
        net.users.append(User(name, means, hold.amount, start, end, turnaround, party))

    def _activities(self, net: Net, entry: Entry, rung: Rung) -> set[Point]:
        party, present = entry.course.party, set()
        for a in entry.course.activities:
            if a.least_rung <= rung:
                start, end = Point("start", party, a.name), Point("end", party, a.name)
                present |= {start, end}
                self._root(net, start, a.after)
                self._lasting(net, start, end, a.duration, a.after)
                for hold in a.holds:
                    self._hold(net, f"{party}'s {a.name}", hold, start, end, 0, party)
        return present

    def _needs(self, net: Net, entry: Entry) -> set[Point]:
        party, present = entry.course.party, set()
        for need, way in entry.ways:
            if way == "nothing":
                net.broken.append(f"nobody has promised {need}")
                continue
            call, delivery = Point("call", party, need), Point("delivery", party, need)
            present |= {call, delivery}
            self._root(net, call, None)
            if way == "own way":
                own = next(n.own_way for n in entry.course.needs if n.name == need)
                assert own is not None
                self._lasting(net, call, delivery, own, None)
                continue
            promise = next(
                p for p in self.workspace.promises if (p.name, p.contingency) == (way, self.contingency.name)
            )
            self._lasting(net, call, delivery, promise.lead, None)
            for world in net.worlds.values():
                world.says.append(Say(call, WARNING, promise.callable_at.high, "own", promise.giver, promise.name))
                world.says.append(Say(WARNING, call, -promise.callable_at.low, "own", promise.giver, promise.name))
            for caveat in promise.caveats:
                self._say(net, caveat, "own", promise.giver)
            for hold in promise.holds:
                name = f"promise {promise.name}"
                self._hold(net, name, hold, call, delivery, promise.turnaround, promise.giver)
        return present

    # -- sentences -------------------------------------------------------------------------------------------------

    def _say(self, net: Net, rule: Rule, kind: str, owner: str) -> None:
        """A sentence, in every scenario in which both its points exist."""
        for world in net.worlds.values():
            if rule.later not in world.stands or rule.earlier not in world.stands:
                continue
            if rule.order:
                world.says.append(Say(rule.earlier, rule.later, 0, kind, owner, rule.text))
                continue
            if rule.at_least is not None:
                world.says.append(Say(rule.earlier, rule.later, -rule.at_least, kind, owner, rule.text))
            if rule.at_most is not None:
                world.says.append(Say(rule.later, rule.earlier, rule.at_most, kind, owner, rule.text))

    def _sentences(self, entry: Entry, rung: Rung) -> Iterator[tuple[Rule, list[Point]]]:
        """The rules of a course that stand at a rung, each with its points of partners."""
        party = entry.course.party
        lapsed = {a.name for a in entry.course.activities if a.least_rung > rung}
        for rule in entry.course.rules:
            points = (rule.later, rule.earlier)
            if any(p.party == party and p.kind in ("start", "end") and p.name in lapsed for p in points):
                continue
            yield rule, [p for p in points if p.party not in ("", party)]

    def _rules(self, net: Net, entry: Entry, rung: Rung, present: set[Point], alone: bool) -> None:
        party = entry.course.party
        assumed = {a.point: a.span for a in entry.course.assumptions}
        if alone:
            for point, span in assumed.items():
                for world in net.worlds.values():
                    self._link(world, WARNING, point, span.low, span.high)
                    world.says.append(Say(point, WARNING, net.horizon, "frame", "", ""))
        for rule, partners in self._sentences(entry, rung):
            if not partners:
                self._say(net, rule, "own", party)
            elif alone:
                if all(p in assumed for p in partners):
                    self._say(net, rule, "own", party)
            elif all(p in present for p in partners):
                self._say(net, rule, "join", party)
            else:
                net.broken.append(rule.text)

    def _joined(self, entries: Sequence[Entry], rung: Rung) -> set[Item]:
        rested = (p for e in entries for _, partners in self._sentences(e, rung) for p in partners)
        return {(p.party, p.name) for p in rested if p.kind in ("start", "end")}

    def _consents(self, net: Net, entries: Sequence[Entry], present: set[Point]) -> None:
        relied = {way for e in entries for _, way in e.ways}
        for rule in self.workspace.compact.rules:
            if rule.contingency != self.contingency.name or isinstance(rule, Agreed) or rule.point not in present:
                continue
            if isinstance(rule, Notice):
                for world in net.worlds.values():
                    if rule.point in world.stands:
                        world.says.append(Say(WARNING, rule.point, -rule.seconds, "rule", "", rule.name))
                continue
            assert isinstance(rule, Consent)
            if rule.promise is not None and rule.promise not in relied:
                continue
            asking = Point("asking", rule.point.party, rule.name)
            consent = Point("consent", rule.point.party, rule.name)
            self._root(net, asking, None)
            for world in net.worlds.values():
                self._link(world, asking, consent, rule.lead.low, rule.lead.high)
                world.says.append(Say(consent, WARNING, net.horizon, "frame", "", ""))
                if rule.point in world.stands:
                    world.says.append(Say(consent, rule.point, 0, "rule", "", rule.name))

    def _agreed(self, net: Net, present: set[Point]) -> None:
        for rule in self.workspace.compact.rules:
            if isinstance(rule, Agreed) and rule.contingency == self.contingency.name:
                for sentence in rule.rules:
                    if all(not p.party or p in present for p in (sentence.later, sentence.earlier)):
                        self._say(net, sentence, "rule", "")


# -- the whole reckoning ---------------------------------------------------------------------------------------------

Standing = tuple[bool, int, int]


def standing(net: Net, verdict: int, aims: Sequence[str]) -> Standing:
    """What makes a choice better: that it holds, then aims met, then the verdict."""
    return (verdict > ADAPTABLE, sum(aim not in net.meets for aim in aims), verdict)


Taken = Mapping[str, tuple[Net, Orders, int]]
"""What each party takes by itself: its own net, the orders it set, and its verdict."""


class Oracle:
    """One contingency of a workspace, answered by looking at everything."""

    def __init__(self, workspace: Workspace, contingency: Contingency) -> None:
        self.workspace, self.contingency = workspace, contingency
        self.maker = Maker(workspace, contingency)
        self.together = known_together(workspace, contingency)
        self._nets: dict[object, Net] = {}

    def parties(self, rung: Rung) -> list[str]:
        """The parties that have a course for this contingency at a rung; a party without one is not there."""
        return [p for p in self.maker.parties if self.maker.entries(p, rung)]

    def alone(self, party: str, rung: Rung) -> list[Net]:
        """Every course of one party by itself."""
        known = known_to(self.workspace, self.contingency, party, rung >= Rung.INTELLIGENCE)
        entries = self.maker.entries(party, rung)
        return [self._net([entry], rung, known, party) for entry in entries]

    def joint(self, rung: Rung) -> list[Net]:
        """Every combination of courses and ways at a joint rung."""
        each = [self.maker.entries(p, rung) for p in self.parties(rung)]
        return [self._net(several, rung, self.together, "") for several in product(*each)] if each else []

    def _net(self, entries: Sequence[Entry], rung: Rung, known: Known, alone: str) -> Net:
        there = tuple(
            (e.course.party, e.course.name, e.ways, tuple(a.name for a in e.course.activities if a.least_rung <= rung))
            for e in entries
        )
        key = (there, rung >= Rung.OPERATIONS, tuple(sorted(known.items())), alone)
        if key not in self._nets:
            self._nets[key] = self.maker.net(entries, rung, known, bool(alone))
        return self._nets[key]

    # -- in fact ----------------------------------------------------------------------------------------------------

    def in_fact(self, taken: Taken, rung: Rung) -> tuple[set[str], set[str], set[str], bool]:
        """Joins, clashes and surprises that nobody looked at, and whether a joined point is missing.

        ``taken`` is, by party, its own net, the orders it set, and what it believes.
        """
        entries = []
        for party in self.parties(rung):
            ((_, course, ways),) = taken[party][0].key
            found = next(e for e in self.maker.entries(party, rung) if (e.course.name, e.ways) == (course, ways))
            entries.append(found)
        truth = self._net(entries, rung, self.together, "")
        joins: set[str] = set()
        clashes: set[str] = set()
        surprises: set[str] = set()
        if any(level == ADAPTABLE for _, _, level in taken.values()):
            joins = {s.text for world in truth.worlds.values() for s in world.says if s.kind == "join"}
            holders: dict[str, set[str]] = {}
            for u in truth.users:
                holders.setdefault(u.means, set()).add(u.party)
            return joins, {m for m, who in holders.items() if len(who) > 1}, set(), bool(truth.broken)
        for name in truth.names:
            world, may = truth.worlds[name], truth.space.full
            for net, orders, level in taken.values():
                own = net.always_in_all(orders, net.names) if level == ASSURED else net.always(name, orders)
                may &= self._spread(own, net, truth)
            for say in world.says:
                if say.kind in ("join", "own") and may & ~truth.keeps_always(world, say):
                    (joins if say.kind == "join" else surprises).add(say.text)
            for several in truth.critical:
                if may & truth.may_meet(name, several):
                    clashes.add(f"{several[0].means}: {' and '.join(sorted(u.name for u in several))}")
        return joins, clashes, surprises, bool(truth.broken)

    def _spread(self, own: int, net: Net, truth: Net) -> int:
        """One party's timetables among those of all: whatever the others do."""
        if not net.roots:
            return truth.space.full if own else 0
        first, size = truth.roots.index(net.roots[0]), truth.horizon + 1
        assert truth.roots[first : first + len(net.roots)] == net.roots
        width = power(size, first)
        block, pattern = (1 << width) - 1, 0
        for position, bit in enumerate(bin(own)[:1:-1]):
            if bit == "1":
                pattern |= block << (position * width)
        period = width * power(size, len(net.roots))
        return repeated(pattern, period, power(size, len(truth.roots) - first - len(net.roots)))

    # -- withholding -------------------------------------------------------------------------------------------------

    def load_bearing(self, judged: Sequence[tuple[Net, int]]) -> set[frozenset[Item]]:
        """The minimal sets of at most three items whose withholding lowers the standing."""
        aims = self.contingency.aims
        best = min(standing(net, verdict, aims) for net, verdict in judged)
        items = sorted(set(chain.from_iterable(net.leans for net, _ in judged)))
        found: set[frozenset[Item]] = set()
        for size in (1, 2, 3):
            for several in combinations(items, size):
                held = frozenset(several)
                if any(known <= held for known in found):
                    continue
                left = [standing(net, v, aims) for net, v in judged if not net.leans & held]
                if not left or min(left) > best:
                    found.add(held)
        return found

    def stands_alone(self, judged: Sequence[tuple[Net, int]]) -> bool:
        """Whether the standing stays with everything withheld that anything leans on."""
        aims = self.contingency.aims
        best = min(standing(net, verdict, aims) for net, verdict in judged)
        return any(standing(net, v, aims) <= best for net, v in judged if not net.leans)
