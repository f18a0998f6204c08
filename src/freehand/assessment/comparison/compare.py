"""Two workspaces side by side: every fact that differs, and the change that caused it.

The question: what would this tie? The same plans under today's terms and under proposed ones; or any two workspaces.

1. What differs in the results are the facts whose values differ, contingency by contingency and rung by rung. A
   contingency that no change touches is not reckoned again.
2. ``causes`` tries which changes brought each difference about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from freehand.assessment.assess import ALL_RUNGS, SEARCH_LIMIT, assess
from freehand.assessment.comparison.causes import TRIES, Causes, Difference
from freehand.assessment.comparison.changes import Between, Change
from freehand.assessment.comparison.unplayed import Unplayed, unplayed
from freehand.assessment.results import Assessment, InContingency
from freehand.assessment.tradeoff import tradeoff
from freehand.errors import UsageError, one_fault, shown
from freehand.plans.joint import Workspace
from freehand.terms.scope import Rung


@dataclass(frozen=True, slots=True)
class Compared:
    """A contingency that both have: the changes that touch it, and what differs."""

    name: str
    changes: tuple[Change, ...]
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two assessments, the changes from one workspace to the other, and what they change in each contingency."""

    before: Assessment
    after: Assessment
    changes: tuple[Change, ...]
    contingencies: tuple[Compared, ...]
    unplayed: tuple[Unplayed, ...] = ()
    """Changed rules of which a partner's interface tells nothing: what they change there is not reckoned."""

    @property
    def only_before(self) -> tuple[str, ...]:
        """The contingencies that only the old workspace has."""
        there = {c.name for c in self.after.contingencies}
        return tuple(c.name for c in self.before.contingencies if c.name not in there)

    @property
    def only_after(self) -> tuple[str, ...]:
        """The contingencies that only the new workspace has."""
        there = {c.name for c in self.before.contingencies}
        return tuple(c.name for c in self.after.contingencies if c.name not in there)

    @property
    def nothing(self) -> bool:
        """Whether nothing that is reckoned changes."""
        return not (self.only_before or self.only_after or any(c.differences for c in self.contingencies))


def compare(
    old: Workspace,
    new: Workspace,
    rungs: Iterable[Rung] = ALL_RUNGS,
    contingencies: Iterable[str] | None = None,
    limit: int | None = SEARCH_LIMIT,
    tries: int = TRIES,
    progress: Callable[[str], None] | None = None,
    work: int | None = None,
) -> Comparison:
    """Two workspaces side by side, at some rungs and in some contingencies; in all of both unless said.

    ``work`` bounds what is looked at for one rung of one contingency, as in ``assess``.

    Raises:
        UsageError: for a contingency that neither has.

    >>> from freehand.assessment.comparison.facts import Fact
    >>> from freehand.formats.workspace import load
    >>> found = compare(load("examples/worked/none"), load("examples/worked/within"))
    >>> for one in found.contingencies[0].differences:
    ...     if one.fact == Fact("joint room", ("A",)):
    ...         print(one.rung.word, one.before, one.after, [change.key for change in next(iter(one.causes))])
    operations 172800 43200 [('terms', 'near each other')]
    """
    wanted = tuple(sorted(rungs))
    between = Between(old, new)
    changed = between.applied(between.changes)
    names = _chosen(old, new, contingencies)
    olds = [c.name for c in old.contingencies if c.name in names]
    before = assess(old, wanted, olds, limit, _said(progress, "before"), work)
    again = [
        c.name
        for c in new.contingencies
        if c.name in names and any(change.touches(c.name) for change in between.changes)
    ]
    fresh = assess(changed, wanted, again, limit, _said(progress, "after"), work)
    same = {c.name: c for c in before.contingencies}
    found = [fresh[c.name] if c.name in again else same[c.name] for c in changed.contingencies if c.name in names]
    after = _whole(new, found, wanted)
    compared = []
    for one in found:
        if one.name in same:
            touching = tuple(change for change in between.changes if change.touches(one.name))
            search = Causes(between, touching, one.name, limit, tries, progress, work)
            compared.append(Compared(one.name, touching, search.of(same[one.name], one)))
    silent = unplayed(between, names) if Rung.OPERATIONS in wanted else ()
    return Comparison(before, after, between.changes, tuple(compared), silent)


def _chosen(old: Workspace, new: Workspace, contingencies: Iterable[str] | None) -> set[str]:
    known = {c.name: None for workspace in (old, new) for c in workspace.contingencies}
    chosen = list(known if contingencies is None else contingencies)
    for name in chosen:
        if name not in known:
            what, why = f"there is no contingency '{shown(name)}'", "neither workspace has it."
            raise UsageError(one_fault(what, why, f"Name one of: {', '.join(shown(n) for n in known)}."))
    return set(chosen)


def _said(progress: Callable[[str], None] | None, side: str) -> Callable[[str], None] | None:
    return None if progress is None else lambda name: progress(f"{name}, {side}")


def _whole(workspace: Workspace, found: Sequence[InContingency], rungs: tuple[Rung, ...]) -> Assessment:
    parties = tuple(p.name for p in workspace.compact.parties)
    rows = tradeoff(parties, found, rungs)
    return Assessment(workspace.compact.name, workspace.compact.illustrative, parties, tuple(found), rows)
