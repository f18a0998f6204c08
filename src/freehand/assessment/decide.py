"""Deciding networks, each once: the only place where the reckoning meets the temporal core.

A network is a collection of edges. What decides it is its tightest bound for every ordered pair of points, and by that
it is remembered: no network is decided twice in a run, and the run can say how many distinct ones there were.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from freehand.assessment.book import Book, Edge
from freehand.temporal.consistency import earliest, latest, negative_cycle
from freehand.temporal.cycles import fewest_steps, independent_faults
from freehand.temporal.dynamic import dynamically_controllable
from freehand.temporal.elimination import distances_among

Edge3 = tuple[int, int, int]
Key = frozenset[tuple[tuple[int, int], int]]
Numeric = dict[tuple[int, int], int]
"""The tightest bound on ``y - x`` by (x, y)."""


class TooMuch(Exception):
    """The work that the caller allows was done before there was an answer."""


class Decider:
    """Decides consistency, controllability and distances of networks over one book, and counts the distinct ones.

    ``work`` adds up the points and edges of what was looked at; beyond ``most`` of it, ``TooMuch`` is raised.
    """

    def __init__(self, book: Book, most: int | None = None) -> None:
        self.book = book
        self.work, self.most = 0, most
        self.sizes: list[tuple[int, int]] = []
        """(points, edges) of each distinct network decided or closed, as it stands, on whatever projection that was."""
        self.forget()

    def forget(self) -> None:
        """Let go of all that is remembered but the sizes: what is asked from now on is decided anew."""
        self._consistent: dict[Key, tuple[tuple[int, int], ...] | None] = {}
        self._dynamic: dict[object, bool] = {}
        self._keys: dict[int, Key] = {}
        self._bounds: dict[int, tuple[list[Edge], Numeric]] = {}
        self._rest: dict[
            int, tuple[list[Edge], dict[tuple[int, int], list[Edge]], dict[int, set[tuple[int, int]]]]
        ] = {}
        self._spans: dict[object, dict[int, tuple[int | None, int | None]]] = {}
        self._small: dict[object, bool] = {}
        self.windows: dict[object, Any] = {}
        """The free windows of each joint network of projections, as ``windows`` found them."""
        self.groups: dict[Any, Any] = {}
        """The critical sets of the users of each means, as ``clashes`` found them."""
        self._distances: dict[object, dict[tuple[int, int], int]] = {}
        self._ranks: dict[int, tuple[str, ...]] = {}
        self._stands: dict[Key, tuple[int, int]] = {}

    def numeric(self, edges: Iterable[Edge]) -> Numeric:
        """The tightest bound for every pair that the edges bound; a loop that says nothing is left out."""
        values = self.book.values
        bounds: Numeric = {}
        for x, y, terms, _, _ in edges:
            weight = 0
            for term in terms:
                weight += values[term] if term > 0 else -values[-term]
            if x == y and weight >= 0:
                continue
            old = bounds.get((x, y))
            if old is None or weight < old:
                bounds[x, y] = weight
        return bounds

    def bounds(self, edges: list[Edge], changed: Mapping[int, int] | None = None) -> Numeric:
        """The same for a network that is put together once and looked at often; not to be changed.

        With ``changed`` numbers only the pairs that rest on them are added up anew.
        """
        known = self._bounds.get(id(edges))
        if known is None:
            # The list is kept with its bounds, so that no other list can come to have its identity.
            known = self._bounds[id(edges)] = (edges, self.numeric(edges))
            self._keys[id(known[1])] = frozenset(known[1].items())
        if not changed:
            return known[1]
        bounds = dict(known[1])
        for pair, several in self._resting(edges, changed).items():
            weight = min(self.book.weight(edge, changed) for edge in several)
            if pair[0] != pair[1] or weight < 0:
                bounds[pair] = weight
            else:
                bounds.pop(pair, None)
        return bounds

    def _resting(self, edges: list[Edge], numbers: Iterable[int]) -> dict[tuple[int, int], list[Edge]]:
        """The pairs of a network that rest on some numbers, with all edges between them."""
        known = self._rest.get(id(edges))
        if known is None:
            between: dict[tuple[int, int], list[Edge]] = {}
            pairs: dict[int, set[tuple[int, int]]] = {}
            for edge in edges:
                between.setdefault((edge.x, edge.y), []).append(edge)
                for term in edge.terms:
                    pairs.setdefault(abs(term), set()).add((edge.x, edge.y))
            known = self._rest[id(edges)] = (edges, between, pairs)
        return {pair: known[1][pair] for number in numbers for pair in known[2].get(number, ())}

    def size(self, edges: list[Edge]) -> tuple[int, int]:
        """(points, pairs that are bound) of a network."""
        bounds = self.bounds(edges)
        key = self._key(bounds)
        if key not in self._stands:
            self._stands[key] = (len(point_index(bounds, ())), len(bounds))
        return self._stands[key]

    def counted(self, bounds: Numeric, more: int) -> None:
        """Count one more network: the one that some bounds stand for, with so many more edges."""
        points, edges = self._stands[self._key(bounds)]
        self._looked(points, edges + more)

    def _looked(self, points: int, edges: int) -> None:
        self.sizes.append((points, edges))
        self.spend(points + edges)

    def spend(self, work: int) -> None:
        """Count work that is no network.

        Raises:
            TooMuch: where more was done than the caller allows.
        """
        self.work += work
        if self.most is not None and self.work > self.most:
            raise TooMuch

    def stands_for(self, bounds: Numeric, points: int, edges: int) -> None:
        """Say that a network of projections stands for a whole one of this size."""
        self._stands.setdefault(self._key(bounds), (points, edges))

    def _key(self, bounds: Numeric) -> Key:
        """What a network is remembered by."""
        return self._keys.get(id(bounds)) or frozenset(bounds.items())

    def along(self, edges: list[Edge], pairs: Iterable[tuple[int, int]]) -> list[list[Edge]]:
        """The edges of a network between each of some pairs."""
        self._resting(edges, ())
        between = self._rest[id(edges)][1]
        return [between[pair] for pair in pairs]

    def fault(self, bounds: Numeric) -> tuple[tuple[int, int], ...] | None:
        """The pairs along some negative cycle, or None where the network is consistent."""
        key = self._key(bounds)
        if key in self._consistent:
            return self._consistent[key]
        for (x, y), weight in bounds.items():
            if x == y and weight < 0:
                self._consistent[key] = ((x, y),)
                return ((x, y),)
        pairs, network, count = dense(bounds)
        self._looked(*self._stands.get(key, (count, len(network))))
        cycle = negative_cycle(count, network)
        found = None if cycle is None else tuple(pairs[i] for i in cycle)
        self._consistent[key] = found
        return found

    def consistent(self, edges: list[Edge], changed: Mapping[int, int] | None = None) -> bool:
        """Whether the edges' network has a solution, with some numbers changed."""
        return self.fault(self.bounds(edges, changed)) is None

    def controllable(self, edges: list[Edge], links: Sequence[int]) -> bool:
        """Whether the network is dynamically controllable, nature deciding the links (indices into the book)."""
        return self.controllable_bounds(self.bounds(edges), links)

    def controllable_bounds(self, bounds: Numeric, links: Sequence[int]) -> bool:
        """The same, of a network given by its tightest bounds."""
        key = (self._key(bounds), tuple(links))
        if key not in self._dynamic:
            ends = [p for i in links for p in self.book.links[i][:2]]
            index = point_index(bounds, ends)
            _, network, count = dense(bounds, ends)
            made = []
            for i in links:
                link = self.book.links[i]
                made.append(
                    (index[link.start], index[link.end], self.book.values[link.low], self.book.values[link.high])
                )
            self._looked(count, len(network))
            self._dynamic[key] = dynamically_controllable(count, network, made)
        return self._dynamic[key]

    def distances(self, bounds: Numeric, points: Sequence[int]) -> dict[tuple[int, int], int]:
        """The shortest distances among some points of a consistent network; a pair without a bound is absent."""
        key = (self._key(bounds), tuple(points))
        if key not in self._distances:
            self._distances[key] = self._close(bounds, points, key[0])
        return self._distances[key]

    def _close(self, bounds: Numeric, points: Sequence[int], key: Key) -> dict[tuple[int, int], int]:
        index = point_index(bounds, points)
        _, network, count = dense(bounds, points)
        self._looked(*self._stands.get(key, (count, len(network))))
        rows = distances_among(count, network, [index[p] for p in points])
        found: dict[tuple[int, int], int] = {}
        for i, row in zip(points, rows, strict=True):
            for j, reach in zip(points, row, strict=True):
                if reach is not None and i != j:
                    found[i, j] = reach
        return found

    def spans(self, bounds: Numeric, points: Sequence[int]) -> dict[int, tuple[int | None, int | None]]:
        """The earliest and the latest time of some points in a consistent network, None where there is none."""
        key = self._key(bounds)
        known = self._spans.setdefault(key, {})
        if any(p not in known for p in points):
            index = point_index(bounds, points)
            _, network, count = dense(bounds, points)
            self._looked(count, len(network))
            first, last = earliest(count, network), latest(count, network)
            known |= {p: (first[i], last[i]) for p, i in index.items()}
        return {p: known[p] for p in points}

    def small(self, count: int, network: list[Edge3]) -> bool:
        """Whether a projected network on a few points is consistent."""
        key = (count, frozenset(network))
        if key not in self._small:
            self._looked(count, len(network))
            self._small[key] = negative_cycle(count, network) is None
        return self._small[key]

    def faults(self, edges: Sequence[Edge]) -> list[list[Edge]]:
        """The independent faults of an inconsistent network, each as the edges along its cycle with fewest steps."""
        alone = self._self_fault(edges)
        if alone is not None:
            return [[alone]]
        network, rank, count = self._ranked(edges)
        self.spend(len(edges) * (1 + count // 16))  # the steps of a cycle are looked for one by one, and end early
        nobodys = [self.book.statements[e.statement].nobodys for e in edges]

        def told(cycle: list[int]) -> None:
            self.spend(len(edges) * len(cycle))  # it was looked for step by step

        cycles = independent_faults(count, network, rank, lambda i: nobodys[i], told)
        return [[edges[i] for i in cycle] for cycle in cycles]

    def shortfall(self, edges: list[Edge]) -> int | None:
        """What the chain of a network is short by; None where the network is consistent, or nobody can know."""
        alone = self._self_fault(edges)
        if alone is not None:
            return None if self.book.statements[alone.statement].kind == "unsound" else -self.book.weight(alone)
        network, rank, count = self._ranked(edges)
        self.spend(len(edges) * (1 + count // 16))  # the steps of a cycle are looked for one by one, and end early
        cycle = fewest_steps(count, network, rank)
        self.spend(len(edges) * len(cycle or ()))
        return None if cycle is None else -sum(network[i][2] for i in cycle)

    def _self_fault(self, edges: Sequence[Edge]) -> Edge | None:
        return next((e for e in edges if e.x == e.y and self.book.weight(e) < 0), None)

    def _ranked(self, edges: Sequence[Edge]) -> tuple[list[tuple[int, int, int]], list[tuple[str, ...]], int]:
        index: dict[int, int] = {0: 0}
        values, ranks = self.book.values, self._ranks
        network: list[tuple[int, int, int]] = []
        rank: list[tuple[str, ...]] = []
        for x, y, terms, statement, _ in edges:
            weight = 0
            for term in terms:
                weight += values[term] if term > 0 else -values[-term]
            network.append((index.setdefault(x, len(index)), index.setdefault(y, len(index)), weight))
            if statement not in ranks:
                said = self.book.statements[statement]
                line = f"{said.place.line:09d}"
                ranks[statement] = (said.owner, said.place.document, said.element, line, said.text)
            rank.append(ranks[statement])
        return network, rank, len(index)


def point_index(bounds: Iterable[tuple[int, int]], more: Sequence[int]) -> dict[int, int]:
    """The points of a network numbered from 0 without gaps, the warning first."""
    index = {0: 0}
    for pair in bounds:
        for point in pair:
            if point not in index:
                index[point] = len(index)
    for point in more:
        if point not in index:
            index[point] = len(index)
    return index


def dense(bounds: Numeric, more: Sequence[int] = ()) -> tuple[list[tuple[int, int]], list[tuple[int, int, int]], int]:
    """The pairs, the same as edges between gapless indices, and how many points there are."""
    index = point_index(bounds, more)
    pairs = [pair for pair in bounds if pair[0] != pair[1]]
    return pairs, [(index[x], index[y], bounds[x, y]) for x, y in pairs], len(index)
