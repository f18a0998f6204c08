"""*Adaptable if told*: the smallest list of outcomes, and of starts that react to outcomes, that must be told.

What everybody sees needs no telling. A party's own outcomes are seen by it alone (a promise's delivery by giver and
receiver). For a list of tellings, the network is judged so: an outcome that is not told is reduced strongly in every
constraint with a point of a party that does not see it; a party with a shared start that is not told may not let its
starts react to its own untold outcomes either, so these are reduced strongly altogether. The first list, by length and
then by names, under which every scenario stays dynamically controllable is the answer. Lists of more than four items
are not searched: then everything shared is told.

Whoever is told more can still do what was enough before. So an item is in every list that holds where all others
together do not, and only lists with all such items are tried.
"""

from __future__ import annotations

from itertools import combinations

from freehand.assessment.book import Edge
from freehand.assessment.choices import Choice
from freehand.assessment.combination import Combination
from freehand.assessment.decide import Numeric
from freehand.assessment.results import Telling
from freehand.plans.points import Point

MOST_TOLD = 4


def if_told(choice: Choice) -> tuple[Telling, ...]:
    """What each party must tell whom for an adaptable choice to hold."""
    shared = shared_points(choice)
    items = sorted(shared, key=lambda p: (p.party, str(p)))
    every = frozenset(items)
    if _holds(choice, frozenset(), every):
        return ()
    needed = frozenset(item for item in items if not _holds(choice, every - {item}, every))
    for size in range(max(1, len(needed)), min(MOST_TOLD, len(items)) + 1):
        for told in combinations(items, size):
            if needed.issubset(told) and _holds(choice, frozenset(told), every):
                return tuple(Telling(p.party, tuple(sorted(shared[p])), str(p)) for p in told)
    return tuple(Telling(p.party, tuple(sorted(shared[p])), str(p)) for p in items)


def shared_points(choice: Choice) -> dict[Point, set[str]]:
    """Every point of one party that a constraint ties to another's, with those parties."""
    combined = choice.combination
    ties = [*combined.cross, *(combined.order_tie(order) for order in choice.orders)]
    found: dict[Point, set[str]] = {}
    for tie in ties:
        for mine, theirs in ((tie.x, tie.y), (tie.y, tie.x)):
            if mine.party and theirs.party and mine.party != theirs.party:
                found.setdefault(mine, set()).add(theirs.party)
    return found


def _holds(choice: Choice, told: frozenset[Point], items: frozenset[Point]) -> bool:
    nets = told_networks(choice, told, items)
    return nets is not None and all(choice.decider.controllable_bounds(*net) for net in nets.values())


def told_networks(
    choice: Choice, told: frozenset[Point], items: frozenset[Point] | None = None
) -> dict[str, tuple[Numeric, list[int]]] | None:
    """Each scenario's network as it stands for parties that are told of some points (``items``: of all shared ones).

    Bounds, and the links that are left; None where one of the networks breaks by a single bound.
    """
    combined = choice.combination
    items = frozenset(shared_points(choice)) if items is None else items
    found = {}
    for scenario in combined.setting.names:
        edges, links = combined.plain(scenario, choice.orders), combined.links(scenario)
        net = _told_network(combined, edges, links, told, items)
        if net is None:
            return None
        found[scenario] = net
    return found


def _told_network(
    combined: Combination, edges: list[Edge], links: list[int], told: frozenset[Point], items: frozenset[Point]
) -> tuple[Numeric, list[int]] | None:
    book = combined.book
    ends = {book.links[i].end: i for i in links if book.links[i].seen_by}
    contingent = {book.points[end] for end in ends}
    silent = {p.party for p in items - told if p not in contingent}
    gone = {end for end, i in ends.items() if book.points[end] not in told and set(book.links[i].seen_by) & silent}
    bounds: Numeric = {}
    for edge in edges:
        x, y, weight = edge.x, edge.y, book.weight(edge)
        pair = {x, y}
        # 1. a link that is reduced altogether leaves no edge of its own
        if any(pair == {book.links[ends[end]].start, end} for end in gone & pair):
            continue
        # 2. an untold outcome is reduced against points of parties that do not see it
        for end in ends.keys() & pair:
            other = y if end == x else x
            party = combined.owner_of_point(other)
            hidden = book.points[end] not in told and party and party not in book.links[ends[end]].seen_by
            if end in gone or hidden:
                link = book.links[ends[end]]
                if end == y:
                    y, weight = link.start, weight - book.values[link.high]
                else:
                    x, weight = link.start, weight + book.values[link.low]
        if x == y:
            if weight < 0:
                return None
            continue
        bounds[x, y] = min(bounds.get((x, y), weight), weight)
    left = [i for i in links if book.links[i].end not in gone]
    return bounds, left
