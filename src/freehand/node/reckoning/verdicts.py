"""Verdicts remembered: after something new only what it touches is reckoned again, and what changed is told in words.

The question: which verdicts does a release, a recall or a withdrawal change, and why?

1. A cell is the verdict on one contingency at every rung, as facts, remembered under the key of its ground. Where the
   key is the same, the cell stands; where it is not, and only there, it is judged anew.
2. A cell that no ground has is dropped at once: nothing that was withdrawn stays in it.
3. What changed is told against the *last look*, which may be older than what is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from freehand.assessment.assess import ALL_RUNGS, SEARCH_LIMIT
from freehand.errors import shown
from freehand.node.reckoning.cells import Cell
from freehand.node.reckoning.changes import Change, Lost, Tried, changes_between, lost_between
from freehand.node.reckoning.ground import grounds_of
from freehand.node.reckoning.judgement import MOST_WORK, cell_key, judge, rests_on
from freehand.node.reckoning.pieces import Basis, Fallen, LeftOut
from freehand.terms.scope import Rung


class Refreshed(NamedTuple):
    """All verdicts as they now stand, which of them were judged anew, and what changed."""

    cells: tuple[Cell, ...]
    anew: tuple[str, ...]
    dropped: tuple[str, ...]
    changes: tuple[Change, ...]
    lost: tuple[Lost, ...]
    left_out: tuple[LeftOut, ...]
    fallen: tuple[Fallen, ...] = ()

    def on(self, name: str) -> Cell:
        """The verdict on a contingency.

        Raises:
            KeyError: if there is none of this name.
        """
        for cell in self.cells:
            if cell.name == name:
                return cell
        raise KeyError(name)


def refresh(
    basis: Basis,
    remembered: Mapping[str, Cell],
    *,
    looked: Mapping[str, Cell] | None = None,
    before: Basis | None = None,
    gone: Mapping[str, str] | None = None,
    rungs: Iterable[Rung] = ALL_RUNGS,
    limit: int | None = SEARCH_LIMIT,
    work: int | None = MOST_WORK,
    progress: Callable[[str], None] | None = None,
) -> Refreshed:
    """All verdicts on a basis; those whose ground is as it was are taken from what is remembered.

    Args:
        basis: what is known now.
        remembered: cells by name.
        looked: how they stood at the last look; None: as they are remembered.
        before: what was known then, if it is at hand: then reasons are tried, not only listed.
        gone: by the leaf of a record that is no longer there, how it went ("was recalled by A").
        rungs: at which rungs.
        limit: how many orders of clashes are tried, as in ``assess``.
        work: how many points and edges are looked at for one rung of one contingency.
        progress: told of each contingency before it is judged.
    """
    wanted = tuple(sorted(rungs))
    grounds, left_out = grounds_of(basis)
    old_grounds = {g.name: g for g in grounds_of(before)[0]} if before is not None else {}
    last = remembered if looked is None else looked
    went = _left(basis, last) | dict(gone or {})
    own = {(one.kind, "", one.object) for one in basis.fallen if one.own}
    cells: list[Cell] = []
    anew: list[str] = []
    changes: list[Change] = []
    for ground in grounds:
        known = remembered.get(ground.name)
        if known is not None and known.key == cell_key(ground, wanted, limit, work):
            cell = known._replace(rests=rests_on(ground))
        else:
            if progress is not None:
                progress(ground.name)
            cell = judge(ground, wanted, limit, work)
            anew.append(cell.name)
        cells.append(cell)
        old = last.get(ground.name) or _of_contingency(cell, last)
        if old is not None and old.key != cell.key:
            old_ground = old_grounds.get(old.name)
            tried = Tried(old_ground, ground, limit, work) if old_ground is not None else None
            changes += changes_between(old, cell, went, tried, own)
    there = {cell.name for cell in cells}
    dropped = tuple(sorted(name for name in remembered if name not in there))
    lost = lost_between(last, cells, went, own)
    return Refreshed(tuple(cells), tuple(anew), dropped, tuple(changes), lost, tuple(left_out), basis.fallen)


def _left(basis: Basis, last: Mapping[str, Cell]) -> dict[str, str]:
    """By leaf, of what rested on somebody who is no party any more: nothing of it counts."""
    parties = basis.frame.parties
    rested = (each for cell in last.values() for each in cell.rests if each.leaf and each.party not in ("", *parties))
    return {each.leaf: f"is out, since {shown(each.party)} has left" for each in rested}


def _of_contingency(cell: Cell, last: Mapping[str, Cell]) -> Cell | None:
    """The last cell of the same contingency that rests on the same version, else on any."""
    alike = [old for old in last.values() if old.contingency == cell.contingency]
    versions = {each.leaf for each in cell.rests if each.kind in ("contingency", "means")}
    same = [old for old in alike if versions & {r.leaf for r in old.rests if r.kind in ("contingency", "means")}]
    return next(iter(same or alike), None)
