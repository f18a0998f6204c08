"""Full plans with their projections in their place, and several releases of one party as one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from freehand.errors import shown
from freehand.plans.joint import Workspace
from freehand.plans.released import Older, Released
from freehand.terms.scope import Rung

MOST_WORK: Final = 1_000_000
"""Points and edges looked at for the projections of one contingency: a few seconds."""


def projected(workspace: Workspace, parties: Iterable[str]) -> Workspace:
    """The workspace with projections in place of the full plans of some parties.

    Raises:
        TooMuch: that would be more work than is done for one contingency.
    """
    from freehand.assessment.projecting import released_by  # few workspaces need it

    for party in sorted(set(parties) & {c.party for c in workspace.courses}):
        shown_ = {r.party: r for r in workspace.released}
        others = tuple(r for r in workspace.released if r.party != party)
        full = released_by(workspace._replace(released=others), party, "possible", work=MOST_WORK)
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


def projected_or_open(workspace: Workspace, parties: Iterable[str]) -> Workspace:
    """The same; where it asks for too much, or breaks, the contingency stays open, and it is told whose plans do."""
    for party in sorted(parties):
        try:
            workspace = projected(workspace, (party,))
        except Exception as error:  # whatever a partner's plans do to the reckoning, everything else goes on
            why = f"{shown(party)}'s plans {not_projected(error)}"
            courses = [course for course in workspace.courses if course.party == party]
            left = tuple(course for course in workspace.courses if course.party != party)
            older = tuple(Older(name, Rung.ALONE, why) for name in sorted({course.contingency for course in courses}))
            workspace = workspace._replace(courses=left, older=(*workspace.older, *older))
    return workspace


def not_projected(error: Exception) -> str:
    """Why plans were not projected, as what they do."""
    from freehand.assessment.decide import TooMuch

    much = isinstance(error, TooMuch)
    return (
        "ask for more work than is done for one contingency"
        if much
        else f"break the reckoning ({type(error).__name__})"
    )


def together(one: Released, other: Released) -> Released:
    """Two releases of one party as one; of means that both count, the smaller number holds."""
    means = dict(one.means)
    for name, capacity in other.means:
        means[name] = min(capacity, means.get(name, capacity))
    return one._replace(means=tuple(sorted(means.items())), courses=(*one.courses, *other.courses))
