"""Freedom in means: what a choice leans on, and which minimal sets bring it down when withheld.

Everything that a combination leans on is known from its courses and ways: the promises it relies on and the partners'
activities its joins rest on. Withholding a set leaves exactly the choices that lean on none of its members. So a set
lowers the verdict iff it meets what every equally good choice leans on: the load-bearing sets are the minimal hitting
sets of these (Reiter 1987), and no network is decided for them. Searched up to three members.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import combinations

from freehand.assessment.choices import Choice

Item = tuple[str, str]
"""("", promise) or (party, activity)."""

MOST_MEMBERS = 3


def best_of(choices: Iterable[Choice], without: Collection[Item] = ()) -> Choice | None:
    """The best choice by standing that leans on none of the withheld items."""
    left = [c for c in choices if not c.combination.leans_on & set(without)]
    return min(left, key=lambda c: c.standing, default=None)


def load_bearing(choices: Iterable[Choice], best: Choice) -> tuple[tuple[tuple[Item, ...], ...], bool]:
    """The minimal sets of at most three items whose withholding lowers the standing of ``best``, in order.

    The second value says whether these are all, larger sets included.
    """
    as_good = list(dict.fromkeys(c.combination.leans_on for c in choices if c.standing <= best.standing))
    if any(not leans for leans in as_good):
        return (), True
    items = sorted({item for leans in as_good for item in leans})
    found: list[frozenset[Item]] = []
    for size in range(1, MOST_MEMBERS + 1):
        # What brings it down by itself is in no larger minimal set.
        left = [item for item in items if frozenset((item,)) not in found]
        for several in combinations(left, size):
            members = frozenset(several)
            if all(leans & members for leans in as_good) and not any(known <= members for known in found):
                found.append(members)
    return tuple(tuple(sorted(members)) for members in found), len(items) <= MOST_MEMBERS


def stands_alone(choices: Iterable[Choice], best: Choice) -> bool:
    """Whether the standing of ``best`` stays with everything withheld."""
    return any(not c.combination.leans_on for c in choices if c.standing <= best.standing)
