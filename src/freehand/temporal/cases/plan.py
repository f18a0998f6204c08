"""How the cases of one question are decided: programmes first, one case at a time for what they leave open.

Rule
    1. Cases that no network may hold are *invalid*.
    2. A programme is exact for cases whose numbers lie in its range. A case outside it asks for a wider one: the hull
       of all cases seen, with a quarter of its width on either side.
    3. What a programme leaves in doubt the next one looks at, then the decision procedure for a single case.

Which programmes there are depends on the cases that came first, and changes how long an answer takes, never the answer.
"""

from __future__ import annotations

import threading
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from freehand.temporal.cases.forms import Varied
from freehand.temporal.cases.labelled import labelled_programme
from freehand.temporal.cases.plain import plain_programme
from freehand.temporal.cases.programme import Programme, Whole
from freehand.temporal.cases.single import decide_singly
from freehand.temporal.consistency import is_consistent
from freehand.temporal.network import Edge, Link
from freehand.temporal.strong import strongly_controllable

Question = Literal["consistency", "strong", "dynamic"]
Verdicts = npt.NDArray[np.int8]

FAILS, HOLDS, INVALID, UNDECIDED = 0, 1, 2, 3
_OUTSIDE = 4
_TRIALS = (32, 4, 1)  # sample cases that shape an order
_WORTH = 0.8  # a programme is kept where it leaves no more than this part in doubt
_WATCHED = 2048
_MOST_PROGRAMMES = 6
_MARGIN = 4  # this part of the width
_LITTLE = 64  # and this one at first, so that the next block of the same kind is inside

Cascade = tuple[Programme, ...]


class Plan:
    """Decides blocks of cases of one network and question, from any thread; it can be sent to other processes."""

    def __init__(self, varied: Varied, question: Question, most: int, known: tuple[Whole, Whole] | None = None) -> None:
        """``known`` is the range of all cases, where that is known; ``most`` bounds the steps of a single case."""
        self.varied, self.question, self.most, self.known = varied, question, most, known
        self.cascade: Cascade | None = None
        self.lock = threading.Lock()

    def __getstate__(self) -> dict[str, Any]:
        return {key: value for key, value in self.__dict__.items() if key != "lock"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.lock = threading.Lock()

    def decide(self, numbers: Whole, stop: Any) -> Verdicts:
        """The verdict of every case of a block; ``UNDECIDED`` where it was stopped or a limit was met."""
        verdicts = np.full(len(numbers), UNDECIDED, np.int8)
        cascade = self.cascade
        if not cascade:
            # Rule 1; a programme says so itself of the cases in its range.
            verdicts[self.varied.invalid(numbers)] = INVALID
        while stop[0] == 0 and (verdicts == UNDECIDED).any():
            if cascade is None:
                cascade = self._wider(numbers[verdicts == UNDECIDED])
            for programme in cascade:
                _run(programme, numbers, verdicts, stop)
            outside = verdicts == _OUTSIDE
            if not outside.any():
                break
            verdicts[outside] = np.where(self.varied.invalid(numbers[outside]), INVALID, UNDECIDED)
            cascade = None
        if stop[0] == 0 and (verdicts == UNDECIDED).any():
            self._one_by_one(numbers, verdicts, stop)
        return verdicts

    def _wider(self, numbers: Whole) -> Cascade:
        """Rule 2."""
        with self.lock:
            low, high = numbers.min(axis=0), numbers.max(axis=0)
            if self.cascade is not None:
                if not self.cascade or not ((low < self.cascade[0].low) | (high > self.cascade[0].high)).any():
                    return self.cascade  # another thread was first, or nothing fits
                low, high = np.minimum(low, self.cascade[0].low), np.maximum(high, self.cascade[0].high)
                margin = (high - low) // _MARGIN
                low, high = low - margin, high + margin
            elif self.known is not None:
                low, high = self.known
            else:
                margin = (high - low) // _LITTLE
                low, high = low - margin, high + margin
            self.cascade = self._written(low, high, numbers)
            return self.cascade

    def _written(self, low: Whole, high: Whole, numbers: Whole) -> Cascade:
        varied = self.varied
        pairs = varied.risky(low, high)
        if pairs is None:
            return ()
        if self.question == "dynamic":
            return self._cascade(low, high, pairs, numbers)
        weights = varied.strong_weights() if self.question == "strong" else varied.consistency_weights()
        made = plain_programme(varied.n, weights, low, high)
        return () if made is None else (made._replace(pairs=pairs),)

    def _cascade(self, low: Whole, high: Whole, pairs: Whole, numbers: Whole) -> Cascade:
        """Rule 3: programmes, each shaped by cases that those before it left in doubt, while that leaves fewer."""
        varied = self.varied
        found: list[Programme] = []
        few = numbers[:: max(1, len(numbers) // _WATCHED)][:_WATCHED]
        verdicts = np.full(len(few), UNDECIDED, np.int8)
        stop = np.zeros(1, np.int64)
        sizes = list(_TRIALS)
        while sizes and len(found) < _MOST_PROGRAMMES:
            doubtful = few[verdicts == UNDECIDED]
            if len(doubtful) <= len(few) // 200:
                break
            trials = doubtful[:: max(1, len(doubtful) // sizes[0])][: sizes[0]]
            made = labelled_programme(varied.n, varied.constraint_forms(), varied.link_forms(), low, high, trials)
            if made is None:
                break
            made = made._replace(pairs=pairs)
            before = verdicts.copy()
            _run(made, few, verdicts, stop)
            if np.count_nonzero(verdicts == UNDECIDED) > len(doubtful) * _WORTH:
                # No order suits so many cases at once.
                verdicts = before
                sizes.pop(0)
            else:
                found.append(made)
        return tuple(found)

    def _one_by_one(self, numbers: Whole, verdicts: Verdicts, stop: Any) -> None:
        """Rule 3, its end."""
        chosen = np.flatnonzero(verdicts == UNDECIDED)
        if self.question == "dynamic":
            decide_singly(self.varied, numbers, chosen, verdicts, self.most, stop)
            return
        single = strongly_controllable if self.question == "strong" else _consistent
        for at in chosen:
            if stop[0] != 0:
                return
            verdicts[at] = HOLDS if single(*self.varied.case(numbers[at])) else FAILS


def _consistent(n: int, edges: list[Edge], links: list[Link]) -> bool:
    return is_consistent(n, [*edges, *(bound for a, c, low, high in links for bound in ((a, c, high), (c, a, -low)))])


def _run(programme: Programme, numbers: Whole, verdicts: Verdicts, stop: Any) -> None:
    from freehand.temporal.cases.lanes import decide

    decide()(
        numbers,
        programme.low,
        programme.high,
        programme.pairs,
        programme.forms,
        programme.parts,
        programme.factors,
        programme.start.copy(),
        programme.kinds,
        programme.dests,
        programme.firsts,
        programme.terms,
        programme.loop,
        programme.doubt,
        verdicts,
        stop,
    )
