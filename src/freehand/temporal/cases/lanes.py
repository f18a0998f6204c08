"""The straight-line min-plus machine: one programme, sixty-four cases at a time.

A *programme* is a list of instructions over *rows*; a row holds one number for each of :data:`LANES` cases. There are no
branches: what differs from case to case is only what stands in the rows. So one instruction costs a few vector
operations for 64 cases, and reading the programme is paid once for all of them.

=========  ==========================================================================
``LEAST``  the least, over its terms (a, b), of ``a + b``
``BELOW``  a where ``a < b``, elsewhere *far*
``NOT_BELOW``  a where ``a >= b``, elsewhere *far*
``MOST``   the larger of a and b
=========  ==========================================================================

*Far* stands for "no way" and is larger than any sum of a case (:mod:`.programme` sees to that); it never leaves a block.

The loop of ``LEAST`` is written in the vector types of LLVM: 64 sums stay in registers while the terms pass, so a term
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


@intrinsic  # type: ignore[untyped-decorator]  # numba comes without types
def _least(typingctx: Any, rows: Any, terms: Any, first: Any, last: Any, dest: Any) -> Any:
    """``rows[dest:][:LANES]`` becomes the least of ``rows[a:][:LANES] + rows[b:][:LANES]`` over the terms."""
    del typingctx

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        bits = signature.args[0].dtype.bitwidth
        wide = _VECTOR_BITS // bits
        vector = ir.VectorType(ir.IntType(bits), wide)
        base = context.make_array(signature.args[0])(context, builder, args[0]).data
        pairs = context.make_array(signature.args[1])(context, builder, args[1]).data

        def part(at: Any, index: int) -> Any:
            place = builder.add(at, ir.Constant(at.type, index * wide))
            return builder.bitcast(builder.gep(base, [place]), vector.as_pointer())

        def load(at: Any, index: int) -> Any:
            value = builder.load(part(at, index))
            value.align = bits // 8
            return value

        def term(at: Any) -> list[Any]:
            twice = builder.shl(at, ir.Constant(at.type, 1))
            a = builder.sext(builder.load(builder.gep(pairs, [twice])), ir.IntType(64))
            other = builder.add(twice, ir.Constant(at.type, 1))
            b = builder.sext(builder.load(builder.gep(pairs, [other])), ir.IntType(64))
            return [builder.add(load(a, index), load(b, index)) for index in range(LANES // wide)]

        least = [cgutils.alloca_once_value(builder, value) for value in term(args[2])]
        with cgutils.for_range_slice(
            builder, builder.add(args[2], ir.Constant(args[2].type, 1)), args[3], ir.Constant(args[2].type, 1)
        ) as (at, _):
            for known, value in zip(least, term(at), strict=True):
                old = builder.load(known)
                builder.store(builder.select(builder.icmp_signed("<", value, old), value, old), known)
        for index, known in enumerate(least):
            stored = builder.store(builder.load(known), part(args[4], index))
            stored.align = bits // 8
        return context.get_dummy_value()

    return types.void(rows, terms, types.int64, types.int64, types.int64), generate


def _program(rows: Any, kinds: Any, dests: Any, firsts: Any, terms: Any) -> None:
    for at in range(kinds.shape[0]):
        dest = dests[at]
        kind = kinds[at]
        if kind == LEAST:
            _least(rows, terms, firsts[at], firsts[at + 1], dest)
            continue
        a = terms[firsts[at], 0]
        b = terms[firsts[at], 1]
        if kind == BELOW:
            far = rows[0]
            for lane in range(LANES):
                value = rows[a + lane]
                rows[dest + lane] = value if value < rows[b + lane] else far
        elif kind == NOT_BELOW:
            far = rows[0]
            for lane in range(LANES):
                value = rows[a + lane]
                rows[dest + lane] = far if value < rows[b + lane] else value
        else:
            for lane in range(LANES):
                value = rows[a + lane]
                other = rows[b + lane]
                rows[dest + lane] = value if value > other else other


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
    its parts. ``pairs[i]`` is (column, value, column, value) of a link's low and high, the value where the column is below
    0: a case in which low is not above 0 and below high is invalid. Rows 0, 1 are *far* and zero. After the programme a case fails where row ``loop`` is below 0; else it
    is in doubt where row ``doubt`` is. What stands in the rows of a case that is refused means nothing.
    """
    count, width = numbers.shape
    chosen = np.empty(LANES, np.int64)
    refused = np.empty(LANES, np.int8)
    at = 0
    while at < count:
        if stop[0] != 0:
            return 1
        size = 0
        while at < count and size < LANES:
            if verdicts[at] == UNDECIDED:
                chosen[size] = at
                size += 1
            at += 1
        if size == 0:
            break
        for lane in range(size):
            case = chosen[lane]
            beyond = 0
            for number in range(width):
                value = numbers[case, number]
                beyond |= (value < low[number]) | (value > high[number])
            amiss = 0
            for i in range(pairs.shape[0]):
                least = pairs[i, 1] if pairs[i, 0] < 0 else numbers[case, pairs[i, 0]]
                most = pairs[i, 3] if pairs[i, 2] < 0 else numbers[case, pairs[i, 2]]
                amiss |= (least <= 0) | (least >= most)
            refused[lane] = OUTSIDE if beyond else (INVALID if amiss else UNDECIDED)
        for i in range(forms.shape[0]):
            row = forms[i, 0]
            constant = forms[i, 1]
            for lane in range(LANES):
                rows[row + lane] = constant
            for j in range(forms[i, 2], forms[i, 3]):
                number = parts[j]
                factor = factors[j]
                for lane in range(size):
                    rows[row + lane] += factor * numbers[chosen[lane], number]
        _run(rows, kinds, dests, firsts, terms)
        for lane in range(size):
            found = FAILS if rows[loop + lane] < 0 else (UNDECIDED if rows[doubt + lane] < 0 else HOLDS)
            verdicts[chosen[lane]] = found if refused[lane] == UNDECIDED else refused[lane]
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
