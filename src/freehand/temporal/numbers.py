"""Which number of a network is meant: the one that varies, is asked for, or has a threshold.

A network has three kinds of numbers, in whole seconds: the ``most`` of a constraint, and the ``low`` and the ``high``
of a contingent link. A number is named by its kind and by the index of its constraint or link.
"""

from __future__ import annotations

from typing import Literal, NamedTuple


class Number(NamedTuple):
    """One number of a network: ``kind`` says which bound, ``index`` of which constraint or link.

    >>> Number("high", 2)
    Number(kind='high', index=2)
    """

    kind: Literal["constraint", "low", "high"]
    index: int  # type: ignore[assignment]  # hides a method of tuples that nobody needs here
