"""Full plans with their projections in their place, and several releases of one party as one."""

from __future__ import annotations

from collections.abc import Iterable

from freehand.plans.joint import Workspace
from freehand.plans.released import Released


def projected(workspace: Workspace, parties: Iterable[str]) -> Workspace:
    """The workspace with projections in place of the full plans of some parties."""
    from freehand.assessment.projecting import released_by  # few workspaces need it

    for party in sorted(set(parties) & {c.party for c in workspace.courses}):
        shown_ = {r.party: r for r in workspace.released}
        others = tuple(r for r in workspace.released if r.party != party)
        full = released_by(workspace._replace(released=others), party, "possible")
        known = shown_.get(party)
        if known is not None:
            names = {(c.contingency, c.name) for c in full.courses}
            more = tuple(c for c in known.courses if (c.contingency, c.name) not in names)
            full = full._replace(means=tuple(sorted({*full.means, *known.means})), courses=(*full.courses, *more))
        workspace = workspace._replace(
            courses=tuple(c for c in workspace.courses if c.party != party),
            released=tuple(sorted((*others, full), key=lambda r: r.party)),
            compact=workspace.compact._replace(means=tuple(m for m in workspace.compact.means if m.owner != party)),
        )
    return workspace


def together(one: Released, other: Released) -> Released:
    """Two releases of one party as one; of means that both count, the smaller number holds."""
    means = dict(one.means)
    for name, capacity in other.means:
        means[name] = min(capacity, means.get(name, capacity))
    return one._replace(means=tuple(sorted(means.items())), courses=(*one.courses, *other.courses))
