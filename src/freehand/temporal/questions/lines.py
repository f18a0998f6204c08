"""The reduced network as straight lines in the numbers of the links, one edge for every constraint.

:mod:`freehand.temporal.strong` replaces a constraint by an edge between roots. Here the edge keeps the place of its
constraint and the links that its weight rests on: it is ``most``, plus the lows of the links that it goes ``out``
along, minus the highs of those that it comes ``back`` along. An edge of a root with itself stays as a loop, which holds
iff its weight is not below 0.
"""

from __future__ import annotations

from typing import NamedTuple

from freehand.temporal.named import Network
from freehand.temporal.network import Edge, Forest, forest, parting

_NONE: tuple[int, ...] = ()


class Line(NamedTuple):
    """The edge from root ``start`` to root ``end``; ``out`` and ``back`` are indices of links."""

    start: int
    end: int
    out: tuple[int, ...]
    back: tuple[int, ...]


def line(network: Network, trees: Forest, start: int, end: int) -> Line:
    """The edge that a constraint between two points becomes."""
    if not trees.depth[start] and not trees.depth[end]:
        return Line(start, end, _NONE, _NONE)
    out, back = parting(trees, network.bounds, start, end)
    return Line(trees.roots[start], trees.roots[end], tuple(out), tuple(back))


def trees_of(network: Network) -> Forest:
    """The chains of all points, put together once."""
    if "trees" not in network.kept:
        network.kept["trees"] = forest(len(network.points), network.bounds)
    trees: Forest = network.kept["trees"]
    return trees


def lines_of(network: Network) -> list[Line]:
    """The edge of every constraint, put together once."""
    if "lines" not in network.kept:
        trees = trees_of(network)
        network.kept["lines"] = [line(network, trees, start, end) for start, end, _, _ in network.constraints]
    lines: list[Line] = network.kept["lines"]
    return lines


def shift(network: Network, one: Line) -> int:
    """What comes to a constraint's number on its way to the edge's weight."""
    links = network.links
    return sum(links[k].low for k in one.out) - sum(links[k].high for k in one.back)


def reduced_edges(network: Network) -> list[Edge]:
    """The reduced network, one edge for every constraint, in their order.

    >>> reduced_edges(Network.of(["a", "b", "c"], [("b", "c", -1), ("a", "b", 9)], [("a", "b", 2, 5)]))
    [(0, 2, 1), (0, 0, 4)]
    """
    return [
        (one.start, one.end, most + shift(network, one))
        for one, (_, _, most, _) in zip(lines_of(network), network.constraints, strict=True)
    ]
