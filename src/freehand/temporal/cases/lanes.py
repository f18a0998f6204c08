"""The straight-line min-plus machine: one programme, sixty-four cases at a time.

A *programme* is a list of instructions over *rows*; a row holds one number for each of :data:`LANES` cases. There are
no branches: what differs from case to case is only what stands in the rows. So one instruction costs a few vector
operations for 64 cases, and reading the programme is paid once for all of them.

=========  ==========================================================================
``LEAST``  the least, over its terms (a, b), of ``a + b``
``BELOW``  a where ``a < b``, elsewhere *far*
``NOT_BELOW``  a where ``a >= b``, elsewhere *far*
``MOST``   the larger of a and b
=========  ==========================================================================

*Far* stands for "no way" and is larger than any sum of a case (:mod:`.programme` sees to that); it never leaves a
block.

The loop of ``LEAST`` is written in the vector types of LLVM: 64 sums stay in registers while terms pass, so a term
costs two loads, an addition and a comparison for each vector, and a row is stored once.

Source: the idea of one programme over many problems is that of *structure of arrays*; the semiring is min-plus.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

from freehand.temporal.cases.programme import BELOW, LANES, LEAST, NOT_BELOW

FAILS, HOLDS, INVALID, UNDECIDED, OUTSIDE = range(5)
_VECTOR_BITS = 512


class _Rows:
    """Rows as vectors, while code is generated."""

    def __init__(self, context: Any, builder: Any, kind: Any, rows: Any) -> None:
        self.builder = builder
        self.align = kind.dtype.bitwidth // 8
        self.wide = _VECTOR_BITS // kind.dtype.bitwidth
        self.vector = ir.VectorType(ir.IntType(kind.dtype.bitwidth), self.wide)
        self.base = context.make_array(kind)(context, builder, rows).data

    def _part(self, at: Any, index: int) -> Any:
        place = self.builder.add(at, ir.Constant(at.type, index * self.wide))
        return self.builder.bitcast(self.builder.gep(self.base, [place]), self.vector.as_pointer())

    def load(self, at: Any) -> list[Any]:
        found = [self.builder.load(self._part(at, index)) for index in range(LANES // self.wide)]
        for value in found:
            value.align = self.align
        return found

    def store(self, values: list[Any], at: Any) -> None:
        for index, value in enumerate(values):
            self.builder.store(value, self._part(at, index)).align = self.align

    def lower(self, a: Any, b: Any) -> Any:
        return self.builder.icmp_signed("<", a, b)


@intrinsic
def _least_of_sums(typingctx: Any, rows: Any, terms: Any, first: Any, last: Any, dest: Any) -> Any:  # noqa: ARG001  # numba's
    """Row ``dest`` becomes the least of row a plus row b over the terms."""
    del typingctx

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        all_rows = _Rows(context, builder, signature.args[0], args[0])
        pairs = context.make_array(signature.args[1])(context, builder, args[1]).data
        one = ir.Constant(args[2].type, 1)

        def term(at: Any) -> list[Any]:
            twice = builder.shl(at, one)
            places = [builder.load(builder.gep(pairs, [place])) for place in (twice, builder.add(twice, one))]
            a, b = (all_rows.load(builder.sext(place, ir.IntType(64))) for place in places)
            return [builder.add(x, y) for x, y in zip(a, b, strict=True)]

        variable: Any = cgutils.alloca_once_value
        least = [variable(builder, value) for value in term(args[2])]
        with cgutils.for_range_slice(builder, builder.add(args[2], one), args[3], one) as (at, _):
            for known, value in zip(least, term(at), strict=True):
                old = builder.load(known)
                builder.store(builder.select(all_rows.lower(value, old), value, old), known)
        all_rows.store([builder.load(known) for known in least], args[4])
        return context.get_dummy_value()

    return types.void(rows, terms, types.int64, types.int64, types.int64), generate


_least: Any = _least_of_sums  # numba passes the first argument itself


def _pairwise(where_below: int, elsewhere: int) -> Any:
    """An instruction on two rows that chooses among a, b and *far* (0, 1, 2), lane by lane."""

    @intrinsic
    def made(typingctx: Any, rows: Any, a: Any, b: Any, dest: Any) -> Any:  # noqa: ARG001  # numba's
        del typingctx

        def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            all_rows = _Rows(context, builder, signature.args[0], args[0])
            far = all_rows.load(ir.Constant(args[1].type, 0))
            threes = zip(all_rows.load(args[1]), all_rows.load(args[2]), far, strict=True)
            all_rows.store(
                [
                    builder.select(all_rows.lower(three[0], three[1]), three[where_below], three[elsewhere])
                    for three in threes
                ],
                args[3],
            )
            return context.get_dummy_value()

        return types.void(rows, types.int64, types.int64, types.int64), generate

    return made


# The places of what is chosen: a where it is below b, and elsewhere.
_below = _pairwise(0, 2)
_not_below = _pairwise(2, 0)
_most = _pairwise(1, 0)


def _program(rows: Any, kinds: Any, dests: Any, firsts: Any, terms: Any) -> None:
    for at in range(kinds.shape[0]):
        dest = dests[at]
        kind = kinds[at]
        if kind == LEAST:
            _least(rows, terms, firsts[at], firsts[at + 1], dest)
            continue
        a = np.int64(terms[firsts[at], 0])
        b = np.int64(terms[firsts[at], 1])
        if kind == BELOW:
            _below(rows, a, b, dest)
        elif kind == NOT_BELOW:
            _not_below(rows, a, b, dest)
        else:
            _most(rows, a, b, dest)


def _decide(
    numbers: Any,
    low: Any,
    high: Any,
    pairs: Any,
    forms: Any,
    parts: Any,
    factors: Any,
    rows: Any,
    kinds: Any,
    dests: Any,
    firsts: Any,
    terms: Any,
    loop: int,
    doubt: int,
    verdicts: Any,
    stop: Any,
) -> int:
    """Decide every case whose verdict is not yet known (``UNDECIDED``); 1 if it was stopped.

    ``forms[i]`` is (row, constant, first part, last part): the row becomes the constant plus factor times number over
    its parts. ``pairs[i]`` is (column, value, column, value) of a link's low and high, the value where the column is
    below 0: a case in which low is not above 0 and below high is invalid. Rows 0, 1 are *far* and zero. After the
    programme a case fails where row ``loop`` is below 0; else it is in doubt where row ``doubt`` is. What stands in
    the rows of a case that is refused means nothing.
    """
    count, width = numbers.shape
    chosen = np.zeros(LANES, np.int64)
    columns = np.zeros((width, LANES), np.int64)
    beyond = np.empty(LANES, np.int64)
    amiss = np.empty(LANES, np.int64)
    at = 0
    while at < count:
        if stop[0] != 0:
            return 1
        size = 0
        while at < count and size < LANES:
            if verdicts[at] == UNDECIDED:
                chosen[size] = at
                case = numbers[at]
                for number in range(width):
                    columns[number, size] = case[number]
                size += 1
            at += 1
        if size == 0:
            break
        beyond[:] = 0
        amiss[:] = 0
        for number in range(width):
            column = columns[number]
            floor = low[number]
            ceiling = high[number]
            for lane in range(LANES):
                value = column[lane]
                beyond[lane] |= (value < floor) | (value > ceiling)
        for i in range(pairs.shape[0]):
            for lane in range(LANES):
                least = pairs[i, 1] if pairs[i, 0] < 0 else columns[pairs[i, 0], lane]
                most = pairs[i, 3] if pairs[i, 2] < 0 else columns[pairs[i, 2], lane]
                amiss[lane] |= (least <= 0) | (least >= most)
        for i in range(forms.shape[0]):
            row = rows[forms[i, 0] : forms[i, 0] + LANES]
            row[:] = forms[i, 1]
            for j in range(forms[i, 2], forms[i, 3]):
                column = columns[parts[j]]
                factor = factors[j]
                for lane in range(LANES):
                    row[lane] += factor * column[lane]
        _run(rows, kinds, dests, firsts, terms)
        loops = rows[loop : loop + LANES]
        doubts = rows[doubt : doubt + LANES]
        for lane in range(size):
            found = FAILS if loops[lane] < 0 else (UNDECIDED if doubts[lane] < 0 else HOLDS)
            verdicts[chosen[lane]] = OUTSIDE if beyond[lane] else (INVALID if amiss[lane] else found)
    return 0


_run = numba.njit(nogil=True)(_program)


def _bare(repeat: int, rows: Any, kinds: Any, dests: Any, firsts: Any, terms: Any) -> None:
    """The floor: the same programme on whatever stands in the rows, with nothing read and nothing written."""
    for _ in range(repeat):
        _run(rows, kinds, dests, firsts, terms)


@cache
def decide() -> Any:
    """The compiled machine, kept on disk for later processes."""
    return numba.njit(cache=True, nogil=True)(_decide)


@cache
def bare() -> Any:
    """The compiled floor."""
    return numba.njit(cache=True, nogil=True)(_bare)
