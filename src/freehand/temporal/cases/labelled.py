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

    What may matter is bounded from below over the range (*reach* of lower ways, least ways from main points), and cells
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

from collections import deque
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from freehand.temporal.cases.plain import Weight
from freehand.temporal.cases.programme import (
    BELOW,
    FIRM,
    LEAST,
    MOST,
    NOT_BELOW,
    Form,
    Programme,
    Value,
    Whole,
    Writer,
)

LinkForm = tuple[int, int, Form, Form]
Flags = npt.NDArray[np.bool_]

_NONE: Final = 2**60
"""No way, in ranges and trials; two of them still fit."""
_PATIENCE: Final = 4
"""How often a sum may be lowered at one point before it counts as bottomless."""
_LESSONS: Final = 12
"""So many orders are tried."""


class Lessons:
    """What sample cases say of the order, from one attempt to the next."""

    def __init__(self, points: int) -> None:
        self.before: list[dict[int, Flags]] = [{} for _ in range(points)]
        """For a point, which others go before it, in which sample cases."""
        self.regret = [0] * points
        """How often a point went in spite of that, and how many cases were left in doubt in the end."""

    def copy(self) -> Lessons:
        """The same, to be kept while more is learnt."""
        same = Lessons(0)
        same.before = [dict(each) for each in self.before]
        same.regret = list(self.regret)
        return same

    def learn(self, k: int, x: int, flags: Flags) -> None:
        """k goes after x in these sample cases."""
        if flags.any():
            known = self.before[k]
            known[x] = known[x] | flags if x in known else flags


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


class _Elimination:
    """Cells (row, column): points first; behind them rows for lower ways and for what is *known* of main points, and
    columns for upper ways. The column of a point that is removed goes on as that of a nose that was passed.
    """

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
        self.lessons, self.written = lessons, written
        self.forced: list[tuple[int, list[tuple[int, Flags]]]] = []
        self.taught: dict[tuple[int, int], Flags] = {}
        self.n, self.count, self.writer = n, len(links), writer
        self.size = n + 2 * self.count
        cases = len(writer.trials)
        shape = (self.size + 2 * self.count, self.size + self.count)
        self.least, self.most = np.full(shape, _NONE), np.full(shape, _NONE)
        self.trial = np.full((*shape, cases), _NONE)
        self.row = np.full(shape, -1)
        """Where the value of a cell stands; -1 where terms are waiting, or it is the same in all cases."""
        self.terms: dict[tuple[int, int], list[tuple[int, int, int, int]]] = {}
        """Of cells whose value is not yet written: two rows to be added, least and most of their sum."""
        self.alive = np.zeros(shape[0], np.bool_)
        self.alive[: self.size] = True
        self.loops: list[int] = []
        self.doubts: list[int] = []
        self.failed: Flags = np.zeros(cases, np.bool_)
        self.doubtful: Flags = np.zeros(cases, np.bool_)
        """Which sample cases have failed, and are in doubt: they do not shape the order any more."""
        self.links = [(a, c) for a, c, _, _ in links]
        zero = writer.constant(0)
        for x, y, form in weights:
            value = writer.form(form)
            if x != y:
                self._give(x, y, value)
            elif value.least < 0:
                self._fails(writer.place(value), value.trial)
        for i, (a, c, shortest, longest) in enumerate(links):
            m, f = self.main(i), self.fork(i)
            low, minus = writer.form(shortest), writer.form(Form(0).plus(shortest, -1))
            wait = writer.form(shortest.plus(longest, -1))
            # Only valid cases count: 0 < low < high.
            self._give(a, m, low._replace(least=max(low.least, 1)))
            self._give(m, a, minus._replace(most=min(minus.most, -1)))
            self._give(m, f, zero)
            self._give(self.lower(i), c, zero)
            self._give(c, self.upper(i), wait._replace(most=min(wait.most, -1)))
            self._give(self.known(i), m, zero)
        self.reach = self._reached()
        self.matters = np.minimum(self.reach, self._least_from_mains())
        self.setters: dict[tuple[int, int], list[tuple[int, Flags]]] = {}

    def main(self, i: int) -> int:
        return self.n + i

    def fork(self, i: int) -> int:
        return self.n + self.count + i

    def lower(self, i: int) -> int:
        return self.size + i

    def known(self, i: int) -> int:
        return self.size + self.count + i

    def upper(self, i: int) -> int:
        return self.size + i

    def best(self, i: int) -> int:
        """The row that says what ways from the main point come to."""
        m = self.main(i)
        return m if self.alive[m] else self.known(i)

    def link_of(self, p: int) -> tuple[int, int]:
        """Whether it is main (0), fork (1) or neither (-1), and of which link."""
        return divmod(p - self.n, self.count) if p >= self.n else (-1, -1)

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
                found = self._doubts_unless_known(i, k, *self._cell(p, k))
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

    # Cells.

    def _give(self, p: int, q: int, value: Value) -> None:
        self._put(p, q, self.writer.place(value), 1, value.least, value.most, value.trial)

    def _put(self, p: int, q: int, a: int, b: int, least: int, most: int, trial: Whole) -> None:
        """One more way from p to q: row a plus row b."""
        if least >= min(self.most[p, q], FIRM):
            return
        kind, i = self.link_of(p) if p < self.size else (-1, -1)
        if kind == 1 and self.most[self.best(i), q] <= least:
            return
        self._more(p, q, a, b, least, most)
        self.least[p, q] = min(self.least[p, q], least)
        self.most[p, q] = min(self.most[p, q], most)
        self.trial[p, q] = np.minimum(self.trial[p, q], trial)

    def _more(self, p: int, q: int, a: int, b: int, least: int, most: int) -> None:
        """A term of a cell whose range is not yet changed."""
        if not self.written:
            return
        old = int(self.least[p, q])
        if old >= FIRM or most <= old:
            self.terms[p, q] = [(a, b, least, most)]
        else:
            if (p, q) not in self.terms:
                self.terms[p, q] = [(self._at(p, q), 1, old, int(self.most[p, q]))]
            self.terms[p, q].append((a, b, least, most))
        self.row[p, q] = -1

    def _at(self, p: int, q: int) -> int:
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
            row = kept[0][0] if len(kept) == 1 and kept[0][1] == 1 else self._write(LEAST, kept, least, most)
        self.row[p, q] = row
        return row

    def _write(self, kind: int, terms: Sequence[tuple[int, int]], least: int, most: int) -> int:
        return self.writer.write(kind, terms, least, 0 if most >= FIRM else most) if self.written else -1

    def _cell(self, p: int, q: int) -> tuple[int, int, int, Whole]:
        return self._at(p, q), int(self.least[p, q]), int(self.most[p, q]), self.trial[p, q]

    def _clear(self, p: Any, q: Any) -> None:
        self.least[p, q] = self.most[p, q] = self.trial[p, q] = _NONE
        self.row[p, q] = -1

    def _split(self, p: int, q: int) -> tuple[int, int, int, Whole]:
        """Take out of a cell what is below 0; what is not stays."""
        row, least, most, trial = self._cell(p, q)
        if most < 0:
            trial = trial.copy()
            self._clear(p, q)
            return row, least, most, trial
        below = self._write(BELOW, [(row, 1)], least, _NONE)
        found = below, least, _NONE, np.where(trial < 0, trial, _NONE)
        self.row[p, q] = self._write(NOT_BELOW, [(row, 1)], 0, _NONE)
        self.least[p, q], self.most[p, q] = 0, _NONE
        self.trial[p, q] = np.where(trial >= 0, trial, _NONE)
        return found

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
                row = self._write(BELOW, [(row, self._at(best, column))], least, _NONE)
                trial = np.where(trial < self.trial[best, column], trial, _NONE)
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
        self._clear(k, slice(None))
        # The column goes on where it may matter: a lower way that comes to p falls below 0 at k.
        self._clear(slice(self.size, self.size + self.count), k)
        idle = self.least[:, k] + self.matters >= 0
        self._clear(idle, k)
        for lost in late:
            self.setters[lost[0], k] = [(k, lost[-1] < 0)]
            self._put(*lost)

    def _join(self, k: int, into: Any, out: Any) -> None:
        """Steps 1 to 4."""
        size, count = self.size, self.count
        least = self.least[into, k][:, None] + self.least[k, out]
        most = np.minimum(self.most[into, k][:, None] + self.most[k, out], _NONE)
        most[(self.most[into, k] >= FIRM)[:, None] | (self.most[k, out] >= FIRM)] = _NONE
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
        np.minimum(trial, _NONE, out=trial)
        trial[trial >= FIRM] = _NONE
        first = {p: self._at(p, k) for p in into[keep.any(axis=1) | loop.any(axis=1)].tolist()}
        second = {q: self._at(k, q) for q in out[keep.any(axis=0) | loop.any(axis=0)].tolist()}
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
            self._more(p, q, first[p], second[q], low, high)
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
                self._fails(self._write(LEAST, [(a, b)], least, most), trial)
        elif p < size or p >= size + self.count:
            self._put(p, q - size + self.n, a, b, least, most, trial)  # a wait that is over
        elif most < 0:
            self._put(self.fork(p - size), q, a, b, least, most, trial)
        else:
            self._put(p, q - size + self.n, a, b, least, most, trial)

    def _settle_main(self, j: int) -> None:
        """The main point goes, and with it all that waits for its link."""
        column, m, size = self.upper(j), self.main(j), self.size
        for p in np.flatnonzero(self.least[size : size + self.count, column] < FIRM).tolist():
            self._settle_cross(p, j)
            if self.least[size + p, column] < FIRM:
                self._put(size + p, m, *self._as_term(size + p, column))
        for p in np.flatnonzero(self.least[:, column] < FIRM).tolist():
            if size <= p < size + self.count:
                continue
            if p < size and self.least[p, column] < 0:
                kind, i = self.link_of(p)
                if kind == 1:
                    self._doubts_unless_known(i, column, *self._cell(p, column))
                else:
                    self._doubts(self._at(p, column), self.trial[p, column])
            self._over(p, j)
        self._clear(slice(None), column)

    def _as_term(self, p: int, q: int) -> tuple[int, int, int, int, Whole]:
        row, least, most, trial = self._cell(p, q)
        return row, 1, least, most, trial

    def _settle_cross(self, i: int, j: int) -> None:
        """A lower way and a wait: below 0 it is a wait of the fork."""
        p, q = self.lower(i), self.upper(j)
        if self.least[p, q] >= 0:
            return
        row, least, most, trial = self._split(p, q)
        if self.alive[self.fork(i)]:
            self._put(self.fork(i), q, row, 1, least, most, trial)
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
                row, least, most, trial = self._split(p, q)
                if q != f:
                    self._put(f, q, row, 1, least, most, trial)

    def _settle(self, k: int) -> list[tuple[int, int, int, int, int, int, Whole]]:
        """What the labels at k say without their labels."""
        size = self.size
        late = []
        for i in np.flatnonzero(self.least[size : size + self.count, k] < 0).tolist():
            row, least, most, trial = self._split(size + i, k)
            if self.alive[self.fork(i)]:
                self._put(self.fork(i), k, row, 1, least, most, trial)
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
        row, least, most, trial = self._cell(p, self.upper(j))
        if most <= 0:
            self._put(p, m, 1, 1, 0, 0, np.zeros_like(trial))
        else:
            if least < 0:
                row = self._write(MOST, [(row, 1)], 0, most)
            self._put(p, m, row, 1, max(least, 0), most, np.maximum(trial, 0))

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
                    self._clear(x, k)

    def _drop(self, by: Any, points: Any, cell: Any) -> None:
        for at in np.flatnonzero(by.any(axis=0)).tolist():
            if by[:, at].any():
                self._clear(*cell(int(points[at])))
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

    def _least_from_mains(self) -> Whole:
        """For every row the least that an ordinary way from a main point may come to, in any case; 0 for other rows."""
        found = np.zeros(len(self.alive), np.int64)
        found[: self.size] = _NONE
        queue = deque(self.main(i) for i in range(self.count))
        found[list(queue)] = 0
        visits = [0] * self.size
        while queue:
            x = queue.popleft()
            steps = [(y, int(self.least[x, y])) for y in np.flatnonzero(self.least[x] < FIRM).tolist()]
            kind, i = self.link_of(x)
            if kind == 1:
                steps.append((self.links[i][1], 0))
            for column, weight in steps:
                waits = column >= self.size
                y = column - self.size + self.n if waits else column
                total = int(found[x]) + (max(0, weight) if waits else weight)
                if total < found[y] and visits[y] <= _PATIENCE:
                    visits[y] += 1
                    found[y] = total if visits[y] <= _PATIENCE else -FIRM
                    queue.append(y)
        return found

    def _reached(self) -> Whole:
        """For every row the least that a lower way may have when it comes there, in any case; 0 for other rows."""
        least = np.full(len(self.alive), _NONE)
        least[self.size :] = 0
        forks = {self.fork(i): c for i, (_, c) in enumerate(self.links)}
        for _, c in self.links:
            least[c] = 0
        queue = deque(c for _, c in self.links)
        visits = [0] * self.size
        ahead = [np.flatnonzero(self.least[x] < FIRM).tolist() for x in range(self.size)]
        while queue:
            x = queue.popleft()
            steps = [(y if y < self.size else y - self.size + self.n, int(self.least[x, y])) for y in ahead[x]]
            if x in forks:
                steps.append((forks[x], 0))
            for y, weight in steps:
                total = max(0, int(least[x]) + weight)
                if total < least[y]:
                    visits[y] += 1
                    least[y] = total if visits[y] <= _PATIENCE else 0
                    queue.append(y)
        return least
