"""From an assessed contingency to the call sheet of one party.

What a sheet may promise follows from the verdict (``sheet``); its lines from ``lines``. What partners and nature may do
to this party is expected: calls and askings that may come to it, instants that its plan relies on, and events.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from freehand.assessment.apart import Timetables, timetables
from freehand.assessment.choices import Choice
from freehand.assessment.freedom import held
from freehand.assessment.results import AtRung, Telling
from freehand.assessment.sheets.acting import Acting
from freehand.assessment.sheets.expected import (
    Spans,
    agreed_spans,
    expected_by,
    free_spans,
    nobody_knows,
    reacting_spans,
)
from freehand.assessment.sheets.lines import free_lines, moment_blocks
from freehand.assessment.sheets.reacting import Way, a_way
from freehand.assessment.sheets.values import Awaited, Block, Guarantee, Line, Sheet, Told
from freehand.assessment.telling import if_told
from freehand.assessment.verdict import Verdict
from freehand.assessment.windows import Window
from freehand.errors import UsageError, one_fault, shown
from freehand.plans.contingency import Contingency
from freehand.plans.joint import Workspace
from freehand.plans.points import Point
from freehand.quantities import inner_minutes


def sheet_of(workspace: Workspace, contingency: Contingency, at: AtRung, party: str) -> Sheet:
    """The call sheet of a party in a contingency, as assessed at a rung.

    Raises:
        UsageError: where the workspace has only the interface of the party.

    >>> from freehand.assessment.assess import Reckoning
    >>> from freehand.formats.workspace import load
    >>> from freehand.terms.scope import Rung
    >>> workspace = load("examples/worked/within")
    >>> drill = workspace.contingencies[0]
    >>> sheet = sheet_of(workspace, drill, Reckoning(workspace, drill).at(Rung.OPERATIONS), "A")
    >>> [(str(line.point), line.earliest // 3600, line.latest // 3600) for line in sheet.lines]
    [("start of A's a", 36, 48)]
    """
    if any(r.party == party for r in workspace.released):
        why = "the workspace has only its interface, not its plans."
        raise UsageError(one_fault(f"{shown(party)} has no call sheet here", why, "Ask the party for its own."))
    believed = None if at.believed is None else at.believed.get(party)
    choice = believed.choice if believed is not None else at.choice
    plays = choice is not None and party in choice.combination.by_party
    verdict = None if choice is None else choice.verdict
    tellings = at.if_told if choice is at.choice else ()
    guarantee: Guarantee = "none"
    blocks: tuple[Block, ...] = ()
    moment: int | None = None
    spans: Spans = nobody_knows
    if choice is not None and verdict is Verdict.ASSURED:
        guarantee = "free"
        windows = windows_in_minutes(choice)
        blocks = _free(workspace, choice, party, windows) if plays else ()
        spans = free_spans(choice, windows)
    elif choice is not None and verdict is Verdict.TOLD_APART:
        guarantee = "timetable"
        agreed = timetables(choice.combination, choice.orders, choice.decider)
        moment = agreed.moment
        blocks = _agreed(workspace, choice, party, agreed) if plays else ()
        spans = agreed_spans(choice.combination, agreed)
    elif choice is not None and verdict is Verdict.ADAPTABLE:
        tellings = tellings or if_told(choice)
        ways = a_way(choice, tellings)
        guarantee = "reminder" if ways is None else "reacting"
        if ways is not None:
            blocks = _reacting(workspace, choice, party, ways, tellings) if plays else ()
            spans = reacting_spans(choice.combination, ways)
        elif plays:
            blocks = _as_planned(workspace, choice, party)
    elif choice is not None and plays:
        blocks = _as_planned(workspace, choice, party)
    part = choice.combination.by_party[party] if choice is not None and plays else None
    names = tuple(sorted(s.name for s in contingency.scenarios))
    expected = () if choice is None else expected_by(workspace, choice, party, spans, guarantee == "reacting")
    return Sheet(
        party,
        contingency.name,
        at.rung,
        contingency.horizon,
        guarantee,
        verdict,
        at.undecided,
        at.aims_unmet,
        None if part is None else part.course,
        () if part is None else part.ways,
        names,
        moment,
        moment is not None or any(block.scenario for block in blocks),
        blocks,
        tuple(Told(t.teller, t.told, t.what) for t in tellings if party == t.teller or party in t.told),
        expected,
        at.chains if believed is None else believed.chains,
        at.asks if believed is None else believed.asks,
        tuple(r.party for r in workspace.released),
    )


# -- lines -----------------------------------------------------------------------------------------------------------


def windows_in_minutes(choice: Choice) -> tuple[Window, ...]:
    """The free windows as people keep them: in whole minutes inside, for every party that can keep these."""
    combined, orders, decider = choice.combination, choice.orders, choice.decider
    exact = choice.windows or ()
    found = list(exact)
    for part in combined.parts:
        mine = tuple(w._replace(low=low, high=high) for w in exact for low, high in (inner_minutes(w.low, w.high),))
        if part.released or decider.fault(held(combined, part.party, orders, mine, decider)) is None:
            found = [mine[i] if w.party == part.party else w for i, w in enumerate(found)]
    return tuple(found)


def _free(workspace: Workspace, choice: Choice, party: str, windows: tuple[Window, ...]) -> tuple[Block, ...]:
    combined, orders, decider = choice.combination, choice.orders, choice.decider
    bounds, free = (held(combined, party, orders, windows, decider, horizon) for horizon in (True, False))
    return _one_block(free_lines(Acting(workspace, combined, party), bounds, free, decider))


def _as_planned(workspace: Workspace, choice: Choice, party: str) -> tuple[Block, ...]:
    """The plan's own bounds, as many of them as are consistent: with all rules, without, or none at all."""
    combined, decider = choice.combination, choice.decider
    acting = Acting(workspace, combined, party)
    for rules, orders in ((True, choice.orders), (True, ()), (False, ())):
        bounds = decider.bounds(combined.own(party, rules, orders))
        if decider.fault(bounds) is None:
            free = decider.bounds(combined.own_open(party, rules, orders))
            return _one_block(free_lines(acting, bounds, free, decider))
    return _one_block([acting.line(p, acting.after(p), None, None) for p in acting.points] + acting.notices(()))


def _one_block(lines: Iterable[Line]) -> tuple[Block, ...]:
    found = tuple(lines)
    return (Block("", found),) if found else ()


def _agreed(workspace: Workspace, choice: Choice, party: str, agreed: Timetables) -> tuple[Block, ...]:
    acting = Acting(workspace, choice.combination, party)
    spans = {
        s: {p: (here[root], here[root]) for p, root in acting.root.items() if s in acting.placed[p]}
        for s, here in agreed.at.items()
    }
    return moment_blocks(acting, spans, {s: {} for s in spans}, counted=True)


def _reacting(
    workspace: Workspace, choice: Choice, party: str, ways: Mapping[str, Way], tellings: Sequence[Telling]
) -> tuple[Block, ...]:
    acting, book = Acting(workspace, choice.combination, party), choice.combination.book
    tellers = {t.what: t.teller for t in tellings if party in t.told}
    spans: dict[str, dict[Point, tuple[int, int]]] = {}
    awaited: dict[str, dict[Point, tuple[Awaited, ...]]] = {}
    for s, way in ways.items():
        here = [p for p in acting.points if s in acting.placed[p]]
        spans[s] = {p: way.spans[acting.root[p]] for p in here}
        awaited[s] = {}
        for p in here:
            reaction = way.reacting.get(acting.root[p])
            if reaction is not None:
                found = []
                for index, seconds in reaction.awaited:
                    point = book.points[index]
                    assert isinstance(point, Point), "an adaptable choice rests on plans"
                    found.append(Awaited(point, seconds, tellers.get(str(point), "") if point.party != party else ""))
                awaited[s][p] = tuple(found)
    return moment_blocks(acting, spans, awaited, counted=False)
