"""What must hold for every workspace: what can only help, what can only hurt, and what changes nothing."""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from freehand.assessment.assess import Reckoning, assess
from freehand.assessment.choices import LEVELS, Choice, lowest
from freehand.assessment.combination import Combination, Order, Orders
from freehand.assessment.verdict import Verdict, due
from freehand.faces.document import as_json
from freehand.plans.activity import Activity, Duration
from freehand.plans.contingency import Contingency
from freehand.plans.joint import Compact, Party, Workspace
from freehand.plans.plan import Course
from freehand.plans.points import WARNING, Rule
from freehand.plans.scenario import Event, Scenario, Span
from freehand.plans.support import Need, Promise
from freehand.terms.scope import Rung
from tests.assessment import changes
from tests.assessment.compacts import (
    AIMS,
    CASE,
    HOUR,
    JOINT,
    apart,
    before,
    event,
    lasting,
    made,
    place,
    point,
    reckoning,
    shuffled,
)
from tests.assessment.releases import answer

MORE = int(os.environ.get("FREEHAND_MORE", "1"))
"""How many times the usual number of trials."""

LOOK = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
SEEDS = st.integers(0, 1_000_000)


def by_names(node: Reckoning, rung: Rung) -> dict[tuple[object, ...], Combination]:
    """Every combination that is not broken, by its courses and ways."""
    return {combined.names: combined for combined in node.combinations(rung) if not combined.broken}


def same_orders(orders: Orders, combined: Combination) -> Orders:
    """The same orders of another combination's users."""
    users = {(u.name, u.means): u for u in combined.users}
    return tuple(Order(o.means, users[o.before.name, o.means], users[o.after.name, o.means]) for o in orders)


def stands(combined: Combination, orders: Orders, node: Reckoning) -> Verdict:
    """The verdict of courses, ways and orders, whatever may still clash."""
    names = combined.setting.names
    return next((v for v in LEVELS if due(v, combined, orders, names, node.decider)), Verdict.IMPOSSIBLE)


def pairs(better: Workspace, worse: Workspace, rung: Rung) -> list[tuple[Verdict, Verdict]]:
    """Each choice's verdict in both workspaces; the orders are those of either one's choices."""
    one, other = reckoning(better), reckoning(worse)
    ones, others = by_names(one, rung), by_names(other, rung)
    found = []
    for names in ones.keys() & others.keys():
        sets = {
            tuple(map(str, choice.orders)): choice.orders
            for node, combinations in ((one, ones), (other, others))
            for choice in node.choices(combinations[names])[:3]
        }
        for orders in sets.values():
            here, there = same_orders(orders, ones[names]), same_orders(orders, others[names])
            found.append((stands(ones[names], here, one), stands(others[names], there, other)))
        # With the orders searched anew, too.
        found.append((one.choices(ones[names])[0].verdict, other.choices(others[names])[0].verdict))
    return found


def test_narrowing_what_nature_may_do_never_lowers_a_choice_that_holds() -> None:
    counted: Counter[tuple[Verdict, Verdict]] = Counter()

    @settings(LOOK, max_examples=250 * MORE)
    @given(SEEDS, st.sampled_from(JOINT))
    def narrowing(seed: int, rung: Rung) -> None:
        workspace = changes.plainly_known(made(seed, small=True, tight=0.25))
        for better, worse in pairs(changes.narrowed(workspace, random.Random(seed)), workspace, rung):
            # What is only possible rests on a kind nature, and less may be left to it: see the next test.
            assert better <= worse or worse is Verdict.POSSIBLE
            counted[better, worse] += 1

    narrowing()
    assert sum(n for (better, worse), n in counted.items() if better < worse) > 20


def test_narrowing_may_take_the_kind_outcomes_from_what_is_only_possible() -> None:
    """The march takes 1 to 9 h and must be over in 5: possible; once it is known to take 7 to 9 h, it is not."""
    for low, verdict in ((1, Verdict.POSSIBLE), (7, Verdict.IMPOSSIBLE)):
        march = doing("march", lasting(low * HOUR, 9 * HOUR, False))
        over = apart(point("end", "A", "march"), WARNING, None, 5 * HOUR, place("A"))
        assert best(case((plan("A", "plan", (march,), (over,)),))).verdict is verdict


def test_tightening_a_constraint_never_raises_a_choice() -> None:
    counted: Counter[tuple[Verdict, Verdict]] = Counter()

    @settings(LOOK, max_examples=250 * MORE)
    @given(SEEDS, st.sampled_from(JOINT))
    def tightening(seed: int, rung: Rung) -> None:
        workspace = made(seed, small=True)
        for better, worse in pairs(workspace, changes.tightened(workspace, random.Random(seed)), rung):
            assert better <= worse
            counted[better, worse] += 1

    tightening()
    assert sum(n for (better, worse), n in counted.items() if better < worse) > 20


@LOOK
@given(SEEDS)
def test_withholding_a_promise_leaves_every_other_choice_as_it_was_and_never_raises_the_standing(seed: int) -> None:
    workspace = made(seed, small=True)
    assume(workspace.promises)
    less = changes.withheld(workspace, random.Random(seed))
    one, other = reckoning(workspace), reckoning(less)
    for rung in JOINT[1:]:
        every, left = [
            [c for combined in node.combinations(rung) for c in node.choices(combined)] for node in (one, other)
        ]
        verdicts = {c.combination.names: c.verdict for c in every}
        for choice in left:
            if not choice.combination.broken:
                assert verdicts[choice.combination.names] == choice.verdict
        assert lowest(every)[0].standing <= lowest(left)[0].standing


# -- a contingency's best choice: more aims come before a better verdict -----------------------------------------------


def doing(name: str, lasts: Duration) -> Activity:
    """An activity that holds nothing."""
    return Activity(name, lasts, (), None, Rung.ALONE, lasts.place)


def plan(party: str, name: str, does: tuple[Activity, ...], rules: tuple[Rule, ...], *more: Any) -> Course:
    """A course; ``more`` is what it meets, then what it needs."""
    meets, needs = more or ((), ())
    return Course(name, party, CASE, meets, Rung.ALONE, does, needs, rules, (), place(party))


def case(
    courses: tuple[Course, ...], promises: tuple[Promise, ...] = (), hours: tuple[int, int] = (24, 36)
) -> Workspace:
    """A case of A and B with one scenario in which a strike comes."""
    strike = Span(hours[0] * HOUR, hours[1] * HOUR)
    scenario = Scenario("only", (Event("strike", None, strike, (), place("case", 2)),), place("case"))
    contingency = Contingency(CASE, 72 * HOUR, AIMS, (scenario,), place("case"))
    parties = (Party("A", "", place("compact")), Party("B", "", place("compact", 2)))
    idle = plan("B", "idle", (), ())
    compact = Compact("claims", parties, (), (), True, place("compact"))
    return Workspace(compact, (contingency,), (*courses, idle), promises, (), ())


def best(workspace: Workspace) -> Choice:
    """The best choice at *support*."""
    return reckoning(workspace).joint(Rung.SUPPORT)[1][0]


def full_or_lesser(least: int, most: int, within: int, airlift: bool = True) -> Workspace:
    """A may react to the strike and meet both aims, with an airlift, or do less and meet one whatever comes."""
    march = doing("march", lasting(least * HOUR, most * HOUR, False, 0, place("A", 3)))
    start, end = point("start", "A", "march"), point("end", "A", "march")
    rules = (
        before(event("strike"), start, place("A", 4)),
        apart(end, event("strike"), None, within * HOUR, place("A", 5)),
        before(point("delivery", "A", "tents"), start, place("A", 6)),
    )
    full = plan("A", "full", (march,), rules, AIMS, (Need("tents", None, place("A", 7)),))
    lesser = plan("A", "lesser", (), (), AIMS[:1], ())
    lead = lasting(HOUR, 2 * HOUR, False, 0, place("promise"))
    promise = Promise("airlift", "B", "A", "tents", CASE, lead, Span(0, 12 * HOUR), (), 0, (), place("promise"))
    return case((full, lesser), (promise,) if airlift else ())


def test_withholding_a_promise_may_change_the_word_for_the_better_since_aims_come_first() -> None:
    with_it, without = best(full_or_lesser(1, 3, 4)), best(full_or_lesser(1, 3, 4, airlift=False))
    assert (with_it.verdict, with_it.aims_unmet) == (Verdict.ADAPTABLE, ())
    assert (without.verdict, without.aims_unmet) == (Verdict.ASSURED, AIMS[1:])
    assert with_it.standing < without.standing


def test_tightening_a_constraint_may_change_the_word_for_the_better_since_aims_come_first() -> None:
    loose, tight = best(full_or_lesser(1, 3, 4)), best(full_or_lesser(1, 3, 2))
    assert (loose.verdict, loose.aims_unmet) == (Verdict.ADAPTABLE, ())
    assert (tight.verdict, tight.aims_unmet) == (Verdict.ASSURED, AIMS[1:])


def test_narrowing_what_nature_may_do_may_change_the_word_for_the_worse_since_aims_come_first() -> None:
    wide, narrow = best(full_or_lesser(1, 5, 4)), best(full_or_lesser(1, 3, 4))
    assert (wide.verdict, wide.aims_unmet) == (Verdict.ASSURED, AIMS[1:])
    assert (narrow.verdict, narrow.aims_unmet) == (Verdict.ADAPTABLE, ())


# -- what changes nothing ----------------------------------------------------------------------------------------------


def said(workspace: Workspace) -> Any:
    """The whole answer as plain data."""
    return json.loads(json.dumps(as_json(assess(workspace))))


@settings(LOOK, max_examples=60)
@given(SEEDS)
def test_moving_changes_nothing(seed: int) -> None:
    workspace = made(seed, small=True)
    assert said(changes.moved(workspace)) == said(workspace)


@settings(LOOK, max_examples=60)
@given(SEEDS)
def test_other_names_in_the_same_order_change_nothing_but_names(seed: int) -> None:
    workspace = made(seed, small=True)
    assert said(changes.with_other_names(workspace)) == changes.all_renamed(said(workspace))


@settings(LOOK, max_examples=60)
@given(SEEDS)
def test_another_order_of_everything_changes_nothing(seed: int) -> None:
    workspace = made(seed, small=True)
    assert unordered(said(shuffled(workspace, random.Random(seed)))) == unordered(said(workspace))


def unordered(value: Any, key: str = "") -> Any:
    """The answer, with the three lists that follow a planner's own order (and hold no numbers) put in one order."""
    if isinstance(value, dict):
        return {k: unordered(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return sorted(value) if key in ("which", "open_ended", "of") else [unordered(v) for v in value]
    return value


@LOOK
@given(SEEDS)
def test_another_order_of_the_parties_changes_no_choice_and_no_window(seed: int) -> None:
    workspace = made(seed)
    node, other = reckoning(workspace), reckoning(shuffled(workspace, random.Random(seed), parties=True))
    for rung in JOINT:
        one, two = answer(node, rung), answer(other, rung)
        assert one is not None
        assert two is not None
        assert (one.verdict, one.aims_unmet, one.windows, one.bearing) == (
            two.verdict, two.aims_unmet, two.windows, two.bearing,
        )  # fmt: skip


@LOOK
@given(SEEDS)
def test_a_private_matter_changes_nobody_elses_numbers_nor_the_choice(seed: int) -> None:
    workspace = made(seed, small=True)
    chance = random.Random(seed)
    party = chance.choice(workspace.compact.parties).name
    more = changes.with_something_private(workspace, party, chance)
    before, after = (said(w)["contingencies"][0]["rungs"] for w in (workspace, more))
    for rung in JOINT:
        was, is_ = before[rung.word], after[rung.word]
        for key in ("verdict", "aims_unmet", "choice", "per_scenario", "windows", "margin_s", "load_bearing", "cells"):
            assert was[key] == is_[key], key
        assert [(c["shortfall_s"], len(c["steps"])) for c in was["chains"]] == [
            (c["shortfall_s"], len(c["steps"])) for c in is_["chains"]
        ]
        for other in was["freedom"].keys() - {party}:
            assert was["freedom"][other] == is_["freedom"][other]
        for one, two in zip(was["prices"], is_["prices"], strict=True):
            assert {k: v for k, v in one.items() if k != "room_s"} == {k: v for k, v in two.items() if k != "room_s"}
            for other in (one["room_s"] or {}).keys() - {party}:
                assert one["room_s"][other] == two["room_s"][other]


@LOOK
@given(SEEDS)
def test_what_is_kept_lies_between_nothing_and_all(seed: int) -> None:
    for contingency in assess(made(seed)).contingencies:
        for found in contingency.rungs.values():
            for time in found.time.values():
                assert time.kept is None or 0 <= time.kept <= 1
                if time.kept is not None and time.joint is not None and time.with_help is not None:
                    assert time.kept == min(Fraction(1), Fraction(time.joint.seconds, time.with_help.seconds))
                    assert all(width >= 0 for width in (*time.joint.widths.values(), *time.with_help.widths.values()))
