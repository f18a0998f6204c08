"""When Python looks for values that refer to each other in circles: not while many are made at once that never do."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Put Python's search for circles off, and take it up again after, if it was on.

    It would look at all values again and again, which takes as long as making them.

    >>> with collector_paused():
    ...     gc.isenabled()
    False
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
