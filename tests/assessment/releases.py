"""What a node answers, as far as every node must answer alike, with projections in place of a partner's plans."""

from __future__ import annotations

from typing import NamedTuple

from freehand.assessment.assess import Reckoning
from freehand.assessment.choices import Choice, lowest
from freehand.assessment.interface import Saying
from freehand.assessment.projecting import released_by
from freehand.assessment.verdict import Verdict
from freehand.assessment.windows import Shown, shown
from freehand.assessment.withholding import load_bearing
from freehand.plans.joint import Workspace
from freehand.terms.scope import Rung

Windows = tuple[tuple[object, ...], ...]
Names = tuple[object, ...]
Seen = tuple[Names, str]
"""Courses and ways, and the orders over shared means."""


def behind_releases(workspace: Workspace, parties: tuple[str, ...], saying: Saying) -> Workspace:
    """The workspace as a node sees it to which these parties released projections in place of their plans."""
    releases = tuple(released_by(workspace, party, saying) for party in parties)
    left = tuple(c for c in workspace.courses if c.party not in parties)
    means = tuple(m for m in workspace.compact.means if m.owner not in parties)
    return workspace._replace(courses=left, released=releases, compact=workspace.compact._replace(means=means))


class Each(NamedTuple):
    """How courses with their ways stand: the verdict at their best orders, and how many aims they leave."""

    verdict: Verdict
    unmet: int


class Answer(NamedTuple):
    """What a node says of a rung, as far as every node must say the same."""

    verdict: Verdict
    aims_unmet: tuple[str, ...]
    choice: Seen | None
    windows: Windows | None
    bearing: tuple[tuple[tuple[str, str], ...], ...] | None
    each: dict[Names, Each]
    every_window: dict[Seen, frozenset[Windows]]


def windows_of(choice: Choice) -> Windows | None:
    """The free windows as every node shows them."""
    if choice.windows is None:
        return None
    return tuple(_shared(w) for w in shown(choice.combination, choice.orders, choice.windows))


def _shared(window: Shown) -> tuple[object, ...]:
    return (window.party, window.point, window.after, window.low, window.high, window.share)


def seen(choice: Choice) -> Seen:
    """A choice as every node can name it: without orders over means of a party's own."""
    orders = sorted(str(o) for o in choice.orders if "'s " not in o.means)
    return choice.combination.names, " + ".join(orders)


def answer(node: Reckoning, rung: Rung) -> Answer | None:
    """A node's answer at a joint rung; None where there is no choice at all."""
    every = [c for combined in node.combinations(rung) for c in node.choices(combined)]
    if not every:
        return None
    top = lowest(every)
    timed = top[0].verdict <= Verdict.TOLD_APART
    best = min(top, key=lambda c: c.rank) if timed else top[0]
    each: dict[Names, Each] = {}
    every_window: dict[Seen, frozenset[Windows]] = {}
    for choice in every:
        found = Each(choice.verdict, len(choice.aims_unmet))
        each[choice.combination.names] = min(found, each.get(choice.combination.names, found))
        windows = windows_of(choice)
        if windows is not None:
            every_window[seen(choice)] = every_window.get(seen(choice), frozenset()) | {windows}
    return Answer(
        best.verdict,
        best.aims_unmet,
        seen(best) if timed else None,
        windows_of(best),
        load_bearing(every, best)[0] if timed else None,
        each,
        every_window,
    )
