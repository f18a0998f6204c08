"""From a network and the numbers that vary to weights that are linear in these numbers, and cases that are none.

A *case* is a row of whole numbers, one for each :class:`~freehand.temporal.numbers.Number` that varies. The others stay
as the network has them. What a network may not hold, a case may not either: a link with ``low <= 0`` or
``low >= high``, or weights whose sizes add up to 2**61. Such a case is *invalid*; that is said of it, and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from freehand.errors import Fault, UsageError
from freehand.temporal.cases.plain import Weight
from freehand.temporal.cases.programme import Form, Whole
from freehand.temporal.graph import FITS
from freehand.temporal.named import Network
from freehand.temporal.network import Edge, Link, roots_and_chains
from freehand.temporal.numbers import Number


class Varied(NamedTuple):
    """A network of which some numbers vary, in whole numbers."""

    n: int
    edges: tuple[Edge, ...]
    links: tuple[Link, ...]
    varying: tuple[Number, ...]

    @staticmethod
    def of(network: Network, varying: Sequence[Number]) -> Varied:
        """The network with these numbers free.

        :raises UsageError: where a number is none of the network's, or is named twice; all faults at once.
        """
        faults = []
        sizes = {"constraint": len(network.constraints), "low": len(network.links), "high": len(network.links)}
        for place, number in enumerate(varying):
            what = f"varying / {place}: {tuple(number)}"
            if number.kind not in sizes or not 0 <= number.index < sizes[number.kind]:
                then = "Name Number('constraint' | 'low' | 'high', index) with an index of this network."
                faults.append(Fault(what, None, "the network has no such number.", then))
            elif number in varying[:place]:
                faults.append(Fault(what, None, "the number is named twice.", "Name each number once."))
        if faults:
            raise UsageError(faults)
        return Varied(len(network.points), tuple(network.edges), tuple(network.bounds), tuple(varying))

    def values(self) -> Whole:
        """What the varied numbers are in the network itself."""
        of = {"constraint": [e[2] for e in self.edges], "low": [i[2] for i in self.links]}
        of["high"] = [link[3] for link in self.links]
        return np.array([of[number.kind][number.index] for number in self.varying], np.int64)

    def case(self, numbers: Whole) -> tuple[int, list[Edge], list[Link]]:
        """The network of one case."""
        edges, links = list(self.edges), list(self.links)
        for (kind, index), value in zip(self.varying, numbers.tolist(), strict=True):
            if kind == "constraint":
                edges[index] = (*edges[index][:2], value)
            else:
                a, c, low, high = links[index]
                links[index] = (a, c, value, high) if kind == "low" else (a, c, low, value)
        return self.n, edges, links

    def constraint_forms(self) -> list[Weight]:
        """The constraints."""
        at = self._places("constraint")
        return [(x, y, Form(0, ((at[i], 1),)) if i in at else Form(w)) for i, (x, y, w) in enumerate(self.edges)]

    def link_forms(self) -> list[tuple[int, int, Form, Form]]:
        """The links: start, end, low, high."""
        lows, highs = self._places("low"), self._places("high")
        return [
            (
                a,
                c,
                Form(0, ((lows[i], 1),)) if i in lows else Form(low),
                Form(0, ((highs[i], 1),)) if i in highs else Form(high),
            )
            for i, (a, c, low, high) in enumerate(self.links)
        ]

    def consistency_weights(self) -> list[Weight]:
        """Nature is kind: each link as two plain bounds."""
        zero = Form(0)
        bounds = [
            bound for a, c, low, high in self.link_forms() for bound in ((a, c, high), (c, a, zero.plus(low, -1)))
        ]
        return self.constraint_forms() + bounds

    def strong_weights(self) -> list[Weight]:
        """The strong reduction: between roots, every duration at its worst; see :mod:`freehand.temporal.strong`."""
        roots, chains = roots_and_chains(self.n, self.links)
        links = self.link_forms()
        reduced = []
        for x, y, stated in self.constraint_forms():
            worst = stated
            for link in chains[y]:
                if link not in chains[x]:
                    worst = worst.plus(links[link][3], -1)
            for link in chains[x]:
                if link not in chains[y]:
                    worst = worst.plus(links[link][2])
            reduced.append((roots[x], roots[y], worst))
        return reduced

    def invalid(self, numbers: Whole) -> npt.NDArray[np.bool_]:
        """Which cases no network may hold."""
        bad = np.zeros(len(numbers), np.bool_)
        lows, highs = self._places("low"), self._places("high")
        for index in sorted({*lows, *highs}):
            low = numbers[:, lows[index]] if index in lows else self.links[index][2]
            high = numbers[:, highs[index]] if index in highs else self.links[index][3]
            bad |= np.less_equal(low, 0) | np.greater_equal(low, high)
        room = self._room()
        with np.errstate(over="ignore"):
            bad |= np.abs(numbers.astype(np.float64)).sum(axis=1) >= room * (1 - 1e-9)
        return bad

    def risky(self, low: Whole, high: Whole) -> Whole | None:
        """The links whose low and high may not fit together in this range, as (column, value, column, value), with
        column -1 where the value is fixed; None where the numbers may add up to too much.
        """
        if sum(max(abs(a), abs(b)) for a, b in zip(low.tolist(), high.tolist(), strict=True)) >= self._room():
            return None
        lows, highs = self._places("low"), self._places("high")
        found = []
        for index in sorted({*lows, *highs}):
            a, b = lows.get(index, -1), highs.get(index, -1)
            least, most = self.links[index][2:]
            if (low[a] if a >= 0 else least) <= 0 or (high[a] if a >= 0 else least) >= (low[b] if b >= 0 else most):
                found.append((a, least, b, most))
        return np.array(found, np.int64).reshape(-1, 4)

    def _room(self) -> int:
        """So much the varied numbers may add up to."""
        total = sum(abs(w) for _, _, w in self.edges) + sum(low + high for _, _, low, high in self.links)
        return FITS - total + int(sum(abs(int(value)) for value in self.values()))

    def _places(self, kind: str) -> dict[int, int]:
        return {number.index: place for place, number in enumerate(self.varying) if number.kind == kind}
