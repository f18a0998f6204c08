"""What sample cases say of the order in which :mod:`.labelled` removes points, from one attempt to the next."""

from __future__ import annotations

from freehand.temporal.cases.cells import Flags


class Lessons:
    """What sample cases say of the order, from one attempt to the next."""

    def __init__(self, points: int) -> None:
        self.before: list[dict[int, Flags]] = [{} for _ in range(points)]
        """For a point, which others go before it, in which sample cases."""
        self.regret = [0] * points
        """How often a point went in spite of that, and how many cases were left in doubt in the end."""

    def copy(self) -> Lessons:
        """The same, to be kept while more is learnt."""
        same = Lessons(0)
        same.before = [dict(each) for each in self.before]
        same.regret = list(self.regret)
        return same

    def learn(self, k: int, x: int, flags: Flags) -> None:
        """k goes after x in these sample cases."""
        if flags.any():
            known = self.before[k]
            known[x] = known[x] | flags if x in known else flags
