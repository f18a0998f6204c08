"""Price and worth: what each promise, join and rule costs a party in room, and what its absence would leave.

The *price* for a party is the room that comes back when the element's burden goes and its benefit stays, with courses,
ways and the other orders as they are; it may be below zero. A promise's burden is the means it holds. The *worth* is
the verdict without the element. Prices overlap, so the line *all together* (with help minus joint) always stands with
them. Promises that the choice does not use are listed with the verdict that relying on them would give.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from freehand.assessment.book import Statement
from freehand.assessment.choices import Choice
from freehand.assessment.clashes import critical_sets
from freehand.assessment.combination import Combination
from freehand.assessment.freedom import Time, joint_room
from freehand.assessment.results import Consent, Price
from freehand.assessment.verdict import Verdict
from freehand.assessment.withholding import best_of
from freehand.plans import joint
from freehand.plans.contingency import Contingency
from freehand.plans.joint import Agreed, Notice, Workspace
from freehand.plans.plan import Course
from freehand.terms.scope import Rung

Anew = Callable[[frozenset[int]], Iterable[Choice]]
"""All choices of the contingency at the same rung, without some statements."""

ALL_TOGETHER = "all together"
MOST_SEARCHED = 100
"""How many combinations are decided anew for the worth of joins and rules; beyond that it stays open."""


def prices_of(
    best: Choice,
    every: Sequence[Choice],
    time: Mapping[str, Time],
    workspace: Workspace,
    capacities: Mapping[str, int],
    anew: Anew,
) -> tuple[Price, ...]:
    """The prices of the best choice's promises, joins and rules, all together, and of promises it does not use."""
    combined, elements = best.combination, _elements(best.combination)
    searched = len(elements) * len({id(c.combination) for c in every}) <= MOST_SEARCHED
    prices = [_promise(best, every, time, capacities, promise) for promise in combined.relies_on]
    for (kind, element), statements in elements.items():
        rule = next((r for r in workspace.compact.rules if kind == "rule" and r.name == element), None)
        word = kind if rule is None else kind_of(rule)
        relieved = Combination(combined.setting, combined.rung, combined.parts, workspace.compact.rules, statements)
        prices.append(_tie(best, time, element, word, relieved, anew if searched else None))
    if best.windows is not None:
        total = {
            party: t.with_help.seconds - t.joint.seconds if t.with_help and t.joint else None
            for party, t in time.items()
        }
        prices.append(Price(ALL_TOGETHER, ALL_TOGETHER, True, total, None, None))
    here = combined.setting.contingency.name
    for name in sorted(p.name for p in workspace.promises if p.contingency == here):
        relying = best_of(c for c in every if name in c.combination.relies_on)
        if name not in combined.relies_on and relying is not None:
            prices.append(Price(name, "promise", False, None, relying.verdict, bool(relying.aims_unmet)))
    return tuple(prices)


def _elements(combined: Combination) -> dict[tuple[str, str], frozenset[int]]:
    """The joins and rules that bind in a combination, each with its statements."""
    book = combined.book
    found: dict[tuple[str, str], set[int]] = {}
    binding = [tie.statement for tie in combined.cross]
    binding += [e.statement for part in combined.parts for e in part.rule_edges]
    for index in binding:
        said: Statement = book.statements[index]
        if said.kind in ("join", "rule"):
            found.setdefault((said.kind, said.element), set()).add(index)
    return {key: frozenset(found[key]) for key in sorted(found)}


def _rooms(choice: Choice, time: Mapping[str, Time]) -> dict[str, int | None]:
    """The room that comes back to each party under another choice of the same courses and ways."""
    windows = choice.windows
    back: dict[str, int | None] = {}
    for party, was in time.items():
        if was.with_help is None or was.joint is None or windows is None:
            back[party] = None
            continue
        now = joint_room(choice.combination, party, choice.orders, windows, was.with_help, choice.decider)
        back[party] = now.seconds - was.joint.seconds
    return back


def _promise(
    best: Choice, every: Sequence[Choice], time: Mapping[str, Time], capacities: Mapping[str, int], promise: str
) -> Price:
    combined = best.combination
    left = [u for u in combined.users if not (u.promise and u.name == f"promise {promise}")]
    sets = critical_sets(left, capacities, best.decider.groups) if best.orders else []
    orders = tuple(o for o in best.orders if any({o.before, o.after} <= set(several) for several in sets))
    room = _rooms(Choice(combined, orders, best.verdict, best.decider), time) if best.windows is not None else None
    without = best_of(every, [("", promise)])
    if without is None:
        return Price(promise, "promise", True, room, Verdict.IMPOSSIBLE, bool(combined.setting.contingency.aims))
    return Price(promise, "promise", True, room, without.verdict, bool(without.aims_unmet))


def _tie(
    best: Choice, time: Mapping[str, Time], element: str, word: str, relieved: Combination, anew: Anew | None
) -> Price:
    room = None
    if best.windows is not None:
        room = _rooms(Choice(relieved, best.orders, best.verdict, best.decider), time)
    if best.standing == (False, 0, Verdict.ASSURED):
        return Price(element, word, True, room, Verdict.ASSURED, False)  # nothing stands better than that
    if anew is None:
        return Price(element, word, True, room, None, None)
    without = best_of(anew(relieved.without))
    if without is None:
        raise ValueError("taking a tie away leaves every choice")
    return Price(element, word, True, room, without.verdict, bool(without.aims_unmet))


def kind_of(rule: joint.TermsRule) -> str:
    """A rule of the terms in one word."""
    if isinstance(rule, Agreed):
        return rule.kind
    return "notice" if isinstance(rule, Notice) else "consent"


def consents_of(
    workspace: Workspace, contingency: Contingency, parties: Sequence[str], rung: Rung
) -> dict[str, tuple[Consent, ...]]:
    """Freedom in consent: how free each party is to take each of its courses at a rung."""
    found: dict[str, tuple[Consent, ...]] = {}
    for party in parties:
        courses = [c for c in workspace.courses if (c.party, c.contingency) == (party, contingency.name)]
        found[party] = tuple(_consent(workspace, course, rung) for course in sorted(courses, key=lambda c: c.name))
    return found


def _consent(workspace: Workspace, course: Course, rung: Rung) -> Consent:
    if course.least_rung > rung:
        return Consent(course.name, "excluded")
    points = {(kind, a.name) for a in course.activities if a.least_rung <= rung for kind in ("start", "end")}
    points |= {(kind, n.name) for n in course.needs for kind in ("call", "delivery")}
    binding = [
        rule
        for rule in workspace.compact.rules
        if rung >= Rung.OPERATIONS
        and rule.contingency == course.contingency
        and not isinstance(rule, Agreed)
        and rule.point.party == course.party
        and (rule.point.kind, rule.point.name) in points
    ]
    consents = [rule for rule in binding if isinstance(rule, joint.Consent)]
    if consents:
        return Consent(
            course.name, "by consent", tuple(sorted({r.holder for r in consents})), max(r.lead.high for r in consents)
        )
    notices = [rule for rule in binding if isinstance(rule, Notice)]
    if notices:
        return Consent(course.name, "after notice", (), max(r.seconds for r in notices))
    return Consent(course.name, "free")
