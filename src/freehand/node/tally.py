"""What came, as it is counted: a result names some hundred records, and counts all.

A record dated in the future, or not in normal form C, is taken as it is, and told. No rule reads a date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from freehand.node.kinds import BY_NAME
from freehand.node.news import MOST_TOLD, Dropped, News, Told, group_of, told_of
from freehand.node.said import CRITICAL, Said
from freehand.terms.gate import Refusal


class Tally:
    """What came, as it is counted; what is noted is noted at once."""

    def __init__(self, now: int | None, note: Callable[[Dropped], object]) -> None:
        self.now, self.note = now, note
        self.counts: dict[str, int] = {}
        self.unknown: dict[str, int] = {}
        self.told: list[Told] = []
        self.refused: list[Dropped] = []
        self.flags: list[tuple[Told, str]] = []
        self.forget: dict[str, list[list[int]]] = {}
        self.held_back = self.refusals = 0

    def known_of(self, said: Iterable[Said]) -> Iterator[Said]:
        """Those of kinds that the gate can be asked about; others are counted."""
        for one in said:
            if one.kind in BY_NAME or one.kind == CRITICAL:
                yield one
            else:
                kind = one.kind if one.kind in self.unknown or len(self.unknown) < MOST_TOLD else "others"
                self.unknown[kind] = self.unknown.get(kind, 0) + 1

    def passed(self, said: Said) -> None:
        """It may be read."""
        group, one = group_of(said.kind), told_of(said)
        self.counts[group] = self.counts.get(group, 0) + 1
        if len(self.told) < MOST_TOLD:
            self.told.append(one)
        odd = list(said.remarks)
        if self.now is not None and said.time > self.now:
            odd.append("dated in the future")
        if len(self.flags) < MOST_TOLD:
            self.flags += [(one, words) for words in odd]

    def drop(self, said: Said, refusal: Refusal) -> None:
        """It is refused for good: which record, and which clause, but not what was said."""
        each = Dropped(*told_of(said)[:4], refusal.clause, refusal.words)
        self.refusals += 1
        if len(self.refused) < MOST_TOLD:
            self.refused.append(each)
        self.note(each)
        ranges = self.forget.setdefault(said.log, [])
        if ranges and ranges[-1][1] == said.number:
            ranges[-1][1] += 1
        else:
            ranges.append([said.number, said.number + 1])

    def news(self) -> News:
        """All of it."""
        return News(
            self.counts,
            tuple(self.told),
            tuple(self.refused),
            self.refusals,
            self.held_back,
            self.unknown,
            tuple(self.flags),
        )
