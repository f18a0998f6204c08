"""One workspace of many grounds, for what asks about all contingencies at once."""

from __future__ import annotations

from collections.abc import Iterable

from freehand.node.reckoning.ground import Ground
from freehand.node.reckoning.pieces import LeftOut
from freehand.node.reckoning.projections import projected_or_open, together
from freehand.plans.joint import Workspace
from freehand.plans.released import Released


def whole(grounds: Iterable[Ground], version: int = 0) -> tuple[Workspace | None, list[LeftOut]]:
    """One workspace of all grounds that can be read; of a contingency with several, the one with this number.

    A party that shows some contingencies in full and others by an interface is projected everywhere.
    """
    chosen: dict[str, list[Ground]] = {}
    for ground in grounds:
        chosen.setdefault(ground.contingency, []).append(ground)
    read = [several[min(version, len(several) - 1)].read() for several in chosen.values()]
    left_out = [one for reading in read for one in reading.left_out]
    workspaces = [reading.workspace for reading in read if reading.workspace is not None]
    if not workspaces:
        return None, left_out
    shown_only = {released.party for each in workspaces for released in each.released}
    workspaces = [projected_or_open(each, shown_only) for each in workspaces]
    first = workspaces[0]
    rules = tuple(sorted({rule for each in workspaces for rule in each.compact.rules}, key=lambda r: r.name))
    means = {(m.owner, m.name): m for each in workspaces for m in each.compact.means}
    released: dict[str, Released] = {}
    for each in workspaces:
        for one in each.released:
            known = released.get(one.party)
            released[one.party] = one if known is None else together(known, one)
    return (
        first._replace(
            compact=first.compact._replace(rules=rules, means=tuple(means.values())),
            contingencies=tuple(c for each in workspaces for c in each.contingencies),
            courses=tuple(
                sorted((c for each in workspaces for c in each.courses), key=lambda c: (c.party, c.contingency, c.name))
            ),
            promises=tuple(sorted((p for each in workspaces for p in each.promises), key=lambda p: p.name)),
            reports=tuple(sorted((r for each in workspaces for r in each.reports), key=lambda r: r.name)),
            released=tuple(released[party] for party in sorted(released)),
            older=tuple(one for each in workspaces for one in each.older),
        ),
        left_out,
    )
