"""The cases that programmes leave in doubt, decided one by one with Morris's procedure, compiled.

The layout is that of :mod:`freehand.temporal.dynamic`, with weights that are put in case by case; the procedure itself,
its source and its cost are there.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from freehand.temporal.cases.forms import Varied
from freehand.temporal.cases.plain import Weight
from freehand.temporal.cases.programme import Form, Whole
from freehand.temporal.engines import compiled
from freehand.temporal.kernels.deciding import decide_each

_NOTES = 12

_ROOM = 4_000_000
"""What may follow for all points of one case together, in edges; a case that needs more is undecided."""


def decide_singly(varied: Varied, numbers: Whole, chosen: Whole, verdicts: Any, most: int, stop: Any) -> None:
    """Put the dynamic verdict of the chosen cases into ``verdicts``."""
    links = varied.link_forms()
    size = varied.n + len(links)
    weights: list[Weight] = [edge for edge in varied.constraint_forms() if edge[0] != edge[1]]
    loops = [form for x, y, form in varied.constraint_forms() if x == y]
    ended_by = np.full(size, -1)
    for i, (a, c, low, high) in enumerate(links):
        b = varied.n + i
        weights += [(a, b, low), (b, a, Form(0).plus(low, -1)), (c, b, low.plus(high, -1)), (b, c, Form(0))]
        ended_by[b] = c
    # A loop below 0 is a cycle of two edges through a point of its own.
    for form in loops:
        weights += [(0, size, form), (size, 0, Form(0))]
        size += 1
    ended_by = np.concatenate([ended_by, np.full(size - len(ended_by), -1)])
    weights.sort(key=lambda edge: edge[1])
    ends = np.array([y for _, y, _ in weights], np.int64)
    parts = [part for _, _, form in weights for part in form.parts]
    room = len(weights) + min(size * size, _ROOM)
    tail, head, weight, onward = (np.empty(room, np.int64) for _ in range(4))
    compiled(decide_each)(
        numbers.ravel(),
        numbers.shape[1],
        chosen,
        verdicts,
        size,
        np.searchsorted(ends, np.arange(size + 1)),
        np.array([x for x, _, _ in weights], np.int64),
        np.array([form.constant for _, _, form in weights], np.int64),
        np.cumsum([0, *(len(form.parts) for _, _, form in weights)]),
        np.array([number for number, _ in parts], np.int64),
        np.array([factor for _, factor in parts], np.int64),
        np.empty(size, np.int64),
        ended_by,
        tail,
        head,
        weight,
        onward,
        np.empty((_NOTES, size + 1), np.int64),
        np.empty(room, np.int64),
        np.empty(0, np.int64),
        np.zeros(6, np.int64),
        most,
        stop,
    )
