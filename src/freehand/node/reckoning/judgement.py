"""The verdict on one contingency, from its ground.

1. Where only one party has planned or promised anything, there is no joint verdict: *not released*.
2. The work is bounded for each rung. Beyond the bound, and where the reckoning itself breaks, the verdict is
   *undecided*, with the partner named whose plans ask for most; all other contingencies go on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

from freehand.assessment import results
from freehand.assessment.assess import ALL_RUNGS, SEARCH_LIMIT, assess
from freehand.assessment.comparison.facts import facts_of
from freehand.assessment.tradeoff import standing
from freehand.errors import shown
from freehand.node.json_line import json_line
from freehand.node.reckoning.cells import BELIEVED, NO_PLAN, NOT_RELEASED, UNDECIDED, AtRung, Cell, Rests, enumerated
from freehand.node.reckoning.ground import Ground
from freehand.node.reckoning.pieces import hash_of
from freehand.plans.joint import Workspace
from freehand.plans.released import ANEW
from freehand.terms.scope import Rung

MOST_WORK = 1_000_000
"""Points and edges looked at for one rung of one contingency: a few seconds; the examples need some thousands."""


def judge(
    ground: Ground,
    rungs: Iterable[Rung] = ALL_RUNGS,
    limit: int | None = SEARCH_LIMIT,
    work: int | None = MOST_WORK,
) -> Cell:
    """The verdict on one contingency, from what it rests on."""
    wanted = tuple(sorted(rungs))
    reading = ground.read()
    found: dict[Rung, AtRung] = {}
    blamed = ""
    if reading.workspace is None:
        found = {rung: AtRung(UNDECIDED, reading.blind[rung], "") for rung in wanted}
    else:
        try:
            at = assess(reading.workspace, wanted, [ground.contingency], limit, work=work)[ground.contingency].rungs
        except Exception as error:  # whatever a partner's plans do to the reckoning, the other contingencies go on
            blamed, words = most_asked(reading.workspace, ground.frame.party)
            why = f"the reckoning broke off ({type(error).__name__}){words}"
            found = {rung: AtRung(UNDECIDED, why, "") for rung in wanted}
        else:
            for rung, one in at.items():
                found[rung], too_much = _at_rung(one, ground, reading.workspace, reading.blind.get(rung, ""))
                blamed = too_much or blamed
    blamed = blamed or next((one.party for one in reading.left_out if reading.blind and one.party), "")
    left_out = tuple(str(one) for one in reading.left_out)
    return Cell(
        cell_key(ground, wanted, limit, work),
        ground.contingency,
        ground.name,
        rests_on(ground),
        found,
        left_out,
        ground.silent,
        blamed,
    )


def _at_rung(one: results.AtRung, ground: Ground, workspace: Workspace, blind: str) -> tuple[AtRung, str]:
    """What is remembered of a rung; and where its plans ask for too much, the partner whose ask for most."""
    unreleased = _unreleased(ground) if one.rung.joint else ""
    if blind:
        return AtRung(UNDECIDED, blind, ""), ""
    if unreleased:
        return AtRung(NOT_RELEASED, unreleased, ""), ""
    why, blamed = one.undecided or "", ""
    if why and why != results.UNTOLD and not why.endswith(ANEW):
        blamed, words = most_asked(workspace, ground.frame.party)
        why += words
    told = json_line([(fact.what, fact.of, value) for fact, value in facts_of(one).items()])
    return AtRung(_stands(one, ground, workspace), why, told), blamed


def _unreleased(ground: Ground) -> str:
    """Why there is no joint verdict: only one party has planned or promised anything; empty where more have."""
    taking_part = {p.party for p in ground.pieces if p.kind in ("course", "interface", "promise")}
    others = [shown(party) for party in sorted(ground.frame.parties) if party not in taking_part]
    if len(taking_part) > 1 or not others:
        return ""
    return f"no plan of {enumerated(others)} for it is known here"


def _stands(at: results.AtRung, ground: Ground, workspace: Workspace) -> str:
    """How a contingency stands at a rung. Below *scenarios* a reader who has no partner's plan only believes."""
    own = ground.frame.party
    if at.rung.joint or at.bound is not None or {c.party for c in workspace.courses} >= set(ground.frame.parties):
        return standing(at)
    believed = (at.believed or {}).get(own)
    return NO_PLAN if believed is None else f"{BELIEVED}{believed.verdict.word}"


def cell_key(ground: Ground, rungs: Sequence[Rung], limit: int | None, work: int | None) -> str:
    """What a cell is remembered under: its ground, and how far it was looked."""
    said = json_line([ground.key, ground.name, [rung.word for rung in rungs], limit, work])
    return sha256(said.encode()).hexdigest()


def rests_on(ground: Ground) -> tuple[Rests, ...]:
    """Everything that the verdict on a ground rests on."""
    pieces = [Rests(p.kind, p.party, p.object, p.leaf, said) for p, said in ground.hashed]
    rules = [Rests("rule", "", name, "", hash_of(json_line(rule))) for name, rule in sorted(ground.rules.items())]
    return (*pieces, *rules)


def most_asked(workspace: Workspace, own: str) -> tuple[str, str]:
    """The partner whose plans ask for most work, and words that say so; empty where no partner has any."""
    size: dict[str, tuple[int, int]] = {}
    for course in workspace.courses:
        courses, more = size.get(course.party, (0, 0))
        size[course.party] = (courses + 1, more + len(course.activities) + len(course.rules))
    for released in workspace.released:
        distances = sum(len(p.distances) for c in released.courses for p in c.projections)
        size[released.party] = (len(released.courses), distances + sum(len(c.holds) for c in released.courses))
    partners = {party: asked for party, asked in size.items() if party != own}
    if not partners:
        return "", ""
    party = max(sorted(partners), key=lambda each: partners[each][0] * 1000 + partners[each][1])
    courses, more = partners[party]
    return party, f"; most is asked by {shown(party)}: {courses:,} courses and ways, {more:,} bounds and holds"
