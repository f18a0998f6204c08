"""What runs a kernel: the interpreter on lists, or numba on arrays.

Both give the same answers, so only speed decides. numba takes about a third of a second to be there, which a small
check never pays back. So the interpreter works until it has spent about as much as fetching numba costs, or would with
the work at hand; from then on it is left with small work. Whoever decides so never spends more than twice what knowing
the future would have cost (the *ski rental* rule; R. M. Karp, "On-line algorithms versus off-line algorithms", 1992).
:data:`BREAK_EVEN` and :data:`SMALL` are measured by ``python -m benchmarks.temporal``.

Compiled kernels are kept on disk beside the package (or where ``NUMBA_CACHE_DIR`` says), for later processes. They run
without the interpreter's lock: long ones in a thread of their own, so that an interrupt and a limit in seconds are
heard within a twentieth of a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib import import_module
from threading import Thread
from typing import Any, Protocol

from freehand.temporal.limits import UNLIMITED, Clock, Limit

BREAK_EVEN = 8_000_000
"""Steps of the interpreter that cost as much as fetching numba."""

SMALL = 100
"""Steps below which the interpreter is as fast as calling what is compiled."""

LONG = 100_000_000
"""Steps from which compiled work gets a thread of its own, counted as if the worst came. What takes fewer is over
within a second, and nobody notices that nothing is heard; a thread costs as much as a check of two hundred points."""

_LISTEN = 0.05


class Engine(Protocol):
    """Makes the sequences that kernels take, and runs them."""

    name: str

    def vector(self, values: Iterable[int]) -> Any:
        """Whole numbers as a kernel takes them."""

    def filled(self, size: int, value: int) -> Any:
        """``size`` times the same."""

    def counting(self, size: int) -> Any:
        """``0 .. size - 1``."""

    def table(self, rows: int, columns: int, value: int) -> Any:
        """So many rows of ``columns`` times the same."""

    def table_of(self, rows: Sequence[Sequence[int]]) -> Any:
        """The rows, all as long."""

    def grown(self, sequence: Any, size: int) -> Any:
        """A copy, made so long with zeros."""

    def widened(self, table: Any, columns: int) -> Any:
        """A copy, every row made so long with zeros."""

    def run(
        self, kernel: Callable[..., Any], *args: Any, work: int, worst: int | None = None, limit: Limit = UNLIMITED
    ) -> Any:
        """What the kernel returns for these arguments, ``most`` and ``stop`` added.

        :param work: the steps to be expected; ``worst``: at the very worst, where that is more.
        """


class Interpreter:
    """Lists."""

    name = "interpreter"

    def __init__(self) -> None:
        self.spent = 0

    def vector(self, values: Iterable[int]) -> list[int]:
        """A list."""
        return list(values)

    def filled(self, size: int, value: int) -> list[int]:
        """A list."""
        return [value] * size

    def counting(self, size: int) -> list[int]:
        """A list."""
        return list(range(size))

    def table(self, rows: int, columns: int, value: int) -> list[list[int]]:
        """A list of lists."""
        return [[value] * columns for _ in range(rows)]

    def table_of(self, rows: Sequence[Sequence[int]]) -> list[list[int]]:
        """A list of lists."""
        return [list(row) for row in rows]

    def grown(self, sequence: list[int], size: int) -> list[int]:
        """A list."""
        return sequence + [0] * (size - len(sequence))

    def widened(self, table: list[list[int]], columns: int) -> list[list[int]]:
        """A list of lists."""
        return [self.grown(row, columns) for row in table]

    def run(
        self, kernel: Callable[..., Any], *args: Any, work: int, worst: int | None = None, limit: Limit = UNLIMITED
    ) -> Any:
        """Call it; an interrupt is heard anyway."""
        del worst
        self.spent += work
        return kernel(*args, limit.most, Clock(limit.seconds))


class Compiler:
    """Arrays of 64 bits, and numba."""

    name = "numba"

    def __init__(self) -> None:
        import numpy

        self.numpy = numpy

    def vector(self, values: Iterable[int]) -> Any:
        """An array."""
        return self.numpy.array(values if isinstance(values, Sequence) else list(values), dtype=self.numpy.int64)

    def filled(self, size: int, value: int) -> Any:
        """An array."""
        return self.numpy.full(size, value, dtype=self.numpy.int64)

    def counting(self, size: int) -> Any:
        """An array."""
        return self.numpy.arange(size, dtype=self.numpy.int64)

    def table(self, rows: int, columns: int, value: int) -> Any:
        """An array of two dimensions."""
        return self.numpy.full((rows, columns), value, dtype=self.numpy.int64)

    def table_of(self, rows: Sequence[Sequence[int]]) -> Any:
        """An array of two dimensions."""
        return self.numpy.array(rows, dtype=self.numpy.int64).reshape(len(rows), -1)

    def grown(self, sequence: Any, size: int) -> Any:
        """An array."""
        longer = self.numpy.zeros(size, dtype=self.numpy.int64)
        longer[: len(sequence)] = sequence
        return longer

    def widened(self, table: Any, columns: int) -> Any:
        """An array of two dimensions."""
        wider = self.numpy.zeros((len(table), columns), dtype=self.numpy.int64)
        wider[:, : table.shape[1]] = table
        return wider

    def run(
        self, kernel: Callable[..., Any], *args: Any, work: int, worst: int | None = None, limit: Limit = UNLIMITED
    ) -> Any:
        """Call what numba made of it."""
        made = compiled(kernel)
        stop = self.numpy.zeros(1, dtype=self.numpy.int64)
        if (work if worst is None else worst) < LONG and limit.seconds is None:
            return made(*args, limit.most, stop)
        return _in_a_thread(lambda: made(*args, limit.most, stop), stop, Clock(limit.seconds))


def _in_a_thread(call: Callable[[], Any], stop: Any, clock: Clock) -> Any:
    """Call it in a thread, and listen meanwhile."""
    answer: list[Any] = []
    failed: list[BaseException] = []

    def work() -> None:
        try:
            answer.append(call())
        except BaseException as error:  # handed on below
            failed.append(error)

    stop[0] = clock[0]
    thread = Thread(target=work, daemon=True)
    try:
        thread.start()  # an interrupt may come in here as well
        while thread.is_alive():
            thread.join(_LISTEN)
            if clock[0]:
                stop[0] = 1
    except BaseException:
        stop[0] = 1
        if thread.ident is not None:
            thread.join()
        raise
    if failed:
        raise failed[0]
    return answer[0]


INTERPRETER = Interpreter()
_compilers: list[Compiler] = []


def compiler() -> Compiler:
    """The engine that compiles; fetches numba when it is first asked for."""
    if not _compilers:
        import_module("numba")  # so that it is there when its turn comes, and not half-way through a question

        _compilers.append(Compiler())
    return _compilers[0]


def engine_for(work: int) -> Engine:
    """The faster one for so many steps.

    >>> engine_for(10) is INTERPRETER
    True
    """
    if work < SMALL or not (_compilers or INTERPRETER.spent + work >= BREAK_EVEN):
        return INTERPRETER
    return compiler()


@cache
def compiled(kernel: Callable[..., Any]) -> Callable[..., Any]:
    """The kernel, compiled on its first call for the types it is called with."""
    import numba
    from numba.extending import register_jitable

    for helper in _helpers(kernel):
        register_jitable(helper)
    made: Callable[..., Any] = numba.njit(cache=True, nogil=True)(kernel)
    return made


def _helpers(kernel: Callable[..., Any]) -> tuple[Callable[..., Any], ...]:
    found: tuple[Callable[..., Any], ...] = getattr(import_module(kernel.__module__), "HELPERS", ())
    return found
