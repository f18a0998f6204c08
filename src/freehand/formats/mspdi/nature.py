"""What is nature's and what is chosen, in the words of whoever imports: ``none``, ``all``, ``3,5-7``, ``4=4 to 8 h``.

A project file knows one number for each duration; nature has a least and a most. Tasks go by the numbers that project
tools show beside them.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from freehand.errors import UsageError, one_fault, shown
from freehand.plans.scenario import Span
from freehand.quantities import QuantityFault, read_span

_NEXT = 'Write, say, --nature none, --nature all, --nature 3,5-7, or --nature "4=4 to 8 h".'
_LONGEST_NUMBER = 9


class Nature(NamedTuple):
    """The tasks whose length nature picks, by number, each with its span (None: the one number of the file).

    ``every`` says that nature picks those not named as well.
    """

    every: bool
    spans: dict[int, Span | None]

    def takes(self, number: int) -> bool:
        """Whether nature picks how long a task takes."""
        return self.every or number in self.spans


def read_nature(words: Iterable[str], numbers: Collection[int]) -> Nature:
    """What the words say of tasks with these numbers.

    Raises ``UsageError`` where they cannot be read, or name a task that is not there.

    >>> read_nature(["3,5-6", "6=4 to 8 h"], {3, 5, 6})
    Nature(every=False, spans={3: None, 5: None, 6: Span(low=14400, high=28800)})
    """
    every = none = False
    spans: dict[int, Span | None] = {}
    for item in (part.strip() for word in words for part in word.split(",")):
        if item in ("all", "none"):
            every, none = every or item == "all", none or item == "none"
            continue
        which, given, span = item.partition("=")
        try:
            ends = Span(*read_span(span)) if given else None
        except QuantityFault as fault:
            raise UsageError(one_fault(fault.what, fault.why, fault.next)) from fault
        for number in _numbers(which.strip(), numbers):
            spans[number] = ends or spans.get(number)
    if none and (every or spans):
        raise UsageError(one_fault("nature is said to pick nothing, and something", "one of them is meant.", _NEXT))
    return Nature(every, spans)


def _numbers(text: str, known: Collection[int]) -> list[int]:
    first, dash, last = (part.strip() for part in text.partition("-"))
    ends = [first, last] if dash else [first]
    if not all(end.isascii() and end.isdigit() and len(end) <= _LONGEST_NUMBER for end in ends):
        raise UsageError(one_fault(f"'{shown(text)}' is no number of a task", "tasks go by their numbers.", _NEXT))
    low, high = int(ends[0]), int(ends[-1])
    found = sorted(number for number in known if low <= number <= high)
    if not found or (not dash and low not in known):
        what = f"there is no task {shown(text)} to plan"
        why = "it is a summary, finished, inactive, or not in the file."
        raise UsageError(one_fault(what, why, "Leave --nature out once, to see the tasks with their numbers."))
    return found
