"""The table of an elimination with labels: a value for each pair, its range, and the terms that wait to be written.

Points come first, ``n`` of the network, then the main point and the fork of each link. Behind them are rows for lower
ways and for what is *known* of main points, and columns for upper ways (see :mod:`.labelled`). The column of a point
that is removed goes on as that of a nose that was passed.

A cell is the least of its terms. It is written into the programme when somebody asks for its value, not before: what
cannot be the least in any case of the range is never written. While an order is only tried nothing is written at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from freehand.temporal.cases.programme import BELOW, FIRM, LEAST, NOT_BELOW, Value, Whole, Writer

Flags = npt.NDArray[np.bool_]

NONE: Final = 2**60
"""No way, in ranges and trials; two of them still fit."""


class Cells:
    """Cells (row, column): which exist is what ``least`` below ``FIRM`` says."""

    def __init__(self, n: int, links: Sequence[tuple[int, int]], writer: Writer, *, written: bool) -> None:
        self.n, self.count, self.links = n, len(links), links
        self.size = n + 2 * self.count
        self.writer, self.written = writer, written
        shape = (self.size + 2 * self.count, self.size + self.count)
        self.least, self.most = np.full(shape, NONE), np.full(shape, NONE)
        self.trial = np.full((*shape, len(writer.trials)), NONE)
        self.row = np.full(shape, -1)
        """Where the value of a cell stands; -1 where terms are waiting, or it is the same in all cases."""
        self.terms: dict[tuple[int, int], list[tuple[int, int, int, int]]] = {}
        """Of cells whose value is not yet written: two rows to be added, least and most of their sum."""
        self.alive = np.zeros(shape[0], np.bool_)
        self.alive[: self.size] = True

    def main(self, i: int) -> int:
        """The main point of a link."""
        return self.n + i

    def fork(self, i: int) -> int:
        """Its fork."""
        return self.n + self.count + i

    def lower(self, i: int) -> int:
        """The row of its lower ways."""
        return self.size + i

    def known(self, i: int) -> int:
        """The row of what is known of ways from its main point."""
        return self.size + self.count + i

    def upper(self, i: int) -> int:
        """The column of its upper ways."""
        return self.size + i

    def best(self, i: int) -> int:
        """The row that says what ways from the main point come to."""
        m = self.main(i)
        return m if self.alive[m] else self.known(i)

    def link_of(self, p: int) -> tuple[int, int]:
        """Whether it is main (0), fork (1) or neither (-1), and of which link."""
        return divmod(p - self.n, self.count) if p >= self.n else (-1, -1)

    def give(self, p: int, q: int, value: Value) -> None:
        """One more way from p to q, of this value."""
        self.put(p, q, self.writer.place(value), 1, value.least, value.most, value.trial)

    def put(self, p: int, q: int, a: int, b: int, least: int, most: int, trial: Whole) -> None:
        """One more way from p to q: row a plus row b."""
        if least >= min(self.most[p, q], FIRM):
            return
        kind, i = self.link_of(p) if p < self.size else (-1, -1)
        if kind == 1 and self.most[self.best(i), q] <= least:
            return
        self.more(p, q, a, b, least, most)
        self.least[p, q] = min(self.least[p, q], least)
        self.most[p, q] = min(self.most[p, q], most)
        self.trial[p, q] = np.minimum(self.trial[p, q], trial)

    def more(self, p: int, q: int, a: int, b: int, least: int, most: int) -> None:
        """A term of a cell whose range is not yet changed."""
        if not self.written:
            return
        old = int(self.least[p, q])
        if old >= FIRM or most <= old:
            self.terms[p, q] = [(a, b, least, most)]
        else:
            if (p, q) not in self.terms:
                self.terms[p, q] = [(self.at(p, q), 1, old, int(self.most[p, q]))]
            self.terms[p, q].append((a, b, least, most))
        self.row[p, q] = -1

    def at(self, p: int, q: int) -> int:
        """The row in which the value of a cell stands, written if need be."""
        row = int(self.row[p, q])
        if row >= 0 or not self.written:
            return row
        least, most = int(self.least[p, q]), int(self.most[p, q])
        terms = self.terms.pop((p, q), [])
        if least == most:
            row = self.writer.same(least)
        else:
            kept = [(a, b) for a, b, low, _ in terms if low < most]
            if not kept:
                surest = min(terms, key=lambda term: (term[3], term[2]))
                kept = [surest[:2]]
            elif all(high > most for _, _, low, high in terms if low < most):
                surest = min(terms, key=lambda term: (term[3], term[2]))
                kept.append(surest[:2])
            if most >= FIRM:
                kept.append((0, 1))
            row = kept[0][0] if len(kept) == 1 and kept[0][1] == 1 else self.write(LEAST, kept, least, most)
        self.row[p, q] = row
        return row

    def write(self, kind: int, terms: Sequence[tuple[int, int]], least: int, most: int) -> int:
        """The row of a new value in the programme; -1 while an order is tried."""
        return self.writer.write(kind, terms, least, 0 if most >= FIRM else most) if self.written else -1

    def cell(self, p: int, q: int) -> tuple[int, int, int, Whole]:
        """Where the value of a cell stands, its range, and what it is in the sample cases."""
        return self.at(p, q), int(self.least[p, q]), int(self.most[p, q]), self.trial[p, q]

    def clear(self, p: Any, q: Any) -> None:
        """Take cells out."""
        self.least[p, q] = self.most[p, q] = self.trial[p, q] = NONE
        self.row[p, q] = -1

    def split(self, p: int, q: int) -> tuple[int, int, int, Whole]:
        """Take out of a cell what is below 0; what is not stays."""
        row, least, most, trial = self.cell(p, q)
        if most < 0:
            trial = trial.copy()
            self.clear(p, q)
            return row, least, most, trial
        below = self.write(BELOW, [(row, 1)], least, NONE)
        found = below, least, NONE, np.where(trial < 0, trial, NONE)
        self.row[p, q] = self.write(NOT_BELOW, [(row, 1)], 0, NONE)
        self.least[p, q], self.most[p, q] = 0, NONE
        self.trial[p, q] = np.where(trial >= 0, trial, NONE)
        return found

    def as_term(self, p: int, q: int) -> tuple[int, int, int, int, Whole]:
        """The same as ``put`` takes it: to be added to the row of zeros."""
        row, least, most, trial = self.cell(p, q)
        return row, 1, least, most, trial
