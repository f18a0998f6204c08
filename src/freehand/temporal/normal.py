"""A network with links in normal form, laid out for :mod:`.kernels.reacting`.

Rule
    Every link ``k = (a, c, low, high)`` is taken apart with a new point ``b = n + k``, the moment ``low`` after a:

    ============  ==========  ===============  ==============================================
    part          edge        weight           it says
    ============  ==========  ===============  ==============================================
    ``after``     a -> b      low              b comes low after a, and
    ``before``    b -> a      -low             no earlier
    ``upper``     c -> b      low - high       c may take its time: count it as late as it can
    ``lower``     b -> c      0                c may come at once: count it as early as it can
    ============  ==========  ===============  ==============================================

    The last two hold under a condition, and say all that the link's plain bounds say, and more. A link with
    ``low == high`` becomes two plain edges.

Source
    P. Morris, N. Muscettola, "Temporal dynamic controllability revisited", AAAI 2005.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from freehand.temporal.engines import Compiler, Engine
from freehand.temporal.network import Edge, Link
from freehand.temporal.results import Ground, Part

PARTS = (Part.AFTER, Part.BEFORE, Part.UPPER, Part.LOWER)


class Normal(NamedTuple):
    """The edges by the point where they end; those below 0 come first, up to ``middle``; else as they were given.

    ``laid`` is their number. ``ended_by[b]`` is c, and -1 for other points. ``free`` holds notes that nobody is using.
    """

    engine: Engine
    n: int
    size: int
    laid: int
    first: Any
    middle: Any
    ended_by: Any
    tail: Any
    head: Any
    weight: Any
    free: list[Any]


def normal_form(n: int, edges: Sequence[Edge], links: Sequence[Link], engine: Engine) -> Normal:
    """The layout.

    >>> from freehand.temporal.engines import INTERPRETER
    >>> form = normal_form(2, [(0, 1, 7)], [(0, 1, 2, 5)], INTERPRETER)
    >>> list(zip(form.tail, form.head, form.weight))
    [(2, 0, -2), (0, 1, 7), (2, 1, 0), (1, 2, -3), (0, 2, 2)]
    """
    size = n + len(links)
    into: list[list[Edge]] = [[] for _ in range(2 * size)]
    for edge in _taken_apart(n, edges, links):
        into[2 * edge[1] + (edge[2] >= 0)].append(edge)
    placed = [edge for several in into for edge in several]
    first = [0, *accumulate(map(len, into))]
    tail, head, weight = zip(*placed, strict=True) if placed else ((), (), ())
    vector = engine.vector
    return Normal(
        engine,
        n,
        size,
        len(placed),
        vector(first[::2]),
        vector(first[1::2]),
        vector([-1] * n + [link[1] for link in links]),
        vector(tail),
        vector(head),
        vector(weight),
        [],
    )


def normal_of_arrays(
    n: int, constraints: Sequence[Any], links: Sequence[Link], engine: Compiler
) -> tuple[Normal, list[int]]:
    """The same layout, and :func:`placed`, where the constraints are arrays already: starts, ends and weights.

    The links are those of a network with names, none of them fixed.
    """
    numpy, size = engine.numpy, n + len(links)
    a, c, low, high = numpy.array(links, dtype=numpy.int64).reshape(-1, 4).T
    b, nothing = numpy.arange(n, size), numpy.zeros_like(low)
    parts = ((a, b, c, b), (b, a, b, c), (low, -low, low - high, nothing))
    tail, head, weight = (
        numpy.concatenate((stated, numpy.stack(several, axis=1).ravel()))
        for stated, several in zip(constraints, parts, strict=True)
    )
    end = 2 * head + (weight >= 0)
    order = numpy.argsort(end, kind="stable")
    first = numpy.zeros(2 * size + 1, dtype=numpy.int64)
    numpy.cumsum(numpy.bincount(end, minlength=2 * size), out=first[1:])
    ended_by = numpy.concatenate((numpy.full(n, -1, dtype=numpy.int64), c))
    edges = (tail[order], head[order], weight[order])
    form = Normal(engine, n, size, len(order), first[::2].copy(), first[1::2].copy(), ended_by, *edges, [])
    return form, order.tolist()


def grounds(n: int, edges: Sequence[Edge], links: Sequence[Link]) -> list[Ground]:
    """What each edge of the layout was, in its order.

    >>> [(part.value, number) for part, number in grounds(2, [(0, 1, 7)], [(0, 1, 2, 5)])]
    [('before', 0), ('constraint', 0), ('lower', 0), ('upper', 0), ('after', 0)]
    """
    return [ground(len(edges), index) for index in placed(n, edges, links)]


def placed(n: int, edges: Sequence[Edge], links: Sequence[Link]) -> list[int]:
    """For each edge of the layout its index among the constraints and, behind these, the parts of the links."""
    whole = _taken_apart(n, edges, links)
    return sorted(range(len(whole)), key=lambda index: 2 * whole[index][1] + (whole[index][2] >= 0))


def ground(constraints: int, index: int) -> Ground:
    """What the edge with such an index was."""
    if index < constraints:
        return Ground(Part.CONSTRAINT, index)
    return Ground(PARTS[(index - constraints) % len(PARTS)], (index - constraints) // len(PARTS))


def _taken_apart(n: int, edges: Sequence[Edge], links: Sequence[Link]) -> list[Edge]:
    """All edges, four for each link; in place of the last two of a fixed one loops that say nothing."""
    whole = list(edges)
    b = n
    for a, c, low, high in links:
        if low == high:
            whole += ((a, c, low), (c, a, -low), (b, b, 0), (b, b, 0))
        else:
            whole += ((a, b, low), (b, a, -low), (c, b, low - high), (b, c, 0))
        b += 1
    return whole
