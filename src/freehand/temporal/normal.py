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
from typing import Any, NamedTuple

from freehand.temporal.engines import Engine
from freehand.temporal.network import Edge, Link
from freehand.temporal.results import Part

PARTS = (Part.AFTER, Part.BEFORE, Part.UPPER, Part.LOWER)


class Normal(NamedTuple):
    """The edges by the point where they end; those below 0 come first, up to ``middle``.

    ``given[e]`` is the index of a given edge, or the number of these plus 4 k plus the place of the part in ``PARTS``.
    ``free`` holds :class:`Work` that nobody is using.
    """

    engine: Engine
    n: int
    stated: int
    size: int
    first: Any
    middle: Any
    lower: Any
    tail: Any
    head: Any
    weight: Any
    given: Sequence[int]
    free: list[Any]


def normal_form(n: int, edges: Sequence[Edge], links: Sequence[Link], engine: Engine) -> Normal:
    """The layout; loops of 0 or more are left out.

    >>> from freehand.temporal.engines import INTERPRETER
    >>> form = normal_form(2, [(0, 1, 7)], [(0, 1, 2, 5)], INTERPRETER)
    >>> list(zip(form.tail, form.head, form.weight))
    [(2, 0, -2), (0, 1, 7), (2, 1, 0), (1, 2, -3), (0, 2, 2)]
    """
    stated = len(edges)
    size = n + len(links)
    whole = list(edges)
    b = n
    for a, c, low, high in links:
        if low == high:
            whole += ((a, c, low), (c, a, -low), (b, b, 0), (b, b, 0))
        else:
            whole += ((a, b, low), (b, a, -low), (c, b, low - high), (b, c, 0))
        b += 1
    falling: list[list[int]] = [[] for _ in range(size)]
    rising: list[list[int]] = [[] for _ in range(size)]
    for index, (x, y, w) in enumerate(whole):
        if w < 0:
            falling[y].append(index)
        elif x != y:
            rising[y].append(index)
    given: list[int] = []
    first, middle = [0], []
    for below, above in zip(falling, rising, strict=True):
        given += below
        middle.append(len(given))
        given += above
        first.append(len(given))
    lower = [-1] * size
    if links:
        for place, index in enumerate(given):
            if index >= stated and (index - stated) & 3 == 3:
                lower[n + ((index - stated) >> 2)] = place
    vector = engine.vector
    return Normal(
        engine,
        n,
        stated,
        size,
        vector(first),
        vector(middle),
        vector(lower),
        vector([whole[index][0] for index in given]),
        vector([whole[index][1] for index in given]),
        vector([whole[index][2] for index in given]),
        given,
        [],
    )
