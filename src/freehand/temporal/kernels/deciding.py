"""Is each of many cases dynamically controllable? One case after the other, each decided by :mod:`.reacting`."""

# Static types are those of the interpreter: lists of int. numba finds its own.
from __future__ import annotations

from collections.abc import Sequence

from freehand.temporal.kernels import reacting
from freehand.temporal.kernels.reacting import CONTROLLABLE, CYCLE, react

FAILS = 0
HOLDS = 1
UNDECIDED = 3


def decide_each(
    numbers: Sequence[int],
    width: int,
    chosen: Sequence[int],
    verdicts: list[int],
    size: int,
    first: Sequence[int],
    start: Sequence[int],
    constant: Sequence[int],
    begin: Sequence[int],
    part: Sequence[int],
    factor: Sequence[int],
    middle: list[int],
    ended_by: Sequence[int],
    tail: list[int],
    head: list[int],
    weight: list[int],
    onward: list[int],
    notes: Sequence[list[int]],
    kept: list[int],
    flat: list[int],
    told: list[int],
    most: int,
    stop: Sequence[int],
) -> int:
    """Put the verdict of every chosen case into ``verdicts``; 1 if it was stopped, else 0.

    Edge e ends at the y with ``first[y] <= e < first[y + 1]``, starts at ``start[e]`` and weighs ``constant[e]`` plus
    ``factor[j] * numbers[case * width + part[j]]`` for ``begin[e] <= j < begin[e + 1]``; it is laid out anew for each
    case, those below 0 first. The rest is as :func:`.reacting.react` takes it, ``notes`` being twelve of its sequences.
    Where there is no more room, or after ``most`` steps, a case is undecided.
    """
    for case in chosen:
        if stop[0] != 0:
            return 1
        for y in range(size):
            low = first[y]
            high = first[y + 1]
            for e in range(first[y], first[y + 1]):
                total = constant[e]
                for j in range(begin[e], begin[e + 1]):
                    total += factor[j] * numbers[case * width + part[j]]
                if total < 0:
                    at = low
                    low += 1
                else:
                    high -= 1
                    at = high
                tail[at] = start[e]
                head[at] = y
                weight[at] = total
            middle[y] = low
            notes[4][y] = -1
            notes[7][y] = -1
        told[0] = first[size]
        told[4] = 0
        code = react(
            size, first, middle, ended_by, tail, head, weight, onward, notes[0], notes[1], notes[2], notes[3],
            notes[5], notes[4], notes[6], notes[8], notes[7], notes[9], notes[10], notes[11], kept, flat, told, most,
            stop,
        )  # fmt: skip
        if code == CONTROLLABLE:
            verdicts[case] = HOLDS
        elif code == CYCLE:
            verdicts[case] = FAILS
        else:
            verdicts[case] = UNDECIDED
    return 0


HELPERS = (*reacting.HELPERS, react)
