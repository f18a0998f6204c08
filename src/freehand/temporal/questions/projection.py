"""What does a network say about some of its points, and about nothing else?

Rule
    *Nature is kind.* A link counts as its two bounds.

    1. The projection on chosen points has these points, and for every two of them the constraint
       ``y - x <= d(x, y)``, d being the least sum of weights over all ways from x to y, where there is one. Its
       solutions are those of the network restricted to the chosen points. So, with any further constraints among the
       chosen points, it is consistent iff the whole network is with them.

    *Whatever nature does.* What is projected is the reduced network (:mod:`freehand.temporal.strong`).

    2. The projection has the chosen points, their roots, and the points where the chains of two of them part. The links
       from one such point to the next on a chain become one link, as short as their lows together and as long as their
       highs. For every two roots there is the constraint of step 1, d being that of the reduced network.
    3. A further constraint among its points has the same reduced form as in the whole network: the links that both ends
       share cancel, and the sums of the others are kept. So, with any further constraints among its points, it is
       strongly controllable iff the whole network is with them.

    *Reduced to what is needed*, if wanted:

    4. Points at a fixed distance from each other are tied in a ring, and the first of them stands for them all. Of the
       others' constraints those are left out that follow over a point between: ``d(x, z) + d(z, y) = d(x, y)``. What is
       left is the least that says the same, and unique but for which point stands for its ring.

    :func:`join` puts networks together that share points by name, and with the constraints among them. Of projections
    that share nothing but projected points, the joint verdict is that of the networks behind: *impossible* and
    *possible* by step 1, *assured* by step 3. *Adaptable* cannot be told from projections.

Source
    R. Dechter, I. Meiri, J. Pearl (1991), theorem 3.3 and corollary 3.4 (step 1); T. Vidal, H. Fargier (1999) for the
    reduced form; A. V. Aho, M. R. Garey, J. D. Ullman, "The transitive reduction of a directed graph", SIAM Journal on
    Computing 1 (1972), whose argument carries over to distances without cycles of length 0 (step 4).

Cost
    That of :mod:`freehand.temporal.elimination`; step 4 takes O(k**3) for k points.

Limits
    A projection for *assured* names the roots of its points, and where their chains part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from freehand.errors import Fault, InputError, shown
from freehand.temporal.checking import consistency, strong
from freehand.temporal.consistency import as_edges
from freehand.temporal.elimination import among
from freehand.temporal.engines import INTERPRETER, engine_for
from freehand.temporal.graph import FITS, LimitReached
from freehand.temporal.kernels.thinning import GAVE_UP, thin
from freehand.temporal.limits import UNLIMITED, Budget, Limit
from freehand.temporal.named import Constraint, ContingentLink, Network
from freehand.temporal.network import Edge, Forest
from freehand.temporal.questions.lines import reduced_edges, trees_of
from freehand.temporal.results import (
    Consistent,
    Inconsistent,
    NotStronglyControllable,
    StronglyControllable,
    Undecided,
)

_Rows = list[list[int | None]]


def project(
    network: Network, points: Sequence[str], needed: bool = True, limit: Limit = UNLIMITED
) -> Network | Inconsistent | Undecided:
    """The network where nature is kind, on chosen points: steps 1 and 4.

    :param points: names of points, each once; the projection has their order.
    :param needed: leave out what follows from the rest.
    :returns: a network without links; or the contradiction, if the network is not consistent.
    :raises InputError: if a point is not there, or chosen twice.

    >>> network = Network.of(["a", "b", "c"], [("a", "b", 4), ("b", "c", 5), ("c", "a", -2)])
    >>> project(network, ["a", "c"]).edges
    [(0, 1, 9), (1, 0, -2)]
    """
    chosen = _chosen(network, points)
    budget = Budget(limit)
    plain = consistency(network, budget.left)
    if not isinstance(plain, Consistent):
        return plain
    try:
        rows = among(len(network.points), network.edges + as_edges(network.bounds), chosen, budget.left)
        edges = _needed(rows, budget) if needed else _all(rows)
    except LimitReached:
        return Undecided(limit.reached())
    return Network(points, [Constraint(*edge) for edge in edges])


def project_reduced(
    network: Network, points: Sequence[str], needed: bool = True, limit: Limit = UNLIMITED
) -> Network | NotStronglyControllable | Undecided:
    """The reduced network on chosen points, with the links that lead to them: steps 2 to 4.

    :param points: names of points, each once. Roots, and where chains part, come after them.
    :param needed: leave out what follows from the rest.
    :returns: a network; or why no timetable holds, if the network is not strongly controllable.
    :raises InputError: if a point is not there, or chosen twice.

    An outcome takes 2 to 5; b comes at least 1 after it, c at most 3 after b:

    >>> stated = [("b", "done", -1), ("b", "c", 3)]
    >>> found = project_reduced(Network.of(["a", "done", "b", "c"], stated, [("a", "done", 2, 5)]), ["done", "c"])
    >>> found.points, found.edges, found.bounds
    (('done', 'c', 'a'), [], [(2, 0, 2, 5)])
    """
    chosen = _chosen(network, points)
    budget = Budget(limit)
    fixed = strong(network, budget.left)
    if not isinstance(fixed, StronglyControllable):
        return fixed
    trees = trees_of(network)
    kept = _kept(network, trees, chosen)
    roots = [point for point in kept if trees.ended_by[point] is None]
    try:
        rows = among(len(network.points), reduced_edges(network), roots, budget.left)
        edges = _needed(rows, budget) if needed else _all(rows)
    except LimitReached:
        return Undecided(limit.reached())
    place = {point: index for index, point in enumerate(kept)}
    constraints = [Constraint(place[roots[x]], place[roots[y]], w) for x, y, w in edges]
    return Network([network.points[point] for point in kept], constraints, _merged(network, trees, place))


class Joint(NamedTuple):
    """A constraint among the points of several networks: ``end`` comes at most ``most`` seconds after ``start``."""

    start: str
    end: str
    most: int
    reason: object = None


def join(networks: Iterable[Network], constraints: Iterable[Joint] = ()) -> Network:
    """One network of several, points of one name being one point, and with further constraints among them.

    A link that several networks have is one link, if all give it the same bounds.

    :raises InputError: if two networks end different links at one point, or the whole is no network.

    >>> one, other = Network.of(["z", "a"], [("z", "a", 4)]), Network.of(["z", "b"], [("b", "z", -3)])
    >>> join([one, other], [Joint("b", "a", 0)]).points
    ('z', 'a', 'b')
    """
    points: dict[str, None] = {}
    stated: list[tuple[str, str, int, object]] = []
    links: dict[tuple[str, str, int, int], object] = {}
    for network in networks:
        names = network.points
        points.update(dict.fromkeys(names))
        stated += [(names[x], names[y], most, reason) for x, y, most, reason in network.constraints]
        for x, y, low, high, reason in network.links:
            links.setdefault((names[x], names[y], low, high), reason)
    stated += constraints
    return Network.of(points, stated, [(*link, reason) for link, reason in links.items()])


def _chosen(network: Network, points: Sequence[str]) -> list[int]:
    at = network.at
    faults = []
    for index, name in enumerate(points):
        if name not in at:
            why = "a network is projected on points of its own."
            faults.append(Fault(f"there is no point '{shown(str(name))}'", None, why, "Name one of its points."))
        elif name in points[:index]:
            why = "the projection has each of its points once."
            faults.append(Fault(f"the point '{shown(name)}' is chosen twice", None, why, "Name it once."))
    if not points:
        why = "a network has at least one point."
        faults.append(Fault("a projection on no points", None, why, "Name at least one point."))
    if faults:
        raise InputError(faults)
    return [at[name] for name in points]


def _kept(network: Network, trees: Forest, chosen: Sequence[int]) -> list[int]:
    """Step 2: the chosen points, then their roots and where their chains part, in the order of the network."""
    # From how many kept points, or different points before such, a chain is entered.
    behind: dict[int, set[int]] = {}
    for point in chosen:
        at = point
        while (link := trees.ended_by[at]) is not None:
            start = network.links[link].start
            known = behind.setdefault(start, set())
            if at in known:
                break
            known.add(at)
            at = start
    more = {trees.roots[point] for point in chosen}
    more |= {point for point, ways in behind.items() if len(ways) > 1}
    return [*chosen, *sorted(more - set(chosen))]


def _merged(network: Network, trees: Forest, place: dict[int, int]) -> list[ContingentLink]:
    """Step 2: one link from each kept point to the next on a chain."""
    links = []
    for point, end in place.items():
        at, low, high = point, 0, 0
        while (link := trees.ended_by[at]) is not None:
            at, low, high = network.links[link].start, low + network.links[link].low, high + network.links[link].high
            if at in place:
                links.append(ContingentLink(place[at], end, low, high))
                break
    return links


def _all(rows: _Rows) -> list[Edge]:
    return [(x, y, w) for x, row in enumerate(rows) for y, w in enumerate(row) if w is not None and x != y]


def _needed(rows: _Rows, budget: Budget) -> list[Edge]:
    """Step 4.

    :raises LimitReached: if the limit came first.
    """
    ring: dict[int, list[int]] = {}
    for point, row in enumerate(rows):
        for first, tied in ring.items():
            there, back = row[first], rows[first][point]
            if there is not None and back is not None and there + back == 0:
                tied.append(point)
                break
        else:
            ring[point] = [point]
    edges: list[Edge] = []
    for tied in ring.values():
        if len(tied) > 1:
            for x, y in zip(tied, [*tied[1:], tied[0]], strict=True):
                edges.append((x, y, rows[x][y] or 0))
    firsts = list(ring)
    size = len(firsts)
    largest = max((abs(w) for row in rows for w in row if w is not None), default=0)
    far = 2 * FITS if largest < FITS else 4 * largest
    engine = INTERPRETER if largest >= FITS else engine_for(size**3 // 8)
    table = engine.table_of([[far if (w := rows[x][y]) is None else w for y in firsts] for x in firsts])
    needed = engine.table(size, size, 1)
    if engine.run(thin, size, table, needed, far, work=size**3 // 8, limit=budget.left) == GAVE_UP:
        raise LimitReached
    for i, x in enumerate(firsts):
        for j, y in enumerate(firsts):
            w = rows[x][y]
            if needed[i][j] and w is not None:
                edges.append((x, y, w))
    return sorted(edges)
