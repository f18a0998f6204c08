"""How far may a parameter go before the network breaks?

Every weight is a straight line in one parameter, so the sum of a cycle is a straight line too, and the network is
consistent for exactly those values at which no cycle's line is below 0: an interval.

Rule (Newton steps on negative cycles)
    1. Test the network at the present value. No negative cycle: this value is the answer.
    2. Otherwise the line of the cycle found, ``W + K * value >= 0``, is broken here and bars everything on this side of
       its zero. If it bars all that is left, there is no answer.
    3. Go to the zero of the line (for whole numbers: the next whole number that keeps it) and test again.

    Every step bars the value it was made at, and no cycle is found twice, so the steps end; in practice after a few.

Source
    W. Dinkelbach, "On nonlinear fractional programming", Management Science 13 (1967): the steps; R. M. Karp,
    J. B. Orlin, "Parametric shortest path algorithms with an application to cyclic staffing", Discrete Applied
    Mathematics 3 (1981): the range of a parameter without negative cycles; E. L. Lawler, *Combinatorial Optimization*
    (1976): cycle ratios.

Cost
    One consistency check per step.

Limits
    One parameter. Everything is exact: fractions are brought to whole numbers before a network is tested.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from freehand.temporal.consistency import negative_cycle


def largest_share(n: int, edges: Sequence[tuple[int, int, int | Fraction, int]], most: Fraction) -> Fraction:
    """The largest sigma in [0, most] for which every ``y - x <= w - s * sigma`` can hold at once.

    :param edges: ``(x, y, w, s)`` with ``s >= 0``: what the edge gives up for every unit of sigma. ``w`` in seconds,
        whole or a fraction.
    :param most: sigma goes no further, whatever the network allows.
    :raises ValueError: if the network is inconsistent even at sigma = 0, an s is below 0, or ``most`` is.

    Two windows of equal width, one after the other, within 9 seconds, with a gap of 2:

    >>> largest_share(3, [(0, 1, 0, 0), (1, 2, -2, 1), (2, 0, 9, 1)], Fraction(10))
    Fraction(7, 2)
    """
    if most < 0:
        raise ValueError(f"a share cannot be below 0, so {most} leaves none")
    if any(s < 0 for _, _, _, s in edges):
        raise ValueError("an edge that loosens as the share grows: every s must be 0 or more")
    scale = lcm(*(w.denominator for _, _, w, _ in edges))
    whole = [(x, y, int(w * scale), s * scale) for x, y, w, s in edges]
    sigma = Fraction(most)
    while True:
        # Step 1.
        p, q = sigma.numerator, sigma.denominator
        cycle = negative_cycle(n, [(x, y, w * q - s * p) for x, y, w, s in whole])
        if cycle is None:
            return sigma
        # Step 2.
        total = sum(whole[index][2] for index in cycle)
        given = sum(whole[index][3] for index in cycle)
        if total < 0 or given == 0:
            raise ValueError(f"inconsistent whatever the share: the edges at {sorted(cycle)} form a negative cycle")
        # Step 3.
        sigma = Fraction(total, given)


def some_value(n: int, edges: Sequence[tuple[int, int, int, int]], low: int, high: int) -> int | None:
    """Some whole number in [low, high] for which every ``y - x <= w + k * number`` can hold at once: the least.

    :param edges: ``(x, y, w, k)``, w in seconds, k any whole number.
    :returns: the least such number; None if there is none.

    A lead of lam, after it an activity of 4, both within 24; and 3 times lam is at least 50:

    >>> some_value(3, [(1, 0, 0, -1), (2, 1, -4, 0), (0, 2, 24, 0), (0, 0, -50, 3)], 0, 36)
    17
    >>> some_value(3, [(1, 0, 0, -1), (2, 1, -4, 0), (0, 2, 24, 0), (0, 0, -50, 2)], 0, 36) is None
    True
    """
    number = low
    while number <= high:
        # Step 1.
        cycle = negative_cycle(n, [(x, y, w + k * number) for x, y, w, k in edges])
        if cycle is None:
            return number
        # Step 2.
        total = sum(edges[index][2] for index in cycle)
        slope = sum(edges[index][3] for index in cycle)
        if slope <= 0:
            return None
        # Step 3: the least number with total + slope * number >= 0.
        number = -(total // slope)
    return None
