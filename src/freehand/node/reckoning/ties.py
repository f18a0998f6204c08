"""What would this tie? The scope trade-off under today's terms beside that under proposed ones, before anybody accepts.

1. Both sides have the same plans and differ in the terms alone: their scope, and the rules that bind at *operations*.
   Where no terms are in force, today's scope is *alone*.
2. Terms reach up to the rung of their scope, and no further: under them a contingency stands as it does at that rung.
   A cell is a contingency at a rung; one that a side's terms do not reach has nothing on that side.
3. A cell changes if it stands otherwise, or if some party's joint room there is another. What caused it is in the
   comparison: a rule, or the rung itself.
4. What an interface cannot answer for is said (``comparison.unplayed``): it holds the rules that it was made under. A
   rule that cannot be read is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from freehand.assessment.assess import SEARCH_LIMIT
from freehand.assessment.comparison.causes import TRIES
from freehand.assessment.comparison.compare import Comparison, compare
from freehand.assessment.results import Assessment, AtRung, TradeoffRow
from freehand.assessment.tradeoff import standing
from freehand.errors import UsageError, one_fault
from freehand.node.reckoning.ground import grounds_of
from freehand.node.reckoning.joining import whole
from freehand.node.reckoning.judgement import MOST_WORK
from freehand.node.reckoning.pieces import Basis, LeftOut
from freehand.quantities import show_hours
from freehand.terms.scope import Rung


class Under(NamedTuple):
    """What some terms hold of what is reckoned: how far they reach, and their rules as the text of a map, by words."""

    scope: Rung | None
    rules: tuple[tuple[str, str], ...] = ()

    @property
    def reach(self) -> Rung:
        """The highest rung that is reached."""
        return Rung.ALONE if self.scope is None else self.scope


class Tied(NamedTuple):
    """A cell that changes; None: these terms do not reach the rung. Rooms are joint, in seconds, by party."""

    contingency: str
    rung: Rung
    before: str | None
    after: str | None
    room_before: Mapping[str, int]
    room_after: Mapping[str, int]

    def __str__(self) -> str:
        stands = f"{self.before or 'not reached'} → {self.after or 'not reached'}"
        if self.before == self.after:
            stands = f"stays {self.after}"
        rooms = [
            f"{party} keeps {_hours(self.room_after.get(party))} instead of {_hours(self.room_before.get(party))}"
            for party in sorted({*self.room_before, *self.room_after})
            if self.room_before.get(party) != self.room_after.get(party)
        ]
        told = f"; {', '.join(rooms)}" if rooms and self.before and self.after else ""
        return f"{self.contingency} at {self.rung.word}: {stands}{told}"


class Ties(NamedTuple):
    """Today beside proposed."""

    today: tuple[TradeoffRow, ...]
    proposed: tuple[TradeoffRow, ...]
    stands: tuple[tuple[str, str, str], ...]
    """Each contingency: how it stands under today's terms, and how under the proposed ones, each at its own reach."""
    cells: tuple[Tied, ...]
    comparison: Comparison
    left_out: tuple[LeftOut, ...]


def ties(
    basis: Basis,
    today: Under,
    proposed: Under,
    *,
    contingencies: Iterable[str] | None = None,
    limit: int | None = SEARCH_LIMIT,
    tries: int = TRIES,
    progress: Callable[[str], None] | None = None,
    work: int | None = MOST_WORK,
) -> Ties:
    """What proposed terms would tie, beside today's.

    Args:
        basis: what is known; the rules in its frame are not looked at.
        today: the terms in force.
        proposed: the terms that would be.
        contingencies: only these.
        limit: how many orders of clashes are tried.
        tries: how often a contingency is reckoned anew to find what caused what.
        progress: told what is begun.
        work: how much is looked at for one rung of one contingency.

    Raises:
        UsageError: nothing that could be reckoned is known, or not such a contingency.
    """
    sides, left_out = [], []
    for under in (today, proposed):
        framed = basis._replace(frame=basis.frame._replace(rules=under.rules), terms=None)
        grounds, unplaced = grounds_of(framed)
        workspace, unread = whole(grounds)
        left_out += [one for one in (*unplaced, *unread) if one not in left_out]
        sides.append(workspace)
    if sides[0] is None or sides[1] is None:
        why = str(left_out[0]) if left_out else "no contingency is known."
        raise UsageError(one_fault("there is nothing to reckon", why, "Release a contingency, or add a draft of one."))
    most = max(today.reach, proposed.reach)
    rungs = [rung for rung in Rung if rung <= most]
    found = compare(sides[0], sides[1], rungs, contingencies, limit, tries, progress, work)
    stands = []
    cells: list[Tied] = []
    for after in found.after.contingencies:
        before = found.before[after.name]
        stands.append((after.name, standing(before[today.reach]), standing(after[proposed.reach])))
        for rung in rungs:
            was = before[rung] if rung <= today.reach else None
            is_ = after[rung] if rung <= proposed.reach else None
            cell = Tied(after.name, rung, _stands(was), _stands(is_), _rooms(was), _rooms(is_))
            if (cell.before, cell.room_before) != (cell.after, cell.room_after):
                cells.append(cell)
    return Ties(
        _rows(found.before, today.reach),
        _rows(found.after, proposed.reach),
        tuple(stands),
        tuple(cells),
        found,
        tuple(left_out),
    )


def _rows(assessment: Assessment, reach: Rung) -> tuple[TradeoffRow, ...]:
    return tuple(row for row in assessment.tradeoff if row.rung <= reach)


def _stands(at: AtRung | None) -> str | None:
    return None if at is None else standing(at)


def _rooms(at: AtRung | None) -> dict[str, int]:
    times = {} if at is None else at.time
    return {party: time.joint.seconds for party, time in times.items() if time.joint is not None}


def _hours(seconds: int | None) -> str:
    return "nothing" if seconds is None else show_hours(seconds)
