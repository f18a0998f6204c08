"""A programme of lanes, as it is written: values with ranges, and rows given out again when nobody needs them.

Every value that a programme computes is known from the start to lie in a range ``[least, most]``, whatever the case,
as long as the varied numbers keep to theirs. Three things follow, and all are exact:

1. What is the same in every case is reckoned while the programme is written, and costs nothing afterwards.
2. A term that is never below what stands against it is left out.
3. If every value stays below 2**27, rows have 32 bits; else they have 64, and values stay below 2**59. *Far* is four
   times that bound. Sums along a way differ by less than twice the bound, so *far* plus any of them still lies above
   every value; and two *far* still fit, for where a value may be *far* the least of it and *far* is taken.

A value that may be *far* has ``most = FAR`` here; nothing is known of it from above.

Cost
    Linear in the number of terms. A row is free again after the last instruction that reads it, so the rows in use stay
    near the processor.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

LANES: Final = 64
LEAST, BELOW, NOT_BELOW, MOST = range(4)
FAR: Final = 2**62
"""In ranges: nothing is known from above."""
FIRM: Final = 2**59
"""No value of a case comes up to this."""
_SHORT: Final = 2**27

Whole = npt.NDArray[np.int64]


class Value(NamedTuple):
    """What a programme knows by a name: ``row`` where it is (below 0: the constant ``least``), and its range.

    ``trial`` is the same value in a few sample cases, by which a programme is shaped; it proves nothing, and is empty
    where none are asked for.
    """

    row: int
    least: int
    most: int
    trial: Whole


class Term(NamedTuple):
    """``first + second``; second None for first alone."""

    first: Value
    second: Value | None = None


class Slot:
    """The least of terms that are still coming; written down when it is first read."""

    __slots__ = ("least", "most", "terms", "trial")

    def __init__(self, value: Value) -> None:
        self.terms = [Term(value)]
        self.least, self.most, self.trial = value.least, value.most, value.trial

    def add(self, term: Term, total: Value) -> None:
        """One more term, of which ``total`` is the range."""
        if total.least >= self.most:
            return
        if total.most <= self.least:
            self.terms.clear()
            self.least, self.most, self.trial = total.least, total.most, total.trial
        self.terms.append(term)
        self.least, self.most = min(self.least, total.least), min(self.most, total.most)
        self.trial = np.minimum(self.trial, total.trial)

    def value(self, writer: Writer) -> Value:
        """The value, written if need be."""
        if len(self.terms) > 1 or self.terms[0].second is not None:
            self.terms = [Term(writer.least(self.terms))]
        return self.terms[0].first


class Form(NamedTuple):
    """``constant + sum of factor * number``: how a weight depends on the varied numbers."""

    constant: int
    parts: tuple[tuple[int, int], ...] = ()

    def plus(self, other: Form, factor: int = 1) -> Form:
        """This one and so many times the other.

        >>> Form(3, ((0, 1),)).plus(Form(1, ((0, 1), (2, 1))), -1)
        Form(constant=2, parts=((2, -1),))
        """
        sums = dict(self.parts)
        for number, times in other.parts:
            sums[number] = sums.get(number, 0) + factor * times
        kept = tuple(sorted((number, times) for number, times in sums.items() if times))
        return Form(self.constant + factor * other.constant, kept)


class Programme(NamedTuple):
    """What the machine in :mod:`.lanes` runs, and the range of the numbers for which it was written."""

    low: Whole
    high: Whole
    pairs: Whole
    """Links to be looked at before a case counts, see :meth:`.forms.Varied.risky`."""
    forms: Whole
    parts: Whole
    factors: Whole
    kinds: Whole
    dests: Whole
    firsts: Whole
    terms: npt.NDArray[np.int32]
    start: npt.NDArray[Any]
    """The rows before the first instruction: *far*, zero and the constants are in their places."""
    loop: int
    doubt: int

    @property
    def length(self) -> int:
        """How many terms it has: what it costs."""
        return int(self.terms.shape[0])


class _Step(NamedTuple):
    kind: int
    dest: int
    terms: tuple[tuple[int, int], ...]


class Writer:
    """Writes a programme, value by value."""

    def __init__(self, low: Whole, high: Whole, trials: Whole | None = None) -> None:
        self.low, self.high = low, high
        self.trials = np.empty((0, len(low)), np.int64) if trials is None else trials
        self.made = 2
        self.steps: list[_Step] = []
        self.forms: list[tuple[int, Form]] = []
        self.known: dict[Form, Value] = {}
        self.constants: dict[int, int] = {FAR: 0, 0: 1}
        self.bound = 0
        self.far = Value(0, FAR, FAR, self._same(FAR))

    def constant(self, value: int) -> Value:
        """The same number in every case."""
        self.bound = max(self.bound, abs(value))
        return Value(-1, value, value, self._same(value))

    def form(self, form: Form) -> Value:
        """A weight, from the numbers of the case."""
        if form in self.known:
            return self.known[form]
        ends = [(f * int(self.low[n]), f * int(self.high[n])) for n, f in form.parts]
        least = form.constant + sum(min(pair) for pair in ends)
        most = form.constant + sum(max(pair) for pair in ends)
        self.bound = max(
            self.bound, abs(least), abs(most), abs(form.constant) + sum(max(map(abs, pair)) for pair in ends)
        )
        if least == most:
            return self.constant(least)
        trial = self._same(form.constant)
        for number, factor in form.parts:
            trial += factor * self.trials[:, number]
        value = Value(self._new(), least, most, trial)
        self.forms.append((value.row, form))
        self.known[form] = value
        return value

    def sum(self, a: Value, b: Value) -> Value:
        """The range and the trials of a sum, not yet written."""
        trial = a.trial + b.trial
        trial[trial >= FIRM] = FAR
        most = FAR if a.most >= FIRM or b.most >= FIRM else a.most + b.most
        return Value(-1, a.least + b.least, most, trial)

    def least(self, terms: Sequence[Term]) -> Value:
        """The least of some sums."""
        sums = [term.first if term.second is None else self.sum(term.first, term.second) for term in terms]
        surest = min(range(len(sums)), key=lambda i: (sums[i].most, sums[i].least))
        most = sums[surest].most
        kept = [i for i, value in enumerate(sums) if i == surest or value.least < most]
        least = min(sums[i].least for i in kept)
        if least >= FIRM:
            return self.far
        if least == most:
            return self.constant(least)
        if len(kept) == 1 and (terms[kept[0]].second is None):
            return terms[kept[0]].first
        trial = np.min([sums[i].trial for i in kept], axis=0)
        self._bounded(least, most)
        written = [
            (self._at(terms[i].first), 1 if terms[i].second is None else self._at(terms[i].second)) for i in kept
        ]
        if most == FAR:
            written.append((0, 1))
        return Value(self._write(LEAST, written), least, most, trial)

    def below(self, a: Value, b: Value) -> Value:
        """a where it is below b, elsewhere *far*."""
        if a.most < b.least:
            return a
        if a.least >= b.most:
            return self.far
        trial = np.where(a.trial < b.trial, a.trial, FAR)
        return Value(self._write(BELOW, [(self._at(a), self._at(b))]), a.least, FAR, trial)

    def most(self, a: Value, b: Value) -> Value:
        """The larger of two."""
        if a.least >= b.most:
            return a
        if b.least >= a.most:
            return b
        trial = np.maximum(a.trial, b.trial)
        return Value(self._write(MOST, [(self._at(a), self._at(b))]), max(a.least, b.least), max(a.most, b.most), trial)

    def end(self, loops: Sequence[Term], doubts: Sequence[Term]) -> Programme:
        """The programme: a case fails where some loop is below 0, and is in doubt where some doubt is.

        >>> writer = Writer(np.array([1]), np.array([9]))
        >>> written = writer.end([Term(writer.form(Form(-5, ((0, 1),))))], [])
        >>> written.length
        1
        """
        ends = []
        for several in (loops, doubts):
            mixed = [
                term
                for term in several
                if (term.first if term.second is None else self.sum(term.first, term.second)).least < 0
            ]
            pairs = [(self._at(a), 1 if b is None else self._at(b)) for a, b in mixed]
            ends.append(self._write(LEAST, pairs) if pairs else 1)
        return self._laid_out(ends)

    def finish(self, loops: Sequence[int], doubts: Sequence[int]) -> Programme:
        """The programme, from the rows whose values are loops, and doubts."""
        return self._laid_out(
            [self._write(LEAST, [(row, 1) for row in rows]) if rows else 1 for rows in (loops, doubts)]
        )

    def place(self, value: Value) -> int:
        """The row of a value."""
        return self._at(value)

    def same(self, value: int) -> int:
        """The row in which this number stands for every case."""
        return self._at(self.constant(value))

    def write(self, kind: int, terms: Sequence[tuple[int, int]], least: int, most: int) -> int:
        """One more instruction, whose result lies between these; the row in which that stands."""
        self.bound = max(self.bound, abs(least), abs(most))
        return self._write(kind, terms)

    def _at(self, value: Value | None) -> int:
        assert value is not None, "a term has a first value"
        if value.row >= 0:
            return value.row
        if value.least not in self.constants:
            self.constants[value.least] = self._new()
        return self.constants[value.least]

    def _same(self, value: int) -> Whole:
        return np.full(len(self.trials), value, np.int64)

    def _new(self) -> int:
        self.made += 1
        return self.made - 1

    def _bounded(self, least: int, most: int) -> None:
        self.bound = max(self.bound, abs(least), abs(most) if most != FAR else 0)

    def _write(self, kind: int, terms: Sequence[tuple[int, int]]) -> int:
        dest = self._new()
        self.steps.append(_Step(kind, dest, tuple(terms)))
        return dest

    @property
    def fits(self) -> bool:
        """Whether every sum stays so small that *far* is larger."""
        return self.bound < FIRM

    def _laid_out(self, ends: list[int]) -> Programme:
        """Rows that are no longer read are given out again; what nobody reads is not computed."""
        wanted = set(ends)
        steps = []
        for step in reversed(self.steps):
            if step.dest in wanted:
                steps.append(step)
                wanted.update(row for pair in step.terms for row in pair)
        steps.reverse()
        last = {row: at for at, step in enumerate(steps) for pair in step.terms for row in pair}
        place: dict[int, int] = {0: 0, 1: 1}
        for row in self.constants.values():
            if row in wanted:
                place.setdefault(row, len(place))
        fixed = len(place)
        forms = [(row, form) for row, form in self.forms if row in wanted]
        for row, _ in forms:
            place[row] = len(place)
        size, free = len(place), []
        for at, step in enumerate(steps):
            for row in {row for pair in step.terms for row in pair}:
                if last[row] == at and place[row] >= fixed and row not in ends:
                    free.append(place[row])
            if free:
                place[step.dest] = free.pop()
            else:
                place[step.dest] = size
                size += 1
        parts = [part for _, form in forms for part in form.parts]
        counts = np.cumsum([0, *(len(form.parts) for _, form in forms)])
        terms = [(place[a] * LANES, place[b] * LANES) for step in steps for a, b in step.terms]
        short = self.bound < _SHORT
        start = np.zeros(size * LANES, np.int32 if short else np.int64)
        start[:LANES] = 2**29 if short else 2**61
        for value, row in self.constants.items():
            if row > 1 and row in wanted:
                start[place[row] * LANES : (place[row] + 1) * LANES] = value
        return Programme(
            self.low,
            self.high,
            np.empty((0, 4), np.int64),
            np.array(
                [(place[row] * LANES, form.constant, counts[i], counts[i + 1]) for i, (row, form) in enumerate(forms)],
                np.int64,
            ).reshape(-1, 4),
            np.array([number for number, _ in parts], np.int64),
            np.array([factor for _, factor in parts], np.int64),
            np.array([step.kind for step in steps], np.int64),
            np.array([place[step.dest] * LANES for step in steps], np.int64),
            np.cumsum([0, *(len(step.terms) for step in steps)]).astype(np.int64),
            np.array(terms, np.int32).reshape(-1, 2),
            start,
            place[ends[0]] * LANES,
            place[ends[1]] * LANES,
        )
