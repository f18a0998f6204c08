"""Blocks, cores, streams, seeds and interruptions change how long it takes, never what comes out."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
import tracemalloc
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from freehand.errors import UsageError
from freehand.temporal.cases import FAILS, HOLDS, INVALID, Decided, Sample, decide_many
from freehand.temporal.cases.programme import Whole
from freehand.temporal.limits import Limit
from freehand.temporal.named import Network
from freehand.temporal.numbers import Number

NETWORK = Network.of(
    ["Z", "alarm", "clear", "load", "gone"],
    [("Z", "gone", 90), ("alarm", "clear", 60), ("clear", "alarm", -20), ("gone", "load", -5), ("clear", "gone", 0)],
    [("Z", "alarm", 5, 20), ("load", "clear", 10, 40)],
)
VARYING = [Number("high", 0), Number("low", 1), Number("high", 1), Number("constraint", 0)]
SAMPLE = Sample([10, 5, 20, 60], [40, 25, 60, 120], 100_000, seed=11)


@pytest.mark.parametrize("question", ["consistency", "strong", "dynamic"])
def test_a_seed_gives_the_same_verdicts_whatever_the_cores_and_however_they_are_handed_over(question: Any) -> None:
    whole = decide_many(NETWORK, VARYING, SAMPLE, question, cores=1).all()
    assert (whole == decide_many(NETWORK, VARYING, SAMPLE, question, cores=3).all()).all()
    rows = SAMPLE.rows(0, SAMPLE.count)
    assert (whole == decide_many(NETWORK, VARYING, rows, question).all()).all()
    pieces = (rows[first : first + 777] for first in range(0, len(rows), 777))
    assert (whole == decide_many(NETWORK, VARYING, pieces, question).all()).all()
    single = (row.tolist() for row in rows[:500])
    assert (whole[:500] == decide_many(NETWORK, VARYING, single, question).all()).all()


def test_a_sample_is_drawn_from_counters_evenly_and_inside_its_bounds() -> None:
    sample = Sample([0, -5, 2**40], [9, -5, 2**60], 40_000, seed=3)
    rows = sample.rows(0, sample.count)
    assert (rows[123:4567] == sample.rows(123, 4567)).all()
    assert (np.bincount(rows[:, 0], minlength=10) > 3_700).all()
    assert set(rows[:, 1].tolist()) == {-5}
    assert rows[:, 2].min() >= 2**40
    assert rows[:, 2].max() <= 2**60
    assert (Sample([0], [9], 1000, seed=4).rows(0, 1000) != rows[:1000, :1]).any()


def test_what_no_network_may_hold_is_invalid_and_nothing_else() -> None:
    network = Network.of(["Z", "end"], [("Z", "end", 80)], [("Z", "end", 60, 90)])
    varying = [Number("low", 0), Number("high", 0), Number("constraint", 0)]
    cases = np.array(
        [[60, 70, 80], [0, 70, 80], [70, 70, 80], [71, 70, 80], [60, 70, 65], [1, 2**61, 80], [1, 2, -(2**63)]]
    )
    expected = [HOLDS, INVALID, INVALID, INVALID, FAILS, INVALID, INVALID]
    for question in ("strong", "dynamic"):
        assert decide_many(network, varying, cases, question).all().tolist() == expected
        one_by_one = [decide_many(network, varying, [case], question).all()[0] for case in cases]
        assert one_by_one == expected


def test_counts_say_how_many_of_each_have_passed() -> None:
    told: list[int] = []
    found = decide_many(NETWORK, VARYING, SAMPLE, "dynamic", progress=told.append)
    counts = found.count()
    assert sum(counts.values()) == SAMPLE.count == told[-1]
    assert told == sorted(told)
    assert counts["undecided"] == 0
    assert counts["holds"]
    assert counts["fails"]
    assert counts["invalid"]


def test_memory_does_not_grow_with_the_number_of_cases() -> None:
    def peak(count: int) -> int:
        def endless() -> Iterator[Whole]:
            for first in range(0, count, 5_000):
                yield SAMPLE.rows(first, first + 5_000)

        decide_many(NETWORK, VARYING, endless(), cores=2).count()
        tracemalloc.start()
        decide_many(NETWORK, VARYING, endless(), cores=2).count()
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    assert peak(3_000_000) < peak(400_000) * 1.5 + 1_000_000


def test_cases_are_read_only_as_verdicts_are_asked_for() -> None:
    read = [0]

    def endless() -> Iterator[Whole]:
        while True:
            read[0] += 1
            yield SAMPLE.rows(0, 16_384)

    found = decide_many(NETWORK, VARYING, endless(), cores=1)
    assert read == [0]
    next(found)
    assert read[0] < 10
    del found


def test_seconds_that_run_out_leave_the_rest_undecided() -> None:
    found: Decided = decide_many(NETWORK, VARYING, SAMPLE, limit=Limit(seconds=0))
    block = found.all()
    assert len(block) == SAMPLE.count
    assert found.counts["undecided"] + found.counts["invalid"] > 0


def test_an_interrupt_ends_it_within_a_second() -> None:
    script = (
        "import signal, sys, time\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "sys.path.insert(0, sys.argv[1])\n"
        "from tests.temporal.cases.interrupted import run\n"
        "run()\n"
    )
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
    with subprocess.Popen([sys.executable, "-c", script, root], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "under way\n"
        time.sleep(0.3)  # so that it is inside compiled code; the claim holds anywhere else as well
        process.send_signal(2)
        begun = time.monotonic()
        assert process.stdout.readline() == "interrupted\n"
        assert time.monotonic() - begun < 1


def test_threads_end_when_nobody_asks_for_more() -> None:
    found = decide_many(NETWORK, VARYING, SAMPLE, cores=2)
    next(found)
    found.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("cases")]


@pytest.mark.parametrize(
    ("varying", "cases", "said"),
    [
        ([Number("high", 9)], [[1]], "no such number"),
        ([Number("high", 0), Number("high", 0)], [[1, 1]], "named twice"),
        ([Number("high", 0)], [[1, 2]], "1 numbers vary"),
        ([Number("high", 0)], np.array([[1.5]]), "whole seconds"),
        ([Number("high", 0)], Sample([3], [2], 10, 1), "low is above"),
        ([Number("high", 0)], Sample([3], [4], 10, -1), "seed"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_reason(varying: list[Number], cases: Any, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        decide_many(NETWORK, varying, cases).all()
