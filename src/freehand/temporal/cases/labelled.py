"""A programme for dynamic controllability: elimination with labels, and guards where its order could be wrong.

Normal form
    Each link ``(a, c, low, high)`` gets two points of the same moment, *main* m and *fork* f, ``low`` after a:
    ``a -> m`` of ``low``, ``m -> a`` of ``-low``, ``m -> f`` of 0. From f the *lower* edge ``f -> c`` of 0 (c may come
    at once), to m the *upper* edge ``c -> m`` of ``low - high`` (c may take its time). A network is dynamically
    controllable iff it has no *semi-reducible* cycle below 0: one in which every lower edge is followed by a way that
    falls below 0 before, or other than by, the upper edge of its own link (Morris 2006). The point where it first
    falls below 0 is the *nose*.

Rule (one number for each pair that a label and a point make)
    ``w[p, q]`` ordinary ways; ``lower[i, q]`` ways ``f -> c -> ... -> q`` of link i that have not fallen below 0;
    ``upper[i, p]`` ways ``p -> ... -> c -> m`` of link i, below 0. Point k is removed:

    1. ``w[p, q] = min(w[p, q], w[p, k] + w[k, q])``; a way from p to itself is a *loop*.
    2. ``upper[i, p] = min(upper[i, p], w[p, k] + upper[i, k])``; for p = m a loop. Whoever waits for c or for so long
       does not come before m: ``w[p, m] <= max(upper[i, p], 0)``, which for 0 and more is all that it says.
    3. ``lower[i, q] = min(lower[i, q], lower[i, k] + w[k, q])``. Below 0 the nose is q: ``w[f, q] <= lower[i, q]``.
    4. For i other than j, ``lower[i, k] + upper[j, k]``: below 0 it is a value of ``upper[j, f of i]``, else of
       ``lower[i, m of j]``.
    5. A loop below 0: not dynamically controllable. None, and no guard: controllable.

Why this is exact
    Every value is the sum of a way that the network has and that its label describes, so a loop below 0 is a proof,
    whatever the order. The other way round, a way is lost only where a nose is passed unseen, a lower edge is gone
    before its way has fallen below 0, or an upper edge before its way has risen to 0. Each has a guard, and a case in
    which a guard strikes is left to another procedure:

    a. k is removed while ``w[p, k] < 0`` for a p that a lower way can reach with so little that k would be its nose.
       "So little" is bounded from below by the least sums in the range (*reach*).
    b. m is removed while some ``upper[i, p] < 0``.
    c. f is removed while some ``lower[i, q]`` could still fall below 0 somewhere and say there more than ordinary ways
       from m do. What could is bounded in the same way.

    Ways that start at f and say no more than a way that starts at m are dropped: whatever comes to f comes through m.
    The guards were found by argument and are held by tests against Morris 2014, case by case.

Order
    Late points first, since an edge below 0 leads from late to early. Which is next is chosen on sample cases: the
    point whose guards strike in the fewest of them, then the one with the fewest pairs. The choice costs time, never
    truth.

Source
    P. Morris, "A structural characterization of temporal dynamic controllability", CP 2006 (semi-reducible cycles,
    noses); P. Morris, N. Muscettola, "Temporal dynamic controllability revisited", AAAI 2005 (reductions, waits);
    L. Hunsberger, R. Posenato, "Speeding up the RUL dynamic-controllability-checking algorithm", IJCAI 2019, and
    M. Cairo, L. Hunsberger, R. Rizzi, TIME 2018, remove points one by one too, by case. Doing it for many cases in one
    fixed order with guards is ours.

Cost
    About n b**2 terms as in :mod:`.plain`, with the labels among the b neighbours.

Limits
    Where the order of points differs much from case to case, guards strike often and most cases are left to others.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from freehand.temporal.cases.plain import Ways, Weight, laid_out, lower, pruned
from freehand.temporal.cases.programme import FAR, FIRM, Form, Programme, Slot, Term, Value, Whole, Writer

LinkForm = tuple[int, int, Form, Form]
Flags = npt.NDArray[np.bool_]

_PATIENCE: Final = 4
"""How often a sum may be lowered at one point before it counts as bottomless."""


def labelled_programme(
    n: int, weights: Sequence[Weight], links: Sequence[LinkForm], low: Whole, high: Whole, trials: Whole
) -> Programme | None:
    """A programme that decides the cases in this range, or is in doubt; None where a sum could leave 64 bits.

    :param trials: sample cases, which shape the order.
    """
    made = _Elimination(n, weights, links, Writer(low, high, trials))
    made.run()
    return made.writer.end(made.loops, made.doubts) if made.writer.fits else None


class _Elimination:
    def __init__(self, n: int, weights: Sequence[Weight], links: Sequence[LinkForm], writer: Writer) -> None:
        self.n, self.writer, self.count, self.links = n, writer, len(links), links
        self.size = n + 2 * len(links)
        zero, cases = writer.constant(0), len(writer.trials)
        self.zero = zero
        self.onward: Ways
        self.inward: Ways
        self.onward, self.inward, given = laid_out(self.size, weights, writer)
        self.loops: list[Term] = []
        self.doubts: list[Term] = []
        self.lost: Flags = np.zeros(cases, np.bool_)
        """Sample cases that have failed or are in doubt already: they do not shape the order any more."""
        self.alive = [True] * self.size
        self.lowers: list[dict[int, Slot]] = [{} for _ in links]
        self.uppers: list[dict[int, Slot]] = [{} for _ in links]
        self.lower_at: list[set[int]] = [set() for _ in range(self.size)]
        self.upper_at: list[set[int]] = [set() for _ in range(self.size)]
        self.gone: list[dict[int, Slot]] = [{} for _ in links]
        """What ordinary ways from a main point that is removed lead to, and (below) its uppers."""
        self.gone_uppers: list[dict[int, Slot]] = [{} for _ in links]
        self.reach: dict[int, int] = {}
        for loop in given:
            self._fails(loop)
        for i, (a, c, least, most) in enumerate(links):
            m, f = self.main(i), self.fork(i)
            x, minus = writer.form(least), writer.form(Form(0).plus(least, -1))
            wait = writer.form(least.plus(most, -1))
            # Only valid cases count: 0 < low < high.
            self._ordinary(a, m, Term(x._replace(least=max(x.least, 1))))
            self._ordinary(m, a, Term(minus._replace(most=min(minus.most, -1))))
            self._ordinary(m, f, Term(zero))
            self.lowers[i][c] = Slot(zero)
            self.lower_at[c].add(i)
            self.uppers[i][c] = Slot(wait._replace(most=min(wait.most, -1)))
            self.upper_at[c].add(i)

    def main(self, i: int) -> int:
        return self.n + i

    def fork(self, i: int) -> int:
        return self.n + self.count + i

    def link_of_main(self, p: int) -> int | None:
        return p - self.n if self.n <= p < self.n + self.count else None

    def link_of_fork(self, p: int) -> int | None:
        return p - self.n - self.count if p >= self.n + self.count else None

    def run(self) -> None:
        left = set(range(self.size))
        while left:
            self.reach = self._reached()
            k = self._next(left)
            left.discard(k)
            self._remove(k)

    def _next(self, left: set[int]) -> int:
        """The cheapest point whose guards strike in no sample case; else the one where they strike least."""
        best, fewest = -1, len(self.lost) + 1
        for k in sorted(left, key=lambda point: (self._price(point), point)):
            struck = int(np.count_nonzero(self._strikes(k, fewest) & ~self.lost))
            if struck < fewest:
                best, fewest = k, struck
                if not struck:
                    break
        return best

    def _price(self, k: int) -> int:
        return (len(self.inward[k]) + len(self.lower_at[k])) * (len(self.onward[k]) + len(self.upper_at[k]))

    # Values.

    def _sum(self, term: Term) -> Value:
        return term.first if term.second is None else self.writer.sum(term.first, term.second)

    def _fails(self, term: Term) -> None:
        """A loop."""
        total = self._sum(term)
        if total.least < 0:
            self.lost = self.lost | (total.trial < 0)
            self.loops.append(term)

    def _ordinary(self, p: int, q: int, term: Term) -> None:
        total = self._sum(term)
        if total.least >= FIRM:
            return
        if p == q:
            self._fails(term)
            return
        i = self.link_of_fork(p)
        if i is not None and q != self.main(i):
            known = self._from_main(i).get(q)
            if known is not None and known.most <= total.least:
                return
        lower(self.onward, self.inward, p, q, term, self.writer)

    def _lower(self, i: int, q: int, term: Term) -> None:
        total = self._sum(term)
        f = self.fork(i)
        if total.least >= FIRM or not self.alive[f]:
            return
        if q == f:
            self._fails(term)
            return
        for known in (self.onward[f].get(q), self._from_main(i).get(q)):
            if known is not None and known.most <= total.least:
                return
        if total.most < 0:
            self._ordinary(f, q, term)
            return
        self._label(self.lowers[i], self.lower_at, i, q, term, total)

    def _upper(self, i: int, p: int, term: Term) -> None:
        total = self._sum(term)
        m = self.main(i)
        if total.least >= FIRM:
            return
        if p == m:
            self._fails(term)
            return
        if total.least >= 0:
            self._ordinary(p, m, term)
            return
        known = self.onward[p].get(m)
        if known is not None and known.most <= total.least:
            return
        j = self.link_of_fork(p)
        if j is not None:
            known = self._upper_of_main(j, i)
            if known is not None and known.most <= total.least:
                return
        self._label(self.uppers[i], self.upper_at, i, p, term, total)

    def _label(self, slots: dict[int, Slot], places: list[set[int]], i: int, p: int, term: Term, total: Value) -> None:
        known = slots.get(p)
        if known is None:
            slots[p] = Slot(total)
            slots[p].terms = [term]
            places[p].add(i)
        else:
            known.add(term, total)

    def _from_main(self, i: int) -> dict[int, Slot]:
        m = self.main(i)
        return self.onward[m] if self.alive[m] else self.gone[i]

    def _upper_of_main(self, i: int, j: int) -> Slot | None:
        m = self.main(i)
        return self.uppers[j].get(m) if self.alive[m] else self.gone_uppers[i].get(j)

    # Removing a point.

    def _remove(self, k: int) -> None:
        writer = self.writer
        self._settle(k)
        pruned(k, self.onward, self.inward)
        self._guard(k)
        self.alive[k] = False
        fork, main = self.link_of_fork(k), self.link_of_main(k)
        if fork is not None:
            for q in self.lowers[fork]:
                self.lower_at[q].discard(fork)
            self.lowers[fork] = {}
        if main is not None:
            for p in self.uppers[main]:
                self.upper_at[p].discard(main)
            self.uppers[main] = {}
        out = {q: slot.value(writer) for q, slot in self.onward[k].items()}
        into = {p: slot.value(writer) for p, slot in self.inward[k].items()}
        for q in out:
            del self.inward[q][k]
        for p in into:
            del self.onward[p][k]
        lowers = [(i, self.lowers[i].pop(k).value(writer)) for i in sorted(self.lower_at[k])]
        uppers = [(i, self.uppers[i].pop(k).value(writer)) for i in sorted(self.upper_at[k])]
        self._remember(k, main, out, uppers)
        for p, to_k in into.items():
            # Steps 1 and 2.
            for q, from_k in out.items():
                self._ordinary(p, q, Term(to_k, from_k))
            for i, wait in uppers:
                self._upper(i, p, Term(to_k, wait))
        for i, way in lowers:
            # Steps 3 and 4.
            for q, from_k in out.items():
                self._lower(i, q, Term(way, from_k))
            for j, wait in uppers:
                if i != j:
                    self._cross(i, j, Term(way, wait))

    def _cross(self, i: int, j: int, term: Term) -> None:
        total = self._sum(term)
        if total.most < 0:
            self._upper(j, self.fork(i), term)
        elif total.least >= 0:
            self._lower(i, self.main(j), term)
        else:
            value = self.writer.least([term])
            self._upper(j, self.fork(i), Term(self.writer.below(value, self.zero)))
            self._lower(i, self.main(j), Term(self.writer.not_below(value, self.zero)))

    def _settle(self, k: int) -> None:
        """What the labels at k say without their labels."""
        writer = self.writer
        for i in sorted(self.lower_at[k]):
            if self.lowers[i][k].least < 0:
                self._ordinary(self.fork(i), k, Term(writer.below(self.lowers[i][k].value(writer), self.zero)))
        for i in sorted(self.upper_at[k]):
            self._ordinary(k, self.main(i), Term(writer.most(self.uppers[i][k].value(writer), self.zero)))
        i_main, i_fork = self.link_of_main(k), self.link_of_fork(k)
        if i_main is not None:
            for p, slot in self.uppers[i_main].items():
                self._ordinary(p, k, Term(writer.most(slot.value(writer), self.zero)))
        if i_fork is not None:
            for q, slot in self.lowers[i_fork].items():
                if slot.least < 0:
                    self._ordinary(k, q, Term(writer.below(slot.value(writer), self.zero)))

    def _remember(self, k: int, main: int | None, out: dict[int, Value], uppers: list[tuple[int, Value]]) -> None:
        """Keep what main points that are removed lead to."""
        writer = self.writer
        for i, ways in enumerate(self.gone):
            if k not in ways:
                continue
            to_k = ways.pop(k).value(writer)
            found = [(ways, q, Term(to_k, from_k)) for q, from_k in out.items()]
            found += [(self.gone_uppers[i], j, Term(to_k, wait)) for j, wait in uppers]
            for slots, q, term in found:
                total = self._sum(term)
                if q in slots:
                    slots[q].add(term, total)
                else:
                    slots[q] = Slot(total)
                    slots[q].terms = [term]
        if main is not None:
            self.gone[main] = {q: Slot(value) for q, value in out.items()}
            self.gone_uppers[main] = {j: Slot(value) for j, value in uppers}

    # Guards.

    def _reached(self) -> dict[int, int]:
        """For every point the least that a lower way may have when it comes there; none where none can come."""
        least: dict[int, int] = {}
        for slots in self.lowers:
            for q, slot in slots.items():
                least[q] = min(least.get(q, FAR), max(slot.least, 0))
        queue, visits = deque(least), dict.fromkeys(least, 0)
        while queue:
            x = queue.popleft()
            for y, slot in self._ahead(x, None):
                if slot.least >= FIRM:
                    continue
                total = max(0, least[x] + slot.least)
                if total < least.get(y, FAR):
                    visits[y] = visits.get(y, 0) + 1
                    least[y] = total if visits[y] <= _PATIENCE else 0
                    queue.append(y)
        return least

    def _ahead(self, x: int, but: int | None) -> Iterator[tuple[int, Slot]]:
        """Every way on from x, whatever its label; none of link ``but``."""
        yield from self.onward[x].items()
        i = self.link_of_fork(x)
        if i is not None and i != but:
            yield from self.lowers[i].items()
        for j in self.upper_at[x]:
            if j != but:
                yield self.main(j), self.uppers[j][x]

    def _strikes(self, k: int, enough: int) -> Flags:
        """In which sample cases a guard of k would strike."""
        struck = np.zeros(len(self.lost), np.bool_)
        i = self.link_of_fork(k)
        if i is not None and self.alive[self.links[i][1]]:
            return ~struck  # its lower edge has hardly begun
        for slot, known, more in self._negative(k):
            if slot.most + more < 0 and known is None:
                return np.ones(len(self.lost), np.bool_)
            found = slot.trial + more < 0
            struck |= found if known is None else found & (slot.trial < known.trial)
        if i is not None and np.count_nonzero(struck & ~self.lost) < enough:
            for slot, way, needed in self._pending(i):
                found = (slot.trial >= 0) & (slot.trial < needed)
                if way:
                    found &= slot.trial < np.sum([part.trial for part in way], axis=0)
                struck |= found
        return struck

    def _guard(self, k: int) -> None:
        """Guards a, b and c, written."""
        writer = self.writer
        for slot, known, more in self._negative(k):
            value = slot.value(writer)
            if known is not None:
                value = writer.below(value, known.value(writer))
            self._doubt(Term(value, writer.constant(more)))
        i = self.link_of_fork(k)
        if i is None:
            return
        for slot, way, needed in self._pending(i):
            value = slot.value(writer)
            if way:
                total = way[0].value(writer)
                for part in way[1:]:
                    total = writer.least([Term(total, part.value(writer))])
                value = writer.below(value, total)
            value = writer.not_below(value, self.zero)
            self._doubt(Term(value, writer.constant(-needed)))

    def _doubt(self, term: Term) -> None:
        total = self._sum(term)
        if total.least < 0:
            self.lost = self.lost | (total.trial < 0)
            self.doubts.append(term)

    def _negative(self, k: int) -> Iterator[tuple[Slot, Slot | None, int]]:
        """Guards a and b: they strike where slot and addition are below 0, and the slot below what is known."""
        found = [(p, slot) for p, slot in self.inward[k].items()]
        found += [(self.fork(i), self.lowers[i][k]) for i in self.lower_at[k]]
        for p, slot in found:
            more = self.reach.get(p)
            if more is None or slot.least + more >= 0 or slot.least >= 0:
                continue
            i = self.link_of_fork(p)
            known = None if i is None else self._from_main(i).get(k)
            if known is None or slot.least < known.most:
                yield slot, known, more
        i = self.link_of_main(k)
        if i is not None:
            for p, slot in self.uppers[i].items():
                if slot.least < 0:
                    j = self.link_of_fork(p)
                    known = None if j is None else self._upper_of_main(j, i)
                    if known is None or slot.least < known.most:
                        yield slot, known, 0

    def _pending(self, i: int) -> Iterator[tuple[Slot, list[Slot], int]]:
        """Guard c: it strikes where the slot is 0 or more, below ``needed``, and below the sum of the way."""
        if not self.lowers[i]:
            return
        sums, ways, waits = self._ordinarily(i)
        for q, slot in self.lowers[i].items():
            if slot.most < 0 or slot.least >= sums.get(q, FAR):
                continue
            needed = self._needed(i, q, max(slot.least, 0), sums, waits)
            if needed > max(slot.least, 0):
                yield slot, ways.get(q, []), needed

    def _ordinarily(self, i: int) -> tuple[dict[int, int], dict[int, list[Slot]], dict[int, int]]:
        """What ordinary ways from f or m of link i come to at most, by point; such a way; and waits, by link."""
        f = self.fork(i)
        sums: dict[int, int] = {f: 0}
        ways: dict[int, list[Slot]] = {f: []}
        waits: dict[int, int] = {}
        first = [(q, slot) for q, slot in self._from_main(i).items() if self.alive[q] and q != f]
        for j in range(self.count):
            known = self._upper_of_main(i, j)
            if known is not None:
                waits[j] = known.most
                if self.alive[self.main(j)]:
                    sums[self.main(j)] = max(known.most, 0)
        for q, slot in first:
            if slot.most < sums.get(q, FAR):
                sums[q], ways[q] = slot.most, [slot]
        queue, visits = deque(sums), dict.fromkeys(sums, 0)
        while queue:
            x = queue.popleft()
            for y, slot in self.onward[x].items():
                total = sums[x] + slot.most
                if slot.most < FIRM and total < sums.get(y, FAR) and visits.setdefault(y, 0) < _PATIENCE:
                    sums[y] = total
                    ways.pop(y, None)
                    if x in ways:
                        ways[y] = [*ways[x], slot]
                    visits[y] += 1
                    queue.append(y)
            for j in self.upper_at[x]:
                wait = self.uppers[j][x].most
                waits[j] = min(waits.get(j, FAR), sums[x] + wait)
                y, total = self.main(j), sums[x] + max(wait, 0)
                if total < sums.get(y, FAR) and visits.setdefault(y, 0) < _PATIENCE:
                    sums[y] = total
                    ways.pop(y, None)
                    visits[y] += 1
                    queue.append(y)
        return sums, ways, waits

    def _needed(self, i: int, q: int, start: int, sums: dict[int, int], waits: dict[int, int]) -> int:
        """Only a lower way that comes to q with less than this can still fall below 0 and say something new there."""
        least, visits = {q: 0}, {q: 0}
        queue = deque([q])
        needed = 0
        while queue:
            x = queue.popleft()
            steps = [(y, slot, sums.get(y, FAR)) for y, slot in self.onward[x].items()]
            j = self.link_of_fork(x)
            if j is not None and j != i:
                steps += [(y, slot, sums.get(y, FAR)) for y, slot in self.lowers[j].items()]
            for j in self.upper_at[x]:
                if j != i:
                    slot = self.uppers[j][x]
                    if start + least[x] + slot.least < min(0, waits.get(j, FAR)):
                        needed = max(needed, -least[x] - slot.least)
                    steps.append((self.main(j), slot, sums.get(self.main(j), FAR)))
            for y, slot, known in steps:
                total = least[x] + slot.least
                if slot.least >= FIRM or start + total >= known:
                    continue
                needed = max(needed, -total)
                if total < least.get(y, FAR):
                    if visits.setdefault(y, 0) >= _PATIENCE:
                        return self.writer.bound
                    visits[y] += 1
                    least[y] = total
                    queue.append(y)
        return needed
