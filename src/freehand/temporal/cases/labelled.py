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
    before its way has fallen below 0, or an upper edge before its way has risen to 0. What is lost is an edge from a
    fork; it is no loss in a case where ways from the main point, through which whatever comes to the fork has come, are
    as short. So a guard is a value of the case itself, and the case is left to others where it is below 0:

    a. k is removed: the column of k goes on, as that of a *passed nose* with ways into it and none out of it. In the
       end a lower way of link i that has come there below 0, and below what is *known* of ways from m to k (one more
       row for each link, which is never removed), strikes.
    b. m is removed while some ``upper[i, p]`` is below 0, for p other than a fork whose main point knows as much.
    c. f is removed: its lower ways go on without it. One that falls below 0 later, at q, is put to the passed nose q
       when q is removed, and judged in the end like those in a; below 0 with an upper edge, it is judged at once.

    What may matter is bounded from below over the range (:mod:`.reach`), and cells
    beyond that are dropped. Where ranges show that nothing can strike, nothing is written. The guards were found by
    argument and are held by tests against Morris 2014, case by case.

Order
    An edge below 0 leads from late to early, and mostly late points must go first; but only where labels come by. That
    is learnt on sample cases: the programme is tried without being written, fewest pairs first; where a guard strikes
    in a case, what was removed too early is known, and is a lesson: *k after x, in these cases*. The next attempt takes
    the cheapest point that no lesson forbids and that leaves no wait open; where there is none, the one with the fewest
    such cases, and is the less willing to take it again the more cases were in doubt in the end (as breakout local
    search does). A lesson that was not heeded and not missed is forgotten. The best of some attempts is written. All
    this costs time, never truth.

Source
    P. Morris, "A structural characterization of temporal dynamic controllability", CP 2006 (semi-reducible cycles,
    noses); P. Morris, N. Muscettola, "Temporal dynamic controllability revisited", AAAI 2005 (reductions, waits);
    L. Hunsberger, R. Posenato, "Speeding up the RUL dynamic-controllability-checking algorithm", IJCAI 2019, and
    M. Cairo, L. Hunsberger, R. Rizzi, TIME 2018, remove points one by one too, by case; P. Morris, "The breakout method
    for escaping from local minima", AAAI 1993. Doing it for many cases in one fixed order with guards is ours.

Cost
    About n b**2 terms as in :mod:`.plain`, with the labels among the b neighbours, and as many again for guards. An
    attempt at fifty points takes some hundredths of a second, at two hundred some tenths.

Limits
    Tables of all pairs, with a number for each sample case: hundreds of MiB at a thousand points. Where the order of
    points differs much from case to case, guards strike often and several programmes are needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from freehand.temporal.cases.cells import NONE, Cells, Flags
from freehand.temporal.cases.lessons import Lessons
from freehand.temporal.cases.plain import Weight
from freehand.temporal.cases.programme import BELOW, FIRM, LEAST, MOST, Form, Programme, Whole, Writer
from freehand.temporal.cases.reach import least_from_mains, reached

LinkForm = tuple[int, int, Form, Form]

_LESSONS: Final = 12
"""So many orders are tried."""


def labelled_programme(
    n: int, weights: Sequence[Weight], links: Sequence[LinkForm], low: Whole, high: Whole, trials: Whole
) -> Programme | None:
    """A programme that decides the cases in this range, or is in doubt; None where a sum could leave 64 bits.

    :param trials: sample cases, which shape the order.
    """
    writer = Writer(low, high, trials)
    lessons = Lessons(n + 2 * len(links))
    best, fewest = lessons, len(trials) + 1
    for _ in range(_LESSONS):
        known = lessons.copy()
        left = _Elimination(n, weights, links, Writer(low, high, trials), lessons, written=False).run()
        if left < fewest:
            best, fewest = known, left
        if not left:
            break
    made = _Elimination(n, weights, links, writer, best)
    made.run()
    return writer.finish(made.loops, made.doubts) if writer.fits else None


class _Elimination(Cells):
    """Points removed one by one, by the rule, under the guards, in the order that the lessons give."""

    def __init__(
        self,
        n: int,
        weights: Sequence[Weight],
        links: Sequence[LinkForm],
        writer: Writer,
        lessons: Lessons,
        *,
        written: bool = True,
    ) -> None:
        super().__init__(n, [(a, c) for a, c, _, _ in links], writer, written=written)
        self.lessons = lessons
        self.forced: list[tuple[int, list[tuple[int, Flags]]]] = []
        self.taught: dict[tuple[int, int], Flags] = {}
        cases = len(writer.trials)
        self.loops: list[int] = []
        self.doubts: list[int] = []
        self.failed: Flags = np.zeros(cases, np.bool_)
        self.doubtful: Flags = np.zeros(cases, np.bool_)
        """Which sample cases have failed, and are in doubt: they do not shape the order any more."""
        zero = writer.constant(0)
        for x, y, form in weights:
            value = writer.form(form)
            if x != y:
                self.give(x, y, value)
            elif value.least < 0:
                self._fails(writer.place(value), value.trial)
        for i, (a, c, shortest, longest) in enumerate(links):
            m, f = self.main(i), self.fork(i)
            low, minus = writer.form(shortest), writer.form(Form(0).plus(shortest, -1))
            wait = writer.form(shortest.plus(longest, -1))
            # Only valid cases count: 0 < low < high.
            self.give(a, m, low._replace(least=max(low.least, 1)))
            self.give(m, a, minus._replace(most=min(minus.most, -1)))
            self.give(m, f, zero)
            self.give(self.lower(i), c, zero)
            self.give(c, self.upper(i), wait._replace(most=min(wait.most, -1)))
            self.give(self.known(i), m, zero)
        self.matters = np.minimum(reached(self), least_from_mains(self))
        self.setters: dict[tuple[int, int], list[tuple[int, Flags]]] = {}

    def run(self) -> int:
        """Remove all points: how many sample cases are left in doubt."""
        left = list(range(self.size))
        while left:
            k = self._next(np.array(left))
            left.remove(k)
            self._remove(k)
        for i in range(self.count):
            p = self.lower(i)
            for k in np.flatnonzero(self.least[p, : self.size] < 0).tolist():
                found = self._doubts_unless_known(i, k, *self.cell(p, k))
                self._learn_from(i, k, found & ~self.failed)
        left_in_doubt = int(np.count_nonzero(self.doubtful & ~self.failed))
        for k, xs in self.forced:
            self.lessons.regret[k] += left_in_doubt
            for x, flags in xs:
                known = self.lessons.before[k]
                if x in known:
                    known[x] = known[x] & ~(flags & ~self.taught.get((k, x), np.zeros_like(flags)))
        return left_in_doubt

    def _learn_from(self, i: int, q: int, found: Flags) -> None:
        """What should have been otherwise, where a lower way came to q too late."""
        for x, flags in reversed(self.setters.get((self.lower(i), q), [])):
            if not found.any():
                break
            late = self.fork(i) if x == q or q >= self.size else q
            self.lessons.learn(late, x, found & flags)
            self.taught[late, x] = self.taught.get((late, x), np.zeros_like(flags)) | (found & flags)
            found = found & ~flags

    # What ends a case.

    def _fails(self, row: int, trial: Whole) -> None:
        self.loops.append(row)
        self.failed = self.failed | (trial < 0)

    def _doubts(self, row: int, trial: Whole) -> None:
        self.doubts.append(row)
        self.doubtful = self.doubtful | (trial < 0)

    def _doubts_unless_known(self, i: int, q: int, row: int, least: int, most: int, trial: Whole) -> Flags:
        """In doubt where this is below 0, and below what ways from the main point of the link come to."""
        del most
        best = self.best(i)
        columns = (q,) if q < self.size else (q, q - self.size + self.n)
        if any(self.most[best, column] <= least for column in columns):
            return np.zeros(len(trial), np.bool_)
        for column in columns:
            if self.least[best, column] < FIRM:
                row = self.write(BELOW, [(row, self.at(best, column))], least, NONE)
                trial = np.where(trial < self.trial[best, column], trial, NONE)
        self._doubts(row, trial)
        return trial < 0

    # Removing a point.

    def _remove(self, k: int) -> None:
        kind, link = self.link_of(k)
        if kind == 0:
            self._settle_main(link)
        elif kind == 1:
            self._settle_fork(link)
        late = self._settle(k)
        self._prune(k)
        into = np.flatnonzero(self.least[:, k] < FIRM)
        into = into[into != k]
        out = np.flatnonzero(self.least[k] < FIRM)
        if len(into) and len(out):
            self._join(k, into, out)
        self.alive[k] = False
        self.clear(k, slice(None))
        # The column goes on where it may matter: a lower way that comes to p falls below 0 at k.
        self.clear(slice(self.size, self.size + self.count), k)
        idle = self.least[:, k] + self.matters >= 0
        self.clear(idle, k)
        for lost in late:
            self.setters[lost[0], k] = [(k, lost[-1] < 0)]
            self.put(*lost)

    def _join(self, k: int, into: Any, out: Any) -> None:
        """Steps 1 to 4."""
        size, count = self.size, self.count
        least = self.least[into, k][:, None] + self.least[k, out]
        most = np.minimum(self.most[into, k][:, None] + self.most[k, out], NONE)
        most[(self.most[into, k] >= FIRM)[:, None] | (self.most[k, out] >= FIRM)] = NONE
        keep = least < self.most[np.ix_(into, out)]
        lower, upper = (into >= size) & (into < size + count), out >= size
        passed = ~upper & ~self.alive[np.minimum(out, size - 1)]
        # Passed noses matter only where a lower way falls below 0.
        keep &= ~passed | (least + self.matters[into][:, None] < 0)
        # Ways from f that say no more than ways from m.
        links = np.where(lower, into - size, np.where((into < size), into - self.n - count, -1))
        for at in np.flatnonzero(links >= 0).tolist():
            i = int(links[at])
            keep[at] &= least[at] < self.most[self.best(i), out]
            if lower[at]:
                if self.alive[self.fork(i)]:
                    keep[at] &= least[at] < self.most[self.fork(i), out]
                keep[at] &= out != self.upper(i)
        # Waits that say no more than ways to m.
        for at in np.flatnonzero(upper).tolist():
            known = self.most[into, out[at] - size + self.n] <= least[:, at]
            keep[:, at] &= ~known | lower
        special = np.zeros_like(keep)
        loop = (into[:, None] == out) & (into < size)[:, None]
        loop |= (into >= self.n)[:, None] & (into < self.n + count)[:, None] & (into[:, None] - self.n == out - size)
        loop |= lower[:, None] & (into[:, None] - size + self.n + count == out) & ~passed
        special |= loop
        special |= ~lower[:, None] & upper & (least >= 0)
        forked = np.zeros(len(into), np.bool_)
        forked[lower] = self.alive[into[lower] - size + self.n + count]
        special |= forked[:, None] & ~passed & (most < 0)
        special |= lower[:, None] & upper & (least >= 0)
        trial = self.trial[into, k][:, None, :] + self.trial[k, out]
        np.minimum(trial, NONE, out=trial)
        trial[trial >= FIRM] = NONE
        first = {p: self.at(p, k) for p in into[keep.any(axis=1) | loop.any(axis=1)].tolist()}
        second = {q: self.at(k, q) for q in out[keep.any(axis=0) | loop.any(axis=0)].tolist()}
        for x, y in np.argwhere(special & (keep | loop)).tolist():
            p, q = int(into[x]), int(out[y])
            self._special(p, q, first[p], second[q], int(least[x, y]), int(most[x, y]), trial[x, y], bool(loop[x, y]))
        keep &= ~special
        xs, ys = np.nonzero(keep)
        if not len(xs):
            return
        ps, qs = into[xs], out[ys]
        news, highs = least[xs, ys], most[xs, ys]
        for p, q, low, high in zip(ps.tolist(), qs.tolist(), news.tolist(), highs.tolist(), strict=True):
            self.more(p, q, first[p], second[q], low, high)
        self.least[ps, qs] = np.minimum(self.least[ps, qs], news)
        self.most[ps, qs] = np.minimum(self.most[ps, qs], highs)
        nose = (ps >= size) & (ps < size + count)
        nose[nose] = ~self.alive[np.minimum(qs[nose], size - 1)] | (qs[nose] >= size)
        for at in np.flatnonzero(nose).tolist():
            p, q = int(ps[at]), int(qs[at])
            self.setters.setdefault((p, q), []).append((k, trial[xs[at], ys[at]] < self.trial[p, q]))
        self.trial[ps, qs] = np.minimum(self.trial[ps, qs], trial[xs, ys])

    def _special(self, p: int, q: int, a: int, b: int, least: int, most: int, trial: Whole, loop: bool) -> None:
        size = self.size
        if loop:
            if least < 0:
                self._fails(self.write(LEAST, [(a, b)], least, most), trial)
        elif p < size or p >= size + self.count:
            self.put(p, q - size + self.n, a, b, least, most, trial)  # a wait that is over
        elif most < 0:
            self.put(self.fork(p - size), q, a, b, least, most, trial)
        else:
            self.put(p, q - size + self.n, a, b, least, most, trial)

    def _settle_main(self, j: int) -> None:
        """The main point goes, and with it all that waits for its link."""
        column, m, size = self.upper(j), self.main(j), self.size
        for p in np.flatnonzero(self.least[size : size + self.count, column] < FIRM).tolist():
            self._settle_cross(p, j)
            if self.least[size + p, column] < FIRM:
                self.put(size + p, m, *self.as_term(size + p, column))
        for p in np.flatnonzero(self.least[:, column] < FIRM).tolist():
            if size <= p < size + self.count:
                continue
            if p < size and self.least[p, column] < 0:
                kind, i = self.link_of(p)
                if kind == 1:
                    self._doubts_unless_known(i, column, *self.cell(p, column))
                else:
                    self._doubts(self.at(p, column), self.trial[p, column])
            self._over(p, j)
        self.clear(slice(None), column)

    def _settle_cross(self, i: int, j: int) -> None:
        """A lower way and a wait: below 0 it is a wait of the fork."""
        p, q = self.lower(i), self.upper(j)
        if self.least[p, q] >= 0:
            return
        row, least, most, trial = self.split(p, q)
        if self.alive[self.fork(i)]:
            self.put(self.fork(i), q, row, 1, least, most, trial)
        else:
            found = self._doubts_unless_known(i, q, row, least, most, trial)
            self._learn_from(i, q, found & ~self.failed)

    def _settle_fork(self, i: int) -> None:
        """The fork goes: what of its lower ways is below 0 goes on from it."""
        p, f = self.lower(i), self.fork(i)
        for q in np.flatnonzero(self.least[p] < 0).tolist():
            if q >= self.size:
                self._settle_cross(i, q - self.size)
            elif self.alive[q]:
                row, least, most, trial = self.split(p, q)
                if q != f:
                    self.put(f, q, row, 1, least, most, trial)

    def _settle(self, k: int) -> list[tuple[int, int, int, int, int, int, Whole]]:
        """What the labels at k say without their labels."""
        size = self.size
        late = []
        for i in np.flatnonzero(self.least[size : size + self.count, k] < 0).tolist():
            row, least, most, trial = self.split(size + i, k)
            if self.alive[self.fork(i)]:
                self.put(self.fork(i), k, row, 1, least, most, trial)
            else:
                late.append((size + i, k, row, 1, least, most, trial))
        for j in np.flatnonzero(self.least[k, size:] < FIRM).tolist():
            self._over(k, j)
        return late

    def _over(self, p: int, j: int) -> None:
        """Who waits for c does not come before m."""
        m = self.main(j)
        if p == m:
            return
        row, least, most, trial = self.cell(p, self.upper(j))
        if most <= 0:
            self.put(p, m, 1, 1, 0, 0, np.zeros_like(trial))
        else:
            if least < 0:
                row = self.write(MOST, [(row, 1)], 0, most)
            self.put(p, m, row, 1, max(least, 0), most, np.maximum(trial, 0))

    def _prune(self, k: int) -> None:
        """Edges at k that two others imply in every case; see :mod:`.plain`, step 2."""
        size, alive = self.size, self.alive[: self.size]
        out = np.flatnonzero((self.least[k, :size] < FIRM) & alive)
        if len(out) > 1:
            by = self.most[k, out][:, None] + self.most[np.ix_(out, out)] <= self.least[k, out]
            self._drop(by, out, lambda q: (k, q))
        into = np.flatnonzero((self.least[:size, k] < FIRM) & alive)
        if len(into) > 1:
            ahead = self.most[into, :size]
            for at in np.flatnonzero(
                ((ahead + self.most[:size, k] <= self.least[into, k][:, None]) & alive).any(axis=1)
            ).tolist():
                x = int(into[at])
                if ((self.most[x, :size] + self.most[:size, k] <= self.least[x, k]) & alive).any():
                    self.clear(x, k)

    def _drop(self, by: Any, points: Any, cell: Any) -> None:
        for at in np.flatnonzero(by.any(axis=0)).tolist():
            if by[:, at].any():
                self.clear(*cell(int(points[at])))
                by[at] = False

    # The order.

    def _next(self, left: Any) -> int:
        """The cheapest point whose removal will leave no sample case in doubt; else the one that leaves the fewest."""
        given = self.least < FIRM
        width = given[: self.size + self.count, left].sum(axis=0) * given[left].sum(axis=1)
        best, fewest = -1, FIRM
        going = ~(self.doubtful | self.failed)
        for at in np.argsort(width, kind="stable").tolist():
            k = int(left[at])
            struck = int(np.count_nonzero(self._strikes(k) & going))
            if not struck:
                return k
            if struck + self.lessons.regret[k] < fewest:
                best, fewest = k, struck + self.lessons.regret[k]
        before = self.lessons.before[best]
        self.forced.append((best, [(x, flags & going) for x, flags in before.items() if self.alive[x]]))
        return best

    def _strikes(self, k: int) -> Flags:
        """In which sample cases the removal of k will leave a doubt, as far as is known."""
        struck = np.zeros(len(self.doubtful), np.bool_)
        for x, flags in self.lessons.before[k].items():
            if self.alive[x]:
                struck |= flags
        kind, i = self.link_of(k)
        if kind == 0:
            column = self.upper(i)
            for p in np.flatnonzero(self.least[: self.size + self.count, column] < 0).tolist():
                found = self.trial[p, column] < 0
                kind, j = self.link_of(p) if p < self.size else (1, p - self.size)
                if kind == 1:
                    best = self.best(j)
                    found = (
                        found
                        & (self.trial[p, column] < self.trial[best, column])
                        & (self.trial[p, column] < self.trial[best, k])
                    )
                struck |= found
        return struck
