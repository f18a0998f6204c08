"""Something long, to be interrupted: cases that are decided one by one inside compiled code."""

from __future__ import annotations

import numpy as np

from freehand.temporal.cases.deciding import _locally as locally
from freehand.temporal.cases.forms import Varied
from freehand.temporal.cases.plan import Plan
from freehand.temporal.limits import UNLIMITED
from freehand.temporal.numbers import Number
from tests.temporal.cases.test_deciding import NETWORK


def run() -> None:
    """Say that it is under way, and then that it was interrupted."""
    plan = Plan(Varied.of(NETWORK, [Number("constraint", 0)]), "dynamic", 2**62)
    plan.cascade = ()  # no programmes: every case by itself
    list(locally(plan, iter([np.full((1, 1), 90)]), 1, UNLIMITED))  # compiled from here on
    block = np.full((3_000_000, 1), 90)
    print("under way", flush=True)
    try:
        for _ in locally(plan, iter([block]), 1, UNLIMITED):
            print("decided", flush=True)
    except KeyboardInterrupt:
        print("interrupted", flush=True)
