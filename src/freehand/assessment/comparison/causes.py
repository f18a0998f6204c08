"""Which changes caused a difference: tried, not guessed.

A set of changes *brings a difference about* iff the old workspace with these changes alone, and what they cannot be
made without, has the new value.

1. Single changes are tried first; every one that is enough is a cause by itself.
2. Where none is, pairs are; every pair that is enough is a cause.
3. Where no pair is, changes are taken away from all of them one by one as long as the rest is enough: what is left
   brings it about, and none of it can be left out.

The source of step 3: deletion-based search for irreducible sets (Chinneck and Dravnieks 1991). The cost: with n changes
n + n(n - 1)/2 reckonings of the rungs that differ, and at most n for each difference left open. The limit: ``tries``
bounds the reckonings of one contingency. Pairs are left out where they alone would exceed it, and a difference without
a cause then comes of its changes together; ``searched`` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, islice

from freehand.assessment.assess import Reckoning
from freehand.assessment.comparison.changes import Between, Change, Changed
from freehand.assessment.comparison.facts import KINDS, Fact, Facts, Value, facts_of
from freehand.assessment.results import InContingency
from freehand.errors import Limit
from freehand.terms.scope import Rung

TRIES = 60


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that differs at a rung; None is no such fact.

    Each of ``causes`` is a set of changes that by itself brings it about, and of which nothing can be left out. Where
    there is none, none was found within the tries: it comes of the contingency's changes together. ``searched`` says
    whether all smaller sets were tried, so that there is no smaller cause.
    """

    rung: Rung
    fact: Fact
    before: Value
    after: Value
    causes: tuple[Changed, ...] = ()
    searched: bool = True


class NoneLeft(Exception):
    """No try is left."""


class Causes:
    """What differs in one contingency, and which changes brought it about."""

    def __init__(
        self,
        between: Between,
        touching: Sequence[Change],
        name: str,
        limit: int | None,
        tries: int,
        progress: Callable[[str], None] | None,
        work: int | None = None,
    ) -> None:
        self.between, self.name, self.limit, self.left, self.progress = between, name, limit, tries, progress
        self.work = work
        self.touching = frozenset(touching)
        self._in_order = tuple(touching)
        self.all_reckoned = True
        self.known: dict[Changed, dict[Rung, Facts | None]] = {}

    @cached_property
    def singles(self) -> list[Changed]:
        """Each change with what it cannot be made without."""
        return list(dict.fromkeys(self.between.together([change]) for change in self._in_order))

    def of(self, before: InContingency, after: InContingency) -> tuple[Difference, ...]:
        """What differs between the contingency before and after, with its causes."""
        if before is after:
            return ()
        was = {rung: facts_of(at) for rung, at in before.rungs.items()}
        is_ = {rung: facts_of(at) for rung, at in after.rungs.items()}
        found = [difference for rung in was for difference in differing(rung, was[rung], is_[rung])]
        if not found:
            return ()
        self.known[frozenset()], self.known[self.touching] = dict(was), dict(is_)
        causes: dict[int, list[Changed]] = {place: [] for place in range(len(found))}
        searched = dict.fromkeys(causes, False)
        try:
            self._try(self.singles, found, causes)
            searched |= {place: True for place in causes if causes[place]}
            pairs = list(islice(self._pairs(), self.left + 1))
            if len(pairs) <= self.left:
                self._try(pairs, found, causes)
                searched |= dict.fromkeys(causes, True)
            for place, one in enumerate(found):
                if not causes[place]:
                    causes[place] = [self._irreducible(one)]
        except NoneLeft:
            pass
        if not self.all_reckoned:
            searched = dict.fromkeys(causes, False)
        return tuple(
            Difference(one.rung, one.fact, one.before, one.after, tuple(causes[place]), searched[place])
            for place, one in enumerate(found)
        )

    def _try(self, sets: Iterable[Changed], found: Sequence[Difference], causes: dict[int, list[Changed]]) -> None:
        """Note which of some sets bring about which differences that have no cause yet; only the smallest are kept."""
        waiting = [place for place, known in causes.items() if not known]
        rungs = sorted({found[place].rung for place in waiting})
        for chosen in sets:
            if not waiting:
                return
            facts = self._facts(chosen, rungs)
            for place in waiting:
                enough = brings_about(facts, found[place])
                if enough and not any(known < chosen for known in causes[place]):
                    causes[place] = [known for known in causes[place] if not chosen < known] + [chosen]

    def _pairs(self) -> Iterator[Changed]:
        """Every union of two single changes, each once."""
        seen = set(self.singles)
        for one, other in combinations(self.singles, 2):
            both = one | other
            if both not in seen:
                seen.add(both)
                yield both

    def _irreducible(self, one: Difference) -> Changed:
        """A set that brings a difference about, and of which nothing can be left out."""
        kept, before = list(self.singles), 0
        while len(kept) != before:  # what could not be left out at first may be once others are
            before = len(kept)
            for single in list(kept):
                rest = [other for other in kept if other is not single]
                if brings_about(self._facts(frozenset().union(*rest), [one.rung]), one):
                    kept = rest
        return frozenset().union(*kept)

    def _facts(self, chosen: Changed, rungs: Iterable[Rung]) -> dict[Rung, Facts | None]:
        """The facts under some changes alone, at some rungs; None where a limit of the reckoning was reached first."""
        mine = chosen & self.touching
        known = self.known.setdefault(mine, {})
        missing = [rung for rung in rungs if rung not in known]
        if missing:
            if self.left < 1:
                raise NoneLeft
            self.left -= 1
            if self.progress is not None:
                self.progress(f"{self.name}, what causes what, at most {self.left} more")
            workspace = self.between.applied(chosen)
            contingency = next(c for c in workspace.contingencies if c.name == self.name)
            reckoning = Reckoning(workspace, contingency, self.limit, work=self.work)
            for rung in missing:
                try:
                    known[rung] = facts_of(reckoning.at(rung))
                except Limit:
                    known[rung], self.all_reckoned = None, False
        return known


def brings_about(facts: Mapping[Rung, Facts | None], one: Difference) -> bool:
    """Whether facts have the new value of a difference; what could not be reckoned has none."""
    there = facts[one.rung]
    return there is not None and there.get(one.fact) == one.after


def differing(rung: Rung, before: Facts, after: Facts) -> Iterator[Difference]:
    """The facts that differ, in the order in which a planner asks for them."""
    either = dict.fromkeys((*before, *after))
    for fact in sorted(either, key=lambda fact: KINDS.index(fact.what)):
        if before.get(fact) != after.get(fact):
            yield Difference(rung, fact, before.get(fact), after.get(fact))
