"""Many cases of one network, decided over all cores, streamed in and out.

Rule
    1. Cases come in blocks of :data:`BLOCK`; a block is decided by itself, whoever decides it.
    2. At most a few blocks are on their way; their verdicts are handed on in order. So memory does not grow with the
       number of cases.
    3. The machine works without the interpreter's lock in threads of its own and looks at a stop flag; whoever called
       only waits. An interrupt raises the flag and is handed on when the threads have ended, well within a second.

Where a Dask client is handed over, blocks are tasks of its cluster instead: the same plan, the same blocks, the same
verdicts. A worker that is lost loses its blocks to another; everything they need is in the task.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from typing import Any, Protocol, TypeAlias

import numpy as np

from freehand.errors import Fault, UsageError
from freehand.temporal.cases.forms import Varied
from freehand.temporal.cases.plan import FAILS, HOLDS, INVALID, UNDECIDED, Plan, Question, Verdicts
from freehand.temporal.cases.programme import Whole
from freehand.temporal.cases.sampling import Sample
from freehand.temporal.limits import UNLIMITED, Clock, Limit
from freehand.temporal.named import Network
from freehand.temporal.numbers import Number

BLOCK = 16_384
"""Cases in a block."""

CLUSTER_BLOCK = 131_072
"""Cases in a task of a cluster: some tenths of a second of work."""

WORDS = {HOLDS: "holds", FAILS: "fails", INVALID: "invalid", UNDECIDED: "undecided"}
_LISTEN = 0.05
_WEIGHED = 4  # blocks on their way, for each core

Cases: TypeAlias = "Sample | Whole | Iterable[Any]"
Piece: TypeAlias = "Whole | tuple[Sample, int, int]"
Progress = Callable[[int], None]


class _Future(Protocol):
    def result(self, timeout: Any = None) -> Verdicts: ...
    def cancel(self) -> Any: ...


class Decided:
    """The verdicts, block by block, in the order of the cases; each block is an array of 8-bit codes.

    ``HOLDS`` 1, ``FAILS`` 0, ``INVALID`` 2 (no network may hold this case), ``UNDECIDED`` 3 (a limit was met). Iterate
    once, or ask for :meth:`all`; :attr:`counts` says how many of each have passed.
    """

    def __init__(self, blocks: Iterator[Verdicts]) -> None:
        self.counts = dict.fromkeys(WORDS.values(), 0)
        self._blocks = blocks

    def __iter__(self) -> Iterator[Verdicts]:
        return self

    def __next__(self) -> Verdicts:
        block = next(self._blocks)
        for code, count in enumerate(np.bincount(block, minlength=4).tolist()):
            self.counts[WORDS[code]] += count
        return block

    def close(self) -> None:
        """Ask for no more: what is under way is stopped."""
        close = getattr(self._blocks, "close", None)
        if close is not None:
            close()

    def all(self) -> Verdicts:
        """What is left of them as one array: a byte a case."""
        return np.concatenate([np.empty(0, np.int8), *self])

    def count(self) -> dict[str, int]:
        """How many cases of each verdict there are, when all are decided; keeps none of them."""
        for _ in self:
            pass
        return self.counts


def decide_many(
    network: Network,
    varying: Sequence[Number],
    cases: Cases,
    question: Question = "strong",
    *,
    cores: int | None = None,
    progress: Progress | None = None,
    client: Any = None,
    limit: Limit = UNLIMITED,
) -> Decided:
    """Decide one question for many cases of one network.

    :param varying: which numbers of the network vary; all others stay.
    :param cases: whole numbers, in seconds, one column for each number that varies: an array of cases, an iterable of
        such arrays or of single rows, or a :class:`Sample`. An iterable is read as the verdicts are asked for.
    :param question: *consistency*, *strong* or *dynamic* controllability.
    :param cores: how many threads; all that this process may use, where it is not said.
    :param progress: called after each block with the number of cases decided so far.
    :param client: a client of ``dask.distributed``; its cluster decides then. Freehand itself never opens a connection.
    :param limit: steps for each case that has to be decided by itself, and seconds from the first block on. Cases that
        meet it are *undecided*.
    :returns: the verdicts as they come; nothing is decided before they are asked for.
    :raises UsageError: where a number is none of the network's, or the cases have the wrong shape or type.

    An activity of at most 60 to 90 seconds, to be over after 80:

    >>> from freehand.temporal.named import Network
    >>> network = Network.of(["Z", "end"], [("Z", "end", 80)], [("Z", "end", 60, 90)])
    >>> decide_many(network, [Number("high", 0)], np.array([[70], [80], [81], [60]])).all().tolist()
    [1, 1, 0, 2]
    """
    varied = Varied.of(network, varying)
    if question not in ("consistency", "strong", "dynamic"):
        raise UsageError(
            [Fault(f"the question '{question}'", None, "there are three.", "Ask for consistency, strong or dynamic.")]
        )
    known = None
    if isinstance(cases, Sample):
        cases.check(len(varied.varying))
        known = (np.array(cases.low, np.int64), np.array(cases.high, np.int64))
    plan = Plan(varied, question, limit.most, known)
    size = BLOCK if client is None else CLUSTER_BLOCK
    pieces = _pieces(cases, len(varied.varying), size)
    runner = _locally(plan, pieces, cores, limit) if client is None else _on_cluster(plan, pieces, client, limit)
    return Decided(_told(runner, progress))


def decide_piece(plan: Plan, piece: Piece, stop: Any = None) -> Verdicts:
    """One block: what a thread or a worker does."""
    numbers = piece if isinstance(piece, np.ndarray) else piece[0].rows(piece[1], piece[2])
    return plan.decide(numbers, np.zeros(1, np.int64) if stop is None else stop)


def _told(blocks: Generator[Verdicts, None, None], progress: Progress | None) -> Iterator[Verdicts]:
    done = 0
    with closing(blocks):
        for block in blocks:
            done += len(block)
            if progress is not None:
                progress(done)
            yield block


def _locally(plan: Plan, pieces: Iterator[Piece], cores: int | None, limit: Limit) -> Generator[Verdicts, None, None]:
    """Rules 2 and 3."""
    workers = cores or _cores()
    stop = np.zeros(1, np.int64)
    clock = Clock(limit.seconds)
    pool = ThreadPoolExecutor(workers, thread_name_prefix="cases")
    try:
        yield from _in_order(
            lambda piece: pool.submit(decide_piece, plan, piece, stop), pieces, workers * 2, clock, stop
        )
    finally:
        stop[0] = 1
        pool.shutdown(wait=True, cancel_futures=True)


def _cores() -> int:
    known = getattr(os, "sched_getaffinity", None)
    return len(known(0)) if known is not None else os.cpu_count() or 1


def _on_cluster(plan: Plan, pieces: Iterator[Piece], client: Any, limit: Limit) -> Generator[Verdicts, None, None]:
    """The plan goes there once, as a task whose result the cluster can make again."""
    threads = max(1, sum(client.nthreads().values()))
    there = client.submit(_itself, plan, pure=False)
    stop = np.zeros(1, np.int64)
    yield from _in_order(
        lambda piece: client.submit(decide_piece, there, piece, pure=False),
        pieces,
        threads * _WEIGHED,
        Clock(limit.seconds),
        stop,
    )


def _itself(plan: Plan) -> Plan:
    return plan


def _in_order(
    submit: Callable[[Piece], Any], pieces: Iterator[Piece], most: int, clock: Clock, stop: Any
) -> Iterator[Verdicts]:
    """Rule 2."""
    waiting: deque[tuple[_Future, int]] = deque()
    try:
        while True:
            while len(waiting) < most and (piece := next(pieces, None)) is not None:
                size = len(piece) if isinstance(piece, np.ndarray) else piece[2] - piece[1]
                waiting.append((submit(piece), size))
            if not waiting:
                return
            yield _awaited(*waiting.popleft(), clock, stop)
    finally:
        for future, _ in waiting:
            future.cancel()


def _awaited(future: _Future, size: int, clock: Clock, stop: Any) -> Verdicts:
    while True:
        if clock[0]:  # looked at before each block too, since quick ones are never waited for
            stop[0] = 1
            if not isinstance(future, Future):
                future.cancel()
                return np.full(size, UNDECIDED, np.int8)
        with suppress(TimeoutError):
            return future.result(_LISTEN)


def _pieces(cases: Cases, width: int, size: int) -> Iterator[Piece]:
    """Rule 1."""
    if isinstance(cases, Sample):
        return ((cases, first, min(first + size, cases.count)) for first in range(0, cases.count, size))
    if isinstance(cases, np.ndarray):
        whole = _whole(cases, width)
        return (whole[first : first + size] for first in range(0, len(whole), size))
    return _gathered(iter(cases), width, size)


def _gathered(cases: Iterator[Any], width: int, size: int) -> Iterator[Whole]:
    """Rows and arrays as they come, put together to blocks."""
    parts: list[Whole] = []
    held = 0
    for some in cases:
        rows = _whole(some, width)
        for first in range(0, len(rows), size):
            part = rows[first : first + size]
            parts.append(part)
            held += len(part)
            if held >= size:
                yield np.concatenate(parts)
                parts, held = [], 0
    if parts:
        yield np.concatenate(parts)


def _whole(some: Any, width: int) -> Whole:
    """Cases as an array of 64-bit whole numbers, refused if they are anything else."""
    array = np.asarray(some)
    if array.ndim == 1 and not (isinstance(some, np.ndarray) and width == 1):
        array = array.reshape(1, -1) if len(array) else array.reshape(0, width)
    then = f"Give whole numbers of seconds, {width} for each case, in the order of 'varying'."
    if array.ndim == 1:
        array = array.reshape(-1, 1)
    if array.ndim != 2 or array.shape[1] != width:
        raise UsageError([Fault(f"cases of the shape {array.shape}", None, f"{width} numbers vary.", then)])
    if len(array) and array.dtype.kind not in "iu":
        raise UsageError(
            [Fault(f"cases of the type {array.dtype}", None, "everything is reckoned in whole seconds.", then)]
        )
    if array.dtype == np.uint64 and len(array) and int(array.max()) >= 2**63:
        raise UsageError([Fault("cases beyond 63 bits", None, "sums are kept in 64 bits.", then)])
    return np.ascontiguousarray(array, dtype=np.int64)
