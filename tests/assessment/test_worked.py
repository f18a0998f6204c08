"""The worked cases of the reckoning's page, built as values: its table, and its chain that is short by 17 h."""

from __future__ import annotations

from fractions import Fraction

import pytest

from freehand.assessment.assess import assess
from freehand.assessment.results import AtRung
from freehand.assessment.verdict import Verdict
from freehand.plans.activity import Activity
from freehand.plans.contingency import Contingency
from freehand.plans.joint import Agreed, Compact, Notice, Party, TermsRule, Workspace
from freehand.plans.plan import Course
from freehand.plans.points import WARNING, Rule
from freehand.plans.scenario import Event, Scenario, Span
from freehand.plans.support import Need, Promise
from freehand.terms.scope import Rung
from tests.assessment.compacts import AIMS, CASE, HOUR, apart, before, event, lasting, place, point

A, B = point("start", "A", "a"), point("start", "B", "b")
PARTIES = (Party("A", "the first", place("compact")), Party("B", "the second", place("compact", 2)))


def does(party: str, rule: Rule) -> Course:
    """One course with one activity, that must start within 48 h of the warning."""
    name = party.lower()
    activity = Activity(name, lasting(HOUR, 2 * HOUR, False, 0, place(party)), (), None, Rung.ALONE, place(party))
    return Course("plan", party, CASE, AIMS, Rung.ALONE, (activity,), (), (rule,), (), place(party))


def both(rules: tuple[TermsRule, ...]) -> Workspace:
    """Each party one activity that must start within 48 h of the warning, and rules of the terms."""
    courses = tuple(does(p.party, apart(p, WARNING, None, 48 * HOUR, place(p.party, 9))) for p in (A, B))
    case = Contingency(CASE, 72 * HOUR, AIMS, (Scenario("only", (), place("case")),), place("case"))
    return Workspace(Compact("worked", PARTIES, (), rules, True, place("compact")), (case,), courses, (), (), ())


def agreed(*rules: Rule) -> tuple[TermsRule, ...]:
    """A rule of the terms that ties A and B."""
    return (Agreed("together", CASE, "order", rules, place("terms")),)


def half_day() -> tuple[TermsRule, ...]:
    """Start within 12 h of each other."""
    one = apart(A, B, None, 12 * HOUR, place("terms", 1))
    return agreed(one, apart(B, A, None, 12 * HOUR, place("terms", 2)))


@pytest.mark.parametrize(
    ("rules", "a_keeps", "b_keeps"),
    [
        ((), 48, 48),
        (half_day(), 12, 12),
        (agreed(before(A, B, place("terms"))), 24, 24),
        ((Notice("word", CASE, A, 24 * HOUR, place("terms")),), 24, 48),
    ],
    ids=["none", "within 12 h of each other", "b not before a", "24 h notice of a"],
)
def test_each_rule_leaves_the_room_of_the_table(rules: tuple[TermsRule, ...], a_keeps: int, b_keeps: int) -> None:
    found = assess(both(rules))[CASE].rungs[Rung.OPERATIONS]
    assert found.verdict is Verdict.ASSURED
    for party, keeps in (("A", a_keeps), ("B", b_keeps)):
        time = found.time[party]
        assert time.with_help is not None
        assert time.joint is not None
        assert time.alone == time.with_help.seconds == 48 * HOUR
        assert time.joint.seconds == keeps * HOUR
        assert time.kept == Fraction(keeps, 48)


def test_before_operations_no_rule_costs_anything() -> None:
    found = assess(both(half_day()))[CASE].rungs[Rung.SUPPORT]
    assert [time.kept for time in found.time.values()] == [1, 1]


def airlift() -> Workspace:
    """The attack may come 24 h after the warning; distribution needs an airlift that may take 36 h."""
    ours = place("B/plan")
    hand_out = Activity("distribution", lasting(4 * HOUR, 4 * HOUR, False, 0, ours), (), None, Rung.ALONE, ours)
    start, end = point("start", "B", "distribution"), point("end", "B", "distribution")
    over = apart(event("attack"), end, HOUR, None, place("B/plan", 2))._replace(text="distribution over 1 h before it")
    rules = (before(point("delivery", "B", "supplies"), start, place("B/plan", 3)), over)
    need = (Need("supplies", None, place("B/plan", 4)),)
    course = Course("hand out", "B", CASE, (), Rung.ALONE, (hand_out,), need, rules, (), ours)
    lead = lasting(12 * HOUR, 36 * HOUR, False, 0, place("airlift"))
    promise = Promise("airlift", "A", "B", "supplies", CASE, lead, Span(0, 48 * HOUR), (), 0, (), place("airlift"))
    attack = Event("attack", None, Span(24 * HOUR, 48 * HOUR), (), place("case", 2))
    case = Contingency(CASE, 72 * HOUR, (), (Scenario("short warning", (attack,), place("case")),), place("case"))
    compact = Compact("worked", PARTIES, (), (), True, place("compact"))
    idle = Course("wait", "A", CASE, (), Rung.ALONE, (), (), (), (), place("A/plan"))
    return Workspace(compact, (case,), (idle, course), (promise,), (), ())


def at(rung: Rung) -> AtRung:
    """The airlift at a rung."""
    return assess(airlift())[CASE].rungs[rung]


def test_the_chain_is_told_from_the_warning_on_deadline_first_and_short_by_17_h() -> None:
    (chain,) = at(Rung.SUPPORT).chains
    assert chain.shortfall == 17 * HOUR
    assert [step.seconds and step.seconds // HOUR for step in chain.steps] == [24, -1, -4, 0, -36]
    says = [step.text for step in chain.steps]
    assert says[0] == "the attack may come as early as 24 h after the warning (scenario short warning)"
    assert says[1] == "distribution over 1 h before it"
    assert says[2] == "B's distribution takes 4 h"
    assert says[4] == "the promise airlift of A may take 36 h from the call"
    assert chain.steps[0].reason == "scenario short warning"
    assert chain.verdict is at(Rung.SUPPORT).verdict is Verdict.POSSIBLE


def test_the_airlift_could_be_asked_for_in_19_h_the_attack_at_41_h_and_nothing_of_distribution() -> None:
    asks = at(Rung.SUPPORT).asks
    assert {(ask.owner, ask.rung, ask.changes[0][1] // HOUR, ask.changes[0][2] // HOUR) for ask in asks} == {
        ("A", Rung.SUPPORT, 36, 19),
        (None, Rung.INTELLIGENCE, 24, 41),
    }
    assert all(ask.enough and len(ask.changes) == 1 and ask.clears == (0,) for ask in asks)
    assert [ask.text for ask in asks] == [
        "the attack not before 41 h instead of 24 h after the warning (scenario short warning)",
        "the promise airlift of A: at most 19 h instead of 36 h from the call",
    ]


def test_below_support_nobody_has_promised_it() -> None:
    found = at(Rung.SCENARIOS)
    assert found.verdict is Verdict.IMPOSSIBLE
    (chain,) = found.chains
    assert chain.shortfall is None
    assert "needs supplies, and nobody has promised" in chain.steps[0].text
    assert not found.asks
