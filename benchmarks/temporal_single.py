"""One network, one question: our answers with their reasons over those of peers, in the same run.

Rows are medians over instances, in microseconds of a call; a ratio is the median over instances of the ratios. Every
answer is compared with the verdict that is known, and a peer's wrong one is told. What is ours runs compiled, as in a
process that has had enough to do (:mod:`freehand.temporal.engines`); the rows *interpreter* do not.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.measuring import Goal, timed_rounds
from benchmarks.temporal_instances import LANE, Instance, instances
from benchmarks.temporal_peers import CONSISTENCY, PLAIN, Answer, Checker, Peer, checkers, present
from freehand.temporal.checking import consistency, dynamic
from freehand.temporal.consistency import as_edges
from freehand.temporal.engines import INTERPRETER, compiler
from freehand.temporal.named import Network
from freehand.temporal.network import Edge
from freehand.temporal.results import DynamicallyControllable, Inconsistent

OURS = "Freehand, with its reason"
WHOLE = "Freehand, with laying it out"
INTERPRETED = "Freehand, interpreter"
PATIENCE = 0.1
"""A checker that took so many seconds, in the median, is not asked about larger networks."""
LONG_LANE = 40


class Effort(NamedTuple):
    """How much is measured: sizes, instances of each (a fourth in each verdict class), rounds for each of these."""

    sizes: tuple[int, ...]
    each: int
    rounds: int


class Found(NamedTuple):
    """Goals, and by size the fastest peer with its median seconds, for what many cases are measured against."""

    goals: list[Goal]
    fastest: dict[int, tuple[str, float]]


class Table:
    """Seconds by row and size, one for each instance."""

    def __init__(self, title: str, sizes: Sequence[int]) -> None:
        self.title = title
        self.sizes = sizes
        self.rows: dict[str, dict[int, list[float]]] = {}

    def put(self, row: str, n: int, seconds: Iterable[float]) -> None:
        """More instances of a size, in the order of the other rows."""
        self.rows.setdefault(row, {}).setdefault(n, []).extend(seconds)

    def ratio(self, row: str, other: str, n: int) -> float:
        """The median over instances of the one over the other."""
        pairs = zip(self.rows[row][n], self.rows[other][n], strict=True)
        return median(a / b for a, b in pairs)

    def fastest(self, rows: Iterable[str], n: int) -> str | None:
        """The row with the least median at a size; None where none has one."""
        there = [row for row in rows if n in self.rows.get(row, {})]
        return min(there, key=lambda row: median(self.rows[row][n]), default=None)

    def with_seconds(self, rows: Sequence[str]) -> dict[int, tuple[str, float]]:
        """By size the fastest of these rows and its median."""
        found = {n: self.fastest(rows, n) for n in self.sizes}
        return {n: (row, median(self.rows[row][n])) for n, row in found.items() if row is not None}

    def print(self) -> None:
        """As Markdown, medians in microseconds."""
        print(f"\n| {self.title}, µs | " + " | ".join(f"n = {n:,}" for n in self.sizes) + " |")
        print("|---|" + "---|" * len(self.sizes))
        for row, found in self.rows.items():
            print(f"| {row} | " + " | ".join(shown(found[n]) if n in found else "–" for n in self.sizes) + " |")
        print()


def shown(seconds: Sequence[float]) -> str:
    """Their median in microseconds."""
    one = median(seconds) * 1e6
    return f"{one:,.0f}" if one >= 10 else f"{one:.1f}"


def named(one: Instance) -> Network:
    """An instance as a network with names and reasons."""
    points = [f"p{point}" for point in range(one.n)]
    stated = [(points[x], points[y], w, f"reason {index}") for index, (x, y, w) in enumerate(one.edges)]
    return Network.of(points, stated, [(points[a], points[c], low, high) for a, c, low, high in one.links])


def anew(network: Network) -> Network:
    """The same network, of which nothing has been found out yet."""
    return Network._make(network)


def plain(one: Instance) -> list[Edge]:
    """The edges, and two for each link."""
    return [*one.edges, *as_edges(one.links)]


def consistency_found(effort: Effort) -> Found:
    """A check with its reason on a built network, over rustworkx's on its built graph, which gives none."""
    table = Table("consistency", effort.sizes)
    INTERPRETER.spent = -(10**18)  # numba shall not be thought worth its while yet
    several = {n: [(one, named(one)) for one in instances(n, effort.each)] for n in effort.sizes}
    for n, made in several.items():
        actions = [partial(consistency, network) for _, network in made]
        table.put(INTERPRETED, n, timed_rounds(actions, effort.rounds))
    assert "numba" not in sys.modules, "the interpreter did all this"
    compiler()
    peers = present(CONSISTENCY)
    for n, made in several.items():
        for one, network in made:
            assert isinstance(consistency(anew(network)), Inconsistent) == (one.verdict == "impossible")
            asked = anew(network)
            rows: dict[str, Answer] = {OURS: partial(consistency, asked), WHOLE: partial(_laid_out, asked)}
            for peer in peers:
                rows[f"{peer.name}, no reason"] = peer.built(n, plain(one))
                if rows[f"{peer.name}, no reason"]() != (one.verdict != "impossible"):
                    print(f"{peer.name} is wrong about n = {n}, seed {one.seed}: {one.verdict}")
                if peer.module != "unified_planning":  # which checks while it builds
                    rows[f"{peer.name}, with building"] = partial(_built, peer, n, plain(one))
            for row, seconds in zip(rows, timed_rounds(list(rows.values()), effort.rounds), strict=True):
                table.put(row, n, [seconds])
    table.print()
    other, goals = "rustworkx, no reason", []
    if other in table.rows:
        ratios = _ratios(table, OURS, other, 100)
        goals = [worst("consistency with its reason, in rustworkx's checks without", ratios, 1)]
    return Found(goals, table.with_seconds([f"{peer.name}, no reason" for peer in peers]))


def _laid_out(network: Network) -> object:
    return consistency(anew(network))


def _built(peer: Peer, n: int, edges: Sequence[Edge]) -> object:
    return peer.built(n, edges)()


def _ratios(table: Table, row: str, other: str, least: int) -> dict[int, float]:
    return {n: table.ratio(row, other, n) for n in table.sizes if n >= least}


def worst(text: str, by_size: dict[int, float], target: float) -> Goal:
    """The goal that the worst size counts for."""
    print(f"{text}: " + ", ".join(f"{ratio:.3g} at n = {n:,}" for n, ratio in by_size.items()))
    return Goal(f"{text} (worst of n ≥ {min(by_size)})", max(by_size.values()), target)


def dynamic_found(effort: Effort, folder: Path | None) -> Found:
    """A check with its proof, over the fastest published checker there is, and over plain Python."""
    compiler()
    published = list(checkers(folder))
    names = [checker.name for checker in published]
    table = _dynamic_table("dynamic controllability", effort, published, LANE)
    fastest = table.with_seconds(names or [PLAIN.name])
    against = {n: name for n, (name, _) in fastest.items() if n >= 50}
    who = ", ".join(sorted(set(against.values())))
    told = {row: {n: table.ratio(row, name, n) for n, name in against.items()} for row in (OURS, WHOLE)}
    goals = [
        worst(f"dynamic check with its chain, in checks of the fastest published one ({who})", told[OURS], 0.1),
        worst("dynamic check with its chain, in checks by plain Python", _ratios(table, OURS, PLAIN.name, 50), 0.2),
    ]
    # What is no goal is told as well.
    worst(f"the same with laying the network out, in checks of {who}", told[WHOLE], 0.1)
    worst("the same with laying the network out, in checks by plain Python", _ratios(table, WHOLE, PLAIN.name, 50), 0.2)
    harder = Effort(tuple(n for n in effort.sizes if 200 <= n <= 500), 4, 3)
    if harder.sizes:
        patient = [checker for checker in published if max(effort.sizes) in table.rows[checker.name]]
        _dynamic_table("the same in lanes of twenty activities", harder, patient, LONG_LANE)
    return Found(goals, fastest)


def _dynamic_table(title: str, effort: Effort, published: Sequence[Checker], lane: int) -> Table:
    table = Table(title, effort.sizes)
    given_up: set[str] = set()
    for n in effort.sizes:
        several = instances(n, effort.each, lane=lane)
        for one in several:
            network = named(one)
            holds = one.verdict in ("assured", "adaptable")
            assert isinstance(dynamic(network), DynamicallyControllable) == holds
            rows: dict[str, Answer] = {OURS: partial(dynamic, network), WHOLE: partial(_dynamic_anew, network)}
            for checker in (PLAIN, *published):
                if checker.built is not None and checker.name not in given_up:
                    rows[checker.name] = checker.built(one)
            for row, seconds in zip(rows, timed_rounds(list(rows.values()), effort.rounds), strict=True):
                table.put(row, n, [seconds])
                if row not in (OURS, WHOLE) and rows[row]() != holds:
                    print(f"{row} is wrong about n = {n}, seed {one.seed}: {one.verdict}")
        given_up |= {row for row, found in table.rows.items() if median(found.get(n, [0])) > PATIENCE}
        for checker in published:
            if checker.by_itself is not None:
                found = checker.by_itself(several)
                for one, said in zip(several, found, strict=True):
                    if said.holds != (one.verdict in ("assured", "adaptable")):
                        print(f"{checker.name} is wrong about n = {n}, seed {one.seed}: {one.verdict}")
                table.put(checker.name, n, [said.seconds for said in found])
    table.print()
    return table


def _dynamic_anew(network: Network) -> object:
    return dynamic(anew(network))
